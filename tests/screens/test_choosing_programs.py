"""Choosing a program: what it asks and who sees what is said before a pair is made, and before a pair changes it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from mentor_tui.schema import program_words
from mentor_tui.schema.records import Pair, StepMark, Worksheet
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.firstrun import WhoScreen
from mentor_tui.screens.vault.program_page import ProgramPage
from mentor_tui.screens.widgets.dialogs import Confirm
from mentor_tui.workspace import Workspace

from ..packs import BY_CONSENT, installed
from ..pair_views import signed_agreement
from .conftest import OpenApp
from .walk import fill, go, notice, painted, shown, until

CLOSURE = "closure"


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


def answered(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    form = workspace.program(pair).form(CLOSURE)
    field = next(f for f in form.fields(pair.role) if f.kind == "text")
    workspace.save(
        msgspec.structs.replace(pair, partner_name="Bram Claes"),
        Worksheet(pair_id=pair.id, form=CLOSURE, answers={field.id: "We laughed a lot"}),
        signed_agreement(pair_id=pair.id),
        StepMark(pair_id=pair.id, step="kickoff", state="done"),
        StepMark(pair_id=pair.id, step="application", state="dropped", reason="no need"),
        StepMark(pair_id=pair.id, step="consent", state="later", until="2026-06-01"),
        StepMark(pair_id=pair.id, step="sign", state="done"),
    )


async def test_a_further_pair_hears_what_its_program_asks_before_it_is_made(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True) as (app, pilot):
        await go(app, pilot, "new-pair")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "5 months, a session every month" in shown(app, "ProgramLine")
        await fill(app, pilot, program=BY_CONSENT, role="mentee", partner_name="Zoë")
        await until(pilot, lambda: "6 months" in shown(app, "ProgramLine"))
        said = shown(app, "ProgramLine")
        assert "Made by a volunteer from public pages" in said
        assert "The Lighthouse team sees only what you send" in said and "F3 shows more" in said
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ProgramPage))
        read = shown(app, "#page Plain")
        for words in (
            "Made by a volunteer from public pages",
            "https://example.org/lighthouse, read on 2026-02-03",
            "Team: Lighthouse team, team@example.org",
            "leaflet, https://example.org/leaflet",
            "Begin: Sign the compact, Hand in your logs",
            "finding a job",
            "Learning log: What do you take with you?, if you tick “The team may read this log”",
            "Learning logs, if you both agree: The team reads these logs",
        ):
            assert words in read, words
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert len(app.ws.pairs) == 1 and app.screen.body_widget.raw()["partner_name"] == "Zoë"
        await pilot.press("f2")
        await until(pilot, lambda: len(app.ws.pairs) == 2)
        assert app.pair.program == BY_CONSENT


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_is_said_of_a_program_stands_whole_in_any_window(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, empty=True) as (app, pilot):
        await go(app, pilot, "new-pair")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.body_widget.whole)
        for program in app.ws.programs.readable():
            await fill(app, pilot, program=program.id)
            words = (program_words.in_short(program), "F3 shows more.", program_words.draft_warning(program))
            await until(pilot, lambda words=words: words[0] in shown(app, "ProgramLine"))
            seen = " ".join(painted(app).split())
            assert not [said for said in words if said not in seen], program.id


async def test_another_program_keeps_every_answer_and_says_what_is_no_longer_asked(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=answered) as (app, pilot):
        before = {record.id: record for record in app.view.records() if not isinstance(record, Pair)}
        title = app.view.program.form(CLOSURE).title
        await go(app, pilot, "pair")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.body_widget.whole)
        await fill(app, pilot, program=BY_CONSENT)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        asked = " ".join(painted(app).split())
        assert "Go on in Lighthouse mentoring?" in asked and "Every answer is kept" in asked
        assert f"No longer asked: {title}" in asked and "Learning log: What do you take" in asked
        assert "Made by a volunteer" in asked
        said = " ".join(asked.replace("│", " ").split())
        assert "Ticked or skipped, but not a step of it: Send your application; Join the kick-off." in said
        await pilot.press("n")
        await until(pilot, lambda: "Nothing changed yet" in notice(app))
        assert app.pair.program == "pmi-belgium"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: app.pair.program == BY_CONSENT)
        kept = {record.id: record for record in app.view.records() if not isinstance(record, Pair)}
        assert kept == before and app.view.answers(CLOSURE)
        await go(app, pilot, "agreement")
        assert "Program coordinator" in shown(app, "#state")


async def test_the_program_can_be_read_in_the_first_run(open_app: OpenApp) -> None:
    async with open_app((60, 20), empty=True) as (app, pilot):
        app.push_screen(WhoScreen("3 of 3   Your pair"))
        await until(pilot, lambda: app.screen.query("ProgramLine") and "5 months" in shown(app, "ProgramLine"))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ProgramPage))
        assert "PMI Belgium" in painted(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, WhoScreen))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_another_program_no_longer_asks_is_read_in_any_window_with_the_answers_in_sight(
    open_app: OpenApp, size: tuple[int, int]
) -> None:
    async with open_app(size) as (app, pilot):  # the demo, which has answered nearly everything
        await go(app, pilot, "pair")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.body_widget.whole)
        await fill(app, pilot, program="plp-ess")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Mentoring Agreement" in painted(app) and "Change it (y)" in painted(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: "not a step of it" in painted(app) or "once you send" in painted(app))
        assert "Change it (y)" in painted(app) and "Go on in PLP-ESS" in painted(app)
