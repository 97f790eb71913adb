"""/healthz, /readyz and /metrics of a process that serves nothing else, on loopback. The front has its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

REQUEST_SECONDS_MAX = 5.0
TEXT = "text/plain; charset=utf-8"


class Health:
    """Which parts of this process are ready; ready as a whole when all are."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._ready = dict.fromkeys(parts, False)

    def tell(self, part: str, ready: bool) -> None:
        self._ready[part] = ready

    @property
    def is_ready(self) -> bool:
        return all(self._ready.values())

    @asynccontextmanager
    async def serving(self, port: int) -> AsyncIterator[None]:
        """Answers on 127.0.0.1:port meanwhile; port 0: nowhere."""
        if not port:
            yield
            return
        server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        try:
            yield
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(REQUEST_SECONDS_MAX):
                line = (await reader.readline()).split()
                while (await reader.readline()).strip():
                    pass
                status, body, kind = self._answer(line[1].decode("latin-1") if len(line) > 1 else "/")
                head = (
                    f"HTTP/1.1 {status}",
                    f"Content-Type: {kind}",
                    f"Content-Length: {len(body)}",
                    "Connection: close",
                )
                writer.write("\r\n".join((*head, "", "")).encode() + body)
                await writer.drain()
        except (TimeoutError, ConnectionError, ValueError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str) -> tuple[str, bytes, str]:
        answers: dict[str, Callable[[], tuple[str, bytes, str]]] = {
            "/healthz": lambda: ("200 OK", b"ok\n", TEXT),
            "/readyz": self._readiness,
            "/metrics": _metrics,
        }
        return answers.get(path, lambda: ("404 Not Found", b"not found\n", TEXT))()

    def _readiness(self) -> tuple[str, bytes, str]:
        missing = [name for name, ready in self._ready.items() if not ready]
        if missing:
            return "503 Service Unavailable", f"not ready: {', '.join(missing)}\n".encode(), TEXT
        return "200 OK", b"ready\n", TEXT


def _metrics() -> tuple[str, bytes, str]:
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return "200 OK", generate_latest(), CONTENT_TYPE_LATEST
