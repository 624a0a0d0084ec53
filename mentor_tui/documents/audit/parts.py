"""The parts of an audit pack, each a frozen document of what evidence may hold and the person released."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby

from mentor_tui import claims, pdu
from mentor_tui.audit import IN_THE_TABLE, AuditedSession, Scope, Strand
from mentor_tui.documents import calendars, figures, renderers
from mentor_tui.documents.blocks import blocks, fact
from mentor_tui.documents.documents import Bullets, Column, Document, Fact, Facts, Paragraph, Section, Table
from mentor_tui.mentoring.program_hours import ProgramHours, hours_of
from mentor_tui.schema import programs
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.audience import admits, admitted, shown, values_of
from mentor_tui.schema.fields import ROLES, Reader
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Agreement, Certification, Claim, Profile, Session
from mentor_tui.words import text

READER: Reader = "evidence"
_TOLD = ("on", "minutes")
_CLAIM_LATER = (*SIDE_FIELDS, "quarters")


def name_of(profile: Profile) -> str:
    """The person's own name, as evidence may hold it."""
    form = programs.shared_forms()["profile"]
    item = admitted(form, values_of(profile), "mentor", READER, ("name",)).get("name")
    return text.one_line(shown(item)) if item else ""


def role_of(strand: Strand) -> str:
    """The program's name for my role."""
    return text.one_line(strand.program.role_names.get(strand.role, strand.role) if strand.program else strand.role)


def initials_of(strand: Strand) -> str:
    """The partner's initials, as evidence may hold them; empty without a name."""
    field = strand.forms["derived"].field("partner_initials")
    return strand.initials if admits(field, {}, strand.role, READER) else ""


def program_of(strand: Strand) -> str:
    """The program by its name; the provider where only a row was kept."""
    return text.one_line(strand.program.name) if strand.program else strand.provider


def cohorts_of(strands: Iterable[Strand]) -> str:
    """The cohorts of the program, as evidence may hold them."""
    found = []
    for strand in strands:
        if strand.pair:
            item = admitted(strand.forms["pair"], values_of(strand.pair), strand.role, READER, ("cohort",)).get(
                "cohort"
            )
            found += [text.one_line(shown(item))] if item else []
    return ", ".join(dict.fromkeys(found))


# --- Claims -----------------------------------------------------------------------------------------------


def claim_sheet(scope: Scope) -> Document | None:
    """Each claim as PMI has it: the fields of PMI's form, its days, and the sessions it names; None without a claim."""
    if not scope.claims:
        return None
    found = [_claim(number, claim) for number, claim in enumerate(scope.claims, 1)]
    return Document(
        id="claims",
        title="Claim sheet",
        note="The fields of PMI's form, entered once for all certifications. Days are year-month-day.",
        sections=tuple(found),
    )


def _claim(number: int, claim: Claim) -> Section:
    form, line_form = programs.shared_forms()["claim"], programs.shared_forms()["claim_line"]
    items = admitted(form, values_of(claim), claim.role, READER)
    items = {name: item for name, item in items.items() if name not in _CLAIM_LATER or item.value}
    if (event := items.pop("activity", None)) and claim.activity:
        items["role"] = event
    found = list(blocks(items))
    if claim.role == "mentee":
        found.insert(0, Facts((Fact("pdus", "PDUs in total", pdu.show(claim.quarters)),)))
    columns = tuple(Column(i, line_form.field(i).label) for i in _TOLD)
    rows = []
    for line in claim.lines:
        cell = admitted(line_form, values_of(line), claim.role, READER, _TOLD)
        rows.append(tuple(shown(cell[i]) if i in cell else "" for i in _TOLD))
    found.append(Table("told", "Sessions in this claim", columns, tuple(rows)))
    return Section(f"claim-{number}", f"Claim {number}: {pdu.show(claim.quarters)} PDUs", tuple(found))


# --- Sessions ------------------------------------------------------------------------------------------------


