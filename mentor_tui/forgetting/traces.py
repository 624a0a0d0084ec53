"""The texts of one pair in the files of a vault, and the search for what is left of them.

First every file is opened and what belongs to the pair is gathered. After the pair was taken out, every file is
opened again and searched for the partner's name and for each text that was gathered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS, OF_TABLE
from mentor_tui.schema.fields import WORDS
from mentor_tui.words.personal import EMAIL, mentions, names_of, nicknames_of
from mentor_tui.words.text import fold

if TYPE_CHECKING:
    from mentor_tui.vault.beside.contents import Content
    from mentor_tui.vault.beside.drafts import Draft
    from mentor_tui.vault.beside.resealing import Left

Record = dict[str, Any]
Tables = dict[str, dict[str, Record]]
"""Table -> id -> record, all plain values."""


def belongs(table: str, record_id: str, record: Record, pair_id: str) -> bool:
    """True if a stored record is the pair or a part of it, in any table, also one that this version does not know."""
    return record_id == pair_id if table == rec.Pair.table else record.get("pair_id") == pair_id


def called(table: str, count: int) -> str:
    """The word for so many records of a table."""
    if kind := OF_TABLE.get(table):
        return kind.words_for(count)
    return f"record of {table}" if count == 1 else f"records of {table}"


# --- Before: gathering ------------------------------------------------------------------------------


@dataclass
class Traces:
    """All that stands of one pair in the files of a vault, gathered from every one of them."""

    pair_id: str
    names: set[str] = field(default_factory=set, repr=False)
    """The partner's names, in any version."""
    nicknames: set[str] = field(default_factory=set, repr=False)
    """Other names, as the person noted them."""
    ids: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=lambda: {kind.own for kind in KINDS if kind.own})
    """Ids of records that stay."""
    texts: set[str] = field(default_factory=set, repr=False)
    kept: list[rec.Record] = field(default_factory=list, repr=False)
    """Evidence rows, and claims without their words, that stay."""
    drafts: int = 0
    files: int = 0
    """Backups and copies kept aside that hold something of the pair."""
    strays: list[str] = field(default_factory=list)
    """Other copies that do, by name; they are not changed."""

    def of_draft(self, draft: Draft) -> bool:
        """True if a draft was written for this pair."""
        written_for = _parsed(draft.text).get("pair", "")
        return draft.record in self.ids or (written_for == self.pair_id and draft.record not in self.others)

    def let_stand(self, kept: Sequence[rec.Record]) -> None:
        """Note what stays on purpose, in every file; its texts are not looked for."""
        self.kept = list(kept)
        for record in kept:
            self.texts.difference_update(_strings(rec.to_document(record)))

    def take_in(self, content: Content) -> None:
        """Gather from one file."""
        found = False
        for table, rows in (content.tables or {}).items():
            for record_id, record in rows.items():
                if belongs(table, record_id, record, self.pair_id):
                    found = True
                    self._take_record(table, record_id, record)
                elif content.kind == "vault":
                    self.others.add(record_id)
        self.files += found and content.kind in ("backup", "copy")
        self.strays += [content.name] if found and content.kind == "stray" else []

    def _take_record(self, table: str, record_id: str, record: Record) -> None:
        self.ids.add(record_id)
        self.texts.update(t for t in _strings(record) if _says_something(t))
        content = record.get("content")  # of a version that was kept when two copies were joined
        for known in (record, content if isinstance(content, dict) else {}):
            self.names.update(str(known[key]) for key in ("partner_name", "partner_email") if known.get(key))
            self.nicknames.update(nicknames_of(str(known.get("partner_nicknames", ""))))


def _parsed(words: str) -> dict[str, Any]:
    try:
        found = json.loads(words)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@cache
def _no_words() -> frozenset[str]:
    """Names of fields that never hold words of a person: ids, stamps, links and zones, in every kind of record."""
    names, with_words = {"pair"}, set()  # the first stands in a draft
    for kind in KINDS:
        for form, struct in ((kind.form, kind.type), *((part.form, part.type) for part in kind.parts.values())):
            described = {f.id: f.kind for f in programs.shared_forms()[form].fields()} if form else {}
            for attribute in msgspec.structs.fields(struct):
                told = described.get(attribute.name, "reference" if attribute.type is str else "")
                names |= {attribute.name} if told in ("reference", "zone") else set()
                with_words |= {attribute.name} if told in WORDS else set()
    return frozenset(names - with_words)


_CODE = re.compile(r"[a-z0-9_.:+-]*")
_SHORTEST = 8


