"""What every calendar file is made of (RFC 5545): instants, escaped text, folded lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentor_tui import __version__, text

HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    f"PRODID:-//mentor-tui//mentor-tui {__version__}//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
)


def instant(moment: datetime) -> str:
    """A UTC instant as a calendar file writes it."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def when(on: str, start: str, minutes: int, zone: str) -> list[str]:
    """Start and end as instants in UTC, which every calendar shows in its owner's zone; a whole day without a time."""
    day = date.fromisoformat(on)
    if not start:
        return [
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
        ]
    local = datetime.combine(day, time.fromisoformat(start))
    if not zone:  # the hour as it was said, wherever it is read: better than one that is made up
        return [f"DTSTART:{local:%Y%m%dT%H%M%S}", f"DTEND:{local + timedelta(minutes=minutes):%Y%m%dT%H%M%S}"]
    begins = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return [f"DTSTART:{instant(begins)}", f"DTEND:{instant(begins + timedelta(minutes=minutes))}"]


def stamp(changed: str, otherwise: date) -> str:
    """When a record was changed last, as DTSTAMP; midnight of another day while it never was."""
    if changed:
        return instant(datetime.fromisoformat(changed).astimezone(UTC))
    return f"{otherwise:%Y%m%d}T000000Z"


def escape(value: str) -> str:
    """Text as a property takes it."""
    value = text.clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\t", " ").replace("\n", "\\n")


def file_of(lines: Iterable[str]) -> bytes:
    """A calendar of these component lines."""
    return b"".join(_fold(line) for line in (*HEAD, *lines, "END:VCALENDAR"))


def _fold(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never cutting a character."""
    pieces: list[bytes] = []
    current = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(current) + len(octets) > 75:
            pieces.append(current)
            current = b" "
        current += octets
    return b"\r\n".join([*pieces, current]) + b"\r\n"
