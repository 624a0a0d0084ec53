"""Before a talk that stands in a claim is changed or deleted: say so, and ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from mentor_tui.records import Claim, Record, Session

from .widgets.dialogs import Confirm
from .widgets.plain import own

if TYPE_CHECKING:
    from .app import MentorApp

Again = Callable[[], Awaitable[object]]
"""What is done once more after a yes."""


def asks_first(app: MentorApp, changed: Sequence[Record], deleted: Sequence[Record], again: Again | None) -> bool:
    """Whether a claim stands in the way: then a question was asked, and nothing may be saved until its answer.

    After a yes, `again` is done, and the same change passes; without it the person does the deed once more.
    """
    sessions = [r for r in (*changed, *deleted) if isinstance(r, Session)]
    if not sessions or not app.ws.table(Claim):
        return False
    from mentor_tui import claims

    found = claims.touched(app.ws, changed, deleted)
    asked = {(t.session.id, t.claim.id) for t in found}
    if not found or asked == app.agreed_to:
        app.agreed_to = set()
        return False

    async def answered(yes: bool | None) -> None:
        if not yes or not app.is_open:
            app.say("Left as it was; the claim still matches.")
            return
        app.agreed_to = asked
        if again is not None:
            await again()
        else:
            app.say("Do it once more now; it will be saved.")

    goes = any(t.goes for t in found)
    more = f" (And {len(found) - 1} more.)" if len(found) > 1 else ""
    app.push_screen(
        Confirm(
            own("It stands in a PDU claim. Delete it?") if goes else own("It stands in a PDU claim. Change it?"),
            detail=found[0].sentence + more,
            yes="Delete it" if goes else "Change it",
            no="Leave it",
        ),
        answered,
    )
    return True
