"""`log`: a meeting is written down. Options say when and how; the prose is typed, or read from standard input."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

import click
import msgspec

from mentor_tui import pdu
from mentor_tui.cli import log_asking, tables, terminal
from mentor_tui.cli.context import name_of, unlocked
from mentor_tui.cli.log_asking import ENDED, actions_in, following_in
from mentor_tui.cli.log_draft import LogDraft, LoggedAlready, which_day
from mentor_tui.cli.options import everywhere, given
from mentor_tui.errors import InputRefused
from mentor_tui.imports import cells, headings
from mentor_tui.mentoring import items, session_rules, sessions
from mentor_tui.mentoring.rhythm import who
from mentor_tui.schema import odd, parsing, program_items
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.program_parts import Event, PlannedSession
from mentor_tui.schema.records import Action, Record, Session
from mentor_tui.words import text
from mentor_tui.workspace import PairView, Workspace
from mentor_tui.workspace.all_sessions import earned_here, why_not_here

KEYS: dict[str, str] = {
    "focus": "focus",
    "topic": "focus",
    "outcome": "outcome",
    "takeaway": "takeaways",
    "takeaways": "takeaways",
    "notes": "private_notes",
    "private notes": "private_notes",
    "private_notes": "private_notes",
    "action": "actions",
    "actions": "actions",
    "promise": "actions",
    "promises": "actions",
    "next": "next",
    "next session": "next",
    "next meeting": "next",
    "reason": "reason",
}
"""What may stand before the colon of a line on standard input -> where the text goes."""

_KEY = re.compile(r"^\s*([A-Za-z][A-Za-z_ ]{2,15}?)\s*:(?:\s+|$)")
_NOTES = ("notes", "private notes", "private_notes")
_TELLING = ("on", "minutes", "kind", "status", "reason", "focus", "outcome", "takeaways", "private_notes")
"""What two logs of one meeting have in common when somebody logs it twice."""


def parse_prose(raw: str, first: str = "focus") -> dict[str, str]:
    """Standard input as fields: `focus: ...`, `outcome: ...`; what stands before the first of them is `first`.

    A field goes on until the next one begins; a field that occurs twice goes on where it left off. Raises
    `InputRefused` where a line seems to begin the notes by another name, for they would go into what others read.
    """
    found: dict[str, list[str]] = {}
    here = first
    for line in text.clean(raw).split("\n"):
        match = _KEY.match(line)
        key = KEYS.get(match[1].lower()) if match else None
        if match and key:
            here = key
            line = line[match.end() :]
        elif match and here != "private_notes" and _like_notes(match[1]):
            raise InputRefused(
                f"{match[1]} is not the name of a field, and may be a private note:  "
                "write notes: or begin the line with another word. Nothing was changed."
            )
        found.setdefault(here, []).append(line)
    return {key: words for key, lines in found.items() if (words := "\n".join(lines).strip())}


def _like_notes(word: str) -> bool:
    """True if a word before a colon means the notes in another language, or is them with a letter wrong."""
    return headings.meaning(word) == "private_notes" or bool(get_close_matches(word.lower(), _NOTES, 1, 0.83))


@click.command("log", help="Log a session. Its prose is asked for, or read from standard input.")
@click.option("--date", "on", metavar="DAY", help="The day, such as 2026-05-18 or 18/5.  [default: today]")
@click.option("--start", metavar="HH:MM", help="Local start.")
@click.option("--minutes", metavar="N", help="Length without breaks: 75, 1h15 or 1:15.  [default: as planned or usual]")
@click.option("--kind", help="one-to-one, kick-off, webinar, group, networking or other.")
@click.option("--as", "item", metavar="ID", help="The planned session or the event of the program that it was.")
@click.option(
    "--session-status",
    "status",
    type=click.Choice(["held", "no-show", "cancelled"]),
    default="held",
    show_default=True,
    help="A session that fell through is kept but does not count.",
)
@click.option("--split", metavar="W,P,B", help="Ways of Working, Power Skills, Business Acumen: 2,1,1.")
@click.option(odd.ALLOW_LONG, is_flag=True, help="Accept more than eight hours.")
@click.option(odd.ALLOW_EARLY, is_flag=True, help="Accept a day long before the program started.")
@everywhere
@click.pass_context
def command(
    ctx: click.Context,
    on: str | None,
    start: str | None,
    minutes: str | None,
    kind: str | None,
    item: str | None,
    status: str,
    split: str | None,
    allow_long: bool,
    allow_early: bool,
) -> None:
    """A meeting planned for that day is taken over. In a script, write lines such as `focus: ...` to its input."""
    asked = given(ctx)
    allowed = {o for o, yes in ((odd.ALLOW_LONG, allow_long), (odd.ALLOW_EARLY, allow_early)) if yes}
    with unlocked(asked) as workspace:
        view = workspace.view(workspace.find_pair(asked.pair))
        which = _item(view, item) if item else None
        session = _from_options(view, workspace, on, start, minutes, kind, split, which)
        wanted = status.replace("-", "_")
        said = any((start, minutes, kind, split, item)) or wanted != "held"
        if terminal.interactive():
            options = {
                "on": on,
                "start": start,
                "minutes": minutes,
                "kind": kind,
                "program_item": item,
                "ways_of_working": split,
            }
            with LogDraft(workspace, view, session, {name for name, word in options.items() if word}).kept() as draft:
                wanted = draft.status = draft.status if wanted == "held" and draft.status else wanted
                _sure_it_was(view, draft.session, wanted, allowed)
                log_asking.ask(view, draft.session, wanted, draft)
                _log(ctx, workspace, view, draft.session, wanted, draft.words, said=said)
            return
        _sure_it_was(view, session, wanted, allowed)
        prose = parse_prose(terminal.read_standard_input(), "reason" if wanted in ENDED else "focus")
        _log(ctx, workspace, view, session, wanted, prose, said=said)


def _sure_it_was(view: PairView, session: Session, status: str, allowed: Collection[str]) -> None:
    """Raises `InputRefused` for a meeting that cannot have been held as it stands, its draft put in.

    A day long before the program, or a length of many hours, is mostly a slip: asked about, or refused in a script.
    """
    if status not in ENDED and session.on > view.today.isoformat():
        raise InputRefused(f"{session.on} is still to come, so it cannot have been held. Nothing was changed.")
    if status not in ENDED and session.minutes < 1:
        raise InputRefused("How long was it? Say --minutes. Nothing was changed.")
    if status in ENDED:
        return
    held = msgspec.structs.replace(session, status="held")
    doubts = {option: why for option, why in odd.doubts(held, view.pair).items() if option not in allowed}
    why = " and ".join(doubts.values())
    if doubts and not (terminal.interactive() and terminal.ask_yes(f"{why}. Is that right?")):
        raise InputRefused(f"{why}. If that is right, say {' '.join(doubts)}. Nothing was changed.")


def _log(
    ctx: click.Context,
    workspace: Workspace,
    view: PairView,
    session: Session,
    status: str,
    prose: dict[str, str],
    *,
    said: bool,
) -> None:
    """Save it, unless nothing was said: a day alone says nothing about a meeting."""
    if not any(prose.values()) and not said:
        raise click.UsageError(
            "Nothing was said about a session, so nothing is logged. Say --minutes, or "
            'write lines such as "focus: ..." to standard input.',
            ctx,
        )
    records = _records(view, session, status, prose)
    workspace.save(*records, label="session logged")
    tables.show(_told(view, workspace, session.id, records))


def _from_options(
    view: PairView,
    workspace: Workspace,
    on: str | None,
    start: str | None,
    minutes: str | None,
    kind: str | None,
    split: str | None,
    item: PlannedSession | Event | None,
) -> Session:
    try:
        day = which_day(on, view.today) if on else view.today
        clock = parsing.parse_time(start).strftime("%H:%M") if start else ""
        length = cells.parse_duration(minutes) if minutes else 0
        weights = cells.parse_weights(_shares(split)) if split else None
        session = _base(view, workspace, day, clock, item)
        changes: dict[str, object] = {"on": day.isoformat()}
        if clock:
            changes["start"] = clock
        if minutes:
            changes["minutes"] = length
        if kind:
            changes["kind"] = cells.parse_kind(kind)
    except ValueError as error:
        raise InputRefused(f"{str(error)[:1].upper()}{str(error)[1:]}. Nothing was changed.") from None
    if weights:
        changes |= dict(zip(SIDE_FIELDS, weights, strict=True))
    return msgspec.structs.replace(session, **changes)


def _shares(split: str) -> list[str]:
    """`2,1,1`, `2 1 1`, `50/25/25`, and `0,5 0,25 0,25` with decimal commas."""
    pieces = re.split(r"\s*[;/]\s*|,?\s+", split.strip())
    return pieces if len(pieces) > 1 else split.strip().split(",")


def _item(view: PairView, item_id: str) -> PlannedSession | Event:
    """A planned session or an event of the program by its id; `InputRefused` when it has none such."""
    known = {one.id: one for one in program_items.linked(view.program)}
    if item_id not in known:
        has = f"it has {', '.join(known)}" if known else "it plans none and has no events"
        raise InputRefused(f"{view.program.name} has no {text.shorten(item_id, 30)}: {has}. Nothing was changed.")
    return known[item_id]


def _base(
    view: PairView, workspace: Workspace, day: date, clock: str, item: PlannedSession | Event | None = None
) -> Session:
    """The meeting planned for that day, or a new one with what is usual filled in; of the program's, as it has it."""
    if item is not None:
        booked = items.sessions_of(view).get(item.id)
        if booked is not None and booked.status == "planned":
            return msgspec.structs.replace(sessions.new_log(view, booked.id), program_item=item.id)
        if isinstance(item, Event):
            return msgspec.structs.replace(sessions.attendance(view, item), on=day.isoformat())
        session = _base(view, workspace, day, clock)
        return msgspec.structs.replace(session, program_item=item.id, minutes=item.minutes or session.minutes)
    planned = [s for s in view.planned if s.on == day.isoformat() and (not clock or s.start in ("", clock))]
    if planned:
        return sessions.new_log(view, planned[0].id)
    others = replace(view, sessions=[s for s in view.sessions if s.status != "planned"])
    fresh = sessions.new_log(others)
    # a usual start is a guess that nobody sees in a script: left open unless said
    return msgspec.structs.replace(fresh, start="", zone=view.profile.zone or fresh.zone)


