"""Wishes that a program leaves out, told by their words, and a gentle question for each.

The app knows five kinds of wish, as people write them; a program names those it leaves out, and may add its own.
"""

from __future__ import annotations

import re

from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Goal
from mentor_tui.words import text

_KNOWN: dict[str, tuple[str, str]] = {
    "exam": (
        r"\b(exams?|35 contact hours|pass (the |my )?(pmp|capm|pmi-\w+)"
        r"|(certificates?|certifications?|certified)(?! (strategy|plan|path|roadmap|options?)\b))\b",
        "This sounds like exam preparation, which the program leaves to courses. Is there a skill behind it?",
    ),
    "job": (
        r"\b(hired|job placement|job offer|referrals?|recruited|promoted"
        r"|(get|find|land|obtain|secure)( me)?( an?| another| my)?( new| better| next)? job"
        r"|promotion(?! (for|of) (?!me\b|myself\b)| (campaign|plan|budget|materials?)\b))\b",
        "A mentor cannot give a job or a promotion. Which skill or clarity would bring you closer to it?",
    ),
    "therapy": (
        r"\b(therap(y|ies|ists?)|counsell?(ing|or)|burn-?\s?out|burn(t|ed) out|depress(ion|ed)|trauma|anxiety)\b",
        "A mentor is not a therapist, and others can help better. Is there something about your work in it?",
    ),
    "their-work": (
        r"\b(do(es|ing)?|finish(ing)?|writ(e|ing)) (all )?(of )?(my|our|the mentee['’]s) "
        r"(own )?(work|job|tasks?|homework|assignments?|thesis)\b",
        "A mentor does not do the mentee's work. What would you like to be able to do yourself?",
    ),
    "selling": (
        r"\b(sell|sells|selling)\b(?! (\w+ ){0,3}(ideas?|plans?|projects?|changes?|vision|case|proposals?)\b)"
        r"|\b(sales pitch|paid (services?|work)|(find|win|get) (new )?(clients|customers))\b",
        "Nothing is sold within the program. Is there a skill behind it?",
    ),
}
"""Id of a kind of wish (`vocabulary.SCOPE`) -> how it is written, and the question to ask."""


def question(program: Program, goal: Goal) -> str:
    """A gentle question when a goal sounds like what the program leaves out; empty otherwise."""
    said = text.one_line(" ".join((goal.title, goal.action, goal.result))).casefold()
    for hint in program.scope:
        pattern, usual = _KNOWN.get(hint.id, ("", ""))
        rest = _without(said, hint.unless)
        if (pattern and re.search(pattern, rest)) or any(_holds(rest, words) for words in hint.words):
            return hint.question or usual
    return ""


def _without(said: str, phrases: tuple[str, ...]) -> str:
    """The words without the phrases in which they mean something else."""
    for phrase in phrases:
        said = re.sub(rf"(?<!\w){re.escape(text.one_line(phrase).casefold())}(?!\w)", " ", said)
    return said


def _holds(said: str, words: str) -> bool:
    """True if the phrase stands there as whole words. It is looked for as it is written: a pack brings no patterns."""
    phrase = text.one_line(words).casefold()
    return bool(phrase) and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", said) is not None
