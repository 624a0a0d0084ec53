"""The host: what a box or a widget may ask of the app that shows it, without knowing the app."""

from __future__ import annotations

from typing import Protocol

from mentor_tui.schema.records import Pair

KEEP_AFTER_SECONDS = 1.0
"""With the time that writing takes, what is typed is on disk within two seconds."""


class Drafts(Protocol):
    """Keeps what is typed and not yet saved, encrypted, under a record's id and the name of its place."""

    @property
    def is_open(self) -> bool:
        """Whether a vault is unlocked; nothing can be kept while none is."""
        ...

    @property
    def pair(self) -> Pair:
        """The open pair."""
        ...

    @property
    def draft_mark(self) -> str:
        """The mark of this window, which its drafts bear."""
        ...

    def kept_draft(self, record: str, field: str) -> tuple[str | None, bool]:
        """The draft of a field, and whether it is on disk as this window's own."""
        ...

    async def keep_draft(self, record: str, field: str, words: str, *, asked: bool = True) -> bool:
        """Keep typed text; True once it is on disk."""
        ...

    def keep_draft_now(self, record: str, field: str, words: str) -> bool:
        """Keep typed text before the key goes."""
        ...

    async def drop_draft(self, record: str, field: str) -> None:
        """Forget a draft: its text was saved, or is not wanted."""
        ...
