"""Day phrases inside a line: `by 28/5`, `before 28 May`, `next Friday`, `in 2 weeks`, `2026-05-28`.

A deadline is recognised anywhere after a word such as *by*; a bare day only at the end of a line, and only when the
word before it does not make it part of the sentence (`the minutes of 18 May` stays whole).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from mentor_tui.typed import contradiction, parse_date

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBERS = {
    w: n for n, w in enumerate(["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
} | {"a": 1, "an": 1}
_WEEKDAY = "(?:" + "|".join(sorted(_DAYS, key=len, reverse=True)) + ")"
_YEAR = r"(?:,?\s(?:19|20)\d{2})?"

_ISO = r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
_SLASH = r"(?P<slash>\d{1,2}(?:/\d{1,2}(?:/(?:\d{4}|\d{2}))?|-\d{1,2}-\d{4}|\.\d{1,2}\.(?:\d{4}|\d{2})?))"
_DOTTED = r"(?P<dotted>\d{1,2}\.\d{1,2})"
_NAMED = rf"(?P<named>\d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:of\s)?{_MONTH}\b\.?{_YEAR})"
_AMERICAN = rf"(?P<american>{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?!:){_YEAR})"
_RELATIVE = (
    r"(?P<relative>today|tonight|tomorrow|day\safter\stomorrow"
    rf"|(?:with)?in\s(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
    r"\s(?P<unit>day|week|month)s?"
    r"|(?:the\s)?end\sof\s(?:the\s|this\s)?(?P<endof>week|month)|(?P<week>next|this)\sweek)"
)
_WEEKLY = rf"(?P<weekly>(?P<which>next|this|coming)?\s?\b(?P<weekday>{_WEEKDAY})\b\.?)"
_SAFE = rf"(?:{_WEEKDAY}\.?,?\s)?(?:{_ISO}|{_SLASH}|{_NAMED}|{_AMERICAN})"
_ANY = rf"(?:(?:{_WEEKDAY}\.?,?\s)?(?:{_ISO}|{_SLASH}|{_NAMED}|{_AMERICAN}|{_DOTTED})|{_RELATIVE}|{_WEEKLY})"
_MEETING = r"(?P<meeting>(?:the\s|our\s)?next\s(?:meeting|session|talk|call))"

_CHANGE = re.compile(
    r"\b(?:rais|increas|improv|reduc|decreas|lower|cut|grow|boost|lift|drop|shorten|shrink|slow|exceed|expand|extend|gain"
    r"|speed|trim|halv|rise|risen|rose|fall|fell|scal|multipl|divid|mov|shift|up|down)\w*\b[^.!?;]*$",
    re.IGNORECASE,
)
"""Before *by*, these make a number an amount: `raise the budget by 1/2`."""

_BY = re.compile(
    rf"(?<![\w-])(?:no\slater\sthan|at\sthe\slatest\s(?:by|on)?|due(?:\s(?:on|by))?|deadline:?|by|before|ultimately)"
    rf"\s(?:the\s)?(?:{_ANY}|{_MEETING})(?![\w/])",
    re.IGNORECASE,
)
_END = re.compile(
    rf"(?:^|(?<=[\s(,;]))(?P<lead>on\s|for\s|[-–—]\s|→\s)?(?:{_SAFE}|{_RELATIVE}|{_WEEKLY})(?=\W*$)", re.IGNORECASE
)
_DAY = re.compile(rf"(?<![\w/.-])(?:on\s)?{_ANY}(?![\w/])", re.IGNORECASE)
_TIME_AFTER = re.compile(r"^,?\s?(?:at\s|@\s?)?\d{1,2}(?::\d{2}|h\d{0,2}\b|\s?[ap]m\b)", re.IGNORECASE)

# After these words a day belongs to the sentence, not to the promise.
_PART_OF = {
    "of",
    "from",
    "since",
    "after",
    "every",
    "each",
    "last",
    "past",
    "and",
    "or",
    "the",
    "to",
    "between",
    "starting",
    "start",
    "begin",
    "beginning",
    "until",
    "till",
    "than",
    "with",
    "about",
    "around",
    "version",
    "part",
    "step",
    "phase",
    "chapter",
    "page",
    "this",
    "that",
    "a",
    "an",
    "as",
    "per",
    "via",
    "our",
    "your",
    "my",
    "his",
    "her",
    "their",
}


@dataclass(frozen=True)
class DatePhrase:
    """A day found in a line, with the place of its words. `keep`: the words also say something else."""

    on: date
    start: int
    end: int
    words: str
    keep: bool = False
    doubt: str = ""
    """What to say when the words contradict themselves: `2026-05-28 is a Thursday, not a Monday`."""


def find_deadline(line: str, today: date, next_meeting: str = "") -> DatePhrase | None:
    """The day by which something is promised, if the line says so."""
    found: DatePhrase | None = None
    for match in _BY.finditer(line):
        on = _meeting_day(next_meeting) if match["meeting"] else _day_of(match, today)
        if on is not None and not _amount(line, match):
            found = _phrase(line, match, on)
    return found or _at_end(line, today)


def _amount(line: str, match: re.Match[str]) -> bool:
    """Whether the number after *by* is no day: `raise it by 1.5`, `cut the cost by 1/3`."""
    if match[0][:3].casefold() != "by ":
        return False
    yearless = re.fullmatch(r"\d{1,2}[./]\d{1,2}\.?", match["slash"] or "")
    after_weekday = re.match(r"by\s(?:the\s)?[^\W\d]", match[0], re.IGNORECASE)
    if not (match["dotted"] or yearless) or after_weekday:
        return False
    return "/" not in (match["slash"] or ".") or bool(_CHANGE.search(line[: match.start()]))


def read_day(line: str, today: date) -> DatePhrase | None:
    """The first day named anywhere in a line."""
    position = 0
    while match := _DAY.search(line, position):
        on = _day_of(match, today)
        if on is not None:
            return DatePhrase(on, match.start(), match.end(), match[0], doubt=_doubt(match[0], on))
        position = match.start() + 1
    return None


def _at_end(line: str, today: date) -> DatePhrase | None:
    for match in _END.finditer(line):
        on = _day_of(match, today)
        if on is None:
            continue
        before = line[: match.start()].rstrip()
        previous = re.search(r"[\w'’]+$", before)
        if previous and not match["lead"] and previous[0].casefold() in _PART_OF:
            continue
        if match["slash"] and not (match["lead"] or before.endswith(("(", ",", ";")) or match["slash"].count("/") > 1):
            continue  # `part 1/2` is no day
        if match["slash"] and re.fullmatch(r"\d{1,2}\.\d{1,2}\.", match["slash"]) and not before.endswith("("):
            continue  # `from 1.2 - 1.5.` ends a sentence
        if match["weekly"] and not _surely_weekday(match["weekday"]):
            continue
        return _phrase(line, match, on)
    return None


def _surely_weekday(word: str) -> bool:
    """`Sat` and `Friday` are days; `sat`, `sun` and `wed` may be other words."""
    return len(word) > 5 or word[:1].isupper()


def _phrase(line: str, match: re.Match[str], on: date) -> DatePhrase:
    keep = bool(_TIME_AFTER.match(line[match.end() :]))
    return DatePhrase(on, match.start(), match.end(), match[0].strip(), keep, _doubt(match[0], on))


def _doubt(words: str, on: date) -> str:
    """What to say when a weekday stands beside a date that falls on another one."""
    if not re.search(r"\d", words) or re.search(r"\bin\s", words, re.IGNORECASE):
        return ""
    return next(
        (said for word in re.findall(rf"\b{_WEEKDAY}\b", words, re.IGNORECASE) if (said := contradiction(word, on))), ""
    )


def _meeting_day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _day_of(match: re.Match[str], today: date) -> date | None:
    found = match.groupdict()
    try:
        if found.get("relative"):
            return _relative(found, today)
        if found.get("weekly"):
            return _weekday(str(found["weekday"]), (found["which"] or "").casefold(), today)
        raw = next((found.get(k) for k in ("iso", "slash", "named", "american", "dotted") if found.get(k)), None)
        return _calendar(raw, today) if raw else None
    except (ValueError, OverflowError):
        return None


def _calendar(raw: str, today: date) -> date:
    raw = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", raw.rstrip("."), flags=re.IGNORECASE)
    raw = re.sub(r"\s(?:of\s)?", " ", raw, flags=re.IGNORECASE).replace(",", "")
    american = re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2})( \d{4})?", raw)
    if american:
        raw = f"{american[2]} {american[1]}{american[3] or ''}"
    return parse_date(raw, today, "future")  # a promise and a plan look forward


def _relative(found: dict[str, str | None], today: date) -> date | None:
    words = str(found["relative"]).casefold()
    if found["count"]:
        raw = str(found["count"]).casefold()
        count = int(raw) if raw.isdecimal() else _NUMBERS[raw]
        unit = str(found["unit"]).casefold()
        if unit == "month":
            return add_months(today, count)
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    if found["endof"]:
        if str(found["endof"]).casefold() == "month":
            return today.replace(day=monthrange(today.year, today.month)[1])
        return _friday(today)
    if found["week"]:
        return _friday(today) + timedelta(days=7 if str(found["week"]).casefold() == "next" else 0)
    if "after" in words:
        return today + timedelta(days=2)
    return today + timedelta(days=1 if words == "tomorrow" else 0)


def _friday(today: date) -> date:
    """This week's Friday; on a weekend, the day itself, for the week is nearly over."""
    return today + timedelta(days=max(4 - today.weekday(), 0))


def _weekday(word: str, which: str, today: date) -> date:
    target = _DAYS[word.casefold().rstrip(".")]
    if which == "next":  # the day in next calendar week
        return today + timedelta(days=7 - today.weekday() + target)
    ahead = (target - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def add_months(start: date, months: int) -> date:
    """The same day so many months on, or the last day of that month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
