"""What each test costs in seconds of the processor, also those of the programs it starts (`make cost`).

Wall time says how busy the machine was; this says what the suite asks of it. Run in one process: what a program
started by a test took is told to the process that waited for it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

_COSTS: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--dearest", type=int, default=40, help="how many tests and files to list")


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before = _spent()
    yield
    _COSTS[item.nodeid] += _spent() - before


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    files: Counter[str] = Counter()
    for name, seconds in _COSTS.items():
        files[name.split("::")[0]] += seconds
    for title, costs in (("dearest tests", _COSTS), ("dearest files", files)):
        terminalreporter.section(title)
        for name, seconds in costs.most_common(config.getoption("--dearest")):
            terminalreporter.write_line(f"{seconds:7.2f}  {name}")
    terminalreporter.write_line(
        f"{sum(_COSTS.values()):7.2f}  all {len(_COSTS)} tests; {_spent():.2f} with collecting them"
    )
