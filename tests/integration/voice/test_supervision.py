"""A supervisor in an advisor's call: who hears whom for each way, what the recording holds, when it ends."""

from __future__ import annotations

import asyncio
import io
import wave

import numpy as np
from voice_parties import OUTSIDE_NUMBER
from voice_stage import CALLED, CALLER, in_queue, ivr, judge, wait_for

from palabre.channels.voice.actions import phones, recordings, telephones
from palabre.channels.voice.commands import EndSupervision, HangUp, Hold, Supervise, TakeOver
from palabre.channels.voice.facts import RecordingAllowed, RecordingKept, SupervisionEnded
from palabre.foundations.ids import PersonId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import OUTSIDE_HERTZ as S
from palabre.processes.robots.hearing import RATE, statements
from palabre.processes.robots.outside import Party
from palabre.routing.commands import SignIn
from palabre.routing.facts import AdvisorConfigured

TONES = (C, V, S, M)
# how → what the customer, the advisor and the supervisor hear, and the recording's right side
HEARS = {
    "nobody": ((V,), (C,), None, (V,)),
    "listen": ((V,), (C,), (C, V), (V,)),
    "whisper": ((V,), (C, S), (C, V), (V,)),
    "join": ((V, S), (C, S), (C, V), (V, S)),
    "listen again": ((V,), (C,), (C, V), (V,)),
    "gone": ((V,), (C,), None, (V,)),
}


CONSENT = {
    "kind": "record_consent", "prompts": ["recorded"], "refuse_key": "2", "seconds": 0.5,
    "next": {"allowed": "hello", "refused": "hello"},
}  # fmt: skip


async def sides(stage, recording: str) -> np.ndarray:
    """Of what is kept, as floats, (frames, 2)."""
    async with stage.web.transaction(stage.scope) as tx:
        row = await recordings.find_recording(tx, recording)
    data = b"".join([chunk async for chunk in recordings.listen(stage.services, stage.tenant, row)])
    with wave.open(io.BytesIO(data)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32_768


class Supervisor:
    """Her telephone, which speaks all the time."""

    def __init__(self, stage) -> None:
        self.stage, self.id = stage, new_id()
        self.party: Party | None = None

    async def telephone(self) -> None:
        contact = self.stage.outside.contact(f"sup{new_id()[-6:]}")
        await phones.issue_phone(self.stage.services, self.stage.tenant, self.id, kind="sip", contact=contact)
        self.user = contact.removeprefix("sip:").split("@")[0]
        self.stage.outside.expect_ring(self.user)

    async def own_number(self, number: str) -> None:
        """She is called on it, as an advisor who chose so."""
        await self.stage.sign_in(self.id)
        who = Scope(self.stage.tenant, person=PersonId(self.id), permissions=frozenset({"desk.answer"}))
        await telephones.choose(self.stage.services, who, "number", number)
        self.user = number
        self.stage.outside.expect_ring(number)

    async def asks(self, conversation: str, how: str) -> None:
        await self.stage.ask(Supervise(conversation, self.stage.advisor, self.id, how))

    async def answers(self) -> None:
        self.party = await self.stage.outside.answers(self.user)
        self.party.hertz = S
        await self.party.listen()
        await self.party.speak()

    async def begins(self, conversation: str, how: str = "listen") -> None:
        await self.asks(conversation, how)
        await self.answers()
        await self.is_there(conversation, how)

    async def is_there(self, conversation: str, how: str) -> None:
        def there(world) -> bool:
            listener = world["voice"].calls[conversation].listeners.get(self.id)
            return bool(listener and listener.up and listener.how == how and not world["voice"].effects)

        await self.stage.until(there, 10)

    async def changes(self, conversation: str, how: str) -> None:
        await self.asks(conversation, how)
        await self.is_there(conversation, how)


async def test_who_hears_whom_and_what_is_recorded(stage):
    await stage.prompts()
    await stage.flow({"consent": CONSENT, **ivr(stage)})
    async with stage.driver():
        await stage.advisor_available()
        supervisor = Supervisor(stage)
        await supervisor.telephone()
        caller = await stage.outside.call(CALLED, CALLER)
        await caller.listen()
        await stage.told(RecordingAllowed, 15, allowed=True)
        await asyncio.sleep(0.5)
        await caller.press("1")
        await caller.speak()
        conversation, advisor = await stage.joined()
        await advisor.listen()
        await advisor.speak()
        await caller.window("nobody", 1.2)
        await supervisor.begins(conversation)
        await caller.window("listen", 1.2)
        await supervisor.changes(conversation, "whisper")
        await caller.window("whisper", 1.2)
        await supervisor.changes(conversation, "join")
        await caller.window("join", 1.2)
        await supervisor.changes(conversation, "listen")
        await caller.window("listen again", 1.2)
        await stage.ask(EndSupervision(conversation, supervisor.id))
        await stage.told(SupervisionEnded, conversation=conversation, reason="asked")
        await supervisor.party.wait_gone(3)
        await caller.window("gone", 1.2)
        ended = caller.windows["gone"][1]
        for party in (caller, advisor, supervisor.party):
            await party.stop_listening()
        await stage.ask(HangUp(conversation, stage.advisor))
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    both = await sides(stage, kept.recording)
    began = ended - len(both) / RATE

    def side(window: str, channel: int):
        first, last = caller.windows[window]
        return both[int((first + 0.3 - began) * RATE) : int((last - 0.3 - began) * RATE), channel]

    judge(
        *(statements(w, "customer", caller.heard(w), h[0], TONES) for w, h in HEARS.items()),
        *(statements(w, "advisor", advisor.heard(w, caller.windows), h[1], TONES) for w, h in HEARS.items()),
        *(
            statements(w, "supervisor", supervisor.party.heard(w, caller.windows), h[2], TONES)
            for w, h in HEARS.items() if h[2]
        ),
        *(statements(w, "recorded, left", side(w, 0), (C,), TONES) for w in HEARS),
        *(statements(w, "recorded, right", side(w, 1), h[3], TONES) for w, h in HEARS.items()),
    )  # fmt: skip


async def test_on_hold_she_hears_the_advisor_alone_and_her_whisper_reaches_nobody_else(stage):
    """And all of it is found again by another voice process."""
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        supervisor = Supervisor(stage)
        await supervisor.own_number(OUTSIDE_NUMBER)
        caller = await in_queue(stage)
        await caller.speak()
        conversation, advisor = await stage.joined()
        await advisor.listen()
        await advisor.speak()
        await supervisor.begins(conversation, "whisper")
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await caller.window("hold", 1.2)
    await caller.window("nobody drives", 1.2)
    async with stage.driver() as node:
        await wait_for(lambda: node.calls.of(conversation))
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 5)
        await supervisor.changes(conversation, "join")
        await caller.window("joined by the next", 1.2)
        await caller.hang_up()
        for party in (advisor, supervisor.party):
            await party.wait_gone(3)
        for party in (caller, advisor, supervisor.party):
            await party.stop_listening()
        await stage.told(SupervisionEnded, conversation=conversation, reason="customer_left")
        await stage.nothing_left()
    windows = caller.windows
    judge(
        statements("hold", "customer", caller.heard("hold"), (M,), TONES),
        statements("hold", "advisor", advisor.heard("hold", windows), (S,), TONES),
        statements("hold", "supervisor", supervisor.party.heard("hold", windows), (V,), TONES),
        statements("nobody drives", "customer", caller.heard("nobody drives"), (M,), TONES),
        statements("joined by the next", "customer", caller.heard("joined by the next"), (V, S), TONES),
        statements("joined by the next", "advisor", advisor.heard("joined by the next", windows), (C, S), TONES),
    )


