"""The JSON of a full export, taken into a vault: what is new is added, what differs is kept as it is here."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from mentor_tui.documents.whole import FORMAT
from mentor_tui.errors import InputRefused, MentorError
from mentor_tui.imports import files
from mentor_tui.schema import answers as answering
from mentor_tui.schema import checking, odd, programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import OF_TABLE, kind_of
from mentor_tui.schema.fields import filled
from mentor_tui.schema.records import Pack, Pair, PairRecord, Record
from mentor_tui.vault.sealed.payload import SCHEMA_VERSION
from mentor_tui.words import text
from mentor_tui.workspace import Saved, Workspace
from mentor_tui.workspace import versions as kept
from mentor_tui.workspace.programs import Programs, sound

MAX_BYTES = 256 * 1024 * 1024
MAX_RECORDS = 500_000


@dataclass
class Understood:
    """The contents of an export, compared with the vault, before anything is saved."""

    new: list[tuple[type[Record], dict[str, Any]]] = field(default_factory=list)
    same: int = 0
    kept: list[str] = field(default_factory=list)
    """Records that are different here, in words; they stay as they are here."""
    odd: list[str] = field(default_factory=list)
    """New records that say what cannot be, in lines; they are taken in, and not counted."""

    def counts(self) -> dict[str, int]:
        """New records per table."""
        return dict(Counter(kind.table for kind, _ in self.new))


def looks_like(data: bytes) -> bool:
    """True if this is JSON rather than a spreadsheet."""
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] in (b"{", b"[")


def most(head: bytes) -> int:
    """The most bytes that a file that begins like this may have."""
    return MAX_BYTES if looks_like(head) else files.MAX_SHEET_BYTES


def understand(data: bytes, workspace: Workspace, *, naming: bool = False) -> Understood:
    """Read and check an export against the vault: all that `apply` would refuse is refused here.

    Raises InputRefused, whose problems name each record by its table and id, and with `naming` by its first words.
    Changes nothing.
    """
    tables = _tables(data)
    if sum(map(len, tables.values())) > MAX_RECORDS:
        raise InputRefused(f"The export contains more than {MAX_RECORDS} records.")
    problems: dict[tuple[str, str], list[str]] = {}
    incoming = _records(tables, problems)
    pairs = dict(workspace.table(Pair))
    pairs.update({key: r for (_, key), r in incoming.items() if isinstance(r, Pair) and key not in pairs})
    coming = {key: r for (_, key), r in incoming.items() if isinstance(r, Pack) and _is_sound(r)}
    known = Programs(lambda: coming | dict(workspace.table(Pack)))
    found = Understood()
    unread = {str(document.get("id")) for document in tables.get(Pair.table, [])} - pairs.keys()
    for (table, key), record in incoming.items():
        here = workspace.get(type(record), key)
        if here is not None:
            if rec.to_document(here) == rec.to_document(record):
                found.same += 1
            else:
                found.kept.append(f"{table}, {kind_of(here).name(here, 60) or text.shorten(key, 40)}")
            continue
        try:
            found.new.append((type(record), rec.to_document(_sound(record, pairs, known))))
        except MentorError as error:
            if isinstance(record, PairRecord) and record.pair_id in unread:
                continue  # its pair is told already
            called = kind_of(record).name(record, 60)
            name = f"{text.shorten(key, 40)}" + (f" ({called})" if naming and called else "")
            problems[table, key] = [f"{table}, {name}: {text.shorten(said, 160)}" for said in _reasons(error)]
    if problems:
        raise InputRefused(
            f"Nothing was imported: {len(problems)} of the records in this export are not sound.",
            tuple(line for lines in problems.values() for line in lines),
        )
    here_now = (rec.from_document(kind, document) for kind, document in found.new)
    found.odd = odd.told(here_now, workspace.today()) + _without_program(found.new, known)
    return found


def _without_program(new: list[tuple[type[Record], dict[str, Any]]], known: Programs) -> list[str]:
    """A line for each new pair whose program is not on this computer: it comes back all the same, and stays closed."""
    pairs = [rec.from_document(Pair, document) for kind, document in new if kind is Pair]
    return [
        f"{Pair.table}, {text.shorten(pair.id, 40)}: kept, with all that belongs to it. Its program "
        f"({text.shorten(pair.program, 40)}) is not on this computer: e in the list of pairs (F8) lets you choose "
        "another one."
        for pair in pairs
        if not known.has(pair.program)
    ]


def _is_sound(pack: Pack) -> bool:
    try:
        sound(pack)
    except InputRefused:
        return False
    return True


def _reasons(error: MentorError) -> tuple[str, ...]:
    return getattr(error, "problems", ()) or (str(error),)


def apply(workspace: Workspace, understood: Understood) -> Saved:
    """Add the new records in one transaction, exactly as they were exported."""
    return workspace.restore_documents(understood.new, "export imported")


def _tables(data: bytes) -> dict[str, list[dict[str, Any]]]:
    if len(data) > MAX_BYTES:
        raise InputRefused(f"The file is larger than {MAX_BYTES // 1_048_576} MB, the most an import takes.")
    try:
        whole = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise InputRefused("The file begins like JSON but is incomplete; nothing was imported.") from None
    name = whole.get("format") if isinstance(whole, dict) else None
    if not isinstance(name, str) or not name.startswith(FORMAT):
        raise InputRefused("This JSON is not a full export of mentor-tui (export everything); nothing was imported.")
    number = re.fullmatch(r"[1-9][0-9]{0,8}", name.removeprefix(FORMAT))
    if number and int(number[0]) > SCHEMA_VERSION:
        raise InputRefused("This export was made by a newer mentor-tui; install the newest one to import it.")
    tables = whole.get("tables")
    if not number or set(whole) != {"format", "tables"} or not isinstance(tables, dict):
        raise InputRefused("This export is not in the form this version knows; nothing was imported.")
    unknown = sorted(set(tables) - set(OF_TABLE))
    if unknown:
        raise InputRefused(f"This export contains an unknown table: {text.shorten(unknown[0], 40)}.")
    for table, rows in tables.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise InputRefused(f"The table {table} in this export is not a list of records; nothing was imported.")
    return tables


def _records(
    tables: dict[str, list[dict[str, Any]]], problems: dict[tuple[str, str], list[str]]
) -> dict[tuple[str, str], Record]:
    """Every record typed, by table and id, in the order of our tables: pairs before what belongs to them.

    `problems` gets those that cannot be read, by table and place.
    """
    found: dict[tuple[str, str], Record] = {}
    for table, kind in OF_TABLE.items():
        for number, document in enumerate(tables.get(table, []), start=1):
            said = document.get("id")
            name = f"record {number}" + (f" ({text.shorten(said, 40)})" if isinstance(said, str) and said else "")

            def refuse(why: str, table: str = table, number: int = number, name: str = name) -> None:
                problems[table, f"record {number}"] = [f"{table}, {name}: {why}"]

            try:
                record = rec.from_document(kind.type, _clean(document))
            except (msgspec.ValidationError, RecursionError) as error:
                refuse(text.shorten(str(error), 120))
                continue
            if not isinstance(document.get("id"), str) or not 0 < len(record.id) <= 64 or not record.id.isprintable():
                refuse("it has no valid id")
            elif not all(_is_instant(getattr(record, name, "")) for name in ("created", "changed", "at")):
                refuse("one of its times is not as mentor-tui writes it")
            elif (table, record.id) in found:
                refuse("its id occurs twice")
            else:
                found[table, record.id] = record
    return found


def _is_instant(stamp: str) -> bool:
    """True if this is empty or an instant as the workspace stamps it."""
    if not stamp:
        return True
    try:
        datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return len(stamp) == 20 and stamp.isascii()


def _clean(value: Any) -> Any:
    """Every text in a document without what a terminal could take for a command; clean text stays as it is."""
    if isinstance(value, str):
        return text.clean(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def _sound(record: Record, pairs: dict[str, Pair], known: Programs) -> Record:
    """The record with its answers checked against the program's form; raises MentorError when it cannot be taken.

    Its fields and its parts are checked as a save checks them, which cleans them too.
    """
    kind = kind_of(record)
    if kind.own and record.id != kind.own:
        raise InputRefused(f"there is one {record.table} only, with the id {kind.own}")
    checking.checked(record)
    if isinstance(record, Pack):
        sound(record)
    if isinstance(record, rec.KeptVersion):
        if kept.record_of(record) is None or rec.to_document(record) != kept.document(record.of, record.content):
            raise InputRefused("it is not a kept version of any record known here")
        return record
    if not isinstance(record, PairRecord):
        return record
    if isinstance(record, rec.Disclosure) and not record.pair_id:
        return record  # an audit pack of pairs that were forgotten
    pair = pairs.get(record.pair_id)
    if pair is None:
        raise InputRefused("the pair it belongs to is neither in the export nor here")
    if isinstance(record, rec.Worksheet | rec.Agreement | rec.LearningLog):
        return msgspec.structs.replace(record, answers=_answers(pair, kind.answers_form(record), record.answers, known))
    return record


def _answers(pair: Pair, name: str, given: dict[str, Any], known: Programs) -> dict[str, Any]:
    """Answers to a form of the pair's program, checked; those to what it does not ask, or has not here, are kept.

    A pair may have moved here from another program, its program may not be on this computer, and a newer one may have
    dropped a question or an answer to choose.
    """
    forms = known.general(pair.program).forms if known.has(pair.program) else programs.shared_forms()
    form = forms.get(name)
    if not name or (form is not None and form.record != "worksheet"):
        raise InputRefused(f"{text.shorten(name, 40) or 'a form without a name'} is not a worksheet of the program")
    if form is None:
        return answering.kept(given)
    found: dict[str, Any] = {}
    for question, answer in given.items():
        try:
            found |= {k: v for k, v in form.check({question: answer}).items() if k == question and filled(v)}
        except InputRefused:
            found |= answering.kept({question: answer})
    return found
