"""The one door to the outside: whoever wants a number dialled asks here, and nothing else makes a channel on a trunk.

Where a trunk fails before anything rang, the next one is tried under the same channel id: the end of the first attempt
is kept from whoever waits for it (`Ari.holds_back`), who sees one call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from palabre.channels.voice.actions import dialling
from palabre.channels.voice.actions import nodes as node_actions
from palabre.channels.voice.actions.dialling import Asked, Permit
from palabre.channels.voice.actions.nodes import DialledUp
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.model.dialling import Route
from palabre.channels.voice.problems import CeilingReached, NoWayOut
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

# Q.850: what another operator may do better. Not busy, not no answer, not a number that does not exist.
TRY_ANOTHER = frozenset({0, 3, 18, 20, 21, 27, 29, 34, 38, 41, 42, 44, 58, 102, 111, 127})
INSIST_SECONDS = (0.5, 2.0, 10.0, 60.0)
RANG = frozenset({"RINGING", "PROGRESS", "PROCEEDING", "ANSWER"})


@dataclass(eq=False)
class Going:
    """A call to the outside that is up."""

    tenant: TenantId
    channel: str
    permit: Permit
    request: dict
    left: list[Route]
    endpoint: str = ""
    rang: bool = False
    asked: bool = False  # hung up by us
    until: float = 0.0  # the loop's time at which it has rung for as long as it may
    answered_at: int | None = None
    ending: asyncio.TimerHandle | None = None
    found: bool = False  # after a restart of ours; its end may have been before


class Outside:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._going: dict[str, Going] = {}
        self._ari.listeners.append(self._on_event)
        self._ari.holds_back.append(self._held_back)

    def __len__(self) -> int:
        return len(self._going)

    def tenants(self) -> set[TenantId]:
        """Who has calls to the outside here."""
        return {going.tenant for going in self._going.values()}

    async def call(
        self, tenant: TenantId, number: str, *, channel: str, app_args: str, purpose: str, caller_id: str = "",
        seconds: int, variables: dict | None = None, advisor: str = "", trunk: str = "",
    ) -> None:  # fmt: skip
        """Ask Asterisk to call; await StasisStart or ChannelDestroyed of `channel`, registered before.

        `purpose`: one of model.dialling.PURPOSES. `caller_id`: a number of the tenant's, '' its first. `seconds`: it
        rings. `advisor`: who wants it, for what an emergency service sees of her. `trunk`: by this endpoint alone.
        Raises NumberInvalid, NotPermitted before anything is dialled; AriError, AriGone where nothing was.
        """
        database, place = self._node.services.database, self._node.place
        asked = Asked(number, channel, place.name, purpose, caller_id, advisor, trunk)
        try:
            permit = await dialling.permit(
                database, tenant, asked, fallback=place.trunk, up=self._node.trunks.up())
        except CeilingReached as refused:
            self._node.ceilings.moved(tenant, refused.details["ceiling"])
            raise
        self._node.ceilings.moved(tenant)
        request = {"app": self._ari.app, "appArgs": app_args, "channelId": channel, "timeout": max(1, seconds)}
        if variables:
            request["body"] = {"variables": variables}
        going = self._going[channel] = Going(tenant, channel, permit, request, list(permit.routes))
        going.until = asyncio.get_running_loop().time() + seconds
        try:
            if not await self._next(going):
                raise NoWayOut()
        except BaseException:
            self._close(going)
            raise

    async def _next(self, going: Going) -> bool:
        """By the first trunk that takes it; False where none is left."""
        while going.left and not going.asked:
            route = going.left.pop(0)
            going.endpoint, going.rang = route.endpoint, False
            try:
                await self._ari.ask(
                    "POST", "channels", endpoint=f"PJSIP/{route.dialled}@{route.endpoint}", callerId=route.shown,
                    **going.request)  # fmt: skip
                return True
            except AriError as error:
                if error.status in (409,):  # made before, by a former attempt of the same effect
                    return True
                log.warning("trunk refused a call", extra={"trunk": route.endpoint, "why": str(error)[:200]})
        return False

    async def hang_up(self, channel: str) -> bool:
        """Whatever it is: False where it is no more. Where one trunk has just failed, no other is tried."""
        if going := self._going.get(channel):
            going.asked = True
        return await self._ari.try_ask("DELETE", "channels", channel)

    async def recover(self, channels: Mapping[str, Any]) -> None:
        """What rows hold as up: what Asterisk does not hold ended while nobody of us listened; the rest is ours again,
        its end counted and its time bounded."""
        database = self._node.services.database
        for up in await node_actions.dialled_on(database, self._node.place.name):
            going = self._going.get(up.channel)
            if up.channel in channels:
                if going is None:
                    await self._adopt(up, channels[up.channel])
            elif going is None:
                await dialling.ended(database, up.tenant, up.channel)
            elif going.found:
                self._close(going)

    async def _adopt(self, up: DialledUp, channel: dict) -> None:
        seconds = await dialling.seconds_max(self._node.services.database, up.tenant, up.kind)
        permit = Permit("", up.kind, (), seconds)
        going = Going(up.tenant, up.channel, permit, {}, [], up.trunk, answered_at=up.answered_at, found=True)
        self._going[up.channel] = going
        if going.answered_at:
            self._bound(going)
        elif channel.get("state") == "Up":  # while we were away
            self._answered(going)

    # -- what becomes of it

    def _held_back(self, event: Event) -> bool:
        """Is this the end of an attempt by one trunk, while another one is left?"""
        if event["type"] != "ChannelDestroyed":
            return False
        going = self._going.get(event["channel"]["id"])
        if going is None or going.answered_at or going.rang or going.asked or not going.left:
            return False
        if event.get("cause", 0) not in TRY_ANOTHER or asyncio.get_running_loop().time() >= going.until:
            return False
        self._node.counted["trunk_failed_over"] += 1
        self._node.trunks.failed(going.endpoint)
        self._node.spawn(self._again(going, event))
        return True

    async def _again(self, going: Going, event: Event) -> None:
        """The next trunk; where none takes it, the end that was held back is told after all."""
        try:
            tried = await self._next(going)
        except (AriGone, AriSilent):
            return
        if not tried:
            self._ari.tell(event)
            return
        await dialling.moved(self._node.services.database, going.tenant, going.channel, going.endpoint)

    def _on_event(self, event: Event) -> None:
        kind = event["type"]
        if kind == "Dial":
            going = self._going.get(event.get("peer", {}).get("id", ""))
            if going and event.get("dialstatus") in RANG:
                going.rang = True
                self._node.trunks.worked(going.endpoint)
            return
        going = self._going.get(event.get("channel", {}).get("id", ""))
        if going is None:
            return
        if kind == "ChannelHangupRequest" and event.get("soft"):
            going.asked = True
        elif kind == "StasisStart" and not going.answered_at:
            self._answered(going)
        elif kind == "ChannelDestroyed":
            self._close(going)

    def _answered(self, going: Going) -> None:
        going.answered_at = now_ms()
        self._node.trunks.worked(going.endpoint)
        self._node.spawn(self._told(going))
        self._bound(going)

    def _bound(self, going: Going) -> None:
        if going.permit.seconds_max and going.answered_at:
            left = going.permit.seconds_max - (now_ms() - going.answered_at) / 1000
            going.ending = asyncio.get_running_loop().call_later(max(0.0, left), self._too_long, going)

    async def _told(self, going: Going) -> None:
        await dialling.moved(
            self._node.services.database, going.tenant, going.channel, going.endpoint, going.answered_at)
        self._node.ceilings.moved(going.tenant)

    def _too_long(self, going: Going) -> None:
        log.warning("an outside call lasted as long as the dial plan lets any", extra={"trunk": going.endpoint})
        self._node.spawn(self.hang_up(going.channel))

    def _close(self, going: Going) -> None:
        self._going.pop(going.channel, None)
        if going.ending:
            going.ending.cancel()
        self._node.spawn(self._paid(going))

    async def _paid(self, going: Going) -> None:
        """Its row, though the database be away for a while: what is not ended counts as up."""
        for seconds in (*INSIST_SECONDS, 0.0):
            try:
                await dialling.ended(
                    self._node.services.database, going.tenant, going.channel, answered_at=going.answered_at)
                return self._node.ceilings.moved(going.tenant)
            except (OSError, PoolTimeout, psycopg.OperationalError) as error:
                log.warning("an outside call not yet counted", extra={"why": repr(error)[:200]})
            await asyncio.sleep(seconds)
