"""The pictures of the app in `docs/`, drawn from the app itself: `make pictures`.

A made-up pair, a clock that stands still, and the screens a newcomer meets first.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from textual.pilot import Pilot

from mentor_tui.clock import FrozenClock
from mentor_tui.demo.demo import build_demo
from mentor_tui.schema.records import Role
from mentor_tui.screens.host import Setup
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.base import AREAS
from mentor_tui.screens.widgets import glyphs
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
    theme: str = "mentor-dark"
    plain: bool = False
    role: Role = "mentor"


README = (
    Picture("home", (120, 40), "home", "Last"),
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
    Picture("pdus", (120, 40), "pdus", "month"),
    Picture("export", (100, 30), "export:closure", "STAYS HERE"),
)
"""The pictures of the README and of the pages on single matters; the suite draws them in every run."""

_SEARCHED = tuple((key, "risk" if key == "k" else "") for key in ("ctrl+p", *"risk"))
GALLERY = (
    *(
        Picture(f"gallery-{place}-{theme.removeprefix('mentor-')}", (120, 40), place, title, theme=theme)
        for place, title in AREAS
        for theme in ("mentor-dark", "mentor-light")
    ),
    Picture("gallery-home-mentee", (120, 40), "home", "Home", role="mentee"),
    Picture("gallery-home-80", (80, 24), "home", "Home"),
    Picture("gallery-journey-80", (80, 24), "journey", "Journey"),
    Picture("gallery-pdus-80", (80, 24), "pdus", "PDUs"),
    Picture("gallery-find", (120, 40), "home", "Home", _SEARCHED),
    Picture("gallery-home-plain", (80, 24), "home", "Home", plain=True),
    Picture("gallery-goals-plain", (80, 24), "goals", "Goals", plain=True),
    Picture("gallery-home-nord", (120, 40), "home", "Home", theme="nord"),
)
"""Every place in both themes, some in 80 columns and some plain; drawn by `make pictures` and looked at in the soak."""
PICTURES = (*README, *GALLERY)
_TRIES = 600  # of a twentieth of a second each: a busy computer paints late
_CELL = (10, 20)
"""Pixels of a cell."""
_TEXT = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')


def drawn(pictures: Iterable[Picture] = PICTURES) -> dict[str, str]:
    """Name -> SVG of these pictures. The fonts stay the reader's own: nothing is fetched."""
    return asyncio.run(_drawn(pictures))


def words(svg: str) -> list[str]:
    """The texts of a picture, from top to bottom and from left to right."""
    found = [(float(y), float(x), html.unescape(text).replace("\xa0", " ")) for x, y, text in _TEXT.findall(svg)]
    return [text for _, _, text in sorted(found)]


async def _drawn(pictures: Iterable[Picture]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as temporary:
        folder, clock, kdf = Path(temporary), FrozenClock(NOW), KdfParams.fast_for_tests()
        state = folder / "state"
        for role in ("mentor", "mentee"):
            vault = Vault.create(folder / f"{role}.vault", "demo", kdf=kdf, state_dir=state)
            workspace = Workspace(vault, clock)
            build_demo(workspace, role, clock.today("Europe/Brussels"))
            workspace.close()
        found = {}
        for picture in pictures:  # each with a setup of its own: an app forgets the passphrase once it has used it
            path = folder / f"{picture.role}.vault"
            setup = Setup(vault_path=path, passphrase="demo", demo=True, clock=clock, kdf=kdf, state_dir=state)
            found[picture.name] = await _one(setup, picture)
        return found


async def _one(setup: Setup, picture: Picture) -> str:
    app = MentorApp(setup)
    glyphs.use(picture.plain)
    app.set_class(picture.plain, "-plain")
    async with app.run_test(size=picture.size) as pilot:
        await _until(pilot, lambda: app.is_open)
        if picture.plain:
            glyphs.use(True)
            app.set_class(True, "-plain")
        app.theme = picture.theme
        if picture.place != "home":
            app.go(picture.place)
        for key, shows in (("", picture.shows), *picture.keys):
            if key:
                await pilot.press(key)
            await _until(pilot, lambda shows=shows: any(shows in text for text in words(_svg(app))))
        await pilot.pause()
        glyphs.use(False)
        return framed(_svg(app), picture.size, app.theme_variables["background"])


def _svg(app: MentorApp) -> str:
    return app.export_screenshot(title="mentor-tui")


def framed(svg: str, size: tuple[int, int], ground: str) -> str:
    """A picture with cells of whole pixels, so that lines and blocks meet in every viewer, and no window around it."""
    columns, rows = size
    rules = "".join(re.findall(r"\.terminal-\d+-r\d+ \{.*?\}", svg))
    rules = re.sub(r"terminal-\d+-", "", rules)
    font = "text { font: 16px 'JetBrains Mono', 'DejaVu Sans Mono', Consolas, monospace; }"
    wide, high = (columns + 2) * _CELL[0], (rows + 1) * _CELL[1]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">',
        f'<style>{font}{rules}</style><rect width="100%" height="100%" rx="8" fill="{ground}"/>',
        f'<g transform="translate({_CELL[0]} {_CELL[1] // 2})">',
    ]
    for fill, x, y, length in re.findall(r'<rect fill="([^"]*)" x="([^"]*)" y="([^"]*)" width="([^"]*)"', svg):
        left, top, cells = round(float(x) / 12.2), round((float(y) - 1.5) / 24.4), round(float(length) / 12.2)
        at = f'x="{left * _CELL[0]}" y="{top * _CELL[1]}" width="{cells * _CELL[0]}" height="{_CELL[1]}"'
        out.append(f'<rect fill="{fill}" {at} shape-rendering="crispEdges"/>')
    for style, x, y, text in re.findall(r'<text class="([^"]*r\d+)" x="([^"]*)" y="([^"]*)"[^>]*>(.*?)</text>', svg):
        shown, line = html.unescape(text).replace("\xa0", " "), round((float(y) - 20) / 24.4)
        left = round(float(x) / 12.2) + len(shown) - len(shown.lstrip())
        shown = shown.strip()
        if shown:
            at = f'x="{left * _CELL[0]}" y="{line * _CELL[1] + 15}" textLength="{cell_len(shown) * _CELL[0]}"'
            style = style.rpartition("-")[2]
            shown = html.escape(shown).replace(" ", "&#160;")  # else many viewers make one blank of several
            out.append(f'<text class="{style}" {at} lengthAdjust="spacingAndGlyphs">{shown}</text>')
    return "\n".join([*out, "</g></svg>", ""])


async def _until(pilot: Pilot[None], so: Callable[[], bool]) -> None:
    for _ in range(_TRIES):
        await pilot.pause(0.05)
        if so():
            return
    raise TimeoutError("the app never showed what the picture is of")


if __name__ == "__main__":
    fresh = drawn()
    for old in DOCS.glob("*.svg"):
        old.unlink()
    for name, svg in fresh.items():
        (DOCS / f"{name}.svg").write_text(svg, "utf-8")
