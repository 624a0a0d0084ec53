"""Day phrases inside a line: `by 28/5`, `before 28 May`, `next Friday`, `in 2 weeks`, `2026-05-28`.

A deadline is recognised anywhere after a word such as *by*; a bare day only at the end of a line, and only when the
word before it does not make it part of the sentence (`the minutes of 18 May` stays whole).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mentor_tui.schema.parsing import TwoYears, contradiction, parse_date
from mentor_tui.words import text
from mentor_tui.words.day_words import AWAY, LEADING, MONTH, NUMBER, WEEKDAY, number_of, plain, weekday_of

LONGEST = 300
"""Characters of a line in which a day and a time are looked for: more is no appointment, and would take seconds."""

_DAYS, _MONTHS = 31, 12
_YEAR = r"(?:,?\s(?:19|20)\d{2})?"
_THE = r"(?:the|de|den|le|la|dem|der)\s"
_TH = r"(?:st|nd|rd|th|ste|de|er|e)"
_ISO = r"(?P<iso>\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{1,2})"
_SLASH = r"(?P<slash>\d{1,2}(?:/\d{1,2}(?:/(?:\d{4}|\d{2}))?|-\d{1,2}-\d{4}|\.\d{1,2}\.(?:\d{4}|\d{2})?))"
_DOTTED = r"(?P<dotted>\d{1,2}\.\d{1,2})"
_NAMED = rf"(?P<named>\d{{1,2}}{_TH}?\.?\s(?:of\s|de\s)?{MONTH}\b\.?{_YEAR})"
_AMERICAN = rf"(?P<american>{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?!:){_YEAR})"
_CLOSED = r"(?=\W*$|[,;)\x1f]|\.(?!\d)|\s(?:at|om|um|à)\b|\s\d{1,2}[:hu]|\sto\s)"
_ORDINAL = rf"(?P<ordinal>(?:{_THE}\d{{1,2}}{_TH}?|\d{{1,2}}(?:st|nd|rd|th)){_CLOSED})"
_NUMBERED = rf"(?P<numbered>{LEADING}\.?,?\s(?:{_THE})?\d{{1,2}}{_TH}?{_CLOSED})"
_UNIT = (
    r"(?P<unit>days?|weeks?|months?|fortnight|dag(?:en)?|weken|maand(?:en)?|jours?|semaines?|mois|tage?n?|wochen?"
    r"|monate?n?)"
)
_IN = rf"(?:within|in|binnen|dans|innerhalb\svon)\s(?P<count>\d{{1,3}}|{NUMBER})\s{_UNIT}(?:['’]?\stime)?"
_OVER = rf"over\s(?P<over>\d{{1,3}}|{NUMBER})\s(?P<over_unit>dag(?:en)?|week(?=\W*$)|weken|maand(?:en)?)"
_NEXT = r"(?:next|volgende|nächste[nrs]?|naechste[nrs]?|prochaine?)"
_THIS = r"(?:this|coming|this\scoming|deze|komende|aanstaande|dieser?|diesen|diese|kommenden?|ce)"
_LAST = r"(?:last|past|vorige|afgelopen|letzten?|vergangenen?)"
_NEXT_WEEK = r"(?:next\sweek|volgende\sweek|(?:de\s)?la\ssemaine\sprochaine|nächste[rn]?\swoche)"
_RELATIVE = (
    r"(?P<relative>today|tonight|tomorrow|day\safter\stomorrow|yesterday|vandaag|vanavond|overmorgen|morgen|gisteren"
    r"|aujourd['’]hui|après-demain|demain|heute|übermorgen|gestern"
    rf"|{_IN}|{_OVER}"
    rf"|(?:the\s)?end\sof\s(?:the\s|this\s)?(?P<endof>week|month|{MONTH}\b\.?{_YEAR})"
    rf"|(?P<week>this\sweek|deze\sweek|cette\ssemaine|diese\swoche|{_NEXT_WEEK}))"
)
_WEEKLY = (
    rf"(?P<weekly>(?:(?P<ahead>{_NEXT_WEEK})\s(?:on\s|op\s)?)?(?:\b(?P<which>{_NEXT}|{_THIS}|{_LAST})\s)?"
    rf"\b(?P<weekday>{WEEKDAY})\b\.?(?:\s(?:of\s)?(?P<after>{_NEXT_WEEK}|prochain|dernier)\b)?)"
)
_SAFE = rf"(?:{LEADING}\.?,?\s)?(?:{_ISO}|{_SLASH}|{_NAMED}|{_AMERICAN})"
_ANY = (
    rf"(?:(?:{LEADING}\.?,?\s(?:{_THE})?)?(?:{_ISO}|{_SLASH}|{_NAMED}|{_AMERICAN}|{_DOTTED})|{_NUMBERED}|{_ORDINAL}"
    rf"|{_WEEKLY}|{_RELATIVE})"
)
_NEXT_MEETING = r"(?P<meeting>(?:the\s|our\s)?next\s(?:meeting|session|talk|call))"

_CHANGE = re.compile(
    r"\b(?:rais|increas|improv|reduc|decreas|lower|cut|grow|boost|lift|drop|shorten|shrink|slow|exceed|expand|extend|gain"
    r"|speed|trim|halv|rise|risen|rose|fall|fell|scal|multipl|divid|mov|shift|up|down)\w*\b[^.!?;]*$",
    re.IGNORECASE,
)
"""Before *by*, these make a number an amount: `raise the budget by 1/2`."""

_BY = re.compile(
    rf"(?<![\w-])(?:no\slater\sthan|at\sthe\slatest\s(?:by|on)?|due(?:\s(?:on|by))?|deadline:?|by|before|ultimately"
    rf"|(?:uiterlijk|ten\slaatste)(?:\s(?:op|tegen))?|tegen|voor|vóór|au\splus\stard|d['’]ici(?:\s(?:à|au))?|avant|pour|bis(?:\szum)?|vor"
    rf"|spätestens(?:\s(?:am|bis))?)"
    rf"\s(?:{_THE})?(?:{_ANY}|{_NEXT_MEETING})(?![\w/])",
    re.IGNORECASE,
)
_PLAIN_BY = re.compile(r"(?:by|tegen|voor|vóór|avant|pour|bis|vor)\s", re.IGNORECASE)
_END = re.compile(
    rf"(?:^|(?<=[\s(,;]))(?P<lead>on\s|for\s|op\s|le\s|am\s|[-–—]\s|→\s)?(?:{_SAFE}|{_NUMBERED}|{_RELATIVE}|{_WEEKLY})"
    r"(?=\W*$)",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?<![\w/.-])(?:(?:on|op|le|am)\s)?{_ANY}(?![\w/])", re.IGNORECASE)
_NEAR = 40
"""Characters on either side of a day in which words that belong to it may stand."""
_NO_DAY_BEFORE = re.compile(
    r"\b(?:not|after|except|every|each|week of|from|since|niet|na|elke|iedere|behalve|vanaf|pas|après|chaque|nicht"
    r"|nach|jeden|ab)\s(?:by\s|on\s|the\s)?$",
    re.IGNORECASE,
)
_MORE_AFTER = re.compile(
    rf"^,?\s(?:week\b(?:\s\d+)?|(?:or|of|ou|oder)\s(?:{LEADING}|\d{{1,2}}[/.]\d+|\d{{1,2}}\s{MONTH}|tomorrow|next)\b"
    rf"|{_IN}|(?P<more>{_OVER})|\d{{1,4}}(?=\W*$))",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(r"^,?\s?(?:at\s|@\s?)?\d{1,2}(?::\d{2}|h\d{0,2}\b|\s?[ap]m\b)", re.IGNORECASE)

# After these words a day belongs to the sentence, not to the action.
_PART_OF = {
    "of", "from", "since", "after", "every", "each", "last", "past", "and", "or", "the", "to", "between",
    "starting", "start", "begin", "beginning", "until", "till", "than", "with", "about", "around", "version",
    "part", "step", "phase", "chapter", "page", "this", "that", "a", "an", "as", "per", "via", "our", "your",
    "my", "his", "her", "their", "van", "vanaf", "sinds", "na", "elke", "tot", "de", "depuis", "après", "chaque",
    "du", "von", "seit", "nach", "jeden", "der",
}  # fmt: skip


@dataclass(frozen=True)
class DatePhrase:
    """A day found in a line, with the place of its words. `keep`: the words also say something else."""

    on: date
    start: int
    end: int
    words: str
    keep: bool = False
    doubt: str = ""
    """The sentence for words that contradict themselves: `2026-05-28 is a Thursday, not a Monday`."""
    passed: bool = False
    """The doubt is only that the day lies behind."""
    weekday: bool = False
    """A weekday was said, with no date and no word on which one."""


def find_deadline(line: str, today: date, next_session: str = "") -> DatePhrase | None:
    """The day by which something is promised, if the line says so."""
    found: DatePhrase | None = None
    for match in _BY.finditer(line):
        on = _session_day(next_session) if match["meeting"] else day_of(match, today)
        if on is not None and not _amount(line, match):
            earlier, found = found, _phrase(line, match, on, today)
            if earlier and earlier.on != found.on:
                return replace(found, doubt=f"{earlier.words} and {found.words} are two days; write two lines")
    return found or _at_end(line, today)


def _amount(line: str, match: re.Match[str]) -> bool:
    """True if the number after *by* is no day: `raise it by 1.5`, `cut the cost by 1/3`, `von 1.2 bis 1.5`."""
    if not _PLAIN_BY.match(match[0]):
        return False
    yearless = re.fullmatch(r"\d{1,2}[./]\d{1,2}\.?", match["slash"] or "")
    after_weekday = re.match(r"\w+\s(?:the\s)?[^\W\d]", match[0], re.IGNORECASE)
    if not (match["dotted"] or yearless) or after_weekday:
        return False
    return "/" not in (match["slash"] or ".") or bool(
        _CHANGE.search(line[max(match.start() - LONGEST, 0) : match.start()])
    )


def read_day(line: str, today: date, *, back: bool = False) -> DatePhrase | None:
    """The first day named anywhere in a line; `back`, the one before today where `the 3rd` may be either."""
    position = 0
    while match := _DAY.search(line, position):
        on = day_of(match, today, back=back)
        if on is not None:
            return _phrase(line, match, on, today)
        position = match.start() + 1
    return None


def no_such_day(line: str, today: date, *, anywhere: bool = False) -> str:
    """The sentence for a day that is in no calendar (`by 31 February`), as a sentence; empty when there is none.

    It is looked for where `find_deadline` looks for a day; `anywhere`, for a line that is about a day alone.
    """
    for pattern in (_DAY,) if anywhere else (_BY, _END):
        for match in pattern.finditer(line):
            written = match["iso"] or match["named"] or match["american"]
            if slash := re.match(r"(\d+)\D(\d+)(.*)", match["slash"] or ""):  # `by 80/20` and `part 31/4` are no days
                dated = anywhere or pattern is _BY or len(slash[3]) > 1
                written = match["slash"] if dated and int(slash[1]) <= _DAYS and int(slash[2]) <= _MONTHS else written
            if written and day_of(match, today) is None and not (pattern is _BY and _amount(line, match)):
                return f"{text.shorten(written, 30)} is not a day in the calendar"
    return ""


def _at_end(line: str, today: date) -> DatePhrase | None:
    for match in _END.finditer(line):
        on = day_of(match, today)
        if on is None:
            continue
        before = line[: match.start()].rstrip()
        previous = re.search(r"[\w'’]+$", before)
        if previous and not match["lead"] and previous[0].casefold() in _PART_OF:
            continue
        sure = match["lead"] or re.match(rf"{LEADING}\b", match[0], re.IGNORECASE)
        if match["slash"] and not (sure or before.endswith(("(", ",", ";")) or match["slash"].count("/") > 1):
            continue  # `part 1/2` is no day
        if match["slash"] and re.fullmatch(r"\d{1,2}\.\d{1,2}\.", match["slash"]) and not before.endswith("("):
            continue  # `from 1.2 - 1.5.` ends a sentence
        if match["weekly"] and not surely_weekday(match["weekday"]):
            continue
        if on < today and not _dated(match):
            continue  # what was agreed last Friday is not to be done on it
        return _phrase(line, match, on, today)
    return None


def surely_weekday(word: str) -> bool:
    """`Sat` and `Friday` are days; `sat`, `sun` and `wed` may be other words."""
    return len(word) > 4 or word[:1].isupper()


def _dated(match: re.Match[str]) -> bool:
    return not (match["relative"] or match["weekly"])


def _phrase(line: str, match: re.Match[str], on: date, today: date) -> DatePhrase:
    keep = bool(_TIME_AFTER.match(line[match.end() : match.end() + _NEAR]))
    words = match[0].strip()
    doubt = _contradicts(match[0], on) or _vague(line, match, words) or _two_years(match, today)
    passed = not doubt and on < today
    if passed:
        doubt = f"{text.shorten(words, 30)} is {on:%Y-%m-%d}, which has passed already"
    bare = bool(match["weekly"]) and not (match["ahead"] or match["which"] or match["after"])
    return DatePhrase(on, match.start(), match.end(), words, keep, doubt, passed, bare)


def _contradicts(words: str, on: date) -> str:
    """The sentence for a weekday beside a date that falls on another one."""
    led = re.search(rf"\b({LEADING})\.?,?\s(?:{_THE})?(?=\d|{MONTH}\b)", words, re.IGNORECASE)
    return contradiction(led[1], on) if led else ""


def _two_years(match: re.Match[str], today: date) -> str:
    """The question for a day that has just passed, and comes again only next year."""
    led = re.match(rf"{LEADING}\b", match[0], re.IGNORECASE)
    raw = match["slash"] or match["named"] or match["american"]
    try:
        if raw and not led:
            _read(raw, today)
    except TwoYears as error:
        return str(error)
    except ValueError:
        pass
    return ""


def _vague(line: str, match: re.Match[str], words: str) -> str:
    """The question for words that make a day another one, or none: `after Friday`, `Friday week 23`."""
    start, end = match.start(), match.end()
    before = _NO_DAY_BEFORE.search(line[max(start - _NEAR, 0) : start])
    after = _MORE_AFTER.match(line[end : end + _NEAR])
    if not before and not after:
        return ""
    said = f"{before[0] if before else ''}{words}{after[0] if after else ''}".strip()
    return f"{text.shorten(said, 40)} is not a single day; write it as 28 May"


def _session_day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def day_of(match: re.Match[str], today: date, *, back: bool = False) -> date | None:
    """The day that the words of a match say; None when there is no such day."""
    found = match.groupdict()
    try:
        if found.get("relative"):
            return _relative(found, today)
        if found.get("weekly"):
            which = " ".join(str(found[k] or "") for k in ("ahead", "which", "after"))
            return _weekday(str(found["weekday"]), which.casefold(), today)
        if number := found.get("numbered") or found.get("ordinal"):
            return _of_month(int(re.findall(r"\d+", number)[0]), today, back=back)
        raw = next((found.get(k) for k in ("iso", "slash", "named", "american", "dotted") if found.get(k)), None)
        return _calendar(raw, today) if raw else None
    except (ValueError, OverflowError):
        return None


def _of_month(number: int, today: date, *, back: bool) -> date | None:
    """The next day of that number, or the last one: `the 29th`."""
    for away in range(3):
        first = add_months(today.replace(day=1), -away if back else away)
        if 0 < number <= monthrange(first.year, first.month)[1]:
            on = first.replace(day=number)
            if on == today or (on < today) == back:
                return on
    return None


def _calendar(raw: str, today: date) -> date:
    try:
        return _read(raw, today)
    except TwoYears as error:
        return error.found


def _read(raw: str, today: date) -> date:
    raw = re.sub(rf"(?<=\d){_TH}\b", "", raw.rstrip("."), flags=re.IGNORECASE)
    raw = re.sub(r"\s(?:of\s|de\s)?", " ", raw, flags=re.IGNORECASE).replace(",", "")
    american = re.fullmatch(r"([^\W\d]+)\.? (\d{1,2})( \d{4})?", raw)
    if american:
        raw = f"{american[2]} {american[1]}{american[3] or ''}"
    return parse_date(raw, today, "future")  # an action and a plan look forward


def _relative(found: dict[str, str | None], today: date) -> date | None:
    words = plain(str(found["relative"]))
    if count := found["count"] or found["over"]:
        number, unit = number_of(count), str(found["unit"] or found["over_unit"]).casefold()
        if unit[:2] in ("mo", "ma"):
            return add_months(today, number)
        return today + timedelta(days=number * (14 if unit[0] == "f" else 7 if unit[0] in "ws" else 1))
    if found["endof"]:
        end = str(found["endof"])
        if end.casefold() == "week":
            return _friday(today)
        # Read as its first day: with a year it may lie behind, without one it is the month that comes.
        first = today if end.casefold() == "month" else _read(f"1 {end}", today.replace(day=1))
        return first.replace(day=monthrange(first.year, first.month)[1])
    if found["week"]:
        return _friday(today) + timedelta(days=7 if _IS_NEXT.search(words) else 0)
    return today + timedelta(days=AWAY.get(words.replace("’", "'"), 0))


_IS_NEXT = re.compile(r"next|volgende|n(?:ae|[aä])chste|prochain", re.IGNORECASE)


def _friday(today: date) -> date:
    """This week's Friday; on a weekend, the day itself, for the week is nearly over."""
    return today + timedelta(days=max(4 - today.weekday(), 0))


def _weekday(word: str, which: str, today: date) -> date:
    target = weekday_of(word) or 0
    if _IS_NEXT.search(which) and which.strip() != "prochain":  # the day in next calendar week
        return today + timedelta(days=7 - today.weekday() + target)
    ahead = (target - today.weekday()) % 7
    if re.search(rf"dernier|{_LAST}", which):
        return today - timedelta(days=7 - ahead)
    return today + timedelta(days=ahead or 7)


def add_months(start: date, months: int) -> date:
    """The same day so many months on, or the last day of that month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
