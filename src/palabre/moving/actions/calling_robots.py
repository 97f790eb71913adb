"""One call of a rehearsal: begun with the robot, followed to its end, judged.

What a worker has in hand it holds by time: one that was killed lets go by itself, and the next one finds the robot
where it is, or that nobody has it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from palabre.channels.voice.actions.numbers import numbers_among
from palabre.channels.voice.actions.robots import begin_robot, look_at_robot, stop_robot
from palabre.channels.voice.model.robots import Heard, RobotCall
from palabre.channels.voice.problems import PhoneUnavailable, RobotsBusy
from palabre.flows.actions.rehearsing import lend_to_robot, outcome
from palabre.flows.model.ways import Outcome
from palabre.foundations.ids import FlowId, TenantId
from palabre.foundations.scope import Scope
from palabre.moving.model.rehearsing import CALLS, Asked, problems
from palabre.moving.store import rehearsals as store
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.services import Services

HELD_MS = 15_000
HOLD_EVERY_SECONDS = 1.0
LOOK_SECONDS = 0.25
LOST_SECONDS = 3.0        # that nobody has known of the call
AWAY_SECONDS, TRY_SECONDS = 20.0, 1.0  # the telephony starts anew; it is asked again
RUN_ENDS_SECONDS = 5.0    # after the line has


async def call_one(services: Services, tenant: TenantId) -> bool:
    """Whether there was one to be made."""
    holder, now, scope = new_id(), now_ms(), Scope(tenant)
    async with services.database.transaction(scope) as tx:
        call = await store.hold(tx, holder, now, now + HELD_MS)
        if call is None:
            return False
        if not call["began"]:
            known = await numbers_among(tx, [call["number"]])
            call["key"] = await lend_to_robot(
                tx, FlowId(call["flow"]), call["version"], entry=call["number"],
                language=known[0]["language"] if known else "fr", as_if=call["as_if"])  # fmt: skip
            await store.set_key(tx, call, call["key"])
    heard = None
    if call["began"] or await _begun(services, tenant, call, holder):
        heard = await _followed(services, tenant, call, holder)
    await _finished(services, scope, call, holder, heard)
    return True


async def _begun(services: Services, tenant: TenantId, call: dict[str, Any], holder: str) -> bool:
    """The robot calls; False where it was stopped before, or no telephony came back in time. While others call it
    waits."""
    asked = RobotCall(call["id"], call["key"], call["keys"], greeting_only=call["kind"] == CALLS)
    loop = asyncio.get_running_loop()
    there_at = loop.time()
    while loop.time() - there_at < AWAY_SECONDS:
        try:
            await begin_robot(services, tenant, asked)
            return True
        except RobotsBusy:
            there_at = loop.time()
        except PhoneUnavailable:
            pass
        if not await _kept(services, tenant, call, holder, None):
            return False
        await asyncio.sleep(TRY_SECONDS)
    return False


async def _kept(services: Services, tenant: TenantId, call: dict, holder: str, heard: Heard | None) -> bool:
    async with services.database.transaction(Scope(tenant)) as tx:
        return await store.keep_holding(tx, call, holder, now_ms() + HELD_MS, msgspec.to_builtins(heard))


async def _followed(services: Services, tenant: TenantId, call: dict[str, Any], holder: str) -> Heard | None:
    """What was heard when it had ended; None: it was lost on the way."""
    loop = asyncio.get_running_loop()
    known_at, held_at = loop.time(), 0.0
    while loop.time() - known_at < LOST_SECONDS:
        heard = await look_at_robot(services, tenant, call["id"])
        known_at = loop.time() if heard else known_at
        if heard and heard.state == "ended":
            return heard
        if loop.time() - held_at > HOLD_EVERY_SECONDS:
            held_at = loop.time()
            if not await _kept(services, tenant, call, holder, heard):
                await stop_robot(services, tenant, call["id"])
                return None
        await asyncio.sleep(LOOK_SECONDS)
    return None


async def _finished(services: Services, scope: Scope, call: dict, holder: str, heard: Heard | None) -> None:
    became = await _became(services, scope, call, heard)
    found = problems(Asked(call["kind"], call["keys"], call["expects"]), heard, became)
    async with services.database.transaction(scope) as tx:
        await store.finish(tx, call, holder, {
            "heard": msgspec.to_builtins(heard), "path": msgspec.to_builtins(became.path),
            "came_to": became.came_to, "problems": found, "now": now_ms()})  # fmt: skip
        await store.end_if_over(tx, call["rehearsal"], now_ms())


async def _became(services: Services, scope: Scope, call: dict, heard: Heard | None) -> Outcome:
    """Of its run, once that has ended too: it is written a moment after the line is down."""
    deadline = asyncio.get_running_loop().time() + (RUN_ENDS_SECONDS if heard else 0.0)
    while True:
        async with services.database.transaction(scope) as tx:
            became = await outcome(tx, call["key"])
        if became.state == "ended" or asyncio.get_running_loop().time() >= deadline:
            return became
        await asyncio.sleep(LOOK_SECONDS)
