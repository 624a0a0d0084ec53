"""For every test: what the run has tried is counted and printed at its end, also over pytest-xdist's workers.

And what several hundred apps and vaults in one process need not do each: read the styles, paint what nobody looks at,
calculate the key of the same passphrase and salt.
"""

import functools
import gc
import signal
from contextlib import asynccontextmanager

import pytest
from hypothesis import HealthCheck, settings
from textual._compositor import Compositor
from textual.app import App
from textual.css.stylesheet import Stylesheet

from mentor_tui.vault.sealed import keys

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

_paint_at_once, _run_test = Compositor.render_update, App.run_test
_PAINTED = set()
"""The kinds of screens that were painted, and how large: one that cannot be painted fails a test that enters it."""


def _paint_when_asked(compositor, full=False, **how):
    """Without a terminal, what is painted after each change is thrown away: a quarter of the time of an app's test."""
    kind = (type(compositor.root), compositor.size)
    if full or kind not in _PAINTED:
        _PAINTED.add(kind)
        return _paint_at_once(compositor, full, **how)
    compositor._dirty_regions.clear()
    return None


@asynccontextmanager
async def _painted_at_the_end(app, **how):
    """A test paints where it looks at the screen; what stands there last is painted for all, should that fail."""
    async with _run_test(app, **how) as pilot:
        yield pilot
        if app._screen_stack:
            app.screen._compositor.render_strips()


Compositor.render_update, App.run_test = _paint_when_asked, _painted_at_the_end


@pytest.fixture
def paints_at_once(monkeypatch):
    """For tests of the painting itself."""
    monkeypatch.setattr(Compositor, "render_update", _paint_at_once)


keys.argon2id = functools.cache(keys.argon2id)  # the vaults of most tests are copies of a few


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
