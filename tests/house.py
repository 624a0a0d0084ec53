"""The picture of the house in `docs/architecture.md`, drawn from what the code imports: `make picture`.

A room is a folder (or a single module) directly in `mentor_tui/` or in `screens/`. An arrow means "needs". Where a room
is also reached by way of others, the short arrow is left out: twenty arrows can be read, eighty cannot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by `make picture`: begin -->\n", "<!-- drawn by `make picture`: end -->\n"
CORE, SCREENS = "mentor_tui", "screens"


def arrows() -> dict[str, set[str]]:
    """Room -> the rooms it imports from, anywhere in it. A room of the screens is called `screens/<name>`."""
    found: dict[str, set[str]] = defaultdict(set)
    graph = grimp.build_graph(CORE, SCREENS, cache_dir=None)
    for module in graph.modules:
        here = _room(module)
        if here:
            found[here] |= {_room(other) for other in graph.find_modules_directly_imported_by(module)} - {here, ""}
    return found


def _room(module: str) -> str:
    package, *inside = module.split(".")
    if not inside or inside[0] == "__main__":
        return ""
    return inside[0] if package == CORE else f"{SCREENS}/{inside[0]}"


def beyond(room: str, needs: dict[str, set[str]]) -> set[str]:
    """All rooms that a room reaches, directly or by way of others."""
    found: set[str] = set()
    ahead = [room]
    while ahead:
        new = needs.get(ahead.pop(), set()) - found
        found |= new
        ahead.extend(new)
    return found


def thinned(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same arrows without those that a longer way makes needless. There is no circle: the contracts see to it."""
    return {
        room: {to for to in direct if not any(to in beyond(other, needs) for other in direct - {to})}
        for room, direct in needs.items()
    }


def picture(needs: dict[str, set[str]]) -> str:
    """Mermaid's words for rooms and arrows, always in the same order."""
    lines = ["flowchart TD"]
    for room in sorted(needs):
        name = room.removeprefix(f"{SCREENS}/")
        lines.append(f'    {_id(room)}["{name}"]')
    lines += [f"    {_id(room)} --> {_id(to)}" for room, direct in sorted(needs.items()) for to in sorted(direct)]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def _id(room: str) -> str:
    """A name that means nothing else to Mermaid, to which `end` and `style` are words of its own."""
    return "room_" + room.replace("/", "_")


def drawn() -> str:
    """Both pictures, as they stand on the page."""
    needs = arrows()
    core = {room: direct for room, direct in needs.items() if not room.startswith(SCREENS)}
    screens = {
        room: {to for to in direct if to.startswith(SCREENS)}
        for room, direct in needs.items()
        if room.startswith(SCREENS)
    }
    return (
        f"The core, `{CORE}/`:\n\n{picture(thinned(core))}\n"
        f"The screens, `{SCREENS}/`, every one of which may also need the core:\n\n{picture(thinned(screens))}"
    )


def on_the_page() -> str:
    """The pictures that stand on the page now."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


def put_on_the_page() -> None:
    """Draw both pictures anew."""
    page = PAGE.read_text("utf-8")
    assert BEGIN in page and END in page, "the page says where its pictures belong"
    PAGE.write_text(re.sub(f"(?s){re.escape(BEGIN)}.*{re.escape(END)}", lambda _: BEGIN + drawn() + END, page), "utf-8")


if __name__ == "__main__":
    put_on_the_page()
