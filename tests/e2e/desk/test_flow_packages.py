"""A flow package on screen: exported from the designer, looked at, each conflict chosen for, taken, given back; by
keyboard, judged by axe in French and Arabic, at 320 px."""

from __future__ import annotations

import io
import time
import wave

import pytest
from axe_rig import AXE, both_themes, goes, speaks, told_of
from playwright.async_api import expect

MARK = f"{time.time_ns() % 10**8:08}"
OUTER, INNER, HELLO = f"Accueil {MARK}", f"Merci {MARK}", f"bonjour_{MARK}"
NOWHERE = "0199bbbb-0000-7000-8000-000000000001"  # a queue
BYE = {"kind": "hang_up"}
PLAYED = "async a => { a.muted = true; await a.play(); return a.duration; }"


def sound(level: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes((0, level)) * 4000)
    return out.getvalue()


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


def draw(nadia, name: str, steps: dict) -> str:
    draft = {"languages": ["fr"], "channels": ["voice"], "start": next(iter(steps)), "steps": steps}
    return nadia.post("/api/flows", {"name": name, "draft": draft})["id"]


@pytest.fixture(scope="module")
def flow(nadia) -> str:
    """It says a recorded prompt, enters another, and leads to a queue that is not there any more."""
    nadia.put(f"/api/prompts/{HELLO}/fr", {"text": "Bonjour et bienvenue"})
    assert nadia.http.put(f"/api/prompts/{HELLO}/fr/recording", content=sound(16)).is_success
    inner = draw(nadia, INNER, {"back": {"kind": "come_back", "exit": "done"}})
    nadia.post(f"/api/flows/{inner}/publish", {})
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    return draw(nadia, OUTER, {
        "say": {"kind": "say", "title": "Bienvenue", "prompts": [HELLO], "next": {"done": "inner"}},
        "inner": {"kind": "sub_flow", "flow": inner, "next": {"done": "queue", "failed": "bye"}},
        "queue": {"kind": "queue", "title": "L’attente", "queue": NOWHERE, "next": exits}, "bye": BYE})  # fmt: skip


def change(nadia, flow: str) -> None:
    """So that both differ from what was exported."""
    whole = nadia.get(f"/api/flows/{flow}")
    steps = {**whole["draft"]["steps"], "more": BYE}
    nadia.put(f"/api/flows/{flow}/draft", {"draft": whole["draft"] | {"steps": steps}, "revision": whole["revision"]})
    nadia.put(f"/api/prompts/{HELLO}/fr", {"text": "Bonsoir"})
    assert nadia.http.put(f"/api/prompts/{HELLO}/fr/recording", content=sound(32)).is_success


async def exported(page) -> bytes:
    """From the designer's own button."""
    await page.locator("tbody tr", has_text=OUTER).get_by_role("button", name=f"Ouvrir {OUTER}").press("Enter")
    await page.get_by_role("button", name="Exporter", exact=True).press("Enter")
    dialog = page.get_by_role("dialog", name=f"Exporter {OUTER}")
    async with page.expect_download() as made:
        await dialog.get_by_role("button", name="Paquet complet (zip)").press("Enter")
    await expect(dialog).to_have_count(0)
    download = await made.value
    assert download.suggested_filename == f"Accueil-{MARK}.palabre.zip"
    return (await download.path()).read_bytes()


