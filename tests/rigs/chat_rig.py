"""A centre where people write: real PostgreSQL and NATS, the owner, the reader, the worker, and a front on a real port.

Visitors are sockets that speak the widget's protocol; advisors act by commands and HTTP.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import psycopg
import uvicorn
from chat_visitor import KEY, SECONDS_MAX, Visitor

from palabre.channels.chat import wiring as chat
from palabre.channels.chat.actions import put_widget
from palabre.conversations import wiring as conversations
from palabre.customers import wiring as customers
from palabre.flows.actions import flows, prompts
from palabre.foundations.ids import QueueId, TenantId
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
from palabre.plumbing.web.application import build_app
from palabre.plumbing.web.options import Face
from palabre.plumbing.web.who import NotSignedIn
from palabre.processes.places import place_in_queue
from palabre.processes.rooms import ROOMS
from palabre.processes.worker import Worker
from palabre.routing import commands as routing
from palabre.routing.actions.queues import create_queue
from palabre.routing.actions.rules import publish_rules
from palabre.routing.actions.skills import create_skill
from palabre.routing.facts import AdvisorConfigured, Capacity
from palabre.routing.model.drafts import QueueOptions, RequirementDraft, RingDraft
from palabre.tenants.model.permissions import everything, permissions_of


class Found(msgspec.Struct):
    scope: Scope


class ChatRig:
    def __init__(self, database: Any, nats: Any, folder: Path) -> None:
        self.database, self.nats, self.folder = database, nats, folder
        self.tenant, self.queue, self.advisor = TenantId(new_id()), QueueId(""), new_id()
        self.people: dict[str, Scope] = {}
        self._visitors: list[Visitor] = []

    async def open(self) -> None:
        roles = ("web", "router", "projector")
        self.web, self.router, self.projector = [await Database.open(self.database.dsn(r), size_max=4) for r in roles]
        self.bus = await Bus.open(self.nats.url("core"), "test")

        async def wake(tenant: str) -> None:
            await self.bus.publish("wake.outbox", tenant.encode())

        self.web.wake = self.projector.wake = wake
        await self._found()
        self.services = self._services(self.bus)
        self._owner = asyncio.create_task(Host("one", self.router, PostgresJournal(self.router), self.bus, ROOMS).run())
        self._reader = asyncio.create_task(conversations.reader(self.projector, self.bus, ROOMS).run())
        self.follower = await self.services.followers.of(self.tenant)
        self.facts: list[tuple[int, Any]] = []
        self.follower.subscribe(lambda number, fact: self.facts.append((number, fact)))
        self.people |= {
            "advisor": Scope(self.tenant, self.advisor, None, permissions_of(["advisor"])),
            "other": Scope(self.tenant, new_id(), None, permissions_of(["advisor"])),
            "supervisor": Scope(self.tenant, new_id(), None, permissions_of(["supervisor"])),
            "administrator": Scope(self.tenant, new_id(), None, permissions_of(["administrator"])),
        }
        await self._rules()

    def _services(self, bus: Bus) -> Services:
        secrets = Secrets(self.web, b"k" * 32)
        return Services(
            None,
            self.web,
            bus,
            Commander(self.web, bus, ROOMS),
            Followers(self.web, bus, ROOMS),
            Blobs(self.web, secrets, self.folder),
            secrets,
        )

    async def _found(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.database.dsn("superuser")) as connection:
            await connection.execute(
                "insert into palabre.tenant (tenant, name, created_at) values (%s, 'Essai', 0)", (self.tenant,)
            )
            await connection.execute("select palabre.create_partition(%s)", (self.tenant,))
            await connection.execute(
                """insert into palabre.person (tenant, id, email, email_key, name, name_key, roles, created_at)
                   values (%s, %s, 'awa@essai.test', 'awa@essai.test', 'Awa Diop', 'awa diop', '{advisor}', 0)""",
                (self.tenant, self.advisor),
            )

    async def _rules(self) -> None:
        options = QueueOptions(wait_seconds_max=60.0, wrap_up_seconds=0.0)
        async with self.transaction() as tx:
            skill = await create_skill(tx, name="messages")
            ring = RingDraft(0.0, RequirementDraft("skill", skill.id, 1))
            self.queue = (await create_queue(tx, name="messages", channel="chat", rings=(ring,), options=options)).id
            version = (await publish_rules(tx)).version
            tx.tell(AdvisorConfigured(0, self.advisor, ((skill.id, 5),), None, None, (Capacity("chat", 3),)))
            await put_widget(tx, key=KEY, name="Essai", origins=["https://site.test"], greetings={"fr": "Bonjour !"})
        await self.follower.until(
            lambda w: w["routing"].version >= version and self.advisor in w["routing"].advisors, SECONDS_MAX)

    def transaction(self):
        return self.web.transaction(everything(self.tenant))

    async def flow(self, steps: dict, **texts: str) -> None:
        """A published flow that answers the widget; `texts`: prompts by name."""
        async with self.transaction() as tx:
            for name, text in texts.items():
                await prompts.save_prompt(tx, name, "fr", text)
            id = await flows.create_flow(
                tx, new_id(), {"languages": ["fr"], "channels": ["chat"], "start": next(iter(steps)), "steps": steps}
            )
            await flows.publish(tx, id)
            await flows.answer_entry(tx, "chat", KEY, id)

    async def menu_flow(self) -> None:
        """Hello, a choice, then the queue."""
        exits = ("longest_wait", "closed", "full", "nobody")
        menu = {
            "kind": "menu",
            "prompts": ["which"],
            "tries": 2,
            "options": [{"key": "1", "exit": "bill", "label": "bill"}, {"key": "2", "exit": "net", "label": "net"}],
            "next": {"bill": "wait", "net": "wait", "silence": "bye", "wrong": "bye"},
        }
        await self.flow(
            {
                "hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "which"}},
                "which": menu,
                "wait": {"kind": "queue", "queue": self.queue, "next": dict.fromkeys(exits, "bye")},
                "bye": {"kind": "hang_up", "prompts": ["late"]},
            },
            hello="Bienvenue",
            which="Que voulez-vous ?",
            bill="Facture",
            net="Internet",
            late="Au revoir",
        )

    # -- processes

    @asynccontextmanager
    async def worker(self):
        """Another worker process's worth; ended, it leaves its runs as a killed one would."""
        bus = await Bus.open(self.nats.url("core"), "worker")
        services = self._services(bus)
        made = Worker(services)
        task = asyncio.create_task(made.run())
        try:
            await asyncio.wait_for(made.following.wait(), SECONDS_MAX)
            yield made
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await services.followers.stop()
            await bus.close()

    @asynccontextmanager
    async def front(self, *faces: Face, port: int = 0):
        bus = await Bus.open(self.nats.url("front"), "front")
        services = self._services(bus)

        routes = [*conversations.routes, *customers.routes, *chat.routes]
        app = build_app(
            services, routes, authenticate=self._authenticate, faces=faces, lifespan=[chat.with_hub(place_in_queue)]
        )
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
        task = asyncio.create_task(server.serve())
        try:
            async with asyncio.timeout(SECONDS_MAX):
                while not server.started:
                    await asyncio.sleep(0.01)
            self.port = server.servers[0].sockets[0].getsockname()[1]
            self.hub = app.state.chat_hub
            yield server
        finally:
            for visitor in self._visitors:
                await visitor.leave()
            self._visitors.clear()
            server.should_exit = True
            await task
            await services.followers.stop()
            await bus.close()

    async def _authenticate(self, connection, services) -> Found:
        cookie = connection.cookies.get("palabre", "")
        if cookie not in self.people:
            raise NotSignedIn()
        return Found(self.people[cookie])

    def stop_owner(self) -> None:
        """Nobody owns the partition any more; what is told waits in the outbox."""
        self._owner.cancel()

    # -- people

    async def visitor(self, token: str = "", **hello: Any) -> Visitor:
        made = await Visitor(self, token, **hello).connect()
        self._visitors.append(made)
        return made

    async def advisor_is(self, status: str) -> None:
        """`away`: the queue admits customers, nobody is offered to her yet."""
        await self.ask(routing.SignIn(self.advisor))
        await self.ask(routing.ChangeStatus(self.advisor, status))

    async def accept(self) -> str:
        """She takes what she is offered; the work item."""
        await self.follower.until(lambda w: w["routing"].offers, SECONDS_MAX)
        offer = next(iter(self.follower.world["routing"].offers))
        await self.ask(routing.ShowOffer(offer, self.advisor))
        return (await self.ask(routing.AcceptOffer(offer, self.advisor)))["item"]

    async def finish(self, item: str) -> None:
        await self.ask(routing.FinishWorkItem(item, self.advisor))

    async def ask(self, command: Any) -> Any:
        return await self.services.commander.ask(self.tenant, command)

    async def call(
        self, method: str, path: str, body: Any = None, *, cookie: str = "advisor", status: int | None = None
    ) -> Any:
        """JSON of the answer; an unexpected status fails the test with what was said."""
        async with aiohttp.ClientSession(cookies={"palabre": cookie}) as session:
            async with session.request(method, f"http://127.0.0.1:{self.port}{path}", json=body) as answer:
                text = await answer.text()
                assert answer.status == status if status else answer.status < 300, (answer.status, text)
                return json.loads(text) if text else None

    async def row(self, conversation: str) -> dict:
        async with self.transaction() as tx:
            return (
                await tx.one(
                    "select * from palabre.conversation where tenant = %(tenant)s and id = %(id)s",
                    {"tenant": self.tenant, "id": conversation},
                )
                or {}
            )

    async def until_row(self, conversation: str, test, seconds_max: float = SECONDS_MAX) -> dict:
        deadline = now_ms() + seconds_max * 1000
        while not test(row := await self.row(conversation)):
            assert now_ms() < deadline, row
            await asyncio.sleep(0.02)
        return row

    async def until_run(self, conversation: str, state: str) -> None:
        deadline = now_ms() + SECONDS_MAX * 1000
        while True:
            async with self.transaction() as tx:
                row = await tx.one(
                    """select state from palabre.flow_run where tenant = %(tenant)s and conversation = %(id)s
                    order by id desc limit 1""",
                    {"tenant": self.tenant, "id": conversation})
            if row and row["state"] == state:
                return
            assert now_ms() < deadline, row
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        for task in (self._owner, self._reader):
            task.cancel()
        await asyncio.gather(self._owner, self._reader, return_exceptions=True)
        await self.services.followers.stop()
        await self.bus.close()
        for pool in (self.web, self.router, self.projector):
            await pool.close()


@asynccontextmanager
async def open_chat_rig(database: Any, nats: Any, folder: Path):
    rig = ChatRig(database, nats, folder)
    await rig.open()
    try:
        yield rig
    finally:
        await rig.close()
