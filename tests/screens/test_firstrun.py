"""The first three minutes, and coming back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.clock import FrozenClock
from mentor_tui.host import zones
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.shell.app import MentorApp, Setup
from mentor_tui.screens.vault.firstrun import RecoveryScreen, WhoScreen
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.plain import Plain
from mentor_tui.vault import KdfParams, Vault

from .conftest import OpenApp
from .seeing import inside, seen

WORDS = "zq7vk2pwx9m"


def make_app(folder: Path) -> MentorApp:
    return MentorApp(
        Setup(
            vault_path=folder / "new.vault",
            clock=FrozenClock(datetime(2026, 5, 21, 12, tzinfo=UTC)),
            kdf=KdfParams.fast_for_tests(),
            state_dir=folder / "state",
        )
    )


def keys(words: str) -> list[str]:
    """Key names for typing a text."""
    return ["space" if c == " " else c for c in words]


def send(app: MentorApp, *names: str) -> None:
    """Keys in one breath: none waits until the one before had its effect."""
    for key in names:
        letter = " " if key == "space" else key
        app.post_message(events.Key(key, letter if len(letter) == 1 else None))


async def wait_for(pilot: Pilot[int], condition: object, tries: int = 1500) -> None:
    for _ in range(tries):
        if condition():  # type: ignore[operator]
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("did not happen in time")


async def to_recovery(app: MentorApp, pilot: Pilot[int], passphrase: str = WORDS) -> RecoveryScreen:
    await pilot.press("enter", *keys(passphrase), "enter", *keys(passphrase), "enter")
    await wait_for(pilot, lambda: isinstance(app.screen, RecoveryScreen))
    assert isinstance(app.screen, RecoveryScreen)
    return app.screen


async def answer_who(app: MentorApp, pilot: Pilot[int]) -> None:
    await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
    await pilot.press(*keys("Ana"), "enter")
    await pilot.press("enter")  # the list of roles
    await pilot.pause()
    await pilot.press("down", "enter")
    await pilot.pause()
    await pilot.press("tab", *keys("Bram"), "f2")
    await wait_for(pilot, lambda: app.has_pair and getattr(app.screen, "AREA", "") == "home")


async def test_from_nothing_to_home_with_a_recovery_key(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        recovery = await to_recovery(app, pilot)
        groups = recovery.key.groups
        await pilot.press("enter")
        first, second = recovery.asked
        await pilot.press(*groups[first].lower(), "enter", *groups[second], "enter")
        await answer_who(app, pilot)
        assert app.pair.partner_name == "Bram"
        assert app.ws.profile.name == "Ana"
        assert app.ws.vault.has_recovery
        assert inside(app, "#next")
    opened = Vault.open_with_recovery(tmp_path / "new.vault", recovery.key.text, state_dir=tmp_path / "state")
    assert [p["partner_name"] for p in opened.all("pairs")] == ["Bram"]


async def test_a_wrong_group_is_told_and_the_key_is_not_stored(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        recovery = await to_recovery(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "letters" not in seen(app)  # the groups hold digits too
        await pilot.press(*"XXXX", "enter", *recovery.key.groups[recovery.asked[1]], "enter")
        await wait_for(pilot, lambda: "not the same" in str(recovery.query_one("#word", Plain).render()))
        assert app.screen is recovery
        # The key is one key away, and what was wrong is gone when the groups are typed anew.
        assert "esc the key" in seen(app)
        await pilot.press("escape", "enter")
        await pilot.pause()
        page = seen(app)
        assert "Type two groups back" in page and "XXXX" not in page and "not the same" not in page


async def test_what_is_still_needed_is_where_the_cursor_goes(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await to_recovery(app, pilot)
        await pilot.press("f4")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen) and app.focused is not None)
        await pilot.press(*keys("Ana"), "f2")
        await wait_for(pilot, lambda: "Not saved yet. Your role is needed: mentor or mentee." in seen(app))
        assert app.focused in app.screen.query("#field-role Select")
        assert "Your partner's name is needed" in seen(app)
        await pilot.press("enter", "down", "enter")  # the mentor's
        await wait_for(pilot, lambda: "Your role is needed" not in seen(app))
        assert "Your partner's name is needed" in app.screen.query_one(Notice).sentence
        await pilot.press("tab", "B")
        await wait_for(pilot, lambda: "needed" not in seen(app))


async def test_postponing_the_recovery_key_is_remembered_on_home(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await to_recovery(app, pilot)
        await pilot.press("f4")
        await answer_who(app, pilot)
        assert "no recovery key" in seen(app)


async def test_the_passphrase_sent_at_once_stands_in_both_lines_and_so_do_the_groups(tmp_path: Path) -> None:
    """A person pastes quickly, a script sends all keys in one breath: each lands where it was meant to."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        send(app, "enter", *keys(WORDS), "enter", *keys(WORDS), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, RecoveryScreen))
        recovery = app.screen
        assert isinstance(recovery, RecoveryScreen)
        groups, (first, second) = recovery.key.groups, recovery.asked
        assert all(f"{number} {group}" in seen(app) for number, group in enumerate(groups, start=1))
        send(app, "enter", *groups[first], "enter", *groups[second], "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
        assert "choose" in seen(app)  # no role is taken for granted
        await wait_for(pilot, lambda: app.focused is not None)
        send(app, *keys("Ana"), "enter", "enter")
        await wait_for(pilot, lambda: bool(app.screen.query("SelectOverlay:focus")))
        assert "Dismiss" not in seen(app)
        assert app.screen.query_one("#field-name Input", Input).value == "Ana"
    Vault.open(tmp_path / "new.vault", WORDS, state_dir=tmp_path / "state").close()


async def test_the_line_of_keys_names_what_helps_before_the_vault_is_open(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        last = seen(app).splitlines()[-1]
        assert "enter go on" in last and "quit" in last and "lock" not in last


async def test_keys_typed_while_it_opens_are_kept_and_each_failure_looks_its_own(tmp_path: Path) -> None:
    Vault.create(tmp_path / "new.vault", WORDS, kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state").close()
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "enter open" in seen(app).splitlines()[-1] and "quit" in seen(app).splitlines()[-1]
        send(app, *keys("wrong"), "enter", *keys("half"))
        await wait_for(pilot, lambda: "not the vault's passphrase" in seen(app))
        assert app.screen.query_one("#secret", Input).value == "half"
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Still not the right passphrase (2 tries)" in seen(app))
        send(app, *keys("wrong"), "enter", *keys(WORDS), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))


async def test_a_weak_passphrase_needs_a_second_yes(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", *keys("abc"), "enter", *keys("abc"), "enter")
        await wait_for(pilot, lambda: "easy to guess" in str(app.screen.query_one("#word", Plain).render()))
        assert not (tmp_path / "new.vault").exists()
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, RecoveryScreen))


async def test_strength_is_shown_while_typing(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", *keys("aaaa"))
        await wait_for(pilot, lambda: "strength #...." in str(app.screen.query_one("#strength", Plain).render()))


async def test_two_different_passphrases_make_no_vault(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", *keys(WORDS), "enter", *keys("other"), "enter")
        await wait_for(pilot, lambda: "differ" in str(app.screen.query_one("#word", Plain).render()))
        assert not (tmp_path / "new.vault").exists()


async def test_leaving_at_the_welcome_makes_nothing(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value == 0
    assert not (tmp_path / "new.vault").exists()


async def test_who_says_what_is_still_needed(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await to_recovery(app, pilot)
        await pilot.press("f4")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
        await pilot.press(*keys("Ana"), "f2")
        await pilot.pause()
        said = app.screen.query_one(Notice).sentence
        assert "partner's name" in said and "Your role" in said
        assert app.screen.query_one("#field-name Input", Input).value == "Ana"


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.soak)])
async def test_quitting_before_the_four_answers_asks_them_next_time(tmp_path: Path, size: tuple[int, int]) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await to_recovery(app, pilot)
        await pilot.press("f4")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
        await pilot.press("ctrl+q")
        await pilot.pause()
    again = make_app(tmp_path)
    async with again.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys(WORDS), "enter")
        await answer_who(again, pilot)
        assert again.has_pair


async def test_what_was_answered_is_there_again_after_escape_a_lock_and_the_end(tmp_path: Path) -> None:
    app = make_app(tmp_path)

    def back(app: MentorApp, *words: str) -> bool:
        return isinstance(app.screen, WhoScreen) and app.screen.ready and all(word in seen(app) for word in words)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await to_recovery(app, pilot)
        await pilot.press("f4")
        await wait_for(pilot, lambda: back(app))
        await pilot.press(*keys("Ana"), "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        await pilot.press("n")
        await wait_for(pilot, lambda: back(app, "Ana", "Your unsaved text"))
        await pilot.press("enter", "tab", *keys("Bram"), "ctrl+l")
        await wait_for(pilot, lambda: not app.is_open and app.focused is not None)
        await pilot.press(*keys(WORDS), "enter")
        await wait_for(pilot, lambda: back(app, "Ana", "Bram"))
        await pilot.press("ctrl+q")
        await pilot.pause()
    again = make_app(tmp_path)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys(WORDS), "enter")
        await wait_for(pilot, lambda: back(again, "Ana", "Bram"))
        await pilot.press("tab", "enter")  # the list of roles
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("f2")
        await wait_for(pilot, lambda: again.has_pair and getattr(again.screen, "AREA", "") == "home")
        assert (again.ws.profile.name, again.pair.partner_name) == ("Ana", "Bram")
        assert again.ws.vault.drafts.all() == []


async def test_the_zone_is_asked_where_the_computer_does_not_say_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")  # a rule of many zones; the system's own is another one
    monkeypatch.setattr("mentor_tui.host.zones.from_system", lambda _: zones.Found("Asia/Tokyo"))
    zones._found.cache_clear()
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await to_recovery(app, pilot)
        await pilot.press("f4")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen) and app.screen.ready)
        assert "Five answers" in seen(app) and "fits 16 zones" in seen(app)
        await pilot.press(*keys("Ana"), "enter", "enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("tab", *keys("Bram"), "f2")
        await wait_for(pilot, lambda: "Your time zone" in str(app.screen.query_one(Notice).render()))
        await pilot.press(*keys("europe/brussels"), "f2")
        await wait_for(pilot, lambda: app.has_pair)
        assert app.ws.profile.zone == "Europe/Brussels"
    zones._found.cache_clear()


async def test_a_zone_that_an_earlier_release_guessed_is_told_on_home(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Brussels")
    async with open_app() as (app, pilot):
        assert "kept as UTC" not in seen(app)
        app.ws.save(msgspec.structs.replace(app.ws.profile, zone="UTC"))
        app.screen.reload()  # type: ignore[attr-defined]
        await wait_for(pilot, lambda: "this computer says Europe/Brussels" in seen(app))


async def test_the_plan_shows_its_zone(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("plan")
        await wait_for(pilot, lambda: "Europe/Brussels" in seen(app))
