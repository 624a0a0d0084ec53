"""Parts of a text that may name somebody: addresses, numbers, links, names and employers.

One matcher for all who look: the audit pack, the PDU log, the linter of claims, previews, forgetting. A name is found
in any case, with any accents and apostrophes, over a line end, with hyphens, written together (`BramClaes`,
`BramPlan`), or inflected (`Bramowi`).
A word of every day that is also a name (`Will`, `Mark`), and any of up to three letters, needs its capital; at the
start of a sentence it is taken for the name, because a name that leaves is worse than a word that is masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from mentor_tui.words import inflected, text
from mentor_tui.words.name_words import BESIDE, LEGAL, ORDINARY, PARTICLES
from mentor_tui.words.text import fold
from mentor_tui.words.titles import untitled

EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,190}\.[^\s@<>()\[\],;:.]{2,24}")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00|0)\d(?:[ ./()-]{0,2}\d){7,13}(?![\w-])")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
SITE = re.compile(
    r"(?<![\w@.-])[\w-]{2,63}\.(?:com|org|net|eu|be|nl|fr|de|lu|uk|io|co)(?:/\S*)?(?![\w@-])", re.IGNORECASE
)
"""A site named without `www`."""

_SHORT = 3
"""Letters up to which a name may be an ordinary word: it is then looked for with its capital only."""
_LONGEST_ENDING = 5
"""Letters of the longest ending that a name takes."""
_ALIKE = str.maketrans(
    dict(zip("ŀĿłıøđħŧðŋʼʻʽʾʿ’‘‛ʹ′`´＇", "llliodhtdn" + "'" * 13, strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "ŉ": "n"}
)
"""Letters that no accent tells apart, and every sign that is typed for an apostrophe."""
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)
"""The usual spelling of letters that a keyboard lacks."""


def alike(words: str) -> str:
    """Text as names are compared: without case and accents, with one apostrophe and plain letters for barred ones."""
    return fold(words.translate(_ALIKE)).translate(_ALIKE)


# --- What somebody is called ------------------------------------------------------------------------------


def names_of(name: str, nicknames: Iterable[str] = ()) -> list[str]:
    """All that a person may be called in a text: the name as given, without titles and certifications, and its parts.

    The whole name comes first; particles (`van der`), titles and certifications never stand alone.
    """
    whole = text.one_line(name)
    found = [whole]
    for one in (whole, *map(text.one_line, nicknames)):
        bare = untitled(one)
        found += [bare, *_joined(bare.replace(",", " ").split())]
        first = bare.split()[0] if bare else ""
        for word in bare.split():
            found += [word.strip(".,'’()\"“”„«»;:")]
            for half in halves if len(halves := re.split(r"[-‐‑–]", word)) > 1 else ():  # of `D'Hondt-Maes` D'Hondt too
                found += [f"{first} {half}", half] if word != first else [half]
            found += _parts(word)
        found += _given_names(bare)
    found += [n.replace("ŉ", "ʼn") for n in found]  # in capitals it is two letters
    found += [n.translate(_SPELT_OUT) for n in found]
    kept = [n for n in found if len(n) > 1 and any(map(str.isalpha, n))]
    alone = {whole, *_lone_particles(untitled(whole))}
    return list(dict.fromkeys(n for n in kept if n in alone or alike(n) not in PARTICLES))


class Named(Protocol):
    """Somebody with a name and nicknames: a pair, as its partner is called."""

    @property
    def partner_name(self) -> str: ...
    @property
    def partner_nicknames(self) -> str: ...


def called(pair: Named) -> list[str]:
    """All that a pair's partner may be called in a text, nicknames too."""
    return names_of(pair.partner_name, nicknames_of(pair.partner_nicknames))


def nicknames_of(words: str) -> list[str]:
    """Nicknames as they are typed into one field, with commas between."""
    return [name for part in re.split(r"[,;/\n]", words) if (name := text.one_line(part))]


def _lone_particles(bare: str) -> list[str]:
    """The first and the last of several names where they are particles too (`Bint Peeters`, `Bram Vanden`).

    One beside another particle, or as short as any word, is left out.
    """
    words = bare.replace(",", " ").split()
    ends = [(words[0], words[1]), (words[-1], words[-2])] if len(words) > 1 else []
    return [end for end, beside in ends if len(end) > _SHORT and alike(beside) not in PARTICLES]


def _joined(words: list[str]) -> list[str]:
    """The ways to write a name of several words: first and last, the last first, and the last with its particles."""
    if len(words) < 2:
        return []
    at = next((i for i, w in enumerate(words[:-1]) if i and alike(w).strip("'") in PARTICLES), len(words) - 1)
    given, last = " ".join(words[:at]), " ".join(words[at:])
    return [f"{words[0]} {last}", f"{last} {given}", f"{last} {words[0]}", last]


