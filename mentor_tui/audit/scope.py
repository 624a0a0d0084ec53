"""The scope of an audit: a claim, a cycle of a certification, or the sessions of one pair, each with its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from mentor_tui import claims, pdu
from mentor_tui.audit.releases import Offer, offers
from mentor_tui.audit.verdicts import Known, Level, Verdict, judge
from mentor_tui.claims import evidence
from mentor_tui.claims.evidence import Until
from mentor_tui.errors import MentorError, NotFound
from mentor_tui.pdu import Cycle, Line
from mentor_tui.pdu.reasons import ELSEWHERE, OVERLAPS, TWICE, over_its_channel, why_outside
from mentor_tui.pdu.repeats import overlapping
from mentor_tui.schema import programs
from mentor_tui.schema.fields import ROLES, Form, Role
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Agreement, Certification, Claim, ClaimLine, LearningLog, Pair, Session
from mentor_tui.words import text
from mentor_tui.workspace.all_sessions import all_sessions, by_partner

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


@dataclass(frozen=True)
class Choice:
    """Something an audit pack can be made of."""

    id: str
    """`claim:<id>`, `cycle:<certification id>` or `pair:<id>`."""
    title: str


@dataclass(frozen=True)
class AuditedSession:
    """One session, what it earns, in which claim it stands, and how it would do in an audit."""

    session: Session
    number: int
    quarters: int
    counts: bool
    """True if its minutes count; one that was claimed stands in the pack also when they do not."""
    triangle: pdu.Triangle
    """Quarters per side, of a session that earns Education and was split; zeros otherwise."""
    claim: Claim | None
    verdict: Verdict
    offers: tuple[Offer, ...]
    leaves: bool
    """True if it stands in the pack: it was claimed or counts, and there is a record of it."""


def is_signed(agreement: Agreement, program: Program | None) -> bool:
    """True if everybody signed it whose signature the program needs: the two, where no program is known."""
    return agreement.signed_by.issuperset(program.needed_signers if program else ROLES)


@dataclass(frozen=True)
class Strand:
    """The sessions with one partner, and what stands behind them."""

    pair: Pair | None
    """None for what was kept of a forgotten pair."""
    program: Program | None
    """None when its pack is not on this computer, or the pair was forgotten."""
    role: Role
    initials: str
    provider: str
    agreement: Agreement | None
    """The newest version that is signed; else the newest."""
    sessions: tuple[AuditedSession, ...]

    @property
    def forms(self) -> Mapping[str, Form]:
        """The forms of its program, or those that all share."""
        return self.program.forms if self.program else programs.shared_forms()

    @property
    def leaving(self) -> tuple[AuditedSession, ...]:
        """The sessions that stand in the pack."""
        return tuple(audited for audited in self.sessions if audited.leaves)


@dataclass(frozen=True)
class Scope:
    """All that one pack is about."""

    id: str
    title: str
    certifications: tuple[Certification, ...]
    """Those that the sessions are judged by."""
    cycle: Cycle | None
    """Of a pack about a certification."""
    claims: tuple[Claim, ...]
    strands: tuple[Strand, ...]
    until: Until | None
    """Until when the evidence is kept; None without a dated session."""

    @cached_property
    def sessions(self) -> list[AuditedSession]:
        """All sessions, in order of date."""
        found = [audited for strand in self.strands for audited in strand.sessions]
        return sorted(found, key=lambda t: (t.session.on, t.session.start, t.session.id))

    @property
    def offers(self) -> list[Offer]:
        """All that may be released, in order of date; nothing of a session that does not leave."""
        return [offer for audited in self.sessions if audited.leaves for offer in audited.offers]

    @property
    def counts(self) -> dict[Level, int]:
        """The number of sessions at each level."""
        found = Counter(audited.verdict.level for audited in self.sessions)
        return {"holds": found["holds"], "thin": found["thin"], "fails": found["fails"]}

    @property
    def sentence(self) -> str:
        """The outcome for all sessions, in one line."""
        if not self.sessions:
            return "No sessions here yet that an audit could ask for."
        n, events = self.counts, sum(bool(audited.session.activity) for audited in self.sessions)
        told = [(len(self.sessions) - events, "session"), (events, "event")]
        whole = " and ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in told if count)
        return f"{whole}: {n['holds']} would hold, {n['thin']} thin, {n['fails']} would not hold."


# --- What there is to choose from -------------------------------------------------------------------------


def choices(workspace: Workspace) -> list[Choice]:
    """All that a pack can be made of: claims that PMI asks about first, then cycles, other claims, and pairs."""
    found = claims.in_order(workspace.all(Claim))
    asked = [c for c in found if c.state == "audit"]
    rest = [c for c in found if c.state not in ("audit", "rejected")]
    cycles = [Choice(f"cycle:{c.id}", _of_cycle(c, _cycle(workspace, c))) for c in _held(workspace)]
    pairs = [
        Choice(f"pair:{p.id}", f"All sessions with {text.shorten(p.partner_name, 40) or 'your partner'}")
        for p in workspace.pairs
    ]
    return [*(_claim_choice(c) for c in asked), *cycles, *(_claim_choice(c) for c in rest), *pairs]


def usual(workspace: Workspace, pair: Pair | None = None) -> Choice | None:
    """The scope of a pack unless somebody says otherwise; None in a vault without pairs and claims."""
    found = choices(workspace)
    wanted = [c for c in found if not c.id.startswith("pair:")] or [c for c in found if pair and c.id.endswith(pair.id)]
    return next(iter(wanted or found), None)


def _claim_choice(claim: Claim) -> Choice:
    return Choice(f"claim:{claim.id}", _of_claim(claim))


def _of_claim(claim: Claim) -> str:
    days = claim.started if claim.started == claim.completed else f"{claim.started} to {claim.completed}"
    return f"Claim of {pdu.in_words(claim.quarters)}, {days}, {claims.WORDS[claim.state]}"


def _of_cycle(certification: Certification, cycle: Cycle) -> str:
    days = cycle.days if cycle.start or cycle.end else "all sessions"
    return f"{certification.name} cycle, {days}"


def _held(workspace: Workspace) -> list[Certification]:
    return sorted(workspace.all(Certification), key=lambda c: (c.name.casefold(), c.id))


def _cycle(workspace: Workspace, certification: Certification) -> Cycle:
    return pdu.cycle_now(certification, workspace.today())[0]


# --- Reading one ------------------------------------------------------------------------------------------


def read(workspace: Workspace, scope_id: str, released: Collection[str] = (), pair: Pair | None = None) -> Scope:
    """Read the scope of a choice, as the records are now; NotFound when it is no longer there.

    `released` holds ids of offers that were ticked. `pair` narrows it to the sessions of that pair.
    """
    kind, _, key = scope_id.partition(":")
    every = workspace.all(Claim)
    held = _held(workspace)
    claim = workspace.get(Claim, key) if kind == "claim" else None
    certification = workspace.get(Certification, key) if kind == "cycle" else None
    about = workspace.get(Pair, key) if kind == "pair" else pair
    if (claim or certification or (about if kind == "pair" else None)) is None:
        raise NotFound("That is no longer there. Choose again what the pack is for.")
    cycle = _cycle(workspace, certification) if certification else None
    if claim:
        mine, title = [claim], _of_claim(claim)
    elif certification and cycle:
        told = [c for c in every if claims.live(c) and c.state != "prepared"]
        mine = [c for c in told if any(cycle.holds(line.on) for line in c.lines)]
        title, held = _of_cycle(certification, cycle), [certification]
    else:
        mine = [c for c in every if about and c.pair_id == about.id and claims.live(c) and c.state != "prepared"]
        title = "All sessions of one pair"
    mine = [c for c in claims.in_order(mine)[::-1] if about is None or c.pair_id == about.id]
    reading = _Reading(workspace, kind, tuple(held), cycle, mine, every, frozenset(released), about)
    strands = tuple(reading.strands())
    dated = [audited.session for strand in strands for audited in strand.sessions if audited.session.on]
    until = evidence.keep_until(dated, held) if dated else None
    return Scope(scope_id, title, tuple(held), cycle, tuple(mine), strands, until)


def judge_of(workspace: Workspace, lines: Sequence[Line]) -> Callable[[Line], Verdict]:
    """Judge single sessions of a book as `read` would: the lines are all of the book, and each is judged when asked."""
    every = workspace.all(Claim)
    mine = [c for c in every if claims.live(c) and c.state != "prepared"]
    reading = _Reading(workspace, "pair", tuple(_held(workspace)), None, mine, every, frozenset(), None)
    there = (line.session for line in lines if line.counts or line.reason in (OVERLAPS, *ELSEWHERE))
    reading.overlapping = overlapping(there, workspace.profile.zone)
    return reading.verdict


class _Reading:
    """One way through the records, so that each is looked at once."""

    def __init__(
        self,
        workspace: Workspace,
        kind: str,
        held: Sequence[Certification],
        cycle: Cycle | None,
        mine: Sequence[Claim],
        every: Sequence[Claim],
        released: frozenset[str],
        about: Pair | None,
    ) -> None:
        self.workspace, self.kind, self.held, self.cycle = workspace, kind, held, cycle
        self.mine, self.released, self.about = mine, released, about
        self.today = workspace.today().isoformat()
        self.told: dict[str, tuple[Claim, ClaimLine]] = {x.session_id: (c, x) for c in mine for x in c.lines}
        self.overlapping: set[str] = set()
        self.known: dict[str, tuple[Strand, dict[str, LearningLog]]] = {}
        self.times = Counter(i for c in every if claims.live(c) for i in claims.sessions_of(c))

    def verdict(self, line: Line) -> Verdict:
        """The verdict on one session of the book."""
        strand, logs = self._alone(line.session.pair_id)
        return self._audited(line, strand, logs.get(line.session.id)).verdict

    def _alone(self, pair_id: str) -> tuple[Strand, dict[str, LearningLog]]:
        """The pair of a session with its agreement, and its learning logs by session; each pair is read once."""
        if pair_id not in self.known:
            self.known[pair_id] = self._read_alone(pair_id)
        return self.known[pair_id]

    def _read_alone(self, pair_id: str) -> tuple[Strand, dict[str, LearningLog]]:
        pair = next((p for p in self.workspace.pairs if p.id == pair_id), None)
        program = self._program(pair) if pair else None
        agreement = self._agreement(pair, program) if pair else None
        initials = text.initials(pair.partner_name) if pair else "-"
        strand = Strand(pair, program, pair.role if pair else "mentor", initials, "", agreement, ())
        return strand, {log.session_id: log for log in self.workspace.all(LearningLog, pair_id)} if pair else {}

    def strands(self) -> Iterator[Strand]:
        """Those with a session in them: pairs first, then what was kept of forgotten ones, then what is gone."""
        kept = by_partner(self.workspace)
        pairs = self.workspace.pairs
        met: set[str] = set()
        every = [(sessions, pdu.lines_of(sessions)) for sessions in all_sessions(self.workspace)]
        there = (line for _, lines in every for line in lines if line.counts or line.reason in (OVERLAPS, *ELSEWHERE))
        self.overlapping = overlapping((line.session for line in there), self.workspace.profile.zone)
        for at, (sessions, lines) in enumerate(every):
            pair = pairs[at] if at < len(pairs) else None
            rows = [] if pair else next(iter(kept[at - len(pairs) :]), [])  # none where no pair and no row is left
            met |= {line.session.id for line in lines}
            chosen = [line for line in lines if self._chosen(line, pair)]
            if not chosen:
                continue
            program = self._program(pair) if pair else None
            agreement = self._agreement(pair, program) if pair else None
            provider = (
                program.claimed_as.provider if program else rows[0].provider if rows else pair.program if pair else ""
            )
            bare = Strand(
                pair=pair,
                program=program,
                role=sessions.role,
                initials=text.initials(pair.partner_name) if pair else rows[0].initials,
                provider=text.one_line(provider),
                agreement=agreement,
                sessions=(),
            )
            logs = {log.session_id: log for log in self.workspace.all(LearningLog, pair.id)} if pair else {}
            yield replace(bare, sessions=tuple(self._audited(line, bare, logs.get(line.session.id)) for line in chosen))
        for claim in self.mine:
            lost = tuple(self._lost(claim, line) for line in claim.lines if line.session_id not in met)
            if lost:
                yield Strand(None, None, claim.role, "", text.one_line(claim.provider), None, lost)

    def _chosen(self, line: Line, pair: Pair | None) -> bool:
        session = line.session
        if self.about is not None and (pair is None or pair.id != self.about.id):
            return False
        if session.id in self.told:
            return True
        if self.kind == "claim" or session.status != "held" or not session.can_earn or session.paid:
            return False
        if line.reason == over_its_channel(session):
            return False
        return self.cycle is None or not session.on or self.cycle.holds(session.on)

    def _audited(self, line: Line, strand: Strand, log: LearningLog | None) -> AuditedSession:
        session = line.session
        claim, told = self.told.get(session.id, (None, None))
        found = tuple(offers(strand.forms, session, log, line.role)) if strand.pair else ()
        known = Known(
            session=session,
            role=line.role,
            today=self.today,
            initials=strand.initials,
            signed=strand.agreement is not None and is_signed(strand.agreement, strand.program),
            notes=len(found),
            released=sum(offer.id in self.released for offer in found),
            outside=self._outside(session, claim),
            twice=line.reason == TWICE,
            overlaps=session.id in self.overlapping,
            crowded_out=line.reason in (OVERLAPS, *ELSEWHERE),
            barred=line.reason == over_its_channel(session),
            told=told,
            claims=self.times[session.id],
            forgotten=strand.pair is None,
        )
        leaves = line.counts or told is not None
        return AuditedSession(
            session, line.number, line.quarters, line.counts, line.triangle, claim, judge(known), found, leaves
        )

    def _lost(self, claim: Claim, told: ClaimLine) -> AuditedSession:
        session = Session(id=told.session_id, on=told.on, status="held")
        verdict = judge(Known(session=session, role=claim.role, today=self.today, told=told, gone=True))
        return AuditedSession(session, 0, 0, False, pdu.NONE, claim, verdict, (), leaves=False)

    def _outside(self, session: Session, claim: Claim | None) -> str:
        """The reason why none of the certifications takes a session of that day."""
        if not session.on or not self.held:
            return ""
        reasons = []
        for certification in self.held:
            cycle = self.cycle or pdu.cycle_on(certification, claim.completed if claim else session.on)[0]
            reasons.append(why_outside(session, certification, cycle))
        return reasons[0] if all(reasons) else ""

    def _program(self, pair: Pair) -> Program | None:
        try:
            return self.workspace.program(pair)
        except MentorError:  # its pack is not on this computer
            return None

    def _agreement(self, pair: Pair, program: Program | None) -> Agreement | None:
        found = sorted(self.workspace.all(Agreement, pair.id), key=lambda a: (a.version, a.created))
        return next((a for a in reversed(found) if is_signed(a, program)), found[-1] if found else None)
