"""Limits of a program pack: how much it may hold, what its ids look like, and where its addresses may lead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.schema.fields import WORDS

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Form
    from mentor_tui.schema.programs import Program

MOST_ITEMS = 500
"""Steps, planned sessions, events and deliverables together."""
MOST_REPEATED = 20
"""Deliverables that come again and again: each of them may be hundreds of steps."""
MOST_FIELDS = 300
"""Of one form."""
MOST_FIELDS_IN_ALL = 1_500
MOST_OF_A_LIST = 200
LONGEST_ID = 60

LONGEST_LINE = 300
_ONE_LINE = ("name", "organisation", "title", "label", "team", "agreement", "kickoff", "midpoint", "provider")
"""Keys whose words stand in a list, beside others: nothing in them can pass for another line of it."""

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""Ids stand in places (`form:closure/thanks`), in records and in file names."""
_ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)\S*")


def problems(program: Program, own_forms: Collection[str]) -> Iterator[str]:
    """Sentences about `program.toml`."""
    items = len(program.steps) + len(program.planned) + len(program.events) + len(program.deliverables)
    if items > MOST_ITEMS:
        yield f"{items} steps and other items, more than {MOST_ITEMS}"
    if (repeated := sum(1 for one in program.deliverables if one.every_days)) > MOST_REPEATED:
        yield f"deliverables: {repeated} come again and again, more than {MOST_REPEATED}"
    lists = ("stages", "anchors", "occasions", "signers", "scope", "blanks", "links", "words", "out_of_scope")
    for name in lists:
        if (count := len(getattr(program, name))) > MOST_OF_A_LIST:
            yield f"{name}: {count}, more than {MOST_OF_A_LIST}"
    fields = sum(1 for name in own_forms for _ in program.forms[name].fields())
    if fields > MOST_FIELDS_IN_ALL:
        yield f"{fields} fields in all forms together, more than {MOST_FIELDS_IN_ALL}"
    own = {key: value for key, value in msgspec.to_builtins(program).items() if key not in ("forms", "documents")}
    yield from _lines(own)
    yield from ids("signer", (signer.id for signer in program.signers))
    yield from ids("blank", (blank.id for blank in program.blanks))
    yield from (f"scope {hint.id}: {_WORDS}" for hint in program.scope if not _is_id(hint.id))
    yield from _addresses(program)


def _lines(found: Any, where: str = "") -> Iterator[str]:
    """Name each title, name or label that is more than a line, by the keys and ids that lead there."""
    if isinstance(found, dict):
        for key, inside in found.items():
            if key not in _ONE_LINE or not isinstance(inside, str):
                yield from _lines(inside, f"{where}{key} ")
            elif "\n" in inside or len(inside) > LONGEST_LINE:
                yield f"{where[:-1]}, {key}: it is one line of at most {LONGEST_LINE} letters".removeprefix(", ")
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _lines(one, f"{where}{one.get('id', '')} " if isinstance(one, dict) else where)


def of_form(form: Form) -> Iterator[str]:
    """Sentences about one form, which begin behind its name."""
    fields = list(form.fields())
    for section in form.sections:
        yield from (f", {said}" for said in _lines(msgspec.to_builtins(section.fields), "field "))
    parts = [{"id": section.id, "title": section.title} for section in form.sections]
    yield from (f", {said}" for said in _lines({"title": form.title, "section": parts}))
    if len(fields) > MOST_FIELDS:
        yield f": {len(fields)} fields, more than {MOST_FIELDS}"
    yield from (f", section {section.id}: {_WORDS}" for section in form.sections if not _is_id(section.id))
    yield from (f", field {field.id}: {_WORDS}" for field in fields if not _is_id(field.id))
    for field in fields:
        if (field.least_words or field.most_words) and field.kind != "text":
            yield f", field {field.id}: words are counted in a text only"
        if field.most_words and field.least_words > field.most_words:
            yield f", field {field.id}: least_words is more than most_words"
        if field.suggestion and field.kind not in WORDS:
            yield f", field {field.id}: words are suggested for a line, a text or lines only"
        wrong = (option.id for option in field.options if not _is_id(option.id))
        yield from (f", field {field.id}: option {one}: {_WORDS}" for one in wrong)
        if len(field.options) > MOST_OF_A_LIST:
            yield f", field {field.id}: {len(field.options)} options, more than {MOST_OF_A_LIST}"


def ids(what: str, some: Iterable[str]) -> Iterator[str]:
    """Sentences about those that are no ids."""
    yield from (f"{what} {one}: {_WORDS}" for one in some if not _is_id(one))


_WORDS = "an id has small letters, digits and dashes only"


def _is_id(name: str) -> bool:
    return bool(ID.fullmatch(name)) and len(name) <= LONGEST_ID


def _addresses(program: Program) -> Iterator[str]:
    """Addresses that are no address of a web page or of a mailbox: nothing on this computer is pointed at."""
    told = {f"links, {title}": address for title, address in program.links.items()}
    for name in ("handbook", "contact", "pdu"):
        if (part := getattr(program, name)) and part.url:
            told[f"{name}, url"] = part.url
    for where, address in told.items():
        if not _ADDRESS.fullmatch(address):
            yield f"{where}: an address begins with https://, http:// or mailto:"
        elif "{" in address:
            yield f"{where}: nothing is filled in an address"