def _parts(word: str) -> list[str]:
    """The parts of `Jean-Luc` and `D'Hondt` that can stand alone."""
    return [part for part in re.split(r"[\W_]+", word.translate(_ALIKE)) if len(part) > 1]


def _given_names(bare: str) -> list[str]:
    """The given names of a name without spaces in Han or Hangul, such as `王小明`, without the family name."""
    if not 3 <= len(bare) <= 4 or not all(_runs_on(c) for c in bare):
        return []
    return [bare[1:]] if len(bare) == 3 else [bare[1:], bare[:2], bare[2:]]


def organisations_of(name: str) -> list[str]:
    """An organisation as it may stand in a text: as given, and without its legal form."""
    whole = text.one_line(name)
    words = whole.split()
    while words and fold(words[-1].strip(".,()").replace(".", "")) in LEGAL:
        words.pop()
    return list(dict.fromkeys(n for n in (whole, " ".join(words)) if len(n) > 1))


# --- Where it stands in a text ----------------------------------------------------------------------------


def mentions(words: str, *names: str) -> Iterator[str]:
    """Find the names that are words of their own in a text, in its order, as they are written there."""
    return (words[start:end] for start, end, _ in _found(words, names))


def replaced(words: str, name: str, by: str) -> str:
    """The text with something else wherever the name stands in it as a word of its own."""
    return masked(words, [(name, by)])


def masked(words: str, names: Sequence[tuple[str, str]]) -> str:
    """The text with something else wherever one of the names stands; where two could be meant, the earlier in order."""
    found = _found(words, [name for name, _ in names])
    if not found:
        return words
    pieces, before = [], 0
    for start, end, at in found:
        pieces += [words[before:start], names[at][1]]
        before = end
    return "".join((*pieces, words[before:]))


def _found(words: str, names: Sequence[str]) -> list[tuple[int, int, int]]:
    """Start, end and which name, in the order of the text; no two overlap."""
    found: list[tuple[int, int, int]] = []
    folded = _Folded(words)
    taken = bytearray()
    for at, name in enumerate(names):
        for start, end in folded.spans(name):
            taken = taken or bytearray(len(words))
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                found.append((start, end, at))
    return sorted(found)


class _Rules(NamedTuple):
    """The rules for the parts of one name, and for what is between them."""

    weak: list[bool]
    """May be a word of every day."""
    whole: bool
    """Written together, nobody takes it for a word of every day; the `d` of `dhondt` does not make it one."""
    free: list[bool]
    """A particle: it needs no capital."""
    loose: list[bool]
    """Often written together with the next part."""
    seamed: bool
    """A capital may part it from other words: `BramPlan`. Not so for a single word of every day (`BookMark`)."""
    firm: bool
    """No part of it is a word of every day: it is known too where a word is written to it, `bramplan`."""
    plain: bool
    """The name was given without capitals: who writes it so is taken at their word."""