def session_table(scope: Scope) -> Document:
    """A row per session, with initials for a name; the sessions of each partner under a heading of their own."""
    numbers = {claim.id: str(number) for number, claim in enumerate(scope.claims, 1)}
    found = [_talks(strand, numbers) for strand in scope.strands if strand.leaving]
    events = any(audited.session.activity for strand in scope.strands for audited in strand.leaving)
    return Document(
        id="sessions",
        title="Sessions",
        note="One-to-one and unpaid, direct time together only. One PDU is an hour; each session is rounded down to a "
        "quarter, and a claim says so if it was rounded once instead."
        + (" An event that earns Education is among them, with its split." if events else ""),
        sections=tuple(found),
    )


def heading_of(strand: Strand) -> str:
    """The heading of one partner's sessions, with initials for a name."""
    whom = initials_of(strand)
    return f"As {role_of(strand)}{f', with {whom}' if whom else ''}: {program_of(strand)}"


def _talks(strand: Strand, numbers: dict[str, str]) -> Section:
    form = strand.forms["session"]
    split = strand.role == "mentee" or any(any(audited.triangle) for audited in strand.leaving)  # or a mentor's event
    columns = [Column("number", "No."), Column("on", "Date"), Column("start", "Start"), Column("minutes", "Minutes")]
    columns += [Column("pdus", "PDUs"), Column("initials", "With")]
    columns += [Column(i, s) for i, s in zip(SIDE_FIELDS, pdu.SIDES, strict=True)] if split else []
    columns += [Column("claim", "Claim")] if numbers else []
    columns += [Column("focus", "Topic"), Column("outcome", "Outcome")]
    rows = []
    for audited in strand.leaving:
        items = admitted(
            form, values_of(audited.session), strand.role, READER, ("on", "start", "minutes", *IN_THE_TABLE)
        )
        cell = {name: shown(item) for name, item in items.items()}
        row = [str(audited.number or ""), cell.get("on", ""), cell.get("start", ""), cell.get("minutes", "")]
        row += [pdu.show(audited.quarters), "" if audited.session.activity else initials_of(strand)]
        row += [pdu.show(side) if any(audited.triangle) else "" for side in audited.triangle] if split else []
        row += [numbers.get(audited.claim.id, "") if audited.claim else ""] if numbers else []
        rows.append((*row, *(cell.get(name, "") for name in IN_THE_TABLE)))
    key = f"talks-{strand.pair.id if strand.pair else strand.initials}"
    return Section(key, heading_of(strand), (Table("talks", "", tuple(columns), tuple(rows)),))


def notes(scope: Scope, released: Collection[str]) -> Document | None:
    """The notes that were ticked, under the day of their session; None when there is none."""
    found = []
    for audited in scope.sessions:
        ticked = [o for o in audited.offers if audited.leaves and o.id in released]
        if ticked:
            parts = tuple(Paragraph(offer.id.partition(":")[0], offer.label, offer.words) for offer in ticked)
            when = ", ".join(p for p in (audited.session.on, audited.session.start) if p)
            found.append(Section(f"notes-{audited.session.id}", f"{when}, {audited.session.minutes} minutes", parts))
    if not found:
        return None
    return Document(
        id="notes",
        title="Dated notes",
        note="Written and chosen for this purpose by the person named on the cover.",
        sections=tuple(found),
    )


# --- Agreement and letter ---------------------------------------------------------------------------------


def agreement_cover(scope: Scope, profile: Profile, released: Collection[str]) -> Document | None:
    """Names, dates and scope of each agreement; the partner's name only where it was released."""
    found = [
        _agreement(strand, strand.agreement, profile, f"name:{strand.pair.id}" in released)
        for strand in scope.strands
        if strand.pair and strand.agreement and strand.leaving
    ]
    if not found:
        return None
    return Document(
        id="agreement",
        title="Agreement cover",
        note="Names, dates and scope only. What they agreed stays between them.",
        sections=tuple(found),
    )


