"""Before a talk in a claim is changed or deleted, or one that looks like a slip is saved: say so, and ask."""

from __future__ import annotations

from collections.abc import Sequence

from mentor_tui.schema import odd
from mentor_tui.schema.records import Claim, Pair, Record, Session

from .. import late
from ..host import Again, Host
from ..widgets.dialogs import Confirm
from ..widgets.plain import own


def asks_first(app: Host, changed: Sequence[Record], deleted: Sequence[Record], again: Again | None) -> bool:
    """Ask the person where a claim stands in the way, or a day or a length that looks like a slip.

    True when a question was asked: nothing may be saved until its answer. After a yes, `again` is done, and the same
    change passes; without it the person does the deed once more.
    """
    sessions = [r for r in (*changed, *deleted) if isinstance(r, Session)]
    if not sessions:
        return False
    slips = _slips(app, changed)
    found = late.claims.touched(app.ws, changed, deleted) if app.ws.table(Claim) else []
    asked = {(t.session.id, t.claim.id) for t in found} | set(slips.items())
    if not asked or asked == app.agreed_to:
        app.agreed_to = set()
        return False

    async def answered(yes: bool | None) -> None:
        if not yes or not app.is_open:
            app.say("Not changed; the claim still matches." if found else "Not saved: correct it first.")
            return
        app.agreed_to = asked
        if again is not None:
            await again()
        else:
            app.say("Do it once more now; it will be saved.")

    if not found:
        why = next(iter(slips.values()))
        app.push_screen(Confirm(own("Is that right?"), detail=f"{why}.", yes="Save it", no="Not yet"), answered)
        return True
    goes = any(t.goes for t in found)
    more = f" (And {len(found) - 1} more.)" if len(found) > 1 else ""
    app.push_screen(
        Confirm(
            own("It is in a PDU claim. Delete it?") if goes else own("It is in a PDU claim. Change it?"),
            detail=" ".join([found[0].sentence + more, *(f"{why}." for why in slips.values())]),
            yes="Delete it" if goes else "Change it",
            no="Keep it",
        ),
        answered,
    )
    return True


def _slips(app: Host, changed: Sequence[Record]) -> dict[str, str]:
    """Session id -> why it looks like a slip of the year or of the length, of those where just that is new."""
    found = {}
    for record in changed:
        pair = app.ws.get(Pair, record.pair_id) if isinstance(record, Session) else None
        if not isinstance(record, Session) or pair is None or not (doubts := odd.doubts(record, pair)):
            continue
        before = app.ws.get(Session, record.id)
        known = odd.doubts(before, pair) if before else {}
        if new := [why for option, why in doubts.items() if known.get(option) != why]:
            found[record.id] = " and ".join(new)
    return found
