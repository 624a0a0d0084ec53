"""Dates, times and minutes as people type them. Each refuses with a ValueError that is a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Literal, TypeAlias

from mentor_tui.words import text
from mentor_tui.words.day_words import AWAY, month_of, plain, weekday_of
from mentor_tui.words.days import WEEKDAYS

Leans: TypeAlias = Literal["", "past", "future"]
"""The side on which a day without a year lies: the last such day, the next one, or (empty) the nearest."""

_LED = re.compile(r"([^\W\d]{2,10})\.?,? +(?=\d)")
_MONTH, _YEAR = r"(?P<month>[^\W\d]{3,10})", r"(?P<year>\d{4})"
_NAMED = re.compile(
    rf"(?:(?:the|de|den|le|on|op|am) )?(?P<day>\d{{1,2}})(?:st|nd|rd|th|ste|de|er|e)?\.?[ -](?:of )?{_MONTH}\.?,?"
    rf"(?:[ -]{_YEAR})?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"{_MONTH}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?", re.IGNORECASE)
"""`18 May`, `le 1er juin 2026`, `18-mei-2026`; `May 18, 2026`."""
_YEARS = 8
"""29 February may be eight years away."""


_NEAR_DAYS, _FAR_DAYS = 62, 183
"""A day so near on the other side makes one that is so far doubtful: `1/12` of a log, two days before it."""


class TwoYears(ValueError):
    """A day without a year that may well be in either of two; the message names both."""

    def __init__(self, raw: str, found: date, other: date) -> None:
        super().__init__(f"{text.shorten(raw, 20)} may be {found} or {other}; type the year too")
        self.found, self.other = found, other


class NoDate(ValueError):
    """Words that are no date of a calendar; they may still say a day."""


def contradiction(word: str, on: date) -> str:
    """The sentence for a named weekday that this day is not; empty when it agrees, or `word` is no weekday."""
    named = weekday_of(word)
    if named is None or named == on.weekday():
        return ""
    return f"{on:%Y-%m-%d} is a {WEEKDAYS[on.weekday()]}, not a {WEEKDAYS[named]}"


def parse_date(raw: str, today: date | None = None, leans: Leans = "") -> date:
    """A date as typed: `2026-05-18`, `18/05/2026`, `18/5` or `Mon 18 May`; without a year, as `leans` says.

    Day before month, as in the countries this started in. Raises ValueError with a sentence, also for a weekday
    that the day is not, and TwoYears where the day far off on the side it leans to is near on the other.
    """
    raw = raw.strip()
    away = AWAY.get(plain(raw.replace("’", "'")))
    if today and away is not None:
        return date.fromordinal(today.toordinal() + away)
    led = _LED.match(raw)
    weekday = led[1] if led and weekday_of(led[1]) is not None else ""
    try:
        found = _calendar_day(raw[led.end() :] if led and weekday else raw, today, leans)
    except TwoYears as error:
        if not weekday or contradiction(weekday, error.found):
            raise
        found = error.found
    if said := contradiction(weekday, found):
        raise ValueError(f"{said}; type the date you mean")
    return found


def _calendar_day(raw: str, today: date | None, leans: Leans) -> date:
    iso = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", raw)
    local = re.fullmatch(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2})|\.)?", raw)
    named = _NAMED.fullmatch(raw) or _MONTH_FIRST.fullmatch(raw)
    month = month_of(named["month"]) if named else None
    named = named if month else None
    if today is None and ((local and not local[3]) or (named and not named["year"])):
        raise ValueError(f"{text.shorten(raw, 20)} has no year; type it as 2026-05-18 or 18/05/2026")
    try:
        if iso:
            return date(int(iso[1]), int(iso[3]), int(iso[4]))
        if local:
            return _with_year(raw, int(local[1]), int(local[2]), local[3], today, leans)
        if named and month:
            return _with_year(raw, int(named["day"]), month, named["year"], today, leans)
    except TwoYears:
        raise
    except ValueError:
        raise ValueError(f"{text.shorten(raw, 20)} is not a day in the calendar") from None
    raise NoDate(f"{text.shorten(raw, 20)} is not a date; type it as 2026-05-18 or 18/05/2026")


def _with_year(raw: str, day: int, month: int, year: str | None, today: date | None, leans: Leans) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if today is None:
        raise ValueError("no year")
    candidates = near = list(_such_days(day, month, today))
    if leans == "past":
        candidates = [d for d in candidates if d <= today]
    elif leans == "future":
        candidates = [d for d in candidates if d >= today]
    if not candidates:
        raise ValueError("no such day")
    found, other = (min(days, key=lambda d: abs((d - today).days)) for days in (candidates, near))
    if abs((found - today).days) > _FAR_DAYS and abs((other - today).days) <= _NEAR_DAYS:
        raise TwoYears(raw, found, other)
    return found


def _such_days(day: int, month: int, today: date) -> Iterator[date]:
    for year in range(max(today.year - _YEARS, 1), min(today.year + _YEARS, 9999) + 1):
        try:
            yield date(year, month, day)
        except ValueError:  # 29 February exists in some of these years only
            continue


_O_CLOCK = r"(?:uur|uhr|heures?|h|u)"
_CLOCK = re.compile(
    rf"(\d{{1,2}})(?:\s?(?:[:.]|{_O_CLOCK})\s?(\d{{2}})(?:\s?{_O_CLOCK})?|\s?(?:[:.]|{_O_CLOCK}))?\s*"
    r"(?:([ap])\.?\s?m\.?)?",
    re.IGNORECASE,
)


def parse_time(raw: str) -> time:
    """A local time as typed: `18:00`, `18.00`, `18h`, `18u30`, `6:30 pm`, `7.15 p.m.`. ValueError is a sentence."""
    match = _CLOCK.fullmatch(raw.strip())
    if match and (match[3] is None or 1 <= int(match[1]) <= 12):
        hour = int(match[1])
        if match[3]:
            hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
        minute = int(match[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValueError(f"{text.shorten(raw, 20)} is not a time of day; type it as 18:00")


_MIN = r"(?:m|mins?|minutes?|minuten|minuut|mn|'|’|′)"
_HOUR = r"(?:hours?|hrs?|heures?|uren|uur|std|stunden?|h|u)"
MINUTES = (
    rf"(?:(?P<h>\d{{1,2}})(?:[.,](?P<tenths>\d{{1,2}})|(?P<frac>[½¼¾]))?\s?{_HOUR}\b\.?"
    rf"(?:\s?(?:and\s|en\s|et\s|und\s)?(?P<hm>[0-5]?\d)(?:\s?{_MIN}(?!\w))?(?![\d:.,/h]))?"
    rf"|(?P<hx>\d{{1,2}})\s?[hu](?P<hxm>[0-5]?\d)(?:\s?{_MIN})?(?!\w)"
    rf"|(?P<m>\d{{1,4}})\s?{_MIN}(?!\w))"
)
"""A length: `75 min`, `1h15`, `1 hour 30 minutes`, `1,5 h`, `1½ h`, `1u30`, `2 uur`, `90'`."""
_LENGTH = re.compile(MINUTES, re.IGNORECASE)
_FRACTION = {"½": 30, "¼": 15, "¾": 45}


def minutes_of(match: re.Match[str]) -> int:
    """The whole minutes of a match of `MINUTES`; -1 when they are no whole number (`0,33 h`)."""
    if match["m"]:
        return int(match["m"])
    if match["hx"]:
        return int(match["hx"]) * 60 + int(match["hxm"])
    whole = int(match["h"]) * 60 + int(match["hm"] or 0) + _FRACTION.get(match["frac"] or "", 0)
    part = Decimal(f"0.{match['tenths'] or 0}") * 60
    return whole + int(part) if part % 1 == 0 else -1


def parse_minutes(raw: str) -> int:
    """Whole minutes as typed: `75`, `75 min`, `1h15`, `1:15`, `1,5 h`. Raises ValueError with a sentence."""
    raw = raw.strip().lower()
    if re.fullmatch(r"\d{1,4}", raw):
        return int(raw)
    clock = re.fullmatch(r"(\d{1,2})\s*:\s*(\d{1,2})?\s*(?:h|m|min)?", raw)
    if clock and int(clock[2] or 0) < 60:
        return int(clock[1]) * 60 + int(clock[2] or 0)
    length = _LENGTH.fullmatch(raw)
    if length and minutes_of(length) >= 0:
        return minutes_of(length)
    raise ValueError(f"{text.shorten(raw, 20)} is not a number of minutes; type it as 75 or 1h15")
