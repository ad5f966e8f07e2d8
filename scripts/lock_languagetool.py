"""Write the lock file of LanguageTool: which jars make it up, how large each is, and its SHA-256.

    python scripts/lock_languagetool.py 6.8

The server's own dependency on every language is left out; in come English and the three that its
language detector needs to start (Spanish, Catalan, Portuguese). What each other language needs
beside these is listed apart, to be fetched when it is asked for. The repository is jgo's: its
settings, or the environment variable that `copydesk.grammar.install` names, choose another.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Artifact, Dependency, MavenContext

from copydesk.grammar.install import LOCK, THREADS, repositories

GROUP = "org.languagetool"
LANGUAGES = ("en", "es", "ca", "pt")


OTHERS = """
ar ast be br crh da de el eo fa fr ga gl it ja km nl pl ro ru sk sl sv ta tl uk zh
""".split()


def needed(context: MavenContext, version: str) -> list[Artifact]:
    """Return every artifact that the server needs, in the order of the class path."""
    server = context.create_dependency(
        f"{GROUP}:languagetool-server:{version}", [context.project(GROUP, "language-all")]
    )
    return resolved(context, server, *(language(context, x, version) for x in LANGUAGES))


def language(context: MavenContext, code: str, version: str) -> Dependency:
    return context.create_dependency(f"{GROUP}:language-{code}:{version}")


def resolved(context: MavenContext, *dependencies: Dependency) -> list[Artifact]:
    return [
        dependency.artifact
        for found in context.resolver.resolve(list(dependencies))
        for dependency in found
    ]


def beside(there: Iterable[Artifact], wanted: Iterable[Artifact]) -> list[Artifact]:
    """Return those of ``wanted`` of which no version is there."""
    known = {(artifact.groupId, artifact.artifactId) for artifact in there}
    return [a for a in wanted if (a.groupId, a.artifactId) not in known]


def entry(artifact: Artifact) -> str:
    """Fetch the jar and return its line of the lock file."""
    if artifact.packaging != "jar":
        raise SystemExit(f"{artifact}: the lock file has no way to say this")
    content = artifact.resolve().read_bytes()
    of = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
    of += f":{artifact.classifier}" if artifact.classifier else ""
    sha256 = hashlib.sha256(content).hexdigest()
    return f'  {{ of = "{of}", size = {len(content)}, sha256 = "{sha256}" }},\n'


def main(version: str) -> None:
    """Resolve, fetch, measure, and write the lock file into the package."""
    logging.basicConfig(level=logging.WARNING)  # jgo warns where a published SHA-1 differs
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(THREADS) as threads:
        context = MavenContext(repo_cache=Path(folder), remote_repos=repositories())
        jars = needed(context, version)
        others = {
            code: beside(jars, resolved(context, language(context, code, version)))
            for code in OTHERS
        }

        def listed(artifacts: Iterable[Artifact]) -> str:
            return f"[\n{''.join(threads.map(entry, artifacts))}]\n"

        LOCK.write_text(
            "# Made by scripts/lock_languagetool.py; the order is that of the class path.\n"
            f'version = "{version}"\njars = {listed(jars)}\n[languages]\n'
            + "".join(f"{code} = {listed(artifacts)}" for code, artifacts in others.items()),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
