"""The backups beside the vault: when each was saved, why it is kept, and how to bring one back."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from mentor_tui.vault import VaultError, restore

from ..commands import Command
from ..documents.register import local_time
from ..host import Host
from ..shell.base import Desk
from ..widgets.dialogs import AskSecret, Choose
from ..widgets.plain import Plain, own
from ..widgets.rows import Column, Row, Rows
from .message import MessageScreen

if TYPE_CHECKING:
    from mentor_tui.vault import BackupInfo


RETENTION = "Kept are the last five saves, the last of seven days and of four weeks, and one before a new file format."


class BackupsScreen(Desk):
    """The backups beside the vault, and how to bring one back."""

    HERE = (Command("backups.back", "escape", "back", "Back."),)
    ABOUT = (
        "Each save keeps the version before it. The last five stay, the last of each of seven days and four weeks on "
        "which you saved, and one before a new file format. They are encrypted like the vault. To restore one, "
        "quit the app and use the command shown; the present vault is kept aside, not lost."
    )
    DEFAULT_CSS = """
    BackupsScreen Rows { margin: 0 1; height: 1fr; min-height: 3; }
    BackupsScreen #how { margin: 0 2; height: auto; }
    """

    def __init__(self, path: Path, backups: list[BackupInfo]) -> None:
        super().__init__()
        self.path, self.backups = path, backups

    def body(self) -> ComposeResult:
        yield Plain(own("Backups, newest first"), id="page-title")
        yield Rows(
            [Column("no", 3, right=True), Column("saved", 18), Column("size", 8, right=True), Column("kept as")],
            empty="No backup yet: the first is made at the next save.",
            id="backups",
        )
        yield Plain(
            f"{RETENTION}\n"
            f"They are in {self.path}.backups\n"
            "To restore one, quit the app (Ctrl+Q) and type\n"
            "    mentor-tui vault restore NUMBER\n"
            "with --dry-run to see first what would change. It asks for the passphrase used at that time; the "
            "present vault is kept aside.",
            id="how",
        )

    def on_mount(self) -> None:
        zone, today = self.ws.profile.zone, self.ws.today()
        rows = [
            Row(str(number), (str(number), saved(b, zone, today), size(b.size), _why(b)))
            for number, b in enumerate(self.backups, start=1)
        ]
        self.query_one("#backups", Rows).fill(rows)


def saved(backup: BackupInfo, zone: str, today: date) -> str:
    """The time when a backup was saved, in the person's zone."""
    try:
        return local_time(datetime.fromtimestamp(backup.saved_at, UTC).isoformat(), zone, today)
    except (OverflowError, ValueError, OSError):  # a time that no calendar knows
        return "unknown"


def about(backup: BackupInfo) -> str:
    """`saved Sun 22 Nov 2026, 14:02:10   12 KB`; by the computer's clock, because nothing is unlocked yet."""
    try:
        when = time.strftime("%a %d %b %Y, %H:%M:%S", time.localtime(backup.saved_at))
    except (OverflowError, ValueError, OSError):  # a time that no calendar knows
        when = "at an unknown time"
    return f"saved {when}   {size(backup.size)}"


def size(octets: int) -> str:
    """A size for a list."""
    return f"{max(octets // 1024, 1)} KB"


def _why(backup: BackupInfo) -> str:
    if not backup.generation:
        return "cannot be read"
    return ", ".join(why.value for why in backup.why) or "goes with the next save"


# --- No vault, but backups ----------------------------------------------------------------------------------


class FoundScreen(Desk):
    """There is no vault, but there are backups of one: True brings one back, False starts anew, None leaves."""

    HERE = (
        Command("found.back", "enter", "restore it", "Restore a backup."),
        Command("found.anew", "n", "start again", "Make a new vault; the backups stay where they are."),
        Command("found.quit", "escape", "quit", "Quit; nothing is changed."),
    )
    ABOUT = (
        "Your vault's file is not where it was, but its backups are. Enter restores one; nothing is overwritten. If "
        "the file was moved on purpose, quit with Escape and start with --vault and its new place."
    )
    DEFAULT_CSS = """
    FoundScreen #box { width: 72; max-width: 96%; height: auto; margin: 2 4; }
    """

    def __init__(self, path: Path, backups: list[BackupInfo]) -> None:
        super().__init__()
        self.path, self.backups = path, backups
        self.told = ""

    def body(self) -> ComposeResult:
        with Vertical(id="box"):
            count = "1 backup" if len(self.backups) == 1 else f"{len(self.backups)} backups"
            yield Plain(own("Your vault is missing, its backups are here"), classes="heading")
            yield Plain(f"There is no file at {self.path}.", classes="gap")
            yield Plain(f"There are {count} beside it; the newest was {about(self.backups[0])}.", classes="gap")
            yield Plain(
                own(
                    "Enter restores one, with the passphrase used then. If you moved the file, Escape quits: put "
                    "it back, or name its place with --vault."
                ),
                classes="gap accent",
            )

    async def action_back(self) -> None:
        """Restore a backup."""
        self.dismiss(True)

    def action_anew(self) -> None:
        """Make a new vault."""
        self.dismiss(False)

    def action_quit(self) -> None:
        """Leave."""
        self.dismiss(None)


async def bring_back(app: Host, backups: list[BackupInfo]) -> str:
    """Ask which backup and its passphrase, and restore it; the passphrase, or nothing when it was not done."""
    found = {str(b.path): b for b in backups}
    chosen = await app.push_screen_wait(
        Choose(
            own("Which backup should be restored?"),
            [(key, about(b)) for key, b in found.items()],
            detail=own("Newest first."),
        )
    )
    if not chosen:
        return ""
    secret = await app.push_screen_wait(AskSecret("The passphrase of that backup", "The one in use when it was saved."))
    if not secret:
        return ""
    try:
        await asyncio.to_thread(
            restore, app.setup.vault_path, found[chosen].path, str(secret), state_dir=app.setup.state_dir
        )
    except VaultError as error:
        await app.push_screen_wait(MessageScreen("It was not restored", str(error)))
        return ""
    return str(secret)
