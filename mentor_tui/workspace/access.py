"""All that can be opened: pairs whose program is on this computer, and what a vault without a pair still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui.schema.catalogue import kind_of
from mentor_tui.schema.fields import Form
from mentor_tui.schema.records import Certification, Claim, Evidence, KeptVersion, Pair, Record

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


def holds_beside_pairs(workspace: Workspace) -> bool:
    """True if the vault holds anything that stays when the last pair goes: rows, claims, certifications, versions."""
    return any(workspace.table(kind) for kind in (Evidence, Claim, Certification, KeptVersion))


def answers_form(workspace: Workspace, record: Record) -> Form | None:
    """The form of the program that a record answers; None for one without answers, and when it is not here."""
    pair = workspace.get(Pair, getattr(record, "pair_id", ""))
    if pair is None or not program_here(workspace, pair):
        return None
    return workspace.program(pair).forms.get(kind_of(record).answers_form(record))


def program_here(workspace: Workspace, pair: Pair) -> bool:
    """True if the pair's program can be read, so that the pair can be opened."""
    return workspace.programs.has(pair.program)


def why_closed(pair: Pair) -> str:
    """The reason why a pair cannot be opened, in a sentence."""
    name = pair.partner_name or "your partner"
    return (
        f"Your pair with {name} cannot be opened: its program ({pair.program}) is not on this computer. "
        "All of it is kept; e in the list of pairs (F8) lets you choose another program."
    )
