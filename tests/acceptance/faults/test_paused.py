"""Issue 2, faults: PostgreSQL, NATS or our own core neither dead nor alive for ten seconds and more, under load."""

import asyncio
import itertools
import os
import subprocess

import pytest
from robots.after import PARTITION, check_day
from robots.day import CHAT_ADVISORS, Day
from robots.installation import ROOT, Installation

PAUSED_SECONDS, OWNER_PAUSED_SECONDS = 10.0, 15.0


@pytest.mark.seconds_max(200)
async def test_engines_that_stop_answering_lose_nothing(at):
    day = Day(at, 11, advisors=CHAT_ADVISORS, prefix="paused")

    async def harm() -> None:
        for name in ("postgres", "nats"):
            await asyncio.sleep(2.0)
            with at.paused(name):
                await asyncio.sleep(PAUSED_SECONDS)

    await day.run(26.0, harm())
    await check_day(at, day)


class SecondCore:
    """Another core on the same data, with a name of its own, ended by the context."""

    def __init__(self, at: Installation) -> None:
        self.at = at

    def __enter__(self) -> "SecondCore":
        environment = self.at.environment_of("core")
        environment.pop("PALABRE_HEALTH_PORT", None)
        same = self.at.folder / "same"  # an owner is known by its machine and folder: by another path, another one
        same.symlink_to(self.at.data)
        environment["PALABRE_DATA"] = str(same)
        owner = os.stat(f"/proc/{self.at.pids('core')[0]}")
        who = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        self.log = (self.at.folder / "second").open("wb")
        self.process = subprocess.Popen(
            [str(ROOT / ".venv/bin/python"), "-m", "palabre.processes.command_line", "run", "core"],
            env=environment, cwd="/", stdout=self.log, stderr=self.log, **who,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.log.close()


@pytest.mark.seconds_max(200)
async def test_an_owner_that_wakes_up_late_writes_nothing(at):
    day = Day(at, 13, advisors=CHAT_ADVISORS, prefix="owner")
    seen: list[tuple[str, int]] = []

    def look() -> None:
        row = at.rows("select owner, epoch from partition where id = %(id)s", id=PARTITION)[0]
        if not seen or seen[-1] != (row["owner"], row["epoch"]):
            seen.append((row["owner"], row["epoch"]))

    async def harm() -> None:
        await asyncio.sleep(2.0)
        look()
        with SecondCore(at):
            with at.paused("core"):
                await asyncio.sleep(OWNER_PAUSED_SECONDS)
                look()
            for _ in range(30):  # the old one is awake, the new one writes
                await asyncio.sleep(0.2)
                look()
        await asyncio.sleep(5.0)
        look()

    await day.run(25.0, harm())
    await check_day(at, day)
    owners = [owner for owner, _ in seen]
    assert len(set(owners)) == 2 and owners[0] == owners[-1], f"taken over while it slept, and back at the end: {seen}"
    assert [epoch for _, epoch in seen] == sorted({epoch for _, epoch in seen})
    turns = [owner for owner, _ in itertools.groupby(owners)]
    assert len(turns) == 3, f"taken, and handed back at the second's orderly stop; no quarrel between: {seen}"
