"""`claims`: what can be claimed, the fields for PMI's form, and what PMI said. No prose comes in through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

from mentor_tui import claims, pdu
from mentor_tui.claims.wording import activity_type
from mentor_tui.cli import failures, tables
from mentor_tui.cli.context import name_of, pairs_meant, unlocked
from mentor_tui.cli.options import everywhere, format_option, given
from mentor_tui.documents.audit import initials
from mentor_tui.errors import InputRefused, NotFound
from mentor_tui.schema.parsing import parse_date
from mentor_tui.schema.records import Certification, Claim, Pair
from mentor_tui.workspace.all_sessions import all_sessions

if TYPE_CHECKING:
    from mentor_tui.claims import Opening
    from mentor_tui.schema.records import ClaimState
    from mentor_tui.workspace import Workspace

_FLOOR = click.option(
    "--floor",
    type=click.Choice(["session", "claim"]),
    default="session",
    show_default=True,
    help="How minutes are rounded down: for each session, or once for the whole claim.",
)


_HELP = "PDU claims: what can be claimed, the fields for PMI's form, and what PMI said."


@click.group("claims", help=_HELP, invoke_without_command=True)
@everywhere
@click.pass_context
def command(ctx: click.Context) -> None:
    """Nothing is sent anywhere; a person types a claim into PMI's portal. By itself it lists."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_claims, floor="session", form="table")


@command.command("list", help="What can be claimed, and every claim with its state.")
@_FLOOR
@format_option
@everywhere
@click.pass_context
def list_claims(ctx: click.Context, floor: pdu.Floor, form: str) -> None:
    """Talks that can be claimed first, by number for `prepare`; then claims, newest first."""
    with unlocked(given(ctx)) as workspace:
        pairs = _pairs(workspace, ctx)
        book = pdu.book(all_sessions(workspace), floor=floor, today=workspace.today())
        open_now = claims.openings(workspace, floor, book)
        ready = [
            _group(workspace, opening, number, group, rest=group is opening.rest)
            for number, opening, group in _groups(open_now, pairs)
        ]
        off = claims.drifts(workspace)
        found = [c for c in claims.in_order(workspace.all(Claim)) if pairs is None or c.pair_id in pairs]
        made = [_claim(workspace, claim, off.get(claim.id)) for claim in found]
        certified = bool(workspace.table(Certification))
        whole = claims.claimable(open_now, book) if pairs is None else None
    if form == "json":
        tables.show(
            tables.json_text(
                ({"to_claim": pdu.show(whole.amount)} if whole else {}) | {"can_be_claimed": ready, "claims": made}
            )
        )
    elif form == "csv":
        columns = ["id", "state", "since", "role", "started", "completed", "sessions", "pdus", "now", "matches", "with"]
        tables.show(tables.csv_text(columns, [[claim[c] for c in columns] for claim in made]))
    else:
        empty = (
            "Nothing can be claimed now."
            if certified
            else "You have added no certification, so nothing can be claimed."
        )
        rows = [[x["number"], x["first"], x["last"], x["sessions"], x["pdus"], x["with"], x["note"]] for x in ready]
        tables.show(tables.table(["no.", "from", "to", "talks", "PDUs", "with", "note"], rows, empty))
        if whole and whole.amount:
            tables.show(whole.sentence)
        rows = [
            [c["id"][:8], c["started"], c["completed"], c["sessions"], c["pdus"], c["state"], c["since"],
             "" if c["matches"] else f"its sessions give {c['now']} now"]
            for c in made
        ]  # fmt: skip
        headings = ["claim", "from", "to", "talks", "PDUs", "state", "since", "note"]
        tables.show("\n" + tables.table(headings, rows, "No claim yet."))


@command.command(
    "prepare", help="Make a claim of sessions that can be claimed: the groups with these numbers in `list`."
)
@click.argument("numbers", nargs=-1, type=int)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="All groups of the same partner, rounding remainders included, in one claim.",
)
@_FLOOR
@everywhere
@click.pass_context
def prepare(ctx: click.Context, numbers: tuple[int, ...], everything: bool, floor: pdu.Floor) -> None:
    """Without a number: the first group, with --pair the first of that pair."""
    with unlocked(given(ctx)) as workspace:
        found = _groups(claims.openings(workspace, floor), _pairs(workspace, ctx))
        groups = {number: (opening, group) for number, opening, group in found}
        if not groups:
            raise InputRefused("Nothing can be claimed now; see `mentor-tui claims list`.")
        wanted = list(numbers) or [min(groups)]
        if any(number not in groups for number in wanted):
            raise InputRefused(f"The numbers are {', '.join(map(str, groups))}. Nothing was prepared.")
        opening = groups[wanted[0]][0]
        if any(groups[number][0] is not opening for number in wanted):
            raise InputRefused(
                "One claim takes sessions with one partner, for the same certifications. Nothing was prepared."
            )
        lines = opening.lines if everything else [x for number in wanted for x in groups[number][1].lines]
        claim = claims.prepare(workspace, opening, lines)
        workspace.save(claim, label="claim prepared")
        _show(workspace, claim)
    tables.show(f"Prepared as {claim.id[:8]}. Nothing was sent: type it into PMI's portal, then use `claims mark`.")


@command.command("show", help="The fields of a claim in the order of PMI's form, and what to look at before copying.")
@click.argument("claim_id")
@click.option(
    "--names",
    type=click.Choice(["keep", "initials"]),
    default="keep",
    show_default=True,
    help="What title and description show where somebody wrote a partner's name.",
)
@everywhere
@click.pass_context
def show(ctx: click.Context, claim_id: str, names: str) -> None:
    """`claim_id` may be the beginning of it. The claim itself keeps its words."""
    with unlocked(given(ctx)) as workspace:
        claim = _meant(workspace, claim_id)
        _show(workspace, _in_initials(workspace, claim) if names == "initials" else claim)


