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
from palabre.processes.demo.campaign import NUMBERS
from palabre.processes.demo.network import network, sign_in_of, told
from palabre.processes.robots.advisor import AdvisorRobot, RefusedByServer
from palabre.processes.robots.outside import Outside, Party

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
READING_SECONDS, RINGING_SECONDS = 4.0, 4.0
CALLING_LINES = (
    "Bonjour, Démo Télécom, le service clients. Votre contrat prend fin ce mois-ci, avez-vous une minute ?",
    "Voulez-vous le garder comme il est ? Je peux le noter tout de suite.",
    "C'est noté. Merci, et bonne journée.",
)
AT_HOME_LINES = ("Allô ? Oui, je vous écoute.", "Oui, gardons-le ainsi.", "Merci, au revoir.")
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
    working += [asyncio.create_task(_at_home(outside, number)) for number in NUMBERS]
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
        serving: dict[str, asyncio.Task] = {"campaign": asyncio.create_task(_call_out(robot, outside, telephone))}
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


# -- the calling campaign, once somebody has started it


async def _call_out(robot: AdvisorRobot, outside: Outside, telephone: str) -> None:
    """Kept for a campaign: her telephone answers by itself."""
    while True:
        await robot.until(lambda r: r.of("calling"), None)
        with contextlib.suppress(TimeoutError, AriError, RefusedByServer):
            await _kept(robot, await outside.answers(telephone, 10))


async def _kept(robot: AdvisorRobot, leg: Party) -> None:
    """Until her telephone is let go: reads, dials, speaks, says what became of it."""
    read = ""
    while not leg.gone.done():
        if talks := robot.of("conversation", channel="voice", state="talking"):
            return await _speak_for(robot, talks[0], leg)
        shown = robot.of("calling", state="shown")
        if shown and shown[0]["contact"] != read:
            read = shown[0]["contact"]
            await asyncio.sleep(READING_SECONDS)
            await robot.ask("POST", f"/api/outbound/contacts/{read}/dial")
        await asyncio.wait({leg.gone}, timeout=0.3)


async def _speak_for(robot: AdvisorRobot, talk: dict[str, Any], leg: Party) -> None:
    conversation = talk["conversation"]
    for line in CALLING_LINES:
        if not leg.gone.done():
            await leg.tell(line)
            await asyncio.wait({leg.gone}, timeout=TURN_SECONDS)
    await robot.ask("PUT", f"/api/outbound/conversations/{conversation}/disposition", {"code": "done"})
    with contextlib.suppress(RefusedByServer):
        await robot.hang_up(conversation)
    await asyncio.sleep(WRAP_UP_SECONDS)
    await robot.end_wrap_up(talk["item"])


async def _at_home(outside: Outside, number: str) -> None:
    """Whoever is called at this number: picks up after some rings, listens and speaks by turns, puts down."""
    outside.expect_ring(number)
    while True:
        with contextlib.suppress(TimeoutError, AriError):
            party = await outside.rings(number, None)
            await asyncio.wait({party.gone}, timeout=RINGING_SECONDS)
            if party.gone.done():
                continue
            await party.answer()
            for line in AT_HOME_LINES:
                await asyncio.wait({party.gone}, timeout=TURN_SECONDS)
                if not party.gone.done():
                    await party.tell(line)
            await asyncio.wait({party.gone}, timeout=2 * TURN_SECONDS)
            await party.hang_up()


async def _write(robot: AdvisorRobot, conversation: str) -> None:
    for text in WRITTEN:
        if not robot.of("conversation", conversation=conversation, customer_present=True):
            return
        await robot.write(conversation, text)
        await asyncio.sleep(TURN_SECONDS)
