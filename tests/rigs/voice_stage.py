"""A contact centre with real PostgreSQL, NATS, owner, Asterisk and driver; the world outside is another Asterisk."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from voice_calls import CALLED, CALLER, NUMBER, TEXTS, in_queue, ivr, judge, wait_for
from voice_telephony import ACCOUNT, PROVIDER_ADDRESS, Telephony, telephony

from palabre.channels.voice.actions import numbers, phones
from palabre.channels.voice.ports import TrunkAccount
from palabre.channels.voice.wiring import AsteriskNode, VoiceNode, synthesiser
from palabre.flows.actions import flows, prompts
from palabre.flows.wiring import FlowRunner
from palabre.foundations.ids import ConversationId, QueueId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.bus import Bus
from palabre.plumbing.engines.asterisk_console import console
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.partition.host import Host
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets
from palabre.plumbing.services import Services
from palabre.processes.robots.outside import Party
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing.actions.queues import create_queue
from palabre.routing.actions.rules import publish_rules
from palabre.routing.actions.skills import create_skill
from palabre.routing.facts import AdvisorConfigured, Capacity
from palabre.routing.model.drafts import QueueOptions, RequirementDraft, RingDraft
from palabre.tenants.model.permissions import everything

# with the stage stands what its tests say and do (voice_calls) and its telephones (voice_telephony)
__all__ = [
    "ACCOUNT", "CALLED", "CALLER", "NUMBER", "PROVIDER_ADDRESS", "Stage", "in_queue", "ivr", "judge", "stage",
    "telephony", "wait_for",
]  # fmt: skip

SIGNED_IN = """insert into tenant (tenant, name, created_at) values (%(tenant)s, 'Mairie', 1) on conflict do nothing;
insert into person (tenant, id, email, email_key, name, name_key, roles, created_at)
 values (%(tenant)s, %(person)s, 'a@a.test', 'a@a.test', 'Awa', 'awa', '{advisor}', 1) on conflict do nothing;
