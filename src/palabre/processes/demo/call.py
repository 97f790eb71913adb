"""`./palabre demo call [--json]`: a scripted customer calls the demo that runs, speaks, listens, and hangs up.

With --json one line: `result` (refused: nobody answered; hung_up: she said all of it; left: the other side ended it),
`milliseconds` of the whole call, `steps` with their milliseconds since the call began, and `heard`: what came to her
ear during each of them, `sound` or `silence`, with its loudness in dB under full scale.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import time
from pathlib import Path
from typing import Any

import msgspec

from palabre.plumbing.engines.folders import default_data
from palabre.processes.demo.network import network, told
from palabre.processes.robots.hearing import GUARD_SECONDS, loudness_db
from palabre.processes.robots.outside import CallRefused, Outside, Party

MENU = {"offers": "1", "help": "2", "vip": "3"}
WELCOME_SECONDS = 11.0  # the words before the menu
TURN_SECONDS = 7.0
SOUND_DB = -50.0  # quieter than this is silence on the line
REFUSED, LEFT, HUNG_UP = "refused", "left", "hung_up"
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
    parser.add_argument("--json", action="store_true", help="one line: what was heard, when, and the result")
    asked = parser.parse_args(arguments)
    data = Path(asked.data).absolute() if asked.data else default_data("demo")
    return asyncio.run(_call(data, asked))


class Story(msgspec.Struct):
    """What happens to her, told as it does (or kept for one line of JSON)."""

    number: str
    quiet: bool
    result: str = REFUSED
    began: float = msgspec.field(default_factory=time.monotonic)
    steps: list[dict[str, Any]] = []
    heard: list[dict[str, Any]] = []

    @property
    def milliseconds(self) -> int:
        return round((time.monotonic() - self.began) * 1000)

    def say(self, text: str, step: str) -> None:
        self.steps.append({"step": step, "milliseconds": self.milliseconds})
        if not self.quiet:
            print(f"{self.milliseconds / 1000:6.1f} s  {text}", flush=True)

    def end(self) -> int:
        shown = {"result": self.result, "number": self.number, "milliseconds": self.milliseconds}
        if self.quiet:
            print(json.dumps({**shown, "steps": self.steps, "heard": self.heard}))
        return 1 if self.result == REFUSED else 0


async def _call(data: Path, asked: argparse.Namespace) -> int:
    running = told(data)
    story = Story(running["number"], asked.json)
    outside = await network(data, running, app=f"call{os.getpid()}")
    try:
        await _play(outside, story, asked)
    finally:
        await outside.stop()
    return story.end()


async def _play(outside: Outside, story: Story, asked: argparse.Namespace) -> None:
    story.say(f"calling {story.number}", "calling")
    try:
        caller = await outside.call(story.number, asked.caller)
    except CallRefused as why:
        return story.say(str(why), REFUSED)
    story.say("answered: the customer listens to the welcome", "answered")
    if asked.json:
        await caller.listen()
    await _during(caller, "welcome", asyncio.wait({caller.gone}, timeout=WELCOME_SECONDS))
    await caller.press(MENU[asked.wish])
    story.say(f"pressed {MENU[asked.wish]}, waiting for somebody: sign in at the desk and accept", "pressed")
    await _speak(caller, story, asked.wait)
    if asked.json:
        with contextlib.suppress(OSError):  # another account's Asterisk keeps what its ears heard
            await caller.stop_listening()
            story.heard += [_heard(caller, name) for name in caller.windows]
    story.result = LEFT if caller.gone.done() else HUNG_UP
    await caller.hang_up()
    story.say("the customer has hung up" if story.result == HUNG_UP else "the other side has hung up", story.result)


async def _speak(caller: Party, story: Story, patience: float) -> None:
    """Her lines, one after the other, as long as somebody is there; the music she waits with hears them too."""
    until = time.monotonic() + patience
    for turn, line in enumerate((*SCRIPT, *random.sample(SCRIPT[1:3], 2)), 1):
        if caller.gone.done() or time.monotonic() > until:
            break
        story.say(f"« {line} »", f"turn {turn}")
        await caller.tell(line)
        await _during(caller, f"turn {turn}", asyncio.wait({caller.gone}, timeout=TURN_SECONDS))


async def _during(caller: Party, name: str, work: Any) -> None:
    """A window of her ear, as long as this takes."""
    begin = time.monotonic()
    await work
    caller.windows[name] = (begin, time.monotonic())


def _heard(caller: Party, window: str) -> dict[str, Any]:
    begin, end = caller.windows[window]
    samples = caller.heard(window) if end - begin > 2 * GUARD_SECONDS else []
    loudness = round(loudness_db(samples), 1)
    return {
        "during": window,
        "milliseconds": round((end - begin) * 1000),
        "what": "sound" if loudness > SOUND_DB else "silence",
        "loudness_db": loudness,
    }
