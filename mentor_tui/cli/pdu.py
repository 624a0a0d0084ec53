"""`pdu`: hours and PDUs, with a reason for each session that earns nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from mentor_tui import pdu
from mentor_tui.claims.glance import glance
from mentor_tui.cli import bars, renewals, tables
from mentor_tui.cli.context import name_of, unlocked, views_meant
from mentor_tui.cli.options import everywhere, format_option, given
from mentor_tui.errors import InputRefused
from mentor_tui.pdu import months
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema import programs
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.fields import Form
from mentor_tui.workspace import PairView, Workspace
from mentor_tui.workspace.all_sessions import all_sessions, by_partner, sessions_of_rows


def _triangle(amounts: pdu.Triangle) -> dict[str, str]:
    return {side: pdu.show(amount) for side, amount in zip(SIDE_FIELDS, amounts, strict=True)}


def _optional(amount: int | None) -> str | None:
    return None if amount is None else pdu.show(amount)


def _line(line: pdu.Line) -> dict[str, Any]:
    row: dict[str, Any] = {
        "date": line.session.on,
        "start": line.session.start,
        "minutes": line.minutes,
        "kind": line.session.kind,
        "status": line.session.status,
        "focus": line.session.focus,
        "counts": line.counts,
    }
    if not line.counts:
        return {**row, "reason": line.reason}
    row["earned"] = pdu.show(line.quarters)
    if line.role == "mentee":
        row["triangle"] = _triangle(line.triangle)
    return row


def _standing(standing: pdu.Standing) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": standing.name,
        "category": standing.category,
        "cycle_start": standing.cycle_start,
        "cycle_end": standing.cycle_end,
        "earned_in_cycle": pdu.show(standing.in_cycle),
        "counts": pdu.show(standing.counts),
        "over_cap": pdu.show(standing.over),
        "cap": _optional(standing.cap),
        "left": _optional(standing.left),
        "claimed_elsewhere": pdu.show(standing.claimed_elsewhere),
        "unverified": list(standing.unverified),
        "own_figures": list(standing.own),
        "sentence": standing.sentence,
    }
    if standing.category == "Education":
        row["education_minimum"] = _optional(standing.education_minimum)
        row["education_reached"] = pdu.show(standing.education_reached)
        row["triangle_reached"] = _triangle(standing.triangle_reached)
    return row


def _pair(view: PairView, floor: pdu.Floor) -> dict[str, Any]:
    return _earned(name_of(view.pair), view.pair.program, view, floor)


def _forgotten(workspace: Workspace, floor: pdu.Floor) -> list[dict[str, Any]]:
    """The rows kept of forgotten pairs, as if they were pairs, with initials for a name."""
    return [
        _earned(f"{rows[0].initials} (forgotten)", rows[0].provider, sessions_of_rows(rows, workspace), floor)
        | {"kept_until": max(row.purge_after for row in rows)}
        for rows in by_partner(workspace)
    ]


def _earned(name: str, program: str, view: PairView | PairSessions, floor: pdu.Floor) -> dict[str, Any]:
    ledger = pdu.ledger(view, floor=floor)
    found: dict[str, Any] = {
        "pair": name,
        "role": ledger.role,
        "program": program,
        "counted_minutes": ledger.minutes,
        "counted_sessions": sum(1 for line in ledger.lines if line.counts and line.talk),
        "earned": pdu.show(ledger.earned),
    }
    if any(line.role == "mentee" for line in ledger.lines) or ledger.role == "mentee":
        found["triangle"] = _triangle(ledger.triangle)
        found["without_triangle"] = pdu.show(ledger.unsplit)
    found["sessions"] = [_line(line) for line in ledger.lines]
    found["certifications"] = [_standing(standing) for standing in ledger.standings]
    return found


def _share(pair: dict[str, Any], lines: Sequence[pdu.Line], names: Mapping[str, str]) -> dict[str, Any]:
    """The pair with what each certification takes of it: the caps hold for the person, so other pairs fill them too."""
    alone = pair["certifications"]
    shares = []
    for held, row in zip(names, alone, strict=True):
        taken = [found for line in lines if (found := line.on(held))]
        over = sum(found.quarters - found.counts for found in taken)
        earned = pdu.parse_quarters(row["earned_in_cycle"])
        shares.append(
            {key: row[key] for key in ("name", "category", "cycle_start", "cycle_end", "earned_in_cycle")}
            | {"counts": pdu.show(max(earned - over, 0)), "over_cap": pdu.show(over)}
        )
    return pair | {"certifications": shares}


@click.command("pdu", help="Hours and PDUs of every pair, or of the one named with --pair.")
@click.option("--why", is_flag=True, help="Every number of each certification, with the sessions behind it.")
@click.option(
    "--floor",
    type=click.Choice(["session", "claim"]),
    default="session",
    show_default=True,
    help="How minutes are rounded down: for each session, or once for all sessions of a pair.",
)
@click.option("--next-cycle", "renew", metavar="CERT", help="Accept the next cycle proposed for this certification.")
@format_option
@everywhere
@click.pass_context
def command(ctx: click.Context, form: str, why: bool, floor: pdu.Floor, renew: str | None) -> None:
    """Earned PDUs are before certification, cycle and caps; what a certification takes stands beside them."""
    asked = given(ctx)
    with unlocked(asked) as workspace:
        if renew is not None:
            _renew(workspace, renew)
            return
        views = views_meant(workspace, asked)
        pairs = [_pair(view, floor) for view in views]
        gone = [] if asked.pair else _forgotten(workspace, floor)
        everyone = all_sessions(workspace)
        today = workspace.today()
        ahead = pdu.forecast(everyone, today, floor=floor)
        looks = [glance(workspace, ahead, outlook) for outlook in ahead.outlooks]
        names = {pair.id: name_of(pair) for pair in workspace.pairs}
        lines = {pair.id: lines for pair, lines in zip(workspace.pairs, ahead.now.pairs, strict=False)}
        kept = ahead.now.pairs[len(names) :]
        held = {p.certification.id: p.certification.name for p in ahead.now.positions}
        pairs = [_share(pair, lines[view.pair.id], held) for pair, view in zip(pairs, views, strict=True)]
        gone = [_share(pair, of, held) for pair, of in zip(gone, kept, strict=False)]
    person = [_standing(standing) for standing in ahead.now.standings]
    if why:
        renewals.show_why(ahead.now, names, form)
    elif form == "json":
        coming = [renewals.row(outlook) for outlook in ahead.outlooks]
        tables.show(tables.json_text({"pairs": pairs + gone, "certifications": person, "renewals": coming}))
    elif form == "csv":
        columns = ["pair", "role", "date", "start", "minutes", "kind", "status", "focus", "counts", "earned", "reason"]
        rows = [
            [pair["pair"], pair["role"], *(line.get(c, "") for c in columns[2:8]), "yes" if line["counts"] else "no",
             line.get("earned", "0.00"), line.get("reason", "")]
            for pair in pairs + gone
            for line in pair["sessions"]
        ]  # fmt: skip
        tables.show(tables.csv_text(columns, rows))
    else:
        told = [_told(pair, view.program.form("session")) for pair, view in zip(pairs, views, strict=True)]
        told += [_told(rows, programs.shared_forms()["session"]) for rows in gone]
        told = told or [
            "No pair, so no session has earned anything." if person else "No pair yet, so nothing is earned yet."
        ]
        if person:
            told.append("\n".join(f"{s['name']}, all pairs together: {s['sentence']}" for s in person))
            for outlook, look in zip(ahead.outlooks, looks, strict=True):
                told.append(f"{bars.certification(outlook, look)}\n{renewals.told(outlook)}")
        elif pairs:
            told.append(renewals.NONE_HELD)
        only = ahead.outlooks[0].position.certification.id if len(ahead.outlooks) == 1 else ""
        told += [bars.split(ahead.now.pairs), bars.by_month(months.months(ahead, today, only))]
        tables.show("\n\n".join(filter(None, told)))


def _renew(workspace: Workspace, name: str) -> None:
    """Save the cycle that is proposed for the certification of this name, and say so; raises InputRefused.

    What was noted as claimed elsewhere belongs to the old cycle and is put to 0.
    """
    outlooks = pdu.forecast(all_sessions(workspace), workspace.today()).outlooks
    called = name.strip().casefold()
    named = [found for found in outlooks if found.position.certification.name.strip().casefold() == called]
    if not called or len(named) != 1:
        held = ", ".join(found.position.certification.name for found in outlooks) or "none"
        raise InputRefused(f"Which certification has a new cycle? Noted here: {held}. Nothing was changed.")
    certification, proposed = named[0].position.certification, named[0].proposed
    if proposed is None:
        days = named[0].position.cycle.days
        raise InputRefused(
            f"No new cycle is proposed for {certification.name}: its cycle is {days}. Nothing was changed."
        )
    workspace.save(pdu.renewed(certification, proposed), label=f"{certification.name} in its next cycle")
    tables.show(
        f"{certification.name} is in its next cycle, {proposed.start} to {proposed.end}; PMI has the last word. "
        "What was claimed elsewhere belonged to the old cycle and is now 0."
    )
    if carried := named[0].position.carry.amount:
        tables.show(f"{pdu.show(carried)} PDUs would be carried over, which you may note in the app.")


def _told(pair: dict[str, Any], form: Form) -> str:
    minutes, count = pair["counted_minutes"], pair["counted_sessions"]
    lines = [
        f"{pair['pair']} (you are the {pair['role']}): {pair['earned']} PDUs from {minutes} minutes "
        f"in {count} session{'' if count == 1 else 's'}",
    ]
    rows = [
        [line["date"], line["start"], line["minutes"], line["kind"], line.get("earned", "0.00"),
         line.get("reason") or line["focus"]]
        for line in (tables.in_words(form, told) for told in pair["sessions"])
    ]  # fmt: skip
    headings = ["date", "start", "minutes", "kind", "PDUs", "focus, or why it does not count"]
    lines.append(tables.table(headings, rows, "No sessions yet."))
    return "\n".join(lines)
