"""The folder of a program that somebody wrote: everything wrong with it is told at once, with file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentor_tui.schema import pack_files, pack_report
from mentor_tui.schema.pack_report import Problem
from tests.cli_room import Room
from tests.test_packs import BROKEN, small_pack


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def problems_in(folder: Path) -> list[Problem]:
    files, told = pack_files.read(folder)
    program, problems = pack_report.checked(folder.name, files, told)
    assert (program is None) == bool(problems)
    return problems


def only(folder: Path) -> str:
    (problem,) = problems_in(folder)
    return str(problem)


@pytest.mark.parametrize(("program", "form", "said"), BROKEN, ids=[said for *_, said in BROKEN])
def test_every_problem_has_its_file_and_a_line_that_is_there(
    tmp_path: Path, program: str, form: str, said: str
) -> None:
    (problem,) = problems_in(small_pack(tmp_path, program, form))
    assert problem.file in ("small/program.toml", "small/forms/sheet.toml")
    lines = (tmp_path / problem.file).read_text("utf-8").split("\n")
    assert 1 < problem.line <= len(lines), (problem, lines)


# What is wrong -> what is said, word for word.
WRONG = [
    ('go = "form:closing"', "", "small/program.toml:11: step go, go: there is no form closing"),
    (
        'due = { anchor = "start",\n days = "3" }'.replace("\n", ""),
        "",
        "small/program.toml:11: Expected `int`, got `str` - at steps[go].due.days",
    ),
    ('titel = "Go"', "", "small/program.toml:11: Object contains unknown field `titel` - at steps[go]"),
    (
        '[[planned]]\nid = "one"\nstage = "first"\ntitle = "Meet"',
        "",
        "small/program.toml:13: planned one, stage: there is no stage first",
    ),
    (
        '[[steps]]\nid = "go"\nstage = "one"\ntitle = "Twice"',
        "",
        "small/program.toml:11: step go is there twice",
    ),
    (
        "[month]\nhours = { least = 4, most = 2 }",
        "",
        "small/program.toml:12: month.hours goes from less to more",
    ),
    (
        '[links]\nsite = "file:///etc/passwd"',
        "",
        "small/program.toml:12: links, site: an address begins with https://, http:// or mailto:",
    ),
    (
        '[links]\nPage = "https://example.org/?q={org}"\n[[blanks]]\nid = "org"\nlabel = "Organisation"',
        "",
        "small/program.toml:12: links, Page: nothing is filled in an address",
    ),
    (
        '[contact]\nteam = "Team"\nurl = "mailto:{org}@example.org"\n[[blanks]]\nid = "org"\nlabel = "Organisation"',
        "",
        "small/program.toml:13: contact, url: nothing is filled in an address",
    ),
    ("", 'audience = ["everybody"]', "small/forms/sheet.toml:10: Invalid enum value 'everybody' - at sections[all]"),
    ("", 'share = "sure"', "small/forms/sheet.toml:10: form sheet, field why, share: why is shared by an unknown tick"),
    ("", "label = x", "small/forms/sheet.toml:10: is not valid TOML: Invalid value (at line 10, column 9)"),
]


@pytest.mark.parametrize(("program", "form", "said"), WRONG, ids=[said for *_, said in WRONG])
def test_packs_that_are_wrong_have_one_clear_report_each(
    tmp_path: Path, room: Room, program: str, form: str, said: str
) -> None:
    found = room.bare("programs", "check", small_pack(tmp_path / "of", program, form))
    first, last = found.out.strip().split("\n")
    assert first.startswith(said)
    assert (last, found.code) == ("1 problem in small.", 1)


def test_a_valid_pack_is_called_so_and_a_script_reads_what_is_wrong(tmp_path: Path, room: Room) -> None:
    found = room.bare("programs", "check", small_pack(tmp_path / "good"))
    assert (found.out.strip(), found.code) == ("Small (small) is valid.", 0)
    pack = small_pack(tmp_path / "bad", 'go = "nowhere"\ndone = "form:none"', 'labl = "x"')
    found = room.bare("programs", "check", pack, "--format", "json")
    assert found.code == 1
    assert found.json == {
        "program": "small",
        "valid": False,
        "problems": [
            {
                "file": "small/forms/sheet.toml",
                "line": 10,
                "problem": "Object contains unknown field `labl` - at sections[all].fields[why]",
            },
            {"file": "small/program.toml", "line": 11, "problem": "step go, go: there is no place nowhere"},
            {"file": "small/program.toml", "line": 12, "problem": "step go, done: there is no form none"},
        ],
    }
    assert room.bare("programs", "check", tmp_path / "nowhere").code == 6


def test_what_only_follows_from_a_form_that_cannot_be_read_is_not_told_as_well(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, 'go = "form:sheet"\ndone = "form:sheet"', "label = x")
    assert only(pack).startswith("small/forms/sheet.toml:10: ")


def test_what_a_template_may_not_do_is_told_with_its_line(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    (pack / "documents").mkdir()
    declared = 'id = "note"\ntitle = "Note"\nreader = "pair"\nformats = ["html"]\npurpose = "x"\n'
    declared += '[[sections]]\nform = "sheet"\n'
    (pack / "documents" / "note.toml").write_text(declared, "utf-8")
    template = (
        '<p class="x">{{ document.title }}</p>\n<img src="https://example.org/?{{ document.title }}">\n{{ x() }}\n'
    )
    (pack / "documents" / "note.html.j2").write_text(template, "utf-8")
    assert [str(problem).partition(" (")[0] for problem in problems_in(pack)] == [
        'small/documents/note.html.j2:2: this tag is none that a page may have, or not written plainly: <p class="x">',
        "small/documents/note.html.j2:3: nothing can be called",
    ]


# --- Folders that nobody vouches for ------------------------------------------------------------------------------


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    secret = tmp_path / "secret.toml"
    secret.write_text('id = "secret"', "utf-8")
    (pack / "forms" / "secret.toml").symlink_to(secret)
    assert only(pack) == "small/forms/secret.toml: a link; every file of a pack must be in its own folder"
    (pack / "forms" / "secret.toml").unlink()
    (pack / "documents").symlink_to(tmp_path)
    assert only(pack) == "small/documents: a link; every file of a pack must be in its own folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    os.mkfifo(pack / "forms" / "pipe.toml")
    assert only(pack) == "small/forms/pipe.toml: this is not a file"


def test_a_file_that_nothing_reads_is_told_and_a_readme_is_not(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    for name in ("README.md", "LICENSE", ".gitignore", "forms/.sheet.toml.swp"):
        (pack / name).write_text("x", "utf-8")
    assert problems_in(pack) == []
    (pack / "forms" / "Sheet 2.toml").write_text("x", "utf-8")
    assert only(pack).startswith("small/forms/Sheet 2.toml: nothing reads this")


def test_no_more_is_read_than_a_pack_can_need(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    (pack / "forms" / "big.toml").write_text("#" * (pack_files.MOST_BYTES + 1), "utf-8")
    assert only(pack) == f"small/forms/big.toml: more than {pack_files.MOST_BYTES} bytes"
    for number in range(5):
        (pack / "forms" / f"b{number}.toml").write_text("#" * pack_files.MOST_BYTES, "utf-8")
    assert any("take more than" in p.words for p in problems_in(pack))
    for number in range(pack_files.MOST_FILES):
        (pack / "forms" / f"c{number}.toml").write_text("#", "utf-8")
    assert any("files; at most" in p.words for p in problems_in(pack))


@pytest.mark.parametrize(
    "words",
    [
        "x = " + "[" * 30_000,
        "x = " + "[" * 30_000 + "]" * 30_000,
        "x = " + "{ a = " * 9_000,
        "x" + ".x" * 4_000 + " = 1",
        "x = " + "9" * 10_000,
        "x = 1979-13-45",
        'x = "\\ud800"',
        "[[x]]\n" * 30_000,
    ],
    ids=["open", "deep", "tables", "dots", "digits", "day", "half a letter", "many"],
)
def test_a_text_made_to_break_the_reader_is_only_refused(tmp_path: Path, words: str) -> None:
    pack = small_pack(tmp_path)
    with (pack / "program.toml").open("a", encoding="utf-8") as file:
        file.write(words)
    assert {problem.file for problem in problems_in(pack)} == {"small/program.toml"}


def test_more_steps_or_fields_than_a_program_can_need_are_refused(tmp_path: Path) -> None:
    steps = "".join(f'\n[[steps]]\nid = "s{n}"\nstage = "one"\ntitle = "x"' for n in range(500))
    fields = "".join(f'\n[[sections.fields]]\nid = "f{n}"\nlabel = "x"' for n in range(300))
    said = [str(problem) for problem in problems_in(small_pack(tmp_path, steps, fields))]
    assert said == [
        "small/forms/sheet.toml:1: form sheet: 301 fields, more than 300",
        "small/program.toml:1: 501 steps and other items, more than 500",
    ]


def test_what_could_command_a_terminal_is_taken_out_of_every_text(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, 'help = "a\\u001b[31mb\\u202ec\\u009b2Jd"')
    files, told = pack_files.read(pack)
    program, problems = pack_report.checked("small", files, told)
    assert program is not None and problems == []
    assert program.steps[0].help == "abcd"


@pytest.mark.parametrize("name", ["Small", "a b", "x" * 61, "a\x1b[31m"])
def test_the_name_of_a_folder_is_an_id(tmp_path: Path, name: str) -> None:
    folder = small_pack(tmp_path).rename(tmp_path / name)
    said = [str(problem) for problem in problems_in(folder)]
    assert any("a folder's name is the program's id" in words for words in said)
    assert not any("\x1b" in words for words in said)
