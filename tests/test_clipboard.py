"""The clipboard: which way a copy takes, what is said of it, and that its text stays on standard input."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

import pytest

from mentor_tui.host.clipboard import Clipboard, Copied

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its fake tools are shell scripts")

WORDS = "Saying no — zo gezegd\nand a second line"
X11, WAYLAND = {"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}
TOOLS = {
    "xclip": 'case "$*" in *-out*) cat "$KEPT";; *) cat > "$KEPT";; esac',
    "xsel": 'case "$*" in *--output*) cat "$KEPT";; *) cat > "$KEPT";; esac',
    "wl-copy": 'cat > "$KEPT"',
    "wl-paste": 'cat "$KEPT"',
    "pbcopy": 'cat > "$KEPT"',
    "pbpaste": 'cat "$KEPT"',
    "powershell.exe": 'case "$*" in *Get-Clipboard*) base64 -w0 < "$KEPT";; *) base64 -d > "$KEPT";; esac',
    "tmux": 'case "$1" in show-environment) echo "$LOOKS_ON"; test -n "$LOOKS_ON";; *) cat > "$KEPT";; esac',
}


class Computer:
    """A folder of fake tools, each of which notes how it was called, and the one clipboard behind them."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.kept, self.calls = folder, folder / "kept", folder / "calls"
        self.environ = {"PATH": f"{folder}:/usr/bin:/bin", "KEPT": str(self.kept), "TERM": "xterm", **environment}

    def has(self, name: str, does: str = "") -> None:
        """Put a tool on the path; `does` instead of what it should do."""
        tool = self.folder / name
        tool.write_text(f'#!/bin/sh\n(echo "$0 $*"; env) >> "{self.calls}"\n{does or TOOLS[name]}\n')
        tool.chmod(0o755)

    def copy(self, words: str = WORDS, platform: str = "linux", **environment: str) -> Copied:
        return self.clipboard(platform, **environment).put(words)

    def clipboard(self, platform: str = "linux", **environment: str) -> Clipboard:
        return Clipboard({**self.environ, **environment}, platform)

    @property
    def holds(self) -> str:
        return self.kept.read_text("utf-8") if self.kept.exists() else ""


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


