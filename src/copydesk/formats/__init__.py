"""Files: bytes to text and back. One module a format."""


class Unreadable(ValueError):
    """Bytes that hold no text of the format; says why, for a person."""


class Unwritable(ValueError):
    """A text that the file's encoding cannot hold; says why, for a person."""
