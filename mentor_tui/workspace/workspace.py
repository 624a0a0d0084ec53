"""An unlocked vault, its programs and a clock: the one object that a screen or a command talks to.

Reading gives typed, immutable records. Writing goes through `save`, which checks every field against its form,
stores all records of one deed in one transaction, and remembers how to undo it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mentor_tui.clock import Clock, SystemClock
from mentor_tui.errors import AmbiguousPair, InputRefused, NotFound
from mentor_tui.schema import answers as answering
from mentor_tui.schema import blanks, checking, newer
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS, OF_TABLE, kind_of
from mentor_tui.schema.fields import Value
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Pack, Pair, Profile, Record, Settings
from mentor_tui.vault import Change, take_new_keys
from mentor_tui.words import personal
from mentor_tui.workspace import all_sessions
from mentor_tui.workspace.opening_balance import after_forgetting
from mentor_tui.workspace.pair_view import PairView
from mentor_tui.workspace.programs import Programs, copies_for, copy_of, sound
from mentor_tui.workspace.undoing import Noted, Undoing

if TYPE_CHECKING:
    from mentor_tui.vault import Vault

__all__ = ["PairView", "Saved", "Workspace"]

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Saved:
    """The result of a save: how many records changed, and whether another program's changes came in meanwhile."""

    changed: int
    merged: bool = False


