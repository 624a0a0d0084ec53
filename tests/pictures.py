"""The pictures of the app in `docs/`, drawn from the app itself: `make pictures`.

A made-up pair, a clock that stands still, and the screens a newcomer meets first.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from mentor_tui.clock import FrozenClock
from mentor_tui.demo.demo import build_demo
from mentor_tui.screens.host import Setup
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

DOCS = Path(__file__).parent.parent / "docs"
NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)


class Picture(NamedTuple):
    """One picture: the file's name, the window in columns and rows, the place, what must be seen there, and the keys
    pressed then, each with what must be seen before the next one.
    """

    name: str
    size: tuple[int, int]
    place: str
    shows: str
    keys: tuple[tuple[str, str], ...] = ()


PICTURES = (
    Picture("home", (120, 30), "home", "Last time"),
    Picture("log", (100, 28), "log", "Private notes"),
    Picture(
        "program",
        (100, 34),
        "pairs",
        "Your pairs",
        (
            ("n", "A new pair"),
            ("tab", "A new pair"),
            ("tab", "A new pair"),
            ("enter", "Two-session start"),
            ("up", "Two-session start"),
            ("enter", "PLP-ESS E-Mentoring"),
            ("f3", "before you choose it"),
        ),
    ),
    Picture("pdus", (100, 38), "pdus", "Per month"),
    Picture("export", (100, 30), "export:closure", "STAYS HERE"),
)
_TRIES = 600  # of a twentieth of a second each: a busy computer paints late
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_TEXT = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')


def drawn() -> dict[str, str]:
    """Name -> SVG of every picture. The fonts stay the reader's own: nothing is fetched."""
    return asyncio.run(_drawn())


def words(svg: str) -> list[str]:
    """The texts of a picture, from top to bottom and from left to right."""
    found = [(float(y), float(x), html.unescape(text).replace("\xa0", " ")) for x, y, text in _TEXT.findall(svg)]
    return [text for _, _, text in sorted(found)]


async def _drawn() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as temporary:
        folder, clock, kdf = Path(temporary), FrozenClock(NOW), KdfParams.fast_for_tests()
        path, state = folder / "demo.vault", folder / "state"
        workspace = Workspace(Vault.create(path, "demo", kdf=kdf, state_dir=state), clock)
        build_demo(workspace, "mentor", clock.today("Europe/Brussels"))
        workspace.close()
        found = {}
        for picture in PICTURES:  # each with a setup of its own: an app forgets the passphrase once it has used it
            setup = Setup(vault_path=path, passphrase="demo", demo=True, clock=clock, kdf=kdf, state_dir=state)
            found[picture.name] = await _one(setup, picture)
        return found


async def _one(setup: Setup, picture: Picture) -> str:
    app = MentorApp(setup)
    async with app.run_test(size=picture.size) as pilot:
        await _until(pilot, lambda: app.is_open)
        if picture.place != "home":
            app.go(picture.place)
        for key, shows in (("", picture.shows), *picture.keys):
            if key:
                await pilot.press(key)
            await _until(pilot, lambda shows=shows: any(shows in text for text in words(app.export_screenshot())))
        await pilot.pause()
        return _FONTS.sub("", app.export_screenshot(title="mentor-tui"))


async def _until(pilot: Pilot[None], so: Callable[[], bool]) -> None:
    for _ in range(_TRIES):
        await pilot.pause(0.05)
        if so():
            return
    raise TimeoutError("the app never showed what the picture is of")


if __name__ == "__main__":
    for name, svg in drawn().items():
        (DOCS / f"{name}.svg").write_text(svg, "utf-8")
