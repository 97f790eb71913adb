"""A number that moves from an old system: what may be said of it, and on which side a caller is. Pure.

`side` says what the dial plan says by itself (plumbing.engines.asterisk_dialplan): tests hold the two together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from palabre.channels.voice.problems import MoveInvalid
from palabre.foundations import limits

HERE, OLD, RETURNED = "here", "old", "returned"
RETURN_SECONDS = 8
RETURN_SECONDS_MIN = 2  # less, and a call that we are just taking is taken from us
HASHES = 2**32
CALLER_DIGITS = 9  # 0612345678 and +33612345678 are one caller


class Move(msgspec.Struct, frozen=True):
    """`trunk`: id of the tenant's way to the old system. `old_number`: as it is known there, '' the same.
    `share`: per cent of callers who are answered here. `return_seconds`: 0 none goes back."""

    trunk: str
    old_number: str = ""
    share: int = 0
    return_seconds: int = RETURN_SECONDS


def check(move: Move) -> None:
    """Raises MoveInvalid."""
    if not 0 <= move.share <= 100:
        raise MoveInvalid(field="share", reason="range")
    seconds = move.return_seconds
    if seconds and not RETURN_SECONDS_MIN <= seconds <= limits.RETURN_SECONDS_MAX:
        raise MoveInvalid(field="return_seconds", reason="range")


def side(number: str, caller: str, share: int) -> str:
    """`number`: E.164; `caller` as presented, '' withheld: nobody's, with the old system until all are here."""
    if share >= 100:
        return HERE
    digits = "".join(c for c in caller if c in "0123456789")
    if share <= 0 or not digits:
        return OLD
    digest = hashlib.md5(f"{number} {digits[-CALLER_DIGITS:]}".encode(), usedforsecurity=False).hexdigest()
    return HERE if int(digest[:8], 16) < share * HASHES // 100 else OLD


def known(row: Mapping | None) -> Move | None:
    """Of a row."""
    if row is None:
        return None
    return Move(str(row["trunk"]), row["old_number"], row["share"], row["return_seconds"])
