"""Differences between the agreement and the settings of a pair, and pairs that last too long.

Pure functions that give sentences; nothing here is changed or saved. A signed version is never touched: the way out is
a new version, or the pair's settings.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from mentor_tui.mentoring import sessions
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.mentoring.steps import midpoint
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Agreement
from mentor_tui.words import text
from mentor_tui.words.days import every, safe_day, short_day
from mentor_tui.workspace import PairView

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("a one once", "two second other twice", "three third", "four fourth", "five", "six", "seven", "eight"), start=1
    )
    for word in words.split()
}
_UNITS = {"day": 1, "week": 7, "month": 30}
_TOOLS = ("teams", "zoom", "meet", "skype", "webex")
_CHANNELS = {
    **dict.fromkeys(("video", *_TOOLS, "remote", "virtual", "visio"), "online"),
    **dict.fromkeys(("telephone", "telefoon", "telefon", "téléphone"), "phone"),
    **dict.fromkeys(("mail", "email"), "mail"),
}
"""Words for the same way of talking."""
_EVERY = re.compile(
    r"\b(?:every|each|once(?: in| a| every)?)\s+(?:(\d{1,3}|[a-z]+)\s+)?(day|week|month)s?\b", re.IGNORECASE
)
_OFTEN = re.compile(r"\b(twice|two times|three times)\s+(?:a|per|each|every)\s+(week|month)\b", re.IGNORECASE)
_WORDS = {"weekly": 7, "biweekly": 14, "bi-weekly": 14, "fortnightly": 14, "fortnight": 14, "monthly": 30, "daily": 1}
_WORD = re.compile(r"\b(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_EITHER = re.compile(r"\bor\b|\d\s?(?:-|–|to)\s?\d", re.IGNORECASE)
"""`every two or three weeks` is a choice."""


def rhythm_of(words: str) -> int:
    """The days between sessions in a line such as `every two weeks` or `monthly`; 0 when it cannot be told."""
    said = " ".join(words.casefold().split())
    if _EITHER.search(said):
        return 0
    if often := _OFTEN.search(said):
        return _UNITS[often[2]] // (3 if often[1].startswith("three") else 2)
    if found := _EVERY.search(said):
        count = found[1] or "one"
        number = int(count) if count.isdecimal() else _NUMBERS.get(count, 0)
        return number * _UNITS[found[2]]
    word = _WORD.search(said)
    return _WORDS[word[0]] if word else 0


def rhythm_in(words: str) -> tuple[int, int] | None:
    """The place of the rhythm in a line, from its first letter to behind its last; None when other words cannot
    take its place there (`a monthly call`)."""
    found = _OFTEN.search(words) or _EVERY.search(words) or _WORD.search(words)
    if found is None or re.search(r"\b(?:an?|our|the)\s+$", words[: found.start()], re.IGNORECASE):
        return None
    return found.span()


def held_to(view: PairView) -> Agreement | None:
    """The agreement that holds: the newest that is signed, or else the newest one."""
    return next((a for a in reversed(view.agreements) if view.signed(a)), view.agreement)


def differing(view: PairView, agreement: Agreement | None = None) -> dict[str, str]:
    """List where an agreement (the one that holds, unless given) and the pair's settings differ.

    By field of the agreement, as sentences without their full stop: `Rhythm: the agreement says every 2 weeks, the
    pair every 3 weeks`. Fields left open in either of the two are left out.
    """
    agreement = agreement or held_to(view)
    if agreement is None or "agreement" not in view.program.forms:
        return {}
    answers = agreement.answers
    found = {}
    frequency = str(answers.get("frequency") or "")
    said, kept = rhythm_of(frequency), view.rhythm_days
    if said and kept and every(said) != every(kept):
        found["frequency"] = _both("Rhythm", every(said), every(kept))
    for field_id, label, day in (
        ("start", "Start", safe_day(view.pair.start)),
        ("end", "End", ends_on(view)),
    ):
        written = safe_day(str(answers.get(field_id) or ""))
        if written and day and written != day:
            found[field_id] = _both(label, short_day(written, view.today), short_day(day, view.today))
    length, usual = answers.get("usual_length"), sessions.usual_minutes(view)
    if isinstance(length, int) and length and length != usual:
        found["usual_length"] = _both("Length", f"{length} min", f"{usual} min")
    channels, channel = str(answers.get("channels") or ""), view.pair.usual_channel
    if channels and channel and not names(channels, channel):
        found["channels"] = _both("Channel", text.shorten(text.one_line(channels), 40), text.shorten(channel, 40))
    inviter, usual_inviter = answers.get("invites_by"), sessions.inviter(view)
    if inviter in ("mentor", "mentee") and usual_inviter and inviter != usual_inviter:
        found["invites_by"] = _both("Invitations", f"the {inviter}", f"the {usual_inviter}")
    review, half_way = safe_day(str(answers.get("review_on") or "")), midpoint(view)
    start = safe_day(view.pair.start)
    if review and half_way and (review > half_way or (start and review < start)):
        found["review_on"] = (
            f"Review: the agreement says {short_day(review, view.today)}; by the pair's dates, half-way is "
            f"{short_day(half_way, view.today)}"
        )
    return found


def _both(label: str, said: str, kept: str) -> str:
    return f"{label}: the agreement says {said}, the pair {kept}"


def names(channels: str, channel: str) -> bool:
    """True if what the agreement says about channels names the usual one: one word is enough (`MS Teams`, `Teams`).

    `video` and `Teams` may be the same; `Zoom` and `Teams` are not.
    """
    said, usual = (re.findall(r"\w{3,}", words.casefold()) for words in (channels, channel))
    tools = [word for word in usual if word in _TOOLS]
    if tools and any(word in _TOOLS for word in said):
        return any(word in said for word in tools)
    kinds = {_CHANNELS.get(word, word) for word in said}
    return not usual or any(_CHANNELS.get(word, word) in kinds for word in usual)


def differences(view: PairView, agreement: Agreement | None = None) -> list[str]:
    """The sentences of `differing`."""
    return list(differing(view, agreement).values())


def differs(view: PairView) -> str:
    """The sentence for an agreement and settings that differ, with the way out; empty otherwise."""
    agreement, found = held_to(view), differences(view)
    if agreement is None or not found:
        return ""
    newest = view.agreement
    if newest is not None and newest.id != agreement.id and not differing(view, newest):
        way = f"Version {newest.version} settles it once it is signed"
    elif any(s.on for s in agreement.signatures):
        way = "Settle it in 4 Agreement: with a new version, or back to what was agreed"
    else:
        way = "Settle it in 4 Agreement"
    return f"{'. '.join(found)}. {way}."


def too_long(view: PairView, start: date | None = None, end: date | None = None) -> str:
    """The sentence for a pair (or an agreement) that lasts longer than the program allows; empty otherwise."""
    start, end = start or safe_day(view.pair.start), end or ends_on(view)
    most = view.program.max_days
    if start is None or end is None or not most or (days := (end - start).days) <= most:
        return ""
    last = start + timedelta(days=most)
    return (
        f"From {short_day(start, view.today)} to {short_day(end, view.today)} is {days} days; the program takes {most} "
        f"at most, so until {short_day(last, view.today)}."
    )


def moved_end(old_start: str, old_end: str, start: str, end: str, program: Program) -> str:
    """The end that goes along when only the start is moved and the end was the program's own; else `end` as it is."""
    was, now = safe_day(old_start), safe_day(start)
    if was is None or now is None or was == now or end != old_end:
        return end
    if not old_end or old_end != program.planned_end(was):
        return end
    return program.planned_end(now)
