"""The commands, one by one, as a script uses them."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from mentor_tui.cli import terminal
from mentor_tui.cli.summaries import COMMANDS, EXIT_CODES
from mentor_tui.schema import document_kinds
from mentor_tui.schema.records import Action, Agreement, Certification, Disclosure, Goal, Pair, Session

from .cli_room import DATA, Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def test_version_and_help_answer_without_a_vault(room: Room) -> None:
    assert room.bare("--version").out.startswith("mentor-tui ")
    page = room.bare("--help").out
    for word in ("status", "import", "vault", "demo", "--passphrase-file", "wrong passphrase", "10  reading"):
        assert word in page
    assert room.bare("--vault", "x", "--help").out.strip() == page.strip()
    assert room.bare("--vault", "x", "--version").out == room.bare("-V").out


@pytest.mark.parametrize(
    "command", ["status", "log", "sessions", "pdu", "export", "import", "programs", "vault", "demo"]
)
def test_every_command_explains_itself(room: Room, command: str) -> None:
    found = room.bare(command, "--help")
    assert found.code == 0
    assert "--vault" in found.out


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_real_sessions_give_six_and_a_quarter(room: Room, role: str) -> None:
    room.create(role)
    imported = room.run("import", DATA / "past-sessions.csv")
    assert imported.code == 0
    assert "8 sessions added" in imported.out
    (pair,) = room.run("pdu", "--format", "json").json["pairs"]
    assert (pair["pair"], pair["role"]) == ("Bram Claes", role)
    assert (pair["counted_minutes"], pair["earned"]) == (390, "6.25")
    earned = [s["earned"] for s in pair["sessions"] if s["counts"]]
    assert earned == ["1.00", "1.25", "0.75", "0.75", "1.50", "1.00"]
    left_out = {s["kind"]: s["reason"] for s in pair["sessions"] if not s["counts"]}
    assert set(left_out) == {"kickoff", "webinar"}
    assert all(left_out.values())
    assert ("triangle" in pair) == (role == "mentee")


def test_pdu_in_words_and_as_csv(room: Room) -> None:
    room.create()
    room.run("import", DATA / "past-sessions.csv")
    with_cap = room.workspace()
    with_cap.save(Certification(name="PMP", cycle_start="2026-01-01"))
    with_cap.close()
    told = room.run("pdu").out
    assert "6.25 PDUs from 390 minutes" in told
    assert "PMP" in told
    rows = list(csv.DictReader(io.StringIO(room.run("pdu", "--format", "csv").out)))
    assert [r["counts"] for r in rows].count("yes") == 6
    found = room.run("pdu", "--format", "json").json
    assert found["certifications"][0]["counts"] == "6.25"
    [mine] = found["pairs"][0]["certifications"]
    assert (mine["name"], mine["counts"], mine["over_cap"]) == ("PMP", "6.25", "0.00")


def test_the_belgian_excel_file(room: Room) -> None:
    room.create("mentee")
    assert "4 sessions added" in room.run("import", DATA / "past-sessions-excel-be.csv").out
    sessions = room.run("sessions", "--format", "json").json["pairs"][0]["sessions"]
    assert [s["date"] for s in sessions] == ["2026-03-12", "2026-04-02", "2026-04-30", "2026-05-31"]
    assert sessions[1]["focus"] == "Stakeholders « ERP » – coördinatie"
    assert sessions[3]["focus"] == "=SOM(A1:A3)"
    assert [sessions[0][k] for k in ("ways_of_working", "power_skills", "business_acumen")] == [1, 3, 0]
    rows = list(csv.DictReader(io.StringIO(room.run("sessions", "--format", "csv").out)))
    assert rows[3]["focus"] == "'=SOM(A1:A3)"


@pytest.mark.parametrize(("answer", "minutes"), [(True, [105, 110]), (False, [45, 50])])
def test_hours_beside_minutes_that_may_be_either_are_asked_about_or_said_by_a_script(
    room: Room, monkeypatch: pytest.MonkeyPatch, answer: bool, minutes: list[int]
) -> None:
    room.create()
    file = room.folder / "list.csv"
    file.write_text("Date;Hours;Minutes\n2026-03-18;1;45\n2026-03-19;1;50\n", "utf-8")
    refused = room.run("import", file)
    assert refused.code == 6 and "--lengths added or --lengths minutes" in refused.err
    with monkeypatch.context() as patch:
        asked: list[str] = []
        patch.setattr(terminal, "interactive", lambda: True)
        patch.setattr(terminal, "ask_yes", lambda said: asked.append(said) or (answer if len(asked) == 1 else True))
        assert room.run("import", file).code == 0
        assert asked[0] == "Add hours and minutes up?" and len(asked) == 2
    assert [s["minutes"] for s in room.run("sessions", "--format", "json").json["pairs"][0]["sessions"]] == minutes
    again = room.run("import", file, "--lengths", "added" if answer else "minutes")
    assert again.code == 0 and "0 sessions added" in again.out


def test_a_day_of_a_log_that_may_be_in_two_years_is_asked_about_and_never_guessed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.create()
    workspace = room.workspace()
    soon = workspace.today() + timedelta(days=2)
    workspace.close()
    argv = ("log", "--date", f"{soon.day}/{soon.month}", "--minutes", "60", "--allow-early")
    refused = room.run(*argv, stdin="focus: Map")
    assert refused.code == 6 and f" or {soon}; type the year too" in refused.err
    with monkeypatch.context() as patch:
        patch.setattr(terminal, "interactive", lambda: True)
        patch.setattr(terminal, "ask", lambda question: str(soon.year - 1) if "Which year?" in question else "")
        assert room.run(*argv).code == 0
    [logged] = room.run("sessions", "--format", "json").json["pairs"][0]["sessions"]
    assert logged["date"] == soon.replace(year=soon.year - 1).isoformat()


def test_log_reads_its_prose_from_standard_input(room: Room) -> None:
    room.create()
    words = (
        "focus: Stakeholder map\nand who decides\noutcome: Map drawn\ntakeaways: Ask early\nnotes: only mine\n"
        "action: Bram: sponsor memo by 2026-08-20\nnext: 2026-09-03 18:00, 45 min\n"
    )
    done = room.run("log", "--date", "2026-08-01", "--minutes", "1h15", "--split", "0,5 0,25 0,25", stdin=words)
    assert done.code == 0, done.err
    assert "1.25 PDUs" in done.out
    assert "Actions noted: 1" in done.out
    workspace = room.workspace()
    held, planned = sorted(workspace.all(Session), key=lambda s: s.on)
    assert (held.focus, held.outcome, held.takeaways) == ("Stakeholder map\nand who decides", "Map drawn", "Ask early")
    assert (held.private_notes, held.minutes, held.status, held.start) == ("only mine", 75, "held", "")
    assert (held.ways_of_working, held.power_skills, held.business_acumen) == (2, 1, 1)
    assert (planned.on, planned.start, planned.minutes, planned.status) == ("2026-09-03", "18:00", 45, "planned")
    (action,) = workspace.all(Action)
    assert (action.owner, action.text, action.due, action.session_id) == (
        "mentee",
        "sponsor memo",
        "2026-08-20",
        held.id,
    )
    workspace.close()


def test_days_in_an_old_log_count_from_its_date(room: Room) -> None:
    room.create()
    words = "focus: Map\naction: Bram: memo by Friday\nnext: in 2 weeks 18u\n"  # 1 July 2026 is a Wednesday
    done = room.run("log", "--date", "Wed 1/7", "--minutes", "60", stdin=words)
    assert done.code == 0, done.err
    assert "memo, by 2026-07-03" in done.out
    workspace = room.workspace()
    assert [(s.on, s.start) for s in workspace.all(Session) if s.status == "planned"] == [("2026-07-15", "18:00")]
    workspace.close()


def test_a_promise_on_standard_input_may_be_called_as_the_app_calls_it(room: Room) -> None:
    room.create()
    done = room.run("log", "--minutes", "60", stdin="topic: Map\npromises: Bram: memo by Friday")
    assert done.code == 0 and "Actions noted: 1" in done.out, done


def test_what_contradicts_itself_is_refused_before_anything_is_saved(room: Room) -> None:
    room.create()
    done = room.run("log", "--date", "Thu 1/7", stdin="focus: Map")
    assert (done.code, "is a Wednesday, not a Thursday" in done.err) == (6, True)
    done = room.run("log", "--minutes", "60", stdin="focus: Map\nnext: Mon 1/9/2026")
    assert done.code == 6
    assert "is a Tuesday, not a Monday" in done.err
    workspace = room.workspace()
    assert workspace.all(Session) == []
    workspace.close()


def test_free_text_is_the_focus_and_a_planned_meeting_is_taken_over(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    plan = Session(pair_id=workspace.pairs[0].id, on="2026-08-03", start="18:00", minutes=50, agenda=["one"])
    workspace.save(plan)
    workspace.close()
    assert room.run("log", stdin="Just a talk\nabout: many things").code == 0
    workspace = room.workspace()
    (held,) = workspace.all(Session)
    assert (held.id, held.status, held.minutes, held.agenda) == (plan.id, "held", 50, ["one"])
    assert held.focus == "Just a talk\nabout: many things"
    workspace.close()


def test_a_meeting_that_fell_through(room: Room) -> None:
    room.create()
    done = room.run("log", "--session-status", "no-show", "--date", "1/8/2026", stdin="reason: train strike")
    assert done.code == 0, done.err
    assert "counts for nothing" in done.out
    (session,) = room.workspace().all(Session)
    assert (session.status, session.reason) == ("no_show", "train strike")


@pytest.mark.parametrize(("status", "stored"), [("no-show", "no_show"), ("cancelled", "cancelled")])
def test_what_fell_through_keeps_every_word(room: Room, status: str, stored: str) -> None:
    room.create()
    words = "reason: strike\nnotes: he was ill\noutcome: none yet\n"
    words += "action: me: send the map by 10/8/2026\nnext: 12/8/2026 18:00"
    done = room.run("log", "--session-status", status, "--date", "1/8/2026", stdin=words)
    assert done.code == 0, done.err
    workspace = room.workspace()
    fell, following = sorted(workspace.all(Session), key=lambda s: s.on)
    assert (fell.status, fell.reason, fell.private_notes, fell.outcome) == (stored, "strike", "he was ill", "none yet")
    assert (following.on, following.status) == ("2026-08-12", "planned")
    (action,) = workspace.all(Action)
    assert (action.text, action.due) == ("send the map", "2026-08-10")
    workspace.close()


def test_the_next_meeting_takes_the_usual_length(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    workspace.save(replace(workspace.pairs[0], usual_minutes=45))
    workspace.close()
    assert room.run("log", "--date", "1/8/2026", stdin="focus: the map\nnext: 12/8/2026 18:00").code == 0
    assert {s.minutes for s in room.workspace().all(Session)} == {45}


def test_nothing_said_is_nothing_logged(room: Room) -> None:
    room.create()
    done = room.run("log", stdin="")
    assert (done.code, room.workspace().all(Session)) == (2, [])
    assert "nothing is logged" in done.err


def test_the_same_log_twice_is_one_meeting(room: Room) -> None:
    room.create()
    log = ("log", "--date", "1/8/2026", "--minutes", "60")
    assert room.run(*log, stdin="focus: the map").code == 0
    again = room.run(*log, stdin="focus: the map")
    assert again.code != 0 and "logged already" in again.err
    assert len(room.workspace().all(Session)) == 1
    assert room.run(*log, stdin="focus: another thing").code == 0


@pytest.mark.parametrize(
    ("options", "stdin"),
    [
        (["--date", "31/02"], ""),
        (["--date", "2026-12-24"], ""),
        (["--start", "25:00"], ""),
        (["--minutes", "soon"], ""),
        (["--minutes", "0"], ""),
        (["--kind", "seance"], ""),
        (["--split", "1,2"], ""),
        (["--split", "a,b,c"], ""),
        ([], "next: whenever"),
        ([], b"\xff\xfe\xfa"),
    ],
)
def test_log_refuses_what_makes_no_sense_and_changes_nothing(room: Room, options: list[str], stdin: str) -> None:
    room.create()
    before = room.vault.read_bytes()
    done = room.run("log", *options, stdin=stdin)
    assert done.code == 6
    assert done.err.strip()
    assert room.vault.read_bytes() == before


def test_lists_say_what_to_do_when_empty(room: Room) -> None:
    room.create()
    for command in ("sessions", "goals", "actions"):
        assert "No " in room.run(command).out
        assert room.run(command, "--format", "json").json["pairs"][0][command] == []
        assert room.run(command, "--format", "csv").out.startswith("pair,")


def test_lists_hold_one_clean_line_per_row(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    pair = workspace.pairs[0]
    workspace.save(
        Goal(pair_id=pair.id, title="Lead a committee", percent=60),
        Action(pair_id=pair.id, text="@sum(a1)", due="2026-08-09"),
        Session(pair_id=pair.id, on="2026-07-01", status="held", minutes=60, focus="first\nsecond " + "long " * 40),
    )
    workspace.close()
    for command in ("sessions", "goals", "actions"):
        assert len(room.run(command).out.strip().split("\n")) == 2
    assert "'@sum(a1)" in room.run("actions", "--format", "csv").out
    assert room.run("goals", "--format", "json").json["pairs"][0]["goals"][0]["percent"] == 60
    assert "…" in room.run("sessions").out


def test_private_notes_do_not_show_in_lists(room: Room) -> None:
    room.create()
    room.run("log", "--minutes", "60", stdin="focus: x\nnotes: SECRET-MARK")
    for form in ("table", "csv", "json"):
        assert "SECRET-MARK" not in room.run("sessions", "--format", form).out
    assert "SECRET-MARK" in room.run("export", "notes").out


def test_status(room: Room) -> None:
    room.create()
    told = room.run("status")
    assert told.code == 0
    assert "Bram Claes: you are the mentor" in told.out
    assert "Next:" in told.out
    assert "no recovery key" in told.out
    state = room.run("status", "--format", "json").json
    assert state["pairs"][0]["earned"] == "0.00"
    assert state["recovery_key"] is False


def test_status_tells_the_hours_of_the_certificate_and_how_many_talks_do_not_count(room: Room) -> None:
    room.create()
    for minutes in (50, 75):  # the same talk, logged twice
        room.run("log", "--date", "2026-07-20", "--start", "18:00", "--minutes", str(minutes), stdin="focus: Map")
    room.run("log", "--date", "2026-07-27", "--minutes", "60", stdin="focus: Plan")
    certificate = room.run("export", "hours").out
    assert "2 h 15" in certificate
    assert "So far: 2 sessions, 2 h 15 since July; 1 more does not count; 2.25 PDUs" in room.run("status").out


def test_several_pairs(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    workspace.save(Pair(role="mentee", partner_name="Carla Maes"))
    workspace.close()
    assert room.run("import", DATA / "past-sessions.csv").code == 9
    assert room.run("log", "--minutes", "60").code == 9
    assert room.run("export", "closure").code == 9
    assert room.run("import", "--pair", "carla", DATA / "past-sessions.csv").code == 0
    pairs = room.run("pdu", "--format", "json").json["pairs"]
    assert {p["pair"]: p["earned"] for p in pairs} == {"Bram Claes": "0.00", "Carla Maes": "6.25"}
    assert [p["pair"] for p in room.run("--pair", "Bram", "pdu", "--format", "json").json["pairs"]] == ["Bram Claes"]
    assert room.run("pdu", "--pair", "nobody").code == 6
    assert "Carla Maes" in room.run("sessions").out
    assert len(room.run("status", "--format", "json").json["pairs"]) == 2


def test_export_works_before_closure_and_is_noted(room: Room) -> None:
    room.create()
    room.run("import", DATA / "past-sessions.csv")
    out = room.folder / "closure.md"
    done = room.run("export", "closure", "--output", out, "--to", "Program team")
    assert done.code == 0, done.err
    assert "Closure summary" in out.read_text()
    assert out.stat().st_mode & 0o777 == 0o600
    workspace = room.workspace()
    (noted,) = workspace.all(Disclosure)
    assert (noted.what, noted.format, noted.recipient) == ("closure", "md", "Program team")
    workspace.close()
    again = room.run("export", "closure", "--output", out)
    assert again.code == 10
    assert room.run("export", "closure", "--output", out, "--overwrite").code == 0
    assert room.run("export", "closure", "--output", room.folder / "nowhere" / "x.md").code == 10


def test_a_script_hears_that_a_name_gave_way_and_may_keep_it(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    name = workspace.pairs[0].partner_name
    workspace.save(
        Session(pair_id=workspace.pairs[0].id, on="2026-04-02", minutes=60, status="held", focus=f"With {name}")
    )
    workspace.close()
    masked = room.run("export", "pdu-log", "--format", "csv")
    assert masked.code == 0 and name not in masked.out and name not in masked.err
    assert "was replaced by initials" in masked.err and "2026-04-02" in masked.err and "--names keep" in masked.err
    kept = room.run("export", "sessions", "--csv-for", "be", "--names", "keep")
    assert kept.code == 0 and f"With {name}" in kept.out and "--names initials" in kept.err
    assert room.run("export", "hours").err == ""


@pytest.mark.parametrize("document", ["closure", "midpoint", "agreement", "pdu-log", "hours", "notes"])
def test_every_document_in_every_format(room: Room, document: str) -> None:
    room.create()
    workspace = room.workspace()
    pair = workspace.pairs[0]
    field = next(f for f in workspace.program(pair).form("agreement").fields() if f.kind == "text")
    workspace.save(Agreement(pair_id=pair.id, answers={field.id: "To grow"}))
    workspace.close()
    for form in ("md", "html", "csv", "json"):
        done = room.run("export", document, "--format", form)
        assert done.code == (0 if form in document_kinds.every()[document].formats else 2), done.err
        assert bool(done.out) == (done.code == 0)
        if form == "json" and done.code == 0:
            json.loads(done.out)


def test_everything_travels_to_an_empty_vault_and_back(room: Room) -> None:
    room.create("mentee")
    room.run("import", DATA / "past-sessions.csv")
    room.run("log", "--minutes", "60", stdin="focus: a\noutcome: b\nnotes: c\naction: me: read on by 2026-08-20")
    room.run("export", "closure")
    first, second = room.folder / "a.json", room.folder / "b.json"
    assert room.run("export", "everything", "--output", first).code == 0
    other = room.folder / "other.vault"
    assert room.run("vault", "create", "--empty", "--vault", other).code == 0
    assert room.run("import", first, "--dry-run", "--vault", other).code == 0
    done = room.run("import", first, "--vault", other)
    assert done.code == 0, done.err
    assert room.run("export", "everything", "--output", second, "--vault", other).code == 0
    assert first.read_bytes() == second.read_bytes()
    before = other.read_bytes()
    again = room.run("import", first, "--vault", other)
    assert (again.code, again.out[:15]) == (0, "0 records added")
    assert other.read_bytes() == before
    assert room.run("pdu", "--format", "json", "--vault", other).json["pairs"][0]["earned"] == "7.25"


def test_what_differs_is_kept_as_it_is_here(room: Room) -> None:
    room.create()
    room.run("log", "--minutes", "60", stdin="focus: before")
    file = room.folder / "all.json"
    room.run("export", "everything", "--output", file)
    workspace = room.workspace()
    (session,) = workspace.all(Session)
    workspace.save(msgspec.structs.replace(session, focus="after"))
    workspace.close()
    done = room.run("import", file)
    assert done.code == 0
    assert "Kept as they are here: 1; --dry-run names them." in done.err
    assert "sessions, after" not in done.err + done.out
    assert "Kept as they are here: sessions, after" in room.run("import", file, "--dry-run").err
    (session,) = room.workspace().all(Session)
    assert session.focus == "after"


def test_tables_show_words_and_csv_and_json_keep_ids(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    pair = workspace.pairs[0]
    workspace.save(
        Session(pair_id=pair.id, on="2026-07-01", minutes=60, status="no_show", kind="one_to_one"),
        Session(pair_id=pair.id, on="2026-07-02", minutes=60, status="held", kind="group"),
        Goal(pair_id=pair.id, title="Speak up", status="not_reached"),
    )
    workspace.close()
    for command, words in (("sessions", ("one-to-one", "no-show", "group session")), ("goals", ("not reached",)),
                           ("pdu", ("one-to-one", "group session")), ("status", ("not reached",))):  # fmt: skip
        told = room.run(command).out
        assert all(word in told for word in words), told
        assert not re.search(r"one_to_one|no_show|not_reached", told)
    for form in ("csv", "json"):
        assert "one_to_one" in room.run("sessions", "--format", form).out
        assert "one_to_one" in room.run("pdu", "--format", form).out
        assert "not_reached" in room.run("goals", "--format", form).out
    assert "not_reached" in room.run("status", "--format", "json").out
    file = room.folder / "in.csv"
    file.write_text("date;minutes;status\n2026-03-12;60;no-show\n")
    told = room.run("import", file, "--dry-run").out
    assert "one-to-one" in told
    assert "no-show" in told


def test_programs(room: Room) -> None:
    assert "pmi-belgium" in room.bare("programs", "list").out
    assert room.bare("programs", "list", "--format", "json").json["programs"][0]["id"]
    assert "Engage" in room.bare("programs", "show", "pmi-belgium").out
    assert room.bare("programs", "show", "pmi-belgium", "--format", "json").json["id"] == "pmi-belgium"
    assert room.bare("programs", "show", "unheard-of").code == 6


def test_the_page_and_the_help_tell_the_same() -> None:
    page = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text("utf-8")
    for code, meaning in EXIT_CODES.items():
        assert f"| {code} | {meaning} |" in page
    for name in COMMANDS:
        assert f"`{name}" in page
    for group in ("create", "info", "backups", "verify", "restore", "merge", "passwd", "recovery new", "rekey"):
        assert f"`vault {group}" in page


def test_past_sessions_move_the_start_of_the_program_back(room: Room) -> None:
    room.create()
    room.run("import", DATA / "past-sessions.csv")
    pair = room.workspace().pairs[0]
    assert (pair.start, pair.end) == ("2026-03-12", "2026-08-09")


def test_a_day_long_before_the_program_is_asked_about(room: Room) -> None:
    room.create()
    before = ("log", "--date", "2025-07-20", "--minutes", "60")
    refused = room.run(*before, stdin="focus: Map")
    assert refused.code != 0 and "2025-07-20 is long before the program started" in refused.err
    assert "--allow-early" in refused.err and not room.workspace().all(Session)
    assert room.run(*before, "--allow-early", stdin="focus: Map").code == 0
    assert room.run("log", "--date", "2026-06-20", "--minutes", "60", stdin="focus: Map").code == 0


@pytest.mark.parametrize("option", ["9h", "10:00", "481"])
def test_more_than_eight_hours_are_asked_about_in_a_log_too(room: Room, option: str) -> None:
    room.create()
    said = "focus: Map"
    refused = room.run("log", "--minutes", option, stdin=said)
    assert refused.code == 6 and "more than eight hours" in refused.err and "--allow-long" in refused.err
    assert not room.workspace().all(Session)
    assert room.run("log", "--minutes", option, "--allow-long", stdin=said).code == 0
    assert room.run("log", "--date", "2026-06-20", "--minutes", "8h", stdin="focus: Map").code == 0
    fell_through = ("--session-status", "no-show")
    assert room.run("log", "--date", "2026-06-19", "--minutes", "9h", *fell_through, stdin="ill").code == 0


@pytest.mark.parametrize("field", ["notities", "Note", "notess", "Remarques", "privat notes", "Notizen"])
def test_notes_under_another_name_never_become_part_of_what_others_read(room: Room, field: str) -> None:
    room.create()
    refused = room.run("log", "--minutes", "60", stdin=f"focus: Stakeholder map\n{field}: he may lose his job\n")
    assert refused.code == 6 and "private note" in refused.err and "write notes:" in refused.err
    assert room.run("sessions", "--format", "json").json["pairs"][0]["sessions"] == []
    kept = room.run("log", "--minutes", "60", stdin="focus: Map\nnotes: mine\nRemarks: also mine\nVotes: three\n")
    assert kept.code == 0, kept  # among the notes it is where it belongs


def test_a_pair_is_found_without_accents_and_by_a_nickname(room: Room) -> None:
    room.create(partner="Łukasz D’Hondt")
    workspace = room.workspace()
    workspace.save(msgspec.structs.replace(workspace.pairs[0], partner_nicknames="Luka, Big L"), label="named")
    workspace.save(Pair(role="mentee", partner_name="Eva Smets", start="2026-08-03", end="2026-12-31"), label="more")
    workspace.vault.close()
    for name in ("lukasz", "D'Hondt", "LUKASZ D'HONDT", "luka", "big l"):
        found = room.run("--pair", name, "log", "--minutes", "30", stdin=f"focus: said {name}\naction: Luka: memo\n")
        assert found.code == 0 and "Łukasz: memo" in found.out, (name, found)
    assert room.run("--pair", "Lucas", "status").code == 6


def test_a_file_that_stands_there_is_kept_and_the_way_to_replace_it_is_told_where_there_is_one(room: Room) -> None:
    room.create()
    taken = room.folder / "taken.txt"
    taken.write_text("mine")
    kept = room.run("export", "notes", "--output", taken)
    assert kept.code == 10 and kept.err.count("--overwrite replaces it") == 1
    kept = room.run("vault", "recovery", "new", "--output", taken)
    assert kept.code == 10 and "Choose another name" in kept.err and "replace" not in kept.err
    assert taken.read_text() == "mine"
    assert room.run("export", "notes", "--output", taken, "--overwrite").code == 0
