"""Issue 3, point 9: three nodes on one PostgreSQL and one NATS; cut off, paused, killed, misled about the time, under
load; a partition moves live. Whoever owns it, take-over takes less than five seconds and nothing is lost.
"""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import false_time
from robots.after import check_day
from robots.balancer import Balancer
from robots.cluster import Cluster
from robots.day import CHAT_ADVISORS, Day
from robots.networks import network
from shared_engines import SharedEngines

TAKE_OVER_SECONDS_MAX = 5.0
HOURS_MS = 3_600_000


class Story:
    """What is done to the nodes, and how long it took until another one wrote."""

    def __init__(self, at: Cluster) -> None:
        self.at, self.took = at, {}
        self.slept: list[tuple[str, Any, Any]] = []

    async def tell(self) -> None:
        await self.cut("cut off from PostgreSQL", 2, "postgres")
        await self.cut("cut off from NATS", 3, "nats")
        await self.cut("cut off from all", 2, "postgres", "nats")
        await self.pause(3)
        await self.mislead(3)
        await self.kill(2)

    async def move_to(self, n: int) -> None:
        """By command, while everybody is asking."""
        at = self.at
        if not at.owned_by(n):
            await at.until(lambda: at.lives(n), f"node {n} serves")
            tenant = at.rows("select tenant::text as tenant from partition_tenant")[0]["tenant"]
            done = await asyncio.to_thread(at.palabre, "partitions", "move", tenant, at.owner_name(n), "--json")
            assert done.returncode == 0 and json.loads(done.stdout)["owner"] == at.owner_name(n), done
            before = at.standing()
            await at.until(lambda: at.standing()["number"] > before["number"], f"node {n} writes")

    async def taken(self, what: str, n: int, before: dict[str, Any]) -> None:
        """Until somebody else's first write, by PostgreSQL's clock."""
        writer = self.at.nodes[n].name

        def others() -> list[dict[str, Any]]:
            rows = self.at.seen(before["epoch"])
            return [row for row in rows if row["number"] > row["past"] and row["writer"] != writer]

        first = (await self.at.until(others, f"somebody takes over: {what}"))[0]
        self.took[what] = (first["at"] - before["at"]).total_seconds()

    async def cut(self, what: str, n: int, *parts: str) -> None:
        await self.move_to(n)
        before = self.at.standing()
        self.at.network.cut(n, *parts)
        await self.taken(what, n, before)
        self.at.network.mend(n)

    async def pause(self, n: int) -> None:
        await self.move_to(n)
        before, node = self.at.standing(), self.at.nodes[n]
        node.signal(signal.SIGSTOP)
        stopped = self.at.standing()["at"]
        await self.taken("paused", n, before)
        node.signal(signal.SIGCONT)
        self.slept.append((node.name, stopped, self.at.standing()["epoch"]))
        await self.at.until(lambda: self.at.lives(n), "it serves again")

    async def mislead(self, n: int) -> None:
        """It owns all the while: hours forward, hours back, and forward again by what is left."""
        await self.move_to(n)
        node, epoch = self.at.nodes[n], self.at.standing()["epoch"]
        assert node.has_loaded("libfaketime")
        for shift in ("+7h", "-7h", "+0"):
            node.shift.write_text(f"{shift}\n")
            before = self.at.standing()["number"]
            await self.at.until(lambda b=before: self.at.standing()["number"] > b + 10, f"it decides at {shift}")
        assert self.at.standing()["epoch"] == epoch, "nobody took it, for nothing was wrong with it"

    async def kill(self, n: int) -> None:
        await self.move_to(n)
        before = self.at.standing()
        self.at.nodes[n].signal(signal.SIGKILL)
        await self.taken("killed", n, before)


def check_writers(at: Cluster, story: Story) -> None:
    """One writer an epoch, epochs only grow, no number twice; whoever slept wrote nothing in an old epoch."""
    writers: dict[int, set[str]] = {}
    last, epoch = None, 0
    for row in at.seen():
        assert row["epoch"] >= epoch and (last is None or row["past"] == last), row
        epoch, last = row["epoch"], row["number"]
        if row["number"] > row["past"]:
            writers.setdefault(row["epoch"], set()).add(row["writer"])
    assert all(len(names) == 1 for names in writers.values()), writers
    assert {"node1", "node2", "node3"} <= set().union(*writers.values()), writers
    for name, since, before in story.slept:
        late = [r for r in at.seen() if r["writer"] == name and r["at"] > since and r["epoch"] <= before]
        assert not late, late


def check_clock(at: Cluster, journal: list[dict[str, Any]]) -> None:
    """No fact is dated by a node's own wrong clock."""
    now = at.rows("select (extract(epoch from now()) * 1000)::bigint as now")[0]["now"]
    strange = [fact for fact in journal if abs(fact["at"] - now) > HOURS_MS]
    assert not strange, strange[:3]


async def test_three_nodes_lose_nothing_whatever_befalls_one_of_them(folder: Path, capsys):
    library = false_time.library(folder)
    with network(3) as net, SharedEngines(folder / "shared_engines", net.postgres_address, net.nats_address,
                                          net.network) as engines:  # fmt: skip
        engines.postgres.provision()
        at = Cluster(net, engines, folder / "nodes")
        at.folder.mkdir()
        at.folder.chmod(0o755)
        try:
            await at.begin(library)
            async with Balancer({n: net.web(n) for n in at.nodes}, len(CHAT_ADVISORS) + 1) as balancer:
                at.url = balancer.url(0)
                day = Day(at, 9, advisors=CHAT_ADVISORS, every=1.0, url=balancer.url, prefix="n")  # type: ignore[arg-type]
                story = Story(at)
                await day.run(1.0, story.tell())
                with capsys.disabled():
                    told = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in story.took.items())
                    print(f"\n  take-over in {net.told}: {told}; {day.told()}", *day.stuck, sep="\n  ")
                await check_day(at, day)  # type: ignore[arg-type]
            check_writers(at, story)
            check_clock(at, at.journal())
            verified = at.palabre("journal", "verify")
            assert verified.returncode == 0, verified.stdout + verified.stderr
            assert max(story.took.values()) < TAKE_OVER_SECONDS_MAX, story.took
        finally:
            await at.end()
