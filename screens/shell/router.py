"""Places and how to get there. A place is a short string that names no private text: `goals`, `log:<id>`, ..."""

from __future__ import annotations

from collections.abc import Callable

from ..host import Host
from .by_name import named

Opener = Callable[[Host, str], None]


def open_place(app: Host, where: str) -> None:
    """Open a place. Modules are imported when first gone to, so that starting stays quick."""
    name, _, target = where.partition(":")
    opener = _PLACES.get(name)
    if opener is None:
        app.say("That place is not in this version.", "warning")
        return
    opener(app, target)


def _room(module: str, name: str) -> Opener:
    def opener(app: Host, target: str) -> None:
        room = named(f"{module}.{module}:{name}")
        app.show_room(room(target) if target else room())

    return opener


def _over(module: str, function: str) -> Opener:
    """A screen laid over the present one: `function(app, target)` pushes it."""

    def opener(app: Host, target: str) -> None:
        named(f"{module}:{function}")(app, target)

    return opener


WITHOUT_PAIR = (
    *("pairs", "new-pair", "profile", "settings", "news", "recovery", "join", "kept", "help", "program", "find"),
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
    "log": _over("sessions.places", "open_log"),
    "plan": _over("sessions.places", "open_plan"),
    "planned": _over("sessions.places", "open_planned"),
    "event": _over("sessions.places", "open_event"),
    "prepare": _over("sessions.places", "open_prepare"),
    "session": _over("sessions.places", "open_session"),
    "learning-logs": _over("sessions.learning", "open_learning"),
    "learning-log": _over("journey.worksheets", "open_learning_log"),
    "form": _over("journey.worksheets", "open_form"),
    "goal": _over("goals.goal_page", "open_goal"),
    "agreement-edit": _over("agreement.writing", "open_edit"),
    "agreement-sign": _over("agreement.signing", "open_sign"),
    "agreement-settle": _over("agreement.settling", "open_settle"),
    "action": _over("actions.action_page", "open_action"),
    "let-go": _over("journey.reasons", "open_let_go"),
    "set-aside": _over("journey.reasons", "open_set_aside"),
    "no-show": _over("journey.reasons", "open_no_show"),
    "cancelled": _over("journey.reasons", "open_cancelled"),
    "note": _over("notes.note_page", "open_note"),
    "lesson": _over("notes.note_page", "open_lesson"),
    "profile": _over("people.people", "open_profile"),
    "pair": _over("people.people", "open_pair"),
    "pairs": _over("people.pairs", "open_pairs"),
    "forget": _over("people.forget", "open_forget"),
    "audit-rows": _over("pdus.audit_rows", "open_rows"),
    "audit-row": _over("pdus.audit_rows", "open_row"),
    "new-pair": _over("people.people", "open_new_pair"),
    "certification": _over("pdus.certifications", "open_certification"),
    "pdu-why": _over("pdus.pdu_why", "open_why"),
    "pdu-line": _over("pdus.pdu_why", "open_line"),
    "claims": _over("pdus.claims", "open_claims"),
    "claim": _over("pdus.claim_words", "open_claim"),
    "copy-deck": _over("pdus.copy_deck", "open_deck"),
    "audit": _over("pdus.audit", "open_audit"),
    "pdu-domain": _over("pdus.pdu_why", "open_domain"),
    "settings": _over("settings.settings", "open_settings"),
    "news": _over("settings.news", "open_news"),
    "recovery": _over("vault.secrets", "open_recovery"),
    "join": _over("vault.merge", "open_join"),
    "kept": _over("vault.kept_versions", "open_kept"),
    "export": _over("documents.export", "open_export"),
    "register": _over("documents.register", "open_register"),
    "find": _over("shell.find", "open_find"),
    "help": _over("shell.help", "open_page"),
    "program": _over("vault.program_page", "open_program"),
}
