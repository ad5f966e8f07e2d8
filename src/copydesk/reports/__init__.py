"""Views of the record of changes, one module each."""