class _Folded:
    """A text as names are looked for in it: letters folded, one space for whatever is no letter or digit."""

    def __init__(self, words: str) -> None:
        self.words = words
        if words.isascii():
            self.letters = _ascii(words)
            self.places: Sequence[int] = range(len(words))
            return
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(words):
            for letter in _letters(character):
                letters.append(letter)
                places.append(place)
        self.letters, self.places = "".join(letters), places

    def spans(self, name: str) -> Iterator[tuple[int, int]]:
        """Find the places of a name."""
        tokens = _tokens(name)
        if not tokens or not all(token in self.letters for token in tokens[:-1]):
            return  # most texts name nobody
        rules = _Rules(
            weak=[_weak(t) for t in tokens],
            free=[t in PARTICLES and len(tokens) > 1 for t in tokens],
            loose=_seams(name),
            whole=not any(_weak(t) for t in tokens if len(t) > 1 or t not in PARTICLES),
            seamed=len(tokens) > 1 or not (len(tokens[0]) < _SHORT or tokens[0] in ORDINARY or tokens[0] in PARTICLES),
            firm=not any(_weak(t) for t in tokens),
            plain=not any(
                p[:1].isupper() and (p == name or alike(p) not in PARTICLES) for p in re.split(r"[\W_]+", name)
            ),
        )
        for stem, endings, needed in inflected.forms(tokens[-1]):
            if tokens[-1] in ORDINARY:
                endings &= inflected.GENITIVE
            if stem in self.letters and (endings or not needed):
                yield from self._forms([*tokens[:-1], stem], endings, needed, rules)

    def _forms(
        self, tokens: list[str], endings: frozenset[str], needed: bool, rules: _Rules
    ) -> Iterator[tuple[int, int]]:
        """Find the places of a name, with one of these endings where it is `needed`, else with one or none."""
        pattern = re.compile("( *)".join(map(re.escape, tokens)))
        at = 0
        while match := pattern.search(self.letters, at):
            end = self._inflected(match, endings, tokens[-1], rules)
            if end or (not needed and self._is_name(match, match.end(), rules)):
                end = end or match.end()
                yield self.places[match.start()], self.places[end - 1] + 1
                at = end
            else:
                at = match.start() + 1

    def _inflected(self, match: re.Match[str], endings: frozenset[str], last: str, rules: _Rules) -> int:
        """The end of an inflected name that begins as this match; 0 when it is none."""
        end = match.end()
        while end < len(self.letters) and self.letters[end].isalpha() and end - match.end() <= _LONGEST_ENDING:
            end += 1
        ending = self.letters[match.end() : end]
        if ending not in endings or not self._is_name(match, end, rules):
            return 0
        own = ending in inflected.GENITIVE or last + ending not in ORDINARY
        shouted = self._capital(match.end() - 1)  # in `BramAgenda` the A begins another word
        return end if own and self._capital(match.start()) and (shouted or not self._capital(match.end())) else 0

    def _is_name(self, match: re.Match[str], end: int, rules: _Rules) -> bool:
        last = len(rules.weak)
        starts = [match.start(), *(match.end(i) for i in range(1, last))]
        begins = self._edge(starts[0], starts[0] - 1, rules) or self._prefixed(match)
        if not (begins and self._edge(end - 1, end, rules)):
            return False
        capitals = [self._capital(start) for start in starts]
        together = [match[i] == "" for i in range(1, last)]
        each = list(zip(capitals[1:], rules.free, rules.free[1:], rules.loose, together, strict=False))
        if any(together):  # `BramClaes`, `Vandenberg`; without capitals only what nobody takes for a word
            handle = starts[0] > 0 and self.words[self.places[starts[0] - 1]] == "@"
            firm = capitals[0] and all(up or free or loose or not seam for up, _, free, loose, seam in each)
            return firm or handle or rules.whole
        if rules.plain or last > 2 or not all(rules.weak):
            return True
        first = capitals[0] or rules.free[0]
        return first and all(up or free or (loose and not before) for up, before, free, loose, _ in each)

    def _capital(self, at: int) -> bool:
        return not self.words[self.places[at]].islower()

    def _prefixed(self, match: re.Match[str]) -> bool:
        """True if only `and`, `to` or the like stands before it, which Arabic and Hebrew write to the word itself."""
        before = self.letters[max(match.start() - 3, 0) : match.start()].rpartition(" ")[2]
        return len(match[0]) > _SHORT and 0 < len(before) <= 2 and all(c in _PREFIXES for c in before)

    def _edge(self, inner: int, outer: int, rules: _Rules) -> bool:
        """True if a name may begin or end between these two letters."""
        if not 0 <= outer < len(self.letters) or self.letters[outer] == " ":
            return True
        if self.places[inner] == self.places[outer]:
            return False  # inside one letter
        one, other = self.words[self.places[inner]], self.words[self.places[outer]]
        if _runs_on(one) or _runs_on(other):
            return not (_katakana(one) and _katakana(other))
        if other.isdigit():
            return not one.isdigit()
        first, second = (other, one) if outer < inner else (one, other)
        if rules.seamed and first.islower() and second.isupper():  # `AskBramClaes`, `BramPlan`
            return True
        return rules.firm and self._beside(inner, outer) in BESIDE

    def _beside(self, inner: int, outer: int) -> str:
        """All that is written to a name on this side of it."""
        if outer > inner:
            return self.letters[outer:].partition(" ")[0] if outer - inner == 1 else ""
        return self.letters[: outer + 1].rpartition(" ")[2]


_PARTS = bytes(ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 32 for code in range(256))


def _ascii(words: str) -> str:
    return words.encode("ascii").translate(_PARTS).decode("ascii")


def _tokens(name: str) -> list[str]:
    """The parts of a name, folded."""
    return (_ascii(name) if name.isascii() else "".join(map(_letters, name))).split()


@lru_cache(maxsize=4096)
def _letters(character: str) -> str:
    """One character of a text, folded; a space for what parts words, nothing for what cannot be seen."""
    if unicodedata.category(character) == "Cf":
        return ""
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in alike(character))


def _weak(token: str) -> bool:
    """True if a part of a name may be a word of every day."""
    return len(token) <= _SHORT or token in ORDINARY or token in PARTICLES


def _seams(name: str) -> list[bool]:
    """A mark for each place between two parts of a name: True when often written together (`D'Hondt`)."""
    found: list[bool] = []
    for word in name.split():
        if parts := _tokens(word):
            found += [True] * (len(parts) - 1) + [parts[-1] in PARTICLES]
    return found[:-1]


_PREFIXES = "وفبكلהובכלמש"
_RUN_ON = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u3400-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


def _runs_on(character: str) -> bool:
    """True if it belongs to a script that parts no words, or that adds to them without a sign."""
    return bool(_RUN_ON.match(character))


def _katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fc"
