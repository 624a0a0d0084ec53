"""Cells of a session list as people write them, understood: days, durations, numbers, kinds."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import gcd
from typing import Literal, TypeAlias

from mentor_tui.imports.headings import normal
from mentor_tui.schema import parsing
from mentor_tui.schema.records import SessionKind, SessionStatus
from mentor_tui.words import text
from mentor_tui.words.day_words import MONTHS

DateOrder: TypeAlias = Literal["iso", "day first", "month first", "day first, assumed"]

_KINDS: dict[SessionKind, tuple[str, ...]] = {
    "one_to_one": (
        "one to one", "one on one", "1 1", "1 to 1", "1 on 1", "1 op 1", "1 a 1", "1 zu 1", "1to1", "1on1", "121",
        "1x1", "een op een", "un a un", "eins zu eins", "individual", "individueel", "individuel", "individuelle",
        "einzeln", "one to one session", "one on one session", "mentoring", "mentoring session", "mentorgesprek",
        "mentorsessie", "tete a tete", "entretien individuel", "seance individuelle", "einzelgesprach",
        "vieraugengesprach", "vier augen gesprach",
    ),
    "kickoff": (
        "kickoff", "kick off", "kickoff event", "kickoff session", "kick off session", "kick off event", "startmoment",
        "startevent", "lancement", "reunion de lancement", "auftakt", "auftaktveranstaltung",
    ),
    "webinar": ("webinar", "webinars", "webinaire", "web seminar", "webseminar"),
    "group": (
        "group", "group session", "group meeting", "groep", "groepssessie", "groepsgesprek", "groupe",
        "seance de groupe", "gruppe", "gruppensitzung",
    ),
    "networking": (
        "networking", "networking event", "network", "network event", "netwerk", "netwerken", "netwerkevent",
        "netwerkmoment", "reseautage", "reseau", "netzwerken", "netzwerktreffen",
    ),
    "other": ("other", "something else", "ander", "andere", "anders", "varia", "autre", "divers", "sonstige"),
}  # fmt: skip
_STATUSES: dict[SessionStatus, tuple[str, ...]] = {
    "held": (
        "held", "done", "completed", "took place", "gehouden", "gedaan", "afgerond", "doorgegaan", "tenue", "fait",
        "faite", "effectue", "effectuee", "stattgefunden", "erledigt",
    ),
    "planned": ("planned", "scheduled", "gepland", "ingepland", "prevu", "prevue", "planifie", "planifiee", "geplant"),
    "no_show": (
        "no show", "noshow", "missed", "absent", "niet opgedaagd", "niet komen opdagen", "absente", "nicht erschienen",
    ),
    "cancelled": (
        "cancelled", "canceled", "geannuleerd", "afgelast", "annule", "annulee", "abgesagt", "abgesagte",
    ),
}  # fmt: skip
_KIND_WORDS = "write one-to-one, kick-off, webinar, group, networking or other"
KINDS: dict[str, SessionKind] = {normal(w): kind for kind, words in _KINDS.items() for w in (kind, *words)}
STATUSES: dict[str, SessionStatus] = {
    normal(w): status for status, words in _STATUSES.items() for w in (status, *words)
}

_YES = {"yes", "y", "true", "1", "x", "ja", "j", "oui", "o", "paid", "betaald", "paye", "bezahlt"}
_NO = {"", "no", "n", "false", "0", "nee", "neen", "non", "nein", "unpaid", "onbetaald", "gratuit", "unbezahlt"}

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}:\d{2})(?::\d{2})?)?")
_PARTS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:,? +(\d{1,2}[:.h]\d{2})(?::\d{2})?)?")
_DAY_NAME = re.compile(r"^(?:[^\W\d]{2,10}\.?,?\s+)(?=\d)")
_NAMED = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th|\.)?[ -]([^\W\d]{3,9})\.?,?[ -](\d{4}|\d{2})")
_NAMED_US = re.compile(r"([^\W\d]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


@dataclass(frozen=True)
class Day:
    """A date cell: the day, and the time if one stood beside it."""

    on: date
    start: str = ""


def date_order(column: Iterable[str]) -> DateOrder:
    """The order of day and month in a whole column; day before month where nothing tells.

    A weekday beside a date tells too, where only one of the two days is that day of the week.
    """
    any_parts = day_first = month_first = False
    for cell in column:
        parts = _PARTS.fullmatch(_bare(cell))
        if parts:
            any_parts = True
            fits = [_agrees(cell, order) for order in ("day first", "month first")]
            day_first = day_first or int(parts[1]) > 12 or fits == [True, False]
            month_first = month_first or int(parts[2]) > 12 or fits == [False, True]
    if not any_parts:
        return "iso"
    if month_first and not day_first:
        return "month first"
    return "day first" if day_first else "day first, assumed"


def _agrees(cell: str, order: DateOrder) -> bool:
    """True if a cell read in this order is a day in the calendar, and the weekday that it names."""
    try:
        parse_day(cell, order)
    except ValueError:
        return False
    return True


def parse_day(cell: str, order: DateOrder) -> Day:
    """The day in a cell. Raises ValueError with a sentence, also for a weekday that the day is not."""
    found = _day(cell, order)
    led = _DAY_NAME.match(text.one_line(cell))
    if led and (said := parsing.contradiction(led[0], found.on)):
        raise ValueError(f"{said}; write the date you mean")
    return found


def _day(cell: str, order: DateOrder) -> Day:
    raw = _bare(cell)
    if not raw:
        raise ValueError("the date is empty")
    if order == "iso" and _PARTS.fullmatch(raw):
        raise ValueError(f"{text.shorten(cell, 20)} does not begin with the year")
    try:
        if iso := _ISO.fullmatch(raw):
            return Day(date(int(iso[1]), int(iso[2]), int(iso[3])), _time(iso[4]))
        if parts := _PARTS.fullmatch(raw):
            first, second = int(parts[1]), int(parts[2])
            day, month = (second, first) if order == "month first" else (first, second)
            return Day(date(_year(parts[3]), month, day), _time(parts[4]))
        named, american = _NAMED.fullmatch(raw), _NAMED_US.fullmatch(raw)
        if named and normal(named[2]) in MONTHS:
            return Day(date(_year(named[3]), MONTHS[normal(named[2])], int(named[1])))
        if american and normal(american[1]) in MONTHS:
            return Day(date(int(american[3]), MONTHS[normal(american[1])], int(american[2])))
    except ValueError:
        raise ValueError(f"{text.shorten(cell, 20)} is not a day in the calendar") from None
    raise ValueError(f"{text.shorten(cell, 20)} is not a date")


def _bare(cell: str) -> str:
    raw = text.one_line(cell)
    if _NAMED_US.fullmatch(raw):
        return raw
    return _DAY_NAME.sub("", raw)


def _year(raw: str) -> int:
    return int(raw) + (2000 if len(raw) == 2 else 0)


def _time(raw: str | None) -> str:
    return parse_start(raw) if raw and raw not in ("0:00", "00:00") else ""


def parse_start(cell: str) -> str:
    """A local time as `HH:MM`; empty stays empty. Raises ValueError with a sentence."""
    raw = text.one_line(cell)
    if not raw:
        return ""
    seconds = re.fullmatch(r"(\d{1,2}:\d{2}):\d{2}(?:\s*([AaPp][Mm]))?", raw)
    if seconds:
        raw = seconds[1] + (seconds[2] or "")
    return parsing.parse_time(re.sub(r"(?i)\s*(?:uur|uhr)$|^(?:à|a|at|om|um)\s+", "", raw)).strftime("%H:%M")


def parse_duration(cell: str, *, hours: bool = False) -> int:
    """Whole minutes: `75`, `75,0`, `1h15`, `1:15`, `1u15`, `1,25 h`. Raises ValueError with a sentence."""
    raw = text.one_line(cell).lower().rstrip(".")
    if not raw:
        raise ValueError("the duration is empty")
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", raw)
    spoken = re.fullmatch(
        r"(?:(\d{1,2})\s*(?:h|u|hours?|uur|uren|heures?|std|stunden?)\.?)\s*(?:(?:en|et|and|und)\s*)?"
        r"(?:(\d{1,2})\s*(?:m|min|minutes?|minuten|mn|')?\.?)?",
        raw,
    )
    match = clock or spoken
    if match and int(match[2] or 0) < 60:
        return _within_a_day(int(match[1]) * 60 + int(match[2] or 0), cell)
    plain = re.fullmatch(r"(\d{1,4})(?:[.,](\d{1,4}))?\s*([a-z']*)\.?", raw)
    if plain:
        unit = plain[3]
        amount = Decimal(f"{plain[1]}.{plain[2] or 0}")
        if unit in ("h", "u", "hour", "hours", "uur", "uren", "heure", "heures", "std", "stunde", "stunden") or (
            hours and not unit
        ):
            return _within_a_day(int(amount * 60), cell)
        if unit in ("", "m", "min", "mins", "minute", "minutes", "minuten", "minuut", "mn", "'") and amount % 1 == 0:
            return _within_a_day(int(amount), cell)
    if re.search(r"[^\W\d]|['’′]", raw):  # as people type it elsewhere, with its unit: `1½ h`, `1 hr 15`
        with contextlib.suppress(ValueError):
            return _within_a_day(parsing.parse_minutes(raw), cell)
    raise ValueError(f"{text.shorten(cell, 20)} is not a duration; write whole minutes such as 75")


def _within_a_day(minutes: int, cell: str) -> int:
    if not 0 <= minutes <= 1440:
        raise ValueError(f"{text.shorten(cell, 20)} is not a duration within one day")
    return minutes


def parse_kind(cell: str) -> SessionKind:
    """The kind of session. Raises ValueError with a sentence."""
    word = normal(cell)
    if not word:
        raise ValueError(f"the kind is empty; {_KIND_WORDS}")
    if word not in KINDS:
        raise ValueError(f"{text.shorten(cell, 30)} is not a known kind; {_KIND_WORDS}")
    return KINDS[word]


def parse_status(cell: str) -> SessionStatus:
    """The status of the session. Raises ValueError with a sentence."""
    word = normal(cell)
    if word not in STATUSES:
        raise ValueError(f"{text.shorten(cell, 30)} is not a status; write held, planned, no-show or cancelled")
    return STATUSES[word]


def parse_paid(cell: str) -> bool:
    """True if money changed hands; without a word on it, it did not. Raises ValueError with a sentence."""
    word = normal(cell)
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(f"{text.shorten(cell, 20)} does not say whether the session was paid; write yes or no")


def parse_weights(raw: Iterable[str]) -> tuple[int, int, int]:
    """Three shares of the Talent Triangle as the smallest whole numbers in the same proportion.

    `0,25 0,75 0` -> `1 3 0`. Empty is nothing. Raises ValueError with a sentence.
    """
    shares: list[Decimal] = []
    said = list(raw)
    for cell in said:
        word = text.one_line(cell).replace(" ", "")
        number = re.fullmatch(r"(\d{1,5})(?:[.,](\d{1,4}))?%?", word)
        if word and not number:
            raise ValueError(
                f"{text.shorten(cell, 20)} is not a share of the Talent Triangle; write a number such as 0.25"
            )
        shares.append(Decimal(f"{number[1]}.{number[2] or 0}") if number else Decimal(0))
    if len(shares) != 3:
        raise ValueError("the Talent Triangle has three shares, such as 2,1,1")
    if all(share % 1 == 0 for share in shares) and max(shares) <= 100_000 and not any("%" in cell for cell in said):
        return int(shares[0]), int(shares[1]), int(shares[2])  # weights, as our own lists write them
    whole = [int(share * 10_000) for share in shares]
    divisor = gcd(*whole) or 1
    first, second, third = (w // divisor for w in whole)
    if max(first, second, third) > 100_000:
        raise ValueError("the shares of the Talent Triangle are too far apart or too precise; use two decimals")
    return first, second, third
