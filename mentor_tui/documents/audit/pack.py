"""The audit pack: what PMI may ask for about a claim or a cycle, as a folder or as one page to print.

Filter first, render second: the parts hold what evidence may hold, and of notes only what was ticked. Then a partner's
name gives way to initials wherever somebody wrote it; only the agreement's cover may name, if that was released.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import msgspec

from mentor_tui import audit
from mentor_tui.audit import Scope
from mentor_tui.clock import local_zone
from mentor_tui.documents import calendars, files, folders, renderers
from mentor_tui.documents.audit import initials
from mentor_tui.documents.audit import parts as audit_parts
from mentor_tui.documents.documents import Column, Document, Section, Table
from mentor_tui.documents.spreadsheet import for_spreadsheet
from mentor_tui.errors import InputRefused
from mentor_tui.schema.records import Disclosure, Pair
from mentor_tui.words import text
from mentor_tui.workspace import Workspace

WHAT = "PDU audit pack"
"""As the register calls it."""
READER_NAME = "PMI, for an audit"
NO_PDF = (
    "No PDF is made here: your browser makes a better one. Write the .html file, open it, and print it to PDF "
    "(Ctrl+P, Save as PDF); it is laid out for A4."
)
_TEMPLATE = "audit-pack.html.j2"
_STEMS = {
    "cover": "cover",
    "claims": "claims",
    "sessions": "sessions",
    "notes": "notes",
    "agreement": "agreement",
    "letter": "letter-request",
}
"""The file names of the parts, in the order of the pack; a number comes before each."""
_SUMS = "SHA256SUMS"
_ALL_NAMES = (
    *(f"{number:02d}-{stem}.html" for number in range(len(_STEMS)) for stem in _STEMS.values()),
    *("sessions.csv", "sessions.ics", "letter-request.txt", _SUMS),
)
"""Every name that a file of some pack may have."""
_ABOUT = {
    "sessions.csv": "The sessions for a spreadsheet",
    "sessions.ics": "The sessions for a calendar",
    "letter-request.txt": "The request, to paste into a mail",
}


@dataclass(frozen=True)
class Pack:
    """A pack, frozen and filtered, ready to be written in either shape."""

    scope: Scope
    released: frozenset[str]
    parts: tuple[Document, ...]
    """The cover first."""
    calendar: bytes
    letters: str
    instead: tuple[str, ...]
    """Places where a partner's name gave way to initials."""

    @property
    def whole(self) -> Document:
        """All parts as one document, to look through."""
        sections = tuple(s for part in self.parts for s in part.sections)
        return Document(id="audit-pack", title=WHAT, facts=self.parts[0].facts, sections=sections)


def build(workspace: Workspace, scope_id: str, released: Collection[str] = (), pair: Pair | None = None) -> Pack:
    """The pack about a choice of `audit.choices`, with the notes that were ticked and nothing else that is private.

    `released` holds ids of offers, and `name:<pair id>` for a partner's name on the agreement's cover. Raises
    NotFound when the choice is no longer there, InputRefused when there is no session to show.
    """
    ticked = frozenset(released)
    scope = audit.read(workspace, scope_id, ticked, pair)
    if not any(audited.leaves for audited in scope.sessions):
        raise InputRefused("It has no session that could be shown, so no pack was made. Log one first (5).")
    profile = workspace.profile
    letters = audit_parts.letters(scope, profile)
    parts = [
        audit_parts.claim_sheet(scope),
        audit_parts.session_table(scope),
        audit_parts.notes(scope, ticked),
        audit_parts.agreement_cover(scope, profile, ticked),
        audit_parts.letter_page(letters),
    ]
    there = [part for part in parts if part is not None]
    there.insert(0, audit_parts.cover(scope, profile, workspace.today().isoformat(), there))
    names = initials.names_in(workspace)
    spared = _spared(scope, ticked)
    instead: list[str] = []
    plain = tuple(initials.without_names(part, names, spared, instead) for part in there)
    words = "\n\n".join(words for _, words in letters)
    return Pack(
        scope=scope,
        released=ticked,
        parts=plain,
        calendar=audit_parts.calendar(scope, profile, local_zone(), _state(workspace, scope)),
        letters=initials.plain(words, names),
        instead=tuple(dict.fromkeys(instead)),
    )


def _state(workspace: Workspace, scope: Scope) -> calendars.Version:
    sessions = [audited.session for audited in scope.sessions]
    return calendars.version(workspace.clock.now(), workspace.vault.generation, sessions, workspace.all(Disclosure))


# --- Both shapes ------------------------------------------------------------------------------------------


def as_page(pack: Pack) -> bytes:
    """The whole pack as one HTML file: no scripts, nothing fetched, the calendar file inside."""
    rows = [("sessions.ics", "The calendar file in this page", _sha(pack.calendar))]
    calendar = base64.b64encode(pack.calendar).decode()
    return renderers.page(_TEMPLATE, title=WHAT, documents=_with_files(pack, rows), calendar=calendar)


