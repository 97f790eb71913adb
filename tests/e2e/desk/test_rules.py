"""Rules are written by fields, warned of before they are published, tried on a day, scheduled and given up."""

from __future__ import annotations

import asyncio
import re
import time

from desk_rig import SECONDS_MAX
from people import Visitor
from playwright.async_api import expect

HELD = "select item from palabre.contact limit 1"


async def tried_on_a_day(admin, installation, queues, pictures) -> None:
    """A day without conversations plays nothing; the demo has no yesterday: the day that has some stands in for it."""
    page, tries = admin.page, admin.page.get_by_role("button", name="Essayer", exact=True)
    await page.get_by_label("Journée (si vide").fill("2020-01-01")
    await tries.click()
    await expect(page.get_by_role("status").filter(has_text="Aucune conversation ce jour-là")).to_be_visible()
    await page.get_by_label("Journée (si vide").fill("")
    if not installation.rows(HELD):
        await tries.click()
        empty = page.get_by_role("status").filter(has_text="Rien à jouer pour l’instant")
        await expect(empty.get_by_text("./palabre demo --robots")).to_be_visible()
        await admin.picture("rules_nothing_to_try", pictures)
    visitor = Visitor(installation.url, installation.told["widget_key"])
    try:
        visitor.writes("Bonjour")
        visitor.presses("1")
        deadline = time.monotonic() + SECONDS_MAX
        while not installation.rows(HELD):
            assert time.monotonic() < deadline, "no reader told of the visitor's wait"
            await asyncio.sleep(0.05)
    finally:
        visitor.leaves()
    await tries.click()
    await expect(page.locator("[data-instead]")).to_contain_text("Hier compte moins de 20 conversations")
    await expect(page.locator("[data-measure=offered]")).to_be_visible()
    await admin.picture("rules_another_day", pictures)


async def test_an_administrator_widens_a_queue_tries_it_and_plans_it(seat, nadia, queues, installation, pictures):
    admin = await seat("nadia")
    page, before = admin.page, nadia.get(f"/api/queues/{queues['Grands comptes']}")
    await page.goto(f"{admin.url}/desk/setup/queues")
    try:
        await page.get_by_role("button", name="Modifier Grands comptes").click()
        dialog = page.get_by_role("dialog", name="Modifier une file")
        await dialog.get_by_role("button", name="Élargir par un cercle").click()
        ring = dialog.get_by_role("group", name="Cercle 2", exact=True)
        await ring.get_by_label("Condition").first.select_option("any")
        await ring.get_by_role("button", name="Ajouter une condition").click()
        await ring.get_by_label("Compétence").last.select_option(label="Arabe")
        await ring.get_by_label("Niveau au moins").last.select_option("9")
        await expect(ring.get_by_text("ou Arabe ≥ 9")).to_be_visible()
        await dialog.get_by_text("Débordement, équité").click()
        await dialog.get_by_label("Déborde vers").select_option(label="Commercial")
        await admin.picture("rules_editor", pictures)
        await dialog.get_by_role("button", name="Enregistrer le brouillon").click()
        await expect(page.get_by_role("row").filter(has_text="ou Arabe ≥ 9")).to_be_visible()
        kept = nadia.get(f"/api/queues/{queues['Grands comptes']}")
        assert [one["after_seconds"] for one in kept["rings"]] == [0.0, 30.0]
        assert kept["options"]["overflow"] == queues["Commercial"]
        await page.get_by_role("button", name="Essayer sur une journée").click()
        await tried_on_a_day(admin, installation, queues, pictures)
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Publier plus tard").click()
        await page.get_by_label("Le", exact=True).fill("2027-06-01T08:00")
        await page.get_by_role("button", name="Prévoir la publication").click()
        await page.get_by_text("Versions et publications prévues").click()
        planned = page.locator("[data-publication=waiting]")
        await planned.get_by_role("button", name=re.compile("Annuler la publication")).click()
        await expect(page.locator("[data-publication=cancelled]")).to_have_count(1)
        await admin.picture("rules_versions", pictures)
    finally:
        now = nadia.get(f"/api/queues/{before['id']}")
        back = {"version": now["version"], "rings": before["rings"], "options": before["options"]}
        nadia.patch(f"/api/queues/{before['id']}", back)
