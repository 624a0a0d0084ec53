"""Standard streams that are closed or broken, files too large, paths that are not UTF-8: always an answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_tui.cli import failures
from mentor_tui.imports import everything, files
from mentor_tui.schema.records import Session
from mentor_tui.vault import DamagedVault, KdfParams, Vault, inspect

from .cli_room import PASSPHRASE, Room

pytestmark = pytest.mark.skipif(os.name != "posix", reason="closes descriptors by the shell")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def shut(room: Room, closing: str, *argv: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program with descriptors closed by the shell, such as `>&-`."""
    line = f'exec "$@" {closing}'
    options = ["--vault", str(room.vault), "--passphrase-file", str(room.passphrase_file)]
    alone = argv in (("--version",), ("--help",))
    return subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "mentor_tui", *([] if alone else options), *argv],
        input=stdin,
        capture_output=True,
        env={**os.environ, "MENTOR_TUI_STATE_DIR": str(room.folder / "state")},
        timeout=60,
        check=False,
    )


def crashes(room: Room) -> list[Path]:
    return list((room.folder / "state" / "crashes").glob("*"))


@pytest.mark.parametrize(
    ("argv", "stdin"),
    [
        (["status"], b""),
        (["sessions", "--format", "json"], b""),
        (["export", "everything", "--output", "-"], b""),
        (["vault", "info", "--format", "json"], b""),
        (["log", "--minutes", "45"], b"focus: said once"),
        (["--version"], b""),
        (["--help"], b""),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_a_closed_output_is_a_broken_pipe(room: Room, argv: list[str], stdin: bytes) -> None:
    room.create()
    before = room.vault.read_bytes()
    done = shut(room, ">&-", *argv, stdin=stdin)
    assert done.returncode == 10
    assert not done.stdout
    assert b"wrong inside" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert not crashes(room)
    if argv[0] == "log":
        workspace = room.workspace()
        assert [s.focus for s in workspace.table(Session).values()] == ["said once"]
        workspace.close()
    else:
        assert room.vault.read_bytes() == before


@pytest.mark.parametrize(
    ("argv", "closing", "code"),
    [
        (["import", "-"], "<&-", 6),
        (["log"], "<&-", 2),
        pytest.param(["status"], "<&-", 0, marks=pytest.mark.soak),
        ([], "<&- >&- 2>&-", 2),
        (["bogus"], "2>&-", 2),
        pytest.param(["import", "/nowhere"], "2>&-", 10, marks=pytest.mark.soak),
        pytest.param(["log", "--minutes", "45", "--date", "never"], "<&- 2>&-", 6, marks=pytest.mark.soak),
        (["vault", "verify"], "<&- 2>&-", 0),
        (["log", "--minutes", "45"], "<&- >&- 2>&-", 10),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_no_word_goes_astray_when_a_stream_is_closed(room: Room, argv: list[str], closing: str, code: int) -> None:
    room.create()
    done = shut(room, closing, *argv)
    assert done.returncode == code
    if "2>&-" in closing and code:
        assert not done.stdout  # what standard error would have said is not output
    assert b"wrong inside" not in done.stderr
    assert not crashes(room)
    room.workspace().close()  # nothing was written into the vault's own descriptor


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_standard_error_that_takes_nothing_changes_no_exit_code(room: Room) -> None:
    room.create()
    assert shut(room, "2>/dev/full", "bogus").returncode == 2
    assert shut(room, "2>/dev/full", "vault", "verify").returncode == 0


def test_a_path_that_is_not_utf8_works_in_every_format(room: Room) -> None:
    folder = os.fsencode(room.folder) + b"/caf\xe9"
    Path(os.fsdecode(folder)).mkdir()
    room.vault = Path(os.fsdecode(folder + b"/v\xe9.vault"))
    room.create()
    room.run("log", "--minutes", "45")
    for argv in (["vault", "info"], ["vault", "backups"], ["vault", "verify"], ["status"], ["sessions"]):
        for form in ("table", "json", "csv"):
            if form == "csv" and argv[-1] in ("info", "verify", "status"):
                continue
            done = room.run(*argv, "--format", form)
            assert done.code == 0, (argv, form, done.err)
            if form == "json":
                json.loads(done.out)
    real = room.process("--vault", room.vault, "--passphrase-file", room.passphrase_file, "vault", "info")
    assert real.returncode == 0 and real.stdout.decode(), real.stderr


def test_what_is_said_of_a_path_that_is_not_utf8_can_be_encoded(room: Room) -> None:
    vault = Path(os.fsdecode(os.fsencode(room.folder) + b"/\xe9.vault"))
    Vault.create(vault, PASSPHRASE, kdf=KdfParams.fast_for_tests()).close()
    done = room.bare("--vault", vault, "vault", "info", "--format", "json")
    assert done.json["path"].endswith("\ufffd.vault")


def test_an_export_is_written_under_a_name_that_is_not_utf8(room: Room) -> None:
    room.create()
    target = Path(os.fsdecode(os.fsencode(room.folder) + b"/h\xe9.md"))
    done = room.process(
        "--vault", room.vault, "--passphrase-file", room.passphrase_file, "export", "hours", "--output", target
    )
    assert done.returncode == 0, done.stderr
    assert target.exists()


def test_a_file_too_large_is_refused_by_its_size_before_it_is_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.create()
    for head, size in ((b"date;minutes\n", files.MAX_SHEET_BYTES + 1), (b'{"format": ', everything.MAX_BYTES + 1)):
        big = room.folder / "big"
        big.write_bytes(head)
        os.truncate(big, size)
        read: list[int] = []
        one = files.read_from

        def counted(source: object, *rest: object, one=one, read=read) -> bytes:  # type: ignore[no-untyped-def]
            try:
                return bytes(one(source, *rest))
            finally:
                read.append(source.tell())  # type: ignore[attr-defined]

        monkeypatch.setattr(files, "read_from", counted)
        done = room.run("import", big)
        monkeypatch.setattr(files, "read_from", one)
        assert done.code == 6
        assert "larger than" in done.err
        assert read[0] < 100_000


def test_a_vault_that_is_longer_than_its_header_says_is_refused_before_it_is_read(room: Room) -> None:
    room.create()
    os.truncate(room.vault, 900 << 20)
    read: list[int] = []
    real = os.read

    def counted(fd: int, size: int) -> bytes:
        read.append(size)
        return real(fd, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "read", counted)
        for attempt in (inspect, lambda path: Vault.open(path, PASSPHRASE)):
            with pytest.raises(DamagedVault, match="added at its end"):
                attempt(room.vault)  # type: ignore[operator]
    assert sum(read) < 100_000


def test_too_little_memory_is_told_in_words(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.create()

    def none_left(*_: object) -> None:
        raise MemoryError

    for where, word in (
        ("mentor_tui.workspace.workspace.Workspace.view", "free memory"),
        ("mentor_tui.vault.disk.standing.decode", "more memory"),
        ("mentor_tui.vault.core.seal", "free memory"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(where, none_left)
            done = room.run("log", "--minutes", "45")
        assert done.code == failures.INPUT_OUTPUT
        assert word in done.err
        assert "inside mentor-tui" not in done.err
    assert not crashes(room)


_STOPPED_AT = """
import os, signal, sys

meant = sys.argv[1]

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == meant:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
import mentor_tui.__main__
sys.argv[1:] = sys.argv[2:]
mentor_tui.__main__.main()
"""


@pytest.mark.parametrize(
    ("module", "option"),
    [
        ("mentor_tui.cli", "--help"),
        ("mentor_tui.cli.summaries", "--help"),
        ("mentor_tui.host.hardening", "status"),
        ("click", "status"),
        ("mentor_tui.cli.status", "status"),
        ("mentor_tui.vault", "status"),
        ("mentor_tui.workspace.workspace", "status"),
    ],
)
def test_ctrl_c_while_loading_is_always_130(room: Room, module: str, option: str) -> None:
    room.create()
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED_AT, module, option],
        capture_output=True,
        env={
            **os.environ,
            "MENTOR_TUI_STATE_DIR": str(room.folder / "state"),
            "MENTOR_TUI_VAULT": str(room.vault),
            "MENTOR_TUI_PASSPHRASE_FILE": str(room.passphrase_file),
        },
        timeout=60,
        check=False,
    )
    assert done.returncode == 130
    assert done.stderr in (b"", b"Interrupted.\n")
    assert not done.stdout
