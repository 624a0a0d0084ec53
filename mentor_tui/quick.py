"""Lines as people type them: who does what by when, and when the next meeting is.

`Bram: sponsor memo by 28/5`, `I send the RAID template Friday`, `both: read chapter 3`, `Thu 28 May 18:00, 60 min`.
Nothing here raises: what is not understood stays in the text, and `describe` shows back what was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mentor_tui import text
from mentor_tui.cadence import day, duration, first_name, safe_day, upcoming
from mentor_tui.forms import Role
from mentor_tui.quick_dates import DatePhrase, find_deadline, read_day
from mentor_tui.typed import MINUTES, minutes_of, parse_date, parse_time
from mentor_tui.workspace import PairView

MAX_MINUTES = 1440
_LONGEST = 300
"""Characters of a line in which a day and a time are looked for: more is no appointment, and would take seconds."""


@dataclass(frozen=True)
class Names:
    """Who may be meant in a line. `next_meeting` is the ISO day that *by the next meeting* stands for."""

    role: Role
    partner_name: str = ""
    own_name: str = ""
    next_meeting: str = ""

    @classmethod
    def of(cls, view: PairView, since: str = "") -> Names:
        """The names of a pair; `since` is the ISO day of the talk in which the lines were said, when not today."""
        after = since or view.today.isoformat()
        met = (s.on for s in view.talks if s.kind == "one_to_one" and s.on > after)
        ahead = sorted([*met, *(s.on for s in upcoming(view) if s.kind == "one_to_one" and s.on > after)])
        return cls(view.role, view.pair.partner_name, view.profile.name, ahead[0] if ahead else "")

    def alike(self, said: str) -> bool:
        """Whether a name as typed may be either of the two."""
        wanted, mine, theirs = said.strip(" @*_").casefold(), _calls(self.own_name), _calls(self.partner_name)
        if wanted not in mine or wanted not in theirs:
            return False
        return (wanted == mine[0]) == (wanted == theirs[0])  # the full name of one of them is his or hers

    @property
    def partner_role(self) -> Role:
        """The partner's role."""
        return "mentee" if self.role == "mentor" else "mentor"


@dataclass(frozen=True)
class ParsedAction:
    """A promise as understood. `owner_words` and `due_words` are what was taken out of the line."""

    owner: Role
    text: str
    due: str
    """ISO day; empty when none was said."""
    source_line: str
    owner_words: str = ""
    due_words: str = ""
    doubt: str = ""
    """What has to be asked before this is saved, as a sentence without its full stop; empty when all is clear."""


class When(NamedTuple):
    """When the next meeting is. `rest` is what was not understood, such as a place."""

    on: str
    """ISO day; empty when no day was understood."""
    start: str
    minutes: int
    rest: str = ""


# --- Actions ----------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^(?:[-*+•·–—>]\s*|\[ ?\]\s*|\d{1,2}[.)]\s+)+")
_PREFIX = re.compile(r"^(?P<owners>[^:]{1,60}?)\s*(?::(?!//|\d)|\s[-–—](?=\s))\s*(?=\S)")
_BOTH = re.compile(r"\s*(?:,|&|/|\+|\band\b)\s*", re.IGNORECASE)
_ME_WORDS = {"i", "me", "my", "mine", "myself"}
_US_WORDS = {"both", "we", "us", "both of us", "the two of us"}
_I = re.compile(r"^(?:i['’]ll|i\s+(?:will|shall)|i)\s+(?=\S)", re.IGNORECASE)
_WE = re.compile(r"^(?:we['’]ll|(?:we|both)(?:\s+(?:both|will|shall|of\s+us))*)\s+(?=\S)", re.IGNORECASE)


def parse_actions(lines: str, who: PairView | Names, today: date | None = None) -> list[ParsedAction]:
    """The promises in these lines, in order; a line that names both gives two.

    Without an owner a promise is the mentee's, who owns the follow-through. `today` is needed with `Names` only.
    """
    names = Names.of(who) if isinstance(who, PairView) else who
    on = today or (who.today if isinstance(who, PairView) else date.today())
    found: list[ParsedAction] = []
    for raw in text.clean(lines).split("\n"):
        line = text.one_line(raw)
        if re.search(r"\w", line):
            found += _parse_line(line, names, on)
    return found


