"""A call with a supervisor in it, in browsers; and the panels over a call: axe in French and Arabic, 320 px, the focus
within and after Esc."""

from __future__ import annotations

import re

import pytest
from axe_rig import AXE, both_themes, judge, said, speaks, told_of
from desk_rig import Desk, eventually
from ears import ADVISOR_HERTZ, CALLER_HERTZ, until_heard

CALLER, ADVISOR = {CALLER_HERTZ}, {ADVISOR_HERTZ}
BOTH = CALLER | ADVISOR
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


async def pressed(desk: Desk, button) -> None:
    await button.focus()
    await desk.page.keyboard.press("Enter")


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
