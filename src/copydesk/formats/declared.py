"""Text files that say themselves which encoding they are in."""

from __future__ import annotations

import codecs

from copydesk.formats import Unreadable
from copydesk.formats.plain import PlainText
from copydesk.formats.plain import read as read_plain

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes, encoding: str) -> PlainText:
    """Return the text of a file that says it is in ``encoding``; a byte order mark overrules that.

    Raises Unreadable, also where encoding the text anew would not give the same bytes.
    """
    if data.startswith(_MARKS) or 0 in data[:4]:
        return read_plain(data)
    try:
        codec = codecs.lookup(encoding)
        text = data.decode(codec.name)
        if text.encode(codec.name) != data:
            raise Unreadable(f"is in {encoding}, but not in the only way to write it")
        return PlainText(text, codec.name)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            why = f"says that it is in {encoding}, but its byte {error.start + 1} is not"
        elif isinstance(error, Unreadable):
            raise
        else:
            why = f"says that it is in “{encoding}”, which is no encoding that is known here"
        raise Unreadable(why) from None
