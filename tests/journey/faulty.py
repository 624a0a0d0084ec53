"""The real program on a computer that fails when a test wants it to: a file of that name in $FAULTS breaks a thing.

Tests often run as root, whom no permission stops, and nobody wants to fill a disk: so the faults are put in here,
at the two doors through which everything goes to disk.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

from mentor_tui.documents import files
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.vault.disk.fs import FileSystem

_FAULTS = Path(os.environ["FAULTS"])


def _refuse(name: str, number: int) -> None:
    if (_FAULTS / name).exists():
        raise OSError(number, os.strerror(number))


class _Faulty:
    write = FileSystem.write
    open_new = FileSystem.open_new
    tell = FieldEditor._tell
    export = staticmethod(files._write)


def _write(self: FileSystem, fd: int, data: memoryview) -> int:
    _refuse("disk-full", errno.ENOSPC)
    return _Faulty.write(self, fd, data)


def _open_new(self: FileSystem, path: Path) -> int:
    _refuse("vault-read-only", errno.EROFS)
    return _Faulty.open_new(self, path)


def _export(path: Path, data: bytes, overwrite: bool) -> None:
    _refuse("disk-full", errno.ENOSPC)
    _refuse("export-read-only", errno.EACCES)
    _Faulty.export(path, data, overwrite)


def _tell(self: FieldEditor) -> None:
    private: Any = self.raw
    _Faulty.tell(self)
    if (_FAULTS / "crash").exists():
        raise RuntimeError(f"a bug that quotes {private}")


FileSystem.write = _write  # type: ignore[method-assign]
FileSystem.open_new = _open_new  # type: ignore[method-assign]
files._write = _export
FieldEditor._tell = _tell  # type: ignore[method-assign]

if __name__ == "__main__":
    from mentor_tui.cli import run

    sys.exit(run(sys.argv[1:]))
