"""A planner in the browser: a file looked at and taken, a forecast drawn, an event that changes it, what if."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_rig import goes, speaks
from playwright.async_api import expect

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def queue(nadia) -> str:
    model = next(q for q in nadia.get("/api/queues")["rows"] if q["channel"] == "voice")
    name = f"Plan {len(nadia.get('/api/workforce/demand'))}"
    return nadia.post("/api/queues", {"name": name, "channel": "voice", "rings": model["rings"]})["id"]


def sheet(days: int = 42) -> str:
    first = datetime.now(PARIS).date() - timedelta(days)
    lines = ["start;calls;aht"]
    for n in range(days):
        for half in range(16, 40):
            calls = round(40 + 15 * math.sin(half / 4) + 3 * math.sin(n * 7 + half))
            lines.append(f"{first + timedelta(n)}T{half // 2:02}:{half % 2 * 30:02};{calls};240")
    return "\n".join([*lines, "2020-01-01T08:00;-4;240"])


async def test_a_file_is_looked_at_taken_forecast_and_a_campaign_changes_it(seat, queue, pictures):
    admin = await seat("nadia")
    page = admin.page
    await page.goto(f"{admin.url}/desk/forecasts?queue={queue}")
    await expect(page.get_by_text("Rien n’est encore connu de cette file")).to_be_visible()
    await page.get_by_role("button", name="Importer un historique").click()
    await page.get_by_label("Fichier CSV").set_input_files(
        {"name": "passe.csv", "mimeType": "text/csv", "buffer": sheet().encode()}
    )
    await expect(page.locator("[data-possible=judged]")).to_be_visible()
    await expect(page.locator("[data-wrong=negative]")).to_be_visible()
    await admin.picture("forecast_file", pictures)
    await page.get_by_role("button", name="Importer", exact=True).click()
    await expect(page.get_by_role("button", name="Défaire")).to_be_visible()

    await part(page, "Prévision")
    await page.get_by_role("button", name="Prévoir maintenant").click()
    picture = page.get_by_role("img", name=re.compile("contacts prévus"))
    await expect(picture).to_be_visible(timeout=30_000)
    await expect(page.get_by_text("Modèle retenu")).to_be_visible()
    tomorrow = (datetime.now(PARIS).date() + timedelta(1)).isoformat()
    day = page.get_by_label("Jour", exact=True)
    await day.select_option(tomorrow)
    told, before = await picture.get_attribute("aria-label"), await total(picture)
    await page.get_by_role("checkbox", name="Tableau").check()
    await expect(page.get_by_role("region", name="Prévision par demi-heure").get_by_role("row")).to_have_count(25)
    await admin.picture("forecast", pictures)

    await part(page, "Événements")
    await page.get_by_role("button", name="Nouvel événement").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Nom").fill("Campagne")
    await dialog.get_by_label("Premier jour").fill(tomorrow)
    await dialog.get_by_role("combobox", name="File").select_option(queue)
    await dialog.get_by_role("button", name="Enregistrer").click()
    row = page.get_by_role("row").filter(has_text="Campagne")
    await expect(row).to_contain_text("+20")
    await part(page, "Prévision")
    await day.select_option(tomorrow)
    await expect(picture).not_to_have_attribute("aria-label", told, timeout=30_000)
    assert await total(picture) == pytest.approx(1.2 * before, abs=2)
    await part(page, "Événements")
    await row.get_by_role("button", name="Retirer Campagne").click()
    await expect(row).to_have_count(0)

    await part(page, "Effectifs")
    hours = page.locator("[data-hours]")
    await expect(hours).to_be_visible()
    as_planned = float(await hours.get_attribute("data-hours"))
    slider = page.get_by_role("slider", name="Volume")
    await slider.focus()
    for _ in range(30):
        await page.keyboard.press("ArrowRight")
    await expect(hours).not_to_have_attribute("data-hours", str(as_planned), timeout=2_000)
    await expect(slider).to_have_attribute("aria-valuetext", re.compile("30"))
    await expect(page.locator(f"[data-hours='{as_planned:g}']")).to_have_count(0)
    await admin.picture("what_if", pictures)
    await page.get_by_role("button", name="Comme prévu").click()
    await expect(page.locator(f"[data-hours='{as_planned:g}']")).to_have_count(1)
    await page.get_by_role("button", name="Changer l’objectif").click()
    await dialog.get_by_label("Conseillers au moins").fill("90")
    await dialog.get_by_role("button", name="Enregistrer").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text("au moins 90")).to_be_visible()

    await part(page, "Justesse")
    await expect(page.get_by_text("Aucune prévision n’est encore jugée")).to_be_visible()
    await page.set_viewport_size({"width": 320, "height": 640})
    for name in ("Prévision", "Effectifs", "Événements", "Historique"):
        await part(page, name)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{name}: {wide}"
    await part(page, "Prévision")
    await expect(picture).to_be_visible()
    await admin.picture("forecast_320", pictures)
    await speaks(admin, "ar")
    try:
        for show in ("forecast", "staffing", "events", "history"):
            await goes(admin, f"forecasts?queue={queue}&show={show}", "ar")
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320, show
        await page.set_viewport_size({"width": 1366, "height": 900})
        for show in ("forecast", "staffing"):
            await goes(admin, f"forecasts?queue={queue}&show={show}", "ar")
            await page.locator("svg[role=img]").wait_for()
            await admin.picture(f"{show}_ar", pictures)
    finally:
        await speaks(admin, "fr")


async def part(page, name: str) -> None:
    await page.get_by_role("group", name="Partie").get_by_role("button", name=name, exact=True).click()


async def total(picture) -> float:
    told = await picture.get_attribute("aria-label")
    return float(re.sub(r"\s", "", re.search(r": ([\d\s\u202f]+) contacts", told)[1]))
