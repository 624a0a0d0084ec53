"""Meetings: logged in a minute, planned, prepared, moved, found again in the list."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui import pdu
from mentor_tui.schema.records import Action, Disclosure, Session, by_day
from mentor_tui.screens.sessions import sessions as room
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.sessions.page import SessionScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.dialogs import Confirm
from mentor_tui.screens.widgets.panel import Panel
from mentor_tui.screens.widgets.rows import Row, Rows
from mentor_tui.workspace import Workspace

from .conftest import OpenApp, settle
from .seeing import seen
from .test_firstrun import wait_for
from .walk import until

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
        """Prose costs no keystroke of the budget."""
        self.pilot.app.post_message(events.Paste(prose))
        await self.pilot.pause()

    async def type(self, prose: str) -> None:
        """Prose through the keyboard, letter by letter."""
        await self.pilot.press(*(_NAMES.get(c, c) for c in prose))


def notice(app: MentorApp) -> str:
    return app.screen.query_one(Notice).sentence


def sessions(app: MentorApp) -> list[Session]:
    return app.view.sessions


def without_plans(workspace: Workspace) -> None:
    workspace.save(delete=[s for s in workspace.all(Session) if s.status == "planned"])


def page(app: MentorApp) -> str:
    """What stands on the screen now."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


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
        await hands.type("Ask")
        await hands.press("f2")
        await pilot.pause()
        [new] = [s for s in sessions(app) if s.id not in known]
        assert hands.keys <= 8
        assert hands.keys == 4
        assert (new.focus, new.outcome, new.takeaways) == ("Stakeholder map", "A first draft", "Ask")
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
        assert "next session" in notice(app) and "1 action" in notice(app)
        await pilot.press("u")  # one deed, one step back
        await pilot.pause()
        assert {s.id for s in sessions(app)} <= known
        assert app.ws.get(Action, promise.id) is None


IN_DOUBT = (
    ("promises", "Bram: memo by Monday 28 May", "2026-05-28 is a Thursday, not a Monday"),
    ("promises", "Bram: memo by Friday or Monday", "is not a single day"),
    ("next", "Mon 28 May 18:00", "2026-05-28 is a Thursday, not a Monday"),
    ("next", "Fri 18:00 to 17:00", "would be 23 h"),
    ("next", "last Friday 18:00", "has passed already"),
    ("next", "tomorrow half zeven", "half zeven was not understood"),
)


async def test_a_log_with_a_line_in_doubt_is_not_saved_and_says_why(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        known = sessions(app)
        await pilot.press("l")
        await Hands(pilot).write("Map")
        form = app.screen
        assert isinstance(form, LogScreen)
        for field, line, said in IN_DOUBT:
            form.body_widget.put({"promises": "", "next": "", "book": field == "next", field: line})
            await pilot.pause()
            await pilot.press("f2")
            await pilot.pause()
            assert app.screen is form and sessions(app) == known, line
            assert "Not saved yet" in notice(app) and said in notice(app), line
        raw = form.body_widget.raw()
        assert (raw["focus"], raw[field]) == ("Map", line)


async def test_the_line_that_is_not_understood_is_in_view_beside_the_sentence_about_it(open_app: OpenApp) -> None:
    async with open_app(size=(80, 24), prepare=without_plans) as (app, pilot):
        await pilot.press("l")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, LogScreen)
        form.body_widget.put(
            {"promises": "Bram: memo\nBram: list\nAna: plan", "next": "Fri from 6 till 7", "book": True}
        )
        form.body_widget.editor("next").focus_editor()
        await pilot.pause()
        await pilot.press("f2")
        await until(pilot, lambda: "Not saved yet" in notice(app))
        await until(
            pilot, lambda: app.focused is not None and form.body_widget.region.contains_region(app.focused.region)
        )
        assert "Fri from 6 till 7  " in seen(app)
        form.body_widget.understood("promises", "\n".join("abcdefgh"))  # it grows above the cursor
        await until(pilot, lambda: "Fri from 6 till 7  " in seen(app))