async def test_looked_at_chosen_for_taken_and_given_back(seat, flow, nadia, axe, pictures):
    desk, found = await seat("nadia"), {}
    page = desk.page
    await goes(desk, "setup/flows", "fr")
    package = await exported(page)
    change(nadia, flow)
    await goes(desk, "setup/flows", "fr")
    given = page.get_by_label("Fichier d’un parcours")
    await given.set_input_files({"name": "abîmé.zip", "mimeType": "application/zip", "buffer": package[:200]})
    wrong = page.get_by_role("dialog", name="Importer un parcours")
    await expect(wrong).to_contain_text("Ce zip est abîmé")
    await expect(wrong.get_by_role("button", name="Choisir un autre fichier")).to_be_visible()
    await desk.picture("package_refused", pictures)
    await page.keyboard.press("Escape")

    await given.set_input_files({"name": "accueil.zip", "mimeType": "application/zip", "buffer": package})
    dialog = page.get_by_role("dialog", name=f"Paquet « {OUTER} »")
    await expect(dialog.locator("[data-package]")).to_have_attribute("data-package", "ready")
    await expect(dialog).to_contain_text("Introuvable ici")
    await expect(dialog.locator(f"[data-item='flow/{INNER}']")).to_have_attribute("data-state", "same")
    for item in (f"flow/{OUTER}", f"prompt/{HELLO}"):
        await expect(dialog.locator(f"[data-item='{item}']")).to_have_attribute("data-state", "conflict")
    for where in ("Ici", "Dans le paquet"):
        heard = dialog.locator(f"audio[aria-label='{where} : {HELLO} fr']")
        assert await heard.evaluate(PLAYED) == 0.5, f"{where}: its length in seconds, once it plays"
    take = dialog.get_by_role("button", name="Importer (2)")
    await expect(take).to_be_disabled()
    await dialog.get_by_label(f"Que faire de {HELLO} ?").select_option("theirs")
    await dialog.get_by_label(f"Que faire de {OUTER} ?").select_option("rename")
    await dialog.get_by_label("Autre nom").fill(f"Venu {MARK}")
    await expect(dialog).to_contain_text("Qui appelle l’entendra aussitôt")
    found |= await both_themes(page, axe, "preview", "[role=dialog]")
    await desk.picture("package_preview", pictures)
    if pictures:
        await page.set_viewport_size({"width": 320, "height": 900})
        await desk.picture("package_preview_320", pictures)
        await page.set_viewport_size({"width": 1366, "height": 900})
    await take.press("Enter")
    await expect(dialog.locator("[data-package]")).to_have_attribute("data-package", "applied")
    await expect(dialog).to_contain_text("Rien n’est publié par l’import")
    assert nadia.get("/api/prompts", limit=500)["rows"] and text_of(nadia) == "Bonjour et bienvenue"
    await desk.picture("package_applied", pictures)
    nadia.put(f"/api/prompts/{HELLO}/fr", {"text": "Changé depuis"})
    await dialog.get_by_role("button", name="Annuler cet import").press("Enter")
    await dialog.get_by_role("button", name="Annuler l’import").press("Enter")
    await expect(dialog.locator("[data-package]")).to_have_attribute("data-package", "undone")
    await expect(dialog.get_by_role("region", name="Laissé en place")).to_contain_text("modifié depuis")
    assert text_of(nadia) == "Changé depuis"
    await dialog.get_by_role("button", name="Annuler aussi ce qui reste").press("Enter")
    await dialog.get_by_role("button", name="Annuler l’import").press("Enter")
    await expect(dialog.get_by_role("region", name="Laissé en place")).to_have_count(0)
    assert text_of(nadia) == "Bonsoir"
    await dialog.get_by_role("button", name="Fermer").press("Enter")
    await expect(page.locator("tr[data-package='undone']").first).to_contain_text("accueil.zip")
    await desk.picture("package_history", pictures)

    await given.set_input_files({"name": "accueil.zip", "mimeType": "application/zip", "buffer": package})
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")  # it stays, to be looked at later
    await expect(page.locator("tr[data-package='ready']")).to_have_count(1)
    await speaks(desk, "ar")
    try:
        await goes(desk, "setup/flows", "ar")
        await page.locator("tr[data-package='ready']").get_by_role("button").press("Enter")
        await expect(page.locator("[role=dialog] [data-package='ready']")).to_be_visible()
        found |= await both_themes(page, axe, "preview in Arabic", "[role=dialog]")
        await desk.picture("package_preview_ar", pictures)
        await page.get_by_role("dialog").get_by_role("button", name="إهمال").press("Enter")
        await expect(page.locator("tr[data-package='ready']")).to_have_count(0)
    finally:
        await goes(desk, "setup/people", "ar")
        await speaks(desk, "fr")
    assert not found, told_of(found)


def text_of(nadia) -> str:
    return next(one["text"] for one in nadia.get("/api/prompts", limit=500)["rows"] if one["name"] == HELLO)
