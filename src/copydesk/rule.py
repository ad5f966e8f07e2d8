"""What a rule is: it reads a document and yields fixes; it never touches text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from inspect import getdoc
from typing import Literal

from copydesk.document import Document
from copydesk.revision import Fix

Reach = Literal["marks", "words", "text"]
Finder = Callable[[Document], Iterable[Fix]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named way to find one kind of artefact.

    ``id`` is ``family/name``: what users see, choose and search for. ``title`` says in a few words
    what is wrong where it acts. ``reach`` is the most that its sure fixes may change, which
    `copydesk.verify` enforces: ``marks`` (punctuation, space, invisible characters), ``words``
    (words too, but no number, no name and no word of a quotation) or ``text`` (anything).
    ``english`` says that it knows English alone: texts in other languages are not its concern.
    """

    id: str
    title: str
    find: Finder
    reach: Reach
    english: bool = False

    @property
    def family(self) -> str:
        """The part of the id that rules of one kind share."""
        return self.id.partition("/")[0]

    @property
    def documentation(self) -> str:
        """Why the artefact arises, what the rule refuses, and an example."""
        return getdoc(self.find) or ""

    def __call__(self, doc: Document) -> list[Fix]:
        """Return what the rule proposes for ``doc``, each with an id and a message.

        A fix may bring along the id of a part of the rule, which starts with the rule's own.
        """
        return [
            replace(fix, rule=fix.rule or self.id, message=fix.message or self.title)
            for fix in self.find(doc)
        ]


def rule(
    id: str, title: str, *, reach: Reach = "marks", english: bool = False
) -> Callable[[Finder], Rule]:
    """Make a function from a document to fixes a `Rule`. Nothing is registered by it."""
    return lambda find: Rule(id, title, find, reach, english)
