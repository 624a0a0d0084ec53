"""Two copies of the same vault joined, record by record.

A copy is a state, and joining two is a join of states: it does not matter who joins whom, nor how often. Of two
versions of a record the one changed last counts; the other is kept whole in a table of its own, unless it is the very
version that both copies grew from. What is missing in one copy stays, unless a save that both grew from proves that it
was deleted there and untouched here; then it is kept like a version that lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mentor_tui.vault.changes import Change
from mentor_tui.vault.sealed.payload import Record

Rows = dict[str, Record]
PlainTables = dict[str, Rows]
#: The table of versions that lost.
KEPT = "kept_versions"


@dataclass(frozen=True)
class Rules:
    """Facts about the records that a join needs, and that the vault itself does not know.

    ``keep`` makes the record in which a version that lost is kept, from its table and its content; the same content
    must always give the same record, with the id from :func:`kept_id`. ``one_per`` names, by table, fields that tell
    one thing from another: records that agree in all of them, all filled in, are versions of the same thing.
    """

    keep: Callable[[str, Record], Record]
    one_per: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Collection[str] = ()
    """Fields that hold the id of another record, beside those whose name ends in ``_id``."""


@dataclass(frozen=True)
class Counts:
    """The result of a join in numbers of records, seen from the open vault. ``came`` is by table."""

    came: Mapping[str, int] = field(default_factory=dict)
    """Not here so far: they come in."""
    newer: int = 0
    """Changed later in the copy: taken from there."""
    older: int = 0
    """Changed later here: they stay."""
    same: int = 0
    here: int = 0
    """Only here: they stay."""
    kept: int = 0
    """Versions that lost and are kept from now on."""
    gone: int = 0
    """Deleted in the copy and not touched here since, or two of one thing: they go to the kept versions."""
    proven: bool = False
    """True if a save that both grew from told what was deleted; otherwise what is missing in one copy stays."""


@dataclass(frozen=True)
class Joined:
    """Two copies joined in memory."""

    tables: PlainTables = field(repr=False)
    counts: Counts
    changes: tuple[Change, ...] = field(repr=False)
    """From the open vault's records to the joined ones; none when it holds everything already."""


def join(
    mine: PlainTables, other: PlainTables, rules: Rules, base: PlainTables | None = None, *, deletions: bool = True
) -> Joined:
    """Join two copies. ``base`` is an earlier save that both grew from, if one is known.

    With a base, a record that one copy deleted and the other has untouched is gone, if ``deletions`` are to count.
    """
    found = _Join(mine, other, base, rules, deletions)
    tables = found.tables()
    return Joined(tables, found.counts(tables), tuple(_changes(mine, tables)))


def kept_id(table: str, content: Record) -> str:
    """The id under which a version is kept: the same for the same version, in every copy."""
    return hashlib.sha256(canonical([table, content.get("id"), content])).hexdigest()[:32]


def canonical(value: Any) -> bytes:
    """JSON with sorted keys: equal values have equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def _rank(record: Record) -> tuple[str, bytes]:
    """The order that decides between two versions: the instant of the last change, then the bytes."""
    changed = record.get("changed")
    return (changed if isinstance(changed, str) else "", canonical(record))


def _named(value: Any, links: Collection[str]) -> Iterator[str]:
    """The ids that a record names, at any depth: every text in a field whose name ends in `_id` or is in `links`."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and (name.endswith("_id") or name in links):
                yield inner
            else:
                yield from _named(inner, links)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner, links)


