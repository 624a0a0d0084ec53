"""What is new is told once, where an earlier release was in use, and stays to be read."""

from __future__ import annotations

from datetime import date

from mentor_tui.schema import news
from mentor_tui.schema.records import Profile, Settings
from mentor_tui.screens.settings.news import NewsScreen
from mentor_tui.screens.settings.settings import SettingsScreen

from .conftest import OpenApp
from .seeing import seen, stand_on
from .walk import until


def test_news_are_told_where_an_earlier_release_was_in_use_and_once() -> None:
    old, fresh = Profile(created="2026-05-21T12:00:00Z"), Profile(created="2026-12-24T12:00:00Z")
    after, before = date(2026, 12, 24), date(2026, 5, 21)
    assert news.untold(old, Settings(), after)
    assert not news.untold(fresh, Settings(), after)  # there was nothing before for it
    assert not news.untold(old, Settings(told_of=news.newest().release), after)
    assert not news.untold(old, Settings(), before)


async def test_home_tells_of_news_until_the_page_was_opened(open_app: OpenApp, monkeypatch) -> None:
    told = news.News("9.9", date(2026, 1, 1), (news.Point("A warmer look", "Panels and bars."),))
    monkeypatch.setattr(news, "newest", lambda: told)
    monkeypatch.setattr(news, "untold", lambda profile, settings, today: settings.told_of != "9.9")  # of an old vault
    async with open_app((100, 40), empty=True) as (app, pilot):
        await until(pilot, lambda: "This release has a new look" in seen(app))
        before = app.ws.can_undo
        app.go("settings")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen) and "Version" in seen(app))
        stand_on(app, "#lines", "Version")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NewsScreen) and "Panels and bars." in seen(app))
        await until(pilot, lambda: app.ws.settings.told_of == "9.9")
        assert app.ws.can_undo == before  # undo takes back what the person did, not that something was read
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "1 Home" in seen(app) and "This release" not in seen(app))
