"""The real program in a pseudo-terminal: type, press, read the screen. Nothing here knows the app from the inside."""

from __future__ import annotations

import contextlib
import copy
import os
import re
import select
import signal
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte
from ptyprocess import PtyProcess

PROGRAM = Path(sysconfig.get_path("scripts")) / ("mentor-tui.exe" if sys.platform == "win32" else "mentor-tui")
SLOW = float(os.environ.get("PATIENCE", "30"))
"""Seconds to wait for anything; a healthy run needs a fraction of one."""
_ANSWER, _QUIET = 0.5, 0.03
"""Seconds in which a key is answered by some paint, and without paint after which the answer is complete."""

_KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b[27u",  # as terminals with the kitty protocol send it: no waiting for what might follow
    "bare escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
}
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_FRAME, _FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
"""Synchronized output, as most terminals have it: what lies between these two is shown at once, when it is whole."""

# What pyte does not know and would print as text: the kitty keyboard protocol and questions to the terminal.
_FOREIGN = re.compile(rb"\x1b\[[<>=?][0-9;]*[uqcm]|\x1b\[\?[0-9;]*\$p|\x1bP[^\x1b]*\x1b\\|\x1b\[[0-9;]*t")

_STRANGE = re.compile(
    rb"\x1b\](?!22;[a-z-]*\x07)[^\x07\x1b]{0,40}"  # any operating system command but the shape of the pointer
    rb"|\x1b[PX^_][^\x1b]{0,40}"
    rb"|\xc2[\x80-\x9f]"
    rb"|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c"
    rb"|[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]"
)


def key_bytes(key: str) -> bytes:
    """What a terminal sends for a key."""
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[5].upper()) & 0x1F])
    return _KEYS.get(key, key).encode()


class _Screen(pyte.Screen):
    """A screen with the second one that full-screen programs paint on: leaving it shows the first again."""

    _first: tuple[Any, Any] | None = None

    def set_mode(self, *modes: int, **options: Any) -> None:
        if options.get("private") and 1049 in modes and self._first is None:
            self._first = copy.deepcopy(self.buffer), copy.copy(self.cursor)
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        super().reset_mode(*modes, **options)
        if options.get("private") and 1049 in modes and self._first is not None:
            (self.buffer, self.cursor), self._first = self._first, None
            self.dirty.update(range(self.lines))


class Private:
    """A person's own computer: a home, a temporary and a working folder, and nothing of ours in the environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home, self.tmp, self.work = root / "home", root / "tmp", root / "work"
        for folder in (self.home, self.tmp, self.work):
            folder.mkdir(parents=True, exist_ok=True)
        self.vault = self.home / ".data" / "mentor-tui" / "mentor.vault"

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of every program started here."""
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT")}
        places = {"XDG_DATA_HOME": ".data", "XDG_STATE_HOME": ".state", "XDG_CONFIG_HOME": ".config"}
        return {
            **kept,
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TZ": "Europe/Brussels",
            **{name: str(self.home / folder) for name, folder in places.items()},
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_RUNTIME_DIR": str(self.tmp),
            **more,
        }

    def files(self) -> Iterator[Path]:
        """Every file below the private folders."""
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


