"""The audit: each session with a plain verdict, what is missing, and what may go along as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from mentor_tui import audit, claims, pdu
from mentor_tui.documents.audit.initials import names_in, plain
from mentor_tui.errors import MentorError
from mentor_tui.schema.records import Pair
from mentor_tui.words import text

from ..commands import Command
from ..host import Host
from ..shell.base import Desk, Fresh
from ..shell.beside import beside
from ..widgets.dialogs import Choose
from ..widgets.facts import FactsPane
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Row, Rows
from .audit_pack import PackScreen
from .session_rows import full_day

if TYPE_CHECKING:
    from mentor_tui.audit import AuditedSession, Scope


_MENTORS_STAY = (
    "A mentor's takeaways and all private notes stay here, whatever is ticked: topic and outcome of each session are "
    "what an audit sees. Space puts your partner's name on the agreement's cover."
)


class AuditScreen(Fresh):
    """The sessions that an audit could ask for."""

    HERE = (
        Command("audit.repair", "enter", "open the session", "Open this session, to add what is missing."),
        Command("audit.about", "c", "about what", "Choose a claim, a cycle or a pair."),
        Command("audit.notes", "t", "takeaways", "Tick the takeaways and notes to include in the pack."),
        Command(
            "audit.pack", "f2,p", "make the pack", "See what is exported, then write the audit pack.", shown_as="f2"
        ),
        Command("audit.back", "escape", "back", "Back; nothing is exported."),
    )
    ABOUT = (
        "PMI may ask for evidence of what you claimed. Each session says whether it would hold, is thin, or would not "
        "hold, and what is missing: Enter opens it to add that. The verdict is ours, not PMI's, and stays here. Of "
        "what you wrote, only topic and outcome are always in the pack; t adds takeaways, one by one."
    )
    DEFAULT_CSS = """
    AuditScreen #state { padding: 0 2; height: auto; color: $quiet; }
    AuditScreen.-wide .split { padding: 1 1 0 1; }
    AuditScreen.-low #told { height: 8; }
    AuditScreen.-wide #told { height: 1fr; width: 36%; }
    """
    ticked: ClassVar[dict[str, set[str]]] = {}
    """Scope of a pack -> ids of what was ticked since the app was started; no text. A lock forgets nothing."""

    def __init__(self, scope_id: str = "") -> None:
        super().__init__()
        self.scope_id = scope_id
        self.scope: Scope | None = None

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        yield Plain("", id="state")
        with Container(classes="split"):
            with Panel(own("Sessions"), keys=("audit.repair", "audit.about", "audit.notes"), classes="list"):
                yield Rows(
                    [
                        Column("", 1, shows="sign"),
                        Column("date", 11, right=True),
                        Column("start", 5, wide_only=True),
                        Column("min", 3, right=True),
                        Column("PDU", 5, right=True),
                        Column("with", 5, wide_only=True),
                        Column("in an audit", 14),
                        Column("what is missing"),
                    ],
                    empty="No sessions yet that an audit could ask for. Log one (5), or choose another claim or cycle "
                    "with c.",
                    id="talks",
                )
            yield FactsPane(own("Evidence"), keys=("audit.pack",), id="told", classes="read")

    def keep_before_lock(self) -> str:
        """The place to come back to after unlocking."""
        return f"audit:{self.scope_id}"

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#talks", Rows).focus()

    def reload(self) -> None:
        """Read everything again as it stands now."""
        if not self.mentor.is_open:
            return
        usual = audit.usual(self.ws, self.mentor.pair if self.mentor.has_pair else None)
        self.scope_id = self.scope_id or (usual.id if usual else "")
        try:
            self.scope = audit.read(self.ws, self.scope_id, self.released)
        except MentorError as error:
            self.scope = None
            self.query_one("#page-title", Plain).show("PDU audit")
            self.query_one("#state", Plain).show(str(error))
            self.query_one("#talks", Rows).fill([])
            return
        scope = self.scope
        self.query_one("#page-title", Plain).show(joined("PDU audit", (f"   {scope.title}", "not bold")))
        until = f" Keep until {full_day(scope.until.day.isoformat())}." if scope.until else ""
        self.query_one("#state", Plain).show(scope.sentence + until)
        whom = {audited.session.id: strand.initials for strand in scope.strands for audited in strand.sessions}
        self.query_one("#talks", Rows).fill(
            [_row(audited, whom.get(audited.session.id, "")) for audited in scope.sessions]
        )
        self._show_detail()

    @property
    def released(self) -> set[str]:
        """The ids ticked for this pack."""
        return self.ticked.setdefault(self.scope_id, set())

    @property
    def audited(self) -> AuditedSession | None:
        """The session under the cursor."""
        current = self.query_one("#talks", Rows).current
        return next((t for t in self.scope.sessions if t.session.id == current), None) if self.scope else None

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        audited = self.audited
        told = _detail(audited) if audited else []
        facts = [("", line, "" if at else "bold") for at, line in enumerate(told)]
        self.query_one("#told", FactsPane).show(own("Evidence"), facts)

    def action_repair(self) -> None:
        """Open this session."""
        audited = self.audited
        if audited is None:
            return
        if not self.mentor.has_pair or audited.session.id not in {s.id for s in self.mentor.view.sessions}:
            pair = self.ws.get(Pair, audited.session.pair_id)
            where = f"It belongs to your pair with {pair.partner_name}; F8 switches." if pair else "Only a row is left."
            self.say(where)
            return
        self.mentor.go(f"session:{audited.session.id}")

    def action_about(self) -> None:
        """Choose a claim, a cycle or a pair."""
        beside(self, self._choose)

    async def _choose(self) -> None:
        options = [(choice.id, choice.title) for choice in audit.choices(self.ws)]
        chosen = await self.mentor.push_screen_wait(Choose(own("What is the audit about?"), options))
        if chosen:
            self.scope_id = str(chosen)
            self.reload()

    def action_notes(self) -> None:
        """Tick what may go into the pack."""
        if self.scope is not None:
            self.app.push_screen(NotesScreen(self.scope, self.released))

    def action_pack(self) -> None:
        """See what leaves."""
        if self.scope is None or not any(audited.leaves for audited in self.scope.sessions):
            self.say("There is no session in it that could be shown, so there is no pack to make.")
        else:
            self.app.push_screen(PackScreen(self.scope_id, self.released))


class NotesScreen(Desk):
    """Texts that may go along; none is ticked unless the person does it."""

    HERE = (
        Command("release.tick", "space,enter", "tick", "Include this in the pack, or leave it out.", shown_as="Space"),
        Command("release.every", "a", "all or none", "Tick all takeaways, or none."),
        Command("release.back", "escape", "back", "Back; the ticks are kept until the app is closed."),
    )
    ABOUT = (
        "An x marks what goes into the audit pack; below is the text as it would be read there, with initials for "
        "your partner's name. Only what a form allows in PDU evidence is offered. Private notes never are."
    )
    DEFAULT_CSS = """
    NotesScreen #offers { margin: 1 1 0 1; height: 1fr; }
    NotesScreen #words { height: 2fr; margin: 1 1 0 1; padding: 0 1; border-top: solid $line; }
    NotesScreen #words:focus { border-top: solid $next; }
    """

    def __init__(self, scope: Scope, released: set[str]) -> None:
        super().__init__()
        self.scope, self.released = scope, released

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        yield Rows(
            [Column("", 1), Column("session of", 10), Column("what", 30), Column("words")],
            empty=_MENTORS_STAY,
            id="offers",
        )
        with VerticalScroll(id="words"):
            yield Plain("", id="text")

    def on_mount(self) -> None:
        names = names_in(self.ws)
        self._words = {offer.id: plain(offer.words, names) for offer in self.scope.offers}
        self._labels = {offer.id: (offer.on, offer.label) for offer in self.scope.offers}
        for strand in self.scope.strands:
            if strand.pair and strand.agreement and strand.leaving:
                key = f"name:{strand.pair.id}"
                self._labels[key] = ("", "Name on the agreement's cover")
                self._words[key] = strand.pair.partner_name
        self._fill()
        self.query_one("#offers", Rows).focus()

    def keep_before_lock(self) -> str:
        """The place to come back to after unlocking."""
        return f"audit:{self.scope.id}"

    def _fill(self) -> None:
        notes = [key for key in self._labels if not key.startswith("name:")]
        chosen = sum(key in self.released for key in notes)
        self.query_one("#page-title", Plain).show(
            joined("What may be included", (f"   {chosen} of {len(notes)} takeaways ticked", "not bold"))
        )
        self.query_one("#offers", Rows).fill(
            [
                Row(key, ("x" if key in self.released else "", on, label, text.one_line(self._words[key])))
                for key, (on, label) in self._labels.items()
            ]
        )
        self._show_words()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_words()

    def _show_words(self) -> None:
        current = self.query_one("#offers", Rows).current
        words = self._words.get(current, "")
        if current.startswith("name:") and len(self._labels) == 1:
            words += f"\n\n{_MENTORS_STAY}"
        self.query_one("#text", Plain).show(words)
        self.query_one("#words").scroll_home(animate=False)

    def action_tick(self) -> None:
        """Let this in, or take it out."""
        if current := self.query_one("#offers", Rows).current:
            self.released ^= {current}
            self._fill()

    def action_every(self) -> None:
        """All takeaways, or none."""
        notes = {key for key in self._labels if not key.startswith("name:")}
        if notes <= self.released:
            self.released -= notes
        else:
            self.released |= notes
        self._fill()


def _row(audited: AuditedSession, whom: str) -> Row:
    session, level = audited.session, audited.verdict.level
    day = full_day(session.on) or "no date"
    sign = {"holds": "done", "thin": "open", "fails": "late"}[level]
    cells = (
        sign,
        day,
        session.start,
        str(session.minutes or ""),
        pdu.show(audited.quarters),
        whom,
        audited.verdict.words,
    )
    mark = {"holds": "quiet", "thin": "", "fails": "late"}[level]
    return Row(session.id, (*cells, audited.verdict.missing or "nothing"), mark)


def _detail(audited: AuditedSession) -> list[str]:
    session = audited.session
    claim = audited.claim
    where = f"claim of {pdu.in_words(claim.quarters)}, {claims.WORDS[claim.state]}" if claim else "not claimed"
    lines = [f"{text.shorten(session.focus, 60) or 'No topic'}   ({where})"]
    if not audited.leaves:
        lines.append("It does not go into the pack.")
    for gap in audited.verdict.gaps:
        lines.append(f"{gap.words[:1].upper()}{gap.words[1:]}. {gap.advice}".strip())
    return lines if audited.verdict.gaps else [*lines, "Nothing is missing."]


def open_audit(app: Host, target: str = "") -> None:
    """The audit about a claim, a cycle, a pair, or the usual one."""
    app.push_screen(AuditScreen(target))
