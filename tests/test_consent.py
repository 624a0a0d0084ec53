"""Signers beside the two, and learning logs that a program collects by consent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.audit import scope
from mentor_tui.documents import figures
from mentor_tui.mentoring import agreements, journey
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView

from .cli_room import Room
from .packs import BY_CONSENT, installed
from .pair_views import TODAY, signed_agreement, talk, view
from .test_packs import edit, refused, small_pack


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def of(*found: rec.Record) -> PairView:
    pair = view(*found, pair={"program": BY_CONSENT, "cadence_days": 0})
    return replace(pair, program=programs.load(BY_CONSENT))


# --- Who signs ------------------------------------------------------------------------------------------------------


def test_an_agreement_is_signed_once_all_have_signed_whom_the_program_needs() -> None:
    both = signed_agreement()
    pair = of(both, talk(-9))
    assert view(both).signed(both) and not pair.signed(both)
    assert agreements.status(pair, both) == "signed by you and Bram"
    assert agreements.missing(pair, both) == ["Program coordinator"]
    assert "sign" not in {s.step.id for s in journey.read(pair).steps if s.done}
    assert "Not signed by all yet." in documents.build(pair, "agreement").note
    third = agreements.sign(both, "coordinator", "Cleo Maes", TODAY, "on paper")
    signed = of(third, talk(-9))
    assert signed.signed(third) and agreements.status(signed, third) == "signed"
    assert "sign" in {s.step.id for s in journey.read(signed).steps if s.done}
    page = documents.render(documents.build(signed, "agreement"), "md").decode()
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert [row.split("|")[1].strip() for row in rows[2:]] == [
        "Mentor",
        "Mentee",
        "Program coordinator",
        "Line manager",
    ]
    assert "Cleo Maes" in rows[4]
    assert agreements.unsign(third, "coordinator") == both


def test_an_older_version_that_all_signed_is_still_told_as_signed_while_a_new_one_is_written() -> None:
    signed = agreements.sign(signed_agreement(), "coordinator", "Cleo Maes", TODAY)
    draft = rec.Agreement(pair_id="pair", version=2, answers={"purpose": "grow further"})
    assert figures.derived(of(signed, draft))["agreement_signed"] is True
    assert figures.derived(of(signed_agreement(), draft))["agreement_signed"] is False


def test_a_signature_of_a_third_stays_readable_where_the_program_knows_none() -> None:
    third = agreements.sign(signed_agreement(), "coordinator", "Cleo Maes", TODAY)
    elsewhere = view(third)
    assert elsewhere.signed(third)
    assert "Cleo Maes" in documents.render(documents.build(elsewhere, "agreement"), "md").decode()


# --- What is collected ----------------------------------------------------------------------------------------------


def log(session: rec.Session, **answers: object) -> rec.LearningLog:
    return rec.LearningLog(pair_id=session.pair_id, session_id=session.id, answers=answers)  # type: ignore[arg-type]


def three_logs(pair_id: str = "pair") -> list[rec.Record]:
    first, second, third = (talk(days, pair_id=pair_id) for days in (-30, -20, -10))
    return [
        first,
        second,
        third,
        log(first, takeaways="Ask before I answer", doubts="Nobody is to read this", may_read=True),
        log(second, takeaways="Mine alone", may_read=False),
        log(third, doubts="Nor this", may_read=True),
    ]


def test_only_a_log_that_is_ticked_leaves_and_of_it_only_what_the_team_may_read() -> None:
    pair = of(*three_logs())
    ready = documents.ready(pair, "logs")
    page = documents.render(ready.document, "md").decode()
    assert "Learning logs, session 1" in page and "Ask before I answer" in page
    for private in ("Nobody", "Mine alone", "Nor this", "session 2", "session 3", "Bram"):
        assert private not in page
    assert ready.preview.leaves[1:] == ["Learning logs, session 1: What do you take with you? (4 words)"]
    assert "Learning log: What do you doubt? (2), What do you take with you?" in ready.preview.stays


def test_a_document_with_logs_goes_to_the_team_by_consent_only(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    edit(pack / "program.toml", 'name = "Small"', 'name = "Small"\nbase_forms = ["learning-log"]')
    (pack / "documents").mkdir()
    words = (
        'id = "logs"\ntitle = "Logs"\nreader = "program"\nformats = ["md"]\npurpose = "Logs."\n'
        '[[sections]]\nid = "logs"\ntitle = "Logs"\nrecords = "logs"\nfields = ["takeaways"]\n'
    )
    (pack / "documents" / "logs.toml").write_text(words, "utf-8")
    refused(pack, "small/program.toml, sharing.collects: the document logs holds learning logs")


def test_a_script_says_who_agreed_or_nothing_is_written(room: Room) -> None:
    room.create()
    with closing(room.workspace()) as workspace:
        pair = workspace.find_pair()
        workspace.save(msgspec.structs.replace(pair, program=BY_CONSENT), *three_logs(pair.id))
    for given in ((), ("--consent", "mine")):
        answer = room.run("export", "logs", *given)
        assert answer.code == 6 and "Ask before" not in answer.out
        assert "Do both of you agree? --consent both says so; nothing was written" in answer.err
    answer = room.run("export", "logs", "--consent", "both")
    assert answer.code == 0 and "Ask before I answer" in answer.out
    assert room.run("export", "notes", "--consent", "both").code == 0
    with closing(room.workspace()) as workspace:
        noted = {d.what: d.consent for d in workspace.all(rec.Disclosure)}
    assert noted == {"logs": "both", "notes": ""}
    told = room.run("exports").out
    assert told.count("both of you") == 1 and "who agreed" in told
    rows = room.run("exports", "--format", "json").json["exports"]
    assert [(row["what"], row["consent"], row["pair"]) for row in rows] == [
        ("logs", "both", "Bram Claes"),
        ("notes", "", "Bram Claes"),
    ]
    assert room.run("exports", "--format", "csv").out.startswith("pair,at,what,recipient,consent,")


def test_an_agreement_that_is_collected_is_noted_for_the_team_only_with_the_word_of_both(room: Room) -> None:
    room.create()
    with closing(room.workspace()) as workspace:
        pair = workspace.find_pair()
        held = msgspec.structs.replace(pair, program="plp-ess", partner_name="Bram Claes")
        workspace.save(held, signed_agreement(pair_id=pair.id))
        team = workspace.view(held).program.team
    for given in ((), ("--to", "Bram Claes")):
        assert room.run("export", "agreement", *given).code == 0
    refused_ones = (("--to", "Somebody"), ("--to", team), ("--consent", "mine"))
    assert [room.run("export", "agreement", *given).code for given in refused_ones] == [6, 6, 6]
    assert room.run("export", "agreement", "--consent", "both").code == 0
    with closing(room.workspace()) as workspace:
        noted = [(d.recipient, d.consent) for d in workspace.all(rec.Disclosure)]
    assert sorted(noted) == sorted([("your partner", ""), ("Bram Claes", ""), (team, "both")])


def test_at_a_terminal_the_two_are_asked_before_anything_is_shown_or_written(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.create()
    with closing(room.workspace()) as workspace:
        pair = workspace.find_pair()
        workspace.save(msgspec.structs.replace(pair, program=BY_CONSENT), *three_logs(pair.id))
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return agreed

    monkeypatch.setattr("mentor_tui.cli.terminal.interactive", lambda: True)
    monkeypatch.setattr("mentor_tui.cli.terminal.ask_yes", yes)
    agreed = False
    answer = room.run("export", "logs")
    assert (answer.code, asked) == (6, ["Do you both agree?"])
    assert "The team reads these logs" in answer.err and "Ask before" not in answer.out + answer.err
    agreed = True
    answer = room.run("export", "logs")
    assert answer.code == 0 and asked[1:] == ["Do you both agree?", "Write it to standard output?"]
    assert "Ask before I answer" in answer.out
    with closing(room.workspace()) as workspace:
        assert [d.consent for d in workspace.all(rec.Disclosure)] == ["both"]


def test_home_and_the_audit_wait_for_the_third_signature_too() -> None:
    both = signed_agreement()
    pair = of(both, talk(-9), talk(5, status="planned"))
    assert journey.read(pair).next.text == "Record one more signature: Program coordinator"
    assert not scope.is_signed(both, pair.program) and scope.is_signed(both, None)
    third = agreements.sign(both, "coordinator", "Cleo Maes", TODAY)
    assert scope.is_signed(third, pair.program)
