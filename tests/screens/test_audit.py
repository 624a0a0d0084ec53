"""The audit on the screen: verdicts, repairing, ticking, and a pack that leaves only after it was seen."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from mentor_tui.schema import records as rec
from mentor_tui.screens.documents.documents import PreviewScreen
from mentor_tui.screens.pdus.audit import AuditScreen, NotesScreen
from mentor_tui.screens.pdus.audit_pack import PackScreen
from mentor_tui.screens.sessions.page import SessionScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.dialogs import Choose, Confirm
from mentor_tui.workspace import Workspace
from tests.audit_room import CYCLE, agreed, talk

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .walk import shown, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    AuditScreen.ticked.clear()
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


def some_talks(ws: Workspace) -> None:
    """Three talks: all is noted of one, one lacks start and outcome, one holds a word that must not leave."""
    [pair] = ws.pairs
    good, bare, private = (talk(pair, day) for day in ("2026-03-12", "2026-04-09", "2026-05-07"))
    bare = msgspec.structs.replace(bare, start="", outcome="")
    private = msgspec.structs.replace(private, private_notes="SECRET", takeaways="MINE with Bram")
    ws.save(agreed(pair), good, bare, private, rec.Certification(name="PMP", **CYCLE))


async def audit(app: MentorApp, pilot: Pilot[int]) -> None:
    await pilot.press("7", "a")
    await until(pilot, lambda: isinstance(app.screen, AuditScreen) and lines(app, "#talks"))


async def to_the_pack(app: MentorApp, pilot: Pilot[int]) -> None:
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app.screen, PackScreen) and app.screen.made)


async def test_each_talk_says_how_it_would_do_and_leads_to_its_repair(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True, prepare=some_talks) as (app, pilot):
        await audit(app, pilot)
        assert "3 sessions: 2 would hold, 1 thin, 0 would not hold. Keep until 7 Jul 2029." in seen(app)
        stand_on(app, "#talks", "no start time")
        await until(pilot, lambda: "Add what came out of it." in seen(app))
        assert "no start time, no outcome" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        [bare] = [s for s in app.ws.all(rec.Session) if not s.start]
        app.ws.save(msgspec.structs.replace(bare, start="18:00", outcome="Map drawn"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AuditScreen) and "3 would hold" in seen(app))


async def test_takeaways_are_ticked_one_by_one_and_read_before(open_app: OpenApp, home: Path) -> None:
    async with open_app((80, 24), role="mentee", empty=True, prepare=some_talks) as (app, pilot):
        await audit(app, pilot)
        assert any("no takeaways ticked for the pack" in line for line in lines(app, "#talks"))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, NotesScreen) and lines(app, "#offers"))
        assert not [line for line in lines(app, "#offers") if line.startswith("x")], "nothing is ticked by itself"
        await until(pilot, lambda: "MINE with BC" in seen(app))
        assert "SECRET" not in seen(app), "private notes are not even offered"
        await pilot.press("space")
        await until(pilot, lambda: "1 of 1 takeaways ticked" in seen(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, UnlockScreen))
        assert app.resume_at.startswith("audit:cycle:")
        [ids] = AuditScreen.ticked.values()
        assert len(ids) == 1, "a lock in between forgets no tick"


async def test_what_leaves_is_seen_before_it_is_written(open_app: OpenApp, home: Path) -> None:
    async with open_app((120, 40), empty=True, prepare=some_talks) as (app, pilot):
        await audit(app, pilot)
        await to_the_pack(app, pilot)
        assert "Sessions: 3 with Date, Start, Minutes, PDUs, With, Topic, Outcome" in shown(app, "#leaves").replace(
            "\n", " "
        )
        assert "Private notes" in shown(app, "#stays")
        assert "print it (Save as PDF)" in seen(app)
        # What is read before it is written has the window; where it goes takes the lines it needs.
        sides, where = app.screen.query_one("#sides").region, app.screen.query_one("#where").region
        assert where.height == 5 and sides.height > 2 * where.height
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen) and "Stakeholder map" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PackScreen))
        assert not list(home.iterdir()), "nothing was written yet"
        await pilot.press("f2")
        await until(pilot, lambda: notice(app).startswith("Written"))
        folder = home / "pdu-audit-pack-2026-05-21"
        text = "".join(p.read_text("utf-8-sig") for p in folder.iterdir())
        assert not [word for word in ("SECRET", "MINE", "Bram") if word in text]
        path = app.screen.query_one("#path", Input)
        app.screen.query_one("#shape", Select).value = "html"
        await until(pilot, lambda: path.value.endswith("2026-05-21.html"))
        for typed, told in (("~/pack.pdf", "print it to PDF"), ("~/none/pack", "that folder does not exist")):
            path.value = typed
            await pilot.press("f2")
            await until(pilot, lambda words=told: words in notice(app))
        mine = home / "mine.html"
        mine.write_text("mine")
        path.value = "~/mine.html"
        for key, kept in (("n", True), ("y", False)):
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            await pilot.press(key)
            await until(pilot, lambda now=kept: ("not changed" if now else "Written") in notice(app))
            assert (mine.read_text() == "mine") is kept, "replaced only after a yes"
        await until(pilot, lambda: len(app.ws.all(rec.Disclosure)) == 2)
        assert {d.recipient for d in app.ws.all(rec.Disclosure)} == {"PMI, for an audit"}
        await pilot.press("r")
        await until(pilot, lambda: "PDU audit pack" in "".join(lines(app, "#left")))


async def test_an_empty_one_says_so_and_another_can_be_chosen(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True) as (app, pilot):
        await pilot.press("7", "a")
        await until(pilot, lambda: isinstance(app.screen, AuditScreen) and "No sessions here yet" in seen(app))
        await pilot.press("f2")
        await until(pilot, lambda: "no pack to make" in notice(app))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, Choose) and "All sessions with Bram Claes" in seen(app))
