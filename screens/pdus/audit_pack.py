"""Before an audit pack is written: what leaves, what stays, to whom, and where it goes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Select

from mentor_tui.documents.audit import layout
from mentor_tui.documents.audit import pack as audit_pack
from mentor_tui.documents.audit.pack import READER_NAME
from mentor_tui.errors import InputRefused, MentorError
from mentor_tui.schema import programs

from ..commands import Command
from ..documents.before_it_leaves import Leaving, bullets
from ..documents.documents import PreviewScreen
from ..documents.writing import NO_PATH, may_be_written, written
from ..textual_fixes.left_early import LeftEarly
from ..widgets.editors import SafeInput
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own

if TYPE_CHECKING:
    from mentor_tui.documents.audit.pack import Pack, Written
    from mentor_tui.documents.documents import Preview

_SHAPES = (("A folder of files", "folder"), ("One HTML page, to print", "html"))
_PDF = "A PDF? Open the HTML page in your browser and print it (Save as PDF)."


class PackScreen(Leaving):
    """The audit pack before it is written: what goes, what stays, to whom, and where."""

    HERE = (
        Command("pack.write", "f2,ctrl+s", "write", "Write the pack."),
        Command("pack.preview", "p,f3", "preview", "Read the pack as it would be exported.", shown_as="p"),
        Command("pack.register", "r", "exports", "The exported documents, for whom and when."),
        Command("pack.back", "escape", "back", "Back; nothing is exported."),
    )
    ABOUT = (
        "On the left is what the pack contains, on the right what stays in the vault. A folder has a page per part, "
        "the "
        "sessions as CSV and calendar file, and the SHA-256 of each; the HTML page has it all in one, laid out for A4. "
        "F2 writes it so that only you can open it, and records in the vault what was exported. mentor-tui sends "
        "nothing: you do."
    )
    DEFAULT_CSS = """
    PackScreen #pdf { padding: 0 1; height: 1; }
    """

    def __init__(self, scope_id: str, released: set[str]) -> None:
        super().__init__()
        self.scope_id, self.released = scope_id, released

    def body(self) -> ComposeResult:
        asked = programs.shared_forms()["disclosure"]
        yield Plain(own("PDU audit pack"), id="page-title")
        yield from self.sides()
        with Panel(own("Where to"), keys=("pack.write", "pack.preview"), id="where"):
            with Horizontal(classes="ask"):
                yield Plain(own("As"), classes="label")
                yield LeftEarly(_SHAPES, value="folder", allow_blank=False, compact=True, id="shape")
            with Horizontal(classes="ask"):
                yield Plain(own(asked.field("recipient").label), classes="label")
                yield SafeInput(READER_NAME, id="recipient")
            with Horizontal(classes="ask"):
                yield Plain(own("Where"), classes="label")
                yield SafeInput(id="path")
        yield Plain(_PDF, id="pdf", classes="muted")

    def keep_before_lock(self) -> str:
        """The place to come back to after unlocking."""
        return f"audit:{self.scope_id}"

    async def show_it(self) -> None:
        """Make it, and show what leaves and what stays."""
        made = await self._make()
        if made is None:
            return
        pack, preview = made
        self.made = True
        title = pack.scope.title
        self.query_one("#page-title", Plain).show(joined("PDU audit pack", (f"   {title}", "not bold")))
        self.show_sides(bullets(preview.leaves), bullets(preview.stays) or "Nothing.", preview.found)

    async def _make(self) -> tuple[Pack, Preview] | None:
        """The pack as it would be written, from the records as they stand now."""
        workspace = self.ws

        def work() -> tuple[Pack, Preview]:
            pack = audit_pack.build(workspace, self.scope_id, self.released)
            return pack, layout.preview(workspace, pack)

        try:
            return await self.mentor.look(work)
        except MentorError as error:
            self.query_one("#leaves", Plain).show(str(error))
            self.say(str(error), "warning")
            return None

    # --- Where to ----------------------------------------------------------------------------------------------

    @property
    def shape(self) -> str:
        """`folder` or `html`."""
        return str(self.query_one("#shape", Select).value)

    def suggestion(self) -> str:
        """A name for the chosen shape."""
        return audit_pack.suggested_name(self.ws, self.shape)

    # --- Doing -------------------------------------------------------------------------------------------------

    async def preview_it(self) -> None:
        """Its text, on a page of its own."""
        made = await self._make()
        if made is not None:
            words = await asyncio.to_thread(layout.as_text, made[0])
            if not self.mentor.is_open:  # locked meanwhile: nothing is shown over the question
                return
            await self.app.push_screen(PreviewScreen("audit-pack", words, named="PDU audit pack"))

    async def write_it(self) -> None:
        """Ask what has to be asked, then write."""
        typed = self.query_one("#path", Input).value.strip()
        recipient = self.query_one("#recipient", Input).value.strip()
        if not typed or not recipient:
            asked = "Where should it go? Type a path; ~ is your home folder." if not typed else "Who is it for?"
            self.ask_for("path" if not typed else "recipient", asked)
            return
        try:
            path = Path(typed).expanduser().absolute()
            if self.shape == "html" and not path.suffix:
                path = path.with_name(f"{path.name}.html")
            audit_pack.shape_of(path)
            there = audit_pack.exists(path)
        except InputRefused as error:
            self.ask_for("path", str(error))
            return
        except (ValueError, RuntimeError, OSError):
            self.ask_for("path", NO_PATH)
            return
        if not await may_be_written(self.mentor, path, there=there):
            return
        made = await self._make()
        if made is not None:
            await self._leave(made[0], path, there, recipient)

    async def _leave(self, pack: Pack, path: Path, replace: bool, recipient: str) -> None:
        """Write the pack, note it, and say so."""
        workspace = self.ws

        def note(left: Written) -> bool:
            audit_pack.register(workspace, pack, left, recipient)
            return True

        done = await written(self.mentor, lambda: audit_pack.write(pack, path, replace=replace), note)
        if done is None:
            return
        left, noted = done
        self.query_one("#left-side").focus()  # out of the lines: the letters that go on from here are keys again
        where = f"Written: {left.path}, which only you can read until you hand it in."
        if noted:
            self.say(f"{where} Noted under Exports (r).", "good")
        else:
            self.say(f"{where} It could not be noted in the register; the vault was not saved.", "warning")
