"""The numbers of a program and its rules for a session, on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mentor_tui.schema.records import Pair, Session
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.sessions.plan import PlanScreen
from mentor_tui.screens.widgets.editors import Prose, SafeInput
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.screens.widgets.plain import Plain
from mentor_tui.workspace import Workspace

from ..packs import NUMBERS, installed
from .conftest import OpenApp
from .seeing import inside
from .walk import form, go, painted, shown, until


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


def with_numbers(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(
        Pair(id=pair.id, role="mentor", partner_name="Bram Claes", program=NUMBERS, start="2026-04-01"),
        Session(pair_id=pair.id, on="2026-05-02", minutes=60, status="held", channel="phone"),
        Session(pair_id=pair.id, on="2026-05-03", minutes=60, status="held", channel="E-Mail"),
    )


async def test_home_and_the_journey_tell_how_far_the_pair_is_and_why_a_talk_is_not_counted(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=with_numbers) as (app, pilot):
        told = inside(app, "#rhythm")
        assert "1 of 10 sessions, 1 of 8 hours" in told
        assert "1 of at least 2 sessions, 1 of 2 to 4 hours this month" in told
        assert "1 over E-Mail, which the program does not count" in told
        await go(app, pilot, "journey")
        await pilot.press("end")
        await until(pilot, lambda: "1 of 10 sessions" in shown(app, "#about-step"))
        told = " ".join(shown(app, "#about-step").split())
        assert "the keeper, desk@example.org, asks for an answer within 48 hours" in told and "{" not in told


async def test_a_plan_has_the_parts_of_a_session_and_they_follow_its_length(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=with_numbers) as (app, pilot):
        await go(app, pilot, "plan")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and form(app).body_widget.whole)
        body = form(app).body_widget
        agenda, minutes = body.editor("agenda"), body.editor("minutes")
        assert agenda is not None and minutes is not None
        assert str(agenda.raw).split("\n") == ["Look back (10 min)", "Plan (15 min)", "Work (35 min)"]
        assert "The mentee proposes it." in shown(app, "#field-agenda .help")
        line = minutes.query_one(SafeInput)
        line.value = ""
        line.value = "30"
        await until(pilot, lambda: str(agenda.raw).startswith("Look back (5 min)"))
        assert _problem(minutes) == "The program asks for 45 to 90 minutes."
        agenda.query_one(Prose).load_text("Our own point")
        line.value = "60"
        await until(pilot, lambda: _problem(minutes) == "")
        assert agenda.raw == "Our own point"


async def test_a_log_says_gently_that_the_program_asks_for_another_length(open_app: OpenApp) -> None:
    async with open_app((140, 40), empty=True, prepare=with_numbers) as (app, pilot):
        await go(app, pilot, "log")
        await until(
            pilot,
            lambda: isinstance(app.screen, LogScreen) and "By E-Mail, a session earns no PDUs" in shown(app, "#counts"),
        )
        assert "The program asks for" not in painted(app)
        await pilot.press("f3")
        body = app.screen.body_widget  # type: ignore[attr-defined]
        await until(pilot, lambda: body.editor("minutes") is not None)
        body.editor("minutes").put(20)
        await until(pilot, lambda: "The program asks for 45 to 90 minutes." in shown(app, "#counts"))


def _problem(editor: FieldEditor) -> str:
    line = editor.query_one(".problem", Plain)
    return str(line.render()) if line.has_class("-shown") else ""
