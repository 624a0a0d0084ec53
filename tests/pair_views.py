"""A pair in memory, for the tests of pure rules: Ana Peeters mentors Bram Claes, 9 March to 26 July 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView

TODAY = date(2026, 5, 21)  # a Thursday

PAIR = rec.Pair(
    id="pair",
    role="mentor",
    partner_name="Bram Claes",
    start="2026-03-09",
    end="2026-07-26",
    kickoff="2026-03-09",
    cadence_days=14,
)


def iso(days: int, today: date = TODAY) -> str:
    """The ISO day so many days from today."""
    return (today + timedelta(days=days)).isoformat()


def talk(days: int, **fields: Any) -> rec.Session:
    """A held one-to-one talk so many days from today."""
    usual: dict[str, Any] = {"pair_id": "pair", "on": iso(days), "minutes": 60, "status": "held"}
    return rec.Session(**(usual | fields))


def planned(days: int, **fields: Any) -> rec.Session:
    """A planned one-to-one talk so many days from today."""
    return talk(days, **({"status": "planned"} | fields))


def signed_agreement(on: str = "2026-03-20", **fields: Any) -> rec.Agreement:
    """An agreement that both signed."""
    names = (("mentor", "Ana Peeters"), ("mentee", "Bram Claes"))
    signatures = [rec.Signature(role=r, name=n, on=on, how="on paper") for r, n in names]  # type: ignore[arg-type]
    return rec.Agreement(
        **({"pair_id": "pair", "answers": {"purpose": "grow"}, "reviewed_on": on, "signatures": signatures} | fields)
    )


def view(
    *found: rec.Record, today: date = TODAY, pair: dict[str, Any] | None = None, name: str = "Ana Peeters"
) -> PairView:
    """A view of the pair with these records."""

    def all_of(kind: Any) -> list[Any]:
        return [r for r in found if isinstance(r, kind)]

    owner = msgspec.structs.replace(PAIR, **(pair or {}))
    return PairView(
        pair=owner,
        profile=rec.Profile(name=name, zone="Europe/Brussels"),
        program=programs.load("pmi-belgium"),
        today=today,
        goals=all_of(rec.Goal),
        agreements=sorted(all_of(rec.Agreement), key=lambda a: a.version),
        sessions=rec.by_day(all_of(rec.Session)),
        logs={log.session_id: log for log in all_of(rec.LearningLog)},
        actions=all_of(rec.Action),
        worksheets={w.form: w for w in all_of(rec.Worksheet)},
        marks={m.step: m for m in all_of(rec.StepMark)},
        lessons=all_of(rec.Lesson),
        notes=all_of(rec.Note),
        disclosures=all_of(rec.Disclosure),
        certifications=all_of(rec.Certification),
        claims=all_of(rec.Claim),
    )
