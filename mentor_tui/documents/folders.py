"""A folder of documents: all of them or none, for your eyes only."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from mentor_tui.documents.files import already_there, part_of, put, reason, sync_folder
from mentor_tui.errors import WriteFailed


def write_folder(path: Path, files: Mapping[str, bytes], *, replace: bool = False, known: Collection[str] = ()) -> Path:
    """Write files into a new folder (0700, files 0600), whole or not at all; returns the folder written.

    An empty folder of that name is taken. With `replace`, one that holds nothing but `known` files gives way.
    Raises WriteFailed for everything else that stands there, and for every reason the disk gives.
    """
    path = Path(path)
    try:
        path = path.expanduser()
        _refuse_surprises(path, known, replace)
        _write(path, files)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
            raise already_there(path) from None
        raise WriteFailed(f"{path.name} was not written: {reason(error)}. Nothing was left behind.") from None
    except (ValueError, RuntimeError):  # a null byte, or a home folder nobody has
        raise WriteFailed("The folder was not written: that name cannot be used.") from None
    return path


def replaceable(path: Path, names: Collection[str]) -> bool:
    """True if a folder stands there that holds files, and only ordinary ones of these names."""
    try:
        found = list(os.scandir(path.expanduser())) if not path.expanduser().is_symlink() else []
    except (OSError, ValueError, RuntimeError):
        return False
    return bool(found) and all(e.name in names and e.is_file(follow_symlinks=False) for e in found)


def _refuse_surprises(path: Path, known: Collection[str], replace: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        raise WriteFailed(f"{path.name} is a link to another place, so it was not touched. Choose another name.")
    if not stat.S_ISDIR(mode):
        raise WriteFailed(f"{path.name} is a file, and a folder is needed. It was not changed; choose another name.")
    if not any(path.iterdir()):
        return
    if not replace:
        raise already_there(path)
    if not replaceable(path, known):
        raise WriteFailed(f"{path.name} holds other files too, so it was not changed. Choose another name.")


def _write(path: Path, files: Mapping[str, bytes]) -> None:
    fresh, aside = part_of(path), part_of(path)
    placed = moved = False
    try:
        fresh.mkdir(0o700)
        for name, data in files.items():
            put(fresh / name, data)
        sync_folder(fresh)
        if path.is_dir() and any(path.iterdir()):
            path.rename(aside)
            moved = True
        fresh.rename(path)  # takes the place of an empty folder, and of nothing else
        placed = True
        sync_folder(path.parent)
    except BaseException:
        _remove(path if placed else fresh)
        if moved:
            aside.rename(path)
        raise
    if moved:
        _remove(aside)


def _remove(folder: Path) -> None:
    """Remove a folder of files; what the disk does not let go of stays."""
    with contextlib.suppress(OSError):
        for found in folder.iterdir():
            found.unlink()
        folder.rmdir()
