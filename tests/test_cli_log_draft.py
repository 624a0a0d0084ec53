"""What is typed in `log` on a terminal survives Ctrl+C, a closed window and a failure, and is offered again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from mentor_tui.cli import terminal
from mentor_tui.schema.records import Action, Session
from mentor_tui.vault import SaveFailed
from mentor_tui.workspace import Workspace

from .cli_room import Room


@pytest.fixture
def room(tmp_path, monkeypatch, capsys) -> Room:  # type: ignore[no-untyped-def]
    room = Room(tmp_path, monkeypatch, capsys)
    room.create()
    return room


Answers = Callable[..., list[str]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Somebody at the terminal: gives these answers in turn, then presses Ctrl+C; returns the questions."""

    def scripted(*lines: str) -> list[str]:
        left, questions = list(lines), list[str]()

        def ask(question: str) -> str:
            questions.append(question)
            if not left:
                raise KeyboardInterrupt
            return left.pop(0)

        monkeypatch.setattr(terminal, "interactive", lambda: True)
        monkeypatch.setattr(terminal, "ask", ask)
        return questions

    return scripted


def drafts(room: Room) -> list[tuple[str, str]]:
    workspace = room.workspace()
    found = [(d.record, d.field) for d in workspace.vault.drafts.all()]
    workspace.close()
    return found


def sessions(room: Room) -> list[Session]:
    workspace = room.workspace()
    found = workspace.all(Session)
    workspace.close()
    return found


def test_ctrl_c_keeps_every_line_and_log_offers_them(room: Room, answer: Answers) -> None:
    answer("Stakeholder map", "and who decides", "", "A map")
    stopped = room.run("log", "--minutes", "50")
    assert stopped.code == 130 and "kept as a draft" in stopped.err
    assert sessions(room) == [] and [place for _, place in drafts(room)] == ["log"]
    assert b"Stakeholder" not in b"".join(f.read_bytes() for f in room.folder.rglob("*") if f.is_file())

    questions = answer("y", "", "", "", "mine", "", "Bram: sponsor memo by 28 December", "", "")
    done = room.run("log")
    assert done.code == 0, done.err
    assert questions[0].startswith("Go on with it?")
    (held,) = sessions(room)
    assert (held.focus, held.outcome, held.private_notes) == ("Stakeholder map\nand who decides", "A map", "mine")
    assert held.minutes == 50
    assert drafts(room) == []


def test_a_draft_that_is_not_wanted_now_stays_and_is_not_written_over(room: Room, answer: Answers) -> None:
    answer("The first talk")
    assert room.run("log").code == 130
    answer("n", "The second talk")
    assert room.run("log").code == 130
    assert sorted(place for _, place in drafts(room)) == ["log", "log#2"]
    answer("y", "")
    assert room.run("log").code == 130  # nothing was added: the draft is as it was
    answer("y", "", "", "", "", "", "")
    assert room.run("log").code == 0
    assert [s.focus for s in sessions(room)] == ["The first talk"]
    assert [place for _, place in drafts(room)] == ["log#2"]


def test_a_save_that_fails_keeps_the_words(room: Room, answer: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise SaveFailed("the disk is full")

    answer("The map", "", "", "", "", "Bram: memo", "", "")
    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "save", full)
        failed = room.run("log", "--minutes", "50")
    assert failed.code == 10 and "kept as a draft" in failed.err
    answer("y", "", "", "", "", "", "")
    assert room.run("log").code == 0
    workspace = room.workspace()
    assert [a.text for a in workspace.all(Action)] == ["memo"]
    workspace.close()


def test_the_draft_of_a_planned_meeting_stands_in_its_place(room: Room, answer: Answers) -> None:
    workspace = room.workspace()
    today = workspace.today()
    pair = workspace.pairs[0]
    workspace.save(
        Session(pair_id=pair.id, on=today.isoformat(), start="10:00", minutes=60, status="planned", focus="the plan")
    )
    (planned,) = workspace.all(Session)
    workspace.close()
    answer("What was said")
    assert room.run("log").code == 130
    assert drafts(room) == [(planned.id, f"log:{planned.id}")]
    answer("y", "", "", "", "", "", "")
    assert room.run("log").code == 0
    assert [(s.id, s.focus, s.status) for s in sessions(room)] == [(planned.id, "What was said", "held")]


def test_nothing_typed_leaves_no_draft(room: Room, answer: Answers) -> None:
    answer()
    assert room.run("log").code == 130
    answer("", "", "", "", "", "")
    done = room.run("log")
    assert done.code == 2 and "nothing is logged" in done.err
    assert drafts(room) == [] and sessions(room) == []


def test_what_fell_through_is_asked_only_what_makes_sense(room: Room, answer: Answers) -> None:
    questions = answer("flu", "call first", "", "Bram: new date by 28 December", "", "")
    assert room.run("log", "--session-status", "cancelled").code == 0
    assert not any("came out" in q or "take away" in q for q in questions)
    (ended,) = sessions(room)
    assert (ended.status, ended.reason, ended.private_notes) == ("cancelled", "flu", "call first")
    workspace = room.workspace()
    assert [a.text for a in workspace.all(Action)] == ["new date"]
    workspace.close()


def test_an_action_that_is_not_understood_is_asked_again(room: Room, answer: Answers) -> None:
    questions = answer(
        "The map", "", "", "", "", "Bram: memo by Tuesday 28 December", "", "Bram: memo by 28 December", "", ""
    )
    done = room.run("log", "--minutes", "50")
    assert done.code == 0, done.err
    assert len(questions) == 10
    workspace = room.workspace()
    assert [(a.text, a.due[5:]) for a in workspace.all(Action)] == [("memo", "12-28")]
    workspace.close()


