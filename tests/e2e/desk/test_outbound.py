"""Calling campaigns on screen: a list from a file, a campaign made, started, seen, stopped; judged by axe."""

from __future__ import annotations

import time

import pytest
from axe_rig import AXE, both_themes, told_of
from playwright.async_api import expect

FILE = "Nom;Téléphone;Téléphone\nAwa;0199006101;\nBruno;bonjour;\nAwa;0199006101;\n"


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def judged(page, axe: str, where: str, there) -> dict[str, list]:
    """Loaded anew: for some seconds a page announces to readers what was pending, by a name that is gone."""
    await page.reload()
    await there.wait_for()
    return await both_themes(page, axe, where)


async def changed_and_put_back(page, campaign) -> None:
    """By keyboard alone; the record says what it was and what it is."""
    settings = campaign.get_by_role("region", name="Réglages de la campagne")
    await settings.get_by_role("button", name="Modifier").press("Enter")
    form = page.get_by_role("dialog", name="Modifier la campagne")
    await form.get_by_text("Rythme et essais").press("Enter")
    await form.get_by_label("Lignes à la fois, au plus").fill("7")
    await form.get_by_label("sans réponse").fill("90")
    await form.get_by_role("button", name="Enregistrer").press("Enter")
    lines = settings.locator("dl > div", has_text="Lignes à la fois, au plus")
    await expect(lines).to_contain_text("7")
    await settings.get_by_role("button", name="Remettre comme avant").press("Enter")
    await expect(lines).to_contain_text("50")
    await page.reload()
    await campaign.get_by_text("Historique").press("Enter")
    await expect(campaign).to_contain_text("lignes au plus : 7 → 50")
    await expect(campaign).to_contain_text("lignes au plus : 50 → 7")


async def test_from_a_file_to_a_campaign_that_says_why_nobody_is_called(seat, axe, pictures):
    nadia = await seat("nadia")
    page, name = nadia.page, f"Relance {time.time_ns()}"
    await page.goto(f"{nadia.url}/desk/outbound?show=lists")
    await page.get_by_label("Nouvelle liste").fill(name)
    await page.get_by_role("button", name="Créer").click()
    await page.get_by_role("button", name="Importer un fichier").click()
    dialog = page.get_by_role("dialog", name="Importer un fichier")
    await dialog.get_by_label("Fichier CSV").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")})
    await expect(dialog.get_by_role("status")).to_contain_text("1 numéros à prendre sur 3 lignes")
    await expect(dialog.get_by_role("status")).to_contain_text("Colonnes en double : Téléphone")
    await dialog.get_by_role("button", name="Importer", exact=True).click()
    await expect(dialog.get_by_role("status")).to_contain_text("Importé")
    await dialog.get_by_role("button", name="Fermer").click()
    numbers = page.get_by_role("region", name="Numéros de la liste")
    await expect(numbers).to_contain_text("+33199006101")
    found = await judged(page, axe, "lists", numbers)

    await page.goto(f"{nadia.url}/desk/outbound")
    await page.get_by_role("button", name="Nouvelle campagne").click()
    form = page.get_by_role("dialog", name="Nouvelle campagne")
    await form.get_by_label("Nom").fill(name)
    await form.get_by_label("Liste").select_option(label=f"{name}")
    await form.get_by_label("Message si personne n’est là").fill("Bonjour, ici Démo Télécom.")
    await form.get_by_role("button", name="Enregistrer le brouillon").click()
    campaign = page.locator("article[data-campaign]")
    await changed_and_put_back(page, campaign)
    await campaign.get_by_role("button", name="Lancer").click()
    await expect(campaign.locator("li[data-rule=consent]")).to_contain_text("Pas de consentement enregistré : 1")
    await expect(campaign.get_by_role("region", name="Abandons")).to_contain_text("16 CFR 310.4(b)(4)")
    await expect(campaign.get_by_role("region", name="Heures par fuseau")).to_contain_text("Europe/Paris")
    found |= await judged(page, axe, "campaign", campaign.locator("li[data-rule=consent]"))
    await campaign.get_by_role("button", name="Modifier").click()
    form = page.get_by_role("dialog", name="Modifier la campagne")
    for fixed in ("Liste", "File dont les conseillers appellent", "Règles du pays appelé"):
        await expect(form.get_by_label(fixed)).to_be_disabled()
    found |= await both_themes(page, axe, "change")
    await nadia.picture("campaign-change", pictures)
    await form.get_by_role("button", name="Annuler").click()
    await nadia.picture("campaign", pictures)
    await campaign.get_by_role("button", name="Arrêter").click()
    await page.get_by_role("dialog").get_by_role("button", name="Arrêter").click()
    await expect(campaign.get_by_role("heading", level=2)).to_contain_text("Arrêtée")

    await page.goto(f"{nadia.url}/desk/outbound?show=do-not-call")
    await page.get_by_label("Numéro à ne plus appeler").fill("0199006102")
    await page.get_by_role("button", name="Ajouter").click()
    unwanted = page.get_by_role("region", name="Ne plus appeler")
    await expect(unwanted).to_contain_text("+33199006102")
    found |= await judged(page, axe, "do-not-call", unwanted)
    await page.get_by_role("button", name="Retirer +33199006102").click()
    assert not found, told_of(found)
