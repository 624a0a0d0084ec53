"""Eight programs save at the same time: nothing is lost, nobody is turned away, nobody sees a conflict."""

import pytest

from mentor_tui.vault import Vault

from .conftest import with_recovery
from .counts import count
from .test_kill import run


@pytest.fixture
def path(tmp_path_factory):
    """On the disk, not in memory, where saves take long enough to get into each other's way."""
    return tmp_path_factory.mktemp("disk") / "box" / "pair.vault"


def eight(path, vault, edits):
    key = with_recovery(vault)
    start = vault.generation
    vault.close()
    result = run("together", path, key, 8, edits, timeout=600)
    assert result == {key: result[key] for key in ("failed", "longest wait, s", "furthest behind, saves")}, result
    assert result["failed"] == 0
    with Vault.open_with_recovery(path, key) as opened:
        assert opened.generation == start + 8 * edits
        records = {(r["by"], r["turn"] % 20): r for r in opened.all("goals")}
    turns = {at: [turn for turn in range(edits) if turn % 20 == at] for at in range(20)}
    assert records == {
        (by, at): {"by": by, "turn": mine[-1], "sum": sum(mine)} for by in range(8) for at, mine in turns.items()
    }
    assert not [p for p in path.parent.iterdir() if "conflict" in p.name or ".tmp-" in p.name]
    # A vault names its last 128 saves: further behind than that, a program could not tell a later save from another
    # history, and would keep a copy for nothing.
    assert result["furthest behind, saves"] < 128
    count("edits by eight programs at once", 8 * edits)


def test_eight_programs_with_sixty_edits_each(path, vault):
    eight(path, vault, 60)


@pytest.mark.soak
def test_eight_programs_with_five_hundred_edits_each(path, vault):
    eight(path, vault, 500)
