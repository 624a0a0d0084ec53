"""A picture of the screen to show to somebody else: the app's own words stay, everything else is bars.

What is the app's own is a short list, so that a new widget is bars until somebody thinks about it.
"""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from textual.errors import NoWidget
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from mentor_tui.clock import zone_of
from mentor_tui.documents import write
from mentor_tui.errors import WriteFailed

from ..host import Host
from ..textual_fixes.pictures import FRAME, painted
from ..widgets.fields import FieldEditor
from ..widgets.form import FormBody
from ..widgets.keyline import KeyLine
from ..widgets.panel import Panel
from ..widgets.plain import is_own
from ..widgets.rows import Rows
from ..widgets.secret import SecretInput

_BAR = "█"
_LINES, _BLOCKS = "─", "▟"
"""First and last of the letters that borders and bars are drawn with."""
_OWN = "own"
"""The class of a text that holds no word of the person's; its numbers may be theirs."""
_OWN_IN_FORMS = ("label", "seen-by", "help", "section", "section-help", "intro")


async def save_picture(app: Host) -> None:
    """Write a picture of the present screen into the home folder, and say where it is."""
    zone = app.ws.profile.zone if app.is_open else ""
    now = app.clock.now().astimezone(zone_of(zone))
    path = Path.home() / f"mentor-tui-screen-{now:%Y%m%d-%H%M%S}.svg"
    picture = blanked(app.screen).encode()
    try:
        written = await asyncio.to_thread(write, path, picture)
    except WriteFailed as error:
        app.say(str(error), "warning")
    else:
        app.say(
            f"Written: {written}. Everything you wrote, and every name and number of yours, is a bar in it.", "good"
        )


def blanked(screen: Screen[object]) -> str:
    """The screen as SVG, without a word of the person's own."""
    width, height = screen.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    for y, strip in enumerate(painted(screen)):
        console.print(Segments([*_blanked_line(screen, strip, y), Segment.line()]), end="")
    return console.export_svg(title="mentor-tui", code_format=FRAME)


def _blanked_line(screen: Screen[object], strip: Strip, y: int) -> list[Segment]:
    x, shown = 0, []
    for segment in strip:
        words = ""
        for letter in segment.text:
            cells = cell_len(letter)
            if letter.isspace():
                words += " " * cells
            elif is_own(segment.style):
                words += letter
            else:
                words += _shown(letter, cells, _at(screen, x, y), x, y)
            x += cells
        shown.append(Segment(words, _colours(segment.style) if segment.style else None))
    return shown


def _colours(style: Style) -> Style:
    """A style without what else may hang on it: links, actions."""
    return Style(color=style.color, bgcolor=style.bgcolor, bold=style.bold, dim=style.dim, reverse=style.reverse)


def _at(screen: Screen[object], x: int, y: int) -> Widget | None:
    try:
        return screen.get_widget_at(x, y)[0]
    except NoWidget:
        return None


def _shown(letter: str, cells: int, widget: Widget | None, x: int, y: int) -> str:
    if isinstance(widget, SecretInput):
        return " " * cells  # not even how long it is
    if _LINES <= letter <= _BLOCKS or (isinstance(widget, Panel) and not letter.isalnum()):
        return letter
    return letter if widget is not None and _is_own(widget, letter, x, y) else _BAR * cells


def _is_own(widget: Widget, letter: str, x: int, y: int) -> bool:
    """True when all that this widget may say stands in the app or in a form's definition."""
    if isinstance(widget, KeyLine):
        return True
    if widget.has_class(_OWN):
        return not letter.isdigit()
    if isinstance(widget, Rows):
        return not letter.isdigit() and widget.own_at(x - widget.region.x, y - widget.region.y)
    in_form = any(isinstance(above, FieldEditor | FormBody) for above in widget.ancestors)
    return in_form and any(widget.has_class(name) for name in _OWN_IN_FORMS)
