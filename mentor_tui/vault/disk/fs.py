"""The one door from the vault to the operating system.

Every call the vault makes to the operating system is a method here, so a test can put a :class:`FileSystem` with
faults in its place. All methods raise :class:`OSError` as the system does; ``lock`` also raises
:class:`TimeoutError`.

The lock is thirty lines of our own instead of a package. What was wanted is exactly ``flock`` (``LockFileEx`` by
way of ``msvcrt`` on Windows): the system drops it when a process dies, however it dies, and the lock file itself
means nothing and is never removed. The ``filelock`` package may fall back to a lock made of the file's existence,
which a killed process leaves behind for ever, and importing it costs more than opening a vault.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":  # pragma: no cover: runs on Windows only
    import msvcrt
else:
    import fcntl

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)

#: Seconds between two tries for a lock that somebody else holds, give or take half of it: programs that try in step
#: with somebody's saves would never meet a free moment.
LOCK_POLL = 0.01
_LOCK_TURNS = 4

#: Errors that mean "this file system cannot do that at all", as against "it failed".
UNSUPPORTED = frozenset(
    {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL, errno.ENOLCK, errno.EXDEV, errno.EMLINK}
)


class FileSystem:
    """The real file system. Files are made for their owner only (0600), folders likewise (0700)."""

    def now(self) -> float:
        """Seconds since 1970 in UTC; used for names and dates only, never to decide which save is newer."""
        return time.time()

    def open_read(self, path: Path) -> int:
        """Open for reading without following a final symlink and without waiting (a FIFO must not hang us)."""
        return os.open(path, os.O_RDONLY | _NOFOLLOW | _NONBLOCK | _CLOEXEC | _BINARY)

    def open_new(self, path: Path) -> int:
        """Create a file that did not exist, mode 0600, for writing."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _CLOEXEC | _BINARY
        return os.open(path, flags, 0o600)

    def fstat(self, fd: int) -> os.stat_result:
        """The system's facts about an open file."""
        return os.fstat(fd)

    def stat(self, path: Path) -> os.stat_result:
        """The system's facts about a path; a symlink is looked at, not followed."""
        return path.lstat()

    def read(self, fd: int, size: int) -> bytes:
        """Up to ``size`` bytes; fewer are allowed, none means the end."""
        return os.read(fd, size)

    def write(self, fd: int, data: memoryview) -> int:
        """Write some of ``data`` and say how many bytes went in."""
        return os.write(fd, data)

    def reserve(self, fd: int, size: int) -> None:
        """Take the room for a file of ``size`` bytes at once, where the system can do that; else writing takes it."""
        while number := _fallocate(fd, size):
            if number in UNSUPPORTED:
                return
            if number != errno.EINTR:
                raise OSError(number, os.strerror(number))

    def start_writing(self, fd: int, offset: int, size: int) -> None:
        """Let the system begin writing these bytes now, so that the sync at the end has less to wait for."""
        if sys.platform == "linux":  # pragma: no branch: others have no such call, or none that is worth it
            with contextlib.suppress(OSError):
                os.posix_fadvise(fd, offset, size, os.POSIX_FADV_DONTNEED)

    def fsync(self, fd: int) -> None:
        """Return only when the file's bytes are on the disk (with ``F_FULLFSYNC`` where Apple needs it)."""
        if sys.platform == "darwin":  # pragma: no cover: runs on a Mac only
            with contextlib.suppress(OSError):
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
        os.fsync(fd)

    def close(self, fd: int) -> None:
        """Close an open file."""
        os.close(fd)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name; fails if the name is taken."""
        os.link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over ``target`` in one step. Windows refuses while a reader has it open: try for a second."""
        if os.name == "nt":  # pragma: no cover: runs on Windows only
            for _ in range(50):
                try:
                    source.replace(target)
                    return
                except PermissionError:
                    time.sleep(0.02)
        source.replace(target)

    def set_mtime(self, path: Path, mtime_ns: int) -> None:
        """Set when a file was last changed, in nanoseconds since 1970."""
        os.utime(path, ns=(mtime_ns, mtime_ns))

    def fsync_dir(self, path: Path) -> None:
        """Return only when the folder's names are on the disk; where folders cannot be synced, do nothing."""
        if os.name == "nt":  # pragma: no cover: runs on Windows only
            return
        fd = os.open(path, os.O_RDONLY | _CLOEXEC)
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in UNSUPPORTED:
                raise
        finally:
            os.close(fd)

    def unlink(self, path: Path) -> None:
        """Remove a file's name."""
        path.unlink()

    def listdir(self, path: Path) -> list[str]:
        """The names in a folder, in no order."""
        return [entry.name for entry in path.iterdir()]

    def mkdir(self, path: Path) -> None:
        """Make one folder, mode 0700."""
        path.mkdir(mode=0o700)

    def rmdir(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()

    def lock(self, path: Path, timeout: float) -> int:
        """Take the exclusive lock on ``path`` within ``timeout`` seconds; give the handle for :meth:`unlock`."""
        deadline = time.monotonic() + timeout
        turns = _LOCK_TURNS
        while True:
            turns -= 1
            fd = os.open(path, os.O_RDWR | os.O_CREAT | _NOFOLLOW | _CLOEXEC | _BINARY, 0o600)
            try:
                while not _try_lock(fd):
                    if time.monotonic() >= deadline:
                        raise TimeoutError("the lock is held elsewhere")
                    time.sleep(LOCK_POLL * (0.5 + os.urandom(1)[0] / 256))
                # If somebody removed the lock file while we waited, the next program would lock another one. (Some
                # network disks number a file anew each time it is asked for: not worth more than a few turns.)
                if not turns or _is_at(fd, path):
                    return fd
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)

    def give_way(self) -> None:
        """Wait long enough for everybody who is waiting for a lock to try it."""
        time.sleep(2 * LOCK_POLL)

    def unlock(self, handle: int) -> None:
        """Let the lock go. Closing the file is enough for the system; the file itself stays."""
        if sys.platform == "win32":  # pragma: no cover: runs on Windows only
            with contextlib.suppress(OSError):
                os.lseek(handle, 0, os.SEEK_SET)
                msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)


