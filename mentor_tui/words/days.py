"""Days and lengths in words. English names of months and days, whatever the machine's locale."""

from __future__ import annotations

from datetime import date

from mentor_tui.words import text
from mentor_tui.words.titles import untitled


def parse_day(iso: str) -> date | None:
    """The date of an ISO string, None when empty."""
    return date.fromisoformat(iso) if iso else None


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def safe_day(iso: str) -> date | None:
    """The date of an ISO string; None when it is empty or no date."""
    try:
        return parse_day(iso)
    except ValueError:
        return None


def short_day(d: date, today: date | None = None) -> str:
    """`18 May`, with the year when it is not this year's."""
    year = "" if today is None or d.year == today.year else f" {d.year}"
    return f"{d.day} {MONTHS[d.month - 1][:3]}{year}"


def day(d: date, today: date) -> str:
    """A day as one says it: `today`, `tomorrow`, `yesterday`, `Fri 22 May`, `Fri 7 Jan 2028`."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((d - today).days)
    return near or f"{WEEKDAYS[d.weekday()][:3]} {short_day(d, today)}"


def ago(d: date, today: date) -> str:
    """`today`, `yesterday`, `3 days ago`, `in 4 days`."""
    days = (today - d).days
    if days in (0, 1, -1):
        return day(d, today)
    return f"{days} days ago" if days > 0 else f"in {-days} days"


def column_day(d: date, today: date) -> str:
    """`Wed  9 Dec`: a day as people say it, in at most eleven columns, so that days under each other line up.

    One that is half a year away or more tells its year instead of its weekday: ` 9 Dec 2027`.
    """
    month = MONTHS[d.month - 1][:3]
    if d.year != today.year and abs((d - today).days) > 180:
        return f"{d.day:>2} {month} {d.year}"
    return f"{WEEKDAYS[d.weekday()][:3]} {d.day:>2} {month}"


def with_distance(d: date, today: date) -> str:
    """A day and how far away it is: `Thu 31 Dec, in 32 days`, `Fri 22 May, 3 days ago`, `tomorrow`."""
    return day(d, today) if abs((d - today).days) <= 1 else f"{day(d, today)}, {ago(d, today)}"


def span(days: int) -> str:
    """Days, the first and the last included, as one says them, roughly: `20 weeks`, `6 months`."""
    months = round(days / 30.4)
    if (days % 7 == 0 and months < 6) or months < 2:
        weeks = max(1, round(days / 7))
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    return f"{months} months"


def duration(minutes: int) -> str:
    """`50 min`, `6 h`, `6 h 50`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def every(days: int) -> str:
    """A rhythm in words: `every week`, `every 2 weeks`, `every month`, `every 10 days`; empty for 0."""
    if days <= 0:
        return ""
    if 28 <= days <= 31:
        return "every month"
    if days == 1:
        return "every day"
    if days % 7 == 0:
        return "every week" if days == 7 else f"every {days // 7} weeks"
    return f"every {days} days"


def first_name(name: str) -> str:
    """The first word of a name, titles left out; `your partner` when there is none."""
    return untitled(text.one_line(name)).split(" ")[0].rstrip(",") or "your partner"
