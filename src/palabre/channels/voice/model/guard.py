"""Who guesses at passwords, from Asterisk's security events: counted by address, shut out for a time. Pure.

Only what had to come back with an answer to our challenge counts at once: the sender of a lone datagram may be forged,
and somebody would be shut out by whoever forges her address. Requests of accounts that do not exist count for less.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection

import msgspec

GUESSED = frozenset({"InvalidPassword", "ChallengeResponseFailed"})
STRANGE = frozenset({"InvalidAccountID", "FailedACL", "AuthMethodNotAllowed"})
WEIGHTS = dict.fromkeys(GUESSED, 1.0) | dict.fromkeys(STRANGE, 0.25)
FAILURES_MAX = 8.0  # of an address within WINDOW_MS
WINDOW_MS = 10 * 60_000
SHUT_MS = (15 * 60_000, 4 * 3_600_000, 24 * 3_600_000)  # the first time, the second, then always
ADDRESSES_MAX = 10_000  # remembered; the oldest go
_EVENT = re.compile(r'SecurityEvent="(\w+)"')
_REMOTE = re.compile(r'RemoteAddress="IPV[46]/\w+/([0-9a-fA-F.:]+)/\d+"')


class Attempt(msgspec.Struct, frozen=True):
    address: str
    weight: float


def attempt(line: str) -> Attempt | None:
    """Of one line of the security log; None where it tells of no failure."""
    event, remote = _EVENT.search(line), _REMOTE.search(line)
    if not event or not remote or event[1] not in WEIGHTS:
        return None
    return Attempt(remote[1], WEIGHTS[event[1]])


class Failures:
    """What each address has failed at lately. `note` answers whether it is to be shut out now."""

    def __init__(self) -> None:
        self._of: dict[str, list[tuple[int, float]]] = {}

    def note(self, failed: Attempt, now: int, spared: Collection[str] = ()) -> bool:
        """`spared`: networks that are never shut out: ourselves, operators."""
        if is_spared(failed.address, spared):
            return False
        lately = [(at, w) for at, w in self._of.pop(failed.address, ()) if at > now - WINDOW_MS]
        lately.append((now, failed.weight))
        if sum(w for _, w in lately) >= FAILURES_MAX:
            return True
        self._of[failed.address] = lately[-64:]
        while len(self._of) > ADDRESSES_MAX:
            del self._of[next(iter(self._of))]
        return False

    def forget(self, address: str) -> None:
        self._of.pop(address, None)


def is_spared(address: str, spared: Collection[str]) -> bool:
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return True
    for network in spared:
        try:
            if here in ipaddress.ip_network(network, strict=False):
                return True
        except ValueError:
            continue  # a name
    return False


def shut_for(times: int) -> int:
    """Milliseconds, when it is shut out for the `times`th time."""
    return SHUT_MS[min(max(times, 1), len(SHUT_MS)) - 1]
