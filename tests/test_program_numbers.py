"""The numbers and the rules for a session that a program has, and its names that each pair fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import audit, claims, documents, pdu
from mentor_tui.claims import evidence
from mentor_tui.documents import figures
from mentor_tui.documents.audit import pack as audit_pack
from mentor_tui.documents.invitations import invitation
from mentor_tui.mentoring import agreements, journey, session_rules, sessions
from mentor_tui.mentoring.program_hours import how_far, span_words
from mentor_tui.mentoring.typed_when import When
from mentor_tui.schema import programs
from mentor_tui.schema.program_parts import Amounts, Range, SessionRules, SplitPart
from mentor_tui.schema.program_words import amounts_in_words
from mentor_tui.schema.records import Record, Session
from mentor_tui.screens.people.people import pair_form
from mentor_tui.screens.vault.firstrun import who_form
from mentor_tui.workspace import PairView, Workspace
from mentor_tui.workspace.all_sessions import all_sessions, earned_here, why_not_here

from .claim_room import TODAY as CLAIM_DAY
from .claim_room import claim_of, open_room
from .cli_room import Room
from .packs import NUMBERS, installed
from .pair_views import TODAY, talk, view
from .pdu_room import held

BARE = view()


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
    reason = "By e mail, a session earns no PDUs in this program."
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


def test_a_talk_that_earns_no_pdus_is_in_no_audit_and_leaves_no_row_when_its_pair_is_forgotten(tmp_path: Path) -> None:
    workspace = with_talks(tmp_path, held(60, "2026-04-01"), held(60, "2026-04-02", channel="e-mail"))
    choice = audit.usual(workspace)
    assert choice and [one.session.on for one in audit.read(workspace, choice.id).sessions] == ["2026-04-01"]
    assert [row.on for row in evidence.rows_of(workspace, workspace.pairs[0])] == ["2026-04-01"]


@pytest.mark.parametrize(
    ("state", "kept"),
    [("submitted", 4), ("pending", 4), ("audit", 4), ("approved", 4), ("prepared", 0), ("rejected", 0)],
)
def test_what_pmi_has_keeps_its_pdus_when_the_program_rules_out_its_channel_later(
    tmp_path: Path, state: str, kept: int
) -> None:
    workspace = open_room(tmp_path)
    written = held(60, "2026-04-02", channel="e-mail")
    workspace.save(written)
    claim_of(workspace, state=state)
    workspace.save(msgspec.structs.replace(workspace.pairs[0], program=NUMBERS, start="2026-04-01"))
    view = workspace.view(workspace.pairs[0])
    [line] = view.lines
    assert (line.quarters, bool(line.reason)) == (kept, not kept)
    assert pdu.book(all_sessions(workspace), today=CLAIM_DAY).amount(0).quarters == kept
    assert earned_here(workspace, written) == kept and bool(why_not_here(workspace, written)) == (not kept)
    assert len(evidence.rows_of(workspace, workspace.pairs[0])) == (1 if kept else 0)
    if kept:
        choice = audit.usual(workspace)
        assert choice and [one for one in audit.read(workspace, choice.id).sessions if one.session.id == written.id]
        assert "its channel earns no PDUs" not in str(audit.read(workspace, choice.id))


def test_another_program_takes_talks_over_every_channel(tmp_path: Path) -> None:
    workspace = open_room(tmp_path)
    workspace.save(held(60, "2026-04-02", channel="e-mail"))
    assert pdu.earned(workspace.view(workspace.pairs[0])) == 4


# --- How far a pair is ----------------------------------------------------------------------------------------------


def of(*found: Record, today: date = TODAY, **pair: Any) -> PairView:
    """A pair in the program with numbers, since April."""
    known = {"program": NUMBERS, "start": "2026-04-01", "end": "", "kickoff": "", "cadence_days": 0, "role": "mentee"}
    return replace(view(*found, today=today, pair=known | pair), program=programs.general(NUMBERS))


def test_a_pair_is_told_how_far_it_is_by_the_numbers_of_its_program() -> None:
    assert how_far(of()) == ["0 of 10 sessions, 0 of 8 hours", "0 of at least 2 sessions, 0 of 2 to 4 hours this month"]
    held = [talk(-30), talk(-2, minutes=45)]
    assert how_far(of(*held)) == [
        "2 of 10 sessions, 1 h 45 of 8 hours",
        "1 of at least 2 sessions, 45 min of 2 to 4 hours this month",
    ]
    assert how_far(of(*held, status="paused")) == ["2 of 10 sessions, 1 h 45 of 8 hours"]
    assert how_far(of(*held, end="2026-05-10")) == ["1 of 10 sessions, 1 of 8 hours"]
    assert how_far(replace(view(*held), program=programs.load("minimal"))) == []


def test_no_more_of_a_session_counts_for_the_program_than_it_says_and_pdus_stay_as_they_are() -> None:
    pair = of(talk(-1, minutes=100), talk(-2, minutes=30))
    assert "90 min" not in journey.totals(pair).sentence
    assert "2 sessions, 1 h 30 since May; 40 min not counted, as at most 60 min of a session count" in (
        journey.totals(pair).sentence
    )
    assert figures.derived(pair)["hours_held"] == "1 h 30" and pdu.earned(pair) == 8


def test_talks_over_a_channel_that_the_program_does_not_count_are_kept_and_told_apart() -> None:
    pair = of(talk(-1), talk(-2, channel="CHAT"), talk(-3, channel="chát"))
    told = journey.totals(pair)
    assert (told.sessions, told.aside) == (1, 0)
    assert told.sentence.endswith("; 2 over chát and CHAT, which the program does not count")
    assert how_far(pair)[0] == "1 of 10 sessions, 1 of 8 hours"
    assert (figures.derived(pair)["meetings_held"], pdu.earned(pair)) == (1, 12)
    only = journey.totals(of(talk(-2, channel="chat")))
    assert only.sentence == "no sessions yet; 1 over chat, which the program does not count"


def test_sessions_a_month_are_a_rhythm_where_the_program_has_no_other() -> None:
    pair = of(talk(-20))
    assert pair.rhythm_days == 15
    said = journey.cadence(pair)
    assert (said.state, said.sentence) == (
        "quiet",
        "last met 20 days ago, in this program at least 2 sessions a month; a short call counts too",
    )
    assert journey.cadence(of(talk(-20), cadence_days=28)).state == "fine"


def test_a_range_is_told_as_it_was_said() -> None:
    said = {(2, 0, 4): "2 to 4 hours", (0, 8, 0): "8 hours", (1, 0, 1): "1 hour", (0, 0, 1.5): "at most 1.5 hours"}
    for (least, usual, most), words in said.items():
        assert span_words(Range(least, usual, most), "hour") == words
    assert span_words(Range(), "hour") == span_words(None, "hour") == ""


def test_status_tells_how_far_a_pair_is(room: Room) -> None:
    who = ("--name", "Ana", "--role", "mentor", "--partner", "Bram", "--program", NUMBERS)
    assert room.run("vault", "create", *who).code == 0
    assert "Program: 0 of 10 sessions, 0 of 8 hours" in room.run("status").out
    assert room.run("status", "--format", "json").json["pairs"][0]["how_far"][0] == "0 of 10 sessions, 0 of 8 hours"


# --- The rules for a session ----------------------------------------------------------------------------------------


def test_a_new_plan_proposes_the_parts_of_a_session_scaled_to_its_length() -> None:
    plan = sessions.new_plan(of(usual_minutes=60))
    assert plan.agenda == ["Look back (10 min)", "Plan (15 min)", "Work (35 min)"]
    assert sessions.new_plan(of(usual_minutes=90)).agenda == ["Look back (15 min)", "Plan (22 min)", "Work (53 min)"]
    shorter = sessions.plan_from(of(usual_minutes=60), When("2026-06-02", "18:00", 30))
    assert shorter is not None and shorter.agenda == ["Look back (5 min)", "Plan (7 min)", "Work (18 min)"]
    assert b"Look back (10 min)" in invitation(of(usual_minutes=60), plan)
    assert sessions.new_plan(view()).agenda == []


def test_an_agenda_of_the_two_own_words_does_not_follow_the_length() -> None:
    pair = of()
    own = msgspec.structs.replace(sessions.new_plan(pair), agenda=["Look back (10 min)"])
    assert session_rules.lasting(pair, own, 30).agenda == ["Look back (10 min)"]
    assert session_rules.lasting(pair, msgspec.structs.replace(own, agenda=[]), 30).agenda == []


@given(st.integers(1, 1440), st.lists(st.integers(1, 1440), min_size=1, max_size=8))
def test_the_parts_of_a_session_are_whole_minutes_in_proportion_that_add_up_to_it(
    minutes: int, split: list[int]
) -> None:
    rules = SessionRules(split=tuple(SplitPart(f"Part {n}", m) for n, m in enumerate(split)))
    pair = replace(BARE, program=msgspec.structs.replace(BARE.program, session=rules))
    lines = session_rules.parts(pair, minutes)
    told = {int(line.split()[1]): int(line.split("(")[1].split()[0]) for line in lines}
    assert sum(told.values()) == minutes and list(told) == sorted(told)
    assert all(abs(told.get(n, 0) - minutes * m / sum(split)) < 1 for n, m in enumerate(split))


@pytest.mark.parametrize(("minutes", "word"), [(44, True), (45, False), (90, False), (91, True), (0, False)])
def test_a_length_that_the_program_does_not_ask_for_gets_a_gentle_word(minutes: int, word: bool) -> None:
    said = session_rules.word_on_length(of(), talk(-1, minutes=minutes))
    assert said == ("The program asks for 45 to 90 minutes." if word else "")
    assert session_rules.word_on_length(of(), talk(-1, minutes=minutes, kind="webinar")) == ""
    assert session_rules.word_on_length(view(), talk(-1, minutes=minutes)) == ""


def test_the_fields_of_a_session_tell_the_rules_of_the_program() -> None:
    form = programs.general(NUMBERS).form("session")
    helps = {field.id: field.help for field in form.fields()}
    assert helps["minutes"] == "Talking time, without breaks. The program asks for 45 to 90 minutes. Up to 60 count."
    assert helps["channel"] == (
        "Usually in person; else Vid\u00e9o, phone. Not counted: Chat, E-mail. No PDUs: e-mail."
    )
    assert helps["agenda"].endswith("The mentee proposes it.") and helps["objective"].endswith("The mentor sets it.")
    assert helps["outcome"].endswith("The mentee writes the record that both keep.")
    assert programs.load("minimal").form("session") == programs.shared_forms()["session"]


def test_an_agreement_begins_with_what_the_program_says() -> None:
    answers = agreements.draft(of()).answers
    assert (answers["agenda_by"], answers["channels"]) == ("mentee", "in person, Vid\u00e9o, phone")
    assert agreements.draft(of(usual_channel="Teams")).answers["channels"] == "Teams"


def test_a_log_of_another_length_is_saved_with_a_gentle_word(room: Room) -> None:
    who = ("--name", "Ana", "--role", "mentor", "--partner", "Bram", "--program", NUMBERS)
    assert room.run("vault", "create", *who).code == 0
    short = room.run("log", "--minutes", "20", stdin="Plans")
    assert short.code == 0 and "The program asks for 45 to 90 minutes." in short.out


def test_a_program_is_shown_with_its_rules_for_a_session(room: Room) -> None:
    assert (
        "A session: 45 to 90 minutes. Up to 60 minutes count. Look back 10 min, Plan 15 min, Work 35 min. Usually in "
        "person; else Vid\u00e9o, phone. Not counted: Chat, E-mail. No PDUs: e-mail.\n"
    ) in room.run("programs", "show", NUMBERS).out
    assert "A session" not in room.run("programs", "show", "minimal").out


def test_amounts_are_said_once_where_least_and_most_are_the_same() -> None:
    def said(**hours: float) -> str:
        return amounts_in_words(Amounts(hours=Range(**hours)))

    assert said(least=8, most=8) == said(least=8, most=8, usual=8) == "8 hours"
    assert said(least=2, most=4, usual=3) == "2 to 4 hours, 3 as a rule"
    assert said(usual=1) == "1 hour as a rule" and said(least=1, most=1) == "1 hour"
    assert said(least=1) == "at least 1 hour" and said(least=0.5, most=1) == "0.5 to 1 hour"


# --- The same hours in every document -------------------------------------------------------------------------------


def test_the_certificate_tells_the_hours_that_the_program_counts_and_what_it_leaves_out() -> None:
    found = of(talk(-30, minutes=90), talk(-20, channel="Chat"), talk(-10, minutes=45), talk(-2), end="2026-05-15")
    page = documents.build(found, "hours")
    facts, table = (section.blocks[0] for section in page.sections[:2])
    assert isinstance(facts, documents.Facts) and isinstance(table, documents.Table)
    told = {fact.id: fact.value for fact in facts.items}
    assert (told["hours"], told["program_hours"]) == ("4 h 15", "1 h 45")
    assert told["left_out"] == (
        "1 over Chat, which the program does not count; 30 min not counted, as at most 60 min of a session count; "
        "1 after the pair's end"
    )
    assert [row[2:] for row in table.rows] == [("90", "60"), ("60", "0"), ("45", "45"), ("60", "0")]
    assert "1 h 45" in documents.render(documents.build(found, "closure"), "md").decode()


def test_the_certificate_says_nothing_of_the_program_where_it_counts_all() -> None:
    page = documents.render(documents.build(of(talk(-30)), "hours"), "md").decode()
    assert "program counts" not in page and "leaves out" not in page


def test_a_program_is_asked_to_confirm_the_talks_that_it_counts(tmp_path: Path) -> None:
    talks = (held(90, "2026-04-01", channel="phone"), held(60, "2026-04-02", channel="Chat"), held(30, "2026-04-03"))
    workspace = with_talks(tmp_path, *talks)
    choice = audit.usual(workspace)
    assert choice is not None
    letter = audit_pack.build(workspace, choice.id).letters
    assert "Sessions: 2\n" in letter and "Time together: 2 h\n" in letter
    assert (
        "Of this, counted by you: 1 h 30\n" in letter
        and "Over a channel that you do not count: 1 session, 1 h\n" in letter
    )
