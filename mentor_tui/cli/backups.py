"""`vault backups`, `vault verify`, `vault restore`: what stands beside the vault, is it sound, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from mentor_tui.cli import failures, secrets, tables, terminal
from mentor_tui.cli.options import everywhere, format_option, given
from mentor_tui.errors import InputRefused
from mentor_tui.host.places import named_path
from mentor_tui.schema import catalogue
from mentor_tui.vault import (
    BackupInfo,
    FileCheck,
    VaultError,
    What,
    inspect,
    list_backups,
    preview,
    restore,
    verify,
)
from mentor_tui.words import text

_HEADINGS = ("no", "saved", "save", "bytes", "kept as", "file")


def when(seconds: float) -> str:
    """`2026-11-22T14:02:10Z`; a time that no calendar knows is told as `unknown`."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return "unknown"


def local(seconds: float) -> str:
    """`Sun 2026-11-22 14:02`, by this computer's clock."""
    try:
        return datetime.fromtimestamp(seconds).strftime("%a %Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return "unknown"


def reasons(backup: BackupInfo) -> str:
    """The reasons why a backup stays, in words."""
    if not backup.generation:
        return "cannot be read"
    return ", ".join(why.value for why in backup.why) or "goes with the next save"


def lines(path: Path) -> list[str]:
    """A line for each backup, with the number that `restore` takes."""
    return [
        f"Backup {number}: {backup.path.name}, saved {when(backup.saved_at)}, {backup.size} bytes"
        + ("" if backup.generation else ", cannot be read")
        for number, backup in enumerate(list_backups(path), start=1)
    ]


@click.command("backups", help="The backups: when each was saved, and why it is kept.")
@format_option
@everywhere
@click.pass_context
def backups(ctx: click.Context, form: str) -> None:
    """Needs no passphrase."""
    path = given(ctx).vault_path
    found = list_backups(path)
    if form == "json":
        rows = [
            {
                "number": number,
                "saved_at": when(b.saved_at),
                "save": b.generation,
                "bytes": b.size,
                "kept_as": [why.name.lower() for why in b.why],
                "file": b.path.name,
            }
            for number, b in enumerate(found, start=1)
        ]
        folder = found[0].path.parent if found else path.with_name(path.name + ".backups")
        tables.show(tables.json_text({"folder": str(folder), "backups": rows}))
        return
    listed = [
        (n, local(b.saved_at), b.generation, b.size, reasons(b), b.path.name) for n, b in enumerate(found, start=1)
    ]
    if form == "csv":
        tables.show(tables.csv_text(_HEADINGS, listed))
        return
    tables.show(tables.table(_HEADINGS, listed, "No backups yet: the first is made at the next save."))
    if found:
        tables.show(f"\nThey are in {text.one_line(str(found[0].path.parent))}")
        tables.show(
            "Kept are the last five saves, the last of seven days and of four weeks, and one before a new format."
        )


# --- verify -------------------------------------------------------------------------------------------------


@click.command("verify", help="Decrypt the vault and everything beside it, and report what is intact.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@everywhere
@click.pass_context
def verify_(ctx: click.Context, form: str) -> int | None:
    """Exit code 4 when any of the files is not sound."""
    asked = given(ctx)
    path = asked.vault_path
    try:
        inspect(path)
    except VaultError as error:
        if not any_backups(path):
            raise
        failures.say(str(error))
    checks = verify(path, secrets.passphrase(asked.passphrase_path), reads=catalogue.readable)
    if form == "json":
        rows = [
            {
                "file": c.path.name,
                "what": c.what.name.lower(),
                "sound": c.ok,
                "read": c.read,
                "records": c.records,
                "problem": c.problem,
                "apart": c.apart,
                "unread_records": [{"table": table, "id": id} for table, id in c.unread],
            }
            for c in checks
        ]
        tables.show(tables.json_text({"files": rows}))
    else:
        for check in checks:
            tables.show(text.one_line(_in_words(check)))
        tables.show(_together(checks))
    if checks and not checks[0].ok:
        inspect(path)  # says more exactly what is wrong, by its exit code
    return failures.DAMAGED if any(check.alarming for check in checks) else None


def _in_words(check: FileCheck) -> str:
    count = "" if check.what is What.DRAFT else f", {check.records} record{'' if check.records == 1 else 's'}"
    bad = "NOT SOUND" if check.alarming else "not sound, as it was when kept aside"
    state = f"sound{count}" if check.ok else bad if check.read else "NOT READ"
    return f"{check.path.name} ({check.what.value}): {state}." + (f" {check.problem}" if check.problem else "")


def _together(checks: list[FileCheck]) -> str:
    bad = [check for check in checks if check.alarming]
    if not bad and any(check.apart or check.newer for check in checks):
        return f"{len(checks)} files checked; none is damaged. Look at what is reported above."
    if not bad:
        return f"All is well: {len(checks)} file{'' if len(checks) == 1 else 's'} checked."
    words = f"{len(bad)} of {len(checks)} files need a look."
    if any(check.unread for check in bad):
        words += " A record that was not read is unchanged in its file; a newer mentor-tui may read it."
    if any(check.what is What.VAULT for check in bad):
        sound = any(check.ok and not check.unread and check.what is What.BACKUP for check in checks)
        return words + (" `mentor-tui vault restore` restores a sound backup." if sound else "")
    return words + " The vault itself is sound; the next saves make new backups."


def any_backups(path: Path) -> bool:
    """True if there are backups beside this place, as far as can be told."""
    try:
        return bool(list_backups(path))
    except VaultError:
        return False


# --- restore ------------------------------------------------------------------------------------------------


@click.command("restore", help="Restore a backup; the present vault is kept aside.")
@click.argument("backup", required=False, metavar="[NUMBER|FILE]")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@everywhere
@click.pass_context
def restore_(ctx: click.Context, backup: str | None, dry_run: bool) -> None:
    """NUMBER is the backup's number in `vault backups`; 1 is the newest."""
    asked = given(ctx)
    path = asked.vault_path
    if backup is None:
        listed = lines(path)
        if not listed:
            raise InputRefused("There are no backups beside this vault. Name a file to restore.")
        if not terminal.interactive():
            raise click.UsageError("Which backup? Give its number or file:\n" + "\n".join(listed), ctx)
        for line in listed:
            terminal.tell(line)
        backup = terminal.ask("Which one? Its number:").strip()
    source = _backup_named(path, backup)
    passphrase = secrets.passphrase(asked.passphrase_path, "Passphrase of the backup:")
    if dry_run:
        _tell_preview(path, source, passphrase)
        return
    kept = restore(path, source, passphrase)
    tables.show(f"Restored from {text.one_line(source.name)}.")
    if kept is not None:
        tables.show(f"What was there before is kept as {text.one_line(kept.name)}.")


def _tell_preview(path: Path, source: Path, passphrase: str) -> None:
    found = preview(path, source, passphrase)
    tables.show(f"{text.one_line(source.name)} opens: save {found.generation}, {found.records} records.")
    if found.problem:
        tables.show(found.problem)
    elif not found.tables:
        tables.show("It holds the same records as the vault does now.")
    for name, change in found.tables.items():
        parts = [(change.back, "come back"), (change.gone, "go"), (change.changed, "go back to what they were")]
        tables.show(f"{text.one_line(name)}: " + ", ".join(f"{count} {words}" for count, words in parts if count))
    tables.show("The present vault would be kept aside. Nothing was changed.")


def _backup_named(path: Path, backup: str) -> Path:
    if backup.isdecimal() and len(backup) <= 9:
        found = list_backups(path)
        if not 1 <= int(backup) <= len(found):
            raise InputRefused(f"There is no backup number {backup}; there are {len(found)}. Nothing was changed.")
        return found[int(backup) - 1].path
    by_name = [b.path for b in list_backups(path) if b.path.name == backup]
    return by_name[0] if by_name else named_path(backup)
