"""Flows are drawn by the keyboard alone, published, tried in place."""

from __future__ import annotations

import time

import pytest
from designer_rig import Keys
from people import Person, Visitor
from playwright.async_api import expect

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BUTTONS = {"devis": "Un devis", "facture": "Une facture", "quelquun": "Quelqu’un"}


async def test_the_same_is_drawn_by_keyboard_alone(drawn, pictures):
    page, keys = drawn.page, Keys(drawn.page)
    await keys.press(page.get_by_role("button", name="Liste", exact=True))
    await keys.choose(page.get_by_label("Étape à ajouter"), "Demander")
    await keys.press(page.get_by_role("button", name="Ajouter l’étape"))
    panel = page.get_by_role("region", name="Étape collect")
    await keys.press(panel.get_by_role("button", name="Écrire un message : Ce qui est dit"))
    await page.keyboard.type("Quelle ville ?")
    await keys.press(page.get_by_role("button", name="Enregistrer le texte"))
    await page.get_by_role("dialog").wait_for(state="detached")
    await keys.write(panel.get_by_label("Variable", exact=True), "ville")
    await keys.choose(panel.get_by_label("Ce qui est pris"), "des mots")
    for exit in ("reçu", "silence", "réponse fausse"):
        await keys.choose(panel.get_by_label(exit, exact=True), "Fin")
    await keys.press(panel.get_by_role("button", name="Commencer par elle"))
    outline = page.get_by_role("list", name="Étapes du parcours")
    await expect(outline.locator("> li").first).to_have_attribute("data-step", "collect")
    await drawn.saved()
    assert drawn.draft["steps"]["collect"]["next"] == {"collected": "end", "silence": "end", "wrong": "end"}
    assert "drawn" not in drawn.draft or "collect" not in drawn.draft["drawn"], "no mouse placed it"
    await expect(page.get_by_text("Rien à redire")).to_be_visible()
    await drawn.desk.picture("designer_outline", pictures)
    await keys.to(page.get_by_role("button", name="Publier", exact=True), back=True)
    await page.keyboard.press("Enter")
    await keys.press(page.get_by_role("button", name="Publier maintenant"))
    await expect(page.get_by_text("version 1 en service", exact=True)).to_be_visible()
    visitor = Visitor(drawn.desk.url, drawn.widget())
    try:
        visitor.writes("Bonjour")
        visitor.until(lambda: "Quelle ville ?" in visitor.texts("flow"))
        visitor.writes("Thiès")
        visitor.until(lambda: visitor.state.get("state") == "closed")
    finally:
        visitor.leaves()


