"""Private names of Textual are used in `screens/textual_fixes/` only, and each module there says what it is for."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest
import textual

import mentor_tui
import mentor_tui.screens as screens
from mentor_tui.screens import textual_fixes

ROOT = Path(__file__).parents[2]
FIXES = textual_fixes.__name__
PARTS = ("Reason", "Textual", "Upstream", "Held by", "Delete when")
PAGE = ROOT / "docs" / "architecture.md"

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def own_names(tree: ast.AST) -> set[str]:
    """Private names that are made in a piece of code: defined, or assigned to."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, Defined):
            found.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return set(filter(private, found))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def of_textual() -> frozenset[str]:
    """Every private name in the installed Textual."""
    return frozenset().union(*(own_names(parsed(path)) for path in Path(textual.__file__).parent.rglob("*.py")))


@cache
def of_class(kind: type) -> frozenset[str]:
    """The private names that a class of Textual makes for itself."""
    body: ast.AST | None = parsed(Path(sys.modules[kind.__module__].__file__ or ""))
    for part in kind.__qualname__.split("."):
        inside = getattr(body, "body", [])
        body = next((one for one in inside if isinstance(one, ast.ClassDef) and one.name == part), None)
    return frozenset(own_names(body)) if body else frozenset()


@cache
def modules() -> tuple[ModuleType, ...]:
    """All modules of the screens."""
    return tuple(
        importlib.import_module(found.name) for found in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}.")
    )


def classes(place: ModuleType | type, module: str) -> Iterator[type]:
    for one in vars(place).values():
        if not inspect.isclass(one) or one.__module__ != module:
            continue
        if isinstance(place, ModuleType) or one.__qualname__.startswith(f"{place.__qualname__}."):
            yield one
            yield from classes(one, module)


@cache
def inherited() -> dict[tuple[str, str], frozenset[str]]:
    """Class of ours -> the private names of those classes of Textual that it is, or is mixed with somewhere."""
    ours = [kind for module in modules() for kind in classes(module, module.__name__)]
    found: dict[tuple[str, str], frozenset[str]] = {}
    for kind in ours:
        bases = {base for other in ours if kind in other.__mro__ for base in other.__mro__}
        theirs = [of_class(base) for base in bases if base.__module__.partition(".")[0] == "textual"]
        found[kind.__module__, kind.__qualname__] = frozenset().union(*theirs)
    return found


@cache
def made_here() -> frozenset[str]:
    """Private names that the core and the screens make, and that are theirs alone where they are made."""
    found = set().union(*(own_names(parsed(path)) for path in (ROOT / "mentor_tui").rglob("*.py")))
    for module in modules():
        if not module.__name__.startswith(FIXES):
            found |= own_names(parsed(Path(module.__file__ or ""))) - set(uses_by_inheritance(module))
    return frozenset(found)


def uses_by_inheritance(module: ModuleType) -> Iterator[str]:
    """Names of Textual that a module uses as its own, by `self`, `cls`, `super()`, or by defining them anew."""
    for _, node, kind in nodes(parsed(Path(module.__file__ or "")), ""):
        names = inherited().get((module.__name__, kind), frozenset())
        yield from (name for name in used_on_itself(node) if name in names)


def nodes(tree: ast.AST, kind: str) -> Iterator[tuple[ast.AST, ast.AST, str]]:
    """(what it stands in, a piece of code, the class around it)."""
    for child in ast.iter_child_nodes(tree):
        yield tree, child, kind
        inside = f"{kind}.{child.name}".strip(".") if isinstance(child, ast.ClassDef) else kind
        yield from nodes(child, inside)


def used_on_itself(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and private(node.attr):
        if re.match(r"(self|cls|super\(.*\))$", ast.unparse(node.value)):
            yield node.attr
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and private(node.name):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (one.id for one in targets if isinstance(one, ast.Name) and private(one.id))


def used_on_others(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and private(node.attr) and not list(used_on_itself(node)):
        yield node.attr
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr", "hasattr", "delattr"):
        yield from (a.value for a in node.args[1:2] if isinstance(a, ast.Constant) and private(str(a.value)))


def imported(node: ast.AST) -> Iterator[str]:
    names = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    yield from (n for n in names if n.startswith("textual.") and any(map(private, n.split("."))))


def uses(module: ModuleType) -> Iterator[tuple[int, str]]:
    """Each use of a private name of Textual in a module: its line, and the name."""
    for above, node, kind in nodes(parsed(Path(module.__file__ or "")), ""):
        line = getattr(node, "lineno", 0)
        names = inherited().get((module.__name__, kind), frozenset())
        by_class = isinstance(above, ast.ClassDef) or isinstance(node, ast.Attribute)
        yield from ((line, name) for name in used_on_itself(node) if name in names and by_class)
        theirs = of_textual() - made_here()
        yield from ((line, name) for name in used_on_others(node) if name in theirs)
        yield from ((line, name) for name in imported(node))


FIXING = [module for module in modules() if module.__name__.startswith(f"{FIXES}.")]


def test_private_names_of_textual_are_used_where_textual_is_corrected_and_nowhere_else() -> None:
    found = [
        f"{module.__name__}:{line}: {name}"
        for module in modules()
        if not module.__name__.startswith(FIXES)
        for line, name in uses(module)
    ]
    assert not found, found


def test_the_core_has_none_either() -> None:
    for path in Path(mentor_tui.__file__).parent.rglob("*.py"):
        assert not any(list(imported(node)) for node in ast.walk(parsed(path))), path


def test_they_are_found() -> None:
    """Else the first test would say nothing."""
    found = {name for module in FIXING for _, name in uses(module)}
    assert {"_handle_exception", "_close_all", "_compositor", "_clipboard", "_skip", "_cursor_visible"} <= found
    assert "textual._wrap.compute_wrap_offsets" in found


def parts(module: ModuleType) -> dict[str, str]:
    """What a module says of itself, by the word before the colon."""
    pieces = re.split(rf"^({'|'.join(PARTS)}): ", inspect.getdoc(module) or "", flags=re.MULTILINE)
    return {name: " ".join(said.split()) for name, said in zip(pieces[1::2], pieces[2::2], strict=True)}


@pytest.mark.parametrize("module", FIXING, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_correction_says_why_it_is_there_and_when_it_may_go(module: ModuleType) -> None:
    said = parts(module)
    assert tuple(said) == PARTS
    assert said["Textual"].startswith(f"{version('textual')}, "), "look at it again, then write the new version"
    tests = re.findall(r"tests/[\w/]+\.py", said["Held by"])
    assert tests and all((ROOT / test).is_file() for test in tests)


def in_the_docs() -> list[str]:
    """The lines that `docs/architecture.md` has to have."""
    found = []
    for module in FIXING:
        first = (inspect.getdoc(module) or "").partition("\n\n")[0].replace("\n", " ")
        tests = ", ".join(f"`{test}`" for test in re.findall(r"tests/[\w/]+\.py", parts(module)["Held by"]))
        found.append(f"| `{module.__name__.rpartition('.')[2]}.py` | {first} | {tests} |")
    return found


def test_the_page_on_the_architecture_lists_all_of_them() -> None:
    section = PAGE.read_text("utf-8").partition("## What Textual upgrades must be tested for")[2].partition("\n## ")[0]
    listed = [line for line in section.splitlines() if line.startswith("| `")]
    assert listed == in_the_docs(), "\n".join(in_the_docs())
