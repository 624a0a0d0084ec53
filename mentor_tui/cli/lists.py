"""`sessions`, `goals`, `actions` and `exports`: what the vault holds, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from mentor_tui import documents
from mentor_tui.cli import tables
from mentor_tui.cli.context import name_of, unlocked, views_meant
from mentor_tui.cli.options import everywhere, format_option, given
from mentor_tui.schema import programs
from mentor_tui.schema.records import Disclosure
from mentor_tui.workspace import PairView

Rows = Callable[[PairView], Iterator[dict[str, Any]]]

_FORMS = {"sessions": "session", "goals": "goal", "actions": "action"}


def _session_rows(view: PairView) -> Iterator[dict[str, Any]]:
    for session in view.sessions:
        yield {
            "date": session.on,
            "start": session.start,
            "minutes": session.minutes,
            "kind": session.kind,
            "status": session.status,
            "focus": session.focus or session.objective,
            "outcome": session.outcome,
            "takeaways": session.takeaways,
            "ways_of_working": session.ways_of_working,
            "power_skills": session.power_skills,
            "business_acumen": session.business_acumen,
            "channel": session.channel,
            "paid": "yes" if session.paid else "no",
            "number": view.number_of(session),
            "zone": session.zone,
            "id": session.id,
        }


def _goal_rows(view: PairView) -> Iterator[dict[str, Any]]:
    for goal in view.goals:
        yield {
            "title": goal.title,
            "status": goal.status,
            "percent": goal.percent,
            "by_when": goal.by_when,
            "priority": goal.priority,
            "category": goal.category,
            "action": goal.action,
            "result": goal.result,
            "measure": goal.measure,
            "baseline": goal.baseline,
            "target": goal.target,
            "success_criteria": goal.success_criteria,
            "steps_done": sum(1 for step in goal.steps if step.done_on),
            "steps": len(goal.steps),
            "id": goal.id,
        }


def _action_rows(view: PairView) -> Iterator[dict[str, Any]]:
    for action in view.actions:
        yield {
            "due": action.due,
            "owner": action.owner,
            "text": action.text,
            "status": action.status,
            "done_on": action.done_on,
            "result": action.result,
            "session": action.session_id,
            "goal": action.goal_id,
            "id": action.id,
        }


def _show(ctx: click.Context, form: str, name: str, short: tuple[str, ...], rows_of: Rows, empty: str) -> None:
    asked = given(ctx)
    with unlocked(asked) as workspace:
        views = views_meant(workspace, asked)
        found = [(view, list(rows_of(view))) for view in views]
    if form == "json":
        pairs = [{"pair": name_of(v.pair), "role": v.role, "program": v.pair.program, name: rows} for v, rows in found]
        tables.show(tables.json_text({"pairs": pairs}))
        return
    flat = [{"pair": name_of(view.pair), **row} for view, rows in found for row in rows]
    if form == "csv":
        columns = list(flat[0]) if flat else ["pair", *short]
        tables.show(tables.csv_text(columns, [[row[c] for c in columns] for row in flat]))
        return
    record = _FORMS[name]
    words = [
        {"pair": name_of(view.pair), **_marked(tables.in_words(view.program.form(record), row), row, view)}
        for view, rows in found
        for row in rows
    ]
    columns = [*(["pair"] if len(views) > 1 else []), *short]
    tables.show(
        tables.table([c.replace("_", " ") for c in columns], [[row[c] for c in columns] for row in words], empty)
    )


def _marked(words: dict[str, Any], row: dict[str, Any], view: PairView) -> dict[str, Any]:
    """The row as a person reads it; a session that cannot have been held yet says that it does not count."""
    if row.get("status") == "held" and row.get("date", "") > view.today.isoformat():
        return {**words, "status": f"{words['status']} (to come: does not count)"}
    return words


@click.command("sessions", help="All sessions, of every pair or of the one named with --pair.")
@format_option
@everywhere
@click.pass_context
def sessions(ctx: click.Context, form: str) -> None:
    """Meetings, oldest first. Private notes stay in the vault; `export notes` holds them."""
    short = ("date", "start", "minutes", "kind", "status", "focus")
    _show(ctx, form, "sessions", short, _session_rows, "No sessions yet. `mentor-tui log` adds one, `import` many.")


@click.command("goals", help="All goals, of every pair or of the one named with --pair.")
@format_option
@everywhere
@click.pass_context
def goals(ctx: click.Context, form: str) -> None:
    """Goals in the order they were made."""
    short = ("title", "status", "percent", "by_when", "priority")
    _show(ctx, form, "goals", short, _goal_rows, "No goals yet. Open mentor-tui and press the key for goals.")


@click.command("actions", help="All actions, yours and your partner's, of every pair or of the one named with --pair.")
@format_option
@everywhere
@click.pass_context
def actions(ctx: click.Context, form: str) -> None:
    """Promises, soonest first."""
    short = ("due", "owner", "text", "status")
    _show(ctx, form, "actions", short, _action_rows, "No actions yet. They are noted when a session is logged.")


@click.command("exports", help="Each document that went out, of every pair or of the one named with --pair.")
@format_option
@everywhere
@click.pass_context
def exports(ctx: click.Context, form: str) -> None:
    """The register, oldest first: what, for whom, and who agreed where the program asks for consent."""
    asked = given(ctx)
    with unlocked(asked) as workspace:
        found = [(name_of(view.pair), left) for view in views_meant(workspace, asked) for left in view.disclosures]
        found += [] if asked.pair else [("", left) for left in workspace.all(Disclosure, "")]  # of forgotten pairs
        found.sort(key=lambda one: (one[1].at, one[1].what, one[1].id))
        titles = {left.what: documents.title_of(left.what, workspace) for _, left in found}
    names = ("at", "what", "recipient", "consent", "format", "size", "sha256", "id")
    rows = [{"pair": pair, **{name: getattr(left, name) for name in names}} for pair, left in found]
    if form == "json":
        tables.show(tables.json_text({"exports": rows}))
    elif form == "csv":
        tables.show(tables.csv_text(["pair", *names], [list(row.values()) for row in rows]))
    else:
        agreed = programs.shared_forms()["disclosure"].field("consent")
        cells = [
            [pair, left.at[:16].replace("T", " "), titles[left.what], left.recipient, agreed.show(left.consent)]
            for pair, left in found
        ]
        heads = ["pair", "when (UTC)", "document", "for whom", "who agreed"]
        tables.show(tables.table(heads, cells, "Nothing exported yet."))
