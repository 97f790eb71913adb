"""Two advisors in two browsers: a call is answered, declined or missed; each reads what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest_asyncio
from axe_rig import AXE, both_themes, said, speaks, told_of
from desk_rig import Desk
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard
from playwright.async_api import expect

NOTHING: set[int] = set()
OTHER_HERTZ = CALLER_HERTZ  # no customer here: who is called speaks with that tone


@pytest_asyncio.fixture(loop_scope="session")
async def ines(fresh_desk: Callable, outside_browser) -> Desk:
    """Not signed in yet; her microphone is another tone."""
    return await fresh_desk("ines", within=outside_browser)


async def rings(lea: Desk, name: str) -> None:
    """From the keypad's dialog, by keyboard."""
    await pressed(lea, lea.page.get_by_role("button", name="Appeler", exact=True).first)
    await pressed(lea, lea.page.get_by_role("dialog").get_by_role("button", name=f"Appeler {name}"))


async def pressed(desk: Desk, button) -> None:
    await expect(button).to_be_enabled()
    await button.focus()
    await desk.page.keyboard.press("Enter")


async def test_a_colleague_is_called_answers_declines_and_misses(seat, ines, told, pictures):
    lea = await seat("lea")
    await lea.be("available")
    await not_there(lea, pictures)
    await ines.enter()
    await ines.be("available")
    hers, his = (one.page.locator("[data-internal]") for one in (lea, ines))
    ended, missed = (one.page.locator("[data-internal-end]") for one in (lea, ines))

    await rings(lea, "Inès Moreau")
    await expect(his).to_contain_text("Léa")
    await pressed(ines, his.get_by_role("button", name="Répondre"))
    both = {"lea": (lea.page, {OTHER_HERTZ}), "ines": (ines.page, {ADVISOR_HERTZ})}
    told(f"colleagues: {await until_heard(both, what='answered')}")
    await expect(hers).to_contain_text("En ligne avec votre collègue Inès Moreau")
    await lea.picture("colleagues", pictures)
    for one, name in ((lea, "Inès Moreau"), (ines, "Léa Bernard")):
        strip = one.page.get_by_role("region", name="Appel en cours")
        await expect(strip).to_have_attribute("data-call", "internal")
        await expect(strip).to_contain_text(name)
    await lea.page.keyboard.press("F4")
    await until_heard({"lea": (lea.page, {OTHER_HERTZ}), "ines": (ines.page, NOTHING)}, what="Léa's microphone closed")
    await lea.picture("colleagues-muted", pictures)
    await lea.page.keyboard.press("F4")
    await until_heard(both, what="opened again")
    await pressed(ines, his.get_by_role("button", name="Raccrocher"))
    await hers.wait_for(state="detached")
    await until_heard({"lea": (lea.page, NOTHING), "ines": (ines.page, NOTHING)}, what="hung up")
    assert not lea.me["internal_ends"] and not ines.me["internal_ends"], "both know how it ended"

    await rings(lea, "Inès Moreau")
    await pressed(ines, his.get_by_role("button", name="Décliner"))
    await expect(ended).to_contain_text("Inès Moreau a décliné votre appel")
    assert not ines.me["internal_ends"]
    await pressed(lea, ended.get_by_role("button", name="Appeler à nouveau"))
    await his.wait_for()
    await ended.wait_for(state="detached")  # what is tried again is forgotten
    await pressed(lea, hers.get_by_role("button", name="Raccrocher"))
    await expect(missed).to_contain_text("vous a appelé, sans réponse")
    await ines.picture("missed-call", pictures)
    await ines.page.reload()
    await expect(missed).to_contain_text("Léa")
    found = await told_in_arabic(ines) if AXE.exists() else {}
    await pressed(ines, missed.get_by_role("button", name="Rappeler"))
    await missed.wait_for(state="detached")
    await pressed(lea, hers.get_by_role("button", name="Répondre"))
    await until_heard(both, what="called back")
    await ines.page.keyboard.press("Shift+F4")
    await hers.wait_for(state="detached")

    assert not found, told_of(found)


async def told_in_arabic(ines: Desk) -> dict[str, list]:
    found = {}
    for language in ("ar", "fr"):
        await speaks(ines, language)
        await ines.page.reload()
        again = ines.page.get_by_role("button", name=said("Rappeler", language), exact=True)
        await expect(again).to_be_enabled()
        found |= await both_themes(ines.page, AXE.read_text(), f"missed {language}", "[data-internal-end]")
    return found


async def not_there(lea: Desk, pictures) -> None:
    """She whom she would call has not signed in; where nobody else is there, it is said, and why somebody may miss."""
    await pressed(lea, lea.page.get_by_role("button", name="Appeler", exact=True).first)
    dialog = lea.page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", name="Collègues")).to_be_visible()
    await lea.still()
    await expect(dialog.get_by_role("button", name="Appeler Inès Moreau")).to_have_count(0)
    if not await dialog.get_by_role("listitem").count():
        await expect(dialog).to_contain_text("Personne que vous puissiez appeler")
    await lea.picture("nobody-there", pictures)
    await lea.page.keyboard.press("Escape")
    await dialog.wait_for(state="detached")
