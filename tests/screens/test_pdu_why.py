"""Why: from a certification's number to the talks, from a talk to what each certification takes of it."""

from __future__ import annotations

import pytest

from mentor_tui.schema.records import Certification, Session
from mentor_tui.screens.pdus.pdu_why import LineScreen, WhyScreen
from mentor_tui.screens.pdus.pdus import PdusRoom
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import wait_for


def _full_cap(workspace: Workspace) -> None:
    talk = {"pair_id": workspace.pairs[0].id, "kind": "one_to_one", "status": "held"}
    workspace.save(
        Session(on="2026-04-01", minutes=60, **talk),
        Session(on="2026-04-02", minutes=100, paid=True, **talk),
        Session(on="2026-05-03", minutes=120, **talk),
        Certification(
            id="c1", name="PMI-ACP", cycle_start="2025-01-01", cycle_end="2027-12-31", giving_back_claimed=44
        ),
    )


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.soak)])
async def test_w_shows_the_talks_behind_each_number(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, empty=True, prepare=_full_cap) as (app, pilot):
        app.go("pdus")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))
        await pilot.pause()
        await pilot.press("w")
        await wait_for(pilot, lambda: isinstance(app.screen, WhyScreen))
        stand_on(app, "#numbers", "Giving Back")
        await wait_for(pilot, lambda: "11.00 claimed elsewhere and 1.00 from sessions." in seen(app))
        assert [line[:10] for line in lines(app, "#behind")] == ["1 Apr 2026"]
        stand_on(app, "#numbers", "Above the cap")
        await wait_for(pilot, lambda: lines(app, "#behind")[0].startswith("3 May 2026"))
        stand_on(app, "#numbers", "earn nothing")
        await wait_for(pilot, lambda: len(lines(app, "#behind")) == 2)
        assert any("It was paid work." in line for line in lines(app, "#behind"))
        stand_on(app, "#numbers", "Figures")
        await wait_for(pilot, lambda: "what may be carried over" in "\n".join(lines(app, "#behind")))
        assert any("not verified" in line and "carried over" in line for line in lines(app, "#behind"))
        stand_on(app, "#numbers", "What is coming")
        await wait_for(pilot, lambda: "is full at 12.00" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))


async def test_enter_on_a_talk_says_what_each_certification_takes(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_full_cap) as (app, pilot):
        app.go("pdus")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))
        await pilot.pause()
        stand_on(app, "#log", "Sun  3 May")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, LineScreen))
        await pilot.pause()
        assert "120 minutes, rounded down to a quarter: 2.00 PDU in Giving Back." in seen(app)
        assert "The cap of 12.00 on Giving Back is reached." in seen(app)
        await pilot.press("d")
        await wait_for(pilot, lambda: "nothing to say" in notice(app))
        went: list[str] = []
        app.go = went.append  # type: ignore[method-assign]
        await pilot.press("t")
        await wait_for(pilot, lambda: bool(went) and went[0].startswith("session:"))


async def test_a_mentee_says_which_domain_a_talk_fits(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        split = {"ways_of_working": 1, "power_skills": 1}
        workspace.save(
            Session(id="s1", pair_id=workspace.pairs[0].id, on="2026-04-01", minutes=60, status="held", **split),
            Certification(name="PMP"),
            Certification(name="PMI-ACP"),
        )

    async with open_app(role="mentee", empty=True, prepare=prepare) as (app, pilot):
        app.go("pdu-line:s1")
        await wait_for(pilot, lambda: isinstance(app.screen, LineScreen))
        await pilot.pause()
        assert "Its Ways of Working part (0.50) is not marked as fitting PMI-ACP." in seen(app)
        await pilot.press("d")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        assert "PMI-ACP" in seen(app) and "[ ] PMP" not in seen(app)
        await pilot.press("space", "f2")
        await wait_for(pilot, lambda: isinstance(app.screen, LineScreen))
        kept = app.ws.get(Session, "s1")
        assert kept is not None and kept.ways_of_working_for == ["PMI-ACP"]
        await wait_for(pilot, lambda: "not marked" not in seen(app))


async def test_home_says_once_what_is_most_urgent_about_pdus(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(
            Certification(name="CAPM", giving_back_claimed=24),
            Certification(name="PMP", cycle_start="2023-06-01", cycle_end="2026-05-31"),
        )

    async with open_app((120, 40), empty=True, prepare=prepare) as (app, pilot):
        await wait_for(pilot, lambda: "Your PMP cycle ends in 10 days" in seen(app))
        assert " ".join(seen(app).split()).count("Your PMP cycle ends in 10 days") == 1


@pytest.mark.soak
async def test_a_name_is_no_markup(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(Certification(id="c1", name="[bold]X[/] [/"))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        app.go("pdu-why:c1")
        await wait_for(pilot, lambda: "[bold]X[/] [/: why" in seen(app))
