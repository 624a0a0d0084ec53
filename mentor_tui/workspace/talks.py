"""What holds over all pairs of a person, also over one whose program pack is not on this computer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mentor_tui.errors import MentorError
from mentor_tui.schema import odd, programs
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Claim, Evidence, KeptVersion, Pair, Session, by_day, parse_day

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
    claims: list[Claim] = []
    """Claims in which talks of it stand; claims of others do no harm here."""
    home: str = ""
    """The zone of talks that name none."""
    elsewhere: dict[str, str] = {}
    """Session id -> why its minutes count with another pair."""
    beside_all: bool = False
    """Whether the talks of all other pairs are told with it: then a claim without a talk in them has none."""

    @property
    def repeats(self) -> dict[str, str]:
        """Session id -> why it does not count beside another talk, of this or another pair, or on a day to come."""
        from mentor_tui.pdu import repeated
        from mentor_tui.pdu.elsewhere import live_in

        return (
            self.elsewhere
            | repeated(self.sessions, self.home, live_in(self.claims))
            | odd.to_come(self.sessions, self.today)
        )


def talks(workspace: Workspace, pair: Pair) -> Talks:
    """The talks of a pair, oldest first; those whose minutes count with another pair are told."""
    return _alone(workspace, pair)._replace(elsewhere=workspace.elsewhere)


def _alone(workspace: Workspace, pair: Pair) -> Talks:
    sessions = by_day(workspace.all(Session, pair.id))
    rhythm = pair.cadence_days or _program_rhythm(pair)
    return Talks(
        pair.role,
        sessions,
        workspace.all(Certification),
        pair,
        rhythm,
        workspace.today(),
        workspace.all(Claim),
        workspace.profile.zone,
    )


def all_talks(workspace: Workspace) -> list[Talks]:
    """The talks of every pair, and those of forgotten pairs as far as rows were kept for an audit."""
    from mentor_tui.claims import evidence

    elsewhere = workspace.elsewhere
    found = [_alone(workspace, pair) for pair in workspace.pairs] + evidence.as_talks(workspace)
    return [one._replace(elsewhere=elsewhere, beside_all=True) for one in found]


def elsewhere_of(workspace: Workspace) -> dict[str, str]:
    """Session id -> why its minutes count with another pair, over all pairs and what was kept of forgotten ones."""
    from mentor_tui import pdu
    from mentor_tui.claims import evidence

    if len(workspace.table(Pair)) + len(workspace.table(Evidence)) < 2:
        return {}
    return pdu.elsewhere([_alone(workspace, pair) for pair in workspace.pairs] + evidence.as_talks(workspace))


def why_not_here(workspace: Workspace, session: Session) -> str:
    """Why a session, as it stands or as it would be saved, earns nothing beside all others; empty when it counts."""
    from mentor_tui import pdu
    from mentor_tui.pdu.elsewhere import live_in

    home = workspace.profile.zone
    claimed = live_in(workspace.all(Claim))
    alone = pdu.why_not_among(session, workspace.all(Session, session.pair_id), home, claimed)
    day = parse_day(session.on)
    if alone or day is None or len(workspace.table(Pair)) + len(workspace.table(Evidence)) < 2:
        return alone
    views = []
    for pair in [*workspace.pairs, None]:
        if pair:
            there = workspace.all(Session, pair.id)
        else:
            from mentor_tui.claims import evidence

            there = [s for one in evidence.as_talks(workspace) for s in one.sessions]
        near = [s for s in there if s.id != session.id and s.on and abs((date.fromisoformat(s.on) - day).days) < 3]
        near += [session] if pair and pair.id == session.pair_id else []
        views.append(Talks(pair.role if pair else "mentor", near, [], pair, claims=workspace.all(Claim), home=home))
    return pdu.elsewhere(views).get(session.id, "")


def earned_here(workspace: Workspace, session: Session) -> int:
    """Quarters that a session earns, as it stands or as it would be saved: its part of its claim, where it is in one.

    Nothing when `why_not_here` has a reason.
    """
    from mentor_tui import pdu

    pair = workspace.get(Pair, session.pair_id)
    if why_not_here(workspace, session):
        return 0
    if pair is None or not any(line.session_id == session.id for c in workspace.all(Claim) for line in c.lines):
        return pdu.quarters(session.minutes)
    alone = _alone(workspace, pair)
    others = [s for s in alone.sessions if s.id != session.id]
    lines = pdu.lines_of(alone._replace(sessions=by_day([*others, session])))
    return next(line.quarters for line in lines if line.session.id == session.id)


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
