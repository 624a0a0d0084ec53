"""Writing: a whole file or none, 0600, and nothing replaced that one did not mean to replace."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from mentor_tui.documents import write
from mentor_tui.errors import WriteFailed


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def failing(number: int) -> Any:
    def fail(*_args: object, **_options: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_for_its_owner_only(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = write(tmp_path / "a.md", b"words")
    finally:
        os.umask(old)
    assert path == tmp_path / "a.md"
    assert path.read_bytes() == b"words"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_nlink == 1
    assert names(tmp_path) == ["a.md"]


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o644)
    with pytest.raises(WriteFailed, match="already exists and was not changed"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    write(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["a.md"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_links_folders_and_pipes_are_left_alone(tmp_path: Path, overwrite: bool) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    before = names(tmp_path)
    for name, word in (("link", "link"), ("dangling", "link"), ("folder", "folder"), ("pipe", "not an ordinary")):
        with pytest.raises(WriteFailed, match=word):
            write(tmp_path / name, b"new", overwrite=overwrite)
    assert target.read_bytes() == b"mine"
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing/a.md", "that folder does not exist"),
        ("file/a.md", "not a folder"),
        ("x" * 300, "the name is too long"),
        ("nul\0l", "cannot be used"),
    ],
)
def test_places_that_cannot_be(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteFailed, match=words):
        write(tmp_path / name, b"new")
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("open", errno.EACCES, "you may not write there"),
        ("open", errno.EROFS, "read-only"),
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("fsync", errno.EIO, "reported an error"),
        ("fsync", errno.ESTALE, "stale"),
        ("replace", errno.ENOSPC, "the disk is full"),
    ],
)
def test_a_disk_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str, overwrite: bool
) -> None:
    path = tmp_path / "a.md"
    if overwrite:
        path.write_bytes(b"old")
    elif call == "replace":
        call = "link"
    before = names(tmp_path)
    monkeypatch.setattr(os, call, failing(number))
    with pytest.raises(WriteFailed, match=words) as error:
        write(path, b"new", overwrite=overwrite)
    assert str(error.value).endswith("Nothing was left behind.")
    monkeypatch.undo()
    assert names(tmp_path) == before
    assert not overwrite or path.read_bytes() == b"old"


@pytest.mark.parametrize("case", ["new", "replaced", "stays"])
def test_what_is_said_is_true_when_only_the_folder_could_not_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    path = tmp_path / "a.md"
    if case == "replaced":
        path.write_bytes(b"old")
    sync, unlink = os.fsync, Path.unlink

    def failing_folder(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(descriptor)

    def stubborn(file: Path) -> None:
        if file == path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        unlink(file)

    monkeypatch.setattr(os, "fsync", failing_folder)
    if case == "stays":
        monkeypatch.setattr(Path, "unlink", stubborn)
    with pytest.raises(WriteFailed, match="the disk reported an error") as error:
        write(path, b"new", overwrite=case == "replaced")
    if case == "new":
        assert str(error.value).endswith("Nothing was left behind.") and names(tmp_path) == []
    else:
        assert "a.md was written in full" in str(error.value) and path.read_bytes() == b"new"
        assert names(tmp_path) == ["a.md"]


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    assert write(tmp_path / "a.md", b"new").read_bytes() == b"new"
    assert names(tmp_path) == ["a.md"]


def test_somebody_else_took_the_name_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    sync = os.fsync

    def late(descriptor: int) -> None:
        sync(descriptor)
        if not path.exists():
            path.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(WriteFailed, match="already exists"):
        write(path, b"new")
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.md"]


def test_the_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert write(Path("~/a.md"), b"x") == tmp_path / "a.md"
    with pytest.raises(WriteFailed):
        write(Path("~nobody-of-that-name/a.md"), b"x")
