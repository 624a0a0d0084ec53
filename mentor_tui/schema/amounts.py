"""Amounts of PDUs: whole quarters of 15 minutes, never rounded up, and no floats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from mentor_tui.errors import InputRefused
from mentor_tui.words.text import shorten

Triangle: TypeAlias = tuple[int, int, int]
"""Ways of Working, Power Skills, Business Acumen: weights, or quarter-PDUs."""

SIDES: tuple[str, str, str] = ("Ways of Working", "Power Skills", "Business Acumen")
SIDE_FIELDS: tuple[str, str, str] = ("ways_of_working", "power_skills", "business_acumen")
"""The same, as the fields of a record and the columns of our lists are called."""
NONE: Triangle = (0, 0, 0)


def quarters(minutes: int) -> int:
    """Whole quarter-PDUs in so many minutes; never rounded up."""
    return max(minutes, 0) // 15


def show(amount: int) -> str:
    """Quarters as PDUs: 25 -> `6.25`."""
    whole, rest = divmod(abs(amount), 4)
    return f"{'-' if amount < 0 else ''}{whole}.{rest * 25:02d}"


def in_words(amount: int) -> str:
    """Quarters as PDUs with their word: 25 -> `6.25 PDUs`, 4 -> `1.00 PDU`."""
    return f"{show(amount)} PDU{'' if amount == 4 else 's'}"


def parse_quarters(raw: str) -> int:
    """PDUs as typed, `6.25` or `6,25`, in quarters; InputRefused when it is not a number of quarters."""
    match = re.fullmatch(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?", raw.strip())
    hundredths = int((match[2] or "").ljust(2, "0")) if match else 1
    if match is None or hundredths % 25:
        raise InputRefused(f"{shorten(raw, 20)} is not a number of PDUs; PMI counts in quarters, such as 6.25.")
    return int(match[1]) * 4 + hundredths // 25


def added(parts: Iterable[Triangle]) -> Triangle:
    """The sum of triangles, side by side."""
    sides = list(parts)
    return sum(p[0] for p in sides), sum(p[1] for p in sides), sum(p[2] for p in sides)
