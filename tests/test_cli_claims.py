"""`mentor-tui claims` and the spreadsheets of `export`, as scripts and people use them."""

from __future__ import annotations

import csv
import io
import sys
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui import claims, pdu
from mentor_tui.schema.records import Certification, Claim, Disclosure, Session
from tests.cli_room import DATA, Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    found = Room(tmp_path, monkeypatch, capsys)
    found.create()
    return found


def certify(room: Room) -> None:
    workspace = room.workspace()
    workspace.save(Certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"))
    workspace.close()


def only_claim(room: Room) -> Claim:
    workspace = room.workspace()
    (claim,) = workspace.all(Claim)
    workspace.close()
    return claim


def test_from_a_spreadsheet_to_an_approved_claim(room: Room) -> None:
    assert room.run("import", DATA / "past-sessions.csv").code == 0
    assert "You have added no certification" in room.run("claims").out
    certify(room)
    listed = room.run("claims", "list", "--format", "json").json
    assert listed["can_be_claimed"][0]["certifications"] == ["PMP"] and not listed["claims"]
    made = room.run("claims", "prepare")
    assert made.code == 0, made.err
    claim = only_claim(room)
    assert claim.quarters >= 4 and claim.state == "prepared"
    assert "Share Knowledge" in made.out and claim.started[5:7] + "/" in made.out
    key = claim.id[:8]
    assert room.run("claims", "mark", key, "approved").code == 6  # not before it was submitted
    assert room.run("claims", "mark", key, "submitted", "--on", "2026-08-04").code == 6  # tomorrow
    assert room.run("claims", "mark", key, "submitted", "--on", "2026-08-01").code == 0
    assert room.run("claims", "drop", key).code == 6
    assert room.run("claims", "mark", key, "rejected").code == 0
    assert room.run("claims", "mark", key, "back").code == 0
    assert room.run("claims", "mark", key, "approved", "--on", "2026-08-02").code == 0
    claim = only_claim(room)
    assert (claim.submitted_on, claim.rejected_on, claim.approved_on) == ("2026-08-01", "", "2026-08-02")
    rows = list(csv.DictReader(io.StringIO(room.run("claims", "list", "--format", "csv").out)))
    assert [(r["state"], r["matches"]) for r in rows] == [("approved", "True")]


def test_a_partners_name_in_a_claim_is_told_apart_from_the_fields_and_may_give_way(room: Room) -> None:
    certify(room)
    workspace = room.workspace()
    [pair] = workspace.pairs
    talk = Session(pair_id=pair.id, on="2026-07-02", minutes=60, status="held", focus=f"{pair.partner_name} drew it")
    workspace.save(talk)
    workspace.close()
    made = room.run("claims", "prepare")
    assert f"{pair.partner_name} drew it" in made.out and "Look twice" not in made.out
    assert "Check description. Your partner's name" in made.err
    shown = room.run("claims", "show", only_claim(room).id, "--names", "initials")
    assert pair.partner_name not in shown.out + shown.err and "drew it" in shown.out
    assert pair.partner_name in only_claim(room).description


def test_prepare_takes_the_groups_of_the_pair_that_is_named_by_the_numbers_of_the_list(room: Room) -> None:
    certify(room)
    workspace = room.workspace()
    [bram] = workspace.pairs
    carl = msgspec.structs.replace(bram, id=str(uuid.uuid4()), partner_name="Carl Maes")
    days = [(bram, "2026-06-01"), (bram, "2026-06-08"), (carl, "2026-07-02")]
    workspace.save(carl, *(Session(pair_id=pair.id, on=on, minutes=60, status="held") for pair, on in days))
    workspace.close()
    listed = room.run("claims", "list", "--pair", "Carl", "--format", "json").json["can_be_claimed"]
    [theirs] = [group["number"] for group in listed]
    others = [number for number in (1, 2, 3) if number != theirs]
    refused = room.run("claims", "prepare", str(others[0]), "--pair", "Carl")
    assert refused.code == 6 and f"The numbers are {theirs}." in refused.err
    assert room.run("claims", "prepare", "--pair", "Carl").code == 0
    assert only_claim(room).pair_id == carl.id
    nothing = room.run("claims", "prepare", "--pair", "Carl")
    assert nothing.code == 6 and "Nothing can be claimed now" in nothing.err


def test_a_list_lays_out_the_book_and_what_can_be_claimed_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.run("import", DATA / "past-sessions.csv")
    certify(room)
    room.run("claims", "prepare")
    books, opened = list[object](), list[object]()
    book, openings = pdu.book, claims.openings

    def counted(*args: Any, **named: Any) -> pdu.Book:
        books.append(args)
        return book(*args, **named)

    def counted_openings(*args: Any, **named: Any) -> list[claims.Opening]:
        opened.append(args)
        return openings(*args, **named)

    monkeypatch.setattr(pdu, "book", counted)
    monkeypatch.setattr(claims, "openings", counted_openings)
    monkeypatch.setattr(sys.modules[openings.__module__], "openings", counted_openings)
    listed = room.run("claims", "list", "--format", "json").json
    assert (len(books), len(opened)) == (1, 1)
    assert listed["can_be_claimed"] and listed["claims"] and float(listed["to_claim"]) >= 1


def test_a_day_that_is_none_is_refused_in_whole_sentences(room: Room) -> None:
    room.run("import", DATA / "past-sessions.csv")
    certify(room)
    room.run("claims", "prepare")
    marked = room.run("claims", "mark", only_claim(room).id, "submitted", "--on", "31/2/2026")
    kept = room.run("forget", "Bram Claes", "--keep-evidence", "--keep-until", "31/2/2026", "--yes")
    for refused in (marked, kept):
        assert refused.code == 6 and "is not a day in the calendar. Nothing was changed." in refused.err


def test_a_claim_is_named_well_enough_or_nothing_happens(room: Room) -> None:
    room.run("import", DATA / "past-sessions.csv")
    certify(room)
    assert room.run("claims", "prepare", "99").code == 6
    assert room.run("claims", "show", "nope").code == 7 or room.run("claims", "show", "nope").code == 6
    assert room.run("claims", "prepare", "1").code == 0
    key = only_claim(room).id
    assert "Date completed" in room.run("claims", "show", key).out
    assert room.run("claims", "drop", key).code == 0
    workspace = room.workspace()
    assert not workspace.all(Claim)
    workspace.close()


def test_spreadsheets_ask_for_which_settings_and_are_noted(room: Room) -> None:
    room.run("import", DATA / "past-sessions.csv")
    certify(room)
    room.run("claims", "prepare")
    assert room.run("export", "sessions").code == 2
    assert room.run("export", "closure", "--csv-for", "be").code == 2
    be, us = room.folder / "be.csv", room.folder / "us.csv"
    assert room.run("export", "sessions", "--csv-for", "be", "--output", be).code == 0
    assert room.run("export", "claims", "--csv-for", "us", "--output", us).code == 0
    assert be.stat().st_mode & 0o777 == 0o600
    assert be.read_bytes().startswith(b"\xef\xbb\xbf")
    sessions = list(csv.DictReader(io.StringIO(be.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))
    workspace = room.workspace()
    assert len(sessions) == len(workspace.all(Session))
    assert {d.format for d in workspace.all(Disclosure)} == {"csv-be", "csv-us"}
    workspace.close()
    assert any("," in row["PDUs"] for row in sessions) and not any("." in row["PDUs"] for row in sessions)
    (claim,) = csv.DictReader(io.StringIO(us.read_bytes().decode("utf-8-sig"), newline=""))
    assert claim["State"] == "prepared" and float(claim["PDUs"]) >= 1


def test_a_spreadsheet_with_initials_for_names_adds_and_changes_nothing_here(room: Room, tmp_path: Path) -> None:
    workspace = room.workspace()
    [pair] = workspace.pairs
    words = f"{pair.partner_name} drew it"
    workspace.save(Session(pair_id=pair.id, on="2026-07-02", start="18:00", minutes=60, status="held", focus=words))
    workspace.close()
    sheet = tmp_path / "sessions.csv"
    assert room.run("export", "sessions", "--csv-for", "be", "--output", sheet).code == 0
    assert words not in sheet.read_text()
    assert room.run("import", sheet).code == 0
    workspace = room.workspace()
    assert [s.focus for s in workspace.all(Session)] == [words]
    workspace.close()
