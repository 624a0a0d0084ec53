"""Forgetting a pair from the list of pairs, and what was kept for an audit."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.schema.records import Certification, Evidence, Note, Pair, Session
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.pdus.audit import AuditScreen
from mentor_tui.screens.pdus.audit_rows import AuditRowsScreen
from mentor_tui.screens.pdus.claims import ClaimsScreen
from mentor_tui.screens.people.forget import ForgetScreen, ForgottenScreen
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.settings.settings import SettingsScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.vault.firstrun import WhoScreen
from mentor_tui.screens.widgets.dialogs import Ask, Confirm
from mentor_tui.screens.widgets.form import FormBody
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import kept_rows

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import keys, wait_for


def _talks(workspace: Workspace) -> None:
    """Something to forget with Bram, and a second pair."""
    pair = workspace.find_pair("Bram")
    workspace.save(
        Pair(id="zoe", role="mentee", partner_name="Zoë", start="2026-04-01", end="2026-08-29"),
        Session(id="s1", pair_id=pair.id, on="2026-04-02", minutes=60, status="held", focus="a secret of his"),
        Note(pair_id=pair.id, text="another secret of his"),
        Certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"),
    )


def _alone(workspace: Workspace) -> None:
    pair = workspace.find_pair("Bram")
    workspace.save(Note(pair_id=pair.id, text="another secret of his"))


async def _ask_to_forget(app: MentorApp, pilot: Pilot[Any]) -> ForgetScreen:
    await pilot.press("f8")
    await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and bool(lines(app, "#pairs")))
    stand_on(app, "#pairs", "Bram")
    await pilot.press("f")
    await wait_for(pilot, lambda: isinstance(app.screen, ForgetScreen) and app.screen.planned is not None)
    await pilot.pause()
    assert isinstance(app.screen, ForgetScreen)
    return app.screen


async def test_the_open_pair_is_forgotten_and_u_does_not_bring_it_back(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_talks) as (app, pilot):
        stay = app.ws.find_pair("Bram").id
        app.open_pair(stay)
        await pilot.pause()
        await app.store(Note(pair_id=stay, text="one more"), label="note added")
        app.go("note:new")
        await pilot.pause()
        await pilot.press(*keys("half"))
        screen = await _ask_to_forget(app, pilot)
        assert screen.planned is not None
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgottenScreen))
        await pilot.pause()
        assert "nothing of the pair is left" in " ".join(seen(app).split())
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert app.pair.id == "zoe" and app.ws.vault.drafts.all() == []
        await pilot.press("u")
        await wait_for(pilot, lambda: "nothing to undo" in notice(app))
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert "Bram" not in seen(app)
        assert [row.initials for row in kept_rows(app.ws)] == ["BC"]


async def test_what_goes_is_shown_and_nothing_happens_before_a_yes(open_app: OpenApp) -> None:
    """Topic and day of what stays are the person's own."""
    async with open_app((120, 40), empty=True, prepare=_talks) as (app, pilot):
        await _ask_to_forget(app, pilot)
        shown = seen(app)
        assert "1 session, 1 note" in shown and "1 bare row until 2029-07-07" in shown
        assert "Documents you exported" in shown and "no way back" in shown
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgetScreen))
        assert len(app.ws.pairs) == 2 and len(app.ws.all(Note)) == 1
        for key, words in (("t", "Talk with Bram"), ("t", "Career steps"), ("d", "2031-02-01")):
            await pilot.press(key)
            await wait_for(pilot, lambda: isinstance(app.screen, Ask))
            app.screen.query_one(Input).value = words
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, ForgetScreen))
            await pilot.pause()
            if words.endswith("Bram"):
                await wait_for(pilot, lambda: "names your partner" in notice(app))
        assert "until 2031-02-01" in seen(app) and "“Career steps”" in seen(app)
        await pilot.press("k")
        await pilot.pause()
        assert "PDUs that were not claimed yet cannot be claimed" in " ".join(seen(app).split())
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgottenScreen))
        assert kept_rows(app.ws) == []


async def test_the_only_pair_may_go_and_the_next_one_is_asked_for(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_alone) as (app, pilot):
        await _ask_to_forget(app, pilot)
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgottenScreen))
        await pilot.press("f8")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        await pilot.press("escape")  # the proof is not lost
        await wait_for(pilot, lambda: isinstance(app.screen, ForgottenScreen))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
        assert app.ws.pairs == []


async def test_a_damaged_backup_can_be_deleted_from_the_proof(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=_talks) as (app, pilot):
        folder = app.ws.vault.path.with_name(app.ws.vault.path.name + ".backups")
        broken = max(folder.iterdir())
        broken.write_bytes(broken.read_bytes()[:-9])
        await _ask_to_forget(app, pilot)
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgottenScreen))
        await pilot.pause()
        assert "not everywhere yet" in seen(app) and "is damaged" in seen(app)
        await pilot.press("x")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: "Forgotten: your pair with Bram Claes" in seen(app))
        assert not broken.exists()


