"""`copydesk apply`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.choices import (
    DecisionsOption,
    FieldOption,
    FormatOption,
    GrammarOption,
    InPlaceOption,
    LanguageOption,
    NamesOption,
    NoGrammarOption,
    OnlyOption,
    OutputOption,
    PhrasesOption,
    QuotesOption,
    RecordOption,
    ServerOption,
    SkipOption,
    SourceLanguageOption,
    SourceOption,
    StdoutOption,
    decisions_text,
    format_choice,
    grammar_choice,
    options,
)
from copydesk.cli.exits import ExitCode
from copydesk.cli.screen import Screen, name

if TYPE_CHECKING:
    from copydesk.batch.task import Setting
    from copydesk.cli.work import Input


def apply(
    original: Annotated[
        str, typer.Argument(metavar="ORIGINAL", help="The text as it was.", show_default=False)
    ],
    record: RecordOption = None,
    decisions: DecisionsOption = None,
    output: OutputOption = None,
    in_place: InPlaceOption = False,
    stdout: StdoutOption = False,
    format: FormatOption = None,
    grammar: GrammarOption = "auto",
    no_grammar: NoGrammarOption = False,
    quotes: QuotesOption = "keep",
    language: LanguageOption = "auto",
    source_language: SourceLanguageOption = None,
    only: OnlyOption = None,
    skip: SkipOption = None,
    phrases: PhrasesOption = None,
    names: NamesOption = None,
    source: SourceOption = None,
    field: FieldOption = None,
    languagetool_url: ServerOption = None,
) -> None:
    """Make the cleaned copy of a text from the record of a run, or from decisions.

    With --record nothing is looked for again: the copy is that of the recorded run, byte for byte
    but for the time in tracked changes, or, with --decisions too, what was decided about that run.
    With decisions alone the text is cleaned, as `clean` does it.

    \b
    Examples:
      copydesk clean article.txt --record article.json
      copydesk apply article.txt --record article.json -o again.txt
      copydesk apply article.txt --decisions copydesk-decisions.toml
    """
    from copydesk.batch.task import Setting  # what help need not wait for
    from copydesk.cli.targets import planned, write
    from copydesk.cli.work import Input, Work

    setting = Setting(
        options(language, source_language, quotes, only, skip, phrases, source, names),
        grammar_choice(grammar, no_grammar),
        languagetool_url,
        format=format_choice(format),
        fields=tuple(field or ()),
        decisions="" if record and not decisions else decisions_text(decisions, [original]),
    )
    if not record and not setting.decisions:
        raise typer.BadParameter("name a --record, or a file of --decisions that has entries")
    given = Input(original)
    plan = planned([given], output, in_place, stdout)

    def use(copy: bytes) -> None:
        write(copy, given, plan)
        if target := plan.targets[given]:
            Screen.out().line(f"{given} → {name(target)}")

    with Work(setting) as work:
        for refused, why in plan.refused.items():
            work.fail(refused, why)
        if not plan.refused and record:
            with work.surviving(given):
                use(_replayed(given, Path(record), setting))
        elif not plan.refused:
            work.each([given], lambda done: use(setting.encoded(done.file, done.cleaned)))
    if work.failed:
        raise typer.Exit(ExitCode.FAILED)


def _replayed(given: Input, record: Path, setting: Setting) -> bytes:
    from copydesk.formats.fit import fitted
    from copydesk.record import replayed
    from copydesk.review.decisions import decided
    from copydesk.review.store import loads

    run = replayed(given.read(setting.largest), given.given, record)
    cleaned = run.cleaned
    if setting.decisions:
        proposed = cleaned.proposed or cleaned
        cleaned = fitted(decided(proposed, loads(setting.decisions)), run.file)
    return replace(setting, tracks_as=run.tracks_as).encoded(run.file, cleaned)
