"""Which backups stay: a decision that no clock, no order and no zone can lead astray."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.vault import list_backups
from mentor_tui.vault.disk.retention import Kept, Why, why_kept
from mentor_tui.vault.sealed import format as vault_format

from .conftest import contents, put

BRUSSELS = ZoneInfo("Europe/Brussels")
DAY = 86_400.0

#: Any time at all, most of them in a few months, also where the clock is turned.
times = st.floats(0, 200 * DAY).map(lambda s: 1_790_000_000 + s) | st.floats(-1e15, 1e15) | st.just(1_792_889_999.0)
histories = st.lists(st.tuples(times, st.integers(0, 2)), max_size=60).map(
    lambda rows: [Kept(f"{n:03}/{version}", n, at) for n, (at, version) in enumerate(rows)]
)


def version(kept):
    return kept.name[-1]


def staying(backups, zone=BRUSSELS, format_of=version):
    return {kept for kept, why in why_kept(backups, format_of, zone).items() if why}


@settings(max_examples=80, deadline=None)
@given(histories, st.randoms())
def test_whatever_the_clock_said(history, chance):
    kept = why_kept(history, version, BRUSSELS)
    assert list(kept) == history[::-1]
    assert all(Why.RECENT in kept[recent] for recent in history[-5:])
    changes = sum(version(a) != version(b) for a, b in itertools.pairwise(history))
    assert len(staying(history)) <= 16 + changes
    for older, newer in itertools.pairwise(history):
        assert version(older) == version(newer) or kept[older]
    shuffled = history[:]
    chance.shuffle(shuffled)
    assert why_kept(shuffled, version, BRUSSELS) == kept
    survivors = staying(history)
    assert staying(survivors) == survivors  # nothing goes because something else went


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 9 * DAY), max_size=60), st.sampled_from([BRUSSELS, UTC, ZoneInfo("Pacific/Apia")]))
def test_pruning_after_every_save_keeps_what_one_look_at_all_would(pauses, zone):
    at, every, pruned = 1_790_000_000.0, [], set()
    for number, pause in enumerate(pauses):
        at += pause
        every.append(Kept(f"{number:03}/0", number, at))
        pruned = staying(pruned | {every[-1]}, zone)
    assert pruned == staying(every, zone)


def hourly(start, hours, zone):
    return [Kept(f"{n:04}/0", n, (start.astimezone(UTC) + timedelta(hours=n)).timestamp()) for n in range(hours)]


@pytest.mark.parametrize("day", [datetime(2026, 3, 27), datetime(2026, 10, 23)], ids=["spring", "autumn"])
def test_days_are_local_days_also_when_the_clock_is_turned(day):
    """Hourly saves over a week around the turn: the seven that stay for their day are each the last of a local day."""
    saves = hourly(day.replace(tzinfo=BRUSSELS), 24 * 7, BRUSSELS)
    kept = [k for k, why in why_kept(saves, version, BRUSSELS).items() if Why.DAY in why]
    local = [datetime.fromtimestamp(k.saved_at, BRUSSELS) for k in kept]
    assert len({moment.date() for moment in local}) == 7
    assert {moment.hour for moment in local[1:]} == {23}


def test_a_year_of_daily_work():
    saves = hourly(datetime(2025, 1, 1, tzinfo=UTC), 365 * 24, UTC)
    kept = why_kept(saves, version, UTC)
    assert [sum(reason in why for why in kept.values()) for reason in Why] == [5, 7, 4, 0]
    stay = [datetime.fromtimestamp(k.saved_at, UTC) for k in staying(saves, UTC)]
    assert min(stay) == datetime(2025, 12, 14, 23, tzinfo=UTC)  # the Sunday three weeks before


def test_a_clock_that_went_years_ahead_costs_nothing_when_it_is_put_right():
    ahead = [Kept(f"{n}/0", n, 4_000_000_000.0 + n * DAY) for n in range(20)]
    right = [Kept(f"{n}/0", n, 1_790_000_000.0 + n * DAY) for n in range(20, 26)]
    assert set(right) <= staying(ahead + right)


def test_backups_on_disk_are_kept_by_the_same_rule(path, vault):
    """Thirty saves, each a day after the one before: five, seven days, four weeks, and no more."""
    start = datetime(2026, 9, 1, 12, tzinfo=UTC).timestamp()
    for n in range(30):
        os.utime(path, (start + n * DAY,) * 2)
        vault.refresh()
        put(vault, "a", {"n": n})
    found = list_backups(path)
    days = [datetime.fromtimestamp(b.saved_at, UTC).day for b in found]
    assert days == [30, 29, 28, 27, 26, 25, 24, 20, 13]
    assert all(b.why for b in found)
    assert [w.value for w in found[0].why] == ["recent", "last of the day", "last of the week"]
    assert list(found[-1].why) == [Why.WEEK]
    assert contents(found[-1].path)["goals"] == [{"n": 11}]


def test_one_before_a_newer_format_stays(path, vault, monkeypatch):
    put(vault, "a", {"n": 0})
    for n in range(1, 9):
        if n == 3:
            monkeypatch.setattr(vault_format, "MINOR", 1)
            monkeypatch.setattr("mentor_tui.vault.disk.standing.MINOR", 1)
        put(vault, "a", {"n": n})
    found = list_backups(path)
    assert [contents(b.path)["goals"][0]["n"] for b in found] == [7, 6, 5, 4, 3, 2]
    assert found[-1].why == (Why.FORMAT,)
