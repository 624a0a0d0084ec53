"""Rows kept of forgotten pairs for a PDU audit: to read, to correct, and to let go when its time has come."""

from __future__ import annotations

from textual.app import ComposeResult

from mentor_tui.claims import evidence
from mentor_tui.schema.records import Evidence
from mentor_tui.workspace.all_sessions import kept_rows

from ..commands import Command
from ..host import Host
from ..shell.beside import beside
from ..shell.listing import Listing
from ..shell.record_form import RecordForm
from ..widgets.dialogs import Confirm
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Row, Rows

_GONE = "That row is no longer there."


class AuditRowsScreen(Listing[Evidence]):
    """A row per session: date, minutes, initials, topic, and until when it is needed."""

    SHOWS = Evidence
    NONE = "There is no row here."
    HERE = (
        Command("rows.edit", "e,enter", "edit", "Change the topic, provider and day of this row."),
        Command("rows.purge", "p", "remove old rows", "Remove the rows that no audit can ask for any more."),
        Command("rows.remove", "x", "delete", "Delete this row early, after a question.", footer=False),
        Command("rows.back", "escape", "back", "Back."),
    )
    ABOUT = (
        "A row stands for a session with a partner whose pair was forgotten. It contains what a PDU audit asks for, "
        "and still counts. Once its last day has passed, p removes it: what it earned then no longer counts."
    )
    DEFAULT_CSS = """
    AuditRowsScreen #state { margin: 1 2 0 2; }
    AuditRowsScreen Rows { margin: 1 1 0 1; }
    """

    def body(self) -> ComposeResult:
        yield Plain(own("Kept for a PDU audit"), id="page-title")
        yield Plain("", id="state", classes="muted")
        yield Rows(
            [
                Column("date", 10),
                Column("min", 4, right=True),
                Column("with", 6),
                Column("you were", 8),
                Column("topic"),
                Column("until", 10),
                Column("provider", wide_only=True),
            ],
            empty="Nothing is kept. When you forget a pair (F8, f), you may keep the rows of its sessions.",
            id="rows",
        )

    def reload(self) -> None:
        """Read the rows again and show them."""
        if not self.mentor.is_open:
            return
        kept = kept_rows(self.ws)
        self.query_one("#state", Plain).show(evidence.sentence(kept, self.ws.today()))
        ready = {row.id for row in evidence.due(self.ws)}
        rows = [
            Row(
                row.id,
                (row.on, str(row.minutes), row.initials, row.role, row.topic, row.purge_after, row.provider),
                "quiet" if row.id in ready else "",
            )
            for row in kept
        ]
        self.rows.fill(rows)

    async def action_purge(self) -> None:
        """Remove what may go."""
        ready = evidence.due(self.ws)
        if not ready:
            self.say("Nothing can be removed yet: an audit could still ask for each of these.")
        elif await self.mentor.store(delete=ready, label="audit rows removed"):
            self.reload()
            self.say(
                f"Removed: {len(ready)} row{'' if len(ready) == 1 else 's'}. u, in any area, brings them back.", "good"
            )

    def action_remove(self) -> None:
        """Delete this row."""
        beside(self, self._remove)

    async def _remove(self) -> None:
        row = self.chosen
        if row is None:
            return
        detail = f"Until {row.purge_after} an audit could ask for it. What it earned then no longer counts."
        if not await self.mentor.push_screen_wait(
            Confirm(joined(own("Delete the row of "), row.on, own("?")), detail=detail, yes="Delete", no="Keep")
        ):
            return
        if await self.mentor.store(delete=[row], label="audit row deleted"):
            self.reload()
            self.say("Deleted. u, in any area, brings it back.", "good")


def open_rows(app: Host, target: str = "") -> None:
    """The rows that were kept."""
    if not isinstance(app.screen, AuditRowsScreen):
        app.push_screen(AuditRowsScreen())


def open_row(app: Host, target: str = "") -> None:
    """The row with this id, to be corrected."""
    row = app.ws.get(Evidence, target)
    if row is None:
        app.say(_GONE, "warning")
        return
    title = joined(own("Kept for a PDU audit: "), f"{row.on}, {row.minutes}", own(" minutes, "), row.initials)
    form = RecordForm(app, row, title, view="edit", role=row.role, label="audit row changed", gone=_GONE)
    app.push_screen(form)
