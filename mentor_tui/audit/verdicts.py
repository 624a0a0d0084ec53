"""The verdict whether a session would hold in a PDU audit, and what is missing. Pure: from what is known of it.

What PMI asks for: a dated record of it with its subject and a summary (Informal Learning), one session counted once,
inside the cycle. A program asks for initials, topic and outcome besides. A gap that PMI could refuse the session for is
fatal; one that only makes the evidence weaker leaves it thin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from mentor_tui.pdu import minutes_of, quarters
from mentor_tui.schema.fields import Role, filled
from mentor_tui.schema.records import ClaimLine, Session

Level: TypeAlias = Literal["holds", "thin", "fails"]
WORDS: dict[Level, str] = {"holds": "would hold", "thin": "thin", "fails": "would not hold"}


@dataclass(frozen=True)
class Gap:
    """Something that is missing, or that speaks against the session."""

    id: str
    words: str
    """A few words for a list: `no start time`."""
    advice: str
    """The remedy, in a sentence; empty when there is none."""
    fatal: bool = False


@dataclass(frozen=True)
class Verdict:
    """The verdict on a session, with every gap, fatal ones first."""

    gaps: tuple[Gap, ...]

    @property
    def level(self) -> Level:
        """`holds` without gaps, `fails` with a fatal one, else `thin`."""
        if any(gap.fatal for gap in self.gaps):
            return "fails"
        return "thin" if self.gaps else "holds"

    @property
    def words(self) -> str:
        """The level as a person reads it."""
        return WORDS[self.level]

    @property
    def missing(self) -> str:
        """All gaps in a few words; empty when it would hold."""
        return ", ".join(gap.words for gap in self.gaps)


@dataclass(frozen=True)
class Known:
    """The facts about a session that bear on its evidence."""

    session: Session
    role: Role
    """The one it counts for: whoever attends an event learns."""
    today: str
    """ISO day."""
    initials: str = ""
    """The partner's."""
    signed: bool = False
    """True if both signed an agreement."""
    notes: int = 0
    """Takeaways and notes that an audit file may hold, as far as they are written."""
    released: int = 0
    """Of those, how many the person lets into the pack."""
    outside: str = ""
    """The reason why no certification takes it by its day; empty when one does, or when none is held."""
    twice: bool = False
    """True if it repeats another record."""
    overlaps: bool = False
    """True if another session, with whomever, has some of its minutes."""
    crowded_out: bool = False
    """True if it does not count for that reason."""
    barred: bool = False
    """True if the program lets a talk over its channel earn no PDUs."""
    told: ClaimLine | None = None
    """Its line in the claim; None when it is not claimed."""
    claims: int = 0
    """Live claims that it stands in."""
    forgotten: bool = False
    """True if its pair was forgotten, so that only a bare row is left."""
    gone: bool = False
    """True if it is claimed, and no record of it is left."""


def judge(known: Known) -> Verdict:
    """The verdict on one session."""
    if known.gone:
        words = "It is claimed, but there is no record of it any more. A backup may still have it (vault backups)."
        return Verdict((Gap("gone", "there is no record of it", words, fatal=True),))
    return Verdict((*_against(known), *_weak(known)))


def _against(known: Known) -> list[Gap]:
    """Gaps for which PMI could refuse the session."""
    session, told = known.session, known.told
    found: list[tuple[str, str, str]] = []
    if session.status != "held":
        found.append(("not_held", "it is not logged as held", "Log it, if it took place."))
    if not session.on:
        found.append(("no_date", "no date", "Add the date."))
    elif session.on > known.today:
        found.append(("ahead", "it is dated in the future", "Check the date."))
    if session.minutes <= 0:
        found.append(("no_minutes", "no minutes", "Add how long it took."))
    if not session.can_earn:
        found.append(
            (
                "not_one_to_one",
                "not a session between the two of you",
                "Only sessions between the two of you earn mentoring PDUs.",
            )
        )
    if session.paid:
        found.append(("paid", "it was paid", "Paid work earns no mentoring PDUs."))
    if known.twice:
        found.append(("twice", "logged twice", "Delete one of the two, or give each its own start."))
    if known.crowded_out:
        found.append(
            ("crowded_out", "overlaps another session", "Correct its start or minutes: no minute counts twice.")
        )
    if known.barred:
        found.append(("channel", "its channel earns no PDUs", "If the channel is wrong, correct it."))
    if known.outside:
        found.append(("outside", "outside the cycle", known.outside))
    if told and told.on != session.on:
        found.append(("day_differs", f"the claim says {told.on}", "Correct the date, or the claim in PMI's portal."))
    if told and told.minutes > session.minutes > 0:
        advice = f"Your record has {session.minutes}. Correct it, or the claim in PMI's portal."
        found.append(("more_claimed", f"the claim says {told.minutes} minutes", advice))
    if known.claims > 1:
        found.append(
            ("claimed_twice", "it is in two claims", "An hour can be claimed only once: correct one of the claims.")
        )
    if not (known.forgotten or known.notes or filled(session.focus) or filled(session.outcome)):
        found.append(
            ("nothing_written", "nothing is written about it", "PMI asks what a session was about: add a topic.")
        )
    return [Gap(name, words, advice, fatal=True) for name, words, advice in found]


def _weak(known: Known) -> list[Gap]:
    """Gaps that make the evidence weaker."""
    session, told = known.session, known.told
    found: list[tuple[str, str, str]] = []
    if told and told.minutes < (most := minutes_of(session)):  # of some events PMI takes so much and no more
        words = f"only {told.minutes} minutes are claimed"
        found.append(("less_claimed", words, f"Your record has {most}; say why, if PMI asks."))
    if session.minutes > 0 and not quarters(session.minutes):
        found.append(("short", "shorter than a quarter of an hour", "On its own it earns nothing."))
    if known.overlaps and not known.crowded_out:
        found.append(
            ("overlaps", "overlaps another session", "Correct one of the two: nobody is in two sessions at once.")
        )
    if not session.start:
        found.append(("no_start", "no start time", "Add when it began; your calendar may tell you."))
    if not known.initials and not session.activity:
        found.append(("no_initials", "no initials", "Add your partner's name (F8); only initials are exported."))
    if known.forgotten:
        advice = (
            "The pair was forgotten, so its notes and agreement are gone. A letter from the program may help instead."
        )
        return [Gap(*gap) for gap in found] + [Gap("forgotten", "only a row was kept", advice)]
    if not filled(session.focus):
        found.append(("no_topic", "no topic", "Add what you worked on, in a few neutral words."))
    if not filled(session.outcome):
        found.append(("no_outcome", "no outcome", "Add what came out of it."))
    if known.role == "mentee" and not known.notes:
        found.append(("no_notes", "no takeaways", "PMI asks for dated notes of what was learned: add a takeaway."))
    elif known.role == "mentee" and not known.released:
        found.append(("kept_back", "no takeaways ticked for the pack", "Tick those you want in the pack."))
    if not known.signed and not session.activity:
        found.append(("no_agreement", "no signed agreement", "Note every signature (4), or ask for a letter."))
    return [Gap(*gap) for gap in found]
