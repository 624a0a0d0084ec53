"""The rules of a program for one session of a pair: its parts as lines of an agenda, and a word on its length.

Pure functions of a `PairView`; nothing is ever refused for them.
"""

from __future__ import annotations

import msgspec

from mentor_tui import pdu
from mentor_tui.mentoring import items
from mentor_tui.schema.program_parts import PlannedSession
from mentor_tui.schema.records import Session
from mentor_tui.schema.session_words import length_words
from mentor_tui.workspace import PairView


def parts(view: PairView, minutes: int) -> list[str]:
    """The parts of a session that takes so many minutes, as lines of its agenda; nothing where the program has none.

    Their minutes are whole and add up to the session's. A part that is left without any is not there.
    """
    split = view.program.session.split
    shares = pdu.apportion(minutes, [part.minutes for part in split])
    return [f"{part.title} ({share} min)" for part, share in zip(split, shares, strict=True) if share]


def proposed_agenda(view: PairView, session: Session) -> list[str]:
    """The agenda that the program proposes: that of the session it plans, or else its parts; often nothing."""
    if session.kind != "one_to_one":
        return []
    item = items.item_of(view, session)
    planned = list(item.agenda) if isinstance(item, PlannedSession) else []
    return planned or parts(view, session.minutes)


def with_parts(view: PairView, session: Session) -> Session:
    """The session with the program's parts as its agenda, where it has no other."""
    return session if session.agenda else msgspec.structs.replace(session, agenda=parts(view, session.minutes))


def lasting(view: PairView, session: Session, minutes: int) -> Session:
    """The session with another length; an agenda of the program's parts follows it."""
    own = bool(session.agenda) and session.agenda != parts(view, session.minutes)
    agenda = session.agenda if own else parts(view, minutes) if session.agenda else []
    return msgspec.structs.replace(session, minutes=minutes, agenda=agenda)


def word_on_length(view: PairView, session: Session) -> str:
    """A gentle sentence for a talk that is shorter or longer than the program asks for; empty otherwise."""
    rules, minutes = view.program.session, session.minutes
    if session.kind != "one_to_one" or not minutes:
        return ""
    if minutes < rules.least_minutes or (rules.most_minutes and minutes > rules.most_minutes):
        return f"The program asks for {length_words(view.program)}."
    return ""
