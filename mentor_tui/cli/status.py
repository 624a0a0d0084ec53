"""`status`: where each pair stands, what comes next, what is due."""

from __future__ import annotations

from typing import Any

import click

from mentor_tui import pdu
from mentor_tui.cli import tables
from mentor_tui.cli.context import name_of, unlocked, views_meant
from mentor_tui.cli.options import everywhere, given
from mentor_tui.mentoring import journey, program_hours
from mentor_tui.words import text
from mentor_tui.workspace import PairView, Workspace, joining


def _state(view: PairView, workspace: Workspace) -> dict[str, Any]:
    now = workspace.clock.now()
    read = journey.read(view, now)
    ledger = pdu.ledger(view)
    return {
        "pair": name_of(view.pair),
        "role": view.role,
        "program": view.pair.program,
        "program_name": view.program.name,
        "state": view.pair.status,
        "stage": read.stage.id,
        "stage_title": read.stage.title,
        "week": read.week_words,
        "next": read.next.text,
        "next_detail": read.next.detail,
        "meetings": journey.totals(view).sentence,
        "counted_minutes": ledger.minutes,
        "earned": pdu.show(ledger.earned),
        "how_far": program_hours.how_far(view),
        "rhythm": journey.cadence(view, now).sentence,
        "coming_up": [
            {"date": due.date.isoformat(), "when": due.when, "what": due.text, "overdue": due.overdue}
            for due in journey.coming_up(view, now=now)[:5]
        ],
        "promises": [
            {"who": p.who, "what": p.text, "due": p.action.due, "overdue": p.overdue}
            for p in journey.action_lines(view)[:10]
        ],
        "goals": [{"title": g.title, "status": g.status, "percent": g.percent} for g in view.goals],
    }


def _told(state: dict[str, Any], view: PairView) -> str:
    goal = view.program.form("goal")
    head = f"{state['pair']}: you are the {state['role']}, {state['program_name']}, {state['stage_title']}"
    lines = [head + (f", {state['week']}" if state["week"] else "")]
    lines.append(f"  Next: {state['next']}" + (f" ({state['next_detail']})" if state["next_detail"] else ""))
    lines.append(f"  So far: {state['meetings']}; {state['earned']} PDUs")
    lines += [f"  Program: {words}" for words in state["how_far"]]
    lines.append(f"  Rhythm: {state['rhythm']}")
    lines += [f"  Ahead: {d['when']}, {d['what']}" for d in state["coming_up"]]
    lines += [
        f"  Action: {p['who']}: {p['what']}" + (f", by {p['due']}" if p["due"] else "") for p in state["promises"]
    ]
    goals = [tables.in_words(goal, g) for g in state["goals"]]
    lines += [f"  Goal: {g['title'] or 'without a title'}, {g['status']}, {g['percent']} %" for g in goals]
    return "\n".join(text.shorten(line, 200) if not line.startswith(" ") else _indented(line) for line in lines)


def _indented(line: str) -> str:
    return "  " + text.shorten(line, 198)


@click.command("status", help="Where each pair stands and what comes next.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@everywhere
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """Every pair, or the one named with --pair."""
    asked = given(ctx)
    with unlocked(asked) as workspace:
        views = views_meant(workspace, asked)
        states = [_state(view, workspace) for view in views]
        no_pair = not workspace.pairs
        name, postponed = workspace.profile.name, not workspace.vault.has_recovery
        word, copies = joining.word_of_copies(workspace)
    if form == "json":
        tables.show(
            tables.json_text(
                {"name": name, "recovery_key": not postponed, "copies": [p.name for p in copies], "pairs": states}
            )
        )
        return
    told = [_told(state, view) for state, view in zip(states, views, strict=True)]
    if no_pair:
        told.append("No pair yet. Open mentor-tui to add one, or import an export.")
    if postponed:
        told.append(
            "There is no recovery key yet: without one, nobody can open the vault if you forget the passphrase."
        )
    if word:
        told.append(f"{word} `mentor-tui vault merge FILE` joins the two; --dry-run shows what it would do.")
    tables.show("\n\n".join(told))