insert into session (tenant, id, person, token_hash, csrf, created_at, seen_at, idle_until, until)
 values (%(tenant)s, %(session)s, %(person)s, convert_to(%(session)s, 'UTF8'), 'x', 1, 1, %(until)s, %(until)s)"""


class Stage:
    """One tenant, one number, one queue; `driver()` is a voice process, `owner()` a router."""

    def __init__(self, database, nats, telephony: Telephony, folder: Path) -> None:
        self.database, self.nats, self.telephony, self.folder = database, nats, telephony, folder
        self.outside = telephony.outside
        self.tenant, self.queue, self.advisor = TenantId(new_id()), QueueId(""), new_id()
        self.scope: Scope = everything(self.tenant)
        self.facts: list = []
        self.passwords: dict[str, str] = {}
        self.accounts: tuple[TrunkAccount, ...] = ()

    async def open(self) -> None:
        self.web, self.router = [await Database.open(self.database.dsn(r), size_max=6) for r in ("web", "router")]
        self.bus, self.voice_bus = [await Bus.open(self.nats.url(a), "test") for a in ("core", "voice")]

        async def wake(tenant: str) -> None:
            await self.bus.publish("wake.outbox", tenant.encode())

        self.web.wake = wake
        self.services = self._services(self.bus)
        await self._found()
        self._owner = self._start_owner()
        await self.rules()
        follower = await self.services.followers.of(self.tenant)
        follower.subscribe(lambda number, fact: self.facts.append(fact))
        self.world = follower.world
        self.until = follower.until
        await self.outside.connect()

    def _services(self, bus: Bus) -> Services:
        secrets = Secrets(self.web, b"k" * 32)
        return Services(
            None, self.web, bus, Commander(self.web, bus, ROOMS), Followers(self.web, bus, ROOMS),
            Blobs(self.web, secrets, self.folder / "blobs"), secrets)  # fmt: skip

    async def _found(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.database.dsn("superuser")) as connection:
            await connection.execute("delete from palabre.phone_number")
            await connection.execute(
                "insert into palabre.tenant (tenant, name, created_at) values (%s, 'Essai', 0)", (self.tenant,)
            )
            await connection.execute("select palabre.create_partition(%s)", (self.tenant,))

    def _start_owner(self) -> asyncio.Task:
        return asyncio.create_task(Host("one", self.router, PostgresJournal(self.router), self.bus, ROOMS).run())

    async def rules(self, **options) -> None:
        """One skill, one queue that asks for it, one advisor who has it."""
        options = {"wait_seconds_max": 120.0, "wrap_up_seconds": 0.0, "offer_seconds": 20.0, **options}
        async with self.web.transaction(self.scope) as tx:
            skill = (await create_skill(tx, name="accueil")).id
            ring = RingDraft(0.0, RequirementDraft("skill", skill=skill, level=3))
            queue = await create_queue(
                tx, name="accueil", channel="voice", rings=[ring], options=QueueOptions(**options)
            )
            self.queue = queue.id
            await publish_rules(tx)
            tx.tell(AdvisorConfigured(0, self.advisor, ((skill, 5),), None, None, (Capacity("voice", 1),)))
        follower = await self.services.followers.of(self.tenant)
        await follower.until(lambda w: self.queue in w["routing"].queues and self.advisor in w["routing"].advisors, 10)

    # -- processes

    def account(self, password: str) -> TrunkAccount:
        return TrunkAccount("provider", PROVIDER_ADDRESS, self.telephony.provider_port, ACCOUNT, password)

    def place(self) -> AsteriskNode:
        run, (espeak, environment), user = self.telephony.centre.home, synthesiser(), self.telephony.centre.user
        return AsteriskNode(
            name="one", ari_url=self.telephony.centre.ari_url, ari_password=self.telephony.centre.password,
            recordings=run / "spool/recording", prompts=run / "data/sounds/palabre",
            call_record=run / "log/cel-custom/Master.csv", state=self.folder / "voice",
            rescue_file=run / "etc/rescue.conf", accounts=self.accounts,
            console=console(self.telephony.centre.program, run),
            sip_address="127.0.0.1", espeak=espeak, espeak_environment=environment,
            owner=(user.pw_uid, user.pw_gid) if user else None)  # fmt: skip

    @asynccontextmanager
    async def driver(self):
        services = self._services(self.voice_bus)
        node = VoiceNode(services, self.place(), FlowRunner(services))
        task = asyncio.create_task(node.run())
        try:
            ready = asyncio.create_task(node.ready.wait())
            await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=15)
            if task.done():
                task.result()
            assert node.ready.is_set()
            self.node = node
            yield node
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await services.followers.stop()

    # -- people

    async def prompts(self, **texts: str) -> None:
        async with self.web.transaction(self.scope) as tx:
            for name, text in (TEXTS | texts).items():
                await prompts.save_prompt(tx, name, "fr", text)

    async def flow(self, steps: dict, *, rescue_number: str | None = None, **more) -> None:
        """A published flow that answers our number."""
        document = {"languages": ["fr"], "channels": ["voice"], "start": next(iter(steps)), "steps": steps, **more}
        async with self.web.transaction(self.scope) as tx:
            id = await flows.create_flow(tx, new_id(), document)
            await flows.publish(tx, id, voices=frozenset({"fr"}))
            await numbers.add_number(tx, NUMBER, flow=id, language="fr", web_calls=True, rescue_number=rescue_number)

    async def advisor_available(self, *, registers: bool = False, status: str = "available") -> str:
        """She signs in, her telephone is there, she is available (or not yet); the user of her telephone."""
        self.contact = "" if registers else self.outside.contact(f"advisor{new_id()[-6:]}")
        given = await phones.issue_phone(self.services, self.tenant, self.advisor, kind="sip", contact=self.contact)
        if registers:
            self.given = given
            await self.outside.register(given.user, given.password)
            await wait_for(lambda: self.node.phones.of_advisor(self.tenant, self.advisor), 15)
        self.phone = given.user if registers else self.contact.removeprefix("sip:").split("@")[0]
        self.outside.expect_ring(self.phone)
        await self.ask(routing.SignIn(self.advisor))
        await self.ask(routing.ChangeStatus(self.advisor, status))
        return self.phone

    async def sign_in(self, person: str = "") -> str:
        """A sign-in of hers as it stands in rows; its id. `person` '': the advisor."""
        session, person = new_id(), person or self.advisor
        async with await psycopg.AsyncConnection.connect(self.database.dsn("superuser")) as connection:
            cursor = psycopg.AsyncClientCursor(connection)
            await cursor.execute("set search_path to palabre")
            await cursor.execute(
                SIGNED_IN,
                {"tenant": self.tenant, "person": person, "session": session, "until": now_ms() + 60_000},
            )
        return session

    async def telephone(self, session: str) -> str:
        """Her plain telephone of this sign-in, registered; its user."""
        given = await phones.issue_phone(self.services, self.tenant, self.advisor, session=session, kind="sip")
        self.passwords[given.user] = given.password
        self.outside.expect_ring(given.user)
        await self.outside.register(given.user, given.password)
        await wait_for(lambda: self.node.phones.of(given.user).registered, 15)
        return given.user

    async def register_again(self, user: str) -> str:
        """The same telephone from another page of its browser; the name of that page."""
        page = f"{user}-next"
        self.outside.expect_ring(page)
        await self.outside.register(user, self.passwords[user], page=page)
        return page

    async def ask(self, command):
        return await self.services.commander.ask(self.tenant, command)

    async def accept(self, session: str = "") -> None:
        await self.until(lambda w: w["routing"].offers, 15)
        offer = next(iter(self.world["routing"].offers))
        await self.ask(routing.ShowOffer(offer, self.advisor))
        await self.ask(routing.AcceptOffer(offer, self.advisor, session))

    async def joined(self) -> tuple[ConversationId, Party]:
        """The advisor accepts, her telephone answers, the two are connected."""
        answering = asyncio.create_task(self.outside.answers(self.phone))
        await self.accept()
        party = await answering
        await self.until(lambda w: any(x.state == "up" for c in w["voice"].calls.values() for x in c.legs.values()), 10)
        return next(iter(self.world["voice"].calls)), party

    async def told(self, kind, seconds_max: float = 10.0, **fields):
        """The first fact of this kind, waited for."""

        def found():
            return next(
                (f for f in self.facts if isinstance(f, kind) and all(getattr(f, k) == v for k, v in fields.items())),
                None,
            )

        await self.until(lambda w: found(), seconds_max)
        return found()

    async def row(self, sql: str, **params) -> dict | None:
        async with self.web.transaction(self.scope) as tx:
            return await tx.one(sql, {"tenant": self.tenant, **params})

    async def nothing_left(self, seconds_max: float = 8.0) -> None:
        """No channel, no bridge, no open conversation, nothing outstanding."""

        async def left() -> list:
            ari = self.node.ari
            return [x["id"] for kind in ("channels", "bridges") for x in await ari.ask("GET", kind)]

        deadline = asyncio.get_running_loop().time() + seconds_max
        while (found := await left()) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
        assert not found
        await self.until(
            lambda w: not w["conversations"].conversations and not w["voice"].calls and not w["voice"].effects, 5
        )

    async def close(self) -> None:
        for party in list(self.outside.parties.values()):
            if not party.gone.done():
                await party.hang_up()
        self.outside.parties.clear()
        await self.outside.ari.close()
        self._owner.cancel()
        await asyncio.gather(self._owner, return_exceptions=True)
        await self.services.followers.stop()
        for thing in (self.bus, self.voice_bus, self.web, self.router):
            await thing.close()


@pytest.fixture
async def stage(database, nats, telephony, engines_folder):
    folder = Path(tempfile.mkdtemp(prefix="stage-", dir=engines_folder))
    made = Stage(database, nats, telephony, folder)
    await made.open()
    try:
        yield made
    finally:
        await made.close()
