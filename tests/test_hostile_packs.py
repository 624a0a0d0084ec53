"""Programs written by somebody careless or ill-meaning: nothing they say stops the app or loses an answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.mentoring import journey, sessions
from mentor_tui.schema import pack_changes, programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView

from .cli_room import Room
from .pair_views import talk, view
from .test_pack_check import problems_in
from .test_packs import edit, small_pack


def with_line(pack: Path, line: str) -> Path:
    """The pack with a line of its own at the top of `program.toml`."""
    edit(pack / "program.toml", 'name = "Small"', f'name = "Small"\n{line}')
    return pack


def in_program(pair: PairView, program: programs.Program) -> PairView:
    """The same pair in another program."""
    return replace(pair, program=program)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("length_days = 4_000_000", "length_days"),
        ("max_days = 99999999999999999999", "max_days"),
        ("in_all = { hours = { least = inf } }", "in_all.hours.least"),
        ("in_all = { hours = { most = nan } }", "in_all.hours.most"),
        ("month = { sessions = { usual = 1e300 } }", "month.sessions.usual"),
        ('blanks = [{ id = "today", label = "Today" }]', "today is what a document fills in itself"),
    ],
)
def test_a_number_beyond_any_calendar_and_a_word_that_is_taken_are_refused(
    tmp_path: Path, line: str, said: str
) -> None:
    [problem] = problems_in(with_line(small_pack(tmp_path), line))
    assert said in str(problem) and problem.line


def test_a_program_that_is_too_long_for_the_calendar_has_no_end() -> None:
    program = msgspec.structs.replace(programs.load("company"), length_days=4_000_000)
    assert program.planned_end(view().today) == ""


def test_hardly_ever_is_a_rhythm_that_leads_to_a_day_of_the_calendar(tmp_path: Path) -> None:
    pack = with_line(small_pack(tmp_path), "month = { sessions = { least = 0.00001 } }")
    pair = in_program(view(talk(-9), pair={"cadence_days": 0, "end": ""}), programs.load_from(pack))
    assert sessions.new_plan(pair).on > "2100"


def test_an_option_has_an_id_that_no_blank_and_no_comma_can_change(tmp_path: Path) -> None:
    form = 'kind = "choice"\noptions = [{ id = "{firm}", label = "Ours" }, { id = "a, b", label = "Both" }]'
    said = [str(problem) for problem in problems_in(small_pack(tmp_path, "", form))]
    assert [s.partition("option ")[2].partition(":")[0] for s in said] == ["a, b", "{firm}"]


def test_what_a_windows_editor_puts_before_the_text_is_passed_over(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    for path in pack.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems_in(pack) == []


def test_what_comes_every_week_comes_until_the_end_and_not_too_many_things_do(tmp_path: Path) -> None:
    weekly = '[[deliverables]]\nid = "d{}"\nstage = "one"\ntitle = "Word"\nevery_days = 7\ntimes = 0\n'
    weekly += 'due = {{ anchor = "start" }}\n'
    pack = small_pack(tmp_path, "\n" + weekly.format(1))
    pair = view(pair={"start": "2026-01-01", "end": "2027-12-31"})
    found = journey.read(in_program(pair, programs.load_from(pack))).steps
    assert sum(1 for state in found if state.step.id.startswith("d1-")) == 105
    edit(pack / "program.toml", weekly.format(1), "\n".join(weekly.format(n) for n in range(21)))
    assert [str(p).partition("deliverables: ")[2] for p in problems_in(pack)] == [
        "21 come again and again, more than 20"
    ]


def test_a_program_without_reviews_half_way_has_no_milestone_there(tmp_path: Path) -> None:
    pack = with_line(small_pack(tmp_path), "occasions = []")
    pair = view(pair={"start": "2026-03-09", "end": "2026-09-01"})
    assert "mid-point" in str(journey.coming_up(pair, 60))
    assert "mid-point" not in str(journey.coming_up(in_program(pair, programs.load_from(pack)), 60))


def test_notes_hold_what_was_answered_to_a_log_an_agreement_and_questions_that_are_gone() -> None:
    session = talk(-9)
    log = rec.LearningLog(
        pair_id="pair", session_id=session.id, answers={"takeaways": "Ask first", "gone": "An old answer"}
    )
    agreement = rec.Agreement(pair_id="pair", answers={"purpose": "To grow"})
    whole = view(session, log, agreement)
    bare = msgspec.structs.replace(
        whole.program,
        forms={one: form for one, form in whole.program.forms.items() if one not in ("learning-log", "agreement")},
    )
    for pair in (whole, in_program(whole, bare)):
        page = documents.render(documents.build(pair, "notes"), "md").decode()
        assert all(words in page for words in ("Ask first", "An old answer", "To grow"))


def test_a_document_of_ones_own_program_is_not_taken_for_that_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan of another program stays with the partner; this one goes to a team, and the register says so."""
    room = Room(tmp_path, monkeypatch, capsys)
    room.create()
    (tmp_path / "of").mkdir()
    pack = small_pack(tmp_path / "of", '[contact]\nteam = "Small team"\n')
    (pack / "documents").mkdir()
    words = 'id = "action-plan"\ntitle = "Plan"\nreader = "program"\nformats = ["json", "md"]\npurpose = "A plan."\n'
    (pack / "documents/action-plan.toml").write_text(words, "utf-8")
    assert room.run("programs", "install", pack, "--yes").code == 0
    with closing(room.workspace()) as workspace:
        workspace.save(msgspec.structs.replace(workspace.find_pair(), program="small"))
    assert room.run("export", "action-plan").out.startswith("{")
    with closing(room.workspace()) as workspace:
        assert [(d.format, d.recipient) for d in workspace.all(rec.Disclosure)] == [("json", "the program team")]


