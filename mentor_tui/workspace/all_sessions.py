"""The sessions of all pairs, and of forgotten ones as far as rows were kept: what PDUs are counted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mentor_tui import pdu
from mentor_tui.errors import MentorError
from mentor_tui.pdu.elsewhere import filed_in, live_in
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Claim, Evidence, Pair, Session, by_day
from mentor_tui.words.days import parse_day

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


def sessions_of(workspace: Workspace, pair: Pair) -> PairSessions:
    """The sessions of a pair, oldest first; those whose minutes count with another pair are told."""
    return _alone(workspace, pair)._replace(elsewhere=workspace.elsewhere)


def _alone(workspace: Workspace, pair: Pair) -> PairSessions:
    sessions = by_day(workspace.all(Session, pair.id))
    rhythm, channels = _rules_of(workspace, pair)
    return PairSessions(
        pair.role,
        sessions,
        workspace.all(Certification),
        pair,
        pair.cadence_days or rhythm,
        workspace.today(),
        workspace.all(Claim),
        workspace.profile.zone,
        channels_without_pdus=channels,
    )


def all_sessions(workspace: Workspace) -> list[PairSessions]:
    """The sessions of every pair, and those of forgotten pairs as far as rows were kept for an audit."""
    elsewhere = workspace.elsewhere
    found = [_alone(workspace, pair) for pair in workspace.pairs] + rows_as_sessions(workspace)
    if not found and (held := workspace.all(Certification)):  # all pairs are forgotten: what PMI has of them stays
        found = [PairSessions("mentor", [], held, today=workspace.today(), home=workspace.profile.zone)]
    return [one._replace(elsewhere=elsewhere, beside_all=True) for one in found]


def elsewhere_of(workspace: Workspace) -> dict[str, str]:
    """Session id -> why its minutes count with another pair, over all pairs and what was kept of forgotten ones."""
    if len(workspace.table(Pair)) + len(workspace.table(Evidence)) < 2:
        return {}
    return pdu.elsewhere([_alone(workspace, pair) for pair in workspace.pairs] + rows_as_sessions(workspace))


def why_not_here(workspace: Workspace, session: Session) -> str:
    """The reason why a session, stored or about to be, earns nothing beside all others; empty if it counts."""

    home = workspace.profile.zone
    found = workspace.all(Claim)
    channels = _rules_of(workspace, workspace.get(Pair, session.pair_id))[1]
    beside, live, filed = workspace.all(Session, session.pair_id), live_in(found), filed_in(found)
    alone = pdu.why_not_among(session, beside, home, live, channels, filed)
    day = parse_day(session.on)
    if alone or day is None or len(workspace.table(Pair)) + len(workspace.table(Evidence)) < 2:
        return alone
    views = []
    for pair in [*workspace.pairs, None]:
        if pair:
            there = workspace.all(Session, pair.id)
        else:
            there = [s for one in rows_as_sessions(workspace) for s in one.sessions]
        near = [s for s in there if s.id != session.id and s.on and abs((date.fromisoformat(s.on) - day).days) < 3]
        near += [session] if pair and pair.id == session.pair_id else []
        views.append(
            PairSessions(
                pair.role if pair else "mentor",
                near,
                [],
                pair,
                claims=workspace.all(Claim),
                home=home,
                channels_without_pdus=_rules_of(workspace, pair)[1],
            )
        )
    return pdu.elsewhere(views).get(session.id, "")


def earned_here(workspace: Workspace, session: Session) -> int:
    """Quarters that a session earns, as it stands or as it would be saved: its part of its claim, where it is in one.

    Nothing when `why_not_here` has a reason.
    """
    pair = workspace.get(Pair, session.pair_id)
    if why_not_here(workspace, session):
        return 0
    if pair is None or not any(line.session_id == session.id for c in workspace.all(Claim) for line in c.lines):
        return pdu.quarters(pdu.minutes_of(session))
    alone = _alone(workspace, pair)
    others = [s for s in alone.sessions if s.id != session.id]
    lines = pdu.lines_of(alone._replace(sessions=by_day([*others, session])))
    return next(line.quarters for line in lines if line.session.id == session.id)


def _rules_of(workspace: Workspace, pair: Pair | None) -> tuple[int, tuple[str, ...]]:
    """The rhythm of a pair's program, and the channels over which its talks earn no PDUs; none when it is not here."""
    try:
        program = workspace.program(pair) if pair else None
    except MentorError:
        program = None
    return (program.rhythm_days, program.claimed_as.channels_not_counted) if program else (0, ())


def kept_rows(workspace: Workspace) -> list[Evidence]:
    """All rows, oldest session first."""
    return sorted(workspace.all(Evidence), key=lambda e: (e.on, e.id))


def by_partner(workspace: Workspace) -> list[list[Evidence]]:
    """The rows of each role, partner and provider together, oldest session first.

    A row whose session is back, from a copy or an import, is left out: the session itself counts.
    """
    groups: dict[tuple[Role, str, str, str], list[Evidence]] = {}
    back = workspace.table(Session)
    for row in kept_rows(workspace):
        if row.id in back:
            continue
        groups.setdefault((row.role, row.partner, row.initials, row.provider), []).append(row)
    return list(groups.values())


def sessions_of_rows(rows: Sequence[Evidence], workspace: Workspace) -> PairSessions:
    """The rows of one partner as the PDU ledger reads sessions."""
    sessions = [session_of(row) for row in rows]
    return PairSessions(
        rows[0].role,
        sessions,
        workspace.all(Certification),
        today=workspace.today(),
        claims=workspace.all(Claim),
        home=workspace.profile.zone,
    )


def rows_as_sessions(workspace: Workspace) -> list[PairSessions]:
    """All rows as the PDU ledger reads sessions, one group for each partner; nothing without rows."""
    return [sessions_of_rows(rows, workspace) for rows in by_partner(workspace)]


def session_of(row: Evidence) -> Session:
    """A row as the session it stands for; its topic is the focus, and it belongs to no pair."""
    return Session(
        id=row.id,
        created=row.created,
        on=row.on,
        start=row.start,
        minutes=row.minutes,
        kind="other" if row.activity else "one_to_one",
        pdu_activity=row.activity,
        status="held",
        focus=row.topic,
        paid=not row.counts,
        ways_of_working=row.ways_of_working,
        power_skills=row.power_skills,
        business_acumen=row.business_acumen,
        ways_of_working_for=row.ways_of_working_for,
    )
