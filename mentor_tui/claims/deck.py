"""A claim field by field, in the order of PMI's own form, ready to copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mentor_tui import pdu
from mentor_tui.claims.wording import activity_type
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Field
from mentor_tui.schema.records import Claim


@dataclass(frozen=True)
class Card:
    """One field of PMI's form."""

    id: str
    label: str
    text: str
    """As PMI's form takes it; empty when there is nothing to enter."""
    help: str


def deck(claim: Claim) -> list[Card]:
    """The fields to copy, in order: one number for a mentor, the three sides for a mentee."""
    form = programs.shared_forms()["claim"]
    return [Card(f.id, f.label, _shown(f, claim), f.help) for f in form.view("deck", claim.role)]


def as_text(claim: Claim) -> str:
    """The whole deck as plain text, a label and its text per field."""
    return "\n".join(f"{card.label}\n{card.text or '-'}\n" for card in deck(claim))


def american(iso: str) -> str:
    """An ISO day as PMI's form takes it, MM/DD/YYYY."""
    return f"{date.fromisoformat(iso):%m/%d/%Y}" if iso else ""


def problems(claim: Claim) -> list[str]:
    """Sentences about what PMI's form could not take; empty when the claim is ready."""
    found = []
    if not claim.title.strip():
        found.append("It has no title yet.")
    if not claim.description.strip():
        found.append("It has no description yet.")
    if not claim.provider.strip():
        found.append("It does not say who runs the program.")
    if not claim.started or not claim.completed or claim.started > claim.completed:
        found.append("Its first day is after its last.")
    sides = claim.ways_of_working + claim.power_skills + claim.business_acumen
    if claim.role == "mentee" and sides != claim.quarters:
        found.append(
            f"The three sides of the triangle add up to {pdu.show(sides)}, the claim is {pdu.show(claim.quarters)}: "
            "PMI asks for all three."
        )
    return found


def _shown(field: Field, claim: Claim) -> str:
    if field.id == "role":
        return activity_type(claim.role, claim.activity)
    value = getattr(claim, field.id)
    if field.kind == "date":
        return american(value)
    return field.show(value)
