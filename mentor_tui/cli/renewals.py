"""Certifications on the command line: where each stands, what is coming, and why every number is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentor_tui import pdu
from mentor_tui.cli import tables

NONE_HELD = (
    "You have added no certification, so nothing is capped and nothing can be claimed. "
    "mentor-tui export hours makes a certificate of hours."
)
_STATES = {"verified": "", "unverified": " (not verified)", "unknown": "", "yours": " (your figure)"}


def row(outlook: pdu.Outlook) -> dict[str, Any]:
    """A certification's renewal as plain values; amounts as decimal strings."""
    position = outlook.position
    return {
        "name": position.certification.name,
        "rules": position.terms.rules.id,
        "cycle_start": position.cycle.start,
        "cycle_end": position.cycle.end,
        "cycle_assumed": position.cycle.assumed,
        "next_cycle_assumed": {"start": proposed.start, "end": proposed.end}
        if (proposed := outlook.proposed)
        else None,
        "total": pdu.show(position.total),
        "needed": _amount(position.terms.total.amount),
        "missing": {words: pdu.show(short) for words, short in position.missing},
        "carried_over": _amount(position.carry.amount),
        "keep_evidence_until": position.keep_until,
        "figures": {limit.name: _figure(limit) for limit in position.terms.limits},
        "sentence": position.sentence,
        "ahead": [
            {
                "category": one.category,
                "now": pdu.show(one.now),
                "planned": pdu.show(one.planned_counts),
                "planned_above_cap": pdu.show(one.planned_wasted),
                "assumed": pdu.show(one.assumed_counts),
                "assumed_above_cap": pdu.show(one.assumed_wasted),
                "next_cycle": pdu.show(one.next_cycle),
                "cap_reached_on": one.full_on,
                "cap_reached_by_assumption": one.full_assumed,
            }
            for one in outlook.ahead
        ],
        "alerts": [{"kind": alert.kind, "sentence": alert.sentence} for alert in outlook.alerts],
    }


def told(outlook: pdu.Outlook) -> str:
    """A certification's renewal in sentences."""
    position = outlook.position
    return "\n".join(
        [
            position.sentence,
            *(alert.sentence for alert in outlook.alerts),
            *outlook.sentences,
            *(["`mentor-tui pdu --next-cycle CERT` accepts that cycle."] if outlook.proposed else []),
        ]
    )


def show_why(book: pdu.Book, names: Mapping[str, str], form: str) -> None:
    """Every number of every certification with the talks behind it, on standard output."""
    whole = [(position, pdu.numbers(position, book.lines)) for position in book.positions]
    if form == "json":
        found = [
            {"name": p.certification.name, "numbers": [_number(n, names) for n in numbers]} for p, numbers in whole
        ]
        tables.show(tables.json_text({"certifications": found}))
    elif form == "csv":
        columns = ["certification", "number", "amount", "pair", "date", "start", "minutes", "brings", "reason"]
        rows = [
            [p.certification.name, n.id, _amount(n.amount) or "", *_behind(b, names).values()]
            for p, numbers in whole
            for n in numbers
            for b in n.behind
        ]
        tables.show(tables.csv_text(columns, rows))
    else:
        tables.show("\n\n".join(_words(p, numbers, names) for p, numbers in whole) or _uncertified(book, names))


def _uncertified(book: pdu.Book, names: Mapping[str, str]) -> str:
    """Without a certification: what each talk earns by itself, or why nothing."""
    rows = [list(_behind(pdu.Behind(x, x.quarters, x.reason), names).values()) for x in book.lines]
    headings = ["pair", "date", "start", "min", "PDUs", "why less"]
    return f"{NONE_HELD}\n\n{tables.table(headings, rows, 'No sessions yet.')}"


def _words(position: pdu.Position, numbers: list[pdu.Number], names: Mapping[str, str]) -> str:
    days = position.cycle.days
    lines = [f"{position.certification.name}, cycle {days}"]
    for number in numbers:
        lines += ["", f"{number.label}: {_held_against(number)}", f"  {number.sentence}"]
        rows = [list(_behind(b, names).values()) for b in number.behind]
        if rows:
            table = tables.table(["pair", "date", "start", "min", "PDUs", "why less"], rows, "")
            lines += [f"  {line}" for line in table.splitlines()]
    figures = [
        [pdu.WORDS[x.name], _figure(x)["amount"] or "?", x.state, x.confidence, x.checked, x.source]
        for x in position.terms.limits
    ]
    lines += ["", f"Figures ({position.terms.rules.title})"]
    headings = ["figure", "PDUs", "state", "confidence", "checked", "source"]
    lines += [f"  {line}" for line in tables.table(headings, figures, "").splitlines()]
    return "\n".join(lines)


def _held_against(number: pdu.Number) -> str:
    said = _amount(number.amount) or "not known"
    limit = number.limit
    if limit is None:
        return said
    word = "at most" if number.capped else "at least"
    if limit.amount is None:
        return f"{said}; {word} an amount we do not know"
    return f"{said}, {word} {pdu.show(limit.amount)}{_STATES[limit.state]}"


def _number(number: pdu.Number, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": number.id,
        "label": number.label,
        "amount": _amount(number.amount),
        "limit": _figure(number.limit) if number.limit else None,
        "sentence": number.sentence,
        "lines": [_behind(b, names) for b in number.behind],
    }


def _behind(behind: pdu.Behind, names: Mapping[str, str]) -> dict[str, Any]:
    session = behind.line.session
    return {
        "pair": names.get(session.pair_id, "(forgotten)"),
        "date": session.on,
        "start": session.start,
        "minutes": behind.line.minutes,
        "brings": pdu.show(behind.brings),
        "reason": behind.reason,
    }


def _figure(limit: pdu.Limit) -> dict[str, Any]:
    years = limit.name == "cycle_years"
    amount = limit.amount if years else _amount(limit.amount)
    return {
        "amount": amount,
        "state": limit.state,
        "confidence": limit.confidence,
        "source": limit.source,
        "checked": limit.checked,
    }


def _amount(quarters: int | None) -> str | None:
    return None if quarters is None else pdu.show(quarters)