@pytest.fixture
def quote(nadia: Person) -> str:
    """The name of a published flow that others run: it says a word and comes back."""
    name = f"Devis {time.time_ns()}"
    said = {"kind": "say", "prompts": [{"say": "text", "value": "Un devis, donc."}], "next": {"done": "back"}}
    steps = {"say": said, "back": {"kind": "come_back", "exit": "made"}}
    draft = {"languages": ["fr"], "channels": ["voice", "chat"], "start": "say", "steps": steps}
    flow = nadia.post("/api/flows", {"name": name, "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    return name


@pytest.fixture
def buttons(nadia: Person) -> None:
    """What buttons say is written already."""
    for exit, words in BUTTONS.items():
        nadia.put(f"/api/prompts/bouton_{exit}/fr", {"text": words})


@pytest.fixture
def always(nadia: Person) -> str:
    """The name of hours that never close."""
    name = f"Toujours {time.time_ns()}"
    week = {day: [{"begin": "00:00", "end": "24:00"}] for day in DAYS}
    nadia.post("/api/calendars", {"name": name, "calendar": {"zone": "Europe/Paris", "week": week}})
    return name


async def test_a_long_flow_with_branches_hours_a_sub_flow_and_a_queue_is_drawn_published_and_tried(
    quote, always, buttons, drawn, pictures
):
    page, keys = drawn.page, Keys(drawn.page)
    await keys.press(page.get_by_role("button", name="Liste", exact=True))
    await keys.choose(page.get_by_label("Étape à ajouter"), "Dire")
    await keys.press(page.get_by_role("button", name="Ajouter l’étape"))
    await keys.says(page.get_by_role("region", name="Étape say"), "Bienvenue.")
    await keys.press(page.get_by_role("region", name="Étape say").get_by_role("button", name="Commencer par elle"))
    hours = await keys.leads_to("say", "ensuite", "Horaires", "business_hours")
    await keys.choose(hours.get_by_label("Horaires", exact=True), always)
    closed = await keys.leads_to("business_hours", "fermé", "Dire", "say_2")
    await keys.says(closed, "Nous sommes fermés.")
    await keys.choose(closed.get_by_label("ensuite", exact=True), "Fin")
    menu = await keys.leads_to("business_hours", "ouvert", "Menu", "menu")
    await keys.says(menu, "Devis, facture ou quelqu’un ?")
    choices = menu.get_by_role("group", name="Choix", exact=True)
    for n, exit in enumerate(BUTTONS):
        await keys.press(choices.get_by_role("button", name="Ajouter", exact=True))
        one = choices.get_by_role("group", name=f"Choix {n + 1}", exact=True)
        await keys.write(one.get_by_label("Sortie"), exit)
        message = one.get_by_label("Message du bouton")
        await keys.write(message, BUTTONS[exit])
        await expect(one).to_contain_text("Des lettres minuscules")
        await keys.write(message, f"bouton_{exit}")
    sub_flow = await keys.leads_to("menu", "devis", "Autre parcours", "sub_flow")
    await keys.choose(sub_flow.get_by_label("Parcours", exact=True), quote)
    thanks = await keys.leads_to("sub_flow", "made", "Dire", "say_3")
    await keys.says(thanks, "Merci.")
    await keys.choose(thanks.get_by_label("ensuite", exact=True), "Fin")
    collect = await keys.leads_to("menu", "facture", "Demander", "collect")
    await keys.says(collect, "Son numéro ?")
    await keys.write(collect.get_by_label("Variable", exact=True), "facture")
    for exit, to in (("reçu", "say 3"), ("silence", "Fin"), ("réponse fausse", "Fin")):
        await keys.choose(collect.get_by_label(exit, exact=True), to)
    queue = await keys.leads_to("menu", "quelquun", "File d’attente", "queue")
    await keys.choose(queue.get_by_label("File", exact=True), "Commercial")
    for exit in ("attente trop longue", "fermé", "file pleine", "personne ne pourrait"):
        await keys.choose(queue.get_by_label(exit, exact=True), "Fin")
    for step, exits in (("menu", ("silence", "réponse fausse")), ("sub_flow", ("échec",))):
        for exit in exits:
            await keys.choose(keys.exit_of(step, exit), "Fin")
    await drawn.saved()
    await expect(page.get_by_text("Rien à redire")).to_be_visible()
    steps = drawn.draft["steps"]
    assert len(steps) == 9, "none was made in passing"
    assert [steps["menu"]["next"][exit] for exit in ("devis", "facture", "quelquun")] == [
        "sub_flow",
        "collect",
        "queue",
    ]
    assert not drawn.draft.get("drawn"), "no mouse placed any"
    await drawn.desk.picture("designer_outline_long", pictures)
    await keys.press(page.get_by_role("button", name="Essayer", exact=True), back=True)
    await tried(page, keys, pictures, drawn)
    await keys.press(page.get_by_role("button", name="Publier", exact=True), back=True)
    await keys.press(page.get_by_role("button", name="Publier maintenant"))
    await expect(page.get_by_text("version 1 en service", exact=True)).to_be_visible()


async def tried(page, keys, pictures, drawn) -> None:
    """Each of its three ways, by writing."""
    trial = page.get_by_role("region", name="Essai")
    log = trial.get_by_role("log")
    begin = "Commencer l’essai"
    ways = (("Un devis", "Un devis, donc."), ("Une facture", "Son numéro ?"), ("Quelqu’un", "Essai : ici,"))
    for choice, heard in ways:
        await keys.press(trial.get_by_role("button", name=begin, exact=True), back=begin != "Commencer l’essai")
        begin = "Recommencer l’essai"
        await expect(trial.get_by_role("button", name=begin, exact=True)).to_be_visible()
        await keys.write(trial.get_by_label("Votre message"), "Bonjour")
        await page.keyboard.press("Enter")
        await expect(log).to_contain_text("Devis, facture ou quelqu’un ?")
        await keys.press(log.get_by_role("button", name=choice, exact=True), back=True)
        await expect(log).to_contain_text(heard)
        if choice == "Une facture":
            await keys.write(trial.get_by_label("Votre message"), "4242")
            await page.keyboard.press("Enter")
        if choice != "Quelqu’un":
            await expect(log).to_contain_text("Merci.")
            await expect(trial.locator("[data-trial=ended]")).to_contain_text("Le parcours a raccroché.")
    await drawn.desk.picture("designer_outline_tried", pictures)
    await keys.press(trial.get_by_role("button", name="Fermer l’essai"), back=True)
