"""An error that ends the app is told of without a word of what was being worked on.

Reason: Textual prints the error with the local variables of each function, which may hold a passphrase or a note.
Textual: 8.2.8, `App._handle_exception` and `App._fatal_error` in `textual/app.py`.
Upstream: nothing found.
Held by: tests/test_crash_points.py, tests/screens/test_lock.py.
Delete when: Textual asks the app how to tell of an error, or leaves local variables out.
"""

from __future__ import annotations

from textual.app import App


class CrashesQuietly(App[int]):
    """An app that tells of its own end."""

    def crashed(self, error: Exception) -> None:
        """Take note of an error; the app ends after this. There may be several, the first is the one to tell of."""

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:  # what runs the app in a test raises it again
            self._exception = error
            self._exception_event.set()
        self.crashed(error)
        self._close_messages_no_wait()
