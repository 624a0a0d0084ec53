"""Two hundred private words, three hundred steps: no file, log or message holds one of them in any disguise."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events

from mentor_tui.clock import FrozenClock
from mentor_tui.schema.records import Note, Pair
from mentor_tui.screens.shell.app import MentorApp, Setup
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.unlock import UnlockScreen
from tests.journey.full_pair import FullPair
from tests.journey.person import PASSPHRASE, Person
from tests.journey.traces import STEM, Words, traces
from tests.screens.conftest import NOW, settle
from tests.screens.test_firstrun import keys, wait_for
from tests.vault.counts import count

_UNPACKED = 8 << 20


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes as they are, what is packed in them as zip or gzip, and what is written in them as base64."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name)
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        with contextlib.suppress(zlib.error):  # by chance it looked like the beginning of one
            yield zlib.decompressobj(31).decompress(data[at:], _UNPACKED)
        at = data.find(b"\x1f\x8b\x08", at + 1)


def found(data: bytes) -> bool:
    """Whether a private word is in there."""
    return any(traces(layer) for layer in layers(data))


def test_the_search_sees_through_every_disguise() -> None:
    word = f"{STEM}0007x".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", b"said: " + word)
    ways = [word, word.decode().encode("utf-16-le"), word.decode().encode("utf-16-be"), packed.getvalue()]
    ways += [b"head" + gzip.compress(b"..." + word), *(base64.b64encode(b"-" * at + word) for at in range(3))]
    assert all(found(b"some bytes before " + way if at != 3 else way) for at, way in enumerate(ways))
    assert not found(b"nothing of it, " + gzip.compress(b"nothing"))


def vault(person: Person) -> Words:
    """A vault in which every field holds a word of its own, 200 of them or more."""
    words = Words()
    pair = FullPair("mentor", words, share=True)
    more = [Note(pair_id=pair.pair.id, title=words("more"), text=words("more")) for _ in range(40)]

    def put(workspace: Any) -> None:
        workspace.save(*pair.records, *more, delete=[p for p in workspace.pairs if isinstance(p, Pair)])

    person.make_vault(prepare=put)
    assert len(words.owners) >= 200
    return words


class Walk:
    """Steps through the app, counted."""

    def __init__(self, app: MentorApp, pilot: Any) -> None:
        self.app, self.pilot, self.steps = app, pilot, 0

    async def press(self, *names: str) -> None:
        for name in names:
            await self.pilot.press(name)
            self.steps += 1

    async def go(self, where: str) -> None:
        self.app.go(where)
        self.steps += 1
        await self.pilot.pause()

    async def paste(self, words: str) -> None:
        self.app.post_message(events.Paste(words))
        self.steps += 1
        await self.pilot.pause()

    async def write(self, where: str, words: str) -> None:
        """Open a form, put words into two of its fields."""
        await self.go(where)
        await wait_for(self.pilot, lambda: getattr(self.app.screen, "ready", False))
        await self.paste(words)
        await self.press("tab")
        await self.paste(words)

    async def again(self) -> None:
        """Lock, a wrong passphrase, the right one."""
        await self.press("ctrl+l")
        await wait_for(self.pilot, lambda: isinstance(self.app.screen, UnlockScreen))
        for words in (f"{STEM} wrong", PASSPHRASE):
            await self.paste(words)
            await self.press("enter")
        await wait_for(self.pilot, lambda: self.app.is_open)


async def journey(walk: Walk, words: Words, calm: Any) -> None:
    """Through the whole app, and then a long thought in a note: three hundred steps."""
    for area in "123456789":
        await walk.press(area, "down")
    calm()
    await walk.go("find")
    await walk.paste(words.of("note.text"))
    await walk.press("enter", "escape")
    for where, key in (("note:new", "f2"), ("goal:new", "escape"), ("action:new", "f2"), ("form:preparation", "f2")):
        await walk.write(where, words(f"typed {where}"))
        await walk.press(key)
        await walk.pilot.pause(0.02)
    calm()
    await walk.press("8", "u", "U", "f10", "f1", "escape", "f9", "escape", "f7", "escape")
    await walk.write("note:new", words("typed and locked"))
    await walk.again()
    calm()
    await wait_for(walk.pilot, lambda: isinstance(walk.app.screen, FormScreen))
    while walk.steps < 300:
        await walk.press(*keys(f"{words('thought')} is what I think "))
    await walk.press("escape")
    calm()


@pytest.mark.soak  # the suite has tests/test_leaks.py
async def test_no_word_of_two_hundred_is_found_after_three_hundred_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(tmp_path)
    words = vault(person)
    for name, value in person.private.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tempfile.tempdir", None)

    def calm() -> None:
        assert [p.name for p in person.files() if found(p.read_bytes()) or found(str(p).encode())] == []

    setup = Setup(vault_path=person.vault, passphrase=PASSPHRASE, clock=FrozenClock(NOW), state_dir=person.state)
    app = MentorApp(setup)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        walk = Walk(app, pilot)
        await journey(walk, words, calm)
        await pilot.press("ctrl+q")
    said = b""
    for argv in (("vault", "verify"), ("export", "nothing"), ("log", "--minutes", "many")):
        done = person.command(*argv)
        said += done.stdout + done.stderr
    shown = person.command("sessions")
    assert found(shown.stdout) and not found(shown.stderr), "what was asked for is said, and nowhere else"
    calm()
    assert list(person.private.home.glob("*.svg")), "pictures were made, and searched"
    logged = "".join(record.getMessage() for record in caplog.records)
    assert not found(said + "".join(capfd.readouterr()).encode() + logged.encode())
    count("private words", len(words.owners), of="leaks")
    count("steps among them", walk.steps, of="leaks")
