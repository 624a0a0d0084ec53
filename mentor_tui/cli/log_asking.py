"""The questions of `log` on a terminal, and what the lines for promises and the next meeting mean."""

from __future__ import annotations

from datetime import date

from mentor_tui.cli import terminal
from mentor_tui.cli.context import name_of
from mentor_tui.cli.log_draft import LogDraft
from mentor_tui.mentoring import sessions, typed_lines, typed_when
from mentor_tui.schema.fields import Field, Role
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

ENDED = ("no_show", "cancelled")


def ask(view: PairView, session: Session, status: str, draft: LogDraft) -> None:
    """Ask for all that is worth asking of such a meeting; every answer is in `draft.words` as soon as it is given."""
    form = view.program.form("session")
    minutes = f", {session.minutes} min" if session.minutes and status not in ENDED else ""
    terminal.tell(f"Session with {name_of(view.pair)} on {session.on}{minutes}.")
    if status in ENDED:
        field = form.field("reason")
        _line(draft, "reason", f"{field.label} ({field.seen_by(view.role)})")
        _prose(draft, form.field("private_notes"), view.role, session.private_notes)
    else:
        for field in form.view("log", view.role):
            _prose(draft, field, view.role, str(getattr(session, field.id)))
    _actions(view, session, draft)
    _next(view, session, draft)


def _line(draft: LogDraft, name: str, question: str) -> None:
    before = _so_far(draft.words.get(name, ""))
    draft.words[name] = terminal.ask(f"{question}:") or before


def _prose(draft: LogDraft, field: Field, role: Role, said: str) -> None:
    before = _so_far(draft.words.get(field.id, "") or said)
    draft.words[field.id] = terminal.ask_prose(field.label, field.seen_by(role), draft.hears(field.id)) or before


def _so_far(said: str) -> str:
    """Show what stands there already: an empty answer keeps it."""
    if said:
        terminal.tell(f"So far: {text.shorten(said, 100)}")
    return said


def _actions(view: PairView, session: Session, draft: LogDraft) -> None:
    """The promises, a line each. Lines that are not understood are asked for again, by themselves: the others stand."""
    question = "Who does what by when? One line each"
    before = _so_far(draft.words.get("actions", ""))
    lines = (terminal.ask_prose(question, "shared with your partner", draft.hears("actions")) or before).split("\n")
    while doubts := {line: unclear[0] for line in lines if (unclear := actions_in(view, session, line)[1])}:
        stands = [line for line in lines if line not in doubts]
        asked = [line for line in lines if line in doubts]
        draft.words["actions"] = "\n".join(lines)
        for line in filter(str.strip, stands):
            terminal.tell(f"Understood: {text.shorten(line.strip(), 100)}")
        terminal.tell(f"{'. '.join(dict.fromkeys(doubts.values()))}. Once more, please, or Enter to leave it out:")

        def heard(words: str, stands: list[str] = stands, asked: list[str] = asked) -> None:
            anew = words.split("\n")  # each stands for one of those that were asked for
            draft.words["actions"] = "\n".join([*stands, *anew, *asked[len(anew) :]])

        lines = [
            *stands,
            *terminal.ask_prose("Only what was not understood", "shared with your partner", heard).split("\n"),
        ]
    draft.words["actions"] = "\n".join(lines).strip()


def _next(view: PairView, session: Session, draft: LogDraft) -> None:
    """The next meeting, asked for again while its line is not understood."""
    answer = _so_far(draft.words.get("next", ""))
    question = "Next session, such as Thu 28 May 18:00 (Enter: none yet):"
    answer = terminal.ask(question) or answer
    while unclear := following_in(view, session, answer)[1]:
        draft.words["next"] = answer
        terminal.tell(f"{'. '.join(dict.fromkeys(unclear))}. Once more, please:")
        answer = terminal.ask(question)
    draft.words["next"] = answer


def _said_on(view: PairView, session: Session) -> date:
    """The day from which days in the text count: the meeting's own, never a day to come."""
    return min(safe_day(session.on) or view.today, view.today)


def actions_in(view: PairView, session: Session, lines: str) -> tuple[list[typed_lines.ParsedAction], list[str]]:
    """The promises in these lines, and what about them has to be asked."""
    found = typed_lines.parse_actions(lines, typed_lines.Names.of(view, session.on), _said_on(view, session))
    return found, [p.doubt for p in found if p.doubt]


def following_in(view: PairView, session: Session, line: str) -> tuple[Session | None, list[str]]:
    """The next meeting that a line asks for, and what about it has to be asked."""
    if not line:
        return None, []
    said_on = _said_on(view, session)
    view = sessions.with_session(view, session)  # what the program plans next is behind this one
    usual = sessions.new_plan(view)
    following = sessions.plan_from(view, typed_when.parse_when(line, said_on, usual.start, usual.minutes))
    if following is None:
        return None, ["No day was understood in the line for the next session"]
    doubt = typed_when.when_doubt(line, said_on)
    return following, [doubt] if doubt else []
