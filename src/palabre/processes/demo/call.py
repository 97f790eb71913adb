"""`./palabre demo call`: a scripted customer calls the demo that runs, speaks, listens, and hangs up."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from pathlib import Path

from palabre.plumbing.engines.folders import default_data
from palabre.processes.demo.network import network, told
from palabre.processes.robots.outside import CallRefused, Outside, Party

MENU = {"offers": "1", "help": "2", "vip": "3"}
WELCOME_SECONDS = 11.0  # the words before the menu
TURN_SECONDS = 7.0
SCRIPT = (
    "Bonjour, je vous appelle parce que ma connexion est très lente depuis hier soir.",
    "Oui, j'ai déjà redémarré la box, deux fois. Rien n'a changé.",
    "D'accord, je reste en ligne.",
    "C'est beaucoup mieux maintenant. Merci beaucoup pour votre aide, au revoir.",
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre demo call")
    parser.add_argument("--data", metavar="DIR", help="data folder of the demo that runs")
    parser.add_argument("--for", dest="wish", choices=MENU, default="help", help="what the customer asks for")
    parser.add_argument("--from", dest="caller", default="0199004242", help="number shown; empty: withheld")
    parser.add_argument("--wait", type=float, default=120.0, metavar="SECONDS", help="patience in the queue")
    asked = parser.parse_args(arguments)
    data = Path(asked.data).absolute() if asked.data else default_data("demo")
    return asyncio.run(_call(data, asked))


async def _call(data: Path, asked: argparse.Namespace) -> int:
    running = told(data)
    outside = await network(data, running, app=f"call{os.getpid()}")
    try:
        return await _play(outside, running["number"], asked)
    finally:
        await outside.stop()


async def _play(outside: Outside, number: str, asked: argparse.Namespace) -> int:
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", flush=True)

    say(f"calling {number}")
    try:
        caller = await outside.call(number, asked.caller)
    except CallRefused as why:
        say(str(why))
        return 1
    say("answered: the customer listens to the welcome")
    await asyncio.wait({caller.gone}, timeout=WELCOME_SECONDS)
    await caller.press(MENU[asked.wish])
    say(f"pressed {MENU[asked.wish]}, waiting for somebody: sign in at the desk and accept")
    await _speak(caller, say, asked.wait)
    await caller.hang_up()
    say("the customer has hung up")
    return 0


async def _speak(caller: Party, say, patience: float) -> None:
    """Her lines, one after the other, as long as somebody is there; the music she waits with hears them too."""
    until = time.monotonic() + patience
    for line in (*SCRIPT, *random.sample(SCRIPT[1:3], 2)):
        if caller.gone.done() or time.monotonic() > until:
            break
        say(f"« {line} »")
        await caller.tell(line)
        await asyncio.wait({caller.gone}, timeout=TURN_SECONDS)
    if caller.gone.done():
        say("the other side has hung up")
