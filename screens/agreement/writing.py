"""Writing the agreement: on one page first, with all questions on demand."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, one_home, one_page, standing
from mentor_tui.schema.catalogue import no_longer_asked
from mentor_tui.schema.fields import WORDS, Field, Section, Value, filled
from mentor_tui.schema.records import Agreement, Pair
from mentor_tui.words.days import first_name

from ..commands import Command, commands_of
from ..host import Host
from ..journey.worksheets import WorksheetScreen
from ..shell.record_form import NEW
from ..widgets.editors import Changed
from ..widgets.fields import FieldEditor
from ..widgets.form import FormBody
from ..widgets.panel import Panel, key_words
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import page as page_of
from ..widgets.steps import StepList, sections_of
from .after_page import after_lines, in_short
from .words import find_version, title_of

WITH_SETTINGS = "new/settings"
"""The next version begun with what the pair's settings say, where the agreement says something else."""
AS_AGREED = "new/agreed"
"""The next version begun as it was agreed; saving it takes that into the pair."""
_KEYS = ("agreement.questions", "draft.save")
_BOTH = frozenset(f.answer for f in one_home.FACTS)


class AgreementForm(WorksheetScreen[Agreement]):
    """The agreement as a form, in two sizes: one page with the five things that matter, or all questions."""

    HERE = (
        Command(
            "agreement.questions",
            "ctrl+o",
            "all questions",
            "Ask everything the agreement may contain, a section at a time.",
            priority=True,
        ),
    )
    ABOUT = (
        "It is yours to shape: the grey text in an empty field is a suggestion, which Right or Ctrl+Space takes. A few "
        "lines are enough; what you leave empty is left out of the document. What the app knows already is filled in, "
        "and what the pair knows too changes in both places. Ctrl+O asks all the other questions. F2 saves; Escape "
        "goes back and keeps your text as a draft."
    )
    DEFAULT_CSS = """
    AgreementForm #side { height: 1; }
    AgreementForm #after { display: none; }
    AgreementForm #then { height: auto; padding: 0 1; }
    AgreementForm #form { scrollbar-size-vertical: 1; }
    AgreementForm.-wide #side { width: 37; height: 1fr; }
    AgreementForm.-wide #side StepList { width: 36; }
    AgreementForm.-wide #after { display: block; width: 36; height: 1fr; }
    AgreementForm.-wide #side.-whole { width: 41; }
    AgreementForm.-wide #side.-whole StepList, AgreementForm.-wide #side.-whole #after { width: 40; }
    AgreementForm.-wide #then { display: none; }
    AgreementForm.-wide #stepped FormBody { border-subtitle-color: $foreground; }
    """

    def __init__(self, app: Host, record: Agreement, title: Content, *, label: str, where: str) -> None:
        """`record` is the stored version or a new one; `label` and `where` as in `RecordForm`."""
        self.pages = one_page.paged(app.view.program.form("agreement"))
        super().__init__(app, record, title, form=one_page.with_first_page(self.pages), label=label, where=where)
        page = {f.id for f in self.pages.page(app.role)}
        self.on_page = bool(page) and not _kept(app, self.draft_record, self.where) - page
        """Whether it is the one page; a draft of more than that opens with all questions."""
        if self.on_page:
            self.body_widget = self._body()

    def _body(self) -> FormBody:
        """The fields of this size, as they are stored."""
        form, role = self.form, self.owner.role
        if self.on_page:
            page = _offered(self.owner, self.pages.page(role), self.record)
            form = msgspec.structs.replace(form, intro="", sections=(Section("page", "", fields=page),))
        return FormBody(form, self.stored(), role, stored=self.stored)

    # --- On the screen ---------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        gone = no_longer_asked(self.record, self.form)
        self.body_widget.former = "\n\n".join(f"{said.label}\n{said.words}" for said in gone)
        yield Plain(self.heading, id="title")
        yield self._beside()

    def _beside(self) -> Container:
        """The fields, with their sections and what comes after them at the side."""
        view, fields = self.owner.view, self.body_widget
        whole = self.pages.form if self.on_page else fields.form
        self._steps = sections_of(whole, fields.fields())
        if self.on_page:
            name = first_name(view.pair.partner_name)
            fields.border_title = joined(title_of(view), own(" with "), name, own(", on one page"))
        after = Panel(own("Afterwards"), VerticalScroll(Plain("", id="after-text"), can_focus=False), id="after")
        self._list = StepList(self._steps, self._go_step)  # kept, not looked for at every key
        side = Vertical(self._list, after, id="side")
        side.set_class(not self.on_page, "-whole")
        return Container(side, fields, Plain("", id="then"), id="stepped")

    def on_mount(self) -> None:
        self._dress()

    def _dress(self) -> None:
        here = [(command, self) for command in commands_of(self) if command.id in _KEYS[not self.on_page :]]
        self.body_widget.border_subtitle = key_words(here, self.body_widget)
        self._show_after()

    def on_descendant_focus(self) -> None:
        self._show_step()

    def on_changed(self, event: Changed) -> None:
        if not self.body_widget.stepped:  # else the form tells its steps itself
            self._show_step()
        if event.field_id in _BOTH:
            self._show_after()

    def take_up(self, values: dict[str, Any]) -> None:
        super().take_up(values)
        self._show_after()

    def _field(self) -> str:
        """The field with the cursor; empty when it is in none."""
        focused = self.focused
        above = focused.ancestors_with_self if focused is not None else []
        return next((w.field.id for w in above if isinstance(w, FieldEditor)), "")

    def _show_step(self) -> None:
        """Show where the cursor is, and what is filled."""
        fields, at = self.body_widget, self._field()
        here = next((n for n, s in enumerate(self._steps) if at in {f.id for f in s.fields}), 0)
        self._list.show(fields.here if fields.stepped else here, fields.raw())

    def _show_after(self) -> None:
        """Show what comes afterwards, and what the pair gets of it."""
        self._show_step()
        typed, view, now = self.body_widget.changed(), self.owner.view, self.now() or self.record
        key = self.mentor.key_display(next(c for c in commands_of(self) if c.id == _KEYS[0]))
        more = one_page.such_as(self.pages, view.role) if self.on_page else ""
        self.query_one("#after-text", Plain).show(page_of(after_lines(view, now, typed, more, key)))
        self.query_one("#then", Plain).show(in_short(view, now, typed))

    def _go_step(self, number: int) -> bool:
        """Put the cursor into the first field of a section; False when there is none."""
        if self.body_widget.stepped:
            return self.body_widget.go_step(number)
        if not 0 <= number < len(self._steps):
            return False
        editor = self.body_widget.editor(self._steps[number].fields[0].id)
        if editor is not None:
            editor.focus_editor()
        return editor is not None

    def action_next_section(self) -> None:
        """On to the next section."""
        if not self._go_step(self._list.here + 1):
            self.say("That was the last section. F2 saves.")

    def action_section_before(self) -> None:
        """Back to the section before."""
        self._go_step(self._list.here - 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sections are gone through in both sizes; all questions are asked once."""
        if action in ("next_section", "section_before"):
            return True
        return self.on_page if action == "questions" else super().check_action(action, parameters)

    async def action_questions(self) -> None:
        """Ask everything; what is typed stays, and so does the cursor."""
        page = self.body_widget
        typed, known, at = page.changed(), page.known(), self._field()
        self.on_page = False
        self.body_widget = whole = self._body()
        whole.put(typed)
        whole.remember(known)
        whole.at, whole.former = at, page.former
        await self.query_one("#stepped").remove()
        await self.query_one("#frame").mount(self._beside())
        self.show_steps()
        self._dress()
        self.show_progress()
        self.refresh_bindings()

    # --- Saving it -------------------------------------------------------------------------------------------

    def changed(self, now: Agreement, values: dict[str, Value]) -> Agreement:
        answers = {**now.answers, **values}
        start, end = str(answers.get("start") or ""), str(answers.get("end") or "")
        if start and end and end < start:
            raise InputRefused("Not saved yet. The end is before the start.")
        return agreements.with_answers(now, answers)

    def besides(self, values: dict[str, Value]) -> list[Pair]:
        """The pair, with what was changed here of what both know: rhythm, dates, length, channel, who invites."""
        view, before = self.owner.view, dict(self.values(self.now() or self.record))
        after = {**before, **values}
        if self.where.endswith(AS_AGREED):
            for answer in standing.differing(view, self.record):
                before.pop(answer, None)
        pair = one_home.pair_with(view, before, after)
        if pair.start and pair.end and pair.end < pair.start:
            raise InputRefused("Not saved yet. Your pair ends before that start; fill in the end too.")
        words = one_home.told(view, view.pair, pair)
        also = f" Your pair has it too: {words}." if words else ""
        self.done = f"Saved: {self.label}.{also} u undoes it."
        return [pair] if words else []


def open_edit(app: Host, target: str) -> None:
    """Open a version for writing: its id, or `new` for a first draft or the version after the signed one.

    `new/settings` begins that one with the pair's settings where they differ; `new/agreed` lets the pair follow it.
    """
    view = app.view
    if words := agreements.not_here(view):
        app.say(words)
        return
    anew = target in ("", NEW, WITH_SETTINGS, AS_AGREED)
    stored = None if anew else find_version(view, target)
    if stored is None and not anew:
        app.say("That version is no longer there.", "warning")
        return
    if stored is not None and not agreements.may_change(stored):
        app.say(f"Version {stored.version} is signed and stays as it is. r starts the next version.", "warning")
        return
    newest = view.agreement
    if stored is None and newest is not None and agreements.may_change(newest):
        stored = newest
    way = target if stored is None and target and standing.differing(view, newest) else NEW
    base = stored or (one_home.next_version(view) if way == WITH_SETTINGS else agreements.revise(view))

    app.push_screen(
        AgreementForm(
            app,
            base,
            joined(title_of(view), own(", version "), str(base.version)),
            label=f"agreement, version {base.version}",
            where=f"agreement-edit:{stored.id if stored else way}",
        )
    )


def _kept(app: Host, record: str, where: str) -> set[str]:
    """The fields that a draft left earlier has something in."""
    words, _ = app.kept_draft(record, where)
    try:
        return set(json.loads(words or "{}").get("values", {}))
    except (ValueError, AttributeError, TypeError):
        return set()


def _offered(app: Host, fields: list[Field], record: Agreement) -> tuple[Field, ...]:
    """The fields, each with what pair and goals know as a suggestion where nothing is written yet."""
    known = agreements.draft(app.view).answers
    return tuple(
        msgspec.structs.replace(f, suggestion=f.show(known[f.id]))
        if f.id in known and f.kind in WORDS and not filled(record.answers.get(f.id))
        else f
        for f in fields
    )


def reviewed(agreement: Agreement, value: Any) -> Agreement:
    """The version as gone through together on a checked day; an empty day leaves that open again."""
    return msgspec.structs.replace(agreement, reviewed_on=str(value))
