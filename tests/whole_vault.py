"""Records of every kind, made from the catalogue: each text field says a word of its own, and it is known whose."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS, Kind
from mentor_tui.schema.fields import WORDS, Field, Form, Role
from mentor_tui.workspace import versions
from tests.full_view import Marks

PROGRAM = programs.load("pmi-belgium")
LINKS = {
    "session_id": "session",
    "goal_id": "goal",
    "current_pair": "pair",
    "program": PROGRAM.id,
    "partner": "p1",
    "step": PROGRAM.steps[0].id,
    "what": "closure",
    "format": "md",
    "at": "2026-05-17T12:00:00Z",
    "sha256": "0" * 64,
    "origin": "row-1",
    "of": "notes",
    "record_id": "note",
}
"""What a reference points to; a new one says a word of its own."""
SURE: dict[type[rec.Record], dict[str, Any]] = {
    rec.Pack: {
        "id": "own",
        "files": {"program.toml": 'id = "own"\nname = "Own"\nsteps = []\n[[stages]]\nid = "one"\ntitle = "One"\n'},
    },
    rec.Pair: {"id": "pair", "status": "completed"},
    rec.Session: {"id": "session", "kind": "one_to_one", "status": "held", "paid": False},
    rec.Goal: {"id": "goal"},
    rec.Action: {"id": "action", "status": "done"},
    rec.LearningLog: {"session_id": "session"},
    rec.Certification: {"cycle_start": "2025-01-08", "cycle_end": "2028-01-07"},
    rec.Claim: {"state": "prepared"},
}
"""What a record says so that it is looked at at all."""


class Whole:
    """All of it, for a person in `role`; `share` sets every tick."""

    def __init__(self, role: Role = "mentor", *, share: bool = False, around: str = "{} secret words") -> None:
        self.role: Role = role
        self.marks = Marks(share, around)
        self.forms: dict[str, Form] = PROGRAM.forms
        self.records: list[rec.Record] = [record for kind in KINDS for record in self._of(kind)]
        self.pair = next(r for r in self.records if isinstance(r, rec.Pair))

    def of(self, *kinds: type[rec.Record]) -> list[rec.Record]:
        """The records of these kinds."""
        return [record for record in self.records if isinstance(record, kinds)]

    def _of(self, kind: Kind) -> list[rec.Record]:
        if kind.type is rec.Worksheet:
            asked = [f for f in PROGRAM.forms.values() if f.record == "worksheet"]
            return [self._one(kind, f) for f in asked if f.id not in {k.answers for k in KINDS}]
        one = self._one(kind, self.forms.get(kind.answers))
        beside = [self._struct(kind.form, kind.type)] if kind.type is rec.Disclosure else []  # of pairs forgotten since
        return [one, *beside]

    def _one(self, kind: Kind, asked: Form | None) -> rec.Record:
        sure = {"pair_id": "pair"} if kind.of_a_pair else {}
        sure |= {"id": kind.own} if kind.own else {}
        sure |= SURE.get(kind.type, {})
        sure |= {"role": self.role} if "role" in kind.type.__struct_fields__ else {}
        if kind.type is rec.KeptVersion:
            lost = self._struct("note", rec.Note, id="note", pair_id="pair", changed="2026-05-17T12:00:00Z")
            return rec.from_document(rec.KeptVersion, versions.document("notes", rec.to_document(lost)))
        for name, part in kind.parts.items():
            sure[name] = [self._struct(part.form, part.type)]
        if asked is not None:
            sure["answers"] = {f.id: self.marks.value(asked, f) for f in asked.fields(self.role)}
            sure |= {"form": asked.id} if kind.answers == "*" else {}
        return self._struct(kind.form, kind.type, **sure)

    def _struct(self, form_id: str, struct: type[msgspec.Struct], /, **sure: Any) -> Any:
        form = self.forms.get(form_id)
        links = {f.id: LINKS[f.id] for f in form.fields() if f.kind == "reference" and f.id in LINKS} if form else {}
        zones = {f.id: "Europe/Brussels" for f in form.fields() if f.kind == "zone"} if form else {}
        known = {**zones, **links, **sure}
        return self.marks.struct(form, struct, **known) if form else struct(**known)

    def field(self, word: str) -> tuple[Form, Field]:
        """Whose word it is."""
        form, _, name = self.marks.owners[word].partition(".")
        return self.forms[form], self.forms[form].field(name)

    def words(self, record: msgspec.Struct) -> set[str]:
        """The words of a person in a record and its parts."""
        return {word for word in read(msgspec.json.encode(record).decode()) if self.field(word)[1].kind in WORDS}


def read(text: str) -> set[str]:
    """The words in a text."""
    return set(re.findall(r"mk\d{4}z", text))
