"""Issue 2, point 10: the desk in Chromium, by names and keys: an advisor, a supervisor, three languages, two themes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import ears
import pytest
from desk_rig import Desk, chromium, chromium_path, context_of, eventually
from playwright.async_api import Browser, async_playwright, expect

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def browser(running, missing, tmp_path) -> AsyncIterator[Browser]:
    if not chromium_path():
        missing("Chromium: apt install chromium, or PALABRE_CHROMIUM=/path")
    async with async_playwright() as playwright:
        made = await chromium(playwright, tmp_path, ears.ADVISOR_HERTZ)
        yield made
        await made.close()


async def at_desk(browser: Browser, running, key: str) -> Desk:
    desk = await Desk.open(browser, running.url, *running.sign_in_of(key))
    await desk.enter()
    return desk


async def test_an_advisor_serves_a_chat_and_a_supervisor_sees_it(browser, running, visitor):
    claire, paul = await at_desk(browser, running, "claire"), await at_desk(browser, running, "paul")
    row = claire.page.get_by_role("row", name=re.compile("Conseil en ligne"))
    await row.wait_for()
    await paul.be("available")
    customer = visitor()
    customer.writes("Bonjour")
    customer.presses("1")
    await paul.offer.get_by_text("Conseil en ligne").wait_for()
    await paul.page.keyboard.press("F2")
    await paul.page.get_by_role("article", name=re.compile("Conversation avec")).wait_for()
    await expect(row.get_by_role("cell").nth(3)).to_have_text("1")  # in conversation
    await paul.page.keyboard.press("r")
    await paul.page.keyboard.type("Je vous écoute")
    await paul.page.keyboard.press("Control+Enter")
    customer.until(lambda: "Je vous écoute" in [m["text"] for m in customer.messages.values()])
    await paul.page.keyboard.press("Shift+Tab")
    await paul.page.keyboard.press("e")
    wrap_up = paul.page.get_by_role("region", name="Fin de traitement")
    await wrap_up.get_by_text("Résolu").click()
    await paul.page.keyboard.press("e")
    await eventually(lambda: not paul.wire.of("conversation"), what="an empty desk")
    await paul.leave()


async def test_french_english_arabic_from_right_to_left_light_and_dark(browser, running):
    grounds = set()
    for scheme in ("light", "dark"):
        context = await context_of(browser, color_scheme=scheme)
        page = await context.new_page()
        await page.goto(f"{running.url}/desk/")
        for name, language, direction in (
            ("English", "en", "ltr"), ("العربية", "ar", "rtl"), ("Français", "fr", "ltr")):  # fmt: skip
            await page.get_by_role("button", name=name).click()
            await page.locator(f"html[lang={language}][dir={direction}]").wait_for(state="attached")
        grounds.add(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        await context.close()
    assert len(grounds) == 2, grounds


async def test_the_device_check_hears_her(browser, running):
    desk = await Desk.open(browser, running.url, *running.sign_in_of("lea"))
    await desk.page.goto(f"{running.url}/desk/")
    await desk.page.get_by_label("Adresse e-mail").fill(desk.sign_in)
    await desk.page.get_by_label("Mot de passe").fill(desk.password)
    await desk.page.keyboard.press("Enter")
    await desk.page.get_by_role("region", name="Micro").get_by_text("On vous entend").wait_for()
    await desk.page.get_by_role("button", name="Tout va bien").click()
    await desk.page.wait_for_url(re.compile("/inbox"))
    await desk.page.locator("[data-phone=ready]").wait_for()


async def test_a_supervisor_reads_what_a_measure_counts(browser, running):
    claire = await at_desk(browser, running, "claire")
    await claire.page.get_by_role("button", name=re.compile("Ce que compte")).first.click()
    await claire.page.get_by_role("dialog", name="Définition").get_by_text("Calculé sur").wait_for()
