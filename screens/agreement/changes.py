"""The changes from one version of the agreement to the next: by colour, and by signs that say the same."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui.mentoring import agreements
from mentor_tui.mentoring.agreements import Difference
from mentor_tui.schema.records import Agreement
from mentor_tui.words.compared import Line
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Page
from ..widgets.drawing import sign_of, word_of
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import page

_COLOURS = {"+": "$good", "-": "$late"}


class DifferencesScreen(Page):
    """The changes from one version to the next, field by field."""

    HERE = (Command("differences.back", "escape,q,d", "back", "Back to the agreement."),)
    ABOUT = (
        "What the previous version said, and what this one says: + is new, - is gone, ~ is changed. In a reworded "
        "line the words that differ stand out. Fields that did not change are left out."
    )
    DEFAULT_CSS = """
    DifferencesScreen Panel { height: 1fr; }
    DifferencesScreen.-wide Panel { margin: 1 2; }
    DifferencesScreen #page { height: 1fr; scrollbar-size-vertical: 1; }
    """

    def __init__(self, view: PairView, old: Agreement, new: Agreement) -> None:
        super().__init__()
        versions = str(old.version), str(new.version)
        self._title = joined(own("What changed from version "), versions[0], own(" to version "), versions[1])
        self._lines = differences_lines(agreements.differences(old, new, view.program.form("agreement")))

    def body(self) -> ComposeResult:
        with Panel(self._title, keys=("differences.back",)), VerticalScroll(id="page"):
            yield Plain(page(self._lines))

    def on_mount(self) -> None:
        self.query_one("#page").focus()


def differences_lines(found: list[Difference]) -> list[Content]:
    """Differences as one reads them: the label, the lines that went, the lines that came."""
    if not found:
        return [own("Nothing in the wording changed.")]
    kinds = [joined(sign_of(kind), " ", word_of(kind), "   ") for kind in ("new", "gone", "changed")]
    lines = [joined(*kinds), joined("")]
    for difference in found:
        lines += [joined(sign_of(difference.kind), " ", (difference.label, "bold"))]
        lines += [*map(_line, difference.lines), joined("")]
    return lines


def _line(line: Line) -> Content:
    """A line that went or came; the words that differ in it are bold and underlined."""
    colour = _COLOURS[line.sign]
    pieces = [(p.words, f"bold underline {colour}" if p.differs else colour) for p in line.pieces]
    return joined((f"  {line.sign} ", colour), *pieces)
