"""A screen that was styled and laid out once stands as it does when Textual styles and lays it out all over again."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from mentor_tui import screens
from mentor_tui.screens.shell.app import MentorApp, Setup
from mentor_tui.screens.shell.base import AREAS, Desk
from mentor_tui.screens.widgets.plain import Plain

from .conftest import OpenApp
from .seeing import seen
from .walk import until

FEW = ("goals", "agreement", "plan", "goal:new", "form:preparation", "help")
MORE = (
    *("journey", "pdus", "certification", "export", "home", "sessions", "actions", "notes", "close", "log", "prepare"),
    *("learning-log", "agreement-edit", "action:new"),
    *("note:new", "lesson:new", "profile", "pair", "pairs", "forget", "audit-rows", "new-pair", "pdu-why", "claims"),
    *("audit", "settings", "recovery", "join", "kept", "find", "agreement-sign", "form:closure", "form:first-meeting"),
)


def standing(screen: Screen[Any]) -> dict[Widget, Any]:
    """Where every widget stands, what scrolls, and by which rules it is drawn (a scrollbar: by those of its widget)."""
    return {
        widget: (
            place,
            widget.scrollbars_enabled,
            widget.scroll_offset,
            None if isinstance(widget, ScrollBar) else dict(widget.styles.base.get_rules()),
        )
        for widget, place in screen._compositor.full_map.items()
    }


def painted(screen: Screen[Any]) -> list[list[tuple[str, Any]]]:
    """Every line with its colours."""
    return [[(piece.text, piece.style) for piece in strip.simplify()] for strip in screen._compositor.render_strips()]


async def settled(app: MentorApp, pilot: Pilot[int]) -> None:
    """Until nothing is asked for any more, twice in a row."""
    quiet = 0
    for _ in range(100):
        await pilot.pause(0.02)
        screen = app.screen
        busy = screen._layout_required or screen._dirty_widgets or not getattr(screen, "ready", True)
        quiet = 0 if busy else quiet + 1
        if quiet == 3:
            return


def all_over_again(screen: Screen[Any]) -> None:
    """What Textual does to a screen that opens, without our economies."""
    screen.update_node_styles(animate=False)
    for _ in range(4):
        for widget in screen.walk_children(Widget, with_self=True):
            widget._clear_arrangement_cache()
            widget._layout_cache.clear()
        Screen._refresh_layout(screen)


async def check(app: MentorApp, pilot: Pilot[int], places: tuple[str, ...]) -> int:
    seen = set()
    for place in places:
        if place == "help":
            await pilot.press("f1")
        else:
            app.go(place)
        await settled(app, pilot)
        screen = app.screen
        seen.add(type(screen))
        if isinstance(screen, Desk):
            before, picture = standing(screen), painted(screen)
            all_over_again(screen)
            after = standing(screen)
            assert before.keys() == after.keys(), place
            assert picture == painted(screen), place
            for widget, here in before.items():
                assert here == after[widget], (place, widget)
        if len(app.screen_stack) > 3:
            app.go("home")
            await until(pilot, lambda: len(app.screen_stack) <= 2)
    return len(seen)


async def test_a_screen_stands_as_if_laid_out_anew(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        assert await check(app, pilot, FEW) >= 5


class Growing(Desk):
    """A text in a scroller, with and without room kept for the scrollbar."""

    DEFAULT_CSS = "Growing VerticalScroll { height: 1fr; } Growing #other { scrollbar-gutter: auto; }"

    def body(self) -> ComposeResult:
        for one in ("page", "other"):
            with VerticalScroll(id=one):
                yield Plain("A line", classes="grows")


@pytest.mark.parametrize("at_once", [False, True], ids=["when asked", "while it is being asked"])
async def test_a_scrollbar_comes_and_goes_with_what_is_to_be_scrolled(open_app: OpenApp, at_once: bool) -> None:
    async with open_app() as (app, pilot):
        app.push_screen(Growing())
        for words, scrolled in (("A line", False), ("Many words in a line. " * 200, True), ("A line", False)):
            for text in app.screen.query(".grows").results(Plain):
                text.show(words)
            if at_once:
                app.screen._refresh_layout()
            await settled(app, pilot)
            assert [one.show_vertical_scrollbar for one in app.screen.query(VerticalScroll)] == [scrolled] * 2
            before, picture = standing(app.screen), painted(app.screen)
            all_over_again(app.screen)
            assert (before, picture) == (standing(app.screen), painted(app.screen))


async def test_a_scrollbar_goes_also_while_its_scroller_is_hidden(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.push_screen(Growing())
        await settled(app, pilot)
        texts = list(app.screen.query(".grows").results(Plain))
        for shown, words in ((True, "Many words in a line. " * 200), (False, "A line"), (True, "A line")):
            for text, scroller in zip(texts, app.screen.query(VerticalScroll), strict=True):
                scroller.display = shown
                text.show(words)
            await settled(app, pilot)
        assert not any(one.show_vertical_scrollbar for one in app.screen.query(VerticalScroll))
        before, picture = standing(app.screen), painted(app.screen)
        all_over_again(app.screen)
        assert (before, picture) == (standing(app.screen), painted(app.screen))


@pytest.mark.soak
@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_every_screen_stands_as_if_laid_out_anew(open_app: OpenApp, size: tuple[int, int], role: Any) -> None:
    async with open_app(size=size, role=role) as (app, pilot):
        assert await check(app, pilot, (*FEW, *MORE)) >= 20
        await pilot.resize_terminal(100, 30)
        assert await check(app, pilot, FEW) >= 5


def test_screens_come_without_toasts_and_tooltips() -> None:
    app = MentorApp(Setup(Path("a.vault")))
    assert app._disable_notifications and app._disable_tooltips


def test_a_class_with_two_bases_keeps_the_style_sheets_of_both() -> None:
    """Textual follows the first base only: what the second one says of looks is lost without a word."""
    for module in pkgutil.walk_packages(screens.__path__, "mentor_tui.screens."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__.startswith(screens.__name__):
                told = [base for base in kind.__mro__ if issubclass(base, DOMNode) and base.__dict__.get("DEFAULT_CSS")]
                assert set(told) <= set(kind._css_bases(kind)), kind


async def test_every_place_has_its_name_at_80_columns_and_the_one_open_at_60(open_app: OpenApp) -> None:
    for size, named in (((80, 24), AREAS), ((60, 20), ()), ((120, 40), AREAS)):
        async with open_app(size) as (app, pilot):
            for place, title in AREAS[:2]:
                app.go(place)
                await pilot.pause(0.05)
                line = seen(app).splitlines()[1]
                assert all(other in line for _, other in named) and title in line, (place, size)
                assert [number for number in range(1, 10) if str(number) in line] == list(range(1, 10))
