"""Rules are written by fields, warned of before they are published, tried on a day, scheduled and given up."""

from __future__ import annotations

import re

from playwright.async_api import expect


async def test_an_administrator_widens_a_queue_tries_it_and_plans_it(seat, nadia, queues, pictures):
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
        await page.get_by_role("button", name="Essayer", exact=True).click()
        await expect(page.get_by_role("status").filter(has_text="Rien à jouer")).to_be_visible()
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
