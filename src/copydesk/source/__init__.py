"""The text that another was translated from, as evidence of what went wrong on the way."""


class Unrelated(ValueError):
    """A source that does not belong to the text, or cannot be compared with it; says why."""
