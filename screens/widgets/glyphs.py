"""The signs of the app in two alphabets that say the same: drawn ones, and plain ones that every terminal has.

A screen asks for a sign by what it means; which alphabet holds is decided when the app starts or a setting changes.
"""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

from textual.scrollbar import ScrollBar, ScrollBarRender


class Glyphs(NamedTuple):
    """One alphabet. Every sign is one cell wide, but `keys`."""

    cursor: str
    done: str
    next: str
    todo: str
    held: str
    planned: str
    action: str
    step: str
    """A mid-point, or a step of the program, on a line of days."""
    end: str
    late: str
    past: str
    """A line of days: what lies behind."""
    ahead: str
    road: str
    """The same, upright."""
    path: str
    rest: str
    """Optional, or nothing there."""
    off: str
    """Dropped, cancelled, set aside."""
    edge: str
    """The left edge of a field."""
    box: str
    """The sign of a bar's colour in a legend."""
    cut: str
    """The end of a text that goes on."""
    arrows: str
    """Up and down, for a key line."""
    across: str
    """A cell of a bar, from empty to full in eighths."""
    upright: str
    """The same for a column."""
    thin: str
    """A cell of a bar that has others right above and below it."""


DRAWN = Glyphs(
    cursor="▌",
    done="✓",
    next="►",
    todo="○",
    held="●",
    planned="○",
    action="▪",
    step="▲",
    end="■",
    late="!",
    past="━",
    ahead="─",
    road="┃",
    path="│",
    rest="·",
    off="–",
    edge="▏",
    box="■",
    cut="…",
    arrows="↑↓",
    across=" ▏▎▍▌▋▊▉█",
    upright=" ▁▂▃▄▅▆▇█",
    thin="▄",
)
PLAIN = Glyphs(
    cursor=">",
    done="v",
    next=">",
    todo=".",
    held="o",
    planned=".",
    action="*",
    step="^",
    end="]",
    late="!",
    past="=",
    ahead="-",
    road="|",
    path=":",
    rest=".",
    off="-",
    edge="|",
    box="#",
    cut="~",
    arrows="up/down",
    across=" ########",
    upright=" ########",
    thin="#",
)

LETTERS = {"$past": "=", "$fill": "#", "$ahead": "+", "$late": "!"}
"""Plain bars tell their colours apart by letter; the rest of a bar is dots."""

_chosen = DRAWN


class _WholeCells(ScrollBarRender):
    """A scrollbar that begins and ends with a cell: its finer edges are no letters of every terminal."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "] * 8


def signs() -> Glyphs:
    """The alphabet that holds now."""
    return _chosen


def is_plain() -> bool:
    """True while the plain alphabet holds."""
    return _chosen is PLAIN


def use(plain: bool) -> None:
    """Choose the alphabet for everything that is drawn from now on."""
    global _chosen
    _chosen = PLAIN if plain else DRAWN
    ScrollBar.renderer = _WholeCells if plain else ScrollBarRender


def terminal_is_plain(environment: Mapping[str, str] = os.environ, encoding: str = "") -> bool:
    """True for a terminal that asks for no colour, or that cannot be trusted with more than ASCII.

    `NO_COLOR` as https://no-color.org has it: present and not empty. `TERM=linux` and `dumb` lack most of the signs.
    """
    encoding = encoding or getattr(sys.__stdout__, "encoding", None) or locale.getpreferredencoding(False)
    utf = encoding.lower().replace("-", "").replace("_", "").startswith("utf")
    return bool(environment.get("NO_COLOR")) or environment.get("TERM") in ("linux", "dumb") or not utf
