"""The way out of an insult: one button, told to a supervisor, followed by a pause that is granted, to its end."""

from __future__ import annotations

import pytest_asyncio
from desk_rig import Desk
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard, until_spoken_to
from playwright.async_api import expect

CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
NOTHING: set[int] = set()
PAUSE_MINUTES = 3


@pytest_asyncio.fixture(loop_scope="session")
async def rule(nadia):
    nadia.put("/api/voice/abuse-rule", {"pause_minutes": PAUSE_MINUTES, "prompt": ""})
    yield
    nadia.put("/api/voice/abuse-rule", {"pause_minutes": 2, "prompt": ""})


async def pressed(desk: Desk, button) -> None:
    await expect(button).to_be_enabled()
    await button.focus()
    await desk.page.keyboard.press("Enter")


async def talk(awa: Desk, caller) -> str:
    await awa.be("available")
    await caller.call()
    await awa.accept()
    await until_heard({"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER)})
    return awa.wire.of("conversation", channel="voice")[0]["conversation"]


async def test_an_insult_is_ended_told_to_a_supervisor_and_followed_by_a_pause(seat, caller, rule, nadia, pictures):
    awa, claire = await seat("awa"), await seat("claire")
    await claire.page.goto(f"{claire.url}/desk/floor")
    conversation = await talk(awa, caller)
    await pressed(awa, awa.page.get_by_role("button", name="Propos inacceptables"))
    dialog = awa.page.get_by_role("dialog")
    await pressed(awa, dialog.get_by_role("button", name="Terminer l’appel"))
    await until_spoken_to(caller.page)
    await expect(dialog).to_contain_text(f"Une pause de {PAUSE_MINUTES} minutes vous est accordée")
    await awa.picture("abuse", pictures)
    await until_heard({"awa": (awa.page, NOTHING)}, what="out of it")
    told = claire.page.locator("[data-abuse]")
    await expect(told).to_contain_text("a mis fin à un appel pour propos inacceptables")
    await claire.picture("abuse-told", pictures)
    await caller.until_over()
    await pressed(awa, dialog.get_by_role("button", name="Fermer"))
    await awa.page.locator("[data-status=pause]").wait_for()
    await pressed(claire, told.get_by_role("button", name="Je m’en occupe"))
    await told.wait_for(state="detached")
    verbs = {one["verb"] for one in nadia.get("/api/audit", subject=f"conversation:{conversation}")["rows"]}
    assert "voice.report_abuse" in verbs
