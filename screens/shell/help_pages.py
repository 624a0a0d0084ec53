"""The pages of help on what holds everywhere, each with the other words by which people look for it."""

from __future__ import annotations

from typing import NamedTuple


class HelpPage(NamedTuple):
    """A page of help: a few sentences under a title."""

    id: str
    title: str
    also: tuple[str, ...]
    words: str


WHO_SEES_WHAT = HelpPage(
    "who-sees-what",
    "Who sees what",
    ("privacy", "what the program can see", "private", "shared", "confidential"),
    "The word beside each field is its limit. Only you: no document contains it except your own full export. Shared "
    "with your partner: a document for your partner may contain it. Program team: a summary for the team may, which "
    "you see "
    "before it is made. PDU claim: the text of a claim may contain it; PDU audit: only in the evidence for one.",
)
PAGES = (
    WHO_SEES_WHAT,
    HelpPage(
        "getting-about",
        "Getting about",
        ("navigate", "mouse", "keys", "jump", "places"),
        "The digits go to the nine places, Escape goes back one step, [ and ] go from pair to pair. Ctrl+P finds "
        "anything. A comma puts a letter on everything that can be reached on the screen; in a field Ctrl+G does.",
    ),
    HelpPage(
        "nothing-is-lost",
        "What you type is kept",
        ("draft", "autosave", "unsaved", "crash", "lost text"),
        "Within two seconds what you type is kept as an encrypted draft, and at once when the app locks or you quit. "
        "Escape goes back and keeps it; Home offers it again.",
    ),
    HelpPage(
        "undo",
        "Undo and redo",
        ("mistake", "revert", "take back"),
        "u undoes the last change and U redoes it; Ctrl+Z and Ctrl+Y do the same outside of fields, and undo "
        "typing inside one. Every change can be undone until you quit the app.",
    ),
    HelpPage(
        "where-it-is",
        "Where everything is kept",
        ("cloud", "encryption", "security", "file", "vault", "offline"),
        "In one encrypted file on this computer, with backups beside it; Settings shows where. Nothing goes out "
        "unless you export a document, and you see each one before it is written.",
    ),
)
