"""Templates in a temporary folder, with documents that the shipped pack does not have."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mentor_tui.schema import document_kinds, programs, toml_files

SPONSOR = """
id = "sponsor"
title = "Word to the sponsor"
reader = "program"
formats = ["md", "html", "json"]
purpose = "How it goes, in a few lines."
order = 15
heading = ["people", "pair.cohort", "profile.job_title"]
note = "As of {today}."

[[sections]]
id = "figures"
title = "In figures"
figures = ["meetings_held", "goals_total"]
figures_if_any = ["goals_open"]

[[sections]]
id = "goals"
title = "Goals"
records = "goals"
fields = ["title", "status"]

[[sections]]
form = "midpoint"
"""
"""A document that one file of data tells."""


class Templates:
    """A copy of all templates that a test may change."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(str(toml_files.root()), folder)
        self.folder = folder
        self.pack = folder / "programs" / "pmi-belgium"

    def document(self, name: str, words: str) -> None:
        """Add a file to the pack's own documents."""
        (self.pack / "documents").mkdir(exist_ok=True)
        (self.pack / "documents" / name).write_text(words, encoding="utf-8")
        forget()

    def leave_out(self, *documents: str) -> None:
        """Have the pack leave out shared documents."""
        self.say(f"documents_left_out = {list(documents)}")

    def say(self, line: str) -> None:
        """Add a line to the pack's `program.toml`, above its tables."""
        path = self.pack / "program.toml"
        path.write_text(f"{line}\n" + path.read_text("utf-8"), encoding="utf-8")
        forget()


def forget() -> None:
    """Have all templates read anew."""
    for read in (programs.load, programs.shared_forms, document_kinds.shared, document_kinds.every):
        read.cache_clear()
    sys.modules.pop("mentor_tui.cli.export", None)  # it reads its choices when it is loaded


@contextmanager
def own_templates(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Templates]:
    """The copy, in place of what ships."""
    found = Templates(folder)
    with monkeypatch.context() as patch:
        patch.setattr(toml_files, "root", lambda: folder)
        forget()
        yield found
    forget()
