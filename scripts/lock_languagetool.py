"""Write the lock file of LanguageTool: which jars make it up, how large each is, and its SHA-256.

    python scripts/lock_languagetool.py 6.8

The server's own dependency on every language is left out; in come English and the three that its
language detector needs to start (Spanish, Catalan, Portuguese). The repository is jgo's: its
settings, or the environment variable that `copydesk.grammar.install` names, choose another.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Artifact, MavenContext

from copydesk.grammar.install import LOCK, THREADS, repositories

GROUP = "org.languagetool"
LANGUAGES = ("en", "es", "ca", "pt")


def artifacts(context: MavenContext, version: str) -> Iterator[Artifact]:
    """Yield every artifact that the server needs, in the order of the class path."""
    server = context.create_dependency(
        f"{GROUP}:languagetool-server:{version}", [context.project(GROUP, "language-all")]
    )
    languages = [context.create_dependency(f"{GROUP}:language-{x}:{version}") for x in LANGUAGES]
    for dependencies in context.resolver.resolve([server, *languages]):
        yield from (dependency.artifact for dependency in dependencies)


def entry(artifact: Artifact) -> str:
    """Fetch the jar and return its line of the lock file."""
    if artifact.classifier or artifact.packaging != "jar":
        raise SystemExit(f"{artifact}: the lock file has no way to say this")
    content = artifact.resolve().read_bytes()
    of = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
    sha256 = hashlib.sha256(content).hexdigest()
    return f'  {{ of = "{of}", size = {len(content)}, sha256 = "{sha256}" }},\n'


def main(version: str) -> None:
    """Resolve, fetch, measure, and write the lock file into the package."""
    logging.basicConfig(level=logging.WARNING)  # jgo warns where a published SHA-1 differs
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(THREADS) as threads:
        context = MavenContext(repo_cache=Path(folder), remote_repos=repositories())
        entries = list(threads.map(entry, artifacts(context, version)))
    LOCK.write_text(
        "# Made by scripts/lock_languagetool.py; the order is that of the class path.\n"
        f'version = "{version}"\njars = [\n{"".join(entries)}]\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
