"""A telephone number of a test's own: its flow, its queue, and who can answer it."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import time
from typing import Any

from people import Advisor, Person, Running, eventually
from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, Telephone

NUMBERS = itertools.count(5001)  # 01 99 00 is kept free for stories
EXITS = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
QUEUE = {"wrap_up_seconds": 120.0, "offer_seconds": 20.0, "wait_seconds_max": 300.0}
WORDS = {
    "hello": "Bonjour.",
    "recorded": "Enregistré. Refusez par 2.",
    "which": "Un ?",
    "again": "Encore.",
    "end": "Fin.",
}
PROCESSES = {"front": "run front( |$)", "voice": "run voice( |$)", "asterisk": "(^|/)asterisk( |$)"}


class Switchboard:
    """`queue` asks for a skill that `able` gives. Use as a context: abilities are as before at the end."""

    def __init__(self, running: Running, nadia: Person) -> None:
        self.running, self.nadia = running, nadia
        self.centre = (running.told["sip"]["host"], running.told["sip"]["port"])
        for name, text in WORDS.items():
            nadia.put(f"/api/prompts/{name}_voice/fr", {"text": text})
        self.skill = nadia.post("/api/skills", {"name": f"Téléphone {time.time_ns()}"})["id"]
        rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": self.skill, "level": 1}}]
        asked = {"name": f"Téléphone {time.time_ns()}", "channel": "voice", "rings": rings, "options": QUEUE}
        self.queue = nadia.post("/api/queues", asked)["id"]
        nadia.post("/api/routing/publish")
        self.people = {p["email"].split("@")[0]: p["id"] for p in nadia.get("/api/people")["rows"]}
        self.before: dict[str, dict[str, Any]] = {}

    def able(self, *keys: str) -> None:
        for key in keys:
            path = f"/api/people/{self.people[key]}/abilities"
            held = self.before.setdefault(key, self.nadia.get(path))
            self.nadia.put(path, {"skills": held["skills"] | {self.skill: 5}, "capacities": held["capacities"]})

    def close(self) -> None:
        for key, held in self.before.items():
            told = {"skills": held["skills"], "capacities": held["capacities"]}
            self.nadia.put(f"/api/people/{self.people[key]}/abilities", told)

    def number(self, steps: dict[str, Any], **more: Any) -> Line:
        """A new one, that the flow of these steps answers: the first is where it begins. `more`: of the number."""
        number = f"+33199{next(NUMBERS):06}"
        draft = {"languages": ["fr"], "channels": ["voice"], "start": next(iter(steps)), "steps": steps}
        flow = self.nadia.post("/api/flows", {"name": f"Téléphone {number} {time.time_ns()}", "draft": draft})["id"]
        self.nadia.post(f"/api/flows/{flow}/publish")
        self.nadia.post("/api/numbers", {"number": number, "flow": flow, **more})
        return Line(self, number)

    def waits(self) -> dict[str, Any]:
        return {"kind": "queue", "queue": self.queue, "next": EXITS}

    def straight(self) -> Line:
        """To the queue at once."""
        return self.number({"wait": self.waits(), "bye": {"kind": "hang_up"}})

    def process(self, name: str) -> int:
        """Its id; 0 where it is just down."""
        asked = ["pgrep", "-P", str(self.running.process.pid), "-f", PROCESSES[name]]
        found = subprocess.run(asked, capture_output=True, text=True).stdout.split()
        assert len(found) <= 1, f"{name}: {found}"
        return int(found[0]) if found else 0

    def kill(self, name: str) -> int:
        """As a crash does; the process that was."""
        os.kill(killed := self.process(name), signal.SIGKILL)
        return killed


class Line:
    """A number, and what the record says of who called it."""

    def __init__(self, board: Switchboard, number: str) -> None:
        self.board, self.number = board, number

    def calls(self) -> list[dict[str, Any]]:
        rows = self.board.nadia.get("/api/conversations", channel="voice", limit=50)["rows"]
        return [r for r in rows if r["entry"] == self.number]

    def call(self) -> dict[str, Any]:
        """The only one."""
        found = eventually(self.calls)
        assert len(found) == 1
        return self.board.nadia.get(f"/api/conversations/{found[0]['id']}")

    def closed(self, seconds_max: float = 15.0) -> dict[str, Any]:
        """The only one, once all of it is over."""

        def over() -> dict[str, Any] | None:
            row = self.call()
            done = row["state"] == "closed" and all(s["closed_at"] for s in row["segments"])
            return row if done else None

        return eventually(over, seconds_max)

    def facts(self) -> list[dict[str, Any]]:
        """Its part of the journal, as the command line prints it."""
        id = self.call()["id"]
        return [f for f in self.board.running.journal() if f["fields"].get("conversation") == id]


class AtWork:
    """An advisor with a plain telephone that answers with her tone."""

    def __init__(self, board: Switchboard, who: Advisor, *, answers: bool = True) -> None:
        self.who, self.desk = who, who.desk
        self.phone = Telephone(board.centre, address=AT_WORK, hertz=ADVISOR_HERTZ, answers=answers)
        who.post("/api/desk/phone", {"kind": "sip", "contact": self.phone.contact})
        who.be("available")

    def close(self) -> None:
        self.who.leave()
        self.phone.__exit__()

    def hold(self, conversation: str, on: bool) -> None:
        self.who.post(f"/api/desk/conversations/{conversation}/hold", {"on": on})

    def hang_up(self, conversation: str) -> None:
        self.who.post(f"/api/desk/conversations/{conversation}/hang-up")

    def ends_wrap_up(self, conversation: str) -> None:
        """Her work of it, once the talk is over."""
        mine = self.desk.until(lambda: self.desk.of("conversation", conversation=conversation, state="wrap_up"))
        self.who.post(f"/api/desk/work-items/{mine[0]['item']}/wrap-up/end")
        self.desk.until(lambda: not self.desk.of("conversation", conversation=conversation))


def talk(caller: Telephone, her: AtWork) -> str:
    """Somebody in the queue and her, joined: each hears the other. The conversation."""
    conversation = her.who.accepts(channel="voice")
    caller.until_hears(ADVISOR_HERTZ)
    her.phone.until_hears(CALLER_HERTZ)
    return conversation


def kinds(row: dict[str, Any]) -> list[str]:
    return [s["kind"] for s in sorted(row["segments"], key=lambda s: (s["opened_at"], s["id"]))]
