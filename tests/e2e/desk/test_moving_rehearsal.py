"""Robots rehearse a number, and the checklist before opening, on screen; judged by axe and at 320 px."""

from __future__ import annotations

import secrets

import pytest
from axe_rig import AXE, both_themes, told_of
from desk_rig import eventually
from playwright.async_api import expect

NUMBER = "+33199007801"
SECONDS = 30_000


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


@pytest.fixture
def number(nadia):
    """A number that says two words and puts down; none of it is left."""
    nadia.put("/api/prompts/rehearsed_voice/fr", {"text": "Bonjour, nous sommes fermés."})
    steps = {"bye": {"kind": "hang_up", "prompts": ["rehearsed_voice"], "title": "Fermé"}}
    draft = {"languages": ["fr"], "channels": ["voice"], "start": "bye", "steps": steps}
    flow = nadia.post("/api/flows", {"name": f"Répété {secrets.token_hex(3)}", "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    id = nadia.post("/api/numbers", {"number": NUMBER, "name": "Répété", "flow": flow})["id"]
    yield NUMBER
    nadia.ask("DELETE", f"/api/numbers/{id}")


async def test_a_number_is_rehearsed_its_end_is_kept_and_the_list_turns_green(seat, nadia, number, axe, pictures):
    her = await seat("nadia")
    page = her.page
    await page.goto(f"{her.url}/desk/setup/moving?show=checklist")
    called = page.locator(f"[data-check=called][data-subject='{number}']")
    await expect(called).to_have_attribute("data-state", "red")
    nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": [number]})
    await page.get_by_role("button", name="Répétition").or_(page.get_by_text("Répétition", exact=True)).first.click()
    row = page.locator(f"[data-robot-call='{number}']")
    await expect(row.get_by_text("Bon", exact=True)).to_be_visible(timeout=SECONDS)
    await expect(row).to_contain_text("Fermé")
    await expect(row).to_contain_text("premier son")
    await row.get_by_role("button", name="Attendre toujours cela").press("Enter")
    kept = page.get_by_role("button", name="Retirer l’essai Premiers mots")
    await expect(kept).to_be_visible()
    await her.picture("rehearsal", pictures)
    await kept.press("Enter")
    await expect(kept).to_be_hidden()
    own = nadia.post("/api/moving/rehearsals", {"kind": "calls", "numbers": [number]})["id"]
    await eventually(lambda: nadia.get(f"/api/moving/rehearsals/{own}")["rehearsal"]["state"] == "done", SECONDS / 1000)
    await page.goto(f"{her.url}/desk/setup/moving?show=checklist")
    await page.get_by_role("region", name="Numéros").get_by_text("Bons").click()
    await expect(called).to_have_attribute("data-state", "green")
    tick = page.get_by_role("checkbox", name="Les conseillers sont formés")
    await tick.check()
    await expect(page.locator("[data-tick=staff_trained]")).to_contain_text("Nadia")
    await tick.uncheck()
    await her.picture("checklist", pictures)
    found = await both_themes(page, axe, "checklist")
    assert not found, told_of(found)
    await page.goto(f"{her.url}/desk/setup/moving?show=rehearsal")
    await row.wait_for()
    found = await both_themes(page, axe, "rehearsal")
    assert not found, told_of(found)
