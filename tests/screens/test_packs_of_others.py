"""A program that somebody sent is shown word for word, whatever its words would like to be."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace
from textual.screen import Screen

from mentor_tui.schema.records import Pack, Pair, Session, Worksheet
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.journey.journey import JourneyRoom
from mentor_tui.screens.journey.worksheets import FormerAnswers, SheetScreen
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.people.people import NewPairScreen, PairForm
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.sessions.plan import PlanScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.base import AREAS
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for

ODD = "[red]x[/red] [@click=app.quit]q[/] {x} [/nope] \\u001b[31mz\\u202e"
SHOWN = "[red]x[/red] [@click=app.quit]q[/]"
"""The beginning of it: in a list, the rest may have no room."""
PROGRAM = f"""
id = "theirs"
name = "{ODD}"
about = "{ODD}"
organisation = "{ODD}"
documents_left_out = []
[contact]
team = "{ODD}"
[sharing]
words = "{ODD}"
[labels]
kickoff = "{ODD}"
midpoint = "{ODD}"
[[stages]]
id = "one"
title = "{ODD}"
summary = "{ODD}"
[[steps]]
id = "go"
stage = "one"
title = "{ODD}"
help = "{ODD}"
next_text = "{ODD}"
go = "form:sheet"
[[steps]]
id = "again"
stage = "one"
title = "{ODD} 2"
due = {{ anchor = "start", days = 3 }}
[[planned]]
id = "meet"
stage = "one"
title = "{ODD}"
purpose = "{ODD}"
agenda = ["{ODD}"]
[[events]]
id = "gather"
stage = "one"
title = "{ODD}"
help = "{ODD}"
"""
SHEET = f"""
id = "sheet"
title = "{ODD}"
intro = "{ODD}"
[[sections]]
id = "all"
title = "{ODD}"
help = "{ODD}"
[[sections.fields]]
id = "why"
label = "[@click=app.quit]q[/]"
help = "{ODD}"
[[sections.fields]]
id = "which"
label = "[/nope]"
kind = "choice"
options = [{{ id = "a", label = "{ODD}", help = "{ODD}" }}, {{ id = "b", label = "b" }}]
"""


def theirs(workspace: Workspace) -> None:
    """The one pair moved to a program that somebody sent, with a talk."""
    files = {"program.toml": PROGRAM, "forms/sheet.toml": SHEET}
    workspace.save(Pack(id="theirs", name="Theirs", installed="2026-05-01", files=files))
    pair = workspace.pairs[0]
    moved = Pair(id=pair.id, role="mentor", partner_name="Bram Claes", program="theirs", start="2026-03-09")
    workspace.save(moved, Session(pair_id=pair.id, status="held", minutes=60, on=date(2026, 4, 10).isoformat()))


PLACES: dict[str, tuple[type[Screen[Any]], str]] = {
    "form:sheet": (SheetScreen, "[@click=app.quit]q[/]"),
    "step:again": (JourneyRoom, SHOWN),
    "step:meet": (JourneyRoom, SHOWN),
    "step:gather": (JourneyRoom, SHOWN),
    "plan": (PlanScreen, ""),
    "log": (LogScreen, ""),
    "pair": (PairForm, SHOWN),
    "pairs": (PairsScreen, "[@click"),
    "new-pair": (NewPairScreen, SHOWN),
}
"""The screen that opens at each place, and what of the program's words stands there as it was written."""


def harmless(app: MentorApp) -> str:
    words = seen(app)
    assert "\x1b" not in words and "\u202e" not in words
    return words


async def test_no_word_of_a_program_is_taken_for_markup_or_a_command(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=theirs) as (app, pilot):
        for number, (area, *_) in enumerate(AREAS, 1):
            await pilot.press(str(number))
            await wait_for(pilot, lambda area=area: getattr(app.screen, "AREA", "") == area)
            await wait_for(pilot, lambda: SHOWN in harmless(app))
        for place, (kind, words) in PLACES.items():
            app.go(place)
            await wait_for(pilot, lambda kind=kind, words=words: type(app.screen) is kind and words in harmless(app))
            harmless(app)
            app.go("home")
            await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        assert app.is_running


def without_its_form(workspace: Workspace) -> None:
    """The same, after an update that has one form less, to which something was answered."""
    theirs(workspace)
    pair = workspace.pairs[0]
    workspace.save(Worksheet(pair_id=pair.id, form="sheet", answers={"why": "because of the quince"}))
    pack = workspace.all(Pack)[0]
    files = {"program.toml": PROGRAM.replace('go = "form:sheet"', "")}
    workspace.save(replace(pack, files=files))


async def test_answers_to_a_form_that_is_gone_are_found_and_read(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=without_its_form) as (app, pilot):
        app.go("form:sheet")
        await wait_for(pilot, lambda: isinstance(app.screen, FormerAnswers))
        await pilot.pause()
        assert "because of the quince" in seen(app) and "no longer asked" in seen(app)
        await pilot.press("escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, FormerAnswers))
