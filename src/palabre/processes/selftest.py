"""`./palabre selftest`: a whole Palabre in a temporary folder, one phone call and one chat through the public wires.

Each party of the call has a tone of its own: found at the other end and on its own side of the recording, absent from
where it must not be. Every step tells its milliseconds; the exit code tells whether all was true.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json as json_format
import os
import shutil
import sys
import tempfile
import time
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from palabre.plumbing import settings
from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.demo.seed import seed
from palabre.processes.installation import Installation
from palabre.processes.place import Place
from palabre.processes.robots import hearing
from palabre.processes.robots.advisor import AdvisorRobot
from palabre.processes.robots.hearing import ADVISOR_HERTZ, CALLER_HERTZ, RATE, Statement, statements
from palabre.processes.robots.outside import Outside, Party
from palabre.processes.robots.visitor import VisitorRobot

TONES = (CALLER_HERTZ, ADVISOR_HERTZ)
ADVISOR, SUPERVISOR = "awa", "claire"
CALLER = "0199007777"
KEY_EVERY_SECONDS = 1.5
TALK_SECONDS = 2.0
RECORDING_SECONDS_MAX = 10.0


class Report:
    """Steps with their milliseconds, statements with their levels."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.began, self.last = quiet, time.monotonic(), time.monotonic()
        self.steps: list[dict[str, Any]] = []
        self.heard: list[Statement] = []
        self.failure = ""

    def step(self, what: str) -> None:
        now = time.monotonic()
        self.steps.append({"step": what, "ms": round((now - self.last) * 1000)})
        self.last = now
        self.say(f"{self.steps[-1]['ms']:6} ms  {what}")

    def judge(self, *groups: list[Statement]) -> None:
        for statement in (s for group in groups for s in group):
            self.heard.append(statement)
            self.say(f"           {statement}")

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text, flush=True)

    @property
    def good(self) -> bool:
        return not self.failure and bool(self.heard) and all(s.true for s in self.heard)

    def as_dict(self) -> dict[str, Any]:
        heard = [{**s._asdict(), "level": round(s.level, 1), "true": s.true} for s in self.heard]
        seconds = round(time.monotonic() - self.began, 2)
        return {"ok": self.good, "seconds": seconds, "steps": self.steps, "heard": heard, "failure": self.failure}


