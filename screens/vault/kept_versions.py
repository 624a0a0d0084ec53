"""Kept versions: what lost to another copy or to what was typed over it, to read, to bring back, or to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from mentor_tui.schema.records import KeptVersion
from mentor_tui.workspace import versions

from ..commands import Command
from ..documents.register import local_time
from ..host import Host
from ..shell.base import Desk, Fresh
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import page
from ..widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from textual.content import Content


_LONGEST = 20_000
"""Characters of one field that are shown; bringing the version back shows all of it."""


def open_kept(app: Host, target: str = "") -> None:
    """The list of kept versions, or the one with this id."""
    if not target:
        if not isinstance(app.screen, KeptScreen):
            app.push_screen(KeptScreen())
        return
    found = app.ws.get(KeptVersion, target)
    if found is None:
        app.say("That kept version is no longer there.", "warning")
    else:
        app.push_screen(KeptReading(found))


class KeptDesk(Desk):
    """The commands for a kept version, in the list and while reading it."""

    HERE = (
        Command("kept.bring_back", "b", "bring back", "Make it the version that counts; what counts now is kept."),
        Command("kept.drop", "x", "drop", "Delete this version; u brings it back."),
        Command("kept.undo", "u,ctrl+z", "undo", "Undo the last change."),
        Command("kept.back", "escape", "back", "Back."),
    )

    @property
    def version(self) -> KeptVersion | None:
        """The version meant."""
        return None

    async def action_bring_back(self) -> None:
        """Make it the version that counts."""
        ws, version = self.ws, self.version
        if version is None:
            return
        if await self.mentor.deed(lambda: versions.bring_back(ws, version)) is not None:
            self.mentor.apply_settings()
            self.done("It counts again. What counted until now is in this list. u undoes it.")

    async def action_drop(self) -> None:
        """Let it go."""
        ws, version = self.ws, self.version
        if version is None:
            return
        if await self.mentor.deed(lambda: versions.drop(ws, version)) is not None:
            self.done("Deleted. u brings it back.")

    async def action_undo(self) -> None:
        """Take back the last change."""
        label = await self.mentor.step_back()
        if label is None:
            return
        if label:
            self.done(f"Undone: {label}.")
        else:
            self.say("There is nothing to undo.")

    def done(self, sentence: str) -> None:
        """Something changed: show it."""


class KeptScreen(Fresh, KeptDesk):
    """All kept versions, the newest first."""

    ABOUT = (
        "When two copies of the vault were joined and both had changed the same record, the one changed last counts "
        "and the other is kept here in full. So does what one of the copies had deleted, and what was saved elsewhere "
        "while you wrote over it here. Enter shows it, b makes it the one that counts, x deletes it. Nothing of this "
        "list is in any document but your own full export."
    )
    DEFAULT_CSS = """
    KeptScreen Rows { margin: 1 1 0 1; }
    """

    def body(self) -> ComposeResult:
        yield Plain(own("Kept versions   Enter shows one"), id="page-title")
        yield Rows(
            [Column("written", 16), Column("what", 14), Column(""), Column("now", 26)],
            empty="No version is kept. A version is kept when the same thing is changed in two places.",
            id="kept",
        )

    def reload(self) -> None:
        """Show what is kept now."""
        if not self.mentor.is_open:
            return
        ws = self.ws
        zone = ws.profile.zone
        rows = []
        for version in versions.versions(ws):
            kind, title = versions.called(version)
            now = "another version counts" if versions.present(ws, version) else "deleted"
            rows.append(Row(version.id, (local_time(version.changed, zone, self.ws.today()), kind, title, now)))
        self.query_one("#kept", Rows).fill(rows)

    @property
    def version(self) -> KeptVersion | None:
        """The version under the cursor."""
        return self.ws.get(KeptVersion, self.query_one("#kept", Rows).current)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if version := self.version:
            self.mentor.push_screen(KeptReading(version))

    def done(self, sentence: str) -> None:
        """Show the list as it is now."""
        self.reload()
        self.say(sentence, "good")


class KeptReading(KeptDesk):
    """One kept version, every word of it."""

    ABOUT = "A version that is kept but does not count. b makes it the one that counts, x deletes it."
    DEFAULT_CSS = """
    KeptReading #page-title {
        padding: 0 1; background: $raised; height: 1; text-style: bold;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    KeptReading #page { margin: 1 2 0 2; height: 1fr; }
    """

    def __init__(self, version: KeptVersion) -> None:
        super().__init__()
        self._version = version

    @property
    def version(self) -> KeptVersion | None:
        """The version shown."""
        return self._version

    def body(self) -> ComposeResult:
        kind, title = versions.called(self._version)
        when = local_time(self._version.changed, self.ws.profile.zone, self.ws.today())
        yield Plain(f"Kept version of a {kind}, written {when}: {title}", id="page-title")
        with VerticalScroll(id="page"):
            yield Plain(page(self._lines()), id="words")

    def _lines(self) -> list[Content]:
        lines: list[Content] = []
        for label, words in versions.lines(self.ws, self._version):
            shown = words if len(words) <= _LONGEST else words[:_LONGEST] + "\n(and more; b brings all of it back)"
            lines += [joined((label, "$quiet")), *(joined(line) for line in shown.split("\n")), joined("")]
        return lines or [joined("It is empty.")]

    def on_mount(self) -> None:
        self.query_one("#page").focus()

    def done(self, sentence: str) -> None:
        """Back to where one came from, which shows it."""
        self.mentor.pop_screen()
        self.mentor.say(sentence, "good")
