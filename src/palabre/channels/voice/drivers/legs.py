"""Advisors' legs: lost ones are told, the customer is comforted, and a telephone that comes back is joined again."""

from __future__ import annotations

import asyncio
import logging

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.commands import HangUp, ReattachLeg, ReportLegLost, ReportPartyLeft
from palabre.channels.voice.drivers import phone as telephone
from palabre.channels.voice.drivers import words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import HOLDING, TALK, Call, Leg
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.phone import Phone
from palabre.channels.voice.drivers.recorder import ALONE
from palabre.foundations.ids import AdvisorId

log = logging.getLogger("palabre.voice")

NORMAL_CLEARING = 16
# Q.850: what a telephone, or a proxy before it, says of itself. Any other cause of a BYE is somebody's gesture: 16 of
# most, 31 (or none) of some desk telephones, and whatever an offer refused within the call has left
FAILURES = frozenset((27, 34, 38, 41, 42, 44, 47, 102, 111, 127))
SILENT = -1  # instead of a cause: nobody ended it, Asterisk missed its sound for the endpoint's rtp_timeout
CALL_BACK_SECONDS = 1.0


class Legs:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._ended: dict[str, int] = {}  # legs that ended before their connection was answered for

    def on_end(self, call: Call, channel: str, cause: int) -> None:
        """Her channel is no more. What we hung up ourselves is no news."""
        leg = call.leg_on(channel)
        if leg is None:
            if call.connecting:
                self._ended[channel] = cause
            return
        call.forget(leg)
        self._node.calls.drop_channel(channel)
        if leg.asked or call.has_left:
            return
        if leg.kind == "outside":
            self._node.spawn(self._node.insist(call.tenant, ReportPartyLeft(call.conversation, leg.effect)))
        else:
            self._node.spawn(self._lost(call, leg, cause))

    def watch(self, call: Call, channel: str) -> None:
        """From now on its end is a loss; it may have come between the join and the answer."""
        self._node.spawn(self.accompany(call))
        self._node.spawn(self._node.listening.heard_again(call))
        cause = self._ended.pop(channel, None)
        if cause is not None and call.leg_on(channel):
            self.on_end(call, channel, cause)

    async def _lost(self, call: Call, leg: Leg, cause: int) -> None:
        await self._alone(call)
        phone = self._node.phones.of(leg.phone)
        if phone and phone.kind in ("sip", "number") and cause == NORMAL_CLEARING:
            # somebody put a desk telephone down: that is a gesture; a browser's page only vanishes
            await self._node.insist(call.tenant, HangUp(call.conversation, leg.advisor))
            return
        silent_ms = telephone.RTP_SECONDS * 1000 if cause == SILENT else 0
        await self.missed(call, leg.advisor, leg.session, silent_ms)
        back = self._node.phones.of_advisor(call.tenant, leg.advisor, leg.session)
        if back and not back.contact and back.registered_at > leg.since:
            await self.reattach(back)  # the next page was quicker than the end of the former

    async def missed(self, call: Call, advisor: AdvisorId, session: str, silent_ms: int = 0) -> None:
        """Her line is no more, be it since before we started."""
        await self._node.insist(call.tenant, ReportLegLost(call.conversation, advisor, silent_ms))
        await self.comfort(call)
        back = self._node.phones.of_advisor(call.tenant, advisor, session)
        if back and back.contact:
            await asyncio.sleep(CALL_BACK_SECONDS)  # nothing will tell that it is there again: try
            await self.reattach(back)

    async def comfort(self, call: Call) -> None:
        """A short word, then music, until she is joined again."""

        def talking() -> bool:
            return call.place != TALK or bool(call.beside)

        try:
            if not talking() and not call.has_left:
                await self._node.say(call, words.HOLD_THE_LINE, unless=talking)
                await self._node.sound.hold(call, call.music, unless=talking)
        except (CustomerGone, AriError, AriGone, AriSilent):
            pass
        await self.accompany(call)

    async def accompany(self, call: Call) -> None:
        """Who is consulted, outside or a colleague, has music while the line of her who consults is lost."""
        known = (await self._node.follow(call.tenant)).world["voice"].calls.get(call.conversation)
        transfer = known.transfer if known else None

        def alone() -> list[str]:
            if not transfer or not transfer.joined or transfer.by in call.legs:
                return []
            return [p.channel for p in call.parties] if call.place == HOLDING and not call.aside_for else []

        try:
            await self._node.sound.comfort(call, alone)
        except (CustomerGone, AriError, AriGone, AriSilent):
            pass

    async def returned(self, phone: Phone, new_page: bool) -> None:
        """Her telephone is registered again. A leg that hangs on a former page is dead whatever Asterisk thinks; the
        same page after a cut of its socket alone still has its sound."""
        for call in self._node.calls if new_page else ():
            for ringing in call.ringing.values():
                if self._is_of(ringing, phone):
                    ringing.renewed.set()
            for leg in [p for p in call.legs.values() if p.up and self._is_of(p, phone)]:
                leg.asked = True
                call.forget(leg)
                await self._node.hang_up_leg(call, leg.channel)
                await self._alone(call)
                await self._node.insist(call.tenant, ReportLegLost(call.conversation, leg.advisor))
        await self.reattach(phone)

    async def _alone(self, call: Call) -> None:
        """Nothing is recorded of a customer who is with nobody."""
        if not call.beside:
            await self._node.recorder.silence(call, ALONE)

    def _is_of(self, leg: Leg, phone: Phone) -> bool:
        """On this telephone, or on the one that this sign-in had before its credentials were made anew."""
        before = self._node.phones.of(leg.phone)
        same = before and before.kind == phone.kind and before.person == phone.person
        return leg.phone == phone.id or bool(same and phone.session and before.session == phone.session)

    async def reattach(self, phone: Phone) -> None:
        """A plain telephone serves all her sign-ins, a browser its own."""
        if phone.person:
            session = phone.session if phone.kind == "browser" else ""
            await self._node.insist(phone.tenant, ReattachLeg(phone.person, session))