def as_files(pack: Pack) -> dict[str, bytes]:
    """The pack as files by name: a page per part, numbered, sessions as CSV and calendar, and the SHA-256 of each."""
    found: dict[str, bytes] = {}
    names = {part.id: f"{number:02d}-{_STEMS[part.id]}.html" for number, part in enumerate(pack.parts)}
    for part in pack.parts[1:]:
        found[names[part.id]] = renderers.page(_TEMPLATE, title=part.title, documents=[part], calendar="")
        if part.id == "sessions":
            found["sessions.csv"] = for_spreadsheet(part, "csv-us")  # PMI reads it
    found["sessions.ics"] = pack.calendar
    if pack.letters:
        found["letter-request.txt"] = pack.letters.encode("utf-8", "replace")
    titles = {names[part.id]: part.title for part in pack.parts}
    rows = [(name, titles.get(name) or _ABOUT[name], _sha(data)) for name, data in found.items()]
    cover = _with_files(pack, rows)[0]
    found = {names["cover"]: renderers.page(_TEMPLATE, title=WHAT, documents=[cover], calendar="")} | found
    found[_SUMS] = "".join(f"{_sha(data)}  {name}\n" for name, data in found.items()).encode()
    return found


def _with_files(pack: Pack, rows: list[tuple[str, str, str]]) -> list[Document]:
    """The parts, with the checksums on the cover."""
    columns = (Column("file", "File"), Column("what", "What it is"), Column("sha256", "SHA-256"))
    sums = Section("files", "Checksums", (Table("files", "", columns, tuple(rows)),))
    head = msgspec.structs.replace(pack.parts[0], sections=(*pack.parts[0].sections, sums))
    return [head, *pack.parts[1:]]


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def suggested_name(workspace: Workspace, shape: str = "folder") -> str:
    """A name that names nobody; `shape` is `folder` or `html`."""
    return f"pdu-audit-pack-{workspace.today().isoformat()}" + (".html" if shape == "html" else "")


# --- Out of the house -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """The pack as written: where, in which shape, its SHA-256 (of SHA256SUMS for a folder) and its size in bytes."""

    path: Path
    shape: str
    sha256: str
    size: int


def shape_of(path: Path) -> str:
    """`html` for a file of that ending, else `folder`; InputRefused for a PDF, with the way to one."""
    ending = path.suffix.casefold()
    if ending == ".pdf":
        raise InputRefused(NO_PDF)
    return "html" if ending in (".html", ".htm") else "folder"


def exists(path: Path) -> bool:
    """True if something stands there that writing would replace: a file for a page, a pack for a folder."""
    path = path.expanduser()
    if shape_of(path) == "html":
        return path.is_file() and not path.is_symlink()
    return folders.replaceable(path, _ALL_NAMES)


def write(pack: Pack, path: Path, *, replace: bool = False) -> Written:
    """Write the pack as a page (`.html`) or as a folder, whole or not at all, only for your eyes.

    Raises WriteFailed, also for what stands there already unless `replace`; a folder with other files stays as it is.
    """
    shape = shape_of(path)
    if shape == "html":
        data = as_page(pack)
        return Written(files.write(path, data, overwrite=replace), shape, _sha(data), len(data))
    found = as_files(pack)
    written = folders.write_folder(path, found, replace=replace, known=_ALL_NAMES)
    return Written(written, shape, _sha(found[_SUMS]), sum(map(len, found.values())))


def register(workspace: Workspace, pack: Pack, written: Written, recipient: str) -> None:
    """Note in the vault, for each pair in it, that the pack left: what, to whom, when, and its SHA-256."""
    at = workspace.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    pairs = dict.fromkeys(s.pair.id if s.pair else "" for s in pack.scope.strands if s.leaving)
    noted = [
        Disclosure(
            pair_id=pair_id,
            what=WHAT,
            format=written.shape,
            recipient=text.one_line(recipient),
            at=at,
            sha256=written.sha256,
            size=written.size,
        )
        for pair_id in [p for p in pairs if p] or [""]
    ]
    workspace.save(*noted, label=f"{WHAT} noted as sent")


def _spared(scope: Scope, released: frozenset[str]) -> frozenset[tuple[str, str]]:
    """(section, fact) in which a name is meant: the person's own everywhere, the partner's where it was released."""
    found = {("", "name")}
    for strand in scope.strands:
        if strand.pair:
            section = f"agreement-{strand.pair.id}"
            found.add((section, f"name_{strand.role}"))
            if f"name:{strand.pair.id}" in released:
                found.add((section, f"name_{strand.pair.partner_role}"))
    return frozenset(found)
