"""Two themes of our own, evening and morning, and the meanings that every theme gives its colours.

A screen names a meaning (`$next`, `$late`, `$private`), never a hue. Textual's own themes can be chosen too: their
meanings are worked out from their colours, and kept readable. Nothing is said by colour alone.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

READABLE = 4.5
"""Least contrast of a text with what it stands on: WCAG 2.2, criterion 1.4.3."""
GROUNDS = ("background", "raised", "field", "cursor")
"""Grounds that texts stand on."""
TEXTS = ("foreground", "quiet", "next", "good", "late", "private", "shared", "fill")
"""Meanings in which texts are written."""

EVENING = {
    "background": "#1a1816",
    "foreground": "#ece4d6",
    "quiet": "#a99f90",  # labels, help, what is not the point
    "line": "#544c43",  # the border of a panel without the cursor
    "raised": "#2e2a25",  # the place one is in
    "field": "#26221e",  # where one types
    "cursor": "#382d1a",  # the row one stands on, the next thing
    "next": "#f3b558",  # the accent: the next thing and the cursor, nothing else
    "good": "#a3c47c",  # done, saved, reached
    "late": "#f2886f",
    "private": "#cfa6e0",  # only you
    "shared": "#7cc8bb",  # shared with your partner
    "fill": "#759fc4",  # how much
    "past": "#48657f",  # how much of it is settled
    "ahead": "#6a6156",  # how much is still to come
    "track": "#3b352e",  # the rest of a bar
}
MORNING = {
    "background": "#faf6ee",
    "foreground": "#2d2924",
    "quiet": "#6b6256",
    "line": "#c9bda8",
    "raised": "#efe8da",
    "field": "#f2ecdf",
    "cursor": "#fbe9c8",
    "next": "#8a5100",
    "good": "#41691d",
    "late": "#a93820",
    "private": "#7a3f96",
    "shared": "#11685d",
    "fill": "#346a9c",
    "past": "#8fb0cd",
    "ahead": "#c0b49e",
    "track": "#e6dece",
}
_OF_TEXTUAL = {
    "primary": "next",
    "accent": "next",
    "warning": "next",
    "success": "good",
    "error": "late",
    "surface": "field",
    "panel": "raised",
    "foreground": "foreground",
    "background": "background",
}
"""The colours that Textual's widgets go by, and what they mean here."""


def _theme(name: str, meanings: dict[str, str], dark: bool) -> Theme:
    colours: dict[str, Any] = {colour: meanings[meaning] for colour, meaning in _OF_TEXTUAL.items()}
    return Theme(name, dark=dark, secondary=meanings["fill"], variables=_variables(meanings), **colours)


def _variables(meanings: dict[str, str]) -> dict[str, str]:
    """The meanings as variables of a style sheet, and what Textual's widgets take from them."""
    own = {name: colour for name, colour in meanings.items() if name not in ("background", "foreground")}
    return own | {
        "border": meanings["line"],
        "border-blurred": meanings["line"],
        "block-cursor-background": meanings["cursor"],
        "block-cursor-foreground": meanings["foreground"],
        "block-cursor-blurred-background": meanings["raised"],
        "block-cursor-blurred-foreground": meanings["foreground"],
        "block-hover-background": meanings["raised"],
        "link-color": meanings["foreground"],  # a key that can be clicked
        "link-style": "none",
        "link-color-hover": meanings["next"],
        "link-background-hover": meanings["raised"],
        "link-style-hover": "bold",
        "input-cursor-background": meanings["next"],
        "input-cursor-foreground": meanings["background"],
        "input-selection-background": meanings["line"],
        "scrollbar": meanings["line"],
        "scrollbar-hover": meanings["quiet"],
        "scrollbar-active": meanings["next"],
        "scrollbar-background": meanings["background"],
        "scrollbar-background-hover": meanings["background"],
        "scrollbar-background-active": meanings["background"],
        "scrollbar-corner-color": meanings["background"],
    }


DARK = _theme("mentor-dark", EVENING, dark=True)
LIGHT = _theme("mentor-light", MORNING, dark=False)
OTHERS = tuple(name for name in sorted(BUILTIN_THEMES) if not name.startswith(("ansi", "textual-ansi")))
"""Textual's own, but those of the terminal's colours, whose contrast nobody knows."""
NAMES = (DARK.name, LIGHT.name, *OTHERS)


def first_theme(app: App[Any]) -> None:
    """The theme to start with, set before any style is read: a change later would read all of them again."""
    for theme in (DARK, LIGHT):
        app.register_theme(theme)
    app.set_reactive(App.theme, DARK.name)
    app.stylesheet.set_variables(app.get_css_variables())


def apply_theme(app: App[Any], name: str) -> None:
    """Use the theme with this name; an unknown or empty one falls back to the dark theme."""
    app.theme = name if name in NAMES else DARK.name


def variables_for(theme: Theme) -> dict[str, str]:
    """The meanings of a theme that does not have them, as variables: worked out from its colours."""
    return dict(_worked_out(theme.name)) if theme.name in OTHERS else {}


@cache
def _worked_out(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(_variables(meanings_of(BUILTIN_THEMES[name])).items())


def meanings_of(theme: Theme) -> dict[str, str]:
    """The meanings that the colours of one of Textual's themes get here, each text readable on each ground."""
    generated = theme.to_color_system().generate()
    back, fore = Color.parse(generated["background"]), Color.parse(generated["foreground"]).rgb
    text = Color(*fore)
    accent = Color.parse(theme.warning or theme.accent or theme.primary)
    grounds = {
        "background": back,
        "raised": back.blend(text, 0.10),
        "field": back.blend(text, 0.06),
        "cursor": back.blend(accent, 0.16),
    }
    hues = {
        "quiet": text.blend(back, 0.35),
        "next": accent,
        "good": Color.parse(theme.success or "#41a05b"),
        "late": Color.parse(theme.error or "#d05050"),
        "private": Color.parse(theme.secondary or theme.primary).blend(Color.parse("#b070d0"), 0.6),
        "shared": Color.parse("#3aa99b"),
        "fill": Color.parse(theme.primary),
    }
    extreme = Color(255, 255, 255) if theme.dark else Color(0, 0, 0)
    readable = {name: _until_readable(hue, grounds.values(), extreme) for name, hue in hues.items()}
    fill = readable["fill"]
    rest = {
        "line": back.blend(text, 0.30),
        "past": fill.blend(back, 0.45),
        "ahead": back.blend(text, 0.38),
        "track": back.blend(text, 0.14),
    }
    foreground = _until_readable(text, grounds.values(), extreme)
    found = grounds | readable | rest | {"foreground": foreground}
    return {name: colour.hex6 for name, colour in found.items()}


def _until_readable(colour: Color, grounds: Any, extreme: Color) -> Color:
    """The colour, moved towards black or white until it can be read on every ground."""
    for step in range(21):
        moved = colour.blend(extreme, step / 20)
        if all(contrast(moved, ground) >= READABLE for ground in grounds):
            return moved
    return extreme


def contrast(one: Color, two: Color) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 has it."""
    low, high = sorted((_luminance(one), _luminance(two)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
