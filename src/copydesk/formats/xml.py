"""XML as a row of tokens with their places, so that a change can keep all bytes around it.

The standard library's parser (expat) first says whether the file is well-formed; then an expression
finds the tokens. Nothing is ever expanded or fetched: a file with a document type of its own, which
could declare entities, is refused. Nesting takes no recursion, however deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

from copydesk.formats import Unreadable, Unwritable
from copydesk.formats.declared import decoded
from copydesk.formats.excerpt import Slice
from copydesk.formats.plain import PlainText
from copydesk.formats.segments import STAND_IN
from copydesk.text import Span

Kind = Literal["start", "end", "empty", "text"]

_TOKEN = re.compile(
    r"""
    (?P<other> <!--.*?-->  |  <\?.*?\?>  |  <!DOCTYPE(?:[^>"']|"[^"]*"|'[^']*')*+> )
    | <!\[CDATA\[ (?P<cdata>.*?) \]\]>
    | </ (?P<end>[^\s>]+) \s* >
    | < (?P<start>[^\s/>]+) (?P<attributes>(?:[^/>"']|"[^"]*"|'[^']*')*+) (?P<empty>/?) >
    | & (?P<reference>[^;]+) ;
    | (?P<text>[^<&]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&([^;]+);")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_MOST_DIGITS = 7  # of a character's number, which a parser has found to be one
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """A tag (``start``, ``end`` or ``empty``) or a stretch of text.

    ``name`` is the element's, with the prefix that the reader gives its namespace, whatever the
    file's own is: ``?`` for namespaces it does not name. ``written`` are the attributes as the file
    has them. ``slice`` is what a stretch of text reads as.
    """

    kind: Kind
    span: Span
    name: str = ""
    written: str = ""
    slice: Slice | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by their local names."""
        found = _ATTRIBUTE.finditer(self.written)
        return {m[1].rpartition(":")[2]: _expanded(m[2] or m[3] or "") for m in found}


def read(data: bytes) -> PlainText:
    """Return the file's text, known to be well-formed XML. Raises Unreadable."""
    declared = _DECLARED.match(data)
    file = decoded(data, declared[1].decode() if declared else "utf-8")
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _check_doctype
    try:
        parser.Parse(file.text.encode(), True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise Unreadable(f"is no well-formed XML: {why} in line {error.lineno}") from None
    return file


def _check_doctype(name: str, system: str | None, public: str | None, is_own: int) -> None:
    if is_own:
        raise Unreadable("has a document type of its own, which may declare entities; none is read")


def tokens(text: str, namespaces: Mapping[str, str], place: Span | None = None) -> Iterator[Token]:
    """Yield the tokens of ``text``, or of the file at ``place`` in it, which `read` gave.

    ``namespaces`` are the prefixes that names are to have, by the namespace's address.
    """
    scope = {"": ""}
    outer: list[tuple[str, dict[str, str | None]]] = []
    for m in _TOKEN.finditer(text):
        if m["start"] is not None:
            hidden = _entered(scope, m["attributes"], namespaces)
            name = _name(m["start"], scope)
            yield Token("empty" if m["empty"] else "start", Span.of(m), name, m["attributes"])
            if m["empty"]:
                _left(scope, hidden)
            else:
                outer.append((name, hidden))
        elif m["end"] is not None:
            name, hidden = outer.pop()
            _left(scope, hidden)
            yield Token("end", Span.of(m), name)
        elif m["other"] is None and outer and (piece := _slice(m)).text:
            yield Token("text", Span.of(m), slice=piece)


def without(tokens: Iterator[Token]) -> None:
    """Take the rest of an element, whose start was the last token."""
    depth = 1
    for token in tokens:
        depth += (token.kind == "start") - (token.kind == "end")
        if not depth:
            return


def escaped(text: str) -> str:
    """Return ``text`` as it is written between tags. Raises Unwritable."""
    return _legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_cdata(text: str) -> str:
    """Return ``text`` as it is written in a section of CDATA, which ``]]>`` would end."""
    return _legal(text).replace("]]>", "]]]]><![CDATA[>")


def _legal(text: str) -> str:
    if m := _ILLEGAL.search(text):
        raise Unwritable(f"no XML can hold the character U+{ord(m[0]):04X}")
    return text


def _entered(
    scope: dict[str, str], attributes: str, namespaces: Mapping[str, str]
) -> dict[str, str | None]:
    """Put the namespaces that an element declares into ``scope``; return what they hide."""
    hidden: dict[str, str | None] = {}
    for m in _ATTRIBUTE.finditer(attributes) if "xmlns" in attributes else ():
        before, _, local = m[1].rpartition(":")
        if m[1] == "xmlns" or before == "xmlns":
            prefix = local if before else ""
            hidden[prefix] = scope.get(prefix)
            scope[prefix] = namespaces.get(m[2] or m[3] or "", "?")
    return hidden


def _left(scope: dict[str, str], hidden: dict[str, str | None]) -> None:
    for prefix, known in hidden.items():
        if known is None:
            del scope[prefix]
        else:
            scope[prefix] = known


def _name(written: str, scope: Mapping[str, str]) -> str:
    prefix, _, local = written.rpartition(":")
    known = scope.get(prefix, "?")
    return f"{known}:{local}" if known else local


def _slice(m: re.Match[str]) -> Slice:
    """What stands between tags; an unknown entity and a section of CDATA, which has no escapes,
    are guarded.
    """
    if m["text"] is not None:
        return Slice(Span.of(m), m["text"])
    if m["cdata"] is not None:
        return Slice(Span.of(m, "cdata"), m["cdata"], prose=False, escape=_in_cdata)
    character = _character(m["reference"])
    return Slice(Span.of(m), character or STAND_IN, character is not None)


def language(tag: str | None) -> str | None:
    """Return a language's tag as options take it, None for what is none, such as ``*all*``."""
    return tag if tag and _TAG.fullmatch(tag) else None


def _expanded(value: str) -> str:
    return _REFERENCE.sub(lambda m: _character(m[1]) or m[0], value)


def _character(reference: str) -> str | None:
    if not reference.startswith("#"):
        return _NAMED.get(reference)
    base = 16 if reference.startswith("#x") else 10
    digits = reference.lstrip("#x").lstrip("0")[:_MOST_DIGITS]
    return chr(int(digits or "0", base))
