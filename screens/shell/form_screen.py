"""Any form, made from its definition: typed text is kept, F2 saves, Escape goes back without losing a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from mentor_tui.schema.fields import Form, Role

from ..widgets.editors import Changed
from ..widgets.form import FormBody
from ..widgets.plain import Plain, joined
from ..widgets.steps import StepList
from .one_body import OneBody


class FormScreen(OneBody):
    """Edits one form (or a view of it). `at` is the field on which the cursor stands first."""

    ABOUT = (
        "Nothing here is required: you may leave any field empty. The word on the right of a heading says who may "
        "see what is below it; a field with other readers says so itself. A long form shows one section at a "
        "time. F2 saves; Escape goes back and keeps your text as a draft."
    )
    DEFAULT_CSS = """
    FormScreen #title {
        padding: 0 1; background: $raised; height: 1; text-style: bold;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    FormScreen #stepped { height: 1fr; layout: vertical; }
    FormScreen.-wide #stepped { layout: horizontal; padding: 1 1 0 1; }
    FormScreen.-wide #stepped StepList { width: 40; height: auto; margin-right: 1; border: round $line; }
    FormScreen.-wide #stepped FormBody { border: round $next; border-title-color: $next; border-title-style: bold; }
    FormScreen.-wide #stepped StepList.-roomy { width: 46; }
    FormScreen.-wide.-plain #stepped StepList { border: ascii $line; }
    FormScreen.-wide.-plain #stepped FormBody { border: ascii $next; }
    """

    def __init__(
        self,
        title: str | Content,
        form: Form,
        values: Mapping[str, Any],
        role: Role,
        *,
        where: str,
        draft_record: str,
        view: str = "",
        only: Sequence[str] = (),
        at: str = "",
    ) -> None:
        super().__init__()
        self.heading = joined(title)
        self.body_widget = FormBody(form, values, role, view=view, only=only, stored=self.stored)
        self.body_widget.at = at
        self.where = where
        self.draft_record = draft_record
        self.done = "Saved. u undoes it."

    def stored(self) -> Mapping[str, Any]:
        """The values that are stored now, by field id and as the editors show it; empty while nothing is.

        A field in which nothing was typed is saved as it stands there by then, so that a form left open does not take
        back what came in meanwhile.
        """
        return {}

    def body(self) -> ComposeResult:
        yield Plain(self.heading, id="title")
        yield from self.the_form()

    def the_form(self) -> ComposeResult:
        """The fields; beside them, or above, the steps of a long form."""
        if not self.body_widget.stepped:
            yield self.body_widget
            return
        yield self.stepped()

    def stepped(self) -> Container:
        """A long form with its sections beside it."""
        steps = StepList(self.body_widget.sections, self.body_widget.go_step)
        return Container(steps, self.body_widget, id="stepped")

    def on_mount(self) -> None:
        self.show_steps()

    def show_steps(self) -> None:
        """Show where one is among the sections, now and each time another one is shown."""
        if self.body_widget.stepped:
            self.body_widget.tell_steps(self._show_steps)
            self._show_steps()

    def _show_steps(self) -> None:
        self.query_one(StepList).show(self.body_widget.here, self.body_widget.raw())

    def take_up(self, values: dict[str, Any]) -> None:
        super().take_up(values)
        if self.body_widget.stepped:
            self._show_steps()

    def on_changed(self, event: Changed) -> None:
        if self.body_widget.stepped:
            editor = self.body_widget.editor(event.field_id)
            if editor is not None:
                self.query_one(StepList).show(self.body_widget.here, {event.field_id: editor.raw})

    def draft_title(self) -> str:
        return self.heading.plain
