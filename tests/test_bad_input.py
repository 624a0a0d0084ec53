"""Bad input and bad days: a clear sentence or calm behaviour, and nothing lost. All in the real program."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from mentor_tui.schema.records import Action, Goal, Note, Session
from mentor_tui.vault import Change
from tests.journey.full_pair import FullPair
from tests.journey.person import Person
from tests.journey.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def new_note(app: Terminal) -> None:
    """Open an empty private note, the cursor in its text."""
    app.press("8")
    app.wait_for("8 Notes", "Exported")
    app.press("n")
    app.wait_for("Private note", "only you", "Date")
    app.press("tab")


# --- A damaged vault ----------------------------------------------------------------------------------------


def damage(person: Person, at: float) -> bytes:
    """Flip one bit at a part of the vault file; what it then holds."""
    data = bytearray(person.vault.read_bytes())
    data[int(len(data) * at)] ^= 0x10
    person.vault.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("at", [0.0, 0.01, 0.5, 0.999])
def test_a_damaged_vault_is_said_to_be_damaged(person: Person, at: float, capsys: pytest.CaptureFixture[str]) -> None:
    from mentor_tui.cli import run

    person.make_vault()
    data = damage(person, at)
    for command in (("status",), ("vault", "verify")):
        code = run([*command, "--vault", str(person.vault), "--passphrase-file", str(person.passphrase)])
        said = "".join(capsys.readouterr())
        assert (code, "damaged" in said, "Traceback" in said) == (4, True, False), (command, said)
    assert person.vault.read_bytes() == data, "a damaged file is evidence: it is left as it is"


def test_the_app_offers_the_backups_of_a_damaged_vault(person: Person) -> None:
    person.make_vault("mentor", Note(text="before the damage"))
    data = damage(person, 0.9)
    refused = person.command("sessions")
    assert refused.returncode == 4 and b"restore" in refused.stderr
    with person.start() as app:
        app.wait_for("Your notes are locked")
        app.type("correct horse battery staple quince\n")
        app.wait_for("damaged", "restore")
        assert person.vault.read_bytes() == data
        app.press("f4")
        app.wait_for("Which backup")
        app.press("enter")
        app.wait_for("Next", "Bram Claes")
        app.press("ctrl+q")
        assert app.wait_end() == 0
    kept = [p for p in person.vault.parent.iterdir() if ".before-restore-" in p.name]
    assert [p.read_bytes() for p in kept] == [data]
    person.run("status")


@pytest.mark.parametrize("content", [b"", b"hello", b"MNTRVLT\0" + b"\xff" * 200], ids=["empty", "foreign", "newer"])
def test_a_file_that_is_no_vault_is_left_alone(
    person: Person, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    from mentor_tui.cli import run

    person.vault.parent.mkdir(parents=True)
    person.vault.write_bytes(content)
    code = run(["status", "--vault", str(person.vault), "--passphrase-file", str(person.passphrase)])
    assert code in (4, 8) and "Traceback" not in "".join(capsys.readouterr())
    assert person.vault.read_bytes() == content


def test_an_empty_file_is_never_taken_for_a_first_start(person: Person) -> None:
    person.vault.parent.mkdir(parents=True)
    person.vault.write_bytes(b"")
    with person.start() as app:
        app.wait_for("Your notes are locked")
        app.type("correct horse battery staple quince\n")
        app.wait_for("damaged")
        app.press("ctrl+q")
        app.wait_end()
    assert person.vault.read_bytes() == b""


def drafts_of(person: Person) -> list[Path]:
    """The drafts on disk."""
    folder = person.vault.with_name(f"{person.vault.name}.drafts")
    return [path for path in folder.iterdir() if path.name[0] != "."] if folder.exists() else []


# --- Two at once ----------------------------------------------------------------------------------------------


def test_two_apps_on_one_vault_keep_the_changes_of_both(person: Person) -> None:
    person.make_vault()
    with person.open() as one, person.open() as two:
        for app, words, drafts in ((one, "first of one", 1), (two, "first of two", 2)):
            new_note(app)
            app.type(words)
            app.wait_for(words)
            app.wait_until(lambda: len(drafts_of(person)) == drafts, f"waiting for draft {drafts}")  # noqa: B023
        one.press("f2")
        one.wait_for("Saved")
        two.press("f2")  # what the other one saved meanwhile is taken in
        two.wait_for("both are kept", "first of one", "first of two")
        one.wait_for("Another mentor-tui saved in the meantime", "first of one", "first of two")
        new_note(one)
        one.type("second of one")
        one.press("f2")
        two.wait_for("first of one", "first of two", "second of one")
        two.wait_until(lambda: not drafts_of(person), "waiting for the drafts to go")
    assert {n.text for n in person.read(Note)} == {"first of one", "first of two", "second of one"}


# --- A full disk, a folder that cannot be written --------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "words"),
    [("disk-full", "the disk is full"), pytest.param("vault-read-only", "read-only", marks=pytest.mark.soak)],
)
def test_what_cannot_be_saved_stays_on_the_screen_until_it_can(person: Person, fault: str, words: str) -> None:
    person.make_vault()
    with person.open(faulty=True) as app:
        new_note(app)
        person.fault(fault)
        app.type("a thought worth keeping")
        app.press("f2")
        app.wait_for("Your change was not saved", words)
        app.wait_for("a thought worth keeping")
        app.press("f2")
        app.wait_for(words, "a thought worth keeping")
        assert person.read(Note) == []
        person.fault(fault, on=False)
        app.press("f2")
        app.wait_for("Saved", "8 Notes")
    assert [n.text for n in person.read(Note)] == ["a thought worth keeping"]


def test_an_export_that_cannot_be_written_says_so_and_can_go_elsewhere(person: Person) -> None:
    person.make_vault()
    with person.open(faulty=True) as app:
        app.press("9", "o")
        app.wait_for("LEAVES", "STAYS HERE", "File")
        for fault, words in (("export-read-only", "you may not write there"), ("disk-full", "the disk is full")):
            person.fault(fault)
            app.press("f2")
            app.wait_for("was not written", words)
            person.fault(fault, on=False)
        assert not list(person.private.home.glob("*.md")) and not list(person.private.home.glob("*.part"))
        app.press("f2")
        app.wait_for("Written")
    (made,) = person.private.home.glob("*.md")
    assert made.stat().st_mode & 0o777 == 0o600
    nowhere = person.command("export", "closure", "--format", "md", "--output", "/proc/nowhere/summary.md")
    assert nowhere.returncode == 10 and b"not written" in nowhere.stderr


# --- A small terminal ---------------------------------------------------------------------------------------


def test_a_window_of_40_by_10_says_what_is_needed_and_loses_nothing(person: Person) -> None:
    person.make_vault()
    with person.open() as app:
        new_note(app)
        app.type("half a thou")
        app.wait_for("half a thou")
        app.resize(40, 10)
        app.wait_for("This window is too small", "60 columns and 20 lines", "nothing you typed is lost")
        app.type("ght")
        app.resize(80, 24)
        app.wait_for("half a thought")
        for size in ((20, 3), (70, 22), (1, 1)) * 4:  # the window is dragged about: what counts is where it ends
            app.resize(*size)
        app.resize(80, 24)
        app.wait_for("half a thought", "f2 save")
        app.press("f2")
        app.wait_for("Saved")
    assert [n.text for n in person.read(Note)] == ["half a thought"]
    with person.start("--passphrase-file", person.passphrase, size=(40, 10)) as app:
        app.wait_for("This window is too small")
        app.resize(80, 24)
        app.wait_for("Next", "Bram Claes")


# --- Dates that do not exist ----------------------------------------------------------------------------------


@pytest.mark.soak  # in one process: tests/screens/test_sessions.py, test_agreement.py
def test_a_day_that_is_in_no_calendar_is_said_at_its_field(person: Person) -> None:
    person.make_vault()
    with person.open() as app:
        new_note(app)
        app.type("the day is wrong")
        app.press("tab", "end", *["backspace"] * 10)
        app.type("31/02/2026")
        app.press("f2")
        app.wait_for("Not saved yet", "31/02/2026 is not a day in the calendar")
        app.wait_for("the day is wrong")
        line = next(i for i, text in enumerate(app.lines()) if "31/02/2026" in text)
        assert "not a day in the calendar" in app.lines()[line + 1], "the sentence stands below its field"
        app.press("end", *["backspace"] * 10)
        app.type("28/02/2026")
        app.press("f2")
        app.wait_for("Saved")

        app.press("l")
        app.press("5", "l")
        app.wait_for("What did you work on?")
        app.type("a meeting on no day")
        app.press("f3")
        app.wait_for("Date")
        app.press("end", *["backspace"] * 10)
        app.type("31/02")
        app.press("f2")
        app.wait_for("Not saved yet", "31/02 is not a day in the calendar")
        assert person.read(Session) == []
        app.press("end", *["backspace"] * 5)
        app.type("20/05/2026")
        app.press("f2")
        app.wait_for("Saved: ")
    assert [n.on for n in person.read(Note)] == ["2026-02-28"]
    (session,) = person.read(Session)
    assert (session.on, session.focus) == ("2026-05-20", "a meeting on no day")


# --- Text that would command a terminal -------------------------------------------------------------------------

CONTROLS = (
    "\x1b]52;c;c2VjcmV0\x07 \x1b]0;owned\x1b\\ \x1b[2J\x1b[31m red \x9b5m \x9d0;c1\x9c \x00\x08\x7f "
    "\u202eturned\u202c \u2066x\u2069 \u200f \U000e0041 \ufeff end"
)
MARKUP = "[/[@click=app.help]x[/]"


def test_pasted_controls_never_reach_the_terminal(person: Person) -> None:
    person.make_vault()
    with person.open() as app:
        new_note(app)
        app.paste("before " + CONTROLS.replace("\x00", ""))
        app.wait_for("before", "turned", "end")
        app.press("shift+tab")
        app.paste(CONTROLS)
        app.press("f2")
        app.wait_for("Saved", "red")
        app.press("enter")
        app.wait_for("Private note", "before")
        assert app.strange() == []
    (note,) = person.read(Note)
    for words in (note.text, note.title):
        assert "turned" in words and words.endswith("end")
        assert not [c for c in words if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]
    assert person.run("export", "notes", "--format", "md").count("turned") == 2


ROOMS = {
    "2": "2 Journey",
    "3": "3 Goals",
    "4": "4 Agreement",
    "5": "5 Sessions",
    "6": "6 Actions",
    "7": "7 PDUs",
    "8": "8 Notes",
    "9": "9 Close",
    "1": "1 Home",
}


def hostile(person: Person, words: str) -> FullPair:
    """A vault with these words in every text field, past every check: as another program might have left it."""
    pair = FullPair("mentor", lambda owner: words)
    from mentor_tui.schema.records import to_document

    def put(workspace: Any) -> None:
        workspace.save(delete=workspace.pairs)
        changes = []
        for record in pair.records:
            before = workspace.vault.get(record.table, record.id)
            changes.append(Change(table=record.table, id=record.id, before=before, after=to_document(record)))
        workspace.vault.commit(changes)

    person.make_vault(prepare=put)
    return pair


@pytest.mark.soak  # the same in one process, with more strings: tests/screens/test_markup.py, test_escapes.py
def test_hostile_text_in_every_field_is_shown_as_typed_in_every_area(person: Person) -> None:
    hostile(person, f"{MARKUP} {CONTROLS}")
    with person.start("--passphrase-file", person.passphrase, size=(98, 40)) as app:
        app.wait_for("Next")
        for key, title in ROOMS.items():
            app.press(key)
            app.wait_for(title, MARKUP)
            row = next(i for i, line in enumerate(app.lines()) if MARKUP in line)
            app.click(app.lines()[row].index(MARKUP) + MARKUP.index("x["), row)
        opened = (
            ("3", "enter", "Steps, 1 of 2 done"),
            ("3", "e", "By when?"),
            ("5", "enter", "min"),
            ("5", "e", "Change the plan"),
            ("6", "e", "By when"),
            ("8", "e", "Private note"),
            ("7", "e", "Certification"),
        )
        for area, key, sign in opened:
            app.press("1")
            app.wait_for("1 Home")
            app.press(area)
            app.wait_for(ROOMS[area], MARKUP)
            app.press(key)
            app.wait_for(sign, MARKUP)
            app.press("escape")
            app.wait_for(ROOMS[area])
        app.press("1")
        app.wait_for("Next")
        app.press("/")
        app.wait_for("Find what you wrote")
        app.type("click")
        app.wait_for(MARKUP)
        app.press("escape")
        app.wait_for("Next")
        app.press("f8")
        app.wait_for("Your pairs", MARKUP)
        app.press("escape", "f7")
        app.wait_for("Make a document")
        app.press("enter")
        app.wait_for("LEAVES")
        app.press("p")
        app.wait_for("as it would be exported")
        app.press("ctrl+l")
        app.wait_for("Your notes are locked")
        assert app.strange() == []


# --- Very much text -----------------------------------------------------------------------------------------


def test_a_megabyte_is_welcome_and_more_is_said_to_be_too_much(person: Person) -> None:
    person.make_vault()
    line = "a good long talk about stakeholders, sponsors and saying no\n"
    much = line * (1_000_000 // len(line))
    with person.open() as app:
        new_note(app)
        app.paste(much)
        app.wait_for(line.strip())
        app.type("THE END")
        app.wait_for("THE END")
        app.paste("x" * 100_000)
        app.wait_for("0.1 MB were pasted, and a field takes 1 MB", "Nothing was put in")
        app.type(" REALLY")
        app.wait_for("THE END REALLY")
        app.press("f2")
        app.wait_for("Saved")
        app.press("enter")
        app.wait_for("Private note", line.strip())
        app.press("escape", "/")
        app.wait_for("Find what you wrote")
        app.type("REALLY")
        app.wait_for("REALLY")
    (note,) = person.read(Note)
    assert note.text == much + "THE END REALLY"


# --- Looks ----------------------------------------------------------------------------------------------------


def test_it_starts_without_colour_and_in_both_themes(person: Person) -> None:
    late = Action(text="send the template", owner="mentor", due="2026-03-10")
    person.make_vault("mentor", Goal(title="Lead a steering committee", percent=50), late)
    with person.open(NO_COLOR="1") as app:
        app.wait_for("send the template", "late", "50 %")
        colours = set(app.colours())
        assert all(len({c[0:2], c[2:4], c[4:6]}) == 1 for c in colours), "shades of grey"
    grounds = []
    for theme in ("mentor-light", "mentor-dark"):
        workspace = person.open_vault()
        import msgspec

        workspace.save(msgspec.structs.replace(workspace.settings, theme=theme))
        workspace.close()
        with person.open() as app:
            app.wait_for("send the template", "late")
            app.press("3")
            app.wait_for("3 Goals", "Lead a steering committee")
            grounds.append(app.ground())
    assert grounds[0] != grounds[1]
