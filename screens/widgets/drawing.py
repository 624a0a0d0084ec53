"""Lines of aligned cells, bars smooth to an eighth of a cell, and the look of each state. All of it is text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from textual.content import Content

from .glyphs import LETTERS, Glyphs, is_plain, signs
from .plain import content, drawn, joined

Cell = tuple[str | Content, int, str]
"""A text, the columns it takes, its style. 0 columns take what is left; a negative number aligns right."""
Share = tuple[float, str]
"""A part of the whole, 0 to 1, and its colour: `$past` (settled), `$fill` (now), `$ahead` (to come) or `$late`."""


class Look(NamedTuple):
    """The look of a state: its sign, and a style for sign and word."""

    sign: str
    sign_style: str
    word_style: str


def look(state: str) -> Look:
    """The look of a state, by its word; what is settled is quiet. A word that is no state has no sign."""
    return _looks(signs()).get(state, _NO_STATE)


@cache
def _looks(glyph: Glyphs) -> dict[str, Look]:
    """All looks in one alphabet, made once: a long list asks for thousands of them."""
    return {
        "done": Look(glyph.done, "$good", "$quiet"),
        "claimed": Look(glyph.done, "$good", "$quiet"),
        "kept": Look(glyph.done, "$good", "$quiet"),
        "signed": Look(glyph.done, "$good", "$good"),
        "reached": Look(glyph.done, "$good", "$good"),
        "saved": Look(glyph.done, "$good", "$good"),
        "copied": Look(glyph.done, "$good", "$quiet"),
        "sent": Look(glyph.planned, "$next", "$next"),
        "look twice": Look(glyph.late, "$late", "$late"),
        "held": Look(glyph.held, "$fill", "$quiet"),
        "ready": Look(glyph.held, "$fill", "$fill"),
        "prepared": Look(glyph.held, "$fill", "$fill"),
        "counts": Look(glyph.held, "$fill", "$quiet"),
        "waits": Look(glyph.todo, "$fill", "$quiet"),
        "to split": Look(glyph.next, "$next", "$next"),
        "no PDUs": Look(glyph.off, "$quiet", "$quiet"),
        "here": Look(glyph.held, "$fill", "bold"),
        "planned": Look(glyph.planned, "$quiet", "$quiet"),
        "next": Look(glyph.next, "bold $next", "bold $next"),
        "log it": Look(glyph.next, "$next", "$next"),
        "to do": Look(glyph.todo, "$quiet", "$quiet"),
        "open": Look(glyph.todo, "$quiet", "$quiet"),
        "asked for": Look(glyph.todo, "$quiet", "$quiet"),
        "optional": Look(glyph.rest, "$quiet", "$quiet"),
        "later": Look(glyph.rest, "$quiet", "$quiet"),
        "dropped": Look(glyph.off, "$quiet", "$quiet"),
        "cancelled": Look(glyph.off, "$quiet", "$quiet"),
        "missed": Look(glyph.off, "$quiet", "$quiet"),
        "skipped": Look(glyph.off, "$quiet", "$quiet"),
        "late": Look(glyph.late, "$late", "$late"),
        "new": Look("+", "bold $good", "$quiet"),
        "gone": Look("-", "bold $late", "$quiet"),
        "changed": Look("~", "bold $next", "$quiet"),
        "only you": Look("", "", "$private"),
        "shared with your partner": Look("", "", "$shared"),
        "program team": Look("", "", "$shared"),
    }


_NO_STATE = Look(" ", "", "$quiet")


def sign_of(state: str) -> Content:
    """The sign of a state in its colour."""
    found = look(state)
    return drawn(found.sign, found.sign_style)


def word_of(state: str) -> Content:
    """The word of a state in its colour."""
    return drawn(state, look(state).word_style)


def row(width: int, *cells: Cell) -> Content:
    """Cells side by side in exactly `width` columns; what does not fit its cell ends in an ellipsis."""
    taken = sum(abs(columns) for _, columns, _ in cells)
    flexible = sum(1 for _, columns, _ in cells if not columns) or 1
    parts: list[Content] = []
    for value, columns, style in cells:
        text = value if isinstance(value, Content) else content(value)
        text = text.stylize_before(style) if style else text
        room = abs(columns) or max(0, (width - taken) // flexible)
        if text.cell_length > room:
            text = Content.assemble(text.truncate(max(room - 1, 0), pad=True), signs().cut if room else "")
        space = " " * (room - text.cell_length)
        parts.append(Content.assemble(space, text) if columns < 0 else Content.assemble(text, space))
    return Content("").join(parts)


def bar(width: int, *shares: Share, thin: bool = False) -> Content:
    """A bar of parts, smooth to an eighth of a cell; a part that is there at all is seen. The rest is the track.

    A thin one is for bars right under each other: half as high, so that they do not touch, and smooth to a cell.
    In plain mode each colour has its letter and the rest is dots.
    """
    if is_plain() or thin:
        cells: list[str] = []
        total = 0.0
        for share, colour in shares:
            total = min(1.0, total + share)
            cells += [colour] * (max(round(total * width), len(cells) + (share > 0)) - len(cells))
        cells = [*cells[:width], *["$track"] * (width - len(cells))]
        if is_plain():
            return drawn("".join("." if colour == "$track" else LETTERS.get(colour, "#") for colour in cells))
        return Content("").join(drawn(signs().thin * len([*run]), colour) for colour, run in groupby(cells))
    return _runs(_eighths(width, shares, "$track"), signs().across)


def columns(height: int, stacks: Iterable[Sequence[Share]], wide: int, gap: int) -> list[Content]:
    """Upright bars side by side, `wide` cells each with a `gap` after it; the highest line first."""
    cells = [list(_eighths(height, stack, "$background")) for stack in stacks]
    lines = []
    for level in reversed(range(height)):
        parts: list[Content] = []
        for stack in cells:
            filled, colour, style = stack[level]
            sign = LETTERS.get(colour, "#") if is_plain() and filled else signs().upright[filled]
            parts += [drawn(sign * wide, "" if is_plain() else style), *([drawn(" " * gap)] if gap else [])]
        lines.append(Content("").join(parts))
    return lines


def gauge(width: int, name: str | Content, value: str | Content, *shares: Share) -> list[Content]:
    """A name with its value at the right, and the bar below, so that two bars never touch."""
    text = value if isinstance(value, Content) else content(value, "bold")
    return [row(width, (name, 0, ""), (text, -text.cell_length - 1, "")), bar(width, *shares)]


def legend(*kinds: tuple[str, str, str]) -> Content:
    """The meaning of signs: (sign, style, word) each, two blanks between them."""
    return drawn("  ").join([joined(drawn(f"{sign} ", style), drawn(word, "$quiet")) for sign, style, word in kinds])


def fills(*names: tuple[str, str]) -> Content:
    """The meaning of a bar's colours: (colour, word) each."""
    return legend(*((LETTERS.get(c, "#") if is_plain() else signs().box, c, word) for c, word in names))


def _eighths(length: int, shares: Iterable[Share], ground: str) -> Iterator[tuple[int, str, str]]:
    """Each cell of a bar: its filled eighths, their colour, and the style of the cell."""
    edges, total = [], 0.0
    for share, colour in shares:
        total = min(1.0, total + share)
        edge = round(total * length * 8)
        edges.append((max(edge, 1) if share > 0 else edge, colour))
    edges.append((length * 8, ground))
    for start in range(0, length * 8, 8):
        left = next(edge for edge in edges if edge[0] > start)
        right = next(edge for edge in edges if edge[0] >= start + 8)
        yield 0 if left[1] == ground else min(8, left[0] - start), left[1], f"{left[1]} on {right[1]}"


def _runs(cells: Iterable[tuple[int, str, str]], alphabet: str) -> Content:
    """Cells of one look as one piece: a long bar is a few pieces."""
    parts = []
    for (filled, style), run in groupby((filled, style) for filled, _, style in cells):
        parts.append(drawn(alphabet[filled] * sum(1 for _ in run), style))
    return Content("").join(parts)
