"""`vault merge`: another copy of the same vault, joined with it record by record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui.cli import failures, secrets, tables, terminal
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.given import Given
from mentor_tui.cli.options import everywhere, given
from mentor_tui.host import places
from mentor_tui.vault import CopyLocked, WrongPassphrase
from mentor_tui.words import text
from mentor_tui.workspace import joining

if TYPE_CHECKING:
    from mentor_tui.vault.beside.copies import Copy
    from mentor_tui.vault.beside.merging import Joined
    from mentor_tui.workspace import Workspace


@click.command("merge", help="Join another copy of this vault, such as a conflict copy, with it.")
@click.argument("other", metavar="OTHER")
@click.option("--dry-run", is_flag=True, help="Show what joining would do; change nothing.")
@click.option("--copy-passphrase-file", metavar="PATH", help="File with the copy's passphrase, if it is another one.")
@everywhere
@click.pass_context
def command(ctx: click.Context, other: str, dry_run: bool, copy_passphrase_file: str | None) -> int | None:
    """OTHER is read and never changed. Joining the same copy again adds nothing."""
    asked = given(ctx)
    with unlocked(asked) as workspace:
        copy = _opened(workspace, asked, places.named_path(other), copy_passphrase_file)
        found = joining.understand(workspace, copy)
        if not found.changes:
            tables.show("This vault holds everything of the copy already; nothing was changed.")
            _afterwards(copy, dry_run)
            return None
        asking = terminal.interactive() and not dry_run
        if asking or dry_run:
            for line in _told(workspace, copy, found):
                (terminal.tell if asking else tables.show)(line)
        if dry_run:
            tables.show("Nothing was changed.")
            return None
        if asking and not terminal.ask_yes("Join the two?"):
            terminal.tell("Nothing was joined.")
            return failures.REFUSED
        done = joining.apply(workspace, copy)
        if not asking or done.counts != found.counts:  # another program saved while the question stood there
            for line in _told(workspace, copy, done):
                tables.show(line)
        tables.show(f"Joined with {text.one_line(copy.path.name)}.")
        _afterwards(copy, dry_run)
    return None


def _opened(workspace: Workspace, asked: Given, path: Path, own_file: str | None) -> Copy:
    """The copy, by the vault's own key; else by the passphrase given for it, the vault's, or one that is asked for."""
    if own_file:
        return joining.open_copy(workspace, path, secrets.from_file(places.named_path(own_file)))
    try:
        return joining.open_copy(workspace, path)
    except CopyLocked as locked:
        if asked.passphrase_path:
            try:
                return joining.open_copy(workspace, path, secrets.from_file(asked.passphrase_path))
            except WrongPassphrase:
                if not terminal.can_ask_secret():
                    raise CopyLocked(f"{locked} Give it with --copy-passphrase-file.") from None
        terminal.tell(str(locked))
        return joining.open_copy(workspace, path, terminal.ask_secret("Passphrase of the copy:", secrets.HOW))


def _told(workspace: Workspace, copy: Copy, found: Joined) -> list[str]:
    return [*joining.told(found.counts), *joining.returning(workspace, copy, found)]


def _afterwards(copy: Copy, dry_run: bool) -> None:
    words = "" if dry_run else joining.afterwards(copy)
    if words:
        tables.show(words)
