"""A secret on its way from a widget's socket to the step that asked: in memory, acknowledged, kept nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nats.aio.msg import Msg

from palabre.channels.chat.model import secret_subject
from palabre.channels.ports import CustomerGone
from palabre.foundations.ids import ConversationId, TenantId
from palabre.plumbing.bus import Bus


class SecretEar:
    """Open before the question is asked: `async with SecretEar(...) as ear: value = await ear.listen(...)`."""

    def __init__(self, bus: Bus, tenant: TenantId, conversation: ConversationId) -> None:
        self._bus, self._subject = bus, secret_subject(tenant, conversation)
        self._value: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> SecretEar:
        self._leave = await self._bus.subscribe(self._subject, self._on_value)
        await self._bus.flush()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._leave()

    async def _on_value(self, message: Msg) -> None:
        if not self._value.done():
            self._value.set_result(message.data.decode())
            await message.respond(b"taken")

    async def listen(self, seconds: float, gone: Callable[[], Awaitable[None]]) -> str | None:
        """The value; None after `seconds`. Raises what `gone` raises when it ends first."""
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({self._value, leaving}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if self._value.done():
                return self._value.result()
            if leaving.done():
                leaving.result()
                raise CustomerGone()
            return None
        finally:
            leaving.cancel()
