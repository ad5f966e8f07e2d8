"""LanguageTool on this machine: which jars it is made of, where they lie, and how they get there.

The jars come from the Maven repository that jgo's settings name. The lock file beside this module
says which ones, with the SHA-256 of each: a jar gets its name in the folder only after it was
verified, so whatever is there is right, an installation that was cut short goes on where it
stopped, and two at once do no harm.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

from copydesk.grammar.errors import GrammarUnavailable

LOCK = Path(__file__).with_name("languagetool.lock")
"""The lock file: TOML, made by scripts/lock_languagetool.py."""

THREADS = 8
"""How many jars are fetched at once. The time goes into waiting: half the jars are under 60 kB."""

HOME = "COPYDESK_HOME"
"""The environment variable that names the folder to install into, in place of the user's cache."""

REPOSITORY = "COPYDESK_MAVEN_REPOSITORY"
"""The environment variable that names the Maven repository to fetch from, by its URL."""

_WAITS = (1, 3, None)  # seconds before each new try, None for no more
_TIME_LIMIT = 20  # seconds without a byte
_CHUNK = 1 << 16  # bytes
_STALE = 24 * 3600  # seconds; no installation takes that long
_STAGING = ".fetching-"

Progress = Callable[[int, int], None]
"""Is told how many bytes are here and how many there are in all; from several threads in turn."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One file of the lock: its Maven coordinates, its size in bytes and its SHA-256 in hex.

    The coordinates are group, artifact and version, and a classifier where there is one.
    """

    of: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """The name of the file, which no other jar of the lock has."""
        return self.path.rpartition("/")[2]

    @property
    def path(self) -> str:
        """Where it lies in a Maven repository."""
        group, artifact, version, *classifier = self.of.split(":")
        name = "-".join([artifact, version, *classifier])
        return f"{group.replace('.', '/')}/{artifact}/{version}/{name}.jar"


