"""The words that are said when the app has to stop."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.host import crash


def describe_crash(error: BaseException, report: Path | None = None) -> str:
    """The place and the kind of an error: no message, no variables, so nothing private."""
    where = f"The report is {report}. It" if report else "The line above"
    return (
        f"mentor-tui had to stop: {crash.describe(error)}.\n"
        "Everything saved is safe, and text you were typing is kept as a draft. Please start it again.\n"
        f"{where} contains nothing you wrote; if this happens twice, please send it to the maintainers."
    )
