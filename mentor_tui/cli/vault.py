"""`vault`: make one, look at it, check it, bring a backup back, change its passphrase."""

from __future__ import annotations

import secrets as chance
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from mentor_tui import programs, text
from mentor_tui.cli import failures, merging, secrets, tables, terminal
from mentor_tui.cli.given import Given
from mentor_tui.cli.options import everywhere, given
from mentor_tui.errors import InputRefused
from mentor_tui.records import Pair, Profile
from mentor_tui.vault import KdfParams, Vault, VaultError, VaultExists, inspect, list_backups, restore, verify
from mentor_tui.workspace import Workspace

_form = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)


@click.group("vault", help="The encrypted file that holds everything.")
@everywhere
def command() -> None:
    """Make it, look at it, check it, restore it, join it with a copy, change its passphrase."""


command.add_command(merging.command)


# --- create -------------------------------------------------------------------------------------------------


@command.command("create", help="Make a new vault, with your first pair in it.")
@click.option("--name", default="", help="Your name.")
@click.option("--role", type=click.Choice(["mentor", "mentee"]), help="Your role in the pair.")
@click.option("--partner", default="", help="Your partner's name.")
@click.option("--program", default="pmi-belgium", metavar="ID", show_default=True, help="See `programs list`.")
@click.option("--empty", is_flag=True, help="No profile and no pair: for importing a full export.")
@click.option(
    "--kdf",
    type=click.Choice(["standard", "low-memory"]),
    default="standard",
    show_default=True,
    help="Memory that unlocking takes: 256 MiB, or 64 MiB for small machines.",
)
@everywhere
@click.pass_context
def create(ctx: click.Context, name: str, role: str | None, partner: str, program: str, empty: bool, kdf: str) -> None:
    """The passphrase comes from the passphrase file, or is asked for twice."""
    asked = given(ctx)
    path = asked.vault_path
    if path.exists() or path.is_symlink():
        raise VaultExists(f"There is already a file at {text.shorten(str(path), 120)}, and it was not touched.")
    if empty and (name or role or partner):
        raise click.UsageError("--empty makes a vault without a profile and a pair; leave out the other options.", ctx)
    records = () if empty else _first_records(ctx, name, role, partner, program)
    passphrase = secrets.new_passphrase(asked.passphrase_path, "A passphrase for your vault:")
    costs = KdfParams.low_memory() if kdf == "low-memory" else KdfParams.default()
    vault = Vault.create(path, passphrase, kdf=costs)
    workspace = Workspace(vault)
    try:
        workspace.save(*records, label="pair added")
        tables.show(f"The vault was made: {text.one_line(str(path))}")
        _offer_recovery(vault)
    finally:
        workspace.close()


def _first_records(ctx: click.Context, name: str, role: str | None, partner: str, program: str) -> tuple[Profile, Pair]:
    from mentor_tui.clock import SystemClock, local_zone

    if terminal.interactive():
        name = name or terminal.ask("Your name:")
        role = role or terminal.ask("Your role (mentor or mentee):").strip().lower()
        partner = partner or terminal.ask("Your partner's name:")
    missing = [o for o, v in (("--name", name), ("--role", role), ("--partner", partner)) if not text.one_line(v or "")]
    if missing:
        raise click.UsageError(f"Still needed: {', '.join(missing)} (or --empty).", ctx)
    if role not in ("mentor", "mentee"):
        raise InputRefused("The role is mentor or mentee; nothing was made.")
    pack = programs.load(program)
    today = SystemClock().today()
    profile = Profile(name=name, zone=local_zone())
    pair = Pair(
        role="mentor" if role == "mentor" else "mentee",
        partner_name=partner,
        program=pack.id,
        start=today.isoformat(),
        end=(today + timedelta(days=pack.length_days)).isoformat(),
        usual_minutes=pack.usual_minutes,
    )
    for form, values in (("profile", {"name": name}), ("pair", {"partner_name": partner})):
        programs.shared_forms()[form].check(values)
    return profile, pair


def _offer_recovery(vault: Vault) -> None:
    """On a terminal: show a recovery key once and have two of its groups typed back. Else it is put off, and said."""
    later = "No recovery key yet: without one, a forgotten passphrase cannot be helped. The app offers it in Settings."
    if not terminal.interactive():
        failures.say(later)
        return
    terminal.tell("A recovery key opens the vault if you forget the passphrase. Write it on paper; it is shown once.")
    if not terminal.ask_yes("Make one now?"):
        terminal.tell(later)
        return
    key = vault.new_recovery_key()
    groups = key.groups
    terminal.tell()
    terminal.tell("  " + "  ".join(f"{n}:{g}" for n, g in enumerate(groups, start=1)))
    terminal.tell()
    for number in sorted(chance.SystemRandom().sample(range(len(groups)), 2)):
        if not any(terminal.ask(f"Type group {number + 1} back:").strip().upper() == groups[number] for _ in range(3)):
            terminal.tell(f"That was not group {number + 1}. {later}")
            return
    vault.store_recovery_key(key)
    terminal.tell("The recovery key now opens this vault.")


# --- info, verify -------------------------------------------------------------------------------------------