def _records(view: PairView, session: Session, status: str, prose: dict[str, str]) -> list[Record]:
    """All that one log saves, the session first. What fell through keeps every word as well.

    Raises `InputRefused` where something was not understood, or is logged already; nothing is changed then.
    """
    reason = text.one_line(prose.get("reason", ""))
    words = {name: prose[name] for name in ("focus", "outcome", "takeaways", "private_notes") if prose.get(name)}
    actions, doubts = actions_in(view, session, prose.get("actions", ""))
    following, unclear = following_in(view, session, prose.get("next", ""))
    if doubts or unclear:
        raise InputRefused(f"{'. '.join(dict.fromkeys([*doubts, *unclear]))}. Nothing was changed.")
    logged = msgspec.structs.replace(session, **words)
    records = sessions.finish(view, logged, actions=actions, next_session=following)
    if status in ENDED:
        ended = sessions.cancel(logged, reason) if status == "cancelled" else sessions.no_show(logged, reason)
        records[0] = ended
    if any(_twin(records[0], known) for known in view.sessions):
        raise LoggedAlready("This session is logged already, with the same words. Nothing was changed.")
    return records


def _twin(record: Record, known: Session) -> bool:
    """Says the same about the same meeting, in another record; a start that was not said is no difference."""
    if not isinstance(record, Session) or record.id == known.id or record.start not in ("", known.start):
        return False
    return all(getattr(record, name) == getattr(known, name) for name in _TELLING)


def _told(view: PairView, workspace: Workspace, session_id: str, records: list[Record]) -> str:
    saved = workspace.get(Session, session_id)
    assert saved is not None
    head = f"Saved: {saved.on}{' ' + saved.start if saved.start else ''} with {text.one_line(name_of(view.pair))}"
    reason = why_not_here(workspace, saved)
    earned = f"{pdu.show(earned_here(workspace, saved))} PDUs" if not reason else f"counts for nothing: {reason}"
    lines = [f"{head}, {saved.minutes} min, {earned}"]
    lines += [word] if saved.status == "held" and (word := session_rules.word_on_length(view, saved)) else []
    planned = [r for r in records if isinstance(r, Session) and r.id != session_id]
    noted = len(records) - 1 - len(planned)
    if noted:
        lines.append(f"Actions noted: {noted}")
        lines += [
            f"  {who(view, a.owner)}: {text.shorten(a.text, 60)}" + (f", by {a.due}" if a.due else "")
            for a in records
            if isinstance(a, Action)
        ]
    lines += [f"Next session planned: {p.on}{' ' + p.start if p.start else ''}" for p in planned]
    return "\n".join(lines)
