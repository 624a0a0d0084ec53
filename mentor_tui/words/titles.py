"""Words around a name that are not part of it: titles in front, degrees and certifications behind.

Plain words, no other module of the house: `text` needs it for initials.
"""

from __future__ import annotations

import re

_IN_FRONT = frozenset(
    "dr drs prof professor doctor mr mrs ms miss mister madam sir lord lady mme mlle madame monsieur mademoiselle "
    "mevr mevrouw mw dhr meneer heer herr frau sig signor signora sr sra senor senora dipl rev hon".split()
)
_IN_FRONT_DOTTED = frozenset("ir ing m me mag lic doc eng phd msc st univ habil".split())
"""Titles only with their dot (or beside another): without it they may be a name (`Ing Chen`)."""
_BEHIND = (
    "PMP CAPM PgMP PfMP PMI-ACP PMI-RMP PMI-SP PMI-PBA PMI-CP PMI-PMOCP PMI-CPMAI PMI-LVP ACP RMP PBA PMOCP DASM "
    "DASSM DAC DAVSC CSM A-CSM CSP CSP-SM CSPO A-CSPO PSM PSPO PSK PAL SPC RTE SAFe PRINCE2 P3O ITIL IPMA CBAP CCBA "
    "ECBA CISA CISM CISSP CRISC CGEIT CPA CFA CMA CIA FRM ACCA CIPM CIPD SHRM SHRM-CP SHRM-SCP SPHR PHR ACC PCC MCC "
    "PE PEng CEng LSSBB LSSGB CSSBB CSSGB LLM LLB JD MBA EMBA DBA PhD DPhil EdD MPhil MSc BSc MEng BEng MPM MPA MPH "
    "MFA MEd RN MD Jr Sr Esq II III IV"
).split()
_ANYWHERE = frozenset(word.casefold() for word in _BEHIND)
_AS_WRITTEN = frozenset((*_BEHIND, "MA", "BA", "MS", "BS", "MSC", "BSC", "PHD", "PMI"))
"""Without a comma before it, only as it is usually written: `Jack Ma` is a name."""
_MARKS = re.compile("[®™©℠]|\\((?:R|TM|r|tm)\\)")
_SIGNS = ".,;:()[]/|–—-"


def untitled(name: str) -> str:
    """A name on one line without titles, degrees and certifications; as given when nothing else would be left.

    `Dr. Bram Claes, PMP, PMI-ACP®` -> `Bram Claes`. What stands behind a comma goes when it is a known certification,
    or all capitals behind a name that is not: `Claes, Bram` and `CLAES, BRAM` stay.
    """
    plain = " ".join(_MARKS.sub(" ", name).split())
    parts = re.sub(r"\s*([,;|/])\s*", r"\1 ", plain).split()
    words = list(parts)
    while len(words) > 1 and _is_title(words[0]):
        words.pop(0)
    while len(words) > 1 and _is_behind(words):
        words.pop()
    left = " ".join(words).rstrip(",;|/–—- ") if len(words) < len(parts) else plain
    return left or plain


def _is_title(word: str) -> bool:
    parts = [part for part in re.split(r"[.\-]+", word.casefold().strip(_SIGNS)) if part]
    if not parts or not all(part in _IN_FRONT or part in _IN_FRONT_DOTTED for part in parts):
        return False
    return word.endswith(".") or any(part in _IN_FRONT for part in parts)


def _is_behind(words: list[str]) -> bool:
    """True if the last word is a degree or certification of whoever the words before it name."""
    last = words[-1].strip(_SIGNS)
    bare = last.replace(".", "")
    if not bare:
        return True
    before = words[:-1]
    apart = before[-1].endswith((",", ";", "|", "/")) or before[-1] in ("-", "–", "—") or words[-1].startswith("(")
    if not apart:
        return bare in _AS_WRITTEN
    name = " ".join(before)
    odd = bare.isascii() and bare.isupper() and len(bare) > 1 and len(before) > 1 and not name.isupper()
    return bare.casefold() in _ANYWHERE or bare in _AS_WRITTEN or odd
