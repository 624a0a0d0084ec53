"""Our own lists of claims, understood again: `export claims --csv-for be|us`, and `claims list --format csv`.

A claim stands on sessions, which such a list counts and does not name. They are looked for among those here;
where they cannot be told for sure, the row is refused: no hour may be claimed twice, and none is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import comb

import msgspec

from mentor_tui import claims, pdu
from mentor_tui.documents.sheets import CLAIM_COUNTS, CLAIM_FIELDS
from mentor_tui.documents.spreadsheet import text_of
from mentor_tui.errors import InputRefused
from mentor_tui.imports import files
from mentor_tui.imports.headings import normal
from mentor_tui.schema import checking, programs
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.records import Claim, ClaimLine, Pair, Session
from mentor_tui.words import text
from mentor_tui.workspace import Saved, Workspace

_LISTED = frozenset({"id", "state", "role", "started", "completed", "pdus", "matches"})
"""Headings of `claims list --format csv`, which names claims and says too little to make one."""
_MOST = 20_000
"""Choices of sessions that are looked at for one claim."""


@dataclass
class Understood:
    """The contents of a list of claims, before anything is saved."""

    new: list[Claim] = field(default_factory=list)
    same: int = 0
    """Claims that are here already."""
    bad: list[tuple[int, str]] = field(default_factory=list)
    """Line and reason."""


def looks_like(data: bytes) -> bool:
    """True if a spreadsheet is one of our lists of claims. Raises InputRefused when it is no spreadsheet at all."""
    return _kind(files.read_sheet(data)) != ""


def understand(data: bytes, workspace: Workspace, pair: Pair) -> Understood:
    """Read a list of claims of a pair. Raises InputRefused; changes nothing."""
    sheet = files.read_sheet(data)
    found = Understood()
    here = workspace.all(Claim)
    if _kind(sheet) == "listed":
        known = {claim.id for claim in here}
        at = [normal(heading) for heading in sheet.headings].index("id")
        for line in sheet.lines:
            if line.cells[at : at + 1] and line.cells[at] in known:
                found.same += 1
            else:
                found.bad.append((line.number, "the list does not say enough to make this claim; use export claims"))
        return found
    titles = _titles()
    columns = {titles[normal(h)]: at for at, h in enumerate(sheet.headings) if normal(h) in titles}
    taken = Counter(_key(claim) for claim in here)
    for line in sheet.lines:
        try:
            if line.problem:
                raise ValueError(line.problem)
            cells = {name: line.cells[at].strip() for name, at in columns.items() if at < len(line.cells)}
            claim, sessions, minutes = _claim(cells, pair)
            key = (*_told(claim), sessions, minutes)
            if taken[key]:
                taken[key] -= 1
                found.same += 1
            else:
                found.new.append(_with_sessions(claim, sessions, minutes, workspace, pair, [*here, *found.new]))
        except (ValueError, InputRefused) as error:
            found.bad.append((line.number, text.shorten(str(error), 300)))
    return found


def apply(workspace: Workspace, understood: Understood, *, skip_bad: bool = False) -> Saved:
    """Save the new claims in one transaction; refused as a whole when rows are bad, unless they may be skipped."""
    if understood.bad and not skip_bad:
        problems = tuple(f"line {line}: {reason}" for line, reason in understood.bad)
        raise InputRefused(f"{len(problems)} of the claims cannot be imported, so nothing was imported.", problems)
    return workspace.save(*understood.new, label="claims imported")


def _kind(sheet: files.Sheet) -> str:
    heads = {normal(heading) for heading in sheet.headings}
    form = programs.shared_forms()["claim"]
    own = {normal(form.field(name).label) for name in ("role", "state", "completed")}
    return "exported" if own <= heads else "listed" if heads >= _LISTED else ""


def _titles() -> dict[str, str]:
    """Heading, as `normal` gives it -> what the column holds."""
    form = programs.shared_forms()["claim"]
    found = {normal(label): name for name, label in CLAIM_COUNTS.items()}
    found |= {normal(side): name for name, side in zip(SIDE_FIELDS, pdu.SIDES, strict=True)}
    return found | {normal(form.field(name).label): name for name in CLAIM_FIELDS}


def _claim(cells: Mapping[str, str], pair: Pair) -> tuple[Claim, int, int]:
    """The claim of a row without its sessions, how many those are, and their minutes."""
    form = programs.shared_forms()["claim"]
    values: dict[str, object] = {}
    for name in CLAIM_FIELDS:
        cell, options = text_of(cells.get(name, "")), form.field(name).options
        said = next((o.id for o in options if o.label == cell), cell) if options else cell
        event = next((o.id for o in form.field("activity").options if name == "role" and o.label == cell), "")
        if event:
            values |= {"role": "mentee", "activity": event}
        elif said:
            values[name] = form.field(name).check(said)
    for name in ("quarters", *SIDE_FIELDS):
        if cells.get(name, ""):
            values[name] = pdu.parse_quarters(cells[name])
    claim = checking.checked(msgspec.convert({"pair_id": pair.id, **values}, Claim))
    if claim.role != pair.role and not claim.activity:
        raise ValueError("it is a claim for the other role in this pair; say --pair")
    counts = [cells.get(name, "") for name in ("sessions", "minutes")]
    if not all(count.isascii() and count.isdigit() for count in counts):
        raise ValueError("it does not say how many sessions and minutes it contains")
    return claim, int(counts[0]), int(counts[1])


def _told(claim: Claim) -> tuple[object, ...]:
    """The key that tells a claim from another one: not its words, in which names may have been masked."""
    return (claim.pair_id, claim.role, claim.started, claim.completed, claim.quarters)


def _key(claim: Claim) -> tuple[object, ...]:
    return (*_told(claim), len(claim.lines), sum(line.minutes for line in claim.lines))


def _with_sessions(
    claim: Claim, sessions: int, minutes: int, workspace: Workspace, pair: Pair, others: Iterable[Claim]
) -> Claim:
    """The claim with its lines: the only sessions here that fit it. Raises ValueError with a sentence."""
    gone = claims.owners(others) if claims.live(claim) else {}
    today = workspace.today().isoformat()
    counting = [line.session for line in pdu.lines_of(workspace.view(pair)) if line.counts]
    of_kind = [s for s in counting if s.activity == claim.activity and s.id not in gone]
    free = [s for s in of_kind if claim.started <= s.on <= claim.completed <= today]
    if comb(len(free), sessions) > _MOST:
        raise ValueError(
            "too many sessions here could belong to this claim; a full export contains claims with their sessions"
        )
    fits = [some for some in combinations(free, sessions) if _fits(some, claim, minutes)]
    if len(fits) > 1:
        raise ValueError(
            "several sessions here could belong to this claim; a full export contains claims with their sessions"
        )
    if not fits:
        raise ValueError("its sessions are not here, or are already claimed; import the sessions first")
    lines = [ClaimLine(session_id=s.id, on=s.on, minutes=pdu.minutes_of(s)) for s in fits[0]]
    each = sum(pdu.quarters(line.minutes) for line in lines)
    return msgspec.structs.replace(claim, lines=lines, floor="session" if each == claim.quarters else "claim")


def _fits(some: Sequence[Session], claim: Claim, minutes: int) -> bool:
    days = sorted(date.fromisoformat(s.on) for s in some)
    ends = not days or (days[0].isoformat(), days[-1].isoformat()) == (claim.started, claim.completed)
    return ends and sum(map(pdu.minutes_of, some)) == minutes
