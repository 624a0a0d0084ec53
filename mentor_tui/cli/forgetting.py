"""`forget`: take a pair out of the vault, its backups, copies and drafts, and prove it."""

from __future__ import annotations

import click

from mentor_tui.claims import evidence
from mentor_tui.cli import failures, tables, terminal
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.options import everywhere, given
from mentor_tui.errors import InputRefused
from mentor_tui.forgetting import forgetting
from mentor_tui.forgetting.forgetting import Plan
from mentor_tui.forgetting.traces import Proof
from mentor_tui.schema.parsing import parse_date
from mentor_tui.schema.records import Evidence
from mentor_tui.vault.beside.contents import removable
from mentor_tui.vault.beside.resealing import remove_files
from mentor_tui.words import text
from mentor_tui.workspace import Workspace


@click.command("forget", help="Forget a pair: out of the vault, its backups, copies and drafts. There is no way back.")
@click.argument("partner")
@click.option("--keep-evidence", is_flag=True, help="Keep a bare row per session, for a PDU audit.")
@click.option("--keep-until", default="", metavar="DAY", help="Another last day for these rows.")
@click.option("--delete-unopened", is_flag=True, help="Delete backups and copies that cannot be opened.")
@click.option("--dry-run", is_flag=True, help="Show what would go and what would stay; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask. PARTNER must then be the whole name.")
@everywhere
@click.pass_context
def command(
    ctx: click.Context,
    partner: str,
    keep_evidence: bool,
    keep_until: str,
    delete_unopened: bool,
    dry_run: bool,
    yes: bool,
) -> int | None:
    """Exit code 10 when something of the pair may still be there."""
    if not (dry_run or yes or terminal.interactive()):
        raise click.UsageError("There is no terminal to ask on, and this cannot be undone: look with --dry-run, "
                               "then say --yes.", ctx)  # fmt: skip
    with unlocked(given(ctx)) as workspace:
        planned = forgetting.plan(workspace, forgetting.find_pair(workspace, partner))
        if yes and partner not in (planned.pair.partner_name, planned.pair.id):
            raise InputRefused("With --yes the whole name of the partner is needed; nothing was changed.")
        rows = _rows(workspace, planned, keep_until, ask=not (dry_run or yes)) if keep_evidence else []
        _preview(planned, rows)
        if dry_run:
            tables.show("Nothing was changed.")
            return None
        if not yes and not terminal.ask_yes(f"Forget your pair with {planned.name}? There is no way back."):
            raise InputRefused("Nothing was changed.")
        proof = forgetting.forget(workspace, planned, rows)
        _tell(forgetting.told_after(proof))
        proof = _without_unopened(workspace, planned, proof, delete_unopened, ask=not yes)
    return None if proof.gone else failures.INPUT_OUTPUT


def _rows(workspace: Workspace, planned: Plan, keep_until: str, ask: bool) -> list[Evidence]:
    if not planned.rows:
        return []
    topic = terminal.ask(f"A neutral topic for the kept rows [{evidence.TOPIC}]:") if ask else ""
    try:
        until = parse_date(keep_until, workspace.today(), "future") if keep_until else None
    except ValueError as error:
        raise InputRefused(f"{error}. Nothing was changed.") from None
    return evidence.rows_of(workspace, planned.pair, topic, until)


def _preview(planned: Plan, rows: list[Evidence]) -> None:
    _tell([f"Your pair with {planned.name}.", *forgetting.told_before(planned, rows)])
    if rows and planned.until:
        _tell([planned.until.why])
    elif planned.rows:
        _tell(["Without --keep-evidence the hours go too: PDUs that were not claimed yet cannot be claimed any more."])
    _tell(forgetting.told_beyond(planned))


def _without_unopened(workspace: Workspace, planned: Plan, proof: Proof, delete: bool, ask: bool) -> Proof:
    """Offer to delete what could not be opened, and look once more."""
    files = removable(workspace.vault, proof.unread)
    if not files:
        return proof
    if not (delete or (ask and terminal.ask_yes("Delete what could not be opened?"))):
        folders = sorted({text.one_line(str(file.parent)) for file in files})
        tables.show(f"What could not be opened is in {', '.join(folders)}; you may delete it yourself.")
        return proof
    for stubborn in remove_files(workspace.vault, files):
        failures.say(f"{text.shorten(stubborn.name, 80)} could not be deleted.")
    again = forgetting.prove(workspace, planned.traces, proof.trouble)
    _tell(forgetting.told_after(again))
    return again


def _tell(lines: list[str]) -> None:
    for line in lines:
        tables.show(text.clean(line).replace("\n", " "))
