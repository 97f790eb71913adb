"""Moving in on screen: a dirty file looked at, refused rows said, taken, undone; by keyboard, judged by axe."""

from __future__ import annotations

import time

import pytest
from axe_rig import AXE, both_themes, speaks, told_of
from playwright.async_api import expect

MARK = f"{time.time_ns() % 10**8:08}"
FILE = f"Compétence;Type;Couleur\nPiano {MARK};compétence;rouge\nTuba {MARK};cuivre;bleu\nPiano {MARK};compétence;\n"


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def judged(page, axe: str, where: str, there) -> dict[str, list]:
    await page.reload()
    await there.wait_for()
    return await both_themes(page, axe, where)


async def test_a_file_is_looked_at_taken_and_given_back(seat, axe, pictures):
    nadia = await seat("nadia")
    page = nadia.page
    await page.goto(f"{nadia.url}/desk/setup/moving")
    await page.get_by_label("Fichier à reprendre").set_input_files(
        {"name": "competences.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")})  # fmt: skip
    one = page.locator("section[data-import]")
    await expect(one).to_have_attribute("data-state", "ready")
    await expect(one).to_contain_text("colonnes laissées de côté : Couleur.")
    await expect(one.locator("tr[data-line='3']")).to_contain_text("Type : « cuivre » : écrivez compétence ou langue.")
    await expect(one.locator("tr[data-line='4']")).to_contain_text("Déjà à la ligne 2")
    found = await judged(page, axe, "preview", one.locator("tr[data-line='3']"))
    if pictures:
        await page.screenshot(path=pictures / "moving_preview.png", full_page=True)
    await one.get_by_label("Ce qui leur arrive").select_option("refused")
    await expect(one.locator("tr[data-line]")).to_have_count(2)
    await one.get_by_role("button", name="Reprendre (1)").press("Enter")
    await expect(one).to_have_attribute("data-state", "applied")
    await one.get_by_role("button", name="Annuler cette reprise").press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Annuler la reprise").press("Enter")
    await expect(one).to_have_attribute("data-state", "undone")
    await one.get_by_role("button", name="Toutes les reprises").press("Enter")
    row = page.locator("tr[data-import]").first
    await expect(row).to_contain_text("competences.csv")
    await expect(row).to_contain_text("Annulé")
    found |= await judged(page, axe, "history", row)
    await speaks(nadia, "ar")
    try:
        found |= await judged(page, axe, "history in Arabic", page.locator("tr[data-import]").first)
        if pictures:
            await page.screenshot(path=pictures / "moving_history_ar.png", full_page=True)
    finally:
        await speaks(nadia, "fr")
    assert not any(found.values()), told_of(found)
