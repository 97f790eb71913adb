"""What the parts of the driver see of the whole: they lean on this, and `node` alone knows them all."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from palabre.channels.voice.drivers.ari import Ari
from palabre.channels.voice.drivers.calls import Call, Calls
from palabre.channels.voice.drivers.prompts import Prompts
from palabre.channels.voice.drivers.sound import Sound
from palabre.channels.voice.ports import AsteriskNode, Flows
from palabre.foundations.decision import Command, World
from palabre.foundations.ids import TenantId
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services


class Driver(Protocol):
    """One Asterisk driven. Parts are named as their modules; what each does stands there."""

    services: Services
    place: AsteriskNode
    flows: Flows
    ari: Ari
    calls: Calls
    prompts: Prompts
    sound: Sound
    counted: Counter[str]
    phones: Any
    recorder: Any
    transfers: Any
    legs: Any
    standby: Any
    listening: Any
    mixing: Any
    effects: Any
    arrivals: Any
    outbound: Any
    early: Any
    hearing: Any
    outside: Any
    ceilings: Any
    trunks: Any
    moving: Any
    robots: Any
    takes: Any
    nodes: Any
    calling: Any
    reconciler: Any
    quality: Any
    silence: Any
    seeking: Any
    gestures: Any
    internal: Any
    kept_lines: Any
    music: Any

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task: ...

    async def follow(self, tenant: TenantId) -> Follower: ...

    def worlds(self) -> list[tuple[TenantId, World]]: ...

    async def insist(self, tenant: TenantId, command: Command) -> Any: ...

    async def customer_left(self, call: Call, reason: str) -> None: ...

    async def hang_up_customer(self, call: Call, reason: str) -> None: ...

    async def hang_up_leg(self, call: Call, channel: str) -> None: ...

    async def say(
        self, call: Call, sentence: dict[str, str], *, unless: Callable[[], bool] = lambda: False, last: bool = False
    ) -> None: ...
