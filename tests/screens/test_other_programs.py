"""Every place opens in a program that lacks something: a plain sentence stands where nothing is, never another rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from mentor_tui.schema import document_kinds
from mentor_tui.schema.records import Agreement, Certification, LearningLog, Pair, Session
from mentor_tui.screens.documents.documents import DocumentsScreen
from mentor_tui.screens.people.forget import ForgetScreen
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.people.people import NewPairScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.base import AREAS
from mentor_tui.screens.shell.find import FindScreen
from mentor_tui.screens.shell.help import HelpScreen
from mentor_tui.screens.widgets.rows import Rows
from mentor_tui.workspace import Workspace

from ..packs import LACKING, OF_PMI_BELGIUM, installed
from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import wait_for


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


def only_in(program: str) -> Callable[[Workspace], None]:
    """The one pair moved to this program, with two talks."""

    def prepare(workspace: Workspace) -> None:
        pair = workspace.pairs[0]
        moved = Pair(id=pair.id, role="mentor", partner_name="Bram Claes", program=program, start="2026-03-09")
        talk: dict[str, Any] = {"pair_id": pair.id, "status": "held", "minutes": 60}
        workspace.save(moved, Session(on="2026-03-20", **talk), Session(on="2026-04-10", **talk))

    return prepare


async def to_area(app: MentorApp, pilot: Pilot[int], number: int) -> None:
    """Press the digit of an area and wait for it."""
    await pilot.press(str(number))
    await wait_for(pilot, lambda: getattr(app.screen, "AREA", "") == AREAS[number - 1][0])
    await pilot.pause()


@pytest.mark.parametrize("program", LACKING)
async def test_every_place_opens_in_a_program_that_lacks_something(open_app: OpenApp, program: str) -> None:
    async with open_app((100, 30), empty=True, prepare=only_in(program)) as (app, pilot):
        pack = app.view.program
        assert pack.id == program
        for number in range(1, 10):
            await to_area(app, pilot, number)
            words = seen(app)
            assert not [w for w in OF_PMI_BELGIUM if w in words], (number, words)
            for rows in app.screen.query(Rows):
                faint = getattr(rows, "example", None)  # drawn where nothing is yet, under a sentence
                assert rows.rows or rows.empty or faint or not rows.display, (number, rows)
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await to_area(app, pilot, 4)
        assert ("has no agreement." in seen(app)) == ("agreement" not in pack.forms)
        await pilot.press("e")
        await pilot.pause()
        await to_home(app, pilot)
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"summary")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        app.go("export")
        await wait_for(pilot, lambda: isinstance(app.screen, DocumentsScreen) and bool(lines(app, "#documents")))
        assert len(lines(app, "#documents")) == len(pack.documents)
        for name in document_kinds.every().keys() - pack.documents.keys():
            app.go(f"export:{name}")
            await pilot.pause()
            assert "has no" in notice(app) and isinstance(app.screen, DocumentsScreen)
        for place, form in (
            ("form:closure", "closure"),
            ("form:midpoint", "midpoint"),
            ("learning-log:", "learning-log"),
            ("agreement-edit:new", "agreement"),
        ):
            if form not in pack.forms:
                app.go(place)
                await pilot.pause()
                assert isinstance(app.screen, DocumentsScreen), place
        await to_home(app, pilot)
        if program == "minimal":  # which lacks all at once
            for place in (*(f"export:{name}" for name in pack.documents), "log", "plan", "pair", "settings", "audit"):
                app.go(place)
                await pilot.pause()
                assert not [w for w in OF_PMI_BELGIUM[1:] if w in seen(app)], (place, seen(app))
                await to_home(app, pilot)
        app.go("new-pair")
        await wait_for(pilot, lambda: isinstance(app.screen, NewPairScreen))
        await pilot.pause()
        app.screen.body_widget.put(  # type: ignore[attr-defined]
            {"partner_name": "Zoë", "role": "mentee", "program": program, "start": "2026-05-01"}
        )
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.pair.partner_name == "Zoë" and getattr(app.screen, "AREA", "") == "home")
        assert app.pair.program == program and app.pair.end == pack.planned_end(date(2026, 5, 1))
        assert not app.crash


async def to_home(app: MentorApp, pilot: Pilot[int]) -> None:
    """Escape, out of whatever is open, to Home."""
    for _ in range(8):
        if getattr(app.screen, "AREA", "") == "home":
            return
        await pilot.press("escape")
        await pilot.pause()
    raise AssertionError(f"no way home from {app.screen}")


# --- Several programs in one vault ----------------------------------------------------------------------------


def three_programs(workspace: Workspace) -> None:
    """Bram's pair as it was; Zoë in a program with a rhythm of two weeks; Max in one that says next to nothing."""
    zoe = Pair(id="zoe", role="mentee", partner_name="Zoë", program="no-agreement", start="2026-04-01")
    max_ = Pair(id="max", role="mentor", partner_name="Max", program="minimal", start="2026-04-01")
    talk: dict[str, Any] = {"status": "held", "minutes": 60}
    workspace.save(
        zoe,
        max_,
        Session(id="z", pair_id="zoe", on="2026-04-20", focus="rafting", **talk),
        Session(id="m", pair_id="max", on="2026-04-21", focus="hiking", **talk),
        LearningLog(pair_id="zoe", session_id="z", answers={"learned": "to steer"}),
        Agreement(pair_id="max", answers={"promise": "boots"}),
        Certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"),
    )


