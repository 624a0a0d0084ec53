"""Answers to a program's form, checked, with those kept to questions that the program no longer asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mentor_tui.schema.fields import Field, Form, Value, filled


def checked(
    form: Form, given: Mapping[str, Value], stored: Mapping[str, Value], others: Iterable[Mapping[str, Value]] = ()
) -> dict[str, Value]:
    """The answers that say something, cleaned. Raises InputRefused for one that is wrong.

    A newer pack may have dropped a question: its answer, as it is `stored` in this record, stays as it is. `others`
    are earlier answers that may be taken over with their dropped questions, as in a new version of an agreement. An
    answer given now must be to a question of the form.
    """
    known = {field.id for field in form.fields()}
    old = {k: v for k, v in stored.items() if k not in known}
    earlier = [stored, *others]
    taken = {k: v for k, v in given.items() if k not in known and any(k in e and e[k] == v for e in earlier)}
    now = form.check({k: v for k, v in given.items() if k not in taken})
    return {**{k: v for k, v in now.items() if filled(v)}, **old, **taken}


def kept(given: Mapping[str, Value]) -> dict[str, Value]:
    """Answers to a form that the program does not have, as of a pair that moved here from another program, cleaned.

    Without their form they are nobody's but the person's own: no document takes them but the full export.
    """
    found = {}
    for name, value in given.items():
        if isinstance(value, str | list):
            value = Field(name, name, "lines" if isinstance(value, list) else "text").check(value)
        if filled(value):
            found[name] = value
    return found
