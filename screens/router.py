"""Places and how to get there. A place is a short string that names no private text: `goals`, `log:<id>`, ..."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import MentorApp

Opener = Callable[["MentorApp", str], None]


def open_place(app: MentorApp, where: str) -> None:
    """Open a place. Modules are imported when first gone to, so that starting stays quick."""
    name, _, target = where.partition(":")
    opener = _PLACES.get(name)
    if opener is None:
        app.say("That place is not in this version.", "warning")
        return
    opener(app, target)


def _room(module: str, name: str) -> Opener:
    def opener(app: MentorApp, target: str) -> None:
        from importlib import import_module

        room = getattr(import_module(f"mentor_tui.screens.areas.{module}"), name)
        app.show_room(room(target) if target else room())

    return opener


def _over(module: str, function: str) -> Opener:
    """A screen laid over the present one: `function(app, target)` pushes it."""

    def opener(app: MentorApp, target: str) -> None:
        from importlib import import_module

        getattr(import_module(f"mentor_tui.screens.{module}"), function)(app, target)

    return opener


WITHOUT_PAIR = (
    *("pairs", "new-pair", "profile", "settings", "recovery", "join", "kept"),
    *("audit-rows", "audit-row", "claims", "claim", "copy-deck", "audit", "certification"),
)
"""Places that show what belongs to no pair: they are open while there is none."""

_PLACES: dict[str, Opener] = {
    "home": _room("home", "HomeRoom"),
    "journey": _room("journey", "JourneyRoom"),
    "step": _room("journey", "JourneyRoom"),
    "goals": _room("goals", "GoalsRoom"),
    "agreement": _room("agreement", "AgreementRoom"),
    "sessions": _room("sessions", "SessionsRoom"),
    "actions": _room("actions", "ActionsRoom"),
    "pdus": _room("pdus", "PdusRoom"),
    "notes": _room("notes", "NotesRoom"),
    "close": _room("close", "CloseRoom"),
    "log": _over("meeting", "open_log"),
    "plan": _over("meeting", "open_plan"),
    "prepare": _over("meeting", "open_prepare"),
    "session": _over("meeting", "open_session"),
    "learning-log": _over("worksheets", "open_learning_log"),
    "form": _over("worksheets", "open_form"),
    "goal": _over("goal_screen", "open_goal"),
    "agreement-edit": _over("agreement_screens", "open_edit"),
    "agreement-sign": _over("agreement_screens", "open_sign"),
    "action": _over("action_screen", "open_action"),
    "let-go": _over("reasons", "open_let_go"),
    "set-aside": _over("reasons", "open_set_aside"),
    "no-show": _over("reasons", "open_no_show"),
    "cancelled": _over("reasons", "open_cancelled"),
    "note": _over("note_screen", "open_note"),
    "lesson": _over("note_screen", "open_lesson"),
    "profile": _over("people", "open_profile"),
    "pair": _over("people", "open_pair"),
    "pairs": _over("people", "open_pairs"),
    "forget": _over("forget", "open_forget"),
    "audit-rows": _over("audit_rows", "open_rows"),
    "audit-row": _over("audit_rows", "open_row"),
    "new-pair": _over("people", "open_new_pair"),
    "certification": _over("certifications", "open_certification"),
    "pdu-why": _over("pdu_why", "open_why"),
    "pdu-line": _over("pdu_why", "open_line"),
    "claims": _over("claims", "open_claims"),
    "claim": _over("claim_words", "open_claim"),
    "copy-deck": _over("copy_deck", "open_deck"),
    "audit": _over("audit", "open_audit"),
    "pdu-domain": _over("pdu_why", "open_domain"),
    "settings": _over("settings", "open_settings"),
    "recovery": _over("secrets", "open_recovery"),
    "join": _over("merge", "open_join"),
    "kept": _over("kept", "open_kept"),
    "export": _over("export", "open_export"),
    "find": _over("find", "open_find"),
}
