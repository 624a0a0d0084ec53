"""A third who signs the agreement, and a document that leaves by consent only, on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input

from mentor_tui.schema.records import LearningLog, Session
from mentor_tui.screens.documents.export import ExportScreen
from mentor_tui.screens.documents.register import RegisterScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Confirm
from mentor_tui.workspace import Workspace

from ..packs import BY_CONSENT, installed
from ..pair_views import signed_agreement
from .conftest import OpenApp
from .walk import fill, go, notice, painted, save, shown, until


@pytest.fixture(autouse=True)
def packs() -> Iterator[None]:
    with installed():
        yield


def in_lighthouse(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    session = Session(pair_id=pair.id, on="2026-05-11", minutes=60, status="held")
    answers = {"takeaways": "Ask before I answer", "may_read": True}
    workspace.save(
        msgspec.structs.replace(pair, program=BY_CONSENT),
        signed_agreement(pair_id=pair.id),
        session,
        LearningLog(pair_id=pair.id, session_id=session.id, answers=answers),
    )


async def test_the_coordinator_signs_beside_the_two(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True, prepare=in_lighthouse) as (app, pilot):
        await go(app, pilot, "agreement")
        assert "Signatures still missing: Program coordinator. s notes them." in shown(app, "#state")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "Program coordinator" in painted(app)
        assert app.screen.body_widget.raw()["name"] == ""
        await fill(app, pilot, name="Cleo Maes")
        await save(app, pilot)
        assert "signed by Program coordinator" in notice(app)
        assert "Program coordinator  signed today, on paper (Cleo Maes)" in shown(app, "#state")
        assert "signed by all" in painted(app)
        assert app.view.signed(app.view.agreement)


async def test_logs_are_written_for_the_team_only_once_both_agreed(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app((120, 40), empty=True, prepare=in_lighthouse) as (app, pilot):
        await go(app, pilot, "export:logs")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen.made)
        assert "by consent" in shown(app, "#page-title")
        assert "session 1: What do you take with you? (4 words)" in shown(app, "#leaves")
        file = tmp_path / "logs.md"
        app.screen.query_one("#path", Input).value = str(file)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Do you both agree?" in painted(app) and "The team reads these logs" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: "It waits until you agree" in notice(app))
        assert not file.exists()
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, file.exists)
        assert "Ask before I answer" in file.read_text("utf-8")
        await until(pilot, lambda: "Noted under Exports" in notice(app))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        assert re.search(r"consent +both of you", shown(app, "#look Plain")) and "both of you" in painted(app)


@pytest.mark.parametrize("for_team", [True, False])
async def test_the_agreement_goes_to_the_partner_unasked_and_to_the_team_by_consent(
    open_app: OpenApp, tmp_path: Path, for_team: bool
) -> None:
    def in_plp(workspace: Workspace) -> None:
        pair = workspace.pairs[0]
        workspace.save(msgspec.structs.replace(pair, program="plp-ess"), signed_agreement(pair_id=pair.id))

    async with open_app((120, 40), empty=True, prepare=in_plp) as (app, pilot):
        await go(app, pilot, "export:agreement")
        team = app.view.program.team
        assert "by consent" in shown(app, "#page-title")
        assert app.screen.query_one("#recipient", Input).value == team
        if not for_team:
            app.screen.query_one("#recipient", Input).value = app.pair.partner_name or "my partner"
        app.screen.query_one("#path", Input).value = str(tmp_path / "agreement.md")
        await pilot.press("f2")
        if for_team:
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            assert "The coordinator collects the agreement" in painted(app)
            await pilot.press("y")
        await until(pilot, lambda: bool(app.view.disclosures))
        [noted] = app.view.disclosures
        assert (noted.recipient == team, noted.consent) == (for_team, "both" if for_team else "")
