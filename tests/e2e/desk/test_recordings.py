"""An advisor suspends a recording by its key; a supervisor finds it, hears it, goes along it by keyboard, marks it. A
voice message is heard, called back, kept and seen to by keyboard alone. Both in Arabic too, and as axe sees them."""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from axe_rig import AXE, both_themes, goes, said, speaks, told_of
from desk_rig import eventually, until_page
from playwright.async_api import expect

from palabre.processes.demo.network import network

NUMBER_SHOWN = "0199004263"
MESSAGE_NUMBER, MESSAGE_CALLER = "+33199004264", "0199004265"
AT = "Number(document.querySelector('[role=slider]').getAttribute('aria-valuenow'))"


@pytest_asyncio.fixture(loop_scope="session")
async def outside(installation):
    made = await network(installation.data, installation.told, app="e2e")
    yield made
    await made.stop()


@pytest.fixture(scope="module")
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def test_a_recording_is_suspended_found_heard_and_marked(seat, outside, nadia, axe, pictures):
    awa = await seat("awa")
    await awa.be("available")
    number = next(one["number"] for one in nadia.get("/api/numbers")["rows"] if one["name"] == "Accueil")
    customer = await outside.call(number, NUMBER_SHOWN)
    try:
        await agrees(customer, awa)
        await awa.accept()
        conversation = awa.wire.of("conversation", channel="voice")[0]["conversation"]
        await customer.speak()
        await awa.page.locator("[data-recording=on]").wait_for()
        await customer.window("talk", 1.0)
        await awa.page.keyboard.press("F7")
        await awa.page.locator("[data-recording=paused]").wait_for()
        await awa.page.locator("[data-resumes-in]").wait_for()
        await awa.picture("recording suspended", pictures)
        await customer.window("paused", 1.0)
        await awa.page.get_by_role("button", name="Reprendre l’enregistrement").click()
        await awa.page.locator("[data-recording=on]").wait_for()
        await customer.window("again", 1.0)
    finally:
        await customer.hang_up()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    rows = await eventually(lambda: nadia.get(f"/api/conversations/{conversation}/recordings")["rows"], 15, "kept")
    claire = await seat("claire")
    await hears(claire, rows[0]["id"], pictures)
    audit = nadia.get("/api/audit", subject=f"recording:{rows[0]['id']}")["rows"]
    assert [a["verb"] for a in audit] == ["voice.listen"], "fetched once, however often it is played"
    await exported(claire, rows[0]["id"])
    route = f"recordings?open={rows[0]['id']}"
    found = await seen_by_axe(claire, route, "[data-lane=left]", axe, pictures, "player")
    found |= await rules_seen_by_axe(await seat("nadia"), axe, pictures)
    assert not found, told_of(found)


async def exported(claire, recording: str) -> None:
    """The file that the page's link saves is the one whose hash it shows."""
    async with claire.page.expect_download() as saving:
        await claire.page.get_by_role("link", name="Exporter le son").click()
    digest = digest_of(await (await saving.value).path())
    await expect(claire.page.get_by_text(digest)).to_be_visible()


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def seen_by_axe(desk, route: str, there: str, axe: str, pictures, name: str) -> dict[str, list]:
    found: dict[str, list] = {}
    for language in ("fr", "ar"):
        await speaks(desk, language)
        await goes(desk, route, language)
        await desk.page.locator(there).first.wait_for(state="attached")
        await desk.still()
        found |= await both_themes(desk.page, axe, f"{language} {name}")
        await desk.picture(f"{name} {language}", pictures)
    await speaks(desk, "fr")
    return found


async def rules_seen_by_axe(nadia, axe: str, pictures) -> dict[str, list]:
    await speaks(nadia, "ar")
    try:
        await goes(nadia, "recordings", "ar")
        await nadia.page.get_by_role("button", name=said("Règles d’enregistrement", "ar")).click()
        await nadia.page.get_by_role("dialog").locator("form").last.wait_for()
        await nadia.still()
        found = await both_themes(nadia.page, axe, "ar rules")
        await nadia.picture("recording rules ar", pictures)
        await nadia.page.keyboard.press("Escape")
    finally:
        await speaks(nadia, "fr")
    return found


