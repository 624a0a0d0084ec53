"""Documents: seen before they leave, written for one's own eyes, noted in the register."""

from __future__ import annotations

import asyncio
import hashlib
import stat
import threading
import time
from datetime import date
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from mentor_tui import documents
from mentor_tui.schema import records as rec
from mentor_tui.screens.documents.documents import DocumentsScreen, PreviewScreen
from mentor_tui.screens.documents.export import ExportScreen
from mentor_tui.screens.documents.register import RegisterScreen, local_time
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.dialogs import Ask, Confirm
from mentor_tui.workspace import Workspace
from tests.own_pack import SPONSOR, own_templates

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import wait_for
from .test_lock import unlock

OFFERED = {
    "Closure summary",
    "Mid-point message",
    "Mentoring agreement",
    "Mentor's biography",
    "Two declarations",
    "PDU log",
    "Certificate of hours",
    "Sessions, as a spreadsheet",
    "PDU claims, as a spreadsheet",
    "My own notes",
    "Everything in this vault",
}
"""The documents that a mentor in the demo's program can make."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


async def show(app: MentorApp, pilot: Pilot[int], document: str) -> ExportScreen:
    app.go(f"export:{document}")
    await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen.made)
    await pilot.pause()
    assert isinstance(app.screen, ExportScreen)
    return app.screen


async def write(app: MentorApp, pilot: Pilot[int], beginning: str = "Written") -> str:
    app.screen.say("")  # type: ignore[attr-defined]
    await pilot.press("f2")
    await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and notice(app) != "")
    assert notice(app).startswith(beginning)
    return notice(app)


def path_of(app: MentorApp) -> Input:
    return app.screen.query_one("#path", Input)


async def test_a_document_is_chosen_from_a_list_that_says_for_whom(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f7")
        await wait_for(pilot, lambda: isinstance(app.screen, DocumentsScreen))
        await pilot.pause()
        listed = lines(app, "#documents")
        assert len(listed) == len(OFFERED)
        assert {title for title in OFFERED if any(line.startswith(f"{title} ") for line in listed)} == OFFERED
        assert "the program team" in seen(app) and "yourself" in seen(app)
        stand_on(app, "#documents", "PDU log")
        await pilot.pause()
        assert "claim" in seen(app)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_leaves_and_what_stays_is_shown_first(open_app: OpenApp, home: Path, size: tuple[int, int]) -> None:
    async with open_app(size) as (app, pilot):
        await show(app, pilot, "closure")
        page = seen(app)
        assert "LEAVES" in page and "STAYS HERE" in page
        assert "Sessions held" in page and "Learning log" in page
        assert "PMI Belgium mentoring team" in page
        assert path_of(app).value == "~/closure-bc-2026-05-21.md"
        assert not list(home.iterdir())
        assert app.view.disclosures == [d for d in app.view.disclosures if d.what != "closure"]


async def test_written_for_my_eyes_only_and_noted_with_its_hash(open_app: OpenApp, home: Path) -> None:
    async with open_app() as (app, pilot):
        await show(app, pilot, "closure")
        await write(app, pilot)
        path = home / "closure-bc-2026-05-21.md"
        data = path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        noted = next(d for d in app.view.disclosures if d.what == "closure")
        assert noted.sha256 == hashlib.sha256(data).hexdigest()
        assert noted.recipient == "PMI Belgium mentoring team"
        assert str(path) in notice(app)
        await pilot.press("r")
        await wait_for(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await pilot.pause()
        assert noted.sha256[:32] in seen(app)  # the other half stands in the next line
        assert "today 14:00" in lines(app, "#left")[0]


async def test_a_file_that_is_there_needs_a_yes(open_app: OpenApp, home: Path) -> None:
    path = home / "closure-bc-2026-05-21.md"
    path.write_text("older")
    async with open_app() as (app, pilot):
        await show(app, pilot, "closure")
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")  # the button in focus is No
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and "not changed" in notice(app))
        assert path.read_text() == "older"
        assert not [d for d in app.view.disclosures if d.what == "closure"]
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and notice(app).startswith("Written"))
        assert path.read_text("utf-8").startswith("# Closure summary")


@pytest.mark.parametrize("size", [(80, 24)])
async def test_a_read_only_folder_is_said_and_nothing_is_lost(
    open_app: OpenApp, home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    import errno
    import os

    real = os.open

    def refusing(path: object, flags: int, *more: object, **named: object) -> int:
        if str(path).endswith(".part"):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, flags, *more, **named)  # type: ignore[call-overload, no-any-return]

    async with open_app(size) as (app, pilot):
        await show(app, pilot, "pdu-log")
        path_of(app).value = "~/kept.md"
        monkeypatch.setattr("mentor_tui.documents.files.os.open", refusing)
        sentence = await write(app, pilot, "kept.md was not written")
        monkeypatch.undo()
        assert "read-only" in sentence
        assert path_of(app).value == "~/kept.md"
        assert not list(home.iterdir()) or home.exists()
        assert not [d for d in app.view.disclosures if d.what == "pdu-log"]


async def test_a_place_that_cannot_be_written_gets_a_sentence(open_app: OpenApp, home: Path) -> None:
    (home / "file.txt").write_text("a file, not a folder")
    said = {"/nowhere/at/all.md": "does not exist", "~": "is a folder", "~/file.txt/x.md": "not a folder", "": "path"}
    async with open_app() as (app, pilot):
        await show(app, pilot, "closure")
        for typed, words in said.items():
            path_of(app).value = typed
            await pilot.press("f2")
            await wait_for(pilot, lambda words=words: words in notice(app))
            assert path_of(app).value == typed


async def test_the_format_changes_the_name_unless_one_was_typed(open_app: OpenApp, home: Path) -> None:
    async with open_app() as (app, pilot):
        await show(app, pilot, "pdu-log")
        app.screen.query_one("#format", Select).value = "csv"
        await pilot.pause()
        assert path_of(app).value.endswith(".csv")
        path_of(app).value = "~/mine.csv"
        app.screen.query_one("#format", Select).value = "html"
        await pilot.pause()
        assert path_of(app).value == "~/mine.csv"
        app.screen.query_one("#format", Select).value = "csv"
        await pilot.pause()
        await write(app, pilot)
        assert (home / "mine.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def _markers(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    session = workspace.all(rec.Session, pair.id)[0]
    workspace.save(
        msgspec.structs.replace(session, private_notes="MARKER-notes", focus="MARKER-focus", takeaways="MARKER-take"),
        rec.Note(pair_id=pair.id, text="MARKER-note", title="MARKER-title"),
        rec.Lesson(pair_id=pair.id, text="MARKER-lesson", share=False),
        rec.Goal(pair_id=pair.id, title="MARKER-goal", share_title=False),
    )


async def test_the_preview_holds_no_private_word(open_app: OpenApp) -> None:
    async with open_app((120, 40), prepare=_markers) as (app, pilot):
        await show(app, pilot, "closure")
        assert "MARKER" not in seen(app)
        await pilot.press("p")
        await wait_for(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await pilot.pause()
        assert isinstance(app.screen, PreviewScreen)
        assert "# Closure summary" in app.screen.words and "MARKER" not in app.screen.words
        await pilot.press("escape")
        assert isinstance(app.screen, ExportScreen)


def _address(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(rec.Lesson(pair_id=pair.id, text="Write to bram@example.org first", share=True))


async def test_an_address_in_the_words_is_pointed_at(open_app: OpenApp) -> None:
    async with open_app(prepare=_address) as (app, pilot):
        await show(app, pilot, "closure")
        assert "Please check" in seen(app) and "an e-mail address" in seen(app)


def _address_in_an_earlier_agreement(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(delete=workspace.all(rec.Agreement, pair.id))
    for number, purpose in enumerate(("write to bram@example.org", "grow", "grow more"), 1):
        workspace.save(rec.Agreement(pair_id=pair.id, version=number, answers={"purpose": purpose}))


async def test_what_is_shown_of_an_earlier_version_is_what_leaves(open_app: OpenApp) -> None:
    async with open_app(prepare=_address_in_an_earlier_agreement) as (app, pilot):
        await show(app, pilot, "agreement:1")
        assert "Version 1" in seen(app) and "an e-mail address" in seen(app)


async def test_the_full_export_is_written_but_not_registered(open_app: OpenApp, home: Path) -> None:
    async with open_app() as (app, pilot):
        before = len(app.view.disclosures)
        await show(app, pilot, "everything")
        assert "sessions: " in seen(app)
        assert "not encrypted" in await write(app, pilot)
        assert (home / "everything-2026-05-21.json").read_bytes() == documents.everything(app.ws)
        assert len(app.view.disclosures) == before


async def test_without_an_agreement_it_says_so(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("export:agreement")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and "no agreement yet" in notice(app))
        await pilot.press("f2")
        await wait_for(pilot, lambda: "no agreement yet" in notice(app))
        await pilot.press("escape")
        assert not isinstance(app.screen, ExportScreen)


def slow_writing(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let writing a file take a while; the event is set once it has begun."""
    begun, real = threading.Event(), documents.write

    def slow(path: Path, data: bytes, *, overwrite: bool = False) -> Path:
        begun.set()
        time.sleep(0.3)
        return real(path, data, overwrite=overwrite)

    monkeypatch.setattr(documents, "write", slow)
    return begun