async def selftest(json: bool = False) -> int:
    """0 when everything was true. `json`: one line on stdout at the end, instead of the steps as they go."""
    report = Report(quiet=json)
    folder = _folder()
    try:
        async with _palabre(folder, report) as (told, outside):
            await _phone_call(told, outside, report)
            await _chat(told, report)
        report.step("everything ended")
    except (Exception, asyncio.CancelledError) as error:
        report.failure = f"{type(error).__name__}: {error}"[:500]
        report.say(f"FAILED after {report.steps[-1]['step'] if report.steps else 'nothing'}: {report.failure}")
        if os.environ.get("PALABRE_SELFTEST_KEEP"):
            report.say(f"kept: {folder}")
            return 1
    finally:
        if not os.environ.get("PALABRE_SELFTEST_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)
    if json:
        print(json_format.dumps(report.as_dict(), ensure_ascii=False), flush=True)
    else:
        report.say(f"{'all true' if report.good else 'NOT ALL TRUE'} in {time.monotonic() - report.began:.1f} s")
    return 0 if report.good else 1


def _folder() -> Path:
    """Temporary, and within reach of the engines' account."""
    folder = Path(tempfile.mkdtemp(prefix="palabre-selftest-"))
    folder.chmod(0o755)
    return folder


@asynccontextmanager
async def _palabre(folder: Path, report: Report) -> AsyncIterator[tuple[dict[str, Any], Outside]]:
    """A demo on free ports, without its pages, and a telephone network around it."""
    data = folder / "data"

    def quiet(text: str) -> None:
        report.say(f"           {text}")

    given = settings.read({}, data=str(data), port=0, demo=True)
    installation = Installation(Place(given.data, "selftest"), given, quiet, seed)
    outside = None
    try:
        told = await installation.start()
        report.step("Palabre is ready")
        if not told["voice"]:
            raise EngineRefused("there is no telephony", "./palabre doctor says why")
        outside = Outside(data / "outside", say=quiet)
        outside.choose_ports()
        outside.launch(told["sip"]["host"], told["sip"]["port"])
        await outside.connect()
        report.step("the outside telephone network is ready")
        yield told, outside
    finally:
        if outside:
            with contextlib.suppress(Exception):
                await outside.stop()
        await installation.stop()


def _robot(told: dict[str, Any], key: str) -> AdvisorRobot:
    person = next(p for p in told["sign_ins"] if p["key"] == key)
    return AdvisorRobot(told["url"], person["sign_in"], person["password"])


# -- the call


async def _phone_call(told: dict[str, Any], outside: Outside, report: Report) -> None:
    async with _robot(told, ADVISOR) as advisor:
        await advisor.sign_in()
        contact = outside.contact(f"robot-{ADVISOR}")
        await advisor.telephone(contact)
        await advisor.open_desk()
        await advisor.change_status()
        report.step("an advisor is signed in, her telephone is there")
        caller = await outside.call(told["number"], CALLER)
        report.step("a call is answered by the flow")
        await caller.listen()
        await _through_the_menu(caller, advisor)
        report.step("through the menu into the queue, offered to her")
        conversation, hers = await _accepted(advisor, outside)
        report.step("accepted: her telephone answers, they are joined")
        await _talk(caller, hers, report)
        await advisor.hang_up(conversation)
        await asyncio.gather(caller.wait_gone(5), hers.wait_gone(5))
        report.step("she hangs up, both legs are gone")
        await _wrapped_up(advisor, conversation)
        report.step("wrap-up ended")
    await _recording(told, conversation, report)


async def _through_the_menu(caller: Party, advisor: AdvisorRobot) -> None:
    """Press 1 until it was understood: each sentence can be interrupted."""
    offered = asyncio.create_task(advisor.offered("voice", 30))
    while not offered.done():
        await caller.press("1")
        await asyncio.wait({offered}, timeout=KEY_EVERY_SECONDS)
    offered.result()


async def _accepted(advisor: AdvisorRobot, outside: Outside) -> tuple[str, Party]:
    offer = advisor.of("offer", channel="voice")[0]
    answering = asyncio.create_task(outside.answers(f"robot-{ADVISOR}"))
    await advisor.accept(offer)
    hers = await answering
    await advisor.until(lambda robot: robot.of("conversation", conversation=offer["conversation"], state="talking"))
    return offer["conversation"], hers


async def _talk(caller: Party, hers: Party, report: Report) -> None:
    await hers.listen()
    await asyncio.gather(caller.speak(), hers.speak())
    await caller.window("talk", TALK_SECONDS)
    await caller.stop_listening()
    await hers.stop_listening()
    report.step("they talked")
    report.judge(
        statements("talk", "caller hears", caller.heard("talk"), (ADVISOR_HERTZ,), TONES),
        statements("talk", "advisor hears", hers.heard("talk", caller.windows), (CALLER_HERTZ,), TONES),
    )


async def _wrapped_up(advisor: AdvisorRobot, conversation: str) -> None:
    found = await advisor.until(lambda robot: robot.of("conversation", conversation=conversation, state="wrap_up"))
    await advisor.end_wrap_up(found[0]["item"])
    await advisor.until(lambda robot: not robot.of("conversation", conversation=conversation))


async def _recording(told: dict[str, Any], conversation: str, report: Report) -> None:
    """A supervisor listens: the caller on the left, the advisor on the right, neither on the other side."""
    async with _robot(told, SUPERVISOR) as supervisor:
        await supervisor.sign_in()
        path, deadline = f"/api/conversations/{conversation}/recordings", time.monotonic() + RECORDING_SECONDS_MAX
        while not (rows := (await supervisor.ask("GET", path))["rows"]):
            if time.monotonic() > deadline:
                raise TimeoutError("no recording was kept")
            await asyncio.sleep(0.1)
        data = await supervisor.ask("GET", f"/api/recordings/{rows[0]['id']}")
    report.step("the recording is kept and listened to")
    both = _stereo(data)
    middle = both[int(0.6 * RATE) : int((TALK_SECONDS + 0.2) * RATE)]
    report.judge(
        statements("recording", "left", middle[:, 0], (CALLER_HERTZ,), TONES),
        statements("recording", "right", middle[:, 1], (ADVISOR_HERTZ,), TONES),
    )


def _stereo(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return hearing.floats(frames.reshape(-1, file.getnchannels()))


# -- the chat


async def _chat(told: dict[str, Any], report: Report) -> None:
    async with _robot(told, ADVISOR) as advisor, VisitorRobot(told["url"], told["widget_key"]) as visitor:
        await advisor.sign_in()
        await advisor.open_desk()
        await advisor.change_status()
        await visitor.write("Bonjour, ma facture me paraît étrange.")
        await visitor.press_first_button()
        report.step("a visitor writes and presses a button")
        offer = await advisor.offered("chat", 20)
        await advisor.accept(offer)
        report.step("offered and accepted")
        await advisor.write(offer["conversation"], "Bonjour, je regarde cela avec vous.")
        await visitor.until(lambda robot: [m for m in robot.messages if m["from"] == "advisor"], 10)
        report.step("her answer is on the visitor's screen")
        before = advisor.of("conversation", conversation=offer["conversation"])[0]["messages"]
        await visitor.write("Merci beaucoup.")
        key = {"conversation": offer["conversation"]}
        await advisor.until(lambda robot: robot.of("conversation", **key)[0]["messages"] > before, 10)
        report.step("and the visitor's on hers")
        await advisor.hang_up(offer["conversation"])
        await _wrapped_up(advisor, offer["conversation"])
        report.step("the chat is closed")


def main(arguments: list[str]) -> int:
    if set(arguments) - {"--json"}:
        print("usage: ./palabre selftest [--json]", file=sys.stderr)
        return 2
    return asyncio.run(selftest(json="--json" in arguments))
