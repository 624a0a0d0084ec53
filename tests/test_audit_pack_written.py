"""The audit pack as it is written: a page that runs nothing, a folder whole or not at all."""

from __future__ import annotations

import base64
import errno
import hashlib
import html
import os
import re
import stat
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui.documents.audit import pack as audit_pack
from mentor_tui.errors import InputRefused, WriteFailed
from tests.audit_room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.ws.close()


# --- The page ---------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag with its attributes, and whether all were closed in order."""

    VOID = ("meta", "link", "br", "img", "input")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = '<script>alert(1)</script><img src="https://evil.example/x.png"> "\' {{ 7*7 }} {% raw %}'


def test_the_page_runs_nothing_and_fetches_nothing(room: Room) -> None:
    hostile = msgspec.structs.replace(room.talks[0], focus=HOSTILE, outcome=HOSTILE)
    room.ws.save(hostile, msgspec.structs.replace(room.claim, title=HOSTILE, description=HOSTILE))
    pack = audit_pack.build(room.ws, room.cycle)
    for page in (audit_pack.as_page(pack), *(d for n, d in audit_pack.as_files(pack).items() if n.endswith(".html"))):
        tags = Tags(page.decode())
        assert not tags.open
        assert not {"script", "img", "iframe", "object", "link", "form"} & {tag for tag, _ in tags.found}
        links = [a.get("href") or a.get("src") or "" for _, a in tags.found if a.get("href") or a.get("src")]
        assert all(link.startswith("data:text/calendar;base64,") for link in links)
        assert not any(name.startswith("on") for _, a in tags.found for name in a)
        assert "url(" not in page.decode()
        assert "@import" not in page.decode()
    assert html.unescape(audit_pack.as_page(pack).decode()).count("{{ 7*7 }}") >= 4, "shown as it was typed"


def test_the_calendar_in_the_page_is_the_one_whose_checksum_stands_there(room: Room) -> None:
    page = audit_pack.as_page(audit_pack.build(room.ws, room.cycle)).decode()
    [inside] = re.findall(r"base64,([A-Za-z0-9+/=]+)", page)
    assert hashlib.sha256(base64.b64decode(inside)).hexdigest() in page


def test_the_same_records_make_the_same_bytes(room: Room) -> None:
    one, two = (audit_pack.build(room.ws, room.cycle) for _ in range(2))
    assert audit_pack.as_page(one) == audit_pack.as_page(two)
    assert audit_pack.as_files(one) == audit_pack.as_files(two)


# --- On the disk ------------------------------------------------------------------------------------------


def modes(folder: Path) -> set[int]:
    """The permissions of everything in a folder."""
    return {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}


def test_a_folder_is_for_my_eyes_only_and_its_sums_are_right(room: Room, tmp_path: Path) -> None:
    pack = audit_pack.build(room.ws, room.cycle)
    written = audit_pack.write(pack, tmp_path / "pack")
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o700
    assert modes(written.path) == {0o600}
    sums = (written.path / "SHA256SUMS").read_text()
    listed = dict(reversed(line.split("  ")) for line in sums.splitlines())
    assert set(listed) == {p.name for p in written.path.iterdir()} - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((written.path / name).read_bytes()).hexdigest() == digest
    cover = (written.path / "00-cover.html").read_text()
    assert all(digest in cover for name, digest in listed.items() if name != "00-cover.html")
    assert written.sha256 == hashlib.sha256(sums.encode()).hexdigest()
    assert written.size == sum(p.stat().st_size for p in written.path.iterdir())


def test_pages_are_numbered_without_gaps_and_a_pack_of_other_parts_is_replaced(room: Room, tmp_path: Path) -> None:
    def pages() -> list[str]:
        return sorted(p.name for p in (tmp_path / "pack").iterdir() if p.suffix == ".html")

    audit_pack.write(audit_pack.build(room.ws, room.cycle), tmp_path / "pack")
    assert pages() == [
        "00-cover.html",
        "01-claims.html",
        "02-sessions.html",
        "03-agreement.html",
        "04-letter-request.html",
    ]
    room.ws.save(delete=[room.claim])
    audit_pack.write(audit_pack.build(room.ws, room.cycle), tmp_path / "pack", replace=True)
    assert pages() == ["00-cover.html", "01-sessions.html", "02-agreement.html", "03-letter-request.html"]


def test_a_page_is_for_my_eyes_only(room: Room, tmp_path: Path) -> None:
    written = audit_pack.write(audit_pack.build(room.ws, room.cycle), tmp_path / "pack.html")
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert written.sha256 == hashlib.sha256(written.path.read_bytes()).hexdigest()


def test_what_stands_there_is_replaced_only_when_asked_and_only_a_pack(room: Room, tmp_path: Path) -> None:
    pack = audit_pack.build(room.ws, room.cycle)
    place = tmp_path / "pack"
    place.mkdir()
    audit_pack.write(pack, place)  # an empty folder is taken
    with pytest.raises(WriteFailed, match="already exists and was not changed"):
        audit_pack.write(pack, place)
    (place / "sessions.csv").write_text("OLDER")
    assert audit_pack.exists(place)
    audit_pack.write(pack, place, replace=True)
    assert "OLDER" not in (place / "sessions.csv").read_text()
    (place / "holiday.jpg").write_text("mine")
    assert not audit_pack.exists(place)
    with pytest.raises(WriteFailed, match="holds other files too"):
        audit_pack.write(pack, place, replace=True)
    assert (place / "holiday.jpg").read_text() == "mine"
    for taken in (tmp_path / "a file", tmp_path / "a link"):
        taken.symlink_to(place) if "link" in taken.name else taken.write_text("mine")
        with pytest.raises(WriteFailed, match=r"not (changed|touched)"):
            audit_pack.write(pack, taken, replace=True)
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.endswith(".part")) == []


@pytest.mark.parametrize("replace", [False, True])
def test_a_disk_that_fails_at_any_step_leaves_all_or_nothing(
    replace: bool, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = audit_pack.build(room.ws, room.cycle)
    failures = 0
    for step in range(60):
        place = tmp_path / f"packs {step}" / "pack"
        place.parent.mkdir()
        if replace:
            place.mkdir()
            (place / "sessions.csv").write_text("OLDER")
        with monkeypatch.context() as patch:
            failing_at(patch, step)
            try:
                audit_pack.write(pack, place, replace=replace)
            except WriteFailed as error:
                failures += 1
                assert str(error) == "pack was not written: the disk is full. Nothing was left behind."
                assert [p.name for p in place.parent.iterdir()] == (["pack"] if replace else [])
                assert not replace or [p.read_text() for p in place.iterdir()] == ["OLDER"]
                continue
        assert [p.name for p in place.parent.iterdir()] == ["pack"]
        assert len(list(place.iterdir())) == 9
        break
    assert failures >= 20


def failing_at(patch: pytest.MonkeyPatch, step: int) -> None:
    """Let the call of that number fail: opening, syncing, making or naming."""
    left = [step]

    def failing(real: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] == -1:
                raise OSError(errno.ENOSPC, "full")
            return real(*args, **more)

        return call

    for name in ("open", "fsync", "rename", "mkdir"):
        patch.setattr(os, name, failing(getattr(os, name)))


@pytest.mark.parametrize("name", ["pack.pdf", "PACK.PDF"])
def test_a_pdf_is_left_to_the_browser_and_the_person_is_told_how(name: str, room: Room, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="print it to PDF"):
        audit_pack.write(audit_pack.build(room.ws, room.cycle), tmp_path / name)
    assert not (tmp_path / name).exists()
