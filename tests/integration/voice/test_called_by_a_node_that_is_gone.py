"""A customer is to be called, and the node that began it died for good: another one ends the attempt in doubt."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import psycopg
import pytest

from palabre.channels.voice.actions import outbound as rows
from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.drivers import outbound
from palabre.channels.voice.facts import DialRequested
from palabre.foundations.ids import ConversationId, EffectId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.partition.host import Host
from palabre.plumbing.postgres import Database
from palabre.processes.rooms import ROOMS

RING_SECONDS = 0
EFFECT = EffectId("gone.1")


@pytest.fixture
async def place(own_database, nats):
    """A tenant whose partition is owned, and one effect that node `gone` began and never answered."""
    tenant, wanted = TenantId(new_id()), new_id()
    async with await psycopg.AsyncConnection.connect(own_database.dsn("owner")) as connection:
        await connection.execute("select palabre.create_partition(%s)", (tenant,))
    web, router = [await Database.open(own_database.dsn(role), size_max=3) for role in ("web", "router")]
    bus = await Bus.open(nats.url("core"), "test")
    owner = asyncio.create_task(Host("one", router, PostgresJournal(router), bus, ROOMS).run())
    followers = Followers(web, bus, ROOMS)
    async with web.transaction(Scope(tenant)) as tx:
        await rows.store.insert_outbound(
            tx, {"id": wanted, "number": "+33199001001", "entry": "+33199001000", "language": "fr", "now": 0})
        tx.tell(DialRequested(0, EFFECT, ConversationId(wanted), RING_SECONDS))
    assert await rows.begin_attempt(web, tenant, wanted, EFFECT, "gone")
    follower = await followers.of(tenant)
    await follower.until(lambda world: EFFECT in world["voice"].effects, 10)
    node = SimpleNamespace(services=SimpleNamespace(database=web), place=SimpleNamespace(name="here"), ari=None,
                           follow=followers.of)  # fmt: skip
    effect = follower.world["voice"].effects[EFFECT]
    yield SimpleNamespace(driver=outbound.Outbound(node), tenant=tenant, effect=effect, follower=follower,
                          commander=Commander(web, bus, ROOMS))  # fmt: skip
    owner.cancel()
    await asyncio.gather(owner, return_exceptions=True)
    await followers.stop()
    await bus.close()
    await web.close()
    await router.close()


async def test_its_attempt_ends_in_doubt_once_it_must_have_ended(place, monkeypatch) -> None:
    monkeypatch.setattr(outbound, "ANOTHER_SECONDS", 0.3)
    assert await place.driver.dial(place.tenant, place.effect) == ("failed", "in_doubt")


async def test_what_the_other_node_answers_stands(place) -> None:
    waiting = asyncio.create_task(place.driver.dial(place.tenant, place.effect))
    await place.commander.ask(place.tenant, ReportEffect(EFFECT, "failed", "busy"))
    async with asyncio.timeout(10):
        assert await waiting is None
