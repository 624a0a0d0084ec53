"""Small faults, one at a time: what a slip of the programmer would leave behind."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip

#: Functions to which the order of their arguments means nothing.
EVEN = ("max", "min", "hmac.compare_digest", "os.path.samestat")


@dataclass(frozen=True)
class Mutant:
    """One fault: these lines of this file are replaced by that source."""

    path: str
    place: str
    """The function it is in, or the name that is assigned to at the top of a module or class."""
    kind: str
    before: str
    after: str
    turn: int
    """Counts faults that are written alike in the same place."""
    lines: tuple[int, int]
    source: bytes
    inside: bool
    """Whether it is in the body of a function, so that nothing notices it before that is called."""

    @property
    def name(self) -> str:
        """What the list of harmless ones names it by: stays the same when lines move."""
        return f"{self.path}:{self.place}: {self.kind}: {self.before} -> {self.after}" + (
            f" #{self.turn}" if self.turn > 1 else ""
        )


def mutants(root: Path, path: str) -> list[Mutant]:
    """Every fault of a source file, in the order of the source."""
    data = (root / path).read_bytes()
    tree = ast.parse(data)
    found: list[Mutant] = []
    seen: Counter[tuple[str, ...]] = Counter()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for parent, place, inside in _walk(tree, "", False):
        for kind, node, changed in _faults(parent, inside):
            begin = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            if b"pragma: no cover" in data[starts[node.lineno - 1] : starts[node.lineno]]:
                continue
            before, after = _short(ast.unparse(node)), _short(changed)
            text = changed if isinstance(node, ast.stmt) else f"({changed})"
            source = data[:begin] + text.encode() + data[end:]
            try:
                compile(source, path, "exec")
            except SyntaxError:
                continue
            seen[place, kind, before, after] += 1
            turn = seen[place, kind, before, after]
            lines = (node.lineno, node.end_lineno or node.lineno)
            found.append(Mutant(path, place, kind, before, after, turn, lines, source, inside))
    return found


def _short(text: str) -> str:
    return " ".join(text.split())


_Node = ast.expr | ast.stmt | ast.ExceptHandler
_Part = ast.expr | ast.stmt


def _walk(node: ast.AST, place: str, inside: bool) -> Iterator[tuple[_Node, str, bool]]:
    """Every piece of source that does something, with its place and whether that is in a function."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "format_spec"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Import | ast.ImportFrom):
                continue
            if _is_prose(child) or _is_of_types(child) or _is_platform(child):
                continue
            here, within = place, inside or (isinstance(node, ast.FunctionDef) and name == "body")
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                here = f"{place}.{child.name}".strip(".")
            elif not within and isinstance(child, ast.Assign | ast.AnnAssign):
                target = child.targets[0] if isinstance(child, ast.Assign) else child.target
                here = f"{place}.{ast.unparse(target)}".strip(".")
            if isinstance(child, ast.expr | ast.stmt | ast.ExceptHandler):
                yield child, here, within
            if not isinstance(child, ast.JoinedStr):
                yield from _walk(child, here, within)


def _is_prose(node: ast.AST) -> bool:
    """A docstring, or the words of a sentence: what a person reads is held by other tests than a program is."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    words = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return isinstance(node, ast.Constant | ast.JoinedStr) and any(" " in word.strip() for word in words)


def _is_of_types(node: ast.AST) -> bool:
    """What only a type checker looks at, or another module's star."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "cast":
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal["):
        return True
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return isinstance(target, ast.Name) and target.id in (
        "__all__",
        "Record",
        "Tables",
        "PlainTables",
        "Rows",
        "_Slots",
    )


def _is_platform(node: ast.AST) -> bool:
    """Asking which system this is: true or false for the whole run."""
    if not isinstance(node, ast.If | ast.Compare):
        return False
    test = ast.unparse(node.test if isinstance(node, ast.If) else node)
    return test.startswith(("sys.platform == 'win32'", "sys.platform == 'darwin'", "os.name == "))


def _faults(node: _Node, inside: bool) -> Iterator[tuple[str, _Part, str]]:
    """Kind, the part that changes, and its new source, for each fault of one node."""
    if isinstance(node, ast.ExceptHandler):
        if node.type is not None:
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            for place in range(len(kinds)):
                rest = [ast.unparse(kind) for kind in kinds[:place] + kinds[place + 1 :]]
                yield "exception", node.type, "(" + " ".join(f"{kind}," for kind in rest) + ")"
        return
    if isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Constant | ast.Compare):
        yield "condition", node.test, f"not ({ast.unparse(node.test)})"
    for kind, changed in _changed(node, inside):
        text = ast.unparse(ast.fix_missing_locations(changed)) if isinstance(changed, ast.AST) else changed
        yield kind, node, text


def _changed(node: _Part, inside: bool) -> Iterator[tuple[str, ast.AST | str]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            yield "comparison", _with(node, "ops", place, COMPARISONS[type(operator)]())
    elif isinstance(node, ast.BoolOp):
        yield "and/or", _with(node, "op", None, ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "negation", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield "operator", _with(node, "op", None, OPERATORS[type(node.op)]())
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.JoinedStr):
        yield "constant", "'mutant'"
    elif isinstance(node, ast.IfExp):
        yield "branches", ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.stmt) and inside:
        yield from _statements(node)


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST | str]]:
    value = node.value
    if value is True or value is False:
        yield "constant", repr(not value)
    elif isinstance(value, int):
        yield "boundary", repr(value + 1)
        yield "boundary", repr(value - 1)
    elif isinstance(value, float):
        yield "constant", repr(value * 2)
    elif isinstance(value, str):
        yield "constant", repr("X" + value)
    elif isinstance(value, bytes):
        yield "constant", repr(b"X" + value[1:])


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST | str]]:
    even = ast.unparse(node.func) in (
        "max",
        "min",
        "hmac.compare_digest",
        "os.path.samestat",
    )  # the order means nothing to them
    if len(node.args) > 1 and not even and not any(isinstance(argument, ast.Starred) for argument in node.args[:2]):
        first, second, *rest = node.args
        yield "arguments", ast.Call(node.func, [second, first, *rest], node.keywords)
    for place, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield (
                "argument left out",
                ast.Call(node.func, node.args, node.keywords[:place] + node.keywords[place + 1 :]),
            )
    if ast.unparse(node.func).endswith("suppress"):
        for place in range(len(node.args)):
            yield "exception", ast.Call(node.func, node.args[:place] + node.args[place + 1 :], [])


def _statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST | str]]:
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Raise) or (
        isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
    ):
        yield "left out", "pass"
    if isinstance(node, ast.Continue | ast.Break):
        yield "loop", "break" if isinstance(node, ast.Continue) else "continue"
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) not in ("None", "False"):
        yield "return", "return None"
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield "exception", "raise RuntimeError('mutant')"


def _with(node: ast.AST, field: str, place: int | None, value: ast.AST) -> ast.AST:
    changed = copy.copy(node)
    if place is None:
        setattr(changed, field, value)
    else:
        items = list(getattr(node, field))
        items[place] = value
        setattr(changed, field, items)
    return changed
