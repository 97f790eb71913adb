"""The widget in a real browser: what a customer does and reads, over a reload, a cut, in three languages."""
from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager

from playwright.async_api import expect

TYPING_SAID_EVERY_SECONDS = 2.0
SHOTS = os.environ.get("PALABRE_SHOTS")


async def shot(page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png")


async def talk(live, page) -> str:
    """To the advisor through the menu; the work item."""
    await page.get_by_role("button", name="Écrivez-nous").click()
    await page.get_by_role("textbox", name="Votre message").fill("Bonjour, ma facture est fausse")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Facture").click()
    await expect(page.get_by_role("status").filter(has_text="prochaine")).to_be_visible()
    await live.advisor_is("available")
    item = await live.accept()
    await expect(page.get_by_role("status").filter(has_text="Awa vous répond")).to_be_visible()
    return item


async def says(live, text: str) -> None:
    conversation = next(iter(live.follower.world["conversations"].conversations))
    await live.call("POST", f"/api/conversations/{conversation}/messages", {"text": text})


@asynccontextmanager
async def typing(live, conversation: str):
    """As a desk says it while somebody goes on typing: by itself it is forgotten after six seconds."""
    async def go_on():
        while True:
            await live.call("POST", f"/api/conversations/{conversation}/typing", {"on": True})
            await asyncio.sleep(TYPING_SAID_EVERY_SECONDS)

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_customer_writes_and_is_answered(live, customer):
    await live.menu_flow()
    await live.advisor_is("away")
    page = await customer()
    item = await talk(live, page)
    conversation = next(iter(live.follower.world["conversations"].conversations))

    async with typing(live, conversation):
        await expect(page.get_by_text("Awa écrit…")).to_be_visible()
    await says(live, "Bonjour, je regarde votre facture.")
    log = page.get_by_role("log")
    await expect(log.get_by_text("je regarde votre facture")).to_be_visible()
    await expect(page.get_by_text("Awa écrit…")).to_be_hidden()
    await shot(page, "fr-light-talking")

    await page.reload()                                    # the panel, the words and the place come back by themselves
    await expect(page.get_by_role("log").get_by_text("je regarde votre facture")).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("ma facture est fausse")).to_have_count(1)
    await page.get_by_role("textbox", name="Votre message").fill("Merci !")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_role("log").get_by_text("Merci !")).to_be_visible()
    await expect(page.get_by_text("Envoi…")).to_have_count(0)
    shown = await live.call("GET", f"/api/conversations/{conversation}/messages")
    said = [m["text"] for m in shown if m["direction"] == "in"]
    assert said == ["Bonjour, ma facture est fausse", "Facture", "Merci !"]

    await live.finish(item)
    await expect(page.get_by_role("status").filter(has_text="terminée")).to_be_visible()
    assert await page.context.cookies() == []


async def test_unread_messages_are_counted_while_it_is_closed(live, customer):
    await live.menu_flow()
    await live.advisor_is("away")
    page = await customer()
    await talk(live, page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    launcher = page.get_by_role("button", name="Écrivez-nous")
    await expect(launcher).to_be_focused()
    await says(live, "Êtes-vous là ?")
    await expect(page.get_by_role("button", name="1 nouveau message")).to_be_visible()
    await shot(page, "fr-light-unread")
    await launcher.click()
    await expect(page.get_by_role("log").get_by_text("Êtes-vous là ?")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Votre message")).to_be_focused()


async def test_what_is_written_without_a_network_leaves_when_it_is_back(live, customer):
    await live.menu_flow()
    await live.advisor_is("away")
    page = await customer()
    await talk(live, page)
    conversation = next(iter(live.follower.world["conversations"].conversations))
    await page.context.set_offline(True)
    await page.evaluate("dispatchEvent(new Event('offline'))")
    await expect(page.get_by_role("status").filter(has_text="Connexion interrompue")).to_be_visible()
    await page.get_by_role("textbox", name="Votre message").fill("Je suis dans un tunnel")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Envoi…")).to_be_visible()
    await page.get_by_role("textbox", name="Votre message").fill("un brouillon")
    await says(live, "Prenez votre temps")
    await shot(page, "fr-light-offline")
    await page.context.set_offline(False)
    await page.reload()
    log = page.get_by_role("log")
    await expect(log.get_by_text("Prenez votre temps")).to_be_visible()
    await expect(page.get_by_text("Envoi…")).to_have_count(0)
    await expect(log.get_by_text("Je suis dans un tunnel")).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Votre message")).to_have_value("un brouillon")
    shown = await live.call("GET", f"/api/conversations/{conversation}/messages")
    assert [m["text"] for m in shown].count("Je suis dans un tunnel") == 1


async def test_the_customer_ends_it_and_begins_another(live, customer):
    await live.menu_flow()
    await live.advisor_is("away")
    page = await customer()
    await talk(live, page)
    before = next(iter(live.follower.world["conversations"].conversations))
    await page.get_by_label("Plus d’actions").click()
    await shot(page, "fr-light-menu")
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="Télécharger la conversation").click()
    kept = (await (await saved.value).path()).read_text("utf-8")
    assert "Bonjour, ma facture est fausse" in kept
    await page.get_by_label("Plus d’actions").click()
    await page.get_by_role("button", name="Terminer la conversation").click()
    await page.get_by_role("button", name="Terminer", exact=True).click()
    await expect(page.get_by_role("status").filter(has_text="Écrivez pour en ouvrir une nouvelle")).to_be_visible()
    await live.until_row(before, lambda r: r["state"] == "closed")

    await page.get_by_role("textbox", name="Votre message").fill("Encore une question")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Nouvelle conversation")).to_be_visible()
    await expect(page.get_by_role("button", name="Facture")).to_be_visible()
    after = next(iter(live.follower.world["conversations"].conversations))
    assert after != before and str((await live.row(after))["previous"]) == before


async def test_arabic_and_dark(live, customer):
    await live.menu_flow()
    page = await customer(lang="ar", color_scheme="dark")
    await page.get_by_role("button", name="راسلنا").click()
    dialog = page.get_by_role("dialog")
    await page.get_by_role("textbox", name="رسالتك").fill("مرحبا، لدي سؤال")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Facture")).to_be_visible()
    assert await page.locator(".root").evaluate("e => getComputedStyle(e).direction") == "rtl"
    box = await dialog.bounding_box()
    assert box["x"] < 100, "the panel stands at the end of the line: left"
    assert await dialog.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(32, 30, 23)"
    await shot(page, "ar-dark")


async def test_small_screen_and_dark(live, customer):
    await live.menu_flow()
    page = await customer(color_scheme="dark", size=(390, 780), has_touch=True)
    await shot(page, "fr-dark-small-closed")
    await page.get_by_role("button", name="Écrivez-nous").click()
    await page.get_by_role("textbox", name="Votre message").fill("Bonjour")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_role("button", name="Facture")).to_be_visible()
    assert await page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 780}
    await shot(page, "fr-dark-small")
