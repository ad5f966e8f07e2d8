"""Numbers and months as languages write them, in one form that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.late import late
from copydesk.text import Span

_NUMBER = late(
    r"(?<![.,])(?<![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"  # words of these touch it
    r"\d+(?:[.,．，:/'’\u00a0\u202f]\d+| \d{3}(?!\d))*"
)
_DATE = late(r"(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})|(\d+)[:/](\d+)(?:[:/](\d+))*")
_COUNTED = late(r" ?[余餘多几幾数數来來]?[万亿億兆千百十割月]")
"""Signs that multiply the number before them, or make a month of it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text has it; ``values`` are what it may mean, without separators of groups."""

    span: Span
    written: str
    values: frozenset[str]

    @property
    def digits(self) -> str:
        """Its digits alone."""
        return "".join(str(int(c)) for c in self.written if c.isdigit())

    def like(self, other: Number) -> bool:
        """Whether a slip could have made one of the other: a digit changed, or two that changed
        places, or a point lost.
        """
        ours, theirs = self.digits, other.digits
        if len(ours) == len(theirs) > 1:
            return sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1 or sorted(
                ours
            ) == sorted(theirs)
        return ours.rstrip("0") == theirs.rstrip("0") and 0 < abs(len(ours) - len(theirs)) < 3


def numbers(text: str) -> list[Number]:
    """Return the numbers in figures; those that a Chinese sign multiplies are left out.

    >>> [sorted(n.values) for n in numbers("1.234,50 and 2,500 in 1998")]
    [['1234.5'], ['2.5', '2500'], ['1998']]
    """
    return list(_numbers(text))


def _numbers(text: str) -> Iterator[Number]:
    for m in _NUMBER.finditer(text):
        if _COUNTED.match(text, m.end()):
            continue
        if _DATE.fullmatch(m[0]):
            for part in re.finditer(r"\d+", m[0]):
                span = Span(m.start() + part.start(), m.start() + part.end())
                yield Number(span, part[0], frozenset({_plain(part[0])}))
        else:
            yield Number(Span.of(m), m[0], frozenset(_values(m[0])))


def _values(written: str) -> Iterator[str]:
    *groups, last = re.split(r"\D", written)
    signs = re.findall(r"\D", written)
    if not groups:
        yield _plain(last)
        return
    if len(last) == 3 and len(set(signs)) == 1:
        yield _plain("".join(groups) + last)
    if len(signs) == 1 or len(set(signs)) > 1:
        yield f"{_plain(''.join(groups))}.{_plain(last, left=False)}".rstrip(".")


def _plain(digits: str, *, left: bool = True) -> str:
    """The digits as ASCII, without the zeros that mean nothing."""
    ascii_ = "".join(str(int(c)) for c in digits)
    return (ascii_.lstrip("0") or "0") if left else ascii_.rstrip("0")


def in_english(number: Number, like: Number) -> str:
    """Return ``number`` of the source as English writes it, its groups as ``like`` has them.

    >>> in_english(numbers("12.500")[0], numbers("12,600")[0])
    '12,500'
    """
    has_point = "." in like.written
    whole = max(number.values, key=lambda value: (("." in value) == has_point, len(value)))
    whole, _, part = whole.partition(".")
    if "," in like.written or (len(whole) > 4 and like.written != like.digits):
        whole = f"{int(whole):,}"
    return f"{whole}.{part}" if part else whole
