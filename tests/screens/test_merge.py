"""Joining copies in the app: what is seen before, what F2 does, and the versions that are kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from mentor_tui.schema.records import KeptVersion, Note, to_document
from mentor_tui.screens.settings.settings import SettingsScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.kept_versions import KeptReading, KeptScreen
from mentor_tui.screens.vault.merge import JoinScreen
from mentor_tui.screens.widgets.dialogs import AskSecret
from mentor_tui.vault import Change, KdfParams, Vault
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import keys, wait_for
from .walk import HOSTILE


def put(vault: Vault, stamp: str, *notes: Note) -> None:
    """Store notes as if written on this day."""
    rows = [to_document(n) | {"changed": f"2026-{stamp}:00Z", "created": "2026-05-01T10:00:00Z"} for n in notes]
    vault.commit([Change("notes", row["id"], row, vault.get("notes", row["id"])) for row in rows])


def part(workspace: Workspace) -> None:
    """One note, and a copy of the vault on a stick in which it reads differently."""
    vault, pair = workspace.vault, workspace.pairs[0].id
    put(vault, "05-10T10:00", Note(id="n", pair_id=pair, on="2026-05-10", text="as it was"))
    stick = vault.path.with_name("stick.vault")
    shutil.copy(vault.path, stick)
    put(vault, "05-12T10:00", Note(id="n", pair_id=pair, on="2026-05-10", text="at my desk"))
    with Vault.open(stick, PASSPHRASE, state_dir=vault.path.parent / "state") as other:
        put(other, "05-11T10:00", Note(id="n", pair_id=pair, on="2026-05-10", text="on the train"))
        put(other, "05-11T10:00", Note(id="m", pair_id=pair, on="2026-05-11", text=f"new {HOSTILE}"))


def texts(app: MentorApp) -> set[str]:
    return {n.text for n in app.ws.all(Note)}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_copy_is_joined_from_settings(open_app: OpenApp, tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(size, empty=True, prepare=part) as (app, pilot):
        await pilot.press("f9")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        stand_on(app, "#lines", "Join with")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, JoinScreen))
        await pilot.press("f2")
        await wait_for(pilot, lambda: "Which file" in notice(app))
        app.post_message(events.Paste(str(tmp_path / "stick.vault")))
        await wait_for(pilot, lambda: app.screen.query_one("#path", Input).value.endswith("stick.vault"))
        await pilot.press("enter")
        await wait_for(pilot, lambda: "1 record only in the copy: added (notes: 1)" in seen(app).replace("\n", " "))
        assert "F2 joins the two" in seen(app)
        assert texts(app) == {"at my desk"}
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen) and "can delete it" in notice(app))
        assert len(texts(app)) == 2
        assert any("Kept versions 1" in line for line in lines(app, "#lines"))
        await pilot.press("escape", "u")
        await wait_for(pilot, lambda: texts(app) == {"at my desk"} and not app.ws.all(KeptVersion))


async def test_what_cannot_be_joined_is_said_and_nothing_happens(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        Vault.create(
            tmp_path / "other.vault", PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state"
        ).close()
        before = app.ws.vault.path.read_bytes()
        for name, words in (
            ("other.vault", "import that here"),
            ("test.vault", "the open vault itself"),
            ("no", "no vault"),
        ):
            app.conflict_copy = tmp_path / name
            app.go("join")
            await wait_for(pilot, lambda words=words: words in notice(app))
            await pilot.press("escape")
            await wait_for(pilot, lambda: not isinstance(app.screen, JoinScreen))
        assert app.ws.vault.path.read_bytes() == before


async def test_a_copy_with_keys_of_its_own_asks_for_its_passphrase(open_app: OpenApp, tmp_path: Path) -> None:
    def other_keys(workspace: Workspace) -> None:
        from mentor_tui.vault.sealed.keys import DataKey, passphrase_slot
        from mentor_tui.vault.sealed.payload import encode
        from mentor_tui.vault.sealed.seal import seal

        part(workspace)
        with Vault.open(tmp_path / "stick.vault", PASSPHRASE, state_dir=tmp_path / "state") as vault:
            state, key = vault._current(), DataKey.random()
            slots = (passphrase_slot(vault.vault_id, "older", KdfParams.fast_for_tests(), key),)
            sealed = seal(encode(state.db.tables_by_name, state.lineage), key, vault.vault_id, slots, 9)
        (tmp_path / "stick.vault").write_bytes(b"".join(sealed.chunks))

    async with open_app(empty=True, prepare=other_keys) as (app, pilot):
        app.conflict_copy = tmp_path / "stick.vault"
        app.go("join")
        await wait_for(pilot, lambda: isinstance(app.screen, AskSecret))
        await pilot.press(*keys("older"), "enter")
        await wait_for(pilot, lambda: "F2 joins" in seen(app))
        await pilot.press("f2")
        await wait_for(pilot, lambda: len(texts(app)) == 2)


async def test_a_conflict_leads_to_the_join(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        put(workspace.vault, "05-10T10:00", Note(id="n", pair_id=workspace.pairs[0].id, on="2026-05-10", text="was"))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        app.go("note:n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"text": "mine"})  # type: ignore[attr-defined]
        with Vault.open(app.ws.vault.path, PASSPHRASE, state_dir=app.setup.state_dir) as other:
            put(other, "05-20T10:00", Note(id="n", pair_id=app.pair.id, on="2026-05-10", text="theirs"))
        await pilot.press("f2")
        await wait_for(pilot, lambda: "F5 joins the two" in notice(app))
        assert texts(app) == {"theirs"}
        await pilot.press("f5")
        await wait_for(pilot, lambda: isinstance(app.screen, JoinScreen) and "F2 joins" in seen(app))
        await pilot.press("f2")
        await wait_for(pilot, lambda: texts(app) == {"mine"})
        assert [k.content["text"] for k in app.ws.all(KeptVersion)] == ["theirs"]
        assert app.conflict_copy is None


async def test_kept_versions_are_read_brought_back_and_dropped(open_app: OpenApp) -> None:
    from mentor_tui.workspace import versions

    def prepare(workspace: Workspace) -> None:
        pair = workspace.pairs[0].id
        for key, words in (("a", f"lost {HOSTILE}"), ("b", "another")):
            put(workspace.vault, "05-12T10:00", Note(id=key, pair_id=pair, text=f"present {key}"))
            row = to_document(Note(id=key, pair_id=pair, text=words)) | {
                "changed": f"2026-05-11T1{key == 'a':d}:00:00Z"
            }
            workspace.restore_documents([(KeptVersion, versions.document("notes", row))], "kept")

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        app.go("kept")
        await wait_for(pilot, lambda: isinstance(app.screen, KeptScreen) and len(lines(app, "#kept")) == 2)
        await pilot.press("enter")
        await wait_for(
            pilot, lambda: isinstance(app.screen, KeptReading) and "lost [/ [@click=app.quit]x[/]" in seen(app)
        )
        assert "\x1b]52" not in seen(app)
        await pilot.press("b")
        await wait_for(pilot, lambda: isinstance(app.screen, KeptScreen) and "counts again" in notice(app))
        note = app.ws.get(Note, "a")
        assert note is not None and note.text.startswith("lost")
        assert any("present a" in line for line in lines(app, "#kept"))
        stand_on(app, "#kept", "another")
        await pilot.press("x")
        await wait_for(pilot, lambda: len(lines(app, "#kept")) == 1)
        await pilot.press("u")
        await wait_for(pilot, lambda: len(lines(app, "#kept")) == 2 and "Undone" in notice(app))
        await pilot.press("u")
        await wait_for(pilot, lambda: any("lost" in line for line in lines(app, "#kept")))


async def test_a_copy_that_comes_while_the_app_is_open_is_named_then(open_app: OpenApp, tmp_path: Path) -> None:
    kept: list[bytes] = []

    def take_away(workspace: Workspace) -> None:
        part(workspace)
        kept.append((tmp_path / "stick.vault").read_bytes())
        (tmp_path / "stick.vault").unlink()

    async with open_app(empty=True, prepare=take_away) as (app, pilot):
        await wait_for(pilot, lambda: "went their own way" not in seen(app) and app.home is not None)
        assert not app.copies_apart
        (tmp_path / "mentor (conflicted copy).vault").write_bytes(kept[0])
        await wait_for(pilot, lambda: "(conflicted copy)" in " ".join(seen(app).split()))


async def test_home_says_that_a_copy_went_its_own_way_until_it_is_joined(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True, prepare=part) as (app, pilot):
        await wait_for(pilot, lambda: "“stick.vault”" in seen(app))
        assert "[F5] joins the two" in " ".join(seen(app).split())
        await pilot.press("f5")
        await wait_for(pilot, lambda: isinstance(app.screen, JoinScreen))
        await wait_for(pilot, lambda: "F2 joins the two" in seen(app))
        await pilot.press("f2")
        await wait_for(pilot, lambda: "new " in "".join(texts(app)))
        await wait_for(pilot, lambda: "“stick.vault”" not in seen(app) and not isinstance(app.screen, JoinScreen))
        assert not app.copies_apart
        await pilot.press("f5")
        await wait_for(pilot, lambda: "No message suggests anything" in notice(app))
        await pilot.press("u")
        await wait_for(pilot, lambda: "“stick.vault”" in seen(app))
        await pilot.press("U")
        await wait_for(pilot, lambda: "“stick.vault”" not in seen(app))
