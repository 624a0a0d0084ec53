"""A difference between the agreement and the pair: one question, with both ways out."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.mentoring import agreements, one_home, standing
from mentor_tui.schema.records import Agreement
from mentor_tui.workspace import PairView

from ..host import Host
from ..shell.base import Fresh
from ..shell.one_body import OneBody
from ..widgets.dialogs import Choose
from ..widgets.plain import joined, own
from .writing import WITH_SETTINGS

_TO_PAIR, _TO_DRAFT = "pair", "draft"


def to_settle(view: PairView) -> Agreement | None:
    """The version that the pair differs from, where that can be settled now: the newest one, draft or signed.

    An earlier signed version may differ too; a newer draft that says what the pair says settles that once it is signed.
    """
    newest = view.agreement
    return newest if newest is not None and standing.differing(view, newest) else None


def ways(view: PairView, agreement: Agreement) -> list[tuple[str, Content]]:
    """The ways out, each with what would be said then."""
    differ = standing.differing(view, agreement)
    back = one_home.as_agreed(view, agreement)
    of_pair = one_home.in_words(view, view.pair, differ)
    kept = f": {of_pair}" if of_pair else ""
    found = []
    if agreements.may_change(agreement):
        found.append((_TO_DRAFT, joined(own("Let the draft say what your pair says"), kept)))
        words = own("Let your pair say what the draft says: ")
    else:
        number = str(agreement.version + 1)
        found.append((WITH_SETTINGS, joined(own("Start version "), number, own(" with what your pair says"), kept)))
        words = own("Go back to what was agreed: ")
    turned = back.start and back.end and back.end < back.start  # it can only be settled in the agreement
    if back != view.pair and not turned:
        found.append((_TO_PAIR, joined(words, one_home.told(view, view.pair, back))))
    return found


def open_settle(app: Host, target: str) -> None:
    """Ask for the way out of a difference, and go it."""
    view = app.view
    if words := agreements.not_here(view):
        app.say(words)
        return
    agreement = to_settle(view)
    if agreement is None:
        app.say(standing.differs(view) or "The agreement and your pair say the same.")
        return
    question = Choose(
        own("The agreement and your pair differ"),
        ways(view, agreement),
        detail=f"{'. '.join(standing.differences(view, agreement))}.",
    )

    async def answered(way: str | None) -> None:
        if way == WITH_SETTINGS:
            app.go(f"agreement-edit:{WITH_SETTINGS}")
        elif way:
            await _settle(app, agreement.id, way)

    app.push_screen(question, answered)


async def _settle(app: Host, agreement_id: str, way: str) -> None:
    view = app.view
    agreement = next((a for a in view.agreements if a.id == agreement_id), None)
    if agreement is None:
        app.say("That version is no longer there.", "warning")
        return
    if way == _TO_DRAFT:
        label = f"agreement, version {agreement.version}, says what your pair says"
        done = await app.store(one_home.caught_up(view, agreement), label=label)
    else:
        pair = one_home.as_agreed(view, agreement)
        label = f"your pair as agreed: {one_home.told(view, view.pair, pair)}"
        done = await app.store(pair, label=label)
    if done:
        if isinstance(app.screen, Fresh | OneBody):
            app.screen.show_news()
        app.say(f"Saved: {label}. u undoes it.", "good")
