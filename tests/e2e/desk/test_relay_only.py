"""A customer and an advisor whose networks let nothing out but to a TURN relay (coturn): they hear one another; and the
way of the sound that breaks in a call (another network) gives way to a new one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from desk_rig import until_page
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard
from playwright.async_api import BrowserContext, Route
from turn_relay import Relay

from palabre.channels.voice.actions.relays import ice_servers
from palabre.plumbing.settings import Settings

RELAYED = (Path(__file__).parents[2] / "rigs/browser_relayed.js").read_text()
MENDED_SECONDS_MAX = 14.0  # of which the browser takes five to notice
PACKETS = 100  # of sound, each way: two seconds; those that ask for a way are some ten


@pytest.fixture
def relay(missing) -> Iterator[Relay]:
    if not Relay.program:
        missing("coturn: apt install coturn")
    made = Relay()
    made.start()
    yield made
    made.stop()


async def only_through(relay: Relay, context: BrowserContext, telephone: str) -> list[str]:
    """This context's pages reach nothing but the relay, and are told of it as by an installation that has one; their
    users there, in the order of their telephones. (The demo of all tests has none: its other calls need none.)"""
    settings, users = Settings(turn_urls=relay.urls, turn_secret=relay.secret), []

    async def with_relay(route: Route) -> None:
        answer = await route.fetch()
        given = await answer.json()
        (server,) = ice_servers(settings, given["user"], given["expires_at"])
        users.append(server.username)
        await route.fulfill(response=answer, json=given | {"ice": [msgspec.to_builtins(server)]})

    await context.add_init_script(RELAYED)
    await context.route(telephone, with_relay)
    return users


async def test_they_hear_one_another_through_a_relay_alone(fresh_desk, caller, relay, told):
    awa = await fresh_desk("awa")
    hers = await only_through(relay, awa.context, "**/api/desk/phone")
    theirs = await only_through(relay, caller.page.context, "**/welcome/api/calls")
    await awa.enter()
    await awa.be("available")
    await caller.call()
    await awa.accept()
    pages = {"caller": (caller.page, {ADVISOR_HERTZ}), "advisor": (awa.page, {CALLER_HERTZ})}
    told(f"through a relay: {await until_heard(pages)}")
    for page, _ in pages.values():
        enough = f"testRelay.used().then((u) => u && Math.min(u.sent, u.received) > {PACKETS} && u)"
        assert (await until_page(page, enough))["kind"] == "relay"
    await caller.hang_up()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    for user in (hers[-1], theirs[-1]):
        passed = await asyncio.to_thread(relay.passed, user)
        told(f"relayed for {user}: {passed}")
        assert min(passed) > PACKETS, f"{passed}\n{relay.log()[-3000:]}"


async def test_a_call_whose_way_breaks_finds_another_and_stays_the_same_call(fresh_desk, caller, relay, told):
    """Issue 4, point 10: ICE restart."""
    awa = await fresh_desk("awa")
    await only_through(relay, awa.context, "**/api/desk/phone")
    await awa.enter()
    await awa.be("available")
    await caller.call()
    await awa.accept()
    both = {"caller": (caller.page, {ADVISOR_HERTZ}), "advisor": (awa.page, {CALLER_HERTZ})}
    await until_heard(both)
    before = awa.wire.of("conversation")[0]
    relay.stop()  # with it goes every address that her browser had
    relay.start()
    began = time.monotonic()
    await awa.page.locator("[data-audio=lost]").wait_for()
    told(f"another network: noticed after {time.monotonic() - began:.1f} s")
    await awa.page.locator("[data-audio=talking]").wait_for()
    await until_heard(both, what="by another way")
    took = time.monotonic() - began
    told(f"another network: both heard again after {took:.1f} s")
    assert took < MENDED_SECONDS_MAX
    assert (await until_page(awa.page, "testRelay.used()"))["kind"] == "relay"
    now = awa.wire.of("conversation")[0]
    assert (now["conversation"], now["state"]) == (before["conversation"], "talking")
    await caller.hang_up()
