"""Compile the classes that copydesk adds to LanguageTool's server.

    python scripts/compile_java.py

Needs a JDK (``javac``) of version 17 or later, and LanguageTool installed (``copydesk setup``). A
class lies beside its source in ``grammar/java``, with the SHA-256 of the source that it was
compiled from, so that a test can tell when it is an old one.
"""

from __future__ import annotations

import hashlib
import subprocess

from copydesk.grammar.install import Installation
from copydesk.grammar.server import CLASSES

RELEASE = 17  # what LanguageTool 6.8 itself needs


def main() -> None:
    for old in CLASSES.rglob("*.class"):
        old.unlink()
    sources = sorted(CLASSES.rglob("*.java"))
    classes = Installation.default().class_path
    options = ["--release", str(RELEASE), "-g:none", "-cp", classes, "-d", str(CLASSES)]
    subprocess.run(["javac", *options, *map(str, sources)], check=True)
    for source in sources:
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        source.with_suffix(".sha256").write_text(f"{digest}\n", "utf-8")


if __name__ == "__main__":
    main()
