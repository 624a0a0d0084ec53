"""Reading the terminal: a paste is one piece of text, however it arrives; keys stay keys."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest
from textual import events
from textual.message import Message

if sys.platform == "win32":
    pytest.skip("the driver of Linux and macOS", allow_module_level=True)

import pty

from mentor_tui.screens import keyboard
from mentor_tui.screens import terminal as terminal_driver
from mentor_tui.screens.keyboard import Parser


def read(*pieces: str) -> list[str]:
    parser = Parser()
    found: list[Message] = []
    for piece in pieces:
        found += parser.feed(piece)
    return [f"paste:{m.text}" if isinstance(m, events.Paste) else m.key for m in found if not _mouse(m)]  # type: ignore[attr-defined]


def _mouse(message: Message) -> bool:
    return isinstance(message, events.MouseEvent)


def pasted(words: str) -> str:
    return f"\x1b[200~{words}\x1b[201~"


@pytest.mark.parametrize(
    "words", ["a", "two\nlines", "é你😀", "\x1b[31mred\x1b[0m", "\x1b]52;c;eA==\x07", "\x1bOQ", "\x1b"]
)
def test_a_paste_is_one_piece_whatever_stands_in_it(words: str) -> None:
    assert read("x" + pasted(words) + "y") == ["x", f"paste:{words}", "y"]


def test_a_paste_may_arrive_letter_by_letter() -> None:
    words = "before \x1b[31mred\x1b[0m \x1b[20 after"
    start, rest = "\x1b[200~", words + "\x1b[201~z"
    assert read(start, *rest) == [f"paste:{words}", "z"]
    assert read(start + rest[:9], rest[9:-4], rest[-4:]) == [f"paste:{words}", "z"]


def test_keys_between_pastes_keep_their_order() -> None:
    data = pasted("one") + "\x1bOQ" + pasted("two") + "\t"
    assert read(data) == ["paste:one", "f2", "paste:two", "tab"]


def test_nuls_are_dropped_and_an_empty_paste_is_harmless() -> None:
    assert read(pasted("a\x00b") + pasted("")) == ["paste:ab", "paste:"]


def test_a_paste_without_an_end_does_not_swallow_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = Parser()
    assert list(parser.feed("\x1b[200~lost")) == []
    assert list(parser.tick()) == []
    monkeypatch.setattr(keyboard, "_PATIENCE", -1.0)
    (paste,) = parser.tick()
    assert isinstance(paste, events.Paste) and paste.text == "lost"
    (key,) = parser.feed("k")
    assert isinstance(key, events.Key) and key.key == "k"


async def test_the_size_told_last_is_the_size_the_window_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window changes again while it is being measured: the newer measure must not be overtaken by the older."""
    told: list[tuple[int, int]] = []

    class Listener:
        debug = False

        def post_message(self, event: events.Resize) -> None:
            told.append(tuple(event.size))

        async def _post_message(self, event: events.Resize) -> None:
            self.post_message(event)

    sizes = [(80, 24), (1, 1)]

    def measure(_driver: object) -> tuple[int, int]:
        size = sizes.pop()
        if sizes:
            signal.raise_signal(signal.SIGWINCH)  # the next change, before this measure is told
        return size

    terminal, program = pty.openpty()
    with os.fdopen(program, "w") as stderr:
        monkeypatch.setattr(sys, "__stderr__", stderr)
        driver = terminal_driver.TerminalDriver(Listener())  # type: ignore[arg-type]
        monkeypatch.setattr(terminal_driver.TerminalDriver, "_get_terminal_size", lambda _: (80, 24))
        driver.start_application_mode()
        await asyncio.sleep(0.05)
        told.clear()
        try:
            monkeypatch.setattr(terminal_driver.TerminalDriver, "_get_terminal_size", measure)
            signal.raise_signal(signal.SIGWINCH)
            for _ in range(50):
                await asyncio.sleep(0.01)
                if len(told) >= 2:
                    break
        finally:
            monkeypatch.setattr(terminal_driver.TerminalDriver, "_get_terminal_size", lambda _: (80, 24))
            driver.disable_input()
            driver.stop_application_mode()
            driver.close()
    os.close(terminal)
    assert told == [(1, 1), (80, 24)]
