"""Held messages leave exactly once, although the process that sends them is killed again and again."""
from __future__ import annotations

import asyncio
import sys

from palabre.conversations.actions.messages import send_message
from palabre.conversations.facts import MessageSent

MESSAGES = 60
SENDER = """
import asyncio, sys
from palabre.conversations.jobs import release_held
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.services import Services

async def main(dsn, nats):
    database = await Database.open(dsn, size_max=2)
    print("up", flush=True)
    await release_held(Services(None, database, await Bus.open(nats, "sender"), None, None, None, None))

asyncio.run(main(*sys.argv[1:]))
"""


async def sender(rig) -> asyncio.subprocess.Process:
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SENDER, rig.database.dsn("web"), rig.nats.url("core"), stdout=asyncio.subprocess.PIPE)
    assert made.stdout and await made.stdout.readline() == b"up\n"
    return made


async def test_killed_while_sending(rig):
    await rig.menu_flow()
    async with rig.front():
        customer = await rig.visitor()
        await customer.say("Bonjour")
        await customer.until(lambda v: v.conversation)
        async with rig.transaction() as tx:
            for n in range(MESSAGES):
                await send_message(tx, customer.conversation, rig.advisor, f"mot {n}", hold_seconds=0.05 * n)
        for life in (0.3, 0.5, 0.7):
            process = await sender(rig)
            await asyncio.sleep(life)
            process.kill()
            await process.wait()
        process = await sender(rig)
        try:
            await customer.until(lambda v: sum("mot" in t for t in v.texts) == MESSAGES, 20)
        finally:
            process.kill()
            await process.wait()
        sent = [fact.message for _, fact in rig.facts if isinstance(fact, MessageSent)]
        assert len(sent) == len(set(sent)) == MESSAGES
        assert [t for t in customer.texts if "mot" in t] == [f"mot {n}" for n in range(MESSAGES)]