class Workspace:
    """Typed access to an unlocked vault."""

    def __init__(self, vault: Vault, clock: Clock | None = None) -> None:
        self.vault = vault
        self.clock: Clock = clock or SystemClock()
        self._cache: dict[str, dict[str, Record]] = {}
        self._views: dict[str, PairView] = {}
        self._elsewhere: dict[str, str] | None = None
        self._undoing = Undoing()
        self.programs = Programs(lambda: self.table(Pack))
        """The programs that this vault knows."""

    # --- Reading ---------------------------------------------------------------------------------------------

    def table(self, kind: type[R]) -> dict[str, R]:
        """All records of a kind by id. One that is not in the form this version knows raises InputRefused.

        In a vault of a newer release, which is open for reading only, they are read as far as they are known.
        """
        if kind.table not in self._cache:
            if self.vault.read_only:
                some = [newer.read(kind, d, self._notice) for d in self.vault.all(kind.table)]
                self._cache[kind.table] = {r.id: r for r in some if r is not None}
                return self._cache[kind.table]  # type: ignore[return-value]
            try:
                found = [rec.from_document(kind, d) for d in self.vault.all(kind.table)]
            except msgspec.ValidationError as error:
                raise InputRefused(
                    f"A record in the vault's {kind.table} is not in the form this version knows ({error}). "
                    "Nothing was changed. A newer mentor-tui may read it."
                ) from None
            self._cache[kind.table] = {r.id: r for r in found}
        return self._cache[kind.table]  # type: ignore[return-value]

    def all(self, kind: type[R], pair_id: str | None = None) -> list[R]:
        """Records of a kind, of one pair if given, in order of creation."""
        rows = self.table(kind).values()
        if pair_id is not None:
            rows = [r for r in rows if getattr(r, "pair_id", "") == pair_id]  # type: ignore[assignment]
        return sorted(rows, key=lambda r: (r.created, r.id))

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record with this id, or None."""
        return self.table(kind).get(record_id)

    @property
    def profile(self) -> Profile:
        """The person whose vault it is; empty until said."""
        return self.get(Profile, "me") or Profile()

    @property
    def settings(self) -> Settings:
        """The settings of this vault."""
        return self.get(Settings, "settings") or Settings()

    @property
    def pairs(self) -> list[Pair]:
        """All pairs: active ones first, each group in order of creation."""
        return sorted(self.all(Pair), key=lambda p: (p.status not in ("active", "paused"), p.created, p.id))

    def find_pair(self, name: str = "") -> Pair:
        """The pair meant by a partner's name (a part of it, a nickname, or the id), with accents or without.

        Without a name: the only pair. Raises NotFound, or AmbiguousPair naming the choices.
        """
        pairs = self.pairs
        if not pairs:
            raise NotFound("This vault holds no pair yet. Open mentor-tui and add one, or import an export.")
        wanted = personal.alike(name).strip()
        called = [
            (p, [personal.alike(n) for n in (p.partner_name, *personal.nicknames_of(p.partner_nicknames))])
            for p in pairs
        ]
        exact = [p for p, names in called if p.id == name or wanted in names]
        found = exact or [p for p, names in called if wanted in names[0]]
        if not found:
            raise NotFound(f"No pair matches that name. Known partners: {_names(pairs)}.")
        if len(found) > 1:
            raise AmbiguousPair(f"Which pair is meant? Say --pair with one of: {_names(found)}.")
        return found[0]

    def program(self, pair: Pair) -> Program:
        """The program pack of a pair, with the words in it that the pair filled in."""
        program = self.programs.load(pair.program)
        if not program.blanks:
            return program
        sheets = (sheet for sheet in self.all(rec.Worksheet, pair.id) if sheet.form == blanks.FORM)
        return self.programs.filled(pair.program, next((sheet.answers for sheet in sheets), {}))

    def today(self) -> date:
        """Today's date in the person's own zone."""
        return self.clock.today(self.profile.zone)

    def view(self, pair: Pair) -> PairView:
        """The pair with all its records as they stand now; the same view until something changes."""
        today = self.today()
        known = self._views.get(pair.id)
        if known is None or known.pair is not pair or known.today != today:
            known = self._views[pair.id] = self._read(pair, today)
        return known

    @property
    def elsewhere(self) -> dict[str, str]:
        """Session id -> why its minutes count with another pair; worked out once until something changes."""
        if self._elsewhere is None:
            self._elsewhere = all_sessions.elsewhere_of(self)
        return self._elsewhere

    def _read(self, pair: Pair, today: date) -> PairView:
        return PairView(
            pair=pair,
            profile=self.profile,
            program=self.program(pair),
            today=today,
            goals=self.all(rec.Goal, pair.id),
            agreements=sorted(self.all(rec.Agreement, pair.id), key=lambda a: (a.version, a.created)),
            sessions=rec.by_day(self.all(rec.Session, pair.id)),
            logs={log.session_id: log for log in self.all(rec.LearningLog, pair.id)},
            actions=sorted(self.all(rec.Action, pair.id), key=lambda a: (a.due or "9999", a.created, a.id)),
            worksheets={w.form: w for w in self.all(rec.Worksheet, pair.id)},
            marks={m.step: m for m in self.all(rec.StepMark, pair.id)},
            lessons=self.all(rec.Lesson, pair.id),
            notes=sorted(self.all(rec.Note, pair.id), key=lambda n: (n.on, n.created), reverse=True),
            disclosures=self.all(rec.Disclosure, pair.id),
            certifications=self.all(rec.Certification),
            claims=self.all(rec.Claim, pair.id),
            elsewhere=self.elsewhere,
            partners=self.pairs,
            saves=self.vault.generation,
            read_at=self.clock.now(),
        )

    # --- Writing ---------------------------------------------------------------------------------------------

    def save(
        self, *changed: Record, delete: Iterable[Record] = (), label: str = "", besides: Iterable[Change] = ()
    ) -> Saved:
        """Store and delete records in one transaction; returns once they are on disk.

        Every field is cleaned and checked against its form. `label` names the deed for undo ("goal changed").
        `besides` are changes of whole documents that go with it, stored as they are given.
        Raises InputRefused (nothing saved) and the vault's own errors (memory follows the disk).
        """

        now = self.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        changes = copies_for(self, changed)
        for record in changed:
            old = self.get(type(record), record.id)
            checked = self._checked(record, pending=changed)
            same = msgspec.structs.replace(checked, created=old.created, changed=old.changed) if old else None
            if old is not None and same == old:
                continue
            stamped = msgspec.structs.replace(checked, created=(old.created if old else "") or now, changed=now)
            before = self.vault.get(record.table, record.id)
            changes.append(Change(table=record.table, id=record.id, before=before, after=checking.readable(stamped)))
        for record in delete:
            stored = self.get(type(record), record.id)
            if stored is not None:
                changes.append(
                    Change(table=record.table, id=record.id, before=self.vault.get(record.table, record.id), after=None)
                )
        if not changes:
            return Saved(0)
        changes += besides
        merged = self._commit(changes)
        self._undoing.remember(self._undoing.may_go_back(changes), label or "change")
        return Saved(len(changes), merged)

    def restore_documents(self, documents: Sequence[tuple[type[Record], dict[str, Any]]], label: str) -> Saved:
        """Add records exactly as they were exported, stamps included (importing a full export)."""
        changes = []
        for kind, document in documents:
            record = self._checked(rec.from_document(kind, document), pending=(), restored=True)
            changes.append(Change(table=kind.table, id=record.id, before=None, after=rec.to_document(record)))
        if not changes:
            return Saved(0)
        coming = {change.id for change in changes if change.table == Pack.table}
        pairs = [rec.from_document(Pair, document) for kind, document in documents if kind is Pair]
        changes += [change for change in copies_for(self, pairs) if change.id not in coming]
        merged = self._commit(changes)
        self._undoing.remember(changes, label)
        return Saved(len(documents), merged)

    def take(self, changes: Sequence[Change], label: str, noted: Noted | None = None) -> Saved:
        """Store changes of whole documents exactly as they are given, in one transaction that undo takes back.

        `noted` is called with True once it is done, with False when it is undone, with True when it is done again.
        """
        if not changes:
            return Saved(0)
        merged = self._commit(list(changes))
        self._undoing.remember(changes, label, noted)
        if noted:
            noted(True)
        return Saved(len(changes), merged)

    def delete_pair(self, pair: Pair, label: str = "pair deleted") -> Saved:
        """Delete a pair with everything that belongs to it (undo brings it back while the app is open).

        What PMI has of its claims stays as opening balance.
        """

        return self.save(
            *after_forgetting(self, pair), delete=[*self._of_pair(pair), *copy_of(self, pair)], label=label
        )

    def holds(self, pair: Pair) -> bool:
        """True if the vault holds the pair, or a record of it."""
        return any(self.get(type(record), record.id) for record in self._of_pair(pair))

    def forget_pair(self, pair: Pair, keep: Iterable[Record] = ()) -> None:
        """Delete a pair with everything that belongs to it for good, and store `keep` in the same transaction.

        No undo brings it back: every deed of this session before is forgotten with it. Raises what `save` raises.
        """
        changed = list(keep)
        if self.settings.current_pair == pair.id:
            changed.append(msgspec.structs.replace(self.settings, current_pair=""))
        staying = {(record.table, record.id) for record in changed}  # a claim stays, without its words
        gone = [
            record
            for record in [*self._of_pair(pair), *copy_of(self, pair)]
            if (record.table, record.id) not in staying
        ]
        self.save(*changed, delete=gone, label="pair forgotten")
        self.programs.forget()
        self.forget_history()

    def forget_history(self) -> None:
        """Let go of what undo and redo hold."""
        self._undoing.forget()

    @property
    def can_undo(self) -> str:
        """The label of the change that `undo` would take back; empty when there is none."""
        return self._undoing.can_undo

    @property
    def can_redo(self) -> str:
        """The label of the change that `redo` would do again; empty when there is none."""
        return self._undoing.can_redo

    def undo(self) -> str:
        """Take back the last saved deed; returns its label, or an empty string."""
        return self._undoing.undo(self._commit)

    def redo(self) -> str:
        """Do the last undone deed again; returns its label, or an empty string."""
        return self._undoing.redo(self._commit)

    def refresh(self) -> bool:
        """Take in what another program saved meanwhile; True if anything changed."""
        if self.vault.refresh():
            self._forget()
            return True
        return False

    def take_new_keys(self, passphrase: str) -> None:
        """Go on under the keys that the vault was given elsewhere. Raises what :func:`vault.take_new_keys` raises."""
        try:
            take_new_keys(self.vault, passphrase)
        finally:
            self._forget()

    def close(self) -> None:
        """Drop the key and everything read."""
        self._forget()
        self._undoing.forget()
        self.vault.close()

    # --- Inside ----------------------------------------------------------------------------------------------

    def _of_pair(self, pair: Pair) -> list[Record]:
        """The pair and all its records."""
        mine: list[Record] = [pair]
        for kind in KINDS:
            if kind.of_a_pair:
                mine += self.all(kind.type, pair.id)
        return mine

    def _notice(self, sentence: str) -> None:
        if sentence not in self.vault.notices:
            self.vault.notices.append(sentence)

    def _seen_anew(self) -> None:
        self._views.clear()
        self._elsewhere = None

    def _forget(self) -> None:
        self._cache.clear()
        self.programs.forget()
        self._seen_anew()

    def _commit(self, changes: list[Change]) -> bool:
        self._seen_anew()
        try:
            merged = self.vault.commit(changes)
        except BaseException:
            self._forget()  # memory follows the disk, whatever happened there
            raise
        if merged:
            self._cache.clear()
        for change in changes:
            table = self._cache.get(change.table)
            if table is not None:
                if change.after is None:
                    table.pop(change.id, None)
                else:
                    table[change.id] = rec.from_document(OF_TABLE[change.table].type, change.after)
        self._seen_anew()  # a view read while saving may be of before
        return merged

    def _checked(self, record: R, pending: Sequence[Record], *, restored: bool = False) -> R:
        record = checking.checked(record)
        if isinstance(record, Pack):
            sound(record)
        name = kind_of(record).answers_form(record)
        program = self._program_of(record, pending) if name else None
        if program is not None:
            given = record.answers  # type: ignore[attr-defined]
            gone = name not in program.forms  # the pair moved here from another program, or the form left this one
            if gone and (restored or self.get(type(record), record.id) or self.programs.some_have(name)):
                answers = answering.kept(given)
            else:
                answers = answering.checked(program.form(name), given, *self._earlier(record))
            record = msgspec.structs.replace(record, answers=answers)
        return record

    def _earlier(self, record: Record) -> tuple[dict[str, Value], list[dict[str, Value]]]:
        """The answers stored in this record, and those that a new version of it may take over."""
        stored = getattr(self.get(type(record), record.id), "answers", {})
        if isinstance(record, rec.Agreement):
            return stored, [a.answers for a in self.all(rec.Agreement, record.pair_id)]
        return stored, []

    def _program_of(self, record: Record, pending: Sequence[Record]) -> Program | None:
        if not isinstance(record, rec.PairRecord):
            return None
        pair = next((p for p in pending if isinstance(p, Pair) and p.id == record.pair_id), None)
        pair = pair or self.get(Pair, record.pair_id)
        return self.program(pair) if pair else None


def _names(pairs: list[Pair]) -> str:
    return ", ".join(p.partner_name or p.id for p in pairs)
