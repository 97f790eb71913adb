"""Who hears whom between a customer's page and an advisor's desk, each in a Chromium of its own: tones, measured."""

from __future__ import annotations

from typing import NamedTuple

import ears
from ears import ADVISOR_HERTZ, CALLER_HERTZ, MUSIC_HERTZ, until_heard, until_spoken_to

CALLER, ADVISOR, MUSIC = {CALLER_HERTZ}, {ADVISOR_HERTZ}, {MUSIC_HERTZ}
NOTHING: set[int] = set()


async def pair(seat, caller):
    """A web caller and Awa, talking."""
    awa = await seat("awa")
    await awa.be("available")
    await caller.call()
    await awa.accept()
    await until_heard({"caller": (caller.page, ADVISOR), "advisor": (awa.page, CALLER)})
    return awa


class Situation(NamedTuple):
    """`does` leads there from a plain talk, `undoes` back: keys of the advisor, `caller mutes`, `call is STATE`."""

    name: str
    does: tuple[str, ...]
    heard_by_caller: set[int]
    heard_by_advisor: set[int]
    undoes: tuple[str, ...] = ()


HOLD, BACK = ("F8", "call is holding"), ("F8", "call is talking")
SITUATIONS = (
    Situation("talk", (), ADVISOR, CALLER),
    Situation("advisor muted", ("F4",), NOTHING, CALLER, ("F4",)),
    Situation("caller muted", ("caller mutes",), ADVISOR, NOTHING, ("caller mutes",)),
    Situation("both muted", ("F4", "caller mutes"), NOTHING, NOTHING, ("F4", "caller mutes")),
    Situation("on hold", HOLD, MUSIC, NOTHING, BACK),
    Situation("on hold, caller muted", (*HOLD, "caller mutes"), MUSIC, NOTHING, (*BACK, "caller mutes")),
    Situation("muted, held, back, still muted", ("F4", *HOLD, *BACK), NOTHING, CALLER, ("F4",)),
    Situation("held twice and back", (*HOLD, *BACK, *HOLD, *BACK), ADVISOR, CALLER),
)


async def act(awa, caller, what: str) -> None:
    if what == "caller mutes":
        await caller.mute()
    elif what.startswith("call is "):
        await awa.call_is(what.removeprefix("call is "))
    else:
        await awa.page.keyboard.press(what)


async def test_who_hears_whom(seat, caller, told):
    """Each line of the table from one talk, and back into it: what was there before must be there again."""
    awa = await pair(seat, caller)
    assert await awa.page.evaluate("testEars.played()"), "received, but not played to her"
    for situation in SITUATIONS:
        for action in situation.does:
            await act(awa, caller, action)
        wanted = {"caller": (caller.page, situation.heard_by_caller), "advisor": (awa.page, situation.heard_by_advisor)}
        told(f"{situation.name}: {await until_heard(wanted, what=situation.name)}")
        for action in situation.undoes:
            await act(awa, caller, action)
        plain = {"caller": (caller.page, ADVISOR), "advisor": (awa.page, CALLER)}
        await until_heard(plain, what=f"after {situation.name}")


async def test_in_the_ivr_a_voice_then_music_and_the_advisor_hears_nothing(seat, caller, installation, told):
    awa = await seat("awa")
    caller.url = installation.told["pages"][1]["url"]
    await caller.call()
    told(f"ivr: caller {await until_spoken_to(caller.page)}, advisor {await ears.levels(awa.page)}")
    assert not ears.wrong(await ears.levels(awa.page), NOTHING)
    await eventually_music(caller)
    told(f"waiting: {await until_heard({'caller': (caller.page, MUSIC), 'advisor': (awa.page, NOTHING)}, 20)}")
    assert await awa.offer.count() == 0


async def eventually_music(caller) -> None:
    """Keys until one is taken: the menu listens while it speaks."""
    for _ in range(20):
        await caller.keypad("1").click()
        try:
            return await until_heard({"caller": (caller.page, MUSIC)}, 1.5) and None
        except AssertionError:
            continue
    raise AssertionError("no music")


async def test_the_advisor_hangs_up(seat, caller, told):
    awa = await pair(seat, caller)
    await awa.page.keyboard.press("Shift+F4")
    await caller.until_over()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    told(f"advisor_hangs_up: {await until_heard({'caller': (caller.page, NOTHING), 'advisor': (awa.page, NOTHING)})}")


async def test_the_caller_hangs_up(seat, caller, told):
    awa = await pair(seat, caller)
    await caller.hang_up()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    told(f"caller_hangs_up: {await until_heard({'caller': (caller.page, NOTHING), 'advisor': (awa.page, NOTHING)})}")


async def test_the_caller_closes_the_page(seat, caller):
    awa = await pair(seat, caller)
    await caller.page.close()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    await until_heard({"advisor": (awa.page, NOTHING)})
