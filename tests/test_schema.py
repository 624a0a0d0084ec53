"""What may stand in a record is numbered, so that an older mentor-tui knows when it may only read a vault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mentor_tui.vault.sealed import payload
from tests.stored import shape
from tests.test_stored import RELEASES


def test_a_field_or_a_word_more_than_the_last_release_had_raises_the_number() -> None:
    """One that fails here: raise SCHEMA_VERSION in `mentor_tui/vault/sealed/payload.py`, once for each release.

    The page (`docs/vault-format.md`) and its reader (`tests/vault/independent.py`) name the number as well. The
    shape of a release is written with its other fixtures and never changed.
    """
    last = json.loads((RELEASES[-1] / "shape.json").read_text())
    now = json.loads(json.dumps(shape.present()))
    more = [one for part in ("records", "forms") for one in shape.added(last[part], now[part])]
    assert now["schema_version"] == last["schema_version"] + bool(more), more


LAST: dict[str, Any] = {"Pair": {"status": ["active", "ended"], "usual_minutes": ["int"]}}


@pytest.mark.parametrize(
    ("now", "more"),
    [
        ({"Pair": {"status": ["active", "ended"], "usual_minutes": ["int"]}}, []),
        ({"Pair": {"status": ["active"]}}, []),
        ({"Pair": {"status": ["active", "away"]}}, ["/Pair/status: away"]),
        ({"Pair": {"status": ["active"], "nicknames": ["str"]}}, ["/Pair/nicknames"]),
        ({"Pair": {"usual_minutes": ["float"]}}, ["/Pair/usual_minutes: float"]),
        ({"Pair": {}, "Dream": {}}, ["/Dream"]),
    ],
)
def test_what_is_more_is_told_by_name(now: dict[str, Any], more: list[str]) -> None:
    assert shape.added(LAST, now) == more


def test_every_release_wrote_the_number_that_its_shape_names() -> None:
    assert RELEASES
    for release in RELEASES:
        assert json.loads((release / "shape.json").read_text())["schema_version"] <= payload.SCHEMA_VERSION
