"""`audit-pack`: would the talks hold in a PDU audit, and all that PMI may ask for, as a folder or one page to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentor_tui import audit, pdu
from mentor_tui.cli import failures, tables, terminal
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.options import everywhere, given
from mentor_tui.documents.audit import initials, layout
from mentor_tui.documents.audit import pack as audit_pack
from mentor_tui.errors import AlreadyThere, InputRefused, NotFound
from mentor_tui.schema.records import Certification, Claim, Pair
from mentor_tui.words import text

if TYPE_CHECKING:
    from mentor_tui.audit import Choice, Scope
    from mentor_tui.documents.audit.pack import Pack, Written
    from mentor_tui.workspace import Workspace

_NOTES, _NAME = "notes", "partner-name"


@click.command(
    "audit-pack", help="Would your sessions hold up in a PDU audit? With --output: the evidence PMI may ask for."
)
@click.option(
    "--output", default="", metavar="FOLDER|FILE.html", help="Where to write the pack; without it, nothing is written."
)
@click.option("--claim", "claim_id", default="", metavar="ID", help="About this claim (`claims list` shows ids).")
@click.option("--cycle", default="", metavar="CERT", help="About the present cycle of this certification.")
@click.option(
    "--release",
    multiple=True,
    metavar="notes|DAY|partner-name",
    help="What else to include: all takeaways, those of one day, your partner's name on the agreement's cover.",
)
@click.option("--to", "recipient", default="", metavar="NAME", help="Who gets it, for your register.")
@click.option("--overwrite", is_flag=True, help="Replace the file, or a folder that holds nothing but a pack.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@everywhere
@click.pass_context
def command(
    ctx: click.Context,
    output: str,
    claim_id: str,
    cycle: str,
    release: tuple[str, ...],
    recipient: str,
    overwrite: bool,
    form: str,
) -> int | None:
    """On a terminal each note is shown before it is released, then what leaves and what stays; then it asks."""
    asked = given(ctx)
    if claim_id and cycle:
        raise click.UsageError("--claim or --cycle, not both.", ctx)
    path = Path(output).expanduser() if output else None
    if path is not None:
        audit_pack.shape_of(path)  # a PDF is refused before anybody types a passphrase
    with unlocked(asked) as workspace:
        pair = workspace.find_pair(asked.pair) if asked.pair else None
        choice = _meant(workspace, claim_id, cycle, pair)
        scope = audit.read(workspace, choice.id, (), pair)
        ticked = _released(scope, release)
        if path is not None and not release and terminal.interactive():
            ticked = _ask_for_each(workspace, scope)
        scope = audit.read(workspace, choice.id, ticked, pair)
        if path is None or form == "json":
            tables.show(tables.json_text(_as_json(scope)) if form == "json" else _as_table(scope))
        else:
            terminal.tell(_as_table(scope))
        if path is None:
            return None
        return _make(workspace, choice, ticked, pair, path, recipient, overwrite)


def _make(
    workspace: Workspace,
    choice: Choice,
    ticked: frozenset[str],
    pair: Pair | None,
    path: Path,
    recipient: str,
    overwrite: bool,
) -> int | None:
    pack = audit_pack.build(workspace, choice.id, ticked, pair)
    if terminal.interactive():
        if not _agreed(workspace, pack, path):
            terminal.tell("Nothing was written.")
            return failures.REFUSED
        if not overwrite and audit_pack.exists(path):
            overwrite = terminal.ask_yes(f"{text.shorten(path.name, 60)} already exists. Replace it?")
    try:
        written = audit_pack.write(pack, path, replace=overwrite)
    except AlreadyThere as error:
        raise AlreadyThere(f"{error} --overwrite replaces it.") from None
    _told(written)
    try:
        audit_pack.register(workspace, pack, written, recipient or audit_pack.READER_NAME)
    except Exception:
        failures.say("The pack was written, but it could not be noted in the vault's register.")
        raise
    return None


def _told(written: Written) -> None:
    what = "folder" if written.shape == "folder" else "file"
    of = " of its SHA256SUMS" if written.shape == "folder" else ""
    failures.say(f"Written: the {what} {text.shorten(str(written.path), 100)}; only you can read it.")
    failures.say(f"SHA-256{of}: {written.sha256}, noted in your register.")
    if written.shape == "html":
        failures.say("To make a PDF of it: open it in a browser and print (Ctrl+P, Save as PDF).")


# --- What it is about -------------------------------------------------------------------------------------


def _meant(workspace: Workspace, claim_id: str, cycle: str, pair: Pair | None) -> Choice:
    found = audit.choices(workspace)
    if claim_id:
        ids = [c.id for c in workspace.all(Claim) if c.id.startswith(claim_id)]
        if len(ids) != 1:
            several = "Several claims begin" if ids else "No claim begins"
            raise NotFound(f"{several} like that; `mentor-tui claims list` shows them. Nothing was written.")
        return next((c for c in found if c.id == f"claim:{ids[0]}"), audit.Choice(f"claim:{ids[0]}", "A claim"))
    held = workspace.all(Certification)
    if cycle:
        named = [c for c in held if c.name.casefold() == cycle.strip().casefold() or c.id == cycle]
        if len(named) != 1:
            known = ", ".join(sorted(c.name for c in held)) or "none"
            raise NotFound(f"That does not name one of your certifications. You have: {known}. Nothing was written.")
        return next(c for c in found if c.id == f"cycle:{named[0].id}")
    if len(held) > 1:
        names = ", ".join(sorted(c.name for c in held))
        raise InputRefused(f"About which certification? Say --cycle with one of {names}, or --claim with an id.")
    if held:
        return next(c for c in found if c.id == f"cycle:{held[0].id}")
    pair = pair or workspace.find_pair()
    return next(c for c in found if c.id == f"pair:{pair.id}")


# --- What may go along ------------------------------------------------------------------------------------


def _released(scope: Scope, wanted: tuple[str, ...]) -> frozenset[str]:
    """The ids of all that was named with --release; InputRefused for a name that means nothing here."""
    found: set[str] = set()
    for word in wanted:
        if word == _NOTES:
            found |= {offer.id for offer in scope.offers}
        elif word == _NAME:
            found |= {f"name:{strand.pair.id}" for strand in scope.strands if strand.pair}
        else:
            of_day = {offer.id for offer in scope.offers if offer.on == word}
            if not of_day:
                days = ", ".join(sorted({offer.on for offer in scope.offers})) or "none"
                raise InputRefused(
                    f"--release takes {_NOTES}, {_NAME} or a day with takeaways (here: {days}). Nothing was written."
                )
            found |= of_day
    return frozenset(found)


def _ask_for_each(workspace: Workspace, scope: Scope) -> frozenset[str]:
    """Each note as it would be read in the pack, and a yes or a no; nothing is released without a yes."""
    names = initials.names_in(workspace)
    found = set()
    count = len(scope.offers)
    if count and terminal.ask_yes(f"{count} notes or takeaways could be included. Look at them one by one?"):
        for offer in scope.offers:
            terminal.tell(f"\n{offer.on}  {offer.label}\n{initials.plain(offer.words, names)}")
            if terminal.ask_yes("Include it?"):
                found.add(offer.id)
    return frozenset(found)


def _agreed(workspace: Workspace, pack: Pack, path: Path) -> bool:
    preview = layout.preview(workspace, pack)
    for title, lines in (
        ("What is exported:", preview.leaves),
        ("What stays in the vault:", preview.stays),
        ("Check these before you hand it in:", preview.found),
    ):
        if lines:
            terminal.tell(title)
            for line in lines:
                terminal.tell(f"  {text.one_line(line)}")
    return terminal.ask_yes(f"Write it to {text.shorten(str(path), 100)}?")


# --- The verdicts -----------------------------------------------------------------------------------------


def _as_table(scope: Scope) -> str:
    rows = [
        [t.session.on, t.session.start, t.session.minutes, pdu.show(t.quarters), t.verdict.words, t.verdict.missing]
        for t in scope.sessions
    ]
    lines = [
        scope.title,
        tables.table(["date", "start", "min", "PDUs", "in an audit", "missing"], rows, "No sessions yet."),
    ]
    advice = dict.fromkeys(f"{g.words}: {g.advice}" for t in scope.sessions for g in t.verdict.gaps if g.advice)
    lines += ["", *advice] if advice else []
    lines += ["", scope.sentence]
    if scope.until:
        lines.append(f"Keep the evidence until {scope.until.day.isoformat()}. {scope.until.why}")
    return "\n".join(lines)


def _as_json(scope: Scope) -> dict[str, Any]:
    return {
        "about": scope.title,
        "talks": [
            {
                "id": audited.session.id,
                "date": audited.session.on,
                "start": audited.session.start,
                "minutes": audited.session.minutes,
                "pdus": pdu.show(audited.quarters),
                "claim": audited.claim.id if audited.claim else "",
                "verdict": audited.verdict.words,
                "missing": [{"id": g.id, "words": g.words, "advice": g.advice} for g in audited.verdict.gaps],
                "in_pack": audited.leaves,
                "can_be_released": len(audited.offers),
            }
            for audited in scope.sessions
        ],
        "verdicts": {audit.WORDS[level]: count for level, count in scope.counts.items()},
        "keep_until": scope.until.day.isoformat() if scope.until else "",
    }
