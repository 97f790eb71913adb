"""The face of one desk's socket, whatever library carries it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

EXTENSION = "palabre.link"  # of the ASGI scope, where handlers find it


class Link(Protocol):
    """Frames go out at once and never block: who reads too slowly is seen by `backlog` and let go.

    heard_at: instant (event loop's clock, seconds) of the last bytes received.
    on_pong: called when a ping was answered.
    """

    heard_at: float
    on_pong: Callable[[], None] | None

    def push(self, text: bytes) -> None:
        """Send a text frame; nothing happens on a closing socket."""

    def hang_up(self, code: int) -> None:
        """Close with a code; cut after five seconds where the other end does not read."""

    @property
    def backlog(self) -> int:
        """Bytes accepted and not yet taken by the network."""
