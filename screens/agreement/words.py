"""The agreement in words: its state, who signed, what comes next, and an example of one while there is none."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.mentoring import agreements, one_home, one_page, standing
from mentor_tui.schema.fields import ROLES, filled
from mentor_tui.schema.records import Agreement, Signature
from mentor_tui.words.days import day, safe_day
from mentor_tui.workspace import PairView

from ..widgets.drawing import sign_of
from ..widgets.plain import joined, own
from ..widgets.reading import answer


def title_of(view: PairView) -> str:
    """The program's name for its agreement."""
    return view.program.labels.agreement or view.program.form("agreement").title


def find_version(view: PairView, agreement_id: str) -> Agreement | None:
    """The version with this id; the newest one without an id."""
    if not agreement_id:
        return view.agreement
    return next((a for a in view.agreements if a.id == agreement_id), None)


def state_of(view: PairView, agreement: Agreement) -> str:
    """Its state in a word or two: `drafted`, `reviewed together`, `signed by you`, `signed by both`."""
    words = agreements.status(view, agreement)
    return {
        "draft": "drafted",
        "reviewed": "reviewed together",
        "signed": f"signed by {agreements.all_of(view)}",
    }.get(words, words)


# --- Signatures -------------------------------------------------------------------------------------------


def signature_lines(view: PairView, agreement: Agreement | None) -> list[Content]:
    """The signatures made and missing, a line each: those whose signature is needed, and whoever else signed."""
    signed = {s.role: s for s in agreement.signatures if s.on} if agreement else {}
    roles = [role for role in _in_order(view) if role in view.program.needed_signers or role in signed]
    names = {role: agreements.signer_name(view, role) for role in (*roles, *(r for r in signed if r not in roles))}
    width = max(len(name) for name in names.values()) + 2
    return [_signature_line(view, name.ljust(width), signed.get(role)) for role, name in names.items()]


def _in_order(view: PairView) -> list[str]:
    return sorted(view.program.signer_titles, key=lambda role: (role not in ROLES, role != view.role))


def _signature_line(view: PairView, name: str, signature: Signature | None) -> Content:
    if signature is None:
        return joined(sign_of("to do"), " ", name, own("not signed yet", "$quiet"))
    on = safe_day(signature.on)
    when = day(on, view.today) if on else signature.on
    how = f", {signature.how}" if signature.how else ""
    known = agreements.signer_name(view, signature.role)
    whole = signature.name not in ("", known, view.pair.partner_name) and signature.role != view.role
    as_signed = f" ({signature.name})" if whole else ""
    return joined(sign_of("signed"), " ", name, own("signed ", "$quiet"), f"{when}{how}{as_signed}")


# --- Its state --------------------------------------------------------------------------------------------


def state_lines(view: PairView, agreement: Agreement) -> list[Content]:
    """The review and the signatures, what comes next, and where it and the pair differ."""
    signed, lines = view.signed(agreement), []
    if on := safe_day(agreement.reviewed_on):
        lines.append(joined(sign_of("done"), own(" reviewed together "), day(on, view.today)))
    lines += signature_lines(view, agreement)
    newest = view.agreement is not None and agreement.id == view.agreement.id
    said = standing.differences(view, agreement) if newest or signed else []
    dates = [safe_day(str(agreement.answers.get(name) or "")) for name in ("start", "end")]
    long = standing.too_long(view, *dates) if newest else ""
    lines += [joined(sign_of("late"), (f" {words}.", "$late")) for words in said]
    lines += [own("t settles it.", "$quiet")] if said and newest else []
    lines += [joined(sign_of("late"), (f" {long}", "$late"))] if long else []
    following = comes_next(view, agreement)
    return [*lines, following] if following.plain else lines


def comes_next(view: PairView, agreement: Agreement) -> Content:
    """The one thing that comes next, with its key; empty when nothing has to."""
    if view.agreement is not None and agreement.id != view.agreement.id:
        return joined(own("An earlier version. The newest one is version "), f"{view.agreement.version}.")
    if view.signed(agreement):
        return own("")
    missing = agreements.missing(view, agreement)
    if agreement.signed_by and len(missing) == 1 and missing[0] in (agreements.signer_name(view, r) for r in ROLES):
        name = "Your" if missing[0] == "you" else f"{missing[0]}'s"
        return joined(name, own(" signature is still missing: s."))
    if agreement.signed_by:
        return joined(own("Signatures still missing: "), ", ".join(missing), own(". s notes them."))
    if not agreement.reviewed_on:
        return own("Next: review it together, then v.")
    how = own(" sign it, here with s, on paper or by e-mail. o makes the document to sign.")
    return joined(own("Next: "), agreements.all_of(view), how)


def is_open(view: PairView, agreement: Agreement | None) -> bool:
    """True while something is to be done: to write it, to review it, or to sign it."""
    if agreement is None:
        return True
    newest = view.agreement is not None and agreement.id == view.agreement.id
    return newest and not view.signed(agreement)


# --- Beside it --------------------------------------------------------------------------------------------


def in_pair(view: PairView) -> list[Content]:
    """The facts of the pair that an agreement knows too, a line each."""
    form = view.program.form("agreement")
    shared = [f for f in one_home.FACTS if f.answer in {field.id for field in form.fields()}]
    width = max((len(f.label) for f in shared), default=0) + 2
    said = [(f.label, one_home.in_words(view, view.pair, (f.answer,)).removeprefix(f.label).strip()) for f in shared]
    return [joined((label.ljust(width), "$quiet"), words) for label, words in said if words]


def changed_since(view: PairView, agreement: Agreement) -> tuple[int, list[Content]]:
    """The version before this one, and the fields that changed since, each with its sign; 0 and none for the first."""
    before = [a for a in view.agreements if a.version < agreement.version]
    if not before:
        return 0, []
    found = agreements.differences(before[-1], agreement, view.program.form("agreement"))
    lines = [joined(sign_of(d.kind), " ", d.label) for d in found]
    return before[-1].version, lines or [own("Nothing in the wording changed.", "$quiet")]


# --- While there is none ----------------------------------------------------------------------------------

_EXAMPLES = {
    "frequency": "every 2 weeks, on Wednesdays",
    "channels": "video call; e-mail in between",
    "places": "online, and over lunch when both are in town",
    "boundaries": "no messages in the evening or at the weekend",
    "learning_objectives": "the goals you set, each with its measure",
}


def example(view: PairView) -> list[Content]:
    """The first page as it would stand there, faint: what is known already, and examples for the rest."""
    form = view.program.form("agreement")
    pages = one_page.paged(form)
    known = agreements.draft(view).answers
    lines = [joined((form.intro, "$quiet")), joined("")]
    for field in (pages.page(view.role) or list(form.fields(view.role)))[:8]:
        value = known.get(field.id, field.blank())
        if filled(value):
            words, sign = answer(field, value, view.today), sign_of("done")
        else:
            offered = next((o.label for o in field.options), "")
            words, sign = field.suggestion or _EXAMPLES.get(field.id, offered), sign_of("to do")
        if words:
            lines += [joined(sign, " ", (field.label, "$quiet"))]
            lines += [joined(("  " + line, "italic $quiet")) for line in words.split("\n")]
    return lines
