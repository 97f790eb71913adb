"""What the partition asks of the telephone, done and answered once.

Effects of one conversation begin in their order; ringing an advisor goes on beside the next ones, so that a
disconnection can overtake it. Every id in Asterisk derives from the effect's: doing it again finds the first.

A handler is told the call, None where it is not one of ours, and gives outcome and detail; None: it has begun something
that answers by itself, by `report`. Those in WITHOUT_CALL are asked also where there is no call, others answer "gone".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.actions import outbound
from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.drivers import connecting, gestures, internal, listening, parties, saying, words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calling_place import CAMPAIGN
from palabre.channels.voice.drivers.calls import HOLDING, Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.recorder import HOLD, PAUSE
from palabre.channels.voice.facts import (
    AbuseReported,
    AsideRequested,
    ColleagueAnswered,
    ColleagueCalled,
    ConnectRequested,
    DialRequested,
    DisconnectRequested,
    FlowRequested,
    HoldRequested,
    InternalCallEnded,
    MessageRequested,
    MuteRequested,
    PartyEndRequested,
    PartyRequested,
    RecordingPauseRequested,
    StandbyRequested,
    StandDownRequested,
    SupervisionEndRequested,
    SupervisionRequested,
    WaitRequested,
)
from palabre.foundations.facts import Fact
from palabre.foundations.ids import EffectId, TenantId

log = logging.getLogger("palabre.voice")

Answer = tuple[str, str] | None
Handler = Callable[[Driver, TenantId, Any, Any], Awaitable[Answer]]
DONE = ("done", "")


# -- the plain ones


async def _dial(node: Driver, tenant: TenantId, call: Call | None, effect: DialRequested) -> Answer:
    try:
        if effect.purpose == CAMPAIGN and not await _dials_here(node, tenant, effect):
            return None
        return await node.outbound.dial(tenant, effect)
    except AriGone:
        raise
    except Exception as error:
        log.error("customer not called", extra={"effect": effect.effect, "why": repr(error)[:200]})
        return "failed", "failed"


async def _dials_here(node: Driver, tenant: TenantId, effect: DialRequested) -> bool:
    """Also what we began before another one took over: nobody else can end it well."""
    begun_by = await outbound.begun_by(node.services.database, tenant, effect.effect)
    return begun_by == node.place.name if begun_by else await _calls_here(node, tenant, effect)


async def _disconnect(node: Driver, tenant: TenantId, call: Call | None, effect: DisconnectRequested) -> Answer:
    if call is None:
        return DONE
    hers = [e for e, calling in call.connecting.items() if effect.advisor in (None, calling.advisor)]
    await connecting.let_go(call, *hers)
    legs = call.parties if effect.advisor is None else [p for p in call.parties if p.advisor == effect.advisor]
    if len(legs) == len(call.parties):
        await node.recorder.finish(call)
    for leg in legs:
        await node.hang_up_leg(call, leg.channel)
        call.forget(leg)
    if effect.who in ("customer", "all"):
        await node.hang_up_customer(call, "closed")
    return DONE


async def _hold(node: Driver, tenant: TenantId, call: Call, effect: HoldRequested) -> Answer:
    """Muted before the music comes, and heard again only after it has gone."""
    if effect.on:
        await node.recorder.silence(call, HOLD)
        await node.sound.hold(call)
    else:
        await node.seeking.hush(call)
        await node.sound.talk(call)
        await node.recorder.sound_again(call, HOLD)
        if call.beside:
            await node.recorder.talk_begins(call)  # perhaps with somebody else than before
    return DONE


async def _wait(node: Driver, tenant: TenantId, call: Call, effect: WaitRequested) -> Answer:
    await node.sound.hold(call, call.music)
    if effect.told:
        node.spawn(node.say(call, words.BACK_TO_THE_HEAD, unless=lambda: call.place != HOLDING))
    return DONE


async def _pause_recording(node: Driver, tenant: TenantId, call: Call, effect: RecordingPauseRequested) -> Answer:
    await (node.recorder.silence(call, PAUSE) if effect.on else node.recorder.sound_again(call, PAUSE))
    return DONE


async def _stand_by(node: Driver, tenant: TenantId, call: Call | None, effect: StandbyRequested) -> Answer:
    if await _calls_here(node, tenant, effect):
        node.standby.begin(tenant, effect)
    return None


async def _stand_down(node: Driver, tenant: TenantId, call: Call | None, effect: StandDownRequested) -> Answer:
    return await node.standby.stand_down(tenant, effect) if await _calls_here(node, tenant, effect) else None


async def _calls_here(node: Driver, tenant: TenantId, effect: Any) -> bool:
    """False: by another Asterisk, as long as it is there."""
    if await node.calling.is_ours(tenant):
        return True
    node.effects.again(effect.effect)
    return False


HANDLERS: dict[type[Fact], Handler] = {
    DialRequested: _dial,
    ConnectRequested: connecting.connect,
    DisconnectRequested: _disconnect,
    HoldRequested: _hold,
    WaitRequested: _wait,
    PartyRequested: parties.call_party,
    PartyEndRequested: parties.end_party,
    FlowRequested: parties.give_to_flow,
    AsideRequested: parties.set_aside,
    MuteRequested: gestures.mute,
    AbuseReported: gestures.abused,
    ColleagueCalled: internal.colleague_called,
    ColleagueAnswered: internal.colleague_answered,
    InternalCallEnded: internal.internal_ended,
    StandbyRequested: _stand_by,
    StandDownRequested: _stand_down,
    MessageRequested: saying.say_message,
    RecordingPauseRequested: _pause_recording,
    SupervisionRequested: listening.supervise,
    SupervisionEndRequested: listening.end_supervision,
}
WITHOUT_CALL = (
    DialRequested, StandbyRequested, StandDownRequested, DisconnectRequested, SupervisionEndRequested, ColleagueCalled,
    ColleagueAnswered, InternalCallEnded,
)  # fmt: skip
EFFECTS = tuple(HANDLERS)


class Effects:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._taken: set[EffectId] = set()
        self._last: dict[str, asyncio.Task] = {}  # of each conversation, the task that began last

    def take(self, tenant: TenantId, effect: Fact) -> None:
        """Begin an effect unless it is under way. `effect`: one of EFFECTS."""
        if effect.effect in self._taken:
            return
        self._taken.add(effect.effect)
        before = self._last.get(effect.conversation)
        task = self._node.spawn(self._perform(tenant, effect, before))
        self._last[effect.conversation] = task
        task.add_done_callback(lambda t: self._forget(effect.conversation, t))

    def _forget(self, conversation: str, task: asyncio.Task) -> None:
        if self._last.get(conversation) is task:
            del self._last[conversation]

    async def _perform(self, tenant: TenantId, effect: Fact, before: asyncio.Task | None) -> None:
        if before:
            await asyncio.wait({before})
        call = self._node.calls.of(effect.conversation)
        if call is None and not isinstance(effect, WITHOUT_CALL):
            return await self.report(tenant, effect.effect, "gone")
        answer = await self.answered(tenant, effect, HANDLERS[type(effect)](self._node, tenant, call, effect))
        if answer:
            await self.report(tenant, effect.effect, *answer)

    async def answered(self, tenant: TenantId, effect: Fact, doing: Awaitable[Answer]) -> Answer:
        """What becomes of it where it cannot be done; None: to be done again once Asterisk is back."""
        try:
            return await doing
        except CustomerGone:
            return "gone", ""
        except AriGone:
            self.again(effect.effect)
            return None
        except (AriError, AriSilent) as error:
            log.warning("effect failed", extra={"effect": effect.effect, "why": str(error)[:200]})
            return "failed", "telephone"

    def again(self, effect: EffectId) -> None:
        """It will be done anew, for Asterisk went away in the middle of it."""
        self._taken.discard(effect)

    async def report(self, tenant: TenantId, effect: EffectId, outcome: str, detail: str = "") -> None:
        """The one answer to an effect."""
        self._node.counted[f"effect_{outcome}"] += 1
        await self._node.insist(tenant, ReportEffect(effect, outcome, detail))
        self._taken.discard(effect)
