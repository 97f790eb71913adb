"""Each dialog in French and Arabic, light and dark: axe, 320 px; the focus goes in, stays in, comes back after Esc."""

from __future__ import annotations

import pytest
from axe_rig import AXE, both_themes, goes, judge, said, speaks, told_of
from desk_rig import Desk
from people import Visitor

LANGUAGES = ("fr", "ar")
ADVISORS = {"callbacks": ("Faire rappeler un client",)}
ADMINISTRATORS = {
    "callbacks": ("Faire rappeler un client", "Règles des rappels"),
    "setup/people": ("Ajouter une personne",),
    "setup/queues": ("Ajouter une file", "Essayer sur une journée", "Publier plus tard"),
    "setup/advisors": ("Changer par un fichier CSV",),
    "setup/calendars": ("Nouveaux horaires",),
    "setup/flows": ("Nouveau parcours",),
    "setup/information": ("Nouveau flux", "Nouvel accès"),
    "setup/trunks": ("Ajouter un raccordement",),
    "floor": ("Annonce d’urgence",),
    "setup/tokens": ("Nouveau jeton",),
}


@pytest.fixture(scope="module", autouse=True)
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def each_dialog(desk: Desk, routes: dict[str, tuple[str, ...]], language: str, axe: str) -> dict[str, list]:
    found: dict[str, list] = {}
    await speaks(desk, language)
    try:
        for route, names in routes.items():
            await goes(desk, route, language)
            for name in names:
                opener = desk.page.get_by_role("button", name=said(name, language)).first
                found |= await judge(desk.page, opener, axe, f"{language} {route} {name}")
    finally:
        await speaks(desk, "fr")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_those_of_an_administrator(language, seat, axe):
    found = await each_dialog(await seat("nadia"), ADMINISTRATORS, language, axe)
    assert not found, told_of(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_those_about_advisors_that_are_marked_and_of_a_season(language, seat, axe):
    nadia, found = await seat("nadia"), {}
    page = nadia.page
    await speaks(nadia, language)
    try:
        await goes(nadia, "setup/advisors", language)
        await page.locator("tr[data-advisor] input[type=checkbox]").first.check()
        for name in ("Changer", "Compétence pour un temps"):
            opener = page.get_by_role("button", name=said(name, language), exact=True).first
            found |= await judge(page, opener, axe, f"{language} setup/advisors {name}")
        await goes(nadia, "setup/calendars", language)
        await page.get_by_role("button", name=said("Nouveaux horaires", language)).click()
        await page.get_by_role("button", name=said("Ajouter une saison", language)).click()
        await page.locator("summary", has_text="JSON").click()
        found |= await both_themes(page, axe, f"{language} a season", "[role=dialog]")
    finally:
        await speaks(nadia, "fr")
    assert not found, told_of(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_those_of_an_advisor_with_a_chat_and_of_her_supervisor(language, seat, installation, axe, pictures):
    paul, claire = await seat("paul"), await seat("claire")
    page, found = paul.page, await each_dialog(paul, ADVISORS, language, axe)
    visitor = Visitor(installation.url, installation.told["widget_key"])
    try:
        for desk in (paul, claire):
            await speaks(desk, language)
        await paul.be("lunch")
        await goes(claire, "floor", language)
        visitor.writes("Bonjour")
        visitor.presses("1")
        why = claire.page.get_by_role("button", name=said("Pourquoi attend-il encore ?", language))
        found |= await judge(claire.page, why, axe, f"{language} why it waits")
        about = claire.page.locator("[role=group] button").first
        found |= await judge(claire.page, about, axe, f"{language} what a tile counts")
        await goes(paul, "inbox", language)
        pressure = page.locator("header button", has=page.locator("[data-word]"))
        found |= await judge(page, pressure, axe, f"{language} pressure")
        await paul.be("available")
        await paul.offer.wait_for()
        await page.keyboard.press("F2")
        await page.locator("article[data-state=talking]").wait_for()
        await paul.still()
        story = page.get_by_role("button", name=said("Pourquoi ?", language), exact=True)
        found |= await judge(page, story, axe, f"{language} story")
        await page.keyboard.press("Control+k")
        await page.get_by_role("dialog").wait_for()
        await page.keyboard.press("Escape")
        await page.get_by_role("dialog").wait_for(state="detached")
        await paul.picture(f"after_dialogs_{language}", pictures)
    finally:
        visitor.leaves()
        for desk in (paul, claire):
            await speaks(desk, "fr")
    assert not found, told_of(found)
