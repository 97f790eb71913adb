"""Ways to operators added and tried on their screen, ceilings that alarm, servers emptied, addresses for help."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path

import pytest
from axe_rig import AXE, both_themes, goes, speaks, told_of
from carrier import ACCOUNT, ANSWERS, BROKEN, PASSWORD, Carrier
from desk_rig import Desk
from playwright.async_api import expect
from switchboard import PROCESSES

NAME = "Opérateur d’essai"
HELP = ("112", "15", "17", "18", "114")


@pytest.fixture
def carrier(installation):
    asked = ["pgrep", "-P", str(installation.process.pid), "-f", PROCESSES["asterisk"]]
    asterisk = int(subprocess.run(asked, capture_output=True, text=True).stdout)
    with tempfile.TemporaryDirectory(prefix="carrier-", ignore_cleanup_errors=True) as folder:
        made = Carrier(asterisk, Path(folder) / "one")
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture
def as_it_was(nadia):
    """Trunks, the dial plan and addresses are afterwards what they were."""
    plan, trunks = nadia.get("/api/dial-plan"), {t["id"] for t in nadia.get("/api/trunks")["rows"]}
    yield
    for trunk in nadia.get("/api/trunks")["rows"]:
        if trunk["id"] not in trunks:
            nadia.ask("DELETE", f"/api/trunks/{trunk['id']}")
    nadia.put("/api/dial-plan", plan)


async def test_a_trunk_is_added_tried_and_mended_on_its_screen(seat, carrier, as_it_was, pictures):
    admin = await seat("nadia")
    page = admin.page
    await goes(admin, "setup/trunks", "fr")
    opener = page.get_by_role("button", name="Ajouter un raccordement")
    await opener.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Ajouter un raccordement")
    await dialog.get_by_label("Nom").press_sequentially(NAME)
    await dialog.get_by_label("Serveur de l’opérateur").fill("nulle-part.invalid")
    await dialog.get_by_label("Port", exact=True).fill(str(carrier.port))
    await dialog.get_by_label("Compte").fill(ACCOUNT)
    await dialog.get_by_label("Mot de passe").fill("battery staple")
    await dialog.get_by_label("Écriture des numéros").select_option("national")
    await page.keyboard.press("Enter")  # the form is sent from within it
    await dialog.wait_for(state="detached")
    card = page.get_by_role("article", name=NAME)

    async def tried(says: str, number: str = "") -> None:
        await card.get_by_label("Numéro à appeler").fill(number)
        await card.get_by_label("Numéro à appeler").press("Enter")
        await expect(card.get_by_role("status")).to_contain_text(says)

    async def becomes(**fields: str) -> None:
        await card.get_by_role("button", name=f"Modifier {NAME}").click()
        changed = page.get_by_role("dialog", name="Modifier le raccordement")
        for label, value in fields.items():
            field = changed.get_by_label(label.replace("_", " "), exact=True)
            await (field.select_option(value) if label == "Transport" else field.fill(value))
        await changed.get_by_role("button", name="Enregistrer").click()
        await changed.wait_for(state="detached")

    await tried("Ce nom de serveur n’existe pas")
    await becomes(**{"Serveur_de_l’opérateur": carrier.address, "Transport": "tls", "Port": str(carrier.port)})
    await tried("La connexion est refusée : vérifiez le port et le transport")
    plain = await asyncio.start_server(lambda r, w: w.write(b"SIP/2.0 400 Bad Request\r\n\r\n"), carrier.address, 0)
    async with plain:
        await becomes(Port=str(plain.sockets[0].getsockname()[1]))
        await tried("ne parle pas TLS sur ce port")
    await becomes(Transport="udp", Port=str(carrier.port))
    await tried("L’opérateur refuse le compte ou le mot de passe")
    await expect(card.get_by_role("status")).to_contain_text("L’opérateur répond.")
    await becomes(Mot_de_passe=PASSWORD)
    await expect(card.get_by_text("Enregistré chez l’opérateur", exact=True)).to_be_visible()
    await tried("L’appel d’essai a été décroché.", ANSWERS)
    await tried("L’appel d’essai n’aboutit pas", BROKEN)
    await tried("Le plan d’appel n’ouvre pas ce numéro.", "0899701234")
    assert not [n for n, _ in carrier.taken() if "899" in n]
    assert PASSWORD not in await page.content()
    await admin.picture("trunks_fr", pictures)
    await speaks(admin, "ar")
    try:
        await goes(admin, "setup/trunks", "ar")
        await card.wait_for()
        found = await both_themes(page, AXE.read_text(), "trunks")
        await admin.picture("trunks_ar", pictures)
    finally:
        await speaks(admin, "fr")
    assert not found, told_of(found)
    await goes(admin, "setup/trunks", "fr")
    await card.get_by_role("button", name=f"Supprimer {NAME}").click()
    await page.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
    await expect(card).to_have_count(0)


async def test_an_alarm_at_a_ceiling_is_seen_by_who_can_do_something_about_it(seat, nadia, as_it_was, pictures):
    claire, admin = await seat("claire"), await seat("nadia")
    plan = nadia.get("/api/dial-plan")
    trunk = nadia.post("/api/trunks", {"name": "plafond", "kind": "address", "host": "127.0.0.8", "port": 5099})["id"]
    alarms = [desk.page.locator("[data-ceiling=calls]") for desk in (claire, admin)]

    async def over() -> None:
        """All of it is taken, for there is none."""
        nadia.put("/api/dial-plan", plan | {"calls_max": 0})
        tried = await asyncio.to_thread(nadia.post, f"/api/trunks/{trunk}/test", {"number": ANSWERS})
        assert tried["call"] == "voice.ceiling_reached"
        for alarm in alarms:
            await expect(alarm).to_contain_text("d’autres n’ont pas pu partir")

    await goes(claire, "floor", "fr")
    await goes(admin, "setup/people", "fr")
    await over()
    await expect(alarms[0]).to_contain_text("Un administrateur peut relever le plafond.")
    await claire.picture("ceiling_floor", pictures)
    await goes(claire, "wallboard", "fr")
    await expect(alarms[0]).to_be_visible()
    assert await alarms[0].get_by_role("button").count() == 0, "nobody presses anything on a wall"
    await goes(claire, "floor", "fr")
    await alarms[0].get_by_role("button", name="Je m’en occupe").click()
    for alarm in alarms:
        await expect(alarm).to_have_count(0)
    assert [a for a in nadia.get("/api/audit")["rows"] if a["verb"] == "voice.see_ceiling"]
    nadia.put("/api/dial-plan", plan | {"calls_max": 1})
    await over()
    await alarms[1].get_by_role("link", name="Relever le plafond").click()
    calls = admin.page.get_by_label("Appels sortants simultanés au plus")
    await expect(calls).to_have_value("0")
    await calls.fill("40")
    await admin.page.get_by_role("button", name="Enregistrer le plan d’appel").click()
    for alarm in alarms:
        await expect(alarm).to_have_count(0)


async def test_a_server_is_emptied_and_serves_again(seat, pictures):
    admin = await seat("nadia")
    page = admin.page
    await goes(admin, "setup/installation", "fr")
    node = page.locator("[data-node]")
    await expect(node).to_contain_text("Prend des appels")
    await node.get_by_role("button", name="Vider").click()
    dialog = page.get_by_role("dialog", name="Vider le dernier serveur ?")
    await page.keyboard.press("Escape")
    await expect(node).to_contain_text("Prend des appels")
    await node.get_by_role("button", name="Vider").click()
    try:
        await dialog.get_by_role("button", name="Vider quand même").click()
        await expect(node).to_contain_text("vide : sa machine peut être arrêtée")
        await admin.picture("installation", pictures)
    finally:
        await node.get_by_role("button", name="Remettre").click()
        await expect(node).to_contain_text("Prend des appels")


async def test_the_address_for_help_is_given_asked_and_shown_before_she_dials(seat, nadia, pictures):
    admin, awa = await seat("nadia"), await seat("awa")
    ours = nadia.get("/api/numbers")["rows"][-1]["number"]
    before = next(p for p in nadia.get("/api/people")["rows"] if p["email"].startswith("awa@"))
    site = nadia.post("/api/sites", {"name": "Chez Awa et d’autres", "kind": "home",
                                     "partner": before["partner"]})  # fmt: skip

    def moves(to: str | None) -> None:
        now = nadia.get(f"/api/people/{before['id']}")
        nadia.patch(f"/api/people/{before['id']}", {"version": now["version"], "site": to})

    async def dials(desk: Desk, number: str, says: str) -> None:
        await desk.page.get_by_label("Numéro", exact=True).fill(number)
        await expect(desk.page.locator(f"[data-emergency='{number}']")).to_contain_text(says)

    try:
        moves(site["id"])
        await awa.page.reload()
        asked = awa.page.get_by_text("à quelle adresse envoyer les secours")
        await asked.wait_for()
        await awa.page.get_by_role("button", name="Appeler", exact=True).click()
        for number in HELP:
            await dials(awa, number, "Aucune adresse n’est connue")
        await awa.page.get_by_label("Numéro", exact=True).fill("0140205050")
        await expect(awa.page.locator("[data-emergency]")).to_have_count(0)
        await awa.page.keyboard.press("Escape")
        await awa.page.get_by_role("button", name="Donner mon adresse").click()
        await awa.page.get_by_role("dialog").get_by_label("Mon adresse").fill("3 chemin des Vignes, 34000 Montpellier")
        await awa.page.keyboard.press("Enter")
        await expect(asked).to_have_count(0)
        await awa.page.get_by_role("button", name="Appeler", exact=True).click()
        await dials(awa, "112", "3 chemin des Vignes")
        await awa.picture("emergency_dial", pictures)
        await awa.page.keyboard.press("Escape")
        # at her site again: the address that an administrator gives
        await goes(admin, "setup/emergency", "fr")
        place = admin.page.get_by_role("article", name="Chez Awa et d’autres")
        await expect(place).to_contain_text("chacun donne la sienne")
        await place.get_by_label("Adresse donnée aux secours").fill("12 rue de la Paix, 75002 Paris")
        await place.get_by_label("Adresse donnée aux secours").press("Enter")
        await expect(place.get_by_text("Enregistré")).to_be_visible()
        await admin.picture("emergency_sites", pictures)
        await awa.ask("PUT", "/desk/emergency", {"address": ""})
        told = await awa.ask("GET", "/desk/emergency")
        assert (told["given"], told["address"]) == ("site", "12 rue de la Paix, 75002 Paris")
        await place.get_by_label("Numéro présenté aux secours").select_option(ours)
        await place.get_by_role("button", name="Enregistrer l’adresse").click()
        await expect(place.get_by_text("Enregistré")).to_be_visible()
        await admin.page.reload()  # by which number help finds her place: test_4_08 calls it
        await expect(place.get_by_label("Numéro présenté aux secours")).to_have_value(ours)
    finally:
        nadia.put(f"/api/sites/{site['id']}/emergency", {"address": ""})
        moves(before["site"])
