"""A small valid program, with comments, from which a volunteer starts."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.errors import InputRefused
from mentor_tui.schema import pack_files, programs, toml_files
from mentor_tui.words import text


def start(folder: Path) -> list[str]:
    """Write the files into a folder, which is made, and whose name becomes the program's id; returns their paths in it.

    Raises InputRefused when the name is no id or taken, or the folder holds anything; OSError when that fails.
    """
    name = folder.resolve().name
    if not pack_files.is_id(name):
        shown = text.shorten(name, 40)
        raise InputRefused(
            f"{shown} cannot be the name of a program's folder: small letters, digits and dashes, at most 60."
        )
    if name in programs.available():
        raise InputRefused(f"A program {name} comes with this app; take another name.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputRefused(f"{text.shorten(str(folder), 80)} exists and is not empty; nothing was written.")
    title = name.replace("-", " ").capitalize()
    texts = {
        path: words.replace("{{id}}", name).replace("{{name}}", title)
        for path, words in pack_files.of_shipped(toml_files.root() / "starter", ()).items()
    }
    for path, words in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(words, encoding="utf-8")
    return list(texts)
