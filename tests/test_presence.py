"""A program is known to run for as long as it does, and not a moment longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mentor_tui.vault.beside.presence import Presence

_CHILD = """
import sys
from pathlib import Path
from mentor_tui.vault.beside.presence import Presence
print(Presence(Path(sys.argv[1])).mark, flush=True)
sys.stdin.read()
"""


def test_a_program_is_seen_until_it_is_killed(tmp_path: Path) -> None:
    here = Presence(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        mark = child.stdout.readline().strip()
        assert len(mark) == 16 and here.lives(mark) and not here.lives(here.mark)
        child.kill()
    assert not here.lives(mark)


def test_a_program_that_ends_is_gone_and_leaves_nothing(tmp_path: Path) -> None:
    here, other = Presence(tmp_path), Presence(tmp_path)
    mark = other.mark
    assert here.lives(mark)
    other.end()
    assert not here.lives(mark)
    here.end()
    assert list((tmp_path / "running").iterdir()) == []


def test_what_a_killed_program_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "running").mkdir()
    (tmp_path / "running" / "0123456789abcdef").touch()
    (tmp_path / "running" / "somebody's file").touch()
    mark = Presence(tmp_path).mark
    assert {path.name for path in (tmp_path / "running").iterdir()} == {mark, "somebody's file"}


def test_a_mark_is_never_taken_for_a_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    assert not Presence(tmp_path).lives("../file")
    assert not Presence(tmp_path).lives("")
    assert (tmp_path / "file").read_text() == "precious"


def test_without_a_place_to_say_so_a_program_is_not_seen(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Presence(tmp_path / "file").mark == ""
