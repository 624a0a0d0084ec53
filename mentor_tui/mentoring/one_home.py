"""Facts that a pair and its agreement both know: rhythm, dates, length, channel and who invites.

While the newest version is a draft, a change on either side is made on the other in the same save. Only what was just
changed goes over: a draft of an earlier release that says something else is left as it is, and `standing` tells of it.
A signed version is never touched. Pure functions: they return records and save nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, sessions, standing
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.schema.fields import Field, Value, filled
from mentor_tui.schema.records import Agreement, Pair
from mentor_tui.words import text
from mentor_tui.words.days import every, safe_day, short_day
from mentor_tui.workspace import PairView


class Fact(NamedTuple):
    """One thing that both know: the field of the agreement, the pair's field, and the way from one to the other."""

    answer: str
    setting: str
    label: str
    to_pair: Callable[[PairView, Value], Value]
    """The pair's value for an answer; a blank one when the answer does not say it."""
    to_agreement: Callable[[PairView, Value], Value]
    """The answer for the pair as it is in the view, given the answer so far."""


# --- The ways over ----------------------------------------------------------------------------------------

_CLAUSE = re.compile(r"[^\s,;:.\n()][^,;:.\n()]*")
_FEW = 4
"""Words that say no more than how often: `our weekly video call`."""


def _rhythm(view: PairView, said: Value) -> Value:
    days = standing.rhythm_of(str(said))
    return view.pair.cadence_days if every(days) == every(view.rhythm_days) else days


def _rhythm_words(view: PairView, said: Value) -> Value:
    """The line with the pair's rhythm in place of its own: `every 2 weeks, on Thursdays` keeps its Thursdays."""
    words, rhythm = str(said), every(view.rhythm_days)
    said_so_far = standing.rhythm_of(words)
    if words.strip() and every(said_so_far) in ("", rhythm):
        return words  # no rhythm that could be told from it, or the very same
    found = standing.rhythm_in(words)
    if not found:
        return _in_its_clause(words, rhythm) if words.strip() else rhythm
    first, last = found
    rhythm = rhythm.capitalize() if words[first].isupper() else rhythm
    return words[:first] + rhythm + words[last:]


def _in_its_clause(words: str, rhythm: str) -> str:
    """The line with a rhythm in place of a few words such as `a monthly call`; of a longer clause nothing is lost."""
    clause = next((c for c in _CLAUSE.finditer(words) if standing.rhythm_of(c[0])), None)
    if clause is None or len(clause[0].split()) > _FEW:
        return f"{rhythm} (before: {words.strip()})"
    rhythm = rhythm.capitalize() if clause[0][0].isupper() else rhythm
    return words[: clause.start()] + rhythm + words[clause.end() :]


def _date(view: PairView, said: Value) -> Value:
    day = safe_day(str(said))
    return day.isoformat() if day else ""


_END = re.compile(r"[,;:\n(]")
_SHORT, _WORDS = 40, 3
"""Characters and words: a channel of a session is a word or two, not a sentence."""


def _first_of(words: str) -> str:
    """The words up to the first sign that ends a part."""
    return _END.split(words, maxsplit=1)[0]


def _brief(first: str) -> bool:
    return len(first) <= _SHORT and len(first.split()) <= _WORDS


def _channel(view: PairView, said: Value) -> Value:
    """The first of the channels, where that is a word or two; the usual one while the line still names it."""
    words, usual = text.one_line(str(said)), view.pair.usual_channel
    if usual and standing.names(words, usual):
        return usual
    first = text.one_line(_first_of(words))
    return first if _brief(first) else ""


def _channel_words(view: PairView, said: Value) -> Value:
    words, usual = str(said), view.pair.usual_channel
    if not words.strip() or not usual or standing.names(words, usual):
        return words or usual
    first = _first_of(words).rstrip()
    return usual + words[len(first) :] if _brief(first) else f"{usual}, {words}"


def _inviter(view: PairView, said: Value) -> Value:
    return str(said) if said in ("mentor", "mentee") else ""


