"""The demo is believable on any day, for both roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mentor_tui.clock import FrozenClock
from mentor_tui.demo.demo import build_demo
from mentor_tui.mentoring import journey, standing
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import to_document
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import PairView, Workspace, search

TODAY = date(2026, 5, 21)

Make = Callable[[Role, date], Workspace]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A vault with the demo, as it is on a day."""

    def maker(role: Role, today: date) -> Workspace:
        path = tmp_path / f"{role}-{today}.vault"
        vault = Vault.create(path, "four plain words", kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state")
        workspace = Workspace(vault, FrozenClock(datetime.combine(today, time(12), UTC)))
        build_demo(workspace, role, today)
        return workspace

    return maker


def the_view(workspace: Workspace) -> PairView:
    """The only pair."""
    return workspace.view(workspace.find_pair())


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_pair_in_its_fourth_month(make: Make, role: Role) -> None:
    workspace = make(role, TODAY)
    pair = the_view(workspace)
    names = {workspace.profile.name, pair.pair.partner_name}
    assert names == {"Ana Peeters", "Bram Claes"} and pair.role == role
    assert 90 < (TODAY - date.fromisoformat(pair.pair.start)).days < 120
    assert len(pair.goals) == 3 and all(g.notes and g.steps and g.reviews for g in pair.goals)
    assert [pair.signed(a) for a in pair.agreements] == [True, True]
    statuses = [s.status for s in pair.sessions]
    assert len(pair.met) == 5 and statuses.count("cancelled") == 1
    assert pair.sessions[0].kind == "kickoff"
    assert pair.planned[-1].on > TODAY.isoformat()
    assert {a.status for a in pair.actions} == {"open", "done"} and {a.owner for a in pair.actions} == {
        "mentor",
        "mentee",
    }
    assert [p.text for p in journey.action_lines(pair) if p.overdue and p.who == "you"] != []
    assert {"preparation", "first-meeting", "midpoint"} <= pair.worksheets.keys()
    assert pair.notes and pair.lessons and [c.name for c in pair.certifications] == ["PMP"]
    assert workspace.settings.current_pair == pair.pair.id


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_home_shows_one_thing_to_do_and_a_calm_pair(make: Make, role: Role) -> None:
    pair = the_view(make(role, TODAY))
    seen = journey.read(pair)
    assert seen.next.text == "Log your session of 18 May"
    assert seen.stage.id == "engage" and not any(s.overdue for s in seen.steps)
    assert journey.cadence(pair).state == "fine"
    assert journey.coming_up(pair)[0].kind == "session"
    assert not standing.differs(pair)


def test_every_goal_stands_in_the_order_it_was_told(make: Make) -> None:
    titles = [g.title for g in the_view(make("mentor", TODAY)).goals]
    assert titles == ["Lead a steering committee", "Say no to scope", "A risk register people use"]


def test_the_same_day_gives_the_same_demo(make: Make, tmp_path: Path) -> None:
    first = the_view(make("mentor", TODAY))
    other = Vault.create(
        tmp_path / "other", "four plain words", kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "s"
    )
    workspace = Workspace(other, FrozenClock(datetime.combine(TODAY, time(12), UTC)))
    build_demo(workspace, "mentor", TODAY)
    second = the_view(workspace)
    for name in ("sessions", "goals", "actions", "lessons", "notes"):
        assert [to_document(r) for r in getattr(first, name)] == [to_document(r) for r in getattr(second, name)]


@pytest.mark.parametrize("today", [TODAY + timedelta(days=n) for n in range(7)] + [date(2028, 2, 29), date(2027, 1, 1)])
def test_any_day_is_a_good_day(make: Make, today: date) -> None:
    pair = the_view(make("mentee", today))
    assert journey.read(pair).stage.id == "engage"
    assert journey.read(pair).next.go.startswith("log:")
    assert all(date.fromisoformat(s.on).weekday() < 5 for s in pair.sessions)
    (certification,) = pair.certifications
    assert certification.awarded <= certification.cycle_start < today.isoformat() < certification.cycle_end


def test_what_one_wrote_privately_is_only_in_their_own_vault(make: Make) -> None:
    assert search.search(make("mentor", TODAY), "warm after ten minutes")
    assert not search.search(make("mentee", TODAY), "warm after ten minutes")
