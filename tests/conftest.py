"""For every test: what the run has tried is counted and printed at its end, also over pytest-xdist's workers."""

import gc

import pytest

from .vault import counts

gc.set_threshold(100_000, 50, 100)  # the suite's own heap is large: looking for cycles in it took an eighth of the time


def pytest_sessionfinish(session):
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["counts"] = counts.as_list()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    counts.add(getattr(node, "workeroutput", {}).get("counts", []))


def pytest_terminal_summary(terminalreporter):
    lines = counts.lines()
    if lines:
        terminalreporter.section("tried")
        for line in lines:
            terminalreporter.write_line(line)