def leave_draft(room: Room, **values: object) -> None:
    """A draft that the app left."""
    workspace = room.workspace()
    pair = workspace.pairs[0].id
    draft = {"by": "", "pair": pair, "title": "the log of a session", "values": values, "known": {}}
    workspace.vault.drafts.save(pair, "log", json.dumps(draft))
    workspace.close()


def test_a_draft_with_a_day_to_come_is_not_saved_as_held_and_stays(room: Room, answer: Answers) -> None:
    leave_draft(room, focus="The map", on="2026-08-10", minutes="60")
    questions = answer("y", *[""] * 9)
    done = room.run("log", "--minutes", "50")
    assert (done.code, sessions(room)) == (6, []) and "2026-08-10 is still to come" in done.err
    assert len(questions) == 1, "nothing is asked for in vain"
    assert [place for _, place in drafts(room)] == ["log"]


def test_a_day_without_its_year_in_a_draft_lies_behind_as_it_does_in_the_app(room: Room, answer: Answers) -> None:
    leave_draft(room, focus="The map", on="10 August", minutes="60")
    answer("y", "2025", *[""] * 9)  # a week ahead, and so as likely a slip: it is asked
    done = room.run("log", "--allow-early")
    assert done.code == 0, done.err
    assert [s.on for s in sessions(room)] == ["2025-08-10"]


def test_a_next_meeting_that_was_unticked_in_the_app_is_not_planned(room: Room, answer: Answers) -> None:
    leave_draft(room, focus="The map", minutes="60", next="28 December 18:00")
    questions = answer("y", *[""] * 9)
    assert room.run("log").code == 0 and questions[-1].startswith("Next session")
    assert [(s.focus, s.status) for s in sessions(room)] == [("The map", "held")]
    leave_draft(room, focus="The memo", minutes="60", next="28 December 18:00", book=True)
    answer("y", *[""] * 9)
    assert room.run("log").code == 0
    assert sorted((s.status, s.on[5:]) for s in sessions(room) if s.status == "planned") == [("planned", "12-28")]


def test_a_line_that_was_not_ticked_stays_in_a_draft_that_is_written_again(room: Room, answer: Answers) -> None:
    leave_draft(room, focus="The map", minutes="60", next="28 December 18:00")
    answer("y", "The other map")
    assert room.run("log").code == 130
    workspace = room.workspace()
    [draft] = workspace.vault.drafts.all()
    workspace.close()
    values = json.loads(draft.text)["values"]
    assert values["focus"] == "The other map" and values["next"] == "28 December 18:00" and "book" not in values


UNCLEAR = "Bram: memo by Tuesday 28 December"  # which is a Monday
CLEAR = "I: call the sponsor by 20 December"
TYPED = ("The map", "", "", "", "", CLEAR, UNCLEAR, "Bram: plan by 21 December", "")


def promised(room: Room) -> list[str]:
    workspace = room.workspace()
    found = sorted(a.text for a in workspace.all(Action))
    workspace.close()
    return found


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (["Bram: memo by 28 December", ""], ["call the sponsor", "memo", "plan"]),
        ([""], ["call the sponsor", "plan"]),
        ([UNCLEAR, "", "Bram: memo by 28 December", ""], ["call the sponsor", "memo", "plan"]),
    ],
)
def test_actions_that_were_understood_stand_while_one_is_asked_again(
    room: Room, answer: Answers, answers: list[str], kept: list[str]
) -> None:
    answer(*TYPED, *answers, "")
    done = room.run("log", "--minutes", "50")
    assert done.code == 0, done.err
    assert f"Understood: {CLEAR}" in done.err and f"Understood: {UNCLEAR}" not in done.err
    assert promised(room) == kept


@pytest.mark.parametrize("corrected", [[], ["Bram: memo by 28 December"]])
def test_ctrl_c_while_an_action_is_asked_again_keeps_all_of_them(
    room: Room, answer: Answers, corrected: list[str]
) -> None:
    answer(*TYPED, *corrected)
    assert room.run("log", "--minutes", "50").code == 130
    workspace = room.workspace()
    [draft] = workspace.vault.drafts.all()
    workspace.close()
    assert json.loads(draft.text)["title"] == "the log of a session"
    lines = json.loads(draft.text)["values"]["promises"].split("\n")
    assert sorted(lines) == sorted([CLEAR, *(corrected or [UNCLEAR]), "Bram: plan by 21 December"])


def test_a_focus_is_never_the_reason(room: Room) -> None:
    assert room.run("log", "--session-status", "cancelled", stdin="focus: the map\nnotes: mine").code == 0
    assert room.run("log", "--session-status", "no-show", "--date", "1/8/2026", stdin="he was ill").code == 0
    found = {s.status: (s.focus, s.reason, s.private_notes) for s in sessions(room)}
    assert found == {"cancelled": ("the map", "", "mine"), "no_show": ("", "he was ill", "")}


def test_a_day_alone_says_nothing_about_a_meeting(room: Room) -> None:
    done = room.run("log", "--date", "1/8/2026", stdin="")
    assert (done.code, sessions(room)) == (2, [])
    workspace = room.workspace()
    day = workspace.today() - timedelta(days=2)
    pair = workspace.pairs[0]
    workspace.save(Session(pair_id=pair.id, on=day.isoformat(), minutes=60, status="planned"))
    workspace.close()
    assert room.run("log", "--date", day.isoformat(), stdin="").code == 2
    assert [s.status for s in sessions(room)] == ["planned"]
    assert msgspec.structs.asdict(sessions(room)[0])["minutes"] == 60
