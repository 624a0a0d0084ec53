"""Actions as people type them: who does what by when.

`Bram: sponsor memo by 28/5`, `I send the RAID template Friday`, `both: read chapter 3`, `ik stuur de memo vrijdag`.
Nothing here raises: what is not understood stays in the text, and `describe` shows back what was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mentor_tui.mentoring.rhythm import upcoming
from mentor_tui.mentoring.typed_dates import DatePhrase, find_deadline, no_such_day
from mentor_tui.schema.fields import Role
from mentor_tui.words import text
from mentor_tui.words.day_words import plain
from mentor_tui.words.days import day, first_name, safe_day
from mentor_tui.words.personal import nicknames_of
from mentor_tui.words.titles import untitled
from mentor_tui.workspace import PairView


@dataclass(frozen=True)
class Names:
    """The people that a line may mean. `next_session` is the ISO day that *by the next meeting* stands for."""

    role: Role
    partner_name: str = ""
    own_name: str = ""
    next_session: str = ""
    nicknames: tuple[str, ...] = ()
    """Other names of the partner."""

    @classmethod
    def of(cls, view: PairView, since: str = "") -> Names:
        """The names of a pair; `since` is the ISO day of the session in which the lines were said, when not today."""
        after = since or view.today.isoformat()
        met = (s.on for s in view.met if s.kind == "one_to_one" and s.on > after)
        ahead = sorted([*met, *(s.on for s in upcoming(view) if s.kind == "one_to_one" and s.on > after)])
        also = tuple(nicknames_of(view.pair.partner_nicknames))
        return cls(view.role, view.pair.partner_name, view.profile.name, ahead[0] if ahead else "", also)

    def alike(self, said: str) -> bool:
        """True if a name as typed may be either of the two."""
        wanted, mine, theirs = _spoken(said), _calls(self.own_name), _calls(self.partner_name)
        theirs += map(_spoken, self.nicknames)
        if wanted not in mine or wanted not in theirs:
            return False
        return (wanted == mine[0]) == (wanted == theirs[0])  # the full name of one of them is his or hers

    @property
    def partner_role(self) -> Role:
        """The partner's role."""
        return "mentee" if self.role == "mentor" else "mentor"


@dataclass(frozen=True)
class ParsedAction:
    """An action as understood. `owner_words` and `due_words` are what was taken out of the line."""

    owner: Role
    text: str
    due: str
    """ISO day; empty when none was said."""
    source_line: str
    owner_words: str = ""
    due_words: str = ""
    doubt: str = ""
    """The question to ask before this is saved, without its full stop; empty when all is clear."""


# --- Actions ----------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^(?:[-*+•·–—>]\s*|\[ ?\]\s*|\d{1,2}[.)]\s+)+")
_PREFIX = re.compile(r"^(?P<owners>[^:]{1,60}?)\s*(?::(?!//|\d)|\s[-–—](?=\s))\s*(?=\S)")
_BOTH = re.compile(r"\s*(?:,|&|/|\+|\b(?:and|en|et|und)\b)\s*", re.IGNORECASE)
_ME_WORDS = {"i", "me", "my", "mine", "myself", "ik", "mij", "moi", "ich"}
_US_WORDS = {"both", "we", "us", "both of us", "the two of us", "wij", "allebei", "beiden", "nous", "wir", "beide"}
_YOU_WORDS = {"you", "your", "yours", "je", "jij", "tu", "vous", "du"}
"""Whoever types them means the other one, or reads them as the program's word for the person at the keys; *je* is I in
French and you in Dutch."""
_I = re.compile(r"^(?:i['’]ll|i\s+(?:will|shall)|i|ik\s+zal|ik|ich\s+werde|ich)\s+(?=\S)", re.IGNORECASE)
_WE = re.compile(
    r"^(?:we['’]ll|(?:we|both)(?:\s+(?:both|will|shall|of\s+us))*|wij|wir|nous)\s+(?=\S)",
    re.IGNORECASE,
)


def parse_actions(lines: str, who: PairView | Names, today: date | None = None) -> list[ParsedAction]:
    """The actions in these lines, in order; a line that names both gives two.

    Without an owner an action is the mentee's, who owns the follow-through. `today` is needed with `Names` only.
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
    phrase = find_deadline(body, today, names.next_session)
    kept = _without(body, phrase)
    if not re.search(r"\w", kept):  # a line that is only a name or only a day keeps its words
        kept, phrase = body, None
    if not owners:
        owners = ["mentee"]
    doubt = _unclear_owner(line, names) or (phrase.doubt if phrase else no_such_day(body, today))
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
    """Split a line into whom it names at its start, and the rest."""
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
    """The question for a line that starts with a name of both."""
    bullet = _BULLET.match(line)
    bare = line[bullet.end() :] if bullet else line
    prefix = _PREFIX.match(bare)
    said = prefix["owners"] if prefix else bare.split(" ")[0]
    said = said.strip(" @*_,")
    if said.casefold() in (_YOU_WORDS if prefix else {"you", "je", "jij"}):
        return f"{said} may be either of you; begin the line with me, mentor, mentee or a name"
    if not names.alike(said) or (not prefix and not said[:1].isupper()):
        return ""
    return f"{text.shorten(said, 30)} may be either of you; begin the line with me, mentor, mentee or the full name"


def _calls(name: str) -> list[str]:
    """All that somebody may be called in a line: the full name, the first name, the initials, the surname, `bram c`."""
    full = _spoken(untitled(text.one_line(name)))
    first, _, last = full.partition(" ")
    return (
        [full, first, text.initials(name).casefold(), *([last, f"{first} {last[0]}"] if last else [])] if full else []
    )


def _spoken(name: str) -> str:
    """A name as it is compared: `Zoë`, `ZOE` and `zoe`, `B.C.` and `BC` are the same."""
    return plain(name.strip(" @*_").replace(".", ""))


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
    if len(words) > 1 and words[0] and words[0] in (first_name(names.partner_name), *names.nicknames):
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
    for place in range(5):  # a full name is surer than a first name, and that than initials
        for name, role in known:
            if _spoken(said) in _calls(name)[place : place + 1]:
                return role
    return names.partner_role if _spoken(said) in map(_spoken, names.nicknames) else None


# --- Shown back -------------------------------------------------------------------------------------------


def describe(parsed: ParsedAction | Sequence[ParsedAction], who: PairView | Names, today: date | None = None) -> str:
    """Say what was understood: `Bram: sponsor memo, by Thu 28 May`; one line per action."""
    if not isinstance(parsed, ParsedAction):
        return "\n".join(describe(p, who, today) for p in parsed)
    names = Names.of(who) if isinstance(who, PairView) else who
    on = today or (who.today if isinstance(who, PairView) else date.today())
    owner = "you" if parsed.owner == names.role else first_name(names.partner_name)
    due = safe_day(parsed.due)
    words = f"{owner}: {parsed.text}" + (f", by {day(due, on)}" if due else ", no day yet")
    return f"{words} ({parsed.doubt})" if parsed.doubt else words
