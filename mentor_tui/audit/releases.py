"""Texts that a person may release into an audit pack, one at a time: none goes by itself.

Only fields whose form admits the reader `evidence` are offered: a ceiling that no tick lifts. Topic and outcome are not
among them, for they stand in the session table anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mentor_tui.schema.audience import admitted, shown, values_of
from mentor_tui.schema.fields import Form, Role
from mentor_tui.schema.records import LearningLog, Session
from mentor_tui.words import text

IN_THE_TABLE = ("focus", "outcome")
_WRITTEN = ("text", "lines")


@dataclass(frozen=True)
class Offer:
    """A note or a takeaway that may go into the pack, if it is ticked."""

    id: str
    session_id: str
    on: str
    """ISO day of the session."""
    label: str
    words: str


def offers(forms: Mapping[str, Form], session: Session, log: LearningLog | None, role: Role) -> list[Offer]:
    """The texts of one session that an audit file may hold, without repeating one that stands in two forms."""
    found = _of(forms["session"], values_of(session), session, role, ("takeaways",))
    if log is not None and "learning-log" in forms:
        form = forms["learning-log"]
        found += _of(form, log.answers, session, role, [f.id for f in form.fields() if f.kind in _WRITTEN])
    first: dict[str, Offer] = {}
    for offer in found:
        first.setdefault(offer.words, offer)
    return list(first.values())


def _of(form: Form, values: Mapping[str, Any], session: Session, role: Role, only: Iterable[str]) -> list[Offer]:
    items = admitted(form, values, role, "evidence", tuple(only))
    return [
        Offer(f"{form.id}.{name}:{session.id}", session.id, session.on, item.field.label, text.clean(shown(item)))
        for name, item in items.items()
    ]
