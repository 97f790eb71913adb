"""A workstation tested through a relay alone (coturn), judged, seen by its owner and by technicians."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from playwright.async_api import Route, expect
from turn_relay import Relay

from palabre.channels.voice.actions.relays import ice_servers
from palabre.plumbing.identity import now_ms
from palabre.plumbing.settings import Settings

SECONDS = 10


@pytest.fixture
def relay(missing) -> Iterator[Relay]:
    if not Relay.program:
        missing("coturn: apt install coturn")
    made = Relay()
    made.start()
    yield made
    made.stop()


async def test_measured_through_the_relay_judged_and_shared_with_technicians_only(rama, relay, seat, pictures):
    page, users = rama.page, []

    async def with_relay(route: Route) -> None:
        """As an installation that has a relay answers; the demo of all tests has none. Ten seconds instead of sixty."""
        answer = await route.fetch()
        given = await answer.json()
        assert given["ice"] == [] and given["seconds"] == 60
        (server,) = ice_servers(Settings(turn_urls=relay.urls, turn_secret=relay.secret), "test-one", now_ms() + 60_000)
        users.append(server.username)
        await route.fulfill(response=answer, json=given | {"ice": [msgspec.to_builtins(server)], "seconds": SECONDS})

    await page.goto(f"{rama.url}/desk/telework")
    begin = page.get_by_role("button", name="Essayer mon poste")
    await begin.click()
    await expect(page.get_by_role("alert")).to_contain_text("n’a pas de relais")

    await page.context.route("**/api/workforce/workstations/mine/ground", with_relay)
    await page.get_by_role("checkbox", name="Je les ai entendues").check()
    await begin.click()
    await expect(page.get_by_role("progressbar")).to_be_visible()
    await rama.picture("workstation_testing", pictures)
    table = page.get_by_role("table", name="Dernier essai")
    await expect(table).to_be_visible(timeout=60_000)
    await rama.picture("workstation_tested", pictures)
    assert await table.get_by_role("row").count() == 10
    there, back = relay.passed(users[0])
    assert min(there, back) > SECONDS * 40, "its sound went through the relay, up and down"

    (test,) = (await rama.ask("GET", "/workforce/workstations/mine"))["tests"]
    parts = {part["what"]: part for part in test["judged"]["parts"]}
    assert parts["microphone"]["value"] == parts["speaker"]["value"] == 1, "Chromium's microphone gives a tone"
    assert 1 < parts["mos"]["value"] < 4.5 and parts["down_kbps"]["value"] > 1_000 and parts["rtt_ms"]["value"] < 1_000
    await expect(page.get_by_text("Encore 4 essais")).to_be_visible()

    words = page.get_by_label("Ce qui se passe")
    await words.fill("Ça coupe tous les soirs vers 18 h.")
    await page.get_by_role("button", name="Le dire à l’informatique").click()
    await expect(page.get_by_text("Sans réponse encore")).to_be_visible()

    claire, nadia = await seat("claire"), await seat("nadia")
    refused = await claire.ask("GET", "/workforce/workstations")
    assert refused["code"] == "forbidden", "no supervisor reads it"
    await nadia.page.goto(f"{nadia.url}/desk/telework")
    await expect(nadia.page.get_by_role("row").filter(has_text=rama.name)).to_contain_text("en essai, encore 4")
    await nadia.picture("workstations_seen", pictures)
    incident = nadia.page.get_by_role("article", name=f"Incident de {rama.name}")
    await incident.get_by_role("button", name="Répondre et clore").click()
    await nadia.page.get_by_label("Réponse").fill("L’opérateur passe jeudi.")
    await nadia.page.get_by_role("button", name="Confirmer").click()
    await expect(incident).to_have_count(0)
    await page.reload()
    await expect(page.get_by_text("L’opérateur passe jeudi.")).to_be_visible()
