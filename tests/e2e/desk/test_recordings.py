"""An advisor suspends a recording by its key; a supervisor finds it, hears it, goes along it by keyboard, marks it."""

from __future__ import annotations

import pytest_asyncio
from desk_rig import eventually, until_page
from playwright.async_api import expect

from palabre.processes.demo.network import network

NUMBER_SHOWN = "0199004263"
AT = "Number(document.querySelector('[role=slider]').getAttribute('aria-valuenow'))"


@pytest_asyncio.fixture(loop_scope="session")
async def outside(installation):
    made = await network(installation.data, installation.told, app="e2e")
    yield made
    await made.stop()


async def test_a_recording_is_suspended_found_heard_and_marked(seat, outside, nadia, pictures):
    awa = await seat("awa")
    await awa.be("available")
    number = next(one["number"] for one in nadia.get("/api/numbers")["rows"] if one["name"] == "Accueil")
    customer = await outside.call(number, NUMBER_SHOWN)
    try:
        await agrees(customer, awa)
        await awa.accept()
        conversation = awa.wire.of("conversation", channel="voice")[0]["conversation"]
        await customer.speak()
        await awa.page.locator("[data-recording=on]").wait_for()
        await customer.window("talk", 1.0)
        await awa.page.keyboard.press("F7")
        await awa.page.locator("[data-recording=paused]").wait_for()
        await awa.picture("recording suspended", pictures)
        await customer.window("paused", 1.0)
        await awa.page.get_by_role("button", name="Reprendre l’enregistrement").click()
        await awa.page.locator("[data-recording=on]").wait_for()
        await customer.window("again", 1.0)
    finally:
        await customer.hang_up()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    rows = await eventually(lambda: nadia.get(f"/api/conversations/{conversation}/recordings")["rows"], 15, "kept")
    claire = await seat("claire")
    await hears(claire, rows[0]["id"], pictures)
    audit = nadia.get("/api/audit", subject=f"recording:{rows[0]['id']}")["rows"]
    assert [a["verb"] for a in audit] == ["voice.listen"], "fetched once, however often it is played"


async def agrees(customer, awa) -> None:
    """1 until it is taken: the flow listens while it speaks, and 2 would refuse the recording."""
    for _ in range(20):
        await customer.press("1")
        if await awa.offer.count():
            return
        await customer.window("flow", 1.0)
    raise AssertionError("no offer")


async def hears(claire, recording: str, pictures) -> None:
    page = claire.page
    await page.goto(f"{claire.url}/desk/recordings?number={NUMBER_SHOWN}")
    await page.locator(f"[data-recording-row='{recording}']").get_by_role("button").click()
    player = page.get_by_role("region", name="Lecteur")
    await player.locator("[data-lane=left]").wait_for(state="attached")
    assert await player.locator("[data-silence=pause]").count() == 1
    assert f"open={recording}" in page.url and "number=" in page.url, "what is found is in the address"
    await player.get_by_role("button", name="Écouter").click()
    await until_page(page, f"{AT} >= 1")
    rail = page.get_by_role("slider")
    await rail.focus()
    await page.keyboard.press("Space")
    await player.get_by_role("button", name="Écouter").wait_for()
    await page.keyboard.press("Home")
    await until_page(page, f"{AT} === 0")
    await page.keyboard.press("End")
    await until_page(page, f"{AT} > 2")
    await player.get_by_label("Vitesse").select_option("1.5")
    await until_page(page, "document.querySelector('audio').playbackRate === 1.5")
    await player.get_by_label("Repère").fill("à réécouter")
    await player.get_by_role("button", name="Poser un repère").click()
    await expect(player.get_by_text("à réécouter")).to_be_visible()
    await claire.picture("recording heard", pictures)