def _parse_line(line: str, names: Names, today: date) -> list[ParsedAction]:
    owners, body = _owners(line, names)
    owner_words = line[: len(line) - len(body)].strip()
    phrase = find_deadline(body, today, names.next_meeting)
    kept = _without(body, phrase)
    if not re.search(r"\w", kept):  # a line that is only a name or only a day keeps its words
        kept, phrase = body, None
    if not owners:
        owners = ["mentee"]
    doubt = _unclear_owner(line, names) or (phrase.doubt if phrase else "")
    due = phrase.on.isoformat() if phrase else ""
    due_words = phrase.words if phrase and not phrase.keep else ""
    return [ParsedAction(owner, kept, due, line, owner_words, due_words, doubt) for owner in owners]


def _without(body: str, phrase: DatePhrase | None) -> str:
    if phrase is None or phrase.keep:
        return body
    before, after = body[: phrase.start].rstrip(" ,;-–—("), body[phrase.end :].lstrip(" ,;-–—)")
    if not after or re.match(r"[.!?]+$", after):
        return before
    return f"{before} {after}".strip()


def _owners(line: str, names: Names) -> tuple[list[Role], str]:
    """Who is named at the start of a line, and the line without it."""
    bullet = _BULLET.match(line)
    bare = line[bullet.end() :] if bullet else line
    if not re.search(r"\w", bare):
        return [], line
    prefix = _PREFIX.match(bare)
    if prefix and re.search(r"\w", bare[prefix.end() :]):
        owners = _who(prefix["owners"], names)
        if owners:
            return owners, bare[prefix.end() :]
    for pattern, both in ((_I, False), (_WE, True)):
        match = pattern.match(bare)
        if match and re.search(r"\w", bare[match.end() :]):
            return ["mentor", "mentee"] if both else [names.role], bare[match.end() :]
    return _named_subject(bare, names)


def _unclear_owner(line: str, names: Names) -> str:
    """What to ask when the name at the start of a line is that of both."""
    bullet = _BULLET.match(line)
    bare = line[bullet.end() :] if bullet else line
    prefix = _PREFIX.match(bare)
    said = prefix["owners"] if prefix else bare.split(" ")[0]
    said = said.strip(" @*_,")
    if not names.alike(said) or (not prefix and not said[:1].isupper()):
        return ""
    return f"{text.shorten(said, 30)} may be either of you; begin the line with me, mentor, mentee or the full name"


def _calls(name: str) -> list[str]:
    """What somebody is called in a line: the full name first, then the first name and the initials."""
    full = text.one_line(name).casefold()
    return [full, full.split(" ")[0], text.initials(name).casefold()] if full else []


def _named_subject(bare: str, names: Names) -> tuple[list[Role], str]:
    """`Bram will send ...` (the name goes), `Bram sends ...` and `Bram and I meet ...` (the words stay)."""
    words = bare.split(" ")
    if len(words) > 3 and words[1].lower() in ("and", "&"):
        owners = _who(f"{words[0]} and {words[2]}", names)
        if len(owners) == 2:
            return owners, bare
    modal = re.match(r"^(\S+)\s+(?:will|shall|to)\s+(?=\w)", bare, re.IGNORECASE)
    if modal and (owners := _who(modal[1], names)):
        return owners, bare[modal.end() :]
    if names.alike(words[0]):
        return [], bare
    if len(words) > 1 and words[0] and words[0] == first_name(names.partner_name):
        return [names.partner_role], bare
    if len(words) > 1 and names.own_name and words[0] == first_name(names.own_name):
        return [names.role], bare
    return [], bare


def _who(words: str, names: Names) -> list[Role]:
    """The roles meant by `Bram`, `me`, `mentor`, `AP`, `Bram and me`, `both`; empty when unknown."""
    said = words.strip(" @*_").casefold()
    if said in _US_WORDS:
        return ["mentor", "mentee"]
    single = _role_of(said, names)
    if single:
        return [single]
    parts = [_role_of(p.strip(" @"), names) for p in _BOTH.split(said)]
    if len(parts) == 2 and None not in parts and parts[0] != parts[1]:
        return ["mentor", "mentee"]
    return []


