"""An emergency by one gesture, seen where supervisors look and heard by who comes; a feed named and tried."""

from __future__ import annotations

import asyncio

from axe_rig import goes
from people import Visitor
from playwright.async_api import expect
from told_server import ToldServer

WORDS = "Alerte : fuite de gaz, rue Haute."


async def test_an_emergency_is_said_from_the_floor_until_it_is_taken_back(seat, installation):
    desk = await seat("nadia")
    page = desk.page
    await goes(desk, "floor", "fr")
    await page.get_by_role("button", name="Annonce d’urgence", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("En Français").fill(WORDS)
    await dialog.get_by_role("button", name="Dire maintenant").click()
    await dialog.wait_for(state="detached")
    line = page.locator("[data-announcement]")
    await expect(line).to_contain_text(WORDS)
    comes = await asyncio.to_thread(Visitor, installation.url, installation.told["widget_key"])
    try:
        comes.writes("Bonjour")
        told = lambda: [m for m in comes.messages.values() if WORDS in m["text"]]
        await asyncio.to_thread(comes.until, told)
    finally:
        await asyncio.to_thread(comes.leaves)
    await line.get_by_role("button", name="Ne plus la dire").click()
    await expect(line).to_have_count(0)
    await goes(desk, "setup/information", "fr")
    row = page.get_by_role("row").filter(has_text=WORDS)
    await expect(row).to_contain_text("retirée")
    await row.get_by_role("button", name="La dire à nouveau").click()
    await expect(row).to_contain_text("dite")
    await row.get_by_role("button", name="Ne plus la dire").click()
    await expect(row).to_contain_text("retirée")


async def test_a_feed_is_tried_kept_and_read(seat):
    desk = await seat("nadia")
    page = desk.page
    async with ToldServer() as world:
        world.say("/rss", "<rss><item><title>Marché demain</title></item></rss>")
        await goes(desk, "setup/information", "fr")
        await page.get_by_role("button", name="Nouveau flux").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Nom").fill("Marchés")
        await dialog.get_by_label("Adresse").fill("http://10.255.255.1/rss")
        await dialog.get_by_role("button", name="Essayer").click()
        await expect(dialog.get_by_role("status")).to_contain_text("adresse injoignable ou interdite")
        await dialog.get_by_label("Adresse").fill(f"{world.url}/rss")
        await dialog.get_by_role("button", name="Essayer").click()
        await expect(dialog.get_by_role("status")).to_contain_text("Marché demain.")
        await dialog.get_by_role("button", name="Enregistrer").click()
        await dialog.wait_for(state="detached")
        card = page.get_by_role("article", name="Marchés")
        await card.get_by_role("button", name="Lire Marchés maintenant").click()
        await expect(card).to_contain_text("À jour")
        await expect(card).to_contain_text("Marché demain.")
        await card.get_by_role("button", name="Supprimer Marchés").click()
        await expect(card).to_have_count(0)
