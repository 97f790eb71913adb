"""A centre with everything real but the customers: PostgreSQL, NATS, the owner of the partition, its followers.

A customer is a line whose script the test writes.
"""
from __future__ import annotations

import asyncio
import io
import wave
from contextlib import asynccontextmanager

import psycopg
import pytest

from palabre.channels import ports
from palabre.channels.ports import Choice, Collected, CustomerGone, words
from palabre.conversations.commands import CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.flows.actions import flows, prompts
from palabre.flows.wiring import FlowRunner
from palabre.foundations.ids import ConversationId, FlowId, QueueId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.partition.host import Host
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets
from palabre.plumbing.services import Services
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing.actions.queues import create_queue, edit_queue, get_queue
from palabre.routing.actions.rules import publish_rules
from palabre.routing.actions.skills import create_skill
from palabre.routing.facts import AdvisorConfigured, Capacity
from palabre.routing.model.drafts import QueueOptions, RequirementDraft, RingDraft
from palabre.tenants.model.permissions import everything

SILENCE, WRONG, GONE = "(silence)", "(wrong)", "(gone)"


class ScriptedLine:
    """`script`: what the customer does at each step that listens: digits, SILENCE, WRONG or GONE; in turn.

    `heard`: what reached the customer, in order. An empty script keeps a step listening until `leave()`.
    """

    def __init__(self, conversation: str, *script: str, channel: str = "voice") -> None:
        self.channel, self.conversation, self.capabilities = channel, conversation, ports.CAPABILITIES[channel]
        self.cursor = ""
        self.language = ""
        self.script = list(script)
        self.heard: list[str] = []
        self.typed_over = ""                       # typed while the next say goes on
        self.transfers = "no_answer"
        self.breaks = ""                           # name of a method that fails with a defect
        self.gone = asyncio.Event()
        self._moved = asyncio.Condition()

    async def _hear(self, what: str) -> None:
        await asyncio.sleep(0)
        if self.gone.is_set():
            raise CustomerGone
        self.heard.append(what)
        async with self._moved:
            self._moved.notify_all()

    async def until(self, what: str, seconds: float = 10.0) -> None:
        """Wait until something containing `what` was heard."""
        async with asyncio.timeout(seconds), self._moved:
            await self._moved.wait_for(lambda: any(what in heard for heard in self.heard))

    def leave(self) -> None:
        self.gone.set()

    async def _answer(self, typed: str) -> str:
        if self.breaks == "listen":
            raise ValueError("4970101234567890 was typed into a defect")
        if typed:
            return typed
        if not self.script:
            await self.gone.wait()
            raise CustomerGone
        answer = self.script.pop(0)
        if answer == GONE:
            self.leave()
            raise CustomerGone
        return answer

    async def say(self, prompts, *, language, interruptible):
        if self.breaks == "say":
            raise RuntimeError("a defect")
        await self._hear(f"say {language}: {words(prompts)}")
        typed, self.typed_over = (self.typed_over, "") if interruptible else ("", self.typed_over)
        return typed

    async def choose(self, prompts, options, *, language, seconds, typed=""):
        shown = " ".join(f"[{o.label}]" for o in options) if ports.BUTTONS in self.capabilities else ""
        await self._hear(f"ask {language}: {words(prompts)}{shown}")
        answer = await self._answer(typed)
        if answer == SILENCE:
            return Choice(None, ports.SILENCE)
        chosen = next((o for o in options if o.key == answer), None)
        return Choice(chosen, ports.CHOSEN if chosen else ports.WRONG)

    async def collect(self, prompts, *, language, kind, length_min, length_max, end_key, seconds, secret, typed=""):
        await self._hear(f"collect {'secret ' if secret else ''}{language}: {words(prompts)}")
        answer = await self._answer(typed)
        if answer == SILENCE:
            return Collected("", ports.SILENCE)
        if answer == WRONG or len(answer) > length_max:
            return Collected("", ports.WRONG)
        return Collected(answer, ports.COLLECTED) if len(answer) >= length_min else Collected("", ports.TOO_SHORT)

    async def wait_begin(self, *, music, language):
        await self._hear(f"music {music}")

    async def wait_say(self, prompts, *, language):
        await self._hear(f"while waiting {language}: {words(prompts)}")

    async def transfer(self, number, *, seconds):
        await self._hear(f"transfer {number}")
        return self.transfers

    async def take_message(self, key, *, seconds_max, silence_seconds):
        await self._hear(f"message of {seconds_max} s")
        return self.message

    async def allow_recording(self, allowed):
        await self._hear(f"recording {'allowed' if allowed else 'refused'}")

    async def hang_up(self, reason):
        await self._hear(f"hung up: {reason}")
        self.leave()


