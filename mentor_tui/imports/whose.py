"""The pair that a row belongs to: where a column names a pair, a partner, a mentor or a mentee, that name decides.

A row that names somebody else never goes to the pair that was chosen: it goes to the pair it names, or is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mentor_tui.schema.records import Pair
from mentor_tui.words import personal, text

COLUMNS = ("pair", "mentor", "mentee")
"""The columns that say whose a row is; there may be several of a kind, such as a first and a last name."""
_BETWEEN = re.compile(r"\s+(?:-|–|—|x|and|with|en|met|et|avec|und|mit)\s+|\s*[/&+|]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Whose:
    """The pairs of a person, the one that was chosen for the file, if any, and the person's own name."""

    pairs: tuple[Pair, ...]
    chosen: Pair | None = None
    me: str = ""
    _seen: dict[tuple[tuple[str, str], ...], Pair] = field(default_factory=dict, compare=False, repr=False)
    """The pairs found for names so far: most rows name the same few."""

    def pair(self, cells: Iterable[tuple[str, str]]) -> Pair:
        """The pair of a row, from its columns and cells. Raises ValueError with a sentence."""
        names = tuple(cells)
        if names not in self._seen:
            self._seen[names] = self._found(names)
        return self._seen[names]

    def _found(self, cells: Iterable[tuple[str, str]]) -> Pair:
        fitting = list(self.pairs)
        said: list[str] = []
        for column, cell in cells:
            for name in self._names(text.one_line(text.from_csv_cell(cell))):
                said.append(name)
                fitting = [pair for pair in fitting if pair in self._meant(column, name)]
        if self.chosen is not None and self.chosen in fitting:
            return self.chosen
        named = text.shorten(" / ".join(said), 60)
        if not said and len(self.pairs) != 1:
            raise ValueError("the row names no pair; write its partner's name, or say --pair")
        if not fitting:
            raise ValueError(
                f"it names {named}, which is none of your pairs; correct it, add that pair, or rename the column"
            )
        if len(fitting) > 1:
            raise ValueError(f"it names {named}, which may be several of your pairs; write the whole name")
        return fitting[0]

    def _names(self, cell: str) -> list[str]:
        """The names in a cell: one, or both of a pair."""
        if not cell or any(_exact(cell, pair.partner_name) or cell == pair.id for pair in self.pairs):
            return [cell] if cell else []
        return [name for name in map(text.one_line, _BETWEEN.split(cell)) if name]

    def _meant(self, column: str, name: str) -> list[Pair]:
        """The pairs that a name in a column may stand for: by all of it, else by a part, else by initials."""
        anywhere = column == "pair"
        partners = [p for p in self.pairs if anywhere or p.partner_role == column]
        mine = [p for p in self.pairs if anywhere or p.role == column]
        for same in _DEGREES:
            found = [p for p in partners if p.id == name or same(name, p.partner_name)]
            if not anywhere and same(name, self.me):
                found += [p for p in mine if p not in found]
            if found:
                return found
        if anywhere:
            return mine if any(same(name, self.me) for same in _DEGREES) else []
        known = any(_part(name, p.partner_name) for p in self.pairs)
        return [] if self.me or known else mine  # who never said a name is whoever the other columns leave


def _words(name: str) -> frozenset[str]:
    """The words of a name, without titles, certifications and what stands in brackets."""
    bare = re.sub(r"\([^)]*\)", " ", name)
    _, *others = personal.names_of(bare) or [""]
    return frozenset(re.findall(r"\w+", personal.alike(others[0] if others else bare)))


def _exact(said: str, name: str) -> bool:
    return bool(name) and (said == text.one_line(name) or (bool(_words(name)) and _words(said) == _words(name)))


def _part(said: str, name: str) -> bool:
    one, other = _words(said), _words(name)
    return bool(one and other) and (one <= other or other <= one)


def _initials(said: str, name: str) -> bool:
    bare = personal.alike(re.sub(r"[\W_]", "", said))
    return len(bare) > 1 and bare == personal.alike(text.initials(name))


_DEGREES = (_exact, _part, _initials)
