"""Small programs for tests: some lack one thing each, one plans much, one has numbers and rules. None of them ships."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mentor_tui.schema import document_kinds, programs, toml_files

FOLDER = Path(__file__).parent
LACKING = ("no-cadence", "no-length", "no-pdus", "no-agreement", "no-closing", "no-documents", "minimal")
PLANNED = "planned"
"""It plans its sessions, has events, and asks for things to be handed in."""
NUMBERS = "numbers"
"""It says how much and how long, has rules for a session, and leaves its names to each pair."""
BY_CONSENT = "by-consent"
"""Its coordinator signs with the two, and it collects learning logs by consent."""
OF_PMI_BELGIUM = ("PMI Belgium", "pmi-belgium", "five months", "153", "mentoring team", "every month", "one to three")
"""Words that would be another program's, in one of these."""


@contextmanager
def installed() -> Iterator[None]:
    """These programs beside those that ship."""
    shipped = toml_files.packs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            toml_files,
            "packs",
            lambda: shipped | {name: FOLDER / name for name in (*LACKING, PLANNED, NUMBERS, BY_CONSENT)},
        )
        _forget()
        yield
    _forget()


def _forget() -> None:
    programs.load.cache_clear()
    document_kinds.every.cache_clear()
    sys.modules.pop("mentor_tui.cli.export", None)  # it reads its choices when it is loaded