async def test_turning_the_pairs_goes_from_program_to_program(open_app: OpenApp) -> None:
    async with open_app((100, 30), empty=True, prepare=three_programs) as (app, pilot):
        found = set()
        for _ in range(6):
            before = app.pair.id
            await pilot.press("right_square_bracket")
            await wait_for(pilot, lambda before=before: app.pair.id != before)
            await wait_for(pilot, lambda: app.view.program.name in seen(app))
            words = seen(app)
            if app.pair.program != "pmi-belgium":
                assert not [w for w in OF_PMI_BELGIUM if w in words], words
            found.add(app.pair.program)
            for number in range(1, 10):  # Home of all pairs first; from there ] is for a card, from the last area not
                await to_area(app, pilot, number)
        assert found == {"pmi-belgium", "no-agreement", "minimal"} and not app.crash


async def test_pdus_and_find_go_over_all_programs(open_app: OpenApp) -> None:
    async with open_app((100, 30), empty=True, prepare=three_programs) as (app, pilot):
        await to_area(app, pilot, 7)
        assert "2 PDUs" in seen(app) or "2.00" in seen(app) or "2 " in seen(app)
        app.go("claims")
        await pilot.pause()
        await to_home(app, pilot)
        for word, pair in (("rafting", "zoe"), ("hiking", "max"), ("steer", "zoe"), ("boots", "max")):
            await pilot.press("slash")
            await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
            await pilot.press(*word)
            await wait_for(pilot, lambda: bool(lines(app, "#hits")))
            await pilot.press("enter")
            await wait_for(pilot, lambda pair=pair: app.pair.id == pair and not isinstance(app.screen, FindScreen))
            await to_home(app, pilot)
        assert not app.crash


async def test_a_pair_may_move_to_another_program_and_one_of_them_is_forgotten(open_app: OpenApp) -> None:
    async with open_app((100, 30), "mentor", prepare=three_programs) as (app, pilot):  # the demo, with all it has
        bram = next(p for p in app.ws.pairs if p.id not in ("zoe", "max"))
        app.open_pair(bram.id)
        await pilot.pause()
        app.ws.save(msgspec.structs.replace(bram, program="minimal"), label="moved")
        for number in range(1, 10):
            await to_area(app, pilot, number)
        await to_area(app, pilot, 4)
        assert "has no agreement. What was agreed before is kept" in seen(app)
        await to_area(app, pilot, 2)
        assert "Go for a walk" in seen(app)
        app.go("pairs")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen) and bool(lines(app, "#pairs")))
        for partner, program in (("Bram", "Walks"), ("Zoë", "River without a compact")):
            stand_on(app, "#pairs", partner)
            await wait_for(pilot, lambda program=program: program in seen(app))
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(app.screen, ForgetScreen) and app.screen.planned is not None)
        await to_home(app, pilot)
        assert not app.crash
