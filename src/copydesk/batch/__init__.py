"""Many files at once: which there are, what was done to each, and how they are shared out."""
