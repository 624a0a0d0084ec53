"""The register of what left: every document made from this pair, for whom, when, and its SHA-256."""

from __future__ import annotations

from datetime import UTC, date, datetime

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from mentor_tui import documents
from mentor_tui.clock import zone_of
from mentor_tui.schema import programs
from mentor_tui.schema.records import Disclosure
from mentor_tui.words.days import day
from mentor_tui.workspace import Workspace

from ..commands import Command
from ..host import Host
from ..shell.base import Page
from ..widgets.panel import Panel
from ..widgets.plain import joined, own
from ..widgets.reading_pane import ReadingPane, fact, heading
from ..widgets.rows import Column, Row, Rows


def local_time(at: str, zone: str, today: date) -> str:
    """A UTC instant of a record as people say it where they are: `today 14:02`, `Thu 21 May 14:02`, `Thu 21 May 2025`.

    At most 16 cells; as it stands when it cannot be read.
    """
    try:
        instant = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return at
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    local = instant.astimezone(zone_of(zone))
    said = day(local.date(), today)
    return f"{said} {local:%H:%M}" if local.year == today.year or " " not in said else said


def title_of(disclosure: Disclosure, workspace: Workspace) -> str:
    """The title of the document that left."""
    return documents.title_of(disclosure.what, workspace)


class RegisterScreen(Page):
    """The register of what left, newest first; the line under the cursor in full below."""

    HERE = (Command("register.back", "escape", "back", "Back."),)
    ABOUT = (
        "Each document you made from this pair, for whom, and when. The SHA-256 proves later that a file is the very "
        "one you exported: compare it with what `sha256sum FILE` prints. Your full export is not listed here."
    )

    def body(self) -> ComposeResult:
        with Container(classes="split sheet"):
            with Panel(own("Exports from this vault"), classes="list"):
                yield Rows(
                    [Column("", 16), Column(""), Column("")],
                    empty="Nothing exported yet. F7 makes a document; every export is noted here.",
                    id="left",
                )
            yield ReadingPane(id="look")

    def on_mount(self) -> None:
        zone = self.ws.profile.zone
        of_no_pair = self.ws.all(Disclosure, "")  # an audit pack of forgotten pairs
        self._found = sorted([*self.mentor.view.disclosures, *of_no_pair], key=lambda d: d.at, reverse=True)
        rows = [
            Row(d.id, (local_time(d.at, zone, self.ws.today()), title_of(d, self.ws), d.recipient)) for d in self._found
        ]
        self.query_one("#left", Rows).fill(rows)
        self._show_detail()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        current = self.query_one("#left", Rows).current
        found = next((d for d in self._found if d.id == current), None)
        pane = self.query_one("#look", ReadingPane)
        pane.display = found is not None
        if found is not None:
            pane.show(title_of(found, self.ws), _detail(found, self.ws.profile.zone, self.ws.today()))


def _detail(disclosure: Disclosure, zone: str, today: date) -> list[Content]:
    """The lines of one document: for whom, what its file was, and who agreed where the program asks for consent."""
    lines = [
        fact(own("when"), local_time(disclosure.at, zone, today)),
        fact(own("for whom"), disclosure.recipient),
        fact(own("format"), f"{disclosure.format}, {disclosure.size} bytes"),
    ]
    agreed = programs.shared_forms()["disclosure"].field("consent")
    lines += [fact(own("consent"), agreed.label_of(disclosure.consent))] if disclosure.consent else []
    half = len(disclosure.sha256) // 2  # in two lines, so that it fits beside the list
    proof = (disclosure.sha256[:half], disclosure.sha256[half:])
    return [*lines, heading(own("SHA-256 of the file")), *map(joined, proof)]


def open_register(app: Host, _target: str = "") -> None:
    """Show the register over the present screen."""
    if not isinstance(app.screen, RegisterScreen):
        app.push_screen(RegisterScreen())
