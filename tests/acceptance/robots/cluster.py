"""Three nodes on one PostgreSQL and one NATS, each cut off, paused, killed or misled about the time at will.

The first is `./palabre demo` with engines of somebody else's; the others are `./palabre run front core`, told the same.
What writes the journal is watched by a trigger of the test's own, which tells writers apart by their sessions' name.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row
from robots.networks import Namespaces, Relays
from robots.rows import Rows

ROOT = Path(__file__).parents[3]
PYTHON = str(ROOT / ".venv/bin/python")
START_SECONDS_MAX, STOP_SECONDS_MAX = 60.0, 30.0
_WATCH = """
create schema watch;
create table watch.seen (at timestamptz not null, partition int, epoch bigint, owner text, number bigint, past bigint,
  writer text);
create function watch.see() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into watch.seen values (clock_timestamp(), new.id, new.epoch, new.owner, new.last_number, old.last_number,
    current_setting('application_name'));
  return null;
end $$;
create trigger see after update on palabre.partition for each row
  when (old.last_number <> new.last_number or old.epoch <> new.epoch) execute function watch.see()"""


class Node:
    """`name`: how its sessions are called in PostgreSQL. `process`: its first; it takes its children along."""

    def __init__(self, cluster: Cluster, n: int) -> None:
        self.cluster, self.n, self.name = cluster, n, f"node{n}"
        self.data = cluster.folder / self.name
        self.shift = cluster.folder / f"{self.name}.shift"
        self.process: subprocess.Popen | None = None

    def spawn(self, command: list[str], environment: dict[str, str], **more: Any) -> subprocess.Popen:
        self.errors = (self.cluster.folder / f"{self.name}.said").open("wb")
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PALABRE_")}
        self.process = subprocess.Popen(
            [*self.cluster.network.inside(self.n), *command], env=kept | environment, stderr=self.errors,
            stdin=subprocess.DEVNULL, cwd=ROOT, **more,
        )  # fmt: skip
        return self.process

    def pids(self) -> list[int]:
        return [self.process.pid, *_descendants(self.process.pid)] if self.process else []

    def signal(self, wanted: signal.Signals) -> None:
        for pid in self.pids():
            try:
                os.kill(pid, wanted)
            except ProcessLookupError:
                continue

    def has_loaded(self, library: str) -> bool:
        return library in Path(f"/proc/{self.process.pid}/maps").read_text()

    def said(self) -> str:
        return (self.cluster.folder / f"{self.name}.said").read_text(errors="replace")


class Cluster(Rows):
    """`url`, `told`, `sign_in`, `rows`, `journal`… as of `installation.Installation`, for Day and the checkers."""

    def __init__(self, network: Namespaces | Relays, engines: Any, folder: Path) -> None:
        self.network, self.engines, self.folder = network, engines, folder
        self.nodes = {n: Node(self, n) for n in range(1, network.nodes + 1)}
        self.url = ""

    @property
    def process(self) -> subprocess.Popen:
        return self.nodes[1].process

    @property
    def data(self) -> Path:
        return self.nodes[1].data

    async def begin(self, library: str) -> None:
        """`library`: libfaketime, under which the last node runs."""
        await self.network.begin(self.engines.nats.port)
        await asyncio.to_thread(self._first)
        self.run(_WATCH)
        for n in list(self.nodes)[1:]:
            self._another(n, library if n == len(self.nodes) else "")
        for n in list(self.nodes)[1:]:
            await self.until(lambda n=n: self.lives(n), f"node {n} serves", START_SECONDS_MAX)

    def _first(self) -> None:
        node = self.nodes[1]
        command = [str(ROOT / "palabre"), "demo", "--json", "--no-web", "--no-voice", "--data", str(node.data)]
        child = node.spawn(command, self._given(1), stdout=subprocess.PIPE, text=True)
        line = child.stdout.readline()
        assert line, f"the first node did not start: {node.said()}"
        self.told = json.loads(line)
        self._core = self._environment_of("core")

    def _given(self, n: int) -> dict[str, str]:
        host, port = self.network.web(n)
        postgres, nats = self.network.reach(n, "postgres"), self.network.reach(n, "nats")
        return {
            "PALABRE_HOST": host, "PALABRE_PORT": str(port), "PALABRE_TRUSTED_PROXIES": f"{self.network.network}",
            "PALABRE_DATABASE_URL": self.engines.database_url(*postgres, f"node{n}"),
            "PALABRE_NATS_URL": self.engines.nats_url(*nats),
        }  # fmt: skip

    def _another(self, n: int, library: str) -> None:
        """As an administrator starts one more: the same roles' addresses, the same master key, a folder of its own."""
        node, given = self.nodes[n], self._given(n)
        for role in ("WEB", "ROUTER", "PROJECTOR"):
            name = f"PALABRE_DATABASE_URL_{role}"
            given[name] = self._url_from(self.network.reach(n, "postgres"), name).replace("node1", node.name)
        given |= {k: self._core[k] for k in ("PALABRE_MASTER_KEY_FILE", "PALABRE_DEMO") if k in self._core}
        given |= {"PALABRE_DATA": str(node.data), "PALABRE_VOICE": "false", "PALABRE_BLOBS_URL": ""}
        node.data.mkdir()
        if library:
            node.shift.write_text("+0\n")
            given |= {
                "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(node.shift), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }  # fmt: skip
        node.spawn([PYTHON, "-m", "palabre.processes.command_line", "run", "front", "core"], given,
                   stdout=subprocess.DEVNULL)  # fmt: skip

    def _url_from(self, here: tuple[str, int], name: str) -> str:
        """What the first node's core was told, as PostgreSQL is reached from elsewhere."""
        first, there = (f"{host}:{port}" for host, port in (self.network.reach(1, "postgres"), here))
        return self._core[name].replace(first, there)

    def _environment_of(self, role: str) -> dict[str, str]:
        for pid in self.nodes[1].pids():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if words[-3:-1] == [b"run", role.encode()]:
                raw = Path(f"/proc/{pid}/environ").read_bytes()
                return dict(part.decode().split("=", 1) for part in raw.split(b"\0") if b"=" in part)
        raise AssertionError(f"no {role} on the first node")

    async def end(self) -> None:
        for n in self.nodes:
            self.network.mend(n)
        for node in reversed(self.nodes.values()):
            if node.process and node.process.poll() is None:
                node.signal(signal.SIGCONT)
                node.process.send_signal(signal.SIGTERM)
        for node in self.nodes.values():
            if node.process:
                try:
                    await asyncio.to_thread(node.process.wait, STOP_SECONDS_MAX)
                finally:
                    node.signal(signal.SIGKILL)
        await self.network.end()
        if keep := os.environ.get("PALABRE_FAULTS_KEEP"):
            for file in (*self.folder.glob("*.said"), *self.data.glob("logs/*.log")):
                shutil.copy(file, keep)

    # -- as an installation

    def sign_in(self, key: str) -> tuple[str, str]:
        found = next(s for s in self.told["sign_ins"] if s["key"] == key)
        return found["sign_in"], found["password"]

    def children(self) -> list[int]:
        return []

    def pids(self, name: str) -> list[int]:
        return []

    def database(self) -> psycopg.Connection:
        url = self.engines.database_url(self.network.postgres_address, self.engines.postgres_port, "checker")
        return psycopg.connect(url, row_factory=dict_row, autocommit=True)

    def palabre(self, *arguments: str) -> subprocess.CompletedProcess:
        """A command beside the nodes, told where the database is."""
        here = (self.network.postgres_address, self.engines.postgres_port)
        names = ("PALABRE_DATABASE_URL_ROUTER", "PALABRE_DATABASE_URL_PROJECTOR")
        told = {name: self._url_from(here, name) for name in names}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PALABRE_")}
        return subprocess.run(
            [PYTHON, "-m", "palabre.processes.command_line", *arguments], env=kept | told, capture_output=True,
            text=True, timeout=120,
        )  # fmt: skip

    def journal(self) -> list[dict[str, Any]]:
        done = self.palabre("journal", "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    async def until(self, test: Callable[[], Any], what: str, seconds_max: float = 20.0) -> Any:
        deadline = time.monotonic() + seconds_max
        while not (found := await asyncio.to_thread(test)):
            assert time.monotonic() < deadline, f"{what}: {found!r} after {seconds_max:.0f} s: {self.diagnosis()}"
            await asyncio.sleep(0.1)
        return found

    def diagnosis(self) -> str:
        """Who owns, who serves, who waits for whom in PostgreSQL, and each node's last words."""
        rows = [
            *self.rows("select id, owner, epoch, last_number, going_to, now() from partition"),
            *self.rows("select name, serving, lease_until - now() as left from router_process"),
            *self.rows("""select application_name, state, wait_event, xact_start - now() as since, left(query, 90) as q
                          from pg_stat_activity where xact_start is not null and application_name like 'node%%'"""),
        ]
        said = [node.said()[-1500:] for node in self.nodes.values()]
        logs = [file.read_text(errors="replace")[-2500:] for file in self.data.glob("logs/core.log")]
        return "\n".join(map(str, [*rows, *said, *logs]))

    # -- who owns

    def owner_name(self, n: int) -> str:
        """Of its router; one that was cut off may have come back under another (`lease`)."""
        sql = "select name from router_process where name like %(like)s order by lease_until desc limit 1"
        return self.rows(sql, like=f"%/{self.nodes[n].name}%")[0]["name"]

    def lives(self, n: int) -> bool:
        """Its router serves."""
        sql = "select serving and lease_until > now() as lives from router_process where name like %(end)s"
        return any(row["lives"] for row in self.rows(sql, end=f"%/{self.nodes[n].name}%"))

    def standing(self) -> dict[str, Any]:
        """{owner, epoch, number, at}: of the demo's partition, at PostgreSQL's clock."""
        return self.rows("select owner, epoch, last_number as number, clock_timestamp() as at from partition")[0]

    def owned_by(self, n: int) -> bool:
        return f"/{self.nodes[n].name}" in (self.standing()["owner"] or "")

    def seen(self, past_epoch: int = 0) -> list[dict[str, Any]]:
        return self.rows("select * from watch.seen where epoch > %(epoch)s order by at", epoch=past_epoch)


def _descendants(pid: int) -> list[int]:
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return own + [deeper for child in own for deeper in _descendants(child)]
