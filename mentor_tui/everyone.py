"""What holds over all pairs of a person, also over one whose program pack is not on this computer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mentor_tui import programs
from mentor_tui.errors import MentorError
from mentor_tui.forms import Role
from mentor_tui.records import Certification, Claim, Evidence, KeptVersion, Pair, Session, by_day

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


class Talks(NamedTuple):
    """What PDUs are counted from in one pair; no program is needed for it."""

    role: Role
    sessions: list[Session]
    certifications: list[Certification]
    pair: Pair | None = None
    rhythm_days: int = 0
    """Days between meetings, as agreed or as the program has it; 0 when neither is known."""
    today: date | None = None

    @property
    def repeats(self) -> dict[str, str]:
        """Session id -> why it does not count beside another talk of the pair."""
        from mentor_tui.pdu import repeated

        return repeated(self.sessions)


def talks(workspace: Workspace, pair: Pair) -> Talks:
    """The talks of a pair, oldest first."""
    sessions = by_day(workspace.all(Session, pair.id))
    rhythm = pair.cadence_days or _program_rhythm(pair)
    return Talks(pair.role, sessions, workspace.all(Certification), pair, rhythm, workspace.today())


def all_talks(workspace: Workspace) -> list[Talks]:
    """The talks of every pair, and those of forgotten pairs as far as rows were kept for an audit."""
    from mentor_tui import evidence

    return [talks(workspace, pair) for pair in workspace.pairs] + evidence.as_talks(workspace)


def _program_rhythm(pair: Pair) -> int:
    try:
        return programs.load(pair.program).cadence.days
    except MentorError:
        return 0


def holds_beside_pairs(workspace: Workspace) -> bool:
    """Whether the vault holds anything that stays when the last pair goes: rows, claims, certifications, versions."""
    return any(workspace.table(kind) for kind in (Evidence, Claim, Certification, KeptVersion))


def program_here(pair: Pair) -> bool:
    """Whether the pair's program can be read, so that the pair can be opened."""
    try:
        programs.load(pair.program)
    except MentorError:
        return False
    return True


def why_closed(pair: Pair) -> str:
    """Why a pair cannot be opened, in a sentence."""
    name = pair.partner_name or "your partner"
    return (
        f"Your pair with {name} cannot be opened: its program ({pair.program}) is not on this computer. "
        "All of it is kept; e in the list of pairs (F8) can name another program."
    )
