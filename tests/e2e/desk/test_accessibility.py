"""Every route in French and Arabic: axe in light and dark, 320 px wide, without motion, round it by the Tab key; ten
thousand customers in Arabic, by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_rig import AXE, both_themes, by_tab, goes, speaks, told_of
from desk_rig import Desk, context_of, until_page
from people import Visitor

CUSTOMERS = 10_000
ADVISOR_ROUTES = ("inbox", "check", "customers", "day", "telework")
ADMINISTRATOR_ROUTES = (
    "floor", "callbacks", "outbound", "recordings", "voice-messages",
    "reports", "telework", "forecasts", "wallboard", "customers", "setup/people", "setup/skills", "setup/advisors",
    "setup/queues", "setup/shares", "setup/flows", "setup/calendars", "setup/information",
    "setup/numbers", "setup/organisation", "setup/trunks", "setup/emergency", "setup/waiting", "setup/installation",
    "setup/moving", "setup/moving?show=numbers", "setup/moving?show=rehearsal", "setup/moving?show=checklist",
    "setup/outcomes", "setup/tokens", "setup/parked", "setup/audit",
)  # fmt: skip
LANGUAGES = ("fr", "ar")


@pytest.fixture(scope="module", autouse=True)
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def each_route(
    desk: Desk, routes: tuple[str, ...], language: str, axe: str, pictures: Path | None
) -> dict[str, list]:
    found: dict[str, list] = {}
    await speaks(desk, language)
    try:
        for route in routes:
            await goes(desk, route, language)
            found |= await both_themes(desk.page, axe, f"{language} {route}")
            if language == LANGUAGES[0]:
                found |= {f"{route} by Tab": wrong for wrong in [await by_tab(desk.page)] if wrong}
            await desk.picture(re.sub(r"\W", "_", f"{route}_{language}"), pictures)
    finally:
        await speaks(desk, "fr")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_an_advisor_sees(language, seat, axe, pictures):
    found = await each_route(await seat("paul"), ADVISOR_ROUTES, language, axe, pictures)
    assert not found, told_of(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_an_administrator_sees(language, seat, axe, pictures):
    found = await each_route(await seat("nadia"), ADMINISTRATOR_ROUTES, language, axe, pictures)
    assert not found, told_of(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_rules_and_advisors_are_changed(language, seat, axe, pictures):
    desk, found = await seat("nadia"), {}
    await speaks(desk, language)
    try:
        for route, button in (("setup/advisors", "tbody tr button"), ("setup/queues", "tbody tr button")):
            await goes(desk, route, language)
            await desk.page.locator(button).last.click()
            dialog = desk.page.get_by_role("dialog")
            await dialog.locator("form").wait_for()
            await dialog.locator("details > summary").evaluate_all("all => all.map(e => e.click())")
            await desk.still()
            found |= await both_themes(desk.page, axe, f"{language} {route} changed")
            await desk.picture(f"{route.replace('/', '_')}_changed_{language}", pictures)
            await desk.page.keyboard.press("Escape")
    finally:
        await speaks(desk, "fr")
    assert not found, told_of(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_offer_a_chat_its_wrap_up_the_palette_and_the_keys(language, seat, installation, axe, pictures):
    desk, found = await seat("paul"), {}
    page = desk.page
    await speaks(desk, language)
    visitor = Visitor(installation.url, installation.told["widget_key"])
    try:
        await goes(desk, "inbox", language)
        visitor.writes("Bonjour")
        visitor.presses("1")
        await desk.be("available")
        await desk.offer.wait_for()
        found |= await both_themes(page, axe, f"{language} offer")
        await page.keyboard.press("F2")
        await page.locator("article[data-state=talking]").wait_for()
        visitor.writes("Bonjour / مرحبا")
        await page.get_by_role("log").get_by_text("مرحبا").wait_for()
        found |= await both_themes(page, axe, f"{language} chat")
        await desk.picture(f"chat_{language}", pictures)
        await page.keyboard.press("Control+k")
        await page.get_by_role("combobox").wait_for()
        found |= await both_themes(page, axe, f"{language} palette")
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        await page.get_by_role("dialog").wait_for()
        found |= await both_themes(page, axe, f"{language} keys")
        await page.keyboard.press("Escape")
        await page.get_by_role("dialog").wait_for(state="detached")
        await page.keyboard.press("e")
        await page.locator("article[data-state=wrap_up]").wait_for()
        found |= await both_themes(page, axe, f"{language} wrap-up")
    finally:
        visitor.leaves()
        await speaks(desk, "fr")
    assert not found, told_of(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_before_signing_in_and_the_customers_page(language, browser, installation, axe):
    context, found = await context_of(browser, locale={"fr": "fr-FR", "ar": "ar"}[language]), {}
    page = await context.new_page()
    try:
        for name, url in (("sign-in", f"{installation.url}/desk/sign-in"),
                          ("customer", f"{installation.told['pages'][1]['url']}&lang={language}")):  # fmt: skip
            await page.goto(url)
            await page.locator("h1").wait_for()
            found |= await both_themes(page, axe, f"{language} {name}")
    finally:
        await context.close()
    assert not found, told_of(found)


@pytest.fixture(scope="module")
def many_customers(installation) -> None:
    """Ten thousand, with Arabic names, found by their words."""
    first, last = "array['سلمى','كريم','ليلى','يوسف','نادية','عمر']", "array['الأحمد','بنعلي','حداد','التازي']"
    names = f"({first})[1 + n %% 6] || ' ' || ({last})[1 + n %% 4] || ' ' || n"
    installation.rows(
        f"""with made as (
              insert into customer (tenant, id, name, language, created_at, changed_at)
              select %(tenant)s, gen_random_uuid(), {names}, 'ar', 1700000000000 + n, 1700000000000 + n
              from generate_series(1, {CUSTOMERS}) n returning tenant, id, name)
            insert into customer_word (tenant, customer, word)
            select distinct tenant, id, lower(word) from made, regexp_split_to_table(name, ' ') word returning 1""",
        tenant=installation.told["tenant"],
    )


async def test_ten_thousand_customers_in_arabic_by_keyboard(many_customers, fresh_desk, axe, pictures, told):
    karim = await fresh_desk("karim", locale="ar")
    await karim.enter()
    await speaks(karim, "ar")
    await goes(karim, "customers", "ar")
    page = karim.page
    rows = page.locator("main section ul button")
    await rows.nth(20).wait_for()
    assert await page.evaluate("document.querySelectorAll('*').length") < 5_000
    assert not await both_themes(page, axe, "customers")
    more = page.locator("main section").first.get_by_role("button").last
    await more.focus()
    await page.keyboard.press("Enter")
    await rows.nth(75).wait_for()
    search = page.get_by_role("searchbox")
    await search.focus()
    await page.keyboard.type("حداد 9998")
    await page.keyboard.press("Enter")
    await until_page(page, "document.querySelectorAll('main section ul button').length === 1")
    for _ in range(4):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.matches('main section ul button')"):
            break
    await page.keyboard.press("Enter")
    await page.get_by_role("article").get_by_role("heading", level=2).get_by_text("حداد").wait_for()
    left, width = (await page.locator("main section").first.bounding_box())["x"], 1366
    assert left > width / 2, "the list is on the right where one reads from the right"
    await karim.picture("customers_ar", pictures)
