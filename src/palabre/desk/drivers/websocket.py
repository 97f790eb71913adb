"""uvicorn's WebSocket, made to tell when it last heard something and to send without a task per message.

A subclass of uvicorn 0.54's sans-I/O implementation: pings are sent by uvicorn (`ws_ping_interval`), their answers are
seen here. Handlers find it in the ASGI scope as extension `palabre.link`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from palabre.desk.ports import EXTENSION

PING_SECONDS = 4.0  # three answers may be missed within the twelve seconds of presence
PING_SECONDS_MAX = 20.0  # without an answer: the socket is closed (1011)
CUT_SECONDS = 5.0
MESSAGE_BYTES_MAX = 64 * 1024

# For uvicorn.Config: compression would cost each idle desk more memory than all the rest of it.
OPTIONS: dict[str, Any] = {
    "ws_ping_interval": PING_SECONDS,
    "ws_ping_timeout": PING_SECONDS_MAX,
    "ws_per_message_deflate": False,
    "ws_max_size": MESSAGE_BYTES_MAX,
}


class LiveWebSocket(WebSocketsSansIOProtocol):
    """A `desk.ports.Link` once its handshake is complete."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.heard_at: float = self.loop.time()
        self.on_pong: Callable[[], None] | None = None

    # -- what uvicorn calls

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)  # the application's task is made, and runs after this
        if self.response.status_code == 101:
            self.scope["extensions"][EXTENSION] = self  # type: ignore[index,typeddict-unknown-key]

    def data_received(self, data: bytes) -> None:
        self.heard_at = self.loop.time()
        super().data_received(data)

    def handle_pong(self, event: Frame) -> None:
        super().handle_pong(event)
        if self.on_pong is not None:
            self.on_pong()

    def connection_lost(self, exc: Exception | None) -> None:
        self.on_pong = None
        super().connection_lost(exc)

    # -- Link

    def push(self, text: bytes) -> None:
        if self.handshake_complete and not self._closing:
            self.conn.send_text(text)
            self.transport.write(b"".join(self.conn.data_to_send()))

    def hang_up(self, code: int) -> None:
        if self._closing:
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(CUT_SECONDS, self.transport.abort)

    @property
    def backlog(self) -> int:
        return self.transport.get_write_buffer_size()

    @property
    def _closing(self) -> bool:
        return self.close_sent or self.disconnected or self.transport.is_closing()
