"""`./palabre demo robots`: machines staff the demo's other advisors, over the same wires as people."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
from collections.abc import Container
from pathlib import Path
from typing import Any

import aiohttp

from palabre.channels.voice.wiring import AriError, AriGone
from palabre.plumbing.engines.folders import default_data
from palabre.processes.demo.network import network, sign_in_of, told
from palabre.processes.robots.advisor import AdvisorRobot, RefusedByServer
from palabre.processes.robots.outside import Outside

log = logging.getLogger("palabre.robots")

STAFF = ("paul", "lea", "karim", "ines", "moussa")  # awa's place is kept for whoever tries the demo
THINKING_SECONDS, TALK_SECONDS_MAX, WRAP_UP_SECONDS, AGAIN_SECONDS = 1.5, 90.0, 4.0, 3.0
LINES = (
    "Démo Télécom bonjour, je vous écoute.",
    "Je comprends. Je regarde votre dossier, un instant s'il vous plaît.",
    "Je vois. Nous allons relancer votre ligne ensemble.",
    "C'est fait. Est-ce que cela va mieux ?",
    "Je vous en prie. Bonne journée, et au revoir.",
)
WRITTEN = ("Bonjour, merci de votre message.", "Je regarde cela pour vous.", "C'est noté. Autre chose ?")
TURN_SECONDS = 6.0
STATUS_EVERY_SECONDS = 20.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre demo robots")
    parser.add_argument("--data", metavar="DIR", help="data folder of the demo that runs")
    asked = parser.parse_args(arguments)
    data = Path(asked.data).absolute() if asked.data else default_data("demo")
    return asyncio.run(_staff(data))


async def _staff(data: Path) -> int:
    running = told(data)
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop.set)
    outside = await network(data, running, app="outside")
    working = [asyncio.create_task(_always(running, key, outside)) for key in STAFF]
    try:
        await stop.wait()
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await outside.stop()
    return 0


async def _always(running: dict[str, Any], key: str, outside: Outside) -> None:
    """Back at her desk whatever happened."""
    while True:
        try:
            await _work(running, key, outside)
        except (aiohttp.ClientError, RefusedByServer, AriError, AriGone, TimeoutError, OSError) as why:
            log.warning("robot begins again", extra={"robot": key, "why": repr(why)[:200]})
        await asyncio.sleep(AGAIN_SECONDS)


async def _work(running: dict[str, Any], key: str, outside: Outside) -> None:
    person = sign_in_of(running, key)
    async with AdvisorRobot(running["url"], person["sign_in"], person["password"]) as robot:
        await robot.sign_in()
        telephone = f"robot-{key}"
        outside.expect_ring(telephone)
        await robot.telephone(outside.contact(telephone))
        await robot.open_desk()
        await robot.change_status()
        serving: dict[str, asyncio.Task] = {}
        try:
            while not robot.socket.closed:
                if offer := await _next_offer(robot, serving):  # several chats at once, as a person has
                    task = asyncio.create_task(_serve(robot, offer, outside, telephone))
                    serving[offer["offer"]] = task
        finally:
            for task in serving.values():
                task.cancel()
            await asyncio.gather(*serving.values(), return_exceptions=True)


async def _next_offer(robot: AdvisorRobot, serving: Container[str]) -> dict[str, Any] | None:
    """None after a while without one: the status said again confirms after a missed offer, and proves the session."""

    def new(robot: AdvisorRobot) -> list[dict[str, Any]]:
        return [offer for offer in robot.of("offer") if offer["offer"] not in serving]

    try:
        return (await robot.until(new, STATUS_EVERY_SECONDS))[0]
    except TimeoutError:
        await robot.change_status()
        return None


async def _serve(robot: AdvisorRobot, offer: dict[str, Any], outside: Outside, telephone: str) -> None:
    await asyncio.sleep(THINKING_SECONDS)
    try:
        await robot.accept(offer)
    except RefusedByServer:
        return  # somebody else had it, or the customer left
    conversation = offer["conversation"]
    with contextlib.suppress(TimeoutError, AriError):
        await (
            _talk(robot, conversation, outside, telephone)
            if offer["channel"] == "voice"
            else _write(robot, conversation)
        )
    with contextlib.suppress(RefusedByServer):
        await robot.hang_up(conversation)
    await asyncio.sleep(WRAP_UP_SECONDS)
    with contextlib.suppress(RefusedByServer):
        await robot.end_wrap_up(offer["item"])
    with contextlib.suppress(TimeoutError):
        await robot.until(lambda r: not r.of("conversation", conversation=conversation), 60)


async def _talk(robot: AdvisorRobot, conversation: str, outside: Outside, telephone: str) -> None:
    leg = await outside.answers(telephone, 10)
    async with asyncio.timeout(TALK_SECONDS_MAX):
        for line in LINES:
            if leg.gone.done():
                return
            await leg.tell(line)
            await asyncio.wait({leg.gone}, timeout=TURN_SECONDS)
        await asyncio.wait({leg.gone}, timeout=TURN_SECONDS)


async def _write(robot: AdvisorRobot, conversation: str) -> None:
    for text in WRITTEN:
        if not robot.of("conversation", conversation=conversation, customer_present=True):
            return
        await robot.write(conversation, text)
        await asyncio.sleep(TURN_SECONDS)
