"""Records that a newer mentor-tui wrote, read as far as this version knows them.

Such a vault opens for reading only. What is not known here is left out and said, so that all the rest can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from mentor_tui.schema import records as rec

S = TypeVar("S", bound=msgspec.Struct)
R = TypeVar("R", bound=rec.Record)

UNKNOWN_FIELDS = "What the newer mentor-tui added to the records is not shown here, nor in documents made here."

_STAND_INS: dict[type[msgspec.Struct], dict[str, str]] = {
    rec.Session: {"kind": "other", "status": "planned"},
    rec.Pair: {"status": "active"},
    rec.Goal: {"status": "active"},
    rec.GoalReview: {"status": "active"},
    rec.Action: {"owner": "mentee", "status": "open"},
    rec.Claim: {"state": "prepared", "floor": "session"},
}
"""The stand-in for a word that is not known here: one that claims nothing, neither an hour nor that a thing is done."""


class _Unreadable(Exception):
    """Nothing honest can be shown of this record or part."""


def read(kind: type[R], document: Mapping[str, Any], say: Callable[[str], None]) -> R | None:
    """The record as far as it is known; None when nothing of it can be shown. `say` is told what is missing."""
    try:
        if not isinstance(document.get("id"), str):
            raise _Unreadable
        return _struct(kind, document, kind.table, say)
    except _Unreadable:
        say(f"Some of the {kind.table} are of a kind that only a newer mentor-tui can show.")
        return None


def _struct(kind: type[S], document: Mapping[str, Any], table: str, say: Callable[[str], None]) -> S:
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError:
        pass
    fields = {f.name: f for f in msgspec.structs.fields(kind)}
    if document.keys() - fields.keys():
        say(UNKNOWN_FIELDS)
    found: dict[str, Any] = {}
    for name in document.keys() & fields.keys():
        try:
            found[name] = msgspec.convert(document[name], fields[name].type)
        except msgspec.ValidationError:
            found[name] = _part(kind, name, fields[name].type, document[name], table, say)
    return kind(**found)


def _part(
    kind: type[msgspec.Struct], name: str, wanted: Any, value: object, table: str, say: Callable[[str], None]
) -> object:
    """The part that can be kept of a value that is not as it would be here."""
    inner = get_args(wanted)
    if get_origin(wanted) is dict and isinstance(value, dict):
        kept = {k: v for k, v in value.items() if _fits(v, inner[1])}
        if len(kept) < len(value):
            say(UNKNOWN_FIELDS)
        return kept
    if get_origin(wanted) is list and isinstance(value, list) and issubclass(inner[0], msgspec.Struct):
        return _parts(inner[0], value, table, say)
    words = name.replace("_", " ")
    if get_origin(wanted) is Literal:
        stand_in = _STAND_INS.get(kind, {}).get(name)
        if stand_in is None:
            raise _Unreadable
        say(f"Some of the {table} have a newer {words}; here they are shown as “{stand_in.replace('_', ' ')}”.")
        return stand_in
    say(f"Some of the {table} have a newer form of {words}; here it is shown as empty.")
    return rec.defaults(kind)[name]


def _parts(kind: type[S], items: list[Any], table: str, say: Callable[[str], None]) -> list[S]:
    kept: list[S] = []
    for item in items:
        try:
            if not isinstance(item, dict):
                raise _Unreadable
            kept.append(_struct(kind, item, table, say))
        except _Unreadable:
            say(f"Some parts of the {table} are of a kind that only a newer mentor-tui can show.")
    return kept


def _fits(value: object, wanted: Any) -> bool:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return False
    return True
