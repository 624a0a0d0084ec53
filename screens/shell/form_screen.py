"""Any form, made from its definition: typed text is kept, F2 saves, Escape goes back without losing a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content

from mentor_tui.schema.fields import Form, Role

from ..widgets.form import FormBody
from ..widgets.plain import Plain, joined
from .one_body import OneBody


class FormScreen(OneBody):
    """Edits one form (or a view of it). `at` is the field on which the cursor stands first."""

    ABOUT = (
        "Nothing here is required: you may leave any field empty. The small word at the right of each field says "
        "who may ever see it. F2 saves; Escape goes back and keeps your text as a draft."
    )
    DEFAULT_CSS = """
    FormScreen #title {
        padding: 0 1; background: $raised; height: 1; text-style: bold;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
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
        yield self.body_widget

    def draft_title(self) -> str:
        return self.heading.plain
