"""Meetings: logged in a minute, planned, prepared, moved, found again in the list."""

from __future__ import annotations

from datetime import date

from mentor_tui.screens.app import MentorApp
from mentor_tui.screens.widgets.bars import Notice
from textual.pilot import Pilot

from mentor_tui import pdu
from mentor_tui.records import Action, Session

from .conftest import OpenApp

_NAMES = {" ": "space", ":": "colon", "/": "slash", ",": "comma", ".": "full_stop"}


class Hands:
    """Presses keys, and counts those that are not prose."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            await self.pilot.press(key)

    async def write(self, prose: str) -> None:
        """Prose costs no keystroke of the budget; it still goes through the keyboard."""
        await self.pilot.press(*(_NAMES.get(c, c) for c in prose))


def notice(app: MentorApp) -> str:
    return app.screen.query_one(Notice).sentence


def sessions(app: MentorApp) -> list[Session]:
    return app.view.sessions


def without_plans(workspace: object) -> None:
    workspace.save(delete=[s for s in workspace.all(Session) if s.status == "planned"])  # type: ignore[attr-defined]


# --- The minute after the call ------------------------------------------------------------------------------


async def test_a_meeting_held_today_takes_at_most_eight_keystrokes(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        hands = Hands(pilot)
        known = {s.id for s in sessions(app)}
        await hands.press("l")
        await hands.write("Stakeholder map")
        await hands.press("tab")
        await hands.write("A first draft")
        await hands.press("tab")
        await hands.write("Ask sooner")
        await hands.press("f2")
        await pilot.pause()
        [new] = [s for s in sessions(app) if s.id not in known]
        assert hands.keys <= 8
        assert hands.keys == 4
        assert (new.focus, new.outcome, new.takeaways) == ("Stakeholder map", "A first draft", "Ask sooner")
        assert (new.on, new.minutes, new.kind, new.status, new.paid) == ("2026-05-21", 60, "one_to_one", "held", False)
        line = next(x for x in pdu.ledger(app.view).lines if x.session.id == new.id)
        assert line.counts and pdu.show(line.quarters) == "1.00"
        assert "1.00 PDU" in notice(app)


async def test_with_a_promise_and_the_next_meeting_it_still_takes_eight(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        hands = Hands(pilot)
        known = {s.id for s in sessions(app)} | {a.id for a in app.view.actions}
        await hands.press("l")
        await hands.write("Stakeholder map")
        await hands.press("tab")
        await hands.write("A draft")
        await hands.press("tab")
        await hands.write("Ask sooner")
        await hands.press("tab")
        await hands.write("Bram: sponsor memo by 28/5")
        await hands.press("tab", "tab", "space")  # past the suggested day, and tick it
        await hands.press("f2")
        await pilot.pause()
        assert hands.keys <= 8
        held, planned = [s for s in sessions(app) if s.id not in known]
        assert (held.status, held.focus, planned.status) == ("held", "Stakeholder map", "planned")
        assert date.fromisoformat(planned.on) > app.view.today and planned.minutes == 60
        [promise] = [a for a in app.view.actions if a.id not in known]
        assert (promise.text, promise.owner, promise.due) == ("sponsor memo", "mentee", "2026-05-28")
        assert promise.session_id == held.id
        assert "next meeting" in notice(app) and "1 promise" in notice(app)
        await pilot.press("u")  # one deed, one step back
        await pilot.pause()
        assert {s.id for s in sessions(app)} <= known
        assert app.ws.get(Action, promise.id) is None
