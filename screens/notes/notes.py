"""Notes: private thoughts that never leave, and a look at what did leave."""

from __future__ import annotations

from textual.app import ComposeResult

from mentor_tui.schema.records import Note
from mentor_tui.words import text
from mentor_tui.workspace import PairView

from ..commands import Command
from ..documents.register import local_time, open_register, title_of
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.plain import Plain, own
from ..widgets.rows import Column, Row, Rows


class NotesRoom(Room, Listing[Note]):
    """Private notes, newest first."""

    AREA = "notes"
    SHOWS = Note
    NONE = "There is no note yet. n writes one."
    HERE = (
        Command("notes.add", "n", "new note", "Write a private note."),
        Command("notes.edit", "e", "edit", "Read or change this note; Enter does the same."),
        Command("notes.remove", "x", "delete", "Delete this note; u brings it back."),
        Command("notes.left", "r", "what left", "The documents that left this vault, for whom and when."),
    )
    ABOUT = (
        "Notes are for you alone. They stand in no document except your own notes and your full export. Below them: "
        "which documents left this vault, so that you always know who has what."
    )
    DEFAULT_CSS = """
    NotesRoom #notes { height: 1fr; }
    NotesRoom #glimpse { height: auto; max-height: 6; padding: 0 1; margin-top: 1; }
    NotesRoom #left-title { margin-top: 1; }
    NotesRoom #left { height: auto; max-height: 4; }
    NotesRoom.-low #glimpse { max-height: 3; }
    """

    def body(self) -> ComposeResult:
        yield Plain(own("Your notes   only you"), classes="heading")
        yield Rows(
            [Column("date", 10), Column("note")],
            empty="No notes yet. n writes one: a thought before a session, a name to remember. Nobody else reads it.",
            id="notes",
        )
        yield Plain("", id="glimpse", classes="muted")
        yield Plain(own("What left"), id="left-title", classes="heading")
        yield Plain("", id="left")

    def load(self, view: PairView) -> None:
        self._texts = {note.id: note.text for note in view.notes}
        rows = [
            Row(note.id, (note.on, note.title or text.shorten(note.text, 120) or "an empty note"))
            for note in view.notes
        ]
        self.rows.fill(rows)
        self._glimpse()
        found = sorted(view.disclosures, key=lambda d: d.at, reverse=True)
        lines = [f"{local_time(d.at, view.profile.zone)}  {title_of(d, self.ws)}, for {d.recipient}" for d in found[:3]]
        if len(found) > 3:
            lines.append(f"and {len(found) - 3} before; r shows them all")
        self.query_one("#left", Plain).show("\n".join(lines) or "Nothing has left yet. F7 makes a document.")

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._glimpse()

    def _glimpse(self) -> None:
        words = self._texts.get(self.rows.current, "")
        self.query_one("#glimpse", Plain).show(text.clean(words)[:1000])

    def action_add(self) -> None:
        """Write a note."""
        self.mentor.go("note:new")

    async def action_remove(self) -> None:
        """Delete this note."""
        if note := self.pick():
            await self.store(delete=[note], label="note deleted")

    def action_left(self) -> None:
        """Show what left."""
        open_register(self.mentor)
