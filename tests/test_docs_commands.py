"""docs/command-line.md and the commands tell the same: options, choices, and examples that give what they show."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest

from mentor_tui.cli.main import tree
from mentor_tui.schema.records import Action, Session
from tests.cli_room import Room
from tests.test_docs import PAGES

PAGE = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text("utf-8")
_OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][a-z-]*")
_EVERYWHERE = {"--vault", "--pair", "--passphrase-file", "--help", "-h"}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def _leaves(found: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(found, click.Group):
        for part in found.list_commands(click.Context(found)):
            below = found.get_command(click.Context(found), part)
            assert below is not None
            yield from _leaves(below, f"{name} {part}".strip())
    else:
        yield name, found


COMMANDS = dict(_leaves(tree))
_SECTION = re.compile(r"^### (.+)\n((?:(?!^##).*\n?)*)", re.MULTILINE)
SECTIONS = dict(_SECTION.findall(PAGE.partition("\n## Commands\n")[2]))


def _section(name: str) -> tuple[str, str]:
    """The heading and the text of a command; `claims show` stands below `claims`."""
    for wanted in (name, name.split()[0]):
        for heading, body in SECTIONS.items():
            if re.search(rf"`{wanted}[` \[]", heading):
                return heading, body
    raise AssertionError(f"{name} has no section")


def _options(command: click.Command) -> set[str]:
    return {way for p in command.params if isinstance(p, click.Option) for way in (*p.opts, *p.secondary_opts)}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_tells_every_option_and_choice_of_a_command(name: str) -> None:
    heading, body = _section(name)
    told = set(_OPTION.findall(heading + body))
    assert _options(COMMANDS[name]) - _EVERYWHERE <= told
    for param in COMMANDS[name].params:
        if isinstance(param.type, click.Choice):
            assert [choice for choice in param.type.choices if not re.search(rf"\b{choice}\b", heading + body)] == []


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_page_promises_no_option_or_choice_that_a_command_does_not_have(heading: str) -> None:
    named = [name for name in COMMANDS if _section(name)[0] == heading]
    there = set[str]().union(*(_options(COMMANDS[name]) for name in named)) | _EVERYWHERE
    assert set(_OPTION.findall(heading)) <= there
    choices = [p for name in named for p in COMMANDS[name].params if isinstance(p.type, click.Choice)]
    for option, listed in re.findall(r"(--[a-z-]+) ([a-z-]+(?:\|[a-z-]+)+)", heading):
        assert all(set(listed.split("|")) == set(p.type.choices) for p in choices if option in p.opts), option


def _called(page: str) -> Iterator[list[str]]:
    """The command lines that a page shows, in backticks or in a block, as words without the program's name."""
    prose, blocks = "\n".join(page.split("\n```")[::2]), "\n".join(page.split("\n```")[1::2])
    quoted = re.findall(r"`mentor-tui ([a-z][^`\n]*)`", prose)
    for line in quoted + re.findall(r"^mentor-tui ([a-z].*)", blocks, re.MULTILINE):
        yield shlex.split(line.partition("<<")[0], comments=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_command_that_a_page_shows_is_there_with_its_options(page: Path) -> None:
    for words in _called(page.read_text("utf-8")):
        command: click.Command = tree
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            below = command.get_command(click.Context(command), words.pop(0))
            assert below is not None, (page.name, words)
            command = below
        assert {word for word in words if word.startswith("-") and word != "-"} <= _options(command), (page.name, words)


def test_the_example_of_log_keeps_what_it_shows(room: Room) -> None:
    room.create()
    shown = re.search(r"```sh\nmentor-tui (log .*?) <<'END'\n(.*?)END\n", PAGE, re.DOTALL)
    assert shown
    assert room.run(*shlex.split(shown[1]), stdin=shown[2]).code == 0
    with closing(room.workspace()) as workspace:
        held, following = sorted(workspace.all(Session), key=lambda s: s.on)
        assert (held.on, held.minutes, held.status) == ("2026-05-18", 60, "held")
        assert (held.focus, held.outcome) == ("Stakeholder map", "Map drawn, sponsor meeting booked")
        assert (held.takeaways, held.private_notes) == ("Ask the sponsor first", "for my eyes only")
        assert (following.on, following.start, following.minutes) == ("2026-06-01", "18:00", 60)
        assert [(a.owner, a.text, a.due) for a in workspace.all(Action)] == [
            ("mentee", "draft the sponsor memo", "2026-05-28")
        ]


def _within(shown: Any, real: Any) -> bool:
    """True when every name that is shown is there, with a value of the same kind, in some item of each list."""
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(name in real and _within(shown[name], real[name]) for name in shown)
    if isinstance(shown, list):
        return isinstance(real, list) and all(any(_within(item, other) for other in real) for item in shown)
    return type(shown) is type(real)


def test_the_example_of_pdu_has_the_shape_of_what_comes_out(room: Room) -> None:
    room.create()
    room.run("log", "--date", "2026-05-18", "--minutes", "60")
    room.run("log", "--date", "2026-05-25", "--minutes", "60", "--kind", "webinar")
    shown = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert _within(json.loads(shown[1]), room.run("pdu", "--format", "json").json)
