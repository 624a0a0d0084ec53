"""Rows of a session that is here already, or that an earlier row of the file told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from mentor_tui.schema.records import Session

_HERE = "already in the vault"


class Known:
    """The sessions of a vault, and the rows of a file as they are read one after the other."""

    def __init__(self, present: Iterable[Session], masked: Callable[[str], str]) -> None:
        """`masked` gives words as our spreadsheets show them, with initials for a partner's name."""
        self._masked = masked
        self._by_id = {s.id: s for s in present}
        here = self._by_id.values()
        self._origins = {(s.pair_id, s.origin) for s in here if s.origin}
        self._alike = {key for s in here for key in self._keys(s)}
        self._lines: dict[tuple[str, ...], int] = {}
        self._new: set[str] = set()
        self._told: set[tuple[str, str]] = set()

    def holds(self, row_id: str) -> bool:
        """True if a session of the vault has the id that stands in a row."""
        return row_id in self._by_id

    def placed(self, line: int, session: Session, row_id: str) -> tuple[Session, str]:
        """The session of a row as it is to be stored, and why it is left out, if it is.

        A row of our own list keeps its id, and is known by it: rows of other programs have none, and are known by
        what they say.
        """
        key, mark = _key(session, session.focus), (session.pair_id, session.origin)
        if row_id in self._by_id:
            differs = key not in self._keys(self._by_id[row_id])
            also = ", where it differs; clear its id to add the row as another session" if differs else ""
            return session, _HERE + also
        if mark in self._origins or key in self._alike:
            return session, _HERE
        first = self._lines.setdefault(key, line)
        if row_id and row_id not in self._new:
            self._new.add(row_id)
            session = msgspec.structs.replace(session, id=row_id, origin="")
        elif first != line:
            return session, f"the same as line {first}"
        elif mark in self._told:  # of one row with two statuses, one has the mark: joining takes equal marks for one
            session = msgspec.structs.replace(session, origin="")
        self._told.add(mark)
        return session, ""

    def _keys(self, session: Session) -> set[tuple[str, ...]]:
        """A session as a list of ours may show it: planned ones under what they are to achieve."""
        abouts = {session.focus, session.focus or session.objective}
        return {_key(session, words) for about in abouts for words in (about, self._masked(about))}


def _key(session: Session, about: str) -> tuple[str, ...]:
    """The key that two records of one session share, however a spreadsheet wrote the words it is `about`."""
    letters = "".join(c for c in about.casefold() if c.isalnum())
    return (session.pair_id, session.on, session.start, str(session.minutes), session.kind, session.status, letters)
