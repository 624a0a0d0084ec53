"""The register of what left: every document made from this pair, for whom, when, and its SHA-256."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.app import ComposeResult

from mentor_tui import documents
from mentor_tui.clock import zone_of
from mentor_tui.schema import programs
from mentor_tui.schema.records import Disclosure
from mentor_tui.workspace import Workspace

from ..commands import Command
from ..host import Host
from ..shell.base import Page
from ..widgets.plain import Plain, own
from ..widgets.rows import Column, Row, Rows


def local_time(at: str, zone: str) -> str:
    """A UTC instant of a record as local date and time; as it stands when it cannot be read."""
    try:
        instant = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return at
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return instant.astimezone(zone_of(zone)).strftime("%Y-%m-%d %H:%M")


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
    DEFAULT_CSS = """
    RegisterScreen Rows { margin: 1 1 0 1; }
    RegisterScreen #detail { margin: 0 2 1 2; height: 4; }
    """

    def body(self) -> ComposeResult:
        yield Plain(own("Exports from this vault"), id="page-title")
        yield Rows(
            [Column("when", 16), Column("document", 22), Column("for whom"), Column("format", 6)],
            empty="Nothing exported yet. F7 makes a document; every export is noted here.",
            id="left",
        )
        yield Plain("", id="detail", classes="muted")

    def on_mount(self) -> None:
        zone = self.ws.profile.zone
        of_no_pair = self.ws.all(Disclosure, "")  # an audit pack of forgotten pairs
        self._found = sorted([*self.mentor.view.disclosures, *of_no_pair], key=lambda d: d.at, reverse=True)
        rows = [Row(d.id, (local_time(d.at, zone), title_of(d, self.ws), d.recipient, d.format)) for d in self._found]
        self.query_one("#left", Rows).fill(rows)
        self._show_detail()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        current = self.query_one("#left", Rows).current
        found = next((d for d in self._found if d.id == current), None)
        self.query_one("#detail", Plain).show(_detail(found) if found else "")


def _detail(disclosure: Disclosure) -> str:
    """The lines of one document: what its file was, and who agreed where the program asks for consent."""
    lines = ["SHA-256", disclosure.sha256, f"{disclosure.size} bytes"]
    agreed = programs.shared_forms()["disclosure"].field("consent")
    lines += [f"{agreed.label}: {agreed.label_of(disclosure.consent)}"] if disclosure.consent else []
    return "\n".join(lines)


def open_register(app: Host, _target: str = "") -> None:
    """Show the register over the present screen."""
    if not isinstance(app.screen, RegisterScreen):
        app.push_screen(RegisterScreen())
