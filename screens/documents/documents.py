"""The list of documents, and a document to scroll through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui.documents import READER_NAMES, title_of

from ..commands import Command
from ..shell.base import Desk, Page
from ..widgets.editors import Prose
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading_pane import ReadingPane, fact
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

    def body(self) -> ComposeResult:
        with Container(classes="split sheet"):
            with Panel(own("Make a document"), keys=("documents.register",), classes="list"):
                yield Rows([Column("", own=True), Column("", 17, own=True)], id="documents")
            yield ReadingPane(id="look")

    def on_mount(self) -> None:
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        if not self.mentor.is_open:
            return
        view = self.mentor.view
        zone = view.profile.zone
        self._last = {d.what: local_time(d.at, zone, view.today) for d in sorted(view.disclosures, key=lambda d: d.at)}
        rows = [Row(kind.id, (kind.title, READER_NAMES[kind.reader])) for kind in view.program.documents_for(view.role)]
        self.query_one("#documents", Rows).fill(rows)
        self._tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        kind = self.mentor.view.program.documents.get(self.query_one("#documents", Rows).current or "")
        pane = self.query_one("#look", ReadingPane)
        pane.display = kind is not None
        if kind is not None:
            made = self._last.get(kind.id, "not yet")
            facts = [fact(own("for"), READER_NAMES[kind.reader]), fact(own("last made"), made)]
            seen = own("You read it before anything is written, and change its words if you like.")
            pane.show(joined(kind.title), [*facts, joined(""), joined(kind.purpose), joined(""), seen])

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
