"""Everything that can be claimed: sessions that count and are in no claim yet, in groups of at least one whole PDU."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from mentor_tui import pdu
from mentor_tui.claims import wording
from mentor_tui.errors import InputRefused, MentorError
from mentor_tui.pdu import Amount, Floor, Line
from mentor_tui.pdu.elsewhere import clashes
from mentor_tui.pdu.instants import span
from mentor_tui.pdu.reasons import OVERLAPS, TWICE, why_outside
from mentor_tui.pdu.repeats import clash
from mentor_tui.pdu.spread import ONE, groups, owners
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Form, Role
from mentor_tui.schema.records import Certification, Claim, ClaimLine, Pair
from mentor_tui.words import text
from mentor_tui.workspace.all_sessions import all_sessions, by_partner

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


@dataclass(frozen=True)
class Source:
    """The origin of sessions, and what a claim says about it."""

    pair: Pair | None
    """None for what was kept of a forgotten pair."""
    role: Role
    provider: str
    title: str
    url: str
    contact: str
    form: Form
    """The form of a session, which says what may reach a claim."""


@dataclass(frozen=True)
class Group:
    """Sessions that go into one claim together."""

    lines: tuple[Line, ...]
    amount: Amount

    @property
    def unsplit(self) -> tuple[Line, ...]:
        """A mentee's sessions that are not divided over the Talent Triangle yet; a claim needs that."""
        return tuple(line for line in self.lines if line.role == "mentee" and not any(line.weights))


@dataclass(frozen=True)
class Opening:
    """Sessions of one pair that count for the same certifications and are in no claim yet."""

    source: Source
    certifications: tuple[Certification, ...]
    """Those in whose present cycle the sessions lie: one claim is entered once for all of them."""
    floor: Floor
    activity: str
    """The Education activity of events that were attended; empty for talks."""
    groups: tuple[Group, ...]
    """The smallest groups of at least one PDU, in order of date."""
    rest: Group
    """The rest, in no group."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All sessions of it, in order of date."""
        return tuple(line for group in (*self.groups, self.rest) for line in group.lines)

    @property
    def missing(self) -> int:
        """Quarters that the rest lacks to a claim of its own."""
        return ONE - self.rest.amount.quarters

    def group(self, lines: Iterable[Line]) -> Group:
        """Some of its sessions together, in order of date."""
        wanted = {line.session.id for line in lines}
        chosen = tuple(line for line in self.lines if line.session.id in wanted)
        return Group(chosen, pdu.amount(chosen, self.floor))

    def kept_by(self, certification: Certification, group: Group) -> int:
        """Quarters of a group that this certification lets count; the cap on Giving Back may stop some."""
        counts = sum(taken.counts for line in group.lines if (taken := line.on(certification.id)))
        if counts == sum(line.quarters for line in group.lines):
            return group.amount.quarters  # nothing is stopped, however the sessions are put together
        return min(counts, group.amount.quarters)


def propose(lines: Sequence[Line], floor: Floor = "session") -> tuple[list[Group], Group]:
    """The smallest groups that reach one PDU, in order of date, and what is left over."""
    *found, rest = (Group(tuple(some), pdu.amount(some, floor)) for some in groups(lines, floor))
    return found, rest


def openings(workspace: Workspace, floor: Floor = "session", book: pdu.Book | None = None) -> list[Opening]:
    """All that can be claimed, by pair and by the certifications it counts for; nothing without a certification.

    `book` is the one over `all_sessions`, for who has read it already.
    """
    book = book or pdu.book(all_sessions(workspace), floor=floor, today=workspace.today())
    return _openings(workspace, floor, book.pairs)


@dataclass(frozen=True)
class Claimable:
    """Quarters to claim now, prepared claims included, as far as they count. The one amount that every view tells.

    Quarters.
    """

    amount: int
    prepared: int
    """Of it, what is prepared and not submitted yet."""
    sessions: int = 0
    """Sessions in it that stand in no claim yet."""

    @property
    def sentence(self) -> str:
        """The same in words; empty when there is none."""
        if not self.amount:
            return ""
        said = f"{pdu.in_words(self.amount)} can be claimed"
        if self.prepared == self.amount:
            are, them = ("is", "it") if self.amount == pdu.quarters(60) else ("are", "them")
            return f"{pdu.in_words(self.amount)} {are} prepared; type {them} into PMI's form."
        if self.prepared:
            return f"{said}, {pdu.show(self.prepared)} of them prepared already."
        are = "1 session is" if self.sessions == 1 else f"{self.sessions} sessions are"
        return f"Claim {pdu.in_words(self.amount)}: {are} ready."


def claimable(found: Sequence[Opening], book: pdu.Book, held: Certification | None = None) -> Claimable:
    """The quarters that these openings and their book let one certification count.

    Without one: as far as some certification lets it count.
    """
    prepared = ready = sessions = 0
    for line in book.lines:
        taken = [a.counts for a in line.applied if held is None or a.certification_id == held.id]
        prepared += max(taken, default=0) if line.claimed == "prepared" else 0
    for opening in found:
        judges = [c for c in opening.certifications if held is None or c.id == held.id]
        kept = [(max((opening.kept_by(c, group) for c in judges), default=0), group) for group in opening.groups]
        ready += sum(amount for amount, _ in kept)
        sessions += sum(len(group.lines) for amount, group in kept if amount)
    return Claimable(prepared + ready, prepared, sessions)


