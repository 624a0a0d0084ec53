"""Text not yet saved: kept as an encrypted draft within two seconds, offered again, dropped when saved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..commands import Command
from ..host import KEEP_AFTER_SECONDS
from ..textual_fixes.type_ahead import Awaited
from ..widgets.dialogs import Confirm
from ..widgets.editors import Prose, SafeInput
from ..widgets.form import FormBody
from ..widgets.plain import own
from .base import Desk
from .beside import beside

if TYPE_CHECKING:
    from textual.timer import Timer


class Drafting(Desk, Awaited):
    """A screen on which people write. Subclasses say what is typed, and take a draft up again.

    `where` is the place's `go` string; with `draft_record` (a record's or pair's id) it names the draft.
    """

    HERE: tuple[Command, ...] = (
        Command("draft.save", "f2,ctrl+s", "save", "Save."),
        Command("draft.back", "escape", "back", "Back; what you typed is kept as a draft."),
        Command(  # ahead of the text area, which would take F6 for selecting a line
            "draft.discard",
            "f6",
            "delete draft",
            "Delete what was typed here since the last save.",
            footer=False,
            priority=True,
        ),
        Command(
            "draft.take",
            "ctrl+space,ctrl+@",
            "take suggestion",
            "Accept the grey suggestion in an empty field. Right does the same.",
            footer=False,
        ),
    )

    where = ""
    draft_record = ""
    _timer: Timer | None = None
    _kept = ""
    _gone = False
    """Saved, dropped or left: nothing more is kept. (Textual has a `_closing` of its own.)"""

    _begun = False
    """A draft left earlier was looked for: from now on, typing counts."""

    @property
    def ready(self) -> bool:
        return self._begun and self.focused is not None and not self._gone

    @property
    def whole(self) -> bool:
        return all(form.whole for form in self.query(FormBody))

    def typed(self) -> dict[str, Any]:
        """The values typed by now, by field id."""
        return {}

    def take_up(self, values: dict[str, Any]) -> None:
        """Fill in a draft."""

    def known(self) -> dict[str, Any]:
        """The values stored in the fields that are being written, by field id, to tell of changes since."""
        return {}

    def remember(self, known: dict[str, Any]) -> None:
        """A draft is taken up that was written over this."""

    def draft_title(self) -> str:
        """The name that Home gives this draft."""
        return self.where

    def offer_draft(self) -> bool:
        """Take up a draft left earlier, and say so; call it once the fields are there. True if there was one.

        Nothing is done when the screen was left, or the vault locked, before it came to that.
        """
        if self._gone or not self.mentor.is_open:
            return False
        self._begun = True
        words, is_kept = self.mentor.kept_draft(self.draft_record, self.where)
        if not words:
            return False
        try:
            draft = json.loads(words)
            values, known = draft["values"], dict(draft.get("known", {}))
        except (ValueError, KeyError, TypeError, AttributeError):
            return False
        self.take_up(values)
        self.remember(known)
        self._kept = words if is_kept else ""
        if not is_kept:
            self.touched()
        self.say("Your unsaved text from last time is back. F2 saves it, F6 deletes it.", "good")
        return True

    def touched(self) -> None:
        """Something was typed: keep it soon."""
        if self._timer is None and not self._gone:
            self._timer = self.set_timer(KEEP_AFTER_SECONDS, self._keep_soon)

    async def _keep_soon(self) -> None:
        self._timer = None
        if self._gone or not self.mentor.is_open:
            return
        words = self._draft_words()
        if words and words != self._kept:
            if await self.mentor.keep_draft(self.draft_record, self.where, words, asked=False):
                self._kept = words
        elif not words and self._kept:
            await self.mentor.drop_draft(self.draft_record, self.where)
            self._kept = ""

    def _draft_words(self) -> str:
        if not self.dirty:
            return ""
        pair_id = self.mentor.pair.id if self.mentor.has_pair else ""
        draft = {
            "by": self.mentor.draft_mark,
            "pair": pair_id,
            "title": self.draft_title(),
            "values": self.typed(),
            "known": self.known(),
        }
        return json.dumps(draft, ensure_ascii=False)

    def keep_before_lock(self) -> str:
        if self._gone:  # saved, dropped or left a moment ago
            return ""
        words = self._draft_words()
        if words and words != self._kept:
            self.mentor.keep_draft_now(self.draft_record, self.where, words)
        self._gone = True
        return self.where

    def stay(self) -> None:
        self._gone = False

    def go_back(self) -> None:
        """Leave this screen."""
        self.mentor.pop_screen()

    async def leave(self) -> None:
        """Go back one step; typed text stays as a draft."""
        if self._gone:  # the key was pressed twice
            return
        words = self._draft_words()
        self._gone = True
        if words:
            if words != self._kept and not await self.mentor.keep_draft(self.draft_record, self.where, words):
                self._gone = False  # nowhere but on this screen
                return
            self.go_back()
            self.mentor.say("Not saved, but kept: your text is there when you come back.")
            return
        if self._kept:
            await self.mentor.drop_draft(self.draft_record, self.where)
        self.go_back()

    async def saved(self, sentence: str = "") -> None:
        """Forget the draft of what is saved, and go back."""
        if self._gone:
            return
        self._gone = True
        await self.mentor.drop_draft(self.draft_record, self.where)
        self.go_back()
        if sentence:
            self.mentor.say(sentence, "good")

    async def action_back(self) -> None:
        """Back one step."""
        await self.leave()

    def action_discard(self) -> None:
        """Forget what was typed since the last save; what undo cannot bring back is asked about first."""
        if self._gone:
            return
        if not self._draft_words():
            beside(self, self._discard)
            return
        question = Confirm(
            own("Delete what you typed here?"),
            detail=own("It is not saved, and nothing brings it back. What was saved before is untouched."),
            yes="Delete it",
            no="Keep writing",
        )
        self.app.push_screen(question, lambda yes: beside(self, self._discard) if yes else None)

    async def _discard(self) -> None:
        if self._gone:
            return
        self._gone = True
        await self.mentor.drop_draft(self.draft_record, self.where)
        self.go_back()
        self.mentor.say("The draft is deleted; what you saved before is untouched.")

    def action_take(self) -> None:
        """Take the suggestion of the field with the cursor, from the palette say; a field obeys its own key."""
        if isinstance(self.focused, SafeInput | Prose):
            self.focused.action_take()

    async def action_save(self) -> None:
        """Save; subclasses do."""
