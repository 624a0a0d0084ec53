"""`python -m benchmarks [NAME ...]`: measure, print one table, leave with 1 if a first gate is missed."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

from .rows import Row, notes, table

BENCHMARKS = {
    "first-paint": "start:first_paint",
    "commands": "start:commands",
    "home": "at_work:home",
    "list": "at_work:session_list",
    "keys": "at_work:keys",
    "memory": "at_work:memory",
    "save-1k": "saving:save_1k",
    "save-10k": "saving:save_10k",
    "open": "saving:opening",
    "closure": "documents:closure",
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    failed = False
    for name in names or BENCHMARKS:
        start = time.perf_counter()
        try:
            rows += _benchmark(name)()
        except (RuntimeError, ImportError) as error:
            print(f"{name}: not measured: {error}", file=sys.stderr)
            failed = True
        else:
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(
        f"Python {platform.python_version()}, Textual {version('textual')}, {os.cpu_count()} cores, medians in turns\n"
    )
    print(table(rows))
    print("\n" + notes(rows))
    return 1 if failed or any(row.missed for row in rows) else 0


def _benchmark(name: str) -> Callable[[], list[Row]]:
    module, _, function = BENCHMARKS[name].partition(":")
    found: Callable[[], list[Row]] = getattr(import_module(f"benchmarks.{module}"), function)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