def _agreement(strand: Strand, agreement: Agreement, profile: Profile, named: bool) -> Section:
    assert strand.pair is not None
    forms, role, pair = strand.forms, strand.role, strand.pair
    partner = admitted(forms["pair"], values_of(pair), role, READER, ("partner_name",)).get("partner_name")
    names = {role: name_of(profile), pair.partner_role: initials_of(strand)}
    if named and partner:
        names[pair.partner_role] = text.one_line(shown(partner))
    called: dict[str, str] = strand.program.signer_titles if strand.program else {}
    found = [Fact(f"name_{r}", called.get(r, r).capitalize(), names[r] or "not noted") for r in ROLES]
    found.append(Fact("program", "Program", program_of(strand)))
    answers = agreement.answers
    items = admitted(forms["agreement"], answers, role, READER) if "agreement" in forms else {}
    found += [fact(item) for name, item in items.items() if item.value is not False]
    head = admitted(forms["agreement_version"], values_of(agreement), role, READER, ("version",))
    found += [fact(item) for item in head.values()]
    needed = strand.program.needed_signers if strand.program else ROLES
    for r in dict.fromkeys((*needed, *(s.role for s in agreement.signatures if s.on))):
        signature = next((s for s in agreement.signatures if s.role == r and s.on), None)
        signed = admitted(forms["signature"], values_of(signature), role, READER, ("on",)) if signature else {}
        on = shown(signed["on"]) if "on" in signed else "not noted"
        found.append(Fact(f"signed_{r}", f"Signed by the {called.get(r, r)} on", on))
    return Section(f"agreement-{pair.id}", heading_of(strand), (Facts(tuple(found)),))


def letters(scope: Scope, profile: Profile) -> list[tuple[str, str]]:
    """The requests for a letter of participation, for each program and role: whom each goes to, and its text."""
    known = [s for s in scope.strands if s.pair and s.program and any(not a.session.activity for a in s.leaving)]
    known.sort(key=lambda s: (s.program.id if s.program else "", s.role))
    found = []
    for _, group in groupby(known, key=lambda s: (s.program.id if s.program else "", s.role)):
        found.append(_letter(list(group), name_of(profile)))
    return found


def _letter(strands: list[Strand], name: str) -> tuple[str, str]:
    program = strands[0].program
    assert program is not None
    hours = [_hours(program, strand) for strand in strands]
    sessions = [session for told in hours for session in told.sessions]
    counted, beyond = sum(told.minutes for told in hours), any(told.beyond for told in hours)
    days = sorted(session.on for session in sessions if session.on)
    other = program.role_names.get("mentee" if strands[0].role == "mentor" else "mentor", "partner")
    facts = [
        Fact("name", "Name", name),
        Fact("role", "Role", role_of(strands[0])),
        Fact("program", "Program", text.one_line(program.name)),
        Fact("cohort", "Cohort", cohorts_of(strands)),
        Fact("initials", f"{other.capitalize()} (initials)", ", ".join(filter(None, map(initials_of, strands)))),
        Fact("days", "First and last session", f"{days[0]} and {days[-1]}" if days else ""),
        Fact("talks", "Sessions", str(len(sessions))),
        Fact("time", "Time together", figures.hours(sum(session.minutes for session in sessions))),
        Fact("program_time", "Of this, counted by you", figures.hours(counted) if beyond else ""),
        Fact("over_channel", "Over a channel that you do not count", _talks_told([s for h in hours for s in h.over])),
        Fact("after_end", "After the end of the program", _talks_told([s for h in hours for s in h.after])),
    ]
    team = text.one_line(program.team or f"{program.name} team")
    the_team = text.one_line(program.the_team if program.team else f"the {team}")
    team = team[4:] if team.lower().startswith("the ") else team  # nobody is called `Dear the harbour team`
    words = renderers.page(
        "letter-request.txt.j2",
        team=team,
        email=text.one_line(program.contact.email if program.contact else ""),
        name=name,
        facts=[f for f in facts if f.value],
    )
    return the_team, words.decode()


def _hours(program: Program, strand: Strand) -> ProgramHours:
    """The talks with one partner as the program counts them: for those it vouches."""
    assert strand.pair is not None
    talks = [audited.session for audited in strand.leaving if audited.counts and not audited.session.activity]
    return hours_of(program, strand.pair, talks)


def _talks_told(talks: list[Session]) -> str:
    if not talks:
        return ""
    count = "1 session" if len(talks) == 1 else f"{len(talks)} sessions"
    return f"{count}, {figures.hours(sum(talk.minutes for talk in talks))}"


