"""Text that a terminal or a markup parser might obey, the same in every run, and one of each widget that shows text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from mentor_tui.schema.fields import Field, Option
from mentor_tui.screens.sessions.log_body import HeadLine
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.editors import Prose, SafeInput, Tick
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.screens.widgets.plain import Plain, content, joined
from mentor_tui.screens.widgets.rows import Column, Row, Rows

_STRINGS = (
    "0;owned",
    "2;owned",
    "52;c;ZXZpbA==",
    "8;;https://evil.example",
    "4;1;?",
    "10;?",
    "1337;File=:AAAA",
    "777;x",
)
_CSI = (
    "2J",
    "31m",
    "?1049l",
    "6n",
    "c",
    ">c",
    "5n",
    "?2004l",
    "?1000h",
    "8;1;1t",
    "21t",
    "14t",
    "!p",
    "3J",
    "H",
    "999D",
)
_DCS = ("$qm", "+q544e", "q#0;2;0;0;0#0~~", "tmux;x")
_UNSEEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f\u200b\u2060\ufeff\u00ad\u180e"


def escapes(number: int) -> list[str]:
    """So many different strings with escape sequences, controls, and marks that turn or hide text."""
    chance = random.Random(7)

    def one() -> str:
        end = chance.choice(("\x07", "\x1b\\", "\x9c", "", "\n"))
        match chance.randrange(9):
            case 0:
                return chance.choice(("\x1b[", "\x9b", "\x1b\x1b[")) + chance.choice(_CSI)
            case 1:
                return chance.choice(("\x1b]", "\x9d")) + chance.choice(_STRINGS) + end
            case 2:
                return chance.choice(("\x1bP", "\x90", "\x1b_", "\x9f", "\x1b^", "\x9e", "\x1bX", "\x98")) + (
                    chance.choice(_DCS) + end
                )
            case 3:
                return chance.choice("\x00\x01\x05\x07\x08\x0b\x0c\x0e\x0f\x11\x1a\x1b\x7f\x84\x85\x8d\x8e\x9b")
            case 4:
                return "".join(chance.choice(_UNSEEN) for _ in range(3))
            case 5:
                return "\x1b" + chance.choice("cDEHMNOZ78=>n|#(") + chance.choice("8B0 ")
            case 6:
                return "".join(chr(0xE0000 + ord(c)) for c in "evil")
            case 7:
                return chance.choice(("\ud83d", "\udc9b", "\ufffe", "\uffff", "\u2028", "\u2029"))
            case _:
                return "\x1b[" + ";".join(str(chance.randrange(9999)) for _ in range(20)) + "m"

    found: dict[str, None] = {}
    while len(found) < number:
        found[f"n{len(found):04d} " + "y".join(one() for _ in range(chance.randrange(1, 4))) + " end"] = None
    return list(found)


_TAGS = ("bold", "red", "@click=app.quit", "@click='app.bell'", "@click=lock()", "link=https://evil.example", "on red")
_TAGS += ("/", "/bold", "reverse", "$primary", "@mouse.down=app.quit", "#ff0000", "not bold", "@click=screen.dismiss")
_ODD = ("[", "]", "[[", "\\[", "[]", "[/", ":smile:", ":bomb:", "{x}", "%s", "[b", "b]", "[/]", "[=]", "['", '["', "\\")


def markups(number: int) -> list[str]:
    """So many different strings with markup: actions, links, unbalanced and nested tags, names of emoji."""
    chance = random.Random(11)
    found: dict[str, None] = {}
    while len(found) < number:
        parts = [
            f"[{chance.choice(_TAGS)}]" if chance.random() < 0.6 else chance.choice(_ODD)
            for _ in range(chance.randrange(1, 5))
        ]
        found[f"n{len(found):04d} " + "x".join(parts) + " end"] = None
    return list(found)


NOT_PAINTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\u00ad\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, marks that turn the direction of what follows, half characters, invisible letters."""


_SCROLLBAR = ("grab", "scroll_up", "scroll_down")


