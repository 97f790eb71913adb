"""Figures of the public port for Prometheus: by operation and status, never by path, for paths hold ids."""

from __future__ import annotations

from time import perf_counter

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import REGISTRY, Histogram, generate_latest

_SECONDS = Histogram(
    "palabre_http_request_seconds",
    "Time to the end of the answer",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


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


def exposition() -> bytes:
    return generate_latest(REGISTRY)
