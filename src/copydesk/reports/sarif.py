"""The findings of texts as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from copydesk import __version__
from copydesk.reports.lines import Place
from copydesk.reports.listing import Finding, Listing, Listings
from copydesk.rules import ORDER

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_TITLES = {rule.id: (rule.title, rule.documentation) for rule in ORDER}
_SPECIAL = str.maketrans({"{": "{{", "}": "}}", "[": "\\[", "]": "\\]", "\\": "\\\\"})
"""Braces would stand for arguments, and brackets for links."""

Json = dict[str, Any]


def sarif(listings: Listings) -> Iterator[str]:
    """Yield the pieces of one log with one run; a result a line.

    A change is a warning, a suggestion a note. What is known of the rules follows at the end.
    """
    rules: dict[str, Json] = {}
    failures: list[Json] = []
    notices: dict[str, None] = {}
    run = {"columnKind": "unicodeCodePoints", "newlineSequences": ["\r\n", "\n", "\r"]}
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{{_inside(run)}, "results": ['
    parted = "\n"
    for path, listing in listings:
        if listing.why:
            failures.append(_failure(path, listing.why))
        notices |= dict.fromkeys(listing.notices)
        for finding in listing.findings:
            first = finding.change.rules[0]
            rule = rules.setdefault(first, _rule(first, finding, len(rules)))
            yield parted + json.dumps(_result(path, listing, finding, rule), ensure_ascii=False)
            parted = ",\n"
    driver = {
        "name": "copydesk",
        "semanticVersion": __version__,
        "rules": [rule["descriptor"] for rule in rules.values()],
    }
    invocation: Json = {"executionSuccessful": not failures}
    told = [{"level": "warning", "message": _message(notice)} for notice in notices]
    if failures or told:
        invocation["toolExecutionNotifications"] = [*failures, *told]
    rest = {"tool": {"driver": driver}, "invocations": [invocation]}
    yield f"\n], {_inside(rest)}}}]}}\n"


def uri(path: str) -> str:
    """Return the address of a file: from the current folder, or in full where it lies elsewhere.

    >>> uri("drafts/50% of it: a draft.txt")
    'drafts/50%25%20of%20it%3A%20a%20draft.txt'
    """
    if path == "-":
        return path
    near = os.path.relpath(path)
    if near.split(os.sep)[0] == os.pardir:
        return Path(os.path.abspath(path)).as_uri()
    return quote(os.fsencode(near.replace(os.sep, "/")))


def _result(path: str, listing: Listing, finding: Finding, rule: Json) -> Json:
    result: Json = {
        "ruleId": rule["descriptor"]["id"],
        "ruleIndex": rule["index"],
        "level": "note" if finding.is_suggestion else "warning",
        "message": _message(finding.what),
        "locations": [_location(path, _region(finding.place))],
        "properties": {"rules": list(finding.change.rules)},
    }
    if listing.is_text and not finding.change.is_remark:
        result["fixes"] = [_fix(path, finding)]
    return result


def _fix(path: str, finding: Finding) -> Json:
    replacements = [
        {"deletedRegion": _region(place), "insertedContent": {"text": text}}
        for place, text in finding.edits
    ]
    changes = [{"artifactLocation": {"uri": uri(path)}, "replacements": replacements}]
    return {"description": _message(finding.change.message), "artifactChanges": changes}


def _rule(id: str, finding: Finding, index: int) -> Json:
    """What is known of a rule; of a phrase or a rule of grammar it is what its finding says."""
    title, documentation = _TITLES.get(id, (finding.change.message, finding.change.message))
    descriptor = {
        "id": id,
        "shortDescription": _message(title),
        "fullDescription": _message(documentation.partition("\n\n")[0]),
        "help": _message(documentation),
        "properties": {"tags": [id.partition("/")[0]]},
    }
    return {"index": index, "descriptor": descriptor}


def _failure(path: str, why: str) -> Json:
    notice: Json = {"level": "error", "message": _message(why)}
    return {**notice, "locations": [_location(path)]} if path else notice


def _location(path: str, region: Json | None = None) -> Json:
    place: Json = {"artifactLocation": {"uri": uri(path)}}
    return {"physicalLocation": {**place, "region": region} if region else place}


def _region(place: Place) -> Json:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _message(text: str) -> Json:
    return {"text": text.translate(_SPECIAL)}


def _inside(values: Json) -> str:
    return json.dumps(values, ensure_ascii=False)[1:-1]
