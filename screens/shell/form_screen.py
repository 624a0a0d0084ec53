"""Any form, made from its definition: typed text is kept, F2 saves, Escape goes back without losing a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.schema.fields import Form, Role, Value

from ..widgets.fields import Changed
from ..widgets.form import FormBody
from ..widgets.plain import Plain, joined
from .drafting import Drafting


class FormScreen(Drafting):
    """Edits one form (or a view of it). `at` is the field on which the cursor stands first."""

    ABOUT = (
        "Nothing here must be filled: what you leave open stays open. The small word at the right of each field says "
        "who may ever see it. F2 saves; Escape goes back and keeps your text as a draft."
    )
    DEFAULT_CSS = """
    FormScreen #title {
        padding: 0 1; background: $primary-background; height: 1; text-style: bold;
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
        self.done = "Saved. u takes it back."

    def stored(self) -> Mapping[str, Any]:
        """The values that are stored now, by field id and as the editors show it; empty while nothing is.

        A field in which nothing was typed is saved as it stands there by then, so that a form left open does not take
        back what came in meanwhile.
        """
        return {}

    async def store(self, values: dict[str, Value]) -> bool:
        """Save the checked values; False, and a sentence said, when they are not stored."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield Plain(self.heading, id="title")
        yield self.body_widget

    def on_mount(self) -> None:
        self.call_after_refresh(self.offer_draft)

    def typed(self) -> dict[str, Any]:
        return self.body_widget.changed()

    def take_up(self, values: dict[str, Any]) -> None:
        self.body_widget.put(values)

    def known(self) -> dict[str, Any]:
        return self.body_widget.known()

    def remember(self, known: dict[str, Any]) -> None:
        self.body_widget.remember(known)

    @property
    def dirty(self) -> bool:
        return self.body_widget.dirty

    def draft_title(self) -> str:
        return self.heading.plain

    def on_changed(self, event: Changed) -> None:
        self.touched()

    async def action_save(self) -> None:
        self._follow()
        try:
            values = self.body_widget.checked()
        except InputRefused as error:
            self.say(str(error), "warning")
            return
        self.mentor.writes_over = self.body_widget.overtaken
        try:
            done = await self.store(values)
        finally:
            self.mentor.writes_over = False
        if done:
            await self.saved(self.done)
        else:
            self._follow()  # another program's changes may be why

    def _follow(self) -> None:
        if self.mentor.is_open:
            self.body_widget.follow()
