"""The designer in three languages, light and dark: axe, right to left, pictures to look at."""

from __future__ import annotations

import os

import pytest
from axe_rig import AXE, both_themes, goes, speaks, told_of
from playwright.async_api import expect

LANGUAGES = ("fr", "ar", *(("en",) if os.environ.get("PALABRE_E2E_PICTURES") else ()))  # English to be looked at alone
NAME = "Parcours à regarder"
BYE = {"kind": "hang_up", "title": "Au revoir"}
STEPS = {
    "hello": {"kind": "say", "title": "Bienvenue", "prompts": [{"say": "text", "value": "Bonjour"}],
              "next": {"done": "menu"}},
    "menu": {"kind": "menu", "title": "Que voulez-vous ?", "prompts": [{"say": "text", "value": "Un ou deux ?"}],
             "options": [{"key": "1", "exit": "invoice"}, {"key": "2", "exit": "help"}],
             "next": {"invoice": "ask", "help": "queue", "silence": "bye"}},
    "ask": {"kind": "collect", "prompts": ["never_written_here"], "variable": "number",
            "next": {"collected": "which", "silence": "bye", "wrong": "bye"}},
    "which": {"kind": "branch", "cases": [{"when": {"test": "starts_with", "variable": "number", "value": "9"},
                                           "exit": "vip"}], "next": {"vip": "queue", "otherwise": "bye"}},
    "queue": {"kind": "queue", "title": "File d’accueil", "queue": "0199bbbb-0000-7000-8000-000000000001",
              "next": {"longest_wait": "bye", "closed": "bye", "full": "bye", "nobody": "bye"}},
    "bye": BYE,
}  # fmt: skip
DRAFT = {"languages": ["fr", "ar"], "channels": ["voice", "chat"], "start": "hello", "steps": STEPS,
         "declares": {"number": {"type": "digits", "about": "Numéro de commande"}}}  # fmt: skip


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


@pytest.fixture(scope="module")
def flow(nadia) -> str:
    return nadia.post("/api/flows", {"name": NAME, "draft": DRAFT})["id"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_designer_is_seen_read_and_judged(language, seat, flow, axe, pictures):
    desk, found = await seat("nadia"), {}
    page = desk.page
    await speaks(desk, language)
    try:
        await page.evaluate("localStorage.removeItem('palabre.flows.view')")
        await goes(desk, "setup/flows", language)
        await page.locator("tbody tr", has_text=NAME).get_by_role("button").last.click()
        await expect(page.locator(".react-flow__node")).to_have_count(len(STEPS))
        start = await page.locator('.react-flow__node [data-step="hello"]').bounding_box()
        after = await page.locator('.react-flow__node [data-step="menu"]').bounding_box()
        assert (start["x"] > after["x"]) == (language == "ar"), "read from where its language begins"
        await page.locator('.react-flow__node [data-step="menu"]').click()
        if language != "en":
            found |= await both_themes(page, axe, f"{language} canvas")
        await desk.picture(f"designer_canvas_{language}", pictures)
        await page.get_by_role("button", name=said_in_designer("Liste", language), exact=True).click()
        await page.locator("#step-ask").click()
        await desk.still()
        if language != "en":
            found |= await both_themes(page, axe, f"{language} outline")
        await desk.picture(f"designer_outline_{language}", pictures)
        if pictures:
            await page.emulate_media(color_scheme="dark")
            await page.evaluate("document.documentElement.dataset.theme = 'dark'")
            await desk.picture(f"designer_outline_{language}_dark", pictures)
            await page.get_by_role("button", name=said_in_designer("Dessin", language), exact=True).click()
            await expect(page.locator(".react-flow__node").first).to_be_visible()
            await desk.picture(f"designer_canvas_{language}_dark", pictures)
            await page.evaluate("document.documentElement.dataset.theme = 'light'")
    finally:
        await goes(desk, "setup/people", language)
        await speaks(desk, "fr")
    assert not found, told_of(found)


WORDS = {
    "Liste": {"fr": "Liste", "en": "List", "ar": "قائمة"},
    "Dessin": {"fr": "Dessin", "en": "Drawing", "ar": "الرسم"},
}


def said_in_designer(name: str, language: str) -> str:
    return WORDS[name][language]
