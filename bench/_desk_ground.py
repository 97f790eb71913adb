"""What benchmarks of desks stand on: engines, people, and the processes under measure, each a child in its role."""

from __future__ import annotations

import asyncio
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import websockets

from palabre.foundations.ids import uuid7

QUEUES, SKILLS = 10, 10
BEGIN = 1_700_000_000_000
START_SECONDS_MAX = 60


def an_id(kind: int, number: int) -> str:
    return uuid7(BEGIN, bytes([kind]) + number.to_bytes(9, "big"))


# -- the processes under measure; each says "ready ..." on its output


async def core(place: dict) -> None:
    from palabre.plumbing.bus import Bus
    from palabre.plumbing.journal import PostgresJournal
    from palabre.plumbing.partition.host import Host
    from palabre.plumbing.postgres import Database
    from palabre.processes.rooms import ROOMS

    database, bus = await Database.open(place["router"]), await Bus.open(place["core"], "core")
    host = Host("bench", database, PostgresJournal(database), bus, ROOMS)
    task = asyncio.create_task(host.run())
    await host.owning.wait()
    print("ready", flush=True)
    await task


async def front(place: dict) -> None:
    import uvicorn

    from palabre.desk import http, wiring
    from palabre.foundations.scope import Scope
    from palabre.plumbing.bus import Bus
    from palabre.plumbing.partition.commander import Commander
    from palabre.plumbing.partition.follower import Followers
    from palabre.plumbing.postgres import Database
    from palabre.plumbing.services import Services
    from palabre.plumbing.web.application import build_app
    from palabre.processes.rooms import ROOMS

    class Found:
        def __init__(self, person: str) -> None:
            self.scope = Scope(place["tenant"], person, None, frozenset({"desk.answer"}))

    async def authenticate(connection, services) -> Found:
        return Found(connection.cookies["palabre"])

    database, bus = await Database.open(place["web"], size_max=4), await Bus.open(place["front"], "front")
    followers = Followers(database, bus, ROOMS)
    services = Services(None, database, bus, Commander(database, bus, ROOMS), followers, None, None)
    app = build_app(services, http.routes, authenticate=authenticate, lifespan=[wiring.lifespan])
    await followers.of(place["tenant"])
    await serve(uvicorn.Config(app, port=0, log_level="error", backlog=4096, loop="uvloop", **wiring.UVICORN))


async def serve(config) -> None:
    """Says its port once it listens."""
    import uvicorn

    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    print("ready", server.servers[0].sockets[0].getsockname()[1], flush=True)
    await task


async def peer(place: dict) -> None:
    sockets: set = set()

    async def handle(socket) -> None:
        sockets.add(socket)
        await socket.send("{}")
        try:
            async for _ in socket:
                pass
        finally:
            sockets.discard(socket)

    async with websockets.serve(handle, "127.0.0.1", 0, ping_interval=4, compression=None, backlog=4096) as server:
        print("ready", server.sockets[0].getsockname()[1], flush=True)
        while True:
            await asyncio.sleep(5)
            for socket in list(sockets):
                await socket.send('{"kind":"beat","at":"1.100000","now":1700000000000}')


@contextmanager
def process(role: str, place: dict, file: str = __file__):
    """A child in its role of `file`, ready: (pid, what it said)."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, file, "--role", role, json.dumps(place)], stdout=subprocess.PIPE, stderr=errors
        )
        try:
            heard = select.select([child.stdout], [], [], START_SECONDS_MAX)[0]
            said = child.stdout.readline().decode().split() if heard else []
            if not said:
                errors.seek(0)
                raise SystemExit(f"{role} did not start:\n{errors.read().decode()[-2000:]}")
            yield child.pid, said[1:]
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


# -- what they stand on


@contextmanager
def engines():
    from palabre.plumbing.engines import postgres_roles
    from palabre.plumbing.engines.nats import Nats
    from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
    from palabre.plumbing.migrate import migrate

    folder = Path(tempfile.mkdtemp(prefix="palabre-bench-"))
    folder.chmod(0o755)
    postgres, nats = Postgres(folder / "postgres"), Nats(folder / "nats")
    try:
        postgres.start()
        postgres.provision()
        nats.start()
        with psycopg.connect(postgres.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
            postgres_roles.make_database(connection, "bench", "template0")
        with psycopg.connect(postgres.dsn(SUPERUSER, "bench")) as connection:
            postgres_roles.provision_schema(connection)
        migrate(postgres.dsn("owner", "bench"))
        place = {role: postgres.dsn(role, "bench") for role in ("owner", "web", "router", SUPERUSER)}
        place |= {"postgres": postgres.child.pid, "nats": nats.child.pid}
        yield place | {"core": nats.url("core"), "front": nats.url("front"), "tenant": an_id(9, 1)}
    finally:
        nats.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def furnish(place: dict, desks: int, first: int = 0) -> None:
    """Queues and advisors (`first`: the number of the first), through the outbox."""
    from palabre.foundations.scope import Scope
    from palabre.plumbing.postgres import Database
    from palabre.routing.facts import AdvisorConfigured, Capacity, QueueRules, Requirement, Ring, RoutingRulesPublished

    with psycopg.connect(place["owner"]) as connection:
        connection.execute("select palabre.create_partition(%s)", (place["tenant"],))
    skills = [an_id(3, n) for n in range(SKILLS)]
    queues = [QueueRules(an_id(2, n), "voice", (Ring(0, Requirement("skill", skills[n])),)) for n in range(QUEUES)]
    database = await Database.open(place["web"], size_max=2)
    async with database.transaction(Scope(place["tenant"])) as transaction:
        transaction.tell(RoutingRulesPublished(0, 1, tuple(queues)))
        for n in range(desks):
            hers = ((skills[n % SKILLS], 5), (skills[(n + 3) % SKILLS], 3))
            transaction.tell(AdvisorConfigured(0, an_id(1, first + n), hers, None, None, (Capacity("voice", 1),)))
    await database.close()


if __name__ == "__main__":
    asyncio.run({"core": core, "front": front, "peer": peer}[sys.argv[2]](json.loads(sys.argv[3])))
    os._exit(0)