@pytest.mark.parametrize(
    ("there", "environment", "platform", "way"),
    [
        (("xclip", "xsel"), X11, "linux", "xclip"),
        (("xsel",), X11, "linux", "xsel"),
        (("wl-copy", "wl-paste", "xclip"), {**X11, **WAYLAND}, "linux", "wl-copy"),
        (("xclip",), {**X11, **WAYLAND}, "linux", "xclip"),
        (("pbcopy", "pbpaste", "xclip"), X11, "darwin", "pbcopy"),
        (("powershell.exe", "xclip"), {**X11, "WSL_DISTRO_NAME": "Debian"}, "linux", "PowerShell"),
        (("xclip",), {**X11, "WSL_DISTRO_NAME": "Debian"}, "linux", "xclip"),
        (("xclip", "tmux"), {**X11, "TMUX": "/tmp/t,1,0"}, "linux", "xclip"),
        (("xclip",), {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a b"}, "linux", "xclip"),
    ],
)
def test_the_tool_of_this_session_takes_the_text_and_it_is_read_back(
    computer: Computer, there: tuple[str, ...], environment: dict[str, str], platform: str, way: str
) -> None:
    for name in there:
        computer.has(name)
    copied = computer.copy(platform=platform, **environment)
    assert copied == (way, True, ()) and copied.sentence == f"Copied with {way}."
    assert computer.holds == WORDS


def test_the_text_is_in_no_command_line_no_environment_and_no_file_of_ours(computer: Computer) -> None:
    for name in TOOLS:
        computer.has(name)
    before = set(computer.folder.iterdir())
    for environment in (X11, {**WAYLAND, "XDG_RUNTIME_DIR": "/run/me"}, {"TMUX": "1"}, {"WSL_INTEROP": "1"}):
        assert computer.copy("a very private word", **environment).way
    computer.copy("a very private word", "darwin")
    calls = computer.calls.read_text("utf-8")
    assert "private" not in calls and base64.b64encode(b"a very private word").decode() not in calls
    assert set(computer.folder.iterdir()) - before == {computer.kept, computer.calls}
    assert "TMPDIR=/run/me" in calls, "where wl-copy keeps its text: in memory"
    assert "LC_CTYPE=UTF-8" in calls, "without it, a Mac keeps ASCII only"


def test_over_ssh_the_tools_of_the_far_computer_are_left_alone(computer: Computer) -> None:
    for name in TOOLS:
        computer.has(name)
    for environment in ({"SSH_CONNECTION": "a b"}, {"SSH_TTY": "/dev/pts/1"}):
        for platform in ("linux", "darwin"):
            way = computer.clipboard(platform, **X11, **WAYLAND, **environment)
            assert way.far and not way.tools
    assert computer.copy(**X11, SSH_TTY="/dev/pts/1") == Copied() and computer.holds == ""


def test_tmux_knows_who_looks_on_and_passes_the_text_on(computer: Computer) -> None:
    computer.has("tmux")
    computer.has("xclip")
    came_home = computer.clipboard(**X11, TMUX="1", SSH_TTY="/dev/pts/1", LOOKS_ON="-SSH_CONNECTION")
    assert not came_home.far and came_home.put(WORDS).way == "xclip", "started over SSH, looked at here"
    far = computer.clipboard(**X11, TMUX="1", LOOKS_ON="SSH_CONNECTION=a b")
    assert far.far, "started here, looked at over SSH"
    copied = far.put("by tmux")
    assert computer.holds == "by tmux" and not copied.sure
    assert "does not say whether it arrived" in copied.sentence


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("exit 1", "xclip did not work"),
        ("sleep 60", "xclip did not answer in time"),
        ("trap '' TERM; sleep 60 & wait", "xclip did not answer in time"),
        ('case "$*" in *-out*) echo other;; *) cat > /dev/null;; esac', "xclip took it, but the clipboard holds"),
    ],
)
def test_a_tool_that_fails_hangs_or_keeps_something_else_is_told_of_and_the_next_one_goes(
    computer: Computer, does: str, why: str
) -> None:
    computer.has("xclip", does)
    alone = Clipboard({**computer.environ, **X11}, "linux")
    alone.tools = [tool._replace(seconds=0.3) for tool in alone.tools]
    copied = alone.put(WORDS)
    assert not copied.way and not copied.sure
    assert copied.sentence.startswith("Not copied") and why in copied.sentence
    computer.has("xsel")
    both = computer.clipboard(**X11)
    both.tools = [tool._replace(seconds=0.3) for tool in both.tools]
    copied = both.put(WORDS)
    assert copied.sure and copied.sentence.startswith("Copied with xsel (") and why in copied.sentence


def test_what_a_tool_took_and_nobody_can_read_back_is_not_called_copied(computer: Computer) -> None:
    computer.has("wl-copy")
    copied = computer.copy(**WAYLAND)
    assert copied.way == "wl-copy" and not copied.sure
    assert copied.sentence == "Given to wl-copy; it could not be read back."


def test_a_tool_that_stays_to_serve_what_it_took_keeps_nobody_waiting(computer: Computer) -> None:
    computer.has("xclip", 'case "$*" in *-out*) cat "$KEPT";; *) cat > "$KEPT"; sleep 5 & ;; esac')
    assert computer.copy(**X11).sure


def test_a_missing_tool_is_named_where_there_is_a_screen_for_it(computer: Computer) -> None:
    computer.environ["PATH"] = str(computer.folder)
    assert computer.copy(**X11).failed == ("neither xclip nor xsel is installed",)
    assert computer.copy(**X11, **WAYLAND).failed == ("wl-clipboard is not installed",)
    assert computer.copy() == Copied()
    assert not Clipboard({}, "linux").tools, "no PATH, no tools"


def test_a_plain_console_is_sent_nothing_that_it_would_print(computer: Computer) -> None:
    assert not computer.clipboard(TERM="linux").terminal and computer.clipboard(TERM="tmux-256color").terminal


def test_lines_end_as_windows_ends_them_and_the_text_is_still_the_same(computer: Computer) -> None:
    computer.has(
        "powershell.exe", 'case "$*" in *Get-*) printf "a\\r\\nb\\r\\n" | base64 -w0;; *) cat > /dev/null;; esac'
    )
    assert computer.copy("a\nb", WSL_INTEROP="1").sure


def test_no_tool_inherits_what_the_program_holds_open(computer: Computer, tmp_path: Path) -> None:
    held = os.open(tmp_path / "held", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(held, True)
    try:
        computer.has("xclip", f"test -e /proc/self/fd/{held} && exit 1; {TOOLS['xclip']}")
        assert computer.copy(**X11).sure
    finally:
        os.close(held)
