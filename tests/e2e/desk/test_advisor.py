"""An advisor's day by keyboard alone: a chat with an undone sending, notes, wrap-up; offers missed or declined."""

from __future__ import annotations

import functools
import re

import pytest
from desk_rig import Desk, eventually, until_page
from ears import CALLER_HERTZ, MUSIC_HERTZ, until_heard
from people import Visitor
from playwright.async_api import Locator, expect

MISSED_SECONDS, UNHURRIED_SECONDS = 3.0, 120.0
UNDO_TRIES = 3
FOCUSED = """() => { const e = document.activeElement;
  if (e === document.body) return "";
  return e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || "" }"""


@pytest.fixture
def visitor(installation):
    """Somebody who writes in the widget and has chosen a subject: she waits in `Conseil en ligne`."""
    made = Visitor(installation.url, installation.told["widget_key"])
    made.writes("Bonjour")
    made.presses("1")
    yield made
    made.leaves()


async def tab_to(desk: Desk, name: str, most: int = 40, key: str = "Tab") -> None:
    """By the keyboard, until what has this name has the focus."""
    for _ in range(most):
        if name in await desk.page.evaluate(FOCUSED):
            return
        await desk.page.keyboard.press(key)
    raise AssertionError(f"{name} is not reached by {key}")


async def be_available_by_palette(desk: Desk) -> None:
    await desk.page.keyboard.press("Control+k")
    await desk.page.get_by_role("combobox", name="Chercher ou agir").wait_for()
    await desk.page.keyboard.type("disponible")
    await desk.page.get_by_role("option", name="Me mettre : Disponible").wait_for()
    await desk.page.keyboard.press("Enter")
    await eventually(lambda: desk.me.get("status") == "available", what="available")


async def test_a_chat_from_sign_in_to_wrap_up_by_keyboard_alone(fresh_desk, visitor):
    paul = await fresh_desk("paul")
    page, keys = paul.page, paul.page.keyboard
    await page.goto(f"{paul.url}/desk/")
    await page.get_by_label("Adresse e-mail").wait_for()
    await tab_to(paul, "Adresse e-mail")
    await keys.type(paul.sign_in)
    await keys.press("Tab")
    await keys.type(paul.password)
    await keys.press("Enter")
    await page.get_by_role("button", name="Tout va bien").wait_for()
    await tab_to(paul, "Tout va bien")
    await keys.press("Enter")
    await page.wait_for_url(re.compile("/inbox"))
    await be_available_by_palette(paul)

    await paul.offer.get_by_text("Conseil en ligne").wait_for()
    await keys.press("F2")
    await page.get_by_role("article", name="Conversation avec").wait_for()
    await keys.press("r")
    reply = page.get_by_label("Votre réponse")
    await eventually_focused(reply)
    undone = await send_and_undo(paul, reply)
    await keys.press("Control+a")
    await keys.type("Bonjour, je vous écoute")
    await keys.press("Control+Enter")
    visitor.until(lambda: "Bonjour, je vous écoute" in all_texts(visitor))
    assert undone not in all_texts(visitor), "what was undone has left all the same"
    visitor.writes("Ma box est rouge")
    await page.get_by_role("log", name="Échanges").get_by_text("Ma box est rouge").wait_for()

    await keys.press("Shift+Tab")
    await keys.press("n")
    note = page.get_by_label("Texte de la note")
    await eventually_focused(note)
    await keys.type("Box à changer")
    await keys.press("Control+Enter")
    await page.locator("[data-note]").get_by_text("Box à changer").wait_for()
    assert "Box à changer" not in all_texts(visitor)

    await keys.press("Shift+Tab")
    await keys.press("e")
    wrap_up = page.get_by_role("region", name="Fin de traitement")
    await wrap_up.wait_for()
    await tab_to(paul, "Résolu", 60)
    await keys.press("Space")
    assert await wrap_up.get_by_role("radio", name="Résolu").is_checked()
    before = paul.wire.of("conversation")[0]["wrap_up_deadline"]
    await tab_to(paul, "Plus de temps")
    await keys.press("Enter")
    await wrap_up.get_by_role("button", name="Temps prolongé").wait_for()
    assert paul.wire.of("conversation")[0]["wrap_up_deadline"] > before
    await keys.press("e")
    await page.get_by_text("Tout est calme").wait_for()
    assert not paul.wire.of("conversation")


