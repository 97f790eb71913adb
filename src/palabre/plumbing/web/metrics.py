"""Figures of the public port for Prometheus: by operation and status, never by path, for paths hold ids."""

from __future__ import annotations

from time import perf_counter

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import REGISTRY, Gauge, Histogram, generate_latest

from palabre.plumbing import parked
from palabre.plumbing.postgres import Database

_SECONDS = Histogram(
    "palabre_http_request_seconds",
    "Time to the end of the answer",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_PARKED = Gauge("palabre_parked_entries", "Facts that a reader could not handle, waiting for a person", ("reader",))
_STOPPED = Gauge("palabre_parked_tenants", "Tenants for whom nothing is decided, their owner having stopped at a fact")
_KNOWN = Gauge("palabre_parked_known", "1 while the two figures above are those of now, 0 where nobody could be asked")


class Measured:
    """Counts each request under the route's template."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began, status = perf_counter(), 500

        async def send_with(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_with)
        finally:
            _SECONDS.labels(scope["method"], scope.get("path_template", ""), status).observe(perf_counter() - began)


async def look_at_parked(database: Database) -> None:
    """Of all tenants together; where the database is silent, the figures stay and say that they are old."""
    try:
        found = await parked.counts(database)
    except Exception:
        return _KNOWN.set(0)
    _STOPPED.set(found.pop(parked.OWNER, (0, 0.0))[0])
    _PARKED.clear()
    for reader, (entries, _) in found.items():
        _PARKED.labels(reader).set(entries)
    _KNOWN.set(1)


def exposition() -> bytes:
    return generate_latest(REGISTRY)