def _role_of(said: str, names: Names) -> Role | None:
    if said in _ME_WORDS:
        return names.role
    if said in ("mentor", "mentee"):
        return "mentor" if said == "mentor" else "mentee"
    if not said or names.alike(said):
        return None
    known = ((names.partner_name, names.partner_role), (names.own_name, names.role))
    for place in range(3):  # a full name is surer than a first name, and that than initials
        for name, role in known:
            if said in _calls(name)[place : place + 1]:
                return role
    return None


# --- The next meeting -------------------------------------------------------------------------------------

_LONG_TALK = 480
"""Minutes; from six to five is a slip, not a talk of 23 hours."""
_DURATION = re.compile(
    rf"(?:,\s*|\bfor\s+)?(?<![\w.,:/-])(?:{MINUTES}|(?P<words>half\s+an\s+hour|(?:an|one)\s+hour(?:\s+and\s+a\s+half)?))"
    r"(?!\w)",
    re.IGNORECASE,
)
_AP = r"\s?[ap]\.?\s?m\b\.?"
_SIDE = rf"\d{{1,2}}(?:[:.hu]\d{{2}}|\s?(?:h|u|uur|uhr)\b)?(?:{_AP})?"
_RANGE = re.compile(
    rf"(?<![\w:./-])(?:from\s+|between\s+)?({_SIDE})\s?(?:-|–|—|to|till?|until|and|tot)\s?({_SIDE})(?![\w:/-]|\.\d)",
    re.IGNORECASE,
)
_SURE_TIME = re.compile(
    rf"(?:\bat\s+|@\s?)(\d{{1,2}}(?:[:.hu]\d{{2}}|\s?(?:h|u|uur|uhr)\b)?(?:{_AP})?)(?!\w|/\d)"
    rf"|(?<![\w:./-])(\d{{1,2}}(?:[:.]\d{{2}})?{_AP}|\d{{1,2}}:\d{{2}})(?!\w)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\w:./-])(\d{1,2}[hu]\d{2}|\d{1,2}\s?(?:h|u|uur|uhr)|\d{1,2}\.\d{2})(?![\w:])",
    re.IGNORECASE,
)
_FIRST_HOUR = 5
"""`9h30` and `18u` are times of day, `1h15` and `2u` lengths: nobody meets at two in the night, or for nine hours."""


def parse_when(line: str, today: date, start: str = "", minutes: int = 60) -> When:
    """When the next meeting is, from `Thu 28 May 18:00, 60 min`; `start` and `minutes` fill what was not said.

    An empty line gives an empty day: no next meeting. Never raises; words not understood are in `rest`.
    """
    return _read_when(line, today, start, minutes)[0]


def when_doubt(line: str, today: date) -> str:
    """What contradicts itself in a line for the next meeting (`Mon 28 May` that is a Thursday, `18:00 to 17:00`).

    A sentence without its full stop; empty when nothing does.
    """
    return _read_when(line, today, "", 0)[1]


def _read_when(line: str, today: date, start: str, minutes: int) -> tuple[When, str]:
    line = text.one_line(line)
    if not line:
        return When("", "", 0), ""
    rest, beyond = (line, "") if len(line) <= _LONGEST else _head_and_rest(line)
    said_start, said_minutes, rest, odd = _take_range(rest)
    if not said_start:
        said_start, rest = _take_time(rest, _SURE_TIME)
    if not said_start:
        said_start, rest = _take_time(rest, _TIME, _FIRST_HOUR)
    if not said_minutes and (match := _duration_in(rest)):
        said_minutes = _minutes(match)
        rest = _cut(rest, match)
    on, rest, doubt = _take_day(rest, today)
    if not said_start:
        said_start, rest = _take_time(rest, _TIME)
    if not on:  # `18:00 Thursday` is as good as `Thursday 18:00`
        on, rest, doubt = _take_day(rest, today)
    rest = re.sub(r"^(?:on|at)\b\s*", "", rest.strip(" ,;")).strip(" ,;")
    rest = f"{rest} {beyond}".strip() if beyond else rest
    found = When(on.isoformat() if on else "", said_start or start, said_minutes or minutes, rest)
    return found, odd or doubt


def _head_and_rest(line: str) -> tuple[str, str]:
    """A long line, cut between two words where there are any."""
    cut = line.rfind(" ", 0, _LONGEST + 1)
    return (line[:cut], line[cut + 1 :]) if cut > 0 else ("", line)


