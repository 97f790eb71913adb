"""What a desk lives through: a reload on hold, two tabs, ten minutes behind another tab, a network that goes.

(A reload, a sleep, sockets torn, a gateway killed, in a call: tests/acceptance/test_4_10_browser_survival.py.)
"""

from __future__ import annotations

import asyncio
import time

import pytest
import pytest_asyncio
from desk_rig import (
    SECONDS_MAX,
    Caller,
    Desk,
    Wire,
    context_of,
    entities_of,
    eventually,
    noted,
    until_page,
    window_of_a_person,
)
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard
from robots.proxy import Proxy

CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
ACKNOWLEDGED_SECONDS_MAX = 2.0
RING_HERTZ = 587
DEAD_SECONDS = 30.0
CALM_LINE, SILENT_LOSS_MS = "[data-testid=connection]", 2_000
TEN_MINUTES_MS = 600_000


async def talk(desk: Desk, caller) -> None:
    await desk.be("available")
    await caller.call()
    await desk.accept()
    await until_heard({"caller": (caller.page, ADVISOR), "advisor": (desk.page, CALLER)})


async def first_heard(pages: dict[str, tuple]) -> dict[str, float]:
    """The instant at which each hears its tone, from now on."""
    found = await asyncio.gather(*(page.evaluate(f"testEars.first({hertz}, 10)") for page, hertz in pages.values()))
    return dict(zip(pages, found, strict=True))


async def test_a_reload_on_hold_stays_on_hold(seat, caller):
    awa = await seat("awa")
    await talk(awa, caller)
    await awa.page.keyboard.press("F8")
    await awa.call_is("holding")
    await awa.page.reload()
    await awa.page.locator("[data-call=holding][data-audio=talking]").wait_for()
    await until_heard({"caller": (caller.page, {620}), "advisor": (awa.page, set())})
    await awa.page.keyboard.press("F8")
    await awa.call_is("talking")
    await until_heard({"caller": (caller.page, ADVISOR), "advisor": (awa.page, CALLER)})


async def test_two_tabs_are_one_desk_and_the_call_survives_the_leader(fresh_desk, caller, told):
    paul = await fresh_desk("lea")
    await paul.enter()
    await paul.be("available")
    second = await paul.context.new_page()
    await second.goto(f"{paul.url}/desk/inbox")
    await second.get_by_text("Le téléphone est dans un autre onglet").wait_for()
    await caller.call()
    await paul.offer.wait_for()
    await second.get_by_test_id("offer").wait_for()
    await until_page(paul.page, "hertz => testEars.rings.some(ring => ring.hertz === hertz)", RING_HERTZ)
    assert not await second.evaluate("testEars.rings"), "only the leader rings"
    await second.keyboard.press("F2")  # accepted in the remote, spoken in the leader
    await paul.call_is("talking")
    await second.locator("[data-call=talking]").wait_for()
    await until_heard({"caller": (caller.page, ADVISOR), "leader": (paul.page, CALLER), "remote": (second, set())})
    await second.keyboard.press("F4")
    await until_heard({"caller": (caller.page, set()), "leader": (paul.page, CALLER)}, what="muted from the remote")
    await second.keyboard.press("F4")
    await until_heard({"caller": (caller.page, ADVISOR), "leader": (paul.page, CALLER)})
    began = time.time() * 1000
    await paul.page.close()
    heard = await first_heard({"tab that was second": (second, CALLER_HERTZ)})
    told(f"leader closed: {heard['tab that was second'] - began:.0f} ms until the other tab has the audio")
    await until_heard({"caller": (caller.page, ADVISOR), "advisor": (second, CALLER)})
    await second.keyboard.press("Shift+F4")
    await caller.until_over()
    await second.keyboard.press("e")
    await second.locator("[data-call=none]").wait_for()


async def test_a_call_stays_in_the_browser_that_took_it_until_another_takes_it_over(seat, fresh_desk, caller):
    office, laptop = await seat("awa"), await fresh_desk("awa")
    await laptop.enter()
    await laptop.be("available")
    await caller.call()
    await office.offer.wait_for()
    await laptop.accept()
    there = {"caller": (caller.page, ADVISOR), "laptop": (laptop.page, CALLER), "office": (office.page, set())}
    await until_heard(there, what="where it was accepted")
    await office.page.reload()
    await office.page.locator("[data-call=talking][data-phone=ready][data-elsewhere]").wait_for()
    await until_heard(there, what="the other one registered anew")
    await office.page.get_by_role("button", name="Prendre ici").click()
    await laptop.page.locator("[data-elsewhere]").wait_for()
    here = {"caller": (caller.page, ADVISOR), "office": (office.page, CALLER)}
    await until_heard({**here, "laptop": (laptop.page, set())}, what="taken over")
    await laptop.context.close()
    await until_heard(here, what="the former one gone")


async def test_a_desk_hidden_for_ten_minutes_still_gets_its_offer(playwright, installation, caller, told):
    async with window_of_a_person(playwright, installation.folder, ADVISOR_HERTZ) as context:
        lea = Desk(context, context.pages[0], installation.url, *installation.sign_in("lea"))
        await lea.page.clock.install()
        await lea.enter()
        await lea.be("available")
        other = await context.new_page()
        await other.bring_to_front()
        await until_page(lea.page, "document.hidden")
        await lea.page.clock.fast_forward(TEN_MINUTES_MS)
        await settled(lea.wire)
        await caller.call()
        offer, took = await acknowledged(lea)
        told(f"hidden for ten minutes: acknowledged {took * 1000:.0f} ms after the offer")
        assert took < ACKNOWLEDGED_SECONDS_MAX
        await until_page(lea.page, "hertz => testEars.rings.some(ring => ring.hertz === hertz)", RING_HERTZ)
        rings = [ring for ring in await lea.page.evaluate("testEars.rings") if ring["hertz"] == RING_HERTZ]
        assert all(ring["state"] == "running" for ring in rings), rings
        await eventually(lambda: lea.wire.entities.get(f"offer:{offer}", {}).get("shown"), what="shown at the server")
        assert await lea.page.evaluate("document.hidden"), "nobody has looked at it meanwhile"
        await until_page(lea.page, "document.title.includes('●')")
        await lea.page.bring_to_front()
        await lea.accept()
        await until_heard({"caller": (caller.page, ADVISOR), "advisor": (lea.page, CALLER)})
        await lea.leave()


