"""Nothing in an article runs or hides, and nobody but the page is served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from copydesk.review.web import file

from .conftest import Texts, Window, marked, served

Open = Callable[[str], Window]

NASTY = {
    "a script": (
        "<script>document.title='gone'</script>",
        "<script>document.title='gone'</script>",
    ),
    "an image": ("<img src=x onerror=\"document.title='gone'\">",) * 2,
    "an attribute's end": ("\"'><svg onload=alert(1)>",) * 2,
    "a comment's end": ("--></script><!--",) * 2,
    "a template": ("{{ 7*7 }} {% raw %} ${7*7}",) * 2,
    "letters turned around": ("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"),
    "a null byte": ("nu\x00ll", "nu\\x00ll"),
    "an escape": ("\x1b[31mred", "\\x1b[31mred"),
    "a space that cannot be seen": ("zero\u200bwidth", "zero\\u200bwidth"),
}


END = " and so on" * 20  # a file that is mostly control characters is no text


@pytest.fixture
def nasty(texts: Texts) -> Texts:
    for number, (text, _) in enumerate(NASTY.values()):
        before, after = text, text + "!"
        texts.add(f"{number}.txt", marked(f"{text}\n[-{before}-]{{+{after}+}}{END}"))
    texts.add("<img src=x onerror=alert(1)>.txt".replace("/", ""), marked("[-a-]"))
    return texts


def _look(page: Window) -> None:
    for number, (text, shown) in enumerate(NASTY.values()):
        page.page.click(f"[data-article='{number}']")
        page.rest()
        kept = text.replace("\u202e", "\\u202e").replace("\u2066", "\\u2066")
        kept = kept.replace("\x00", "\\x00").replace("\x1b", "\\x1b")
        assert page.article == f"{kept}\n[-{shown}-]{{+{shown}!+}}{END}\n"
        assert f"{shown} → {shown}!" in page.text("#change")
    assert page.page.title() == "copydesk review"
    assert page.page.locator("img, svg").count() == 0


def test_nothing_in_an_article_runs_or_hides(nasty: Texts, window: Open) -> None:
    with served(nasty.session()) as address:
        _look(window(address))


def test_nor_in_the_page_as_a_file(nasty: Texts, window: Open, tmp_path: Path) -> None:
    (tmp_path / "review.html").write_text(file.written(nasty.session()), "utf-8")
    _look(window((tmp_path / "review.html").as_uri()))


@pytest.fixture
def address(texts: Texts) -> Iterator[str]:
    texts.add("harbor.txt", marked("the [-the -]sea"))
    with served(texts.session()) as address:
        yield address


def test_only_who_knows_the_token_is_served(address: str) -> None:
    home, _, token = address.partition("?token=")
    paths = ["", "review", "articles/0", "news/0", "static/app.js", "?token=", f"?token={token}x"]
    for path in paths:
        assert requests.get(home + path, timeout=60).status_code == 403, path
    visitor = requests.Session()
    assert visitor.get(address, timeout=60).url == home  # the token is not kept in the address
    for path in ["", "review", "articles/0", "news/0", "static/app.js"]:
        assert visitor.get(home + path, timeout=60).status_code == 200, path


@pytest.fixture
def visitor(address: str) -> requests.Session:
    """Somebody who has the cookie."""
    visitor = requests.Session()
    visitor.get(address, timeout=60)
    return visitor


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),  # a browser names the origin of whatever it posts
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://attacker.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://attacker.example", "Host": "attacker.example"}, 403),  # DNS rebinding
    ],
)
def test_no_other_page_decides(
    address: str, visitor: requests.Session, headers: dict[str, str], status: int
) -> None:
    home = address.partition("?")[0]
    port = home.rstrip("/").rpartition(":")[2]
    headers = {name: value.format(port=port) for name, value in headers.items()}
    answer = visitor.post(f"{home}undo", json={"seen": 0}, headers=headers, timeout=60)
    assert answer.status_code == status


@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1:1", "localhost", "[::1", ""])
def test_another_name_of_the_machine_is_refused(address: str, host: str) -> None:
    asked = urlsplit(address)
    connection = HTTPConnection(asked.netloc, timeout=60)
    connection.request("GET", f"/?{asked.query}", headers={"Host": host})
    assert connection.getresponse().status == 403
    connection.close()


@pytest.mark.parametrize(
    "path",
    ["articles/1", "articles/-1", "articles/harbor.txt", "static/../server.py", "static/%2e%2e/x"],
)
def test_only_what_is_listed_is_served(address: str, visitor: requests.Session, path: str) -> None:
    request = requests.Request("GET", address.partition("?")[0]).prepare()
    request.url = address.partition("?")[0] + path  # as it stands
    request.headers.update({"Cookie": "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())})
    assert visitor.send(request, timeout=60).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        b"",
        b"[]",
        b"{",
        b'{"seen": 0}',
        b'{"seen": 0, "article": 0, "finding": 9, "verdict": "accept"}',
        b'{"seen": 0, "article": -1, "finding": 0, "verdict": "accept"}',
        b'{"seen": 0, "article": 0, "finding": -1, "verdict": "accept"}',
        b'{"seen": 0, "article": 0, "finding": 0, "verdict": "delete"}',
        b'{"seen": 0, "article": 0, "finding": 0, "verdict": "edit", "text": 1}',
        b'{"seen": true, "article": 0, "finding": 0, "verdict": "accept"}',
        b'{"seen": 0, "article": 0, "finding": 0, "verdict": "edit", "text": "\\ud800"}',
        b" " * 2_000_000,
        b"[" * 100_000,
    ],
)
def test_what_makes_no_sense_is_refused(
    address: str, visitor: requests.Session, asked: bytes
) -> None:
    home = address.partition("?")[0]
    headers = {"Origin": home.rstrip("/")}
    answer = visitor.post(f"{home}decisions", data=asked, headers=headers, timeout=60)
    assert answer.status_code in (400, 404)
    assert visitor.get(f"{home}news/0", timeout=60).json() == {"version": 0, "changes": []}


def test_the_policy_is_strict(address: str, visitor: requests.Session) -> None:
    headers = visitor.get(address, timeout=60).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
