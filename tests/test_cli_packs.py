"""Programs of others on the command line: begun, looked at, taken in, and brought up to date."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from mentor_tui import documents
from mentor_tui.cli import terminal
from mentor_tui.schema import blanks, pack_changes, pack_files, pack_report, program_words, programs, visibility
from mentor_tui.schema.fields import ROLES
from mentor_tui.schema.program_parts import Collected, Sharing
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Disclosure, Pack, Pair, StepMark, Worksheet, to_document
from mentor_tui.vault import Change
from tests.cli_room import Room
from tests.test_packs import edit


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


@pytest.fixture
def pack(room: Room, tmp_path: Path) -> Path:
    assert room.bare("programs", "new", tmp_path / "our-way").code == 0
    return tmp_path / "our-way"


def program_in(folder: Path) -> Program:
    program, problems = pack_report.checked(folder.name, *pack_files.read(folder))
    assert program is not None, problems
    return program


def packs_of(room: Room) -> list[Pack]:
    with closing(room.workspace()) as workspace:
        return workspace.all(Pack)


# --- A folder to start from ---------------------------------------------------------------------------------------


def test_a_new_program_is_valid_as_it_is_and_has_the_name_of_its_folder(room: Room, pack: Path) -> None:
    assert room.bare("programs", "check", pack).out.strip() == "Our way (our-way) is valid."
    program = program_in(pack)
    assert (program.id, program.name) == ("our-way", "Our way")
    assert "{{" not in "".join(path.read_text("utf-8") for path in pack.rglob("*.toml"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Our Way", "cannot be the name of a program's folder"),
        ("pmi-belgium", "comes with this app"),
        ("full", "not empty"),
    ],
)
def test_a_new_program_needs_an_empty_folder_and_a_name_of_its_own(
    room: Room, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    found = room.bare("programs", "new", tmp_path / name)
    assert found.code == 6 and said in found.err
    assert sorted(path.name for path in (tmp_path / "full").iterdir()) == ["mine.txt"]
    assert not (tmp_path / "Our Way").exists()


# --- What the team may see ------------------------------------------------------------------------------------------


def test_each_field_that_the_team_may_see_is_shown_word_for_word(room: Room, pack: Path) -> None:
    lines = room.bare("programs", "show", pack).out.split("\n")
    assert "  Closing words: What did you learn?, if you tick “The team may have this”" in lines
    assert "  Goal: Goal, if you tick “The program may see the title”" in lines
    assert not any("Thanks to your partner" in line for line in lines)


@pytest.mark.parametrize("name", programs.available())
def test_no_field_that_may_reach_the_team_is_missing_from_the_list(name: str) -> None:
    program = programs.general(name)
    may = {
        f"{form.id}.{field.id}"
        for form in program.forms.values()
        for field in form.fields()
        for role in ROLES
        if "program" in field.readers(role) and role in field.roles and role in form.roles
    }
    if not any(kind.reader == "program" for kind in program.documents.values()):
        may = set()
    seen = visibility.seen_by_team(program)
    assert {one.place for one in seen} == may
    for role in ROLES:
        mine = visibility.program_visibility(program, role)
        assert set(mine) <= set(visibility.program_visibility(program)) and mine


def test_what_is_collected_with_consent_stands_in_the_list() -> None:
    program = programs.general("pmi-belgium")
    collects = (Collected("hours", "both", "May the team have the log?"),)
    asked = replace(program, sharing=Sharing("words", collects))
    assert visibility.program_visibility(asked)[-1].endswith(", if you both agree: May the team have the log?")


def test_the_list_names_what_stands_in_a_collected_document_of_the_pair() -> None:
    lines = visibility.program_visibility(programs.general("plp-ess"))
    held = [line for line in lines if line.endswith(", if you both agree")]
    form = programs.load("plp-ess").form("agreement")
    assert f"{form.title}: {form.field('purpose').label}, if you both agree" in held
    assert len(held) == sum("pair" in field.readers("mentor") for field in form.fields())


def test_a_program_without_a_document_for_a_team_shows_it_nothing() -> None:
    assert visibility.program_visibility(programs.general("two-meeting-start")) == [
        "Nothing: no field of this program may reach its team."
    ]


def test_a_program_that_receives_nothing_says_so() -> None:
    program = replace(programs.general("pmi-belgium"), forms={}, sharing=None)
    assert visibility.program_visibility(program) == ["Nothing: no field of this program may reach its team."]


# --- Taken in -------------------------------------------------------------------------------------------------------


def test_a_program_is_installed_after_the_list_of_what_its_team_sees(
    room: Room, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.create()
    refused = room.run("programs", "install", pack)
    assert refused.code == 2 and "--yes" in refused.err
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr(terminal, "ask_yes", lambda _question: False)
    shown = room.run("programs", "install", pack)
    assert shown.code == 6 and "Closing words: What did you learn?" in shown.out
    assert packs_of(room) == []
    monkeypatch.setattr(terminal, "ask_yes", lambda _question: True)
    assert room.run("programs", "install", pack).code == 0
    (held,) = packs_of(room)
    assert (held.id, held.name, held.installed) == ("our-way", "Our way", "2026-08-03")
    assert room.run("programs", "install", pack, "--yes").code == 6


def test_an_installed_program_is_listed_shown_and_lasts_without_its_folder(room: Room, pack: Path) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    for path in sorted(pack.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    listed = room.run("programs", "list", "--installed", "--format", "json").json["programs"]
    assert [row["id"] for row in listed] == sorted([*programs.available(), "our-way"])
    assert "Prepare the first session" in room.run("programs", "show", "our-way").out
    assert "our-way" not in room.bare("programs", "list").out


def test_an_installed_program_is_removed_unless_a_pair_uses_it(
    room: Room, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    with closing(room.workspace()) as workspace:
        pair = Pair(role="mentee", partner_name="Chloe", program="our-way")
        workspace.save(pair)
    refused = room.run("programs", "remove", "our-way", "--yes")
    assert refused.code == 6 and "Our way stays, as your pair with Chloe uses it" in refused.err
    with closing(room.workspace()) as workspace:
        workspace.save(delete=[pair])
    assert room.run("programs", "remove", "our-way").code == 2, "a script says --yes"
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr(terminal, "ask_yes", lambda _question: False)
    assert room.run("programs", "remove", "our-way").code == 6 and len(packs_of(room)) == 1
    monkeypatch.setattr(terminal, "ask_yes", lambda _question: True)
    done = room.run("programs", "remove", "our-way")
    assert done.code == 0 and "Our way is no longer in this vault" in done.out and packs_of(room) == []
    for name in ("our-way", "company"):
        assert room.run("programs", "remove", name, "--yes").code == 6
    assert room.run("programs", "install", pack, "--yes").code == 0, "it comes back as it was"


def test_a_script_that_imports_a_program_hears_what_its_team_may_see(room: Room, pack: Path) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    with closing(room.workspace()) as workspace:
        workspace.save(Pair(role="mentee", partner_name="Chloe", program="our-way"))
    out = room.folder / "all.json"
    assert room.run("export", "everything", "--output", out).code == 0
    other = room.folder / "other.vault"
    room.run("vault", "create", "--empty", "--vault", other)
    done = room.run("import", out, "--vault", other)
    assert done.code == 0, done.err
    assert "Our way (our-way) comes along" in done.err and "Closing words: What did you learn?" in done.err


def test_a_document_of_an_installed_program_is_written_with_what_its_reader_may_have(room: Room, pack: Path) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    with closing(room.workspace()) as workspace:
        pair = Pair(role="mentee", partner_name="Chloe", program="our-way")
        said = {"learned": "to listen", "may_share": True, "thanks": "for the quince"}
        workspace.save(pair)
        workspace.save(Worksheet(pair_id=pair.id, form="closing-words", answers=said))
    found = room.run("export", "closing-note", "--pair", "Chloe")
    assert found.code == 0, found.err
    assert "to listen" in found.out and "quince" not in found.out
    assert room.run("export", "closing-note", "--pair", "Bram").code == 6
    with closing(room.workspace()) as workspace:
        (left,) = workspace.all(Disclosure)
        assert documents.title_of(left.what, workspace) == "Closing note"


def test_a_broken_program_or_one_that_the_app_has_is_not_installed(room: Room, pack: Path) -> None:
    room.create()
    edit(pack / "program.toml", 'done = "goals"', 'done = "gaols"')
    found = room.run("programs", "install", pack, "--yes")
    assert found.code == 6 and "our-way/program.toml:" in found.err and "gaols" in found.err
    taken = pack.rename(pack.parent / "company")
    edit(taken / "program.toml", 'id = "our-way"', 'id = "company"')
    edit(taken / "program.toml", 'done = "gaols"', 'done = "goals"')
    found = room.run("programs", "install", taken, "--yes")
    assert found.code == 6 and "comes with this app" in found.err
    assert packs_of(room) == []


# --- Brought up to date -----------------------------------------------------------------------------------------------


def test_an_update_shows_what_changes_and_what_it_touches_and_loses_no_answer(room: Room, pack: Path) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    with closing(room.workspace()) as workspace:
        pair = Pair(role="mentee", partner_name="Chloe", program="our-way")
        said = Worksheet(pair_id=pair.id, form="first-talk", answers={"hopes": "to lead", "worries": "time"})
        workspace.save(pair)
        workspace.save(said, StepMark(pair_id=pair.id, step="hand-in", state="done"))
    edit(pack / "forms/first-talk.toml", 'id = "worries"', 'id = "doubts"')
    edit(pack / "forms/first-talk.toml", 'audience = ["pair"]', 'audience = ["pair", "program"]')
    edit(pack / "forms/first-talk.toml", 'label = "What do you hope for?"', 'label = "What do you wish for?"')
    edit(pack / "forms/closing-words.toml", 'share = "may_share"', "")
    edit(pack / "program.toml", 'id = "hand-in"', 'id = "send-in"')
    edit(pack / "program.toml", "usual_minutes = 60", "usual_minutes = 45")
    found = room.run("programs", "update", pack, "--yes")
    assert found.code == 0, found.err
    wanted = [
        "MORE CAN BE SEEN FROM NOW ON:",
        "Before the first session: What do you wish for?: the program team may see it from now on",
        "Closing words: What did you learn?: it goes to the program team without a tick from now on",
        "Step added: Send them to the team",
        "Step gone: Send them to the team",
        "Field added: Before the first session: What are you unsure about?",
        "Field reworded: Before the first session: What do you hope for? -> "
        "Before the first session: What do you wish for?",
        "usual_minutes: 60 -> 45",
        "Your pair with Chloe uses it.",
        "1 answer is to what it no longer asks",
        "1 mark on steps that go",
    ]
    at = [found.out.find(words) for words in wanted]
    assert -1 not in at, [words for words, where in zip(wanted, at, strict=True) if where < 0]
    with closing(room.workspace()) as workspace:
        assert workspace.all(Worksheet)[0].answers == {"hopes": "to lead", "worries": "time"}
        assert workspace.programs.load("our-way").usual_minutes == 45
    exported = json.loads(room.run("export", "everything").out)
    assert exported["tables"]["worksheets"][0]["answers"]["worries"] == "time"
    assert (
        "Nothing was changed"
        in room.run("programs", "update", pack).err + room.run("programs", "update", pack, "--yes").out
    )


def test_a_program_that_cannot_be_read_here_is_mended_by_its_folder(room: Room, pack: Path) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    with closing(room.workspace()) as workspace:
        workspace.save(replace(workspace.find_pair(), program="our-way"))
        (held,) = workspace.all(Pack)
        before = to_document(held)
        after = before | {"files": {"program.toml": "odd ="}}
        workspace.vault.commit([Change(table=Pack.table, id=held.id, before=before, after=after)])
    assert "cannot be opened" in room.run("status").err
    found = room.run("programs", "update", pack, "--yes")
    assert found.code == 0 and "the changes cannot be shown" in found.out, found
    assert "Closing words: What did you learn?" in found.out
    assert "Our way" in room.run("status").out


def test_only_what_was_installed_is_updated(room: Room, pack: Path) -> None:
    room.create()
    found = room.run("programs", "update", pack, "--yes")
    assert found.code == 6 and "programs install" in found.err


def test_the_same_program_has_no_changes(pack: Path) -> None:
    found = pack_changes.changes(program_in(pack), program_in(pack))
    assert not any(found)


def test_forgetting_a_pair_says_that_its_installed_program_stays(room: Room, pack: Path) -> None:
    room.create()
    said = "Its program, Our way, stays installed"
    room.run("programs", "install", pack, "--yes")
    assert said not in room.run("forget", "Bram Claes", "--dry-run").out
    with closing(room.workspace()) as workspace:
        workspace.save(replace(workspace.find_pair(), program="our-way"))
    assert said in room.run("forget", "Bram Claes", "--yes").out
    assert [held.id for held in packs_of(room)] == ["our-way"]


def test_a_team_is_called_as_it_is_one_or_by_its_name() -> None:
    company = programs.load("company")
    said = {}
    for who in ("", "Anna Vos"):
        said[who] = program_words.in_short(blanks.filled(company, {"coordinator": who}))
    assert ". The mentoring coordinator sees" in said[""] and ". Anna Vos sees" in said["Anna Vos"]
    assert ". The PMI Belgium mentoring team sees" in program_words.in_short(programs.load("pmi-belgium"))


def test_a_new_vault_says_what_its_program_is_and_where_to_read_more(room: Room) -> None:
    who = ("--name", "Ana", "--role", "mentee", "--partner", "Bram", "--program", "pmi-washington-dc")
    made = room.run("vault", "create", *who)
    program = programs.general("pmi-washington-dc")
    assert program_words.draft_warning(program).startswith("An unofficial draft")
    assert made.out.splitlines()[1:4] == [
        f"{program.name}: {program_words.in_short(program, 'mentee')}",
        program_words.draft_warning(program),
        "What it asks of you: mentor-tui programs show pmi-washington-dc",
    ]
    assert room.run("programs", "show", "pmi-washington-dc").code == 0


def test_an_empty_vault_has_no_program_to_tell_of(room: Room) -> None:
    assert len(room.run("vault", "create", "--empty").out.splitlines()) == 1


def test_a_program_that_comes_along_with_an_export_is_told_of_before_it_is_taken_in(
    room: Room, pack: Path, tmp_path: Path
) -> None:
    room.create()
    room.run("programs", "install", pack, "--yes")
    with closing(room.workspace()) as workspace:
        workspace.save(replace(workspace.find_pair(), program="our-way"))
    whole = tmp_path / "whole.json"
    whole.write_text(room.run("export", "everything").out, "utf-8")
    room.vault = tmp_path / "other.vault"
    room.create(partner="Chi Nguyen")
    told = room.run("import", whole, "--dry-run").out
    assert "Our way (our-way) comes along. Its program team may see, once you send it:" in told
    assert "Closing words: What did you learn?, if you tick" in told
    assert room.run("import", whole).code == 0
    assert "comes along" not in room.run("import", whole, "--dry-run").out