class Terminal:
    """A running program and the screen it paints."""

    def __init__(
        self,
        private: Private,
        *argv: str | Path,
        size: tuple[int, int] = (80, 24),
        program: Sequence[str | Path] = (PROGRAM,),
        **environment: str,
    ) -> None:
        self.columns, self.rows = size
        self.screen = _Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self.screen)
        self._raw = bytearray()
        self._rest = b""
        self._answers = False  # whether it said that it shows frames as a whole
        self._lines: list[str] | None = None  # what was read off the screen since it last changed
        self._news = threading.Condition()
        self._ended = False
        self.process = PtyProcess.spawn(
            [str(p) for p in (*program, *argv)],
            cwd=str(private.work),
            env=private.environment(**environment),
            dimensions=(self.rows, self.columns),
        )
        self._pipe = list(os.pipe())  # a byte in it: read no more
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    # --- What is on the screen ---------------------------------------------------------------------------------

    def _read(self) -> None:
        while True:
            if self._pipe[0] in select.select([self.process.fd, self._pipe[0]], [], [])[0]:
                return  # a terminal that is being read does not go away
            try:
                data = os.read(self.process.fd, 65536)
            except OSError:
                data = b""
            with self._news:
                if not data:
                    self._ended = True
                    self._show(self._rest)  # of a program that was killed: half a frame
                    self._news.notify_all()
                    return
                self._raw += data
                self._feed(data)
                self._news.notify_all()
                asked = not self._answers and _ASKS_FOR_FRAMES in self._raw[-len(data) - len(_ASKS_FOR_FRAMES) :]
            if asked:
                self._answers = True
                self.send(_HAS_FRAMES)

    def _feed(self, data: bytes) -> None:
        """Show what is whole; the beginning of a frame or of a sequence waits for the rest of it."""
        data = self._rest + data
        begun = data.rfind(_FRAME)
        if begun > data.rfind(_FRAME_END):
            cut = begun
        else:
            cut = data.rfind(b"\x1b")
            whole = rb"\x1b(\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78cDEHM]).*"
            if cut < 0 or len(data) - cut >= 16 or re.fullmatch(whole, data[cut:], re.DOTALL):
                cut = len(data)
        self._rest = data[cut:]
        self._show(data[:cut])

    def _show(self, data: bytes) -> None:
        self._lines = None
        self._stream.feed(_FOREIGN.sub(b"", data))

    def lines(self) -> list[str]:
        """The screen, line by line."""
        with self._news:
            if self._lines is None:
                self._lines = [line.rstrip() for line in self.screen.display]
            return list(self._lines)

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines())

    def flat(self) -> str:
        """The same with runs of white space folded, so that a sentence is found wherever it wraps."""
        return " ".join(self.text().split())

    def colours(self) -> set[str]:
        """The colours on the screen, as `rrggbb`."""
        with self._news:
            cells = [char for row in self.screen.buffer.values() for char in row.values()]
        return {c for char in cells for c in (char.fg, char.bg) if re.fullmatch("[0-9a-f]{6}", c)}

    def ground(self) -> str:
        """The background in the middle of the screen."""
        with self._news:
            return str(self.screen.buffer[self.rows // 2][self.columns - 2].bg)

    def raw(self) -> bytes:
        """Every byte that the program sent."""
        with self._news:
            return bytes(self._raw)

    def strange(self, since: int = 0) -> list[bytes]:
        """What no honest screen sends: titles, clipboards, device commands, C1 controls, marks that turn text round."""
        return _STRANGE.findall(self.raw()[since:])

    @property
    def size(self) -> int:
        """Bytes sent so far: a mark to look from."""
        with self._news:
            return len(self._raw)

    def wait_until(self, holds: Callable[[], object], what: str, timeout: float = SLOW) -> None:
        """Wait until something holds; each time the screen changes it is looked at again."""
        deadline = time.monotonic() + timeout
        with self._news:
            while not holds():
                left = deadline - time.monotonic()
                if left <= 0 or (self._ended and not holds()):
                    state = "the program has ended" if self._ended else f"not within {timeout} s"
                    raise AssertionError(f"{what}: {state}. The screen:\n{self.text()}")
                self._news.wait(min(left, 0.5))

    def wait_for(self, *words: str, timeout: float = SLOW) -> None:
        """Wait until all these stand on the screen."""
        self.wait_until(lambda: all(w in self.flat() for w in words), f"waiting for {words}", timeout)

    def wait_gone(self, *words: str, timeout: float = SLOW) -> None:
        """Wait until none of these stands on the screen."""
        self.wait_until(lambda: not any(w in self.flat() for w in words), f"waiting for {words} to go", timeout)

    def wait_still(self, quiet: float = 0.15, timeout: float = SLOW) -> None:
        """Wait until nothing was painted for a moment."""
        deadline = time.monotonic() + timeout
        with self._news:
            while time.monotonic() < deadline:
                before = len(self._raw)
                self._news.wait(quiet)
                if len(self._raw) == before:
                    return

    # --- What a person does ------------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """Bytes as a terminal sends them."""
        view = memoryview(data)
        while view:
            view = view[os.write(self.process.fd, view[:4096]) :]

    def type(self, words: str) -> None:
        """Type text; line ends are Enter."""
        self.send(words.replace("\n", "\r").encode())

    def press(self, *keys: str) -> None:
        """Press keys by name, one after the other, as a person does: each is seen to work before the next."""
        for key in keys:
            before = self.size
            self.send(key_bytes(key))
            self._answered(before)

    def _answered(self, before: int) -> None:
        """Wait until a key was answered by some paint, and the paint is done. Some keys change nothing."""
        deadline = time.monotonic() + _ANSWER
        with self._news:
            while len(self._raw) == before and not self._ended and time.monotonic() < deadline:
                self._news.wait(deadline - time.monotonic())
        self.wait_still(_QUIET, timeout=1.0)

    def paste(self, words: str | bytes) -> None:
        """Paste, as a terminal with bracketed paste sends it."""
        data = words.encode() if isinstance(words, str) else words
        self.send(b"\x1b[200~" + data + b"\x1b[201~")

    def click(self, column: int, row: int) -> None:
        """A click with the left button; columns and rows count from 0."""
        for letter in "Mm":
            self.send(f"\x1b[<0;{column + 1};{row + 1}{letter}".encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        with self._news:
            self.columns, self.rows = columns, rows
            self.screen.resize(rows, columns)
            self._lines = None
        self.process.setwinsize(rows, columns)

    # --- The end -----------------------------------------------------------------------------------------------

    def wait_end(self, timeout: float = SLOW) -> int:
        """Wait until the program has ended; its exit code."""
        deadline = time.monotonic() + timeout
        while self.process.isalive():
            if time.monotonic() > deadline:
                raise AssertionError(f"the program did not end. The screen:\n{self.text()}")
            time.sleep(0.02)
        self._reader.join(5)
        status = self.process.exitstatus
        return -(self.process.signalstatus or 0) if status is None else int(status)

    def hang_up(self) -> None:
        """Close the window: the system sends the program SIGHUP and SIGCONT, and its terminal is gone."""
        os.write(self._pipe[1], b"x")
        self._reader.join(5)
        self.process.fileobj.close()
        self.process.closed = True

    def kill(self) -> None:
        """End the program at once, as a power cut would."""
        if self.process.isalive():
            with contextlib.suppress(OSError):
                self.process.kill(signal.SIGKILL)
            with contextlib.suppress(Exception):
                self.process.wait()
        self._reader.join(5)
        with contextlib.suppress(OSError):
            self.process.close(force=True)
        for pipe in self._pipe:
            os.close(pipe)
        self._pipe = []
