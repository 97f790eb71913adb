"""A desk that lives eight hours with some sixty conversations: its heap and its page must not grow without end.

The page's clock runs ahead after each conversation; what it holds is counted by the browser itself, after it collected
its garbage. `pytest tests/load/test_eight_hours_at_a_desk.py --seconds 3600`; some six minutes on two quiet cores.
"""

from __future__ import annotations

import asyncio

import ears
import pytest
from desk_rig import Desk, chromium, eventually
from people import Person, Visitor
from playwright.async_api import CDPSession, async_playwright
from robots.installation import Installation

CONVERSATIONS, WARM, EACH_MS = 60, 15, 8 * 60_000
HEAP_MAX, NODES_MAX = 300 * 2**20, 5_000                   # DESK: whatever happened
HEAP_GROWTH, NODES_GROWTH, LISTENERS_GROWTH = 40_000, 4, 2  # a conversation, at most: bytes, nodes, listeners
PLACES = ("customers", "day", "callbacks", "reports")


async def held(cdp: CDPSession) -> dict[str, int]:
    """What is alive once the garbage is gone."""
    for _ in range(3):
        await cdp.send("HeapProfiler.collectGarbage")
    counted = await cdp.send("Memory.getDOMCounters")
    usage = await cdp.send("Runtime.getHeapUsage")
    return {"heap": usage["usedSize"], "nodes": counted["nodes"], "listeners": counted["jsEventListeners"],
            "documents": counted["documents"]}  # fmt: skip


async def converse(desk: Desk, at: Installation, number: int) -> None:
    """One chat from offer to wrap-up, as an advisor does it: by keys."""
    page = desk.page
    visitor = await asyncio.to_thread(Visitor, at.url, at.told["widget_key"])
    try:
        visitor.writes(f"Bonjour, question {number}")
        await asyncio.to_thread(visitor.presses, "1")
        await desk.offer.wait_for()
        await page.keyboard.press("F2")
        await page.locator("article[data-state=talking]").wait_for()
        await page.keyboard.press("r")
        await page.keyboard.type("Je regarde.")
        await page.keyboard.press("Control+Enter")
        for n in range(5):
            visitor.writes(f"Et encore {n}")
        log = page.get_by_role("log")
        await log.get_by_text("Et encore 4").wait_for()
        await page.keyboard.press("Escape")
        await page.keyboard.press("n")
        await page.keyboard.type("Une note")
        await page.keyboard.press("Control+Enter")
        await log.locator("[data-note]").last.wait_for()
        await page.keyboard.press("Escape")
        await page.keyboard.press("e")
        await page.get_by_role("radio").first.check()
        await desk.still()
        await page.keyboard.press("e")
        await eventually(lambda: not desk.wire.of("conversation"), what="an empty desk")
    finally:
        await asyncio.to_thread(visitor.leaves)


async def look_around(desk: Desk, number: int) -> None:
    """Between two conversations: another page, a dialog opened and closed."""
    page, place = desk.page, PLACES[number % len(PLACES)]
    await page.locator(f"nav a[href$='/{place}']").click()
    await page.locator("h1, h2").first.wait_for()
    await page.keyboard.press("Control+k")
    await page.get_by_role("dialog").wait_for()
    await page.keyboard.press("Escape")
    await page.get_by_role("dialog").wait_for(state="detached")
    await desk.still()
    await page.locator("nav a[href$='/inbox']").click()
    await desk.still()


def unhurried(nadia: Person) -> None:
    for queue in nadia.get("/api/queues")["rows"]:
        options = queue["options"] | {"offer_seconds": 120.0, "wrap_up_seconds": 120.0}
        nadia.patch(f"/api/queues/{queue['id']}", {"version": queue["version"], "options": options})
    nadia.post("/api/routing/publish")
    nadia.close()


@pytest.mark.seconds_max(4_000)
async def test_eight_hours_with_sixty_conversations(request, capsys):
    if request.config.getoption("--seconds", 0.0) <= 0:
        pytest.skip("not for every day: ./palabre test load, or pytest tests/load --seconds N")
    with Installation("--no-voice") as at:
        unhurried(await asyncio.to_thread(Person, at.url, *at.sign_in("nadia")))
        async with async_playwright() as playwright:
            browser = await chromium(playwright, at.folder, ears.ADVISOR_HERTZ)
            desk = await Desk.open(browser, at.url, *at.sign_in("paul"))
            await desk.page.clock.install()
            await desk.enter()
            await desk.ask("POST", "/desk/status", {"status": "available"})
            cdp = await desk.context.new_cdp_session(desk.page)
            told = []
            for number in range(1, CONVERSATIONS + 1):
                await converse(desk, at, number)
                if number % 5 == 0:
                    await look_around(desk, number // 5)
                await desk.page.clock.fast_forward(EACH_MS)
                await desk.page.locator("[data-testid=connection][data-calm=nothing]").wait_for()
                if number % WARM == 0:
                    await desk.still()
                    told.append(await held(cdp))
                    with capsys.disabled():
                        print(f"\n{number} conversations, {number * EACH_MS / 3_600_000:.1f} h: {told[-1]}", end="")
            assert not desk.accidents, desk.accidents
            await browser.close()
    judge(told)


def judge(told: list[dict[str, int]]) -> None:
    """The first count comes when everything has been seen once; from then on a conversation leaves next to nothing."""
    first, last, more = told[0], told[-1], CONVERSATIONS - WARM
    assert last["heap"] < HEAP_MAX and last["nodes"] < NODES_MAX, told
    assert last["heap"] - first["heap"] < HEAP_GROWTH * more, told
    assert last["nodes"] - first["nodes"] < NODES_GROWTH * more, told
    assert last["listeners"] - first["listeners"] < LISTENERS_GROWTH * more, told
    assert last["documents"] <= first["documents"] + 1, told
