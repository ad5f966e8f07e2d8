"""The findings of texts as JSON, which `check.schema.json` describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from copydesk import __version__
from copydesk.pipeline import Cleaned
from copydesk.reports.listing import Finding, Listings, findings, shown_path


def data(found: Iterable[Finding]) -> dict[str, list[dict[str, Any]]]:
    """Return the changes and the suggestions as `Change.to_dict` has them, and where they are.

    Lines and columns count from 1, columns in code points.
    """
    lists: dict[str, list[dict[str, Any]]] = {"changes": [], "suggestions": []}
    for finding in found:
        kind = "suggestions" if finding.is_suggestion else "changes"
        lists[kind].append({**asdict(finding.place), **finding.change.to_dict()})
    return lists


def data_of(cleaned: Cleaned) -> dict[str, list[dict[str, Any]]]:
    """Return the changes and suggestions of one text."""
    return data(findings(cleaned))


def document(listings: Listings) -> Iterator[str]:
    """Yield the pieces of one JSON object about all files, a line each."""
    yield f'{{"version": {json.dumps(__version__)}, "files": ['
    failed = []
    parted = "\n"
    for path, listing in listings:
        if listing.why:
            failed.append({"file": shown_path(path) or None, "why": listing.why})
            continue
        row = {"file": shown_path(path), **data(listing.findings), "notices": listing.notices}
        yield parted + json.dumps(row, ensure_ascii=False)
        parted = ",\n"
    yield f'\n], "failed": {json.dumps(failed, ensure_ascii=False)}}}\n'
