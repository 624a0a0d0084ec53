"""What the tests of audits share: a vault with talks, a claim, an agreement and a certification."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mentor_tui import audit
from mentor_tui.clock import FrozenClock
from mentor_tui.schema import records as rec
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
CYCLE = {"cycle_start": "2025-01-08", "cycle_end": "2028-01-07"}


def open_room(folder: Path) -> Workspace:
    """A new vault with nothing in it."""
    vault = Vault.create(folder / "my.vault", "x", kdf=KdfParams.fast_for_tests(), state_dir=folder / "state")
    return Workspace(vault, FrozenClock(NOW))


def talk(pair: rec.Pair, on: str, **fields: Any) -> rec.Session:
    """A talk of which everything is noted."""
    usual: dict[str, Any] = {
        "pair_id": pair.id,
        "on": on,
        "start": "18:00",
        "zone": "Europe/Brussels",
        "minutes": 60,
        "status": "held",
        "focus": "Stakeholder map",
        "outcome": "Map drawn",
    }
    return rec.Session(**(usual | fields))


def claim_of(pair: rec.Pair, *talks: rec.Session, **fields: Any) -> rec.Claim:
    """A submitted claim that says what the talks say."""
    usual: dict[str, Any] = {
        "pair_id": pair.id,
        "role": pair.role,
        "provider": "PMI Belgium Chapter",
        "title": "Mentoring",
        "description": "What we did",
        "started": min(t.on for t in talks),
        "completed": max(t.on for t in talks),
        "quarters": sum(t.minutes // 15 for t in talks),
        "lines": [rec.ClaimLine(session_id=t.id, on=t.on, minutes=t.minutes) for t in talks],
        "state": "submitted",
        "prepared_on": "2026-05-10",
        "submitted_on": "2026-05-11",
    }
    return rec.Claim(**(usual | fields))


def agreed(pair: rec.Pair) -> rec.Agreement:
    """An agreement that both signed."""
    names = (("mentor", "Ana Peeters"), ("mentee", "Bram Claes"))
    signatures = [rec.Signature(role=r, name=n, on="2026-03-10", how="on paper") for r, n in names]  # type: ignore[arg-type]
    answers: dict[str, Any] = {"purpose": "SECRET purpose", "start": "2026-03-09", "end": "2026-08-06"}
    return rec.Agreement(pair_id=pair.id, answers=answers, reviewed_on="2026-03-09", signatures=signatures)


class Room:
    """One pair: Ana mentors Bram (or the other way round); two claimed talks, one that is not."""

    def __init__(self, folder: Path, role: Any = "mentor", **certification: Any) -> None:
        self.ws = open_room(folder)
        partner = "Bram Claes" if role == "mentor" else "Ana Peeters"
        self.pair = rec.Pair(
            role=role, partner_name=partner, start="2026-03-09", end="2026-08-06", cohort="2026 spring"
        )
        self.talks = [talk(self.pair, day) for day in ("2026-03-12", "2026-04-09", "2026-05-07")]
        self.claim = claim_of(self.pair, *self.talks[:2])
        self.held = rec.Certification(**({"name": "PMP"} | CYCLE | certification))
        profile = rec.Profile(name="Ana Peeters" if role == "mentor" else "Bram Claes", zone="Europe/Brussels")
        self.ws.save(profile, self.pair, agreed(self.pair), *self.talks, self.claim, self.held)

    @property
    def cycle(self) -> str:
        """The pack about the certification."""
        return f"cycle:{self.held.id}"

    def verdicts(self, scope_id: str = "", **more: Any) -> dict[str, tuple[str, str]]:
        """Day -> the verdict in words, and what is missing."""
        scope = audit.read(self.ws, scope_id or self.cycle, **more)
        return {t.session.on: (t.verdict.words, t.verdict.missing) for t in scope.sessions}
