"""PDU audits: which sessions would hold, what is missing, and what a person may release as evidence.

Nothing here is stored, and nothing leaves: the pack itself is made by `mentor_tui.documents.audit.pack`.

- `choices(workspace)`, `usual(workspace, pair)`: what a pack can be about: a claim, a certification's cycle, a pair.
- `read(workspace, scope_id, released, pair)`: a `Scope`: its claims, its `strands` (the sessions of one partner with
  agreement and program), and until when evidence is kept. Every `AuditedSession` has a `Verdict` and its `Offer`s.
- `judge_of(workspace, lines)`: the same verdict on single sessions of a book, each when it is asked for.
- `judge(known)`: the verdict alone, from what is `Known` of it: would hold, thin, would not hold, and the `Gap`s.
- `offers(forms, session, log, role)`: the texts of a session that may be ticked.
"""

from mentor_tui.audit.releases import IN_THE_TABLE, Offer, offers
from mentor_tui.audit.scope import AuditedSession, Choice, Scope, Strand, choices, judge_of, read, usual
from mentor_tui.audit.verdicts import WORDS, Gap, Known, Level, Verdict, judge

__all__ = [
    "IN_THE_TABLE",
    "WORDS",
    "AuditedSession",
    "Choice",
    "Gap",
    "Known",
    "Level",
    "Offer",
    "Scope",
    "Strand",
    "Verdict",
    "choices",
    "judge",
    "judge_of",
    "offers",
    "read",
    "usual",
]
