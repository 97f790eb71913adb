"""A tenant with queues and advisors, its owner, and a front with the desk's routes on a real port."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import aiohttp
import psycopg
import pytest
import uvicorn
import websockets
from random_journals import ADVISORS, PARTNERS, QUEUES, configured, rules

from palabre.channels.voice.facts import CallArrived
from palabre.conversations.facts import ConversationOpened
from palabre.desk import wiring
from palabre.desk.http import routes as desk_http
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.partition.host import Host
from palabre.plumbing.postgres import Database
from palabre.plumbing.services import Services
from palabre.plumbing.web.application import build_app
from palabre.plumbing.web.who import NotSignedIn
from palabre.processes.rooms import ROOMS
from palabre.reporting import http as reporting_http
from palabre.routing import commands
from palabre.routing.http import explain as explain_http
from palabre.tenants.model.people import Signed
from palabre.tenants.model.permissions import permissions_of

SECONDS_MAX = 10.0


class Desk:
    """A page: its socket, what it holds by snapshot and changes alone, and its HTTP calls."""

    def __init__(self, stage: Stage, cookie: str, socket: websockets.ClientConnection) -> None:
        self.stage, self.cookie, self.socket = stage, cookie, socket
        self.held: dict = {}
        self.at = ""
        self.messages: list[dict] = []
        self.closed: int | None = None
        self._heard = asyncio.Condition()
        self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                self._take(json.loads(text))
                async with self._heard:
                    self._heard.notify_all()
        except websockets.ConnectionClosed:
            pass
        self.closed = self.socket.close_code
        async with self._heard:
            self._heard.notify_all()

    def _take(self, message: dict) -> None:
        self.messages.append(message)
        self.at = message.get("at", self.at)
        if message["kind"] == "snapshot":
            self.held = message["entities"]
        elif message["kind"] == "changes":
            self.held.update(message["set"])
            for key in message["unset"]:
                self.held.pop(key, None)

    async def until(self, test, seconds_max: float = SECONDS_MAX) -> None:
        """Until `test(desk)` holds after some message."""
        async with asyncio.timeout(seconds_max), self._heard:
            await self._heard.wait_for(lambda: test(self))

    async def shown(self, kind: str, seconds_max: float = SECONDS_MAX) -> dict:
        """The first entity of a kind, once there is one."""
        await self.until(lambda d: d.of(kind), seconds_max)
        return self.of(kind)[0]

    def of(self, kind: str) -> list[dict]:
        return [e for k, e in self.held.items() if k.startswith(kind + ":")]

    async def post(self, path: str, body: dict | None = None, status: int | None = None) -> dict | None:
        return await self.stage.call("POST", path, self.cookie, body, status)

    async def say(self, message: object) -> None:
        await self.socket.send(json.dumps(message))

    async def close(self) -> None:
        await self.socket.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class Stage:
    def __init__(self, database, nats) -> None:
        self.database, self.nats = database, nats
        self.people: dict[str, Scope] = {}
        self.ended: set[str] = set()
        self._desks: list[Desk] = []

    async def open(self) -> None:
        self.web, self.router, self.projector = [
            await Database.open(self.database.dsn(role), size_max=4) for role in ("web", "router", "projector")
        ]
        self.bus = await Bus.open(self.nats.url("core"), "test")
        self.tenant = await self.new_tenant()
        self.host = Host("one", self.router, PostgresJournal(self.router), self.bus, ROOMS)
        self._owner = asyncio.create_task(self.host.run())
        self.commander = Commander(self.web, self.bus, ROOMS)
        await self.rows(rules(0), *(configured(n, 0) for n in range(len(ADVISORS))))
        self.followers = Followers(self.web, self.bus, ROOMS)
        self.follower = await self.followers.of(self.tenant)
        await self.follower.until(lambda w: len(w["routing"].advisors) == len(ADVISORS), SECONDS_MAX)
        for n, advisor in enumerate(ADVISORS):
            self.person(f"advisor{n}", advisor, "advisor", partner=PARTNERS[n])
        self.person("supervisor", new_id(), "supervisor")
        self.person("partner", new_id(), "partner_supervisor", partner=PARTNERS[-1])

    def person(
        self, cookie: str, person: str, role: str, partner: str | None = None, tenant: str | None = None
    ) -> None:
        self.people[cookie] = Scope(TenantId(tenant or self.tenant), person, partner, permissions_of([role]))

    async def new_tenant(self) -> TenantId:
        tenant = TenantId(new_id())
        async with await psycopg.AsyncConnection.connect(self.database.dsn("owner")) as connection:
            await connection.execute("select palabre.create_partition(%s)", (tenant,))
        return tenant

    async def rows(self, *facts) -> None:
        async with self.web.transaction(Scope(self.tenant)) as transaction:
            for fact in facts:
                transaction.tell(fact)
        await self.bus.publish("wake.outbox", self.tenant.encode())

    async def arrive(self, channel: str = "chat", queue: str = QUEUES[3]) -> str:
        """A customer in a queue."""
        conversation = new_id()
        facts = [ConversationOpened(now_ms(), conversation, channel, None, "widget")]
        if channel == "voice":
            facts.append(CallArrived(now_ms(), conversation, f"line-{conversation}", "node"))
        await self.rows(*facts)
        await self.follower.until(lambda w: conversation in w["conversations"].conversations, SECONDS_MAX)
        await self.commander.ask(self.tenant, commands.QueueWorkItem(conversation, queue, arrived=now_ms() - 1000))
        return conversation

    # -- the front

    @asynccontextmanager
    async def front(self, **options: object):
        """A new front process's worth: its own bus, followers and gateway. `options`: of uvicorn, beside ours."""
        bus = await Bus.open(self.nats.url("front"), "front")
        followers = Followers(self.web, bus, ROOMS)
        services = Services(None, self.web, bus, Commander(self.web, bus, ROOMS), followers, None, None)
        routes = [*desk_http.routes, *reporting_http.routes, *explain_http.routes]
        app = build_app(services, routes, authenticate=self._authenticate, lifespan=[wiring.lifespan])
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", **(wiring.UVICORN | options)))
        task = asyncio.create_task(server.serve())
        try:
            async with asyncio.timeout(SECONDS_MAX):
                while not server.started:
                    await asyncio.sleep(0.01)
            self.port = server.servers[0].sockets[0].getsockname()[1]
            self.app, self.gateway = app, app.state.gateway
            yield server
        finally:
            for desk in self._desks:
                await desk.close()
            self._desks.clear()
            server.should_exit = True
            await task
            await followers.stop()
            await bus.close()

    async def _authenticate(self, connection, services) -> Signed:
        cookie = connection.cookies.get("palabre", "")
        if cookie not in self.people or cookie in self.ended:
            raise NotSignedIn()
        return Signed(self.people[cookie])

    async def desk(self, cookie: str, resume: str = "", wait: bool = True, **headers: str) -> Desk:
        url = f"ws://127.0.0.1:{self.port}/desk-ws" + (f"?from={resume}" if resume else "")
        sent = {"Cookie": f"palabre={cookie}", "Origin": f"http://127.0.0.1:{self.port}"} | headers
        made = Desk(self, cookie, await websockets.connect(url, additional_headers=sent, compression=None))
        self._desks.append(made)
        if wait:
            await made.until(lambda d: d.messages)
        return made

    async def available(self, cookie: str) -> Desk:
        """A desk whose advisor is signed in and available."""
        desk = await self.desk(cookie)
        # as her page tells it: this front's own follower, and not the stage's, refuses what comes too early
        await desk.until(lambda d: d.held["me"]["status"] != "signed_out")
        await desk.post("/api/desk/status", {"status": "available"}, status=204)
        await desk.until(lambda d: d.held["me"]["status"] == "available")
        return desk

    async def call(self, method: str, path: str, cookie: str, body: dict | None = None, status: int | None = None):
        async with aiohttp.ClientSession(cookies={"palabre": cookie}) as session:
            async with session.request(method, f"http://127.0.0.1:{self.port}{path}", json=body) as answer:
                text = await answer.text()
                if status is not None:
                    assert answer.status == status, (answer.status, text)
                return json.loads(text) if "json" in answer.content_type and text else text or None

    async def close(self) -> None:
        self._owner.cancel()
        await asyncio.gather(self._owner, return_exceptions=True)
        await self.followers.stop()
        await self.bus.close()
        for pool in (self.web, self.router, self.projector):
            await pool.close()


@pytest.fixture
async def stage(own_database, nats):
    made = Stage(own_database, nats)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


@pytest.fixture
async def front(stage):
    async with stage.front():
        yield stage
