"""The PDUs that PMI has of a pair about to be forgotten: they stay as opening balance, for PMI goes on counting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mentor_tui import pdu
from mentor_tui.pdu.opening import any_ways, claimed_in, with_claims, with_lines, without_sessions
from mentor_tui.schema.records import Certification, Claim, Pair
from mentor_tui.workspace.all_sessions import all_sessions

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


def after_forgetting(workspace: Workspace, pair: Pair) -> list[Certification]:
    """The certifications whose opening balance grows when this pair goes with its claims; nothing is saved.

    Each takes of the claims that PMI has what counted for it in its present cycle, and no name, day or minute.
    """
    filed = [c for c in workspace.all(Claim, pair.id) if c.state not in ("prepared", "rejected")]
    if not filed:
        return []
    book = pdu.book(all_sessions(workspace), today=workspace.today())
    ours = {line.session_id for claim in filed for line in claim.lines}
    lines = [line for line in book.lines if line.claimed == "filed" and line.session.id in ours]
    gone = without_sessions(filed, book.lines)
    found = []
    for position in book.positions:
        held = position.certification
        ways = any_ways(position.terms, alone=len(book.positions) == 1)
        more = with_lines(with_claims(held, gone, position.cycle, ways=ways), lines, position.cycle)
        found += [more] if more != held else []
    return found


def sentences(workspace: Workspace, after: Iterable[Certification]) -> list[str]:
    """Sentences about what stays of the claims in these certifications."""
    said = []
    for one in after:
        before = workspace.get(Certification, one.id)
        more = claimed_in(one) - (claimed_in(before) if before else 0)
        said.append(
            f"Stays: {pdu.show(more)} PDUs that PMI counted for it, as one amount in what was claimed elsewhere for "
            f"{one.name}. If the pair ever comes back from a copy, remove them there."
        )
    return said
