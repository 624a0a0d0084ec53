"""`docs/coverage.md` tells where each thing that a handbook asks for is done; what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import click
import msgspec
import pytest

from mentor_tui.cli.main import tree
from mentor_tui.schema import document_kinds, program_items, programs
from mentor_tui.schema.fields import Form
from mentor_tui.screens.shell import router

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "coverage.md"
NOT_COVERED = ("The program team's", "Guides, words for the partner: to come", "Left out")
"""How a line begins that names nothing: it says why."""

_ROW = re.compile(r"^\| ([A-Z]{1,2}-[0-9.]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`([a-z]+):([^`]+)`")
ROWS = _ROW.findall(PAGE.read_text("utf-8"))
NAMED = sorted({named for *_, where in ROWS for named in _NAMED.findall(where)})


def _forms(pack: str) -> dict[str, Form]:
    return programs.load(pack).forms if pack else programs.shared_forms() | programs.base_forms()


def _form(pack: str, name: str) -> bool:
    return name in _forms(pack)


def _field(pack: str, name: str) -> bool:
    form_id, _, field_id = name.partition(".")
    form = _forms(pack).get(form_id)
    return form is not None and field_id in {f.id for f in form.fields()}


def _step(pack: str, name: str) -> bool:
    program = programs.load(pack)
    return name in {one.id for one in (*program.steps, *program_items.all_of(program))}


def _document(pack: str, name: str) -> bool:
    return name in (programs.load(pack).documents if pack else document_kinds.shared())


def _rule(pack: str, name: str) -> bool:
    """A key of `program.toml`, or one in a table of it, that says something."""
    found: object = programs.load(pack)
    for key in name.split("."):
        if isinstance(found, tuple):
            found = next((one for one in found if one.id == key), None)
        elif isinstance(found, dict):
            found = found.get(key)
        else:
            assert isinstance(found, msgspec.Struct) and key in found.__struct_fields__, (pack, name)
            found = getattr(found, key)
        if not found:
            return False
    return True


def _place(_pack: str, name: str) -> bool:
    return name in router._PLACES


def _command(_pack: str, name: str) -> bool:
    found: click.Command | None = tree
    for word in name.split():
        if not isinstance(found, click.Group):
            return False
        found = found.get_command(click.Context(found), word)
    return found is not None


def _reminder(_pack: str, name: str) -> bool:
    rooms = (ROOT / "mentor_tui" / "mentoring").glob("*.py")
    return any(re.search(rf'Reminder\(\s*f?"{re.escape(name)}[":]', path.read_text("utf-8")) for path in rooms)


def _test(_pack: str, name: str) -> bool:
    file, _, test = name.partition("::")
    path = ROOT / "tests" / file
    return path.exists() and f"def {test}(" in path.read_text("utf-8")


THERE = {
    "form": _form,
    "field": _field,
    "step": _step,
    "document": _document,
    "rule": _rule,
    "place": _place,
    "command": _command,
    "reminder": _reminder,
    "test": _test,
}


def test_the_page_has_lines_and_each_is_read() -> None:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| [A-Z]{1,2}-", line)]
    assert len(lines) == len(ROWS) > 150


def test_an_id_stands_once_and_none_is_left_out_in_between() -> None:
    ids = [one for one, *_ in ROWS]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    for before, after in pairwise(ids):
        head, _, last = after.replace("-", ".").rpartition(".")
        if before.replace("-", ".").rpartition(".")[0] == head:
            assert int(last) == int(before.replace("-", ".").rpartition(".")[2]) + 1, (before, after)
        else:
            assert last == "1", (before, after)


def test_what_is_not_covered_says_why() -> None:
    unsaid = [one for one, _, where in ROWS if not _NAMED.search(where) and not where.startswith(NOT_COVERED)]
    assert unsaid == []


@pytest.mark.parametrize(("kind", "name"), NAMED, ids=[f"{kind}:{name}" for kind, name in NAMED])
def test_what_the_page_names_is_there(kind: str, name: str) -> None:
    assert kind in THERE, f"there is no notation {kind}"
    pack, slash, rest = name.partition("/")
    assert THERE[kind](pack if slash else "", rest if slash else name)


def test_every_program_that_ships_is_on_the_page() -> None:
    named = {name.partition("/")[0] for _, name in NAMED if "/" in name}
    assert set(programs.available()) <= named


def test_the_readme_lists_every_program_that_ships() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| [^|`]+, `([a-z-]+)` \|", readme, re.MULTILINE)) == programs.available()


def test_every_form_and_document_of_a_program_is_on_the_page() -> None:
    named = {name.partition(".")[0] for kind, name in NAMED if kind in ("form", "field", "document")}
    unnamed = []
    for pack in programs.available():
        program = programs.load(pack)
        own = {i for i, f in program.forms.items() if f.record == "worksheet"} - set(program.base_forms) - {"blanks"}
        own |= set(program.documents) - set(document_kinds.shared())
        unnamed += [f"{pack}/{one}" for one in sorted(own) if f"{pack}/{one}" not in named]
    assert unnamed == []
