"""What is said when the app has to stop."""

from __future__ import annotations

import traceback
from pathlib import Path


def describe_crash(error: BaseException) -> str:
    """Where it happened and what kind of error it was: no message, no variables, so nothing private."""
    places = traceback.extract_tb(error.__traceback__)
    own = [p for p in places if "mentor_tui" in p.filename or "screens" in p.filename] or places
    place = f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else "an unknown place"
    return (
        f"mentor-tui had to stop: {type(error).__name__} in {place}.\n"
        "Everything saved is safe, and text you were typing is kept as a draft. Please start it again;\n"
        "if it happens twice, report the line above. It holds nothing of what you wrote."
    )
