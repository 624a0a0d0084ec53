"""An unlocked app over a believable pair, with a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mentor_tui.clock import FrozenClock
from mentor_tui.schema.fields import Role
from mentor_tui.screens.shell.app import MentorApp, Setup
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "words"

OpenApp = Callable[..., AbstractAsyncContextManager[tuple[MentorApp, Pilot[int]]]]


_FURNISHED: dict[tuple[Role, bool], Path] = {}


def furnished(role: Role, empty: bool, folders: pytest.TempPathFactory) -> Path:
    """A folder with a vault of the demo, or of a bare pair; made once a run and copied for every test."""
    if (role, empty) not in _FURNISHED:
        place, clock = folders.mktemp("furnished"), FrozenClock(NOW)
        kdf = KdfParams.fast_for_tests()
        workspace = Workspace(Vault.create(place / "test.vault", PASSPHRASE, kdf=kdf, state_dir=place / "state"), clock)
        if empty:
            _one_pair(workspace, role)
        else:
            from mentor_tui.demo.demo import build_demo

            build_demo(workspace, role, clock.today("Europe/Brussels"))
        workspace.close()
        _FURNISHED[role, empty] = place
    return _FURNISHED[role, empty]


@pytest.fixture
def open_app(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenApp:
    """`async with open_app(size=(80, 24), role="mentor") as (app, pilot)`: unlocked, on Home.

    `empty=True` gives a pair without anything in it; `prepare(workspace)` may change the vault first.
    """

    @asynccontextmanager
    async def opener(
        size: tuple[int, int] = (80, 24),
        role: Role = "mentor",
        *,
        empty: bool = False,
        prepare: Callable[[Workspace], None] | None = None,
    ) -> AsyncIterator[tuple[MentorApp, Pilot[int]]]:
        clock = FrozenClock(NOW)
        path = tmp_path / "test.vault"
        if not path.exists():
            shutil.copytree(furnished(role, empty, tmp_path_factory), tmp_path, dirs_exist_ok=True)
            if prepare:
                workspace = Workspace(Vault.open(path, PASSPHRASE, state_dir=tmp_path / "state"), clock)
                prepare(workspace)
                workspace.close()
        setup = Setup(
            vault_path=path,
            passphrase=PASSPHRASE,
            clock=clock,
            kdf=KdfParams.fast_for_tests(),
            state_dir=tmp_path / "state",
        )
        app = MentorApp(setup)
        async with app.run_test(size=size) as pilot:
            await settle(app, pilot)
            yield app, pilot

    return opener


async def settle(app: MentorApp, pilot: Pilot[int]) -> None:
    """Wait until the app is unlocked and has painted."""
    for _ in range(100):
        if app.is_open:
            break
        await pilot.pause(0.02)
    await pilot.pause()


def _one_pair(workspace: Workspace, role: Role) -> None:
    from mentor_tui.schema.records import Pair, Profile

    workspace.save(
        Profile(name="Ana Peeters", zone="Europe/Brussels"),
        Pair(role=role, partner_name="Bram Claes", start="2026-03-09", end="2026-08-06"),
    )
