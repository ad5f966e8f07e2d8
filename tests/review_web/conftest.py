"""What the tests of the review's page share: reviews, their server, and a real browser."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

import pytest
import requests
from playwright.sync_api import Browser, Error, Page, sync_playwright

from copydesk.formats import PLAIN, read
from copydesk.pipeline import Cleaned
from copydesk.review.articles import Article, Listed
from copydesk.review.session import Finished, Session
from copydesk.review.store import NAME, Store
from copydesk.review.web import file, server
from copydesk.revision import Fix, Revision

PATIENCE = 20_000  # milliseconds, on a busy machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever is installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no Chromium here; on Debian: apt-get install chromium")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium's sandbox needs another user
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"] if is_root else []
        )
        yield browser
        browser.close()


class Window:
    """A window of the browser, and what a test does and sees in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )

    def open(self, address: str) -> Window:
        self.page.goto(address)
        return self.ready()

    def ready(self) -> Window:
        self.page.wait_for_selector("html[data-ready]")
        return self

    def press(self, keys: str) -> None:
        """Press keys, each named by one character or after a space by its name."""
        for key in keys.split() if " " in keys else keys:
            self.page.keyboard.press(key)
            self.rest()

    def rest(self) -> None:
        """Wait until nothing is left to do."""
        self.page.evaluate("() => new Promise((done) => setTimeout(done))")
        self.page.wait_for_selector("html:not([data-busy])")

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)

    @property
    def progress(self) -> str:
        return self.text("#progress")

    @property
    def said(self) -> str:
        return self.page.text_content("#said") or ""

    @property
    def article(self) -> str:
        """The text with what is taken out in [-…-], what is put in in {+…+}, notes in <…>."""
        return self.page.evaluate(
            """() => {
              const spelt = (node) => {
                if (node.nodeType === Node.TEXT_NODE) return node.data;
                const inner = [...node.childNodes].map(spelt).join("");
                if (node.hidden) return "";
                if (node.localName === "del") return `[-${inner}-]`;
                if (node.localName === "ins") return `{+${inner}+}`;
                if (node.localName === "mark") return `<${inner}>`;
                return node.localName === "p" ? `${inner}\\n` : inner;
              };
              return spelt(document.querySelector("#text"));
            }"""
        )


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Open windows of one browser profile; what they log as errors fails the test."""
    context = browser.new_context(reduced_motion="reduce")
    windows: list[Window] = []

    def window(address: str) -> Window:
        windows.append(Window(context.new_page()))
        return windows[-1].open(address)

    yield window
    with suppress(Error):
        context.close()
    assert [error for each in windows for error in each.errors] == []


@dataclass
class Texts:
    """Articles in memory. What the review makes of each is written to the folder."""

    folder: Path
    articles: dict[str, Article] = field(default_factory=dict)

    def add(self, name: str, cleaned: Cleaned) -> None:
        original = self.folder / name
        original.write_bytes(data := cleaned.original.encode("utf-8", "surrogatepass"))
        file = read(data, PLAIN)
        target = self.folder / "out" / name
        self.articles[name] = Article(name, original, target, file, cleaned)

    @property
    def listed(self) -> Sequence[Listed]:
        return [
            Listed(name, len(a.cleaned.changes), len(a.cleaned.suggestions))
            for name, a in self.articles.items()
        ]

    def load(self, name: str) -> Article:
        return self.articles[name]

    def finished(self, article: Article, cleaned: Cleaned, data: bytes) -> None:
        pass

    def session(self) -> Session:
        """A session that goes on where the last left off."""
        return Session(self, Store(self.folder / NAME))


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    return Texts(tmp_path)


def marked(text: str, rule: str = "repeats/word") -> Cleaned:
    """What is written in ``[-…-]{+…+}`` as a change, in ``(-…-)(+…+)`` as a suggestion.

    >>> marked("the [-the -]sea").text
    'the sea'
    """
    original, changes, suggestions = "", [], []
    at = 0
    for m in re.finditer(r"\[-(.*?)-\](?:\{\+(.*?)\+\})?|\(-(.*?)-\)(?:\(\+(.*?)\+\))?", text, re.S):
        original += text[at : m.start()]
        before, after = (m[1], m[2] or "") if m[1] is not None else (m[3], m[3] if m[4] is None else m[4])
        start, end = len(original), len(original) + len(before)
        original += before
        at = m.end()
        fix = Fix.replace(start, end, after, f"why {before.strip() or 'that'}")
        if before == after:
            fix = Fix.remark(start, end, "look here")
        fixes = changes if m[1] is not None else suggestions
        fixes.append(Fix(fix.edits, fix.message, True, rule, fix.place))
    original += text[at:]
    revision = Revision(original)
    made = revision.then(changes)
    return Cleaned(made, revision.proposed(suggestions))


@contextmanager
def served(session: Session) -> Iterator[str]:
    """Serve a review; yields the address."""
    addresses: Queue[str] = Queue()
    with ThreadPoolExecutor() as pool:
        result = pool.submit(server.serve, session, 0, lambda always, once: addresses.put(always))
        address = addresses.get(timeout=60)
        try:
            yield address
        finally:
            if not result.done():
                stop(address)
            result.result(timeout=60)


def stop(address: str) -> None:
    """Finish the review as the page does."""
    base, _, token = address.partition("?token=")
    port = base.rstrip("/").rpartition(":")[2]
    requests.post(
        f"{base}finish",
        json={},
        headers={"Origin": base.rstrip("/"), "Cookie": f"copydesk-{port}={token}"},
        timeout=60,
    )
