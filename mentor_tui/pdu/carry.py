"""PDUs carried into the next cycle: the smallest of the cap, the surplus, and what the last twelve months brought."""

from __future__ import annotations

from dataclasses import dataclass

from mentor_tui.pdu.standing import Account
from mentor_tui.schema.amounts import show


@dataclass(frozen=True)
class CarryOver:
    """Amounts are quarters. How PMI weaves this with the caps of the next cycle we could not verify."""

    amount: int | None
    """Quarters that would be carried over; None when a figure or the cycle is not known."""
    surplus: int
    """Quarters above the total; 0 when the total is not known."""
    recent: int
    """Earned in the last twelve months of the cycle; work as a practitioner is not carried over."""
    cap: int | None
    sure: bool
    """True if both figures are verified."""
    sentence: str


def carry_over(account: Account, total: int, recent: int) -> CarryOver:
    """The quarters carried over when so many count in all, `recent` of them earned in the last twelve months."""
    terms, name = account.terms, account.certification.name
    needed, cap = terms.total.amount, terms.carry_over_cap.amount
    surplus = max(total - needed, 0) if needed is not None else 0
    sure = terms.total.sure and terms.carry_over_cap.sure
    if needed is None or cap is None or not account.cycle.end:
        lacking = "the end of the cycle" if not account.cycle.end else "PMI's figures for it"
        sentence = f"What {name} carries over cannot be said without {lacking}."
        return CarryOver(None, surplus, recent, cap, False, sentence)
    carried = min(cap, surplus, recent)
    if not surplus:
        sentence = "Nothing is above the total yet, so nothing is carried over."
    elif not carried:
        sentence = (
            f"{show(surplus)} PDUs are above the total, but none is carried over: only what was earned from "
            f"{account.cycle.last_year_from} on is, and at most {show(cap)}."
        )
    else:
        sentence = (
            f"{show(carried)} PDUs would be carried over: {show(surplus)} are above the total, {show(recent)} were "
            f"earned from {account.cycle.last_year_from} on, and at most {show(cap)} carry over."
        )
    usable = terms.total.usable and terms.carry_over_cap.usable
    return CarryOver(
        carried, surplus, recent, cap, sure, sentence + ("" if usable else " These figures are not verified.")
    )
