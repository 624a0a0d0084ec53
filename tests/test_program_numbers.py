"""The numbers and the rules for a session that a program has, and its names that each pair fills in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mentor_tui import claims, pdu
from mentor_tui.schema.records import Session
from mentor_tui.screens.people.people import pair_form
from mentor_tui.screens.vault.firstrun import who_form
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import all_sessions, earned_here, why_not_here

from .claim_room import TODAY as CLAIM_DAY
from .claim_room import open_room
from .cli_room import Room
from .packs import NUMBERS, installed
from .pdu_room import held


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


# --- Names that a pair fills in -------------------------------------------------------------------------------------


def test_a_program_is_shown_in_general_words_where_no_pair_is_meant(room: Room, tmp_path: Path) -> None:
    for form in ("table", "json"):
        listed = room.run("programs", "list", "--format", form).out
        assert "Mentoring at your house" in listed and "{house}" not in listed
    told = room.run("programs", "show", NUMBERS).out
    assert "Mentoring at your house (numbers), your house" in told and "the keeper" in told and "{" not in told
    workspace = open_room(tmp_path)
    for field in (who_form(workspace).field("program"), pair_form(workspace).field("program")):
        assert "Mentoring at your house" in {o.label for o in field.options}


# --- Channels over which a talk earns no PDUs -----------------------------------------------------------------------


def with_talks(tmp_path: Path, *talks: Session) -> Workspace:
    """The certified mentor of the tests of claims, in the program with numbers, with these talks."""
    workspace = open_room(tmp_path)
    workspace.save(msgspec.structs.replace(workspace.pairs[0], program=NUMBERS, start="2026-04-01"), *talks)
    return workspace


def test_a_talk_over_a_channel_that_the_program_rules_out_earns_no_pdus_and_the_reason_is_told(tmp_path: Path) -> None:
    written = held(60, "2026-04-02", channel="e mail")
    workspace = with_talks(tmp_path, held(60, "2026-04-01", channel="phone"), written)
    reason = "By e mail, a talk earns no PDUs in this program."
    view = workspace.view(workspace.pairs[0])
    told = {line.session.id: line.reason for line in pdu.lines_of(view)}
    assert told[written.id] == reason == why_not_here(workspace, written) and earned_here(workspace, written) == 0
    book = pdu.book(all_sessions(workspace), today=CLAIM_DAY)
    [opening] = claims.openings(workspace)
    assert book.amount(0).quarters == pdu.earned(view) == opening.groups[0].amount.quarters == 4
    assert pdu.ledger(view).minutes == 60
    assert "no PDUs in this program" in " ".join(
        b.reason for n in pdu.numbers(book.positions[0], book.lines) for b in n.behind
    )
    ahead = pdu.forecast(all_sessions(workspace), CLAIM_DAY)
    assert ahead.now.amount(0).quarters == ahead.then.amount(0).quarters == 4


def test_a_written_exchange_takes_no_minute_of_a_talk_of_that_day(tmp_path: Path) -> None:
    short, long = held(30, "2026-04-01", start="18:00"), held(120, "2026-04-01", channel="Email")
    workspace = with_talks(tmp_path, short, long)
    assert pdu.earned(workspace.view(workspace.pairs[0])) == 2
    assert why_not_here(workspace, short) == ""


def test_another_program_takes_talks_over_every_channel(tmp_path: Path) -> None:
    workspace = open_room(tmp_path)
    workspace.save(held(60, "2026-04-02", channel="e-mail"))
    assert pdu.earned(workspace.view(workspace.pairs[0])) == 4
