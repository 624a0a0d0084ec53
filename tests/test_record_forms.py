"""Every record has one form, and each of its fields stands there once."""

from __future__ import annotations

import typing

import msgspec
import pytest

from mentor_tui.schema import programs, records
from mentor_tui.schema.catalogue import KINDS
from mentor_tui.schema.fields import ROLES, Form

STRUCTS: dict[str, type[msgspec.Struct]] = {
    programs.shared_forms()[one.form].record: one.type
    for kind in KINDS
    for one in (kind, *kind.parts.values())
    if one.form
}
# Records made of a link and answers; the answers' fields stand in the program's own forms.
ANSWERS_ONLY = {records.LearningLog: {"session_id"}, records.Worksheet: {"form"}}
BOOKKEEPING = {"id", "created", "changed", "pair_id"}
TEXT_KINDS = {"line", "reference", "text", "date", "time", "zone", "choice", "figure"}


def attributes(kind: type[msgspec.Struct]) -> dict[str, typing.Any]:
    """What a person can fill in: no bookkeeping, no mapping, no list of smaller records."""
    hints = typing.get_type_hints(kind)
    found = {}
    for info in msgspec.structs.fields(kind):
        hint = hints[info.name]
        if info.name in BOOKKEEPING or typing.get_origin(hint) is dict:
            continue
        if typing.get_origin(hint) is list and hint != list[str]:
            continue
        found[info.name] = hint
    return found


def form_of(record: str) -> Form:
    [form] = [f for f in programs.shared_forms().values() if f.record == record]
    return form


def test_every_record_has_one_form() -> None:
    described = set(STRUCTS.values()) | set(ANSWERS_ONLY)
    structs = {
        value for value in vars(records).values() if isinstance(value, type) and issubclass(value, msgspec.Struct)
    }
    assert structs - {records.Record, records.PairRecord} == described
    assert {f.record for f in programs.shared_forms().values()} == set(STRUCTS) | {"derived", "typed"}
    for kind, links in ANSWERS_ONLY.items():
        assert set(attributes(kind)) == links


@pytest.mark.parametrize("record", STRUCTS)
def test_fields_and_attributes_match_one_to_one(record: str) -> None:
    form, kind = form_of(record), STRUCTS[record]
    ids = [f.id for f in form.fields()]
    hints = attributes(kind)
    assert sorted(ids) == sorted(hints)
    assert form.roles == ROLES
    for field in form.fields():
        hint = hints[field.id]
        if typing.get_origin(hint) is typing.Literal:
            assert field.kind == "choice", field.id
            assert {o.id for o in field.options} == set(typing.get_args(hint)) - {""}, field.id  # empty: not said
        elif hint is bool:
            assert field.kind == "tick", field.id
        elif hint is int:
            assert field.kind in {"minutes", "number", "quarters", "scale"}, field.id
        elif hint == list[str]:
            assert field.kind in {"lines", "choices"}, field.id
        else:
            assert hint is str and field.kind in TEXT_KINDS, field.id


@pytest.mark.parametrize("record", STRUCTS)
def test_a_fresh_record_passes_its_own_form(record: str) -> None:
    form, fresh = form_of(record), STRUCTS[record]()
    values = {f.id: getattr(fresh, f.id) for f in form.fields()}
    assert form.check(values) == values


def test_shared_forms_carry_the_name_of_their_record() -> None:
    for form in programs.shared_forms().values():
        assert form.id == form.record or (form.id, form.record) == ("agreement_version", "agreement")
