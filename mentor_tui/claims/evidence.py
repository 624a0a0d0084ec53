"""Rows that a PDU audit may still ask for when a pair is forgotten: one bare row per session, and the day it may go.

A row holds date, minutes, initials, a neutral topic, the provider and the split over the Talent Triangle: what a
claim rests on, and nothing that was said. Rows go on counting in the PDU ledger like the sessions they stand for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from mentor_tui import pdu
from mentor_tui.errors import InputRefused, MentorError
from mentor_tui.pdu.cycles import months_on
from mentor_tui.pdu.instants import start_in
from mentor_tui.schema.records import Certification, Claim, Evidence, Pair, Session, by_day
from mentor_tui.words import personal, text
from mentor_tui.workspace.all_sessions import kept_rows, sessions_of

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace

TOPIC = "Mentoring session"
"""The topic of a row unless the person types one."""
_MONTHS = 18
"""Months after a cycle in which PMI may ask for evidence, should the rules not say."""
_YEARS = 3
"""Years of a cycle whose length is not known; the longest that PMI has."""


@dataclass(frozen=True)
class Until:
    """The time for which rows are needed: the last day, why, and whether the person's own cycle dates say so."""

    day: date
    why: str
    known: bool


def rows_of(workspace: Workspace, pair: Pair, topic: str = "", until: date | None = None) -> list[Evidence]:
    """A row for each session of a pair that took place, oldest first. Nothing is saved.

    `topic` is taken for all rows. Raises InputRefused when the partner's name stands in it.
    """
    sessions = _sessions(workspace, pair)
    topic = text.one_line(topic) or TOPIC
    if any(personal.mentions(topic, *personal.called(pair))):
        raise InputRefused("The topic names your partner. Choose a neutral one, such as “Mentoring session”.")
    if not sessions:
        return []
    last = until or keep_until(sessions, workspace.all(Certification)).day
    return [
        Evidence(
            id=session.id,
            on=session.on,
            start=start_in(session, workspace.profile.zone),  # a row has no zone: it is read in the person's own
            minutes=session.minutes,
            initials=text.initials(pair.partner_name),
            partner=_sign(pair),
            role=session.role_for(pair.role),
            activity=session.activity,
            topic=topic,
            provider=_provider(workspace, pair),
            counts=not session.paid,
            ways_of_working=session.ways_of_working,
            power_skills=session.power_skills,
            business_acumen=session.business_acumen,
            ways_of_working_for=session.ways_of_working_for,
            purge_after=last.isoformat(),
        )
        for session in sessions
    ]


def claims_of(workspace: Workspace, pair: Pair, rows: Sequence[Evidence]) -> list[Claim]:
    """The claims of a pair that PMI knows of, as they stay: without a word, so that no hour is claimed twice.

    None without rows. Nothing is saved.
    """
    if not rows:
        return []
    return [
        msgspec.structs.replace(
            claim,
            pair_id="",
            title=rows[0].topic,
            provider=rows[0].provider,
            description="",
            url="",
            contact="",
            remark="",
        )
        for claim in workspace.all(Claim, pair.id)
        if claim.state != "prepared"  # nothing was claimed with it yet: its hours are free
    ]


def _sessions(workspace: Workspace, pair: Pair) -> list[Session]:
    """The sessions of a pair that took place, oldest first; of those that can earn no PDUs, only what was claimed."""
    found = by_day(workspace.all(Session, pair.id))
    barred = sessions_of(workspace, pair).without_pdus
    return [s for s in found if s.status == "held" and s.can_earn and s.minutes > 0 and s.on and s.id not in barred]


def _sign(pair: Pair) -> str:
    """The key of a partner's rows. The same on every copy of the vault; nothing can be read off it."""
    return hashlib.sha256(f"rows of {pair.id}".encode()).hexdigest()[:16]


def _provider(workspace: Workspace, pair: Pair) -> str:
    try:
        return text.one_line(workspace.program(pair).claimed_as.provider)
    except MentorError:  # its program is not on this computer
        return pair.program


def until_of(workspace: Workspace, pair: Pair) -> Until:
    """The time for which the rows of a pair are needed, of which there is at least one."""
    return keep_until(_sessions(workspace, pair), workspace.all(Certification))


# --- Until when -------------------------------------------------------------------------------------------


def keep_until(sessions: Sequence[Session], certifications: Sequence[Certification]) -> Until:
    """The last day on which PMI may ask for any of these sessions, of which there is at least one.

    That is the end of the cycle a session falls in, and the months that PMI's rules say; the latest of all sessions and
    certifications. Where a cycle is not known, it might have begun on the day of the session: all of it is waited for.
    """
    months = pdu.rules().retention_months.value or _MONTHS
    cycles = [(held, pdu.cycle_on(held, session.on)[0]) for session in sessions for held in certifications]
    known = [(cycle.end, certification.name) for certification, cycle in cycles if cycle.end and not cycle.backwards]
    if known and len(known) == len(cycles):
        end, name = max(known)
        why = f"The {name} cycle ends on {end}; PMI may ask for evidence up to {months} months later."
        return Until(months_on(date.fromisoformat(end), months), why, True)
    years = max([_YEARS, *(pdu.terms_now(certification).cycle_years.amount or 0 for certification in certifications)])
    longest = months_on(date.fromisoformat(max(session.on for session in sessions)), 12 * years) - timedelta(days=1)
    last = max([longest, *(date.fromisoformat(end) for end, _ in known)])
    names = sorted({certification.name for certification, cycle in cycles if not cycle.end or cycle.backwards})
    whose = f"The cycle dates of {', '.join(names)} are not known here" if names else "No certification is noted here"
    why = (
        f"{whose}, so this is a cautious date: the end of a cycle of {years} years that began with the last session, "
        "and "
        f"{months} months. You can change it."
    )
    return Until(months_on(last, months), why, False)


# --- What is kept now -------------------------------------------------------------------------------------


def due(workspace: Workspace) -> list[Evidence]:
    """The rows that no audit can ask for any more."""
    today = workspace.today().isoformat()
    return [row for row in kept_rows(workspace) if row.purge_after and row.purge_after < today]


def sentence(rows: Sequence[Evidence], today: date) -> str:
    """Say what is kept for audits and until when, or that some of it may go; empty without rows."""
    if not rows:
        return ""
    ready = [r for r in rows if r.purge_after and r.purge_after < today.isoformat()]
    if ready:
        return f"{_rows(ready)} of forgotten pairs: no PDU audit can ask for them any more, so you can remove them."
    last = max(r.purge_after for r in rows)
    return f"{_rows(rows)} of forgotten pairs kept for a PDU audit, until {last or 'you remove them'}."


def _rows(rows: Sequence[Evidence]) -> str:
    return f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
