"""What records may hold in this release: their fields, the words of each, and the fields and options of every form.

An older mentor-tui refuses what it does not know, so whatever is added here raises `schema_version`.
"""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

import msgspec

from mentor_tui.schema import programs
from mentor_tui.schema.catalogue import KINDS
from mentor_tui.vault.sealed import payload

Said = dict[str, dict[str, list[str]]]


def present() -> dict[str, Any]:
    """The shape as the code has it now, and the number it goes by."""
    records: Said = {}
    for kind in KINDS:
        _add(kind.type, records)
    forms = {f"shared/{name}": form for name, form in programs.shared_forms().items()}
    for program in programs.available():
        forms |= {f"{program}/{name}": form for name, form in programs.load(program).forms.items()}
    options = {
        name: {field.id: sorted(option.id for option in field.options) for field in form.fields()}
        for name, form in forms.items()
        if not name.endswith("/derived")  # worked out anew each time, and never stored
    }
    return {"schema_version": payload.SCHEMA_VERSION, "records": records, "forms": options}


def _add(kind: type[msgspec.Struct], found: Said) -> None:
    """A record's fields, each with its kind or its words; then those of its parts."""
    found[kind.__name__] = {}
    for field in msgspec.structs.fields(kind):
        parts = [t for t in (field.type, *get_args(field.type)) if isinstance(t, type) and _is_struct(t)]
        words = list(get_args(field.type)) if get_origin(field.type) is Literal else []
        named = ["list of " + part.__name__ for part in parts] or [_name(field.type)]
        found[kind.__name__][field.name] = sorted(words) or named
        for part in parts:
            _add(part, found)


def _is_struct(kind: type) -> bool:
    return get_origin(kind) is None and issubclass(kind, msgspec.Struct)


def _name(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and get_origin(kind) is None else str(kind)


def added(before: Any, now: Any, where: str = "") -> list[str]:
    """What `now` may hold that `before` may not."""
    if isinstance(before, dict):
        return [
            one
            for key, value in now.items()
            for one in (added(before[key], value, f"{where}/{key}") if key in before else [f"{where}/{key}"])
        ]
    return [f"{where}: {word}" for word in now if word not in before]
