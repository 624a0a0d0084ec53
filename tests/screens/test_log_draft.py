"""What was typed in `log` on the command line waits in the app's own log."""

from __future__ import annotations

import pytest

from mentor_tui.cli.log_draft import LogDraft
from mentor_tui.mentoring.sessions import new_log
from mentor_tui.schema.records import Session
from mentor_tui.workspace import Workspace

from .conftest import OpenApp, settle


def left(workspace: Workspace) -> None:
    view = workspace.view(workspace.pairs[0])
    with (
        pytest.raises(KeyboardInterrupt),
        LogDraft(workspace, view, new_log(view), {"minutes"}).kept() as draft,
    ):
        draft.words |= {"focus": "The map", "private_notes": "mine", "actions": "Bram: memo", "next": "28 May 18:00"}
        raise KeyboardInterrupt


async def test_home_offers_the_draft_of_the_command_line_and_the_log_takes_it_up(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=left, size=(100, 40)) as (app, pilot):
        assert len(app.own_drafts.sorted_out(app.ws.vault.drafts)[0]) == 1
        await pilot.press("d")
        await settle(app, pilot)
        await pilot.pause()
        typed = app.screen.typed()  # type: ignore[attr-defined]
        assert (typed["focus"], typed["private_notes"], typed["promises"]) == ("The map", "mine", "Bram: memo")
        assert typed["next"] == "28 May 18:00"
        await pilot.press("f2")
        await pilot.pause(0.2)
        held, planned = sorted(app.ws.all(Session), key=lambda s: s.status)
        assert (held.focus, held.private_notes) == ("The map", "mine")
        assert (planned.on, planned.start) == ("2026-05-28", "18:00")
        assert not app.ws.vault.drafts.all()
