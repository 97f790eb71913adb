"""A number is made on screen, given a flow, called by a telephone, given another, deleted; the clock of the house."""

from __future__ import annotations

import time

import pytest
from playwright.async_api import expect
from telephone import Telephone
from test_4_01_lines import tone

FIRST_HERTZ, SECOND_HERTZ = 830, 1210


@pytest.fixture
def flows(nadia):
    """Two published ones, each with a tone of its own."""
    names = []
    for hertz in (FIRST_HERTZ, SECOND_HERTZ):
        prompt, name = f"number_voice_{hertz}", f"Accueil {hertz} {time.time_ns()}"
        sound = {"content": tone(hertz), "headers": {"content-type": "audio/wav"}}
        assert nadia.http.put(f"/api/prompts/{prompt}/fr/recording", **sound).is_success
        steps = {"say": {"kind": "say", "prompts": [prompt] * 2, "next": {"done": "bye"}}, "bye": {"kind": "hang_up"}}
        draft = {"languages": ["fr"], "channels": ["voice"], "start": "say", "steps": steps}
        id = nadia.post("/api/flows", {"name": name, "draft": draft})["id"]
        nadia.post(f"/api/flows/{id}/publish")
        names.append(name)
    return names


async def test_a_number_is_made_answered_changed_and_deleted_on_screen(seat, installation, flows, pictures):
    number = f"+33199{time.time_ns() % 10**6:06}"
    admin = await seat("nadia")
    page = admin.page
    await page.goto(f"{admin.url}/desk/setup/numbers")
    await page.get_by_role("button", name="Ajouter un numéro").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Numéro", exact=True).fill("12")
    await dialog.get_by_role("button", name="Enregistrer").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Numéro", exact=True).fill(number)
    await dialog.get_by_label("Nom", exact=True).fill("Boutique")
    await dialog.get_by_label("Parcours qui répond").select_option(label=flows[0])
    await admin.picture("number_dialog", pictures)
    await dialog.get_by_role("button", name="Enregistrer").click()
    row = page.get_by_role("row").filter(has_text=number)
    await expect(row.get_by_role("link", name=flows[0])).to_be_visible()
    await admin.picture("numbers", pictures)

    centre = (installation.told["sip"]["host"], installation.told["sip"]["port"])
    with Telephone(centre, hertz=0) as phone:
        phone.rings_out(number)
        phone.until_hears(FIRST_HERTZ)
        phone.until_over(20)
        await row.get_by_role("button", name=f"Modifier {number}").click()
        await dialog.get_by_label("Parcours qui répond").select_option(label=flows[1])
        await dialog.get_by_role("button", name="Enregistrer").click()
        await expect(row.get_by_role("link", name=flows[1])).to_be_visible()
        phone.rings_out(number)
        phone.until_hears(SECOND_HERTZ)
        phone.until_over(20)

    await row.get_by_role("link", name=flows[1]).click()
    await expect(page.get_by_role("button", name="Tous les parcours")).to_be_visible()
    await page.goto(f"{admin.url}/desk/setup/numbers")
    await row.get_by_role("button", name=f"Supprimer {number}").click()
    await dialog.get_by_role("button", name="Supprimer", exact=True).click()
    await expect(row).to_have_count(0)


async def test_the_clock_of_the_house_is_set_on_screen(seat, nadia, pictures):
    before = nadia.get("/api/tenant")
    admin = await seat("nadia")
    page = admin.page
    try:
        await page.goto(f"{admin.url}/desk/setup/organisation")
        await page.get_by_label("Fuseau horaire").select_option("Africa/Bamako")
        await admin.picture("organisation", pictures)
        await page.get_by_role("button", name="Enregistrer").click()
        await expect(page.get_by_role("status").filter(has_text="Enregistré.")).to_be_visible()
        assert nadia.get("/api/tenant")["time_zone"] == "Africa/Bamako"
    finally:
        now = nadia.get("/api/tenant")
        back = {key: before[key] for key in ("name", "language", "country", "time_zone")}
        nadia.patch("/api/tenant", {"version": now["version"], **back})