def _strings(value: Any) -> Iterator[str]:
    """Every text in a record, those of its parts too; ids and stamps left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "answers" and isinstance(inner, dict):  # a program's own names
                yield from _strings(list(inner.values()))
            elif key not in _no_words():
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _says_something(words: str) -> bool:
    """True if a text can be told from a code, a date or a word that stands everywhere."""
    return len(words) >= _SHORTEST and not _CODE.fullmatch(words)


# --- After: searching -----


@dataclass(frozen=True)
class Proof:
    """The findings when every file was opened again afterwards."""

    files: int
    """Files that were opened and searched."""
    texts: int
    """Removed texts that were looked for, beside the name."""
    still: list[str]
    """Files that hold something of the pair, by name; none when all went well."""
    unread: list[Left]
    """Files that could not be opened; what stands in them is not known."""
    mentions: list[str]
    """Places of the partner's name in what was not touched."""
    elsewhere: int
    """Removed texts that stand word for word in records of others too."""
    trouble: str = ""
    """Trouble on the way, in a sentence."""

    @property
    def gone(self) -> bool:
        """True if every file of this vault was opened and none holds anything of the pair."""
        foreign = sum(left.obstacle.name == "OTHER_VAULT" for left in self.unread)
        return not (self.still or self.trouble or len(self.unread) > foreign)


class Search:
    """Looks through files, one after the other."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces
        called = traces.names | traces.nicknames
        addresses = {name for name in called if EMAIL.fullmatch(name)}
        self._addresses = [fold(address) for address in addresses]
        self._names = list(dict.fromkeys(n for name in called - addresses for n in names_of(name)))
        self._files = 0
        self._still: list[str] = []
        self._unread: list[Left] = []
        self._places: dict[str, set[str]] = {}
        self._words: dict[str, bool] = {}
        """Every text that is left, and whether the name stands in it."""

    def look(self, content: Content) -> None:
        """Search one file."""
        if content.left:
            self._unread.append(content.left)
            return
        self._files += 1
        if content.tables is not None:
            found = self._tables(content.tables)
        elif content.draft:
            found = self._draft(content.draft)
        else:
            found = any(name.encode() in content.plain for name in self._traces.names)
        if found:
            self._still.append(content.name)

    def _tables(self, tables: Tables) -> bool:
        found = False
        partners = {i: str(p.get("partner_name", "")) for i, p in tables.get("pairs", {}).items()}
        for table, rows in tables.items():
            for record_id, record in rows.items():
                if belongs(table, record_id, record, self._traces.pair_id):
                    found = True
                    continue
                whose = partners.get(record_id if table == "pairs" else record.get("pair_id", ""), "")
                place = f"{called(table, 1)}\n{called(table, 2)}\n{whose}"
                self._strings(_strings(record), place, record_id)
        return found

    def _draft(self, draft: Draft) -> bool:
        if self._traces.of_draft(draft):
            return True
        words = _strings(_parsed(draft.text) or draft.text)
        self._strings(words, "unsaved text\nunsaved texts\n", f"{draft.record} {draft.field}")
        return False

    def _strings(self, strings: Iterable[str], place: str, record_id: str) -> None:
        for words in strings:
            if words not in self._words:  # most stand in several files alike
                self._words[words] = self._named(words)
            if self._words[words]:
                self._places.setdefault(place, set()).add(record_id)

    def _named(self, words: str) -> bool:
        folded = fold(words)
        return any(address in folded for address in self._addresses) or any(mentions(words, *self._names))

    def _elsewhere(self) -> int:
        """The number of removed texts that are in a text that is left.

        A word inside a removed text, with space on both sides, is a word of whatever holds that text: only those are
        compared in which its rarest one stands. A text of one or two words is looked for everywhere.
        """
        by_word: dict[str, list[str]] = {}
        for left in self._words:
            for word in set(left.split()):
                by_word.setdefault(word, []).append(left)
        everything = "\0".join(self._words)
        count = 0
        for words in self._traces.texts:
            inner = words.split()[1:-1]
            if inner:
                count += any(words in left for left in min((by_word.get(word, []) for word in inner), key=len))
            else:
                count += words in everything
        return count

    def proof(self, trouble: str) -> Proof:
        """The findings."""
        mentions = []
        for place, ids in self._places.items():
            one, several, whose = place.split("\n")
            what = one if len(ids) == 1 else several
            mentions.append(f"{len(ids)} {what}" + (f" of your pair with {whose}" if whose else ""))
        return Proof(
            files=self._files,
            texts=len(self._traces.texts),
            still=self._still,
            unread=self._unread,
            mentions=mentions,
            elsewhere=self._elsewhere(),
            trouble=trouble,
        )
