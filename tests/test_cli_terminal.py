"""With a terminal: what is asked, what is shown, and that the demo leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mentor_tui.schema.records import Action, Disclosure, Session
from mentor_tui.vault import Vault, WrongPassphrase, list_backups

from .cli_room import DATA, PASSPHRASE, Room

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


class Terminal:
    """A command in a pseudo-terminal of 80x24."""

    def __init__(self, room: Room, *argv: str) -> None:
        env = {k: v for k, v in os.environ.items() if not k.startswith("MENTOR_TUI")}
        env |= {"MENTOR_TUI_STATE_DIR": str(room.folder / "state"), "HOME": str(room.folder), "TERM": "xterm"}
        self.child: Any = pexpect.spawn(
            sys.executable,
            ["-m", "mentor_tui", "--vault", str(room.vault), *argv],
            env=env,
            timeout=30,
            encoding="utf-8",
            dimensions=(24, 80),
        )
        self.seen = ""

    def answer(self, question: str, reply: str) -> Terminal:
        """Wait for a question, answer it."""
        self.child.expect(question)
        self.seen += self.child.before + self.child.after
        time.sleep(0.05)  # the prompt turns echo off just after it is written
        self.child.sendline(reply)
        return self

    def done(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before
        self.child.close()
        assert self.child.exitstatus is not None
        return int(self.child.exitstatus)


def test_the_passphrase_is_asked_for_and_not_shown(room: Room) -> None:
    room.create()
    asked = Terminal(room, "pdu").answer("Passphrase:", PASSPHRASE)
    assert asked.done() == 0
    assert "0.00 PDUs" in asked.seen
    assert PASSPHRASE not in asked.seen
    wrong = Terminal(room, "pdu").answer("Passphrase:", "not the one")
    assert wrong.done() == 3


def test_a_missing_vault_is_told_before_anybody_types(room: Room) -> None:
    assert Terminal(room, "pdu").done() == 7


def test_control_c_ends_quietly(room: Room) -> None:
    room.create()
    asked = Terminal(room, "pdu")
    asked.child.expect("Passphrase:")
    time.sleep(0.1)
    asked.child.sendintr()
    assert asked.done() == 130
    assert "Traceback" not in asked.seen


def test_a_vault_is_made_with_a_recovery_key(room: Room) -> None:
    made = Terminal(room, "vault", "create", "--kdf", "low-memory")
    made.answer("Your name:", "Ana Peeters").answer("Your role", "mentor").answer("partner's name:", "Bram Claes")
    made.answer("A passphrase for your vault:", "password").answer("The same again:", "password")
    made.answer("Use it anyway", "y").answer("Make one now", "y")
    groups: list[str] = []
    for _ in range(2):
        made.child.expect(r"Type group (\d) back:")
        groups = groups or re.findall(r"\d:([0-9A-Z]{4})", made.child.before)
        made.child.sendline(groups[int(made.child.match[1]) - 1].lower())
    assert made.done() == 0
    assert len(groups) == 9
    assert "password" not in made.seen.replace("passphrase", "")
    Vault.open_with_recovery(room.vault, "-".join(groups)).close()


def type_groups_back(asked: Terminal) -> str:
    groups: list[str] = []
    for _ in range(2):
        asked.child.expect(r"Type group (\d) back:")
        groups = groups or re.findall(r"\d:([0-9A-Z]{4})", asked.child.before)
        asked.seen += asked.child.before
        asked.child.sendline(groups[int(asked.child.match[1]) - 1])
    return "-".join(groups)


def test_a_new_passphrase_and_then_new_keys(room: Room) -> None:
    room.create()
    with contextlib.closing(room.workspace()) as workspace:
        workspace.vault.store_recovery_key(workspace.vault.new_recovery_key())
    new = "seven lanterns on a quiet harbour"
    asked = Terminal(room, "vault", "passwd")
    asked.answer("Present passphrase:", PASSPHRASE).answer("New passphrase:", new).answer("The same again:", new)
    asked.answer("New keys now", "y")
    key = type_groups_back(asked)
    assert asked.done() == 0
    assert "still open with the old one" in asked.seen and "sealed again" in asked.seen
    for path in (room.vault, *(b.path for b in list_backups(room.vault))):
        Vault.open_with_recovery(path, key).close()
        with pytest.raises(WrongPassphrase):
            Vault.open(path, PASSPHRASE)


def test_groups_that_were_not_copied_leave_the_recovery_key_as_it_was(room: Room) -> None:
    room.create()
    before = room.vault.read_bytes()
    asked = Terminal(room, "vault", "recovery", "new").answer("Present passphrase:", PASSPHRASE)
    for _ in range(3):
        asked.answer(r"Type group \d back:", "XXXX")
    assert asked.done() == 6
    assert "nothing was changed" in asked.seen
    assert room.vault.read_bytes() == before


def test_the_zone_is_asked_until_it_is_one_where_the_computer_does_not_say_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "nonsense")
    made = Terminal(room, "vault", "create", "--passphrase-file", str(room.passphrase_file))
    made.answer("Your name:", "Ana").answer("Your role", "mentor").answer("partner's name:", "Bram")
    made.answer("Your time zone:", "Belgium").answer("is not a time zone.*Your time zone:", "europe/brussels")
    made.answer("Make one now", "n")
    assert made.done() == 0
    workspace = room.workspace()
    assert workspace.profile.zone == "Europe/Brussels"
    workspace.close()


def test_two_different_passphrases_make_nothing(room: Room) -> None:
    made = Terminal(room, "vault", "create", "--empty")
    made.answer("A passphrase for your vault:", PASSPHRASE).answer("The same again:", "another")
    assert made.done() == 6
    weak = Terminal(room, "vault", "create", "--empty")
    weak.answer("A passphrase for your vault:", "password").answer("The same again:", "password")
    assert weak.answer("Use it anyway", "n").done() == 6
    assert not room.vault.exists()


def test_a_meeting_is_logged_by_answering(room: Room) -> None:
    room.create()
    talk = Terminal(room, "log", "--minutes", "50", "--passphrase-file", str(room.passphrase_file))
    talk.answer(r"What did you work on\?.*>", "Stakeholder map").answer(">", "and who decides").answer(">", "")
    talk.answer(r"What came out of it\?.*>", "A map").answer(">", "")
    talk.answer(r"What do you take away\?.*only you.*>", "").answer(r"Private notes.*>", "mine").answer(">", "")
    talk.answer(r"Who does what by when\?.*>", "Bram: sponsor memo by 28 December").answer(">", "")
    talk.answer("Next session", "sometime soon").answer("No day was understood.*Next session", "")
    assert talk.done() == 0  # what is not understood is asked again: nothing typed before it is lost
    assert "0.75 PDUs" in talk.seen
    workspace = room.workspace()
    (held,) = workspace.all(Session)
    assert (held.focus, held.outcome, held.private_notes) == ("Stakeholder map\nand who decides", "A map", "mine")
    (action,) = workspace.all(Action)
    assert (action.text, action.owner, action.due[5:]) == ("sponsor memo", "mentee", "12-28")
    workspace.close()


def test_an_export_shows_what_leaves_and_asks(room: Room) -> None:
    room.create()
    room.run("log", "--minutes", "60", "--date", "2026-08-01", stdin="focus: x\nnotes: SECRET-MARK")
    out = room.folder / "closure.md"
    options = ("export", "closure", "--output", str(out), "--passphrase-file", str(room.passphrase_file))
    first = Terminal(room, *options).answer(r"\[y/N\]", "")
    assert first.done() == 6
    assert not out.exists()
    assert "What is exported:" in first.seen
    assert "What stays in the vault:" in first.seen
    assert "Private notes" in first.seen
    assert "SECRET-MARK" not in first.seen
    assert Terminal(room, *options).answer(r"\[y/N\]", "y").done() == 0
    assert out.exists()
    assert len(room.workspace().all(Disclosure)) == 1


def test_an_import_shows_what_it_understood_and_asks(room: Room) -> None:
    room.create()
    options = ("import", str(DATA / "past-sessions-excel-be.csv"), "--passphrase-file", str(room.passphrase_file))
    first = Terminal(room, *options).answer(r"Add 4 sessions.*\[y/N\]", "n")
    assert first.done() == 6
    assert "Windows-1252" in first.seen
    assert Terminal(room, *options).answer(r"\[y/N\]", "y").done() == 0
    assert len(room.workspace().all(Session)) == 4
    assert Terminal(room, *options).done() == 0


def test_prose_and_passphrase_stay_out_of_arguments_and_environment(room: Room) -> None:
    """While a command waits for prose, what others may see of the process holds nothing private."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("needs /proc")
    room.create()
    talk = Terminal(room, "log", "--minutes", "50", "--passphrase-file", str(room.passphrase_file))
    talk.answer(r"What did you work on\?.*>", "PRIVATE-MARK").child.expect(">")
    seen = b"".join((Path("/proc") / str(talk.child.pid) / name).read_bytes() for name in ("cmdline", "environ"))
    assert b"PRIVATE-MARK" not in seen
    assert PASSPHRASE.encode() not in seen
    talk.child.close(force=True)


