"""The one door to disk for documents: a whole file or none, for your eyes only."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from mentor_tui.errors import AlreadyThere, WriteFailed

_REASONS: dict[int, str] = {
    errno.ENOENT: "that folder does not exist",
    errno.ENOTDIR: "a part of that path is not a folder",
    errno.EISDIR: "that is a folder",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "that disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "the links on that path lead nowhere",
    errno.EFBIG: "the file is too large for that disk",
    errno.EIO: "the disk reported an error",
    errno.EINVAL: "that disk does not accept this name",
}
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES, errno.EINVAL)
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.EISDIR)


def write(path: Path, data: bytes, *, overwrite: bool = False) -> Path:
    """Write a document, mode 0600, whole or not at all; returns the path written.

    Raises WriteFailed: for every reason the disk gives, for a file that exists already (unless `overwrite`), and for
    anything at that place that is not an ordinary file. If the file had to stay all the same, the error says so.
    """
    path = Path(path)
    try:
        path = path.expanduser()
        _refuse_surprises(path, overwrite)
        _write(path, data, overwrite)
    except FileExistsError:
        raise already_there(path) from None
    except OSError as error:
        raise WriteFailed(f"{path.name} was not written: {reason(error)}. Nothing was left behind.") from None
    except (ValueError, RuntimeError):  # a null byte, or a home folder nobody has
        raise WriteFailed("The document was not written: that name cannot be used for a file.") from None
    return path


def reason(error: OSError) -> str:
    """The reason why the disk refused, in a few words."""
    return _REASONS.get(error.errno or 0) or (error.strerror or "the system refused").lower()


def already_there(path: Path) -> AlreadyThere:
    """The sentence for a name that is taken by something nobody asked to replace."""
    return AlreadyThere(f"{path.name} already exists and was not changed. Choose another name.")


def _refuse_surprises(path: Path, overwrite: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        raise WriteFailed(f"{path.name} is a link to another place, so it was not touched. Choose another name.")
    if stat.S_ISDIR(mode):
        raise WriteFailed(f"{path.name} is a folder. Add a file name to it.")
    if not stat.S_ISREG(mode):
        raise WriteFailed(f"{path.name} is not an ordinary file, so it was not touched. Choose another name.")
    if not overwrite:
        raise already_there(path)


def put(path: Path, data: bytes) -> None:
    """A new file, mode 0600, synced; OSError when there is one already."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def part_of(path: Path) -> Path:
    """A name beside a path for what is not finished yet."""
    return path.with_name(f".{secrets.token_hex(8)}.part")


def _write(path: Path, data: bytes, overwrite: bool) -> None:
    temporary, stood = part_of(path), os.path.lexists(path)
    try:
        put(temporary, data)
        if overwrite:
            temporary.replace(path)
        else:
            _place(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    try:
        sync_folder(path.parent)
    except OSError as error:
        if stood:  # what stood there before is gone
            raise _unsure(path, error) from None
        try:
            path.unlink()
        except OSError:
            raise _unsure(path, error) from None
        raise


def _unsure(path: Path, error: OSError) -> WriteFailed:
    """The sentence for a file that had to stay although the disk did not confirm its name."""
    return WriteFailed(
        f"{path.name} was written in full, but the disk could not confirm it: {reason(error)}. "
        "A power cut now might undo it; check the disk, then write it once more."
    )


def _place(temporary: Path, path: Path) -> None:
    """Give the file its name unless somebody else took it meanwhile."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):  # a disk without hard links (FAT, some shares)
            raise FileExistsError(errno.EEXIST, "exists") from None
        temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be synced."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NO_FOLDER_SYNC:
            return
        raise
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)
