"""`vault`: make one and look at it; its backups and its keys have rooms of their own."""

from __future__ import annotations

from collections.abc import Iterator

import click

from mentor_tui.cli import backups, failures, keys, merging, secrets, tables, terminal
from mentor_tui.cli.options import everywhere, given
from mentor_tui.clock import SystemClock
from mentor_tui.errors import InputRefused
from mentor_tui.host import zones
from mentor_tui.schema import program_words, programs
from mentor_tui.schema.records import Pair, Profile
from mentor_tui.vault import KdfParams, Vault, VaultExists, inspect, list_backups
from mentor_tui.words import text
from mentor_tui.workspace import Workspace

_form = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)


@click.group("vault", help="The encrypted file that holds everything.")
@everywhere
def command() -> None:
    """Make it, look at it, check it, restore it, join it with a copy, change its passphrase."""


for _other in (merging.command, backups.backups, backups.verify_, backups.restore_):
    command.add_command(_other)
for _other in (keys.passwd, keys.recovery, keys.rekey_):
    command.add_command(_other)


# --- create -------------------------------------------------------------------------------------------------


@command.command("create", help="Make a new vault, with your first pair in it.")
@click.option("--name", default="", help="Your name.")
@click.option("--role", type=click.Choice(["mentor", "mentee"]), help="Your role in the pair.")
@click.option("--partner", default="", help="Your partner's name.")
@click.option("--program", default=programs.USUAL, metavar="ID", show_default=True, help="See `programs list`.")
@click.option("--zone", default="", help="Your time zone, such as Europe/Brussels; without it, this computer's.")
@click.option("--empty", is_flag=True, help="No profile and no pair: for importing a full export.")
@click.option(
    "--kdf",
    type=click.Choice(["standard", "low-memory"]),
    default="standard",
    show_default=True,
    help="Memory used to unlock: 256 MiB, or 64 MiB for small machines.",
)
@everywhere
@click.pass_context
def create(
    ctx: click.Context, name: str, role: str | None, partner: str, program: str, zone: str, empty: bool, kdf: str
) -> None:
    """The passphrase comes from the passphrase file, or is asked for twice."""
    asked = given(ctx)
    path = asked.vault_path
    if path.exists() or path.is_symlink():
        raise VaultExists(f"There is already a file at {text.shorten(str(path), 120)}, which was not touched.")
    if empty and (name or role or partner or zone):
        raise click.UsageError("--empty makes a vault without a profile and a pair; leave out the other options.", ctx)
    if backups.any_backups(path):
        failures.say("Backups of an earlier vault are here; `mentor-tui vault restore` restores one instead.")
    records = () if empty else _first_records(ctx, name, role, partner, program, zone)
    passphrase = secrets.new_passphrase(asked.passphrase_path, "A passphrase for your vault:")
    costs = KdfParams.low_memory() if kdf == "low-memory" else KdfParams.default()
    vault = Vault.create(path, passphrase, kdf=costs)
    workspace = Workspace(vault)
    try:
        workspace.save(*records, label="pair added")
        tables.show(f"The vault was made: {text.one_line(str(path))}")
        for line in _about(records[1]) if records else ():
            tables.show(line)
        keys.offer_recovery(vault)
    finally:
        workspace.close()


def _first_records(
    ctx: click.Context, name: str, role: str | None, partner: str, program: str, zone: str
) -> tuple[Profile, Pair]:
    zone = zone or zones.local_zone()
    if terminal.interactive():
        name = name or terminal.ask("Your name:")
        role = role or terminal.ask("Your role (mentor or mentee):").strip().lower()
        partner = partner or terminal.ask("Your partner's name:")
        zone = zone or _ask_zone()
    missing = [o for o, v in (("--name", name), ("--role", role), ("--partner", partner)) if not text.one_line(v or "")]
    if missing:
        raise click.UsageError(f"Still needed: {', '.join(missing)} (or --empty).", ctx)
    if role not in ("mentor", "mentee"):
        raise InputRefused("The role is mentor or mentee; nothing was made.")
    if not text.one_line(zone):
        raise click.UsageError(f"{zones.unknown()} The option is --zone; nothing was made.", ctx)
    pack = programs.general(program)
    forms = programs.shared_forms()
    forms["profile"].check({"name": name})
    forms["pair"].check({"partner_name": partner})
    zone = str(forms["profile"].check({"zone": zone})["zone"])
    today = SystemClock().today(zone)
    profile = Profile(name=name, zone=zone)
    pair = Pair(
        role="mentor" if role == "mentor" else "mentee",
        partner_name=partner,
        program=pack.id,
        start=today.isoformat(),
        end=pack.planned_end(today),
        usual_minutes=pack.usual_minutes,
    )
    return profile, pair


def _about(pair: Pair) -> Iterator[str]:
    """The program of a new pair in a line or two, whether it is only a draft, and where to read more."""
    program = programs.general(pair.program)
    yield f"{program.name}: {program_words.in_short(program, pair.role)}"
    if draft := program_words.draft_warning(program):
        yield draft
    yield f"What it asks of you: mentor-tui programs show {program.id}"


def _ask_zone() -> str:
    """Ask for the person's time zone until the answer is one; empty without a terminal, where nothing is asked."""
    terminal.tell(zones.unknown())
    while said := text.one_line(terminal.ask("Your time zone:")):
        if zones.typed(said):
            break
        terminal.tell(f"{text.shorten(said, 30)} is not a time zone; try {zones.EXAMPLE}.")
    return said


# --- info ---------------------------------------------------------------------------------------------------


@command.command("info", help="What can be read without the passphrase.")
@_form
@everywhere
@click.pass_context
def info(ctx: click.Context, form: str) -> None:
    """Format, size, ways to open it, backups."""
    found = inspect(given(ctx).vault_path)
    kept = list_backups(found.path)
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
                        {
                            "file": b.path.name,
                            "save": b.generation,
                            "saved_at": backups.when(b.saved_at),
                            "bytes": b.size,
                        }
                        for b in kept
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
    lines += backups.lines(found.path) or ["No backups yet."]
    tables.show("\n".join(lines))
