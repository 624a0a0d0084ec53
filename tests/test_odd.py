"""Records that say what cannot be come back with every way in, are marked, and count for nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui import pdu
from mentor_tui.claims import evidence
from mentor_tui.mentoring import rhythm
from mentor_tui.pdu.alerts import alerts_of
from mentor_tui.schema import odd
from mentor_tui.schema import records as rec
from mentor_tui.workspace.all_sessions import all_sessions

from .cli_room import Room
from .pdu_room import TODAY, held, position
from .test_imports_everything import PAIR, SESSION, export

BACKWARDS = {"id": "c1", "name": "PMP", "cycle_start": "2026-01-01", "cycle_end": "2025-12-31"}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def test_a_full_export_with_odd_records_comes_back_marked_and_not_counted(room: Room) -> None:
    assert room.run("vault", "create", "--empty").code == 0
    ahead = {**SESSION, "id": "s2", "on": "2026-12-24"}
    file = room.folder / "in.json"
    file.write_text(json.dumps(export(pairs=[PAIR], sessions=[SESSION, ahead], certifications=[BACKWARDS])))
    for options in (["--dry-run"], []):
        done = room.run("import", file, *options)
        assert done.code == 0, done
        assert "sessions, 2026-12-24: kept and not counted" in done.err
        assert "certifications, c1: kept, but nothing counts towards it" in done.err
    assert "to come: does not count" in room.run("sessions").out
    workspace = room.workspace()
    view = workspace.view(workspace.pairs[0])
    assert [s.id for s in view.met] == ["s1"] and pdu.earned(view) == 4
    assert "1 more does not count" in rhythm.totals(view).sentence
    [lines] = pdu.book(all_sessions(workspace), today=workspace.today()).pairs
    assert {line.session.id: line.reason for line in lines} == {"s1": "", "s2": odd.TO_COME}
    workspace.close()
    assert "before it starts" in room.run("pdu").out
    out = room.folder / "out.json"
    assert room.run("export", "everything", "--output", out).code == 0
    other = room.folder / "other.vault"
    assert room.run("vault", "create", "--empty", "--vault", other).code == 0
    assert room.run("import", out, "--vault", other).code == 0


def test_nothing_counts_in_a_cycle_that_ends_before_it_starts() -> None:
    certification = rec.Certification(**BACKWARDS)  # type: ignore[arg-type]
    found = position(held(60), held(60, "2025-12-31"), held(60, "2026-01-01"), certification)
    assert found.giving_back.counts == 0
    assert found.keep_until == ""
    until = evidence.keep_until([held(60)], [certification])  # no row may go early by a day that cannot be
    assert not until.known and until.day.year >= 2029
    assert any("before it starts" in alert.sentence for alert in alerts_of(found, TODAY))


def test_the_list_of_meetings_marks_what_cannot_have_been_held_yet() -> None:
    from mentor_tui.screens.sessions.sessions import _row

    ahead = _row(held(60, "2026-12-24"), 1, TODAY.isoformat(), None)
    assert (ahead.cells[0], ahead.cells[-1], ahead.cells[-2]) == ("check", "check", "-")
    assert _row(held(60), 1, TODAY.isoformat(), 4).cells[-1] == "held"


def test_a_join_says_what_came_in_that_cannot_be(room: Room) -> None:
    room.create()
    copy = room.folder / "copy.vault"
    copy.write_bytes(room.vault.read_bytes())
    workspace = room.workspace(copy)
    [pair] = workspace.pairs
    ahead = rec.Session(pair_id=pair.id, on="2026-12-24", minutes=60, status="held")
    workspace.save(ahead, msgspec.structs.replace(pair, start="2026-03-01", end="2026-02-01"))
    workspace.close()
    done = room.run("vault", "merge", copy)
    assert done.code == 0, done
    assert "sessions, 2026-12-24: kept and not counted" in done.out


def test_a_dry_run_of_a_full_export_finds_what_is_wrong_in_a_part_and_names_the_record(room: Room) -> None:
    assert room.run("vault", "create", "--empty").code == 0
    goal = {"id": "g1", "pair_id": "p1", "title": "Estimate better", "steps": [{"id": "x", "due": "soon"}]}
    file = room.folder / "in.json"
    file.write_text(json.dumps(export(pairs=[PAIR], goals=[goal])))
    tried = room.run("import", "--dry-run", file)
    assert tried.code == 6 and "goals, g1 (Estimate better)" in tried.err and "soon" in tried.err
    refused = room.run("import", file)
    assert refused.code == 6 and "goals, g1:" in refused.err and "Estimate" not in refused.err


def test_one_dry_run_of_a_full_export_names_every_record_that_is_wrong(room: Room) -> None:
    assert room.run("vault", "create", "--empty").code == 0
    broken = {**PAIR, "id": "p2", "role": "king"}
    theirs, goal = {**SESSION, "pair_id": "p2"}, {"id": "g1", "pair_id": "p1", "steps": [{"id": "x", "due": "soon"}]}
    late, typo = {**SESSION, "id": "s2", "on": "2026-02-31"}, {"id": "g2", "pair_id": "p1", "notes": [{"percent": "x"}]}
    file = room.folder / "in.json"
    file.write_text(json.dumps(export(pairs=[PAIR, broken], sessions=[theirs, late], goals=[goal, typo])))
    said = room.run("import", "--dry-run", file).err
    assert "4 of the records" in said
    for name in ("pairs, record 2 (p2)", "sessions, s2", "goals, g1", "goals, record 2 (g2)"):
        assert name in said
    assert "s1" not in said  # it is only wrong because its pair is


def test_a_dry_run_on_a_vault_that_can_only_be_read_ends_as_the_import_would(room: Room) -> None:
    from mentor_tui.vault import Vault

    room.create()
    opened = Vault.open

    def only_read(*what: Any, **how: Any) -> Vault:
        vault = opened(*what, **how)
        vault.read_only = True
        return vault

    room.monkeypatch.setattr(Vault, "open", only_read)
    whole, sheet = room.folder / "in.json", room.folder / "in.csv"
    whole.write_text(json.dumps(export(pairs=[PAIR])))
    sheet.write_text("date;minutes\n2026-07-12;60\n")
    for file in (whole, sheet):
        assert room.run("import", file).code == room.run("import", "--dry-run", file).code == 8
