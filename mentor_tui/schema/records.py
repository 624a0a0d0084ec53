"""The typed records a vault holds.

Structural fields only: what a field is called, how it is explained and who may see it stands in the form of the
same name under `templates/forms` (a test holds the two together). Answers to a program's own forms are kept by
field id in `answers`. Records are values: change one with `msgspec.structs.replace` and save it.

Dates are ISO strings (`2026-05-18`), local times `HH:MM`, instants ISO UTC. Empty means *not said*.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal, TypeAlias

import msgspec

from mentor_tui.schema.fields import Role, Value
from mentor_tui.schema.pdu_records import Certification as Certification
from mentor_tui.schema.pdu_records import Claim as Claim
from mentor_tui.schema.pdu_records import ClaimLine as ClaimLine
from mentor_tui.schema.pdu_records import ClaimState as ClaimState
from mentor_tui.schema.pdu_records import ClaimStep as ClaimStep
from mentor_tui.schema.pdu_records import Evidence as Evidence
from mentor_tui.schema.record import PairRecord as PairRecord
from mentor_tui.schema.record import R as R
from mentor_tui.schema.record import Record as Record
from mentor_tui.schema.record import defaults as defaults
from mentor_tui.schema.record import from_document as from_document
from mentor_tui.schema.record import new_id as new_id
from mentor_tui.schema.record import to_document as to_document

PairStatus: TypeAlias = Literal["active", "paused", "completed", "ended_early", "ended"]
GoalStatus: TypeAlias = Literal["draft", "active", "reached", "partly", "not_reached", "dropped"]
SessionStatus: TypeAlias = Literal["planned", "held", "no_show", "cancelled"]
SessionKind: TypeAlias = Literal["one_to_one", "kickoff", "webinar", "group", "networking", "other"]
ActionStatus: TypeAlias = Literal["open", "done", "dropped"]


class Profile(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person whose vault it is. There is one, with the id `me`."""

    table: ClassVar[str] = "profile"

    id: str = "me"
    name: str = ""
    job_title: str = ""
    organisation: str = ""
    email: str = ""
    zone: str = ""
    learning_style: str = ""
    feedback_preference: str = ""
    about: str = ""


