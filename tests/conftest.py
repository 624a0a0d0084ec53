"""For every test: what the run has tried is counted and printed at its end, also over pytest-xdist's workers."""

import gc
import signal

import pytest
from hypothesis import HealthCheck, settings
from textual.css.stylesheet import Stylesheet

from .vault import counts

# How fast the machine is decides nothing: no deadline, and no complaint that making examples took long.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

gc.set_threshold(100_000, 50, 100)  # the suite's own heap is large: looking for cycles in it took an eighth of the time

# A suite that runs in the background or under nohup was started deaf to these, and so would be all that it starts.
for _number in {signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)}:
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)  # what it starts from now on answers as the system would

_PARSED = {}


def _variables_set(sheet, variables):
    """The few hundred apps of a run have the same styles: they are parsed once for each theme."""
    sheet._variables, sheet._Stylesheet__variable_tokens, sheet._invalid_css = variables, None, set()
    sheet._parse_cache = _PARSED.setdefault(frozenset(variables.items()), _Kept())
    sheet._style_parse_cache.clear()


class _Kept(dict):
    maxsize = 0


Stylesheet.set_variables = _variables_set


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
