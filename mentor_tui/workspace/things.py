"""The things that can be found, each ready to be searched: the records of a vault, and what the screens add to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mentor_tui.schema import document_kinds, programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import Said, kind_of, said_in
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import WORDS, Form
from mentor_tui.schema.program_items import step_title
from mentor_tui.words import text
from mentor_tui.words.days import day, first_name, safe_day, short_day
from mentor_tui.words.text import fold
from mentor_tui.workspace import PairView, Workspace, versions
from mentor_tui.workspace.access import program_here


@dataclass(frozen=True)
class Thing:
    """Something that can be found, with its words as written and folded. Made by :func:`thing`."""

    kind: str
    """`session`, `goal`, `command`, `document`, ..."""
    title: str
    texts: tuple[str, ...]
    also: tuple[str, ...]
    """Other plain words by which people look for it."""
    about: str
    """A few words beside the title: of whom, when, how it stands."""
    go: str
    """The place where it is opened; empty when `id` says what is to be done."""
    id: str
    pair_id: str
    """Empty for what belongs to no pair."""
    newest: str
    """The day or the stamp by which the newest of equals comes first."""
    near: int
    """How much nearer it is than other things that the words fit as well."""
    is_record: bool
    fields: tuple[str, ...]
    """For each text the field in which it stands, where its place can be opened on a field; else empty."""
    folded_title: str
    folded_also: tuple[str, ...]
    folded: tuple[str, ...]
    folded_beside: str


_ON_A_FIELD = ("form:", "pair:")
"""Places that can be opened with the cursor in one field: `form:closure/thanks`."""


def thing(
    kind: str,
    title: str,
    *,
    id: str = "",
    go: str = "",
    texts: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    about: str = "",
    called: str = "",
    pair_id: str = "",
    on: str = "",
    newest: str = "",
    near: int = 0,
    is_record: bool = False,
    fields: tuple[str, ...] = (),
) -> Thing:
    """A thing made ready. `called` is searched like the title and not shown; `on` is an ISO date that may be typed."""
    return Thing(
        kind=kind,
        title=title,
        texts=texts,
        also=also,
        about=about,
        go=go,
        id=id,
        pair_id=pair_id,
        newest=on or newest,
        near=near,
        is_record=is_record,
        fields=fields,
        folded_title=fold(f"{title} {called}" if called else title),
        folded_also=tuple(map(fold, also)),
        folded=tuple(map(fold, texts)),
        folded_beside=fold(f"{kind} {about} {on}"),
    )


def records(where: Workspace | PairView) -> Iterator[Thing]:
    """Every record in which a person wrote, of a vault or of one pair."""
    if isinstance(where, PairView):
        yield from _of_pair(where)
        return
    yield _record(where.profile, where.profile.name or "You")
    for certification in where.all(rec.Certification):
        yield _record(certification, certification.name)
    for version in versions.versions(where):
        kind, title = versions.called(version)
        texts = tuple(words for _, words in versions.lines(where, version))
        yield _record(version, f"Kept version of a {kind}: {title}", texts=texts)
    for row in where.all(rec.Evidence):
        yield _record(row, row.topic, row.on, kind="audit row", about=_day(row.on, where))
    for disclosure in where.all(rec.Disclosure, ""):  # an audit pack of forgotten pairs
        yield _left(disclosure, where.programs.document(disclosure.what), "")
    for pair in where.pairs:
        if program_here(where, pair):  # another cannot be opened to show what was found
            yield from _of_pair(where.view(pair))


def _of_pair(view: PairView) -> Iterator[Thing]:
    sessions = _titles(view)
    whose = first_name(view.pair.partner_name)
    for record in view.records():
        form = view.answers_form(record)
        match record:
            case rec.Pair():
                about = f"{view.program.role_names.get(view.pair.partner_role, '')}, {view.program.name}"
                yield _record(record, record.partner_name or "Pair", about=about)
            case rec.Goal():
                title = record.title or text.shorten(record.action, 60) or "Goal"
                yield _record(record, title, about=f"{whose}, {_status('goal', record.status)}")
            case rec.Agreement():
                yield _record(record, f"Agreement, version {record.version}", form=form, about=whose)
            case rec.Session():
                title = text.one_line(record.focus) or text.one_line(record.objective) or sessions[record.id]
                about = f"{whose}, {_day(record.on, view)}" if record.on else whose
                called = "" if title == sessions[record.id] else sessions[record.id]
                yield _record(record, title, record.on, about=about, called=called)
            case rec.LearningLog():
                title = f"Learning log, {sessions.get(record.session_id, 'a session')}"
                yield _record(record, title, form=form, about=whose)
            case rec.Action():
                who = "you" if record.owner == view.role else whose
                due = _day(record.due, view) if record.status == "open" else _status("action", record.status)
                yield _record(record, record.text, record.due, about=", ".join(filter(None, (who, due))))
            case rec.Worksheet():
                yield _record(record, form.title if form else record.form, form=form, about=whose)
            case rec.Claim():
                yield _record(record, record.title or "PDU claim", record.completed, about=_day(record.completed, view))
            case rec.Note():
                title = record.title or text.shorten(record.text, 60) or "Note"
                about = ", ".join(filter(None, (whose, _day(record.on, view))))
                yield _record(record, title, record.on, about=about)
            case rec.StepMark():
                if record.reason:
                    title = step_title(view.program, record.step) or "Step"
                    yield _record(record, title, record.on, about=f"{whose}, skipped")
            case rec.Disclosure():
                kind = view.program.documents.get(record.what) or document_kinds.every().get(record.what)
                yield _left(record, kind, whose)
            case _:
                told = kind_of(record)
                yield _record(record, told.name(record, 60) or told.one.capitalize(), about=whose)


def of_program(view: PairView) -> Iterator[Thing]:
    """The forms and documents that the open pair's program offers to the person, whether made yet or not."""
    program = view.program
    guides = {planned.guide for planned in program.planned}
    for form in program.forms.values():
        if form.record != "worksheet" or view.role not in form.roles:
            continue
        asked = tuple(f"{field.label} {field.help}" for field in form.fields(view.role))
        go = _FORM_AT.get(form.id, f"form:{form.id}")
        kind = "guide" if form.id in guides else "form"
        texts = (form.intro, *asked)
        yield thing(kind, form.title, id=go, go=go, texts=texts, also=form.also, pair_id=view.pair.id, near=1)
    for document in program.documents_for(view.role):
        go = f"export:{document.id}"
        texts, also = (document.purpose,), document.also
        yield thing("document", document.title, id=go, go=go, texts=texts, also=also, pair_id=view.pair.id, near=1)


