"""Second parties for the tests of transfers: advisors beside the stage's own, outside numbers, and who hears whom."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from voice_stage import Stage, in_queue, ivr, judge, wait_for

from palabre.channels.voice import commands as voice
from palabre.channels.voice.actions import phones
from palabre.channels.voice.actions.transfers import note_number
from palabre.foundations.ids import AdvisorId, ConversationId
from palabre.plumbing.engines.music import write_tone
from palabre.plumbing.identity import new_id
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import OUTSIDE_HERTZ as X
from palabre.processes.robots.hearing import RATE, Statement, level_db, statements
from palabre.processes.robots.outside import Party
from palabre.routing import commands as routing
from palabre.routing.facts import AdvisorConfigured, Capacity

OUTSIDE_NUMBER = "+33140205050"
C, R = 760, 440  # the customer's; R is France's ring-back and busy tone, which is the caller's tone in other tests
TONES = (C, V, X, M, R)
PIECE = RATE // 5
__all__ = ["OUTSIDE_NUMBER", "C", "Colleague", "M", "R", "Talk", "V", "X", "second_advisor", "talking"]


@dataclass
class Colleague:
    """The second advisor: she speaks with the outside's tone, so that the two are told apart."""

    stage: Stage
    id: AdvisorId
    phone: str

    async def accept(self) -> Party:
        answering = asyncio.create_task(self.stage.outside.answers(self.phone))
        offer = await self.offer()
        await self.stage.ask(routing.ShowOffer(offer, self.id))
        await self.stage.ask(routing.AcceptOffer(offer, self.id, ""))
        party = await answering
        party.hertz = X
        return party

    async def offer(self) -> str:
        def hers(world) -> str:
            return next((o.id for o in world["routing"].offers.values() if o.advisor == self.id), "")

        await self.stage.until(lambda w: hers(w), 10)
        return hers(self.stage.world)

    async def declines(self) -> None:
        await self.stage.ask(routing.DeclineOffer(await self.offer(), self.id))


async def second_advisor(stage: Stage, *, status: str = "available") -> Colleague:
    """As able as the first."""
    id = AdvisorId(new_id())
    skill = stage.world["routing"].queues[stage.queue].rings[0].requirement.skill
    async with stage.web.transaction(stage.scope) as tx:
        tx.tell(AdvisorConfigured(0, id, ((skill, 5),), None, None, (Capacity("voice", 1),)))
    await stage.until(lambda w: id in w["routing"].advisors, 10)
    contact = stage.outside.contact(f"second{new_id()[-6:]}")
    await phones.issue_phone(stage.services, stage.tenant, id, kind="sip", contact=contact)
    phone = contact.removeprefix("sip:").split("@")[0]
    stage.outside.expect_ring(phone)
    await stage.ask(routing.SignIn(id))
    await stage.ask(routing.ChangeStatus(id, status))
    return Colleague(stage, id, phone)


