"""The door to the operating system: what a kernel may answer that the other tests' disks never say."""

import errno
import fcntl
import os
import stat
import threading
from pathlib import Path

import pytest

from mentor_tui.vault import FileSystem
from mentor_tui.vault.disk.files import discard, link_or_copy, make_dir, publish_new, write_aside, write_temp
from mentor_tui.vault.disk.fs import open_for_reading

from .conftest import put


def open_now():
    return len(list(Path("/proc/self/fd").iterdir()))


def failing(number, times=1, real=None):
    """A call of the system that fails so many times, and then does what it should."""
    left = [times]

    def call(*args):
        if left[0]:
            left[0] -= 1
            raise OSError(number, os.strerror(number))
        return real(*args) if real else None

    return call


def test_a_folder_that_cannot_be_synced_at_all_is_passed_over_and_a_sick_one_is_not(tmp_path, monkeypatch):
    fs = FileSystem()
    open_files = open_now()
    monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))
    fs.fsync_dir(tmp_path)
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        fs.fsync_dir(tmp_path)
    assert open_now() == open_files


def test_an_interrupted_lock_is_tried_again_and_a_broken_one_is_told(tmp_path, monkeypatch):
    fs, lock = FileSystem(), tmp_path / "lock"
    open_files = open_now()
    monkeypatch.setattr(fcntl, "flock", failing(errno.EINTR, 2, fcntl.flock))
    fs.unlock(fs.lock(lock, 10))
    monkeypatch.setattr(fcntl, "flock", failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        fs.lock(lock, 10)
    assert open_now() == open_files
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600


def test_a_disk_that_numbers_its_files_anew_each_time_can_be_locked(tmp_path, monkeypatch):
    """Some network disks: the lock file never looks like the one that was opened."""
    monkeypatch.setattr(os.path, "samestat", lambda *_: False)
    fs, lock = FileSystem(), tmp_path / "lock"
    handle = fs.lock(lock, 1)
    with pytest.raises(TimeoutError):
        fs.lock(lock, 0)
    fs.unlock(handle)
    fs.unlock(fs.lock(lock, 0))


def test_a_lock_is_one_for_threads_too_and_passes_on(tmp_path):
    fs, lock = FileSystem(), tmp_path / "lock"
    inside, most, done = [], [], []

    def work():
        for _ in range(5):
            handle = fs.lock(lock, 60)
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            fs.unlock(handle)
        done.append(1)

    threads = [threading.Thread(target=work) for _ in range(3)]
    [t.start() for t in threads]
    [t.join(60) for t in threads]
    assert len(done) == 3
    assert max(most) == 1


def test_nothing_is_read_or_written_through_a_link(tmp_path):
    """A link that somebody put in the way of a file of ours leads nowhere."""
    fs, target, link = FileSystem(), tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"theirs")
    link.symlink_to(target)
    for attempt in (lambda: fs.open_read(link), lambda: fs.open_new(link), lambda: fs.lock(link, 0)):
        with pytest.raises(OSError):
            attempt()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        fs.open_new(tmp_path / "dangling")
    assert target.read_bytes() == b"theirs"
    assert not (tmp_path / "nowhere").exists()
    assert stat.S_ISLNK(fs.stat(link).st_mode)


def test_a_pipe_in_the_vaults_place_hangs_nobody(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    os.close(FileSystem().open_read(pipe))


def test_no_other_program_inherits_an_open_file(tmp_path):
    fs, file = FileSystem(), tmp_path / "file"
    for fd in (fs.open_new(file), fs.open_read(file), fs.lock(tmp_path / "lock", 0)):
        assert not os.get_inheritable(fd)
        os.close(fd)


def test_a_file_that_will_not_close_after_reading_has_been_read(tmp_path):
    class Sticky(FileSystem):
        def close(self, fd):
            super().close(fd)
            raise OSError(errno.EIO, "io")

    fs, file = Sticky(), tmp_path / "file"
    file.write_bytes(b"words")
    with open_for_reading(fs, file) as fd:
        assert fs.read(fd, 10) == b"words"


def test_taking_and_leaving_names(tmp_path):
    fs, one, two = FileSystem(), tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"one")
    two.write_bytes(b"two")
    for attempt in (lambda: link_or_copy(fs, one, two), lambda: publish_new(fs, one, two)):
        with pytest.raises(FileExistsError):
            attempt()
    assert two.read_bytes() == b"two"
    discard(fs, tmp_path / "never was")


