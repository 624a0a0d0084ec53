"""`vault passwd`, `vault recovery new`, `vault rekey`: what opens the vault."""

from __future__ import annotations

import secrets as chance
import sys
from collections.abc import Callable
from pathlib import Path

import click

from mentor_tui.cli import failures, secrets, tables, terminal
from mentor_tui.cli.context import noticed
from mentor_tui.cli.given import Given
from mentor_tui.cli.options import everywhere, given
from mentor_tui.documents import files
from mentor_tui.errors import InputRefused
from mentor_tui.host.places import named_path
from mentor_tui.vault import (
    Old,
    RecoveryKey,
    Rekeyed,
    Vault,
    VaultError,
    inspect,
    opens_with_recovery,
    rekey,
    remove_files,
)
from mentor_tui.words import text

_output = click.option(
    "--output", metavar="FILE", help="Write the new recovery key to a new file only you may read; - is standard output."
)
_old_files = click.Choice([old.value for old in Old])

_LATER = "No recovery key yet: without one, a forgotten passphrase means a lost vault. The app offers one in Settings."
_ELSEWHERE = "A mentor-tui that has this vault open elsewhere asks for the passphrase before it saves anything more."


# --- passwd -------------------------------------------------------------------------------------------------


@click.command("passwd", help="Change the passphrase.")
@click.option("--new-passphrase-file", metavar="PATH", help="File with the new passphrase; only you may read it.")
@click.option("--recovery", is_flag=True, help="Forgot the passphrase: open with the recovery key, asked for.")
@click.option("--recovery-key-file", metavar="PATH", help="The same, with the key in the first line of a file.")
@everywhere
@click.pass_context
def passwd(ctx: click.Context, new_passphrase_file: str | None, recovery: bool, recovery_key_file: str | None) -> None:
    """Backups made before still open with the old passphrase, unless the vault gets new keys as well."""
    asked = given(ctx)
    with _opened(asked, recovery, recovery_key_file) as vault, noticed(vault):
        new = secrets.new_passphrase(named_path(new_passphrase_file) if new_passphrase_file else None)
        vault.change_passphrase(new)
        tables.show("The passphrase was changed. Backups made before today still open with the old one.")
        if not terminal.interactive():
            failures.say("If somebody may know the old one: `mentor-tui vault rekey` gives the backups new keys too.")
            return
        terminal.tell("If somebody may know the old one, give the vault and its backups new keys as well.")
        if terminal.ask_yes("New keys now?"):
            _rekey(vault, new, _new_recovery(vault, None, None), Old.RESEAL, Old.RESEAL)


def _opened(asked: Given, recovery: bool = False, recovery_key_file: str | None = None) -> Vault:
    path = asked.vault_path
    inspect(path)
    if recovery or recovery_key_file:
        file = named_path(recovery_key_file) if recovery_key_file else None
        return Vault.open_with_recovery(path, secrets.passphrase(file, "Recovery key:"))
    return Vault.open(path, secrets.passphrase(asked.passphrase_path, "Present passphrase:"))


# --- recovery -----------------------------------------------------------------------------------------------


@click.group("recovery", help="The key on paper that opens the vault when the passphrase is forgotten.")
@everywhere
def recovery() -> None:
    """One command: make a new one."""


@recovery.command("new", help="Make a recovery key; the previous one stops opening this vault.")
@_output
@everywhere
@click.pass_context
def recovery_new(ctx: click.Context, output: str | None) -> None:
    """On a terminal it is shown once, and two of its groups are typed back."""
    if output is None and not terminal.interactive():
        raise click.UsageError("There is no terminal to show the key on: give --output FILE, or --output - .", ctx)
    with _opened(given(ctx)) as vault, noticed(vault):
        replaced = vault.has_recovery
        key = vault.new_recovery_key()
        _hand_over(vault, key, output, lambda: vault.store_recovery_key(key))
    if replaced:
        terminal.tell("The previous one no longer opens this vault; backups made before still open with it.")


def offer_recovery(vault: Vault) -> None:
    """On a terminal: show a recovery key once and have two of its groups typed back. Else it is put off, and said."""
    if not terminal.interactive():
        failures.say(_LATER)
        return
    terminal.tell("A recovery key opens the vault if you forget the passphrase. Write it on paper; it is shown once.")
    if not terminal.ask_yes("Make one now?"):
        terminal.tell(_LATER)
        return
    key = vault.new_recovery_key()
    if _typed_back(key, _LATER):
        vault.store_recovery_key(key)
        terminal.tell("The recovery key now opens this vault.")


