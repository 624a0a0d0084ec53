"""PDUs: what the sessions of a person earn, and what of it each certification takes.

Pure functions over whole minutes and whole quarter-PDUs (a quarter is 15 minutes); there are no floats. The figures of
PMI stand in `templates/pdu` with source, date and confidence; what is not verified is said to be.

The ledger, for whoever builds on it (claims, evidence, pictures):

- `book(views, floor=..., today=...)` reads pairs (`PairView`, or `PairSessions` from the workspace) and gives a `Book`:
  `pairs` (the lines of each pair), `lines` (all, by date), `positions` (one per certification).
- `Line`: one session, whoever asks. `session`, `role`, `number`, `minutes`, `quarters` (its part of the claim it is
  in, else rounded down by the floor of the book), `claimed` ("prepared", "filed" or ""), `counts`, `reason` (why it
  does not count), `weights` (as typed) and `triangle` (quarters per side, mentee only), `unsplit`, and `applied`: one
  `Applied` per certification (`line.on(certification_id)`) with `applies`, `quarters` (before the cap), `counts`
  (after it: what is claimed first, then in order of date), `triangle` and `reason` (why less than the whole counts).
  Two certifications never differ about minutes and quarters of a line, only about what is applied. EVERY sum over
  sessions, whoever tells it, is a sum of lines: `total(lines)`.
- `amount(lines, floor)`: what lines of ONE pair would give in one claim made now, as `Amount(minutes, quarters,
  triangle, unsplit)`. `floor` is "session" (each line rounded down and split by itself) or "claim" (rounded down and
  split once); the triangle and what is unsplit always sum to the quarters of a mentee.
- `Position`: one certification in its present cycle: `terms` (figures with their state: verified, unverified, unknown,
  yours), `cycle`, `giving_back` and `education` (`Standing`: cap or minima, claimed elsewhere, in cycle, counts, over,
  left), `total`, `missing`, `carry`, `keep_until` (until when evidence is kept), `reached`, `sentence`.
- `ledger(view)`: one pair alone. `standings(views)`: the standings of every certification over all pairs.
- `forecast(views, today)`: planned sessions and the rhythm of the pairs against caps and the end of the cycle;
  `headline(views, today)`: the one most urgent word about caps and cycles, for Home; `headline_of(book, today)` the
  same for who has the book.
- `numbers(position, lines)`: every figure of a certification with the lines behind it, to answer *why*.
- `pictures` (not imported here): `gauges(outlook)`, `split_gauge(pairs)` as `Gauge`s, each with `bar(width)`, numbers,
  note and sentence; `legend`. `months`: `months(forecast, today, certification_id)`, `chart`, `summary`.
- `quarters`, `show`, `parse_quarters`, `split`, `why_not(session)`, `why_not_among(session, others of its pair)`,
  `counted(view)` (the sessions behind every count of sessions and hours), `earned(view, some of these)`, `repeated`,
  `overlap`, `elsewhere(views)` (whose minutes count with another pair): the small change.
- `rules()`, `versions()`, `valid_on(day)`, `terms_of`, `terms_now`: rules. `cycle_now(certification, today)`,
  `cycle_on(certification, day)` (the cycle that holds a day, and its terms), `purge_after(cycle, months)`: cycles.
"""

from mentor_tui.pdu.activities import activity_of, minutes_of
from mentor_tui.pdu.alerts import Alert
from mentor_tui.pdu.book import Book, Ledger, Position, book, ledger, standings
from mentor_tui.pdu.carry import CarryOver
from mentor_tui.pdu.cycles import Cycle, cycle_now, cycle_on, present, purge_after, renewed, terms_now
from mentor_tui.pdu.elsewhere import elsewhere
from mentor_tui.pdu.explain import Behind, Number, numbers
from mentor_tui.pdu.forecast import Ahead, Forecast, Outlook, forecast, headline, headline_of
from mentor_tui.pdu.ledger import attended, counted, earned, lines_of
from mentor_tui.pdu.lines import CATEGORY, Amount, Applied, Category, Floor, Line, amount, total
from mentor_tui.pdu.reasons import why_not
from mentor_tui.pdu.repeats import overlap, repeated, why_not_among
from mentor_tui.pdu.rules import FIGURES, CertificationRule, Figure, Rules, rules, valid_on, versions
from mentor_tui.pdu.split import apportion, split, weights_of
from mentor_tui.pdu.standing import Account, Standing
from mentor_tui.pdu.terms import WORDS, Limit, Terms, terms_of
from mentor_tui.schema.amounts import NONE, SIDES, Triangle, in_words, parse_quarters, quarters, show

__all__ = [
    "CATEGORY",
    "FIGURES",
    "NONE",
    "SIDES",
    "WORDS",
    "Account",
    "Ahead",
    "Alert",
    "Amount",
    "Applied",
    "Behind",
    "Book",
    "CarryOver",
    "Category",
    "CertificationRule",
    "Cycle",
    "Figure",
    "Floor",
    "Forecast",
    "Ledger",
    "Limit",
    "Line",
    "Number",
    "Outlook",
    "Position",
    "Rules",
    "Standing",
    "Terms",
    "Triangle",
    "activity_of",
    "amount",
    "apportion",
    "attended",
    "book",
    "counted",
    "cycle_now",
    "cycle_on",
    "earned",
    "elsewhere",
    "forecast",
    "headline",
    "headline_of",
    "in_words",
    "ledger",
    "lines_of",
    "minutes_of",
    "numbers",
    "overlap",
    "parse_quarters",
    "present",
    "purge_after",
    "quarters",
    "renewed",
    "repeated",
    "rules",
    "show",
    "split",
    "standings",
    "terms_now",
    "terms_of",
    "total",
    "valid_on",
    "versions",
    "weights_of",
    "why_not",
    "why_not_among",
]
