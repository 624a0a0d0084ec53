"""Dates, times and minutes as people type them. Each refuses with a ValueError that is a sentence."""

from __future__ import annotations

import re
from datetime import date, time

from mentor_tui import text

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}


def parse_date(raw: str, today: date | None = None) -> date:
    """A date as typed: `2026-05-18`, `18/05/2026`, `18/5` or `18 May` (the nearest such day to `today`).

    Day before month, as in the countries this started in. Raises ValueError with a sentence.
    """
    raw = raw.strip()
    if today and raw.lower() in ("today", "tomorrow", "yesterday"):
        return date.fromordinal(today.toordinal() + {"today": 0, "tomorrow": 1, "yesterday": -1}[raw.lower()])
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", raw)
    local = re.fullmatch(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2}))?", raw)
    named = re.fullmatch(r"(?:[A-Za-z]{3,9},? )?(\d{1,2})\.? ([A-Za-z]{3,9})\.?,?(?: (\d{4}))?", raw)
    if named and named[2][:3].lower() not in _MONTHS:
        named = None
    if today is None and ((local and not local[3]) or (named and not named[3])):
        raise ValueError(f"{text.shorten(raw, 20)} has no year; type it as 2026-05-18 or 18/05/2026")
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return _with_year(int(local[1]), int(local[2]), local[3], today)
        if named:
            return _with_year(int(named[1]), _MONTHS[named[2][:3].lower()], named[3], today)
    except ValueError:
        raise ValueError(f"{text.shorten(raw, 20)} is not a day in the calendar") from None
    raise ValueError(f"{text.shorten(raw, 20)} is not a date; type it as 2026-05-18 or 18/05/2026")


def _with_year(day: int, month: int, year: str | None, today: date | None) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if today is None:
        raise ValueError("no year")
    candidates = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(candidate, month, day))
        except ValueError:  # 29 February exists in some of these years only
            continue
    if not candidates:
        raise ValueError("no such day")
    return min(candidates, key=lambda d: abs((d - today).days))


def parse_time(raw: str) -> time:
    """A local time as typed: `18:00`, `18.00`, `18h`, `6pm`. Raises ValueError with a sentence."""
    match = re.fullmatch(r"(\d{1,2})(?:[:.hu](\d{2})?)?\s*([ap]m)?", raw.strip().lower())
    if match and (match[3] is None or 1 <= int(match[1]) <= 12):
        hour = int(match[1]) % 12 + (12 if match[3] == "pm" else 0) if match[3] else int(match[1])
        minute = int(match[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValueError(f"{text.shorten(raw, 20)} is not a time of day; type it as 18:00")


def parse_minutes(raw: str) -> int:
    """Whole minutes as typed: `75`, `75 min`, `1h15`, `1:15`. Raises ValueError with a sentence."""
    raw = raw.strip().lower()
    plain = re.fullmatch(r"(\d{1,4})\s*(?:m|min|mins|minutes)?", raw)
    if plain:
        return int(plain[1])
    hours = re.fullmatch(r"(\d{1,2})\s*(?:h|hours?|:)\s*(\d{1,2})?\s*(?:m|min)?", raw)
    if hours and int(hours[2] or 0) < 60:
        return int(hours[1]) * 60 + int(hours[2] or 0)
    raise ValueError(f"{text.shorten(raw, 20)} is not a number of minutes; type it as 75 or 1h15")