def _typed_back(key: RecoveryKey, otherwise: str) -> bool:
    """Show the key; True when two groups of it came back."""
    groups = key.groups
    terminal.tell()
    terminal.tell("  " + "  ".join(f"{n}:{g}" for n, g in enumerate(groups, start=1)))
    terminal.tell()
    for number in sorted(chance.SystemRandom().sample(range(len(groups)), 2)):
        if not any(terminal.ask(f"Type group {number + 1} back:").strip().upper() == groups[number] for _ in range(3)):
            terminal.tell(f"That was not group {number + 1}. {otherwise}")
            return False
    return True


def _may_open(path: Path, key: RecoveryKey) -> bool:
    """True if a recovery key opens the vault on disk, as far as can be told."""
    try:
        return opens_with_recovery(path, key)
    except VaultError:
        return True


def _hand_over(vault: Vault, key: RecoveryKey, output: str | None, store: Callable[[], object]) -> None:
    """Give a new key to the person first; only then let it open the vault.

    If that fails a file is removed, unless the key opens what stands on disk: a save may have been done but for its
    very last step when it is interrupted.
    """
    if output is None:
        terminal.tell("Write this recovery key on paper; it is shown once.")
        if not _typed_back(key, "Nothing was changed."):
            raise InputRefused("The new recovery key was not stored; nothing was changed.")
        store()
        terminal.tell("The recovery key now opens this vault.")
    elif output == "-":
        tables.show(key.text)
        sys.stdout.flush()
        store()
    else:
        written = files.write(Path(output), f"{key.text}\n".encode())
        try:
            store()
        except BaseException:
            if not _may_open(vault.path, key):
                written.unlink(missing_ok=True)
            else:
                failures.say(f"The new recovery key may already be in force: keep {text.one_line(str(written))}.")
            raise
        tables.show(f"The recovery key now opens this vault. It is in {text.one_line(str(written))}.")
        failures.say("Print it or copy it to paper, then delete the file.")


# --- rekey --------------------------------------------------------------------------------------------------


@click.command("rekey", help="New keys for the vault and everything beside it; an old copy then gives nothing away.")
@click.option("--backups", type=_old_files, default="reseal", show_default=True, help="Old backups and kept copies.")
@click.option("--drafts", type=_old_files, default="reseal", show_default=True, help="Unsaved text.")
@click.option(
    "--recovery/--no-recovery", "wanted", default=None, help="Make a recovery key too (if there was one: the default)."
)
@_output
@everywhere
@click.pass_context
def rekey_(ctx: click.Context, backups: str, drafts: str, wanted: bool | None, output: str | None) -> None:
    """The passphrase stays. A recovery key made before stops working, for the vault and its backups."""
    asked = given(ctx)
    path = asked.vault_path
    had = any(slot.kind == "recovery" for slot in inspect(path).slots)
    wants = had if wanted is None else wanted
    if output is not None and not wants:
        raise click.UsageError("--output is for a new recovery key: give --recovery with it.", ctx)
    if wants and output is None and not terminal.interactive():
        raise click.UsageError(
            "New keys need a new recovery key, and there is no terminal to show it on: give --output FILE, "
            "--output - , or --no-recovery to go without one.",
            ctx,
        )
    passphrase = secrets.passphrase(asked.passphrase_path, "Present passphrase:")
    with Vault.open(path, passphrase) as vault, noticed(vault):
        _rekey(vault, passphrase, _new_recovery(vault, wants, output), Old(backups), Old(drafts))


_Recovery = tuple[RecoveryKey | None, str | None]


def _new_recovery(vault: Vault, wanted: bool | None, output: str | None) -> _Recovery:
    wanted = vault.has_recovery if wanted is None else wanted
    return (vault.new_recovery_key() if wanted else None), output


def _rekey(vault: Vault, passphrase: str, recovery: _Recovery, backups: Old, drafts: Old) -> None:
    key, output = recovery
    done: list[Rekeyed] = []

    def change() -> None:
        done.append(rekey(vault, passphrase, key, backups=backups, drafts=drafts))

    if key is None:
        change()
    else:
        _hand_over(vault, key, output, change)
    _tell(vault, done[0], quiet=output == "-")


def _tell(vault: Vault, done: Rekeyed, *, quiet: bool) -> None:
    """Tell what was done, and offer to remove what stands as it was. `quiet` leaves standard output to the key."""
    say = failures.say if quiet else tables.show
    say(
        "The vault has new keys; your passphrase is as it was. "
        f"Beside it, {done.resealed} files were sealed again and {done.removed} removed."
    )
    for left in done.left:
        failures.say(f"Not changed: {left.sentence}")
    if done.left and terminal.interactive() and terminal.ask_yes("Remove what was not changed?"):
        for file in remove_files(vault, [left.path for left in done.left]):
            terminal.tell(f"Could not be removed: {text.one_line(file.name)}")
    elif done.left:
        failures.say("`mentor-tui vault rekey --backups remove --drafts remove` removes old files instead.")
    failures.say(_ELSEWHERE)
