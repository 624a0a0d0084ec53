"""One pair's program pack is not on this computer: the others go on, and nothing of it is lost or left uncounted."""

from __future__ import annotations

import pytest

from mentor_tui.schema.records import Certification, Note, Pair, Session, Settings
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.pdus.pdus import PdusRoom
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.widgets.plain import Plain
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.search import Finder

from .conftest import OpenApp
from .seeing import notice, seen
from .test_firstrun import wait_for


def without_a_pack(workspace: Workspace) -> None:
    """Bram's program is here, Chloé's is not, Dora's is."""
    talk = {"kind": "one_to_one", "status": "held"}
    chloe = Pair(id="chloe", role="mentor", partner_name="Chloé", program="pmi-elsewhere", start="2026-03-01")
    workspace.save(
        chloe,
        Pair(id="dora", role="mentor", partner_name="Dora", start="2026-03-02"),
        Session(pair_id=chloe.id, on="2026-04-03", minutes=120, **talk),
        Note(pair_id=chloe.id, text="zanzibar", on="2026-04-03"),
        Certification(name="PMI-ACP", cycle_start="2025-01-01", cycle_end="2027-12-31"),
    )


async def test_turning_pairs_skips_it_and_says_so(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=without_a_pack) as (app, pilot):
        names = [p.partner_name for p in app.ws.pairs]
        app.open_pair(next(p.id for p in app.ws.pairs if p.partner_name.startswith("Bram")))
        for _ in range(3):
            before = app.pair.partner_name
            await pilot.press("right_square_bracket")
            await pilot.pause()
            assert app.pair.partner_name in set(names) - {before, "Chloé"}
            assert isinstance(app.screen, HomeRoom)
        assert not app.crash


async def test_choosing_it_says_why_it_stays_closed(open_app: OpenApp) -> None:
    async with open_app((100, 30), empty=True, prepare=without_a_pack) as (app, pilot):
        open_now = app.pair.id
        app.go("pairs")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        assert "Chloé" in seen(app)
        assert not app.open_pair("chloe")
        await pilot.pause()
        assert "pmi-elsewhere" in notice(app)
        assert app.pair.id == open_now and isinstance(app.screen, PairsScreen)


async def test_its_talks_count_and_logging_goes_on(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=without_a_pack) as (app, pilot):
        app.go("pdus")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))
        await pilot.pause()
        assert "2.00 of" in seen(app)
        app.go("log")
        await wait_for(pilot, lambda: isinstance(app.screen, LogScreen))
        await wait_for(pilot, lambda: "Giving Back" in str(app.screen.query_one("#counts", Plain).render()))
        assert not Finder(app.ws).search("zanzibar")
        assert not app.crash


@pytest.mark.parametrize("settled", [True, False])
async def test_unlocking_opens_another_pair(open_app: OpenApp, settled: bool) -> None:
    def prepare(workspace: Workspace) -> None:
        without_a_pack(workspace)
        workspace.save(Settings(current_pair="chloe" if settled else ""))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        assert app.pair.id != "chloe" and isinstance(app.screen, HomeRoom)
        await pilot.pause()
        assert ("Chloé" in notice(app)) is settled
