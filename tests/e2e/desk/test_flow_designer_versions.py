"""Versions are compared in words, planned, refused and taken back."""

from __future__ import annotations

import datetime
import re
import time
import zoneinfo

import pytest
from designer_rig import WIDE, eventually_draft, filled, reopened
from desk_rig import eventually
from people import Person
from playwright.async_api import expect


async def test_versions_are_compared_in_words_planned_refused_and_taken_back(drawn, nadia, queues, pictures):
    page = drawn.page
    filled(drawn, queues["Commercial"])
    nadia.post(f"/api/flows/{drawn.id}/publish", {"note": "La première"})
    await reopened(drawn)
    await page.locator('.react-flow__node [data-step="hello"]').click()
    await page.get_by_label("Titre").fill("Accueil")
    await drawn.saved()
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = now["draft"]["steps"]
    menu = steps["menu"] | {"prompts": [{"say": "text", "value": "Un, deux ou trois ?"}]}
    menu |= {"options": [*menu["options"], {"key": "3", "exit": "three"}], "next": menu["next"] | {"three": "bye"}}
    nadia.put(f"/api/flows/{drawn.id}/draft",
              {"draft": now["draft"] | {"steps": steps | {"menu": menu}}, "revision": now["revision"]})  # fmt: skip
    await reopened(drawn)
    await page.get_by_role("button", name="Publier", exact=True).click()
    dialog = page.get_by_role("dialog", name="Publier")
    changes = dialog.get_by_role("list", name="Différences")
    await expect(changes).to_contain_text("Un, deux ou trois ?")
    assert not re.search(r'[{}"]', await changes.inner_text()), "said as people speak, not as programs write"
    await drawn.desk.picture("designer_publish", pictures)
    await dialog.get_by_label("Plus tard, à une heure précise").check()
    soon = datetime.datetime.now() + datetime.timedelta(days=2)
    await dialog.get_by_label("Le", exact=True).fill(soon.strftime("%Y-%m-%dT08:00"))
    await dialog.get_by_role("button", name="Prévoir la publication").click()
    await expect(dialog.get_by_role("status")).to_contain_text("Prévu pour le")
    await dialog.get_by_role("button", name="Fermer").click()
    await page.get_by_role("button", name="Versions", exact=True).click()
    dialog = page.get_by_role("dialog", name="Versions")
    await expect(dialog.locator("[data-publication=waiting]")).to_be_visible()
    await drawn.desk.picture("designer_versions", pictures)
    await page.set_viewport_size({"width": 320, "height": 640})
    try:
        await drawn.desk.picture("designer_versions_narrow", pictures)
        assert await dialog.evaluate("one => one.scrollWidth <= one.clientWidth"), "nothing aside at 320 px"
    finally:
        await page.set_viewport_size(WIDE)
    await dialog.get_by_role("button", name="Annuler cette publication").click()
    await expect(dialog.locator("[data-publication=cancelled]")).to_be_visible()
    await dialog.get_by_role("button", name="Reprendre la version 1 dans le brouillon").click()
    await dialog.wait_for(state="detached")
    await eventually_draft(drawn, lambda draft: "three" not in draft["steps"]["menu"]["next"])
    await page.keyboard.press("Control+z")
    await eventually_draft(drawn, lambda draft: "three" in draft["steps"]["menu"]["next"])


async def test_a_planned_publication_that_was_refused_says_why(drawn, nadia, pictures):
    """What its draft says is taken away before its hour comes."""
    page, name = drawn.page, f"ephemere_{time.time_ns()}"
    nadia.put(f"/api/prompts/{name}/fr", {"text": "Bonjour"})
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = {"say": {"kind": "say", "prompts": [name], "next": {"done": "end"}}, "end": {"kind": "hang_up"}}
    draft = now["draft"] | {"start": "say", "steps": steps}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})
    soon = datetime.datetime.now(zone_of(nadia)) + datetime.timedelta(seconds=3)
    nadia.post(f"/api/flows/{drawn.id}/publications", {"at": soon.strftime("%Y-%m-%dT%H:%M:%S")})
    nadia.ask("DELETE", f"/api/prompts/{name}/fr")
    await eventually(lambda: nadia.get(f"/api/flows/{drawn.id}/publications")["rows"][0]["state"] == "refused")
    await reopened(drawn)
    await page.get_by_role("button", name="Versions", exact=True).click()
    refused = page.get_by_role("dialog", name="Versions").locator("[data-publication=refused]")
    await expect(refused.get_by_role("list", name="À corriger d’abord")).to_contain_text("say :")
    await drawn.desk.picture("designer_refused", pictures)
    await page.keyboard.press("Escape")


@pytest.mark.parametrize("zone", ["Asia/Tokyo", ""])
async def test_a_planned_publication_is_told_by_the_organisations_clock(fresh_desk, nadia, zone, pictures):
    """Named where the reader's own clock shows another time; `zone` '': she is where her organisation is."""
    name, there = f"Prévu {time.time_ns()}", str(zone_of(nadia))
    bye = {"languages": ["fr"], "channels": ["voice"], "start": "bye", "steps": {"bye": {"kind": "hang_up"}}}
    flow = nadia.post("/api/flows", {"name": name, "draft": bye})["id"]
    soon = datetime.datetime.now(zone_of(nadia)) + datetime.timedelta(days=2)
    nadia.post(f"/api/flows/{flow}/publications", {"at": soon.strftime("%Y-%m-%dT08:00")})
    desk = await fresh_desk("nadia", timezone_id=zone or there)
    await desk.enter()
    await desk.page.goto(f"{desk.url}/desk/setup/flows")
    await desk.page.get_by_role("button", name=f"Ouvrir {name}").click()
    await desk.page.get_by_role("button", name="Versions", exact=True).click()
    waiting = desk.page.get_by_role("dialog", name="Versions").locator("[data-publication=waiting]")
    await expect(waiting).to_contain_text("08:00")
    await expect(waiting.get_by_text(f"({there})")).to_have_count(1 if zone else 0)
    await desk.picture(f"designer_planned_{zone[:4] or 'here'}", pictures)
    await desk.page.keyboard.press("Escape")
    await desk.page.get_by_role("button", name="Publier", exact=True).click()
    dialog = desk.page.get_by_role("dialog", name="Publier")
    await dialog.get_by_label("Plus tard, à une heure précise").check()
    await expect(dialog).to_contain_text(
        f"À l’heure de l’organisation : {there}." if zone else "À l’heure de l’organisation."
    )


def zone_of(nadia: Person) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(nadia.get("/api/tenant")["time_zone"])
