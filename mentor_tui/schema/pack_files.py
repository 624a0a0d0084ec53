"""The files of a program pack, held in memory: read from a folder that nobody vouches for, or from a vault.

Nothing outside the folder is read, no link is followed, and no more is taken than a pack can need.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any

from mentor_tui.errors import PackRefused
from mentor_tui.schema import toml_files
from mentor_tui.words import text

MOST_FILES = 120
MOST_BYTES = 262_144
"""Of one file."""
MOST_BYTES_IN_ALL = 1_048_576
MOST_BESIDE = 1_000
"""Entries of a folder that are looked at."""

READ = re.compile(
    r"program\.toml|forms/[a-z0-9][a-z0-9_-]{0,59}\.toml|documents/[a-z0-9][a-z0-9-]{0,59}\.(?:toml|md\.j2|html\.j2)"
)
"""The files of a pack."""
KEPT = re.compile(READ.pattern + r"|base/[a-z0-9][a-z0-9_-]{0,59}\.toml")
"""The files of a pack in a vault: with them come the base forms it takes."""
_FOLDERS = ("forms", "documents")
_BESIDE = re.compile(r"\..*|(?:README|LICEN[CS]E|CHANGELOG|NOTICE)(?:\.(?:md|txt))?|.*~", re.IGNORECASE)
"""What may lie beside them and is never read: hidden files, a README, a licence."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Held(Traversable):
    """A file or folder of a pack in memory, read as the loader reads any other."""

    def __init__(self, files: Mapping[str, str], name: str, way: str = "") -> None:
        self._files = files
        self._name = name
        self._way = way

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self._name

    def iterdir(self) -> Iterator[Traversable]:
        """Yield what is in the folder."""
        start = f"{self._way}/" if self._way else ""
        names = dict.fromkeys(path[len(start) :].split("/")[0] for path in self._files if path.startswith(start))
        return iter([self.joinpath(name) for name in names])

    def is_dir(self) -> bool:
        """True for a folder that holds a file."""
        return not self._way or any(path.startswith(f"{self._way}/") for path in self._files)

    def is_file(self) -> bool:
        """True for a file that is there."""
        return self._way in self._files

    def joinpath(self, *descendants: Any) -> Traversable:
        """The file or folder called so below it; it need not be there."""
        parts = "/".join(str(part) for part in descendants)
        return Held(self._files, parts.rsplit("/", 1)[-1], f"{self._way}/{parts}" if self._way else parts)

    def read_text(self, encoding: str | None = None) -> str:
        """The text of the file; raises FileNotFoundError."""
        try:
            return self._files[self._way]
        except KeyError:
            raise FileNotFoundError(self._way) from None

    def read_bytes(self) -> bytes:
        """The text of the file as UTF-8; raises FileNotFoundError."""
        return self.read_text().encode()

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        """The file opened for reading; raises FileNotFoundError."""
        return io.BytesIO(self.read_bytes()) if "b" in mode else io.StringIO(self.read_text())


def is_id(name: str) -> bool:
    """True if a program may be called so, and thus its folder."""
    return bool(_ID.fullmatch(name)) and len(name) <= 60


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 of the files of a pack, in hex: the same for the same texts under the same paths."""
    told = hashlib.sha256()
    for path, words in sorted(files.items()):
        for part in (path.encode(), words.encode("utf-8", "replace")):
            told.update(len(part).to_bytes(8, "big") + part)
    return told.hexdigest()


def of_shipped(folder: Traversable, base: Iterable[str]) -> dict[str, str]:
    """The files of a pack that came with the app, by path, with those of the `base` forms it takes."""
    shared = {f"base/{name}.toml": toml_files.root() / "base" / f"{name}.toml" for name in base}
    found = {way: path.read_text("utf-8") for way, path in shared.items()}
    found |= {"program.toml": (folder / "program.toml").read_text("utf-8")}
    for name in _FOLDERS:
        if (folder / name).is_dir():
            inside = {f"{name}/{path.name}": path for path in (folder / name).iterdir()}
            found |= {way: path.read_text("utf-8") for way, path in sorted(inside.items()) if READ.fullmatch(way)}
    return found


def read(folder: Path) -> tuple[dict[str, str], list[str]]:
    """The texts of a pack's folder by path, and what is wrong with it as a folder.

    A file that is told as wrong is not among the texts. Raises PackRefused when the folder cannot be read at all.
    """
    name = folder.resolve().name
    files: dict[str, str] = {}
    problems: list[str] = []
    if not is_id(name):
        shown = text.shorten(name, 60)
        problems.append(f"{shown}: a folder's name is the program's id: small letters, digits and dashes, at most 60")
    entries = list(_entries(folder, "", name, problems))
    for part in _FOLDERS:
        if (folder / part).is_dir() and not (folder / part).is_symlink():
            entries += _entries(folder / part, f"{part}/", name, problems)
    if len(entries) > MOST_FILES:
        problems.append(f"{name}: {len(entries)} files; at most {MOST_FILES} are read")
        entries = entries[:MOST_FILES]
    in_all = 0
    for way in entries:
        size, words = _text(folder / way, f"{name}/{way}", problems)
        in_all += size
        if in_all > MOST_BYTES_IN_ALL:
            problems.append(f"{name}: its files take more than {MOST_BYTES_IN_ALL} bytes together")
            break
        if words is not None:
            files[way] = words
    return files, problems


def _entries(folder: Path, start: str, name: str, problems: list[str]) -> Iterator[str]:
    """The paths of the files to read in a folder; links and what nothing reads become problems."""
    try:
        with os.scandir(folder) as listed:
            found = sorted((entry for entry, _ in zip(listed, range(MOST_BESIDE), strict=False)), key=lambda e: e.name)
    except OSError as error:
        problem = f"{text.shorten(name, 60)}: the folder cannot be read ({error.strerror or type(error).__name__})"
        raise PackRefused(problem, (problem,)) from None
    for entry in found:
        way = f"{start}{entry.name}"
        where = f"{name}/{text.shorten(way, 80)}"
        if entry.is_symlink():
            problems.append(f"{where}: a link; every file of a pack must be in its own folder")
        elif READ.fullmatch(way):
            if entry.is_file(follow_symlinks=False):
                yield way
            else:
                problems.append(f"{where}: this is not a file")
        elif not (_BESIDE.fullmatch(entry.name) or (not start and entry.name in _FOLDERS and entry.is_dir())):
            problems.append(f"{where}: nothing reads this; forms/ID.toml, documents/ID.toml and its .j2 are read")


def _text(path: Path, name: str, problems: list[str]) -> tuple[int, str | None]:
    """The size and the words of a file, without following a link that took its place meanwhile."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                problems.append(f"{name}: this is not a file")
                return 0, None
            data = file.read(MOST_BYTES + 1)
    except OSError:
        problems.append(f"{name} cannot be read")
        return 0, None
    if len(data) > MOST_BYTES:
        problems.append(f"{name}: more than {MOST_BYTES} bytes")
        return len(data), None
    try:
        return len(data), data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(f"{name} is not UTF-8: {error.reason} at byte {error.start} (at line {line})")
    return len(data), None
