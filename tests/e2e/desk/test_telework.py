"""Work from home in the browser: three gestures to ask, an answer with its reason, a signature, a choice."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from desk_rig import Desk, eventually
from playwright.async_api import expect

WHY = "La ligne à cette adresse ne porte pas encore un appel."


def other_hours(nadia) -> str:
    """Of this day, but not now."""
    at = datetime.now(ZoneInfo(nadia.me["tenant"]["time_zone"]))
    minute = at.hour * 60 + at.minute
    begins, ends = (minute - 90, minute - 30) if minute >= 100 else (minute + 30, minute + 90)
    return f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}"


async def asks(rama: Desk) -> None:
    page = rama.page
    await page.get_by_role("checkbox", name="jeudi").check()
    await page.get_by_role("button", name="Demander").click()
    await expect(page.get_by_text("Réponse attendue avant le")).to_be_visible()


async def test_asked_refused_with_a_reason_asked_again_signed_and_obeyed(rama, seat, nadia, pictures):
    page = rama.page
    await page.get_by_role("button", name=f"Mon compte, {rama.name}").click()
    await page.get_by_role("menuitem", name="Télétravail").click()
    await asks(rama)
    await rama.picture("telework_asked", pictures)

    claire = await seat("claire")
    await claire.page.goto(f"{claire.url}/desk/telework")
    card = claire.page.get_by_role("article", name=rama.name)
    await card.get_by_role("button", name="Refuser").click()
    dialog = claire.page.get_by_role("dialog")
    await dialog.get_by_label("Raison").fill("non")
    await expect(dialog.get_by_role("button", name="Confirmer")).to_be_disabled()
    await dialog.get_by_label("Raison").fill(WHY)
    await claire.picture("telework_refused", pictures)
    await dialog.get_by_role("button", name="Confirmer").click()
    await expect(card).to_have_count(0)
    await page.reload()
    await page.get_by_text("Avant", exact=True).click()
    await expect(page.get_by_text(WHY)).to_be_visible()
    await asks(rama)

    await claire.page.reload()
    await card.get_by_role("button", name="Accepter").click()
    for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"):
        await dialog.get_by_role("checkbox", name=day).check()
        hours = dialog.get_by_label(f"Contact le {day}")
        await hours.fill("9 heures")
        await expect(dialog.get_by_text("Écrivez comme")).to_be_visible()
        await hours.fill(other_hours(nadia))
    today = datetime.now(ZoneInfo(nadia.me["tenant"]["time_zone"])).date().isoformat()
    await dialog.get_by_label("Premier jour").fill(today)
    await dialog.get_by_label("Indemnité par jour").fill("2,50")
    await claire.picture("telework_terms", pictures)
    await dialog.get_by_role("button", name="Signer et proposer").click()
    await expect(dialog).to_have_count(0)

    await page.reload()
    await expect(page.get_by_text("2,50")).to_be_visible()
    await rama.picture("telework_to_sign", pictures)
    await page.get_by_role("button", name="Signer").click()
    await expect(page.get_by_text("Période d’adaptation")).to_be_visible()

    await page.get_by_role("button", name="Mon état").click()
    await page.get_by_role("menuitem", name="Disponible", exact=True).click()
    refused = page.get_by_role("dialog", name="Hors heures de contact")
    await expect(refused).to_contain_text("Rien ne vous est proposé")
    await rama.picture("telework_outside", pictures)
    assert rama.me["status"] != "available"
    await refused.get_by_role("button", name="Je choisis de travailler").click()
    await eventually(lambda: rama.me["status"] == "available", what="available by her own choice")
    await expect(refused).to_have_count(0)

    await page.get_by_role("button", name="Y mettre fin").click()
    await page.get_by_role("dialog").get_by_role("button", name="Confirmer").click()
    await page.get_by_role("button", name="Finalement, continuer").click()
    await expect(page.get_by_role("button", name="Y mettre fin")).to_be_visible()
