"""News of the present release: told once, and only where an earlier one was in use."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from mentor_tui.schema import toml_files
from mentor_tui.schema.records import Profile, Settings


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is new."""

    title: str
    words: str


class News(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The news of a release, and the day from which they are told."""

    release: str
    date: date
    points: tuple[Point, ...]


@cache
def newest() -> News:
    """The news of `templates/news.toml`."""
    name = "news.toml"
    return toml_files.convert(toml_files.read(toml_files.root() / name, name), News, name)


def untold(profile: Profile, settings: Settings, today: date) -> bool:
    """True while the news were not read in a vault that is older than they are."""
    news = newest()
    return settings.told_of != news.release and profile.created[:10] < news.date.isoformat() <= today.isoformat()
