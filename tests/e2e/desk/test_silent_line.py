"""Nothing is heard on a line of a call: its advisor reads whose and what to do, until it sounds again."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Iterator
from pathlib import Path

import ears
import pytest
import pytest_asyncio
from axe_rig import AXE, both_themes, said, turns_to
from desk_rig import DIRECT_NUMBER, Desk, chromium, until_page
from playwright.async_api import expect
from telephone import Telephone

SILENT_SECONDS = 75.0  # of the microphone, from when it is opened: then it gives its tone
TOLD_SECONDS_MAX, BACK_SECONDS_MAX = 30.0, 90.0
NARROW = {"width": 320, "height": 720}
HERS, THEIRS = "[data-silent=advisor]", "[data-silent=customer]"
WORDS = {
    HERS: ("On ne vous entend pas", "Vérifiez votre micro et votre casque, puis demandez si l’on vous entend."),
    THEIRS: (
        "On n’entend pas le client",
        "Demandez-lui de vérifier son téléphone ; sinon, raccrochez et rappelez-le.",
    ),
}


@pytest.fixture
def customer(installation, direct) -> Iterator[Telephone]:
    """One that sends its packets, and nothing in them."""
    sip = installation.told["sip"]
    with Telephone((sip["host"], sip["port"])) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def unheard(playwright, installation, fresh_desk, tmp_path):
    """Awa, whose microphone gives nothing at first."""
    browser = await chromium(playwright, tmp_path, ears.ADVISOR_HERTZ, before=silent_at_first)
    desk = await fresh_desk("awa", within=browser)
    await desk.enter()
    yield desk
    await desk.leave()  # before her page goes: whoever sits there next would find her in wrap-up
    await browser.close()


def silent_at_first(tone: Path) -> None:
    """The same wav, after so long of nothing."""
    with wave.open(str(tone), "rb") as read:
        asked, frames = read.getparams(), read.readframes(read.getnframes())
    with wave.open(str(tone), "wb") as out:
        out.setparams(asked)
        out.writeframes(bytes(int(SILENT_SECONDS * asked.framerate) * 2) + frames * 12)


async def test_whose_line_is_silent_and_what_to_do_is_read_until_it_sounds_again(unheard: Desk, customer, pictures):
    awa, page = unheard, unheard.page
    await awa.be("available")
    await asyncio.to_thread(customer.rings_out, DIRECT_NUMBER)
    await awa.accept()
    for line in (HERS, THEIRS):
        await page.locator(line).wait_for(timeout=TOLD_SECONDS_MAX * 1000)
    found = {}
    for language in ("fr", "en", "ar"):
        await turns_to(awa, language)
        for line, words in WORDS.items():
            for one in words:
                await expect(page.locator(line)).to_contain_text(said(one, language))
        await awa.picture(f"silent_{language}", pictures)
        found |= await both_themes(page, AXE.read_text(), f"silent {language}")
    wide = page.viewport_size
    await page.set_viewport_size(NARROW)
    await until_page(page, "document.documentElement.scrollWidth <= innerWidth")
    await awa.picture("silent_320", pictures)
    await page.set_viewport_size(wide)
    await turns_to(awa, "fr")
    customer.sound.hertz = ears.CALLER_HERTZ
    await expect(page.locator(THEIRS)).to_have_count(0, timeout=BACK_SECONDS_MAX * 1000)
    await expect(page.locator(HERS)).to_be_visible()
    await asyncio.to_thread(customer.until_hears, ears.ADVISOR_HERTZ, BACK_SECONDS_MAX)
    await expect(page.locator(HERS)).to_have_count(0)
    await ears.until_heard({"advisor": (page, {ears.CALLER_HERTZ})})
    await asyncio.to_thread(customer.hang_up)
    assert not found, found
