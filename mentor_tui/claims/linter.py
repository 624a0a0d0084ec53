"""Words to look at before a claim is copied: names, employers, addresses, and what was written in confidence.

These are questions, not refusals: the person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mentor_tui.errors import MentorError
from mentor_tui.schema.catalogue import KINDS, words_in
from mentor_tui.schema.records import Claim, Disclosure, KeptVersion, Pair, Session
from mentor_tui.words import personal, text
from mentor_tui.words.text import fold
from mentor_tui.workspace import versions
from mentor_tui.workspace.access import answers_form

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace

LONG = {"title": 100, "description": 1000}
"""Characters above which a text is called long. PMI's own limit is not known."""
_RUN = 5
"""Words in a row that are taken for a copy."""
_SHORT = 8
"""Letters that a shorter text needs to be told from an everyday phrase."""
_WORD = re.compile(r"\w+")
_LOOKED_AT = ("title", "description")


@dataclass(frozen=True)
class Found:
    """Something to look at in a field of a claim."""

    field: str
    """`title` or `description`."""
    what: str
    words: str
    """As it stands there; empty when it is about the whole text."""
    advice: str

    @property
    def sentence(self) -> str:
        """One calm sentence, with what to change."""
        quoted = f" “{text.shorten(self.words, 40)}”" if self.words else ""
        return f"{self.what}{quoted}: {self.advice}"


def look(workspace: Workspace, claim: Claim) -> list[Found]:
    """Findings in a claim's title and description, each thing once, in the order of the fields."""
    pair = workspace.get(Pair, claim.pair_id) if claim.pair_id else None
    secrets = [(w, x, _WORD.findall(fold(x))) for w, x in _confidential(workspace, claim, pair)] if pair else []
    admitted = _admitted(workspace, claim)
    found: list[Found] = []
    for name in _LOOKED_AT:
        words = str(getattr(claim, name))
        found += _names(workspace, claim, pair, name, words)
        found += _addresses(claim, name, words)
        told = {(one.field, fold(one.words)) for one in found}  # a name is advised on as a name
        found += (c for c in _copied(name, words, secrets, admitted) if (c.field, fold(c.words)) not in told)
        if len(words) > LONG[name]:
            advice = "PMI's limit is not known; a shorter text is safer."
            found.append(Found(name, f"It is long, {len(words)} characters", "", advice))
    return list(dict.fromkeys(found))


def _names(workspace: Workspace, claim: Claim, pair: Pair | None, field: str, words: str) -> Iterator[Found]:
    own_words = fold(f"{claim.provider} {claim.title if field != 'title' else ''}")
    for one in workspace.pairs:
        mine = pair is not None and one.id == pair.id
        advice = "say “my mentee” or “my mentor”." if mine else "remove the name."
        what = "Your partner's name" if mine else "The name of another of your partners"
        yield from _each(field, words, personal.called(one), what, advice)
    employers = [("Your own employer", workspace.profile.organisation)]
    employers += [("Your partner's employer", one.partner_organisation) for one in workspace.pairs]
    for what, employer in employers:
        names = [n for n in personal.organisations_of(employer) if fold(n) not in own_words]
        yield from _each(field, words, names, what, "say “the organisation”, or leave it out.")


def _each(field: str, words: str, names: list[str], what: str, advice: str) -> Iterator[Found]:
    """Findings for several names, each writing once; where two could be meant, the earlier."""
    for found in dict.fromkeys(personal.mentions(words, *names)):
        yield Found(field, what, found, advice)


def _addresses(claim: Claim, field: str, words: str) -> Iterator[Found]:
    for match in personal.EMAIL.finditer(words):
        if fold(match[0]) != fold(claim.contact):
            yield Found(field, "An e-mail address", match[0], "remove it; PMI asks for none here.")
    for match in personal.PHONE.finditer(words):
        yield Found(field, "A phone number", match[0], "remove it.")
    links = [m[0].rstrip(".,;:)") for m in personal.LINK.finditer(words)]
    sites = [m[0].rstrip(".,;:)") for m in personal.SITE.finditer(words) if not any(m[0] in link for link in links)]
    for link in links + sites:
        if _host(link) != _host(claim.url):
            yield Found(field, "A link that is not the program's", link, "remove it, or use the program's page.")


def _host(link: str) -> str:
    found = urlsplit(link if "://" in link else f"https://{link}").netloc if link else ""
    return found.casefold().removeprefix("www.").rstrip(".")


# --- What was written in confidence ---------------------------------------------------------------------------


def _copied(field: str, words: str, secrets: list[tuple[str, str, list[str]]], admitted: str) -> Iterator[Found]:
    """Runs of words that also stand where a claim may take nothing from, unless topic or outcome say the same."""
    said, places = _words_at(words)
    line = f" {' '.join(said)} "
    runs = {tuple(said[i : i + _RUN]): i for i in reversed(range(len(said) - _RUN + 1))}
    runs = {run: i for run, i in runs.items() if f" {' '.join(run)} " not in admitted}
    firsts = {run[0] for run in runs}
    for label, secret, theirs in secrets:
        if 1 < len(theirs) < _RUN and sum(map(len, theirs)) >= _SHORT:
            run = f" {' '.join(theirs)} "
            if run in line and run not in admitted:
                yield Found(field, f"Words from “{label}”", secret, _ADVICE)
            continue
        if firsts.isdisjoint(theirs):
            continue
        for at, word in enumerate(theirs):
            if word in firsts and (i := runs.get(tuple(theirs[at : at + _RUN]))) is not None:
                yield Found(field, f"Words from “{label}”", words[places[i][0] : places[i + _RUN - 1][1]], _ADVICE)
                break


def _words_at(words: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The folded words of a text, and where each of them stands in it."""
    said: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _WORD.finditer(words):
        for part in _WORD.findall(fold(match[0])):
            said.append(part)
            places.append(match.span())
    return said, places


_ADVICE = "which only you, or you and your partner, should see; put it in general words."


def _admitted(workspace: Workspace, claim: Claim) -> str:
    """The words of topic and outcome of the claimed sessions, to compare with; with the app's own words."""
    pair = workspace.get(Pair, claim.pair_id) if claim.pair_id else None
    said = [claim.provider]
    with suppress(MentorError):  # its pack is not here; the title as typed is looked at, not believed
        said += [workspace.program(pair).claimed_as.title] if pair else []
    for line in claim.lines:
        session = workspace.get(Session, line.session_id)
        said += [session.focus, session.outcome] if session else []
    return " " + " ".join(fold(w) for part in said for w in (*_WORD.findall(part), "|")) + " "


def _confidential(workspace: Workspace, claim: Claim, pair: Pair) -> Iterator[tuple[str, str]]:
    """Every line of the pair that a claim may not hold, with the label of its field; those of kept versions too."""
    of_pair = (record for kind in KINDS if kind.of_a_pair for record in workspace.all(kind.type, pair.id))
    for stored in (pair, *of_pair):
        record = versions.record_of(stored) if isinstance(stored, KeptVersion) else stored
        if record is None or isinstance(record, Disclosure):  # whom a document was for is no secret of the two
            continue
        for said in words_in(record, answers_form(workspace, record)):
            if said.field is None or "claim" not in said.field.readers(claim.role):
                yield from ((said.label, line) for line in said.words.split("\n") if line.strip())
