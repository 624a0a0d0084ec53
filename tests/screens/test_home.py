"""Home: panels that Tab reaches and Enter opens, a card for each pair, and rows that are shared out without a cut."""

from __future__ import annotations

from datetime import UTC, date, datetime

from textual.content import Content

from mentor_tui.mentoring import glance
from mentor_tui.schema.records import Action, Goal, Pair, Session
from mentor_tui.screens.home import drawn
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.home.panels import HomePanel
from mentor_tui.screens.home.plan import Need, share_out
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.calendar import calendar, first_day, months_of
from mentor_tui.workspace import Workspace

from ..pair_views import talk, view
from .conftest import OpenApp
from .seeing import inside, seen
from .walk import until

TODAY = date(2026, 5, 21)
NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)


def two_more(workspace: Workspace) -> None:
    """Two mentees beside the first: one met lately, one not for a long time."""
    for name, held, planned in (("Chloé Maes", "2026-05-10", "2026-06-09"), ("Dirk Peeters", "2026-03-30", "")):
        pair = Pair(role="mentor", partner_name=name, start="2026-02-09", end="2026-07-09", cadence_days=21)
        workspace.save(pair)
        workspace.save(
            Session(pair_id=pair.id, on=held, minutes=60, status="held", focus="Delegating"),
            *([Session(pair_id=pair.id, on=planned, minutes=60, status="planned")] if planned else []),
            Goal(pair_id=pair.id, title=f"Goal of {name}", percent=40, status="active"),
            Action(pair_id=pair.id, text="Send the book", owner="mentor", due="2026-05-12" if not planned else ""),
        )


def side_by_side(app: MentorApp) -> bool:
    """True while Home shows all pairs."""
    return isinstance(app.screen, HomeRoom) and len(app.screen.query("#cards HomePanel")) > 0


def alone(app: MentorApp, name: str) -> bool:
    """True while Home shows this pair by itself."""
    return isinstance(app.screen, HomeRoom) and not side_by_side(app) and f"of {name}" in seen(app)


async def test_tab_goes_from_panel_to_panel_and_enter_opens_its_place(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        assert app.focused is not None and app.focused.id == "next"
        reached = []
        for _ in range(9):
            reached.append(app.focused.id)
            await pilot.press("tab")
        assert reached == ["next", "program", "goals", "coming", "actions", "last", "calendar", "rhythm", "pdus"]
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: getattr(app.screen, "AREA", "") == "goals")


async def test_a_mentor_of_three_sees_a_card_each_and_opens_one_and_comes_back(open_app: OpenApp) -> None:
    async with open_app((80, 24), prepare=two_more) as (app, pilot):
        page = seen(app)
        assert all(name in page for name in ("Bram Claes", "Chloé Maes", "Dirk Peeters"))
        assert "not logged" in page and "52 days ago" in page and "nothing planned" in page
        assert "with Bram" in inside(app, "#next")
        dirk = next(p for p in app.screen.query(HomePanel) if "Dirk" in str(p.border_title))
        dirk.focus()
        await pilot.press("enter")
        await until(pilot, lambda: alone(app, "Dirk Peeters"))
        await pilot.press("escape")
        await until(pilot, lambda: side_by_side(app))
        chloe = next(p for p in app.screen.query(HomePanel) if "Chlo" in str(p.border_title))
        next(iter(chloe.reaches())).do()
        await until(pilot, lambda: alone(app, "Chloé Maes"))


async def test_the_next_thing_of_another_pair_is_done_for_that_pair(open_app: OpenApp) -> None:
    async with open_app((120, 40), prepare=two_more) as (app, pilot):
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: alone(app, app.ws.pairs[0].partner_name))
        app.open_pair(next(p.id for p in app.ws.pairs if p.partner_name == "Dirk Peeters"))
        app.go("home")
        await until(pilot, lambda: side_by_side(app))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, HomeRoom))
        assert app.pair.partner_name == "Bram Claes"


async def test_a_key_on_a_card_is_for_the_pair_of_that_card(open_app: OpenApp) -> None:
    async with open_app((80, 24), prepare=two_more) as (app, pilot):
        assert app.pair.partner_name == "Bram Claes"
        next(p for p in app.screen.query(HomePanel) if "Dirk" in str(p.border_title)).focus()
        await pilot.press("n")
        await until(pilot, lambda: "with Dirk Peeters" in seen(app) and not isinstance(app.screen, HomeRoom))
        assert app.pair.partner_name == "Dirk Peeters"


async def test_an_empty_home_shows_by_an_example_what_will_stand_there(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True) as (app, _):
        for panel in ("#goals", "#actions", "#pdus"):
            assert "for example" in inside(app, panel)
        assert "Hold your first session" in inside(app, "#last") and "First steps" in seen(app)


async def test_no_panel_is_cut_where_the_window_ends(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, _):
        end = app.screen.query_one("#page").region.bottom
        whole = [p for p in app.screen.query(HomePanel) if p.display and p.region.y < end]
        assert len(whole) == 5 and all(panel.region.bottom <= end for panel in whole)


def test_a_held_session_without_a_day_is_shown_and_breaks_nothing() -> None:
    one = glance.look(view(talk(0, on="", focus="Delegating"), talk(-3)), NOW)
    for found in ([one], [one, one]):
        assert drawn.last_session(found, 60, 6)
    assert drawn.day_of(talk(0, on=""), TODAY) == "no date"


def test_rows_go_to_the_first_that_want_them_and_the_last_that_fits_fills_the_room() -> None:
    assert share_out(20, [Need(4, 6), Need(4, 20)]) == [6, 14]
    assert share_out(20, [Need(4, 6), Need(4, 5)]) == [6, 14]
    assert share_out(9, [Need(4, 6), Need(4, 5), Need(3, 8)]) == [5, 4, 8]
    assert share_out(2, [Need(4, 6)]) == [6]


def test_the_calendar_shows_six_weeks_around_today_with_what_happens() -> None:
    lines = [line.plain for line in calendar(33, TODAY, {date(2026, 5, 18): "held", date(2026, 6, 1): "planned"})]
    assert first_day(TODAY) == date(2026, 5, 4) and lines[1].startswith("May") and lines[5].startswith("Jun")
    assert "●18" in lines[3] and "○ 1" in lines[5] and isinstance(months_of(TODAY), Content)
    assert months_of(TODAY).plain == "May and June" and months_of(date(2026, 11, 29)).plain == "November and December"
    assert all(len(line) == 33 for line in lines)


async def test_of_several_pairs_the_session_to_log_comes_first_then_the_longest_silence(open_app: OpenApp) -> None:
    async with open_app((80, 24), prepare=two_more) as (app, _):
        found = [glance.look(app.ws.view(pair), app.clock.now()) for pair in app.ws.pairs]
        first = glance.most_urgent(found)
        assert first.name == "Bram" and first.unlogged is not None
        rest = [one for one in found if one is not first]
        assert glance.most_urgent(rest).name == "Dirk" and [one.late for one in found if one.name == "Dirk"] == [1]
        assert glance.days(found)[date(2026, 5, 12)] == "late" and glance.days(found)[date(2026, 6, 9)] == "planned"
