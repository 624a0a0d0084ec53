"""The floors: dependencies point down only, and the core never needs Textual."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from mentor_tui.mentoring.goals import FINAL
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.screens import late

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "mentor_tui").rglob("*.py"))
SCREENS = sorted((ROOT / "screens").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Absolute names of everything a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names.update(f"{node.module}.{a.name}" for a in node.names)
    return names


def test_only_the_command_line_opens_the_door_to_the_screens() -> None:
    doors = {p.relative_to(ROOT).as_posix() for p in CORE if any("mentor_tui.screens" in n for n in imported(p))}
    assert all(d.startswith("mentor_tui/cli/") for d in doors), doors


def test_screens_touch_no_database_cipher_or_template_engine() -> None:
    for path in SCREENS:
        roots = {n.partition(".")[0] for n in imported(path)}
        assert not roots & {"tinydb", "cryptography", "jinja2", "screens"}, path


def test_no_core_module_needs_textual() -> None:
    modules = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for p in CORE
        if p.name != "__main__.py"
    ]
    code = "import sys, importlib\n" + "".join(f"importlib.import_module({m!r})\n" for m in modules)
    code += "sys.exit('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_unlock_screen_does_not_wait_for_vault_records_or_ciphers() -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from mentor_tui.screens.shell.app import MentorApp\n"
        "from mentor_tui.screens.host import Setup\n"
        "from mentor_tui.screens.vault.unlock import UnlockScreen\n"
        "MentorApp(Setup(Path('a.vault'))), UnlockScreen()\n"
        "late = ('mentor_tui.vault', 'mentor_tui.schema.records', 'tinydb', 'cryptography', 'jinja2', 'msgspec')\n"
        "sys.exit(' '.join(name for name in late if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


LATE: dict[str, set[str]] = {
    # Ctrl+C is answered from the first moment on, and --version and --help import nothing that they do not show.
    "mentor_tui/__main__.py": {"mentor_tui.cli", "mentor_tui.host"},
    "mentor_tui/cli/__init__.py": {"mentor_tui", "mentor_tui.cli", "mentor_tui.host"},
    "mentor_tui/host/hardening.py": {"resource", "ctypes", "logging", "mentor_tui.host"},
    # The unlock screen is painted without them.
    "mentor_tui/cli/app.py": {"mentor_tui.cli", "mentor_tui.screens"},  # commands in turn need no screens
    "mentor_tui/cli/failures.py": {"mentor_tui"},
    "mentor_tui/clock.py": {"zoneinfo", "mentor_tui.host"},
    "mentor_tui/host/crash.py": {"platformdirs"},
    "mentor_tui/host/places.py": {"platformdirs"},
    # Heavy libraries that most of what a person does never needs, or not yet.
    "mentor_tui/vault/core.py": {"the same room"},  # of TinyDB
    "mentor_tui/vault/disk/standing.py": {"mentor_tui.vault"},
    "mentor_tui/vault/sealed/primitives.py": {"cryptography"},
    "mentor_tui/vault/sealed/seal.py": {"cryptography"},
    "mentor_tui/vault/sealed/strength.py": {"zxcvbn"},
    "mentor_tui/documents/calendars.py": {"icalendar"},
    "mentor_tui/documents/renderers.py": {"jinja2"},
    "mentor_tui/schema/pack_templates.py": {"jinja2"},
    "mentor_tui/host/zones.py": {"tzlocal"},
}
"""What is imported inside functions, by file. The app itself asks `screens/late.py` and `screens/shell/by_name.py`."""


def _inside_functions(path: Path) -> set[str]:
    """What a file imports inside functions: our own rooms, and packages of others."""
    found: set[str] = set()
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                found.update(a.name for a in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.add("the same room" if node.level else node.module or "")
    return {".".join(name.split(".")[: 2 if name.startswith("mentor_tui") else 1]) for name in found}


def test_imports_stand_at_the_top_of_a_file_but_for_a_short_list() -> None:
    found = {p.relative_to(ROOT).as_posix(): inside for p in (*CORE, *SCREENS) if (inside := _inside_functions(p))}
    assert found == LATE


def test_what_the_app_imports_late_is_what_it_is_said_to_be() -> None:
    typed = next(n for n in ast.parse((ROOT / "screens/late.py").read_text("utf-8")).body if isinstance(n, ast.If))
    told = {a.name: f"{n.module}.{a.name}" for n in typed.body if isinstance(n, ast.ImportFrom) for a in n.names}
    assert {name: getattr(late, name).__name__ for name in told} == told


@pytest.mark.parametrize("path", CORE + SCREENS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_has_one_job(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 450, "well past 400 lines: is there a second room in there?"


def _assigned(path: Path) -> list[str]:
    """The names that a module gives a value at its outermost level, in order."""
    found: list[str] = []
    for node in ast.parse(path.read_text("utf-8")).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found += [x.id for target in targets for x in ast.walk(target) if isinstance(x, ast.Name)]
    return found


def test_a_name_of_a_module_has_one_meaning() -> None:
    again = {
        p.relative_to(ROOT).as_posix(): n for p in (*CORE, *SCREENS) for n in (_assigned(p),) if len(set(n)) < len(n)
    }
    assert not again


@pytest.mark.parametrize(
    ("words", "place"),
    [(SIDE_FIELDS, "mentor_tui/schema/amounts.py"), (FINAL, "mentor_tui/mentoring/goals.py")],
    ids=["fields of the triangle", "closed goals"],
)
def test_words_that_belong_together_are_listed_in_one_place(words: Iterable[str], place: str) -> None:
    places = [
        path.relative_to(ROOT).as_posix()
        for path in (*CORE, *SCREENS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Tuple | ast.Set | ast.List)
        and {x.value for x in node.elts if isinstance(x, ast.Constant)} == set(words)
    ]
    assert places == [place]


_ASKING = {
    "whether",
    "what",
    "who",
    "whom",
    "whose",
    "where",
    "when",
    "how",
    "why",
    "which",
    "would",
    "is",
    "does",
    "if",
}


@pytest.mark.parametrize("path", CORE + SCREENS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_docstring_begins_with_a_verb_or_a_noun_and_not_with_a_riddle(path: Path) -> None:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    told = [ast.get_docstring(node) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)]
    assert [said for said in told if said and said.split()[0].strip(",.:`").lower() in _ASKING] == []