@pytest.mark.parametrize(
    "how", ["escape, lock", *(pytest.param(h, marks=pytest.mark.soak) for h in ("lock", "escape"))]
)
async def test_a_file_that_was_written_is_noted_whatever_comes_between(
    open_app: OpenApp, home: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    begun = slow_writing(monkeypatch)
    async with open_app() as (app, pilot):
        before = len(app.view.disclosures)
        screen = await show(app, pilot, "closure")
        screen.action_write()
        await wait_for(pilot, begun.is_set)
        if "escape" in how:
            await screen.action_back()
            await asyncio.sleep(0.02)
        if "lock" in how:
            app.lock()
            await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
            assert list(home.iterdir())  # locking waited for it
            await unlock(app, pilot)
        await wait_for(pilot, lambda: len(app.view.disclosures) == before + 1)
        sha256 = hashlib.sha256(next(home.iterdir()).read_bytes()).hexdigest()
        assert sha256 in {d.sha256 for d in app.view.disclosures}
        assert not app.crash


async def test_an_invitation_is_noted_with_its_file(
    open_app: OpenApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = slow_writing(monkeypatch)
    async with open_app() as (app, pilot):
        planned = next(s for s in app.view.planned if s.on > "2026-05-21")
        before = len(app.view.disclosures)
        app.go(f"session:{planned.id}")
        await pilot.pause()
        await pilot.press("i")
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        pressed = asyncio.create_task(pilot.press("enter"))
        await wait_for(pilot, begun.is_set)
        app.lock()
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await pressed
        await unlock(app, pilot)
        assert list(home.iterdir())
        assert len(app.view.disclosures) == before + 1
        assert app.ws.get(rec.Session, planned.id).invited_on == "2026-05-21"  # type: ignore[union-attr]
        assert not app.crash


async def test_a_partners_name_in_evidence_gives_way_to_initials_unless_n_keeps_it(
    open_app: OpenApp, home: Path
) -> None:
    async with open_app() as (app, pilot):
        talk = app.view.met[0]
        name = app.view.pair.partner_name
        app.ws.save(msgspec.structs.replace(talk, focus=f"A plan by {name}"))
        screen = await show(app, pilot, "pdu-log")
        assert "was replaced by initials" in seen(app)
        await write(app, pilot)
        [first] = home.glob("pdu-log*")
        assert f"by {name}" not in first.read_text()
        await pilot.press("n")
        await wait_for(pilot, lambda: screen.keep_names and "stay as they were written" in notice(app))
        path_of(app).value = str(home / "named.md")
        await write(app, pilot)
        assert f"by {name}" in (home / "named.md").read_text()


async def test_where_nobody_is_named_there_is_nothing_to_choose(open_app: OpenApp, home: Path) -> None:
    async with open_app() as (app, pilot):
        screen = await show(app, pilot, "closure")
        assert screen.check_action("names", ()) is False


async def test_a_document_of_the_program_stands_in_the_list_and_leaves_like_the_others(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_templates(tmp_path / "templates", monkeypatch) as templates:
        templates.document("sponsor.toml", SPONSOR)
        templates.leave_out("hours")
        async with open_app() as (app, pilot):
            app.go("export")
            await wait_for(pilot, lambda: isinstance(app.screen, DocumentsScreen))
            shown = lines(app, "#documents")
            assert "Word to the sponsor" in shown[1] and not any("Certificate" in line for line in shown)
            await pilot.press("down")
            await wait_for(pilot, lambda: "How it goes, in a few lines." in seen(app))
            await show(app, pilot, "sponsor")
            assert path_of(app).value.endswith(".md") and "sponsor-" in path_of(app).value
            await write(app, pilot)
            assert "sponsor" in [d.what for d in app.view.disclosures]
            await pilot.press("r")
            await wait_for(pilot, lambda: isinstance(app.screen, RegisterScreen))
            assert any("Word to the sponsor" in line for line in lines(app, "#left"))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-05-21T12:00:00Z", "today 14:00"),
        ("2026-05-20T12:00:00Z", "yesterday 14:00"),
        ("2026-03-09T12:00:00Z", "Mon 9 Mar 13:00"),
        ("2025-11-27T12:00:00Z", "Thu 27 Nov 2025"),
        ("odd", "odd"),
    ],
)
def test_when_something_was_exported_is_said_as_people_say_it(at: str, said: str) -> None:
    assert local_time(at, "Europe/Brussels", date(2026, 5, 21)) == said
