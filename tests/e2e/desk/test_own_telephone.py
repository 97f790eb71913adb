"""A number called by a click, one that the dial plan closes, and calls that ring where she says, chosen on her page."""

from __future__ import annotations

import pytest_asyncio
from desk_rig import Desk
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard
from playwright.async_api import expect

from palabre.processes.demo.network import network

NUMBER, MOBILE, CLOSED = "+33199007101", "+33199007102", "+33 8 99 70 12 34"
CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
NOTHING: set[int] = set()


@pytest_asyncio.fixture(loop_scope="session")
async def outside(installation):
    """Where the operator's network leads to, and where a desk telephone stands."""
    made = await network(installation.data, installation.told, app="outside")
    for number in (NUMBER, MOBILE):
        made.expect_ring(number)
    yield made
    await made.stop()


async def over(awa: Desk) -> None:
    await awa.page.keyboard.press("Shift+F4")
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    await awa.leave()


async def test_a_number_is_called_by_a_click_and_a_closed_one_is_refused_in_words(seat, outside, pictures):
    awa = await seat("awa")
    page = awa.page
    await awa.be("available")
    await page.get_by_role("button", name="Appeler", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    number = dialog.get_by_label("Numéro", exact=True)
    await number.fill(CLOSED)
    await page.keyboard.press("Enter")
    await expect(dialog).to_contain_text("n’ouvre pas cette destination")
    await awa.picture("closed-destination", pictures)
    await number.fill("01 99 00 71 01")
    await page.keyboard.press("Enter")
    customer = await outside.rings(NUMBER)
    try:
        await expect(dialog.get_by_role("button", name="Abandonner")).to_be_visible()
        await customer.answer()
        await customer.speak(CALLER_HERTZ)
        await awa.call_is("talking")
        await expect(dialog).to_have_count(0)
        await until_heard({"awa": (page, CALLER)}, what="called by a click")
    finally:
        await customer.hang_up()
    await page.get_by_role("region", name="Fin de traitement").wait_for()
    await awa.leave()


async def test_her_calls_ring_at_her_desk_telephone_then_at_her_own_number(seat, outside, caller, pictures):
    awa = await seat("awa")
    page, user = awa.page, ""
    await page.goto(f"{awa.url}/desk/check")
    part = page.get_by_role("region", name="Être appelé sur")
    try:
        await part.get_by_text("Mon téléphone de bureau", exact=True).click()
        await part.get_by_role("button", name="Créer les identifiants").click()
        await expect(part).to_contain_text("le mot de passe ne sera plus montré")
        _, user, password = await part.locator("dd").all_inner_texts()
        await awa.picture("desk-telephone", pictures)
        await outside.register(user, password)
        await part.get_by_role("button", name="Être appelé ici").click()
        await part.locator("[data-telephone=sip]").wait_for()
        await rings_there(awa, caller, outside, user)
        await page.goto(f"{awa.url}/desk/check")
        await part.get_by_text("Mon propre numéro", exact=True).click()
        await part.get_by_label("Votre numéro").fill(CLOSED)
        await part.get_by_role("button", name="Être appelé ici").click()
        await expect(part).to_contain_text("n’ouvre pas cette destination")
        await part.get_by_label("Votre numéro").fill(MOBILE)
        await part.get_by_role("button", name="Être appelé ici").click()
        await part.locator("[data-telephone=number]").wait_for()
        await awa.picture("own-number", pictures)
        await rings_there(awa, caller, outside, MOBILE)
    finally:
        await awa.ask("PUT", "/desk/telephone", {"kind": "browser"})
        if user:
            await outside.unregister(user)
            await awa.ask("DELETE", "/desk/telephone/credentials")


async def rings_there(awa: Desk, caller, outside, which: str) -> None:
    """A customer calls; she accepts in her browser and speaks by that telephone."""
    outside.expect_ring(which)
    await awa.page.goto(f"{awa.url}/desk/inbox")
    await awa.be("available")
    await caller.call()
    await awa.offer.wait_for()
    await awa.page.keyboard.press("F2")
    telephone = await outside.answers(which, 20.0)
    try:
        await telephone.speak()
        await awa.call_is("talking")
        await until_heard({"caller": (caller.page, ADVISOR), "awa": (awa.page, NOTHING)}, what=f"at {which}")
        await over(awa)
        await caller.until_over()
    finally:
        await telephone.hang_up()
