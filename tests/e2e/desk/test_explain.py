"""Why a conversation still waits and why it rings at that desk, as a supervisor and an advisor read it."""

from __future__ import annotations

import re

from people import Visitor
from playwright.async_api import expect


async def test_why_it_waits_then_why_it_rings_there(seat, installation, pictures):
    claire, paul = await seat("claire"), await seat("paul")
    await paul.page.goto(f"{paul.url}/desk/inbox")
    await paul.be("lunch")
    page = claire.page
    await page.goto(f"{claire.url}/desk/floor")
    visitor = Visitor(installation.url, installation.told["widget_key"])
    try:
        visitor.writes("Bonjour")
        visitor.presses("1")
        line = page.get_by_role("region", name="Qui attend").locator("tr[data-item]")
        await line.get_by_role("button", name="Pourquoi attend-il encore ?").click()
        told = page.get_by_role("dialog", name="Pourquoi attend-il encore ?")
        his = told.get_by_role("row").filter(has_text="Paul Martin")
        await expect(his).to_contain_text("n’est pas disponible (En repas)")
        await expect(told.locator("[data-blocker=signed_out]")).to_be_visible()
        await expect(told.locator("[data-next=longest_wait]")).to_be_visible()
        await claire.picture("why_waiting", pictures)
        await page.keyboard.press("Escape")
        await paul.be("available")
        await paul.offer.wait_for()
        await paul.page.get_by_role("button", name="Pourquoi moi ?").click()
        await expect(paul.offer.locator("[data-decided=only]")).to_be_visible()
        await paul.picture("why_me", pictures)
        await line.get_by_role("button", name=re.compile("Pourquoi elle")).click()
        await expect(line.locator("[data-decided=only]")).to_be_visible()
    finally:
        visitor.leaves()
    await expect(page.get_by_role("heading", name="Personne n’attend")).to_be_visible()
