"""How fast grammar is checked, beside LanguageTool's own command line, on the same texts.

    python benchmarks/grammar_speed.py FOLDER

FOLDER holds the texts, as files whose names end in .txt. LanguageTool's command line comes from the
Maven repository, of the version and with the languages of the lock file, into a folder that is
deleted again. Both run with the same Java, one after the other. The command line does what it does
by default; copydesk looks for what its policy lets be seen, with the suggestions for it. `cold`
counts from before the start of the server; `warm` asks the same server again, with an empty cache;
`cached` is a new process's view of texts that were checked before. Other work on the machine falls
on all figures alike: CPU time tells how much there was.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from jgo.maven import MavenContext

from copydesk.document import Document
from copydesk.grammar import Checker
from copydesk.grammar.cache import Cache
from copydesk.grammar.check import connections
from copydesk.grammar.findings import suggested
from copydesk.grammar.install import THREADS, locked, repositories
from copydesk.grammar.server import java

GROUP = "org.languagetool"
LANGUAGES = ("en", "es", "ca", "pt")
MAIN = "org.languagetool.commandline.Main"


def class_path(folder: Path) -> str:
    """Fetch LanguageTool's command line into ``folder``."""
    context = MavenContext(repo_cache=folder, remote_repos=repositories())
    of = f"{GROUP}:languagetool-commandline:{locked().version}"
    main = context.create_dependency(of, [context.project(GROUP, "language-all")])
    languages = [
        context.create_dependency(f"{GROUP}:language-{tag}:{locked().version}") for tag in LANGUAGES
    ]
    found = [d.artifact for ds in context.resolver.resolve([main, *languages]) for d in ds]
    with ThreadPoolExecutor(THREADS) as threads:
        return os.pathsep.join(str(path) for path in threads.map(lambda a: a.resolve(), found))


def measured(name: str, size: int, run: Callable[[], float]) -> float:
    """Print how fast ``run`` is, which returns the seconds of CPU that Java took; return kB/s."""
    begun = time.perf_counter()
    cpu = run()
    seconds = time.perf_counter() - begun
    speed = size / seconds / 1000
    print(f"{name:14}{seconds:8.1f} s {cpu:8.1f} s CPU {speed:9.1f} kB/s", flush=True)
    return speed


def command_line(folder: Path, texts: list[str]) -> float:
    file = folder / "all.txt"
    file.write_text("\n\n".join(texts), "utf-8")
    before = os.times()
    command = [str(java()), "-cp", class_path(folder / "m2"), MAIN, "-l", "en-US", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    return after.children_user - before.children_user


def checked(checker: Checker, texts: list[str]) -> float:
    before = _cpu(checker)

    def check(text: str) -> None:
        suggested(checker.check(text), Document(text), checker)

    with ThreadPoolExecutor(connections()) as threads:
        list(threads.map(check, texts))
    return _cpu(checker) - before


def _cpu(checker: Checker) -> float:
    server = checker.engine.server
    below = psutil.Process(server.pid).children() if server else []
    return sum(child.cpu_times().user for child in below)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    texts = [path.read_text("utf-8") for path in sorted(parser.parse_args().folder.glob("*.txt"))]
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} texts, {size / 1000:.0f} kB, {connections()} connections")
    with tempfile.TemporaryDirectory() as folder:
        class_path(Path(folder) / "m2")  # not part of what is measured
        base = measured("command line", size, lambda: command_line(Path(folder), texts))
        place = Path(folder) / "cache.sqlite"
        speeds = {}
        cache = Cache(place)
        with Checker(cache=cache) as checker:
            speeds["cold"] = measured("cold", size, lambda: checked(checker, texts))
            cache.clear()
            speeds["warm"] = measured("warm", size, lambda: checked(checker, texts))
            memory = checker.engine.server.memory if checker.engine.server else None
        with Cache(place) as known, Checker(cache=known) as checker:
            speeds["cached"] = measured("cached", size, lambda: checked(checker, texts))
    print(f"memory of the server: {(memory or 0) / 1e6:.0f} MB")
    print(", ".join(f"{name} {speed / base:.1f} times" for name, speed in speeds.items()))


if __name__ == "__main__":
    main()
