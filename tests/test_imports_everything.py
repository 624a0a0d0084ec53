"""The JSON of a full export: strict about what it takes, and never in the way of what is here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mentor_tui.documents import whole
from mentor_tui.imports import everything
from mentor_tui.vault.sealed.payload import SCHEMA_VERSION

from .cli_room import Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


PAIR = {"id": "p1", "partner_name": "Bram", "role": "mentor"}
SESSION = {"id": "s1", "pair_id": "p1", "on": "2026-03-12", "minutes": 60, "status": "held"}


def export(**tables: Any) -> dict[str, Any]:
    return {"format": "mentor-tui/everything/1", "tables": tables}


UNSOUND: list[Any] = [
    {"format": f"mentor-tui/everything/{SCHEMA_VERSION + 1}", "tables": {}},
    {"format": "mentor-tui/everything/0", "tables": {}},
    {"format": "mentor-tui/everything/1.5", "tables": {}},
    {"format": "other", "tables": {}},
    {"tables": {}},
    [],
    {"format": 3},
    export() | {"more": 1},
    {"format": "mentor-tui/everything/1", "tables": []},
    export(unheard_of=[]),
    export(pairs={"id": "p1"}),
    export(pairs=["p1"]),
    export(pairs=[{"partner_name": "no id"}]),
    export(pairs=[{**PAIR, "id": 7}]),
    export(pairs=[{**PAIR, "id": "a\nb"}]),
    export(pairs=[PAIR, PAIR]),
    export(pairs=[{**PAIR, "surprise": 1}]),
    export(pairs=[{**PAIR, "role": "king"}]),
    export(pairs=[{**PAIR, "start": "2026-02-31"}]),
    export(pairs=[{**PAIR, "start": "9999-12-31"}]),
    export(pairs=[PAIR], sessions=[{**SESSION, "created": "yesterday"}]),
    export(pairs=[PAIR], sessions=[{**SESSION, "changed": "2026-05-18"}]),
    export(pairs=[PAIR], disclosures=[{"id": "d", "pair_id": "p1", "what": "closure", "at": "soon"}]),
    export(pairs=[PAIR], agreements=[{"id": "a", "pair_id": "p1", "version": 10**30}]),
    export(pairs=[PAIR], agreements=[{"id": "a", "pair_id": "p1", "reviewed_on": "soon"}]),
    export(sessions=[SESSION]),
    export(pairs=[PAIR], sessions=[{**SESSION, "minutes": 99999}]),
    export(pairs=[PAIR], sessions=[{**SESSION, "focus": "x" * 1_100_000}]),
    export(pairs=[PAIR], worksheets=[{"id": "w", "pair_id": "p1", "form": "session", "answers": {"focus": "b"}}]),
    export(pairs=[PAIR], worksheets=[{"id": "w", "pair_id": "p1", "answers": {"focus": "b"}}]),
    export(profile=[{"id": "you", "name": "x"}]),
]
BROKEN = [b'{"format"', b"{" * 100_000, b"[" * 200_000, b'{"format": "\xff"}']


def test_what_is_broken_or_not_sound_is_refused_whole(room: Room) -> None:
    assert room.run("vault", "create", "--empty").code == 0
    before = room.vault.read_bytes()
    file = room.folder / "in.json"
    for raw in (*BROKEN, *(json.dumps(content).encode() for content in UNSOUND)):
        file.write_bytes(raw)
        done = room.run("import", file)
        assert done.code == 6 and done.err.strip(), (raw[:200], done)
        assert room.vault.read_bytes() == before, raw[:200]


def test_an_export_carries_the_number_of_its_records_so_that_an_older_release_says_that_it_is_newer(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert room.run("vault", "create", "--empty").code == 0
    file = room.folder / "in.json"
    for ours, theirs in ((SCHEMA_VERSION, SCHEMA_VERSION + 1), (1, SCHEMA_VERSION)):  # the next release; the first
        with monkeypatch.context() as patch:
            patch.setattr(whole, "SCHEMA_VERSION", theirs)
            file.unlink(missing_ok=True)
            assert room.run("export", "everything", "--format", "json", "--output", file).code == 0
        with monkeypatch.context() as patch:
            patch.setattr(everything, "SCHEMA_VERSION", ours)
            done = room.run("import", file)
            assert done.code == 6 and "made by a newer mentor-tui" in done.err
        assert (room.run("import", file).code == 0) == (theirs == SCHEMA_VERSION)


def test_texts_from_a_foreign_file_are_cleaned(room: Room) -> None:
    room.run("vault", "create", "--empty")
    file = room.folder / "in.json"
    nasty = "a\x1b]52;c;eA==\x07b\u202ec"
    content = export(
        pairs=[{**PAIR, "partner_name": nasty}],
        sessions=[{**SESSION, "focus": nasty}],
        disclosures=[{"id": "d1", "pair_id": "p1", "recipient": nasty}],
        worksheets=[{"id": "w1", "pair_id": "p1", "form": "closure", "answers": {}}],
    )
    file.write_text(json.dumps(content))
    assert room.run("import", file).code == 0
    out = room.folder / "out.json"
    assert room.run("export", "everything", "--output", out).code == 0
    tables = json.loads(out.read_text())["tables"]
    assert tables["pairs"][0]["partner_name"] == "abc"
    assert tables["sessions"][0]["focus"] == "abc"
    assert tables["disclosures"][0]["recipient"] == "abc"


def test_a_pair_whose_program_is_not_here_comes_back_whole_and_that_is_said(room: Room) -> None:
    room.run("vault", "create", "--empty")
    content = export(
        pairs=[{**PAIR, "program": "unheard-of"}, {**PAIR, "id": "p2", "partner_name": "Eva"}],
        sessions=[SESSION],
        agreements=[{"id": "a1", "pair_id": "p1", "answers": {"purpose": "grow", "pledge": ["a", "b"]}}],
        worksheets=[{"id": "w1", "pair_id": "p1", "form": "own-form", "answers": {"words": "a\x07b"}}],
        logs=[{"id": "l1", "pair_id": "p1", "session_id": "s1", "answers": {"how": "so"}}],
    )
    file = room.folder / "in.json"
    file.write_text(json.dumps(content))
    dry = room.run("import", "--dry-run", file)
    assert dry.code == 0 and "unheard-of" in dry.err and "not on this computer" in dry.err
    done = room.run("import", file)
    assert done.code == 0 and done.err.count("not on this computer") == 1
    out = room.run("export", "everything").json["tables"]
    assert {p["id"]: p.get("program", "") for p in out["pairs"]} == {"p1": "unheard-of", "p2": ""}
    assert out["agreements"][0]["answers"] == {"purpose": "grow", "pledge": ["a", "b"]}
    assert out["worksheets"][0]["answers"] == {"words": "ab"} and out["logs"][0]["answers"] == {"how": "so"}
    assert room.run("import", file).out.startswith("0 records added")
    for name in ("status", "sessions", "goals", "actions", "pdu"):
        listed = room.run(name, "--format", "json")
        assert listed.code == 0 and [one["pair"] for one in listed.json["pairs"]] == ["Eva"], name
        assert "Your pair with Bram cannot be opened" in listed.err


def test_answers_that_the_program_does_not_ask_for_any_more_come_back(room: Room) -> None:
    room.run("vault", "create", "--empty")
    content = export(
        pairs=[PAIR],
        agreements=[{"id": "a1", "pair_id": "p1", "answers": {"no-such-field": "b", "rhythm": "every blue moon"}}],
        worksheets=[{"id": "w1", "pair_id": "p1", "form": "unheard-of", "answers": {"a": "b"}}],
    )
    file = room.folder / "in.json"
    file.write_text(json.dumps(content))
    assert room.run("import", file).code == 0
    out = room.run("export", "everything").json["tables"]
    assert out["agreements"][0]["answers"] == content["tables"]["agreements"][0]["answers"]
    assert out["worksheets"][0]["answers"] == {"a": "b"}


def test_dry_run_counts_and_changes_nothing(room: Room) -> None:
    room.run("vault", "create", "--empty")
    before = room.vault.read_bytes()
    file = room.folder / "in.json"
    file.write_text(json.dumps(export(pairs=[PAIR], sessions=[SESSION])))
    done = room.run("import", "--dry-run", file)
    assert done.code == 0
    assert "sessions: 1 new" in done.out
    assert room.vault.read_bytes() == before
    assert room.run("import", "-", stdin=file.read_bytes()).code == 0
    assert room.run("import", "-", stdin=file.read_bytes()).out.startswith("0 records added")


def test_sheets_are_all_or_nothing_unless_bad_rows_may_be_skipped(room: Room) -> None:
    room.create()
    file = room.folder / "in.csv"
    file.write_text("date;minutes;kind\n2026-03-12;60;1:1\n31/02/2026;60;1:1\n2026-03-14;;1:1\n")
    before = room.vault.read_bytes()
    for options in ([], ["--dry-run"]):
        done = room.run("import", file, *options)
        assert done.code == 6
        assert "line 3" in done.err + done.out
        assert "line 4" in done.err + done.out
        assert room.vault.read_bytes() == before
    assert room.run("import", file, "--dry-run", "--skip-bad").code == 0
    done = room.run("import", file, "--skip-bad")
    assert done.code == 0
    assert "1 session added" in done.out
    assert "line 3: skipped" in done.err


def test_importing_twice_adds_nothing_also_after_an_edit(room: Room) -> None:
    import msgspec

    from mentor_tui.schema.records import Session

    from .cli_room import DATA

    room.create()
    room.run("import", DATA / "past-sessions.csv")
    workspace = room.workspace()
    edited = [msgspec.structs.replace(s, focus="edited", minutes=30) for s in workspace.all(Session)]
    workspace.save(*edited)
    workspace.close()
    before = room.vault.read_bytes()
    done = room.run("import", DATA / "past-sessions.csv")
    assert done.code == 0
    assert "0 sessions added" in done.out
    assert room.vault.read_bytes() == before


def test_a_script_says_which_comes_first_and_hears_what_was_assumed(room: Room) -> None:
    room.create()
    file = room.folder / "in.csv"
    file.write_text("date;minutes\n03/04/2026;60\n")
    before = room.vault.read_bytes()
    refused = room.run("import", file)
    assert refused.code == 6 and "--dates" in refused.err
    assert room.vault.read_bytes() == before
    done = room.run("import", file, "--dates", "mdy")
    assert done.code == 0 and "one-to-one" in done.err
    assert [s["date"] for s in room.run("sessions", "--format", "json").json["pairs"][0]["sessions"]] == ["2026-03-04"]


def sheet(room: Room, words: str) -> Path:
    file = room.folder / "in.csv"
    file.write_text(words)
    return file


def dates_of(room: Room, partner: str) -> list[str]:
    return [s["date"] for s in room.run("sessions", "--pair", partner, "--format", "json").json["pairs"][0]["sessions"]]


def second_pair(room: Room) -> None:
    from mentor_tui.schema.records import Pair

    workspace = room.workspace()
    workspace.save(Pair(partner_name="Carla Ysebaert", role="mentee"))
    workspace.close()


def test_rows_go_to_the_pairs_they_name_and_a_script_hears_it(room: Room) -> None:
    room.create()
    second_pair(room)
    rows = sheet(room, "date;minutes;kind;partner\n2026-03-12;60;1:1;Bram\n2026-03-13;60;1:1;Carla\n")
    done = room.run("import", rows)
    assert done.code == 0 and "Bram Claes (1)" in done.err and "Carla Ysebaert (1)" in done.err
    assert dates_of(room, "Bram") == ["2026-03-12"] and dates_of(room, "Carla") == ["2026-03-13"]
    before = room.vault.read_bytes()
    stranger = room.run("import", sheet(room, "date;minutes;mentee\n2026-03-14;60;Dirk\n"), "--pair", "Bram")
    assert stranger.code == 6 and "line 2" in stranger.err and "Dirk" in stranger.err
    assert room.run("import", sheet(room, "date;minutes\n2026-03-14;60\n")).code == 9
    assert room.vault.read_bytes() == before


def test_more_than_eight_hours_need_an_option_in_a_script(room: Room) -> None:
    room.create()
    file = sheet(room, "date;minutes\n2026-03-12;600\n")
    for options in ([], ["--dry-run"]):
        done = room.run("import", file, *options)
        assert done.code == 6 and "--allow-long" in done.err + done.out
    assert room.run("import", file, "--allow-long", "--dry-run").code == 0
    assert room.run("import", file, "--allow-long").code == 0
    again = room.run("import", file)  # what is here already is not asked about
    assert again.code == 0 and "1 already there" in again.out


def test_a_dry_run_ends_as_the_import_would(room: Room) -> None:
    room.create()
    file = sheet(room, "date;minutes\n03/04/2026;60\n")
    tried = room.run("import", "--dry-run", file)
    assert tried.code == room.run("import", file).code == 6
    assert "--dates" in tried.out
    assert room.run("import", "--dry-run", file, "--dates", "dmy").code == 0


def test_the_start_of_a_program_never_moves_in_silence(room: Room) -> None:
    import msgspec

    room.create()
    workspace = room.workspace()
    workspace.save(msgspec.structs.replace(workspace.pairs[0], start="2026-04-01", end="2026-09-28"))
    workspace.close()
    file = sheet(room, "date;minutes\n2026-03-12;60\nTotaal;60\n")
    sentence = "The start of the program with Bram Claes moves from 2026-04-01 to 2026-03-12"
    assert sentence in room.run("import", "--dry-run", file).out
    done = room.run("import", file)
    assert sentence in done.err and "your only one" in done.err
    assert "0 already there, 1 row of totals, 0 not understood" in done.out


def test_the_list_of_all_pairs_comes_back_without_naming_one(room: Room) -> None:
    room.create()
    second_pair(room)
    rows = "date;minutes;kind;partner\n2026-07-12;60;1:1;Bram\n2026-07-13;60;webinar;Carla\n2026-09-01;45;1:1;Bram\n"
    assert room.run("import", sheet(room, rows)).code == 0
    whole = room.run("sessions", "--format", "csv").out
    before = room.vault.read_bytes()
    again = room.run("import", "-", stdin=whole)
    assert again.code == 0 and "0 sessions added" in again.out and "3 already there" in again.out
    assert room.vault.read_bytes() == before
    room.vault.unlink()
    room.vault = room.folder / "other.vault"
    room.create()
    second_pair(room)
    assert room.run("import", "-", stdin=whole).code == 0
    back = room.run("sessions", "--format", "csv").out
    assert sorted(back.splitlines()) == sorted(whole.splitlines())
