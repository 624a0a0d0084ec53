"""Joining another copy of this vault with it: name the copy, see what would happen, F2 does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input

from mentor_tui.errors import MentorError
from mentor_tui.vault import CopyLocked, VaultError
from mentor_tui.workspace import joining

from ..commands import Command
from ..documents.writing import typed_path
from ..host import Host
from ..shell.base import Desk
from ..widgets.dialogs import AskSecret
from ..widgets.editors import HoldsLines, SafeInput
from ..widgets.plain import Plain, own

if TYPE_CHECKING:
    from mentor_tui.vault.beside.copies import Copy


def open_join(app: Host, target: str = "") -> None:
    """Join with another copy; the conflict copy that was written last stands there already."""
    if not isinstance(app.screen, JoinScreen):
        app.push_screen(JoinScreen(app.conflict_copy))


class JoinScreen(Desk, HoldsLines):
    """One path, what joining it would do, and F2."""

    HERE = (
        Command("join.look", "enter", "look", "See what joining this copy would do; nothing is changed yet."),
        Command("join.save", "f2,ctrl+s", "join", "Join the copy with this vault.", also="sync, conflict, merge"),
        Command("join.back", "escape", "back", "Back; nothing is joined."),
    )
    ABOUT = (
        "For a copy of this same vault: a conflict copy, or one from another computer or a stick. Of two versions of a "
        "record the one changed last counts, and the other is kept whole (Settings, Kept versions). What is missing in "
        "one copy stays, unless an earlier save proves that it was deleted there. The copy is only read; u "
        "undoes the joining."
    )
    DEFAULT_CSS = """
    JoinScreen #lead { margin: 1 2 0 2; }
    JoinScreen #path { border: none; height: 1; margin: 1 1 0 1; padding: 0 1; background: $field; }
    JoinScreen #path:focus { border: none; background: $cursor; }
    JoinScreen #told { height: 1fr; margin: 1 2; }
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = str(path or "")
        self._copy: Copy | None = None
        self._any = False
        """True if the copy that was looked at holds anything that is not here."""
        self._busy = False

    def body(self) -> ComposeResult:
        yield Plain(own("Join with another copy of this vault"), id="page-title")
        yield Plain(
            own("The file of the copy, such as ~/Downloads/mentor.vault. Enter looks into it; F2 changes the vault."),
            id="lead",
        )
        yield SafeInput(self._path, id="path", select_on_focus=False)
        with VerticalScroll(id="told", can_focus=False):
            yield Plain("", id="words")

    def on_mount(self) -> None:
        field = self.query_one("#path", Input)
        field.focus()
        field.cursor_position = len(self._path)
        if self._path:
            self.action_look()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._path:
            self._path, self._copy = event.value, None
            self.say("")
            self._tell("")

    def entered(self, field: Input) -> None:
        """Enter in the field."""
        self.action_look()

    def action_look(self) -> None:
        """See what joining would do."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._look(), group="join")

    async def _look(self) -> None:
        typed = self.query_one("#path", Input).value
        self._copy = None
        try:
            path = typed_path(typed)
            if path is None:
                self._tell("")
                self.say("Which file? Type its path, such as ~/Downloads/mentor.vault.", "warning")
                return
            self._tell("Looking ...")
            ws = self.ws
            try:
                copy = await self.mentor.look(lambda: joining.open_copy(ws, path))
            except CopyLocked as locked:
                self._tell("")
                secret = await self.mentor.push_screen_wait(AskSecret("The passphrase of the copy", str(locked)))
                if secret is None:
                    return
                copy = await self.mentor.look(lambda: joining.open_copy(ws, path, secret))
            found = await self.mentor.look(lambda: joining.understand(ws, copy)) if copy else None
        except (MentorError, VaultError) as error:
            self._tell("")
            self.say(str(error), "warning")
            return
        finally:
            self._busy = False
        if copy is None or found is None or typed != self._path:
            return
        self._copy, self._any = copy, bool(found.changes)
        self.say("")
        if self._any:
            self._tell(
                "\n".join([*joining.told(found.counts), *joining.returning(ws, copy, found), "", "F2 joins the two."])
            )
        else:
            self._tell("This vault holds everything of the copy already. " + joining.afterwards(copy))
            await self.mentor.look_beside()

    def _tell(self, words: str) -> None:
        self.query_one("#words", Plain).show(words)

    async def action_save(self) -> None:
        """Join the two."""
        copy, ws = self._copy, self.ws
        if copy is None:
            self.action_look()
            return
        if self._busy or not self._any:
            return
        self._busy = True
        done = await self.mentor.deed(lambda: joining.apply(ws, copy))
        self._busy = False
        if done is None or not self.mentor.is_open:
            return
        if copy.path == self.mentor.conflict_copy:
            self.mentor.conflict_copy = None
        self.mentor.apply_settings()
        self.mentor.pop_screen()
        await self.mentor.look_beside()
        self.mentor.say(f"Joined. u undoes it. {joining.afterwards(copy)}".strip(), "good")
