"""Make the pictures in this folder from the app itself: `make pictures`.

A made-up pair, a clock that stands still, and the screens a newcomer meets first.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mentor_tui.clock import FrozenClock
from mentor_tui.demo.demo import build_demo
from mentor_tui.screens.host import Setup
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

HERE = Path(__file__).parent
NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
PICTURES = (
    ("home", (110, 30), "home", ()),
    ("log", (100, 30), "log", ()),
    ("pdus", (100, 38), "pdus", ()),
    ("export", (100, 30), "export:closure", ()),
)
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


async def picture(folder: Path, name: str, size: tuple[int, int], place: str, keys: tuple[str, ...]) -> None:
    """Draw one place of the app into `<name>.svg`; the fonts stay the reader's own, nothing is fetched."""
    clock = FrozenClock(NOW)
    setup = Setup(
        vault_path=folder / "demo.vault",
        passphrase="demo",
        demo=True,
        clock=clock,
        kdf=KdfParams.fast_for_tests(),
        state_dir=folder / "state",
    )
    app = MentorApp(setup)
    async with app.run_test(size=size) as pilot:
        while not app.is_open:
            await pilot.pause(0.02)
        await pilot.pause(0.2)
        if place != "home":
            app.go(place)
            await pilot.pause(0.4)
        for key in keys:
            await pilot.press(key)
        await pilot.pause(0.2)
        drawn = app.export_screenshot(title="mentor-tui")
    (HERE / f"{name}.svg").write_text(_FONTS.sub("", drawn), "utf-8")


async def main() -> None:
    """Draw them all."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clock = FrozenClock(NOW)
        path = folder / "demo.vault"
        vault = Vault.create(path, "demo", kdf=KdfParams.fast_for_tests(), state_dir=folder / "state")
        workspace = Workspace(vault, clock)
        build_demo(workspace, "mentor", clock.today("Europe/Brussels"))
        workspace.close()
        for name, size, place, keys in PICTURES:
            await picture(folder, name, size, place, keys)


if __name__ == "__main__":
    asyncio.run(main())
