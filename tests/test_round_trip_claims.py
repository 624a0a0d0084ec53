"""Our own list of claims comes back: here it adds nothing, where only the talks are it makes the claims again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.errors import InputRefused
from mentor_tui.imports import claim_lists
from mentor_tui.schema import records as rec
from mentor_tui.workspace import Workspace

from .claim_room import claim_of, open_room, talks
from .cli_room import Room


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    found = open_room(tmp_path)
    yield found
    found.close()


def exported(workspace: Workspace, country: str = "be") -> bytes:
    return documents.render(documents.build(workspace.view(workspace.pairs[0]), "claims"), f"csv-{country}")


@pytest.mark.parametrize("country", ["be", "us"])
@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_claims_come_back_without_a_loss_and_add_nothing(workspace: Workspace, country: str, role: str) -> None:
    [pair] = workspace.pairs
    workspace.save(msgspec.structs.replace(pair, role=role))
    talks(workspace, 60, 75, ways_of_working=1, power_skills=2)
    claim_of(workspace, state="approved", prepared_on="2026-05-01", submitted_on="2026-05-02", approved_on="2026-05-09")
    talks(workspace, 90, 45, month="2026-05", power_skills=1)
    claim_of(workspace, title="=Scope; “quotes”", state="rejected", submitted_on="2026-05-20", rejected_on="2026-05-21")
    data = exported(workspace, country)
    pair = workspace.pairs[0]
    again = claim_lists.understand(data, workspace, pair)
    assert (again.new, again.same, again.bad) == ([], 2, [])
    before = {c.id: {line.session_id for line in c.lines} for c in workspace.all(rec.Claim)}
    workspace.save(delete=workspace.all(rec.Claim))
    found = claim_lists.understand(data, workspace, pair)
    assert len(found.new) == 2 and not found.bad
    claim_lists.apply(workspace, found)
    assert exported(workspace, country) == data
    lines = [{line.session_id for line in c.lines} for c in workspace.all(rec.Claim)]
    assert sorted(map(sorted, lines)) == sorted(map(sorted, before.values()))


def test_a_claim_whose_talks_cannot_be_told_is_refused_with_its_line(workspace: Workspace) -> None:
    made = talks(workspace, 60, 60, 60)
    claim = claim_of(workspace)
    lines = [line for line in claim.lines if line.session_id != made[1].id]
    workspace.save(msgspec.structs.replace(claim, lines=lines, quarters=8))
    data = exported(workspace)
    workspace.save(delete=workspace.all(rec.Claim))
    twin = msgspec.structs.replace(made[0], id="twin", start="20:00")
    workspace.save(twin, *(msgspec.structs.replace(s, start="18:00") for s in made))
    several = claim_lists.understand(data, workspace, workspace.pairs[0])
    assert several.bad[0][0] == 2 and "several sessions" in several.bad[0][1]
    workspace.save(delete=[*made, twin])
    gone = claim_lists.understand(data, workspace, workspace.pairs[0])
    assert "import the sessions first" in gone.bad[0][1]
    with pytest.raises(InputRefused):
        claim_lists.apply(workspace, gone)


def test_import_knows_our_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    room = Room(tmp_path, monkeypatch, capsys)
    room.create()
    workspace = room.workspace()
    workspace.save(rec.Certification(id="pmp", name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"))
    [pair] = workspace.pairs
    workspace.save(msgspec.structs.replace(pair, start="2026-03-01", end="2026-12-01"))
    talks(workspace, 60, 60, pair_id=pair.id)
    workspace.close()
    assert room.run("claims", "prepare").code == 0
    listed = room.folder / "claims.csv"
    listed.write_text(room.run("claims", "list", "--format", "csv").out)
    sheet = room.folder / "sheet.csv"
    sheet.write_text(room.run("export", "claims", "--csv-for", "be").out.removeprefix("\ufeff"))
    for file in (listed, sheet):
        done = room.run("import", file)
        assert done.code == 0 and "0 claims added to Bram Claes, 1 already there" in done.out, done
    assert room.run("import", "--dry-run", sheet).code == 0
