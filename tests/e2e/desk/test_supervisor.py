"""A supervisor's floor: queues and people live, measures with what they count."""

from __future__ import annotations

import re

from people import Visitor
from playwright.async_api import expect


async def test_a_customer_who_waits_is_seen_and_goes_when_she_leaves(seat, installation):
    claire = await seat("claire")
    await claire.page.goto(f"{claire.url}/desk/floor")
    row = claire.page.get_by_role("row", name=re.compile("Conseil en ligne"))
    waiting = row.get_by_role("cell").nth(1)
    await row.wait_for()
    visitor = Visitor(installation.url, installation.told["widget_key"])
    visitor.writes("Bonjour")
    visitor.presses("1")
    await expect(waiting).to_have_text("1")
    tile = claire.page.get_by_role("group", name="En attente").locator("strong")
    await expect(tile).to_have_text("1")
    visitor.leaves()
    await expect(waiting).to_have_text("0")


async def test_people_by_what_they_do(seat, installation):
    claire, awa = await seat("claire"), await seat("awa")
    await claire.page.goto(f"{claire.url}/desk/floor")
    team = claire.page.get_by_role("region", name="Équipe")
    await awa.be("available")
    await team.get_by_role("group", name="Disponible", exact=True).get_by_text("Awa Diop").wait_for()
    await awa.be("lunch")
    await team.get_by_role("group", name="En repas").get_by_text("Awa Diop").wait_for()


async def test_a_measure_says_what_it_counts(seat):
    claire = await seat("claire")
    await claire.page.goto(f"{claire.url}/desk/floor")
    await claire.page.get_by_role("button", name=re.compile("Ce que compte")).first.click()
    about = claire.page.get_by_role("dialog", name="Définition")
    await about.get_by_text("Calculé sur").wait_for()
    await about.get_by_text("Fuseau").wait_for()
    assert len(await about.locator("p").first.inner_text()) > 30
    await claire.page.keyboard.press("Escape")
    await about.wait_for(state="detached")


async def test_a_filter_lives_in_the_address(seat):
    claire = await seat("claire")
    await claire.page.goto(f"{claire.url}/desk/floor")
    await claire.page.get_by_label("Canal").select_option("chat")
    await claire.page.wait_for_url(re.compile("channel=chat"))
    await claire.page.reload()
    await claire.page.get_by_role("row", name=re.compile("Conseil en ligne")).wait_for()
    assert await claire.page.get_by_role("row", name=re.compile("Assistance")).count() == 0


