"""The whole way of a pair through the program, told with keys: what a person presses, and what she then sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Any

from mentor_tui.mentoring import one_page
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Field, Form, Role

from .person import PASSPHRASE, Person
from .terminal import Terminal
from .traces import STEM, in_files

PACK = programs.load("pmi-belgium")


_POINTER = re.compile(r"[ │]{0,3}.{0,4}▌")
"""The beginning of a line with the cursor of a list, inside its panel."""


class Story:
    """One person at 80x24, from the first start to the last key."""

    def __init__(self, person: Person, role: Role) -> None:
        self.person, self.role = person, role
        self.app: Terminal = person.start()

    def __enter__(self) -> Story:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.app.kill()

    # --- The grammar -------------------------------------------------------------------------------------------

    def form(self, name: str) -> Form:
        """A form's definition."""
        return PACK.form(name)

    def fill(self, fields: list[Field], values: Mapping[str, Any]) -> None:
        """Fill in a form from its first field on, going from field to field with Tab."""
        unknown = set(values) - {f.id for f in fields}
        assert not unknown, unknown
        tabs = 0
        for field in fields:
            if field.id in values:
                self.app.send(b"\t" * tabs)
                tabs = 0
                tabs -= self._answer(field, values[field.id])
            tabs += len(field.options) if field.kind == "choices" else 1

    def _answer(self, field: Field, value: Any) -> int:
        """Answer one field; returns how many Tabs that took already."""
        app = self.app
        match field.kind:
            case "tick":
                app.type(" " if value else "")
            case "scale":
                app.type(str(value))
            case "choices":
                ids = [o.id for o in field.options]
                at = 0
                for place in sorted(ids.index(v) for v in value):
                    app.send(b"\t" * (place - at) + b" ")
                    at = place
                return at
            case "choice":
                self.choose(field, value)
            case "lines":
                self.write("\n".join(value))
            case _:  # a line is selected as the cursor comes to it, so that typing replaces what stood there
                self.write(str(value))
        return 0

    def write(self, words: str) -> None:
        """Type what is short, paste what is long."""
        if len(words) > 20:
            self.app.paste(words)
        else:
            self.app.type(words)

    def choose(self, field: Field, value: str) -> None:
        """Open the list under the cursor and take one of it."""
        label = field.label_of(value)
        self.app.press("enter")
        self.app.wait_for(label)
        self.app.press("home", *["down"] * ([o.id for o in field.options].index(value) + 1), "enter")

    def save(self, *words: str) -> None:
        """F2, and what is then said."""
        self.app.press("f2")
        self.app.wait_for("Saved", *words)

    def area(self, digit: str, title: str) -> None:
        """Go to one of the nine areas."""
        self.app.press(digit)
        self.app.wait_for(f"{digit} {title}")

    def row(self, words: str) -> None:
        """Move the cursor of the list to the row with these words, a row at a time."""
        self.app.wait_until(lambda: self._pointed() != [], "waiting for the cursor of a list")
        before: list[int] = []
        for _ in range(120):
            self.app.wait_still(0.1)
            lines, at = self.app.lines(), self._pointed()
            if any(words in lines[i] for i in at):
                return
            seen = [i for i, line in enumerate(lines) if words in line]
            stuck, before = at == before, at
            self.app.press("home" if stuck and not seen else "up" if seen and at and seen[0] < at[0] else "down")
        raise AssertionError(f"no row with {words}:\n{self.app.text()}")

    def _pointed(self) -> list[int]:
        """The lines of the row that the cursor of the list stands on."""
        return [i for i, line in enumerate(self.app.lines()) if _POINTER.match(line)]

    def calm(self) -> None:
        """No file holds a private word just now, nothing strange went to the terminal."""
        assert in_files(self.person.files()) == [], self.app.text()
        assert self.app.strange() == []

    # --- The first three minutes -------------------------------------------------------------------------------

    def first_run(self, name: str, partner: str, *, recovery: bool) -> None:
        """Welcome, passphrase, recovery key, four answers, Home."""
        app = self.app
        app.wait_for("Welcome to mentor-tui")
        app.press("enter")
        app.wait_for("1 of 3")
        app.type(PASSPHRASE)
        app.wait_for("strength ####")
        app.press("enter")
        app.type(PASSPHRASE)
        app.wait_gone("the same again")
        app.press("enter")
        app.wait_for("2 of 3", "I wrote it down")
        if recovery:
            self._write_down()
        else:
            app.press("f4")
        app.wait_for("3 of 3", "Four answers")
        role = self.form("pair").field("role")
        app.type(name + "\t")
        self.choose(role, self.role)
        app.type("\t" + partner)
        app.wait_for(name, partner, self.role)
        app.press("f2")
        app.wait_for("1 Home", "Next", f"{name}, {self.role} of {partner}")

    def _write_down(self) -> None:
        app = self.app
        groups = [g for line in app.lines() if len(g3 := re.findall(r"\b[0-9A-Z]{4}\b", line)) == 3 for g in g3]
        assert len(groups) == 9
        app.press("enter")
        app.wait_for("Type two groups back")
        app.wait_until(lambda: len(re.findall(r"Group \d", app.text())) == 2, "waiting for the two groups")
        for number in re.findall(r"Group (\d)", app.text()):
            app.type(groups[int(number) - 1])
            app.wait_for(groups[int(number) - 1])
            app.press("enter")
        app.wait_gone("Type two groups back")
        self.recovery_key = "-".join(groups)

    # --- Before the first session ---------------------------------------------------------------------------------

    def step(self, title: str) -> None:
        """Find a step of the road by its name, which unfolds the stage that it stands in, and do it."""
        self.area("2", "Journey")
        self.app.press("ctrl+p")
        self.app.wait_for("Find anything")
        self.app.type(title)
        self.app.wait_for("step")
        self.app.wait_still(0.3)
        self.app.press("enter")
        self.app.wait_gone("Find anything")
        self.row(title[:28])
        self.app.press("enter")

    def preparation(self) -> None:
        """The questions before the first session."""
        form = self.form("preparation")
        self.step(next(s.title for s in PACK.steps if s.go == "form:preparation" and self.role in s.roles))
        self.app.wait_for(form.title, "What do you hope for?")
        self.fill(
            list(form.fields(self.role)), {"goal_statement": f"a calm voice {STEM}", "values": f"fairness {STEM}"}
        )
        self.save()

    def goal(self, title: str, **more: Any) -> None:
        """A goal, with as much of the worksheet as one likes."""
        self.area("3", "Goals")
        self.app.press("n")
        self.app.wait_for("New goal", "SMART")
        self.fill(self.form("goal").view("worksheet", self.role), {"title": title, **more})
        self.save(title)

    def plan(self, **values: Any) -> None:
        """Plan a session, and make its invitation."""
        self.area("5", "Sessions")
        self.app.press("n")
        self.app.wait_for("Plan a session")
        self.fill(self.form("session").view("plan", self.role), values)
        self.app.press("f2")
        self.app.wait_for("Planned:")
        self.app.press("i")
        self.app.wait_for("A calendar file for", "Enter writes it")
        self.app.press("enter")
        self.app.wait_for("Written:", ".ics")
        self.app.press("escape")
        self.app.wait_for("5 Sessions")

    def prepare(self, objective: str) -> None:
        """Objective and agenda of the meeting planned."""
        self.area("5", "Sessions")
        self.app.press("enter")
        self.app.wait_for("p prepare")
        self.app.press("p")
        self.app.wait_for("Prepare ")
        self.fill(self.form("session").view("prepare", self.role), {"objective": objective})
        self.app.press("f2")
        self.app.wait_for("Prepared.")
        self.app.press("escape")

    # --- The talk and after it ---------------------------------------------------------------------------------

    def log(self, promises: str, **prose: str) -> None:
        """Log the meeting held today, prose first, with promises and the next meeting; then the learning log."""
        self.area("1", "Home")
        self.app.press("l")
        self.app.wait_for("What did you work on?", "Counts as 1.00 PDU")
        session = self.form("session")
        fields = [f for f in session.view("log", self.role) if f.id != "private_notes"]
        self.fill(
            [*fields, *self.form("typed").view("after", self.role)], {**prose, "promises": promises, "book": True}
        )
        self.app.wait_for("will be planned")
        self.app.press("f2")
        self.app.wait_for("Saved:", "1.00 PDU", "action", "next session", "F5 writes the learning log")

    def learning_log(self, words: str) -> None:
        """The learning log, offered right after the log."""
        self.app.press("f5")
        self.app.wait_for("What mattered most?")
        self.fill(list(self.form("learning-log").fields(self.role)), {"important_issues": words, "takeaways": words})
        self.save("learning log")

    def checklist(self) -> None:
        """The first-meeting checklist: all of it ticked."""
        form = self.form("first-meeting")
        self.step("Use the first-meeting checklist")
        self.app.wait_for(form.title)
        fields = list(form.fields(self.role))
        self.fill(fields, {f.id: True for f in fields if f.kind == "tick"} | {"know_note": f"two cats {STEM}"})
        ticks = sum(f.kind == "tick" for f in fields)
        self.app.wait_for(f"{ticks} of {ticks} ticked")
        self.save()

    def promise_kept(self, words: str) -> None:
        """Tick a promise as done, take it back, do it again."""
        self.area("6", "Actions")
        self.row(words)
        self.app.press("space")
        self.app.wait_for("Saved:")
        self.app.press("u")
        self.app.wait_for("Undone:")
        self.app.press("U")
        self.app.wait_for("Redone:")

    # --- The agreement -----------------------------------------------------------------------------------------

    def agreement(self, **answers: Any) -> None:
        """Draft it, go through it, sign it both; then a second version with a difference one can read."""
        app = self.app
        fields = list(one_page.with_first_page(one_page.paged(self.form("agreement"))).fields(self.role))
        self.area("4", "Agreement")
        app.press("e")
        app.wait_for("version 1", "How often?", "all questions")
        app.press("ctrl+o")
        app.wait_for("The first page")
        self.fill(fields, answers)
        self.save("version 1")
        app.press("v")
        app.wait_for("Reviewed together on")
        app.press("enter")
        app.wait_for("Saved")
        for who in ("you", "Bram"):
            app.press("s")
            app.wait_for("Signatures, version 1", who)
            self.save("signed by")
        app.press("r")
        app.wait_for("Start version 2?")  # the pair has what was agreed: there is nothing to choose
        app.press("y")
        app.wait_for(f"{PACK.labels.agreement}, version 2", "all questions")
        app.press("ctrl+o")
        app.wait_for("The first page")
        self.fill(fields, {"purpose": " And to laugh."})
        self.save("version 2")
        app.press("d")
        app.wait_for("What changed from version 1 to version 2", "And to laugh.")
        app.press("escape")
        app.wait_for("4 Agreement")

    # --- Half-way ----------------------------------------------------------------------------------------------

    def midpoint(self, **answers: Any) -> None:
        """The mid-point check-in, interrupted by a lock: what was typed is there again."""
        app = self.app
        fields = list(self.form("midpoint").fields(self.role))
        self.area("9", "Close")
        app.press("m")
        app.wait_for(self.form("midpoint").title)
        self.fill(fields, answers)
        app.press("ctrl+l")
        self.person.unlock(app)
        app.wait_for(self.form("midpoint").title, "Your unsaved text from last time is back")
        self.save()

    # --- Certification -----------------------------------------------------------------------------------------

    def certification(self, **values: Any) -> None:
        """A certification, with what was claimed elsewhere."""
        self.area("7", "PDUs")
        self.app.press("n")
        self.app.wait_for("A certification you hold")
        self.fill(list(self.form("certification").fields(self.role)), values)
        self.save("PMP")

    # --- The end -----------------------------------------------------------------------------------------------

    def closing_form(self, step: str, form_id: str, **answers: Any) -> None:
        """A form that a closing step leads to, which opens at the step's own field; filled from its first one."""
        self.area("9", "Close")
        self.row(step)
        self.app.press("enter")
        form = self.form(form_id)
        self.app.wait_for(form.title)
        fields = list(form.fields(self.role))
        own = next(s.done for s in PACK.steps if s.title == step and self.role in s.roles).rpartition(".")[2]
        before = [f.id for f in fields].index(own) if own in {f.id for f in fields} else 0
        self.app.send(b"\x1b[Z" * sum(len(f.options) if f.kind == "choices" else 1 for f in fields[:before]))
        self.fill(fields, answers)
        self.save()

    def lesson(self, words: str, *, share: bool) -> None:
        """A lesson learned, for the program or not."""
        self.area("9", "Close")
        self.app.press("n")
        self.app.wait_for("Lesson learned")
        self.fill(self.form("lesson").view("edit", self.role), {"text": words, "share": share})
        self.save()

    def conclude_goal(self, title: str, status: str, words: str) -> None:
        """The closing review of a goal."""
        app = self.app
        self.area("3", "Goals")
        self.row(title)
        app.press("enter")
        app.wait_for("v review")
        app.press("v")
        app.wait_for("Which review is it?", "At the end")
        app.press("down", "enter")
        app.wait_for("Closing review")
        self.fill(self.form("goal_review").view("edit", self.role), {"text": words, "status": status})
        self.save()
        app.press("escape")
        app.wait_for("n new goal")

    def close(self, *, planned: bool) -> None:
        """Close the pair today, as planned; a meeting that is still to come is dropped."""
        self.area("9", "Close")
        self.app.press("c")
        self.app.wait_for("completed")
        self.save()
        if planned:
            self.app.wait_for("Cancel what is still planned?")
            self.app.press("y")
            self.app.wait_gone("Cancel what is still planned?")
        self.app.wait_for("9 Close", "completed", "reopens it")

    def export_closure(self, *, second: str) -> None:
        """The closure summary: what leaves, what stays, the text itself; then Markdown and one other format."""
        app = self.app
        self.area("9", "Close")
        app.press("o")
        app.wait_for("LEAVES", "STAYS HERE", "Closure summary")
        app.wait_gone("Reading ...")
        app.press("p")
        app.wait_for("as it would be exported")
        app.press("escape")
        app.wait_for("LEAVES")
        app.press("f2")
        app.wait_for("Written:", ".md", "Noted")
        app.press("tab", "tab")
        formats = ["md", "html", "json", "csv"]
        app.press("enter")
        app.press("home", *["down"] * formats.index(second), "enter")
        app.wait_for(f".{second}")
        app.press("f2")
        app.wait_for("Written:", f".{second}")
        app.press("escape")
        app.wait_for("9 Close")

    def find(self, words: str, *, where: str) -> None:
        """Find something by a word of it, and go there."""
        self.area("1", "Home")
        self.app.press("/")
        self.app.wait_for("Find what you wrote")
        self.app.type(words)
        self.app.wait_for(where)
        self.app.press("enter")
        self.app.wait_gone("Find what you wrote")

    def leave(self) -> None:
        """Ctrl+Q."""
        self.app.press("ctrl+q")
        assert self.app.wait_end() == 0


def today() -> date:
    """The day of the computer's clock, where the person lives."""
    from mentor_tui.clock import SystemClock

    return SystemClock().today("Europe/Brussels")
