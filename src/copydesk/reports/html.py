"""The changes of some texts as one page of HTML, which needs nothing else and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from copydesk.reports.summary import counted
from copydesk.reports.visible import visible
from copydesk.reports.words import Piece, Row, rows
from copydesk.revision import Revision

_STYLE = """\
:root { color-scheme: light dark }
body { font: 1rem/1.5 Georgia, serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem }
h1, h2, small, td.line { font-family: system-ui, sans-serif }
table { border-collapse: collapse }
td { padding: .2rem .6rem; vertical-align: top }
td.line { opacity: .7; text-align: right }
td.text { overflow-wrap: anywhere; white-space: pre-wrap }
del { background: #fdd; color: #700 }
ins { background: #dfd; color: #050; text-decoration: underline }
@media (prefers-color-scheme: dark) {
  del { background: #511; color: #fcc }
  ins { background: #141; color: #cfc }
}
"""
_TAGS = {"deleted": "del", "inserted": "ins", "left out": "i"}


def page(revisions: Iterable[tuple[str, Revision]]) -> Iterator[str]:
    """Yield the parts of the page that shows the changes of texts, each with its name.

    All text is escaped, and what is invisible is written out.
    """
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Changes</title>\n<style>\n{_STYLE}</style>\n<h1>Changes</h1>\n"
    )
    for name, revision in revisions:
        count = counted(len(revision.changes), "change")
        yield f"<h2>{escape(visible(name))}</h2>\n<p><small>{count}</small></p>\n<table>\n"
        yield from map(_row, rows(revision))
        yield "</table>\n"
    yield "</html>\n"


def _row(row: Row) -> str:
    text = "".join(map(_piece, row.pieces))
    rules = f"<br><small>{escape(', '.join(row.rules))}</small>" if row.rules else ""
    return f'<tr><td class="line">{row.line}</td><td class="text">{text}{rules}</td></tr>\n'


def _piece(piece: Piece) -> str:
    text = escape(visible(piece.text))
    tag = _TAGS.get(piece.kind)
    return f"<{tag}>{text}</{tag}>" if tag else text
