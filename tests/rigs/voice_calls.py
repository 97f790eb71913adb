"""What tests of the telephone say and do: a flow, a caller who waits in a queue, the judging of what was heard."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from palabre.processes.robots import hearing
from palabre.processes.robots.outside import Party

if TYPE_CHECKING:
    from voice_stage import Stage

NUMBER, CALLED, CALLER = "+33140001000", "0140001000", "0612345678"
TEXTS = {
    "hello": "Bonjour et bienvenue.",
    "choose": "Pour les ventes, tapez un. Pour une assistance, tapez deux.",
    "recorded": "Cette conversation peut être enregistrée. Pour refuser, tapez deux.",
    "bye": "Au revoir.",
    "place": "Vous êtes numéro {position}.",
    "card": "Saisissez votre numéro de carte.",
}


def ivr(stage: Stage, **changes) -> dict:
    """Hello, a menu, the queue, good bye."""
    bye = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    options = [{"key": "1", "exit": "sales", "label": "choose"}]
    next = {"sales": "queue", "silence": "bye", "wrong": "bye"}
    return {
        "hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "choose"}},
        "choose": {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options, "next": next},
        "queue": {"kind": "queue", "queue": stage.queue, "next": bye},
        "bye": {"kind": "hang_up", "prompts": ["bye"]},
        **changes,
    }


async def in_queue(stage: Stage, keys: str = "1") -> Party:
    """A caller who has pressed 1 and waits."""
    caller = await stage.outside.call(CALLED, CALLER)
    await caller.listen()
    await caller.window("prompt", 1.2)
    await caller.press(keys)
    await stage.until(lambda w: w["routing"].items, 10)
    return caller


async def wait_for(test, seconds_max: float = 5.0):
    """Until `test()` is true; its value."""
    async with asyncio.timeout(seconds_max):
        while not (value := test()):
            await asyncio.sleep(0.01)
    return value


def judge(*groups: list[hearing.Statement]) -> None:
    """All statements must be true; the table is printed whatever they are."""
    said = [s for group in groups for s in group]
    print("", *said, sep="\n")
    wrong = [str(s) for s in said if not s.true]
    assert not wrong, "\n".join(wrong)
