"""What stands on the screen can be read: in the light theme too, and the app's own words in full."""

from __future__ import annotations

import re

import msgspec
import pytest
from rich.style import Style
from textual.content import Content

from mentor_tui.mentoring import journey
from mentor_tui.schema.records import Certification
from mentor_tui.screens.widgets.blocks import Block
from mentor_tui.screens.widgets.plain import Plain
from mentor_tui.screens.widgets.rows import Rows
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for
from .walk import go

_PLACES = ("home", "journey", "goals", "sessions", "pdus", "notes", "close", "claims", "audit", "export", "log")
_MARKS = set("#=+-.x~WPB│─╭╮╰╯╶╴·▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▼■ ")


def _light(parts: tuple[int, int, int]) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.03928 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(style: Style) -> float:
    """Between letters and ground, from 1 to 21, as WCAG counts it."""
    assert style.color and style.bgcolor
    dark, light = sorted(_light(c.get_truecolor()) for c in (style.color, style.bgcolor))  # type: ignore[arg-type]
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["mentor-light", "mentor-dark"])
async def test_every_word_stands_out_from_its_ground(open_app: OpenApp, theme: str) -> None:
    def chosen(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(workspace.settings, theme=theme))

    async with open_app((120, 40), prepare=chosen) as (app, pilot):
        note = app.view.notes[0]
        assert await app.store(msgspec.structs.replace(note, title="Saved just now"), label="note")
        for place in _PLACES:
            await go(app, pilot, place)
            faint = {
                segment.text.strip()
                for strip in app.screen._compositor.render_strips()
                for segment in strip
                if set(segment.text) - _MARKS and segment.style and segment.style.color and segment.style.bgcolor
                if _contrast(segment.style) < 3
            }
            assert not faint, place
            assert place in ("claims", "audit", "export", "log") or "saved 14:00" in seen(app)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((100, 30), marks=pytest.mark.soak), (120, 40)])
@pytest.mark.parametrize("role", ["mentor", "mentee"])
async def test_the_apps_own_words_are_not_cut(open_app: OpenApp, role: str, size: tuple[int, int]) -> None:
    async with open_app(size, role) as (app, pilot):  # type: ignore[arg-type]
        for place, names in (("journey", "#steps"), ("close", "#steps"), ("export", "#documents")):
            await go(app, pilot, place)
            rows = app.screen.query_one(names, Rows)
            for at in range(len(rows.rows)):
                row, width = rows.rows[at], rows.scrollable_content_region.width - 1
                cells = tuple("" if c.shows == "sign" else v for c, v in zip(rows.columns, row.cells, strict=False))
                lines = [c.plain for c in row.draw(width)] if isinstance(row, Block) else [rows._line(cells, width)]
                assert not any("…" in line for line in lines), lines


async def test_what_a_closing_step_is_for_stands_below_the_list(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, pilot):
        await go(app, pilot, "close")
        assert "Plan the last session before you need it" in seen(app)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_how_to_begin_without_a_certification_is_said_in_full(open_app: OpenApp, width: int) -> None:
    def none_held(workspace: Workspace) -> None:
        workspace.save(delete=workspace.all(Certification))

    async with open_app((width, 24), prepare=none_held) as (app, pilot):
        await go(app, pilot, "pdus")
        begin = "n adds one; h makes a certificate of hours."
        await wait_for(pilot, lambda: begin in " ".join(seen(app).replace("│", "").split()))


async def test_the_sides_of_the_triangle_are_named_in_full_and_stay_in_view_while_typing(open_app: OpenApp) -> None:
    async with open_app((80, 24), "mentee") as (app, pilot):
        await go(app, pilot, f"log:{app.view.met[-1].id}")
        await wait_for(pilot, lambda: app.focused is not None and app.screen.whole)  # type: ignore[attr-defined]
        app.screen.body_widget.editor("ways_of_working").focus_editor()  # type: ignore[attr-defined]
        await pilot.pause()
        for key in ("5", "tab", "5", "tab", "5"):
            await pilot.press(key)
            await pilot.pause()
            page = seen(app)
            assert all(side in page for side in ("Ways of Working", "Power Skills", "Business Acumen", "PDU claim"))
            assert app.focused and app.focused.region.bottom <= app.screen.query_one("#counts").region.y
            assert app.screen.query_one("#counts").region.height == 1


_EVERYWHERE = (
    *("home", "journey", "goals", "agreement", "sessions", "actions", "pdus", "notes", "close", "claims", "audit"),
    *("pairs", "audit-rows", "export", "join", "kept", "settings", "log", "plan", "goal:new", "action:long", "pair"),
    *("profile", "export:closure", "form:midpoint", "learning-log", "keys"),
)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.soak)])
async def test_nothing_but_what_somebody_wrote_is_cut_anywhere(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size) as (app, pilot):
        view = app.view
        written = str([view.pair, view.sessions, view.goals, view.actions, view.notes, view.lessons]).replace("'", "")
        for place in _EVERYWHERE:
            app.go(place)
            await pilot.pause(0.1)
            cut = re.findall(r"(\S[^…]*?)…", "\n".join(x for x in seen(app).split("\n") if "…" in x))
            for words in cut:
                if "/" in words:  # a path of the person's
                    continue
                assert words.rpartition("  ")[2].strip(" │").replace("'", "")[-12:] in written, (place, words)
            for text in app.screen.query(Plain):
                if text.region.height and text.content_size.width and isinstance(text.content, Content):
                    needs = text.content.get_height(text.styles, text.content_size.width)  # type: ignore[arg-type]
                    assert needs <= text.content_size.height, (place, text.id, str(text.content)[:80])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_duties_of_a_pair_that_has_just_begun_stand_whole_on_home(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size, empty=True) as (app, _pilot):
        coming = journey.coming_up(app.view)
        assert coming and not [line for line in seen(app).split("\n") if "…" in line]
