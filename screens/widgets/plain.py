"""Text on the screen that is never taken for markup, and never carries a control character to the terminal."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from rich.style import Style as RichStyle
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from mentor_tui.words import text

from ..commands import key_named

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

_KEY = re.compile(r"\[(F\d{1,2}|Enter|Esc|Space|Ctrl\+[A-Z]|[A-Za-z0-9/?])\]")
"""A key as the app's own sentences name it."""
_OWN = Style.from_meta({"own": True})


def content(value: str, style: str = "") -> Content:
    """User text as content: cleaned, without markup, in one style."""
    return Content.styled(text.clean(value), style) if style else Content(text.clean(value))


def own(words: str, style: str = "") -> Content:
    """Words of the app itself, which a picture for sharing may show. Nothing of the person's goes in here.

    A key in square brackets, `[F9]`, is a link that does what the key does.
    """
    made = content(words, style).stylize(_OWN)
    for found in _KEY.finditer(words) if "[" in words else ():
        made = made.stylize(Style.from_meta({"@click": f"app.press({key_named(found[1])!r})"}), *found.span())
    return made


def drawn(signs: str, style: str = "") -> Content:
    """Signs, bars and names of places, keys and months: like `own`, for what widgets draw and nobody wrote."""
    return content(signs, style).stylize(_OWN)


def of_program(words: str, style: str = "", *, filled_in: Collection[str] = ()) -> Content:
    """Words of a program, which a picture may show like the app's own: but not where the pair filled in some of them.

    `filled_in` is what the pair wrote into the texts of its program.
    """
    theirs = any(typed in words for typed in filled_in)
    return content(words, style) if theirs else content(words, style).stylize(_OWN)


def is_own(style: RichStyle | None) -> bool:
    """True when what is painted in this style are words of the app itself."""
    return style is not None and bool(style.meta.get("own"))


def joined(*parts: str | Content | tuple[str, str]) -> Content:
    """Several pieces in a row; a tuple is (text, style)."""
    pieces: list[Content] = []
    for part in parts:
        if isinstance(part, Content):
            pieces.append(part)
        elif isinstance(part, tuple):
            pieces.append(content(*part))
        else:
            pieces.append(content(part))
    return Content("").join(pieces)


class Plain(Static):
    """A Static that shows text as it is."""

    def __init__(self, value: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        shown = content(value) if isinstance(value, str) else value
        super().__init__(shown, id=id, classes=classes, markup=False)

    def show(self, value: str | Content) -> None:
        """Replace the text. The screen is laid out anew only if the new one needs another place than the old."""
        new = content(value) if isinstance(value, str) else value
        old = self.content
        if isinstance(old, Content) and new.is_same(old):
            return
        self.update(new, layout=not (isinstance(old, Content) and self._takes_as_much(old, new)))

    def _takes_as_much(self, old: Content, new: Content) -> bool:
        width, widest = self.content_size.width, self.app.size.width
        if not width:  # never laid out, or hidden: what it needs is not known
            return False
        rules = cast("RulesMap", self.styles)  # this is what Textual passes on, too
        if self.styles.is_auto_width and old.get_optimal_width(rules, widest) != new.get_optimal_width(rules, widest):
            return False
        return not self.styles.is_auto_height or old.get_height(rules, width) == new.get_height(rules, width)