@dataclass
class Talk:
    """A customer and an advisor who talk, each with her tone; windows are named by whoever looks."""

    stage: Stage
    conversation: ConversationId
    caller: Party
    advisor: Party
    second: Party | None = None
    wanted: list[tuple[str, str, Party, tuple[int, ...]]] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)  # windows in which the advisor hears a line's tone

    async def begin(self, to: str, target: str = "", *, blind: bool = False) -> str:
        stage, transfer = self.stage, new_id()
        if to == "number":
            async with stage.web.transaction(stage.scope) as tx:
                await note_number(tx, transfer, self.conversation, stage.advisor, target, "transfer")
            target = ""
        await stage.ask(voice.BeginTransfer(self.conversation, stage.advisor, transfer, to, target, blind))
        return transfer

    async def complete(self) -> None:
        await self.stage.ask(voice.CompleteTransfer(self.conversation, self.stage.advisor))

    async def cancel(self) -> None:
        await self.stage.ask(voice.CancelTransfer(self.conversation, self.stage.advisor))

    async def hold(self, on: bool) -> None:
        await self.stage.ask(voice.Hold(self.conversation, self.stage.advisor, on))
        await self.settled()

    async def swap(self) -> None:
        aside = (await self.stage.ask(voice.Swap(self.conversation, self.stage.advisor)))["aside"]
        await self.stage.until(lambda w: self.transfer and self.transfer.aside == aside, 10)
        await self.stage.until(lambda w: self.call.held != aside, 10)
        await self.settled()

    async def settled(self) -> None:
        """Nothing is outstanding at the telephone."""
        await self.stage.until(lambda w: not w["voice"].effects, 10)

    async def joined(self) -> None:
        await self.stage.until(lambda w: self.transfer and self.transfer.joined, 10)

    @property
    def call(self):
        return self.stage.world["voice"].calls.get(self.conversation)

    @property
    def transfer(self):
        return self.call.transfer if self.call else None

    def segments(self) -> list[str]:
        alive = self.stage.world["conversations"].conversations.get(self.conversation)
        return sorted(s.kind for s in alive.segments.values()) if alive else ["closed"]

    async def hears(self, what: str, **wanted: tuple[int, ...]) -> None:
        """`caller`, `advisor`, `second`: the tones each is to hear from here on, and no other."""
        await self.caller.window(what, 1.0)
        self.wanted += [(what, who, getattr(self, who), tones) for who, tones in wanted.items()]

    async def line_tone(self, what: str, *, gone: bool = False) -> None:
        """The advisor, and nobody else, hears it ring; `gone`: that nobody comes. Somewhere in the window: it beats."""
        begin, name = time.monotonic(), "gone-" if gone else "seek-"
        playing = self.stage.node.seeking.playing
        await wait_for(lambda: playing.get(self.conversation, ("", ""))[0].startswith(name), 8)
        await self.caller.window(f"{what}, customer", 1.0)
        self.wanted.append((f"{what}, customer", "caller", self.caller, (M,)))
        self.caller.windows[what] = (begin, time.monotonic())
        self.rung.append(what)

    def _rung(self) -> list[Statement]:
        found = []
        for what in self.rung:
            sound = self.advisor.heard(what, self.caller.windows)
            pieces = [sound[at : at + PIECE] for at in range(0, len(sound) - PIECE + 1, PIECE)]
            found += [Statement(what, "advisor", R, True, max(level_db(p, R) for p in pieces))]
            found += [Statement(what, "advisor", hz, False, level_db(sound, hz)) for hz in (X, M)]
        return found

    async def judge(self) -> None:
        windows = self.caller.windows
        for party in {party.channel: party for _, _, party, _ in self.wanted}.values():
            await party.stop_listening()
        judge(*(statements(what, who, party.heard(what, windows), tones, TONES)
                for what, who, party, tones in self.wanted), self._rung())  # fmt: skip

    async def join(self, party: Party) -> None:
        """The second party speaks and listens."""
        self.second = party
        party.hertz = X
        await party.listen()
        await party.speak(X)


@asynccontextmanager
async def talking(stage: Stage, **flow):
    """They talk: before anything is transferred."""
    await stage.prompts()
    await stage.flow(ivr(stage), **flow)
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        write_tone(stage.outside.engine.home / f"data/sounds/{C}.wav", C, 60, loudness=0.25)
        caller.hertz = C
        await caller.speak()
        conversation, advisor = await stage.joined()
        await advisor.listen()
        await advisor.speak()
        yield Talk(stage, conversation, caller, advisor)


async def outside_rings(stage: Stage, seconds_max: float = 10.0) -> Party:
    return await stage.outside.rings(OUTSIDE_NUMBER, seconds_max)


async def gone(talk: Talk, *parties: Party) -> None:
    for party in parties:
        await wait_for(lambda party=party: party.gone.done(), 8)
