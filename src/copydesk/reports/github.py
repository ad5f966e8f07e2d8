"""The findings of texts as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.reports.listing import Finding, Listings, shown_path

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def github(listings: Listings) -> Iterator[str]:
    """Yield a command for each finding, and for each file that could not be processed.

    A change is a warning, a suggestion a notice.
    """
    for path, listing in listings:
        file = {"file": shown_path(path)} if path not in ("", "-") else {}
        if listing.why:
            yield command("error", file, listing.why)
        for finding in listing.findings:
            kind = "notice" if finding.is_suggestion else "warning"
            where = {**file, **_place(finding), "title": finding.rules}
            yield command(kind, where, finding.what)


def command(kind: str, properties: dict[str, str], message: str) -> str:
    r"""Return the line of a workflow command.

    >>> command("notice", {"file": "a,b.txt"}, "50%\nmore")
    '::notice file=a%2Cb.txt::50%25%0Amore\n'
    """
    named = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{kind}{' ' if named else ''}{named}::{message.translate(_DATA)}\n"


def _place(finding: Finding) -> dict[str, str]:
    """GitHub takes no columns of what runs over several lines."""
    place = finding.place
    lines = {"line": str(place.line), "endLine": str(place.end_line)}
    if place.line != place.end_line:
        return lines
    return {**lines, "col": str(place.column), "endColumn": str(place.end_column)}