def ready(workspace: Workspace, floor: Floor = "session") -> Claimable:
    """The quarters that can be claimed now over all pairs and certifications."""
    if not workspace.table(Certification):
        return Claimable(0, 0)
    book = pdu.book(all_sessions(workspace), floor=floor, today=workspace.today())
    return claimable(openings(workspace, floor, book), book)


def _openings(workspace: Workspace, floor: Floor, pairs: Sequence[Sequence[Line]]) -> list[Opening]:
    certifications = sorted(workspace.all(Certification), key=lambda c: (c.name.casefold(), c.id))
    cycles = [(c, pdu.cycle_now(c, workspace.today())[0]) for c in certifications]
    taken = owners(workspace.all(Claim))
    today = workspace.today().isoformat()
    home = workspace.profile.zone
    aside = [x.session for lines in pairs for x in lines if not x.counts and x.reason and x.session.id in taken]
    filed = [when for session in aside if session.status == "held" and (when := span(session, home))]
    found = []
    for source, lines in zip(_sources(workspace), pairs, strict=False):  # without any pair one empty list of lines
        by_kind: dict[tuple[Role, str, tuple[str, ...]], list[Line]] = {}
        again = [line.session for line in lines if line.reason in (TWICE, OVERLAPS) and line.session.id in taken]
        for line in lines:
            crowded = any(clash(line.session, session, home) for session in again)
            if line.session.on > today or crowded or (line.counts and clashes(line.session, filed, home)):
                continue  # a slip of the date, or minutes that were claimed already
            if line.counts and (line.quarters or floor == "claim") and line.session.id not in taken:
                fits = tuple(c.id for c, cycle in cycles if not why_outside(line.session, c, cycle))
                by_kind.setdefault((line.role, line.session.activity, fits), []).append(line)
        for (role, activity, ids), some in by_kind.items():
            if ids:
                some_groups, rest = propose(some, floor)
                held = tuple(c for c in certifications if c.id in ids)
                found.append(Opening(replace(source, role=role), held, floor, activity, tuple(some_groups), rest))
    return found


def prepare(workspace: Workspace, opening: Opening, lines: Iterable[Line]) -> Claim:
    """A new claim of some sessions of an opening; nothing is saved. InputRefused when they do not make a claim."""
    group = opening.group(lines)
    if group.amount.quarters < ONE:
        raise InputRefused(
            f"These sessions give {pdu.show(group.amount.quarters)}; a claim needs at least {pdu.show(ONE)}. "
            "Add more of them, or wait for the next session."
        )
    taken = owners(workspace.all(Claim))
    if any(line.session.id in taken for line in group.lines):
        raise InputRefused("One of these sessions is in another claim already. Nothing was prepared.")
    source = opening.source
    fresh = Claim(
        pair_id=source.pair.id if source.pair else "",
        role=source.role,
        activity=opening.activity,
        provider=source.provider,
        url=source.url,
        contact=source.contact,
        title=wording.title(source.title, group.lines),
        description=wording.description(source.form, group.lines),
        floor=opening.floor,
        prepared_on=workspace.today().isoformat(),
    )
    return numbered(fresh, group)


def numbered(claim: Claim, group: Group) -> Claim:
    """The claim with the days, minutes and PDUs of these sessions."""
    ways, power, business = group.amount.triangle
    days = sorted(line.session.on for line in group.lines)
    return msgspec.structs.replace(
        claim,
        started=days[0],
        completed=days[-1],
        quarters=group.amount.quarters,
        ways_of_working=ways,
        power_skills=power,
        business_acumen=business,
        lines=[ClaimLine(session_id=x.session.id, on=x.session.on, minutes=x.minutes) for x in group.lines],
    )


def _sources(workspace: Workspace) -> Iterator[Source]:
    """The origins of the groups of `all_sessions`, in the same order."""
    for pair in workspace.pairs:
        try:
            program = workspace.program(pair)
        except MentorError:  # its pack is not on this computer
            yield _bare(pair, pair.role, pair.program)
            continue
        about = program.claimed_as
        yield Source(pair, pair.role, about.provider, about.title, about.url, about.contact, program.form("session"))
    for rows in by_partner(workspace):
        yield _bare(None, rows[0].role, rows[0].provider)


def session_form(workspace: Workspace, pair: Pair | None) -> Form:
    """The form that says what of a pair's sessions may reach a claim; the shared one without its program."""
    with suppress(MentorError):  # its pack is not on this computer
        if pair:
            return workspace.program(pair).form("session")
    return programs.shared_forms()["session"]


def _bare(pair: Pair | None, role: Role, provider: str) -> Source:
    provider = text.one_line(provider)
    return Source(pair, role, provider, "Mentoring program", "", "", programs.shared_forms()["session"])