def _take_day(line: str, today: date) -> tuple[date | None, str, str]:
    phrase = read_day(line, today)
    if phrase is None:
        return None, line, ""
    rest = f"{line[: phrase.start].rstrip(' ,;')} {line[phrase.end :].lstrip(' ,;')}".strip()
    return phrase.on, rest, phrase.doubt


def _take_range(line: str) -> tuple[str, int, str, str]:
    """Start and minutes of `18:00-19:30`, `6-7pm`, `from 6 to 7 pm`; at least one side has to look like a time."""
    for match in _RANGE.finditer(line):
        if not re.search(r"[:hu]|[ap]\.?\s?m", match[1] + match[2], re.IGNORECASE) and not (
            "." in match[1] and "." in match[2]
        ):
            continue
        end = _time(match[2])
        half = re.search(r"[ap]\.?\s?m\.?$", match[2], re.IGNORECASE)
        bare = half and not re.search(r"[ap]\.?\s?m", match[1], re.IGNORECASE)
        begins = [_time(match[1] + h) for h in ("pm", "am")] if bare else [_time(match[1])]
        spans = [(_minute_of(end) - _minute_of(b)) % MAX_MINUTES for b in begins if b and end]
        for begin, minutes in zip([b for b in begins if b], spans, strict=False):
            if 0 < minutes <= _LONG_TALK:
                return begin, minutes, _cut(line, match), ""
        if spans and max(spans) > _LONG_TALK:
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
        if 0 < _minutes(match) <= MAX_MINUTES and not re.search(r"(?:\bat\s|@\s?)$", line[: match.start()]):
            return match
    return None


def _minutes(match: re.Match[str]) -> int:
    if words := (match["words"] or "").lower():
        return 30 if words.startswith("half an") else 90 if words.endswith("half") else 60
    return minutes_of(match)


def _minute_of(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _time(raw: str) -> str:
    try:
        return parse_time(raw).strftime("%H:%M")
    except ValueError:
        return ""


def _cut(line: str, match: re.Match[str]) -> str:
    return f"{line[: match.start()].rstrip(' ,;')} {line[match.end() :].lstrip(' ,;')}".strip()


# --- Shown back -------------------------------------------------------------------------------------------


def describe(parsed: ParsedAction | Sequence[ParsedAction], who: PairView | Names, today: date | None = None) -> str:
    """What was understood: `Bram: sponsor memo, by Thu 28 May`; one line per action."""
    if not isinstance(parsed, ParsedAction):
        return "\n".join(describe(p, who, today) for p in parsed)
    names = Names.of(who) if isinstance(who, PairView) else who
    on = today or (who.today if isinstance(who, PairView) else date.today())
    owner = "you" if parsed.owner == names.role else first_name(names.partner_name)
    due = safe_day(parsed.due)
    words = f"{owner}: {parsed.text}" + (f", by {day(due, on)}" if due else ", no day yet")
    return f"{words} ({parsed.doubt})" if parsed.doubt else words


def describe_when(when: When, today: date) -> str:
    """`Thu 28 May 18:00, 60 min`; says so when no day was understood."""
    on = safe_day(when.on)
    if on is None:
        return "no day understood yet" if when.rest else "no next meeting yet"
    parts = [day(on, today) + (f" {when.start}" if when.start else "")]
    parts += [f"{when.minutes} min"] if when.minutes else []
    return ", ".join([*parts, *([text.shorten(when.rest, _LONGEST)] if when.rest else [])])


def when_line(on: str, start: str, minutes: int) -> str:
    """The line to show for a day, such that `parse_when` reads it back."""
    parsed = safe_day(on)
    if parsed is None:
        return ""
    words = f"{parsed:%Y-%m-%d}"
    return words + (f" {start}" if start else "") + (f", {minutes} min" if minutes else "")


def due_day(raw: str, today: date) -> str:
    """A due day as typed into a field (`Friday`, `in 2 weeks`, `28/5`); empty when it is no day."""
    line = text.one_line(raw)
    if len(line) > _LONGEST:
        return ""
    phrase = read_day(line, today)
    if phrase is not None and phrase.start == 0 and phrase.end == len(line):
        if phrase.doubt:
            return ""
        return phrase.on.isoformat()
    try:
        return parse_date(line, today, "future").isoformat()
    except ValueError:
        return ""
