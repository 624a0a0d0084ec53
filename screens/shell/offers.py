"""All that can be done or opened besides what the person wrote: commands, places, forms, documents, steps, help.

Each is told to the finder as a thing among the records; the words by which it is found stand where it is declared.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentor_tui.words.days import day
from mentor_tui.workspace import things
from mentor_tui.workspace.things import Thing, thing

from .. import late
from ..commands import Command, commands_of
from ..host import Host
from .by_name import named
from .elsewhere import ALONE, PLACES, Place, elsewhere, go_and_do
from .help_pages import PAGES

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen


_HERE, _IN_THE_APP = 3, 2
"""How much nearer a command of this place, or of the app, is than anything else that the words fit as well."""


@dataclass(frozen=True)
class Offer:
    """A thing to choose, and what then happens."""

    thing: Thing
    do: Callable[[], object]
    keys: str = ""
    """Its key, as short as the key line shows it."""
    more: str = ""
    """One sentence on it."""
    label: str = ""
    """Of a command, its word in the key line."""


def at_hand(app: Host, screen: Screen[object]) -> Iterator[Offer]:
    """The commands of this screen, then of the app, as they are declared; places come after what is done here."""
    found: dict[str, tuple[Command, DOMNode]] = {}
    nodes: tuple[DOMNode, ...] = (screen, app)
    for node in nodes:
        for command in commands_of(node):
            if node.check_action(command.action, ()) is not False:
                found.setdefault(command.id, (command, node))
    rows = sorted(found.values(), key=lambda pair: pair[1] is app or is_place(pair[0]))
    for command, node in rows:
        run = functools.partial(app.run_action, command.action, default_namespace=node)
        where, near = ("Everywhere", _IN_THE_APP) if node is app or is_place(command) else ("Here", _HERE)
        do, told = functools.partial(app.call_later, run), _thing(command, command.id, "", near)
        yield Offer(told, do, app.key_display(command), f"{where}, with {app.keys_of(command)}.", command.label)


def is_place(command: Command) -> bool:
    """True for a command that does nothing but go to one of the nine places."""
    return command.id.startswith("area.area_")


def _thing(command: Command, id: str, about: str, near: int) -> Thing:
    title, called = (command.label, command.sentence) if is_place(command) else (command.sentence, command.label)
    kind = "place" if is_place(command) else "command"
    return thing(kind, title, id=id, also=command.other_words, about=about, called=called, near=near)


def in_other_places(app: Host, screen: Screen[object]) -> Iterator[Offer]:
    """The commands of other places: chosen, they go there first."""
    return (_there(app, command, place) for command, place in elsewhere(app, screen))


def of_place(app: Host, place: Place) -> Iterator[Offer]:
    """The commands of one place that is not on the screen."""
    return (_there(app, command, place) for command in commands_of(place.kind) if not command.key.startswith("escape"))


def _there(app: Host, command: Command, place: Place) -> Offer:
    key = app.key_display(command)
    if place.way:
        more = f"{place.way}; there {key} does it."
    elif command.id in ALONE:
        more = f"{place.title} opens first."
    else:
        more = f"{place.title} opens; choose the line there, then press {key}."
    told = _thing(command, f"{place.screen}/{command.id}", place.title, 0 if place.way else 1)
    return Offer(told, functools.partial(go_and_do, app, command, place), key, more, command.label)


def of_the_vault(app: Host) -> Iterator[Offer]:
    """The things of the open vault besides records: settings, the steps and papers of the pair, programs."""
    for key, (title, also, more) in named("settings.settings:LINES").items():
        told = thing("setting", title, id=f"settings:{key}", texts=(more,), also=also, near=1)
        yield Offer(told, functools.partial(app.go, f"settings:{key}"), more=more)
    if app.has_pair:
        view = app.view
        for one in things.of_program(view):
            yield _to(app, one)
        for state in late.journey.read(view).steps:
            step = state.step
            stands = "done" if state.done else "skipped" if state.dropped else ""
            due = f"by {day(state.due, view.today)}" if state.due and state.open else ""
            about = stands or due or "to do"
            go = f"step:{step.id}"
            told = thing("step", step.title, id=go, go=go, texts=(step.help,), about=about, pair_id=view.pair.id)
            yield _to(app, told)
    for program in app.ws.programs.readable():
        go = f"program:{program.id}"
        texts, about = (program.about,), program.organisation
        yield _to(app, thing("program", program.name, id=go, go=go, texts=texts, about=about))


def _to(app: Host, one: Thing) -> Offer:
    words = one.texts[0] if one.texts else ""
    return Offer(one, functools.partial(app.go, one.go), more=words)


def pages(app: Host) -> Iterator[Offer]:
    """The pages of help: those on what holds everywhere, and one for each place."""
    yield from to_read(app)
    for place in PLACES:
        if about := getattr(place.kind, "ABOUT", ""):
            yield _page(app, thing("help", f"About: {place.title}", id=f"help:{place.screen}", texts=(about,)))


def to_read(app: Host) -> Iterator[Offer]:
    """The pages of help on what holds everywhere."""
    for page in PAGES:
        told = thing("help", page.title, id=f"help:{page.id}", texts=(page.words,), also=page.also, about="to read")
        yield _page(app, told)


def _page(app: Host, one: Thing) -> Offer:
    return Offer(one, functools.partial(app.go, one.id), "?", one.texts[0])
