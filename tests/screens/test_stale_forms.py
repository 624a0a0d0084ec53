"""A form left open while the record changes elsewhere: only what was typed in it is saved over what came in."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from mentor_tui.clock import FrozenClock
from mentor_tui.schema.records import (
    Action,
    Certification,
    Goal,
    GoalStep,
    KeptVersion,
    Note,
    Pair,
    Record,
    Session,
    Worksheet,
)
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.drafting import Drafting
from mentor_tui.screens.shell.open_vault import _ASIDE_AFTER_SECONDS
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.vault import Vault
from mentor_tui.vault.beside.drafts import Drafts
from mentor_tui.workspace import Workspace

from .conftest import NOW, PASSPHRASE, OpenApp
from .seeing import notice, seen
from .test_firstrun import wait_for
from .test_lock import unlock


def elsewhere(tmp_path: Path, record: Record, **changes: object) -> None:
    """Another mentor-tui changes a record."""
    vault = Vault.open(tmp_path / "test.vault", PASSPHRASE, state_dir=tmp_path / "other")
    workspace = Workspace(vault, FrozenClock(NOW))
    now = workspace.get(type(record), record.id)
    assert now is not None
    workspace.save(msgspec.structs.replace(now, **changes))
    workspace.close()


async def opened(app: MentorApp, pilot: Pilot[int], where: str) -> Drafting:
    app.go(where)
    await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and app.screen.ready)
    await pilot.pause(0.05)
    assert isinstance(app.screen, Drafting)
    return app.screen


def put(screen: Drafting, field_id: str, value: object) -> None:
    screen.query_one(f"#field-{field_id}", FieldEditor).put(value)  # type: ignore[arg-type]


async def save_twice(app: MentorApp, pilot: Pilot[int]) -> None:
    """The first F2 is refused, because the record changed on both sides; the second saves."""
    screen = app.screen
    await pilot.press("f2")
    await wait_for(pilot, lambda: bool(str(screen.query_one(Notice).render()).strip()) or app.screen is not screen)
    if app.screen is screen:
        await pilot.press("f2")
    await wait_for(pilot, lambda: app.screen is not screen)


PLANNED = Session(id="s1", on="2026-05-28", start="18:00", minutes=60, status="planned", kind="one_to_one")
HELD = msgspec.structs.replace(PLANNED, on="2026-05-18", status="held", focus="the map")
STEP = GoalStep(id="t1", text="read the standard")
GOAL = Goal(id="g1", title="Lead a committee", status="active", priority="medium", steps=[STEP])

CASES: dict[str, tuple[Record, str, str, object, dict[str, object]]] = {
    "goal": (GOAL, "goal:g1/edit", "title", "mine", {"priority": "high", "smart": ["specific"]}),
    "note": (Note(id="n1", text="old", on="2026-05-01"), "note:n1", "text", "mine", {"on": "2026-05-02"}),
    "promise": (
        Action(id="a1", text="old", owner="mentor", due="2026-05-25"),
        "action:a1",
        "text",
        "mine",
        {"due": "2026-06-01", "status": "done", "done_on": "2026-05-20"},
    ),
    "plan": (PLANNED, "plan:s1", "channel", "mine", {"on": "2026-06-02", "minutes": 90, "invited_on": "2026-05-20"}),
    "preparation": (PLANNED, "prepare:s1", "objective", "mine", {"agenda": ["theirs", "two lines"]}),
    "log": (HELD, "log:s1", "outcome", "mine", {"focus": "theirs", "minutes": 75, "agenda": ["one"]}),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_another_program_changed_stays(open_app: OpenApp, tmp_path: Path, case: str) -> None:
    record, where, field_id, typed, changes = CASES[case]
    if field_id not in record.__struct_fields__:
        pytest.fail(f"{field_id} is no attribute")

    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(record, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, where)
        put(screen, field_id, typed)
        elsewhere(tmp_path, record, **changes)
        await save_twice(app, pilot)
        now = app.ws.get(type(record), record.id)
        assert getattr(now, field_id) == typed
        assert not app.ws.all(KeptVersion)  # nothing lost
        assert {name: getattr(now, name) for name in changes} == changes


BOTH: dict[str, tuple[Record, str, str, object, dict[str, object]]] = {
    "goal": (GOAL, "goal:g1/edit", "title", "mine", {"title": "Their words for it", "priority": "high"}),
    "log": (HELD, "log:s1", "focus", "mine", {"focus": "Their words for it"}),
    "step": (GOAL, "goal:g1/step/t1", "text", "mine", {"steps": [GoalStep(id="t1", text="Their words for it")]}),
}


@pytest.mark.parametrize("case", BOTH)
async def test_what_another_program_wrote_in_the_same_field_is_kept(
    open_app: OpenApp, tmp_path: Path, case: str
) -> None:
    """What is typed here wins, at the second F2; the other text stands among the kept versions, and one is told so."""
    record, where, field_id, typed, changes = BOTH[case]

    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(record, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare, size=(100, 30)) as (app, pilot):
        screen = await opened(app, pilot, where)
        put(screen, field_id, typed)
        elsewhere(tmp_path, record, **changes)
        await pilot.press("f2")
        await wait_for(pilot, lambda: "F2 saves your text and keeps the other" in notice(app))
        assert not app.ws.all(KeptVersion)
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.screen is not screen and "Settings (F9), Kept versions" in notice(app))
        now = app.ws.get(type(record), record.id)
        assert typed in str(now) and "Their words for it" not in str(now)
        app.go("kept")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Kept version of a" in seen(app) and "Their words for it" in seen(app))
        await pilot.press("b")
        await wait_for(pilot, lambda: "Their words for it" in str(app.ws.get(type(record), record.id)))


@pytest.mark.parametrize("case", ["goal", "log"])
async def test_what_came_in_while_the_text_was_a_draft_is_kept(open_app: OpenApp, tmp_path: Path, case: str) -> None:
    """Locked over lunch, changed on the other computer, brought back: no conflict tells of it."""
    record, where, field_id, typed, _ = BOTH[case]

    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(record, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, where)
        put(screen, field_id, typed)
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: not app.is_open)
        elsewhere(tmp_path, record, **{field_id: "theirs"})
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and app.screen.typed() == {field_id: typed})
        await pilot.press("f2")
        await wait_for(pilot, lambda: "Settings (F9), Kept versions" in notice(app))
        assert getattr(app.ws.get(type(record), record.id), field_id) == typed
        assert [version.content[field_id] for version in app.ws.all(KeptVersion)] == ["theirs"]


async def test_it_is_said_on_the_place_that_stays_also_when_the_draft_goes_slowly(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, where, field_id, typed, _ = BOTH["goal"]

    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(record, pair_id=workspace.pairs[0].id))

    def slow(drafts: Drafts, *place: str, discard: Callable[..., None] = Drafts.discard) -> None:
        time.sleep(2 * _ASIDE_AFTER_SECONDS)
        discard(drafts, *place)

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        put(await opened(app, pilot, where), field_id, typed)
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: not app.is_open)
        elsewhere(tmp_path, record, **{field_id: "theirs"})
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and app.screen.typed() == {field_id: typed})
        form = app.screen
        monkeypatch.setattr(Drafts, "discard", slow)
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.screen is not form)
        await wait_for(pilot, lambda: "Saved" in notice(app) and "Settings (F9), Kept versions" in notice(app))


async def test_a_draft_over_what_nobody_changed_keeps_no_version(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(GOAL, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, "goal:g1/edit")
        put(screen, "title", "mine")
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: not app.is_open)
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and app.screen.typed() == {"title": "mine"})
        await pilot.press("f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, Drafting))
        assert [goal.title for goal in app.ws.all(Goal)] == ["mine"] and not app.ws.all(KeptVersion)


async def test_the_form_shows_what_came_in(open_app: OpenApp, tmp_path: Path) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(GOAL, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, "goal:g1/edit")
        put(screen, "title", "mine")
        elsewhere(tmp_path, GOAL, action="theirs")
        await pilot.press("f2")
        await wait_for(pilot, lambda: screen.query_one("#field-action", FieldEditor).raw == "theirs")
        assert screen.query_one("#field-title", FieldEditor).raw == "mine"
        assert set(screen.typed()) == {"title"}


async def test_a_merge_that_came_in_with_another_save_stays(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        pair = app.pair
        screen = await opened(app, pilot, f"pair:{pair.id}")
        put(screen, "usual_channel", "video")
        elsewhere(tmp_path, pair, partner_job_title="PMO lead", end="2026-09-01")
        assert await app.store(Note(pair_id=pair.id, text="another deed", on="2026-05-21"), label="note")
        await pilot.press("f2")
        await wait_for(pilot, lambda: app.screen is not screen)
        now = app.ws.get(Pair, pair.id)
        assert now is not None
        assert (now.usual_channel, now.partner_job_title, now.end) == ("video", "PMO lead", "2026-09-01")


async def test_answers_of_a_worksheet_stay(open_app: OpenApp, tmp_path: Path) -> None:
    form: list[str] = []

    def prepare(workspace: Workspace) -> None:
        pair = workspace.pairs[0]
        form.extend(f.id for f in workspace.program(pair).form("preparation").fields(pair.role) if f.kind == "text")
        workspace.save(Worksheet(id="w1", pair_id=pair.id, form="preparation", answers={form[1]: "old"}))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, "form:preparation")
        put(screen, form[0], "mine")
        elsewhere(tmp_path, app.view.worksheets["preparation"], answers={form[1]: "theirs"})
        await save_twice(app, pilot)
        assert app.view.answers("preparation") == {form[0]: "mine", form[1]: "theirs"}


async def test_claimed_amounts_stay_as_they_are_stored(open_app: OpenApp, tmp_path: Path) -> None:
    held = Certification(id="c1", name="PMP", giving_back_claimed=10)

    async with open_app(empty=True, prepare=lambda workspace: workspace.save(held) and None) as (app, pilot):
        screen = await opened(app, pilot, "certification:c1")
        put(screen, "name", "PMI-ACP")
        elsewhere(tmp_path, held, giving_back_claimed=25)
        await save_twice(app, pilot)
        now = app.ws.get(Certification, "c1")
        assert now is not None and (now.name, now.giving_back_claimed) == ("PMI-ACP", 25)


async def test_a_step_that_was_ticked_meanwhile_stays_ticked(open_app: OpenApp, tmp_path: Path) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(GOAL, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, "goal:g1/step/t1")
        put(screen, "text", "mine")
        elsewhere(tmp_path, GOAL, steps=[msgspec.structs.replace(STEP, done_on="2026-05-20", effort="2 h")])
        await save_twice(app, pilot)
        now = app.ws.get(Goal, "g1")
        assert now is not None
        assert [(s.text, s.done_on, s.effort) for s in now.steps] == [("mine", "2026-05-20", "2 h")]
        assert not app.ws.all(KeptVersion)  # nothing lost


async def test_a_draft_holds_only_what_was_typed(open_app: OpenApp, tmp_path: Path) -> None:
    def prepare(workspace: Workspace) -> None:
        goal = msgspec.structs.replace(GOAL, pair_id=workspace.pairs[0].id, smart=["specific"])
        session = msgspec.structs.replace(PLANNED, pair_id=workspace.pairs[0].id, agenda=["one", "two"])
        workspace.save(goal, session)

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, "prepare:s1")
        put(screen, "objective", "mine")
        assert screen.typed() == {"objective": "mine"}


async def test_logging_a_planned_meeting_keeps_what_opening_it_filled_in(open_app: OpenApp, tmp_path: Path) -> None:
    def prepare(workspace: Workspace) -> None:
        workspace.save(msgspec.structs.replace(PLANNED, pair_id=workspace.pairs[0].id))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        screen = await opened(app, pilot, "log:s1")
        assert isinstance(screen, LogScreen)
        put(screen, "outcome", "mine")
        elsewhere(tmp_path, PLANNED, channel="in person")
        await save_twice(app, pilot)
        now = app.ws.get(Session, "s1")
        assert now is not None
        assert (now.status, now.on, now.outcome, now.channel) == ("held", "2026-05-21", "mine", "in person")
