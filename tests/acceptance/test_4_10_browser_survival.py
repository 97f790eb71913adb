"""Issue 4, point 10: what the browser of somebody in a call lives through; in ten seconds she is heard again.

By another network, through a relay: tests/e2e/desk/test_relay_only.py. A call that stays where it was accepted, ten
minutes behind another tab, a network of half a minute's silence: tests/e2e/desk/test_survival.py.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from desk_rig import Desk, chromium, chromium_path, eventually, noted
from ears import ADVISOR_HERTZ as HER_HERTZ
from ears import CALLER_HERTZ, until_heard
from playwright.async_api import Browser, Page, Playwright, async_playwright
from robots.asleep import asleep
from robots.proxy import Proxy
from switchboard import Line, Switchboard
from telephone import Telephone

pytestmark = pytest.mark.asyncio(loop_scope="module")
LONG_SECONDS = 70.0  # nobody is kept waiting in a bridge for so long: her customer went back to the queue meanwhile
SLEEP_SECONDS = 17.0  # past the fifteen after which nobody believes in a silent line
BACK_SECONDS_MAX = 45.0  # music for her: in the bridge, then in the queue
GONE_SECONDS = 150.0  # her line is believed in no more, and two minutes later she is signed out
AGAIN_SECONDS_MAX, REATTACHED_SECONDS_MAX = 10.0, 4.0
STRIP = "[data-call]"


@pytest.fixture(scope="module")
def line(running, nadia, missing) -> Iterator[Line]:
    """A number whose queue is for these two alone."""
    if not running.told["voice"]:
        missing("Asterisk: ./palabre doctor says why")
    if not chromium_path():
        missing("Chromium: apt install chromium, or PALABRE_CHROMIUM=/path")
    board = Switchboard(running, nadia)
    board.able("awa", "lea")
    yield board.straight()
    board.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as made:
        yield made


@asynccontextmanager
async def in_a_call(browser: Browser, url: str, line: Line, key: str) -> AsyncIterator[tuple[Desk, Telephone]]:
    """Her desk, and a customer by telephone whom she has answered."""
    running = line.board.running
    desk = await Desk.open(browser, url, *running.sign_in_of(key))
    desk.api = f"{running.url}/api"
    await desk.enter()
    await desk.be("available")
    with Telephone(line.board.centre, hertz=CALLER_HERTZ) as customer:
        await asyncio.to_thread(customer.rings_out, line.number)
        await desk.accept()
        await both_heard(desk.page, customer)
        yield desk, customer
    if not desk.page.is_closed():
        await desk.leave()
    await desk.context.close()


async def both_heard(page: Page, customer: Telephone, seconds_max: float = AGAIN_SECONDS_MAX) -> float:
    """The seconds until the customer hears her; then she hears the customer, and nothing else."""
    began = time.monotonic()
    await asyncio.to_thread(customer.until_hears, HER_HERTZ, seconds_max)
    took = time.monotonic() - began
    await until_heard({"advisor": (page, {CALLER_HERTZ})})
    return took


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def woken(playwright, running, line, folder) -> AsyncIterator[asyncio.Task[float]]:
    """Awa's machine sleeps in a call, beside one that sleeps longer, where nothing is killed as she wakes;
    the seconds from her waking until she is heard."""
    (mine := folder / "sleeper").mkdir()
    browser = await chromium(playwright, mine, HER_HERTZ)
    async with in_a_call(browser, running.url, line, "awa") as (awa, customer):
        task = asyncio.create_task(slept(awa, customer, str(mine)))
        yield task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await browser.close()


async def slept(awa: Desk, customer: Telephone, mark: str) -> float:
    with asleep(mark):
        await asyncio.sleep(SLEEP_SECONDS)
        await asyncio.to_thread(customer.until_silent_of, HER_HERTZ)
    took = await both_heard(awa.page, customer)
    await awa.call_is("talking")
    return took


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gone(playwright, running, folder) -> AsyncIterator[tuple[Desk, asyncio.Task[None]]]:
    """Inès, available and idle, whose machine sleeps until she is signed out; it is over when the task is."""
    (mine := folder / "gone").mkdir()
    browser = await chromium(playwright, mine, HER_HERTZ)
    desk = await Desk.open(browser, running.url, *running.sign_in_of("ines"))
    await desk.enter()
    await desk.be("available")
    task = asyncio.create_task(slept_long(str(mine)))
    yield desk, task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await desk.leave()
    await browser.close()


async def slept_long(mark: str) -> None:
    with asleep(mark):
        await asyncio.sleep(GONE_SECONDS)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lea(playwright, running, line, folder) -> AsyncIterator[tuple[Desk, Telephone, Proxy]]:
    """In a call too, by a network that can be torn."""
    browser = await chromium(playwright, folder, HER_HERTZ)
    async with (
        Proxy(running.told["port"]) as network,
        in_a_call(browser, network.url, line, "lea") as (desk, customer),
    ):
        yield desk, customer, network
    await browser.close()


async def unbroken(customer: Telephone, accident: Callable) -> None:
    """Nothing of the sound passes where the accident is."""
    await accident()
    await asyncio.to_thread(customer.until_more, 0.5)
    assert customer.hears(HER_HERTZ)


async def test_her_sockets_torn_the_call_goes_on_and_she_is_registered_again(lea):
    desk, customer, network = lea
    said = await noted(desk.page, STRIP, "data-phone")
    await unbroken(customer, lambda: network.cut(0.3))
    await desk.page.locator("[data-call=talking][data-phone=ready][data-audio=talking]").wait_for()
    assert "connecting" in [word for word, _ in await said()], "nothing was torn"
    await both_heard(desk.page, customer)


async def test_a_gateway_killed_in_a_call_is_not_heard(lea, line):
    desk, customer, _ = lea
    before = len(desk.wire.opened)
    await unbroken(customer, lambda: asyncio.to_thread(line.board.kill, "front"))
    await eventually(lambda: desk.wire.kinds_after(before), what="her desk at the new gateway")
    await desk.page.locator("[data-call=talking][data-phone=ready]").wait_for()
    await both_heard(desk.page, customer)


async def test_a_reload_gives_the_call_back_within_four_seconds(lea):
    desk, customer, _ = lea
    began = time.monotonic()
    await desk.page.reload(wait_until="commit")
    # her new page's telephone speaks: what is heard from now on is no longer the old one's
    await desk.page.locator("[data-call=talking][data-audio=talking]").wait_for()
    await asyncio.to_thread(customer.until_hears, HER_HERTZ)
    took = time.monotonic() - began
    assert took < REATTACHED_SECONDS_MAX, took
    await both_heard(desk.page, customer)
    assert await desk.page.evaluate("testEars.played()")


async def test_the_call_passes_to_her_other_tab_when_the_leader_closes_and_ends_there(lea):
    desk, customer, _ = lea
    second = await desk.context.new_page()
    await second.goto(f"{desk.url}/desk/inbox")
    await second.locator("[data-call=talking]").wait_for()
    await desk.page.close()
    await both_heard(second, customer)
    await second.keyboard.press("Shift+F4")
    await asyncio.to_thread(customer.until_over)
    await second.locator("[data-audio=none]").wait_for()


async def test_who_slept_longer_finds_out_where_her_customer_went_and_asks_for_calls_again(
    woken, gone, playwright, running, nadia, folder
):
    board = Switchboard(running, nadia)  # a queue of his own
    board.able("paul")
    (mine := folder / "longer").mkdir()
    browser = await chromium(playwright, mine, HER_HERTZ)
    try:
        async with in_a_call(browser, running.url, board.straight(), "paul") as (paul, customer):
            card = paul.page.get_by_test_id("missed-offer")
            with asleep(str(mine)):
                began = time.monotonic()
                await asyncio.to_thread(customer.until_music, BACK_SECONDS_MAX)
                while time.monotonic() - began < LONG_SECONDS:
                    await asyncio.to_thread(customer.until_more, 2.0)
            await card.get_by_text("la personne a repris sa place en tête de file").wait_for()
            assert not paul.wire.of("offer"), "nobody knows yet that he is back at his desk"
            await paul.page.get_by_role("button", name="Mon état : À confirmer").wait_for()
            await asyncio.to_thread(customer.until_music)
            await card.get_by_role("button", name="Recevoir à nouveau").click()
            await card.wait_for(state="detached")
            await paul.accept()
            await both_heard(paul.page, customer)
            await asyncio.to_thread(customer.hang_up)
    finally:
        await browser.close()
        board.close()


async def test_a_machine_that_slept_in_a_call_is_heard_again_within_ten_seconds(woken):
    assert await woken < AGAIN_SECONDS_MAX


@pytest.mark.seconds_max(300)
async def test_who_was_signed_out_by_a_long_sleep_reads_it_and_is_back_by_one_click(gone):
    ines, sleep = gone
    await sleep
    card = ines.page.get_by_test_id("missed-offer")
    await card.get_by_text("Votre poste s’est tu plus de deux minutes").wait_for()
    await ines.page.locator("[data-status=away]").wait_for()
    await card.get_by_role("button", name="Recevoir à nouveau").click()
    await card.wait_for(state="detached")
    await ines.page.locator("[data-status=available]").wait_for()
