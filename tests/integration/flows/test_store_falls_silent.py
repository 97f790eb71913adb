"""Situations: the database cuts a step short in its very midst: it is entered again, unheard by the customer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest

from palabre.flows.actions import runner
from palabre.flows.actions.calendars import save_calendar
from palabre.flows.actions.prompts import APOLOGIES
from palabre.flows.model.calendar import Calendar, Week

BYE = {"kind": "hang_up", "prompts": ["bye"]}
WAITING = """select pid from pg_stat_activity where usename = 'web' and wait_event_type = 'Lock'
 and datname = current_database()"""


@pytest.fixture
async def hours(centre):
    """A flow that looks whether it is open, which it never is."""
    await centre.prompts(hello="Bonjour.", shut="Fermé.", bye="Au revoir.")
    async with centre.web.transaction(centre.scope) as tx:
        never = await save_calendar(tx, "jamais", Calendar("Europe/Paris", Week()))
    await centre.flow({
        "hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "hours"}},
        "hours": {"kind": "business_hours", "calendar": never, "next": {"open": "bye", "closed": "shut"}},
        "shut": {"kind": "hang_up", "prompts": ["shut"]}, "bye": BYE}, on_error="bye")  # fmt: skip
    return centre


@asynccontextmanager
async def step_held(centre) -> AsyncIterator[psycopg.AsyncConnection]:
    """Whoever reads a calendar waits until the end of this context."""
    dsn = centre.database.dsn("superuser")
    async with await psycopg.AsyncConnection.connect(dsn) as holder:
        await holder.execute("lock table palabre.calendar in access exclusive mode")
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as boss:
            yield boss


async def cut(boss: psycopg.AsyncConnection) -> None:
    """Throw out the step that waits for the calendar, once it does."""
    async with asyncio.timeout(10):
        while not (row := await (await boss.execute(WAITING)).fetchone()):
            await asyncio.sleep(0.01)
    await boss.execute("select pg_terminate_backend(%s, 5000)", row)


async def test_a_step_cut_short_by_the_database_is_entered_again(hours):
    line = await hours.line()
    async with step_held(hours) as boss:
        run = hours.begin(line)
        await cut(boss)
        await cut(boss)  # the second time it was entered
    await asyncio.wait_for(run, 10)
    assert line.heard == ["say fr: Bonjour.", "say fr: Fermé.", "hung up: flow"]
    assert (await hours.run_row(line.conversation))["reason"] == "hung_up"


async def test_a_database_silent_for_too_long_is_said_once_and_not_blamed_on_the_step(hours, monkeypatch):
    monkeypatch.setattr(runner, "STORE_SILENT_SECONDS_MAX", -1.0)  # the first silence is one too many
    line = await hours.line()
    async with step_held(hours) as boss:
        run = hours.begin(line)
        await cut(boss)
    await asyncio.wait_for(run, 10)
    assert line.heard == ["say fr: Bonjour.", f"say fr: {APOLOGIES['fr']}", "hung up: failed"]
    assert (await hours.run_row(line.conversation))["reason"] == "failed"


async def test_a_line_cut_short_goes_back_to_where_its_step_began(centre):
    """A chat's line writes what it says: cut off after that, it finds it again rather than saying it twice."""
    await centre.prompts(hello="Bonjour.", ask="Votre ville ?", bye="Au revoir.")
    ask = {"kind": "collect", "prompts": ["ask"], "variable": "city", "collects": "text", "length_max": 40,
           "next": {"collected": "bye", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await centre.flow({"hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "ask"}}, "ask": ask, "bye": BYE})
    line = await centre.line("Dakar")
    began_at, say, collect = [], line.say, line.collect

    async def said(*what, **how):
        line.cursor = "1"
        return await say(*what, **how)

    async def collected(*what, **how):
        began_at.append(line.cursor)
        line.cursor = "2"
        if len(began_at) == 1:
            async with centre.web.transaction(centre.scope) as tx:
                await tx.execute("select pg_terminate_backend(pg_backend_pid())", {})
        return await collect(*what, **how)

    line.say, line.collect = said, collected
    await asyncio.wait_for(centre.begin(line), 10)
    assert began_at == ["1", "1"]
    assert line.heard == ["say fr: Bonjour.", "collect fr: Votre ville ?", "say fr: Au revoir.", "hung up: flow"]
    assert (await centre.run_row(line.conversation))["variables"]["city"] == "Dakar"