def wrong(strips: Iterable[Strip]) -> list[str]:
    """What must not be painted: controls, marks that turn text, links, actions."""
    found = []
    for strip in strips:
        found += NOT_PAINTED.findall(strip.text)
        for segment in strip:
            if segment.style is not None:
                found += [segment.style.link] if segment.style.link else []
                meta = segment.style.meta
                acts = [k for k, v in meta.items() if k.startswith("@") and v not in _SCROLLBAR]
                found += acts if not meta.get("own") else []  # a key in the app's own words may be clicked
    return found


class Gallery(Screen[None]):
    """One of each widget that shows a person's words; `painted` lets all of them show the same."""

    DEFAULT_CSS = "Gallery Rows { height: 3; }"

    def compose(self) -> ComposeResult:
        text = Field(id="t", kind="text", label="Text")
        line = Field(id="l", kind="line", label="Line")
        yield Plain("", id="plain")
        yield Plain("", id="joined")
        yield Notice(id="notice")
        yield HeadLine("", id="head")
        yield Rows([Column("", 60), Column("")], id="rows")
        yield Rows([Column("")], id="empty")
        yield SafeInput("", id="input", compact=True)
        yield Tick("", id="tick", compact=True)
        yield FieldEditor(text, "", "mentor")
        yield FieldEditor(line, "", "mentor")

    def painted(self, words: str, turn: int = 0, of: int = 1) -> dict[str, list[Strip]]:
        """Show these words in every widget, or in each `of`-th from `turn` on; the lines that each then paints."""
        chosen = list(self._all().items())[turn % of :: of]
        return {name: self._paint(widget, show, words) for name, (widget, show) in chosen}

    def show_all(self, words: str) -> None:
        """Show these words in every widget, and leave the painting to the app."""
        for _, show in self._all().values():
            show(words)

    def _all(self) -> dict[str, tuple[Widget, Callable[[str], object]]]:
        plain, two = self.query_one("#plain", Plain), self.query_one("#joined", Plain)
        notice, head = self.query_one("#notice", Notice), self.query_one("#head", HeadLine)
        rows, empty = self.query_one("#rows", Rows), self.query_one("#empty", Rows)
        line, tick = self.query_one("#input", SafeInput), self.query_one(Tick)
        text, short = self.query_one("#field-t", FieldEditor), self.query_one("#field-l", FieldEditor)

        def hint(words: str) -> None:
            empty.empty = words

        def label(words: str) -> None:
            tick.label = content(words)

        def fill(words: str) -> None:
            line.value = words

        return {
            "text": (plain, plain.show),
            "pieces of text": (two, lambda words: two.show(joined(words, (words, "bold")))),
            "notice line": (notice, notice.say),
            "head line": (head, head.show),
            "list": (rows, lambda words: rows.fill([Row("k", (words, words)), Row("m", (words, ""))])),
            "empty list": (empty, hint),
            "line": (line, fill),
            "box to tick": (tick, label),
            "field of text": (text.query_one(Prose), text.put),
            "field of a line": (short.query_one(SafeInput), short.put),
        }

    @staticmethod
    def _paint(widget: Widget, show: Callable[[str], object], words: str) -> list[Strip]:
        show(words)
        widget.refresh()
        width = max(cell_len(words) * 2, 20)
        return widget.render_lines(Region(0, 0, min(width, widget.size.width or 60), max(widget.size.height, 1)))


class Choices(Screen[None]):
    """Lists to choose from whose labels are a person's words, and a page to read."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__()
        self.page = Prose("\n".join(labels), id="page")
        options = tuple(Option(str(at), label) for at, label in enumerate(labels))
        self.choice = Field(id="c", kind="choice", label="Choice", options=options)
        self.several = Field(id="s", kind="choices", label="Choices", options=options[:40])

    def compose(self) -> ComposeResult:
        yield FieldEditor(self.choice, "0", "mentor")
        yield FieldEditor(self.several, [], "mentor")
        yield self.page