class _Join:
    """One join on its way."""

    def __init__(
        self, mine: PlainTables, other: PlainTables, base: PlainTables | None, rules: Rules, deletions: bool
    ) -> None:
        self.mine, self.other, self.base, self.rules = mine, other, base or {}, rules
        self.deletions = deletions and base is not None
        self.live: PlainTables = {}
        self.lost: list[tuple[str, Record]] = []
        self.gone: dict[tuple[str, str], Record] = {}

    def tables(self) -> PlainTables:
        for table in sorted(self.mine.keys() | self.other.keys()):
            if table != KEPT:
                self.live[table] = self._rows(table)
        for table, fields in self.rules.one_per.items():
            self._one_of_each(table, fields)
        self._bring_back_what_is_named()
        self.live[KEPT] = self._kept()
        return {table: rows for table, rows in self.live.items() if rows}

    def _rows(self, table: str) -> Rows:
        mine, other, base = (t.get(table, {}) for t in (self.mine, self.other, self.base))
        rows: Rows = {}
        for key in [*mine, *(k for k in other if k not in mine)]:
            a, b, before = mine.get(key), other.get(key), base.get(key)
            if a is None or b is None:
                there = a or b
                assert there is not None
                if self.deletions and before == there:
                    self.gone[table, key] = there
                else:
                    rows[key] = there
                continue
            loser, rows[key] = sorted((a, b), key=_rank)
            if a != b and loser != before:
                self.lost.append((table, loser))
        return rows

    def _one_of_each(self, table: str, fields: tuple[str, ...]) -> None:
        """Keep one record where each copy made its own of one thing: the one changed last."""
        rows = self.live.get(table, {})
        groups: dict[bytes, list[str]] = {}
        for key, record in rows.items():
            values = [record.get(name) for name in fields]
            if all(values):
                groups.setdefault(canonical(values), []).append(key)
        for keys in groups.values():
            here = {k for k in keys if k in self.mine.get(table, {})}
            there = {k for k in keys if k in self.other.get(table, {})}
            if not here or not there or here <= there or there <= here:
                continue  # the two are in one copy already: somebody may have seen both
            stays = max(keys, key=lambda k: _rank(rows[k]))
            for key in keys:
                if key != stays:
                    self.gone[table, key] = rows.pop(key)

    def _bring_back_what_is_named(self) -> None:
        """Nothing goes that a record which stays names: a note would be left without its pair."""
        named = [record for rows in self.live.values() for record in rows.values()]
        while self.gone and named:
            ids = {value for record in named for value in _named(record, self.rules.links)}
            back = [place for place in self.gone if place[1] in ids]
            named = [self.gone.pop(place) for place in back]
            for (table, key), record in zip(back, named, strict=True):
                self.live.setdefault(table, {})[key] = record

    def _kept(self) -> Rows:
        """Join kept versions with what lost. A kept version that one copy dropped comes back: it cannot be told from
        one that was dropped before it lost once more.
        """
        mine, other = (t.get(KEPT, {}) for t in (self.mine, self.other))
        rows: Rows = {}
        for key in [*mine, *(k for k in other if k not in mine)]:
            rows[key] = max((side[key] for side in (mine, other) if key in side), key=_rank)
        for table, record in [*self.lost, *((table, record) for (table, _), record in self.gone.items())]:
            document = self.rules.keep(table, record)
            rows.setdefault(document["id"], document)
        return rows

    def counts(self, tables: PlainTables) -> Counts:
        came: dict[str, int] = {}
        newer = older = same = here = gone = 0
        for table in sorted({*self.mine, *self.other} - {KEPT}):
            mine, other, rows = self.mine.get(table, {}), self.other.get(table, {}), tables.get(table, {})
            new = sum(1 for key in rows if key not in mine)
            if new:
                came[table] = new
            gone += sum(1 for key in mine if key not in rows)
            for key, record in mine.items():
                if key not in rows:
                    continue
                if key not in other:
                    here += 1
                elif record == other[key]:
                    same += 1
                elif rows[key] == record:
                    older += 1
                else:
                    newer += 1
        kept = len(tables.get(KEPT, {}).keys() - self.mine.get(KEPT, {}).keys())
        return Counts(came, newer, older, same, here, kept, gone, self.deletions)


def _changes(mine: PlainTables, joined: PlainTables) -> Iterator[Change]:
    for table in sorted(mine.keys() | joined.keys()):
        before, after = mine.get(table, {}), joined.get(table, {})
        for key in [*before, *(k for k in after if k not in before)]:
            if before.get(key) != after.get(key):
                yield Change(table, key, after.get(key), before.get(key))
