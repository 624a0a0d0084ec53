"""What was being typed when an earlier release was left is taken up on its screen, for ever: every kind of place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from textual.widgets import Input

from mentor_tui.clock import FrozenClock
from mentor_tui.screens.host import Setup
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.vault.firstrun import WhoScreen
from mentor_tui.screens.widgets.dialogs import Ask
from mentor_tui.vault import KdfParams
from tests.stored.make_drafts import opened
from tests.stored.make_release import NOW, PASSPHRASE
from tests.test_stored import RELEASES

from .conftest import settle

TYPED = [
    pytest.param(release, name, id=f"{release.name}/{name}")
    for release in RELEASES
    for name in sorted({row[0] for row in json.loads((release / "typed.json").read_text())})
]


OF_A_MENTEE = ("form", "log", "learning-log", "prepare")
"""Kinds of place whose fields differ for a mentee."""


def the_app(release: Path, name: str, tmp_path: Path) -> MentorApp:
    shutil.copytree(release, tmp_path / "release")
    clock, kdf = FrozenClock(NOW), KdfParams.fast_for_tests()
    return MentorApp(
        Setup(tmp_path / "release" / name, passphrase=PASSPHRASE, clock=clock, kdf=kdf, state_dir=tmp_path / "state")
    )


@pytest.mark.parametrize(("release", "name"), TYPED)
async def test_a_draft_of_every_place_is_taken_up(release: Path, name: str, tmp_path: Path) -> None:
    rows = [row[1:] for row in json.loads((release / "typed.json").read_text()) if row[0] == name]
    app = the_app(release, name, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        lost, kinds = [], set()
        for record, field, typed in rows:
            place, _, window = field.partition("#")
            kind = place.partition(":")[0], place.partition("/")[2], window
            every_form = name == "mentee.vault" and kind[0] == "form"
            of_mentor = name == "mentee.vault" and kind[0] not in OF_A_MENTEE
            if window not in ("", "2", "9") or of_mentor or (kind in kinds and not every_form):
                app.ws.vault.drafts.discard(record, field)  # each kind once: opening takes long
                continue
            kinds.add(kind)
            screen = await opened(app, pilot, "" if name == "firstrun.vault" else place)
            if isinstance(screen, Ask):
                back = {"answer": screen.query_one(Input).value}
                screen.where = ""
                screen.dismiss(None)
            else:
                assert screen is not None, place
                back = screen.typed()
                assert not isinstance(screen, WhoScreen) or name == "firstrun.vault"
                if name != "firstrun.vault":
                    app.pop_screen()
            lost += [] if {id: back.get(id) for id in typed} == typed else [(field, typed, back)]
            await app.drop_draft(record, place)  # the next window's comes after it
            await pilot.pause()
        assert lost == []
        if name == "firstrun.vault":
            assert not app.has_pair
