"""The rules, one module a family, and the order in which they act."""

from __future__ import annotations

from copydesk.rule import Rule
from copydesk.rules import (
    brackets,
    breaks,
    characters,
    dashes,
    encoding,
    furniture,
    lines,
    markup,
    numbers,
    phrases,
    punctuation,
    quotes,
    repeats,
    source,
    translation,
    typography,
)

ORDER: tuple[Rule, ...] = (
    encoding.mojibake,  # first: all others read characters, not bytes gone wrong
    encoding.entities,  # a reference may stand for any mark
    characters.invisible,  # what cannot be seen must not keep others from matching
    characters.ligatures,  # before all that reads words
    characters.homoglyphs,
    characters.foreign_marks,
    furniture.edges,  # a comment form's marks must not count among the article's habits
    furniture.between,
    furniture.running_heads,
    markup.tags,
    markup.footnote_marks,  # before spacing: a mark stands between a word and its period
    lines.hyphenation,  # before the lines are joined
    lines.hard_wrap,
    characters.spaces,  # after all that leaves a space behind
    quotes.foreign,  # before the other quotes: it sets their spaces too
    quotes.mixed,  # before the marks that are moved take their partners' style
    quotes.glued_close,  # before spacing: the space after the mark tells it from an opening one
    quotes.glued_open,
    quotes.detached_close,
    quotes.detached_open,
    quotes.wrong_glyph,
    quotes.doubled,
    quotes.unpaired,
    quotes.placement,  # after all that moves a mark
    quotes.nested,  # after all that mends a mark: it acts where none is left to mend
    quotes.style,  # last of the marks: it writes what the others mended
    punctuation.doubled_comma,  # before spacing: it reads ` ,` after a period
    punctuation.doubled_period,
    punctuation.space_before,  # after the quotes: a detached one stands between word and mark
    punctuation.missing_space,
    numbers.percent_space,
    numbers.group_space,
    numbers.decimal_comma,
    numbers.group_point,
    brackets.inner_space,
    brackets.missing_space,
    brackets.unpaired,
    dashes.aside,
    dashes.split_compound,
    dashes.doubled,
    typography.ellipsis,
    typography.dash,
    repeats.word,
    repeats.tail,  # before the breaks: words said again are no way for a sentence to go on
    breaks.attribution,
    breaks.inner_period,  # after the marks: it reads whole sentences
    repeats.phrase,
    translation.foreign_script,  # suggestions alone, from here on: their place tells nothing
    translation.foreign_words,
    translation.gloss,
    translation.pronoun,
    source.number,
    source.date,
    source.name,
    source.quotation,
    source.link,
    source.negation,
    source.left_out,
    source.doubled,
    source.untranslated,
    phrases.phrases,  # last: it reads whole phrases
)
"""Every rule, in the order in which they act; each place has its reason."""
