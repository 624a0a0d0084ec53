"""A list of choices whose page is left before it has come up does no harm.

Reason: a widget whose page closes at once is mounted without its children, and Textual's list of choices looks for one
of them when it is mounted. In and out of a page by keys typed ahead, the app ended with an error.
Textual: 8.2.8, `Select._on_mount` in `textual/widgets/_select.py`.
Upstream: nothing found.
Held by: tests/screens/test_people.py.
Delete when: `Select` sets its first value only where it has its children.
"""

from __future__ import annotations

from textual import events
from textual.widgets import Select


class LeftEarly(Select[str]):
    """A list of choices that stays as it is when it was left before its parts were there."""

    def _on_mount(self, event: events.Mount) -> None:
        if not self.children:
            event.prevent_default()