async def test_the_planned_meeting_is_the_one_to_log(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        [planned] = [s for s in sessions(app) if s.status == "planned" and s.on <= "2026-05-21"]
        before = len(sessions(app))
        await pilot.press("l")
        await Hands(pilot).write("Map")
        await pilot.press("f2")
        await pilot.pause()
        logged = app.ws.get(Session, planned.id)
        assert logged is not None and (logged.status, logged.focus, logged.on) == ("held", "Map", planned.on)
        assert len(sessions(app)) == before


async def test_lines_are_shown_back_as_understood(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        await pilot.press("l", "tab", "tab", "tab")
        await Hands(pilot).write("both: read chapter 3")
        await pilot.press("tab")
        await Hands(pilot).write("tomorrow 17:30")
        await pilot.pause(0.2)
        shown = page(app)
        assert "you: read chapter 3, no day yet" in shown and "Bram: read chapter 3" in shown
        assert "will be planned: tomorrow 17:30, 60 min" in shown  # a day that is typed needs no tick


async def test_what_the_talk_counts_for_is_said_while_typing(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("l")
        await pilot.pause(0.2)
        assert "Counts as 1.00 PDU" in page(app) and "Giving Back" in page(app)
        await pilot.press("f3", "tab", "tab")
        await pilot.pause()
        await Hands(pilot).write("80")  # the field was selected: this replaces its 60
        await pilot.pause(0.3)
        assert "Counts as 1.25 PDU" in page(app) and "80 min" in page(app)
        await pilot.press("tab", "tab", "tab", "space")
        await pilot.pause(0.3)
        assert "No PDU for this one. It was paid work." in page(app)


async def test_a_day_that_does_not_exist_is_named_at_its_field(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        count = len(sessions(app))
        await pilot.press("l", "f3")
        await pilot.pause()
        await Hands(pilot).write("31/02")
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, LogScreen)
        assert "31/02 is not a day in the calendar" in page(app)
        assert len(sessions(app)) == count and all(s.status != "held" or s.on != "" for s in sessions(app))


async def test_escape_keeps_the_text_and_the_key_brings_it_back(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        before = len(sessions(app))
        await pilot.press("l")
        await Hands(pilot).write("Half a thought")
        await pilot.press("tab", "tab", "tab")
        await Hands(pilot).write("Bram: memo")
        await pilot.press("escape")
        await pilot.pause()
        assert len(sessions(app)) == before and "kept" in notice(app)
        await pilot.press("l")
        await pilot.pause(0.1)
        assert "Half a thought" in page(app) and "Bram: memo" in page(app)
        await pilot.press("f6", "y")
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause(0.1)
        assert "Half a thought" not in page(app)


async def test_a_meeting_that_fell_through_is_kept_and_counts_nothing(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        [planned] = [s for s in sessions(app) if s.status == "planned" and s.on <= "2026-05-21"]
        app.go(f"session:{planned.id}")
        await pilot.pause()
        await pilot.press("s")
        await Hands(pilot).write("ill")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        now = app.ws.get(Session, planned.id)
        assert now is not None and (now.status, now.reason) == ("no_show", "ill")
        assert "One of you did not show up" in page(app)
        await pilot.press("u")
        await pilot.pause()
        assert app.ws.get(Session, planned.id).status == "planned"  # type: ignore[union-attr]


async def test_a_mentee_finds_the_triangle_below_the_notes(open_app: OpenApp) -> None:
    async with open_app(role="mentee", size=(120, 40), prepare=without_plans) as (app, pilot):
        await pilot.press("l")
        await Hands(pilot).write("Map")
        await pilot.press(*["tab"] * 6)
        await Hands(pilot).write("just for me")
        await pilot.press("tab")
        await Hands(pilot).write("2")
        await pilot.press("tab")
        await Hands(pilot).write("2")
        await pilot.pause(0.2)
        assert "Ways 0.50, Power 0.50" in page(app)
        await pilot.press("f2")
        await pilot.pause()
        saved = sessions(app)[-1]
        assert (saved.private_notes, saved.ways_of_working, saved.power_skills) == ("just for me", 2, 2)


async def test_saving_may_go_on_to_the_learning_log(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        went: list[str] = []
        await pilot.press("l")
        await Hands(pilot).write("Map")
        await pilot.press("f2")
        await pilot.pause()
        new = max(app.view.sessions, key=lambda s: s.created + s.on)
        assert "F5 writes the learning log" in notice(app)
        app.go = went.append  # type: ignore[method-assign]
        await pilot.press("f5")
        assert went == [f"learning-log:{new.id}"]


async def test_f2_twice_saves_once_and_stays_on_home(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        before = len(sessions(app))
        await pilot.press("l")
        await Hands(pilot).write("Map")
        await pilot.press("f2", "f2")
        await pilot.pause()
        assert len(sessions(app)) == before + 1
        assert type(app.screen).__name__ == "HomeRoom"


async def test_markup_and_escapes_are_only_text(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        await pilot.press("l")
        app.screen.query_one("#field-focus Prose").insert("[/] [@click=app.bell]x[/] \x1b[2J")  # type: ignore[attr-defined]
        await pilot.press("f2")
        await pilot.pause()
        saved = next(s for s in sessions(app) if "[@click" in s.focus)
        assert "\x1b" not in saved.focus
        app.go(f"session:{saved.id}")
        await pilot.pause()
        assert "[@click=app.bell]x" in page(app)


# --- Planning, preparing, inviting -------------------------------------------------------------------------------


async def test_a_plan_is_filled_in_and_leads_to_its_page(open_app: OpenApp) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        await pilot.press("n")
        await pilot.pause()
        await Hands(pilot).write("31/02")
        await pilot.press("f2")
        await pilot.pause()
        assert "31/02 is not a day in the calendar" in page(app)
        await pilot.press("home", "shift+end", "delete")
        await Hands(pilot).write("28/5")
        await pilot.press("f2")
        await pilot.pause()
        await pilot.pause()
        [plan] = app.view.planned
        assert (plan.on, plan.start, plan.minutes, plan.kind) == ("2026-05-28", "18:00", 60, "one_to_one")
        assert "i makes the invitation" in notice(app) or "sends the invitation" in notice(app)
        assert "Thu 28 May 18:00" in page(app)


async def test_an_invitation_goes_to_the_path_that_is_confirmed(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app() as (app, pilot):
        plan = app.view.planned[-1]
        app.go(f"session:{plan.id}")
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        app.screen.query_one(Input).value = str(tmp_path / "talk.ics")
        await pilot.press("enter")
        for _ in range(20):
            await pilot.pause(0.02)
            if app.ws.all(Disclosure):
                break
        data = (tmp_path / "talk.ics").read_bytes()
        assert data.startswith(b"BEGIN:VCALENDAR") and (tmp_path / "talk.ics").stat().st_mode & 0o077 == 0
        assert app.ws.get(Session, plan.id).invited_on == "2026-05-21"  # type: ignore[union-attr]
        assert any(d.what == "invitation" for d in app.ws.all(Disclosure))
        await pilot.pause()
        assert "talk.ics" in notice(app)


@pytest.mark.parametrize(("agreed", "told"), [("", "You mail it yourself"), ("mentee", "As agreed, Bram invites")])
async def test_an_invitation_names_an_agreement_on_who_invites_only_where_there_is_one(
    open_app: OpenApp, agreed: str, told: str
) -> None:
    def in_a_program_without_a_word_on_it(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(workspace.pairs[0], program="two-meeting-start", invites_by=agreed))

    async with open_app((120, 40), prepare=in_a_program_without_a_word_on_it) as (app, pilot):
        app.go(f"session:{app.view.planned[-1].id}")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await pilot.press("i")
        await until(pilot, lambda: "Where should the invitation go?" in page(app))
        said = " ".join(page(app).replace("│", " ").split())
        assert told in said and ("As agreed" in said) == bool(agreed)


async def test_a_cancelled_meeting_that_was_invited_to_gets_its_cancellation(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app() as (app, pilot):
        plan = app.view.planned[-1]
        app.ws.save(msgspec.structs.replace(plan, invited_on="2026-05-20"))
        app.go(f"session:{plan.id}")
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "i makes the cancellation" in notice(app))
        await pilot.press("i")
        await until(pilot, lambda: "Where should the cancellation go?" in page(app))
        app.screen.query_one(Input).value = str(tmp_path / "off.ics")
        await pilot.press("enter")
        await until(pilot, lambda: (tmp_path / "off.ics").exists())
        assert b"METHOD:CANCEL\r\n" in (tmp_path / "off.ics").read_bytes()


async def test_preparing_shows_the_last_talk_and_carries_promises_over(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("prepare")
        await pilot.pause()
        shown = page(app)
        assert "Last time" in shown and "Bram: Draft the sponsor memo" in shown
        await Hands(pilot).write("Decide")
        await pilot.press("f2")
        await pilot.pause()
        plan = app.view.planned[-1]
        assert plan.objective == "Decide" and any("sponsor memo" in line for line in plan.agenda)


# --- The list ----------------------------------------------------------------------------------------------------


async def test_the_list_opens_edits_deletes_and_takes_back(open_app: OpenApp) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        await pilot.press("5")
        await pilot.pause()
        assert "late" in page(app) and "PDUs" in page(app)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        opened = app.screen.session_id
        await pilot.press("escape", "x")
        await pilot.pause()
        assert app.ws.get(Session, opened) is None
        await pilot.press("u")
        await pilot.pause()
        assert app.ws.get(Session, opened) is not None
        await pilot.press("f", "f")
        await pilot.pause()
        assert "shown: planned" in page(app)


async def test_an_empty_list_says_how_to_fill_it(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("5")
        await pilot.pause()
        assert "l logs one that took place, n plans one" in page(app)


async def test_of_ten_thousand_meetings_only_those_in_view_become_rows(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as (app, pilot):
        app.go("sessions")
        await pilot.pause()
        days = [(date(2026, 5, 20) - timedelta(days=n // 4)).isoformat() for n in range(10_000)]
        many = by_day(Session(on=on, minutes=60, status="held", focus="x") for on in days)
        view = dataclasses.replace(app.view, sessions=many)
        rows = app.screen.query_one(Rows)
        made: list[Session] = []

        def counted(session: Session, *more: Any, make: Callable[..., Row] = room._row) -> Row:
            made.append(session)
            return make(session, *more)

        monkeypatch.setattr(room, "_row", counted)
        app.screen.load(view)  # type: ignore[attr-defined]
        await pilot.press("end", "home")
        assert len(rows.rows) == 10_000 and 0 < len(made) < 500


async def test_an_empty_list_says_how_a_spreadsheet_comes_in(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("sessions")
        await pilot.pause()
        rows = app.screen.query_one("#list", Rows)
        shown = " ".join(rows.render_line(y).text.strip() for y in range(rows.size.height))
        assert "`mentor-tui import FILE`" in shown
        assert "reads it." in shown


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"on": "2024-03-12"}, "2024-03-12 is long before the program started"),
        ({"minutes": "9h"}, "540 minutes are more than eight hours"),
    ],
)
async def test_what_looks_like_a_slip_is_asked_about_before_it_is_saved(
    open_app: OpenApp, slip: dict[str, str], said: str
) -> None:
    async with open_app(prepare=without_plans) as (app, pilot):
        known = len(sessions(app))
        app.go("log")
        await wait_for(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.ready and app.screen.whole)
        app.screen.body_widget.put({"focus": "Map"} | slip)  # type: ignore[attr-defined]
        for answer, more in (("n", 0), ("y", 1)):
            await pilot.press("f2")
            await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
            assert said in seen(app)
            await pilot.press(answer)
            await wait_for(pilot, lambda: not isinstance(app.screen, Confirm))
            await wait_for(pilot, lambda more=more: len(sessions(app)) == known + more)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ("", "b@x.be", "your e-mail address (Settings, You) is known"),
        ("a@x.be", "", "that of Bram (Your pairs) is known"),
        ("", "call me", "your e-mail address (Settings, You) and that of Bram (Your pairs) are known"),
        ("a@x.be", "b@x.be", ""),
    ],
)
def test_an_invitation_says_which_address_it_still_needs(mine: str, theirs: str, said: str) -> None:
    from mentor_tui.screens.sessions.deeds import _addresses_missing

    assert _addresses_missing(mine, theirs, "Bram") == said


async def test_when_and_what_kind_stand_in_words_that_can_be_read_and_a_list_of_answers_has_its_own_edge(
    open_app: OpenApp,
) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("l")
        await settle(app, pilot)
        await pilot.press("f3")
        await settle(app, pilot)
        labels = [w for w in app.screen.query("#when .label") if w.region]
        assert labels and all(w.region.width > w.region.height for w in labels)
        await pilot.press("tab", "tab", "tab", "enter")
        await settle(app, pilot)
        kind = app.screen.query_one("#field-kind Select")
        answers = app.screen.query_one("#field-kind OptionList")
        # Nothing of what lies under the list peeps out on its left, and its edge says where it ends.
        assert answers.region.x <= kind.region.x
        assert answers.styles.border_right[0] == "round"
        app.screen.add_class("-plain")
        await settle(app, pilot)
        assert (answers.styles.border_right[0], kind.styles.border_left[0]) == ("ascii", "ascii")


@pytest.mark.parametrize(("program", "there"), [("pmi-belgium", True), ("two-meeting-start", False)])
async def test_an_edge_names_no_key_for_a_form_that_the_program_lacks(
    open_app: OpenApp, program: str, there: bool
) -> None:
    def in_it(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(workspace.pairs[0], program=program))

    async with open_app((120, 40), prepare=in_it) as (app, pilot):
        app.go("sessions")
        await wait_for(pilot, lambda: "edit  " in seen(app))
        pane = app.screen.query_one("#look", Panel)
        assert ("learning log" in str(pane.border_subtitle)) == there


async def test_a_session_that_is_being_read_is_read_on_after_a_change_elsewhere(open_app: OpenApp) -> None:
    def long_ago(workspace: Workspace) -> None:
        held = next(s for s in workspace.all(Session) if s.status == "held")
        workspace.save(msgspec.structs.replace(held, on="2026-07-01", outcome="much to read " * 200))

    async with open_app((80, 24), prepare=long_ago) as (app, pilot):
        app.go("sessions")
        reading = room.SessionsRoom
        await wait_for(
            pilot, lambda: isinstance(app.screen, reading) and bool(app.screen.query("#look VerticalScroll"))
        )
        await wait_for(pilot, lambda: app.screen.query_one("#look VerticalScroll").max_scroll_y > 20)
        await pilot.press("tab", "pagedown")
        pane = app.focused
        await wait_for(pilot, lambda: pane is not None and pane.scroll_offset.y > 0)
        assert isinstance(app.screen, reading) and pane is not None
        app.screen.reload()
        await pilot.pause()
        assert pane.scroll_offset.y > 0
        await pilot.press("shift+tab", "down")
        await wait_for(pilot, lambda: pane.scroll_offset.y == 0)
