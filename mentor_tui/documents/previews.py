"""Previews, read before anything leaves: what goes, what stays, and words to look at twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mentor_tui.documents.documents import Bullets, Document, Facts, Paragraph, Preview, Section, Table
from mentor_tui.schema.catalogue import words_in
from mentor_tui.words import text
from mentor_tui.words.personal import EMAIL, LINK, PHONE, alike, called, mentions, names_of, organisations_of
from mentor_tui.workspace import PairView


def preview_of(view: PairView, document: Document) -> Preview:
    """The preview of a document that was built from this pair."""
    return Preview(leaves=_leaves(document), stays=stays(view, document), found=found_in(view, document))


def _leaves(document: Document) -> list[str]:
    if document.private:
        sorts = Counter(s.id.partition("-")[0] for s in document.sections)
        return [f"Everything you keep about this pair, private notes included ({_sorts(sorts)})."]
    lines = []
    if document.facts:
        lines.append("Heading: " + ", ".join(f"{f.label} {f.value}" for f in document.facts))
    return lines + [f"{s.title}: {_contents(s)}" for s in document.sections]


_SORTS = {"session": "session", "goal": "goal", "agreement": "agreement version", "form": "form"}


def _sorts(sorts: Counter[str]) -> str:
    return ", ".join(_count(number, _SORTS[sort]) if sort in _SORTS else sort for sort, number in sorts.items())


def _contents(section: Section) -> str:
    parts = []
    for block in section.blocks:
        match block:
            case Facts():
                parts += [f"{f.label} {f.value}" for f in block.items]
            case Paragraph():
                parts.append(
                    f"{block.label} ({_count(len(block.text.split()), 'word')})" if block.text else block.label
                )
            case Bullets():
                parts.append(f"{block.label} ({len(block.items)})" if block.label else _count(len(block.items), "item"))
            case Table():
                columns = ", ".join(c.label.lower() for c in block.columns)
                parts.append(f"{_count(len(block.rows), 'row')} with {columns}")
    return text.one_line(", ".join(p for p in parts if p))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


# --- What stays ---------------------------------------------------------------------------------------------


def stays(view: PairView, document: Document) -> list[str]:
    """Filled fields whose words are not in the document, by form: `Session (7): Private notes, Agenda`."""
    if document.private:
        return []
    gone = {_squeeze(value) for value in _strings(document)}
    groups: dict[str, Counter[str]] = {}
    for record in (*view.records(), view.profile):
        for said in words_in(record, view.answers_form(record)):
            if said.form and _squeeze(said.words) not in gone:
                groups.setdefault(said.form.title, Counter())[said.label] += 1
    return [
        f"{title}: " + ", ".join(f"{name} ({count})" if count > 1 else name for name, count in labels.items())
        for title, labels in groups.items()
    ]


def _squeeze(value: str) -> str:
    return text.one_line(value).casefold()


# --- Words to look at twice ---------------------------------------------------------------------------------


def found_in(view: PairView, document: Document) -> list[str]:
    """Addresses, numbers, links and names in free text that would leave. Nothing to warn of in what is for me."""
    if document.private:
        return []
    lines: list[str] = []
    patterns = [("an e-mail address", EMAIL, "@"), ("a link", LINK, ""), ("a phone number", PHONE, "")]
    names = _names(view)
    for where, words in _free_text(document):
        for label, pattern, needs in patterns:
            if needs in words:
                lines += [f"{where}: {label}, {text.shorten(m[0], 60)}" for m in pattern.finditer(words)]
        for label, theirs in names:
            lines += [f"{where}: {label}, {text.shorten(found, 60)}" for found in mentions(words, *theirs)]
    return list(dict.fromkeys(lines))


def _names(view: PairView) -> list[tuple[str, list[str]]]:
    pair, profile = view.pair, view.profile
    mine = {alike(name) for name in (*called(pair), *names_of(profile.name))}
    others = [name for other in view.partners if other.id != pair.id for name in called(other)]
    return [
        ("your partner's name", called(pair)),
        ("the name of another of your partners", [name for name in others if alike(name) not in mine]),
        ("your partner's organisation", organisations_of(pair.partner_organisation)),
        ("your own organisation", organisations_of(profile.organisation)),
    ]


def _free_text(document: Document) -> Iterator[tuple[str, str]]:
    """Texts that somebody typed, with the place they stand; the heading and the signatures name people on purpose."""
    for section in document.sections:
        if section.id == "signatures":
            continue
        for block in section.blocks:
            match block:
                case Facts():
                    yield from ((f.label, f.value) for f in block.items)
                case Paragraph():
                    yield block.label or section.title, block.text
                case Bullets():
                    yield from ((block.label or section.title, item) for item in block.items)
                case Table():
                    for row in block.rows:
                        yield from zip((f"{c.label}" for c in block.columns), row, strict=True)


def _strings(document: Document) -> Iterator[str]:
    yield from (f.value for f in document.facts)
    for _, words in _free_text(document):
        yield words
        yield words.partition(" (")[0]  # a goal's title with its status
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Bullets):
                yield " ".join(block.items)
