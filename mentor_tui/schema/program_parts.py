"""The parts of a program pack: each a table of `program.toml`, or one entry of a list in it.

What a program does not say has no rule: None, 0 or empty, and nothing of another program stands in for it.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import msgspec

from mentor_tui.schema.fields import ROLES, Role
from mentor_tui.schema.vocabulary import Anchor
from mentor_tui.words.days import safe_day, short_day

MOST_DAYS = 36_525
"""Of any length of time: a hundred years, so that every day that follows from it is one of the calendar."""
Days: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)]
DaysOrNone: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MOST_DAYS)]
"""0: not said."""
Minutes: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1440)]
Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=100_000)]


class Handbook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The handbook that the pack follows."""

    title: str
    version: str
    date: str
    url: str = ""
    read_on: str = ""
    """The ISO day on which the source was read, for pages that have no version."""
    draft: str = ""
    """A sentence for a pack that the program itself did not make; it is shown wherever the program is chosen."""

    @property
    def edition(self) -> str:
        """Title, version and day in a line, each said once: `Handbook 1.0.1 of 13 Apr 2025`, `Pages, read on ...`."""
        if self.read_on and self.version == self.read_on and (read := safe_day(self.read_on)):
            return f"{self.title}, read on {short_day(read)} {read.year}"
        apart = ", " if self.version[:1].isalpha() else " "
        named = self.title if not self.version or self.version in self.title else self.title + apart + self.version
        on = safe_day(self.date)
        said_already = self.date in self.version or self.version in self.title
        return named if on is None or said_already else f"{named} of {short_day(on)} {on.year}"


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The program team, and the ways to reach it."""

    team: str
    email: str = ""
    url: str = ""
    answer_hours: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    """Hours in which the team asks for an answer to its mails; 0: none said."""
    named: bool = False
    """True: `team` is a name, as that of a person, and takes no article; so is what a pair fills in for a blank."""

    @property
    def words(self) -> str:
        """All of it in a line."""
        hours = f"asks for an answer within {self.answer_hours} hours" if self.answer_hours else ""
        return ", ".join(w for w in (self.team, self.email, self.url, hours) if w)


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stage of the program, in order."""

    id: str
    title: str
    summary: str = ""
    basis: str = ""


class Due(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The day a step is due: so many days after (or before, if negative) an anchor day."""

    anchor: str
    """An `Anchor`, or the id of one of the program's own."""
    days: int = 0


class OwnAnchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day of the program's own from which due dates are counted, such as a quarter of the way."""

    id: str
    after: Anchor = "start"
    percent: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    """So much of the time between start and end later; not known without both."""
    days: int = 0
    """So many days later still, or earlier when negative."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a stage.

    `done` names a rule of `mentor_tui.mentoring.steps` that reads the records; empty means a person ticks it.
    `go` says where it is done: `form:<id>`, or an area such as `goals`, `agreement`, `sessions`, `export:closure`.
    """

    id: str
    stage: str
    title: str
    help: str = ""
    roles: tuple[Role, ...] = ROLES
    done: str = ""
    go: str = ""
    due: Due | None = None
    optional: bool = False
    """Offered, never late and not counted."""
    asked: bool = False
    """Of an optional step: the program asks for it, so it may be skipped but is never called optional."""
    next_text: str = ""
    """The sentence Home shows when this is the next best action; the title when empty."""
    basis: str = ""

    @property
    def word(self) -> str:
        """The word that tells how binding the step is: `optional`, `asked for` (it may still be skipped), or empty."""
        return ("asked for" if self.asked else "optional") if self.optional else ""


class Cadence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The program's rhythm: at least one session in so many days, and when to say so (calmly)."""

    days: Days
    amber_days: Days
    red_days: Days
    words: str


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A least, a usual and a most number; 0: not said."""

    least: Amount = 0
    usual: Amount = 0
    most: Amount = 0
    usual_from: str = ""
    """Id of the blank in which a pair fills in the usual number, where the program tells it to each cohort."""


class Amounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number of sessions and of hours; None where the program says nothing."""

    sessions: Range | None = None
    hours: Range | None = None


class SplitPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a session: what it is for, and its minutes in a session of the whole split's length."""

    title: str
    minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)]


class SessionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the program on a single session."""

    least_minutes: Minutes = 0
    most_minutes: Minutes = 0
    counted_minutes: Minutes = 0
    """So many minutes of one session count for the program's hours at most; 0: all of them."""
    split: tuple[SplitPart, ...] = ()
    """Its parts in order; they are scaled to the length of the session."""
    channels: tuple[str, ...] = ()
    """Channels that the program names, the usual one first."""
    channels_not_counted: tuple[str, ...] = ()
    """Channels over which a talk is no session of the program, such as `e-mail`."""
    agenda_by: Role | None = None
    """Who proposes the agenda; None: either."""
    objective_by: Role | None = None
    """Who sets what the session is for; None: either."""
    record_by: Role | None = None
    """Who writes the record that both keep; None: each an own one."""
    basis: str = ""


class PlannedSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session that the program plans, in order. It becomes a step, done when that session was held."""

    id: str
    stage: str
    title: str
    purpose: str = ""
    agenda: tuple[str, ...] = ()
    """Lines that are proposed for its agenda, before the split's parts would be."""
    forms: tuple[str, ...] = ()
    """Ids of the program's forms that the two have at hand in it."""
    guide: str = ""
    """Id of the guide that is used in it."""
    minutes: Minutes = 0
    log: bool = True
    """False: no learning log is asked for after it."""
    due: Due | None = None
    optional: bool = False
    basis: str = ""


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gathering of the program that is no session of the two. It becomes a step, done when it was attended."""

    id: str
    stage: str
    title: str
    help: str = ""
    roles: tuple[Role, ...] = ROLES
    mandatory: bool = False
    asked: bool = False
    """Of one that is not mandatory: the program asks for it, so it may be missed but is never called optional."""
    due: Due | None = None
    minutes: Minutes = 0
    """Its usual length."""
    kind: Literal["kickoff", "webinar", "group", "networking", "other"] = "group"
    """The kind of session under which it is logged; none of them is a mentoring hour."""
    pdu: Literal["", "course", "organization_meeting"] = ""
    """The Education activity as which PMI may take it; empty: none."""
    basis: str = ""


class Deliverable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing that the two hand in, once or again and again. Each time becomes a step."""

    id: str
    stage: str
    title: str
    help: str = ""
    roles: tuple[Role, ...] = ROLES
    """Who writes it."""
    receiver: Literal["program", "pair"] = "program"
    form: str = ""
    """The form in which it is written."""
    document: str = ""
    """The document that leaves; empty: it is made outside the app, and ticked."""
    due: Due | None = None
    """The day of the first one."""
    every_days: DaysOrNone = 0
    """Days from one to the next; 0: once."""
    times: Annotated[int, msgspec.Meta(ge=0, le=60)] = 1
    """How many; 0: as many as fit until the end."""
    optional: bool = False
    asked: bool = False
    basis: str = ""


class Signer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody beside the two who signs the agreement, such as a coordinator."""

    id: str
    title: str
    needed: bool = True
    """True: without this signature the agreement is not signed."""


Consent: TypeAlias = Literal["mine", "both"]

CONSENT: dict[Consent, str] = {"mine": "Do you agree?", "both": "Do you both agree?"}
"""The question to those whose consent is needed."""


class Collected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document with private words that the program collects, and whose consent it needs."""

    GUARDS: ClassVar[tuple[str, ...]] = ("consent",)
    CLOSED: ClassVar[dict[str, Any]] = {"consent": "both"}

    document: str
    consent: Consent
    words: str
    """What is asked before it is made, in a sentence."""
    basis: str = ""


class Sharing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The things that the program team may receive, in plain words."""

    words: str
    collects: tuple[Collected, ...] = ()


class Pdu(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a claim about this program."""

    provider: str
    title: str
    url: str = ""
    contact: str = ""
    channels_not_counted: tuple[str, ...] = ()
    """Channels over which a talk earns no PDUs."""


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The program's own words for things, where it has any."""

    agreement: str = ""
    """The title of its agreement form when empty."""
    kickoff: str = "kick-off"
    midpoint: str = "mid-point check-in"


Check: TypeAlias = Literal["specific", "measurable", "action", "realistic", "time"]
"""A check of a goal, by the id under which it is kept."""


class SmartWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The program's name for one of the five checks of a goal, and the question that helps."""

    label: str
    question: str = ""
    """The app's own question when empty."""


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the program for a field of a shared form."""

    label: str = ""
    help: str = ""
    options: dict[str, str] = {}
    """Option id -> its label."""


class ScopeHint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish that the program leaves out, told by its words, and the question to ask gently."""

    id: str
    """One of the app's own (`exam`, `job`, `therapy`, `their-work`, `selling`), which then needs no words."""
    words: tuple[str, ...] = ()
    """Words or phrases by which such a wish is known."""
    unless: tuple[str, ...] = ()
    """Phrases in which these words mean something else."""
    question: str = ""


class Blank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that the pair fills in at the start: `{organisation}` in any text of the pack stands for it."""

    id: str
    label: str
    help: str = ""
    instead: str = ""
    """What stands there until it is filled in."""


class Occasion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An occasion on which the two conclude how a goal stands."""

    id: Literal["midpoint", "closure"]
    """Kept in each review."""
    title: str
    """The review by its name: `Mid-point review`."""
    label: str
    """When that is, in a choice: `Half-way`."""