FACTS = (
    Fact("frequency", "cadence_days", "rhythm", _rhythm, _rhythm_words),
    Fact("start", "start", "start", _date, lambda v, _: v.pair.start),
    Fact("end", "end", "end", _date, lambda v, said: end.isoformat() if (end := ends_on(v)) else said),
    Fact("usual_length", "usual_minutes", "length", lambda v, said: said, lambda v, _: sessions.usual_minutes(v)),
    Fact("channels", "usual_channel", "channel", _channel, _channel_words),
    Fact("invites_by", "invites_by", "who invites", _inviter, lambda v, said: sessions.inviter(v) or said),
)
"""In the order in which they are told of."""


# --- From the agreement to the pair -----------------------------------------------------------------------


def pair_with(view: PairView, before: Mapping[str, Value], after: Mapping[str, Value]) -> Pair:
    """The pair with what was changed in a draft, from the answers `before` to those `after`; else the very same."""
    form = view.program.form("pair")
    changed: dict[str, Any] = {}
    for fact in FACTS:
        said = after.get(fact.answer)
        if said is None or not filled(said) or said == before.get(fact.answer):
            continue
        value = _fitting(form.field(fact.setting), fact.to_pair(view, said))
        if filled(value) and value != getattr(view.pair, fact.setting):
            changed[fact.setting] = value
    return msgspec.structs.replace(view.pair, **changed) if changed else view.pair


def as_agreed(view: PairView, agreement: Agreement) -> Pair:
    """The pair with what an agreement says, wherever its settings say something else."""
    differ = standing.differing(view, agreement)
    return pair_with(view, {k: v for k, v in agreement.answers.items() if k not in differ}, agreement.answers)


# --- From the pair to the agreement -----------------------------------------------------------------------


def draft_with(view: PairView, pair: Pair) -> Agreement | None:
    """The draft as it will be with the pair's new settings; None without a draft, or when it stays as it is.

    `view` shows the pair as it is stored, `pair` is how it is about to be.
    """
    draft = view.agreement
    if draft is None or not agreements.may_change(draft) or "agreement" not in view.program.forms:
        return None
    then = replace(view, pair=pair)
    moved = {f.answer for f in FACTS if f.to_agreement(view, "") != f.to_agreement(then, "")}
    changed = with_settings(then, draft, moved)
    return changed if changed.answers != draft.answers else None


def with_settings(view: PairView, agreement: Agreement, which: Collection[str]) -> Agreement:
    """The draft with the pair's settings in these fields, as far as its form has them and its words take them."""
    form = view.program.form("agreement")
    fields = {f.id: f for f in form.fields()}
    answers = dict(agreement.answers)
    for fact in FACTS:
        if fact.answer in which and (field := fields.get(fact.answer)):
            said = answers.get(fact.answer, field.blank())
            value = _fitting(field, fact.to_agreement(view, said))
            if filled(value):
                answers[fact.answer] = value
    return agreements.with_answers(agreement, answers)


def _fitting(field: Field, value: Value) -> Value:
    try:
        return field.check(value)
    except InputRefused:
        return field.blank()


def caught_up(view: PairView, draft: Agreement) -> Agreement:
    """A draft with the pair's settings wherever it says something else."""
    known = agreements.draft(view).answers
    differ = standing.differing(view, draft)
    of_pair = with_settings(view, draft, differ)
    rest = {k: known[k] for k in differ if k in known and k not in {f.answer for f in FACTS}}
    return agreements.with_answers(of_pair, {**of_pair.answers, **rest})


def next_version(view: PairView) -> Agreement:
    """The version after the newest one, with the pair's settings wherever they differ from what was agreed."""
    return caught_up(view, agreements.revise(view))


# --- In words ---------------------------------------------------------------------------------------------


def told(view: PairView, before: Pair, after: Pair) -> str:
    """The change of a pair in words: `rhythm every 3 weeks, length 45 min`; empty when nothing does."""
    return in_words(view, after, {f.answer for f in FACTS if getattr(before, f.setting) != getattr(after, f.setting)})


def in_words(view: PairView, pair: Pair, which: Collection[str]) -> str:
    """A pair's say on some of the facts that both know, by field of the agreement."""
    then = replace(view, pair=pair)
    return ", ".join(f"{f.label} {_in_words(f, then)}" for f in FACTS if f.answer in which)


def _in_words(fact: Fact, view: PairView) -> str:
    value = fact.to_agreement(view, "")
    day = safe_day(str(value)) if fact.answer in ("start", "end") else None
    if day:
        return short_day(day, view.today)
    return f"{value} min" if fact.answer == "usual_length" else str(value)
