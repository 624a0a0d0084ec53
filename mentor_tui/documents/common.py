"""Parts that several documents share: the two names, the pair's own fields, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentor_tui.documents import figures
from mentor_tui.documents.blocks import fact
from mentor_tui.documents.documents import Fact
from mentor_tui.mentoring import journey
from mentor_tui.schema.audience import Admitted, admitted, values_of
from mentor_tui.schema.fields import Reader
from mentor_tui.workspace import PairView


def people(view: PairView, reader: Reader | None) -> list[Fact]:
    """The two names as the reader may know them, mentor first."""
    forms = view.program.forms
    me = admitted(forms["profile"], values_of(view.profile), view.role, reader, ("name",)).get("name")
    partner = admitted(forms["pair"], values_of(view.pair), view.role, reader, ("partner_name",)).get("partner_name")
    names = view.program.role_names
    found = [
        fact(item, names.get(role, role).capitalize())
        for role, item in ((view.role, me), (view.pair.partner_role, partner))
        if item is not None
    ]
    return found if view.role == "mentor" else found[::-1]


def pair_items(view: PairView, reader: Reader | None) -> dict[str, Admitted]:
    """Fields of the pair itself, with the program by its name. A pair that is under way has not ended on any day."""
    values: dict[str, Any] = values_of(view.pair) | {"program": view.program.name}
    if not journey.is_closed(view):
        values["ended_on"] = ""
    return admitted(view.program.form("pair"), values, view.role, reader)


def program_facts(view: PairView, reader: Reader | None, only: tuple[str, ...]) -> list[Fact]:
    """Those of the pair's own fields that the reader may see, as labelled lines."""
    return facts_of(pair_items(view, reader), *only)


def figures_for(view: PairView, reader: Reader | None) -> dict[str, Admitted]:
    """Figures worked out from the records that the reader may see."""
    return admitted(view.program.form("derived"), figures.derived(view), view.role, reader)


def facts_of(items: Mapping[str, Admitted], *names: str) -> list[Fact]:
    """Those of the named values that were admitted, as labelled lines."""
    return [fact(items[name]) for name in names if name in items]
