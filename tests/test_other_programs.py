"""A program may lack what another has: every command and document copes, and no rule of another program applies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import documents
from mentor_tui.errors import NotFound
from mentor_tui.mentoring import agreements, goals, journey, rhythm, sessions, standing
from mentor_tui.schema import document_kinds, program_parts, programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView

from .cli_room import DATA, Room
from .packs import LACKING, OF_PMI_BELGIUM, installed
from .pair_views import signed_agreement, talk, view

TODAY = date(2026, 8, 3)


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def of(program: str, *found: rec.Record, **pair: Any) -> PairView:
    """A pair in a program since April, without agreed days, an end or a rhythm of its own."""
    bare = {"program": program, "start": "2026-04-01", "end": "", "kickoff": "", "cadence_days": 0, "invites_by": ""}
    return replace(view(*found, today=TODAY, pair=bare | pair), program=programs.load(program))


LONG_AGO = talk(0, on="2026-04-20")

# --- The rules ----------------------------------------------------------------------------------------------


def test_without_a_rhythm_nobody_is_reminded_to_meet() -> None:
    quiet = of("no-cadence", LONG_AGO)
    assert quiet.rhythm_days == 0 and rhythm.limits(quiet) is None
    health = rhythm.cadence(quiet)
    assert (health.state, health.rhythm, health.sentence) == ("fine", "", "last met 105 days ago")
    assert "rhythm" not in {r.id for r in journey.reminders(quiet)}
    assert sessions.suggested_day(quiet) > TODAY
    assert not standing.differing(replace(quiet, agreements=[signed_agreement(answers={"frequency": "weekly"})]))


def test_a_rhythm_the_two_agreed_to_holds_without_one_of_the_program() -> None:
    agreed = of("no-cadence", LONG_AGO, cadence_days=14)
    assert rhythm.limits(agreed) == (14, 16)
    assert rhythm.cadence(agreed).state == "quiet"
    assert "agreed every 2 weeks" in rhythm.cadence(agreed).sentence


def test_without_a_length_nothing_ends_by_itself() -> None:
    endless = of("no-length", LONG_AGO)
    assert journey.ends_on(endless) is None and journey.midpoint(endless) is None
    assert not standing.too_long(of("no-length", end="2036-01-01"))
    read = journey.read(endless)
    assert read.week_words == "" and read.stage.id == "begin"
    assert {r.id for r in journey.reminders(endless)}.isdisjoint({"midpoint", "closure", "too-long"})
    program = endless.program
    assert program.planned_end(TODAY) == ""
    assert standing.moved_end("2026-04-01", "", "2026-05-01", "", program) == ""
    assert standing.moved_end("2026-04-01", "2026-12-01", "2026-05-01", "2026-12-01", program) == "2026-12-01"


def test_a_program_that_says_nothing_of_pdus_is_claimed_by_its_name() -> None:
    assert programs.load("no-pdus").claimed_as == program_parts.Pdu("River Circle", "River without PDUs")
    assert programs.load("minimal").claimed_as == program_parts.Pdu("Walks", "Walks")


def test_without_an_agreement_nobody_is_asked_to_sign_one() -> None:
    met = of("no-agreement", LONG_AGO, talk(0, on="2026-07-30"))
    assert not {r.id for r in journey.reminders(met)} & {"agreement", "agreement-differs"}
    assert journey.read(met).next.go != "agreement"
    assert agreements.not_here(met) == "River without a compact has no agreement."
    signed = replace(met, agreements=[signed_agreement(answers={"frequency": "every month"})])
    assert standing.differs(signed) == "" and "is kept" in agreements.not_here(signed)


def test_nobody_is_sent_to_a_team_that_is_not_known() -> None:
    for program in ("no-documents", "minimal"):
        said = [r.text for r in journey.reminders(of(program, talk(-2, on="2026-08-01")))]
        said += [r.text for r in journey.reminders(of(program, status="paused"))]
        assert not [words for words in said if "team" in words]
    assert [r for r in journey.reminders(of("no-pdus", talk(-2, on="2026-08-01"))) if r.id == "rematch"]


def test_a_program_of_one_stage_has_no_closing_steps() -> None:
    for status in ("active", "completed"):
        walks = of("minimal", LONG_AGO, status=status, end="2026-08-10")
        read = journey.read(walks)
        assert read.stage.id == "walk" and read.next.step_id == ""
    assert programs.load("no-pdus").closing_stage == "finish"


def test_no_number_of_goals_is_recommended_where_none_is_said() -> None:
    assert goals.count_hint(programs.load("minimal"), 0) == "" == goals.count_hint(programs.load("minimal"), 12)
    assert goals.count_hint(programs.load("pmi-belgium"), 12)


@pytest.mark.parametrize("program", LACKING)
def test_a_year_of_any_program_has_a_next_thing_each_day(program: str) -> None:
    start = of(program)
    for days in range(0, 365, 13):
        today = date(2026, 4, 1) + timedelta(days=days)
        for status in ("active", "paused", "completed"):
            for held in ([], [LONG_AGO]):
                pair = rec.Pair(
                    **{n: getattr(start.pair, n) for n in start.pair.__struct_fields__} | {"status": status}
                )
                now = replace(start, today=today, pair=pair, sessions=held)
                read = journey.read(now)
                assert read.next.text and read.stage in now.program.stages
                told = [r.text for r in journey.reminders(now)] + [d.text for d in journey.coming_up(now)]
                assert all(told) and not [w for w in told for word in OF_PMI_BELGIUM if word in w]


# --- The documents ------------------------------------------------------------------------------------------


def test_documents_rest_on_forms_of_the_program() -> None:
    whole = [d for d, kind in document_kinds.shared().items() if "outcome" not in kind.needs]
    own = ("mentor-profile", "declarations")
    assert [d for d in programs.load("pmi-belgium").documents if d not in own] == whole
    assert "outcome" in programs.load("two-meeting-start").documents
    assert list(programs.load("no-closing").documents) == [d for d in whole if d != "closure"]
    assert list(programs.load("no-agreement").documents) == [d for d in whole if d != "agreement"]
    for program in ("no-documents", "minimal"):
        assert not {"closure", "midpoint", "agreement"} & set(programs.load(program).documents)


@pytest.mark.parametrize("program", LACKING)
def test_every_document_is_made_or_said_not_to_be_there(program: str) -> None:
    pair = of(program, LONG_AGO, signed_agreement(), rec.Certification(name="PMP"))
    for name in document_kinds.every():
        if name == "everything":
            continue
        if name not in pair.program.documents:
            with pytest.raises(NotFound, match=f"{pair.program.name} has no "):
                documents.build(pair, name)
            continue
        made = documents.build(pair, name)
        for form in document_kinds.every()[name].formats:
            words = documents.render(made, form).decode()
            assert not [w for w in OF_PMI_BELGIUM if w in words], (name, form)
        assert documents.ready(pair, name).preview.leaves


# --- The command line ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", LACKING)
def test_every_command_copes_with_a_program_that_lacks_something(room: Room, program: str) -> None:
    made = room.run("vault", "create", "--name", "Ana", "--role", "mentee", "--partner", "Bram", "--program", program)
    assert made.code == 0, made.err
    said = [made]
    said.append(room.run("import", DATA / "past-sessions.csv"))
    said += [room.run(*words) for words in (["status"], ["sessions"], ["goals"], ["actions"], ["pdu"])]
    said.append(room.run("log", "--minutes", "60", "--date", "2026-08-02", stdin="We walked."))
    said += [room.run("claims", "list"), room.run("programs", "show", program), room.run("programs", "list")]
    for result in said:
        assert result.code == 0, result
    for result in [*said[:-1]]:
        assert not [w for w in OF_PMI_BELGIUM if w in result.out + result.err], result
    for name, kind in document_kinds.every().items():
        extra = ["--csv-for", "be"] if "csv-be" in kind.formats else []
        done = room.run("export", name, *extra)
        offered = name in programs.load(program).documents and name != "agreement"  # none is written yet
        assert done.code == (0 if offered else 6), (name, done)
        if name not in programs.load(program).documents:
            assert "has no " in done.err and done.out == ""


def test_several_programs_in_one_vault_are_told_and_exported_and_one_is_forgotten(room: Room, tmp_path: Path) -> None:
    room.create()
    workspace = room.workspace()
    for pair_id, program in (("walk", "minimal"), ("river", "no-agreement")):
        partner = {"walk": "Max", "river": "Zoë"}[pair_id]
        workspace.save(
            rec.Pair(id=pair_id, role="mentee", partner_name=partner, program=program, start="2026-04-01"),
            rec.Session(pair_id=pair_id, on="2026-05-02", minutes=60, status="held", focus=f"with {pair_id}"),
        )
    workspace.close()
    for words in (
        ["status"],
        ["sessions"],
        ["goals"],
        ["actions"],
        ["pdu"],
        ["claims", "list"],
        ["audit-pack", "--pair", "Max"],
    ):
        for form in ([], ["--format", "json"]):
            told = room.run(*words, *form)
            assert told.code == 0, (words, told)
    assert "Walks" in room.run("status").out and "River without a compact" in room.run("status").out
    assert room.run("export", "closure", "--pair", "Max").code == 6
    assert room.run("export", "closure", "--pair", "Zoë").code == 0
    everything = tmp_path / "all.json"
    assert room.run("export", "everything", "--output", everything).code == 0
    assert room.run("audit-pack", "--pair", "Max", "--output", tmp_path / "pack").code == 0
    done = room.run("forget", "Max", "--yes", "--keep-evidence")
    assert done.code == 0, done
    assert room.run("status").code == 0 and "Walks" not in room.run("status").out
    assert room.run("import", everything).code == 0
    assert "Walks" in room.run("status").out