@dataclass(frozen=True, slots=True)
class Lock:
    """A version of LanguageTool and its jars, in the order of the class path.

    ``languages`` says by their codes which jars more other languages need, such as ``de``.
    """

    version: str
    jars: tuple[Jar, ...]
    languages: Mapping[str, tuple[Jar, ...]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The jars that there are always, in bytes."""
        return _size(self.jars)


@cache
def locked() -> Lock:
    """Return what the lock file of this package says."""
    data = tomllib.loads(LOCK.read_text(encoding="utf-8"))
    languages = data["languages"].items()
    return Lock(
        data["version"], _jars(data["jars"]), {code: _jars(jars) for code, jars in languages}
    )


def _home() -> Path:
    if named := os.environ.get(HOME):
        return Path(named)
    import platformdirs  # slow to import

    return platformdirs.user_cache_path("copydesk", appauthor=False)


def _jars(entries: Iterable[Mapping[str, Any]]) -> tuple[Jar, ...]:
    return tuple(Jar(**entry) for entry in entries)


def _size(jars: Iterable[Jar]) -> int:
    return sum(jar.size for jar in jars)


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder that holds the jars of a lock, or is going to."""

    folder: Path
    lock: Lock

    @classmethod
    def default(cls) -> Installation:
        """The installation of this user, or the one that the environment names."""
        return cls(_home() / f"languagetool-{locked().version}", locked())

    def path(self, jar: Jar) -> Path:
        """Where the jar lies when it is installed."""
        return self.folder / jar.filename

    @property
    def class_path(self) -> str:
        """The jars as Java's ``-cp`` takes them, with those of languages that are there whole."""
        return os.pathsep.join(str(self.path(jar)) for jar in self._jars(self._languages()))

    @property
    def size(self) -> int:
        """The bytes of the jars that are to be there, and of those of languages that are."""
        return _size(self._jars(self._languages()))

    def missing(self, *, thorough: bool = False) -> tuple[Jar, ...]:
        """Return the jars that are not there or not whole: of the wrong size or, thorough, hash.

        Those of languages that never were fetched are not missing.
        """
        return self._lacking(self._languages(), thorough)

    def complete(
        self, progress: Progress | None = None, language: str = "", *, threads: int = THREADS
    ) -> bool:
        """Fetch the jars that are missing or damaged, and return whether any was.

        Those of another ``language`` are fetched too, where the lock has any for it; it may be
        given with its region. GrammarUnavailable where that cannot be done.
        """
        wanted = {*self._languages(), *([code] if (code := self.code(language)) else [])}
        missing = self._lacking(wanted, thorough=True)
        if not missing:
            return False
        total = _size(self._jars(wanted))
        tally = _Tally(total, total - _size(missing), progress)
        with (
            _readable_errors(self.folder),
            _staging(self.folder) as staging,
            _Fetch(staging, tally, threads) as fetch,
            ThreadPoolExecutor(threads) as pool,
        ):
            try:
                list(pool.map(lambda jar: fetch(jar, self.path(jar)), missing))
            finally:  # also at Control-C: what is under way stops, what waits never starts
                tally.stopped.set()
                pool.shutdown(cancel_futures=True)
        return True

    def code(self, language: str) -> str | None:
        """Return the code under which the lock has jars for a language, None where it has none.

        >>> installation = Installation.default()
        >>> installation.code("de-AT"), installation.code("en-GB")
        ('de', None)
        """
        code = language.partition("-")[0].lower()
        return code if code in self.lock.languages else None

    def offers(self, language: str) -> bool:
        """Whether it can check texts of a language, be it after more is fetched."""
        named = f":language-{language.partition('-')[0].lower()}:"
        return self.code(language) is not None or any(named in jar.of for jar in self.lock.jars)

    def _languages(self) -> list[str]:
        """The other languages whose jars are all there, by their sizes."""
        return [
            code
            for code, jars in self.lock.languages.items()
            if all(_whole(self.path(jar), jar, thorough=False) for jar in jars)
        ]

    def _jars(self, languages: Iterable[str]) -> list[Jar]:
        more = (self.lock.languages[code] for code in languages)
        return [*self.lock.jars, *(jar for jars in more for jar in jars)]

    def _lacking(self, languages: Iterable[str], thorough: bool) -> tuple[Jar, ...]:
        jars = self._jars(languages)
        return tuple(jar for jar in jars if not _whole(self.path(jar), jar, thorough))


def repositories() -> Mapping[str, str]:
    """Return the Maven repositories to ask in turn: names and URLs.

    That is the one the environment names, else those of jgo's settings and then jgo's default.
    """
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL

    if url := os.environ.get(REPOSITORY):
        return {"environment": url}
    return {**GlobalSettings.load().repositories, "central": MAVEN_CENTRAL_URL}


class _Stopped(Exception):
    """Another jar failed, or the user had enough."""


class _Tally:
    """How many bytes have come, counted by several threads."""

    def __init__(self, total: int, done: int, progress: Progress | None) -> None:
        self.stopped = threading.Event()
        self._total, self._done = total, done
        self._progress = progress or (lambda done, total: None)
        self._turn = threading.Lock()
        self.add(0)

    def add(self, count: int) -> None:
        if self.stopped.is_set():
            raise _Stopped
        with self._turn:
            self._done += count
            self._progress(self._done, self._total)


class _Fetch:
    """Fetches one jar at a time into a folder, verifies it and puts it in its place.

    jgo knows where to look; but what it downloads bears its final name while it is still coming,
    and it makes two new connections for each jar.
    """

    def __init__(self, staging: Path, tally: _Tally, threads: int) -> None:
        import requests
        from requests.adapters import HTTPAdapter

        self._staging = staging
        self._tally = tally
        self._answered = False
        self._repositories = repositories()
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=threads))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def __call__(self, jar: Jar, target: Path) -> None:
        import requests

        part = self._staging / jar.filename
        for wait in _WAITS:
            try:
                self._download(jar, part)
                break
            except requests.RequestException:
                # Where nobody ever answered there is no network, and no use in waiting for it.
                if wait is None or not self._answered:
                    raise
                if part.exists():
                    self._tally.add(-part.stat().st_size)
                    part.unlink()
                time.sleep(wait)
        if not _whole(part, jar, thorough=True):
            raise GrammarUnavailable(
                f"LanguageTool cannot be set up: {jar.of} as the Maven repository has it is not the"
                " file that this version of copydesk expects (its SHA-256 differs)"
            )
        part.replace(target)

    def _download(self, jar: Jar, part: Path) -> None:
        for repository in self._repositories.values():
            url = f"{repository.rstrip('/')}/{jar.path}"
            with self._session.get(url, stream=True, timeout=_TIME_LIMIT) as answer:
                self._answered = True
                status = answer.status_code
                if 400 <= status < 500 and status != 429:  # 429: too many requests for now
                    continue
                answer.raise_for_status()
                with part.open("wb") as file:
                    for chunk in answer.iter_content(_CHUNK):
                        file.write(chunk)
                        self._tally.add(len(chunk))
                    file.flush()
                    os.fsync(file.fileno())
                return
        raise GrammarUnavailable(
            f"LanguageTool cannot be set up: the Maven repository does not give {jar.of}"
            f" (HTTP status {status})"
        )


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder to fetch into, beside the jars; what killed installations left is taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(_STAGING + "*"):
        if old.stat().st_mtime < time.time() - _STALE:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_STAGING) as staging:
        yield Path(staging)


@contextmanager
def _readable_errors(folder: Path) -> Iterator[None]:
    import requests

    setup = "LanguageTool cannot be set up"
    try:
        yield
    except requests.ConnectionError as e:
        raise GrammarUnavailable(
            f"{setup}: the Maven repository cannot be reached; run `copydesk setup` when it can be,"
            f" or set {REPOSITORY} to one that can"
        ) from e
    except requests.RequestException as e:
        raise GrammarUnavailable(f"{setup}: the Maven repository does not answer ({e})") from e
    except OSError as e:
        raise GrammarUnavailable(f"{setup}: cannot write to {folder} ({e.strerror or e})") from e


def _whole(path: Path, jar: Jar, thorough: bool) -> bool:
    try:
        if path.stat().st_size != jar.size:
            return False
        if not thorough:
            return True
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
    except OSError:
        return False