# --- The demo -----------------------------------------------------------------------------------------------

_STUB = """
import sys, types, time
from pathlib import Path
from mentor_tui.cli import app, demo, run
stub = types.ModuleType("mentor_tui.screens.shell.app")
def run_app(path, *, passphrase, demo, pair=""):
    assert demo and len(passphrase) > 30
    from mentor_tui.vault import Vault, WrongPassphrase, list_backups
    Vault.open(path, passphrase).close()
    assert path.parent.stat().st_mode & 0o777 == 0o700
    print(path.parent, flush=True)
    {body}
    return 0
stub.run_app = run_app
sys.modules["mentor_tui.screens.shell.app"] = stub
demo.need_terminal = lambda: None
demo._parents = lambda: [Path(demo.tempfile.gettempdir())]
sys.exit(run(["demo", "--role", "mentee"]))
"""


def demo(body: str, room: Room) -> subprocess.Popen[str]:
    env = {**os.environ, "TMPDIR": str(room.folder), "HOME": str(room.folder)}
    env.pop("MENTOR_TUI_STATE_DIR", None)
    env |= {"XDG_STATE_HOME": str(room.folder / "xdg"), "XDG_DATA_HOME": str(room.folder / "xdg")}
    return subprocess.Popen(
        [sys.executable, "-c", _STUB.format(body=body)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


@pytest.mark.parametrize(
    ("body", "number", "code"),
    [
        ("pass", None, 0),
        ("raise RuntimeError('PRIVATE')", None, 1),
        ("time.sleep(60)", signal.SIGTERM, 128 + signal.SIGTERM),
        ("time.sleep(60)", signal.SIGHUP, 128 + signal.SIGHUP),
        ("time.sleep(60)", signal.SIGINT, 130),
    ],
)
def test_the_demo_leaves_nothing_behind(room: Room, body: str, number: signal.Signals | None, code: int) -> None:
    process = demo(body, room)
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    if number is not None:
        assert (folder / "demo.vault").exists()
        process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code, err
    assert "PRIVATE" not in err
    assert not folder.exists()
    assert not (room.folder / "xdg").exists()
    assert not list(room.folder.glob("mentor-tui-demo*"))


def test_a_demo_that_was_killed_outright_is_swept_by_the_next(room: Room) -> None:
    killed = demo("time.sleep(60)", room)
    assert killed.stdout is not None
    left = Path(killed.stdout.readline().strip())
    killed.kill()
    killed.communicate(timeout=30)
    assert left.exists()
    following = demo("pass", room)
    following.communicate(timeout=30)
    assert following.returncode == 0
    assert not left.exists()


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="needs a folder in memory")
def test_the_demo_lies_in_memory_where_it_can() -> None:
    from mentor_tui.cli.demo import throw_away_folder

    with throw_away_folder() as folder:
        assert folder.parent == Path("/dev/shm")
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
