"""The details of a pair beside its agreement: a draft changes along, and a signed one that says otherwise is shown."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from mentor_tui.mentoring import one_home, standing
from mentor_tui.schema.fields import Value
from mentor_tui.schema.records import Agreement, Pair
from mentor_tui.workspace.access import program_here

from ..commands import Command
from ..shell.record_form import RecordForm
from ..widgets.plain import Plain, joined, own


class Differs(Plain):
    """The line on an agreement that says something else, at the foot of the form."""

    DEFAULT_CSS = """
    Differs { height: auto; padding: 0 1; color: $late; }
    """


class BesideAgreement(RecordForm[Pair]):
    """A form of a pair that knows its agreement."""

    HERE = (Command("pair.settle", "f4", "settle", "Settle where the agreement and your pair differ.", footer=False),)
    drafted = ""
    """The sentence on a draft that changed along with the last save."""

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Differs(self._differs(), id="differs")

    def _differs(self) -> Content:
        """The line on an agreement that says something else; empty when it says the same."""
        pair = self.now()
        if pair is None or pair.id != self.owner.pair.id or not program_here(self.owner.ws, pair):
            return joined("")
        said = standing.differences(self.owner.view)
        return joined(". ".join(said), own(". [F4] settles it.")) if said else joined("")

    def show_news(self) -> None:
        super().show_news()
        self.query_one(Differs).show(self._differs())

    def changed(self, now: Pair, values: dict[str, Value]) -> Pair:
        self._then = super().changed(now, values)
        return self._then

    def besides(self, values: dict[str, Value]) -> list[Agreement]:
        """The draft of the agreement, which says the same as the pair until it is signed."""
        now, self.drafted = self.now(), ""
        if now is None or now.program != self._then.program or not program_here(self.owner.ws, now):
            return []
        draft = one_home.draft_with(self.owner.ws.view(now), self._then)
        if draft is None:
            return []
        self.drafted = f"The draft of your agreement, version {draft.version}, says the same now. "
        return [draft]

    def action_settle(self) -> None:
        """Settle a difference between the agreement and the pair."""
        self.mentor.go("agreement-settle")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to settle while both say the same."""
        return bool(self._differs().plain) if action == "settle" else super().check_action(action, parameters)
