"""Find: every word, in every text of every record of every pair, and in whatever else can be found.

Case and accents do not matter, and a word matches inside a longer one. Nothing is indexed on disk, and nothing is
kept after the search: a `Finder` holds the folded texts only as long as somebody is looking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentor_tui.words import text
from mentor_tui.words.text import fold
from mentor_tui.workspace import PairView, Workspace
from mentor_tui.workspace.things import Thing, records

MAX_HITS = 200
_EXCERPT = 80
_TELLING = 4
"""Letters from which on a word of a sentence tells what is meant."""


@dataclass(frozen=True)
class Hit:
    """One thing in which all words stand."""

    kind: str
    """The kind of thing: `session`, `goal`, `note`, `command`, ..."""
    title: str
    excerpt: str
    """The place of the first word, on one line."""
    about: str
    """Of whom, when, how it stands: a few words."""
    in_text: bool
    """Some word stands in its texts only: the excerpt shows it."""
    also: str
    """The other words by which it was found, when its title has not what was typed."""
    go: str
    record_id: str
    pair_id: str
    """Empty for what belongs to no pair."""


def search(where: Workspace | PairView, query: str, limit: int = MAX_HITS) -> list[Hit]:
    """Records in which every word of `query` stands, best first; nothing for an empty query."""
    return Finder(where).search(query, limit)


def words_of(query: str) -> list[str]:
    """The words of a query, folded, each once."""
    return list(dict.fromkeys(fold(text.one_line(query)).split()))


class Finder:
    """The texts of a vault (or of one pair) and of `more` things, made ready once, for a search at every key."""

    def __init__(self, where: Workspace | PairView | None, more: Iterable[Thing] = ()) -> None:
        self._things = [*more, *(records(where) if where is not None else ())]

    def search(self, query: str, limit: int = MAX_HITS) -> list[Hit]:
        """Things in which every word of `query` stands, at most `limit`.

        A word in the title counts most, then one in the other words for it, then one in its texts; a whole word more
        than a part. Of equals the nearest comes first, then the newest. Where all words stand in nothing, what the
        app can do (never a record) is found by some of them: one who asks in a sentence rarely has all its words.
        """
        words = words_of(query)
        if not words:
            return []
        found = [(score, one) for one in self._things if (score := _score(one, words))]
        if not found:
            words = [word for word in words if len(word) >= _TELLING]
            found = [(score, one) for one in self._things if not one.is_record and (score := _told(one, words))]
        filled = {(one.pair_id, one.go) for _, one in found if one.is_record}
        found = [f for f in found if f[1].is_record or not f[1].go or (f[1].pair_id, f[1].go) not in filled]
        found.sort(key=lambda f: (f[0] + f[1].near, f[1].newest, f[1].id), reverse=True)
        return [_hit(one, words) for _, one in found[: max(0, min(limit, MAX_HITS))]]


def _score(one: Thing, words: list[str]) -> int:
    total = 0
    for word in words:
        if word in one.folded_title:
            total += 8 + (4 if _whole(word, one.folded_title) else 0)
        elif others := [other for other in one.folded_also if word in other]:
            total += 6 + (4 if any(_whole(word, other) for other in others) else 0)
        elif bodies := [body for body in one.folded if word in body]:
            total += 2 + (1 if any(_whole(word, body) for body in bodies) else 0)
        elif word in one.folded_beside:
            total += 2
        else:
            return 0
    if len(words) > 1:
        phrase = " ".join(words)
        if phrase in one.folded_title or any(phrase in body for body in (*one.folded_also, *one.folded)):
            total += 4
    return total


def _told(one: Thing, words: list[str]) -> int:
    """The score by the words that stand in its title or in the other words for it; its texts name too many things."""
    known = (one.folded_title, *one.folded_also)
    return sum(_score(one, [word]) for word in words if any(word in name for name in known))


def _whole(word: str, folded: str) -> bool:
    at = folded.find(word)
    while at >= 0:
        before, after = folded[max(at - 1, 0) : at], folded[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = folded.find(word, at + 1)
    return False


def _hit(one: Thing, words: list[str]) -> Hit:
    beyond = [w for w in words if w not in one.folded_title]
    other = next((w for w in beyond if any(w in also for also in one.folded_also)), "")
    return Hit(
        kind=one.kind,
        title=text.shorten(one.title, _EXCERPT),
        excerpt=_excerpt(one, words),
        about=one.about,
        in_text=not other and any(w in body for w in beyond for body in one.folded),
        also=next((a for a, f in zip(one.also, one.folded_also, strict=True) if other and other in f), ""),
        go=_opened(one, beyond),
        record_id=one.id,
        pair_id=one.pair_id,
    )


def _opened(one: Thing, words: list[str]) -> str:
    """Its place; with the field in which the first of the words stands, where it can be opened there."""
    for field, folded in zip(one.fields, one.folded, strict=False):
        if field and any(w in folded for w in words):
            return f"{one.go}/{field}"
    return one.go


def _excerpt(one: Thing, words: list[str]) -> str:
    """The text around the first word that stands in a text; the first text when all stand in the title."""
    for body, folded in zip(one.texts, one.folded, strict=True):
        if body == one.title or not any(w in folded for w in words):
            continue
        line = text.one_line(body)
        at = min((start for start, _ in marks(line, words)), default=0)
        begin = max(0, at - _EXCERPT // 3)
        if begin:
            begin = line.find(" ", begin, at) + 1 or begin
        piece = line[begin : begin + _EXCERPT].rstrip()
        return ("…" if begin else "") + piece + ("…" if begin + _EXCERPT < len(line) else "")
    return next((text.shorten(t, _EXCERPT) for t in one.texts if t != one.title), "")


def marks(line: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """The places of folded `words` in `line` as (start, end) in its characters, each word once, where it comes first.

    Folding may change the length of a text, so characters are followed one by one.
    """
    letters = [fold(c) for c in line]
    folded = "".join(letters)
    wanted = sorted({(at, at + len(w)) for w in words if w and (at := folded.find(w)) >= 0})
    found: list[tuple[int, int]] = []
    for start, end in wanted:
        length, first, last = 0, -1, 0
        for index, letter in enumerate(letters):
            if length >= end:
                break
            if length + len(letter) > start and first < 0:
                first = index
            length += len(letter)
            last = index + 1
        found.append((max(first, 0), last))
    return found
