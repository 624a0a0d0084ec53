"""Forgetting a pair: out of the vault, its backups, the copies beside it and the drafts, and the proof of it.

`plan` tells beforehand what goes and what cannot go. `forget` does it. The proof then opens every file that is left
and looks for the partner's name and for each text that was removed. There is no way back, undo included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from mentor_tui import documents as exports
from mentor_tui.claims import evidence
from mentor_tui.errors import NotFound
from mentor_tui.forgetting.traces import Proof, Record, Search, Tables, Traces, belongs, called
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import OF_TABLE
from mentor_tui.schema.records import Disclosure, Evidence, Pair
from mentor_tui.vault import VaultError
from mentor_tui.vault.beside.contents import contents
from mentor_tui.vault.beside.resealing import reseal_beside
from mentor_tui.words import text
from mentor_tui.workspace import opening_balance

if TYPE_CHECKING:
    from mentor_tui.vault.beside.resealing import Left
    from mentor_tui.workspace import Workspace

DOCUMENTS = "Documents you exported, and whatever others did with them"
BEYOND = (
    "Copies of the vault elsewhere: another computer, a cloud folder's older versions, your own backups, a full "
    "export. Merging or importing such a copy brings the pair back.",
    "A mentor-tui that is open elsewhere with this vault: close it first, or it may save the pair again.",
    "What a disk keeps of deleted files until it reuses the space. Full-disk encryption covers that.",
)
"""Sentences about what this program cannot remove, beside documents."""


# --- One vault's tables -----------------------------------------------------------------------------------


def without(tables: Tables, pair_id: str, kept: Sequence[rec.Record] = ()) -> Tables:
    """The tables without a pair. Of what is kept, that comes in whose session or claim goes out."""
    left = {
        table: {i: record for i, record in found.items() if not belongs(table, i, record, pair_id)}
        for table, found in tables.items()
    }
    gone = {table: found.keys() - left[table].keys() for table, found in tables.items()}
    for record in kept:
        source = "sessions" if isinstance(record, Evidence) else record.table
        if record.id in gone.get(source, ()):
            left.setdefault(record.table, {})[record.id] = rec.to_document(record)
    if "settings" in left:
        left["settings"] = {i: _other_pair(record, pair_id) for i, record in left["settings"].items()}
    return {table: found for table, found in left.items() if found}


def _other_pair(settings: Record, pair_id: str) -> Record:
    """The settings, without this pair as the one that is open."""
    return {k: v for k, v in settings.items() if not (k == "current_pair" and v == pair_id)}


# --- Before -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """The plan of forgetting a pair. Nothing has happened yet."""

    pair: Pair
    in_vault: bool
    """True if the pair stands in the vault itself, or only in earlier versions of it."""
    counts: list[tuple[int, str]]
    """The numbers of records that go from the vault, in words."""
    documents: list[Disclosure]
    """Documents that left; they stay wherever they are."""
    rows: list[Evidence]
    """The rows that may be kept for a PDU audit."""
    until: evidence.Until | None
    claims: int
    """Claims of the pair; beside rows that are kept they stay without their words."""
    left: list[Left]
    """Files that cannot be opened, so nobody can say what stands in them."""
    traces: Traces = field(repr=False)
    balance: list[str] = field(default_factory=list)
    """Without rows: what stays of its claims as opening balance, in sentences."""
    program: str = ""
    """The name of its program where that was installed, and so stays."""

    @property
    def name(self) -> str:
        """The pair's name."""
        return self.pair.partner_name or "this partner"


def plan(workspace: Workspace, pair: Pair) -> Plan:
    """Open every file of the vault and tell what is there of a pair. Raises the vault's own errors."""
    traces = Traces(pair.id, {n for n in (pair.partner_name, pair.partner_email) if n})
    drafts, left, here = [], [], {}
    for content in contents(workspace.vault):
        traces.take_in(content)
        if content.draft:
            drafts.append(content.draft)
        if content.left:
            left.append(content.left)
        if content.kind == "vault":
            here = content.tables or {}
    traces.drafts = sum(map(traces.of_draft, drafts))
    in_vault = pair.id in here.get("pairs", {})
    rows = evidence.rows_of(workspace, pair) if in_vault else []
    return Plan(
        pair=pair,
        in_vault=in_vault,
        counts=_counts(here, pair.id),
        documents=sorted(workspace.all(Disclosure, pair.id), key=lambda d: d.at, reverse=True),
        rows=rows,
        until=evidence.until_of(workspace, pair) if rows else None,
        claims=sum(belongs("claims", i, r, pair.id) for i, r in here.get("claims", {}).items()),
        left=left,
        traces=traces,
        balance=_balance(workspace, pair) if in_vault else [],
        program=_installed(workspace, pair),
    )


def _installed(workspace: Workspace, pair: Pair) -> str:
    pack = workspace.get(rec.Pack, pair.program)
    return text.one_line(pack.name) if pack and pack.installed else ""


def _balance(workspace: Workspace, pair: Pair) -> list[str]:
    return opening_balance.sentences(workspace, opening_balance.after_forgetting(workspace, pair))


def _counts(tables: Tables, pair_id: str) -> list[tuple[int, str]]:
    found = []
    for table in dict.fromkeys([*OF_TABLE, *tables]):
        if table == rec.Claim.table:  # told apart, for beside rows they stay without their words
            continue
        count = sum(belongs(table, i, r, pair_id) for i, r in tables.get(table, {}).items())
        if count:
            found.append((count, called(table, count)))
    return found


