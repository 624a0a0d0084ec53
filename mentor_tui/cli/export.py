"""`export`: a document leaves the vault, after a look at what leaves and what stays."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui import documents
from mentor_tui.cli import failures, terminal
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.options import everywhere, given
from mentor_tui.documents import recipients
from mentor_tui.errors import AlreadyThere, InputRefused
from mentor_tui.schema import document_kinds
from mentor_tui.schema.program_parts import CONSENT
from mentor_tui.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentor_tui.schema.document_kinds import DocumentKind
    from mentor_tui.schema.program_parts import Collected, Consent

STDOUT = "-"


@click.command("export", help="Write a document: to the program team, your partner, an auditor, or yourself.")
@click.argument("document", metavar="[" + "|".join(document_kinds.every()) + "|ID]")
@click.option(
    "--format", "form", type=click.Choice(["md", "html", "csv", "json"]), help="The usual one for the document."
)
@click.option("--csv-for", type=click.Choice(["be", "us"]), help="For which settings a spreadsheet is written.")
@click.option("--output", default=STDOUT, metavar="PATH|-", show_default=True, help="Where to; - is standard output.")
@click.option("--to", "recipient", default="", metavar="NAME", help="Who gets it, for your register.")
@click.option(
    "--names",
    type=click.Choice(["initials", "keep"]),
    default="initials",
    show_default=True,
    help="What PDU evidence shows where somebody wrote a partner's name.",
)
@click.option(
    "--consent",
    type=click.Choice(["mine", "both"]),
    help="Who agreed to a document that the program collects by consent: you, or you and your partner.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
@everywhere
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    form: str | None,
    csv_for: str | None,
    output: str,
    recipient: str,
    names: str,
    consent: Consent | None,
    overwrite: bool,
) -> int | None:
    """On a terminal it shows what leaves and what stays, and asks; in a script it just writes."""
    kind = document_kinds.every().get(document)
    fmt = _format(ctx, kind, form, csv_for) if kind else ""
    asked = given(ctx)
    with unlocked(asked) as workspace:
        if kind and kind.whole:
            if not _agreed_to_everything(output):
                return failures.REFUSED
            _write(documents.everything(workspace), output, overwrite)
            return None
        pair = workspace.find_pair(asked.pair)
        view = workspace.view(pair)
        if kind is None and workspace.programs.document(document) is None:
            raise click.UsageError(f"There is no document {document}. Known: {', '.join(view.program.documents)}.", ctx)
        kind = view.program.document(document)  # its own, where another program has one of the same id
        fmt = _format(ctx, kind, form, csv_for)
        keep = names == "keep"
        ready = documents.ready(view, document, keep_names=keep)
        data = documents.render(ready.document, fmt)
        collected = view.program.collected(document)
        if collected and consent:
            recipient = recipient or recipients.team_of(view)
        recipient = text.one_line(recipient or recipients.usual(view, kind))
        collected = recipients.asked_for(view, kind, recipient)
        agreed = _consent(collected, consent) if collected else None
        if collected and agreed is None:
            terminal.tell("Nothing was written.")
            return failures.REFUSED
        if terminal.interactive():
            if not _agreed(ready.preview, output):
                terminal.tell("Nothing was written.")
                return failures.REFUSED
        elif ready.names:
            _say_names(ready.names, keep)
        _write(data, output, overwrite)
        _noted(lambda: documents.register(workspace, pair, document, fmt, recipient, data, consent=agreed))
    return None


def _format(ctx: click.Context, kind: DocumentKind, form: str | None, csv_for: str | None) -> str:
    """The format meant, of those in which the document is made; UsageError for another one."""
    if kind.spreadsheet:
        if csv_for is None or form not in (None, "csv"):
            raise click.UsageError(
                f"{kind.id} is a spreadsheet: say --csv-for be (; and 1,25) or us (, and 1.25).", ctx
            )
        return f"csv-{csv_for}"
    if csv_for is not None:
        sheets = [name for name, one in document_kinds.every().items() if one.spreadsheet]
        raise click.UsageError(f"--csv-for is for {' and '.join(sheets)}.", ctx)
    form = form or kind.formats[0]
    if form not in kind.formats:
        raise click.UsageError(f"{kind.id} can be written as {', '.join(kind.formats)}, not as {form}.", ctx)
    return form


def _say_names(gone: list[str], keep: bool) -> None:
    """A script hears what became of the names; the lines name places, never words."""
    if keep:
        failures.say(f"A partner's name is in {len(gone)} of its texts; --names initials removes it.")
        return
    for line in gone[:_MANY]:
        failures.say(text.one_line(line))
    if len(gone) > _MANY:
        failures.say(f"So it did in {len(gone) - _MANY} more.")
    failures.say("--names keep keeps names as they were written.")


_MANY = 5


def _consent(collected: Collected, given: Consent | None) -> Consent | None:
    """Those who agreed, if they are all whose consent the program needs; a script says so itself, or is refused."""
    if given == "both" or given == collected.consent:
        return given
    if given is None and terminal.interactive():
        terminal.tell(text.one_line(collected.words))
        return collected.consent if terminal.ask_yes(CONSENT[collected.consent]) else None
    raise InputRefused(
        f"{text.one_line(collected.words)} --consent {collected.consent} says so; nothing was written without it."
    )


def _agreed(preview: documents.Preview, output: str) -> bool:
    for title, lines in (
        ("What is exported:", preview.leaves),
        ("What stays in the vault:", preview.stays),
        ("Check these before you send it:", preview.found),
    ):
        if lines:
            terminal.tell(title)
            for line in lines:
                terminal.tell(f"  {text.one_line(line)}")
    return terminal.ask_yes(f"Write it to {_named(output)}?")


def _agreed_to_everything(output: str) -> bool:
    if not terminal.interactive():
        return True
    terminal.tell("This holds everything in the vault, private notes too, and it is not encrypted.")
    return terminal.ask_yes(f"Write it to {_named(output)}?")


def _named(output: str) -> str:
    return "standard output" if output == STDOUT else text.shorten(output, 100)


def _write(data: bytes, output: str, overwrite: bool) -> None:
    if output == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        documents.write(Path(output), data, overwrite=overwrite)
    except AlreadyThere as error:
        raise AlreadyThere(f"{error} --overwrite replaces it.") from None
    failures.say(f"Written to {_named(output)}; only you can read it.")


def _noted(note: Callable[[], object]) -> None:
    try:
        note()
    except Exception:
        failures.say("The document was written, but it could not be noted in the vault's register.")
        raise
