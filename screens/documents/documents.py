"""The list of documents, and a document to scroll through."""

from __future__ import annotations

from textual.app import ComposeResult

from mentor_tui.documents import READER_NAMES, title_of

from ..commands import Command
from ..shell.base import Desk, Page
from ..widgets.editors import Prose
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Row, Rows
from .register import local_time, open_register

_GLANCE = 200_000
"""Characters of a document that the preview shows."""


class DocumentsScreen(Desk):
    """The list of documents to choose from."""

    HERE = (
        Command(
            "documents.register",
            "r",
            "exports",
            "The exported documents, for whom and when.",
            also="sent, who got what",
        ),
        Command("documents.back", "escape", "back", "Back; nothing is exported."),
    )
    ABOUT = (
        "A document is made from your records, only when you ask for it. Choose one: before anything is written you "
        "see what is exported and what stays. A document contains only what its reader may see."
    )
    DEFAULT_CSS = """
    DocumentsScreen Rows { margin: 1 1 0 1; height: auto; min-height: 8; }
    DocumentsScreen #purpose { margin: 1 2; }
    """

    def body(self) -> ComposeResult:
        yield Plain("Make a document   you see it before it is exported", id="page-title", classes="own")
        yield Rows(
            [Column("document", 34, own=True), Column("for", own=True), Column("last made", 16)],
            id="documents",
        )
        yield Plain("", id="purpose", classes="muted own")

    def on_mount(self) -> None:
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        if not self.mentor.is_open:
            return
        view = self.mentor.view
        zone = view.profile.zone
        last = {d.what: local_time(d.at, zone) for d in sorted(view.disclosures, key=lambda d: d.at)}
        rows = [
            Row(kind.id, (kind.title, READER_NAMES[kind.reader], last.get(kind.id, "")))
            for kind in view.program.documents_for(view.role)
        ]
        self.query_one("#documents", Rows).fill(rows)
        self._tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        kind = self.mentor.view.program.documents.get(self.query_one("#documents", Rows).current or "")
        self.query_one("#purpose", Plain).show(kind.purpose if kind else "")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.mentor.go(f"export:{event.key}")

    def action_register(self) -> None:
        """Show what left."""
        open_register(self.mentor)


class PreviewScreen(Page):
    """The document in full, to scroll through."""

    HERE = (Command("preview.back", "escape,q,p", "back", "Back.", shown_as="Esc"),)
    ABOUT = "This is the text as it would be written, mostly in Markdown. Nothing exported yet."
    DEFAULT_CSS = """
    PreviewScreen Prose { height: 1fr; border: none; padding: 0 1; }
    """

    def __init__(self, document_id: str, words: str, named: str = "") -> None:
        super().__init__()
        self.document_id = document_id
        self.words = words
        self.named = named

    def body(self) -> ComposeResult:
        cut = len(self.words) > _GLANCE
        note = f", the first {_GLANCE:,} of {len(self.words):,} characters" if cut else ""
        named = self.named or title_of(self.document_id, self.ws)
        yield Plain(joined(named, own(": as it would be exported"), note), id="page-title")
        page = Prose(self.words[:_GLANCE], id="page")
        page.read_only = True
        yield page

    def on_mount(self) -> None:
        self.query_one("#page").focus()
