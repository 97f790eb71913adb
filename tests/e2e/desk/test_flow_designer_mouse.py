"""A flow is drawn by mouse, undone, published and chatted; who draws beside is told of."""

from __future__ import annotations

from designer_rig import drag, eventually_draft
from people import Visitor
from playwright.async_api import expect


async def test_a_flow_is_drawn_by_mouse_undone_published_and_chatted(drawn, pictures):
    page = drawn.page
    card = page.locator(".react-flow__node [data-step]")
    await expect(card).to_have_count(1)
    await page.get_by_label("Étape à ajouter").select_option(label="Menu")
    await page.get_by_role("button", name="Ajouter l’étape").drag_to(
        page.locator(".react-flow__pane"), target_position={"x": 120, "y": 260}
    )
    await expect(card).to_have_count(2)
    panel = page.get_by_role("region", name="Étape menu")
    await panel.get_by_label("Titre").fill("Accueil")
    panel = page.get_by_role("region", name="Étape Accueil")
    await panel.get_by_role("button", name="Écrire un message : Ce qui est dit").click()
    words = page.get_by_role("dialog").get_by_label("Texte en fr")
    await words.fill("Oui ou non ?")
    await page.get_by_role("button", name="Enregistrer le texte").click()
    await page.get_by_role("dialog").wait_for(state="detached")
    choices = panel.get_by_role("group", name="Choix", exact=True)
    await choices.get_by_role("button", name="Ajouter", exact=True).click()
    await choices.get_by_label("Sortie").fill("oui")
    exits = page.locator('.react-flow__node [data-step="menu"]')
    target = page.locator('.react-flow__node [data-step="end"] .react-flow__handle.target')
    for exit in ("oui", "silence", "wrong"):
        await drag(page, exits.locator(f'[data-exit="{exit}"]'), target)
    await expect(page.locator(".react-flow__edge")).to_have_count(3)
    await panel.get_by_role("button", name="Commencer par elle").click()
    await drawn.saved()
    assert drawn.draft["start"] == "menu"
    assert drawn.draft["steps"]["menu"]["next"] == {"oui": "end", "silence": "end", "wrong": "end"}
    await page.keyboard.press("Control+z")
    await drawn.saved()
    await eventually_draft(drawn, lambda draft: draft["start"] == "end")
    await page.get_by_role("button", name="Rétablir").click()
    await eventually_draft(drawn, lambda draft: draft["start"] == "menu")
    await expect(page.get_by_text("Rien à redire")).to_be_visible()
    await drawn.desk.picture("designer_canvas", pictures)
    await page.get_by_role("button", name="Publier", exact=True).click()
    await page.get_by_role("dialog").get_by_label("Ce qu’il faut savoir").fill("La première")
    await page.get_by_role("button", name="Publier maintenant").click()
    await expect(page.get_by_text("version 1 en service", exact=True)).to_be_visible()
    visitor = Visitor(drawn.desk.url, drawn.widget())
    try:
        visitor.writes("Bonjour")
        visitor.until(lambda: "Oui ou non ?" in visitor.texts("flow"))
        visitor.presses("1")
        visitor.until(lambda: visitor.state.get("state") == "closed")
    finally:
        visitor.leaves()


async def test_two_who_draw_are_told_of_each_other(drawn, nadia):
    page = drawn.page
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = now["draft"]["steps"] | {"end": {"kind": "hang_up", "title": "Ailleurs"}}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": now["draft"] | {"steps": steps}, "revision": now["revision"]})
    await page.locator('.react-flow__node [data-step="end"]').click()
    await page.get_by_label("Titre").fill("Ici")
    conflict = page.get_by_role("alert").filter(has_text="Le vôtre n’est pas gardé")
    await expect(conflict).to_be_visible()
    await conflict.get_by_role("button", name="Garder le mien").click()
    await drawn.saved()
    assert drawn.draft["steps"]["end"]["title"] == "Ici"
