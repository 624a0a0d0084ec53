"""No screen has the two widgets of Textual's for toasts and tooltips, which this app never shows.

Reason: Textual puts them on every screen and lays them out with it; what this app has to say stands on the notice line.
Opening a place took 8 to 10 % more function calls with them.
Textual: 8.2.8, `App._disable_notifications` and `App._disable_tooltips` in `textual/app.py`; only `App.run_test` offers
them as arguments.
Upstream: nothing found.
Held by: tests/screens/test_laid_out.py.
Delete when: an app can say so by a public name.
"""

from __future__ import annotations

from typing import Any

from textual.app import App


class WithoutToasts(App[int]):
    """An app that shows neither toasts nor tooltips."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._disable_notifications = self._disable_tooltips = True
