"""Notes: private thoughts that stay here, and a look at what was exported."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui.schema.records import Note
from mentor_tui.words import text
from mentor_tui.words.days import day, safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..documents.register import local_time, open_register, title_of
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading_pane import ReadingPane
from ..widgets.rows import Column, Row, Rows

_TITLE = joined(own("Your notes   "), own("only you", "$private"))


class NotesRoom(Room, Listing[Note]):
    """Private notes, newest first."""

    AREA = "notes"
    SHOWS = Note
    NONE = "There is no note yet. n writes one."
    HERE = (
        Command("notes.add", "n", "new note", "Write a private note.", also="diary, journal, private"),
        Command("notes.edit", "e", "edit", "Read or change this note; Enter does the same."),
        Command("notes.remove", "x", "delete", "Delete this note; u brings it back."),
        Command("notes.left", "r", "exports", "The documents that were exported, for whom and when."),
    )
    ABOUT = (
        "Notes are only for you. No document contains them except your own notes and your full export. Below them: "
        "what was exported, so that you always know who has what."
    )
    DEFAULT_CSS = """
    NotesRoom #exports { height: auto; }
    NotesRoom.-flat #exports { display: none; }
    NotesRoom.-wide.-tall #exports { margin-top: 1; }
    """

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Panel(_TITLE, keys=("notes.add", "notes.remove"), classes="list"):
                yield Rows(
                    [Column("", 14), Column("")],
                    empty="No notes yet. n writes one: a thought before a session, a name to remember. "
                    "Nobody else reads it.",
                    id="notes",
                )
            yield ReadingPane(keys=("notes.edit",), id="look")
        with Panel(own("Exported"), keys=("notes.left",), id="exports"):
            yield Plain("", id="left")

    def load(self, view: PairView) -> None:
        self._today = view.today
        rows = [Row(note.id, (_on(note, view.today), _title(note))) for note in view.notes]
        self.rows.fill(rows)
        self._look()
        found = sorted(view.disclosures, key=lambda d: d.at, reverse=True)
        lines = [
            f"{local_time(d.at, view.profile.zone, view.today)}  {title_of(d, self.ws)}, for {d.recipient}"
            for d in found[:3]
        ]
        if len(found) > 3:
            lines.append(f"and {len(found) - 3} before; r shows them all")
        self.query_one("#left", Plain).show("\n".join(lines) or "Nothing exported yet. F7 makes a document.")

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._look()

    def _look(self) -> None:
        note, pane = self.chosen, self.query_one("#look", ReadingPane)
        pane.display = note is not None
        if note is not None:
            pane.show(_title(note), [joined(_on(note, self._today), ("   only you", "$private")), joined(note.text)])

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


def _title(note: Note) -> str:
    return note.title or text.shorten(note.text, 120) or "an empty note"


def _on(note: Note, today: date) -> str:
    on = safe_day(note.on)
    return day(on, today) if on else note.on
