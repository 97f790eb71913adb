"""A real Chromium in front of a centre on real parts."""
from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import pytest_asyncio
from chat_rig import open_chat_rig
from playwright.async_api import async_playwright, expect

from palabre.plumbing.web.options import Face

DIST = Path(__file__).parents[3] / "web/apps/welcome/dist"

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for the session: the browser lives in it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def rig(own_database, nats, tmp_path, missing):
    if not (DIST / "widget.js").exists():
        missing("web/apps/welcome is not built: npm run build -w @palabre/welcome")
    async with open_chat_rig(own_database, nats, tmp_path) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def live(rig):
    """A worker, and a front that serves the widget."""
    async with rig.worker(), rig.front(Face("/welcome", DIST, embeddable=True)):
        yield rig


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(missing):
    """One for all; each visitor is a context of her own."""
    path = os.environ.get("PALABRE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        missing("Chromium: apt install chromium, or PALABRE_CHROMIUM=/path")
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"])
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def customer(live, browser):
    """`await customer(lang="ar", color_scheme="dark")`: a page with the widget, as a fresh visitor sees it."""
    contexts = []

    async def open_page(path: str = "/welcome/demo?chat=w_essai", *, lang: str = "fr", size=(1280, 800), **more):
        context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=lang, **more)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        await page.goto(f"http://127.0.0.1:{live.port}{path}&lang={lang}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
