"""Called back: asked for on the customer's page and by a supervisor; seen, cancelled, asked again."""

from __future__ import annotations

import re

from desk_rig import context_of
from playwright.async_api import expect

NUMBER, OTHER = "+33612340011", "+33612340012"


async def test_a_customer_asks_on_the_page_and_changes_her_mind(outside_browser, installation, seat):
    claire, context = await seat("claire"), await context_of(outside_browser)
    try:
        page = await context.new_page()
        await page.goto(installation.told["pages"][1]["url"])
        back = page.get_by_role("heading", name="Rappelez-moi").locator("..")
        await back.get_by_label("Votre numéro de téléphone").fill(NUMBER)
        await back.get_by_role("button", name="Me rappeler").click()
        await expect(back.get_by_role("status")).to_contain_text("C’est noté")
        await expect(back.get_by_role("status")).to_contain_text(re.compile("avant"))
        await claire.page.goto(f"{claire.url}/desk/callbacks?number=612340011")
        row = claire.page.locator("tr[data-callback]")
        await expect(row).to_have_attribute("data-state", "pending")
        await expect(row).to_contain_text("depuis la page")
        await page.reload()
        await back.get_by_role("button", name="Ne plus me rappeler").click()
        await expect(back.get_by_role("status")).to_contain_text("annulé")
    finally:
        await context.close()
        for one in (await claire.ask("GET", "/callbacks?state=pending"))["rows"]:
            await claire.ask("DELETE", f"/callbacks/{one['id']}")


async def test_a_supervisor_asks_cancels_and_asks_again(seat, pictures):
    claire = await seat("claire")
    page = claire.page
    await page.goto(f"{claire.url}/desk/callbacks")
    await page.get_by_role("button", name="Faire rappeler un client").click()
    dialog = page.get_by_role("dialog", name="Faire rappeler un client")
    await dialog.get_by_label("Numéro").fill(OTHER)
    await dialog.get_by_label("Au plus tôt").fill("2026-01-01T10:00")
    await expect(dialog.get_by_text("Ce moment est passé.")).to_be_visible()
    await dialog.get_by_label("Au plus tôt").fill("")
    await dialog.get_by_role("button", name="Demander le rappel").click()
    await expect(dialog.get_by_role("status")).to_contain_text("C’est noté")
    await dialog.get_by_role("button", name="Fermer").click()
    row = page.locator("tr[data-state=pending]").filter(has_text="6 12 34 00 12")
    await row.wait_for()
    await claire.picture("callbacks", pictures)
    try:
        await row.get_by_role("button", name=re.compile("Annuler le rappel")).click()
        await page.get_by_role("dialog").get_by_role("button", name="Ne plus appeler").click()
        await page.get_by_role("button", name="Redemander").click()
        await expect(page.get_by_role("status").filter(has_text="Annulé")).to_have_count(0)
        await row.wait_for()
        await page.get_by_role("button", name="Règles des rappels").click()
        rules = page.get_by_role("dialog", name="Règles des rappels")
        await rules.get_by_label("File").select_option(label="Assistance")
        await expect(rules.get_by_label("Essai 2, après (min)")).to_have_value("1")
        await expect(rules.get_by_text("Clé de la page")).to_be_visible()
        await claire.picture("callback_rules", pictures)
    finally:
        for one in (await claire.ask("GET", "/callbacks?state=pending"))["rows"]:
            await claire.ask("DELETE", f"/callbacks/{one['id']}")
