"""A supervisor takes an advisor's call over from her screen: who hears whom, seen by the advisor, written down."""

from __future__ import annotations

import time

from axe_rig import AXE, both_themes, turns_to
from desk_rig import Desk, eventually
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard
from playwright.async_api import expect

CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
NOTHING: set[int] = set()


async def pressed(desk: Desk, button) -> None:
    await expect(button).to_be_enabled()
    await button.focus()
    await desk.page.keyboard.press("Enter")


async def talk(lea: Desk, caller) -> str:
    await lea.be("available")
    await caller.call()
    await lea.accept()
    await until_heard({"caller": (caller.page, ADVISOR), "lea": (lea.page, CALLER)})
    return lea.wire.of("conversation", channel="voice")[0]["conversation"]


async def test_a_supervisor_takes_the_call_seen_and_written_down(
    seat, fresh_desk, installation, caller, nadia, pictures
):
    lea = await seat("lea")
    conversation = await talk(lea, caller)
    mail, password = f"reprise-{time.time_ns()}@demo-telecom.example", "une phrase de passe longue"
    wanted = {"name": "Rita Reprise", "email": mail, "roles": ["supervisor", "advisor"], "password": password}
    person = nadia.post("/api/people", wanted)["id"]
    rita = await fresh_desk("claire")
    rita.sign_in, rita.password = mail, password
    await rita.enter()
    await rita.page.goto(f"{rita.url}/desk/floor")
    await pressed(rita, rita.page.get_by_role("button", name="Écouter l’appel de Léa").first)
    seen = lea.page.get_by_role("list", name="Dans cet appel")
    await seen.locator("[data-listener=listen]").wait_for()
    await pressed(rita, rita.page.get_by_role("button", name="Prendre la main", exact=True))
    await lea.page.get_by_role("region", name="Fin de traitement").wait_for()
    taken = {"caller": (caller.page, ADVISOR), "rita": (rita.page, CALLER), "lea": (lea.page, NOTHING)}
    await until_heard(taken, what="taken over")
    await rita.call_is("talking")
    await rita.picture("taken-over", pictures)
    told = lea.page.locator(f"[data-taken='{person}']")
    await expect(told).to_contain_text("Rita Reprise a repris cet appel.")
    found = {}
    for language in ("en", "ar", "fr"):
        await turns_to(lea, language)
        await expect(told).to_contain_text("Rita Reprise")
        await lea.picture(f"taken-from-her-{language}", pictures)
        found |= await both_themes(lea.page, AXE.read_text(), f"taken over {language}")
    assert not found, found
    await expect(told).to_contain_text("Vous n’avez plus rien à faire pour ce client")
    await lea.page.get_by_role("button", name="Clore le contact").click()
    await expect(told).to_have_count(0)
    await rita.call_is("talking")
    rows = nadia.get("/api/audit", subject=f"conversation:{conversation}")["rows"]
    assert (person, "take_over") in {(one["person"], one["codes"].get("how")) for one in rows}
    await rita.page.keyboard.press("Shift+F4")
    await caller.until_over()
    assert await eventually(lambda: rita.wire.of("conversation", state="wrap_up"))
