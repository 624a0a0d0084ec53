"""What the tests of claims share: a vault in which a certified mentor has a partner, and claims of their talks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from mentor_tui import claims, pdu
from mentor_tui.clock import FrozenClock
from mentor_tui.schema import records as rec
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace
from tests.pdu_room import held

TODAY = date(2026, 5, 21)
PMP = rec.Certification(id="pmp", name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07")


def open_room(folder: Path) -> Workspace:
    """Ana mentors Bram, and is certified; no talks yet."""
    vault = Vault.create(folder / "a.vault", "words", kdf=KdfParams.fast_for_tests(), state_dir=folder / "state")
    found = Workspace(vault, FrozenClock(datetime(2026, 5, 21, 12, tzinfo=UTC)))
    found.save(
        rec.Profile(name="Ana Peeters", zone="Europe/Brussels", organisation="Nordsee Bank NV"),
        rec.Pair(id="pair", role="mentor", partner_name="Bram Claes", partner_organisation="Acme Rail"),
        PMP,
    )
    return found


def talks(workspace: Workspace, *minutes: int, month: str = "2026-04", **fields: Any) -> list[rec.Session]:
    """Talks on the first days of a month, stored."""
    made = [held(m, f"{month}-{day:02d}", **fields) for day, m in enumerate(minutes, 1)]
    workspace.save(*made)
    return made


def claim_of(workspace: Workspace, floor: pdu.Floor = "session", **fields: Any) -> rec.Claim:
    """A stored claim of all that can be claimed in the first opening."""
    opening = claims.openings(workspace, floor)[0]
    made = msgspec.structs.replace(claims.prepare(workspace, opening, opening.lines), **fields)
    workspace.save(made)
    return stored(workspace, made)


def stored(workspace: Workspace, claim: rec.Claim) -> rec.Claim:
    found = workspace.get(rec.Claim, claim.id)
    assert found is not None
    return found


def amounts(groups: Any) -> list[str]:
    return [pdu.show(g.amount.quarters) for g in groups]
