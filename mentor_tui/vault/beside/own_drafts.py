"""The drafts of this window, told from those that another window over the same vault is writing just now.

A draft is kept under its record and place. When another mentor-tui that is running writes a draft there, this one
uses the next of a few places beside it: neither shows, changes or drops what is typed in the other. The draft of a
program that is gone is anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mentor_tui.vault.beside.presence import Presence

if TYPE_CHECKING:
    from mentor_tui.vault import Draft, Drafts

_WINDOWS = 9
"""More than that over one form share the last place."""


class OwnDrafts:
    """The places in which this program keeps its drafts."""

    def __init__(self, presence: Presence) -> None:
        self.presence = presence
        self._fields: dict[tuple[str, str], str] = {}
        """In which field a draft of a record and place stands."""

    def load(self, drafts: Drafts, record: str, where: str) -> tuple[str | None, bool]:
        """The text that this window may go on with, and whether it is marked as this window's."""
        for field in self._places(record, where):
            words = drafts.load(record, field)
            if words and not self._elsewhere(words):
                self._fields[record, where] = field
                return words, _mark(words) == self.presence.mark
        return None, True

    def save(self, drafts: Drafts, record: str, where: str, words: str) -> None:
        """Keep a draft. Raises what `Drafts.save` does."""
        free = (f for f in self._places(record, where) if not self._elsewhere(drafts.load(record, f)))
        field = self._fields[record, where] = next(free, f"{where}#{_WINDOWS}")
        drafts.save(record, field, words)

    def save_beside(self, drafts: Drafts, record: str, where: str, words: str) -> None:
        """Keep a draft without replacing one that is there already. Raises what `Drafts.save` does."""
        places = self._places(record, where)
        drafts.save(record, next((f for f in places if not drafts.load(record, f)), f"{where}#{_WINDOWS}"), words)

    def discard(self, drafts: Drafts, record: str, where: str) -> None:
        """Forget a draft, if it is this window's or nobody's. Raises what `Drafts.discard` does."""
        field = self._fields.pop((record, where), where)
        if not self._elsewhere(drafts.load(record, field)):
            drafts.discard(record, field)

    def sorted_out(self, drafts: Drafts) -> tuple[list[Draft], list[Draft]]:
        """The drafts that this window may go on with, and those that are being written elsewhere; oldest first."""
        everything = drafts.all()
        elsewhere = [draft for draft in everything if self._elsewhere(draft.text)]
        return [draft for draft in everything if draft not in elsewhere], elsewhere

    def _places(self, record: str, where: str) -> Iterator[str]:
        known = self._fields.get((record, where))
        if known:
            yield known
        yield from (field for n in range(1, _WINDOWS + 1) if (field := f"{where}#{n}" if n > 1 else where) != known)

    def _elsewhere(self, words: str | None) -> bool:
        mark = _mark(words or "")
        return mark != self.presence.mark and self.presence.lives(mark)


def place_of(draft: Draft) -> str:
    """The place where a draft is written, as a `go` string."""
    return draft.field.partition("#")[0]


def _mark(words: str) -> str:
    try:
        found = json.loads(words)
    except ValueError:
        return ""
    return str(found.get("by", "")) if isinstance(found, dict) else ""
