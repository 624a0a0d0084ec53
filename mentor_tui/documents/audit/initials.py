"""Initials wherever somebody wrote a partner's name: the last step before a document is rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import msgspec

from mentor_tui.documents.documents import Block, Bullets, Document, Facts, Paragraph, Section, Table
from mentor_tui.schema.records import Pair, Profile
from mentor_tui.words import personal, text
from mentor_tui.workspace import Workspace

_DAYS = ("on", "date", "started")
"""Columns by which a row is called."""


def names_in(workspace: Workspace) -> list[tuple[str, str]]:
    """The names of every partner in a vault; see `names_among`."""
    return names_among(workspace.profile, workspace.pairs)


def names_among(profile: Profile, pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """Every partner's name with its parts, the longest first, and the initials that stand instead.

    A part that is also in the person's own name names that person.
    """
    own = {personal.alike(n) for n in personal.names_of(profile.name)}
    found: dict[str, str] = {}
    for pair in pairs:
        whole, *parts = personal.called(pair) or [""]
        for name in (whole, *(p for p in parts if personal.alike(p) not in own)):
            if name:
                found.setdefault(name, text.initials(pair.partner_name) or "X")
    return sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))


def plain(words: str, names: list[tuple[str, str]]) -> str:
    """The text with initials wherever one of these names stands."""
    return personal.masked(words, names)


def without_names(
    part: Document, names: list[tuple[str, str]], spared: frozenset[tuple[str, str]], instead: list[str]
) -> Document:
    """The document with initials wherever a partner's name stands; `instead` gets the places."""

    plainly = cache(lambda value: plain(value, names))  # most cells of a table say what others say

    def say(where: str) -> Callable[[str], str]:
        def words(value: str) -> str:
            found = plainly(value)
            if found != value:
                instead.append(f"{where}: your partner's name was replaced by initials")
            return found

        return words

    def facts(section: str, block: Facts) -> Facts:
        return Facts(
            tuple(
                f if (section, f.id) in spared else msgspec.structs.replace(f, value=say(f.label)(f.value))
                for f in block.items
            )
        )

    def block(section: Section, found: Block) -> Block:
        match found:
            case Facts():
                return facts(section.id, found)
            case Paragraph():
                return msgspec.structs.replace(found, text=say(found.label or section.title)(found.text))
            case Bullets():
                return msgspec.structs.replace(found, items=tuple(map(say(found.label or section.title), found.items)))
            case Table():
                day = next((at for at, c in enumerate(found.columns) if c.id in _DAYS), 0)
                rows = (
                    tuple(say(f"{c.label} of {row[day]}")(v) for c, v in zip(found.columns, row, strict=True))
                    for row in found.rows
                )
                return msgspec.structs.replace(found, rows=tuple(rows))

    sections = tuple(
        Section(s.id, say("Heading")(s.title), tuple(block(s, found) for found in s.blocks)) for s in part.sections
    )
    return msgspec.structs.replace(part, facts=facts("", Facts(part.facts)).items, sections=sections)
