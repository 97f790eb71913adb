"""Calling a customer on behalf of somebody higher up: dialled once, opened as a conversation when she answers."""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.actions import calls as call_actions
from palabre.channels.voice.actions import outbound
from palabre.channels.voice.actions.outbound import Attempt
from palabre.channels.voice.drivers.ari import AriError, AriSilent
from palabre.channels.voice.drivers.calling_place import CAMPAIGN
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.transfers import OUTCOMES
from palabre.channels.voice.facts import DialRequested
from palabre.channels.voice.problems import CeilingReached, NotPermitted, NoWayOut, NumberInvalid
from palabre.foundations import limits
from palabre.foundations.ids import EffectId, TenantId

log = logging.getLogger("palabre.voice")

PREFIX = "back-"
CLICK = "click"  # the purpose
# Q.850 1 and 28 (SIP 404, 484, 604): nobody has this number, and trying again finds nobody either
NOBODYS = {1: "invalid_number", 28: "invalid_number"}
# beyond the ringing: for another node to open her conversation, or to be started again and find what it had begun
ANOTHER_SECONDS = 2 * limits.OPENING_SECONDS_MAX


def line_of(effect: EffectId) -> str:
    """The customer's channel: a repeat of the effect finds the first."""
    return f"{PREFIX}{effect}"


class Outbound:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari

    async def dial(self, tenant: TenantId, effect: DialRequested) -> tuple[str, str] | None:
        """Outcome and detail for the owner; None where another node saw to it. Raises AriGone."""
        database = self._node.services.database
        attempt = await outbound.begin_attempt(
            database, tenant, effect.conversation, effect.effect, self._node.place.name)
        if attempt is None:
            return await self._by_another(tenant, effect)
        if not attempt.number:
            return "failed", "refused"
        line = line_of(effect.effect)
        try:
            why = await self._rung(tenant, line, attempt, effect)
            if why:
                await self._node.outside.hang_up(line)
                return "failed", why
            return await self._opened(tenant, line, attempt, effect.purpose)
        except (NotPermitted, NumberInvalid) as refused:
            if not isinstance(refused, CeilingReached | NoWayOut):
                return "failed", "refused"
            if effect.purpose == CLICK:  # she is told what it is, and whom to ask
                return "failed", refused.code.removeprefix("voice.")
            return "failed", "no_line" if effect.purpose == CAMPAIGN else "busy"
        except (AriError, AriSilent) as error:
            log.warning("customer not called", extra={"effect": effect.effect, "why": str(error)[:200]})
            return "failed", "failed"

    async def _by_another(self, tenant: TenantId, effect: DialRequested) -> tuple[str, str] | None:
        """Another node rings her. Where it has not answered long after it must have, it is gone for good: in doubt, for
        nobody can tell whether she was called, and the next try is the callback's own."""
        follower = await self._node.follow(tenant)
        try:
            await follower.until(
                lambda world: effect.effect not in world["voice"].effects, effect.seconds + ANOTHER_SECONDS)
        except TimeoutError:
            log.warning("called by a node that is gone", extra={"effect": effect.effect})
            return "failed", "in_doubt"
        return None

    async def _rung(self, tenant: TenantId, line: str, attempt: Attempt, effect: DialRequested) -> str:
        """'' once she has answered, else why not."""
        seconds, causes = effect.seconds, OUTCOMES | (NOBODYS if effect.purpose == CAMPAIGN else {})
        answered, ended = self._ari.expect("StasisStart", line), self._ari.expect("ChannelDestroyed", line)
        try:
            if not attempt.first:
                return await self._found(line, answered, ended, seconds, causes)
            await self._node.outside.call(
                tenant, attempt.number, channel=line, app_args="back", purpose=effect.purpose, caller_id=attempt.entry,
                seconds=max(1, seconds))  # fmt: skip
            return await self._until(answered, ended, seconds, causes)
        finally:
            answered.cancel()
            ended.cancel()

    async def _found(
        self, line: str, answered: asyncio.Future, ended: asyncio.Future, seconds: int, causes: dict[int, str]
    ) -> str:
        """Begun before we were restarted: in doubt, so that it is looked for and never made again."""
        try:
            state = (await self._ari.ask("GET", "channels", line))["state"]
        except AriError as error:
            if error.status == 404:
                return "in_doubt"
            raise
        return "" if state == "Up" else await self._until(answered, ended, seconds, causes)

    async def _until(
        self, answered: asyncio.Future, ended: asyncio.Future, seconds: int, causes: dict[int, str]
    ) -> str:
        await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED, timeout=seconds + 1)
        if answered.done():
            answered.result()  # raises when the socket died
            return ""
        return causes.get(ended.result().get("cause", 0), "failed") if ended.done() else "no_answer"

    async def _opened(self, tenant: TenantId, line: str, attempt: Attempt, purpose: str) -> tuple[str, str]:
        """Her conversation, alive, with music until the advisor has her; whom a campaign calls has one at once, or
        hears the message."""
        node = self._node
        call = Call(tenant, attempt.conversation, line, attempt.entry, attempt.language)
        node.calls.add(call)
        try:
            follower = await node.follow(tenant)
            await call_actions.open_call(
                node.services.database, tenant, conversation=attempt.conversation, node=node.place.name, line=line,
                number=attempt.entry, caller=attempt.number, outbound=True, purpose=purpose)  # fmt: skip
        except call_actions.CallKnown:
            pass  # opened before a restart
        except BaseException:
            node.calls.drop(call)
            await self._node.outside.hang_up(line)
            raise
        await follower.until(
            lambda world: attempt.conversation in world["voice"].calls, limits.OPENING_SECONDS_MAX)
        try:
            if purpose != CAMPAIGN:
                await node.sound.hold(call, "")
        except CustomerGone:
            return "failed", "abandoned"
        return "done", attempt.conversation
