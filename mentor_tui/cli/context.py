"""Make an unlocked vault, and the pairs meant, of what the command line said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mentor_tui.cli import failures, secrets
from mentor_tui.cli.given import Given
from mentor_tui.vault import Vault, inspect
from mentor_tui.workspace import Workspace, access

if TYPE_CHECKING:
    from mentor_tui.schema.records import Pair
    from mentor_tui.workspace import PairView


@contextmanager
def unlocked(given: Given) -> Iterator[Workspace]:
    """The vault meant, unlocked; closed again whatever happens. What the vault has to say goes to standard error."""
    path = given.vault_path
    inspect(path)  # a missing or damaged vault is told before anybody types a passphrase
    workspace = Workspace(Vault.open(path, secrets.passphrase(given.passphrase_path)))
    try:
        with noticed(workspace.vault):
            yield workspace
    finally:
        workspace.close()


@contextmanager
def noticed(vault: Vault) -> Iterator[Vault]:
    """Tell on standard error what an open vault has to say: on the way in, and on the way out what came since."""
    told = _tell(vault, 0)
    try:
        yield vault
    finally:
        _tell(vault, told)


def _tell(vault: Vault, told: int) -> int:
    notices = list(vault.notices)
    for notice in notices[told:]:
        failures.say(notice)
    return len(notices)


def pairs_meant(workspace: Workspace, given: Given) -> list[Pair]:
    """All pairs, or the one that --pair names."""
    return [workspace.find_pair(given.pair)] if given.pair else workspace.pairs


def views_meant(workspace: Workspace, given: Given) -> list[PairView]:
    """The same, with all their records.

    Of all pairs, one whose program is not on this computer is left out, and standard error says so.
    """
    meant = pairs_meant(workspace, given)
    closed = [] if given.pair else [pair for pair in meant if not access.program_here(workspace, pair)]
    for pair in closed:
        failures.say(access.why_closed(pair))
    return [workspace.view(pair) for pair in meant if pair not in closed]


def name_of(pair: Pair) -> str:
    """The name of a pair in a list."""
    return pair.partner_name or pair.id
