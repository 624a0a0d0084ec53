"""Weekdays, months and numbers in the four languages in which people write here: English, Dutch, French and German."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_WEEKDAY_ROWS = (
    ("monday maandag lundi montag", "mon", "ma lun mo"),
    ("tuesday dinsdag mardi dienstag", "tues tue", "di mar"),
    ("wednesday woensdag mercredi mittwoch", "wed", "wo woe mer mi"),
    ("thursday donderdag jeudi donnerstag", "thurs thur thu", "do jeu"),
    ("friday vrijdag vendredi freitag", "fri", "vr vrij ven fr"),
    ("saturday zaterdag samedi samstag", "sat", "za zat sam sa"),
    ("sunday zondag dimanche sonntag", "sun", "zo zon dim so"),
)
"""Full names, English short ones, and those that are words of their own unless a date follows."""
_MONTH_ROWS = (
    "jan january januari janvier januar",
    "feb february februari février fév févr februar febr",
    "mar march maart mrt mars märz mrz",
    "apr april avril avr",
    "may mei mai",
    "jun june juni juin",
    "jul july juli juillet juil",
    "aug august augustus août",
    "sep sept september septembre",
    "oct october oktober okt octobre",
    "nov november novembre",
    "dec december décembre déc dezember dez",
)
_NUMBER_ROWS = (
    "a an one een één un une ein eine einem einer",
    "two twee deux zwei",
    "three drie trois drei",
    "four vier quatre",
    "five vijf cinq fünf",
    "six zes sechs",
    "seven zeven sept sieben",
    "eight acht huit",
    "nine negen neuf neun",
    "ten tien dix zehn",
)


def plain(word: str) -> str:
    """Lower case, without accents and a dot at the end: `Août.` -> `aout`."""
    bare = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in bare if not unicodedata.combining(c)).strip(". ,")


def _numbered(rows: Iterable[str], start: int) -> dict[str, int]:
    return {plain(name): number for number, names in enumerate(rows, start) for name in names.split()}


MONTHS = _numbered(_MONTH_ROWS, 1)
NUMBERS = _numbered(_NUMBER_ROWS, 1)
_WEEKDAYS = _numbered((" ".join(row) for row in _WEEKDAY_ROWS), 0)


def _either(words: Iterable[str]) -> str:
    """A group of a pattern that takes any of the words, with or without their accents; the longest first."""
    both = {form for word in words for form in (word, plain(word))}
    return "(?:" + "|".join(re.escape(w) for w in sorted(both, key=lambda w: (-len(w), w))) + ")"


def _words(rows: Iterable[str]) -> Iterator[str]:
    for row in rows:
        yield from row.split()


WEEKDAY = _either(_words(f"{full} {short}" for full, short, _ in _WEEKDAY_ROWS))
LEADING = _either(_words(" ".join(row) for row in _WEEKDAY_ROWS))
MONTH = _either(_words(_MONTH_ROWS))
NUMBER = _either(_words(_NUMBER_ROWS))


AWAY: dict[str, int] = {
    plain(word): days
    for days, words in {
        -2: "eergisteren avant-hier vorgestern",
        -1: "yesterday gisteren hier gestern",
        0: "today tonight vandaag vanavond aujourd'hui heute",
        1: "tomorrow morgen demain",
        2: "overmorgen après-demain übermorgen",
    }.items()
    for word in words.split()
} | {"day after tomorrow": 2}
"""A day by a word of its own, in its plain form -> how many days from today."""


def weekday_of(word: str) -> int | None:
    """0 for Monday to 6, from a weekday's name in one of the four languages; None for any other word."""
    return _WEEKDAYS.get(plain(word))


def month_of(word: str) -> int | None:
    """1 for January to 12, from a month's name in one of the four languages; None for any other word."""
    return MONTHS.get(plain(word))


def number_of(word: str) -> int:
    """The number in digits, or in a word from one to ten. Raises KeyError for any other word."""
    return int(word) if word.isdecimal() else NUMBERS[plain(word)]
