"""The faults that are put into a copy of the program: each is a program still, and another one."""

from .__main__ import harmless, sources
from .mutants import mutants

SOURCE = '''"""Words."""
from __future__ import annotations

LIMIT: int = 3


def short(text: str, width: int = 5) -> bool:
    """Whether it is."""
    if not text or len(text) < width:
        return True
    try:
        text.encode("ascii")
    except (ValueError, TypeError):
        raise KeyError("a sentence is left alone") from None
    return False
'''


def test_each_fault_is_another_program(tmp_path):
    (tmp_path / "short.py").write_text(SOURCE)
    found = mutants(tmp_path, "short.py")
    names = [fault.name.removeprefix("short.py:") for fault in found]
    assert len({fault.source for fault in found}) == len(found) == len(set(names))
    assert SOURCE.encode() not in {fault.source for fault in found}
    assert {fault.kind for fault in found} == {
        *("boundary", "condition", "and/or", "negation", "comparison", "constant", "left out", "return", "exception"),
    }
    assert "LIMIT: boundary: 3 -> 4" in names
    assert "short: comparison: len(text) < width -> len(text) <= width" in names
    assert "short: exception: (ValueError, TypeError) -> (TypeError,)" in names
    assert not [name for name in names if "sentence" in name.split("->")[-1]]
    at_import = [fault.name.split(": ", 1)[1] for fault in found if not fault.inside]
    assert at_import == ["boundary: 3 -> 4", "boundary: 3 -> 2", "boundary: 5 -> 6", "boundary: 5 -> 4"]


def test_all_of_the_vault_is_broken_and_every_harmless_fault_names_a_file_that_is_there():
    files = sources()
    assert {"mentor_tui/vault/sealed/keys.py", "mentor_tui/vault/core.py", "mentor_tui/words/text.py"} < set(files)
    assert {name.partition(":")[0] for name in harmless()} <= set(files)
