"""Work beside the screens ends before the screens do, when the app ends.

Reason: Textual closes all screens first and ends the workers and timers of the app after. One that asks for the screen
on top meanwhile finds none, and the app ends with an error.
Textual: 8.2.8, `App._shutdown` and `App._close_all` in `textual/app.py`.
Upstream: #6361 "Worker is cancelled only after child widgets are removed from the DOM", closed, tells of the same order
in a single screen.
Held by: tests/screens/test_beside.py.
Delete when: an app that is about to close its screens says so by an event.
"""

from __future__ import annotations

from textual.app import App


class EndsWorkFirst(App[int]):
    """An app whose workers are given up before its screens are closed."""

    def about_to_close(self) -> None:
        """Stop what goes by itself, such as a timer."""

    async def _close_all(self) -> None:
        self.about_to_close()
        self.workers.cancel_all()
        await super()._close_all()
