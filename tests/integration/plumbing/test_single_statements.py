"""Single statements on somebody's behalf: each sees its own tenant's rows alone, whoever had the connection before."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from palabre.conversations.facts import ConversationClosed
from palabre.foundations.ids import ConversationId, PartnerId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Database

SEEN = "select tenant::text from palabre.prompt"  # which forgets to name the tenant
STANDS = "select current_setting('palabre.tenant', true) as tenant, current_setting('palabre.partner', true) as partner"


@pytest.fixture
async def web(database):
    opened = await Database.open(database.dsn("web"), size_max=2)
    yield opened
    await opened.close()


async def _tenant(database, name: str) -> Scope:
    tenant = TenantId(new_id())
    async with await psycopg.AsyncConnection.connect(database.dsn("superuser")) as connection:
        await connection.execute(
            "insert into palabre.tenant (tenant, name, created_at) values (%s, %s, 0)", (tenant, name))
        await connection.execute(
            "insert into palabre.prompt (tenant, name, language, text, changed_at) values (%s, 'a', 'fr', 'a', 0)",
            (tenant,))
    return Scope(tenant)


async def test_each_sees_its_own_tenant_alone(database, web):
    one, other = await _tenant(database, "one"), await _tenant(database, "other")

    async def look(scope: Scope) -> set[str]:
        async with web.single(scope) as tx:
            return {row["tenant"] for row in await tx.all(SEEN)}

    for scope in (one, other, one, Scope(one.tenant, partner=PartnerId(new_id())), other):
        assert await look(scope) <= {scope.tenant}
    found = await asyncio.gather(*(look(one if n % 2 else other) for n in range(40)))
    assert found == [{one.tenant if n % 2 else other.tenant} for n in range(40)]
    async with web.connection() as connection:
        assert await (await connection.execute(SEEN)).fetchall() == []
        assert (await (await connection.execute(STANDS)).fetchone())["tenant"] in (None, "")


async def test_after_an_error_it_goes_on_and_it_tells_nothing(database, web):
    one = await _tenant(database, "one")
    with pytest.raises(psycopg.Error):
        async with web.single(one) as tx:
            await tx.one("select 1/0 as one")
    async with web.single(one) as tx:
        assert [row["tenant"] for row in await tx.all(SEEN)] == [one.tenant]
        with pytest.raises(RuntimeError):
            tx.tell(ConversationClosed(0, ConversationId("c"), "closed"))
