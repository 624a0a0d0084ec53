"""The ledger's lines: every session of a pair, what it earns by itself, and why not when it earns nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mentor_tui.pdu.activities import minutes_of
from mentor_tui.pdu.held import Held
from mentor_tui.pdu.lines import Floor, Line
from mentor_tui.pdu.reasons import why_not
from mentor_tui.pdu.split import split, weights_of
from mentor_tui.pdu.spread import Kin, spread_all
from mentor_tui.schema.amounts import NONE, quarters
from mentor_tui.schema.records import Session, by_day


def lines_of(
    view: Held,
    elsewhere: Mapping[str, str] = {},
    floor: Floor = "session",
    kin: Kin = lambda line: None,
) -> list[Line]:
    """Every session of a pair as a line, in order of date. No minute of them counts twice.

    `elsewhere`: session id -> why its minutes count with another pair, beside what the view itself knows. `floor` is
    for time that is in no claim; `kin` says what lines have in common that may be claimed together.
    """
    lines = []
    number = 0
    sessions, repeats, barred = by_day(view.sessions), view.repeats, view.without_pdus
    for session in sessions:
        numbered = session.kind == "one_to_one" and session.status in ("held", "planned")
        number += numbered
        reason = why_not(session) or barred.get(session.id, "")
        reason = reason or repeats.get(session.id, "") or elsewhere.get(session.id, "")
        role = session.role_for(view.role)
        minutes = minutes_of(session)
        earned = 0 if reason else quarters(minutes)
        weights = weights_of(session) if role == "mentee" else NONE
        lines.append(
            Line(
                session=session,
                role=role,
                number=number if numbered else 0,
                minutes=minutes,
                quarters=earned,
                counts=not reason,
                reason=reason,
                weights=weights,
                triangle=split(earned, weights),
            )
        )
    return spread_all(lines, view.claims, floor, kin)


def counted(view: Held) -> list[Session]:
    """The sessions of a pair that count, oldest first: held one to one, unpaid, with minutes, and no minute twice.

    Whoever tells a person of sessions or hours takes these, so that all tell the same. By the rules of the program,
    some of them may earn no PDUs.
    """
    repeats = view.repeats
    return by_day(s for s in view.sessions if s.id not in repeats and not s.activity and not why_not(s))


def attended(view: Held) -> list[Session]:
    """The events that earn Education, oldest first: attended, unpaid, with minutes, and no minute twice."""
    repeats = view.repeats
    return by_day(s for s in view.sessions if s.activity and s.id not in repeats and not why_not(s))


def earned(view: Held, sessions: Iterable[Session] | None = None) -> int:
    """Quarters that the sessions of a pair earn together, none counted twice, claims with the amount that PMI has.

    `sessions`: only some of those that `counted` and `attended` give.
    """
    some = [*counted(view), *attended(view)] if sessions is None else sessions
    if not view.claims:  # each by itself: no line need be laid out for that
        barred = view.without_pdus
        return sum(quarters(minutes_of(s)) for s in some if s.id not in barred)
    ids = {s.id for s in some}
    return sum(line.quarters for line in lines_of(view) if line.session.id in ids)
