"""A screen with one body of fields and one way to save it: typed text is kept, F2 saves what has changed."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding

from mentor_tui.errors import InputRefused
from mentor_tui.schema.fields import Value

from ..commands import Command
from ..widgets.editors import Changed
from ..widgets.form import FormBody
from .drafting import Drafting


class OneBody(Drafting):
    """Text is typed in `body_widget` and nowhere else. Subclasses make it, and say what is stored."""

    HERE: tuple[Command, ...] = (
        Command(  # ahead of the form, which would scroll sideways
            "draft.next_section",
            "ctrl+pagedown",
            "next section",
            "Go on to the next section of a long form; Ctrl+PageUp goes back.",
            priority=True,
            shown_as="^pgdn",
        ),
        Command(
            "draft.section_before",
            "ctrl+pageup",
            "section before",
            "Go back to the previous section.",
            footer=False,
            priority=True,
        ),
    )
    BINDINGS = [
        Binding("tab", "next_field", show=False, priority=True),
        Binding("shift+tab", "field_before", show=False, priority=True),
    ]

    body_widget: FormBody
    done = ""
    """What is said once it is saved."""
    _refused: InputRefused | None = None
    """The reason why it is not saved, until what that speaks of has changed."""

    async def checked(self) -> dict[str, Value]:
        """The values that may be stored; raises InputRefused, with each problem shown at its field."""
        return self.body_widget.checked()

    async def store(self, values: dict[str, Value]) -> bool:
        """Save the checked values; False, and a sentence said, when they are not stored.

        Raises InputRefused with the sentence that says why they cannot stand so.
        """
        raise NotImplementedError

    async def save(self) -> bool:
        """Save all of it, and go back. False, and a sentence said, when it is not saved."""
        if self._gone:
            return False
        self._follow()
        try:
            values = await self.checked()
            self.mentor.writes_over = self.body_widget.overtaken
            done = await self.store(values)
        except InputRefused as error:
            self._tell_why(error)
            return False
        finally:
            self.mentor.writes_over = False
        if done:
            await self.saved(self.done)
        else:
            self._follow()  # another program's changes may be why
        return done

    async def action_save(self) -> None:
        await self.save()

    # --- From field to field -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sections are gone through where they are shown one at a time."""
        if action in ("next_section", "section_before"):
            return self.body_widget.stepped
        return super().check_action(action, parameters)

    def action_next_section(self) -> None:
        """On to the next section."""
        if not self.body_widget.go_step(self.body_widget.here + 1):
            self.say("That was the last section. F2 saves.")

    def action_section_before(self) -> None:
        """Back to the section before."""
        self.body_widget.go_step(self.body_widget.here - 1)

    def action_next_field(self) -> None:
        """On to the next field, in the next section if need be."""
        if not self.body_widget.step_on(1):
            self.app.action_focus_next()

    def action_field_before(self) -> None:
        """Back to the field before."""
        if not self.body_widget.step_on(-1):
            self.app.action_focus_previous()

    def _mended(self, refused: InputRefused, left: InputRefused | None) -> None:
        """A field has changed: what was said of it goes, there and in the line below."""
        if left is refused:
            return
        self._refused = left
        for names in refused.fields.keys() - (left.fields if left else {}):
            self.body_widget.tell(names.split()[0], "")
        self.say(str(left or ""), "warning" if left else "")

    def _tell_why(self, error: InputRefused) -> None:
        """Say why it is not saved, above all at the fields, with the cursor in the first of them."""
        self._refused = error
        for number, (names, sentence) in enumerate(error.fields.items()):
            self.body_widget.tell(names.split()[0], sentence, stand_there=not number)
        self.say(str(error), "warning")

    def _follow(self) -> None:
        if self.mentor.is_open:
            self.body_widget.follow()

    def show_news(self) -> None:
        """Take in what was changed behind its back; what was typed here stays."""
        if self.is_mounted:
            self._follow()

    # --- The draft ---------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.call_after_refresh(self.offer_draft)

    def on_changed(self, event: Changed) -> None:
        self.touched()
        if refused := self._refused:
            self._mended(refused, refused.without(event.field_id))

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
