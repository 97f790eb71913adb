"""For everybody and on any site: axe in French and Arabic, light and dark; another site's page with its own styles."""
from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from palabre.channels.chat.actions import put_widget

AXE = Path(__file__).parents[3] / "web/node_modules/axe-core/axe.min.js"
FOUND = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target + ' ' + n.failureSummary)}`))"
NAMES = {"fr": ("Écrivez-nous", "Votre message"), "ar": ("راسلنا", "رسالتك")}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_axe_finds_nothing(live, customer, missing, lang, theme):
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    await live.menu_flow()
    page = await customer(lang=lang, color_scheme=theme, bypass_csp=True)
    launcher, composer = NAMES[lang]
    await page.get_by_role("button", name=launcher).click()
    await page.get_by_role("textbox", name=composer).fill("Bonjour")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Facture")).to_be_visible()
    await page.add_script_tag(path=str(AXE))
    assert await page.evaluate(FOUND) == []


async def site(page_of):
    """Another site, with a page of its own."""
    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        body = page_of().encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0)


async def test_another_site_embeds_it_only_when_it_is_named(live, browser):
    await live.menu_flow()
    tag = f'<script src="http://127.0.0.1:{live.port}/welcome/widget.js" data-key="%s" data-lang="en" async></script>'
    wild = "<style>* { display: none !important; font-size: 40px } html, body { display: block !important }</style>"
    server = await site(lambda: f"<!doctype html><html lang=en><title>Shop</title><body>{wild}{tag % key}</html>")
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        page = await browser.new_page()
        key = "w_essai"
        await page.goto(origin)
        await expect(page.get_by_role("button", name="Chat with us")).to_be_visible()
        await page.locator("palabre-chat").dispatch_event("palabre:open")
        await expect(page.get_by_role("status").filter(has_text="not available")).to_be_visible()
        async with live.transaction() as tx:
            key = (await put_widget(tx, name="Shop", origins=[origin], greetings={"en": "Hello!"}))["key"]
        await page.goto(origin)
        await page.locator("palabre-chat").dispatch_event("palabre:open")
        await expect(page.get_by_role("log").get_by_text("Hello!")).to_be_visible()
    finally:
        server.close()