def _rows(workspace: Workspace) -> None:
    for number, until in enumerate(("2026-05-20", "2030-01-01")):
        workspace.save(
            Evidence(id=f"e{number}", on="2020-01-01", minutes=60, initials="BC", topic="Talk", purge_after=until)
        )


async def test_after_its_day_home_says_so_and_one_key_removes_it(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=_rows) as (app, pilot):
        assert "1 row of forgotten pairs" in seen(app)
        await pilot.press("f8")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and "[v]" in seen(app))
        await pilot.press("v")
        await wait_for(pilot, lambda: isinstance(app.screen, AuditRowsScreen) and len(lines(app, "#rows")) == 2)
        await pilot.press("p")
        await wait_for(pilot, lambda: [r.id for r in kept_rows(app.ws)] == ["e1"])
        await pilot.press("p")
        await wait_for(pilot, lambda: "Nothing can be removed yet" in notice(app))
        assert len(lines(app, "#rows")) == 1


async def test_a_row_is_corrected_in_its_form(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_rows) as (app, pilot):
        app.go("audit-rows")
        await wait_for(pilot, lambda: isinstance(app.screen, AuditRowsScreen) and bool(lines(app, "#rows")))
        stand_on(app, "#rows", "2030-01-01")
        await pilot.press("e")
        await wait_for(pilot, lambda: "Keep until" in seen(app))
        app.screen.body_widget.put({"topic": "Negotiating"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, AuditRowsScreen))
        found = app.ws.get(Evidence, "e1")
        assert found is not None and found.topic == "Negotiating"


def _alone_with_a_talk(workspace: Workspace) -> None:
    pair = workspace.find_pair("Bram")
    workspace.save(
        Session(id="s1", pair_id=pair.id, on="2026-04-02", minutes=60, status="held", focus="a secret of his"),
        Certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"),
    )


async def test_what_is_kept_of_the_only_pair_stays_within_reach(open_app: OpenApp) -> None:
    """Rows, claims, certifications and settings, at once and after a restart; Escape leads out of the questions."""
    async with open_app(empty=True, prepare=_alone_with_a_talk) as (app, pilot):
        await _ask_to_forget(app, pilot)
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgottenScreen))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and "[v]" in seen(app))
        assert app.ws.pairs == [] and not app.crash
    async with open_app() as (app, pilot):
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and "[v]" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: "no pair to go back to" in notice(app))
        await pilot.press("v")
        await wait_for(pilot, lambda: isinstance(app.screen, AuditRowsScreen) and len(lines(app, "#rows")) == 1)
        await pilot.press("e")
        await wait_for(pilot, lambda: "Keep until" in seen(app))
        await pilot.press(*keys("more"), "escape")  # kept as a draft, of no pair
        await wait_for(pilot, lambda: isinstance(app.screen, AuditRowsScreen))
        await pilot.press("escape", "c")
        await wait_for(pilot, lambda: isinstance(app.screen, ClaimsScreen) and "1.00 can be claimed" in seen(app))
        await pilot.press("p")
        await wait_for(pilot, lambda: isinstance(app.screen, AuditScreen) and bool(lines(app, "#talks")))
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Only a row is left" in notice(app))
        await pilot.press("escape", "f7")
        await wait_for(pilot, lambda: "needs a pair" in notice(app))
        await pilot.press("c")
        await wait_for(pilot, lambda: "A certification you hold" in seen(app))
        await pilot.press("escape", "escape", "f9")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen) and bool(lines(app, "#lines")))
        assert "Handbook" not in " ".join(lines(app, "#lines"))
        await pilot.press("enter")
        await wait_for(pilot, lambda: "This app" in seen(app))
        await pilot.press("escape", "escape", "n")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen) and app.focused is not None)
        body = app.screen.query_one(FormBody)
        body.put({"role": "mentor", "partner_name": "Zoë"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert app.pair.partner_name == "Zoë" and len(kept_rows(app.ws)) == 1
        await pilot.press("u")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and "Undone: pair added" in notice(app))
        await pilot.press("U")
        await wait_for(pilot, lambda: len(lines(app, "#pairs")) == 1)
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))


async def test_undo_and_redo_of_the_only_pair_leave_nobody_stranded(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        pair = app.pair
        await app.deed(lambda: app.ws.delete_pair(pair, "pair deleted"))
        await pilot.press("u")
        await wait_for(pilot, lambda: len(app.ws.pairs) == 1 and isinstance(app.screen, HomeRoom))
        await pilot.press("U")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        await pilot.press("u", "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom) and app.has_pair)
