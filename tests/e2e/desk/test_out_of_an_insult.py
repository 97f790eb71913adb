"""The way out of an insult: one button, told to a supervisor, followed by a pause that is granted, to its end."""

from __future__ import annotations

import pytest_asyncio
from axe_rig import AXE, both_themes, said, turns_to
from desk_rig import Desk, eventually
from ears import ADVISOR_HERTZ, CALLER_HERTZ, MUSIC_HERTZ, until_heard, until_spoken_to
from playwright.async_api import expect

CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
NOTHING: set[int] = set()
PAUSE_MINUTES, SHORT_MINUTES = 3, 1
OVER = "La pause accordée est finie. Rien ne vous est proposé tant que vous ne revenez pas."


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


async def out_of_it(awa: Desk, caller) -> None:
    """Talked, insulted, out of it, her contact closed: what is left is her pause."""
    await talk(awa, caller)
    await pressed(awa, awa.page.get_by_role("button", name="Propos inacceptables"))
    dialog = awa.page.get_by_role("dialog")
    await pressed(awa, dialog.get_by_role("button", name="Terminer l’appel"))
    await pressed(awa, dialog.get_by_role("button", name="Fermer"))
    await caller.until_over()
    await awa.page.get_by_role("button", name="Clore le contact").click()
    await eventually(lambda: not awa.wire.of("conversation"), what="nothing in hand")


async def test_a_pause_granted_is_ended_early_by_herself_alone(seat, caller, rule, pictures):
    awa = await seat("awa")
    await out_of_it(awa, caller)
    line = awa.page.locator("[data-granted=on]")
    await expect(line).to_contain_text("Pause accordée jusqu’à")
    await awa.page.reload()  # whatever her page forgets
    await expect(line).to_contain_text("Pause accordée jusqu’à")
    await awa.picture("pause-granted", pictures)
    await pressed(awa, line.get_by_role("button", name="Revenir maintenant"))
    await awa.page.locator("[data-status=available]").wait_for()
    await expect(awa.page.locator("[data-granted]")).to_have_count(0)
    await caller.call()
    await awa.accept()


async def test_a_pause_that_is_over_hands_her_nobody_until_she_comes_back(seat, caller, rule, nadia, pictures):
    nadia.put("/api/voice/abuse-rule", {"pause_minutes": SHORT_MINUTES, "prompt": ""})
    awa = await seat("awa")
    await out_of_it(awa, caller)
    over = awa.page.locator("[data-granted=over]")
    await over.wait_for(timeout=(SHORT_MINUTES * 60 + 20) * 1000)
    assert awa.me["status"] == "pause"
    found = {}
    for language in ("en", "ar", "fr"):
        await turns_to(awa, language)
        await expect(over).to_contain_text(said(OVER, language))
        await awa.picture(f"pause-over-{language}", pictures)
        found |= await both_themes(awa.page, AXE.read_text(), f"pause over {language}")
    before = awa.wire.ever("offer")
    await caller.call()
    await until_heard({"caller": (caller.page, {MUSIC_HERTZ})}, what="she waits")
    assert awa.me["status"] == "pause" and awa.wire.ever("offer") == before
    await pressed(awa, over.get_by_role("button", name="Rester en pause"))
    await expect(over).to_have_count(0)
    await awa.page.locator("[data-status=pause]").wait_for()
    assert awa.wire.ever("offer") == before
    await awa.be("available")
    await awa.accept()
    assert not found, found
