"""Writes the fixture of a release: `python -m tests.stored.make_release FOLDER`, with that release's own code.

Every kind of record, a draft of every place, a changed key, backups, kept versions and a full export. A folder that
stands in the repository is never written again: it is what people have on their disks.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from mentor_tui.clock import FrozenClock
from mentor_tui.demo.demo import build_demo
from mentor_tui.documents.whole import everything
from mentor_tui.schema import records as rec
from mentor_tui.vault import Change, KdfParams, Vault
from mentor_tui.workspace import Workspace, versions
from tests.stored import ids, shape

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "what stood on disk"


def places(ws: Workspace) -> list[tuple[str, str]]:
    """Every place where text is kept while it is typed: the record and the place's name."""
    pair, session, goal = ws.pairs[0].id, ws.all(rec.Session)[0].id, ws.all(rec.Goal)[0].id
    action, note, lesson = ws.all(rec.Action)[0].id, ws.all(rec.Note)[0].id, ws.all(rec.Lesson)[0].id
    agreement, certification = ws.all(rec.Agreement)[0].id, ws.all(rec.Certification)[0].id
    claim, evidence = ws.all(rec.Claim)[0].id, ws.all(rec.Evidence)[0].id
    forms = [f"form:{w.form}" for w in ws.all(rec.Worksheet, pair)]
    of_pair = ["log", "plan", "action:new", "goal:new", "agreement-edit:new", "note:new", "lesson:new"]
    of_pair += [f"pair:{pair}", "close:state", *forms]
    of_session = ["log", "plan", "prepare", "learning-log", "no-show", "cancelled", "pdu-domain"]
    return [
        *((pair, place) for place in of_pair),
        *((session, f"{place}:{session}") for place in of_session),
        *((goal, f"goal:{goal}/{part}") for part in ("edit", "step", "progress")),
        (action, f"action:{action}"),
        (action, f"let-go:{action}"),
        ("kickoff", "set-aside:kickoff"),
        (note, f"note:{note}"),
        (lesson, f"lesson:{lesson}"),
        (agreement, f"agreement-edit:{agreement}"),
        (agreement, f"agreement-sign:{agreement}/mentor"),
        (certification, f"certification:{certification}"),
        (claim, f"claim:{claim}"),
        (evidence, f"audit-row:{evidence}"),
        ("me", "certification:new"),
        ("me", "new-pair"),
        ("me", "profile"),
        ("settings", "settings:app"),
    ]


def more_records(ws: Workspace, pair: rec.Pair) -> None:
    """What the demo does not have: changed keys, a ticked step, a claim, a row that stayed of a forgotten pair."""
    talk = next(s for s in ws.all(rec.Session) if s.status == "held")
    ws.save(
        msgspec.structs.replace(ws.settings, keys={"app.lock": "ctrl+k"}),
        rec.StepMark(pair_id=pair.id, step="kickoff", on="2026-03-01"),
        rec.Claim(
            pair_id=pair.id,
            title="Mentoring",
            quarters=6,
            prepared_on="2026-05-01",
            lines=[rec.ClaimLine(session_id=talk.id, on=talk.on, minutes=talk.minutes)],
        ),
        rec.Evidence(on="2025-03-03", minutes=60, initials="X.Y.", topic="an earlier talk"),
    )


def main(folder: Path) -> None:
    """Write the fixture into a new folder."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as state:
        vault = Vault.create(
            folder / "release.vault", PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=Path(state)
        )
        ws = Workspace(vault, FrozenClock(NOW))
        pair = build_demo(ws, "mentor", NOW.date())
        more_records(ws, pair)
        note = ws.all(rec.Note)[0]
        document = versions.document(
            "notes", rec.to_document(msgspec.structs.replace(note, text="the version that lost"))
        )
        ws.take([Change(table="kept_versions", id=document["id"], after=document, before=None)], "kept")
        found = places(ws)
        for record, place in found:
            words = {"by": "", "pair": pair.id, "title": place, "values": {}, "known": {}}
            vault.drafts.save(record, place, json.dumps(words))
        (folder / "everything.json").write_bytes(everything(ws))
        (folder / "drafts.json").write_text(json.dumps(found, indent=1) + "\n")
        (folder / "shape.json").write_text(json.dumps(shape.present(), indent=1) + "\n")
        (folder / "ids.json").write_text(json.dumps(ids.present(), indent=1) + "\n")
        ws.close()
    for left in folder.glob("*.lock"):
        left.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
