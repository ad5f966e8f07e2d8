"""A step for Ray Data, for more texts than one machine can do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from copydesk.pipeline import Cleaned, clean

Batch = Mapping[str, Sequence[Any]]
"""Columns by their names, all of one length, as Ray hands them over and takes them back."""


class CleanStep:
    """Cleans one column of each batch; give the class to ``map_batches``, which makes its actors.

    ``column`` holds the texts, or None where there is none, and the cleaned ones afterwards. Two
    columns are added: ``changes`` and ``suggestions``, of JSON texts, each a list of what
    `Change.to_dict` returns. ``options`` are those of `clean`. Each actor keeps a LanguageTool of
    its own, started with its first text, unless the environment names one.

    >>> step = CleanStep("body", grammar=False)
    >>> step({"id": [1, 2], "body": ["Yes , indeed.", None]})["body"]
    ['Yes, indeed.', None]
    """

    def __init__(self, column: str = "text", **options: Any) -> None:
        self._column = column
        self._options = options
        clean("", **{**options, "grammar": False})  # a wrong option is told of at once

    def __call__(self, batch: Batch) -> dict[str, Sequence[Any]]:
        """Return the batch with its texts cleaned, and the two columns added."""
        done = [
            None if text is None else clean(str(text), **self._options)
            for text in batch[self._column]
        ]
        return {
            **batch,
            self._column: [each and each.text for each in done],
            "changes": [_listed(each, "changes") for each in done],
            "suggestions": [_listed(each, "suggestions") for each in done],
        }


def _listed(done: Cleaned | None, what: str) -> str | None:
    return None if done is None else json.dumps(done.to_dict()[what])
