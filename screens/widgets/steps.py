"""The sections of a long form as steps: what is filled, where one is, and a click to go there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from mentor_tui.schema.fields import Field, Form, Section, filled

from .drawing import bar, row
from .glyphs import signs
from .plain import drawn, joined

_TITLE = 24
"""Letters of a title for which the list has room without being wider."""
_A_PAGE = 36
"""Lines that a form may have before its sections become steps."""


class Step(NamedTuple):
    """One section of a form, with those of its fields that are shown."""

    section: Section
    fields: tuple[Field, ...]


def sections_of(form: Form, shown: Sequence[Field]) -> list[Step]:
    """The sections that have any of the shown fields."""
    wanted = {f.id for f in shown}
    steps = [Step(s, tuple(f for f in s.fields if f.id in wanted)) for s in form.sections]
    return [step for step in steps if step.fields]


def too_long(steps: Sequence[Step]) -> bool:
    """True when a form is more than one page: its sections are then shown one at a time."""
    return len(steps) > 1 and sum(_lines(f) for step in steps for f in step.fields) > _A_PAGE


def _lines(field: Field) -> int:
    """About so many lines a field takes on the screen."""
    if field.kind == "tick":
        return 2
    return 3 + len(field.options) + sum(bool(o.help) for o in field.options) if field.kind == "choices" else 4


class StepList(Widget):
    """All steps at the side of a wide window, and one line on where one is above a narrow one."""

    DEFAULT_CSS = """
    StepList { width: 1fr; height: 1; padding: 0 1; border-title-color: $foreground; border-title-style: bold; }
    """

    def __init__(self, steps: Sequence[Step], go: Callable[[int], object]) -> None:
        super().__init__()
        self.border_title = drawn("Sections")
        self._steps, self._go = tuple(steps), go
        self.set_class(any(len(step.section.title) > _TITLE for step in steps), "-roomy")
        self.here, self._filled = 0, set[str]()

    def show(self, here: int, values: dict[str, object]) -> None:
        """Show where one is, and what is filled of these values by field id; others stay as they were shown."""
        now = {k for k in self._filled if k not in values} | {k for k, v in values.items() if filled(v)}
        if (here, now) != (self.here, self._filled):
            self.here, self._filled = here, now
            self.refresh(layout=False)

    @property
    def _wide(self) -> bool:
        return self.screen.has_class("-wide")

    def get_content_height(self, *args: object) -> int:
        """A line for each section, and two for how much is filled."""
        return len(self._steps) + 3 if self._wide else 1

    def render(self) -> Content:
        """The list, or the one line."""
        width = self.content_size.width
        return self._list(width) if self._wide else self._strip(width)

    def _count(self, step: Step) -> tuple[int, int]:
        return sum(f.id in self._filled for f in step.fields), len(step.fields)

    def _strip(self, width: int) -> Content:
        step = self._steps[self.here]
        done, of = self._count(step)
        where = joined(
            drawn(f"{self.here + 1} of {len(self._steps)}  ", "$quiet"), drawn(step.section.title, "bold $next")
        )
        return row(width, (where, 0, ""), (drawn(f"{done} of {of} filled"), -16, "$quiet"))

    def _list(self, width: int) -> Content:
        glyph = signs()
        lines = []
        for number, step in enumerate(self._steps):
            done, of = self._count(step)
            here = number == self.here
            sign = (glyph.done, "$good") if done == of else (glyph.todo, "$quiet")
            word = "filled" if done == of else f"{done} of {of}" if done else "open"
            lines.append(
                row(
                    width,
                    (drawn(glyph.cursor if here else " ", "$next"), 2, ""),
                    (drawn(sign[0], sign[1]), 2, ""),
                    (drawn(step.section.title or "Start"), 0, "bold" if here else ""),
                    (drawn(word), -8, "$quiet"),
                ).stylize_before("on $cursor" if here else "")
            )
        done, of = sum(self._count(s)[0] for s in self._steps), sum(len(s.fields) for s in self._steps)
        lines += [Content(""), row(width, (drawn("filled"), 0, "$quiet"), (drawn(f"{done} of {of}", "bold"), -12, ""))]
        return Content("\n").join([*lines, bar(width, (done / of, "$fill"))])

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None and self._wide and place.y < len(self._steps):
            self._go(place.y)