async def acknowledged(desk: Desk) -> tuple[str, float]:
    """The next offer, and the seconds between its coming and the page's word that it is shown."""
    offer = (await eventually(lambda: desk.wire.of("offer"), what="an offer"))[0]["offer"]
    came = next(at for at, message in desk.wire.said if f"offer:{offer}" in entities_of(message))
    sent = await eventually(lambda: [at for at, message in desk.wire.sent if message.get("shown") == offer], 5)
    return offer, sent[0] - came


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cuts(browser, outside_browser, installation, direct, told):
    """`await cuts[5.0]`: what comes of a cut so long. They go on beside each other, for most of it is waiting."""
    desks = {1.0: "paul", 5.0: "moussa", DEAD_SECONDS: "ines"}
    caller = await Caller.open(await context_of(outside_browser), direct)
    async with Proxy(installation.told["port"]) as one, Proxy(installation.told["port"]) as five:
        async with Proxy(installation.told["port"]) as thirty:
            proxies = dict(zip(desks, (one, five, thirty), strict=True))
            opened = {n: await desk_behind(proxies[n], browser, installation, key) for n, key in desks.items()}
            made = {n: asyncio.create_task(torn(opened[n], proxies[n], n, told)) for n in (1.0, 5.0)}
            made[DEAD_SECONDS] = asyncio.create_task(dead(opened[DEAD_SECONDS], thirty, caller, told))
            yield made
            for task in made.values():
                task.cancel()
            await asyncio.gather(*made.values(), return_exceptions=True)
            for desk in opened.values():
                await desk.leave()
                await desk.context.close()
    await caller.page.context.close()


async def desk_behind(proxy: Proxy, browser, installation, key: str) -> Desk:
    desk = await Desk.open(browser, proxy.url, *installation.sign_in(key))
    desk.api = f"{installation.url}/api"
    await desk.enter()
    await eventually(lambda: desk.me, what="the desk")
    return desk


@pytest.mark.parametrize("seconds", [1.0, 5.0])
async def test_a_torn_network_is_said_calmly_and_mended_by_one_delta(seconds, cuts):
    await cuts[seconds]


async def test_a_dead_network_of_thirty_seconds_leaves_the_call_and_the_draft(cuts):
    await cuts[DEAD_SECONDS]


async def torn(desk: Desk, proxy: Proxy, seconds: float, told) -> None:
    opened = len(desk.wire.opened)
    said = await noted(desk.page, CALM_LINE, "data-calm")
    began = time.time() * 1000
    await proxy.cut(seconds)
    mended = time.monotonic()
    await eventually(lambda: desk.wire.kinds_after(opened), what="the wire back")
    told(f"cut of {seconds} s: back {time.monotonic() - mended:.2f} s after the network")
    await calm(desk, "nothing")
    one_delta(desk, opened)
    loud = [at - began for word, at in await said() if word != "nothing"]
    assert all(after > SILENT_LOSS_MS for after in loud), loud
    assert loud or seconds * 1000 < SILENT_LOSS_MS, "five seconds of it, and not a word"


async def dead(ines: Desk, proxy: Proxy, caller: Caller, told) -> None:
    await talk(ines, caller)
    opened, began = len(ines.wire.opened), time.monotonic()
    stall = asyncio.create_task(proxy.stall(DEAD_SECONDS))
    await calm(ines, "amber", 25)
    told(f"dead network: amber line after {time.monotonic() - began:.1f} s")
    await ines.page.get_by_text("La connexion est coupée").wait_for()
    note = ines.page.get_by_label("Texte de la note")
    await note.fill("Écrit pendant la coupure")
    await ines.page.get_by_text("Brouillon gardé sur ce poste").wait_for()
    found = await until_heard({"caller": (caller.page, ADVISOR), "advisor": (ines.page, CALLER)})
    told(f"dead network: they still hear each other {found}")
    await stall
    mended = time.monotonic()
    await calm(ines, "nothing", 15)
    told(f"dead network of 30 s: back {time.monotonic() - mended:.2f} s after the network")
    one_delta(ines, opened)
    assert await note.input_value() == "Écrit pendant la coupure"
    await ines.call_is("talking")
    await until_heard({"caller": (caller.page, ADVISOR), "advisor": (ines.page, CALLER)})


async def calm(desk: Desk, word: str, seconds_max: float = SECONDS_MAX) -> None:
    locator = desk.page.locator(f"{CALM_LINE}[data-calm={word}]")
    await locator.wait_for(state="attached", timeout=seconds_max * 1000)


async def settled(wire: Wire) -> None:
    """A beat has come after whatever came: the page holds the last number."""
    count = len(wire.said)
    await eventually(lambda: "beat" in wire.kinds_since(count), what="a beat")


def one_delta(desk: Desk, opened: int) -> None:
    """The page asked from where it stood; what it got is what had changed, not all anew."""
    said = desk.wire.kinds_after(opened)
    assert said and set(said) <= {"changes", "beat", "typing"}, said
    assert all("from=" in url for url in desk.wire.opened[opened:]) and len(desk.wire.opened) > opened, desk.wire.opened
