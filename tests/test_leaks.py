"""Nothing private gets out: not to the program team, not to the disk, not to the terminal of somebody who comes by.

Every text field of every record and form holds a word of its own, made from the definitions.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import documents
from mentor_tui.schema import document_kinds
from mentor_tui.schema.fields import Role
from tests.journey.full_pair import FullPair
from tests.journey.person import Person
from tests.journey.terminal import Terminal
from tests.journey.traces import STEM, Words, in_files, traces

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
ROLES: tuple[Role, Role] = ("mentor", "mentee")
AREAS = (
    ("2", "Journey"),
    ("3", "Goals"),
    ("4", "Agreement"),
    ("5", "Sessions"),
    ("6", "Actions"),
    ("7", "PDUs"),
    ("8", "Notes"),
    ("9", "Close"),
    ("1", "Home"),
)


def full(person: Person, role: Role, *, share: bool = False, status: str = "active") -> tuple[FullPair, Words]:
    """A vault whose open pair says something private in every field."""
    words = Words()
    pair = FullPair(role, words, share=share, status=status)

    def only_this(workspace: Any) -> None:
        workspace.save(*pair.records, delete=workspace.pairs)

    person.make_vault(role, prepare=only_this)
    return pair, words


# --- What the program team gets ---------------------------------------------------------------------------


@pytest.mark.parametrize("share", [False, True], ids=["nothing ticked", "all ticked"])
@pytest.mark.parametrize("role", ROLES)
def test_the_program_gets_no_private_word_in_any_format(role: Role, share: bool, tmp_path: Path) -> None:
    person = Person(tmp_path)
    pair, words = full(person, role, share=share, status="completed")
    assert not pair.words_left_out(), "a text attribute without a definition has no audience"
    allowed = {
        name for name, field in pair.fields().items() if "program" in field.readers(role) and (share or not field.share)
    }
    assert len(set(words.owners.values()) - allowed) > 100
    workspace = person.open_vault()
    view = workspace.view(workspace.pairs[0])
    for document in ("closure", "midpoint"):
        for form in document_kinds.every()[document].formats:
            page = documents.render(documents.build(view, document), form).decode("utf-8-sig")
            assert words.read(page) <= allowed, f"{document} as {form}"
            assert words.of("profile.name") in page, "an empty page proves nothing"
    own = documents.render(documents.build(view, "notes"), "md").decode()
    assert len(words.read(own)) > 50, "the search itself finds what is there"
    workspace.close()


# --- What is on the disk ------------------------------------------------------------------------------------


def test_the_search_finds_words_however_they_are_written(tmp_path: Path) -> None:
    word = f"ab{STEM}0001x"
    for at in range(3):
        assert traces(base64.b64encode(("-" * at + word).encode()))
    for data in (word.encode(), word.upper().encode(), word.encode("utf-16"), word.encode().hex().encode()):
        assert traces(b"\x00\x01" + data)
        (tmp_path / "somewhere").write_bytes(data)
        assert in_files([tmp_path / "somewhere"]) == ["somewhere"]
    assert not traces(b"zqvlea zqvlaek " + json.dumps({"k": "v"}).encode())


def calm(person: Person, app: Terminal, *own: Path) -> None:
    """No file holds a private word just now."""
    assert in_files(person.files(but=own)) == [], f"on the screen:\n{app.text()}"


def eavesdroppers(person: Person) -> dict[str, str]:
    """Switches of Textual that write keys or the screen to a file."""
    return {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_LOG": str(person.work / "textual.log"),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(person.work),
    }


@pytest.mark.parametrize("role", ["mentor", pytest.param("mentee", marks=pytest.mark.soak)])
def test_no_file_holds_a_private_word_whatever_happens(role: Role, tmp_path: Path) -> None:
    person = Person(tmp_path)
    _, words = full(person, role)
    typed = f"{STEM} typed and never saved"

    with person.open(faulty=True, **eavesdroppers(person)) as app:
        for key, title in AREAS:
            app.press(key)
            app.wait_for(f"{key} {title}")
        calm(person, app)

        app.press("8", "n")  # a private note, not saved
        app.wait_for("Private note")
        app.type(f"{typed} title\t{typed} text")
        app.wait_for(f"{typed} text")
        app.wait_until(lambda: any((person.vault.parent / f"{person.vault.name}.drafts").glob("*")), "a draft is kept")
        calm(person, app)

        before = app.size
        app.press("ctrl+l")
        app.wait_for("Your notes are locked")
        app.wait_still()
        assert not traces(app.text().encode()) and not traces(app.raw()[before:])
        calm(person, app)

        person.unlock(app)
        app.wait_for("Private note", f"{typed} text")
        app.press("escape")
        app.wait_for("Not saved, but kept")
        app.press("/")
        app.wait_for("Find what you wrote")
        app.type(words.of("note.text"))
        app.wait_for(words.of("note.title"))
        app.press("escape")
        app.wait_for("1 Home")

        app.press("1")
        app.wait_for("Unsaved text")
        app.press("d")
        app.wait_for("Private note", f"{typed} text")
        app.press("tab")
        app.type(" and a little more")
        app.wait_for("and a little more")
        app.kill()  # kill -9, in the middle of a thought
    calm(person, app)

    with person.open(faulty=True) as app:
        app.wait_for("Unsaved text")
        app.press("d")
        app.wait_for("Private note", f"{typed} text")
        person.fault("crash")
        before = app.size
        app.press("tab", "!")
        assert app.wait_end() == 1
        person.fault("crash", on=False)
        assert "mentor-tui had to stop" in app.flat() and not traces(app.text().encode())
        last = app.raw()[before:]
        assert not traces(last[last.rindex(b"\x1b[?1049l") :])
    calm(person, app)

    with person.open() as app:
        app.wait_for("Unsaved text")
        app.press("d")
        app.wait_for("Private note", f"{typed} text")
        app.press("f2")
        app.wait_for("Saved")
        app.press("ctrl+q")
        assert app.wait_end() == 0
        assert not traces(app.text().encode()), "leaving shows the shell again, and nothing else"
    calm(person, app)
    assert app.strange() == [], "nothing is sent to the clipboard or the window title"

    mine = person.work / "mine.md"
    person.run("export", "notes", "--format", "md", "--output", mine)
    assert in_files([mine]) and mine.stat().st_mode & 0o777 == 0o600
    calm(person, app, mine)
    backups = list(person.vault.parent.rglob("*"))
    assert len([b for b in backups if b.is_file()]) > 2, "the vault has backups, and they were searched"
