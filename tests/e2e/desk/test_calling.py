"""Preview in Chromium: she reads whom and why, passes on by key, calls, hears and is heard, says what became of it."""

from __future__ import annotations

import time

import pytest_asyncio
from axe_rig import AXE, both_themes, told_of
from desk_rig import eventually
from ears import CALLER_HERTZ, until_heard
from playwright.async_api import expect

from palabre.processes.demo.network import network
from palabre.processes.robots import hearing

FIRST, SECOND = "+33199006401", "+33199006402"
FILE = f"number;name;consent;Contrat\n{FIRST};Awa N.;2026-09-01;Fibre\n{SECOND};Bruno D.;2026-09-02;Mobile\n"
WHY = "Bonjour, ici Démo Télécom, au sujet de votre contrat."


@pytest_asyncio.fixture(loop_scope="session")
async def outside(installation):
    """Where the operator's network leads to."""
    made = await network(installation.data, installation.told, app="outside")
    made.expect_ring(SECOND)
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def campaign(nadia, queues):
    listed = nadia.post("/api/outbound/lists", {"name": f"Fiches {time.time_ns()}"})["id"]
    answer = nadia.http.post(f"/api/outbound/lists/{listed}/imports", content=FILE.encode(), params={"dry": "false"})
    assert answer.is_success and answer.json()["accepted"] == 2, answer.text
    wanted = {"name": "Relance du contrat", "list": listed, "queue": queues["Commercial"], "mode": "preview",
              "country": "SERVICE", "message": WHY, "preview_seconds": 600}  # fmt: skip
    id = nadia.post("/api/outbound/campaigns", wanted)["id"]
    nadia.post(f"/api/outbound/campaigns/{id}/start")
    yield id
    nadia.post(f"/api/outbound/campaigns/{id}/stop")


async def test_she_reads_then_calls_and_each_hears_the_other(seat, outside, campaign, nadia, told, pictures):
    awa = await seat("awa")
    card = awa.page.locator("[data-calling]")
    await awa.be("available")
    await expect(card).to_contain_text("Awa N.")
    for said in ("Relance du contrat", WHY, "Fibre", "1 sept. 2026"):
        await expect(card).to_contain_text(said)
    await expect(card).not_to_contain_text(FIRST)  # she is a partner's
    assert not outside.parties, "nobody is called before she says so"
    await awa.picture("calling-card", pictures)
    found = await both_themes(awa.page, AXE.read_text(), "card") if AXE.exists() else {}
    await card.get_by_role("button", name="Passer : Pas concerné").focus()
    await awa.page.keyboard.press("Enter")
    await expect(card).to_contain_text("Bruno D.")
    await card.get_by_role("button", name="Appeler").focus()
    await awa.page.keyboard.press("Enter")
    customer = await outside.rings(SECOND)
    await expect(card).to_contain_text("Son téléphone sonne")
    try:
        await customer.listen()
        await customer.answer()
        await customer.speak(hearing.CALLER_HERTZ)
        told(f"preview: {await until_heard({'advisor': (awa.page, {CALLER_HERTZ})})}")
        await customer.window("talk")
        await card.get_by_role("button", name="Abouti").click()
        await expect(card.get_by_role("status")).to_contain_text("Abouti")
        await customer.stop_listening()
    finally:
        await customer.hang_up()
    tones = (hearing.CALLER_HERTZ, hearing.MUSIC_HERTZ, hearing.ADVISOR_HERTZ)
    for one in hearing.statements("talk", "customer", customer.heard("talk"), (hearing.ADVISOR_HERTZ,), tones):
        told(str(one))
        assert one.true, one
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    await awa.leave()
    rows = await eventually(lambda: _results(nadia, campaign), what="both in the file of results")
    assert rows == [(FIRST, "skipped_unfit", ""), (SECOND, "talked", "done")]
    assert not found, told_of(found)


def _results(nadia, campaign: str) -> list[tuple[str, str, str]]:
    text = nadia.get(f"/api/outbound/campaigns/{campaign}/results.csv").decode("utf-8-sig")
    lines = [line.split(";") for line in text.strip().splitlines()[1:]]
    return [(one[1].lstrip("'"), one[3], one[4]) for one in lines] if len(lines) == 2 else []
