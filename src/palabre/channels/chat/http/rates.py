"""Buckets that leak: how much one visitor or one network may ask of this process."""

from __future__ import annotations

from collections import Counter, OrderedDict

from palabre.channels.chat.problems import TooFast
from palabre.foundations import limits
from palabre.foundations.clock import MINUTE

KEYS_MAX = 50_000


class Rate:
    """`per_minute` on average, `burst` at once, for each key; the keys longest unused are forgotten."""

    def __init__(self, per_minute: float, burst: float) -> None:
        self._per_ms, self._burst = per_minute / MINUTE, burst
        self._levels: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def check(self, key: str, now: int) -> None:
        """Count one. Raises TooFast."""
        level, at = self._levels.pop(key, (0.0, now))
        level = max(0.0, level - (now - at) * self._per_ms)
        self._levels[key] = (min(level + 1, self._burst), now)
        while len(self._levels) > KEYS_MAX:
            self._levels.popitem(last=False)
        if level + 1 > self._burst:
            raise TooFast()


class Rates:
    """All the bounds of one process's public sockets."""

    def __init__(self) -> None:
        self.sockets = Rate(limits.CHAT_SOCKETS_PER_NETWORK_MINUTE, limits.CHAT_SOCKETS_PER_NETWORK_MINUTE)
        self.visitors = Rate(limits.CHAT_VISITORS_PER_NETWORK_MINUTE, limits.CHAT_VISITORS_PER_NETWORK_MINUTE)
        self.messages = Rate(limits.CHAT_MESSAGES_PER_VISITOR_MINUTE, limits.CHAT_MESSAGES_BURST)
        self._open: Counter[str] = Counter()

    def enter(self, network: str, now: int) -> None:
        """A socket of this network. Raises TooFast; `leave` only what entered."""
        self.sockets.check(network, now)
        if self._open[network] >= limits.CHAT_SOCKETS_PER_NETWORK:
            raise TooFast()
        self._open[network] += 1

    def leave(self, network: str) -> None:
        self._open[network] -= 1
        if self._open[network] <= 0:
            del self._open[network]
