"""Made-up vaults of any size."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from mentor_tui.schema import records as rec
from mentor_tui.vault import Change, FileSystem, KdfParams, Vault

from .install import workshop

PASSPHRASE = "four plain bench words"
_WORDS = [
    "plan",
    "risk",
    "scope",
    "team",
    "review",
    "stakeholder",
    "budget",
    "listen",
    "lesson",
    "report",
    "sponsor",
    "backlog",
    "kickoff",
    "trust",
]


def prose(chance: Random, size: int) -> str:
    """About so many characters of words."""
    return " ".join(chance.choices(_WORDS, k=size // 6))[:size]


def row(chance: Random, number: int) -> dict[str, Any]:
    """A record of one kilobyte as JSON."""
    found: dict[str, Any] = {"id": f"{number:08d}-{chance.getrandbits(96):024x}", "number": number, "done": False}
    return found | {"title": prose(chance, 60), "text": prose(chance, 860)}


def rows(count: int) -> list[dict[str, Any]]:
    """So many of them, always the same ones."""
    chance = Random(count)
    return [row(chance, number) for number in range(count)]


def plain_vault(name: str, records: list[dict[str, Any]], fs: FileSystem | None = None) -> Vault:
    """A vault, open, with these records in one table."""
    path = workshop() / f"{name}.vault"
    vault = Vault.create(path, PASSPHRASE, kdf=KdfParams.fast_for_tests(), fs=fs, state_dir=workshop() / "state")
    vault.commit([Change(table="rows", id=r["id"], before=None, after=r) for r in records])
    return vault


def sessions(count: int, pair_id: str = "pair") -> list[rec.Session]:
    """Held talks, two days apart and the last one a few days ago, each with what people write about it."""
    chance = Random(count)
    last = date.today() - timedelta(days=3)
    return [
        rec.Session(
            id=f"session-{number:06d}",
            created=f"2026-01-01T00:{number // 60 % 60:02d}:{number % 60:02d}Z",
            changed="2026-01-01T00:00:00Z",
            pair_id=pair_id,
            on=(last - timedelta(days=2 * (count - number))).isoformat() if count < 2000 else _packed(last, number),
            start="18:30",
            zone="Europe/Brussels",
            minutes=chance.choice((30, 45, 60, 60, 75, 90)),
            status="held",
            channel="Teams",
            objective=prose(chance, 60),
            agenda=[prose(chance, 40), prose(chance, 40)],
            outcome=prose(chance, 250),
            takeaways=prose(chance, 200),
            ways_of_working=2,
            power_skills=1,
            private_notes=prose(chance, 150),
        )
        for number in range(count)
    ]


def _packed(last: date, number: int) -> str:
    return (last - timedelta(days=number % 3000)).isoformat()


def around(count: int, pair_id: str = "pair") -> list[rec.Record]:
    """A pair with so many talks, its goals, promises and a signed agreement."""
    chance = Random(7)
    today = date.today()

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    goals = [
        rec.Goal(id=f"goal-{n}", pair_id=pair_id, title=prose(chance, 40), by_when=day(60), percent=40)
        for n in range(3)
    ]
    actions = [
        rec.Action(id=f"action-{n}", pair_id=pair_id, text=prose(chance, 40), due=day(n + 2), owner="mentee")
        for n in range(4)
    ]
    signatures = [
        rec.Signature(role="mentor", name="Ana Peeters", on=day(-90), how="on paper"),
        rec.Signature(role="mentee", name="Bram Claes", on=day(-90), how="on paper"),
    ]
    return [
        rec.Profile(name="Ana Peeters", zone="Europe/Brussels"),
        rec.Pair(id=pair_id, role="mentor", partner_name="Bram Claes", start=day(-100), end=day(60), kickoff=day(-100)),
        rec.Agreement(id="agreement", pair_id=pair_id, reviewed_on=day(-90), signatures=signatures),
        *goals,
        *actions,
        rec.Session(id="planned", pair_id=pair_id, on=day(5), start="18:30", zone="Europe/Brussels", minutes=60),
        *sessions(count, pair_id),
    ]


@cache
def pair_vault(count: int) -> Path:
    """A closed vault with such a pair."""
    path = workshop() / f"pair-{count}.vault"
    vault = Vault.create(path, PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=workshop() / "state")
    vault.store_recovery_key(vault.new_recovery_key())
    vault.commit([Change(table=r.table, id=r.id, before=None, after=rec.to_document(r)) for r in around(count)])
    vault.close()
    return path


@cache
def passphrase_file() -> Path:
    """A file with the passphrase that only the person may read."""
    path = workshop() / "passphrase"
    path.touch(mode=0o600)
    path.write_text(PASSPHRASE + "\n")
    return path