def _in_initials(workspace: Workspace, claim: Claim) -> Claim:
    names = initials.names_in(workspace)
    title, description = (initials.plain(words, names) for words in (claim.title, claim.description))
    return msgspec.structs.replace(claim, title=title, description=description)


@command.command("mark", help="Note what happened to a claim: submitted, pending, approved, audit, rejected, or back.")
@click.argument("claim_id")
@click.argument("state", type=click.Choice([*(s for s in claims.STEPS if s != "prepared"), "back"]))
@click.option("--on", "day", default="", metavar="DAY", help="The day it happened; today without it.")
@everywhere
@click.pass_context
def mark(ctx: click.Context, claim_id: str, state: str, day: str) -> None:
    """`back` takes one step back that was noted by mistake."""
    with unlocked(given(ctx)) as workspace:
        claim, today = _meant(workspace, claim_id), workspace.today()
        if state == "back":
            changed = claims.back(claim, workspace.all(Claim))
        else:
            try:
                on = parse_date(day, today, "past") if day else today
            except ValueError as error:
                raise InputRefused(f"{error}. Nothing was changed.") from None
            changed = claims.step(claim, _state(state), on, today)
        workspace.save(changed, label=f"claim {claims.WORDS[changed.state]}")
    tables.show(f"{claim.id[:8]} is {claims.WORDS[changed.state]} now.")


@command.command("drop", help="Delete a claim that was prepared but not submitted; its sessions can be claimed again.")
@click.argument("claim_id")
@everywhere
@click.pass_context
def drop(ctx: click.Context, claim_id: str) -> None:
    """One that was submitted is marked rejected instead."""
    with unlocked(given(ctx)) as workspace:
        claim = _meant(workspace, claim_id)
        if claim.state != "prepared":
            raise InputRefused("PMI has it, so it stays; note what became of it with `mark`. Nothing was changed.")
        workspace.save(delete=[claim], label="claim deleted")
    tables.show(f"{claim.id[:8]} is deleted; its sessions can be claimed again.")


def _state(word: str) -> ClaimState:
    return next(state for state in claims.STEPS if state == word)


def _pairs(workspace: Workspace, ctx: click.Context) -> set[str] | None:
    """The ids of the pairs that --pair names; None without it: all, forgotten ones too."""
    return {p.id for p in pairs_meant(workspace, given(ctx))} if given(ctx).pair else None


def _groups(openings: Sequence[Opening], pairs: set[str] | None) -> list[tuple[int, Opening, claims.Group]]:
    """The groups of these pairs, each with the number that it has among those of all."""
    found = [(o, g) for o in openings for g in (*o.groups, o.rest) if g.lines]
    return [
        (number, opening, group)
        for number, (opening, group) in enumerate(found, start=1)
        if pairs is None or (opening.source.pair and opening.source.pair.id in pairs)
    ]


def _meant(workspace: Workspace, claim_id: str) -> Claim:
    found = [c for c in workspace.all(Claim) if claim_id and c.id.startswith(claim_id)]
    if len(found) != 1:
        several = "Several claims begin" if found else "No claim begins"
        raise NotFound(f"{several} like that; `mentor-tui claims list` shows them. Nothing was changed.")
    return found[0]


def _group(workspace: Workspace, opening: Opening, number: int, group: claims.Group, *, rest: bool) -> dict[str, Any]:
    pair = opening.source.pair
    note = f"{pdu.show(opening.missing)} short of a claim" if rest else ""
    note = note or ("no split over the triangle yet" if group.unsplit else "")
    counts = max(opening.kept_by(c, group) for c in opening.certifications)
    if not note and counts < group.amount.quarters:
        note = f"{pdu.show(counts)} counts: over a cap, or not in the domain"
    return {
        "number": number,
        "with": name_of(pair) if pair else "(forgotten)",
        "role": opening.source.role,
        "activity": activity_type(opening.source.role, opening.activity),
        "first": group.lines[0].session.on,
        "last": group.lines[-1].session.on,
        "sessions": len(group.lines),
        "pdus": pdu.show(group.amount.quarters),
        "certifications": [c.name for c in opening.certifications],
        "can_be_claimed": not rest,
        "note": note,
    }


def _claim(workspace: Workspace, claim: Claim, off: claims.Drift | None) -> dict[str, Any]:
    pair = workspace.get(Pair, claim.pair_id)
    return {
        "id": claim.id,
        "with": name_of(pair) if pair else "",
        "role": claim.role,
        "state": claims.WORDS[claim.state],
        "since": claims.day_of(claim, claim.state),
        "started": claim.started,
        "completed": claim.completed,
        "sessions": len(claim.lines),
        "pdus": pdu.show(claim.quarters),
        "now": pdu.show(off.now if off else claim.quarters),
        "matches": off is None,
        "reasons": list(off.reasons) if off else [],
        "title": claim.title,
    }


def _show(workspace: Workspace, claim: Claim) -> None:
    tables.show(claims.as_text(claim))
    off = claims.drifts(workspace).get(claim.id)
    told = [off.sentence, *off.reasons] if off else []
    told += claims.problems(claim) if claim.state == "prepared" else []
    told += [f"Check {found.field}. {found.sentence}" for found in claims.look(workspace, claim)]
    for line in told:  # beside the fields, so that a script copies these and nothing else
        failures.say(line)
