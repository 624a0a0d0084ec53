"""Writes what a release leaves of text being typed: `python -m tests.stored.make_drafts FOLDER`, with its own code.

For a mentor, a mentee, and somebody in the middle of first run: a vault, and the draft of every place at which text
can be typed there, written by the screen itself. `typed.json` tells which: vault, record, place, what was typed.
Like all of a release's fixtures it is never written again.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from mentor_tui.clock import FrozenClock
from mentor_tui.demo.demo import build_demo
from mentor_tui.screens.shell.app import MentorApp, Setup
from mentor_tui.screens.shell.drafting import Drafting
from mentor_tui.screens.widgets.dialogs import Ask
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace
from tests.stored.make_release import NOW, PASSPHRASE, more_records, places

WINDOWS = range(2, 10)
"""A draft that another window is writing is left alone; this one's goes to `place#2`, and so on up to 9."""


def body_of(screen: Drafting) -> Any:
    """The form on the screen; None where a line is all there is."""
    return next(iter(screen.query("FormBody")), None)


async def opened(app: MentorApp, pilot: Any, place: str) -> Any:
    """The screen of a place, ready to be typed at; None where this vault has none."""
    before = app.screen
    if place:
        app.go(place)
    for _ in range(120):
        await pilot.pause(0.01)
        screen = app.screen
        if isinstance(screen, Ask) and screen is not before and screen.is_mounted and screen.query("Input"):
            return screen
        if isinstance(screen, Drafting) and (screen is not before or not place) and screen.ready and screen.whole:
            await pilot.pause(0.02)
            return screen
    return None


def _type(screen: Drafting, place: str) -> None:
    body = body_of(screen)
    if body is None:
        screen.take_up({"promise": f"kept at {place}"})
        return
    there = body.raw()
    kinds = {field.id: field.kind for field in body.form.fields() if field.id in there}
    words = {id: f"kept {id}" for id, kind in kinds.items() if kind in ("line", "text")}
    body.put(words or {id: "7" for id, kind in kinds.items() if kind in ("number", "figure", "minutes")})


async def _write(app: MentorApp, pilot: Any, place: str) -> list[Any] | None:
    screen = await opened(app, pilot, place)
    if screen is None:
        return None
    record, field = screen.draft_record, screen.where
    if isinstance(screen, Ask):
        from textual.widgets import Input

        screen.query_one(Input).value = f"kept at {place}"
    else:
        _type(screen, place)
    await pilot.pause(0.05)
    screen.keep_before_lock()
    words = app.ws.vault.drafts.load(record, field)
    if isinstance(screen, Ask):
        screen.where = ""  # leaving would drop it
        screen.dismiss(None)
    elif place:
        app.pop_screen()
    await pilot.pause(0.05)
    if words and not app.ws.vault.drafts.load(record, field):
        app.ws.vault.drafts.save(record, field, words)
    return [record, field, json.loads(words)["values"]] if words else None


async def _all(path: Path, state: Path, wanted: list[str]) -> list[list[Any]]:
    found: list[list[Any]] = []
    setup = Setup(path, passphrase=PASSPHRASE, clock=FrozenClock(NOW), kdf=KdfParams.fast_for_tests(), state_dir=state)
    app = MentorApp(setup)
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.is_open:
            await pilot.pause(0.02)
        await pilot.pause(0.5)
        for place in wanted:
            written = await _write(app, pilot, place)
            if written is None:
                print(f"{path.name}: no draft at {place}: {app.screen!r} {app.crash!r}", file=sys.stderr)
            else:
                found.append([path.name, *written])
        if any(place == "note:new" for place in wanted):
            record = app.pair.id
            for n in WINDOWS:
                typed = {"text": f"kept in window {n}"}
                words = {"by": "", "pair": record, "title": "Private note", "values": typed, "known": {}}
                app.ws.vault.drafts.save(record, f"note:new#{n}", json.dumps(words))
                found.append([path.name, record, f"note:new#{n}", typed])
        app.exit(0)
    return found


def main(folder: Path) -> None:
    """Write the fixture into the release's folder."""
    found: list[list[Any]] = []
    with tempfile.TemporaryDirectory() as state:
        for name in ("mentor", "mentee", "firstrun"):
            path, state_dir = folder / f"{name}.vault", Path(state) / name
            vault = Vault.create(path, PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=state_dir)
            ws = Workspace(vault, FrozenClock(NOW))
            wanted = [""]
            if name != "firstrun":
                pair = build_demo(ws, name, NOW.date())
                more_records(ws, pair)
                forms = [f"form:{id}" for id, form in ws.program(pair).forms.items() if form.record == "worksheet"]
                wanted = list(dict.fromkeys([place for _, place in places(ws)] + ["action:long", *forms]))
            ws.close()
            found += asyncio.run(_all(path, state_dir, wanted))
    (folder / "typed.json").write_text(json.dumps(found, indent=1) + "\n")
    for left in folder.glob("*.lock"):
        left.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
