"""The base of every screen: a notice line, a line of keys, its commands, a word when the terminal is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.messages import Prune

from ..commands import Command, bindings
from ..host import Again, Host, Kept, host_of
from ..textual_fixes.laying_out import LaidOutOnce
from ..textual_fixes.painting import PaintsChanges
from ..textual_fixes.timing import Punctual
from ..widgets.bars import Notice, Places, TopBar
from ..widgets.keyline import KeyLine
from ..widgets.plain import Plain, own

if TYPE_CHECKING:
    from mentor_tui.workspace import PairView, Workspace

    from ..widgets.editors import Changed

AREAS: tuple[tuple[str, str], ...] = (
    ("home", "Home"),
    ("journey", "Journey"),
    ("goals", "Goals"),
    ("agreement", "Agreement"),
    ("sessions", "Sessions"),
    ("actions", "Actions"),
    ("pdus", "PDUs"),
    ("notes", "Notes"),
    ("close", "Close"),
)

_ALSO = {
    "home": "start, overview, dashboard",
    "journey": "steps, handbook, checklist, stages, what to do",
    "goals": "objectives, targets",
    "agreement": "contract, ground rules",
    "sessions": "meetings, calls, sessions, calendar",
    "actions": "tasks, to-do",
    "pdus": "certification, credits, points, hours",
    "notes": "diary, journal",
    "close": "end, finish, lessons learned, goodbye",
}
"""Other words for the places."""

BREAKPOINTS_X = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
BREAKPOINTS_Y = [(0, "-flat"), (20, "-low"), (30, "-tall")]


class Desk(Punctual, PaintsChanges, LaidOutOnce, Kept):
    """A screen with a notice line and a footer. Subclasses say what stands between in `body`."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS_X
    VERTICAL_BREAKPOINTS = BREAKPOINTS_Y
    CSS_PATH = None
    DEFAULT_CSS = """
    Desk { layout: vertical; layers: base cover; overflow: hidden hidden; }
    Desk #too-small {
        display: none; layer: cover; width: 100%; margin-bottom: 1;
        background: $background; content-align: center middle;
    }
    Desk.-tiny #too-small, Desk.-flat #too-small { display: block; }
    Desk #frame { height: 1fr; }
    """
    BINDINGS = [
        # With priority, so that what is typed right after a tab reaches the next field, however busy the computer is.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]
    HERE: tuple[Command, ...] = ()
    ABOUT = ""
    """Help for this place, in a few sentences."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "HERE" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(cls.HERE)]
        super().__init_subclass__(**kwargs)

    async def on_event(self, event: events.Event) -> None:
        """Keys typed ahead may leave a place before it is painted: it then has no widgets to fill."""
        if self.display or not isinstance(event, events.Mount | events.ScreenResume):
            await super().on_event(event)

    async def on_prune(self, event: Prune) -> None:
        """End what works beside this screen before its widgets go; Textual ends it after, and it would find none."""
        self.workers.cancel_node(self)

    @property
    def mentor(self) -> Host:
        """The app, typed."""
        return host_of(self)

    @property
    def ws(self) -> Workspace:
        """The unlocked vault."""
        return self.mentor.ws

    def compose(self) -> ComposeResult:
        yield Plain(
            own("This window is too small. At least 60 columns and 20 lines are needed; nothing you typed is lost."),
            id="too-small",
        )
        with Container(id="frame"):
            yield from self.body()
        yield Notice(id="notice")
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets of this screen."""
        yield from ()

    def on_rows_walked(self) -> None:
        for notice in self.query(Notice):
            notice.went_on()

    def on_changed(self, event: Changed) -> None:
        for notice in self.children:  # no query: at every key it would look through all fields of a long form
            if isinstance(notice, Notice):
                notice.typed()

    async def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()

    def say(self, sentence: str, kind: str = "") -> None:
        """Show a sentence on the notice line: `good`, `warning` or plain."""
        sentence = self.mentor.with_aside(sentence)
        for notice in self.query(Notice):
            notice.say(sentence, kind)


class Fresh(Desk):
    """A place that reads its records when it opens, and again each time it comes back to the front."""

    _just_shown = False

    def on_mount(self) -> None:
        if not self._just_shown:  # Textual calls this handler also when a subclass has called it already
            self.reload()
            self._just_shown = True

    def on_screen_resume(self) -> None:
        if self._just_shown:  # the first one follows the mounting, which has just read everything
            self._just_shown = False
        elif self.is_mounted:
            self.reload()

    def reload(self) -> None:
        """Read the records again and show them."""

    def show_news(self) -> None:
        """Show what changed behind its back, unless it has nothing to show it in yet: it reads when it opens."""
        if self.is_mounted and self.mentor.is_open:
            self.reload()


class Page(Desk):
    """A place to read: the digits lead from here to the areas."""

    HERE: tuple[Command, ...] = tuple(
        Command(f"area.area_{number}", str(number), title, f"Go to {title}.", footer=False, also=_ALSO.get(area, ""))
        for number, (area, title) in enumerate(AREAS, start=1)
    )

    def go_area(self, number: int) -> None:
        """Go to an area; text that is being typed below this page is kept as a draft."""
        self.mentor.go(AREAS[number - 1][0])


class Room(Fresh, Page):
    """One of the nine areas, for the pair that is open."""

    AREA = "home"
    HERE: tuple[Command, ...] = (
        Command(
            "area.find",
            "slash",
            "find",
            "Find anything you wrote, by any of its words.",
            shown_as="/",
            also="search, look up",
        ),
        Command(
            "area.undo",
            "u,ctrl+z",
            "undo",
            "Undo the last change.",
            footer=False,
            also="mistake, revert, bring back",
        ),
        Command("area.redo", "U,ctrl+y", "redo", "Redo what was undone.", footer=False),
        Command(
            "area.earlier_pair",
            "left_square_bracket",
            "earlier pair",
            "Switch to the previous pair.",
            footer=False,
            also="other mentee, other mentor",
        ),
        Command(
            "area.later_pair",
            "right_square_bracket",
            "next pair",
            "Switch to the next pair.",
            footer=False,
            also="other mentee, other mentor",
        ),
        Command("area.home", "escape", "home", "Back to Home.", footer=False),
    )
    DEFAULT_CSS = """
    Room #room { height: 1fr; }
    Room.-wide #top, Room.-wide #strip { margin: 0 1; }
    Room.-wide #room { padding: 0 1; }
    Room.-wide.-tall #room { padding: 1 1 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Plain(
            own("This window is too small. At least 60 columns and 20 lines are needed; nothing you typed is lost."),
            id="too-small",
        )
        with Container(id="frame"):
            yield TopBar(id="top")
            yield Places(AREAS, self.AREA, id="strip")
            with Container(id="room"):
                yield from self.body()
        yield Notice(id="notice")
        yield KeyLine()

    @property
    def view(self) -> PairView:
        """The open pair as it stands now."""
        return self.mentor.view

    def reload(self) -> None:
        """Read the records again and show them."""
        if not self.mentor.has_pair:  # locked, or the last pair was just forgotten
            return
        view = self.view
        self.query_one(TopBar).show_pair(view, self.mentor.saved_at)
        self.load(view)

    def load(self, view: PairView) -> None:
        """Show the pair's records; each area does its own."""

    async def store(self, *records: Any, delete: Any = (), label: str = "", again: Again | None = None) -> bool:
        """Save, say so, and show the new state; False (with a sentence shown) when it could not be saved.

        `again` is done after a yes to a question that stood in the way; without it the person does the deed once more.
        """
        done = await self.mentor.store(*records, delete=delete, label=label, again=again)
        if done:
            self.reload()
            self.say(f"Saved: {label}. u undoes it." if label else "Saved.", "good")
        return done

    def action_find(self) -> None:
        """Open the finder."""
        self.mentor.go("find")

    async def action_undo(self) -> None:
        """Take back the last change."""
        label = await self.mentor.step_back()
        if label is None:
            return
        self._show_again(f"Undone: {label}. U redoes it." if label else "There is nothing to undo.")

    async def action_redo(self) -> None:
        """Do again what was taken back."""
        label = await self.mentor.step_back(again=True)
        if label is None:
            return
        self._show_again(f"Redone: {label}." if label else "There is nothing to redo.")

    def _show_again(self, sentence: str) -> None:
        """Show what holds now; when the only pair went with it, the list of pairs."""
        if self.mentor.is_open and not self.mentor.has_pair:
            self.mentor.go("home")
            self.mentor.say(sentence)
            return
        self.reload()
        self.say(sentence)

    def action_home(self) -> None:
        """Back to Home."""
        if self.AREA != "home":
            self.mentor.go("home")

    def action_earlier_pair(self) -> None:
        """Switch to the previous pair."""
        self.mentor.turn_pair(-1)

    def action_later_pair(self) -> None:
        """Switch to the next pair."""
        self.mentor.turn_pair(1)


def _area_action(number: int) -> Any:
    def action(self: Page) -> None:
        self.go_area(number)

    action.__doc__ = f"Go to {AREAS[number - 1][1]}."
    return action


for _number in range(1, len(AREAS) + 1):
    setattr(Page, f"action_area_{_number}", _area_action(_number))
