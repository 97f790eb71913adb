"""Signing in: what is refused and how it is said, the second factor, three languages, two themes."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from desk_rig import until_page
from people import Person
from playwright.async_api import expect

FACTOR_PERSON = "facteur@demo-telecom.example"
PASSWORD = "un mot de passe long"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


async def fill(desk, sign_in: str, password: str) -> None:
    await desk.page.locator("input[name=email]").fill(sign_in)
    await desk.page.locator("input[name=password]").fill(password)
    await desk.page.keyboard.press("Enter")


async def test_a_wrong_password_and_nothing_at_all(fresh_desk):
    desk = await fresh_desk("moussa")
    await desk.page.goto(f"{desk.url}/desk/")
    await desk.page.get_by_role("button", name="Entrer").click()
    await expect(desk.page.get_by_role("alert")).to_contain_text("Donnez votre adresse")
    await fill(desk, desk.sign_in, "ce n'est pas lui")
    await expect(desk.page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    await fill(desk, desk.sign_in, desk.password)
    await desk.page.get_by_role("button", name="Tout va bien").wait_for()


async def test_a_second_factor(fresh_desk, nadia, installation):
    wanted = {"name": "Facteur", "email": FACTOR_PERSON, "roles": ["supervisor"], "password": PASSWORD}
    nadia.post("/api/people", wanted)
    person = Person(installation.url, FACTOR_PERSON, PASSWORD)
    secret = person.post("/api/me/totp", {"password": PASSWORD})["secret"]
    person.post("/api/me/totp/confirm", {"code": pyotp.TOTP(secret).now()})
    person.close()
    desk = await fresh_desk("awa")
    await desk.page.goto(f"{desk.url}/desk/")
    await fill(desk, FACTOR_PERSON, PASSWORD)
    code = desk.page.get_by_label("Code à six chiffres")
    await code.fill("000000")
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon")
    await code.fill(pyotp.TOTP(secret).at(time.time() + 30))
    await desk.page.keyboard.press("Enter")
    await desk.page.get_by_role("heading", name="Plateau").wait_for()


async def test_where_she_wanted_to_go_is_kept(fresh_desk):
    desk = await fresh_desk("claire")
    await desk.page.goto(f"{desk.url}/desk/setup/skills")
    await fill(desk, desk.sign_in, desk.password)
    await desk.page.get_by_role("heading", name="Compétences").wait_for()


@pytest.mark.parametrize(
    ("button", "language", "direction", "letters"),
    [
        ("English", "en", "ltr", "Sign in"),
        ("العربية", "ar", "rtl", "[\u0600-\u06ff]+"),
        ("Français", "fr", "ltr", "Se connecter"),
    ],
)
async def test_three_languages_before_anybody_is_known(button, language, direction, letters, fresh_desk):
    desk = await fresh_desk("claire")
    await desk.page.goto(f"{desk.url}/desk/")
    await desk.page.get_by_role("button", name=button).click()
    await desk.page.locator(f"html[lang={language}][dir={direction}]").wait_for(state="attached")
    await expect(desk.page.get_by_role("heading", level=1)).to_have_text(re.compile(letters))


async def test_language_and_theme_follow_the_person(fresh_desk):
    desk = await fresh_desk("ousmane")
    await desk.enter()
    await desk.page.get_by_role("button", name="Mon compte").click()
    await desk.page.get_by_role("menuitem", name="العربية").click()
    await desk.page.locator("html[dir=rtl]").wait_for(state="attached")
    light = await ground(desk)
    await desk.page.locator("header button").last.click()
    await desk.page.get_by_role("menuitem").nth(5).click()
    await until_page(desk.page, f"was => {GROUND} !== was", light)
    elsewhere = await fresh_desk("ousmane")
    await elsewhere.enter()
    await elsewhere.page.locator("html[dir=rtl][lang=ar]").wait_for(state="attached")
    assert await ground(elsewhere) != light
    await elsewhere.ask("PATCH", "/me", {"language": "fr", "theme": "auto"})


async def ground(desk) -> str:
    return await desk.page.evaluate(GROUND)