def tone(seconds: float = 0.1) -> bytes:
    """A wav file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\1\0" * round(8000 * seconds))
    return made.getvalue()


class Centre:
    """One tenant with one queue. `owner()` hosts its partition; `runner()` is another process that runs flows."""

    def __init__(self, database, nats, folder, pools, bus: Bus) -> None:
        self.database, self.nats, self.bus = database, nats, bus
        self.web, self.router = pools
        self.tenant, self.queue, self.advisor = TenantId(new_id()), QueueId(""), new_id()
        self.scope: Scope = everything(self.tenant)
        secrets = Secrets(self.web, b"k" * 32)
        self.services = Services(
            None, self.web, bus, Commander(self.web, bus, ROOMS), Followers(self.web, bus, ROOMS),
            Blobs(self.web, secrets, folder), secrets)
        self._tasks: list[asyncio.Task] = []

    async def found(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.database.dsn("superuser")) as connection:
            await connection.execute(
                "insert into palabre.tenant (tenant, name, created_at) values (%s, 'Essai', 0)", (self.tenant,))
            await connection.execute("select palabre.create_partition(%s)", (self.tenant,))

    @asynccontextmanager
    async def owner(self):
        host = Host("one", self.router, PostgresJournal(self.router), self.bus, ROOMS)
        task = asyncio.create_task(host.run())
        try:
            yield host
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def rules(self, calendar: str | None = None, skilled: bool = True, **options) -> None:
        """Publish the queue with these options; an advisor exists who can take it (`skilled`) or cannot."""
        options = QueueOptions(**{"wait_seconds_max": 60.0, "wrap_up_seconds": 0.0, **options})
        async with self.web.transaction(self.scope) as tx:
            if not self.queue:
                skill = await create_skill(tx, name="accueil")
                ring = RingDraft(0.0, RequirementDraft("skill", skill.id, 1))
                self.queue = (await create_queue(tx, name="accueil", channel="voice", rings=(ring,))).id
                skills = ((skill.id, 5),) if skilled else ()
                capacities = (Capacity("voice", 1), Capacity("chat", 3))
                tx.tell(AdvisorConfigured(0, self.advisor, skills, None, None, capacities))
            queue = await get_queue(tx, self.queue)
            await edit_queue(tx, self.queue, queue.version, options=options, calendar=calendar)
            version = (await publish_rules(tx)).version
        follower = await self.services.followers.of(self.tenant)
        await follower.until(lambda w: w["routing"].version >= version and self.advisor in w["routing"].advisors, 10)

    async def sign_in(self, status: str = "available") -> None:
        """The advisor; away: the queue admits customers, nobody is offered to her yet."""
        await self.ask(routing.SignIn(self.advisor))
        await self.ask(routing.ChangeStatus(self.advisor, status))

    async def ask(self, command):
        return await self.services.commander.ask(self.tenant, command)

    async def accept(self) -> None:
        """The advisor takes what she is offered."""
        follower = await self.services.followers.of(self.tenant)
        await follower.until(lambda w: w["routing"].offers, 10)
        offer = next(iter(follower.world["routing"].offers))
        await self.ask(routing.ShowOffer(offer, self.advisor))
        await self.ask(routing.AcceptOffer(offer, self.advisor))

    async def prompts(self, language: str = "fr", recorded: bool = True, **texts: str) -> None:
        async with self.web.transaction(self.scope) as tx:
            for name, text in texts.items():
                await prompts.save_prompt(tx, name, language, text)
                if recorded:
                    await prompts.record_prompt(tx, self.services.blobs, name, language, tone())

    async def flow(
        self, steps: dict, start: str | None = None, voices: frozenset[str] = frozenset(), **more
    ) -> FlowId:
        """A published flow that answers the entry +33140001000."""
        document = {"languages": ["fr"], "channels": ["voice", "chat"], "start": start or next(iter(steps)),
                    "steps": steps, **more}
        async with self.web.transaction(self.scope) as tx:
            id = await flows.create_flow(tx, new_id(), document)
            await flows.publish(tx, id, voices=voices)
            for channel in ("voice", "chat"):
                await flows.answer_entry(tx, channel, "+33140001000", id)
        return id

    async def conversation(self, channel: str = "voice") -> ConversationId:
        """A customer has arrived."""
        id = ConversationId(new_id())
        async with self.web.transaction(self.scope) as tx:
            await tx.execute(
                """insert into palabre.conversation (tenant, id, channel, entry, opened_at)
                   values (%(tenant)s, %(id)s, %(channel)s, '+33140001000', %(now)s)""",
                {"tenant": self.tenant, "id": id, "channel": channel, "now": now_ms()})
            tx.tell(ConversationOpened(now_ms(), id, channel, None, "+33140001000"))
        return id

    async def web_entry(self, conversation: str, entry: str) -> None:
        """It came by this entry."""
        async with self.web.transaction(self.scope) as tx:
            await tx.execute(
                "update palabre.conversation set entry = %(entry)s where tenant = %(tenant)s and id = %(id)s",
                {"tenant": self.tenant, "id": conversation, "entry": entry})

    async def line(self, *script: str, channel: str = "voice") -> ScriptedLine:
        return ScriptedLine(await self.conversation(channel), *script, channel=channel)

    async def customer_leaves(self, conversation: ConversationId) -> None:
        await self.ask(CustomerLeaves(conversation, "hung_up"))

    def begin(self, line, runner: FlowRunner | None = None) -> asyncio.Task:
        task = asyncio.create_task(
            (runner or FlowRunner(self.services)).begin(self.tenant, line.conversation, None, line))
        self._tasks.append(task)
        return task

    def resume(self, line) -> asyncio.Task:
        """As another process would."""
        task = asyncio.create_task(FlowRunner(self.services).resume(self.tenant, line.conversation, line))
        self._tasks.append(task)
        return task

    async def run_row(self, conversation: ConversationId) -> dict:
        async with self.web.transaction(self.scope) as tx:
            return await tx.one(
                """select id::text, step, visit, attempt, variables, awaited, state, reason from palabre.flow_run
                   where tenant = %(tenant)s and conversation = %(conversation)s""",
                {"tenant": self.tenant, "conversation": conversation})

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.services.followers.stop()
        await self.bus.close()
        for pool in (self.web, self.router):
            await pool.close()


@pytest.fixture
async def unowned(database, nats, tmp_path):
    """A centre whose partition nobody owns but within `owner()`."""
    pools = [await Database.open(database.dsn(role), size_max=4) for role in ("web", "router")]
    made = Centre(database, nats, tmp_path, pools, await Bus.open(nats.url("core"), "test"))

    async def wake(tenant: str) -> None:
        await made.bus.publish("wake.outbox", tenant.encode())

    made.web.wake = wake
    await made.found()
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def centre(unowned):
    async with unowned.owner():
        yield unowned