@command.command("info", help="What can be read without the passphrase.")
@_form
@everywhere
@click.pass_context
def info(ctx: click.Context, form: str) -> None:
    """Format, size, ways to open it, backups."""
    found = inspect(given(ctx).vault_path)
    backups = list_backups(found.path)
    if form == "json":
        tables.show(
            tables.json_text(
                {
                    "path": str(found.path),
                    "format": f"{found.major}.{found.minor}",
                    "vault_id": found.vault_id,
                    "saves": found.generation,
                    "bytes": found.size,
                    "recovery_key": any(slot.kind == "recovery" for slot in found.slots),
                    "slots": [
                        {"kind": s.kind, "kdf": s.kdf, "passes": s.t, "memory_kib": s.m_kib, "lanes": s.p}
                        for s in found.slots
                    ],
                    "backups": [
                        {"file": b.path.name, "save": b.generation, "saved_at": _when(b.saved_at), "bytes": b.size}
                        for b in backups
                    ],
                }
            )
        )
        return
    lines = [
        f"Vault: {text.one_line(str(found.path))}",
        f"Format: {found.major}.{found.minor}, {found.size} bytes, save number {found.generation}",
    ]
    for slot in found.slots:
        costs = f", {slot.m_kib // 1024} MiB, {slot.t} passes, {slot.p} lanes" if slot.m_kib else ""
        lines.append(f"Opens with: {slot.kind} ({slot.kdf}{costs})")
    if not any(slot.kind == "recovery" for slot in found.slots):
        lines.append("There is no recovery key yet.")
    lines += _backup_lines(found.path) or ["No backups yet."]
    tables.show("\n".join(lines))


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _backup_lines(path: Path) -> list[str]:
    return [
        f"Backup {number}: {backup.path.name}, saved {_when(backup.saved_at)}, {backup.size} bytes"
        + ("" if backup.generation else ", cannot be read")
        for number, backup in enumerate(list_backups(path), start=1)
    ]


@command.command("verify", help="Decrypt the vault and all its backups in full, and tell what is sound.")
@_form
@everywhere
@click.pass_context
def verify_(ctx: click.Context, form: str) -> int | None:
    """Exit code 4 when any of the files is not sound."""
    asked = given(ctx)
    path = asked.vault_path
    try:
        inspect(path)
    except VaultError as error:
        if not _has_backups(path):
            raise
        failures.say(str(error))
    checks = verify(path, secrets.passphrase(asked.passphrase_path))
    if form == "json":
        rows = [{"file": c.path.name, "sound": c.ok, "records": c.records, "problem": c.problem} for c in checks]
        tables.show(tables.json_text({"files": rows}))
    else:
        for check in checks:
            words = f"sound, {check.records} records" if check.ok else "NOT SOUND"
            tables.show(text.one_line(f"{check.path.name}: {words}" + (f". {check.problem}" if check.problem else "")))
    if checks and not checks[0].ok:
        inspect(path)  # says more exactly what is wrong, by its exit code
    return None if all(check.ok for check in checks) else failures.DAMAGED


def _has_backups(path: Path) -> bool:
    try:
        return bool(list_backups(path))
    except VaultError:
        return False


# --- restore, passwd ----------------------------------------------------------------------------------------


@command.command("restore", help="Bring a backup back; what stands there now is kept aside.")
@click.argument("backup", required=False, metavar="[NUMBER|FILE]")
@everywhere
@click.pass_context
def restore_(ctx: click.Context, backup: str | None) -> None:
    """NUMBER is the backup's number in `vault info`; 1 is the newest."""
    asked = given(ctx)
    path = asked.vault_path
    if backup is None:
        lines = _backup_lines(path)
        if not lines:
            raise InputRefused("There are no backups beside this vault. Name a file to restore.")
        if not terminal.interactive():
            raise click.UsageError("Which backup? Give its number or file:\n" + "\n".join(lines), ctx)
        for line in lines:
            terminal.tell(line)
        backup = terminal.ask("Which one? Its number:").strip()
    source = _backup_named(path, backup)
    kept = restore(path, source, secrets.passphrase(asked.passphrase_path, "Passphrase of the backup:"))
    tables.show(f"Restored from {text.one_line(source.name)}.")
    if kept is not None:
        tables.show(f"What stood there before is kept as {text.one_line(kept.name)}.")


def _backup_named(path: Path, backup: str) -> Path:
    if backup.isdigit():
        found = list_backups(path)
        if not 1 <= int(backup) <= len(found):
            raise InputRefused(f"There is no backup number {backup}; there are {len(found)}. Nothing was changed.")
        return found[int(backup) - 1].path
    by_name = [b.path for b in list_backups(path) if b.path.name == backup]
    return by_name[0] if by_name else Path(backup).expanduser()


@command.command("passwd", help="Change the passphrase.")
@click.option("--new-passphrase-file", metavar="PATH", help="File with the new passphrase; only you may read it.")
@click.option("--recovery", is_flag=True, help="Forgot the passphrase: open with the recovery key, asked for.")
@click.option("--recovery-key-file", metavar="PATH", help="The same, with the key in the first line of a file.")
@everywhere
@click.pass_context
def passwd(ctx: click.Context, new_passphrase_file: str | None, recovery: bool, recovery_key_file: str | None) -> None:
    """Backups made before still open with the old passphrase."""
    asked = given(ctx)
    vault = _opened(asked, recovery, recovery_key_file)
    try:
        vault.change_passphrase(secrets.new_passphrase(Path(new_passphrase_file) if new_passphrase_file else None))
    finally:
        vault.close()
    tables.show("The passphrase was changed. Backups made before today still open with the old one.")


def _opened(asked: Given, recovery: bool, recovery_key_file: str | None) -> Vault:
    path = asked.vault_path
    inspect(path)
    if recovery or recovery_key_file:
        file = Path(recovery_key_file).expanduser() if recovery_key_file else None
        return Vault.open_with_recovery(path, secrets.passphrase(file, "Recovery key:"))
    return Vault.open(path, secrets.passphrase(asked.passphrase_path, "Present passphrase:"))
