"""Deeds that undo takes back and redo does again, while the vault is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mentor_tui.schema.records import Disclosure, Settings, to_document
from mentor_tui.vault import Change, ConflictSaved

_DEPTH = 100

Noted = Callable[[bool], None]
"""Told outside the vault: True when a deed is done, False when it is taken back."""


class Deed(NamedTuple):
    """A saved deed that can be taken back or done again."""

    label: str
    changes: list[Change]
    noted: Noted | None = None


def _only_read(change: Change) -> bool:
    """True when nothing but reading the news is noted: nobody means that by undo."""
    before, after = change.before or to_document(Settings()), change.after or {}
    differ = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    return change.table == Settings.table and "told_of" in differ and differ <= {"told_of", "changed", "created", "id"}


class Undoing:
    """The deeds of this session, in two stacks. It stores nothing itself: whoever asks says how to commit."""

    def __init__(self) -> None:
        self._undo: list[Deed] = []
        self._redo: list[Deed] = []

    @property
    def can_undo(self) -> str:
        """The label of the deed that is taken back next; empty when there is none."""
        return self._undo[-1].label if self._undo else ""

    @property
    def can_redo(self) -> str:
        """The label of the deed that is done again next; empty when there is none."""
        return self._redo[-1].label if self._redo else ""

    def remember(self, changes: Sequence[Change], label: str, noted: Noted | None = None) -> None:
        """Note a deed that is stored: undo takes it back, and nothing that was undone before is done again."""
        if changes:
            self._undo = [*self._undo, Deed(label, list(changes), noted)][-_DEPTH:]
        self._redo = []

    def may_go_back(self, changes: Sequence[Change]) -> list[Change]:
        """The changes that undo may take back: not that something left, for no key brings a document back.

        The pair it is about is not undone any more either; deleting it is a deed that undo takes back whole.
        """
        left = [c for c in changes if c.table == Disclosure.table and c.before is None]
        pairs = {c.after.get("pair_id") for c in left if c.after}
        if pairs:
            self._undo = [d for d in self._undo if not any(c.before is None and c.id in pairs for c in d.changes)]
        return [c for c in changes if c not in left and not _only_read(c)]

    def undo(self, commit: Callable[[list[Change]], object]) -> str:
        """Take back the last deed by committing its inverse; returns its label, or an empty string."""
        return self._step(self._undo, self._redo, commit, done=False)

    def redo(self, commit: Callable[[list[Change]], object]) -> str:
        """Do the last undone deed again; returns its label, or an empty string."""
        return self._step(self._redo, self._undo, commit, done=True)

    def forget(self) -> None:
        """Let go of all of it."""
        self._undo.clear()
        self._redo.clear()

    @staticmethod
    def _step(source: list[Deed], other: list[Deed], commit: Callable[[list[Change]], object], *, done: bool) -> str:
        if not source:
            return ""
        label, changes, noted = source[-1]
        inverse = [Change(table=c.table, id=c.id, before=c.after, after=c.before) for c in reversed(changes)]
        try:
            commit(inverse)
        except ConflictSaved:  # changed again elsewhere: it will never fit, and must not bar the way to the ones before
            source.pop()
            raise
        source.pop()
        other.append(Deed(label, inverse, noted))
        if noted:
            noted(done)
        return label
