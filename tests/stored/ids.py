"""What a vault or a script may hold by name: ids, and the defaults that are left out of a stored record."""

from __future__ import annotations

from typing import Any

import msgspec

from mentor_tui.cli.log import KEYS
from mentor_tui.schema import program_items, programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS
from mentor_tui.schema.fields import Form
from mentor_tui.screens.settings.keys import all_commands
from mentor_tui.screens.shell import router


def present() -> dict[str, Any]:
    """All of it as the code has it now: names as lists, defaults by record and field."""
    forms = {f"shared/{name}": form for name, form in programs.shared_forms().items()}
    steps = []
    for program_id in programs.available():
        program = programs.load(program_id)
        forms |= {f"{program_id}/{name}": form for name, form in program.forms.items()}
        items = (*program.steps, *program_items.all_of(program))
        steps += [f"{program_id}/{one.id}" for one in items]
    return {
        "places": sorted(router._PLACES),
        "commands": sorted(command.id for command in all_commands()),
        "programs": sorted(programs.available()),
        "steps": sorted(steps),
        "standard input of log": dict(KEYS),
        "forms": {name: _fields(form) for name, form in sorted(forms.items())},
        "defaults": {kind.__name__: _defaults(kind) for kind in _structs()},
        "tables": {kind.table: kind.type.__name__ for kind in KINDS},
    }


def _structs() -> list[type[msgspec.Struct]]:
    return [struct for kind in KINDS for struct in (kind.type, *(part.type for part in kind.parts.values()))]


def _fields(form: Form) -> dict[str, list[str]]:
    return {field.id: [option.id for option in field.options] for field in form.fields()}


def _defaults(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return dict(rec.defaults(kind))
