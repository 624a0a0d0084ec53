"""Reading whole files within bounds, and writing new ones so that no half of one is ever seen."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mentor_tui.vault.disk.fs import UNSUPPORTED, FileSystem, open_for_reading
from mentor_tui.vault.errors import DamagedVault, InTheWay, VaultBusy, shown
from mentor_tui.vault.sealed.format import MAX_FILE, MAX_HEADER

LOCK_WAIT = 2.0  # seconds
_STRETCH = 1 << 20  # bytes; a file longer than this is sent on its way to the disk stretch by stretch


@dataclass(frozen=True)
class Mark:
    """The mark by which a file is recognised without reading it."""

    device: int
    inode: int
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> Mark:
        """The mark in what ``stat`` says."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    @classmethod
    def unknown(cls) -> Mark:
        """A mark that no file has, so the file will be read in full."""
        return cls(0, 0, -1, 0)


def lock_path(path: Path) -> Path:
    """``<vault>.lock``; it is empty, means nothing by itself and is never removed."""
    return path.with_name(path.name + ".lock")


def backups_dir(path: Path) -> Path:
    """``<vault>.backups/``."""
    return path.with_name(path.name + ".backups")


def drafts_dir(path: Path) -> Path:
    """``<vault>.drafts/``."""
    return path.with_name(path.name + ".drafts")


def read_file(
    fs: FileSystem, path: Path, limit: int = MAX_FILE + MAX_HEADER, *, head: int | None = None
) -> tuple[bytes, Mark]:
    """A regular file's bytes (only the first ``head`` if given) and its mark.

    Raises :class:`OSError` (also for a folder or a device), or :class:`DamagedVault` above ``limit`` bytes, which is
    checked before any memory is taken.
    """
    with open_for_reading(fs, path) as fd:
        found = fs.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL, "not an ordinary file")
        if found.st_size > limit:
            raise DamagedVault("it is larger than any vault can be")
        wanted = found.st_size if head is None else min(head, found.st_size)
        parts: list[bytes] = []
        have = 0
        while have < wanted:
            try:
                part = fs.read(fd, wanted - have)
            except InterruptedError:
                continue
            except MemoryError:
                raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)) from None
            if not part:
                break
            parts.append(part)
            have += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts), Mark.of(found)


def write_temp(fs: FileSystem, beside: Path, chunks: Iterable[bytes], size: int = 0) -> tuple[Path, Mark]:
    """Write a new synced file, mode 0600, in the folder of ``beside``; on any failure remove it again.

    ``size`` is how large it will be, if known: room for a large one is taken in one piece where the disk can do that,
    which is quicker, and says that the disk is full before a byte is written.
    """
    temp = beside.with_name(f".{beside.name}.tmp-{os.urandom(8).hex()}")
    fd = fs.open_new(temp)
    try:
        try:
            if size > _STRETCH:
                fs.reserve(fd, size)
            end = 0
            for chunk in chunks:
                end = write_all(fs, fd, chunk, end)
            if size and end != size:  # what was reserved beyond the end would be zeros
                raise OSError(errno.EIO, "not all of it was written")
            fs.fsync(fd)
            mark = Mark.of(fs.fstat(fd))
        except BaseException:
            with contextlib.suppress(OSError):
                fs.close(fd)
            raise
        fs.close(fd)
    except BaseException:
        discard(fs, temp)
        raise
    return temp, mark


def write_all(fs: FileSystem, fd: int, data: bytes, start: int) -> int:
    """Write all of ``data``, which begins at ``start`` in the file, and say where the file ends now."""
    at, end = start, start + len(data)
    with memoryview(data) as view:
        while at < end:
            try:
                done = fs.write(fd, view[at - start : at - start + _STRETCH])
            except InterruptedError:
                continue
            if done <= 0:
                raise OSError(errno.EIO, "the system wrote nothing")
            begun = at - at % _STRETCH
            at += done
            whole = at - at % _STRETCH - begun  # or the next write would wait for its page, which is on its way
            if whole:
                fs.start_writing(fd, begun, whole)
    return at


def discard(fs: FileSystem, path: Path) -> None:
    """Remove a file if that can be done; a leftover is harmless and removed at the next opening."""
    with contextlib.suppress(OSError):
        fs.unlink(path)


def link_or_copy(fs: FileSystem, source: Path, target: Path) -> None:
    """Keep ``source`` under a second name that must be free: a hard link, or a synced copy where links fail.

    Raises :class:`FileExistsError` when the name is taken, other :class:`OSError` when neither can be done.
    """
    try:
        fs.link(source, target)
    except OSError as error:
        if error.errno not in UNSUPPORTED and not isinstance(error, PermissionError):
            raise
    else:
        return
    data, mark = read_file(fs, source)
    temp, _ = write_temp(fs, target, [data])
    try:
        fs.set_mtime(temp, mark.mtime_ns)  # like a link: the time of a backup is when that version was saved
        _rename_to_free_name(fs, temp, target)
    except BaseException:
        discard(fs, temp)
        raise


