"""The sessions and actions of a pair that belong to a goal: those that say so, and those that name it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mentor_tui.schema.records import Action, Goal, Session
from mentor_tui.workspace import PairView

_LEAST = 4
"""Letters from which a title is looked for in other texts: a shorter one is part of too many words."""
_LATEST = 300
"""Sessions that are looked through, the newest first: reading a goal stays quick after years of sessions."""


def actions_of(view: PairView, goal: Goal) -> list[Action]:
    """The actions for a goal, soonest first: those that were noted for it, and those that name it."""
    return [a for a in view.actions if a.goal_id == goal.id or _names(goal, a.text, a.result)]


def sessions_of(view: PairView, goal: Goal, most: int = 5) -> list[Session]:
    """The newest sessions that name a goal, so many at most, or in which an action was noted for it."""
    noted = {a.session_id for a in view.actions if a.goal_id == goal.id and a.session_id}
    return list(islice(_naming(view, goal, noted), most))


def _naming(view: PairView, goal: Goal, noted: set[str]) -> Iterator[Session]:
    newest = sorted(view.sessions, key=lambda s: s.on, reverse=True)[:_LATEST]
    for session in newest:
        words = (session.objective, session.focus, session.outcome, session.takeaways, *session.agenda)
        if session.id in noted or _names(goal, *words):
            yield session


def _names(goal: Goal, *words: str) -> bool:
    title = goal.title.strip().casefold()
    return len(title) >= _LEAST and any(title in text.casefold() for text in words)
