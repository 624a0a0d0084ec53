"""A program in words, for somebody who has not read its pack: what it asks, how long, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator

from mentor_tui.schema import program_items, session_words
from mentor_tui.schema.fields import Role
from mentor_tui.schema.program_parts import Amounts, PlannedSession
from mentor_tui.schema.programs import Program
from mentor_tui.schema.visibility import seen_by_team
from mentor_tui.words.days import every, span


def about(program: Program) -> Iterator[str]:
    """Lines with what the pack says of the program as a whole; what it does not say is left out."""
    yield ", ".join(w for w in (f"{program.name} ({program.id})", program.organisation) if w)
    if program.about:
        yield program.about
    if handbook := program.handbook:
        read = f"read on {handbook.read_on}" if handbook.read_on not in handbook.version else ""
        yield f"Follows: {', '.join(w for w in (handbook.edition, handbook.url, read) if w)}"
        if handbook.draft:
            yield f"Draft: {handbook.draft}"
    if program.contact:
        yield f"Team: {program.contact.words}"
    length = f"{program.length_days} days ({span(program.length_days + 1)})" if program.length_days else "open"
    most = f", at most {program.max_days}{'' if program.length_days else ' days'}" if program.max_days else ""
    rhythm = f" Rhythm: {program.cadence.words.rstrip('.')}." if program.cadence else ""
    yield f"Length: {length}{most}.{rhythm}"
    if program.invites_by:
        yield f"Invitations: sent by the {program.role_names[program.invites_by]}."
    for often, amounts in (("A month", program.month), ("In all", program.in_all)):
        if said := amounts_in_words(amounts):
            yield f"{often}: {said}."
    if rules := session_words.summary(program):
        yield f"A session: {rules}"
    if program.signers:
        signers = (f"{s.title}{'' if s.needed else ' (if there is one)'}" for s in program.signers)
        yield f"Signed by both of you, and by: {', '.join(signers)}"
    if program.blanks:
        yield f"You fill in: {', '.join(blank.label for blank in program.blanks)}"
    if program.links:
        yield from (f"Link: {title}, {address}" for title, address in program.links.items())
    if program.sharing:
        yield f"Sharing: {program.sharing.words}"


def in_short(program: Program, role: Role | None = None) -> str:
    """A line with its length, its rhythm, and whether its team may see anything of one role, or of both."""
    length = span(program.length_days + 1) if program.length_days else "As long as you like"
    often = f", a session {every(program.rhythm_days)}" if program.rhythm_days else ""
    seen = "sees only what you send" if _receives(program, role) else "sees nothing you write"
    team = program.the_team
    return f"{length}{often}. {team[:1].upper()}{team[1:]} {seen}."


def draft_warning(program: Program) -> str:
    """The sentence of a pack that the program itself did not make; empty for any other."""
    return program.handbook.draft if program.handbook else ""


def asked_of(program: Program, role: Role | None = None) -> Iterator[str]:
    """A line per stage with what the program asks of one role, or of both: its steps and all that it plans."""
    for stage in program.stages:
        steps = [step for step in program.steps if step.stage == stage.id]
        planned = [item for item in program_items.all_of(program) if item.stage == stage.id]
        titles = [one.title for one in steps if role is None or role in one.roles]
        titles += [
            item.title for item in planned if role is None or isinstance(item, PlannedSession) or role in item.roles
        ]
        if titles:
            yield f"{stage.title}: {', '.join(titles)}"


def _receives(program: Program, role: Role | None) -> bool:
    return bool(seen_by_team(program, role) or (program.sharing and program.sharing.collects))


def amounts_in_words(amounts: Amounts) -> str:
    """Sessions and hours in words: `1 to 2 sessions, 4 hours as a rule`; empty when nothing is said."""
    said = []
    for what in ("sessions", "hours"):
        if (found := getattr(amounts, what)) is None:
            continue
        least, usual, most = (f"{n:g}" if n else "" for n in (found.least, found.usual, found.most))
        if least and most:
            reach = least if least == most else f"{least} to {most}"
        else:
            reach = f"at least {least}" if least else f"at most {most}" if most else ""
        one = what.removesuffix("s") if (found.most or found.least or found.usual) == 1 else what
        rule = f"{usual} as a rule" if reach else f"{usual} {one} as a rule"  # what it is of, is said once
        if usual and usual == reach:
            rule = ""
        said.append(", ".join(w for w in (f"{reach} {one}" if reach else "", rule if usual else "") if w))
    return ", ".join(said)
