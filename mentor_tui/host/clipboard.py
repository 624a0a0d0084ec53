"""The clipboard of the computer at which the person sits: which tools reach it from here, and whether they did.

On a computer of one's own its tools go first, and what they took is read back. Over SSH they would fill the clipboard
of the far computer, so there the terminal is asked (OSC 52), which answers nothing. The text goes to a tool by its
standard input alone: command lines and environments can be read by others, and files stay behind.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_SECONDS = 2.0
_SECONDS_OF_POWERSHELL = 10.0
"""How long a tool may take. PowerShell alone needs seconds to start."""
_TRIES, _BETWEEN_SECONDS = 3, 0.05
"""Some systems show the new content a moment after the tool has ended."""
_FORWARDED = re.compile(r"[^/:]+:\d")
"""A display that SSH forwards has a host before its number (`localhost:10.0`); `:0` is that of the far computer."""
_WITHOUT_OSC = {"linux", "dumb", ""}
_POWERSHELL = ("-NoProfile", "-NonInteractive", "-Command")
_SET = "Set-Clipboard -Value ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd())))"
_GET = "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((Get-Clipboard -Raw)))"


class Tool(NamedTuple):
    """A program that fills the clipboard with what it reads, and how the same is read back."""

    name: str
    copy: tuple[str, ...]
    paste: tuple[str, ...] = ()
    seconds: float = _SECONDS
    as_base64: bool = False
    environment: tuple[tuple[str, str], ...] = ()


class Copied(NamedTuple):
    """The outcome of a copy."""

    way: str = ""
    """The tool that took the text, `tmux`, `terminal`, or empty when nothing did."""
    sure: bool = False
    """True when it was read back, as it was."""
    failed: tuple[str, ...] = ()
    """What did not work before, in words, each without a capital and a full stop."""

    @property
    def sentence(self) -> str:
        """The outcome in a sentence for the person."""
        ends = {
            "": "Not copied: neither a clipboard tool nor this terminal took it",
            "terminal": "Sent through the terminal, which does not say whether it arrived; paste it to see",
            "tmux": "Sent through tmux, which does not say whether it arrived; paste it to see",
        }
        given = f"Copied with {self.way}" if self.sure else f"Given to {self.way}; it could not be read back"
        why = f" ({'; '.join(self.failed)})" if self.failed else ""
        return f"{ends.get(self.way, given)}{why}."


class Clipboard:
    """The ways to the clipboard in one session, told from its environment.

    Args:
        environ: The environment variables of the session.
        platform: As `sys.platform` has it.
    """

    def __init__(self, environ: Mapping[str, str], platform: str) -> None:
        self._environ, self._platform = environ, platform
        self._missing: tuple[str, ...] = ()
        self.far = self._far()
        """True when the person sits at another computer: the terminal goes first."""
        self.tools = self._tools()

    @property
    def terminal(self) -> bool:
        """True when the terminal can be asked; a plain console would print what it is sent."""
        return self._environ.get("TERM", "xterm") not in _WITHOUT_OSC or self._platform == "win32"

    def put(self, words: str) -> Copied:
        """Fill the clipboard by the first tool that does. Takes no longer than the time limits of all tools."""
        failed = self._missing
        for tool in self.tools:
            try:
                self._run(tool, tool.copy, words)
                back = self._read_back(tool, words) if tool.paste else None
            except _Failed as error:
                failed += (f"{tool.name} {error}",)
                continue
            if back is False:
                failed += (f"{tool.name} took it, but the clipboard holds something else",)
                continue
            return Copied(tool.name, bool(back), failed)
        return Copied(failed=failed)

    # --- Which tools -------------------------------------------------------------------------------------------

    def _far(self) -> bool:
        """True over SSH; tmux tells it of the window that looks on now, the environment only of the first one."""
        if self._environ.get("TMUX") and (tmux := self._found("tmux")):
            try:
                told = self._run(Tool("tmux", ()), (tmux, "show-environment", "SSH_CONNECTION"))
                return told.startswith(b"SSH_CONNECTION=")
            except _Failed:
                pass
        return bool(self._environ.get("SSH_CONNECTION") or self._environ.get("SSH_TTY"))

    def _tools(self) -> list[Tool]:
        tools = self._far_tools() if self.far else self._tools_here()
        if self._environ.get("TMUX") and (tmux := self._found("tmux")):
            tools.append(Tool("tmux", (tmux, "load-buffer", "-w", "-")))
        return tools

    def _far_tools(self) -> list[Tool]:
        """Over SSH only a display that is forwarded leads to the person's own computer."""
        return self._of_x11() if _FORWARDED.match(self._environ.get("DISPLAY", "")) else []

    def _tools_here(self) -> list[Tool]:
        if self._platform == "darwin":
            speaks = (("LC_CTYPE", "UTF-8"),)  # without it all but ASCII is lost
            return [
                Tool("pbcopy", (copy,), (paste,), environment=speaks)
                for copy, paste in [(self._found("pbcopy"), self._found("pbpaste"))]
                if copy and paste
            ]
        on_windows = self._platform == "win32" or bool(self._environ.keys() & {"WSL_DISTRO_NAME", "WSL_INTEROP"})
        if on_windows and (windows := self._of_windows()):
            return windows
        tools: list[Tool] = []
        if self._environ.get("WAYLAND_DISPLAY"):
            tools += self._of_wayland()
        if self._environ.get("DISPLAY"):
            tools += self._of_x11()
        if tools:
            return tools
        if self._environ.get("WAYLAND_DISPLAY"):
            self._missing = ("wl-clipboard is not installed",)
        elif self._environ.get("DISPLAY"):
            self._missing = ("neither xclip nor xsel is installed",)
        return []

    def _of_wayland(self) -> list[Tool]:
        copy, paste = self._found("wl-copy"), self._found("wl-paste")
        if not copy:
            return []
        # wl-copy keeps what it reads in a file of its own: there, in memory, and no longer than this session.
        kept = (("TMPDIR", self._environ["XDG_RUNTIME_DIR"]),) if self._environ.get("XDG_RUNTIME_DIR") else ()
        reads = (paste, "--no-newline", "--type", "text") if paste else ()
        return [Tool("wl-copy", (copy, "--type", "text/plain;charset=utf-8"), reads, environment=kept)]

    def _of_x11(self) -> list[Tool]:
        tools = []
        if xclip := self._found("xclip"):
            there = (xclip, "-selection", "clipboard")
            tools.append(Tool("xclip", (*there, "-in"), (*there, "-out")))
        if xsel := self._found("xsel"):
            tools.append(Tool("xsel", (xsel, "--clipboard", "--input"), (xsel, "--clipboard", "--output")))
        return tools

    def _of_windows(self) -> list[Tool]:
        if self._platform == "win32":  # by its full path: Windows would first look in the folder one stands in
            folder = Path(self._environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "WindowsPowerShell", "v1.0")
            shell = str(folder / "powershell.exe")
        else:
            shell = self._found("powershell.exe") or ""
        start = (shell, *_POWERSHELL)
        ways = Tool("PowerShell", (*start, _SET), (*start, _GET), _SECONDS_OF_POWERSHELL, as_base64=True)
        return [ways] if shell else []

    def _found(self, name: str) -> str | None:
        return shutil.which(name, path=self._environ.get("PATH", ""))

    # --- Running them ------------------------------------------------------------------------------------------

    def _read_back(self, tool: Tool, words: str) -> bool | None:
        """True when the clipboard holds these words; None when it cannot be read."""
        for left in reversed(range(_TRIES)):
            try:
                data = self._run(tool, tool.paste)
                found = base64.b64decode(data) if tool.as_base64 else data
            except (_Failed, ValueError):
                return None
            if _lines(found.decode("utf-8", "replace")) == _lines(words):
                return True
            if left:
                time.sleep(_BETWEEN_SECONDS)
        return False

    def _run(self, tool: Tool, command: tuple[str, ...], words: str | None = None) -> bytes:
        """Run a command of a tool, with the words on its standard input or else for what it prints."""
        data = words.encode("utf-8", "replace") if words is not None else None
        if data is not None and tool.as_base64:
            data = base64.b64encode(data)
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL if data is None else subprocess.PIPE,
                # A tool stays to serve what it took. It must not hold a pipe that somebody reads to its end,
                stdout=subprocess.PIPE if data is None else subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**self._environ, **dict(tool.environment)},
                start_new_session=True,  # and what was copied outlives this window.
            )
        except OSError as error:
            raise _Failed("could not be started") from error
        with process:
            try:
                out, _ = process.communicate(data, timeout=tool.seconds)
            except subprocess.TimeoutExpired as error:
                _end(process)
                raise _Failed("did not answer in time") from error
        if process.returncode:
            raise _Failed("did not work")
        return out or b""


class _Failed(Exception):
    """A tool did not do it; the message follows its name in a sentence."""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a tool that hangs, with all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what it would not read is still to be written
                pipe.close()


def _lines(words: str) -> str:
    """Words in which the ends of lines do not matter: Windows writes its own, and may add one."""
    return words.replace("\r\n", "\n").rstrip("\n")
