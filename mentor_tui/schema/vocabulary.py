"""The words a pack may use for what the app knows: rules that say when a step is done, and places where it is done.

What they do stands in `mentor_tui.mentoring.steps` and in the screens; here stands only what the loader must know, so
that a pack which names something else is refused before anything uses it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Anchor: TypeAlias = Literal[
    "start", "kickoff", "first_session", "midpoint", "last_session", "next_session", "end", "closed"
]
"""A day that the app finds in the records, and from which due dates may be counted."""
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)

RULES: dict[str, str] = {
    "": "",
    "profile": "",
    "partner": "",
    "dates": "",
    "goals": "",
    "goals_smart": "",
    "goals_prioritised": "",
    "goals_planned": "",
    "agreement_drafted": "agreement",
    "agreement_reviewed": "agreement",
    "agreement_signed": "agreement",
    "session_planned": "",
    "first_session_held": "",
    "second_session_held": "",
    "learning_log": "learning-log",
    "midpoint_goals": "",
    "midpoint_agreement": "agreement",
    "closure_goals": "",
    "closed": "",
    "pdu_claimed_marked": "",
}
"""A plain rule of a step's `done` -> the form that the program needs for it; empty for none."""

PLACES: dict[str, str] = {
    "": "",
    "profile": "",
    "pair": "",
    "goals": "",
    "agreement": "agreement",
    "sessions": "",
    "sessions:plan": "",
    "actions": "",
    "pdus": "",
    "claims": "",
    "audit": "",
    "notes": "",
    "close": "",
}
"""A step's `go` -> the form that the program needs for it. Beside these: `form:<form>` and `export:<document>`."""

SCOPE: tuple[str, ...] = ("exam", "job", "therapy", "their-work", "selling")
"""Ids of the app's own hints on wishes that a program may leave out."""
