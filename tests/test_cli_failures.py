"""Every documented exit code, and that no private word or traceback reaches the outside."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_tui.cli import failures
from mentor_tui.cli.summaries import EXIT_CODES
from mentor_tui.vault import KdfParams, Vault

from .cli_room import DATA, PASSPHRASE, Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


# --- Options, before and after, and the environment ---------------------------------------------------------


def test_options_stand_before_or_after_and_after_wins(room: Room) -> None:
    room.create()
    good = ["--vault", room.vault, "--passphrase-file", room.passphrase_file]
    wrong = ["--vault", room.folder / "none", "--passphrase-file", room.folder / "none"]
    assert room.bare(*good, "pdu").code == 0
    assert room.bare("pdu", *good).code == 0
    assert room.bare(*wrong, "pdu", *good).code == 0
    assert room.bare(*good, "pdu", *wrong).code == 7
    assert room.bare("vault", *good, "verify").code == 0
    assert room.bare("vault", "verify", *good).code == 0
    assert room.bare(*wrong, "vault", *wrong, "verify", *good).code == 0
    assert room.bare("--pair", "nobody", "sessions", "--pair", "bram", *good).code == 0


def test_the_environment_is_used_when_no_option_is(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.create()
    monkeypatch.setenv("MENTOR_TUI_VAULT", str(room.vault))
    monkeypatch.setenv("MENTOR_TUI_PASSPHRASE_FILE", str(room.passphrase_file))
    assert room.bare("pdu").code == 0
    assert room.bare("pdu", "--vault", room.folder / "none").code == 7
    monkeypatch.setenv("MENTOR_TUI_VAULT", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(room.folder / "data"))
    assert room.bare("pdu").code == 7


# --- The passphrase file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o601])
def test_a_passphrase_file_that_others_can_reach_is_refused(room: Room, mode: int) -> None:
    room.create()
    file = room.secret("shared", PASSPHRASE, mode)
    done = room.bare("--vault", room.vault, "--passphrase-file", file, "pdu")
    assert done.code == 6
    assert "chmod 600" in done.err
    assert room.bare("--vault", room.folder / "new", "--passphrase-file", file, "vault", "create", "--empty").code == 6
    assert not (room.folder / "new").exists()


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nsecond line\n", "\n\n"])
def test_the_first_line_without_its_newline_is_the_passphrase(room: Room, end: str) -> None:
    room.create()
    file = room.secret("other", PASSPHRASE + end)
    assert room.bare("--vault", room.vault, "--passphrase-file", file, "pdu").code == 0


@pytest.mark.parametrize("line", [" " + PASSPHRASE, PASSPHRASE + " "])
def test_nothing_else_is_stripped(room: Room, line: str) -> None:
    room.create()
    file = room.secret("other", line + "\n")
    assert room.bare("--vault", room.vault, "--passphrase-file", file, "pdu").code == 3


def test_the_mark_that_some_editors_write_first_is_no_part_of_the_passphrase(room: Room) -> None:
    room.create()
    file = room.secret("other", "\ufeff" + PASSPHRASE + "\n")
    assert room.bare("--vault", room.vault, "--passphrase-file", file, "pdu").code == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b"\xff\xfe\n", b"x" * 70_000])
def test_passphrase_files_that_hold_no_passphrase(room: Room, content: bytes) -> None:
    room.create()
    file = room.secret("odd", "")
    file.write_bytes(content)
    assert room.bare("--vault", room.vault, "--passphrase-file", file, "pdu").code == 6


def test_a_folder_a_pipe_and_a_missing_file(room: Room) -> None:
    room.create()
    pipe = room.folder / "pipe"
    os.mkfifo(pipe, 0o600)
    folder = room.folder / "folder"
    folder.mkdir(0o700)
    for path, code in ((pipe, 6), (folder, 6), (room.folder / "none", 10)):
        assert room.bare("--vault", room.vault, "--passphrase-file", path, "pdu").code == code


# --- Exit codes ---------------------------------------------------------------------------------------------


def test_usage(room: Room) -> None:
    for argv in (["bogus"], ["--bogus"], ["export"], ["pdu", "--format", "xml"], ["vault", "x"]):
        done = room.bare(*argv)
        assert done.code == 2, argv
        assert "--help" in done.err
        assert not done.out


def test_a_document_that_nobody_has_is_named_beside_those_there_are(room: Room) -> None:
    """A vault may bring documents of its own: only once it is open are all of them known."""
    room.create()
    done = room.run("export", "novel")
    assert done.code == 2 and "novel" in done.err and "closure" in done.err and not done.out


def test_without_a_terminal_it_says_how_to_do_without(room: Room) -> None:
    room.create()
    for argv in ([], ["demo"], ["--vault", str(room.vault), "pdu"]):
        assert room.bare(*argv).code == 2
    assert "--passphrase-file" in room.bare("--vault", room.vault, "pdu").err
    assert room.run("vault", "restore").code in (2, 6)


def test_wrong_passphrase(room: Room) -> None:
    room.create()
    before = room.vault.read_bytes()
    wrong = room.secret("wrong", "not the one\n")
    for command in (["pdu"], ["vault", "verify"], ["vault", "passwd"], ["import", str(DATA / "past-sessions.csv")]):
        assert room.run(*command, "--passphrase-file", wrong).code == 3, command
    assert room.vault.read_bytes() == before


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_damaged_vault(room: Room) -> None:
    room.create()
    whole = room.vault.read_bytes()
    for data in (b"", b"hello", whole[:-1], whole + b"x", flipped(whole, 60)):
        room.vault.write_bytes(data)
        for command in (["pdu"], ["vault", "info"], ["vault", "verify"]):
            done = room.run(*command)
            assert done.code == 4, (command, done)
        assert room.vault.read_bytes() == data
    room.vault.write_bytes(flipped(whole, 1000))
    assert room.run("pdu").code == 4
    assert room.run("vault", "verify").code == 4


def test_vault_in_use(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from mentor_tui.vault import FileSystem

    room.create()
    monkeypatch.setattr("mentor_tui.vault.disk.files.LOCK_WAIT", 0.1)
    disk = FileSystem()
    held = disk.lock(room.vault.with_name(room.vault.name + ".lock"), 1.0)
    assert room.run("pdu").code == 0
    assert room.run("log", "--minutes", "60", stdin="focus: x").code == 5
    disk.unlock(held)
    assert room.run("log", "--minutes", "60", stdin="focus: x").code == 0


@pytest.mark.parametrize(
    ("argv", "code", "word"),
    [
        (["--vault", "~nobody-at-all/x", "vault", "info"], 6, "no home folder ~nobody-at-all"),
        (["--vault", "~nobody-at-all/x", "vault", "create", "--empty"], 6, "no home folder"),
        (["--passphrase-file", "~nobody-at-all/x", "vault", "verify"], 6, "no home folder"),
        (["vault", "restore", "~nobody-at-all/x"], 6, "no home folder"),
        (["vault", "merge", "~nobody-at-all/x"], 6, "no home folder"),
        (["vault", "passwd", "--recovery-key-file", "~nobody-at-all/x"], 6, "no home folder"),
        (["import", "~nobody-at-all/x"], 6, "no home folder"),
        (["export", "closure", "--output", "~nobody-at-all/x"], 10, "cannot be used for a file"),
        (["vault", "restore", "9" * 5000], 10, "too long"),
        (["--vault", "/", "vault", "backups"], 7, "Name a file"),
    ],
    ids=lambda value: "-".join(value)[:40] if isinstance(value, list) else "",
)
def test_names_that_lead_nowhere(room: Room, argv: list[str], code: int, word: str) -> None:
    room.create()
    done = room.run(*argv)
    assert done.code == code and word in done.err and "Something went wrong" not in done.err


def test_no_vault(room: Room) -> None:
    for command in (["pdu"], ["status"], ["vault", "info"], ["vault", "verify"], ["vault", "passwd"]):
        assert room.run(*command).code == 7, command


def test_newer_format(room: Room) -> None:
    room.create()
    data = bytearray(room.vault.read_bytes())
    data[8:10] = (2).to_bytes(2, "little")
    checked = 40 + 92 * int.from_bytes(data[12:14], "little") + 52
    data[checked : checked + 32] = hashlib.sha256(data[:checked]).digest()
    room.vault.write_bytes(bytes(data))
    assert room.run("pdu").code == 8
    assert room.run("vault", "info").code == 8


def test_vault_exists_already(room: Room) -> None:
    room.create()
    before = room.vault.read_bytes()
    assert room.run("vault", "create", "--empty").code == 6
    assert room.vault.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--name", "A"], 2),
        (["--name", "A", "--role", "mentor"], 2),
        (["--name", "A", "--role", "king", "--partner", "B"], 2),
        (["--empty", "--name", "A"], 2),
        (["--name", "A", "--role", "mentor", "--partner", "B", "--program", "unheard-of"], 6),
        (["--name", " ", "--role", "mentor", "--partner", "B"], 2),
    ],
)
def test_a_vault_is_made_whole_or_not_at_all(room: Room, options: list[str], code: int) -> None:
    assert room.run("vault", "create", *options).code == code
    assert not room.vault.exists()


def test_a_weak_passphrase_is_taken_with_a_warning(room: Room) -> None:
    weak = room.secret("weak", "password\n")
    done = room.run("vault", "create", "--empty", "--passphrase-file", weak)
    assert done.code == 0
    assert "weak" in done.err
    assert "recovery key" in done.err


def test_reading_and_writing_that_fail(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.create()
    assert room.run("import", room.folder / "none.csv").code == 10
    assert room.run("import", room.folder).code == 10

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = room.vault.read_bytes()
    monkeypatch.setattr("mentor_tui.vault.disk.fs.FileSystem.write", full)
    done = room.run("log", "--minutes", "60", stdin="focus: x")
    assert done.code == 10
    assert "disk is full" in done.err
    assert room.vault.read_bytes() == before


def test_a_conflict_counts_as_in_use() -> None:
    from mentor_tui.errors import AmbiguousPair, NotFound, WriteFailed
    from mentor_tui.vault import ConflictSaved, NewerFormat, NoRecoveryKey, ReadOnlyVault, SaveFailed

    for error, code in (
        (ConflictSaved("x", Path("y")), 5),
        (NewerFormat("9"), 8),
        (ReadOnlyVault("x"), 8),
        (NoRecoveryKey("x"), 3),
        (SaveFailed("x"), 10),
        (WriteFailed("x"), 10),
        (AmbiguousPair("x"), 9),
        (NotFound("x"), 6),
        (PermissionError(13, "x"), 10),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError(), 1),
    ):
        assert failures.exit_code(error) == code, error
        assert code in EXIT_CODES


def test_the_unexpected_shows_its_kind_and_no_private_word(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.create()

    def burst(*_: object) -> None:
        raise RuntimeError("PRIVATE-MARK")

    monkeypatch.setattr("mentor_tui.workspace.workspace.Workspace.view", burst)
    done = room.run("log", stdin="focus: PRIVATE-MARK")
    assert done.code == 1
    assert "RuntimeError" in done.err
    assert "PRIVATE-MARK" not in done.err + done.out
    assert "Traceback" not in done.err


def test_interrupted(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.create()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mentor_tui.workspace.workspace.Workspace.view", stop)
    assert room.run("pdu").code == 130


# --- The vault's own commands -------------------------------------------------------------------------------


def test_info_verify_restore_and_a_new_passphrase(room: Room) -> None:
    room.create()
    room.run("import", DATA / "past-sessions.csv")
    assert "Argon2id" in room.run("vault", "info").out
    info = room.run("vault", "info", "--format", "json").json
    assert info["recovery_key"] is False
    assert info["backups"]
    assert "sound" in room.run("vault", "verify").out
    assert all(f["sound"] for f in room.run("vault", "verify", "--format", "json").json["files"])
    done = room.run("vault", "restore", "1")
    assert done.code == 0, done.err
    assert "before-restore" in done.out
    assert room.run("pdu", "--format", "json").json["pairs"][0]["earned"] == "0.00"
    assert room.run("vault", "restore", "99").code == 6
    assert room.run("vault", "restore").code == 2
    new = room.secret("new", "another quite different passphrase\n")
    assert room.run("vault", "passwd", "--new-passphrase-file", new).code == 0
    assert room.run("pdu").code == 3
    assert room.run("pdu", "--passphrase-file", new).code == 0


def test_a_damaged_vault_comes_back_from_its_backup(room: Room) -> None:
    room.create()
    room.run("import", DATA / "past-sessions.csv")
    room.run("log", "--minutes", "60", stdin="focus: x")
    room.vault.write_bytes(room.vault.read_bytes()[:-5])
    checked = room.run("vault", "verify")
    assert checked.code == 4
    assert "NOT SOUND" in checked.out
    assert room.run("vault", "restore", "1").code == 0
    assert room.run("pdu", "--format", "json").json["pairs"][0]["earned"] == "6.25"


def test_the_recovery_key_opens_for_a_new_passphrase(room: Room) -> None:
    room.create()
    vault = Vault.open(room.vault, PASSPHRASE)
    key = vault.new_recovery_key()
    vault.store_recovery_key(key)
    vault.close()
    file, new = room.secret("recovery", key.text + "\n"), room.secret("new", "another quite different passphrase\n")
    slip = room.secret("slip", key.text[:-1] + "\n")
    change = ["vault", "passwd", "--new-passphrase-file", str(new), "--recovery-key-file"]
    assert room.run(*change, slip).code == 3
    assert room.run(*change, file).code == 0
    assert room.run("pdu", "--passphrase-file", new).code == 0


# --- The real thing, in a process of its own ----------------------------------------------------------------


def small_vault(room: Room) -> list[str]:
    Vault.create(room.vault, PASSPHRASE, kdf=KdfParams.fast_for_tests()).close()
    return ["--vault", str(room.vault), "--passphrase-file", str(room.passphrase_file)]


def test_processes_end_with_the_documented_codes(room: Room) -> None:
    options = small_vault(room)
    assert room.process("--version").stdout.startswith(b"mentor-tui ")
    assert room.process(*options, "status").returncode == 0
    assert room.process().returncode == 2
    assert room.process("--vault", room.vault, "status").returncode == 2
    assert room.process("bogus").returncode == 2
    assert room.process("status", MENTOR_TUI_VAULT=str(room.folder / "none")).returncode == 7
    assert room.process("status", *options, PYTHONIOENCODING="ascii").returncode == 0


def test_a_closed_pipe_is_no_traceback(room: Room) -> None:
    for argv in (["--help"], ["programs", "show", "pmi-belgium", "--format", "json"], ["--vault", "x", "--help"]):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "mentor_tui", *argv], stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
        )
        os.close(write)
        assert done.returncode == 10
        assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", [["programs", "list"], ["--version"], ["--help"]])
def test_a_full_disk_behind_standard_output_is_told(room: Room, command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mentor_tui", *command],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 10
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_no_headless_command_imports_the_screens(room: Room) -> None:
    options = small_vault(room)
    commands = [
        ["--version"], ["--help"], ["status"], ["log"], ["sessions"], ["goals"], ["actions"], ["pdu"],
        ["export", "everything"], ["export", "closure"], ["import", str(DATA / "past-sessions.csv")],
        ["programs", "list"], ["programs", "show", "pmi-belgium"], ["vault", "info"], ["vault", "verify"],
        ["vault", "restore"], ["vault", "passwd"], ["demo"], [],
    ]  # fmt: skip
    script = (
        "import sys, json\nfrom mentor_tui.cli import run\n"
        f"for argv in {commands!r}:\n"
        f"    run(argv + {options!r} if argv[:1] not in (['--version'], ['--help']) else argv)\n"
        "    seen = sorted(m for m in sys.modules if m.split('.')[0] == 'textual' or 'mentor_tui.screens' in m)\n"
        "    assert not seen, (argv, seen)\n"
        "import mentor_tui.cli.main\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=b"",
        capture_output=True,
        timeout=100,
        check=False,
        env={**os.environ, "MENTOR_TUI_STATE_DIR": str(room.folder / "state")},
    )
    assert done.returncode == 0, done.stderr.decode()


def test_version_and_help_import_next_to_nothing() -> None:
    for option in ("--version", "--help"):
        script = f"import sys\nfrom mentor_tui.cli import run\nrun([{option!r}])\nassert 'click' not in sys.modules"
        assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_a_program_that_dies_hard_leaves_no_image_of_its_memory() -> None:
    resource = pytest.importorskip("resource")
    words = (
        "import resource; from mentor_tui.cli import run; hard = resource.getrlimit(resource.RLIMIT_CORE)[1];"
        "resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)); run(['programs', 'list']);"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, hard), resource.getrlimit(resource.RLIMIT_CORE)"
    )
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this system writes none anyway")
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