_FORM_AT = {"agreement": "agreement-edit", "learning-log": "learning-log"}
"""Forms that are opened elsewhere than by their id."""


def _left(disclosure: rec.Disclosure, kind: DocumentKind | None, whose: str) -> Thing:
    title = kind.title if kind else disclosure.what
    title = f"{title}, for {disclosure.recipient}" if disclosure.recipient else title
    return _record(disclosure, title, kind="export", about=whose)


def _record(
    record: rec.Record,
    title: str,
    on: str = "",
    *,
    form: Form | None = None,
    kind: str = "",
    texts: tuple[str, ...] = (),
    about: str = "",
    called: str = "",
) -> Thing:
    told = kind_of(record)
    go = told.opened_at(record)
    said = [] if texts else list(_said(record, form))
    return thing(
        kind or told.one,
        title,
        id=record.id,
        go=go,
        texts=texts or tuple(s.words for s in said),
        fields=tuple(s.field.id if s.field else "" for s in said) if go.startswith(_ON_A_FIELD) else (),
        about=about,
        called=called,
        pair_id=record.id if isinstance(record, rec.Pair) else getattr(record, "pair_id", ""),
        on=on,
        newest=record.changed,
        near=1,
        is_record=True,
    )


def _day(iso: str, where: Workspace | PairView) -> str:
    """The day as people say it; empty without one."""
    on = safe_day(iso)
    today = where.today if isinstance(where, PairView) else where.today()
    return day(on, today) if on else ""


def _status(form: str, status: str) -> str:
    """The word for how a goal or an action stands."""
    word = programs.shared_forms()[form].field("status").label_of(status)
    return word[:1].lower() + word[1:]


def _session_title(session: rec.Session, number: int) -> str:
    on = safe_day(session.on)
    day = f"{short_day(on)} {on.year}" if on else "no date yet"
    kind = {"one_to_one": "Session", "kickoff": "Kick-off", "group": "Group session"}.get(session.kind, "Session")
    return f"Session {number}, {day}" if number else f"{kind}, {day}"


def _titles(view: PairView) -> dict[str, str]:
    """The name of each session (the numbers counted once, not for each anew)."""
    counted = [s.id for s in view.sessions if s.kind == "one_to_one" and s.status in ("held", "planned")]
    numbers = {session_id: n for n, session_id in enumerate(counted, start=1)}
    return {s.id: _session_title(s, numbers.get(s.id, 0)) for s in view.sessions}


_CHOSEN = ("choice", "choices")


def _said(record: rec.Record, form: Form | None = None) -> Iterator[Said]:
    """Every word of a person in a record; choices of an answer by what they are called."""
    for said in said_in(record, form):
        if said.field is None or said.field.kind in WORDS or (said.form is form and said.field.kind in _CHOSEN):
            yield said
