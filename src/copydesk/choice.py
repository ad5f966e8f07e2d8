"""Which rules are meant by the ids and families that a caller names."""

from __future__ import annotations

from collections.abc import Iterable

from copydesk.phrases import Phrase
from copydesk.rule import Rule
from copydesk.rules import ORDER


def rules_named(name: str) -> list[Rule]:
    """Return the rule of this id, or those of this family; none where there is no such name."""
    return [known for known in ORDER if name in (known.id, known.family)]


def phrases_named(name: str, files: tuple[str, ...] = ()) -> list[Phrase]:
    """Return the phrase of this id, or those of this pack; none where there is no such name."""
    if not name.startswith("phrases/"):
        return []
    from copydesk.phrases.choice import all_phrases

    return [known for known in all_phrases(files) if f"{known.id}/".startswith(f"{name}/")]


def phrases_called(name: str, files: tuple[str, ...] = ()) -> list[Phrase]:
    """Return the phrases of this name, whatever their pack; ``files`` hold the caller's own."""
    from copydesk.phrases.choice import all_phrases

    return [known for known in all_phrases(files) if known.name == name]


def check_names(names: Iterable[str], files: tuple[str, ...] = ()) -> None:
    """Raise ValueError, with the nearest name, where there is no such rule, family or phrase.

    ``files`` hold phrases of the caller's own. Any rule of grammar will do: a server may have rules
    of its own.
    """
    for name in names:
        is_grammar = name.partition("/")[0] == "grammar"
        if not (is_grammar or rules_named(name) or phrases_named(name, files)):
            raise ValueError(nearest(name))


def nearest(name: str) -> str:
    """Say which name comes nearest to one that does not exist."""
    from difflib import get_close_matches

    names = [*(known.id for known in ORDER), *{known.family: 0 for known in ORDER}]
    last = {known.id.partition("/")[2]: known.id for known in ORDER}
    if name.startswith("phrases/"):
        from copydesk.phrases.choice import all_phrases

        names += [phrase.id for phrase in all_phrases()]
    near = get_close_matches(name, [*names, *last], n=1)
    if near:
        return f"no rule is called “{name}”; did you mean “{last.get(near[0], near[0])}”?"
    if name.startswith("grammar/"):
        return f"“{name}” is LanguageTool's own; only `--skip` and `--only` know it"
    return f"no rule is called “{name}”; `copydesk rules` lists them all"
