"""What axe, a narrow screen and the Tab key find wrong with a page of the desk."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from desk_rig import Desk, until_page
from playwright.async_api import Locator, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
WORDS = ROOT / "web/apps/desk/src/words"
SERIOUS = ("serious", "critical")
FAULTS = """
async ([rules, within]) => {
  const given = { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) };
  const found = await axe.run(within || document, given);
  const where = n => n.target.join(" ") + " " + (n.any[0]?.message ?? "");
  return found.violations.map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map(where) }));
}
"""
NARROW = {"width": 320, "height": 640}  # 1,280 px at 400 %
LAID_OUT_SECONDS_MAX = 2.0
STOPS_MAX = 80
TABS = 30
INSIDE = "document.querySelector('[role=dialog]')?.contains(document.activeElement)"


async def faults(page: Page, axe: str, rules: list[str] | None = None, within: str = "") -> list[dict[str, Any]]:
    """`within`: a selector; of the whole page where none is given."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(f"{axe}; undefined")
    return [f for f in await page.evaluate(FAULTS, [rules, within]) if f["impact"] in SERIOUS]


async def both_themes(page: Page, axe: str, where: str, within: str = "") -> dict[str, list]:
    """Everything in light, at 320 px too; in dark what a colour can change."""
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = [*await faults(page, axe, within=within), *await page.evaluate("testEyes.moving()"), *await narrow(page)]
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = await faults(page, axe, ["color-contrast", "link-in-text-block"], within)
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return {name: found for name, found in ((f"{where} light", light), (f"{where} dark", dark)) if found}


def told_of(found: dict[str, list]) -> str:
    return "\n".join(f"{where}: {one}" for where, faults in found.items() for one in faults)


async def narrow(page: Page) -> list[str]:
    """What is still too wide once the page has had its time to lay out anew: a popover follows a frame or two later."""
    before = page.viewport_size
    await page.set_viewport_size(NARROW)
    deadline = time.monotonic() + LAID_OUT_SECONDS_MAX
    try:
        while (wide := await page.evaluate("testEyes.tooWide()")) and time.monotonic() < deadline:
            await page.evaluate("new Promise(requestAnimationFrame)")
        return wide
    finally:
        await page.set_viewport_size(before)


async def by_tab(page: Page) -> list[str]:
    """Faults of the way round by the Tab key; it must come to its end, or back to its beginning."""
    await page.evaluate("testEyes.stops.clear(); document.activeElement.blur()")
    wrong: list[str] = []
    for n in range(STOPS_MAX):
        await page.keyboard.press("Tab")
        stop = await page.evaluate("testEyes.stop()")
        if stop is None or stop["n"] < n:
            return wrong
        wrong += stop["wrong"]
    return [*wrong, f"no end within {STOPS_MAX} stops"]


async def speaks(desk: Desk, language: str) -> None:
    await desk.ask("PATCH", "/me", {"language": language})


async def turns_to(desk: Desk, language: str) -> None:
    """By her menu: the page stays, and whatever goes on in it."""
    await desk.page.locator("[data-initials]").click()
    await desk.page.locator(f"[role^=menuitem] [lang={language}]").click()
    await desk.page.locator(f"html[lang={language}]").wait_for(state="attached")
    await desk.page.get_by_role("menu").wait_for(state="detached")


async def goes(desk: Desk, route: str, language: str) -> None:
    """There, in that language, with what it shows first."""
    await desk.page.goto(f"{desk.url}/desk/{route}")
    direction = "rtl" if language == "ar" else "ltr"
    await desk.page.locator(f"html[lang={language}][dir={direction}]").wait_for(state="attached")
    await desk.page.locator("h1, h2").first.wait_for()
    await desk.still()


def said(words: str, language: str) -> str:
    """What a screen says in this language where the source says it in French."""
    if language == "fr":
        return words
    text = "\n".join(path.read_text() for path in sorted(WORDS.rglob(f"{language}.po")))
    found = re.search(rf'^msgid "{re.escape(words)}"\nmsgstr "(.+)"$', text, re.MULTILINE)
    assert found, f"{words!r} has no words in {language}"
    return found[1]


async def judge(page: Page, opener: Locator, axe: str, where: str) -> dict[str, list]:
    """Opened by the keyboard. What is wrong with the dialog, and with the focus before, within and after it."""
    await opener.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.wait_for()
    await until_page(page, f"{INSIDE} === true")
    found = await both_themes(page, axe, where, "[role=dialog]")
    left = 0
    for key in ("Tab", "Shift+Tab"):
        for _ in range(TABS // 2):
            await page.keyboard.press(key)
            left += not await page.evaluate(INSIDE)
    if left:
        found[f"{where} focus"] = [f"left the dialog {left} times"]
    await page.keyboard.press("Escape")
    await dialog.wait_for(state="detached")
    back = "([e]) => e === document.activeElement || e.contains(document.activeElement)"
    await until_page(page, back, [await opener.element_handle()])
    return found
