"""The time zone of this computer: found out, never guessed.

The C library takes the zone from the variable TZ, else from /etc/localtime; Windows has a registry. What is wanted here
is an IANA name, for a vault is opened on other computers too. Where what the computer says fits no name, or several, no
name is the answer, and whoever asked has to ask the person.
"""

from __future__ import annotations

import logging
import os
import struct
import warnings
import zoneinfo
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

EXAMPLE = "Europe/Brussels"
GUESSED = "UTC"
"""The zone that releases before 0.2 took where the computer did not say its own."""
_LOCALTIME = Path("/etc/localtime")
_NO_PLACE = ("localtime", "posixrules", "Factory")
"""Names in the zone data that say nothing."""
_LARGE = 1 << 20
_PAST = [datetime(year, month, 15, tzinfo=UTC) for year in range(1940, 2031) for month in (1, 4, 7, 10)]


class Found(NamedTuple):
    """A zone as this computer tells it."""

    name: str = ""
    """The IANA name; empty when it is not known."""
    fits: tuple[str, ...] = ()
    """Names that what it says would fit, when it is more than one."""


def local_zone() -> str:
    """The IANA name of this computer's zone; empty when it does not say one."""
    return found().name


def found() -> Found:
    """The zone that this computer tells, looked up once for each value of TZ."""
    return _found(os.environ.get("TZ", ""))


def typed(said: str, names: Iterable[str] | None = None) -> str:
    """The zone that somebody typed, its letters large and small as they are in the name; empty if there is none.

    It is looked for in a list (of `names`, all that are known), never on the disk: some disks take `europe/brussels`
    for a name.
    """
    folded = said.replace(" ", "_").casefold().removeprefix("posix/").removeprefix("right/")
    return next((name for name in (_names() if names is None else names) if name.casefold() == folded), "")


def unknown() -> str:
    """Explain why the zone of this computer is not known, and what is taken instead."""
    fits = found().fits
    if not fits:
        return f"This computer does not give its time zone by name. Say yours, such as {EXAMPLE}."
    some = EXAMPLE if EXAMPLE in fits else fits[0]
    return f"What this computer says about its time zone fits {len(fits)} zones, {some} among them. Say yours."


def doubt(stored: str) -> str:
    """A sentence about the zone kept in a vault; empty when all is well.

    A zone that was said was always stored as it was said, so most that are UTC by name are Etc/UTC.
    """
    if stored not in ("", GUESSED):
        return ""
    name = found().name
    if stored == "":
        return "" if name else "Your time zone is not known yet."
    if name in ("UTC", "Etc/UTC"):
        return ""
    says = f"this computer says {name}" if name else "an earlier version may have guessed it"
    return f"Your time zone is kept as UTC, but {says}. If UTC is right, say Etc/UTC."


@lru_cache(maxsize=4)
def _found(said: str) -> Found:
    """As TZ says; without it, as the system is set up."""
    return from_tz(said, _LOCALTIME) if said else from_system(_LOCALTIME)


def from_tz(said: str, localtime: Path = _LOCALTIME) -> Found:
    """The zone that a filled TZ names: a name, a file, or a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3`.

    A rule belongs to many zones: the system's own one is taken if it keeps that rule.
    """
    said = said.removeprefix(":")
    if name := _named(said):
        return Found(name)
    if said.startswith("/") or Path(said).is_absolute():
        return from_file(Path(said))
    fits = _chosen([name for name in _names() if any(_rule(data) == said for data in _files(name))])
    own = from_system(localtime).name if fits.fits else ""
    return Found(own) if own and any(_rule(data) == said for data in _files(own)) else fits


def from_system(localtime: Path = _LOCALTIME) -> Found:
    """The zone that the system is set to. The file /etc/localtime rules the clock, whatever other files say."""
    name = _named(_of_tzlocal())
    data = _content(localtime)
    if data is None:
        return Found(name)  # a system without that file has only the name
    if name and _same_clock(data, name):
        return Found(name)
    return from_file(localtime)


def from_file(path: Path) -> Found:
    """The zone of a file of zone data: by its place among the others, else by what is in it."""
    data = _content(path)
    if data is None:
        return Found(_named(_placed(path)))
    for place in (path, path.resolve()):
        if (name := _named(_placed(place))) and _same_clock(data, name):
            return Found(name)
    alike = [name for name in _names() if any(other == data for other in _files(name))]
    return _chosen(alike or _same_past(data))


def _of_tzlocal() -> str:
    import tzlocal

    logging.getLogger("tzlocal").addHandler(logging.NullHandler())  # it would write to the screen
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tzlocal.get_localzone_name() or ""
    except (LookupError, OSError, ValueError):  # files that contradict each other, a key of the registry not there
        return ""


def _content(path: Path) -> bytes | None:
    """The bytes of a file; None if there is none of the size of zone data."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size < _LARGE else None
    except (OSError, ValueError):
        return None


def _placed(path: Path) -> str:
    """The zone named by a path: `Europe/Brussels` by `/usr/share/zoneinfo/Europe/Brussels`."""
    return str(path).replace(os.sep, "/").partition("zoneinfo/")[2]


def _named(said: str) -> str:
    """The name of a zone, if it is one."""
    name = said.removeprefix("posix/").removeprefix("right/")
    if not name or name in _NO_PLACE:
        return ""
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return ""
    return name


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones() - set(_NO_PLACE)))


def _files(name: str) -> Iterator[bytes]:
    """The data of a zone, as the system has it and as our own copy has it."""
    roots = [*map(Path, zoneinfo.TZPATH), resources.files("tzdata").joinpath("zoneinfo")]
    for root in roots:
        try:
            yield root.joinpath(*name.split("/")).read_bytes()
        except OSError:
            continue


def _rule(data: bytes) -> str:
    """The POSIX rule at the end of zone data: what holds from the last known change on."""
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace") if data[4:5] >= b"2" else ""


def _same_clock(data: bytes, name: str) -> bool:
    """True if zone data shows the time of the named zone now and in the years to come.

    The releases of two computers differ in their bytes, and in what they know of long ago.
    """
    start = datetime.now(UTC) - timedelta(days=366)
    months = [start + timedelta(days=30 * n) for n in range(48)]
    mine = _offsets(data, months)
    return any(other == data or mine == _offsets(other, months) for other in _files(name))


def _same_past(data: bytes) -> list[str]:
    """The zones that show the time of this zone data, in living memory too."""
    rule, mine = _rule(data), _offsets(data, _PAST)
    return [
        name
        for name in _names()
        if any(_rule(other) == rule and _offsets(other, _PAST) == mine for other in _files(name))
    ]


def _offsets(data: bytes, moments: list[datetime]) -> list[timedelta | None]:
    """The offsets of zone data at these moments; none of what is no zone data."""
    try:
        zone = zoneinfo.ZoneInfo.from_file(BytesIO(data))
    except (ValueError, OSError, LookupError, EOFError, struct.error):
        return []
    return [zone.utcoffset(moment.astimezone(zone)) for moment in moments]


def _chosen(fits: list[str]) -> Found:
    """The one zone meant: the only one, or the only one of them that is more than another name."""
    if len(fits) > 1:
        fits = [name for name in fits if name in _canonical()] or fits
    return Found(fits[0]) if len(fits) == 1 else Found(fits=tuple(fits))


@lru_cache(maxsize=1)
def _canonical() -> frozenset[str]:
    """The zones that are no other name of another one."""
    lines = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8").splitlines()
    return frozenset(line.split(" ")[1] for line in lines if line.startswith("Z "))