def find_pair(workspace: Workspace, name: str) -> Pair:
    """The pair meant: in the vault, or else in an earlier version of it; the whole name before a part of one.

    Raises NotFound or AmbiguousPair.
    """
    wanted = name.casefold().strip()
    here: Pair | None = None
    missing: NotFound | None = None
    try:
        here = workspace.find_pair(name)
        if here.id == name or here.partner_name.casefold() == wanted:
            return here
    except NotFound as error:
        missing = error
    earlier = {p.id: p for p in _earlier_pairs(workspace)}
    exact = [p for p in earlier.values() if p.id == name or p.partner_name.casefold() == wanted]
    part = [here] if here else [p for p in earlier.values() if wanted and wanted in p.partner_name.casefold()]
    for found in (exact, part):
        if len(found) == 1:
            return found[0]
    raise missing or NotFound("No pair matches that name.")


def _earlier_pairs(workspace: Workspace) -> list[Pair]:
    """The pairs of backups and copies, as far as this version can read them."""
    found: list[Pair] = []
    for content in contents(workspace.vault):
        for document in (content.tables or {}).get("pairs", {}).values():
            try:
                found.append(rec.from_document(Pair, document))
            except msgspec.ValidationError:
                continue
    return found


# --- Doing it ---------------------------------------------------------------------------------------------


_ROUNDS = 3


def forget(workspace: Workspace, planned: Plan, rows: Sequence[Evidence] = ()) -> Proof:
    """Take a pair out of everything, keeping these rows; returns the proof.

    Raises what saving raises, and then nothing was forgotten. Once the pair is out of the vault, whatever goes wrong
    with the other files is told in the proof: `finish` can be done again.
    """
    claims = evidence.claims_of(workspace, planned.pair, rows) if planned.in_vault else []
    planned.traces.let_stand([*rows, *claims])
    for _ in range(_ROUNDS):
        workspace.refresh()  # another program may have written for this pair meanwhile
        if not workspace.holds(planned.pair):
            break
        balance = [] if rows else opening_balance.after_forgetting(workspace, planned.pair)
        workspace.forget_pair(planned.pair, [*planned.traces.kept, *balance])
    return finish(workspace, planned.traces)


def finish(workspace: Workspace, traces: Traces) -> Proof:
    """Take a pair that the vault itself does not hold out of every other file; may be done again at any time."""
    trouble = ""
    workspace.forget_history()
    try:
        reseal_beside(
            workspace.vault,
            change=lambda tables: without(tables, traces.pair_id, traces.kept),
            keep_draft=lambda draft: not traces.of_draft(draft),
        )
    except VaultError as error:
        trouble = str(error)
    return prove(workspace, traces, trouble)


def prove(workspace: Workspace, traces: Traces, trouble: str = "") -> Proof:
    """Open every file of the vault again and look for a pair. Changes nothing."""
    search = Search(traces)
    for content in contents(workspace.vault):
        search.look(content)
    return search.proof(trouble)


# --- In words ---------------------------------------------------------------------------------------------


def told_before(planned: Plan, rows: Sequence[Evidence]) -> list[str]:
    """The preview, a sentence per line: what goes, what stays, what cannot be removed."""
    traces = planned.traces
    goes = [f"{count} {words}" for count, words in planned.counts]
    if planned.claims:
        goes.append(f"{'the words of ' if rows else ''}{planned.claims} PDU claim{_s(planned.claims)}")
    goes += [f"{traces.drafts} unsaved text{_s(traces.drafts)}"] if traces.drafts else []
    where = f"{traces.files} backup{_s(traces.files)} or cop{'y' if traces.files == 1 else 'ies'} beside the vault"
    lines = [f"Deleted for good: {', '.join(goes) or 'nothing in the vault itself'}."]
    lines.append(f"Written again without it: {where}." if traces.files else "No backup contains any of it.")
    if rows:
        last = max(row.purge_after for row in rows)
        lines.append(
            f"Kept for a PDU audit: {len(rows)} bare row{_s(len(rows))} until {last} "
            f"(date, minutes, {rows[0].initials or 'initials'}, “{rows[0].topic}”)."
        )
    else:
        lines += planned.balance or ["Kept: nothing of it."]
    if planned.program:
        lines.append(f"Its program, {planned.program}, stays installed; it contains nothing about the pair.")
    return lines


def told_beyond(planned: Plan) -> list[str]:
    """List what this program cannot remove, a line each; the documents that left are listed, newest first."""
    strays = planned.traces.strays
    lines = ["This program cannot remove:", f"- {DOCUMENTS}{':' if planned.documents else '.'}"]
    for left in planned.documents:
        whom = f" for {text.one_line(left.recipient)}" if left.recipient else ""
        lines.append(f"    {left.at[:10]}  {text.one_line(exports.title_of(left.what))} ({left.format}){whom}")
    return (
        lines
        + [f"- {line}" for line in BEYOND]
        + [f"- “{name}”, a copy of the vault that contains it too: delete it if you do not need it." for name in strays]
        + [f"- {left.sentence} What it contains cannot be checked." for left in planned.left]
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def told_after(proof: Proof) -> list[str]:
    """The proof, a sentence per line."""
    lines = [proof.trouble] if proof.trouble else []
    lines.append(
        f"{proof.files} file{_s(proof.files)} opened again and searched for the name and {proof.texts} "
        f"text{_s(proof.texts)}: " + ("nothing of the pair is left in them." if not proof.still else "not all is gone.")
    )
    if proof.still:
        lines.append(
            f"Still containing some of it: {', '.join(proof.still)}. Try again, or delete what you do not need."
        )
    lines += [f"Not searched: {left.sentence}" for left in proof.unread]
    if proof.mentions:
        lines.append(f"The name, or what looks like it, is also in what was not touched: {', '.join(proof.mentions)}.")
    if proof.elsewhere:
        lines.append(f"{proof.elsewhere} of the texts are also in other records, which were not touched.")
    return lines
