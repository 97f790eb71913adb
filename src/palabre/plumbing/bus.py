"""NATS between our processes: commands asked and answered, facts told after their commit. Never the record."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout

RECONNECT_SECONDS = 0.05  # the client's own default is 2 s
PENDING_BYTES_MAX = 8 * 1024 * 1024


class BusSilent(Exception):
    """Nobody answered within the time given; what was asked may or may not have been done."""


class Bus:
    """A connection that comes back by itself. `on_return` functions run after each reconnection."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.on_return: list[Callable[[], Awaitable[None]]] = []

    @classmethod
    async def open(cls, url: str, name: str) -> Bus:
        client = Client()
        bus = cls(client)

        async def returned() -> None:
            for function in bus.on_return:
                await function()

        async def quiet(error: Exception) -> None:
            pass  # reconnection is the client's work; what was lost meanwhile is read from the journal

        await client.connect(
            url,
            name=name,
            reconnect_time_wait=RECONNECT_SECONDS,
            max_reconnect_attempts=-1,
            allow_reconnect=True,
            reconnected_cb=returned,
            error_cb=quiet,
            pending_size=PENDING_BYTES_MAX,
            connect_timeout=5,
            ping_interval=5,
            max_outstanding_pings=2,
        )
        return bus

    @property
    def connected(self) -> bool:
        return self._client.is_connected

    async def request(self, subject: str, data: bytes, seconds_max: float) -> bytes:
        try:
            return (await self._client.request(subject, data, timeout=seconds_max)).data
        except (NoRespondersError, NatsTimeout, NatsError, ConnectionError) as error:
            raise BusSilent(subject) from error

    async def echoes(self, seconds_max: float) -> bool:
        """Whether the server answers, both ways, within this time."""
        try:
            await self._client.flush(timeout=seconds_max)
            return True
        except (NatsError, ConnectionError, TimeoutError):
            return False
        except asyncio.CancelledError:  # also what a line that breaks does to who waits for its answer
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            return False

    async def publish(self, subject: str, data: bytes, reply: str = "") -> None:
        """Best effort: while the server is away the message waits in a bounded buffer, then is dropped."""
        try:
            await self._client.publish(subject, data, reply)
        except (NatsError, ConnectionError):
            pass

    async def subscribe(
        self, subject: str, callback: Callable[[Msg], Awaitable[None]], queue: str = ""
    ) -> Callable[[], Awaitable[None]]:
        subscription = await self._client.subscribe(
            subject, queue=queue, cb=callback, pending_msgs_limit=65_536, pending_bytes_limit=64 * 1024 * 1024
        )
        return subscription.unsubscribe

    async def flush(self) -> None:
        await self._client.flush()

    async def close(self) -> None:
        if not self._client.is_closed:
            await self._client.close()