def _fallocate(fd: int, size: int) -> int:
    """The kernel's ``fallocate``; its error number, 0 when it is done.

    Not :func:`os.posix_fallocate`: where the disk cannot do it, the C library then writes a byte into every block.
    """
    if sys.platform != "linux":  # pragma: no cover: others have no such call
        return errno.ENOSYS
    try:
        call = ctypes.CDLL(None, use_errno=True).fallocate
    except (OSError, AttributeError):  # pragma: no cover: a C library without it
        return errno.ENOSYS
    if ctypes.sizeof(ctypes.c_long) < 8:  # pragma: no cover: lengths of 32 bits
        return errno.ENOSYS
    call.argtypes = ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64
    return ctypes.get_errno() if call(fd, 0, 0, size) else 0


def _is_at(fd: int, path: Path) -> bool:
    """True if an open file is the one that bears this name. Windows does not let an open file be removed."""
    if os.name == "nt":  # pragma: no cover: runs on Windows only
        return True
    try:
        return os.path.samestat(os.fstat(fd), path.lstat())
    except FileNotFoundError:
        return False


def _try_lock(fd: int) -> bool:
    """One try without waiting; ``False`` if somebody else holds the lock."""
    try:
        if sys.platform == "win32":  # pragma: no cover: runs on Windows only
            os.lseek(fd, 0, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK, errno.EINTR):
            return False
        raise
    return True


@contextlib.contextmanager
def open_for_reading(fs: FileSystem, path: Path) -> Iterator[int]:
    """``fs.open_read`` as a context; a failing close after reading is of no consequence."""
    fd = fs.open_read(path)
    try:
        yield fd
    finally:
        with contextlib.suppress(OSError):
            fs.close(fd)
