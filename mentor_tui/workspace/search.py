"""Find: every word, in every text of every record of every pair.

Case and accents do not matter, and a word matches inside a longer one. Nothing is indexed on disk, and nothing is
kept after the search: a `Finder` holds the folded texts only as long as somebody is looking.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mentor_tui.schema import document_kinds
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import kind_of, said_in
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import WORDS, Form
from mentor_tui.schema.program_items import step_title
from mentor_tui.words import text
from mentor_tui.words.days import first_name, safe_day, short_day
from mentor_tui.words.text import fold
from mentor_tui.workspace import PairView, Workspace, versions
from mentor_tui.workspace.access import program_here

MAX_HITS = 200
_EXCERPT = 80


@dataclass(frozen=True)
class Hit:
    """One record in which all words stand."""

    kind: str
    """The kind of record: `session`, `goal`, `note`, ..."""
    title: str
    excerpt: str
    """The place of the first word, on one line."""
    go: str
    record_id: str
    pair_id: str
    """Empty for what belongs to no pair."""


@dataclass(frozen=True)
class _Entry:
    """One record as it is searched: its title and its texts, as written and folded."""

    record: rec.Record
    kind: str
    title: str
    texts: tuple[str, ...]
    go: str
    on: str
    folded_title: str
    folded: tuple[str, ...]


def search(where: Workspace | PairView, query: str, limit: int = MAX_HITS) -> list[Hit]:
    """Records in which every word of `query` stands, best first; nothing for an empty query."""
    return Finder(where).search(query, limit)


class Finder:
    """The texts of a vault (or of one pair) made ready once, for a search at every key."""

    def __init__(self, where: Workspace | PairView) -> None:
        self._entries = list(_entries(where))

    def search(self, query: str, limit: int = MAX_HITS) -> list[Hit]:
        """Records in which every word of `query` stands, at most `limit`.

        A word in the title counts most, a whole word more than a part, and of equals the newest comes first.
        """
        words = list(dict.fromkeys(fold(text.one_line(query)).split()))
        if not words:
            return []
        found: list[tuple[int, str, str, _Entry]] = []
        for entry in self._entries:
            score = _score(entry, words)
            if score:
                found.append((score, entry.on or entry.record.changed, entry.record.id, entry))
        found.sort(key=lambda f: f[:3], reverse=True)
        return [_hit(entry, words) for _, _, _, entry in found[: max(0, min(limit, MAX_HITS))]]


def _score(entry: _Entry, words: list[str]) -> int:
    total = 0
    for word in words:
        if word in entry.folded_title:
            total += 8 + (4 if _whole(word, entry.folded_title) else 0)
        elif bodies := [body for body in entry.folded if word in body]:
            total += 2 + (1 if any(_whole(word, body) for body in bodies) else 0)
        elif word in entry.on:
            total += 2
        else:
            return 0
    phrase = " ".join(words)
    if len(words) > 1 and (phrase in entry.folded_title or any(phrase in body for body in entry.folded)):
        total += 4
    return total


def _whole(word: str, folded: str) -> bool:
    at = folded.find(word)
    while at >= 0:
        before, after = folded[max(at - 1, 0) : at], folded[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = folded.find(word, at + 1)
    return False


def _hit(entry: _Entry, words: list[str]) -> Hit:
    return Hit(
        kind=entry.kind,
        title=text.shorten(entry.title, _EXCERPT),
        excerpt=_excerpt(entry, words),
        go=entry.go,
        record_id=entry.record.id,
        pair_id=entry.record.id if isinstance(entry.record, rec.Pair) else getattr(entry.record, "pair_id", ""),
    )


def _excerpt(entry: _Entry, words: list[str]) -> str:
    """The text around the first word that stands in a text; the first text when all stand in the title."""
    for body, folded in zip(entry.texts, entry.folded, strict=True):
        if body == entry.title or not any(w in folded for w in words):
            continue
        line = text.one_line(body)
        at = _place(line, words)
        begin = max(0, at - _EXCERPT // 3)
        if begin:
            begin = line.find(" ", begin, at) + 1 or begin
        piece = line[begin : begin + _EXCERPT].rstrip()
        return ("…" if begin else "") + piece + ("…" if begin + _EXCERPT < len(line) else "")
    return next((text.shorten(t, _EXCERPT) for t in entry.texts if t != entry.title), "")


def _place(line: str, words: list[str]) -> int:
    """Find where in `line` the first of the words begins; folding may change the length, so characters are followed."""
    letters = [fold(c) for c in line]
    joined = "".join(letters)
    places = [joined.find(w) for w in words if w in joined]
    if not places:
        return 0
    first, length = min(places), 0
    for index, letter in enumerate(letters):
        if length >= first:
            return index
        length += len(letter)
    return 0


# --- What is searched -------------------------------------------------------------------------------------


def _entries(where: Workspace | PairView) -> Iterator[_Entry]:
    if isinstance(where, PairView):
        yield from _pair_entries(where)
        return
    yield _entry(where.profile, where.profile.name or "You")
    for certification in where.all(rec.Certification):
        yield _entry(certification, certification.name)
    for version in versions.versions(where):
        kind, title = versions.called(version)
        texts = tuple(words for _, words in versions.lines(where, version))
        yield _entry(version, f"Kept version of a {kind}: {title}", texts=texts)
    for row in where.all(rec.Evidence):
        yield _entry(row, f"{row.topic}, {row.on}", row.on, kind="audit row")
    for disclosure in where.all(rec.Disclosure, ""):  # an audit pack of forgotten pairs
        yield _left(disclosure, where.programs.document(disclosure.what))
    for pair in where.pairs:
        if program_here(where, pair):  # another cannot be opened to show what was found
            yield from _pair_entries(where.view(pair))


def _pair_entries(view: PairView) -> Iterator[_Entry]:
    sessions = _titles(view)
    for record in view.records():
        form = view.answers_form(record)
        match record:
            case rec.Pair():
                yield _entry(record, record.partner_name or "Pair")
            case rec.Goal():
                yield _entry(record, record.title or text.shorten(record.action, 60) or "Goal")
            case rec.Agreement():
                yield _entry(record, f"Agreement, version {record.version}", form=form)
            case rec.Session():
                yield _entry(record, sessions[record.id], record.on)
            case rec.LearningLog():
                yield _entry(record, f"Learning log, {sessions.get(record.session_id, 'a meeting')}", form=form)
            case rec.Action():
                who = "you" if record.owner == view.role else first_name(view.pair.partner_name)
                yield _entry(record, f"{who}: {record.text}", record.due)
            case rec.Worksheet():
                yield _entry(record, form.title if form else record.form, form=form)
            case rec.Claim():
                yield _entry(record, record.title or "PDU claim", record.completed)
            case rec.Note():
                yield _entry(record, record.title or text.shorten(record.text, 60) or "Note", record.on)
            case rec.StepMark():
                step = step_title(view.program, record.step) or "Step"
                if record.reason:
                    yield _entry(record, step, record.on)
            case rec.Disclosure():
                yield _left(record, view.program.documents.get(record.what) or document_kinds.every().get(record.what))
            case _:
                kind = kind_of(record)
                yield _entry(record, kind.name(record, 60) or kind.one.capitalize())


def _left(disclosure: rec.Disclosure, kind: DocumentKind | None) -> _Entry:
    title = kind.title if kind else disclosure.what
    return _entry(disclosure, f"{title}, for {disclosure.recipient}" if disclosure.recipient else title)


def _entry(
    record: rec.Record,
    title: str,
    on: str = "",
    *,
    form: Form | None = None,
    kind: str = "",
    texts: tuple[str, ...] = (),
) -> _Entry:
    told = kind_of(record)
    texts = texts or tuple(_texts(record, form))
    folded = tuple(fold(words) for words in texts)
    return _Entry(record, kind or told.one, title, texts, told.opened_at(record), on, fold(title), folded)


def _session_title(session: rec.Session, number: int) -> str:
    on = safe_day(session.on)
    day = f"{short_day(on)} {on.year}" if on else "no date yet"
    kind = {"one_to_one": "Meeting", "kickoff": "Kick-off", "group": "Group session"}.get(session.kind, "Session")
    return f"Session {number}, {day}" if number else f"{kind}, {day}"


def _titles(view: PairView) -> dict[str, str]:
    """The name of each session (the numbers counted once, not for each anew)."""
    counted = [s.id for s in view.sessions if s.kind == "one_to_one" and s.status in ("held", "planned")]
    numbers = {session_id: n for n, session_id in enumerate(counted, start=1)}
    return {s.id: _session_title(s, numbers.get(s.id, 0)) for s in view.sessions}


def _texts(record: rec.Record, form: Form | None = None) -> Iterator[str]:
    """Every word of a person in a record; choices of an answer by what they are called."""
    for said in said_in(record, form):
        if said.field is None or said.field.kind in WORDS or (said.form is form and said.field.kind in _CHOSEN):
            yield said.words


_CHOSEN = ("choice", "choices")
