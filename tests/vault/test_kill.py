"""``kill -9`` during a save: the file opens, everything acknowledged is in it, and the next save need not wait."""

import json
import subprocess
import sys

import pytest

from mentor_tui.vault import verify

from .conftest import WORDS, put, with_recovery
from .counts import count


@pytest.fixture
def path(tmp_path_factory):
    """On the disk, not in memory: a sync that takes its time is a good moment to be killed in."""
    return tmp_path_factory.mktemp("disk") / "box" / "pair.vault"


def run(*args, timeout=110):
    done = subprocess.run(
        [sys.executable, "-m", "tests.vault.children", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def killed(path, vault, times):
    put(vault, "n", {"n": 0})
    key = with_recovery(vault)
    vault.close()
    result = run("kill", path, key, times, 7, timeout=3000)
    steps = result.pop("steps")
    assert result.pop("kills") == times
    assert result.pop("acknowledged") > 0
    assert set(result.values()) <= {0}, result
    assert steps.keys() >= {"lock", "open_new", "write", "fsync", "link", "replace", "fsync_dir", "unlink"}
    assert all(check.ok for check in verify(path, WORDS))
    count("kills during a save", times)


def test_killed_two_hundred_times(path, vault):
    killed(path, vault, 200)


@pytest.mark.soak
def test_killed_two_thousand_times(path, vault):
    killed(path, vault, 2000)
