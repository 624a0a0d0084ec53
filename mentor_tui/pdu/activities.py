"""Education that is no talk of the two: an event of the program that was attended, as PMI's rules know such activities.

Whoever attends one learns, whatever the role in the pair: it earns Education, and it is claimed apart from the talks.
"""

from __future__ import annotations

from mentor_tui.pdu.rules import Activity, rules
from mentor_tui.schema.records import Session


def activity_of(session: Session) -> Activity | None:
    """The Education activity that a session was; None for a talk, and for an event that earns nothing."""
    return next((a for a in rules().activities if a.id == session.activity), None) if session.activity else None


def minutes_of(session: Session) -> int:
    """The minutes of a session that can earn: all of them, or as many as PMI takes of one such event at most."""
    if not session.activity:
        return session.minutes
    activity = activity_of(session)
    most = activity.most.value if activity and activity.most else None
    return session.minutes if most is None else min(session.minutes, most * 60)