async def send_and_undo(desk: Desk, reply: Locator) -> str:
    """What was written, sent and taken back. It is held for three seconds: a machine that lost them may try again."""
    page, keys = desk.page, desk.page.keyboard
    for n in range(UNDO_TRIES):
        text = f"Bonjour, erreur {n}"
        await keys.type(text)
        await keys.press("Control+Enter")
        sent = page.get_by_role("log", name="Échanges").locator("[data-message]").filter(has_text=text)
        await sent.wait_for()
        await keys.press("Shift+Tab")
        await keys.press("u")
        try:
            await expect(reply).to_have_value(text, timeout=3_000)
        except AssertionError:
            await reply.focus()
            continue
        await expect(sent).to_have_count(0)
        await eventually_focused(reply)
        return text
    raise AssertionError(f"nothing could be undone in {UNDO_TRIES} tries")


def all_texts(visitor: Visitor) -> list[str]:
    return [m["text"] for m in visitor.messages.values()]


async def eventually_focused(locator) -> None:
    await locator.wait_for()
    element = await locator.element_handle()
    await until_page(locator.page, "e => document.activeElement === e", element)


async def test_a_call_by_keys_while_a_note_is_written(seat, caller):
    """Keys of the call work in a field, and a letter typed there is a letter."""
    awa = await seat("awa")
    await awa.be("available")
    await caller.call()
    await awa.accept()
    await until_heard({"advisor": (awa.page, {CALLER_HERTZ})})
    keys, note = awa.page.keyboard, awa.page.get_by_label("Texte de la note")
    await keys.press("n")
    await eventually_focused(note)
    await keys.type("nuance")
    await keys.press("F8")
    await awa.call_is("holding")
    await until_heard({"caller": (caller.page, {MUSIC_HERTZ}), "advisor": (awa.page, set())})
    await keys.type(" ure")
    await keys.press("F8")
    await awa.call_is("talking")
    await keys.press("F4")
    await until_heard({"caller": (caller.page, set()), "advisor": (awa.page, {CALLER_HERTZ})})
    assert await note.input_value() == "nuance ure"
    await keys.press("Control+Enter")
    await awa.page.locator("[data-note]").get_by_text("nuance ure").wait_for()
    await keys.press("Shift+F4")
    await caller.until_over()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()


@pytest.fixture
def short_offers(patience):
    """`short_offers()` ends it before the test does."""
    patience(offer_seconds=MISSED_SECONDS)
    back = functools.partial(patience, offer_seconds=UNHURRIED_SECONDS)
    yield back
    back()


async def test_a_missed_offer_asks_for_one_click_and_never_signs_out(seat, short_offers, visitor):
    moussa = await seat("moussa")
    before = len(moussa.wire.ever("offer"))
    await moussa.be("available")
    missed = moussa.page.get_by_test_id("missed-offer")
    await missed.wait_for()
    assert len(moussa.wire.ever("offer")) == before + 1
    await eventually(lambda: moussa.me["confirmed"] is False, what="the offer missed")
    assert moussa.me["status"] == "available"
    await moussa.offer.wait_for(state="detached")
    short_offers()
    await missed.get_by_role("button", name="Recevoir à nouveau").click()
    await missed.wait_for(state="detached")
    await eventually(lambda: moussa.me["confirmed"], what="confirmed")
    await moussa.offer.wait_for()  # the customer still waits: she is offered anew


@pytest.fixture
def no_click(patience):
    """Offers that the desk itself accepts."""
    patience(auto_accept=True)
    yield
    patience(auto_accept=False)


async def test_where_the_rule_says_so_a_call_and_a_chat_begin_without_a_click(seat, no_click, caller, visitor):
    awa, paul = await seat("awa"), await seat("paul")
    await paul.be("available")
    await paul.page.locator("article[data-state=talking]").wait_for()
    await awa.be("available")
    await caller.call()
    await awa.call_is("talking")
    await until_heard({"advisor": (awa.page, {CALLER_HERTZ})})
    await caller.hang_up()


async def test_a_declined_offer_goes_and_its_reason_is_kept(seat, visitor, installation):
    moussa = await seat("moussa")
    await moussa.be("available")
    await moussa.offer.wait_for()
    offer = await moussa.offer.get_attribute("data-offer")
    await moussa.page.get_by_role("button", name="Refuser").click()
    await moussa.page.get_by_role("button", name="Souci technique").click()
    await moussa.page.locator(f"[data-offer='{offer}']").wait_for(state="detached")
    about = [fact for fact in installation.journal() if offer in str(fact)]
    assert any("technical" in str(fact) for fact in about), about
