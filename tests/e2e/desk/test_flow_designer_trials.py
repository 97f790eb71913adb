"""A draft is tried in place by writing and by calling, and nobody is disturbed."""

from __future__ import annotations

import re
import time

from designer_rig import filled, reopened
from ears import until_spoken_to
from playwright.async_api import expect


async def test_a_draft_is_tried_in_place_by_writing_and_by_calling(drawn, queues, installation, pictures):
    filled(drawn, queues["Commercial"])
    await reopened(drawn)
    page = drawn.page
    before = installation.rows("select count(*)::text from palabre.contact")
    await page.get_by_role("button", name="Essayer", exact=True).click()
    trial = page.get_by_role("region", name="Essai")
    await trial.get_by_role("button", name="Commencer l’essai").click()
    log = trial.get_by_role("log")
    await trial.get_by_label("Votre message").fill("Bonjour")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("Bienvenue à l’essai")
    await expect(page.locator('.react-flow__node [data-step="menu"]')).to_have_class(re.compile("here"))
    await log.get_by_role("button", name="1", exact=True).click()
    await expect(log).to_contain_text("Essai : ici, « Vers nous »")
    await drawn.desk.picture("designer_trial", pictures)
    await log.get_by_role("button", name="file pleine").click()
    await expect(trial.locator("[data-trial=ended]")).to_contain_text("Le parcours a raccroché.")
    await trial.get_by_role("button", name="Appel", exact=True).click()
    await trial.get_by_role("button", name="Commencer l’essai").click()
    await expect(trial.locator("[data-trial-call=talking]")).to_be_visible()
    await until_spoken_to(page)
    await expect(trial.locator("[data-trial]")).to_have_attribute("data-step", "menu")
    await trial.get_by_role("button", name="2", exact=True).click()
    await expect(trial.locator("[data-trial-call=ended]")).to_be_visible()
    assert installation.rows("select count(*)::text from palabre.contact") == before, "nobody was sought"
    found = drawn.nadia.get("/api/conversations", limit=500)["rows"]
    assert not any(row["entry"].startswith("trial-") for row in found), "no list of conversations shows them"
    assert drawn.nadia.get(f"/api/flows/{drawn.id}")["published"] is None


async def test_who_draws_is_told_of_a_voice_that_does_not_speak(drawn, pictures):
    """`sw` is given to an engine where nobody listens (conftest): espeak-ng stands in, and she reads it."""
    page, nadia = drawn.page, drawn.nadia
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = {"say": {"kind": "say", "prompts": [{"say": "text", "value": f"Karibu {time.time_ns()}"}],
                     "next": {"done": "end"}}, "end": {"kind": "hang_up"}}  # fmt: skip
    draft = {"languages": ["sw"], "channels": ["voice"], "start": "say", "steps": steps}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})
    await reopened(drawn)
    told = page.locator("[data-voice=sw]")
    await expect(told).to_have_count(0)
    await page.get_by_role("button", name="Essayer", exact=True).click()
    trial = page.get_by_role("region", name="Essai")
    await trial.get_by_role("button", name="Appel", exact=True).click()
    await trial.get_by_role("button", name="Commencer l’essai").click()
    await until_spoken_to(page)
    await expect(trial.locator("[data-trial-call=ended]")).to_be_visible()
    await reopened(drawn)
    await expect(told).to_contain_text("espeak-ng parle à sa place")
    await expect(told).to_have_attribute("data-why", "missing")
    await drawn.desk.picture("designer_voice_fails", pictures)
