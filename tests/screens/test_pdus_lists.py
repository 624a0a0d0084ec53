"""The lists of the PDUs area: one cursor for all, and few words that still say whether a talk counts."""

from __future__ import annotations

from mentor_tui.schema.records import Certification, Session
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for


def _at_the_cap(workspace: Workspace) -> None:
    talk = Session(pair_id=workspace.pairs[0].id, on="2026-03-12", start="18:00", minutes=60, status="held")
    workspace.save(
        talk, Certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07", giving_back_claimed=100)
    )


async def test_down_and_up_go_on_from_list_to_list(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True, prepare=_at_the_cap) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        await pilot.press("shift+tab")
        met = []
        for _ in range(12):
            met.append(app.focused.id if app.focused else "")
            await pilot.press("down")
        assert list(dict.fromkeys(met)) == ["gauges", "log"]
        for _ in range(12):
            await pilot.press("up")
        assert app.focused is not None and app.focused.id == "gauges"


async def test_a_session_above_every_cap_says_no_first(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True, prepare=_at_the_cap) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert "no PDUs PMP: above the cap" in " ".join(seen(app).split())


def _over(workspace: Workspace) -> None:
    workspace.save(
        Certification(name="PMP", cycle_start="2022-05-01", cycle_end="2025-04-30", giving_back_claimed=40),
        Session(pair_id=workspace.pairs[0].id, on="2026-03-12", start="18:00", minutes=60, status="held"),
    )


async def test_of_a_cycle_that_ended_the_next_one_is_offered_and_taken_over(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True, prepare=_over) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert "assumed 2025-05-01 to 2028-04-30" in " ".join(seen(app).replace("│", "").split())
        await pilot.press("e")
        await wait_for(pilot, lambda: "Accept 2025-05-01 to 2028-04-30" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: "in its next cycle" in seen(app))
        [held] = app.ws.all(Certification)
        assert (held.cycle_start, held.cycle_end, held.giving_back_claimed) == ("2025-05-01", "2028-04-30", 0)
        assert "assumed" not in seen(app)
