"""The input of the ledger: the sessions of a pair, from wherever they are read."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from mentor_tui.pdu.elsewhere import filed_in, live_in
from mentor_tui.pdu.reasons import by_channel
from mentor_tui.pdu.repeats import repeated
from mentor_tui.schema import odd
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Claim, Pair, Session


class Held(Protocol):
    """A pair as the ledger reads it: a `PairView` of the workspace, or `PairSessions`."""

    @property
    def role(self) -> Role: ...
    @property
    def sessions(self) -> list[Session]: ...
    @property
    def certifications(self) -> list[Certification]: ...
    @property
    def pair(self) -> Pair | None: ...
    @property
    def rhythm_days(self) -> int: ...
    @property
    def today(self) -> date | None: ...
    @property
    def claims(self) -> list[Claim]: ...
    @property
    def home(self) -> str: ...
    @property
    def elsewhere(self) -> dict[str, str]: ...
    @property
    def beside_all(self) -> bool: ...
    @property
    def repeats(self) -> dict[str, str]: ...
    @property
    def channels_without_pdus(self) -> tuple[str, ...]: ...
    @property
    def without_pdus(self) -> dict[str, str]: ...


class PairSessions(NamedTuple):
    """The facts from which PDUs are counted in one pair; no program is needed for it."""

    role: Role
    sessions: list[Session]
    certifications: list[Certification]
    pair: Pair | None = None
    rhythm_days: int = 0
    """Days between sessions, as agreed or as the program has it; 0 when neither is known."""
    today: date | None = None
    claims: list[Claim] = []
    """Claims in which sessions of it stand; claims of others do no harm here."""
    home: str = ""
    """The zone of sessions that name none."""
    elsewhere: dict[str, str] = {}
    """Session id -> why its minutes count with another pair."""
    beside_all: bool = False
    """True if the sessions of all other pairs are told with it: then a claim without a session in them has none."""
    channels_without_pdus: tuple[str, ...] = ()
    """Channels over which a talk earns none, by the rules of the program."""

    @property
    def without_pdus(self) -> dict[str, str]:
        """Session id -> why the program lets it earn no PDUs, though it may count for its hours."""
        return by_channel(self.sessions, self.channels_without_pdus, filed_in(self.claims))

    @property
    def repeats(self) -> dict[str, str]:
        """Session id -> why it does not count beside another session, of this or another pair, or on a day to come."""
        return (
            self.elsewhere
            | repeated(self.sessions, self.home, live_in(self.claims), self.without_pdus)
            | odd.to_come(self.sessions, self.today)
        )
