"""A screen with one body of fields and one way to save it: typed text is kept, F2 saves what has changed."""

from __future__ import annotations

from typing import Any

from mentor_tui.errors import InputRefused
from mentor_tui.schema.fields import Value

from ..widgets.editors import Changed
from ..widgets.form import FormBody
from .drafting import Drafting


class OneBody(Drafting):
    """Text is typed in `body_widget` and nowhere else. Subclasses make it, and say what is stored."""

    body_widget: FormBody
    done = ""
    """What is said once it is saved."""

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
            self.say(str(error), "warning")
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

    def _follow(self) -> None:
        if self.mentor.is_open:
            self.body_widget.follow()

    # --- The draft ---------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.call_after_refresh(self.offer_draft)

    def on_changed(self, event: Changed) -> None:
        self.touched()

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
