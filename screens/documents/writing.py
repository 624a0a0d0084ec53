"""A file that leaves: where it goes, whether what is there gives way, and that it is noted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mentor_tui.errors import WriteFailed
from mentor_tui.words import text

from ..host import Host
from ..widgets.dialogs import Confirm
from ..widgets.plain import joined, own

W = TypeVar("W")

NO_PATH = "That is not a path this computer knows. Nothing was written."


def suggested_path(name: str) -> str:
    """A path to propose for a file of this name: in the home folder, if there is one."""
    return f"{'~' if Path.home().is_dir() else '.'}/{name}"


def typed_path(typed: str) -> Path | None:
    """The path that a person typed, `~` understood and made absolute; None when it cannot be one."""
    if not typed.strip():
        return None
    try:
        path = Path(typed.strip()).expanduser()
        path.is_file()
    except (ValueError, RuntimeError, OSError):
        return None
    return path.absolute()


async def may_be_written(app: Host, path: Path, *, there: bool) -> bool:
    """True when nothing is `there`, or the person lets it give way; else it is said that it stays."""
    if not there:
        return True
    question = joined(text.shorten(path.name, 50), own(" already exists. Replace it?"))
    if await app.push_screen_wait(Confirm(question, detail=f"In {path.parent}", yes="Replace", no="Keep")):
        return True
    app.say("It was not changed. Choose another name, or stop here.")
    return False


async def written(app: Host, write: Callable[[], W], note: Callable[[W], object]) -> tuple[W, bool] | None:
    """Write and note what left: one deed, so that nothing leaves unnoted when the app locks or ends meanwhile.

    `note` gives what it saved. Returns what `write` gives and whether it was noted. None when nothing was written,
    which was said, or when there is nobody to tell because the vault is locked by now.
    """
    done: list[W] = []

    def leave() -> object:
        done.append(write())
        return note(done[0])

    try:
        noted = await app.deed(leave)
    except WriteFailed as error:
        app.say(f"{error} Your text is safe in the vault; try another folder.", "warning")
        return None
    return (done[0], noted is not None) if done and app.is_open else None
