"""A call with a supervisor in it, in browsers; and the panels over a call: axe in French and Arabic, 320 px, the focus
within and after Esc."""

from __future__ import annotations

import re

import pytest
from axe_rig import AXE, both_themes, judge, said, speaks, told_of
from desk_rig import Desk, eventually
from ears import ADVISOR_HERTZ, CALLER_HERTZ, MUSIC_HERTZ, until_heard
from playwright.async_api import expect

CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
BOTH = CALLER | ADVISOR
MUSIC = {MUSIC_HERTZ}
NOTHING: set[int] = set()
PANELS = ("Transférer", "Clavier", "Propos inacceptables")


@pytest.fixture(scope="module", autouse=True)
def axe(missing) -> str:
    if not AXE.exists():
        missing("axe-core: npm ci in web/")
    return AXE.read_text()


async def talk(awa: Desk, caller) -> None:
    await awa.be("available")
    await caller.call()
    await awa.accept()
    await until_heard({"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER)})


async def test_the_panels_of_a_call_in_french_and_arabic(seat, caller, axe):
    awa, found = await seat("awa"), {}
    await talk(awa, caller)
    try:
        for language in ("fr", "ar"):
            await speaks(awa, language)
            await awa.page.reload()
            await awa.page.locator("[data-call=talking][data-audio=talking]").wait_for()
            for name in PANELS:
                opener = awa.page.get_by_role("button", name=said(name, language), exact=True)
                found |= await judge(awa.page, opener, axe, f"{language} {name}")
    finally:
        await speaks(awa, "fr")
        await awa.page.reload()
        await awa.page.locator("html[lang=fr]").wait_for(state="attached")
        await awa.page.locator("[data-call=talking][data-audio=talking]").wait_for()
    assert not found, told_of(found)


OVERLAPPING = """() => {
  const there = [...document.querySelectorAll("header button, [data-transfer] button")];
  const seen = there.map((one) => ({ one, box: one.getBoundingClientRect() })).filter(({ box }) => box.width);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const said = (one) => one.ariaLabel || one.innerText;
  return seen.flatMap((a, n) =>
    seen.slice(n + 1).filter((b) => over(a.box, b.box)).map((b) => [said(a.one), said(b.one)]));
}"""


async def test_while_a_queue_is_sought_no_button_lies_over_another(seat, caller, pictures):
    """Giving had lain under hanging up."""
    awa = await seat("awa")
    await talk(awa, caller)
    await awa.page.keyboard.press("F9")
    await awa.page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Assistance").wait_for()
    await awa.page.keyboard.type("Assistance")
    await awa.page.get_by_role("dialog").get_by_role("listitem").nth(1).wait_for(state="detached")
    await awa.page.keyboard.press("Enter")
    line = awa.page.locator("[data-transfer=sought]")
    await line.get_by_role("button", name="Donner").wait_for()
    await awa.picture("sought", pictures)
    for width in (1366, 1024, 320):
        await awa.page.set_viewport_size({"width": width, "height": 800})
        assert await awa.page.evaluate(OVERLAPPING) == [], f"at {width} px"
    await awa.page.set_viewport_size({"width": 1366, "height": 800})
    await pressed(awa, line.get_by_role("button", name="Annuler et reprendre le client"))
    await line.wait_for(state="detached")
    await until_heard({"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER)}, what="taken back")


async def pressed(desk: Desk, button) -> None:
    await button.focus()
    await desk.page.keyboard.press("Enter")


async def consults(awa: Desk, moussa: Desk, caller=None) -> None:
    """Found by typing, asked by Enter, and he accepts. `caller`: heard waiting meanwhile."""
    dialog = awa.page.get_by_role("dialog")
    await awa.page.keyboard.press("F9")
    await dialog.get_by_role("listitem").filter(has_text="Moussa").wait_for()
    await expect(dialog).to_contain_text("un partenaire peut garder pour lui les noms des siens")
    await awa.page.keyboard.type("Moussa")
    await dialog.get_by_role("listitem").nth(1).wait_for(state="detached")
    await awa.page.keyboard.press("Enter")
    await awa.page.locator("[data-transfer=sought]").wait_for()
    if caller:
        await until_heard({"caller": (caller.page, MUSIC)}, what="while he is sought")
    await moussa.offer.wait_for()
    await moussa.page.keyboard.press("F2")
    await awa.page.locator("[data-transfer=joined]").wait_for()


async def in_three_languages(awa: Desk, axe: str, state: str, pictures) -> dict[str, list]:
    """The line of the consultation under axe, at 320 px too, and no button of it over another."""
    found = {}
    for language in ("ar", "en", "fr"):
        await speaks(awa, language)
        await awa.page.reload()
        await awa.page.locator(f"html[lang={language}]").wait_for(state="attached")
        await awa.page.locator(f"[data-transfer={state}]").wait_for()
        found |= await both_themes(awa.page, axe, f"consultation {language}", "[data-transfer]")
        await awa.page.set_viewport_size({"width": 320, "height": 800})
        await awa.picture(f"consultation-320-{language}", pictures)
        assert await awa.page.evaluate(OVERLAPPING) == [], f"{language} at 320 px"
        await awa.page.set_viewport_size({"width": 1366, "height": 800})
    await awa.page.locator("[data-call=talking][data-audio=talking]").wait_for()
    return found


async def test_a_call_is_given_to_a_colleague_by_the_keyboard_alone(seat, caller, axe, pictures):
    awa, moussa = await seat("awa"), await seat("moussa")
    await talk(awa, caller)
    await moussa.be("available")
    strip = awa.page.locator("[data-transfer]")
    await consults(awa, moussa, caller)
    parties = {"caller": (caller.page, MUSIC), "awa": (awa.page, ADVISOR), "moussa": (moussa.page, ADVISOR)}
    await until_heard(parties, what="consulted")
    await awa.picture("consulting", pictures)
    aside = {"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER), "moussa": (moussa.page, MUSIC)}
    for name, state, heard in (
        ("Parler au client seul, Moussa Traoré attend", "aside", aside),
        ("Reprendre Moussa Traoré, le client attend", "joined", parties),
        ("Parler au client seul, Moussa Traoré attend", "aside", aside),
    ):
        await pressed(awa, strip.get_by_role("button", name=name))
        await awa.page.locator(f"[data-transfer={state}]").wait_for()
        await until_heard(heard, what=name)
    await moussa.page.get_by_text("parle au client, vous êtes en attente").wait_for()
    found = await in_three_languages(awa, axe, "aside", pictures)
    await until_heard(aside, what="after the reloads")
    await pressed(awa, strip.get_by_role("button", name="Annuler et reprendre le client"))
    await strip.wait_for(state="detached")
    alone = {"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER), "moussa": (moussa.page, NOTHING)}
    await until_heard(alone, what="cancelled")
    await consults(awa, moussa)
    await until_heard(parties, what="consulted again")
    await pressed(awa, strip.get_by_role("button", name="Parler à trois"))
    await awa.page.locator("[data-transfer=three]").wait_for()
    three = {"caller": (caller.page, ADVISOR), "awa": (awa.page, BOTH), "moussa": (moussa.page, BOTH)}
    await until_heard(three, what="the three of them")
    await pressed(awa, strip.get_by_role("button", name="Donner"))
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    given = {"caller": (caller.page, ADVISOR), "awa": (awa.page, NOTHING), "moussa": (moussa.page, CALLER)}
    await until_heard(given, what="given to him")
    assert not found, told_of(found)


async def test_a_supervisor_listens_whispers_joins_and_is_seen_and_her_page_vanishes(
    seat, fresh_desk, outside_browser, caller, axe, pictures
):
    awa = await seat("awa")
    await talk(awa, caller)
    claire = await fresh_desk("claire", within=outside_browser)  # with a customer's tone: found where it must not be
    await claire.enter()
    await claire.page.goto(f"{claire.url}/desk/floor")
    seen = awa.page.get_by_role("list", name="Dans cet appel")
    hers = {"awa": (awa.page, CALLER), "claire": (claire.page, BOTH)}
    for name, how, customer in (
        ("Écouter l’appel de Awa", "listen", ADVISOR),
        ("Souffler à Awa", "whisper", ADVISOR),
        ("Entrer dans l’appel de Awa", "join", BOTH),
    ):
        await pressed(claire, claire.page.get_by_role("button", name=re.compile(name)).first)
        await claire.page.locator(f"[data-supervising={how}]").wait_for()
        await seen.locator(f"[data-listener={how}]").wait_for()
        await until_heard({"caller": (caller.page, customer), **hers}, what=how)
    found = await both_themes(claire.page, axe, "supervising", "[data-supervising]")
    found |= await both_themes(awa.page, axe, "supervised", "[data-call]")
    await claire.picture("supervising", pictures)
    await claire.page.keyboard.press("Escape")
    await seen.wait_for(state="detached")
    await until_heard({"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER), "claire": (claire.page, NOTHING)})
    await pressed(claire, claire.page.get_by_role("button", name=re.compile("Entrer dans l’appel de Awa")).first)
    await until_heard({"caller": (caller.page, BOTH)}, what="in it again")
    await claire.page.close()
    await seen.wait_for(state="detached")
    await until_heard({"caller": (caller.page, ADVISOR), "awa": (awa.page, CALLER)}, what="without her")
    assert await eventually(lambda: awa.wire.of("conversation", state="talking"))
    assert not found, told_of(found)
