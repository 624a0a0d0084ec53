"""One session to read beside the table of PDUs: its state, what goes to the PMI account, and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui import claims, pdu
from mentor_tui.claims.wording import activity_type
from mentor_tui.errors import InputRefused
from mentor_tui.schema.records import Claim
from mentor_tui.words import text
from mentor_tui.words.days import day, safe_day, short_day

from ..widgets.drawing import look
from ..widgets.facts import Fact
from .session_rows import sides_of, state_of, to_come

if TYPE_CHECKING:
    from datetime import date

    from mentor_tui.audit import Verdict
    from mentor_tui.claims import Group, Opening
    from mentor_tui.workspace import Workspace

_UNDER = {
    "planned": "It counts once it is held and logged.",
    "log it": "If it took place, log it and it counts: 5 leads to your sessions.",
    "to split": "PMI asks for its split over the Talent Triangle. Add it in the log: 5, then e.",
    "counts": "Add the certification you hold with n, and it can be claimed.",
}


def facts_of(
    workspace: Workspace,
    line: pdu.Line,
    claim: Claim | None,
    found: tuple[Opening, Group] | None,
    verdict: Verdict | None,
) -> list[Fact]:
    """All about one session. `found` is where it can be claimed; the verdict is left out of what is not held yet."""
    today = workspace.today()
    ready = found is not None and found[1] is not found[0].rest
    state, note = state_of(line, claim, {line.session.id} if ready else (), today.isoformat())
    note = line.reason if line.reason and state == "no PDUs" else note
    facts: list[Fact] = [("state", state, look(state).word_style)]
    facts += [("", f"{note[:1].upper()}{note[1:]}", "$quiet")] if note and note != sides_of(line) else []
    brings = line.quarters if line.counts else to_come(line)
    if brings:
        facts.append(("counts as", f"{pdu.in_words(brings)}, {pdu.CATEGORY[line.role]}", ""))
    if line.role == "mentee" and (sides := sides_of(line)):
        facts.append(("", sides, "$quiet"))
    if state in _UNDER:
        facts.append(("", _UNDER[state], "$quiet"))
    if state == "waits" and found:
        words = f"A claim takes at least 1.00: {pdu.show(found[0].missing)} more, and it can be claimed."
        facts.append(("", words, "$quiet"))
    if claim or found:
        proposed = claim_of(workspace, *found) if found else None
        facts += for_pmi(claim or proposed, today)
    if verdict is not None and line.counts:
        facts += _evidence(line, verdict)
    return facts


def claim_of(workspace: Workspace, opening: Opening, group: Group) -> Claim | None:
    """The claim that would be made of it; None while the group is too small for one."""
    try:
        return claims.prepare(workspace, opening, group.lines)
    except InputRefused:
        return None


def for_pmi(claim: Claim | None, today: date) -> list[Fact]:
    """The fields of a claim as they go to PMI, in few words; nothing without a claim."""
    if claim is None:
        return []
    count = len(claim.lines)
    first, last = safe_day(claim.started), safe_day(claim.completed)
    days = [f"{on.day} {on:%B %Y}" for on in (first, last) if on]
    facts: list[Fact] = [
        ("For your PMI account", "", ""),
        ("activity", activity_type(claim.role, claim.activity), ""),
        ("title", text.shorten(claim.title, 90), ""),
        ("provider", text.shorten(claim.provider, 60), ""),
        ("date" if len(set(days)) < 2 else "dates", " to ".join(dict.fromkeys(days)), ""),
        ("PDUs", pdu.show(claim.quarters) + (f", {count} sessions together" if count > 1 else ""), ""),
    ]
    if claim.state != "prepared" and (on := safe_day(claims.day_of(claim, claim.state))):
        facts.append(("PMI", f"{claims.WORDS[claim.state]} {short_day(on, today)}", "$quiet"))
    return facts


def _evidence(line: pdu.Line, verdict: Verdict) -> list[Fact]:
    session = line.session
    facts: list[Fact] = [("Evidence", "", "")]
    told = {"holds": ("complete", "$good"), "thin": ("thin", "$next"), "fails": ("would not hold", "$late")}
    facts.append(("audit", *told[verdict.level]))
    facts += [("missing", f"{gap.words}. {gap.advice}".rstrip(), "") for gap in verdict.gaps[:2]]
    facts += [("topic", text.shorten(session.focus, 80), "")] if session.focus.strip() else []
    facts += [("outcome", text.shorten(session.outcome, 80), "")] if session.outcome.strip() else []
    return facts


def title_of(line: pdu.Line, partner: str, today: date) -> str:
    """`Session 5 with Bram`, or the day of what has no number."""
    on = safe_day(line.session.on)
    what = f"Session {line.number}" if line.number else day(on, today) if on else "no day"
    what = what[:1].upper() + what[1:]
    return f"{what} with {partner}" if partner else what