# --- What an update widens ------------------------------------------------------------------------------------------

TEAM_DOCUMENT = (
    'id = "word"\ntitle = "Word"\nreader = "program"\nformats = ["md"]\npurpose = "A word."\n'
    '[[sections]]\nform = "sheet"\n'
)
TICKS = """
audience = ["program"]
share = "sure"
[[sections.fields]]
id = "sure"
label = "The team may have it"
kind = "tick"
[[sections.fields]]
id = "other"
label = "Keep it simple"
kind = "tick"
"""


@pytest.fixture
def versions(tmp_path: Path) -> Callable[..., pack_changes.Changes]:
    """What is different between a program with a document for its team, and the same after some edits."""
    pack = small_pack(tmp_path, "\n", TICKS)
    (pack / "documents").mkdir()
    (pack / "documents/word.toml").write_text(TEAM_DOCUMENT, "utf-8")

    def compared(*edits: tuple[str, str, str], before: tuple[str, str, str] | None = None) -> pack_changes.Changes:
        if before:
            edit(pack / before[0], *before[1:])
        old = programs.load_from(pack)
        for file, words, instead in edits:
            edit(pack / file, words, instead)
        return pack_changes.changes(old, programs.load_from(pack))

    return compared


COLLECTS = (
    '[sharing]\nwords = "Some."\n[[sharing.collects]]\ndocument = "word"\nconsent = "both"\nwords = "May we?"\n\n'
)
FIRST_STAGE = ("program.toml", "[[stages]]", f"{COLLECTS}[[stages]]")


def test_an_update_that_ties_a_field_to_another_tick_says_so(versions: Callable[..., pack_changes.Changes]) -> None:
    found = versions(("forms/sheet.toml", 'share = "sure"', 'share = "other"'))
    [line] = found.widened
    assert "Why?: it goes to the program team with another tick, “Keep it simple”, from now on" in line


def test_an_update_that_asks_one_more_role_what_the_team_sees_says_so(
    versions: Callable[..., pack_changes.Changes],
) -> None:
    mentees = ("forms/sheet.toml", 'share = "sure"', 'share = "sure"\nroles = ["mentee"]')
    found = versions(("forms/sheet.toml", '\nroles = ["mentee"]', ""), before=mentees)
    assert [line for line in found.widened if "Why?: the program team may see it from now on, with a tick" in line]


def test_an_update_that_brings_the_first_document_for_a_team_names_all_it_may_then_see(
    versions: Callable[..., pack_changes.Changes],
) -> None:
    partners = ("documents/word.toml", 'reader = "program"', 'reader = "pair"')
    found = versions(("documents/word.toml", 'reader = "pair"', 'reader = "program"'), before=partners)
    assert "Word: it is made for the program team from now on" in found.widened
    assert [line for line in found.widened if "Why?: the program team may see it from now on" in line]
    assert "Document changed: Word (reader)" in found.rest


def test_an_update_that_asks_for_less_consent_says_so(versions: Callable[..., pack_changes.Changes]) -> None:
    alone = ("program.toml", 'consent = "both"', 'consent = "mine"')
    assert versions(FIRST_STAGE).widened == ["Word: the program collects it from now on, if you both agree"]
    assert versions(alone).widened == ["Word: the program collects it from now on, if you alone agree"]
    nobody = ("program.toml", COLLECTS.replace("both", "mine"), "")
    assert versions(nobody).widened == ["Word: the program no longer asks before it collects it"]


def test_an_update_that_changes_what_a_step_a_field_or_a_document_does_is_never_silent(
    versions: Callable[..., pack_changes.Changes],
) -> None:
    found = versions(
        ("program.toml", 'title = "Go"', 'title = "Go"\ndue = { anchor = "end" }'),
        ("forms/sheet.toml", 'audience = ["program"]', 'audience = ["program"]\nkind = "number"'),
        ("documents/word.toml", 'purpose = "A word."', 'purpose = "Words."'),
    )
    assert found.steps == ["Step changed: Go (due)"]
    assert [line for line in found.fields if line.endswith("Why? (text -> number)")]
    assert "Document changed: Word (purpose)" in found.rest


def test_no_name_or_label_can_pass_for_another_line_of_what_a_person_is_shown(tmp_path: Path) -> None:
    spoof = "\\nIts program team may see:\\n  Nothing"
    pack = small_pack(tmp_path, f'\n[contact]\nteam = "Us{spoof}"\n', TICKS.replace("Keep it", f"Keep{spoof} it"))
    edit(pack / "program.toml", 'title = "Go"', f'title = "Go{spoof}"')
    said = [str(problem).partition(": ")[2] for problem in problems_in(pack)]
    assert said == [
        "form sheet, field other, label: it is one line of at most 300 letters",
        "steps go, title: it is one line of at most 300 letters",
        "contact, team: it is one line of at most 300 letters",
    ]
    assert all(problem.line > 1 for problem in problems_in(pack)[1:])