async def test_a_voice_message_is_heard_called_back_and_done_by_keyboard(seat, outside, nadia, queues, axe, pictures):
    left = dict.fromkeys(("left", "empty", "failed"), "bye")
    steps = {"message": {"kind": "voicemail", "queue": queues["Commercial"], "silence_seconds": 2, "next": left},
             "bye": {"kind": "hang_up"}}  # fmt: skip
    draft = {"languages": ["fr"], "channels": ["voice"], "start": "message", "steps": steps}
    flow = nadia.post("/api/flows", {"name": "Répondeur essayé", "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    nadia.post("/api/numbers", {"number": MESSAGE_NUMBER, "flow": flow})
    customer = await outside.call(MESSAGE_NUMBER, MESSAGE_CALLER)
    await customer.speak()
    await customer.window("message", 2.5)
    await customer.hang_up()
    [message] = await eventually(lambda: nadia.get("/api/voice-messages", done="false")["rows"], 15, "kept")
    desk = await seat("nadia")
    await goes(desk, "voice-messages", "fr")
    row = desk.page.locator(f"[data-voice-message='{message['id']}']")
    await row.wait_for()
    await reaches(desk, row.locator("audio"))
    await desk.page.keyboard.press("Space")
    await until_page(desk.page, "document.querySelector('audio').currentTime > 0.3")
    gestures = ("Faire rappeler", "Rappel demandé"), ("Conserver", "Conservé"), ("Lever la conservation", None)
    for name, after in gestures:
        await reaches(desk, row.get_by_role("button", name=name))
        await desk.page.keyboard.press("Enter")
        await (expect(row.get_by_text(after, exact=True)).to_be_visible() if after
               else expect(row.get_by_text("Conservé", exact=True)).to_have_count(0))  # fmt: skip
    there = f"[data-voice-message='{message['id']}']"
    found = await seen_by_axe(desk, "voice-messages", there, axe, pictures, "messages")
    await goes(desk, "voice-messages", "fr")
    await reaches(desk, row.get_by_role("button", name="Traité"))
    await desk.page.keyboard.press("Enter")
    await row.wait_for(state="detached")
    asked = [c["id"] for c in nadia.get("/api/callbacks")["rows"] if c["conversation"] == message["conversation"]]
    assert len(asked) == 1
    nadia.ask("DELETE", f"/api/callbacks/{asked[0]}")
    nadia.ask("DELETE", f"/api/voice-messages/{message['id']}")
    verbs = [a["verb"] for a in nadia.get("/api/audit", subject=f"voice_message:{message['id']}")["rows"]]
    assert {f"voicemail.{verb}" for verb in ("listen", "hold", "lift_hold", "done", "erase")} <= set(verbs)
    assert not found, told_of(found)


async def reaches(desk, target) -> None:
    """By Tab, from wherever the focus is."""
    for n in count():
        assert n < 80, "not reached by the Tab key"
        if await target.evaluate("e => e === document.activeElement"):
            return
        await desk.page.keyboard.press("Tab")


async def agrees(customer, awa) -> None:
    """1 until it is taken: the flow listens while it speaks, and 2 would refuse the recording."""
    for _ in range(20):
        await customer.press("1")
        if await awa.offer.count():
            return
        await customer.window("flow", 1.0)
    raise AssertionError("no offer")


async def hears(claire, recording: str, pictures) -> None:
    page = claire.page
    await page.goto(f"{claire.url}/desk/recordings?number={NUMBER_SHOWN}")
    await page.locator(f"[data-recording-row='{recording}']").get_by_role("button").click()
    player = page.get_by_role("region", name="Lecteur")
    await player.locator("[data-lane=left]").wait_for(state="attached")
    assert await player.locator("[data-silence=pause]").count() == 1
    assert f"open={recording}" in page.url and "number=" in page.url, "what is found is in the address"
    await player.get_by_role("button", name="Écouter").click()
    await until_page(page, f"{AT} >= 1")
    rail = page.get_by_role("slider")
    await rail.focus()
    await page.keyboard.press("Space")
    await player.get_by_role("button", name="Écouter").wait_for()
    await page.keyboard.press("Home")
    await until_page(page, f"{AT} === 0")
    await page.keyboard.press("End")
    await until_page(page, f"{AT} > 2")
    await player.get_by_label("Vitesse").select_option("1.5")
    await until_page(page, "document.querySelector('audio').playbackRate === 1.5")
    await player.get_by_label("Repère").fill("à réécouter")
    await player.get_by_role("button", name="Poser un repère").click()
    await expect(player.get_by_text("à réécouter")).to_be_visible()
    await claire.picture("recording heard", pictures)
