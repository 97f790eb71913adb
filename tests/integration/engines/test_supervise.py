"""What is supervised comes back when it is killed, at the same address, and everything ends in order."""

import asyncio
import os
import signal

import psycopg
import pytest

from palabre.plumbing.engines.asterisk import Asterisk
from palabre.plumbing.engines.engine import Engine
from palabre.plumbing.engines.nats import Nats
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.engines.spawn import spawn
from palabre.processes.supervise import Supervisor

RETURN_SECONDS_MAX = 20


async def until(test, seconds_max=RETURN_SECONDS_MAX):
    async with asyncio.timeout(seconds_max):
        while not test():
            await asyncio.sleep(0.02)


def postgres_answers(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=2) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


async def test_every_engine_killed_comes_back_at_its_address(engines_folder, missing):
    said: list[str] = []
    engines = [
        Postgres(engines_folder / "supervised/postgres"),
        Nats(engines_folder / "supervised/nats"),
        Asterisk(engines_folder / "supervised/asterisk", say=said.append),
    ]
    try:
        for engine in engines:
            engine.prepare()
    except EngineRefused as why:
        missing(why)
    supervisor = Supervisor(said.append)
    try:
        await supervisor.start(*engines)
        postgres, nats, asterisk = engines
        addresses = (postgres.dsn(SUPERUSER, "postgres"), nats.port, asterisk.ari_url)
        before = [e.child.pid for e in engines]
        for engine in engines:
            os.kill(engine.child.pid, signal.SIGKILL)
        await until(
            lambda: all(e.child.pid != b and e.child.poll() is None for e, b in zip(engines, before, strict=True))
        )
        await until(lambda: all(e.is_ready() for e in engines))
        assert (postgres.dsn(SUPERUSER, "postgres"), nats.port, asterisk.ari_url) == addresses
        assert postgres_answers(addresses[0])
        assert supervisor.restarts == {"PostgreSQL": 1, "NATS": 1, "Asterisk": 1}
        assert any("NATS left (signal 9)" in line for line in said)
    finally:
        await supervisor.stop()
    assert all(e.child.poll() is not None for e in engines)


class Lives(Engine):
    """A child that writes its name when it ends."""

    def __init__(self, home, name, program="sleep 60"):
        super().__init__(home)
        self.name, self.program = name, program

    @property
    def log(self):
        return self.home / f"{self.name}.log"

    def launch(self):
        said = self.home / "ends"
        script = f"trap 'echo {self.name} >> {said}; exit 0' TERM; touch {self.home / self.name}; {self.program} & wait"
        self.child = spawn(["/bin/sh", "-c", script], self.log)

    def is_ready(self):
        return (self.home / self.name).exists()


async def test_the_last_started_ends_first(tmp_path):
    supervisor = Supervisor(lambda _: None)
    await supervisor.start(Lives(tmp_path, "first"))
    await supervisor.start(Lives(tmp_path, "second"))
    await supervisor.stop()
    assert (tmp_path / "ends").read_text().split() == ["second", "first"]


async def test_a_child_that_dies_again_and_again_is_started_ever_more_slowly(tmp_path):
    class Dies(Lives):
        launches: list[float] = []  # noqa: RUF012

        def launch(self):
            self.launches.append(asyncio.get_running_loop().time())
            super().launch()

    supervisor = Supervisor(lambda _: None)
    part = Dies(tmp_path, "weak", "sleep 0.05")
    await supervisor.start(part)
    await until(lambda: len(part.launches) >= 5)
    await supervisor.stop()
    pauses = [b - a for a, b in zip(part.launches, part.launches[1:], strict=False)]
    assert pauses[3] > 2 * pauses[0]


async def test_one_that_never_answers_is_refused_in_one_line(tmp_path):
    class Silent(Lives):
        ready_seconds_max = 0.3

        def is_ready(self):
            return False

    supervisor = Supervisor(lambda _: None)
    with pytest.raises(EngineRefused, match="does not answer") as refused:
        await supervisor.start(Silent(tmp_path, "silent"))
    assert "\n" not in str(refused.value)
    await supervisor.stop()
