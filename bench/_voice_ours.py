"""Our side of `voice`: a whole installation, a queue that nobody serves, one that members do; what it takes of CPU."""

from __future__ import annotations

import asyncio
from pathlib import Path

from _machine import tree_cpu
from people import Person
from robots import sipp
from robots.installation import MARKS, Installation

from palabre.processes.robots.advisor import AdvisorRobot, RefusedByServer

NUMBER, RECORDED = "+33199005998", "+33199005997"
PASSWORD = "une phrase de passe longue"
WAYS = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "end")
CALLS_OF_A_TELEPHONE = 25  # its echo overflows with many
READY_SECONDS_MAX = 90.0
SIGN_INS_AT_ONCE = 8  # more from one address at the same moment are taken for somebody who guesses


class Ours:
    name = "ours"

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation, self.folder = installation, folder
        self.nadia = Person(installation.url, *installation.sign_in("nadia"))
        sip = installation.told["sip"]
        self.centre = sip["host"], sip["port"]
        self.callers = sipp.Sipp(folder / "ours", self.centre, NUMBER.replace("+33", "0"))
        self.talkers = sipp.Sipp(folder / "talks", self.centre, RECORDED.replace("+33", "0"))
        self._desks: list[asyncio.Task] = []

    async def stop(self) -> None:
        await self.callers.stop()
        await self.talkers.stop()

    # -- what there is

    def furnish(self, members: int) -> list[tuple[str, str]]:
        """A number for each queue; the members' sign-ins."""
        nadia = self.nadia
        nadia.put("/api/prompts/bench_hello/fr", {"text": "Bonjour."})
        skills = [nadia.post("/api/skills", {"name": f"Banc {n}"})["id"] for n in (1, 2)]
        queues = [self._queue(skill) for skill in skills]
        nadia.post("/api/routing/publish")
        hello = {"kind": "say", "prompts": ["bench_hello"], "next": {"done": "wait"}}
        consent = {"kind": "record_consent", "prompts": ["bench_hello"], "seconds": 0.2,
                   "next": {"allowed": "wait", "refused": "wait"}}  # fmt: skip
        for number, first, queue in ((NUMBER, hello, queues[0]), (RECORDED, consent, queues[1])):
            wait = {"kind": "queue", "queue": queue, "next": WAYS}
            steps = {"first": first, "wait": wait, "end": {"kind": "hang_up"}}
            draft = {"languages": ["fr"], "channels": ["voice"], "start": "first", "steps": steps}
            flow = nadia.post("/api/flows", {"name": f"Banc {number}", "draft": draft})["id"]
            nadia.post(f"/api/flows/{flow}/publish")
            nadia.post("/api/numbers", {"number": number, "flow": flow})
        self._member(skills[0], "nobody")  # one who is able exists, or the queue refuses
        return [self._member(skills[1], f"banc{n}") for n in range(members)]

    def _queue(self, skill: str) -> str:
        rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
        rules = {"wrap_up_seconds": 0, "offer_seconds": 15, "wait_seconds_max": 3600}
        asked = {"name": f"Banc {skill}", "channel": "voice", "rings": rings, "options": rules}
        return self.nadia.post("/api/queues", asked)["id"]

    def _member(self, skill: str, key: str) -> tuple[str, str]:
        email = f"{key}@demo-telecom.example"
        body = {"name": key, "email": email, "roles": ["advisor"], "password": PASSWORD}
        person = self.nadia.post("/api/people", body)["id"]
        self.nadia.put(f"/api/people/{person}/abilities", {"skills": {skill: 5}, "capacities": {"voice": 1}})
        return email, PASSWORD

    # -- what happened

    def reached(self) -> int:
        """Calls that have ever come to a queue."""
        return self._count("select count(distinct conversation)::int as n from segment where kind = 'queue'")

    def waiting(self) -> int:
        return self._open("queue")

    def talking(self) -> int:
        return self._open("talk")

    def left(self) -> int:
        """Calls that are not over."""
        return self._count("select count(*)::int as n from conversation where channel = 'voice' and state <> 'closed'")

    def recordings(self) -> int:
        return self._count("select count(*)::int as n from recording")

    def _open(self, kind: str) -> int:
        return self._count("select count(*)::int as n from segment where kind = %(kind)s and closed_at is null", kind)

    def _count(self, sql: str, kind: str = "") -> int:
        return self.installation.rows(sql, kind=kind)[0]["n"]

    def cpu(self) -> dict[str, float]:
        """Seconds, of each process and its children."""
        return {name: sum(map(tree_cpu, self.installation.pids(name))) for name in MARKS}

    # -- members

    async def open_desks(self, sign_ins: list[tuple[str, str]]) -> None:
        """Returns once all are available; a telephone of SIPp's for each twenty-five of them."""
        telephones = [
            await self.talkers.telephone(25_000 + 2 * n, 30_000 + 10 * n)
            for n in range(-(-len(sign_ins) // CALLS_OF_A_TELEPHONE))
        ]
        ready, turn = [asyncio.Event() for _ in sign_ins], asyncio.Semaphore(SIGN_INS_AT_ONCE)
        contacts = [f"sip:m{n}@{telephones[n // CALLS_OF_A_TELEPHONE]}" for n in range(len(sign_ins))]
        url = self.installation.url
        self._desks = [
            asyncio.create_task(_desk(url, *one, turn)) for one in zip(sign_ins, contacts, ready, strict=True)
        ]
        async with asyncio.timeout(READY_SECONDS_MAX):
            await asyncio.gather(*(one.wait() for one in ready))

    async def close_desks(self) -> None:
        for one in self._desks:
            one.cancel()
        await asyncio.gather(*self._desks, return_exceptions=True)


async def _desk(
    url: str, sign_in: tuple[str, str], contact: str, ready: asyncio.Event, turn: asyncio.Semaphore
) -> None:
    """Takes whatever she is offered."""
    async with AdvisorRobot(url, *sign_in) as robot:
        async with turn:
            await robot.sign_in()
        await robot.telephone(contact)
        await robot.open_desk()
        await robot.change_status()
        ready.set()
        seen: set[str] = set()
        while True:
            offers = await robot.until(
                lambda r: [o for o in r.of("offer", channel="voice") if o["offer"] not in seen], 3_600
            )
            seen.add(offers[0]["offer"])
            try:
                await robot.accept(offers[0])
            except (RefusedByServer, TimeoutError):
                pass  # she was quicker to leave
