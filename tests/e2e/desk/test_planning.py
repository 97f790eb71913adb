"""Those who plan: many advisors changed by a list or a sheet and taken back, a skill for a time, hours drawn as a week,
shares as a picture; a queue's faults beside their field before anything is published."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect


@pytest.fixture
def advisors(nadia):
    """By name, as they stand now."""

    def look() -> dict[str, dict]:
        return {one["name"]: one for one in nadia.get("/api/routing/advisors")["rows"]}

    return look


async def at(desk, section: str) -> None:
    await desk.page.goto(f"{desk.url}/desk/setup/{section}")
    await desk.page.get_by_role("rowheader").first.wait_for()


async def test_a_planner_changes_some_by_a_list_sees_it_first_and_takes_it_back(seat, advisors, pictures):
    admin = await seat("nadia")
    page, before = admin.page, advisors()
    await at(admin, "advisors")
    for name in ("Inès Moreau", "Karim Haddad"):
        await page.get_by_role("checkbox", name=f"Cocher {name}").check()
    marked = page.get_by_role("group", name="Personnes cochées")
    await expect(marked.get_by_text("2 personnes cochées")).to_be_visible()
    await marked.get_by_role("button", name="Changer").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Tchats à la fois").select_option("7")
    await dialog.get_by_role("combobox", name="Heures de contact").select_option(label="Heures d’ouverture")
    await expect(dialog.get_by_role("img", name=re.compile("lundi .*dimanche"))).to_be_visible()
    await dialog.get_by_role("button", name="Voir ce qui changera").click()
    await expect(dialog.get_by_role("status")).to_have_text(re.compile("2 conseillers changent"))
    row = dialog.get_by_role("row").filter(has_text="Karim Haddad")
    await expect(row.get_by_text(re.compile("Tchats à la fois.*3.*7"))).to_be_visible()
    await admin.picture("change_many", pictures)
    assert advisors() == before, "nothing is done by looking"
    await dialog.get_by_role("button", name="Changer", exact=True).click()
    done = page.get_by_role("status").filter(has_text="2 conseillers changés")
    await done.wait_for()
    now = advisors()
    assert (now["Karim Haddad"]["capacities"]["chat"], bool(now["Inès Moreau"]["calendar"])) == (7, True)
    await done.get_by_role("button", name="Défaire ce changement").click()
    await page.locator("[data-many=undone]").first.wait_for()
    assert advisors() == before


async def test_a_sheet_tells_its_refused_lines_and_a_skill_is_given_for_a_time(seat, advisors, nadia, pictures):
    admin = await seat("nadia")
    page, before = admin.page, advisors()
    await at(admin, "advisors")
    await page.get_by_role("button", name="Changer par un fichier CSV").click()
    dialog = page.get_by_role("dialog")
    content = dialog.get_by_label("Contenu")
    await content.fill("e-mail;Klingon\nawa@demo-telecom.example;3\n")
    await dialog.get_by_role("button", name="Voir ce qui changera").click()
    await expect(dialog.get_by_text("Klingon").last).to_be_visible()
    sheet = "e-mail;tchats;site\nawa@demo-telecom.example;5;\nlea@demo-telecom.example;;Nulle part\nx@y.z;1;\n"
    await content.fill(sheet)
    await dialog.get_by_role("button", name="Voir ce qui changera").click()
    await expect(dialog.get_by_role("status")).to_have_text(re.compile("1 conseiller change.*2 lignes refusées"))
    await expect(dialog.locator("[data-refused=site_unknown]")).to_contain_text("Nulle part")
    await admin.picture("change_by_sheet", pictures)
    await page.keyboard.press("Escape")
    await dialog.wait_for(state="detached")
    assert advisors() == before

    await page.get_by_role("checkbox", name="Cocher Awa Diop").check()
    await page.get_by_role("button", name="Compétence pour un temps").click()
    await dialog.get_by_label("Compétence", exact=True).select_option(label="Arabe")
    await dialog.get_by_role("button", name="7 jours").click()
    await expect(dialog.get_by_role("status")).to_have_text(re.compile("1 personne aura.*Arabe 5.*jusqu’au"))
    await dialog.get_by_role("button", name="Donner pour ce temps").click()
    given = page.locator("[data-skill-change=begun]").filter(has_text="Awa Diop")
    await expect(given).to_contain_text("Arabe 5")
    hers = page.locator("tr").filter(has_text="Awa Diop")
    await expect(hers.get_by_text("pour un temps")).to_be_visible()
    await given.get_by_role("button", name=re.compile("Annuler")).click()
    await page.get_by_role("button", name="Remettre").click()
    await expect(given).to_have_count(1)
    for change in nadia.get("/api/routing/skill-changes")["rows"]:
        nadia.ask("DELETE", f"/api/routing/skill-changes/{change['id']}")


async def test_a_queue_says_what_is_wrong_beside_its_field_and_shows_its_shares(seat, nadia, queues, pictures):
    admin, page = (one := await seat("nadia")), one.page
    kept = {name: nadia.get(f"/api/queues/{queues[name]}") for name in ("Commercial", "Assistance")}
    sites = {one["name"]: one["id"] for one in nadia.get("/api/sites")["rows"]}
    try:
        shares = [{"kind": "site", "id": sites["Paris"], "share": 0.7}]
        options = kept["Assistance"]["options"] | {"overflow": queues["Commercial"], "shares": shares}
        over = {"version": kept["Assistance"]["version"], "options": options}
        nadia.patch(f"/api/queues/{queues['Assistance']}", over)
        nadia.post("/api/routing/publish")
        await page.goto(f"{admin.url}/desk/setup/shares")
        await expect(page.locator(f"[data-shares='{queues['Assistance']}']").get_by_role("row").last).to_have_text(
            re.compile("Paris.*70"))  # fmt: skip
        await at(admin, "queues")
        await page.get_by_role("button", name="Modifier Commercial").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_text(re.compile("personnes? peu(t|vent) la servir"))).to_be_visible()
        await dialog.get_by_label("Objectif de réponse (s)").fill("0")
        await expect(dialog.get_by_text("De 1 à")).to_be_visible()
        await expect(dialog.get_by_role("button", name="Enregistrer le brouillon")).to_be_disabled()
        await dialog.get_by_label("Objectif de réponse (s)").fill("20")
        await dialog.get_by_text("Débordement, équité").click()
        await dialog.get_by_role("checkbox", name="Ce travail peut être remis à plus tard").check()
        await dialog.get_by_label("Plafond d’occupation (%)").fill("75")
        overflow = dialog.get_by_label("Déborde vers")
        await overflow.select_option(label="Assistance")
        circle = re.compile("tournent en rond.*Commercial → Assistance → Commercial")
        await expect(dialog.get_by_text(circle)).to_be_visible()
        assert await overflow.get_attribute("aria-invalid") == "true", "beside the field, to who hears it too"
        ring = dialog.get_by_role("group", name="Cercle 1", exact=True)
        await ring.get_by_label("Compétence").last.select_option(label="Arabe")
        await ring.get_by_label("Niveau au moins").last.select_option("10")
        await ring.get_by_label("Compétence").first.select_option(label="Grands comptes")
        await expect(ring.get_by_text("personne n’a cela")).to_be_visible()
        await admin.picture("queue_faults", pictures)
        await dialog.get_by_role("button", name="Enregistrer le brouillon").click()
        await dialog.wait_for(state="detached")
        assert nadia.get(f"/api/queues/{queues['Commercial']}")["options"]["deferrable_below"] == 0.75
        faults = page.get_by_role("list", name="À vérifier avant de publier")
        await expect(faults.locator("[data-told=overflow_circle]")).to_have_count(2)
        await expect(page.get_by_role("button", name="Publier les règles")).to_be_disabled()
        await faults.get_by_role("button", name="Corriger Commercial").first.click()
        await expect(page.get_by_role("dialog").get_by_label("Déborde vers")).to_be_focused()
        await page.keyboard.press("Escape")
    finally:
        for name, before in kept.items():
            now = nadia.get(f"/api/queues/{queues[name]}")
            back = {"version": now["version"], "rings": before["rings"], "options": before["options"]}
            nadia.patch(f"/api/queues/{before['id']}", back)
        nadia.post("/api/routing/publish")


async def test_a_season_with_its_own_hours_is_added_by_its_form_and_removed(seat, nadia, pictures):
    admin = await seat("nadia")
    page = admin.page

    def seasons() -> list[dict]:
        return [s for one in nadia.get("/api/calendars")["rows"] for s in one["calendar"]["seasons"]]

    await at(admin, "calendars")
    assert seasons() == []
    edit = page.get_by_role("button", name="Modifier Heures d’ouverture")
    await edit.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Ajouter une saison").click()
    season = dialog.get_by_role("group", name="Saison 1")
    await season.get_by_label("Premier jour").fill("2031-12-15")
    await season.get_by_label("Dernier jour").fill("2031-12-01")
    await expect(season.get_by_text("Elle finit avant de commencer.")).to_be_visible()
    await season.get_by_label("Dernier jour").fill("2032-01-13")
    await season.get_by_label("mardi").fill("9h à 15h")
    await expect(season.get_by_text("Écrivez par exemple 08:00-19:00.")).to_be_visible()
    await season.get_by_label("mardi").fill("09:00-15:00, 21:00-24:00")
    save = dialog.get_by_role("button", name="Enregistrer")
    await expect(save).to_be_disabled()  # it has no name yet
    await season.get_by_label("Nom de la saison").fill("Ramadan")
    await admin.picture("season", pictures)
    await save.click()
    await expect(page.get_by_role("rowheader", name="Ramadan")).to_be_visible()
    [kept] = seasons()
    assert (kept["first"], kept["last"]) == ("2031-12-15", "2032-01-13")
    assert [p["begin"] for p in kept["week"]["tuesday"]] == ["09:00", "21:00"]
    await edit.click()
    await dialog.get_by_text("Vue avancée (JSON)").click()
    await expect(dialog.get_by_label("Saisons à autres heures (JSON)")).to_have_value(re.compile("2031-12-15"))
    await dialog.get_by_role("button", name="Retirer Ramadan").click()
    await save.click()
    await expect(page.get_by_role("rowheader", name="Ramadan")).to_have_count(0)
    assert seasons() == []
