"""Before anything leaves: read what would leave and what stays, and only then write it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Select

from mentor_tui import documents
from mentor_tui.documents import MYSELF, READER_NAMES, Preview, recipients
from mentor_tui.errors import MentorError, NotFound
from mentor_tui.mentoring import journey
from mentor_tui.schema import programs
from mentor_tui.schema.catalogue import KINDS
from mentor_tui.schema.program_parts import CONSENT

from ..commands import Command
from ..host import Host
from ..textual_fixes.left_early import LeftEarly
from ..widgets.dialogs import Confirm
from ..widgets.editors import SafeInput
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from .before_it_leaves import Leaving, bullets
from .documents import DocumentsScreen, PreviewScreen
from .writing import NO_PATH, may_be_written, typed_path, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentor_tui.documents import Ready
    from mentor_tui.schema.document_kinds import DocumentKind
    from mentor_tui.schema.program_parts import Collected, Step
    from mentor_tui.workspace import Workspace


_FORMATS = {
    "md": "Markdown, plain text",
    "html": "HTML, to print or mail",
    "json": "JSON, for programs",
    "csv": "CSV, for a spreadsheet",
    "csv-be": "CSV for Excel in Belgium (;)",
    "csv-us": "CSV for Excel in the US (,)",
}


def open_export(app: Host, target: str = "") -> None:
    """The list of documents, or one of them (`closure`, `agreement:2` for a version)."""
    document_id, _, version = target.partition(":")
    if app.has_pair and app.ws.programs.document(document_id):
        try:
            kind = app.view.program.document(document_id)
        except NotFound as error:
            app.say(str(error))
        else:
            app.push_screen(ExportScreen(kind, int(version) if version.isdigit() else None))
    elif not isinstance(app.screen, DocumentsScreen):
        app.push_screen(DocumentsScreen())


_NOTHING_STAYS = {"myself": "Nothing: this one is only for you."}


class ExportScreen(Leaving):
    """Before anything leaves: what goes, what stays, to whom, and where it is written."""

    HERE = (
        Command("export.write", "f2,ctrl+s", "write", "Write the file."),
        Command("export.preview", "p,f3", "preview", "Read the document as it would be exported.", shown_as="p"),
        Command("export.wording", "e,f4", "wording", "Change the words of this document.", shown_as="e"),
        Command("export.sent", "s", "it is sent", "You sent it: the step that asks for it is done."),
        Command("export.names", "n", "names", "Partners by initials, or by name as somebody wrote it."),
        Command("export.register", "r", "exports", "The exported documents, for whom and when."),
        Command("export.back", "escape", "back", "Back; nothing is exported."),
    )
    ABOUT = (
        "On the left is what this document contains, on the right what stays in the vault. Below: words that may name "
        "somebody, in what format, for whom, and where the file goes. F2 writes it so that only you can open it, and "
        "records in the vault what was exported, for whom, when, and its SHA-256. mentor-tui sends nothing: you do."
    )

    KEYS = ("export.write", "export.preview", "export.wording")

    def __init__(self, kind: DocumentKind, version: int | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.document_id = kind.id
        self.version = version
        self.keep_names = False
        """True if names stay in PDU evidence, where initials stand else."""
        self._names_gone = 0

    # --- What is on the screen ---------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        kind = self.kind
        asked = programs.shared_forms()["disclosure"]
        whom = READER_NAMES[kind.reader]
        if self.mentor.has_pair and self.mentor.view.program.collected(kind.id):
            whom += ", by consent" if kind.reader == "program" else f"; for {READER_NAMES['program']} by consent"
        yield Plain(joined(kind.title, (f"   for {whom}", "not bold")), id="page-title")
        yield from self.sides()
        formats = [(_FORMATS[f], f) for f in kind.formats]
        with Panel(own("Where to"), keys=self.KEYS, id="where"):
            with Horizontal(classes="ask"):
                yield Plain(own(asked.field("format").label), classes="label")
                yield LeftEarly(formats, value=kind.formats[0], allow_blank=False, compact=True, id="format")
            with Horizontal(classes="ask"):
                yield Plain(own(asked.field("recipient").label), classes="label")
                yield SafeInput(self._recipient(), id="recipient", disabled=kind.reader == "myself")
            with Horizontal(classes="ask"):
                yield Plain(own("File"), classes="label")
                yield SafeInput(id="path")

    def _recipient(self) -> str:
        view = self.mentor.view
        if view.program.collected(self.document_id) and (self.kind.reader != "pair" or self._step_to_tick()):
            return recipients.team_of(view)
        match self.kind.reader:
            case "program":
                return view.program.team
            case "pair":
                return view.pair.partner_name or recipients.THE_PARTNER
            case _:
                return MYSELF

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Wording is offered where a form holds it; that it is sent, where a step waits for that."""
        if action == "sent":
            return self.mentor.is_open and self._step_to_tick() is not None
        if action == "names":
            return self._names_gone > 0
        if action == "wording":
            return self.mentor.is_open and self.kind.wording in self.mentor.view.program.forms
        return True

    def action_names(self) -> None:
        """Initials or names."""
        self.keep_names = not self.keep_names
        self._read()
        how = "stay as they were written; n brings back initials" if self.keep_names else "are replaced by initials"
        self.say(f"Partners' names {how}.")

    def _step_to_tick(self) -> Step | None:
        """The open step of mine that asks to send this document."""
        if not self.mentor.has_pair:
            return None
        steps = journey.read(self.mentor.view).steps
        waiting = (s.step for s in steps if not (s.done or s.dropped))
        return next((step for step in waiting if journey.to_send(step) == self.document_id), None)

    async def action_sent(self) -> None:
        """The person sent it; only they can know."""
        if step := self._step_to_tick():
            mark = journey.mark(self.mentor.view, step.id, "done")
            if await self.mentor.store(mark, label=f"{step.title}: done"):
                self.refresh_bindings()
                self.say("Noted: done. In the journey (2) space opens it again.", "good")

    async def show_it(self) -> None:
        """Make it, and show what leaves and what stays."""
        try:
            if self.kind.whole:
                preview = await asyncio.to_thread(_of_the_vault, self.ws)
            else:
                ready = await self._ready()
                preview, self._names_gone = ready.preview, len(ready.names)
        except MentorError as error:
            self.made = False
            self.query_one("#leaves", Plain).show(str(error))
            self.say(str(error), "warning")
            return
        self.made = True
        self.refresh_bindings()
        stays = bullets(preview.stays) or _NOTHING_STAYS.get(self.kind.reader, "You have written nothing else so far.")
        self.show_sides(bullets(preview.leaves) or "Only the title.", stays, preview.found)

    async def _ready(self) -> Ready:
        """The document, and what to know before it leaves, from the records as they stand now."""
        return await asyncio.to_thread(
            documents.ready,
            self.mentor.view,
            self.document_id,
            agreement_version=self.version,
            keep_names=self.keep_names,
        )

    # --- Format and file ---------------------------------------------------------------------------------------

    @property
    def format(self) -> str:
        """The chosen format."""
        return str(self.query_one("#format", Select).value)

    def suggestion(self) -> str:
        """A file name for the chosen format."""
        return documents.suggested_name(self.mentor.view, self.document_id, self.format)

    # --- Doing -------------------------------------------------------------------------------------------------

    async def _bytes(self, fmt: str) -> bytes | None:
        """The document as it would be written, made from the records as they stand now."""
        try:
            if self.kind.whole:
                return await asyncio.to_thread(documents.everything, self.ws)
            ready = await self._ready()
            return await asyncio.to_thread(documents.render, ready.document, fmt)
        except MentorError as error:
            self.say(str(error), "warning")
            return None

    def _readable(self) -> str:
        """The format in which a person reads it here: Markdown, or else the chosen one."""
        return "md" if "md" in self.kind.formats else self.format

    async def preview_it(self) -> None:
        """Its text, on a page of its own."""
        data = await self._bytes(self._readable())
        if data is not None and self.mentor.is_open:  # locked meanwhile: nothing is shown over the question
            await self.app.push_screen(PreviewScreen(self.document_id, data.decode("utf-8-sig")))

    def action_wording(self) -> None:
        """Change the words."""
        self.mentor.go(f"form:{self.kind.wording}")

    async def write_it(self) -> None:
        """Ask what has to be asked, then write."""
        workspace, pair = self.ws, self.mentor.pair
        typed = self.query_one("#path", Input).value.strip()
        if not typed:
            self.ask_for("path", "Where should the file go? Type a path; ~ is your home folder.")
            return
        fmt, recipient = self.format, self.query_one("#recipient", Input).value.strip()
        if not recipient:
            self.ask_for("recipient", "Who is it for? One word is enough; it is only recorded in the register.")
            return
        collected = recipients.asked_for(self.mentor.view, self.kind, recipient)
        if collected and not await self._agreed(collected):
            return
        data = await self._bytes(fmt)
        if data is None:
            return
        path = typed_path(typed)
        if path is None:
            self.ask_for("path", NO_PATH)
            return
        there = path.is_file() and not path.is_symlink()
        if await may_be_written(self.mentor, path, there=there):
            consent = collected.consent if collected else None

            def note(_: Path) -> object:
                return documents.register(workspace, pair, self.document_id, fmt, recipient, data, consent=consent)

            await self._leave(path, there, data, note)

    async def _agreed(self, collected: Collected) -> bool:
        """True if those agree whose consent the program needs; else it is said that the document waits."""
        asked = Confirm(CONSENT[collected.consent], detail=collected.words, yes="Agreed", no="Not yet")
        if await self.mentor.push_screen_wait(asked):
            return True
        self.say("Nothing was written. It waits until you agree.")
        return False

    async def _leave(self, path: Path, replace: bool, data: bytes, note: Callable[[Path], object]) -> None:
        """Write the file, note it, and say what is left to do."""
        done = await written(self.mentor, lambda: documents.write(path, data, overwrite=replace), note)
        if done is None:
            return
        file, noted = done
        self.query_one("#left-side").focus()  # out of the lines: the letters that go on from here are keys again
        where = f"Written: {file}, which only you can read until you send it."
        if self.kind.whole:
            self.say(f"{where} It is not encrypted; keep it where only you can read it.", "good")
        elif noted:
            sent = " Once you have sent it, s says so." if self._step_to_tick() else ""
            self.say(f"{where} Noted under Exports (r).{sent}", "good")
        else:
            self.say(f"{where} It could not be noted in the register; the vault was not saved.", "warning")


def _of_the_vault(workspace: Workspace) -> Preview:
    """The preview of the full export: what it holds, counted."""
    counts = [(kind.table, len(workspace.table(kind.type))) for kind in KINDS]
    return Preview(
        leaves=[
            "All pairs of this vault, with every word you saved, private notes too.",
            *(f"{name}: {count}" for name, count in counts if count),
        ],
        stays=["The passphrase and the recovery key: they are stored nowhere.", "Drafts that were not saved yet."],
        found=[],
    )
