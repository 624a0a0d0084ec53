"""The numbers and the rules for a session that a program has, and its names that each pair fills in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentor_tui.screens.people.people import pair_form
from mentor_tui.screens.vault.firstrun import who_form

from .cli_room import Room
from .packs import NUMBERS, installed


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


# --- Names that a pair fills in -------------------------------------------------------------------------------------


def test_a_program_is_shown_in_general_words_where_no_pair_is_meant(room: Room) -> None:
    for form in ("table", "json"):
        listed = room.run("programs", "list", "--format", form).out
        assert "Mentoring at your house" in listed and "{house}" not in listed
    told = room.run("programs", "show", NUMBERS).out
    assert "Mentoring at your house (numbers), your house" in told and "the keeper" in told and "{" not in told
    for field in (who_form().field("program"), pair_form().field("program")):
        assert "Mentoring at your house" in {o.label for o in field.options}
