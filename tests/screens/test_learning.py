"""The learning logs read back over all sessions, and the year of sessions at a glance."""

from __future__ import annotations

from mentor_tui.schema.records import LearningLog
from mentor_tui.screens.sessions.learning import LearningScreen
from mentor_tui.screens.sessions.page import SessionScreen
from mentor_tui.screens.sessions.sessions import SessionsRoom
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import lines, seen, stand_on
from .test_firstrun import wait_for


async def test_all_learning_logs_are_one_text_that_is_filtered_by_words_and_leads_to_the_session(
    open_app: OpenApp,
) -> None:
    async with open_app((80, 24)) as (app, pilot):
        app.go("sessions")
        await wait_for(pilot, lambda: isinstance(app.screen, SessionsRoom))
        await pilot.press("g")
        await wait_for(pilot, lambda: "Learning log: 3 sessions, 7 answers" in seen(app))
        told = lines(app, "#answers")
        assert told[0].startswith("Session 5, Mon 4 May 18:00: Saying no") and "What mattered most?" in told[0]
        assert [line.split(",")[0] for line in told if line.startswith("Session")] == [
            *("Session 5", "Session 4", "Session 2")
        ]
        assert "What do you take away?  only you" in seen(app)
        await pilot.press("slash", *"keep")
        await wait_for(pilot, lambda: "1 session, 1 answer with keep" in seen(app))
        await pilot.press("enter", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, SessionScreen) and "Session 2" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, LearningScreen) and "with keep" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: "3 sessions, 7 answers" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, SessionsRoom))


async def test_where_no_learning_log_is_written_yet_an_example_says_what_will_stand_there(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(LearningLog(pair_id=workspace.pairs[0].id, session_id="gone", answers={"takeaways": "x"}))

    async with open_app((80, 24), empty=True, prepare=prepare) as (app, pilot):
        app.go("learning-logs")
        await wait_for(pilot, lambda: "Nothing is written yet." in seen(app))
        assert "Asking first worked better" in seen(app) and not lines(app, "#answers")
        await pilot.press("enter")  # there is nothing to open
        await wait_for(pilot, lambda: isinstance(app.screen, LearningScreen))


async def test_the_year_of_sessions_is_seen_at_a_glance_and_one_is_read_beside_the_list(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        app.go("sessions")
        await wait_for(pilot, lambda: "5 sessions, 5 h 10 since February, 5.00 PDUs" in seen(app))
        road = next(line for line in seen(app).splitlines() if "●" in line and "━" in line)
        assert (road.count("●"), road.count("○"), road.count("–"), road.count("!"), road.count("┃")) == (6, 1, 1, 1, 1)
        assert "● held" in seen(app) and "○ planned" in seen(app) and "! late" in seen(app)
        stand_on(app, "#list", "Saying no to scope")
        await wait_for(pilot, lambda: "Session 5, Mon 4 May 18:00" in seen(app))
        assert "Counts as 1.00 PDU." in seen(app) and "only you" in seen(app)
