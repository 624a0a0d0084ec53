"""Beside the page that is written: the way on, who signs, what the pair knows too, and what else may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, one_home, one_page, standing, understood
from mentor_tui.schema.fields import Field, Value
from mentor_tui.schema.records import Agreement
from mentor_tui.words.days import day, safe_day
from mentor_tui.workspace import PairView

from ..widgets.drawing import sign_of
from ..widgets.plain import joined, own
from .words import signature_lines


def after_lines(
    view: PairView, agreement: Agreement, typed: Mapping[str, object], more: str, key: str
) -> list[Content]:
    """All that stands beside the page. `typed` is what is being changed, `more` tells what else `key` asks."""
    lines = [_afterwards(view, agreement), _heading(own("Signatures")), *signature_lines(view, agreement)]
    lines += [_heading(own("Also in the pair")), *_in_pair(view, agreement, typed)]
    if more:
        lines += [_heading(own("If you want more")), joined(f"{more}. ", (key, "bold"), own(" asks them."))]
    return lines


def in_short(view: PairView, agreement: Agreement, typed: Mapping[str, object]) -> Content:
    """The same in a line or two, below the page of a narrow window."""
    said = follows(view, agreement, typed)
    return joined(_afterwards(view, agreement), " ", (said, "$good")).stylize_before("$quiet")


def _heading(words: Content) -> Content:
    return joined("\n", words.stylize("bold"))


def _afterwards(view: PairView, agreement: Agreement) -> Content:
    """The way on: the review, on the day of the next session where it is known, and the signatures."""
    if on := safe_day(agreement.reviewed_on):
        return joined(own("You reviewed it together "), day(on, view.today), own(". Now it is signed."))
    planned = sorted(s.on for s in view.sessions if s.status == "planned" and s.on >= view.today.isoformat())
    when = safe_day(planned[0]) if planned else None
    session = f", {day(when, view.today)}" if when else ""
    signs = own("then both of you sign.") if agreements.all_of(view) == "both" else own("then all of you sign.")
    return joined(own("You review it together in your next session"), session, ", ", signs)


def _in_pair(view: PairView, agreement: Agreement, typed: Mapping[str, object]) -> list[Content]:
    lines = [joined(sign_of("late"), (f" {words}.", "$late")) for words in standing.differences(view, agreement)]
    if said := follows(view, agreement, typed):
        return [*lines, joined(sign_of("done"), (f" {said}", "$good"))]
    form = one_page.paged(view.program.form("agreement"))
    asked = {f.id for f in form.page(view.role)}
    facts = [f.label for f in one_home.FACTS if f.answer in asked]
    known = ", ".join(facts[:-1]) + f" and {facts[-1]}" if len(facts) > 1 else "".join(facts)
    told = own(" are in the pair's details too. Change them here and they change there, until somebody signs.")
    return [*lines, joined(known[:1].upper() + known[1:], told)] if facts else lines


def follows(view: PairView, agreement: Agreement, typed: Mapping[str, object]) -> str:
    """A sentence on what changes in the pair with what is typed; empty when nothing does."""
    fields = {f.id: f for f in view.program.form("agreement").fields()}
    cleaned = {k: _cleaned(fields[k], v, view.today) for k, v in typed.items() if k in fields}
    pair = one_home.pair_with(view, agreement.answers, {**agreement.answers, **cleaned})
    told = one_home.told(view, view.pair, pair)
    return f"Your pair will have it too: {told}." if told else ""


def _cleaned(field: Field, value: object, today: date) -> Value:
    try:
        return understood.checked(field, value, today)
    except InputRefused:
        return field.blank()
