"""Help called from a desk: which address is given stays on every page, and who is not reached is told what to do."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_rig import AXE, both_themes, goes, said, speaks
from carrier import Carrier
from desk_rig import Desk, until_page
from ears import ADVISOR_HERTZ, until_heard
from playwright.async_api import expect
from switchboard import PROCESSES

ADDRESS = "3 chemin des Vignes, bâtiment B, porte 12, 34000 Montpellier"
NARROW = {"width": 320, "height": 720}


@pytest.fixture
def carrier(installation, nadia) -> Iterator[Carrier]:
    """An operator that answers 112, and our way to it."""
    asked = ["pgrep", "-P", str(installation.process.pid), "-f", PROCESSES["asterisk"]]
    asterisk = int(subprocess.run(asked, capture_output=True, text=True).stdout)
    with tempfile.TemporaryDirectory(prefix="carrier-", ignore_cleanup_errors=True) as folder:
        made, way = Carrier(asterisk, Path(folder) / "one"), ""
        try:
            made.start()
            wanted = {"name": "Secours", "kind": "address", "host": made.address, "port": made.port,
                      "dial_format": "national"}  # fmt: skip
            way = nadia.post("/api/trunks", wanted)["id"]
            yield made
        finally:
            if way:
                nadia.ask("DELETE", f"/api/trunks/{way}")
            made.stop()


@pytest.fixture
def unable(nadia) -> Iterator[None]:
    """Awa answers no queue of any channel."""
    her = next(p["id"] for p in nadia.get("/api/people")["rows"] if p["email"].startswith("awa@"))
    held = nadia.get(f"/api/people/{her}/abilities")
    nadia.put(f"/api/people/{her}/abilities", {"skills": {}, "capacities": held["capacities"]})
    yield
    nadia.put(f"/api/people/{her}/abilities", {"skills": held["skills"], "capacities": held["capacities"]})


async def calls_help(desk: Desk, language: str) -> None:
    await desk.page.get_by_role("button", name=said("Appeler", language), exact=True).click()
    await desk.page.get_by_label(said("Numéro", language), exact=True).fill("112")
    await desk.page.locator("[data-emergency='112']").wait_for()
    await desk.page.keyboard.press("Enter")


async def test_help_is_called_by_who_is_away_and_answers_no_queue_and_the_address_stays_in_sight(
    seat, carrier, unable, pictures
):
    awa = await seat("awa")
    page, line = awa.page, awa.page.locator("[data-help]")
    await awa.be("away")
    await awa.ask("PUT", "/desk/emergency", {"address": ADDRESS})
    found = {}
    try:
        for language in ("fr", "en", "ar"):
            await speaks(awa, language)
            await goes(awa, "inbox", language)
            await calls_help(awa, language)
            await page.locator("[data-help=talking]").wait_for()
            await until_heard({"advisor": (page, {ADVISOR_HERTZ})}, what="the far end echoes")
            await expect(line).to_contain_text(ADDRESS)
            await expect(line).to_contain_text("112")
            strip = page.locator("[data-call=internal]")
            await expect(strip).to_contain_text(said("Secours ({0})", language).replace("{0}", "112"))
            await expect(page.get_by_role("dialog")).to_have_count(0)
            await awa.picture(f"help_line_{language}", pictures)
            wide = page.viewport_size
            await page.set_viewport_size(NARROW)
            await until_page(page, "document.documentElement.scrollWidth <= innerWidth")  # once it is laid out anew
            await awa.picture(f"help_line_{language}_320", pictures)
            await page.set_viewport_size(wide)
            found |= await both_themes(page, AXE.read_text(), f"help {language}")
            if language == "fr":
                await page.reload()  # on whatever page she is then
                await goes(awa, "day", language)
                await expect(line).to_contain_text(ADDRESS)
            await line.get_by_role("button", name=said("Raccrocher", language)).click()
            await expect(line).to_have_count(0)
            assert awa.me["status"] == "away"
    finally:
        await speaks(awa, "fr")
        await awa.ask("PUT", "/desk/emergency", {"address": ""})
    assert not found, found


async def test_where_nobody_is_reached_she_is_told_to_take_another_telephone(seat, carrier, pictures):
    carrier.stop()
    awa = await seat("awa")
    await goes(awa, "inbox", "fr")
    await calls_help(awa, "fr")
    line = awa.page.locator("[data-help=failed]")
    await line.wait_for(timeout=60_000)
    await expect(line).to_contain_text("prenez un autre téléphone, maintenant")
    await awa.picture("help_line_failed", pictures)
    await line.get_by_role("button", name="Fermer").click()
    await expect(line).to_have_count(0)
