"""An administrator makes a skill, a queue, a person; publishes, and takes it back in one gesture."""

from __future__ import annotations

import re
import time

from desk_rig import Desk
from playwright.async_api import expect


async def at(desk: Desk, section: str) -> None:
    await desk.page.goto(f"{desk.url}/desk/setup/{section}")


async def version_in_force(desk: Desk) -> int:
    told = await desk.page.get_by_text(re.compile(r"Version \d+ en vigueur")).inner_text()
    return int(re.search(r"Version (\d+)", told)[1])


async def test_skill_queue_publication_and_undo(seat, nadia):
    admin = await seat("nadia")
    page = admin.page
    await at(admin, "skills")
    await page.get_by_label("Nouvelle compétence").fill("Fibre")
    await page.get_by_role("button", name="Ajouter", exact=True).click()
    await page.get_by_role("rowheader", name="Fibre").wait_for()

    await at(admin, "queues")
    before = await version_in_force(admin)
    await page.get_by_role("button", name="Ajouter une file").click()
    dialog = page.get_by_role("dialog", name="Ajouter une file")
    await dialog.get_by_label("Nom").fill("Fibre")
    await dialog.get_by_label("Objectif de réponse (s)").fill("15")
    await dialog.get_by_role("button", name="Enregistrer le brouillon").click()
    await dialog.wait_for(state="detached")
    await page.get_by_role("rowheader", name="Fibre").wait_for()
    assert await version_in_force(admin) == before, "a draft is not in force"
    await page.get_by_role("button", name="Publier les règles").click()
    await page.get_by_role("status").get_by_text("Publié").wait_for()
    await expect(page.get_by_text(re.compile(rf"Version {before + 1} en vigueur"))).to_be_visible()
    await page.get_by_role("button", name="Revenir à la version d’avant").click()
    await expect(page.get_by_text(re.compile(rf"Version {before + 2} en vigueur"))).to_be_visible()
    versions = nadia.get("/api/routing/versions")["rows"]
    assert versions[0]["source"] == versions[2]["version"], "what is in force again is what was before"


async def test_a_new_person_can_sign_in_and_the_audit_says_who_made_her(seat, fresh_desk):
    admin = await seat("nadia")
    page = admin.page
    await at(admin, "people")
    await page.get_by_role("button", name="Ajouter une personne").click()
    dialog = page.get_by_role("dialog", name="Ajouter une personne")
    await dialog.get_by_label("Nom", exact=True).fill("Zoé Petit")
    await dialog.get_by_label("E-mail").fill("zoe@demo-telecom.example")
    await dialog.get_by_label("Mot de passe", exact=True).fill("un mot de passe long")
    await dialog.get_by_role("button", name="Enregistrer").click()
    await dialog.wait_for(state="detached")
    await page.get_by_role("rowheader", name="Zoé Petit").wait_for()
    zoe = await fresh_desk("awa")
    zoe.sign_in, zoe.password = "zoe@demo-telecom.example", "un mot de passe long"
    await zoe.enter()
    await zoe.page.get_by_role("button", name="Mon compte, Zoé Petit").wait_for()
    await at(admin, "audit")
    await page.get_by_role("row").filter(has_text="Nadia Benali").filter(has_text="person").first.wait_for()


async def test_what_is_refused_stands_beside_the_thing(seat):
    admin = await seat("nadia")
    await at(admin, "people")
    await admin.page.get_by_role("button", name="Ajouter une personne").click()
    dialog = admin.page.get_by_role("dialog", name="Ajouter une personne")
    await dialog.get_by_label("Nom", exact=True).fill("Deuxième Awa")
    await dialog.get_by_label("E-mail").fill("awa@demo-telecom.example")
    await dialog.get_by_role("button", name="Enregistrer").click()
    await dialog.get_by_role("alert").wait_for()
    assert len(await dialog.get_by_role("alert").inner_text()) > 15
    assert await dialog.evaluate("e => e.contains(document.activeElement)"), "the focus has left the dialog"
    await admin.page.keyboard.press("Escape")
    await dialog.wait_for(state="detached")


async def test_an_advisor_has_no_administration(seat):
    awa = await seat("awa")
    await at(awa, "people")
    await awa.page.get_by_text("Pas pour votre rôle").wait_for()
    await awa.page.goto(f"{awa.url}/desk/floor")
    await awa.page.wait_for_url(re.compile("/inbox"))


async def test_a_flow_tells_which_numbers_it_answers(seat, nadia):
    """Also those that name it themselves, without an entry."""
    number, name = f"+33199{time.time_ns() % 10**6:06}", f"Boutique {time.time_ns()}"
    draft = {"languages": ["fr"], "channels": ["voice"], "start": "bye", "steps": {"bye": {"kind": "hang_up"}}}
    flow = nadia.post("/api/flows", {"name": name, "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    id = nadia.post("/api/numbers", {"number": number, "flow": flow, "name": "Dakar"})["id"]
    admin = await seat("nadia")
    await at(admin, "flows")
    row = admin.page.get_by_role("row").filter(has_text=name)
    await expect(row).to_contain_text(f"Appel {number} Dakar")
    nadia.ask("DELETE", f"/api/numbers/{id}")
