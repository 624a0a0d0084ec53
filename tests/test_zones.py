"""The zone of this computer: found whatever way it is said, asked for where it is not, and never UTC in silence."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from mentor_tui import clock
from mentor_tui.host import zones

from .cli_room import Room

RULE = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


@pytest.fixture(autouse=True)
def looked_up_anew() -> None:
    zones._found.cache_clear()


def data(name: str) -> bytes:
    """Zone data as our own copy has it."""
    return list(zones._files(name))[-1]


def localtime(folder: Path, content: bytes) -> Path:
    """A plain file in the place of /etc/localtime."""
    path = folder / "localtime"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Europe/Brussels", "Europe/Brussels"),
        (":Europe/Brussels", "Europe/Brussels"),
        ("/usr/share/zoneinfo/Europe/Brussels", "Europe/Brussels"),
        (":/usr/share/zoneinfo/Europe/Brussels", "Europe/Brussels"),
        ("/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("right/Asia/Tokyo", "Asia/Tokyo"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("UTC0", "Etc/UTC"),
        ("JST-9", "Asia/Tokyo"),
    ],
)
def test_a_zone_is_found_whatever_way_it_is_said(said: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", said)
    assert clock.local_zone() == name


@pytest.mark.parametrize("said", [RULE, "EST5EDT,M3.2.0,M11.1.0"])
def test_a_rule_of_many_zones_is_the_systems_own_or_none(said: str, tmp_path: Path) -> None:
    own, other = ("Europe/Brussels", "Asia/Tokyo") if said == RULE else ("America/New_York", "Europe/Paris")
    assert zones.from_tz(said, localtime(tmp_path, data(own))).name == own
    unknown = zones.from_tz(said, localtime(tmp_path, data(other)))
    assert unknown.name == "" and own in unknown.fits


@pytest.mark.parametrize(
    "said", ["nonsense", "Nowhere/City", "Europe", "../etc/passwd", "/no/such/file", "/dev/zero", ":", "CET-1CEST"]
)
def test_nonsense_is_no_zone_and_not_the_systems_either(said: str, tmp_path: Path) -> None:
    assert zones.from_tz(said, localtime(tmp_path, data("Europe/Brussels"))) == zones.Found()


@pytest.mark.parametrize("name", ["Europe/Brussels", "America/New_York", "Asia/Kolkata", "Etc/UTC"])
def test_a_plain_localtime_is_known_by_what_is_in_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zones, "_of_tzlocal", lambda: "")
    assert zones.from_system(localtime(tmp_path, data(name))).name == name


def test_of_two_names_for_one_zone_the_zone_itself_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_of_tzlocal", lambda: "")
    assert data("Europe/Luxembourg") == data("Europe/Brussels")
    assert zones.from_system(localtime(tmp_path, data("Europe/Luxembourg"))).name == "Europe/Brussels"


def test_data_of_another_release_is_known_by_its_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_of_tzlocal", lambda: "")
    other = data("Europe/Brussels").replace(b"LMT", b"LLL")
    assert other != data("Europe/Brussels")
    assert zones.from_system(localtime(tmp_path, other)).name == "Europe/Brussels"


def test_a_name_left_in_another_file_does_not_rule_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_of_tzlocal", lambda: "Etc/UTC")  # /etc/timezone of an image, its localtime replaced
    assert zones.from_system(localtime(tmp_path, data("Europe/Brussels"))).name == "Europe/Brussels"
    assert zones.from_system(tmp_path / "none").name == "Etc/UTC"


@pytest.mark.parametrize("content", [b"", b"junk", b"TZif", b"TZif2" + bytes(60)])
def test_a_broken_localtime_is_no_zone(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_of_tzlocal", lambda: "")
    assert zones.from_system(localtime(tmp_path, content)).name == ""


def test_an_empty_tz_leaves_it_to_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_LOCALTIME", localtime(tmp_path, data("Europe/Brussels")))
    monkeypatch.setattr(zones, "_of_tzlocal", lambda: "")
    monkeypatch.setenv("TZ", "")
    assert clock.local_zone() == "Europe/Brussels"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("europe/brussels", "Europe/Brussels"), ("America/New York", "America/New_York"), ("localtime", ""), ("CEST", "")],
)
def test_a_typed_zone_may_be_written_small(typed: str, name: str) -> None:
    assert zones.typed(typed) == name


def test_a_disk_that_takes_small_letters_for_a_name_decides_no_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_named", lambda said: said)
    assert zones.typed("europe/brussels", ["Asia/Tokyo", "Europe/Brussels"]) == "Europe/Brussels"
    assert zones.typed("posix/asia/tokyo", ["Asia/Tokyo"]) == "Asia/Tokyo"
    assert zones.typed("Localtime") == ""


# --- A new vault ------------------------------------------------------------------------------------------

NEW = ("vault", "create", "--name", "Ana", "--role", "mentor", "--partner", "Bram")


def stored_zone(room: Room) -> str:
    with closing(room.workspace()) as workspace:
        return workspace.profile.zone


def test_a_script_is_refused_where_no_zone_is_known(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "nonsense")
    refused = room.run(*NEW)
    assert refused.code == 2 and "--zone" in refused.err and not room.vault.exists()
    assert room.run(*NEW, "--zone", "Nowhere/City").code == 6 and not room.vault.exists()
    assert room.run(*NEW, "--zone", "europe/brussels").code == 0
    assert stored_zone(room) == "Europe/Brussels"


def test_the_zone_of_the_computer_is_kept(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "/usr/share/zoneinfo/Europe/Brussels")
    assert room.run(*NEW).code == 0
    assert stored_zone(room) == "Europe/Brussels"


@pytest.mark.parametrize(
    ("stored", "computer", "words"),
    [
        ("UTC", "Europe/Brussels", "this computer says Europe/Brussels"),
        ("UTC", "nonsense", "may have guessed it"),
        ("UTC", "UTC", ""),
        ("UTC", "UTC0", ""),
        ("Etc/UTC", "Europe/Brussels", ""),
        ("Asia/Tokyo", "Europe/Brussels", ""),
        ("", "Europe/Brussels", ""),
        ("", "nonsense", "not known yet"),
    ],
)
def test_a_zone_that_may_be_a_guess_of_old_is_told(
    stored: str, computer: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", computer)
    doubt = zones.doubt(stored)
    assert words in doubt and bool(doubt) == bool(words)
