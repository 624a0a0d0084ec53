"""One pair as it stands: what the pure rules and the screens read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, ClassVar, TypeVar

from mentor_tui import pdu
from mentor_tui.pdu import repeated
from mentor_tui.pdu.elsewhere import filed_in, live_in
from mentor_tui.pdu.reasons import by_channel
from mentor_tui.schema import odd
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS, kind_of
from mentor_tui.schema.fields import Form, Role
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Pair, Profile


@dataclass(frozen=True)
class PairView:
    """One pair with all its records, as they stand: what the pure rules (journey, PDU, exports) read."""

    pair: Pair
    profile: Profile
    program: Program
    today: date
    goals: list[rec.Goal]
    agreements: list[rec.Agreement]
    sessions: list[rec.Session]
    logs: dict[str, rec.LearningLog]
    """By session id."""
    actions: list[rec.Action]
    worksheets: dict[str, rec.Worksheet]
    """By form id."""
    marks: dict[str, rec.StepMark]
    """By step id."""
    lessons: list[rec.Lesson]
    notes: list[rec.Note]
    disclosures: list[rec.Disclosure]
    certifications: list[rec.Certification]
    claims: list[rec.Claim] = field(default_factory=list)
    """Claims of this pair's sessions."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Session id -> why its minutes count with another pair."""
    partners: list[Pair] = field(default_factory=list)
    """Every pair of this person, this one too: all whose partners may be named in a text."""
    saves: int = 0
    """The number of saves of the vault when this was read; every change adds to it, an undo too."""
    read_at: datetime | None = None
    """The instant when this was read, after the latest change."""
    beside_all: ClassVar[bool] = False
    """A pair by itself; see `PairSessions`."""

    @property
    def role(self) -> Role:
        """The person's role in this pair."""
        return self.pair.role

    @property
    def agreement(self) -> rec.Agreement | None:
        """The newest version of the agreement."""
        return self.agreements[-1] if self.agreements else None

    def signed(self, agreement: rec.Agreement) -> bool:
        """True if everybody has signed a version whose signature the program needs."""
        return agreement.signed_by.issuperset(self.program.needed_signers)

    @cached_property
    def held(self) -> list[rec.Session]:
        """Sessions that took place, oldest first; one on a day still to come did not."""
        today = self.today.isoformat()
        return [s for s in self.sessions if s.status == "held" and s.on <= today]

    @cached_property
    def met(self) -> list[rec.Session]:
        """Held one-to-one sessions, oldest first."""
        return [s for s in self.held if s.kind == "one_to_one"]

    @cached_property
    def repeats(self) -> dict[str, str]:
        """Session id -> why it does not count beside another session, or on a day to come; worked out once."""
        return (
            self.elsewhere
            | repeated(self.sessions, self.home, live_in(self.claims), self.without_pdus)
            | odd.to_come(self.sessions, self.today)
        )

    @cached_property
    def without_pdus(self) -> dict[str, str]:
        """Session id -> why the program lets it earn no PDUs, though it may count for its hours."""
        return by_channel(self.sessions, self.channels_without_pdus, filed_in(self.claims))

    @cached_property
    def lines(self) -> list[pdu.Line]:
        """The ledger's line of every session, oldest first; worked out once."""
        return pdu.lines_of(self)

    @cached_property
    def earned(self) -> int:
        """The quarters that all of its sessions earn together; worked out once."""
        return pdu.earned(self)

    def records(self) -> Iterator[rec.Record]:
        """Every record of the pair, kind by kind in the order of the catalogue, and last the pair itself."""
        held: dict[type[rec.Record], list[rec.Record]] = {}
        for attribute in fields(self):
            found = getattr(self, attribute.name)
            for record in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
                if isinstance(record, rec.Record) and kind_of(record).of_a_pair:
                    held.setdefault(type(record), []).append(record)
        for kind in KINDS:
            yield from held.get(kind.type, ())
        yield self.pair

    def answers_form(self, record: rec.Record) -> Form | None:
        """The form of the program that a record answers; None for a record without answers."""
        return self.program.forms.get(kind_of(record).answers_form(record))

    @property
    def rhythm_days(self) -> int:
        """Days between sessions: as the two agreed, or as the program has it; 0 when neither says."""
        return self.pair.cadence_days or self.program.rhythm_days

    @property
    def channels_without_pdus(self) -> tuple[str, ...]:
        """Channels over which a talk earns none, by the rules of the program."""
        return self.program.claimed_as.channels_not_counted

    @property
    def home(self) -> str:
        """The zone of sessions that name none."""
        return self.profile.zone

    @cached_property
    def planned(self) -> list[rec.Session]:
        """Sessions still planned, oldest first; their day may have passed."""
        return [s for s in self.sessions if s.status == "planned"]

    def answers(self, form_id: str) -> dict[str, Any]:
        """The answers to a form so far."""
        sheet = self.worksheets.get(form_id)
        return dict(sheet.answers) if sheet else {}

    def number_of(self, session: rec.Session) -> int:
        """The session's number among the pair's one-to-one sessions that were held or are planned; 0 if none."""
        return self._numbers.get(session.id, 0)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        counted = (s.id for s in self.sessions if s.kind == "one_to_one" and s.status in ("held", "planned"))
        return {session_id: number for number, session_id in enumerate(counted, start=1)}


T = TypeVar("T")


def once(function: Callable[[PairView], T]) -> Callable[[PairView], T]:
    """Have a pure function of a view worked out once for each view. What it gives is shared: nobody may change it."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def known(view: PairView) -> T:
        if name not in view.__dict__:
            view.__dict__[name] = function(view)
        found: T = view.__dict__[name]
        return found

    return known