def letter_page(found: list[tuple[str, str]]) -> Document | None:
    """The requests as a page; None when no program is known."""
    if not found:
        return None
    sections = tuple(
        Section(f"letter-{n}", f"To {whom}", (Paragraph("letter", "", words.rstrip()),))
        for n, (whom, words) in enumerate(found, 1)
    )
    return Document(
        id="letter",
        title="Request for a letter of participation",
        note="To be sent to the program team; its answer goes here.",
        sections=sections,
    )


# --- Calendar ---------------------------------------------------------------------------------------------


def calendar(scope: Scope, profile: Profile, zone: str, state: calendars.Version) -> bytes:
    """The sessions as a calendar file: day, time and initials, without places, links, topics or addresses.

    An event goes by the name that PMI has for it: there were more than two people.
    """
    events = [
        calendars.event(
            audited.session,
            state,
            summary=_summary(audited, strand),
            minutes=max(audited.session.minutes, 0),
            zone=audited.session.zone or profile.zone or zone,
        )
        for strand in scope.strands
        for audited in strand.leaving
        if audited.session.on
    ]
    return calendars.file_of(events, "PUBLISH")


def _summary(audited: AuditedSession, strand: Strand) -> str:
    if audited.session.activity:
        known = pdu.activity_of(audited.session)
        return known.label if known else "Event"
    whom = initials_of(strand)
    number = f" {audited.number}" if audited.number else ""
    return f"Mentoring session{number}" + (f", with {whom}" if whom else "")


# --- Cover ------------------------------------------------------------------------------------------------


def cover(scope: Scope, profile: Profile, made_on: str, parts: list[Document]) -> Document:
    """A summary of the pack in figures, and its contents."""
    leaving = [(strand, audited) for strand in scope.strands for audited in strand.leaving]
    counted = [audited for _, audited in leaving if audited.counts]
    together = sum(audited.session.minutes for audited in counted if not audited.session.activity)
    how_many = str(len(leaving)) + (f", of which {len(counted)} count" if len(counted) < len(leaving) else "")
    roles = list(dict.fromkeys(role_of(strand) for strand, _ in leaving))
    claimed = sum(claim.quarters for claim in scope.claims)
    count = len(scope.claims)
    told = f"{pdu.show(claimed)} PDUs in {count} claim{'' if count == 1 else 's'}" if count else ""
    found = [
        Fact("name", "Name", name_of(profile)),
        Fact("role", "Role", ", ".join(roles)),
        Fact("cohort", "Cohort", cohorts_of(strand for strand in scope.strands if strand.leaving)),
        Fact("about", "About", scope.title),
        Fact("certifications", "Certification", ", ".join(map(_certification, scope.certifications))),
        Fact("claims", "Claimed", told),
        Fact("talks", "Sessions", how_many),
        Fact("time", "Time together", figures.hours(together) if together else ""),
        Fact("pdus", "PDUs of these sessions", pdu.show(sum(audited.quarters for _, audited in leaving))),
        Fact("until", "Evidence is kept until", scope.until.day.isoformat() if scope.until else ""),
        Fact("made", "Made on", made_on),
    ]
    inside = Section("inside", "What is in it", (Bullets("inside", "", tuple(_told(p, scope) for p in parts)),))
    return Document(
        id="cover",
        title="PDU audit pack",
        facts=tuple(f for f in found if f.value),
        note="Stated by the person named here, from their own records; issued by neither the program nor PMI.",
        sections=(inside,),
    )


def _certification(certification: Certification) -> str:
    form = programs.shared_forms()["certification"]
    item = admitted(form, values_of(certification), "mentor", READER, ("name",)).get("name")
    return text.one_line(shown(item)) if item else ""


def _told(part: Document, scope: Scope) -> str:
    if part.id == "claims":
        states = ", ".join(f"{pdu.show(c.quarters)} PDUs {claims.WORDS[c.state]}" for c in scope.claims)
        return f"{part.title}: {states}"
    if part.id == "notes":
        count = len(part.sections)
        return f"{part.title}: of {count} session{'' if count == 1 else 's'}"
    return part.title