def test_when_every_name_for_a_copy_is_taken_nothing_is_written_over(path, vault, monkeypatch):
    class Taken(FileSystem):
        tried = 0

        def link(self, source, target):
            self.tried += 1
            raise FileExistsError(errno.EEXIST, "taken")

    fs = Taken()
    with pytest.raises(FileExistsError, match="no free name"):
        write_aside(fs, path, "conflict", [b"words"])
    assert fs.tried == 999
    path.write_bytes(b"noise")
    vault._fs = fs
    with pytest.raises(Exception, match=r"Your change was not saved: .*The vault still holds everything saved before"):
        put(vault, "a", {})
    assert path.read_bytes() == b"noise"
    assert sorted(p.name for p in path.parent.iterdir()) == ["pair.vault", "pair.vault.lock"]


class Unwilling(FileSystem):
    """Has no links, and fails the calls it is told to, each with an error of its own."""

    def __init__(self, **errors):
        self.errors = errors

    def _ask(self, call):
        if call in self.errors:
            raise OSError(self.errors[call], os.strerror(self.errors[call]))

    def link(self, source, target):
        raise OSError(errno.EOPNOTSUPP, "no links")

    def set_mtime(self, path, mtime_ns):
        self._ask("set_mtime")
        super().set_mtime(path, mtime_ns)

    def replace(self, source, target):
        self._ask("replace")
        super().replace(source, target)

    def fsync(self, fd):
        self._ask("fsync")
        super().fsync(fd)

    def fsync_dir(self, path):
        self._ask("fsync_dir")
        super().fsync_dir(path)

    def rmdir(self, path):
        self._ask("rmdir")
        super().rmdir(path)

    def close(self, fd):
        super().close(fd)
        self._ask("close")

    def unlink(self, path):
        super().unlink(path)
        self._ask("unlink")


@pytest.mark.parametrize("call", ["set_mtime", "replace", "fsync", "close"])
def test_a_copy_that_fails_is_told_and_leaves_no_half_file(tmp_path, call):
    one = tmp_path / "one"
    one.write_bytes(b"one")
    with pytest.raises(OSError, match="Input/output error"):
        link_or_copy(Unwilling(**{call: errno.EIO}), one, tmp_path / "two")
    assert [p.name for p in tmp_path.iterdir()] == ["one"]
    link_or_copy(Unwilling(), one, tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"one"
    assert (tmp_path / "two").stat().st_mtime_ns == one.stat().st_mtime_ns


def test_the_first_error_is_the_one_that_is_told(tmp_path):
    """What fails while things are put back in order does not hide why they had to be."""
    with pytest.raises(OSError, match="No space left"):
        write_temp(Unwilling(fsync=errno.ENOSPC, close=errno.EIO, unlink=errno.EIO), tmp_path / "x", [b"words"])
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match="No space left"):
        make_dir(Unwilling(fsync_dir=errno.ENOSPC, rmdir=errno.EIO), tmp_path / "folder")
    with pytest.raises(OSError, match="No space left"):
        write_aside(Unwilling(fsync_dir=errno.ENOSPC, unlink=errno.EIO), tmp_path / "x", "conflict", [b"words"])


def test_a_folder_that_could_not_be_confirmed_is_not_taken_for_safe_the_next_time(tmp_path):
    with pytest.raises(OSError):
        make_dir(Unwilling(fsync_dir=errno.EIO), tmp_path / "folder")
    assert not (tmp_path / "folder").exists()
    make_dir(FileSystem(), tmp_path / "folder")
    make_dir(FileSystem(), tmp_path / "folder")
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
