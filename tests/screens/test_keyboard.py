"""Reading the terminal: a paste is one piece of text, however it arrives; keys stay keys."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys

import pytest
from textual import events
from textual.message import Message

if sys.platform == "win32":
    pytest.skip("the driver of Linux and macOS", allow_module_level=True)

import pty

from mentor_tui.screens.textual_fixes import keyboard
from mentor_tui.screens.textual_fixes import terminal as terminal_driver
from mentor_tui.screens.textual_fixes.keyboard import Parser


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


def text_of(*pieces: str) -> str:
    """What would be written, and the names of other keys in brackets."""
    keys = [m for m in messages_of(*pieces) if isinstance(m, events.Key)]
    return "".join(k.character if k.is_printable and k.character else f"<{k.key}>" for k in keys)


def messages_of(*pieces: str) -> list[Message]:
    parser = Parser()
    return [message for piece in pieces for message in (*parser.feed(piece), *parser.tick())]


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("\x1b[1;1:3A", ""),  # let go
        ("\x1b[97;5:3u", ""),
        ("\x1b[97;1:1u", "a"),
        ("\x1b[97:65;2u", "A"),
        ("\x1b[97;2;65u", "A"),
        ("\x1b[32;1u", " "),
        ("\x1b[1;1:2A", "<up>"),
        ("\x1b[1114112u", ""),
        ("\x1b[55296u", ""),
        ("\x1b[1;1u", ""),
        ("\x1b[99~", ""),
        ("\x1b[99999999999999999999u", ""),
        ("\x1b]11;rgb:1414/1919/1f1f\x1b\\", ""),
        ("\x1b]11;rgb:1414/1919/1f1f\x07", ""),
        ("\x1b[?61;4c", ""),
        ("\x9b?61;4c", ""),
        ("\x1b[>0;276;0c", ""),
        ("\x1b[12;40R", ""),
        ("\x1b[?1u", ""),
        ("\x1bP>|XTerm(390)\x1b\\", ""),
        ("\x1b_Gi=31;OK\x1b\\", ""),
        ("\x1b[65;30;97;1;0;1_", ""),  # as Windows tells a key
        ("\x1b[48;0;0;0;0t", ""),
        ("\x1b[<0;-3;99999999999M", ""),
        ("\x1b[M !!", ""),
        ("\x1bx", "<alt+x>"),
        ("\x1b[A", "<up>"),
        ("\x1bOA", "<up>"),
        ("\x1b[15~", "<f5>"),
    ],
)
def test_what_is_no_key_is_neither_a_key_nor_text(sent: str, meant: str) -> None:
    assert text_of(f"b{sent}c") == f"b{meant}c"
    if len(sent) > 2:
        assert text_of("b", sent[:2], sent[2:], "c") == f"b{meant}c"


def test_an_arrow_key_in_two_pieces_is_that_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_of("\x1b", "[A") == text_of("\x1b[", "A") == text_of("\x1bO", "A") == "<up>"
    monkeypatch.setattr(keyboard, "_ESCAPE", -1.0)  # so slow that the first piece was taken for the key
    assert text_of("\x1b", "[A") == "<escape><up>"
    assert text_of("\x1b", "n", "ote") == "<escape>note"


def test_a_sequence_without_an_end_does_not_swallow_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "_PATIENCE", -1.0)
    assert text_of("\x1b]11;rgb", "note") == text_of("\x1b[12", "note") == "note"


NUMBERS = ["", "0", "1", "2", "3", "27", "48", "57", "97", "200", "255", "55296", "57350", "1114112", "9" * 40]


def no_key(chance: random.Random) -> str:
    """Something that a terminal may send, or a hostile one, and that nobody pressed."""
    params = ";".join(
        ":".join(chance.choice(NUMBERS) for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(0, 6))
    )
    words = "".join(chance.choice("0123456789abcdef;:/?=#é你 ") for _ in range(chance.randint(0, 30)))
    return chance.choice(
        [
            f"\x1b[{chance.choice('?>=')}{params}{chance.choice('cnuyRtxhl')}",
            f"\x1b[{chance.choice('123')};{chance.randint(1, 99)}{chance.choice('cn_')}",
            f"\x1b[{chance.choice(NUMBERS) or 1};{chance.randint(1, 8)}:3{chance.choice('uABCDHF~PQS')}",
            f"\x1b[{chance.choice(['55296', '57343', '1114112', '9' * 9])};{params}u",
            f"\x1b[{params};1;1;1_",
            f"\x1b]{words}{chance.choice([chr(7), chr(27) + chr(92)])}",
            f"\x1b{chance.choice('P_^X')}{words}\x1b\\",
            f"\x1b[M{chance.choice(' !#@')}{chance.choice('!0A')}{chance.choice('!0A')}",
        ]
    )


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_no_sequence_is_text_a_key_or_an_error(count: int) -> None:
    chance = random.Random(20_26)
    for _ in range(count):
        sent = no_key(chance)
        cut = chance.randint(1, len(sent))
        pieces = (sent[:cut], sent[cut:]) if cut < len(sent) else (sent,)
        assert text_of("b", *pieces, "c") == "bc", (pieces,)


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_nothing_that_comes_ends_the_reading(count: int) -> None:
    """Made of the pieces that sequences are made of, in any order; afterwards a key is a key."""
    chance = random.Random(6_20)
    pieces = [
        *NUMBERS,
        *"\x1b\x1b\x1b[[[O]P_^X;:?<>$~uABMRmtcy_\\ a1é\x07\r\t\x00\x7f\x9b\x9c\ufffd",
        "\x1b[200~",
        "\x1b[201~",
        "\x1b[48;",
        "\x1b[<",
    ]
    for _ in range(count):
        parser = Parser()
        sent = [chance.choice(pieces) for _ in range(chance.randint(1, 14))]
        for piece in sent:
            for message in (*parser.feed(piece), *parser.tick()):
                repr(message)
        found = [*parser.feed("\x1b[201~\x18\x1b[201~"), *parser.feed("k")]
        assert [m.key for m in found if isinstance(m, events.Key)][-1] == "k", (sent,)


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


def test_a_long_text_that_nothing_says_to_be_a_paste_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(keyboard.time, "monotonic", lambda: now[0])
    parser = keyboard.Parser()
    words = "quite a long talk\tabout l, q and ?\r" * 60
    told: list[Message] = []
    for at in range(0, len(words), 1024):
        now[0] += 0.01
        told += parser.feed(words[at : at + 1024])
    assert told == []
    now[0] += 1
    told = list(parser.tick())
    assert [type(m) for m in told] == [events.Paste] and told[0].text == words  # type: ignore[attr-defined]
    assert [m.key for m in parser.feed("lq")] == ["l", "q"]  # type: ignore[attr-defined]


def test_what_comes_after_a_long_text_comes_after_it_and_a_held_key_is_no_text() -> None:
    parser = keyboard.Parser()
    told = [*parser.feed("ab" * 300), *parser.feed("\x1b[A")]
    assert [type(m) for m in told] == [events.Paste, events.Key]
    assert {type(m) for m in keyboard.Parser().feed("j" * 1024)} == {events.Key}
