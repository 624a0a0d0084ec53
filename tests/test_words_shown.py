"""One word for one thing in everything a person is shown: a session is never a talk, an action never a promise."""

from __future__ import annotations

import re

import pytest

from tests import words_shown
from tests.words_shown import Shown

RULES = {
    r"\btalks?\b(?! (?:to|about|with|it|them|first|things|over)\b)|\b(?:an?|the|this|each|no|of) talks?\b": "session",
    r"\bmeetings?\b": "session",
    r"\bpromise[sd]?\b": "action",
    r"\byou two\b|\bside of the table\b": "partner, pair",
    r"\b(?:let|lets|letting) (?:\w+ ){0,2}go\b|\bdrop(?:s|ped|ping)?\b": "cancel, delete",
    r"\b(?:take|takes|taken|taking) (?:\w+ ){0,2}back\b": "undo",
    r"\bput(?:s|ting)? (?:\w+ ){0,3}off\b": "postpone",
    r"\bset(?:s|ting)? (?:it |this |them )?aside\b": "skip",
    r"\b(?:what|nothing|anything) (?:leaves|left)\b(?! to)": "export",
    r"\b(?:has|have|that) left\b|\b(?:it|never) leaves?\b": "export",
    r"\bprogrammes?\b": "program",
    r"\bmay stay (?:open|empty)\b|\ba word (?:about|of) why\b": "optional, reason",
    r"\bfind (?:it|them) back\b|\bdo otherwise\b|\bso many quiet\b": "say it plainly",
    r"\b(?:four|check) signs\b|\bcontent are you\b": "say it plainly",
}
"""What is not said -> the word for it."""
RIGHT = {
    r"first.meeting": "the first-meeting checklist keeps the handbooks' name",
    r"organization meetings?": "PMI's own activity type",
    r"(?:still|makes|keep) meeting|before meeting": "the verb",
    r"^Meeting$": "the verb, over what a mentee does to meet",
    r"a meeting, a document": "one at work, where a thought may be used",
    r"(?:in the meeting|two meetings led)\b": "meetings of the made-up pair's own work",
    r"group meeting": "a word understood in a spreadsheet",
    r"meeting-\d|two-meeting|first-talk": "stored names of guides, forms and programs",
    r"^promises?$": "stored names of fields",
    r"it leaves time": "time is not exported",
    r"has left its \{\} cycle": "a session moved out of a cycle is not a document",
    r"mark, drop": "the name of a command",
    r"take back$": "a word that finds undo in the palette",
    r"another one has left unwritten": "a file of a measurement",
    r"\(not a (?:talk or a meeting|promise)\b": "the page on these very words",
    r"take it that carried": "an assumption",
}
"""What may be said all the same -> why."""


def wrong(shown: Shown) -> list[str]:
    """What is not said in a text, each with the word for it and where it stands."""
    text = shown.text
    for pattern in RIGHT:
        text = re.sub(pattern, "", text, flags=re.I | re.M)
    return [
        f"{shown.path}:{shown.line}: “{found[0]}” in “{shown.text.strip()[:80]}”; the word is {word}"
        for pattern, word in RULES.items()
        if (found := re.search(pattern, text, re.I))
    ]


@pytest.mark.parametrize(
    ("texts", "least", "known"),
    [
        (words_shown.of_packs, 4000, "What did you work on?"),
        (words_shown.of_templates, 10, "Thank you, and kind regards,"),
        (words_shown.of_code, 3000, "There is nothing to undo."),
        (words_shown.of_pages, 1500, "## Two copies of one vault"),
    ],
    ids=["packs", "templates", "code", "pages"],
)
def test_one_word_stands_for_one_thing(texts, least: int, known: str) -> None:  # type: ignore[no-untyped-def]
    read = list(texts())
    assert len(read) > least, "the texts were not found"
    assert known in {shown.text for shown in read}, "this text is shown, and was not found"
    assert [line for shown in read for line in wrong(shown)] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Log the talk of Friday", "session"),
        ("A talk with your partner", "session"),
        ("Two meetings are planned", "session"),
        ("Your open promises", "action"),
        ("What do you two conclude?", "partner, pair"),
        ("Let this action go", "cancel, delete"),
        ("Drop the draft", "cancel, delete"),
        ("u takes it back", "undo"),
        ("z puts it off", "postpone"),
        ("x sets it aside", "skip"),
        ("What left this vault", "export"),
        ("Nothing has left yet", "export"),
        ("The programme", "program"),
    ],
)
def test_another_word_for_it_is_found(text: str, word: str) -> None:
    assert [line.rpartition(" is ")[2] for line in wrong(Shown("a.py", 3, text))] == [word]
    assert wrong(Shown("a.py", 3, text))[0].startswith("a.py:3: ")


@pytest.mark.parametrize(
    "text", ["Talk about it with your partner", "There was nothing left to do", "We talked openly"]
)
def test_a_word_that_means_something_else_may_be_said(text: str) -> None:
    assert wrong(Shown("a.py", 3, text)) == []


def test_every_exception_is_needed() -> None:
    texts = [s.text for each in (words_shown.of_packs, words_shown.of_code, words_shown.of_pages) for s in each()]
    assert [p for p in RIGHT if not any(re.search(p, text, re.I | re.M) for text in texts)] == []
