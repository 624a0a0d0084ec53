"""The one calm line about claims on Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui.claims.life import waiting_since
from mentor_tui.claims.openings import Claimable, ready
from mentor_tui.schema.records import Claim

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


def word(workspace: Workspace, found: Claimable | None = None) -> str:
    """A sentence about a claim that has waited long, or about what can be claimed; empty when there is neither.

    `found` is what can be claimed, for who knows it already.
    """
    today = workspace.today()
    waiting = sorted(d for d in (waiting_since(claim, today) for claim in workspace.all(Claim)) if d)
    if waiting:
        return f"A claim has waited for PMI since {waiting[0]}; five working days are usual. Check PMI's portal."
    return (found or ready(workspace)).sentence
