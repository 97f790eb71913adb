"""Issue 2, point 13: tests of every kind, one command for all of them, and a phone caller who talks with a browser."""

from __future__ import annotations

import asyncio
import os
import re
import tomllib
from pathlib import Path

import ears
import pytest
from desk_rig import Desk, chromium, chromium_path
from people import palabre
from playwright.async_api import async_playwright

ROOT = Path(__file__).parents[2]
KINDS = ("house", "unit", "properties", "simulation", "contract", "web", "integration", "acceptance", "e2e", "load")


def test_every_kind_has_its_tests_and_one_command_knows_them():
    said = palabre("test", "--help").stdout
    for kind in KINDS:
        assert kind in said, kind
        assert kind == "web" or list((ROOT / "tests" / kind).rglob("test_*.py")), f"no test of kind {kind}"
    refused = palabre("test", "nonsense")
    assert refused.returncode == 2 and "nonsense" in refused.stderr


def test_continuous_integration_runs_all_of_them_and_counts_lines():
    script = (ROOT / ".ci/run").read_text()
    assert os.access(ROOT / ".ci/run", os.X_OK) and "./palabre test --coverage" in script
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert settings["coverage"]["report"]["fail_under"] >= 85
    assert settings["importlinter"]["contracts"]


@pytest.mark.seconds_max(120)
async def test_the_scripted_phone_customer_is_heard_by_an_advisor_in_chromium(running, missing, tmp_path):
    """`./palabre demo call` speaks; she accepts by F2 and hears words, on the track that her page plays."""
    if not chromium_path():
        missing("Chromium: apt install chromium, or PALABRE_CHROMIUM=/path")
    async with async_playwright() as playwright:
        browser = await chromium(playwright, tmp_path, ears.ADVISOR_HERTZ)
        customer = None
        try:
            ines = await Desk.open(browser, running.url, *running.sign_in_of("ines"))
            await ines.enter()
            await ines.be("available")
            customer = await asyncio.create_subprocess_exec(
                str(ROOT / "palabre"), "demo", "call", "--data", str(running.data), "--for", "vip",
                stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            await ines.offer.get_by_text("Grands comptes").wait_for(timeout=45_000)
            await ines.accept()
            await ears.until_spoken_to(ines.page, 15)
            assert await ines.page.evaluate("testEars.played()")
            await ines.page.keyboard.press("Shift+F4")
            said = (await asyncio.wait_for(customer.communicate(), 20))[0].decode()
            assert re.search("answered", said) and customer.returncode == 0, said
            await ines.leave()
        finally:
            if customer and customer.returncode is None:
                customer.kill()
                await customer.wait()
            await browser.close()
