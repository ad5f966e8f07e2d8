"""What the tests of the review's page share: reviews, their server, and a real browser."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from copydesk.formats import PLAIN, read
from copydesk.pipeline import Cleaned
from copydesk.review.articles import Article, Listed
from copydesk.review.place import NAME
from copydesk.review.session import Session
from copydesk.review.store import Store
from copydesk.review.web.server import Server
from copydesk.revision import Fix, Revision
from copydesk.text import Edit, Span

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
        page.on("console", self._note)

    def _note(self, said: ConsoleMessage) -> None:
        over = "ERR_CONNECTION_REFUSED"  # the review has ended before the window was closed
        if said.type == "error" and over not in said.text:
            self.errors.append(said.text)

    def open(self, address: str) -> Window:
        self.page.goto(address)
        return self.ready()

    def ready(self) -> Window:
        self.page.wait_for_selector("html[data-ready]")
        return self

    def press(self, *keys: str) -> None:
        """Press keys by their names, one after another."""
        for key in keys:
            self.page.keyboard.press(key)
            self.rest()

    def type(self, keys: str) -> None:
        """Press a key for each character."""
        self.press(*keys)

    def write(self, text: str) -> None:
        """Put a text where the cursor is."""
        self.page.keyboard.insert_text(text)

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
        return str(self.page.evaluate(_SPELT))


_SPELT = """() => {
  const signs = { del: ["[-", "-]"], ins: ["{+", "+}"], mark: ["<", ">"], p: ["", "\\n"] };
  const spelt = (node) => {
    if (node.hidden) return "";
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const [before, after] = signs[node.localName] ?? ["", ""];
    return before + [...node.childNodes].map(spelt).join("") + after;
  };
  return spelt(document.querySelector("#text"));
}"""


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
        original.write_bytes(cleaned.original.encode())
        file = read(cleaned.original.replace("\0", "?").encode(), PLAIN)  # as texts hold none
        target = self.folder / "out" / name
        self.articles[name] = Article(name, original, target, file, cleaned)

    @property
    def listed(self) -> Sequence[Listed]:
        return [
            Listed.of(name, a.cleaned.changes, a.cleaned.suggestions)
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


_MARKED = re.compile(
    r"\[-(?P<out>.*?)-\](\{\+(?P<in>.*?)\+\})?"
    r"|\(-(?P<doubted>.*?)-\)(\(\+(?P<offered>.*?)\+\))?",
    re.DOTALL,
)


def marked(text: str) -> Cleaned:
    """Return the text without its marks, of which each stands for a finding.

    ``[-out-]{+in+}`` is a change, ``(-out-)(+in+)`` a suggestion, ``(-this-)`` a remark.

    >>> marked("the [-the -]sea").text
    'the sea'
    """
    original = ""
    at = 0
    changes: list[Fix] = []
    suggestions: list[Fix] = []
    for m in _MARKED.finditer(text):
        original += text[at : m.start()]
        at = m.end()
        is_change = m["out"] is not None
        before = m["out"] if is_change else m["doubted"]
        span = Span(len(original), len(original) + len(before))
        original += before
        edits = (Edit(span, (m["in"] if is_change else m["offered"]) or ""),)
        why = f"why {before.strip()}"
        if not is_change and m["offered"] is None:
            suggestions.append(Fix((), why, rule="repeats/word", place=span))
        else:
            (changes if is_change else suggestions).append(Fix(edits, why, rule="repeats/word"))
    revision = Revision(original + text[at:])
    return Cleaned(revision.then(changes), revision.proposed(suggestions))


@contextmanager
def served(session: Session) -> Iterator[str]:
    """Serve a review, and yield the address of its page."""
    server = Server(session)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(server.run)
        try:
            yield server.address
        finally:
            server.stop()
            running.result(timeout=60)
