"""The line in which somebody types when the next session is: `Thu 28 May 18:00, 60 min`, `next Friday 6-7pm Teams`.

Nothing here raises: what is not understood stays in `rest`, `describe_when` shows back what was, and `when_doubt` says
what contradicts itself.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from mentor_tui.mentoring.typed_dates import LONGEST, no_such_day, read_day, surely_weekday
from mentor_tui.schema.parsing import MINUTES, minutes_of, parse_time
from mentor_tui.words import text
from mentor_tui.words.day_words import MONTH
from mentor_tui.words.days import day, duration, safe_day

MAX_MINUTES = 1440


class When(NamedTuple):
    """The day and time of the next session as typed. `rest` is what was not understood, such as a place."""

    on: str
    """ISO day; empty when no day was understood."""
    start: str
    minutes: int
    rest: str = ""


_LONG = 480
"""Minutes; from six to five is a slip, not a session of 23 hours."""
_FIRST_HOUR = 5
"""`9h30` and `18u` are times of day, `1h15` and `2u` lengths: nobody meets at two in the night, or for nine hours."""
_GAP = "\x1f"
"""Stands where something understood was taken out, so that its neighbours do not become one."""

_WORDED = {
    **dict.fromkeys(("half an hour", "a half hour", "half uur", "een half uur"), 30),
    **dict.fromkeys(("une demi-heure", "eine halbe stunde"), 30),
    **dict.fromkeys(("an hour", "one hour", "een uur", "één uur", "une heure", "eine stunde"), 60),
    **dict.fromkeys(("an hour and a half", "one hour and a half", "one and a half hours", "anderhalf uur"), 90),
    **dict.fromkeys(("une heure et demie", "anderthalb stunden", "eineinhalb stunden"), 90),
    **dict.fromkeys(("two hours", "twee uur", "deux heures", "zwei stunden"), 120),
    **dict.fromkeys(("three quarters of an hour", "drie kwartier", "trois quarts d'heure"), 45),
}
_LONGEST_FIRST = sorted(_WORDED, key=lambda words: (-len(words), words))
_DURATION = re.compile(
    rf"(?:,\s*|\bfor\s+)?(?<![\w.,:/-])(?:{MINUTES}|(?P<words>{'|'.join(_LONGEST_FIRST)}))(?!\w|\s(?:walk|drive|from))",
    re.IGNORECASE,
)
_AP = r"\s?[ap]\.?\s?m\b\.?"
_O_CLOCK = r"(?:h|u|uur|uhr|heures?)\b"
_MINUTE = rf"(?:[:.hu]\d{{2}}|\s[hu]\s\d{{2}}(?![\w./-]|\.?\s{MONTH}))"
"""The minutes of an hour: `18:30`, `18.30`, `18h30`, and `18 h 30` as it is set in French."""
_SIDE = rf"\d{{1,2}}{_MINUTE}?(?:\s?{_O_CLOCK})?(?:{_AP})?"
_BETWEEN = r"(?:between|tussen|entre|zwischen)"
_FROM = rf"(?:from|van|de|von|{_BETWEEN})"
_AND = r"(?:and|en|et|und)"
_TO = rf"(?:-|–|—|to|till?|until|tot|à|bis|{_AND})"
_RANGE = re.compile(
    rf"(?<![\w:./-])(?:(?P<from>{_FROM})\s+)?(?P<starts>{_SIDE})"
    rf"\s?(?P<to>{_TO})\s?(?P<ends>{_SIDE})(?![\w:/-]|\.\d)",
    re.IGNORECASE,
)
_IS_BETWEEN, _IS_AND = re.compile(_BETWEEN, re.IGNORECASE), re.compile(_AND, re.IGNORECASE)
_AT = r"(?:\b(?:at|om|um|à)\s+|@\s?)"
_SURE_TIME = re.compile(
    rf"{_AT}(\d{{1,2}}{_MINUTE}?(?:\s?{_O_CLOCK})?(?:{_AP})?)(?!\w|/\d)"
    rf"|(?<![\w:./-])(\d{{1,2}}(?:[:.]\d{{2}})?{_AP}|\d{{1,2}}:\d{{2}}(?:\s?{_O_CLOCK})?|\d{{1,2}}\.\d{{2}}\s?{_O_CLOCK}"
    rf"|\d{{1,2}}\s?(?:uur|uhr)\s\d{{2}})(?!\w|\s?(?:min|m\b|'))",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"(?<![\w:./-])(\d{{1,2}}[hu]\d{{2}}|\d{{1,2}}{_MINUTE}|\d{{1,2}}\s?{_O_CLOCK}|\d{{1,2}}\.\d{{2}})(?![\w:])",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(rf"{_AT}(0?[1-9]|1[01])(?![\w:.]|\s?(?:{_O_CLOCK}|[ap]\.?\s?m\b))", re.IGNORECASE)
_LEFT_OVER = re.compile(
    rf"\d{{1,2}}\s?[:hu]\s?\d{{2}}\w*|[\d.,:]+\s?(?:{_O_CLOCK}|hours?|hrs?|min(?:utes?|uten|uut)?\b|stunden?\b|{_AP})"
    r"|\d{1,2}-?ish\b|\w*[½¼¾]|\d\s?x(?!\w)|\b(?:o['’]clock|noon|midnight|midday|half\s(?:past\s)?\w+|halb\s\w+|quarters?|kwart\w*|quarts?|viertel\w*|midi|minuit"
    r"|mitternacht|middernacht|morning|afternoon|evening|night|ochtend|voormiddag|namiddag|avond|matin|soir|abend"
    r"|vormittag|nachmittag|hours?|uren|heures?|stunden?|weeks?|weken|semaines?|wochen?|months?|fortnight)\b"
    rf"|(?:^|{_GAP}|[,;]\s|\b(?:at|om|um|à|for|the|le|op|am|pour|voor|{_FROM})\s)\d{{1,4}}"
    rf"(?:\s?{_TO}\s?\d{{1,2}})?(?=\s?(?:$|{_GAP}|[,;]))",
    re.IGNORECASE,
)
"""Words that speak of a time, a length or a day, and were not understood."""
_STAMP = re.compile(r"(?<=\d{4}-\d\d-\d\d)T(?=\d\d:\d\d)")
"""Between the day and the time of `2026-05-28T18:00`, as calendars write it."""
_LINK = re.compile(r"^(?:(?:on|at|om|um|à|from|van|von)(?:\s+|$))+", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:CES?T|WES?T|EES?T|GMT|UTC|BST|[ECMP][SD]T|(?:[A-Z]\w+\s)time)\b")


def parse_when(line: str, today: date, start: str = "", minutes: int = 60) -> When:
    """Read when the next session is, from `Thu 28 May 18:00, 60 min`; `start` and `minutes` fill what was not said.

    An empty line gives an empty day: no next session. Never raises; words not understood are in `rest`.
    """
    return _read_when(line, today, start, minutes)[0]


def when_doubt(line: str, today: date) -> str:
    """The contradiction in a line for the next session (`Mon 28 May` that is a Thursday, `18:00 to 17:00`).

    A sentence without its full stop; empty when nothing does.
    """
    return _read_when(line, today, "", 0)[1]


def _read_when(line: str, today: date, start: str, minutes: int) -> tuple[When, str]:
    line = _STAMP.sub(" ", text.one_line(line))
    if not line:
        return When("", "", 0), ""
    rest, beyond = (line, "") if len(line) <= LONGEST else _head_and_rest(line)
    said_start, said_minutes, rest, odd = _take_range(rest)
    if not said_start and (bare := _BARE_HOUR.search(rest)):
        hour = int(bare[1])
        odd = odd or f"{bare[0].strip()} may be morning or evening; write {hour:02}:00 or {hour + 12}:00"
    if not said_start:
        said_start, rest = _take_time(rest, _SURE_TIME)
    if not said_start:
        said_start, rest = _take_time(rest, _TIME, _FIRST_HOUR)
    if not said_minutes and (match := _duration_in(rest)):
        said_minutes = _minutes(match)
        rest = _cut(rest, match)
        if said_minutes > _LONG:
            odd = odd or f"{duration(said_minutes)} is very long for one session; write how long it takes"
    on, rest, doubt = _take_day(rest, today)
    if not said_start:
        said_start, rest = _take_time(rest, _TIME)
    if not on:  # `18:00 Thursday` is as good as `Thursday 18:00`
        on, rest, doubt = _take_day(rest, today)
    doubt = odd or doubt or (_left_over(rest, on, today) if on else no_such_day(rest, today, anywhere=True))
    rest = _LINK.sub("", re.sub(r"\s*\x1f\s*", " ", rest).strip(" ,;")).strip(" ,;")
    rest = f"{rest} {beyond}".strip() if beyond else rest
    return When(on.isoformat() if on else "", said_start or start, said_minutes or minutes, rest), doubt


def _left_over(rest: str, on: date, today: date) -> str:
    """The question for words left over that speak of a time or another day: no half of a line is booked."""
    if zone := _ZONE.search(rest):
        return f"{zone[0]}: write the time as it is in your own zone, without the zone"
    if (other := read_day(rest, today)) and other.on != on and _surely_day(other.words):
        return f"{text.shorten(other.words, 30)} is another day than {day(on, today)}; keep only the one you mean"
    if said := no_such_day(rest, today, anywhere=True):
        return said
    if left := _LEFT_OVER.search(rest):
        words = text.shorten(left[0].strip(f" ,;{_GAP}"), 30)
        return f"{words} was not understood; write the time as 18:00 and the length as 60 min"
    return ""


def _surely_day(words: str) -> bool:
    return surely_weekday(words) or any(c.isdigit() for c in words)


def _head_and_rest(line: str) -> tuple[str, str]:
    """A long line, cut between two words where there are any."""
    cut = line.rfind(" ", 0, LONGEST + 1)
    return (line[:cut], line[cut + 1 :]) if cut > 0 else ("", line)


def _take_day(line: str, today: date) -> tuple[date | None, str, str]:
    phrase = read_day(line, today)
    if phrase is None:
        return None, line, ""
    return phrase.on, _joined(line[: phrase.start], line[phrase.end :]), phrase.doubt


def _take_range(line: str) -> tuple[str, int, str, str]:
    """Start and minutes of `18:00-19:30`, `6-7pm`, `from 6 to 7 pm`; at least one side has to look like a time."""
    for match in _RANGE.finditer(line):
        if not re.search(r"[:hu]|[ap]\.?\s?m", match["starts"] + match["ends"], re.IGNORECASE) and not (
            "." in match["starts"] and "." in match["ends"]
        ):
            continue
        end = _time(match["ends"])
        if end and _IS_AND.fullmatch(match["to"]) and not _IS_BETWEEN.fullmatch(match["from"] or ""):
            return "", 0, line, f"{match[0].strip()} may be two times, or from one to the other; write the one meant"
        half = re.search(r"[ap]\.?\s?m\.?$", match["ends"], re.IGNORECASE)
        bare = half and not re.search(r"[ap]\.?\s?m", match["starts"], re.IGNORECASE)
        begins = [_time(match["starts"] + h) for h in ("pm", "am")] if bare else [_time(match["starts"])]
        spans = [(_minute_of(end) - _minute_of(b)) % MAX_MINUTES for b in begins if b and end]
        for begin, minutes in zip([b for b in begins if b], spans, strict=False):
            if 0 < minutes <= _LONG:
                return begin, minutes, _cut(line, match), ""
        if spans and max(spans) > _LONG:
            return (
                "",
                0,
                line,
                f"{match[0].strip()} would be {duration(max(spans))}; write when it starts and how long it takes",
            )
    return "", 0, line, ""


def _take_time(line: str, pattern: re.Pattern[str], first_hour: int = 0) -> tuple[str, str]:
    for match in pattern.finditer(line):
        raw = next(group for group in match.groups() if group)
        if re.search(r"\bfor\s+$", line[: match.start()], re.IGNORECASE):
            continue
        if (found := _time(raw)) and int(found[:2]) >= first_hour:
            if first_hour and "." in raw:
                continue  # `7.10` may be a day in October
            return found, _cut(line, match)
    return "", line


def _duration_in(line: str) -> re.Match[str] | None:
    for match in _DURATION.finditer(line):
        if 0 < _minutes(match) <= MAX_MINUTES and not re.search(rf"{_AT}$", line[: match.start()]):
            return match
    return None


def _minutes(match: re.Match[str]) -> int:
    if words := (match["words"] or "").casefold():
        return _WORDED[words]
    return minutes_of(match)


def _minute_of(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _time(raw: str) -> str:
    try:
        return parse_time(raw).strftime("%H:%M")
    except ValueError:
        return ""


def _cut(line: str, match: re.Match[str]) -> str:
    return _joined(line[: match.start()], line[match.end() :])


def _joined(before: str, after: str) -> str:
    return f"{before.rstrip(' ,;')} {_GAP} {after.lstrip(' ,;')}".strip()


def describe_when(when: When, today: date) -> str:
    """`Thu 28 May 18:00, 60 min`; says so when no day was understood."""
    on = safe_day(when.on)
    if on is None:
        return "no day understood yet" if when.rest else "no next session yet"
    parts = [day(on, today) + (f" {when.start}" if when.start else "")]
    parts += [f"{when.minutes} min"] if when.minutes else []
    return ", ".join([*parts, *([text.shorten(when.rest, LONGEST)] if when.rest else [])])


def when_line(on: str, start: str, minutes: int) -> str:
    """The line to show for a day, such that `parse_when` reads it back."""
    parsed = safe_day(on)
    if parsed is None:
        return ""
    words = f"{parsed:%Y-%m-%d}"
    return words + (f" {start}" if start else "") + (f", {minutes} min" if minutes else "")
