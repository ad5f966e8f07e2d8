"""`copydesk review` and `copydesk report`, as a person starts them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest
from typer.testing import CliRunner

from copydesk.cli import app
from copydesk.review.place import NAME
from copydesk.review.store import load

from .conftest import Window

Open = Callable[[str], Window]
ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PICTURES = os.environ.get("COPYDESK_PICTURES")
"""Where to put the pictures that the README shows; they are made in any case."""

SPOILED = "“We leave at dawn, ”Marlow said. The the ferry waits .\n"
REJECTED = "“We leave at dawn,” Marlow said. The the ferry waits.\n"
"""What becomes of it where the first finding that is not folded is rejected."""


@contextmanager
def reviewing(
    *arguments: str, folder: Path, opens: bool = False
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a review, and yield the process and the address that it prints."""
    command = [sys.executable, "-m", "copydesk", "review", *arguments]
    command += [] if opens else ["--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder
    ) as process:
        assert process.stdout is not None
        try:
            said = ""
            while not (found := re.search(r"http://\S+", said)):
                line = process.stdout.readline()
                assert line, said
                said += line
            yield process, found[0]
        finally:
            process.kill()


def test_closing_the_terminal_loses_nothing(tmp_path: Path, window: Open) -> None:
    article = tmp_path / "article.txt"
    article.write_text(SPOILED, "utf-8")
    with reviewing("article.txt", "--no-grammar", folder=tmp_path) as (process, address):
        page = window(address)
        page.type("n")
        process.send_signal(signal.SIGHUP)
        process.wait(60)
        page.type("y")
        assert "All decisions up to here are saved" in page.text("#trouble")
        page.page.close()
    assert len(load(tmp_path / NAME)) == 1
    with reviewing("article.txt", "--no-grammar", folder=tmp_path) as (process, address):
        page = window(address)
        assert page.progress.startswith("1 of ")
        page.page.click("[data-do=finish]")
        page.page.click("#done-yes")
        page.page.wait_for_selector("text=1 cleaned copy was written")
        assert process.stdout is not None
        assert "article.txt → article.clean.txt" in process.stdout.read()
        assert process.wait(60) == 0
    assert (tmp_path / "article.clean.txt").read_text("utf-8") == REJECTED


@pytest.mark.parametrize("seconds", [0, 0.01, 1])
def test_an_interrupt_is_no_error(tmp_path: Path, seconds: float) -> None:
    """Whether the server has begun or not."""
    (tmp_path / "article.txt").write_text(SPOILED, "utf-8")
    with reviewing("article.txt", "--no-grammar", folder=tmp_path) as (process, _):
        sleep(seconds)
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=60)
        assert "the same command goes on here" in said
        assert process.returncode == 130
        assert complaints == ""


def test_a_browser_that_stays_in_front_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the terminal ends when its reader is done, and the page is served before that."""
    (tmp_path / "article.txt").write_text(SPOILED, "utf-8")
    (tmp_path / "browser.py").write_text(_BROWSER)
    monkeypatch.setenv("BROWSER", f"{sys.executable} {tmp_path / 'browser.py'} %s")
    with reviewing("article.txt", "--no-grammar", folder=tmp_path, opens=True):
        for _ in range(600):
            if (tmp_path / "page.html").exists():
                break
            sleep(0.1)
        assert "copydesk review" in (tmp_path / "page.html").read_text()


_BROWSER = """\
import pathlib, sys, requests
new = pathlib.Path("page.new")
new.write_text(requests.get(sys.argv[1], timeout=60).text)
new.rename("page.html")
"""


def test_a_report_is_mailed_and_its_decisions_applied(tmp_path: Path, window: Open) -> None:
    article, page_file = tmp_path / "article.txt", tmp_path / "review.html"
    article.write_text(SPOILED, "utf-8")
    done = CliRunner().invoke(app, ["report", str(article), "-o", str(page_file), "--no-grammar"])
    assert done.exit_code == 0, done.output
    page = window(page_file.as_uri())
    page.type("n")
    page.page.click("[data-do=finish]")
    with page.page.expect_download() as download:
        page.page.click("#done-yes")
    download.value.save_as(tmp_path / "mailed.toml")
    copy = tmp_path / "copy.txt"
    options = ["--decisions", str(tmp_path / "mailed.toml"), "-o", str(copy), "--no-grammar"]
    done = CliRunner().invoke(app, ["apply", str(article), *options])
    assert done.exit_code == 0, done.output
    assert copy.read_text("utf-8") == REJECTED


@pytest.mark.parametrize("command", [["review"], ["report", "-o", "review.html"]])
def test_what_is_not_installed_is_named(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(SPOILED, "utf-8")
    without = "import sys; sys.modules['jinja2'] = None; from copydesk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", without, *command, "article.txt", "--no-grammar"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 3
    assert 'pip install "copydesk[review]"' in done.stderr
    assert not (tmp_path / "review.html").exists()


def test_the_walk_through_in_the_readme(tmp_path: Path, window: Open) -> None:
    """Do what the section says, and take its pictures."""
    section = README.partition("## From a folder of drafts")[2].partition("\n## ")[0]
    clean, review = re.findall(r"^    copydesk (\w+ .*)$", section, re.MULTILINE)
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    subprocess.run(
        [sys.executable, "-m", "copydesk", *clean.split(), "--no-grammar"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    pictures = Path(PICTURES) if PICTURES else tmp_path
    with reviewing(*review.split()[1:], folder=tmp_path) as (_, address):
        page = window(address)
        page.page.set_viewport_size({"width": 1100, "height": 600})
        page.page.click("#files >> text=french-harbor")
        page.rest()
        page.page.screenshot(path=pictures / "review.png")
        page.type("yn")
        page.page.emulate_media(color_scheme="dark")
        page.page.set_viewport_size({"width": 360, "height": 660})
        page.page.evaluate("document.querySelector('#chooser').open = false")
        page.type("jk")
        page.page.screenshot(path=pictures / "review-narrow.png")
        page.page.click("[data-do=finish]")
        page.page.click("#done-yes")
        page.page.wait_for_selector("text=cleaned copies were written")
    copy = (tmp_path / "cleaned/french-harbor/article.txt").read_text("utf-8")
    assert "The issue of the day" in copy
    assert "the fate of the 40 000 cubic meters" in copy  # which was rejected
    assert re.findall(r"\((docs/images/.*?)\)", section) == [
        "docs/images/review.png",
        "docs/images/review-narrow.png",
    ]