class Settings(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The app's behaviour for this vault. There is one, with the id `settings`."""

    table: ClassVar[str] = "settings"

    id: str = "settings"
    idle_minutes: int = 5
    """Minutes without a key before the app locks, 1 to 60."""
    theme: str = ""
    plain: bool = False
    """Signs of ASCII only, whatever the terminal can draw."""
    told_of: str = ""
    """The release whose news were told."""
    current_pair: str = ""
    keys: dict[str, str] = {}
    """Changed keys: command id -> key."""


class Pair(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mentoring pair that I am in, and its program."""

    table: ClassVar[str] = "pairs"

    role: Role = "mentor"
    partner_name: str = ""
    partner_email: str = ""
    partner_job_title: str = ""
    partner_organisation: str = ""
    partner_zone: str = ""
    partner_nicknames: str = ""
    """Other names of the partner in texts, with commas between."""
    program: str = "pmi-belgium"
    cohort: str = ""
    start: str = ""
    end: str = ""
    kickoff: str = ""
    cadence_days: int = 0
    """Agreed days between sessions; 0: the program's own rhythm."""
    invites_by: str = ""
    """Role that sends invitations; empty: the program's rule."""
    usual_minutes: int = 60
    usual_channel: str = ""
    status: PairStatus = "active"
    ended_on: str = ""
    end_reason: str = ""

    @property
    def partner_role(self) -> Role:
        """The partner's role."""
        return "mentee" if self.role == "mentor" else "mentor"


class GoalStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a goal's action plan."""

    id: str = msgspec.field(default_factory=new_id)
    text: str = ""
    activity: str = ""
    resources: str = ""
    effort: str = ""
    due: str = ""
    done_on: str = ""


class GoalNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Progress on a day: a percentage and a few words."""

    on: str = ""
    percent: int = 0
    text: str = ""


class GoalReview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The conclusion of the pair about a goal at mid-point or closure."""

    at: Literal["midpoint", "closure"] = "midpoint"
    on: str = ""
    status: GoalStatus = "active"
    text: str = ""


class Goal(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A SMART goal of the mentee."""

    table: ClassVar[str] = "goals"

    title: str = ""
    action: str = ""
    result: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by_when: str = ""
    smart: list[str] = []
    """Ids of the SMART checks that hold: specific, measurable, action, realistic, time."""
    priority: str = ""
    category: str = ""
    status: GoalStatus = "active"
    percent: int = 0
    success_criteria: str = ""
    share_title: bool = False
    steps: list[GoalStep] = []
    notes: list[GoalNote] = []
    reviews: list[GoalReview] = []


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signature: by whom, when and how; the partner's is recorded, not made, here."""

    role: str = "mentor"
    """`mentor`, `mentee`, or the id of one of the program's signers."""
    name: str = ""
    on: str = ""
    how: str = ""


class Agreement(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of the mentoring agreement; answers by field id of the program's agreement form."""

    table: ClassVar[str] = "agreements"

    version: int = 1
    answers: dict[str, Value] = {}
    reviewed_on: str = ""
    """Day the pair went through it together."""
    signatures: list[Signature] = []

    @property
    def signed_by(self) -> frozenset[str]:
        """Everybody who has signed this version, by role; whether that is enough, the program says."""
        return frozenset(s.role for s in self.signatures if s.on)


class Session(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session, planned or past. Its day is that of its local start, however long it lasts."""

    table: ClassVar[str] = "sessions"

    on: str = ""
    start: str = ""
    zone: str = ""
    minutes: int = 0
    kind: SessionKind = "one_to_one"
    program_item: str = ""
    """Id of the planned session or the event of the program that it is; empty when the two did not say."""
    pdu_activity: str = ""
    """As what PMI may take an event that was attended: an activity of the PDU rules; empty when it earns nothing."""
    status: SessionStatus = "planned"
    channel: str = ""
    place: str = ""
    objective: str = ""
    agenda: list[str] = []
    focus: str = ""
    outcome: str = ""
    takeaways: str = ""
    ways_of_working: int = 0
    """Integer weights of the Talent Triangle split; only their proportion means anything."""
    power_skills: int = 0
    business_acumen: int = 0
    ways_of_working_for: list[str] = []
    """Names of the certifications whose domain its Ways of Working part fits; asked of who holds several."""
    private_notes: str = ""
    paid: bool = False
    reason: str = ""
    """The reason why it was cancelled or missed."""
    invited_on: str = ""
    origin: str = ""
    """Fingerprint of the spreadsheet row it came from, so that a second import adds nothing."""

    @property
    def activity(self) -> str:
        """The Education activity that it was, beside the talks; empty for a talk of the two."""
        return "" if self.kind == "one_to_one" else self.pdu_activity

    def role_for(self, role: Role) -> Role:
        """The role it counts for, of somebody who has `role` in the pair: whoever attends an event learns."""
        return "mentee" if self.activity else role

    @property
    def can_earn(self) -> bool:
        """True for a talk of the two, and for an event that PMI may take as Education."""
        return self.kind == "one_to_one" or bool(self.pdu_activity)


class LearningLog(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reflection of one's own on a session; answers by field id of the learning-log form."""

    table: ClassVar[str] = "logs"

    session_id: str = ""
    answers: dict[str, Value] = {}


class Action(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An action of one of the two, with the day by which it is due."""

    table: ClassVar[str] = "actions"

    text: str = ""
    owner: Role = "mentee"
    due: str = ""
    status: ActionStatus = "open"
    done_on: str = ""
    result: str = ""
    session_id: str = ""
    goal_id: str = ""


class Worksheet(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers to one of the program's forms: preparation, first meeting, mid-point, closure, ..."""

    table: ClassVar[str] = "worksheets"

    form: str = ""
    answers: dict[str, Value] = {}


class StepMark(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A journey step that I ticked, set aside with a reason, or put off until a day."""

    table: ClassVar[str] = "marks"

    step: str = ""
    state: Literal["done", "dropped", "later"] = "done"
    on: str = ""
    until: str = ""
    reason: str = ""


class Lesson(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lesson learned; it goes to the program only when marked."""

    table: ClassVar[str] = "lessons"

    text: str = ""
    share: bool = False


class Note(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A private note of mine, about the pair or anything."""

    table: ClassVar[str] = "notes"

    on: str = ""
    title: str = ""
    text: str = ""


class Disclosure(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One document that left the vault: what, to whom, when, who agreed, and its SHA-256."""

    table: ClassVar[str] = "disclosures"

    what: str = ""
    format: str = ""
    recipient: str = ""
    consent: Literal["", "mine", "both"] = ""
    """Who agreed to it, of a document that the program collects by consent; empty for any other."""
    at: str = ""
    sha256: str = ""
    size: int = 0


class KeptVersion(PairRecord, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version of a record that lost when two copies of the vault were joined. `changed` is that version's own.

    Its id follows from what it holds, so that the same version is kept once, whoever joins.
    """

    table: ClassVar[str] = "kept_versions"

    of: str = ""
    """The table of the record."""
    record_id: str = ""
    content: dict[str, Any] = {}
    """The record as it was stored."""


class Pack(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The files of a program, kept with the pairs that use it. Its id is the program's.

    A pair is read by it wherever this mentor-tui does not have the program.
    """

    table: ClassVar[str] = "packs"

    name: str = ""
    installed: str = ""
    """The day on which the person took it in; empty for the copy of a program that came with the app."""
    files: dict[str, str] = {}
    """Path in its folder -> text."""


ONE_PER: dict[str, tuple[str, ...]] = {
    Worksheet.table: ("pair_id", "form"),
    LearningLog.table: ("pair_id", "session_id"),
    StepMark.table: ("pair_id", "step"),
    Session.table: ("pair_id", "origin"),
}
"""Records of which there is one for each combination of these fields, where all of them say something."""


def by_day(sessions: Iterable[Session]) -> list[Session]:
    """Sessions in order of date, start and id."""
    return sorted(sessions, key=lambda s: (s.on, s.start, s.created, s.id))
