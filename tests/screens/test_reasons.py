"""A word about why: it is asked over the present screen, and comes back when the app locks meanwhile."""

from __future__ import annotations

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.schema.records import Action, Session
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.dialogs import Ask
from mentor_tui.vault import SaveFailed
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import notice
from .test_firstrun import keys, wait_for
from .test_lock import unlock


def filled(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(
        Action(id="a1", pair_id=pair.id, text="memo", owner="mentor", due="2026-05-25"),
        Session(id="s1", pair_id=pair.id, on="2026-05-20", status="planned", kind="one_to_one", minutes=60),
    )


def reason(app: MentorApp, where: str) -> str:
    action, session = app.ws.get(Action, "a1"), app.ws.get(Session, "s1")
    assert action and session
    marks = app.view.marks
    return {
        "let-go": action.result if action.status == "dropped" else "",
        "set-aside": marks["community"].reason if "community" in marks else "",
        "no-show": session.reason if session.status == "no_show" else "",
        "cancelled": session.reason if session.status == "cancelled" else "",
    }[where.partition(":")[0]]


async def asked(app: MentorApp, pilot: Pilot[int], where: str) -> Input:
    app.go(where)
    await wait_for(pilot, lambda: isinstance(app.screen, Ask) and bool(app.screen.query(Input)))
    await pilot.pause()
    return app.screen.query_one(Input)


@pytest.mark.parametrize(
    "where",
    [
        "let-go:a1",
        "no-show:s1",
        *(pytest.param(w, marks=pytest.mark.soak) for w in ("set-aside:community", "cancelled:s1")),
    ],
)
async def test_a_reason_comes_back_after_a_lock(open_app: OpenApp, where: str) -> None:
    async with open_app(empty=True, prepare=filled) as (app, pilot):
        await asked(app, pilot, where)
        await pilot.press(*keys("no time in may"))
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        await wait_for(pilot, lambda: app.screen.query_one(Input).value == "no time in may")
        await pilot.press(*keys(" or june"), "enter")
        await wait_for(pilot, lambda: reason(app, where) == "no time in may or june")
        await wait_for(pilot, lambda: app.ws.vault.drafts.all() == [])
        await wait_for(pilot, lambda: "u undoes it" in notice(app))


async def test_escape_is_never_mind(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=filled) as (app, pilot):
        await asked(app, pilot, "let-go:a1")
        await pilot.press(*keys("half"))
        app.lock()
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, Ask))
        await wait_for(pilot, lambda: app.ws.vault.drafts.all() == [])
        assert reason(app, "let-go:a1") == ""


async def test_a_reason_that_could_not_be_saved_is_there_the_next_time(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=filled) as (app, pilot):
        commit = app.ws.vault.commit

        def full(changes: object) -> bool:
            raise SaveFailed("the disk is full")

        app.ws.vault.commit = full  # type: ignore[method-assign]
        await asked(app, pilot, "let-go:a1")
        await pilot.press(*keys("no time"), "enter")
        await wait_for(pilot, lambda: "disk is full" in notice(app))
        app.ws.vault.commit = commit  # type: ignore[method-assign]
        assert (await asked(app, pilot, "let-go:a1")).value == "no time"


async def test_what_is_gone_is_said(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=filled) as (app, pilot):
        for where in ("let-go:x", "no-show:x", "set-aside:x"):
            app.go(where)
            await pilot.pause()
            assert notice(app) and not isinstance(app.screen, Ask)


async def test_the_question_starts_with_the_reason_given_before(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=filled) as (app, pilot):
        action = app.ws.get(Action, "a1")
        assert action
        await app.store(msgspec.structs.replace(action, result="before"))
        assert (await asked(app, pilot, "let-go:a1")).value == "before"
