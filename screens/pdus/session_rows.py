"""The sessions of all pairs as a table of PDUs: what each brings, and how far it is on its way to PMI."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from mentor_tui import claims, pdu
from mentor_tui.pdu.reasons import OVERLAPS, TWICE
from mentor_tui.schema.records import Claim
from mentor_tui.words.days import column_day, duration, safe_day, short_day

from ..widgets.rows import Row, Rows


class SessionTable(Rows):
    """The table. The cursor may begin far down in it; as many rows as there is room for are seen above."""

    def on_resize(self) -> None:
        self.show_from_top()


def table_row(line: pdu.Line, whom: str, claim: Claim | None, ready: Collection[str], today: str) -> Row:
    """One session. `ready` holds the ids of sessions that can be claimed now, `today` is an ISO day."""
    session = line.session
    state, note = state_of(line, claim, ready, today)
    on = safe_day(session.on)
    when = column_day(on, date.fromisoformat(today)) if on else "no day"
    brings = line.quarters if line.counts else to_come(line)
    amount = pdu.show(brings) if line.counts or brings else "-"
    minutes = str(line.minutes or "")
    cells = (when, whom, str(line.number or ""), minutes, amount, state, state, note)
    return Row(session.id, cells, "" if line.counts else "quiet")


def in_all(lines: Collection[pdu.Line]) -> str:
    """`9 count, 9 h, 8.75 PDUs, with 1 event`: all sessions of the table in a few words."""
    counted = [line for line in lines if line.counts and line.talk]
    events = sum(line.counts and not line.talk for line in lines)
    told = f"{len(counted)} count, {duration(pdu.total(counted).minutes)}, "
    told += pdu.in_words(sum(line.quarters for line in lines if line.counts))
    return told + (f", with {events} event{'' if events == 1 else 's'}" if events else "")


def full_day(iso: str) -> str:
    """`23 Feb 2026`: a day among days of several years; empty without one."""
    on = safe_day(iso)
    return f"{short_day(on)} {on.year}" if on else ""


def state_of(line: pdu.Line, claim: Claim | None, ready: Collection[str], today: str) -> tuple[str, str]:
    """The state of a session on its way to PMI in a word or two, and what else is to be said of it."""
    session = line.session
    if not line.counts:
        if session.status == "planned":
            return ("log it" if session.on < today else "planned"), ""
        state = {"cancelled": "cancelled", "no_show": "missed"}.get(session.status, "no PDUs")
        return state, _in_short(line) if session.status == "held" else ""
    less = [f"{a.name}: {_less(a)}" for a in line.applied if a.reason and line.quarters]
    if claim:
        state = "prepared" if claim.state == "prepared" else "claimed"
        return state, " ".join([claims.WORDS[claim.state]] * (state == "claimed") + less)
    if not line.quarters:
        return "no PDUs", "under 15 minutes"
    if line.applied and not any(a.counts for a in line.applied):
        return "no PDUs", " ".join(less)
    sides = sides_of(line)
    if line.role == "mentee" and not sides:
        return "to split", " ".join(less)
    state = "ready" if session.id in ready else "waits" if line.applied else "counts"
    return state, "; ".join([*([sides] if sides else []), *less])


def _in_short(line: pdu.Line) -> str:
    """The reason why a session earns nothing, in two or three words; Enter says it in full."""
    session = line.session
    if not session.can_earn:
        return "not 1-to-1"
    if session.paid:
        return "paid work"
    if session.minutes <= 0:
        return "no minutes"
    return {TWICE: "logged twice", OVERLAPS: "overlaps another"}.get(line.reason, "Enter says why")


def sides_of(line: pdu.Line) -> str:
    """`Ways 0.50, Power 0.50`: what a session brings to each side of the triangle; empty when it is not split."""
    parts = zip(pdu.SIDES, line.triangle, strict=True)
    return ", ".join(f"{side.split()[0]} {pdu.show(part)}" for side, part in parts if part)


def to_come(line: pdu.Line) -> int:
    """Quarters that a planned session would bring by its length; 0 for any other."""
    session = line.session
    planned = session.status == "planned" and session.can_earn and not session.paid
    return pdu.quarters(line.minutes) if planned else 0


def _less(applied: pdu.Applied) -> str:
    """The reason why a certification takes less, short where it is the cap; Enter gives the whole reason."""
    if applied.counts == applied.quarters:
        return applied.reason
    if not applied.counts:
        return "above the cap"
    return f"{pdu.show(applied.counts)} of {pdu.show(applied.quarters)}, then the cap"
