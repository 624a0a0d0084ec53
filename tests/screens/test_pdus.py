"""PDUs on the screen: what counts, why not, and the arithmetic of a cap over all pairs."""

from __future__ import annotations

from mentor_tui.schema.records import Certification, Pair, Session
from mentor_tui.screens.documents.export import ExportScreen
from mentor_tui.screens.pdus.certifications import open_certification
from mentor_tui.screens.pdus.pdus import PdusRoom
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import wait_for


def _two_pairs(workspace: Workspace) -> None:
    first = workspace.pairs[0]
    second = Pair(role="mentor", partner_name="Chloé", start="2026-03-01", end="2026-07-28")
    talk = {"kind": "one_to_one", "status": "held"}
    workspace.save(
        second,
        Session(pair_id=first.id, on="2026-04-01", minutes=60, **talk),
        Session(pair_id=first.id, on="2026-04-02", minutes=100, paid=True, **talk),
        Session(pair_id=second.id, on="2026-04-03", minutes=300, **talk),
        Certification(name="PMI-ACP", cycle_start="2025-01-01", cycle_end="2027-12-31", giving_back_claimed=40),
    )


async def test_the_cap_counts_all_pairs_and_what_was_claimed_elsewhere(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True, prepare=_two_pairs) as (app, pilot):
        app.open_pair(next(p.id for p in app.ws.pairs if p.partner_name.startswith("Bram")))
        app.go("pdus")
        await pilot.pause()
        page = seen(app)
        assert "Sessions: 2 count, 6 h, 6.00 PDUs; 1.00 with Bram" in page  # all pairs, and this one alone
        assert "12.00 of 12.00" in page and "4.00 wasted" in page  # 10.00 elsewhere, 2.00 of 6.00 count
        assert "both pairs together" in page
        assert "- no PDUs paid work" in " ".join(page.replace("–", "-").split())
        assert [line.split()[3] for line in lines(app, "#log")] == ["Chloé", "Bram", "Bram"]


async def test_an_unknown_certification_says_what_it_does_not_know(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(Certification(name="Knitting"))

    async with open_app((80, 24), empty=True, prepare=prepare) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert "limit unknown" in seen(app)
        await pilot.press("shift+tab")
        await wait_for(pilot, lambda: "we do not know how many it requires" in " ".join(seen(app).split()))


async def test_a_mentee_sees_the_three_sides(open_app: OpenApp) -> None:
    async with open_app((80, 24), "mentee") as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        page = seen(app)
        assert "Ways of Working" in page and "3.75 to go" in page and "of 35.00" in page


async def test_amounts_are_typed_as_pdus_and_kept_as_quarters(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert "No certification yet" in seen(app)
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, FormScreen)
        screen.body_widget.put({"giving_back_claimed": "6.20"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: "quarters" in notice(app))
        assert not app.ws.all(Certification)
        screen.body_widget.put({"giving_back_claimed": "6,25", "own_giving_back_cap": "12,5"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))
        kept = app.ws.all(Certification)[0]
        assert kept.name == "PMP" and kept.giving_back_claimed == 25 and kept.own_giving_back_cap == "12.50"
        await wait_for(pilot, lambda: "6.25 of 12.50" in seen(app))
        assert any("6.25 of 12.50 6.25 left, your figure" in line for line in lines(app, "#gauges"))
        await pilot.press("e")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.body_widget.raw()["giving_back_claimed"] == "6.25"
        assert not app.screen.dirty


async def test_a_certification_is_deleted_and_brought_back(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        await pilot.press("x")
        await wait_for(pilot, lambda: not app.ws.all(Certification))
        await pilot.press("u")
        await wait_for(pilot, lambda: len(app.ws.all(Certification)) == 1)


async def test_enter_opens_the_talk_and_o_the_log(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        await pilot.press("o")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))
        await pilot.press("h")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen) and "Certificate of hours" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, PdusRoom))
        went: list[str] = []
        app.go = went.append  # type: ignore[method-assign]
        key = stand_on(app, "#log", "Mon  4 May")
        await pilot.press("enter")
        await wait_for(pilot, lambda: went == [f"pdu-line:{key}"])


async def test_a_cycle_that_ends_before_it_starts_is_refused(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        open_certification(app, "new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"cycle_start": "2026-01-01", "cycle_end": "2025-01-01"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: "ends before it starts" in notice(app))


async def test_lists_reach_into_the_log(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert any(line.startswith("Mon  4 May 5 60 1.00 ready") for line in lines(app, "#log"))
