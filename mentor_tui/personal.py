"""What in a text may name somebody: addresses, numbers, links, names and employers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mentor_tui import text
from mentor_tui.find import fold

EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,190}\.[^\s@<>()\[\],;:.]{2,24}")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00|0)\d(?:[ ./()-]{0,2}\d){7,13}(?![\w-])")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
SITE = re.compile(
    r"(?<![\w@.-])[\w-]{2,63}\.(?:com|org|net|eu|be|nl|fr|de|lu|uk|io|co)(?:/\S*)?(?![\w@-])", re.IGNORECASE
)
"""A site named without `www`."""

_PARTICLES = frozenset("al bin da de del den der des di do dos du el la le les ten ter van vanden von zu".split())  # noqa: SIM905
_LEGAL = frozenset("nv sa bv bvba sprl srl vzw asbl ltd llc inc gmbh ag plc corp co group".split())  # noqa: SIM905
_SHORT = 3
"""Letters up to which a name may be an ordinary word: it is then looked for with its capital only."""


_ALIKE = str.maketrans("łıøđħŧʼ’‘ʹ′`´＇", "liodht" + "'" * 8)
"""Letters that no accent tells apart, and every sign that is typed for an apostrophe."""


def alike(words: str) -> str:
    """Text as names are compared: without case and accents, with one apostrophe and plain letters for barred ones."""
    return fold(words.translate(_ALIKE)).translate(_ALIKE)


def names_of(name: str) -> list[str]:
    """A person's name as it may stand in a text: all of it, and each part that can stand alone."""
    whole = text.one_line(name)
    parts = [p.strip(".,'’") for p in re.split(r"[\s-]+", whole)]
    parts += re.split(r"\s+", whole)
    alone = [p for p in parts if len(p) > 1 and fold(p) not in _PARTICLES]
    return list(dict.fromkeys(n for n in (whole, *alone) if len(n) > 1))


def organisations_of(name: str) -> list[str]:
    """An organisation as it may stand in a text: as given, and without its legal form."""
    whole = text.one_line(name)
    words = whole.split()
    while words and fold(words[-1].strip(".,()").replace(".", "")) in _LEGAL:
        words.pop()
    return list(dict.fromkeys(n for n in (whole, " ".join(words)) if len(n) > 1))


def mentions(words: str, name: str) -> Iterator[str]:
    """Where a name stands in a text as a word of its own, whatever its case and accents; as it is written there."""
    return (words[start:end] for start, end in _spans(words, name))


def replaced(words: str, name: str, by: str) -> str:
    """The text with something else wherever the name stands in it as a word of its own."""
    for start, end in reversed(list(_spans(words, name))):
        words = words[:start] + by + words[end:]
    return words


def _spans(words: str, name: str) -> Iterator[tuple[int, int]]:
    wanted, said = alike(name), alike(words)
    if not wanted or not all(part in said for part in wanted.split()):
        return  # most texts name nobody; only the others are looked at letter by letter
    letters, places = _folded(words)
    # a name may go over a line; `_Sara_` stresses it, and `Saras` is hers in Dutch and German
    spaced = r"[\W_]+".join(map(re.escape, wanted.split()))
    for match in re.finditer(rf"(?<![^\W_]){spaced}(s?)(?![^\W_])", letters):
        start, end = places[match.start()], places[match.end() - 1] + 1
        capital = words[start:end][:1].isupper()
        if capital or not (match[1] or (len(wanted) <= _SHORT and name[:1].isupper())):
            yield start, end


def _folded(words: str) -> tuple[str, list[int]]:
    """The text folded, and for each of its characters the place it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(words):
        for letter in alike(character):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