async def test_taken_over_the_customer_is_hers_and_the_advisor_is_out_of_it(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        supervisor = Supervisor(stage)
        await supervisor.telephone()
        async with stage.web.transaction(stage.scope) as tx:
            tx.tell(AdvisorConfigured(0, supervisor.id, (), None, None, ()))
        await stage.until(lambda w: supervisor.id in w["routing"].advisors, 5)
        await stage.ask(SignIn(supervisor.id))
        caller = await in_queue(stage)
        await caller.speak()
        conversation, advisor = await stage.joined()
        await advisor.speak()
        await supervisor.begins(conversation)
        listening = supervisor.party
        await stage.ask(TakeOver(conversation, stage.advisor, supervisor.id))
        await supervisor.answers()
        await asyncio.gather(listening.wait_gone(3), advisor.wait_gone(5))
        await stage.until(lambda w: list(w["voice"].calls[conversation].legs) == [supervisor.id], 5)
        await caller.window("taken over", 1.2)
        for party in (caller, supervisor.party):
            await party.stop_listening()
        await stage.ask(HangUp(conversation, supervisor.id))
        await caller.wait_gone(3)
        await stage.nothing_left()
    judge(
        statements("taken over", "customer", caller.heard("taken over"), (S,), TONES),
        statements("taken over", "supervisor", supervisor.party.heard("taken over", caller.windows), (C,), TONES),
    )


async def test_her_telephone_put_down_ends_it_and_nothing_else(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        supervisor = Supervisor(stage)
        await supervisor.telephone()
        caller = await in_queue(stage)
        conversation, _ = await stage.joined()
        await supervisor.begins(conversation)
        await supervisor.party.hang_up()
        await stage.told(SupervisionEnded, conversation=conversation, reason="gone")
        assert stage.world["voice"].calls[conversation].legs[stage.advisor].state == "up"
        await stage.ask(HangUp(conversation, stage.advisor))
        await caller.wait_gone(3)
        await stage.nothing_left()


async def test_one_who_is_lost_is_heard_again_and_a_telephone_that_never_answers_leaves_nothing(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available(registers=True)
        supervisor, other = Supervisor(stage), Supervisor(stage)
        await supervisor.telephone()
        caller = await in_queue(stage)
        await caller.speak()
        conversation, before = await stage.joined()
        await other.asks(conversation, "listen")
        await stage.told(SupervisionEnded, conversation=conversation, reason="not_registered")
        await supervisor.begins(conversation)
        next_page = f"{stage.phone}-next"
        stage.outside.expect_ring(next_page)
        await stage.outside.register(stage.given.user, stage.given.password, page=next_page)
        after = await stage.outside.answers(next_page, 20)
        await stage.until(lambda w: w["voice"].calls[conversation].legs[stage.advisor].state == "up", 5)
        await before.wait_gone(2)
        await after.speak()
        await wait_for(lambda: node.listening.settled)
        await caller.window("again", 1.4)
        await supervisor.party.stop_listening()
        await stage.ask(HangUp(conversation, stage.advisor))
        over = await stage.told(SupervisionEnded, conversation=conversation, person=supervisor.id)
        assert over.reason in ("talk_over", "customer_left"), "whichever was heard of first"
        await stage.nothing_left()
    heard = supervisor.party.heard("again", caller.windows)
    judge(statements("again", "supervisor", heard, (C, V), TONES))
