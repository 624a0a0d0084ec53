"""The copy deck: a claim field by field, in the order of PMI's own form; one key copies a field and goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui import claims, documents, pdu
from mentor_tui.errors import InputRefused
from mentor_tui.schema.records import Claim, Pair
from mentor_tui.words import text
from mentor_tui.workspace.all_sessions import all_sessions

from ..commands import Command
from ..documents.writing import NO_PATH, may_be_written, suggested_path, typed_path, written
from ..host import Host
from ..shell.base import Fresh
from ..widgets.dialogs import Ask
from ..widgets.panel import Panel
from ..widgets.plain import Plain, content, joined, own
from ..widgets.reading_pane import ReadingPane
from ..widgets.rows import Column, Row, Rows

if TYPE_CHECKING:
    from mentor_tui.claims import Card, Found
    from mentor_tui.host.clipboard import Copied


def _state(copied: bool | None, to_look_at: bool) -> str:
    """The state of a field: copied for sure, sent without an answer, or to be looked at first."""
    if copied is None:
        return "look twice" if to_look_at else ""
    return "copied" if copied else "sent"


class CopyDeck(Fresh):
    """The fields of PMI's form with what goes into each."""

    HERE = (
        Command("deck.copy_on", "enter", "copy, next", "Copy this field to the clipboard and go to the next."),
        Command("deck.edit", "e", "words", "Change the words of this claim."),
        Command("deck.write", "w", "to a file", "Write all fields to a file that only you can read."),
        Command("deck.submitted", "s", "submitted", "You sent it in PMI's portal: note today as the day."),
        Command("deck.undo", "u,ctrl+z", "undo", "Undo the last change.", footer=False),
        Command("deck.back", "escape", "back", "Back; the claim stays prepared."),
    )
    ABOUT = (
        "Open PMI's portal (ccrs.pmi.org) beside this window. Enter copies the field under the cursor and goes on to "
        "the next one. Copied: it is on the clipboard, where other programs can read it, too. Sent: your terminal took "
        "it and said nothing, so paste it and see; if nothing comes, select the text with the mouse, or w writes all "
        "to a file. PMI's days are written MM/DD/YYYY. What may name somebody is pointed out before you copy: you "
        "decide. When PMI has taken the form, s notes it. The app sends nothing."
    )
    DEFAULT_CSS = """
    CopyDeck #deck { height: 1fr; layout: vertical; }
    CopyDeck #field { height: 1fr; }
    CopyDeck.-wide #deck { layout: horizontal; }
    CopyDeck.-wide #fields { width: 1fr; height: 1fr; }
    CopyDeck.-wide #field { width: 42%; margin-left: 1; }
    """
    _copied: ClassVar[dict[str, dict[str, bool]]] = {}
    """Claim id -> fields copied since the app was started, and whether that is sure; no text. Locking forgets none."""

    def __init__(self, claim_id: str) -> None:
        super().__init__()
        self.claim_id = claim_id
        self._looked_at: Claim | None = None
        self._one_by_one = asyncio.Lock()

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        with Container(id="deck"):
            with Panel(own("PMI's form"), keys=("deck.copy_on", "deck.edit"), id="fields"):
                yield Rows(
                    [Column("", 1, shows="sign"), Column("", 24, own=True), Column(""), Column("", 10, shows="state")],
                    id="cards",
                )
            yield ReadingPane(keys=("deck.write",), id="field")

    @property
    def claim(self) -> Claim | None:
        """The claim as it stands now."""
        return self.ws.get(Claim, self.claim_id)

    @property
    def copied(self) -> dict[str, bool]:
        """Ids of the fields that were copied; True when it is sure that they arrived."""
        return self._copied.setdefault(self.claim_id, {})

    def keep_before_lock(self) -> str:
        """The place to come back to after unlocking."""
        return f"copy-deck:{self.claim_id}"

    def on_mount(self) -> None:
        super().on_mount()
        rows = self.query_one("#cards", Rows)
        rows.focus()
        rows.cursor = next((at for at, row in enumerate(rows.rows) if row.key not in self.copied), 0)

    def reload(self) -> None:
        """Read the claim again and show it."""
        if not self.mentor.is_open:
            return
        claim = self.claim
        if claim is None:
            self.query_one("#page-title", Plain).show(own("That claim is no longer there."))
            return
        self.refresh_bindings()
        if claim is not self._looked_at:
            self._looked_at = claim
            self._cards: list[Card] = claims.deck(claim)
            self._names = self._certifications(claim)
            self._found: list[Found] = []
            self.run_worker(self._look(claim), exclusive=True, group="look")
        self._show(claim)

    async def _look(self, claim: Claim) -> None:
        """Look for names and the like: through all that was written, which takes a moment in a large vault."""
        workspace = self.ws
        found = await self.mentor.look(lambda: claims.look(workspace, claim))
        if found and self.is_mounted and claim is self._looked_at:
            self._found = found
            self._show(claim)

    def _show(self, claim: Claim) -> None:
        state = f"{claims.WORDS[claim.state]} {claims.day_of(claim, claim.state)}"
        names = ", ".join(self._names)
        for_whom = f"   once, for {names}" if names else ""
        self.query_one("#page-title", Plain).show(
            joined(own("Claim of "), pdu.in_words(claim.quarters), (f"   {state}{for_whom}", "not bold"))
        )
        looked_at = {f.field for f in self._found}
        rows = self.query_one("#cards", Rows)
        rows.fill(
            [
                Row(
                    card.id,
                    (
                        marked := _state(self.copied.get(card.id), card.id in looked_at),
                        card.label,
                        text.one_line(card.text) or "(leave it empty)",
                        marked,
                    ),
                    "" if card.text else "quiet",
                )
                for card in self._cards
            ]
        )
        rows.styles.height = len(self._cards)
        self._show_card()

    def _certifications(self, claim: Claim) -> list[str]:
        """The certifications that take something of its sessions."""
        wanted = claims.sessions_of(claim)
        book = pdu.book(all_sessions(self.ws), today=self.ws.today())
        taken = {a.name for line in book.lines if line.session.id in wanted for a in line.applied if a.applies}
        return sorted(taken, key=str.casefold)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_card()

    @property
    def card(self) -> Card | None:
        """The field under the cursor."""
        current = self.query_one("#cards", Rows).current
        return next((c for c in self._cards if c.id == current), None)

    def _show_card(self) -> None:
        card, claim = self.card, self.claim
        if card is None or claim is None:
            return
        look = [f"Please check. {f.sentence}" for f in self._found if f.field == card.id]
        if claim.state == "prepared" and card.id not in ("title", "description"):
            look += claims.problems(claim)
        lines = [joined((line, "$late")) for line in look]
        lines += [content("")] if look else []
        lines += [content(card.text) if card.text else own("Nothing to enter here; Enter goes on.")]
        self.query_one("#field", ReadingPane).show(own(card.label), lines)

    # --- Copying -----------------------------------------------------------------------------------------------

    def action_copy_on(self) -> None:
        """Copy this field and go on."""
        self.run_worker(self._copy_on(), group="copying")

    async def _copy_on(self) -> None:
        async with self._one_by_one:  # Enter may be pressed again before a tool has answered
            card = self.card
            if card is None:
                return
            copied = await self.mentor.copied(card.text) if card.text else None
            if not self.is_mounted or not self.mentor.is_open or (card.text and copied is None):
                return
            self._copied_on(card, copied)

    def _copied_on(self, card: Card, copied: Copied | None) -> None:
        """Note that a field was copied, say how, and go to the next one; nothing of it when it was not copied."""
        if copied is not None and not copied.way:
            self.say(f"{card.label}: {copied.sentence} Select the text, or w writes it to a file.", "warning")
            return
        sure = copied is None or copied.sure
        self.copied[card.id] = sure
        rows = self.query_one("#cards", Rows)
        self.reload()
        last = rows.cursor == len(self._cards) - 1
        if self.card is card:  # the person may have gone elsewhere meanwhile
            rows.cursor += 1
        left = [c.label for c in self._cards if c.id not in self.copied]
        done = f"{card.label} stays empty." if copied is None else f"{card.label}: {copied.sentence}"
        done = f"{done} {self.mentor.word_of_clipboard()}".strip() if copied else done
        if not left:
            done += " That was all of it. When PMI has taken the form, s notes it as submitted today."
        elif last:
            done += f" Not copied yet: {', '.join(left)}."
        self.say(done, "" if left or not sure else "good")

    def action_write(self) -> None:
        """Write all fields to a file."""
        self.run_worker(self._write(), exclusive=True)

    async def _write(self) -> None:
        claim = self.claim
        if claim is None:
            return
        asked = Ask(
            own("Where should the fields go?"),
            detail=own(
                "A plain text file that only you can open; it is not encrypted. Delete it when PMI has the claim."
            ),
            value=suggested_path(f"pdu-claim-{claim.completed}.txt"),
            enter="writes it",
        )
        typed = await self.mentor.push_screen_wait(asked)
        if not typed or not typed.strip():
            return
        place = typed_path(typed)
        if place is None:
            self.say(NO_PATH, "warning")
            return
        there = place.is_file() and not place.is_symlink()
        if not await may_be_written(self.mentor, place, there=there):
            return
        data = claims.as_text(claim).encode("utf-8", "replace")

        def note(_: Path) -> object:
            pair = self.ws.get(Pair, claim.pair_id)
            return pair is None or documents.register(self.ws, pair, "claim text", "txt", documents.MYSELF, data)

        done = await written(self.mentor, lambda: documents.write(place, data, overwrite=there), note)
        if done is not None:
            how = "Noted under Exports." if done[1] else "It could not be noted in the register."
            self.say(f"Written: {done[0]}. {how}", "good" if done[1] else "warning")

    # --- Afterwards --------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Change its words."""
        self.mentor.go(f"claim:{self.claim_id}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no submitting of what was submitted."""
        if action == "submitted" and self.mentor.is_open and (claim := self.claim) and claim.state != "prepared":
            return False
        return super().check_action(action, parameters)

    async def action_submitted(self) -> None:
        """PMI has the form: note it."""
        claim, today = self.claim, self.ws.today()
        if claim is None:
            return
        problems = claims.problems(claim)
        if claim.state == "prepared" and problems:
            self.say(f"Not noted. {problems[0]} e changes it.", "warning")
            return
        try:
            changed = claims.step(claim, "submitted", today, today)
        except InputRefused as error:
            self.say(str(error), "warning")
            return
        if await self.mentor.store(changed, label="claim submitted"):
            self._copied.pop(self.claim_id, None)
            self.mentor.pop_screen()
            self.mentor.say("Noted: submitted today. u undoes it; s notes what PMI answers.", "good")

    async def action_undo(self) -> None:
        """Take back the last change."""
        label = await self.mentor.step_back()
        if label is None:
            return
        if self.mentor.is_open and self.claim is None:
            self.mentor.pop_screen()
            self.mentor.say(f"Undone: {label}.")
            return
        self.reload()
        self.say(f"Undone: {label}." if label else "There is nothing to undo.")


def open_deck(app: Host, target: str = "") -> None:
    """The copy deck of a claim."""
    if app.ws.get(Claim, target) is None:
        app.say("That claim is no longer there.", "warning")
        return
    app.push_screen(CopyDeck(target))
