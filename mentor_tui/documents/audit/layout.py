"""The preview of an audit pack before it is written: what leaves, what stays, and words to look at twice."""

from __future__ import annotations

from mentor_tui import claims
from mentor_tui.documents import previews, renderers
from mentor_tui.documents.audit.pack import WHAT, Pack
from mentor_tui.documents.documents import Document, Facts, Paragraph, Preview, Section, Table
from mentor_tui.errors import MentorError
from mentor_tui.words import text
from mentor_tui.workspace import Workspace


def preview(workspace: Workspace, pack: Pack) -> Preview:
    """The preview: what would leave, what stays, and words to look at twice."""
    leaves = [f"{part.title}: {_contents(part, pack)}" for part in pack.parts]
    leaves.append("Calendar file: day, time and initials of each session")
    return Preview(leaves=leaves, stays=_stays(workspace, pack), found=_look_twice(workspace, pack))


def as_text(pack: Pack) -> str:
    """The pack as a person reads it before it leaves, in Markdown; calendar and checksums apart."""
    pages = [renderers.page("document.md.j2", document=part).decode() for part in pack.parts]
    return "\n\n".join(pages)


def _contents(part: Document, pack: Pack) -> str:
    tables = [b for s in part.sections for b in s.blocks if isinstance(b, Table)]
    rows = sum(len(t.rows) for t in tables)
    match part.id:
        case "cover":
            return ", ".join(f"{f.label} {f.value}" for f in part.facts)
        case "claims":
            count = len(part.sections)
            return f"{count} claim{'' if count == 1 else 's'} with all fields of PMI's form, its state and days"
        case "sessions":
            columns = ", ".join(c.label.rstrip(".") for c in tables[0].columns[1:])
            return f"{rows} with {columns}"
        case "notes":
            inside = [(s.title.partition(",")[0], b) for s in part.sections for b in s.blocks]
            labels = [f"{day} {b.label}" for day, b in inside if isinstance(b, Paragraph)]
            return f"{len(labels)} that you ticked ({'; '.join(labels)})"
        case "agreement":
            named = any(f"name:{s.pair.id}" in pack.released for s in pack.scope.strands if s.pair)
            return f"your name, your partner's {'name' if named else 'initials'}, dates, scope"
        case _:
            return "figures and initials"


def _stays(workspace: Workspace, pack: Pack) -> list[str]:
    scope, lines = pack.scope, []
    whole = pack.whole
    left = [o for o in scope.offers if o.id not in pack.released]
    if left:
        lines.append(f"Notes and takeaways that you did not tick: {len(left)}")
    out = [audited.session.on or "a session without a date" for audited in scope.sessions if not audited.leaves]
    if out:
        lines.append(f"Sessions that do not count, or of which there is no record any more: {', '.join(out)}")
    pairs = [s.pair for s in scope.strands if s.pair and s.leaving]
    for pair in pairs:
        whose = f"{text.initials(pair.partner_name)}, " if len(pairs) > 1 else ""
        try:
            held = previews.stays(workspace.view(pair), whole)
        except MentorError:  # its program is not on this computer
            continue
        lines += [f"{whose}{line}" for line in held]
    return lines


def _off(workspace: Workspace, pack: Pack) -> list[str]:
    """Claims in the pack that do not say what their sessions say: PMI would see both."""
    every = claims.drifts(workspace)
    found = [every[claim.id] for claim in pack.scope.claims if claim.id in every]
    return [f"The claim of {d.claim.started}: {' '.join((d.sentence, *d.reasons))}" for d in found]


def _look_twice(workspace: Workspace, pack: Pack) -> list[str]:
    words = Document(
        id="audit-pack",
        title=WHAT,
        sections=tuple(
            Section(s.id, s.title, tuple(b for b in s.blocks if not isinstance(b, Facts)))
            for part in pack.parts
            if part.id in ("claims", "sessions", "notes")
            for s in part.sections
        ),
    )
    found = [*_off(workspace, pack), *pack.instead]
    for pair in {s.pair.id: s.pair for s in pack.scope.strands if s.pair}.values():
        try:
            found += previews.found_in(workspace.view(pair), words)
        except MentorError:
            continue
    return list(dict.fromkeys(found))
