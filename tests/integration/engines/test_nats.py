"""NATS: who may say what; killed, it comes back where it was."""

import asyncio
import os
import signal

import nats as client
import pytest

from palabre.plumbing.engines.nats import Nats

AGAIN = {"reconnect_time_wait": 0.05, "max_reconnect_attempts": -1}


async def until(test, seconds_max=10.0):
    async with asyncio.timeout(seconds_max):
        while not test():
            await asyncio.sleep(0.01)


async def connect(nats: Nats, process: str, **options):
    errors: list[str] = []

    async def on_error(why):
        errors.append(str(why).lower())

    connection = await client.connect(nats.url(process), error_cb=on_error, **{**AGAIN, **options})
    return connection, errors


async def test_a_wrong_password_is_refused(nats):
    async def quiet(_):
        pass

    with pytest.raises(client.errors.Error, match=r"(?i)authorization"):
        url = f"nats://core:wrong@127.0.0.1:{nats.port}"
        await client.connect(url, allow_reconnect=False, max_reconnect_attempts=0, error_cb=quiet)


@pytest.mark.parametrize("process", ["front", "voice"])
async def test_only_core_publishes_facts_and_hears_commands(nats, process):
    connection, errors = await connect(nats, process)
    try:
        await connection.publish("facts.1", b"forged")
        await connection.subscribe("command.1")
        await connection.flush()
        await until(lambda: len(errors) >= 2)
        assert any("publish" in e and "facts.1" in e for e in errors)
        assert any("subscription" in e and "command.1" in e for e in errors)
    finally:
        await connection.close()


async def test_killed_it_comes_back_on_the_same_port_and_clients_with_it(nats):
    port = nats.port
    core, _ = await connect(nats, "core")
    front, _ = await connect(nats, "front")
    try:

        async def answer(message):
            await message.respond(b"done")

        await core.subscribe("command.1", cb=answer)
        await core.flush()
        assert (await front.request("command.1", b"x", timeout=2)).data == b"done"
        os.kill(nats.child.pid, signal.SIGKILL)
        nats.child.wait()
        nats.start()
        assert nats.port == port

        async def answered():
            try:
                return (await front.request("command.1", b"x", timeout=0.2)).data == b"done"
            except Exception:
                return False

        async with asyncio.timeout(10):
            while not await answered():
                await asyncio.sleep(0.02)
    finally:
        await front.close()
        await core.close()
