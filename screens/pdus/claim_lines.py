"""The words of claims and of sessions that can be claimed, as the list of claims and the pane beside it have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from mentor_tui import claims, pdu
from mentor_tui.claims.wording import activity_type
from mentor_tui.schema.records import Claim
from mentor_tui.words import text
from mentor_tui.words.days import first_name, safe_day, short_day

if TYPE_CHECKING:
    from mentor_tui.claims import Drift, Group, Opening


def days(first: str, last: str, today: date) -> str:
    """The span from one ISO day to another as people say it: `18 May to 1 Jun`, with years other than this one."""
    found = [short_day(on, today) for on in (safe_day(first), safe_day(last)) if on]
    return " to ".join(dict.fromkeys(found))


def whom(opening: Opening, pairs: int) -> str:
    """The certifications of a claim to come, and with several pairs the partner."""
    source = opening.source
    names = ", ".join(c.name for c in opening.certifications)
    if source.pair is None:
        return f"forgotten, {names}"
    return f"{first_name(source.pair.partner_name)}, {names}" if pairs > 1 else names


def of_group(opening: Opening, group: Group) -> list[str]:
    """The claim that these sessions would make, and what it brings."""
    kind = activity_type(opening.source.role, opening.activity)
    lines = [f"{kind}, {pdu.CATEGORY[opening.source.role]}: {group.amount.minutes} minutes"]
    if group is opening.rest:
        short = pdu.show(opening.missing)
        lines.append(f"{short} PDU short of 1.00. Wait for the next session, or tick it with another group.")
    for certification in opening.certifications:
        counts = opening.kept_by(certification, group)
        if counts < group.amount.quarters:
            of = f"{pdu.show(counts)} of {pdu.show(group.amount.quarters)}"
            lines.append(f"{certification.name} takes {of}: the rest is over a cap or not in its domain.")
    if group.unsplit:
        unsplit = ", ".join(line.session.on for line in group.unsplit)
        lines.append(f"No split over the Talent Triangle yet: {unsplit}. PMI asks for one.")
        lines.append("It belongs in the session's log: Escape, 5 for the sessions, e on the one that lacks it.")
    if group is not opening.rest:
        lines.append("Enter prepares a claim of it; space ticks it, a ticks all that fits into one claim.")
    return lines


def of_claim(claim: Claim, drifts: Mapping[str, Drift], today: date) -> list[str]:
    """The history of a claim, and what is to be done about it."""
    lines = ["   ".join(f"{claims.WORDS[state]} {day}" for state, day in claims.history(claim))]
    off = drifts.get(claim.id)
    if off:
        lines += [off.sentence, *off.reasons[:2]]
        lines += ["r brings it up to date."] if claim.state == "prepared" else []
    elif since := claims.waiting_since(claim, today):
        lines.append(f"No answer since {since}; five working days are usual. PMI's portal shows where it stands.")
    if claim.state == "prepared":
        lines += claims.problems(claim)
        lines.append("Enter opens the copy deck. s notes that you submitted it.")
    if claim.state == "audit":
        lines.append("PMI asks for evidence: p shows what would hold, and makes the audit pack.")
    return lines + ([text.one_line(claim.remark)] if claim.remark else [])
