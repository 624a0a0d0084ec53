"""A program that somebody sent is shown word for word, whatever its words would like to be."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from mentor_tui.schema.records import Pack, Pair, Session, Worksheet
from mentor_tui.screens.journey.worksheets import FormerAnswers
from mentor_tui.screens.people.people import NewPairScreen, PairsScreen
from mentor_tui.screens.shell.base import AREAS
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for

ODD = "[red]x[/red] [@click=app.quit]q[/] {x} [/nope] \\u001b[31mz\\u202e"
SHOWN = "[red]x[/red] [@click=app.quit]q[/] {x} [/nope]"
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


async def test_no_word_of_a_program_is_taken_for_markup_or_a_command(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=theirs) as (app, pilot):
        met = 0
        for number in range(1, 10):
            await pilot.press(str(number))
            await wait_for(pilot, lambda number=number: getattr(app.screen, "AREA", "") == AREAS[number - 1][0])
            await pilot.pause()
            words = seen(app)
            assert "\x1b" not in words and "\u202e" not in words
            met += SHOWN in words
        assert met  # at least Home and the steps show such a title
        for place in (
            "form:sheet",
            "step:again",
            "step:meet",
            "step:gather",
            "plan",
            "log",
            "pair",
            "pairs",
            "new-pair",
        ):
            app.go(place)
            await pilot.pause()
            await pilot.pause()
            words = seen(app)
            assert "\x1b" not in words and "\u202e" not in words, place
            if place == "form:sheet":
                assert "[@click=app.quit]q[/]" in words and "[/nope]" in words
            if isinstance(app.screen, PairsScreen | NewPairScreen):
                assert "[@click" in words, place
            app.go("home")
            await pilot.pause()
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
