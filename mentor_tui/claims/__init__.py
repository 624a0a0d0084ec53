"""Claims of PDUs: from sessions that count to texts that PMI's form takes, and what became of them.

Nothing here submits anything: a person copies, field by field, and notes what PMI answers.

- `openings(workspace, floor)`: what can be claimed, as `Opening`s (one per pair and set of certifications), each with
  the smallest `groups` of at least 1.00 PDU in order of date and the `rest`, and what that is `missing`.
- `ready(workspace, floor)`, `claimable(openings, book, certification)`: how much that is, prepared claims included, as
  far as it counts: the ONE amount of what can be claimed, for every view.
- `prepare(workspace, opening, lines)`: a new `Claim` record, not saved. `refreshed(workspace, claim)`: a prepared one
  with the figures that its sessions have now. A prepared claim is dropped by deleting the record.
- `step(claim, state, on, today)`, `back(claim, others)`, `STEPS`, `WORDS`, `live`, `history`, `waiting_since`: its
  life. A claim is `live` (its sessions are taken) in every state but rejected.
- `owners(claims)`: session id -> the live claim that has it. `of_session(workspace, id)`: that of one session.
- `drift(claim, lines_by_session(workspace), claims, certifications)`: how a claim differs from its sessions today, by
  how much and why; None when it matches. `drifts(workspace)`: all that differ. `touched(workspace, changed, deleted)`:
  claimed sessions that a change would alter. What stays of them when a pair is forgotten: `evidence.claims_of`.
- `deck(claim)`: the fields in the order of PMI's form; `problems(claim)`: what that form could not take;
  `as_text(claim)`. `look(workspace, claim)`: names, employers, addresses and confidential words in its texts.
- `word(workspace)`: one calm line when something can be claimed or a claim has waited long; else empty.
- `brief(workspace)`: PDUs for Home, from one book: bars, what can be claimed (by pair too), the one word.
"""

from mentor_tui.claims.brief import NOTHING, Brief, brief
from mentor_tui.claims.deck import Card, as_text, deck, problems
from mentor_tui.claims.life import STEPS, WORDS, back, day_of, history, live, sessions_of, step, waiting_since
from mentor_tui.claims.linter import Found, look
from mentor_tui.claims.matching import (
    Drift,
    Touched,
    drift,
    drifts,
    in_order,
    lines_by_session,
    of_session,
    refreshed,
    touched,
)
from mentor_tui.claims.openings import (
    Claimable,
    Group,
    Opening,
    Source,
    claimable,
    openings,
    prepare,
    propose,
    ready,
)
from mentor_tui.claims.words import word
from mentor_tui.pdu.spread import ONE, owners

__all__ = [
    "NOTHING",
    "ONE",
    "STEPS",
    "WORDS",
    "Brief",
    "Card",
    "Claimable",
    "Drift",
    "Found",
    "Group",
    "Opening",
    "Source",
    "Touched",
    "as_text",
    "back",
    "brief",
    "claimable",
    "day_of",
    "deck",
    "drift",
    "drifts",
    "history",
    "in_order",
    "lines_by_session",
    "live",
    "look",
    "of_session",
    "openings",
    "owners",
    "prepare",
    "problems",
    "propose",
    "ready",
    "refreshed",
    "sessions_of",
    "step",
    "touched",
    "waiting_since",
    "word",
]
