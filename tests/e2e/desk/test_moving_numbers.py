"""Numbers that move, on screen: a share by the slider, all here and back in one gesture, undone; judged by axe."""

from __future__ import annotations

import secrets

import pytest
from axe_rig import AXE, both_themes, told_of
from playwright.async_api import expect

NUMBERS = ("+33199007701", "+33199007702")


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def test_a_share_by_the_slider_all_back_in_one_gesture_and_undone(seat, nadia, axe, pictures):
    her = await seat("nadia")
    page = her.page
    way = {"name": f"Ancien {secrets.token_hex(3)}", "kind": "address", "host": "127.0.0.13", "port": 5099}
    trunk = nadia.post("/api/trunks", way)["id"]
    made = [nadia.post("/api/numbers", {"number": n, "name": "Essai"})["id"] for n in NUMBERS]
    try:
        await page.goto(f"{her.url}/desk/setup/moving?show=numbers")
        for number in NUMBERS:
            await page.get_by_role("button", name=f"Déménager {number}").press("Enter")
            dialog = page.get_by_role("dialog", name=f"Déménager {number}")
            slider = dialog.get_by_role("slider")
            await slider.press("Home")
            for _ in range(3):
                await slider.press("PageUp")
            await expect(dialog.get_by_text("accueillis ici : 30 %")).to_be_visible()
            await dialog.get_by_role("button", name="Enregistrer").press("Enter")
            await expect(page.locator(f"tr[data-number='{number}']")).to_contain_text("30 % ici")
        first = page.locator(f"tr[data-number='{NUMBERS[0]}']")
        await expect(first).to_contain_text("8 s")
        await page.get_by_role("button", name="Tout rendre à l’ancien central").press("Enter")
        await page.get_by_role("dialog").get_by_role("button", name="Confirmer").press("Enter")
        await expect(first).to_contain_text("Ancien central")
        await page.get_by_role("button", name=f"Annuler le dernier changement de {NUMBERS[0]}").press("Enter")
        await expect(first).to_contain_text("30 % ici")
        await her.picture("moving_numbers", pictures)
        await page.reload()  # else what was pending is still announced to readers, by a name that is gone
        await first.wait_for()
        found = await both_themes(page, axe, "moving numbers")
        assert not found, told_of(found)
    finally:
        for id in made:
            nadia.ask("DELETE", f"/api/numbers/{id}")
        nadia.ask("DELETE", f"/api/trunks/{trunk}")
