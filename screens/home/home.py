"""Home: what now, in one sentence and one key; below it the pair at a glance, or all of them side by side."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll

from mentor_tui import claims
from mentor_tui.mentoring import glance, journey
from mentor_tui.mentoring.glance import Glance
from mentor_tui.schema.records import Pair
from mentor_tui.vault.beside.own_drafts import place_of
from mentor_tui.workspace import PairView, access

from ..commands import Command
from ..shell.base import Room
from ..widgets import calendar
from ..widgets.bars import TopBar
from ..widgets.plain import joined, own
from . import cards, drawn, numbers
from .hints import draft_part, hints
from .panels import Draw, HomePanel, Lines
from .plan import Need, share_out

_SIDE = 37
"""Columns of the right side: a calendar with its months."""
_BORDER = 2


class HomeRoom(Room):
    """The one next thing, and the pair at a glance; with several pairs a card each."""

    AREA = "home"
    HERE = (
        Command("home.do_next", "enter", "do it", "Do the next thing.", footer=False),
        Command(
            "home.later", "z", "later", "Postpone the next thing until tomorrow.", footer=False, also="snooze, not now"
        ),
        Command(
            "home.log",
            "l",
            "log",
            "Log a session held today, or the one planned.",
            also="write up, record, took place, minutes",
        ),
        Command("home.plan", "n", "plan", "Plan a session.", also="schedule, appointment, calendar, book"),
        Command("home.act", "a", "action", "Note an action: who does what by when.", also="task, to-do, follow up"),
        Command("home.draft", "d", "draft", "Go on with unsaved text.", footer=False, also="unsaved, continue writing"),
    )
    ABOUT = (
        "Home shows the one next thing, and a key to do it. Below it: where you are in the program, your goals, who "
        "does what, what is coming, and how long ago you last met. Tab goes from panel to panel, Enter opens one. "
        "With several pairs there is a card for each: Enter, [ and ] open one, 1 comes back to all. "
        "Nothing here is compulsory: z postpones the next thing until tomorrow."
    )
    DEFAULT_CSS = f"""
    HomeRoom #page {{ height: 1fr; scrollbar-size-vertical: 1; }}
    HomeRoom #whole {{ height: auto; }}
    HomeRoom #main {{ width: 1fr; height: auto; }}
    HomeRoom #side {{ width: {_SIDE}; height: auto; margin-left: 1; }}
    HomeRoom #beside-calendar {{ height: auto; }}
    HomeRoom #hints {{ margin: 0 2; color: $quiet; }}
    HomeRoom .beside {{ height: auto; }}
    HomeRoom #goals {{ width: 9fr; }}
    HomeRoom #coming {{ width: 11fr; margin-left: 1; }}
    HomeRoom #cards {{ layout: grid; grid-size: 2; grid-gutter: 0 1; height: auto; }}
    HomeRoom.-narrow #whole {{ layout: vertical; }}
    HomeRoom.-narrow #side {{ width: 1fr; margin-left: 0; layout: horizontal; }}
    HomeRoom.-narrow #calendar {{ width: {_SIDE}; margin-right: 1; }}
    HomeRoom.-narrow #beside-calendar {{ width: 1fr; }}
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target
        """`pair` for the open pair by itself; else all pairs, when there are several."""
        self._glances: list[Glance] = []

    def body(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False), Horizontal(id="whole"):
            with Vertical(id="main"):
                yield HomePanel("next", own("Next"), classes="-next")
                yield Lines(id="hints")
                yield HomePanel("program", own("Program"), (("area.area_2", "journey"),), go="journey")
                yield Container(id="cards")
                with Horizontal(classes="beside", id="of-one"):
                    yield HomePanel("goals", own("Goals"), (("area.area_3", "all"),), go="goals")
                    yield HomePanel("coming", own("Coming up"), (("home.plan", "plan"),), go="journey")
                yield HomePanel("actions", own("Actions"), (("area.area_6", "all"), ("home.act", "new")), go="actions")
                yield HomePanel("last", own("Last session"), (("area.area_5", "all"),), go="sessions")
            with Vertical(id="side"):
                yield HomePanel("calendar", own(""), (("home.plan", "plan"),), go="sessions")
                with Vertical(id="beside-calendar"):
                    yield HomePanel("ahead", own("Coming up"), (("area.area_5", "all"),), go="sessions")
                    yield HomePanel("rhythm", own("Rhythm"), (("area.area_5", "sessions"),), go="sessions")
                    yield HomePanel("pdus", own("PDUs"), (("area.area_7", "PDUs"),), go="pdus")

    # --- Showing ---------------------------------------------------------------------------------------------

    def load(self, view: PairView) -> None:
        """Show the open pair, or all of them."""
        self._measure = self.app.size
        self._glances = [glance.look(one, self.mentor.clock.now()) for one in self._views(view)]
        self._first = glance.most_urgent(self._glances)
        self._next = self._first.journey.next
        self._brief = claims.brief(self.ws)
        if len(self._glances) > 1:
            self.query_one(TopBar).show_partners([one.view for one in self._glances])
        self._arrange()

    def _views(self, view: PairView) -> list[PairView]:
        """The pairs to show: the open one, or all that go on when there are several."""
        if self._target == "pair":
            return [view]
        going_on = [p for p in self.ws.pairs if p.status in ("active", "paused") and access.program_here(self.ws, p)]
        return [self.ws.view(pair) for pair in going_on] if len(going_on) > 1 else [view]

    def _arrange(self) -> None:
        """Give every panel its lines, and as many rows as the window has for it."""
        width, height = self.app.size
        wide, tall, several = width >= 100, height >= 30, len(self._glances) > 1
        room = height - 3 - (wide and tall)
        across = width - (2 + _SIDE + 1 if wide else 1)  # one for the bar that scrolls
        found, first = self._glances, self._glances[0]
        self.query_one("#cards").display = self.query_one("#ahead").display = several
        self.query_one("#of-one").display = not several
        said = self._show_next(across)
        notes = hints(self.mentor, found, self._next.go, self._brief)
        calm = [line for note in notes for line in drawn.wrapped(note, across - 4, 3)]
        at_top = said + _BORDER + len(calm)
        self._lines("#hints", lambda width, rows: calm, len(calm))
        self._panel("#program").entitle(joined(own("Program"), drawn.span_words(found)))
        middle = self._cards_need(wide) if several else self._one_need(first, across)
        actions = sum(len(one.actions) for one in found) or (2 if tall else 1)  # without any, an example
        acts = Need(min(actions, 3 if tall else 1) + _BORDER, min(actions, 8) + _BORDER)
        last = Need((len(found) if several else 3) + _BORDER, (len(found) if several else 8) + _BORDER)
        least = room - at_top - middle.least - acts.least - last.least - _BORDER
        lines = drawn.program_rows(found, tall and drawn.program_rows(found, True) <= least)
        program = Need(lines + _BORDER, lines + _BORDER)
        cards_first = several and not tall and len(found) > 2
        order = [middle, program] if cards_first else [program, middle]
        self._put_first("#cards" if cards_first else "#program", "#program" if cards_first else "#cards")
        one, two, three, four = share_out(room - at_top, [*order, acts, last])
        prog, mid = (two, one) if cards_first else (one, two)
        self._fill("#program", partial(drawn.program, found), prog)
        self._show_cards(mid) if several else self._show_one(first, mid)
        self._fill("#actions", partial(drawn.actions, found), three)
        begun = several or bool(first.view.met)
        self._panel("#last").entitle(own("Last session" if begun else "First steps"))
        self._fill("#last", partial(drawn.last_session, found), four)
        self._show_side(room if wide else 0, wide)

    def _show_next(self, across: int) -> int:
        """The next thing, and its keys in the edge; returns how many rows it takes."""
        several, action = len(self._glances) > 1, self._next
        panel = self._panel("#next")
        said = drawn.said_of(self._first.name, action) if several else action.text
        words = [(said, "bold $next"), (action.detail, "")]
        rows = len(drawn.next_thing(words, across - 4, 4))
        keys = [("home.do_next", action.key_label or "open")] if action.go else []
        keys += [("home.later", "later")] if journey.later_key(action) else []
        panel.put_keys(*keys)
        panel.show(lambda width, rows: drawn.next_thing(words, width, rows), rows)
        return rows

    def _one_need(self, one: Glance, across: int) -> Need:
        goals = max(len(one.goals), 1)
        coming = len(drawn.coming([one], (across - 1) * 11 // 20 - 4, 8))
        least = max(min(goals * 2, 4), min(coming, 4), 2)
        return Need(least + _BORDER, max(goals * 2 + 1, coming, 4) + _BORDER)

    def _show_one(self, one: Glance, height: int) -> None:
        self._fill("#goals", partial(drawn.goals, one), height)
        self._fill("#coming", partial(drawn.coming, [one]), height)

    def _cards_need(self, wide: bool) -> Need:
        lines = -(-len(self._glances) // self._abreast())
        most = max(map(cards.card_rows, self._glances)) + (2 if wide else 0)
        return Need(lines * (4 + _BORDER), lines * (most + _BORDER))

    def _abreast(self) -> int:
        return 2 if self.app.size.width >= 70 else 1

    def _show_cards(self, height: int) -> None:
        """A card for each pair; those of pairs that came or went are made or taken away."""
        place, abreast = self.query_one("#cards"), self._abreast()
        panels = list(place.query_children(HomePanel))
        for at in range(len(panels), len(self._glances)):
            panels.append(HomePanel(f"card-{at}", own("")))
            place.mount(panels[at])
        for spare in panels[len(self._glances) :]:
            spare.remove()
        lines = -(-len(self._glances) // abreast)
        each = height // lines
        place.styles.grid_size_columns = abreast
        place.styles.height = height
        for at, (card, one) in enumerate(zip(panels, self._glances, strict=False)):
            alone = at == len(self._glances) - 1 and not at % abreast
            card.styles.column_span = abreast if alone else 1
            card.entitle(one.view.pair.partner_name or "your partner")
            card.go = f"pair:{one.view.pair.id}"
            card.put_keys(*[(("area.earlier_pair", "area.later_pair")[at], "open")] if at < 2 else [])
            self._show(card, partial(cards.card, one, self._brief), each)

    def _show_side(self, room: int, wide: bool) -> None:
        """The right side, or what stands below where there is none."""
        found, several = self._glances, len(self._glances) > 1
        panel, weeks = self._panel("#calendar"), calendar.WEEKS + 3 + _BORDER
        panel.entitle(calendar.months_of(found[0].view.today))
        coming = max(sum(len(one.coming) for one in found), 1)
        bars = len(self._brief.bars)
        told = 2 * len(found) + 1 if several else len(numbers.rhythm(found, _SIDE - 4, 30))
        rhythm = Need((len(found) if several else min(told, 7)) + _BORDER, told + _BORDER)
        pdus = Need(2 * bars + 2 + _BORDER, 3 * bars + 3 + _BORDER)
        needs = [rhythm, pdus]
        if several:
            needs.insert(0, Need(min(coming, 3) + _BORDER, min(coming, 8) + _BORDER))
        rows = share_out(max(room - weeks, sum(need.least for need in needs)), needs)
        self._fill("#calendar", partial(numbers.calendar, found), weeks if wide else max(weeks, sum(rows)))
        *ahead, weekly, earned = rows
        if ahead:
            self._fill("#ahead", partial(drawn.coming, found), ahead[0])
        self._fill("#rhythm", partial(numbers.rhythm, found), weekly)
        self._fill("#pdus", partial(numbers.pdus, found, self._brief), earned)

    def _panel(self, selector: str) -> HomePanel:
        return self.query_one(selector, HomePanel)

    def _lines(self, selector: str, draw: Draw, height: int) -> None:
        lines = self.query_one(selector, Lines)
        lines.display = height > 0
        lines.show(draw, height)

    def _fill(self, selector: str, draw: Draw, height: int) -> None:
        self._show(self._panel(selector), draw, height)

    def _show(self, panel: HomePanel, draw: Draw, height: int) -> None:
        panel.show(draw, max(height - _BORDER, 1))

    def _put_first(self, first: str, second: str) -> None:
        main = self.query_one("#main")
        one, two = self.query_one(first), self.query_one(second)
        if main.children.index(one) > main.children.index(two):
            main.move_child(one, before=two)

    def on_resize(self) -> None:
        if self.is_mounted and self.mentor.is_open and self._measure != self.app.size:
            self.call_after_refresh(self.reload)

    # --- Doing -----------------------------------------------------------------------------------------------

    def on_home_panel_visited(self, event: HomePanel.Visited) -> None:
        """Open what a panel is about."""
        name, _, pair = event.panel.go.partition(":")
        if event.panel.id == "next":
            self.action_do_next()
        elif pair:
            self.mentor.open_pair(pair)
        else:
            self.mentor.go(name)

    def _turn_to(self, one: Glance) -> bool:
        """Make it the open pair, so that what is done next is done for it."""
        return one.view.pair.id == self.mentor.pair.id or self.mentor.turn_to(one.view.pair.id)

    def action_do_next(self) -> None:
        """Do the next thing."""
        if not self._next.go:
            self.say("Nothing is waiting for you.")
        elif self._turn_to(self._first):
            self.mentor.go(self._next.go)

    async def action_later(self) -> None:
        """Postpone it until tomorrow."""
        mark = journey.later(self._first.view, self._next)
        if mark is None:
            self.say("There is nothing to postpone.")
        elif await self.mentor.store(mark, label="postponed"):
            self.reload()
            self.say("Postponed until tomorrow. u undoes it.")

    def action_earlier_pair(self) -> None:
        """Switch to the pair before; from all pairs to the first."""
        self._open_or_turn(0, -1)

    def action_later_pair(self) -> None:
        """Switch to the next pair; from all pairs to the second."""
        self._open_or_turn(1, 1)

    def _open_or_turn(self, card: int, by: int) -> None:
        if len(self._glances) > 1:
            self.mentor.open_pair(self._glances[card].view.pair.id)
        else:
            self.mentor.turn_pair(by)

    def action_home(self) -> None:
        """From one pair back to all of them."""
        if self._target == "pair":
            self.mentor.go("home")

    def _go_for(self, place: str) -> None:
        """Open a place for the pair of the card with the cursor; else for the open one, if it is shown."""
        pairs = [one.view.pair.id for one in self._glances]
        _, _, card = getattr(self.focused, "go", "").partition(":")
        meant = card or (self.mentor.pair.id if self.mentor.pair.id in pairs else self._first.view.pair.id)
        if meant == self.mentor.pair.id or self.mentor.turn_to(meant):
            self.mentor.go(place)
            if len(pairs) > 1:  # the page itself does not name the partner
                words = f"This is for your pair with {self.mentor.pair.partner_name}."
                self.mentor.say(words, "good")  # a plain remark would go as the cursor enters a field

    def action_log(self) -> None:
        """Log a session."""
        self._go_for("log")

    def action_plan(self) -> None:
        """Plan a session."""
        self._go_for("plan")

    def action_act(self) -> None:
        """Note an action."""
        self._go_for("action:new")

    def action_draft(self) -> None:
        """Go on with unsaved text."""
        drafts, others = self.mentor.own_drafts.sorted_out(self.ws.vault.drafts)
        if not drafts:
            self.say("It is being written in another window." if others else "There is no unsaved text.")
            return
        draft = drafts[-1]
        pair_id = draft_part(draft.text, "pair")
        gone = not pair_id or self.ws.get(Pair, pair_id) is None  # the text may be about something else
        if gone or pair_id == self.mentor.pair.id or self.mentor.open_pair(pair_id):
            self.mentor.go(place_of(draft))