def publish_new(fs: FileSystem, temp: Path, target: Path) -> None:
    """Give a finished temporary file its final name, which must be free. Raises :class:`FileExistsError`."""
    try:
        fs.link(temp, target)
    except OSError as error:
        if error.errno not in UNSUPPORTED and not isinstance(error, PermissionError):
            raise
        _rename_to_free_name(fs, temp, target)
    else:
        discard(fs, temp)


def _rename_to_free_name(fs: FileSystem, temp: Path, target: Path) -> None:
    """Rename without hard links: look first, then rename. The vault's lock keeps our own programs apart."""
    try:
        fs.stat(target)
    except FileNotFoundError:
        fs.replace(temp, target)
    else:
        raise FileExistsError(errno.EEXIST, "the name is taken")


def aside_names(fs: FileSystem, path: Path, word: str) -> Iterator[Path]:
    """``<name>.<word>-<UTC time>``, then the same with ``-2``, ``-3`` ... for when a name is taken."""
    stamp = datetime.fromtimestamp(fs.now(), UTC).strftime("%Y%m%dT%H%M%SZ")
    for count in range(1, 1000):
        yield path.with_name(f"{path.name}.{word}-{stamp}" + (f"-{count}" if count > 1 else ""))


def keep_aside(fs: FileSystem, path: Path, word: str) -> Path:
    """Keep a file under a second, free name next to it and say which."""
    for name in aside_names(fs, path, word):
        try:
            link_or_copy(fs, path, name)
        except FileExistsError:
            continue
        return name
    raise FileExistsError(errno.EEXIST, "no free name")


def write_aside(fs: FileSystem, path: Path, word: str, chunks: Iterable[bytes]) -> Path:
    """Write a whole new file next to ``path`` under a free name, on disk when this returns."""
    temp, _ = write_temp(fs, path, chunks)
    try:
        for name in aside_names(fs, path, word):
            try:
                publish_new(fs, temp, name)
            except FileExistsError:
                continue
            fs.fsync_dir(path.parent)
            return name
        raise FileExistsError(errno.EEXIST, "no free name")
    except BaseException:
        discard(fs, temp)
        raise


def make_dir(fs: FileSystem, folder: Path) -> None:
    """Make one folder, mode 0700, unless it is there; its name is on the disk when this returns.

    Without that, a power cut could take a folder away with files in it that were synced.
    """
    try:
        fs.mkdir(folder)
    except FileExistsError:
        return
    try:
        fs.fsync_dir(folder.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            fs.rmdir(folder)  # or the next attempt would find it and take it for safe
        raise


@contextlib.contextmanager
def folder_needed(fs: FileSystem, folder: Path) -> Iterator[None]:
    """Work in a folder beside the vault. Raises :class:`InTheWay` when a file stands in its place."""
    try:
        yield
    except NotADirectoryError:
        fs.stat(folder)  # or it is the folder above that is gone
        raise InTheWay(folder) from None


def make_dirs(fs: FileSystem, folder: Path) -> None:
    """Make a folder and those above it that are missing, each mode 0700."""
    try:
        fs.stat(folder)
    except FileNotFoundError:
        make_dirs(fs, folder.parent)
        make_dir(fs, folder)


def is_orphan(name: str, of: str | None = None) -> bool:
    """True if a name is that of a temporary file of ours (for the file named ``of`` or a copy of it, if given)."""
    stem = ".+" if of is None else re.escape(of) + r"(\.[a-z-]+-\d{8}T\d{6}Z(-\d+)?)?"
    return re.fullmatch(rf"\.{stem}\.tmp-[0-9a-f]{{16}}", name, re.DOTALL) is not None


@contextlib.contextmanager
def vault_lock(fs: FileSystem, path: Path, notices: Notices, timeout: float = LOCK_WAIT) -> Iterator[None]:
    """Hold the vault's lock. Raises :class:`VaultBusy` after ``timeout`` seconds, :class:`OSError` if it cannot be.

    On the few file systems without locks the work goes on without one, and a notice says so: every save still
    compares the file first.
    """
    handle: int | None = None
    try:
        handle = fs.lock(lock_path(path), timeout)
    except TimeoutError:
        raise in_use(path) from None
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        notices.add("This disk cannot lock files; please do not use the vault in two programs at the same time.")
    try:
        yield
    finally:
        if handle is not None:
            with contextlib.suppress(OSError):
                fs.unlock(handle)


def in_use(path: Path) -> VaultBusy:
    """The error for a vault that another program keeps writing, or keeps locked."""
    return VaultBusy(
        f"The vault “{shown(path)}” is in use by another program. "
        "Nothing was changed; try again in a moment, or close the other program."
    )


class Notices(list[str]):
    """Sentences worth telling the person, each once."""

    def add(self, sentence: str) -> None:
        """Append a sentence that is not there yet."""
        if sentence not in self:
            self.append(sentence)
