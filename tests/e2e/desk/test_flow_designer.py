"""Flows are drawn by mouse, and by keyboard alone; tried in place by writing and by calling; published, chatted."""

from __future__ import annotations

import datetime
import io
import itertools
import re
import time
import wave
import zoneinfo

import numpy as np
import pytest
import pytest_asyncio
from desk_rig import Desk, eventually
from ears import ADVISOR_HERTZ, until_spoken_to
from people import Person, Visitor
from playwright.async_api import Locator, Page, expect
from telephone import Telephone

NUMBERS = itertools.count(1)
HER_HERTZ = 735
WIDE = {"width": 1366, "height": 800}


class Drawn:
    """A flow of a test's own, open in the designer."""

    def __init__(self, desk: Desk, nadia: Person, name: str) -> None:
        self.desk, self.page, self.nadia, self.name = desk, desk.page, nadia, name

    @property
    def id(self) -> str:
        rows = self.nadia.get("/api/flows", limit=500)["rows"]
        return next(row["id"] for row in rows if row["name"] == self.name)

    @property
    def draft(self) -> dict:
        return self.nadia.get(f"/api/flows/{self.id}")["draft"]

    async def saved(self) -> None:
        await expect(self.page.locator("[data-saving=saved]")).to_be_visible()

    def widget(self) -> str:
        """A page's chat that this flow answers."""
        key = self.nadia.post("/api/chat/widgets", {"name": self.name, "origins": ["*"]})["key"]
        self.nadia.put(f"/api/flow-entries/chat/{key}", {"flow": self.id})
        return key


@pytest_asyncio.fixture(loop_scope="session")
async def drawn(seat, nadia):
    admin = await seat("nadia")
    page, name = admin.page, f"Essai dessiné {time.time_ns()}-{next(NUMBERS)}"
    await page.evaluate("localStorage.removeItem('palabre.flows.view')")
    await page.goto(f"{admin.url}/desk/setup/flows")
    await page.get_by_role("button", name="Nouveau parcours").click()
    await page.get_by_role("dialog").get_by_label("Nom").fill(name)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    yield Drawn(admin, nadia, name)
    await page.goto(f"{admin.url}/desk/setup/people")


async def drag(page: Page, source: Locator, target: Locator) -> None:
    from_box, to_box = await source.bounding_box(), await target.bounding_box()
    assert from_box and to_box
    await page.mouse.move(from_box["x"] + from_box["width"] / 2, from_box["y"] + from_box["height"] / 2)
    await page.mouse.down()
    x, y = to_box["x"] + to_box["width"] / 2, to_box["y"] + to_box["height"] / 2
    await page.mouse.move(x - 5, y - 5, steps=4)
    await page.mouse.move(x, y, steps=3)
    await page.mouse.up()


async def test_a_flow_is_drawn_by_mouse_undone_published_and_chatted(drawn, pictures):
    page = drawn.page
    card = page.locator(".react-flow__node [data-step]")
    await expect(card).to_have_count(1)
    await page.get_by_label("Étape à ajouter").select_option(label="Menu")
    await page.get_by_role("button", name="Ajouter l’étape").drag_to(
        page.locator(".react-flow__pane"), target_position={"x": 120, "y": 260})
    await expect(card).to_have_count(2)
    panel = page.get_by_role("region", name="Étape menu")
    await panel.get_by_label("Titre").fill("Accueil")
    panel = page.get_by_role("region", name="Étape Accueil")
    await panel.get_by_role("button", name="Écrire un message : Ce qui est dit").click()
    words = page.get_by_role("dialog").get_by_label("Texte en fr")
    await words.fill("Oui ou non ?")
    await page.get_by_role("button", name="Enregistrer le texte").click()
    await page.get_by_role("dialog").wait_for(state="detached")
    choices = panel.get_by_role("group", name="Choix", exact=True)
    await choices.get_by_role("button", name="Ajouter", exact=True).click()
    await choices.get_by_label("Sortie").fill("oui")
    exits = page.locator('.react-flow__node [data-step="menu"]')
    target = page.locator('.react-flow__node [data-step="end"] .react-flow__handle.target')
    for exit in ("oui", "silence", "wrong"):
        await drag(page, exits.locator(f'[data-exit="{exit}"]'), target)
    await expect(page.locator(".react-flow__edge")).to_have_count(3)
    await panel.get_by_role("button", name="Commencer par elle").click()
    await drawn.saved()
    assert drawn.draft["start"] == "menu"
    assert drawn.draft["steps"]["menu"]["next"] == {"oui": "end", "silence": "end", "wrong": "end"}
    await page.keyboard.press("Control+z")
    await drawn.saved()
    await eventually_draft(drawn, lambda draft: draft["start"] == "end")
    await page.get_by_role("button", name="Rétablir").click()
    await eventually_draft(drawn, lambda draft: draft["start"] == "menu")
    await expect(page.get_by_text("Rien à redire")).to_be_visible()
    await drawn.desk.picture("designer_canvas", pictures)
    await page.get_by_role("button", name="Publier", exact=True).click()
    await page.get_by_role("dialog").get_by_label("Ce qu’il faut savoir").fill("La première")
    await page.get_by_role("button", name="Publier maintenant").click()
    await expect(page.get_by_text("version 1 en service", exact=True)).to_be_visible()
    visitor = Visitor(drawn.desk.url, drawn.widget())
    try:
        visitor.writes("Bonjour")
        visitor.until(lambda: "Oui ou non ?" in visitor.texts("flow"))
        visitor.presses("1")
        visitor.until(lambda: visitor.state.get("state") == "closed")
    finally:
        visitor.leaves()


async def eventually_draft(drawn: Drawn, holds) -> None:
    deadline = time.monotonic() + 15
    while not holds(drawn.draft):
        assert time.monotonic() < deadline, drawn.draft
        await drawn.page.wait_for_timeout(50)


class Keys:
    """The keyboard alone: Tab to what is wanted, then keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def to(self, wanted: Locator, back: bool = False) -> None:
        handle = await wanted.element_handle()
        for _ in range(220):
            if await self.page.evaluate("one => document.activeElement === one", handle):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never reaches {wanted}")

    async def press(self, wanted: Locator, key: str = "Enter") -> None:
        await self.to(wanted)
        await self.page.keyboard.press(key)

    async def write(self, wanted: Locator, text: str) -> None:
        await self.to(wanted)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)

    async def choose(self, wanted: Locator, label: str) -> None:
        """In a native list: its arrows, until it says what is wanted."""
        await self.to(wanted)
        await self.page.keyboard.press("Home")
        count = await wanted.evaluate("one => one.options.length")
        for _ in range(count):
            if await wanted.evaluate("one => one.selectedOptions[0]?.label") == label:
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no {label}")


async def test_the_same_is_drawn_by_keyboard_alone(drawn, pictures):
    page, keys = drawn.page, Keys(drawn.page)
    await keys.press(page.get_by_role("button", name="Liste", exact=True))
    await keys.choose(page.get_by_label("Étape à ajouter"), "Demander")
    await keys.press(page.get_by_role("button", name="Ajouter l’étape"))
    panel = page.get_by_role("region", name="Étape collect")
    await keys.press(panel.get_by_role("button", name="Écrire un message : Ce qui est dit"))
    await page.keyboard.type("Quelle ville ?")
    await keys.press(page.get_by_role("button", name="Enregistrer le texte"))
    await page.get_by_role("dialog").wait_for(state="detached")
    await keys.write(panel.get_by_label("Variable", exact=True), "ville")
    await keys.choose(panel.get_by_label("Ce qui est pris"), "des mots")
    for exit in ("reçu", "silence", "réponse fausse"):
        await keys.choose(panel.get_by_label(exit, exact=True), "Fin")
    await keys.press(panel.get_by_role("button", name="Commencer par elle"))
    outline = page.get_by_role("list", name="Étapes du parcours")
    await expect(outline.locator("> li").first).to_have_attribute("data-step", "collect")
    await drawn.saved()
    assert drawn.draft["steps"]["collect"]["next"] == {"collected": "end", "silence": "end", "wrong": "end"}
    assert "drawn" not in drawn.draft or "collect" not in drawn.draft["drawn"], "no mouse placed it"
    await expect(page.get_by_text("Rien à redire")).to_be_visible()
    await drawn.desk.picture("designer_outline", pictures)
    await keys.to(page.get_by_role("button", name="Publier", exact=True), back=True)
    await page.keyboard.press("Enter")
    await keys.press(page.get_by_role("button", name="Publier maintenant"))
    await expect(page.get_by_text("version 1 en service", exact=True)).to_be_visible()
    visitor = Visitor(drawn.desk.url, drawn.widget())
    try:
        visitor.writes("Bonjour")
        visitor.until(lambda: "Quelle ville ?" in visitor.texts("flow"))
        visitor.writes("Thiès")
        visitor.until(lambda: visitor.state.get("state") == "closed")
    finally:
        visitor.leaves()


STEPS = {
    "hello": {"kind": "say", "prompts": [{"say": "text", "value": "Bienvenue à l’essai"}], "next": {"done": "menu"}},
    "menu": {"kind": "menu", "title": "Que voulez-vous ?", "prompts": [{"say": "text", "value": "Un ou deux ?"}],
             "options": [{"key": "1", "exit": "one"}, {"key": "2", "exit": "two"}],
             "next": {"one": "queue", "two": "bye", "silence": "bye", "wrong": "bye"}},
    "bye": {"kind": "hang_up"},
}


def filled(drawn: Drawn, queue: str) -> None:
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    steps = STEPS | {"queue": {"kind": "queue", "title": "Vers nous", "queue": queue, "next": exits}}
    now = drawn.nadia.get(f"/api/flows/{drawn.id}")
    draft = {"languages": ["fr"], "channels": ["voice", "chat"], "start": "hello", "steps": steps}
    drawn.nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})


async def reopened(drawn: Drawn) -> None:
    page = drawn.page
    await page.goto(f"{drawn.desk.url}/desk/setup/flows")
    await page.get_by_role("button", name=f"Ouvrir {drawn.name}").click()
    await expect(page.locator(".react-flow__node").first).to_be_visible()


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


async def says(drawn: Drawn, name: str) -> None:
    """The flow says this message, and the step that does is open."""
    nadia = drawn.nadia
    nadia.put(f"/api/prompts/{name}/fr", {"text": "Bonjour"})
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = {"say": {"kind": "say", "prompts": [name], "next": {"done": "end"}}, "end": {"kind": "hang_up"}}
    draft = now["draft"] | {"steps": steps, "start": "say"}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})
    await reopened(drawn)
    await drawn.page.locator('.react-flow__node [data-step="say"]').click()


async def test_a_message_is_spoken_into_the_browser_heard_and_kept(drawn, nadia):
    page, name = drawn.page, f"spoken_{time.time_ns()}"
    await says(drawn, name)
    await page.get_by_role("button", name="Écrire ou enregistrer").click()
    dialog = page.get_by_role("dialog", name=f"Message {name}")
    await dialog.get_by_role("button", name="Dicter par téléphone en fr").click()
    assert re.fullmatch(r"\d{8}", await dialog.locator("[data-code]").get_attribute("data-code"))
    await dialog.get_by_role("button", name="Enregistrer ma voix en fr").click()
    await expect(dialog.get_by_role("status").filter(has_text="2 s")).to_be_visible()
    await dialog.get_by_role("button", name="Arrêter l’enregistrement").click()
    await dialog.get_by_role("button", name="Garder cet enregistrement").click()
    await expect(dialog.get_by_text("enregistré", exact=True)).to_be_visible()
    with wave.open(io.BytesIO(nadia.get(f"/api/prompts/{name}/fr/recording"))) as sound:
        rate, samples = sound.getframerate(), np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    assert rate == 16_000 and len(samples) > rate
    loudest = np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples)
    assert abs(loudest - ADVISOR_HERTZ) < 10, f"{loudest} Hz, where her voice is {ADVISOR_HERTZ}"
    await page.keyboard.press("Escape")


@pytest.fixture
def telephone(installation):
    """Whatever number is dialled, where the operator's network leads."""
    told = installation.told["sip"]
    port = int((installation.data / "outside/sip_port").read_text())
    with Telephone((told["host"], told["port"]), port=port, hertz=HER_HERTZ) as one:
        yield one


async def test_a_message_is_spoken_into_a_telephone_that_is_called(drawn, nadia, telephone, installation, pictures):
    page, name = drawn.page, f"called_{time.time_ns()}"
    await says(drawn, name)
    await page.get_by_role("button", name="Écrire ou enregistrer").click()
    dialog = page.get_by_role("dialog", name=f"Message {name}")
    by_call = dialog.get_by_role("group", name="Dicter par un appel en fr")
    status = by_call.get_by_role("status")
    await by_call.get_by_label("Votre numéro").fill("+1 900 555 0100")
    await by_call.get_by_role("button", name="Appelez-moi").click()
    await expect(by_call.get_by_role("alert")).to_be_visible()
    telephone.refuses_with = 486
    await by_call.get_by_label("Votre numéro").fill("01 40 20 50 51")
    await by_call.get_by_role("button", name="Appelez-moi").click()
    await expect(status).to_contain_text("C’est occupé")
    await drawn.desk.picture("prompt_called_busy", pictures)
    telephone.refuses_with = 0
    await by_call.get_by_role("button", name="Rappelez-moi").click()
    await expect(status).to_contain_text("Parlez après le signal")
    raw = installation.data / "asterisk/spool/recording"
    await eventually(lambda: any(p.stat().st_size > 32_000 for p in raw.glob("msg-*")))
    telephone.hang_up(wait=False)
    await expect(status).to_contain_text("Écoutez, puis gardez ou jetez")
    await drawn.desk.picture("prompt_called_spoken", pictures)
    await page.set_viewport_size({"width": 320, "height": 640})
    try:
        await drawn.desk.picture("prompt_called_narrow", pictures)
        assert await dialog.evaluate("one => one.scrollWidth <= one.clientWidth"), "nothing aside at 320 px"
    finally:
        await page.set_viewport_size(WIDE)
    await by_call.get_by_role("button", name="Garder cet enregistrement").click()
    await expect(status).to_contain_text("C’est gardé")
    await expect(dialog.get_by_text("enregistré", exact=True)).to_be_visible()
    with wave.open(io.BytesIO(nadia.get(f"/api/prompts/{name}/fr/recording"))) as sound:
        rate, samples = sound.getframerate(), np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    loudest = np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples)
    assert abs(loudest - HER_HERTZ) < 10, f"{loudest} Hz, where her voice is {HER_HERTZ}"
    await page.keyboard.press("Escape")


async def test_who_leaves_the_message_while_it_rings_is_called_no_more(drawn, telephone):
    page, name = drawn.page, f"left_{time.time_ns()}"
    telephone.answers = False
    await says(drawn, name)
    await page.get_by_role("button", name="Écrire ou enregistrer").click()
    by_call = page.get_by_role("dialog", name=f"Message {name}").get_by_role("group", name="Dicter par un appel en fr")
    await by_call.get_by_label("Votre numéro").fill("01 40 20 50 51")
    await page.keyboard.press("Enter")
    await eventually(lambda: telephone.state == "ringing")
    await expect(by_call.get_by_role("status")).to_contain_text("Votre téléphone sonne…")
    await page.keyboard.press("Escape")
    await eventually(lambda: telephone.state == "over")


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


async def test_versions_are_compared_in_words_planned_refused_and_taken_back(drawn, nadia, queues, pictures):
    page = drawn.page
    filled(drawn, queues["Commercial"])
    nadia.post(f"/api/flows/{drawn.id}/publish", {"note": "La première"})
    await reopened(drawn)
    await page.locator('.react-flow__node [data-step="hello"]').click()
    await page.get_by_label("Titre").fill("Accueil")
    await drawn.saved()
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = now["draft"]["steps"]
    menu = steps["menu"] | {"prompts": [{"say": "text", "value": "Un, deux ou trois ?"}]}
    menu |= {"options": [*menu["options"], {"key": "3", "exit": "three"}], "next": menu["next"] | {"three": "bye"}}
    nadia.put(f"/api/flows/{drawn.id}/draft",
              {"draft": now["draft"] | {"steps": steps | {"menu": menu}}, "revision": now["revision"]})  # fmt: skip
    await reopened(drawn)
    await page.get_by_role("button", name="Publier", exact=True).click()
    dialog = page.get_by_role("dialog", name="Publier")
    changes = dialog.get_by_role("list", name="Différences")
    await expect(changes).to_contain_text("Un, deux ou trois ?")
    assert not re.search(r'[{}"]', await changes.inner_text()), "said as people speak, not as programs write"
    await drawn.desk.picture("designer_publish", pictures)
    await dialog.get_by_label("Plus tard, à une heure précise").check()
    soon = datetime.datetime.now() + datetime.timedelta(days=2)
    await dialog.get_by_label("Le", exact=True).fill(soon.strftime("%Y-%m-%dT08:00"))
    await dialog.get_by_role("button", name="Prévoir la publication").click()
    await expect(dialog.get_by_role("status")).to_contain_text("Prévu pour le")
    await dialog.get_by_role("button", name="Fermer").click()
    await page.get_by_role("button", name="Versions", exact=True).click()
    dialog = page.get_by_role("dialog", name="Versions")
    await expect(dialog.locator("[data-publication=waiting]")).to_be_visible()
    await drawn.desk.picture("designer_versions", pictures)
    await page.set_viewport_size({"width": 320, "height": 640})
    try:
        await drawn.desk.picture("designer_versions_narrow", pictures)
        assert await dialog.evaluate("one => one.scrollWidth <= one.clientWidth"), "nothing aside at 320 px"
    finally:
        await page.set_viewport_size(WIDE)
    await dialog.get_by_role("button", name="Annuler cette publication").click()
    await expect(dialog.locator("[data-publication=cancelled]")).to_be_visible()
    await dialog.get_by_role("button", name="Reprendre la version 1 dans le brouillon").click()
    await dialog.wait_for(state="detached")
    await eventually_draft(drawn, lambda draft: "three" not in draft["steps"]["menu"]["next"])
    await page.keyboard.press("Control+z")
    await eventually_draft(drawn, lambda draft: "three" in draft["steps"]["menu"]["next"])


async def test_a_planned_publication_that_was_refused_says_why(drawn, nadia, pictures):
    """What its draft says is taken away before its hour comes."""
    page, name = drawn.page, f"ephemere_{time.time_ns()}"
    nadia.put(f"/api/prompts/{name}/fr", {"text": "Bonjour"})
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = {"say": {"kind": "say", "prompts": [name], "next": {"done": "end"}}, "end": {"kind": "hang_up"}}
    draft = now["draft"] | {"start": "say", "steps": steps}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})
    soon = datetime.datetime.now(zone_of(nadia)) + datetime.timedelta(seconds=3)
    nadia.post(f"/api/flows/{drawn.id}/publications", {"at": soon.strftime("%Y-%m-%dT%H:%M:%S")})
    nadia.ask("DELETE", f"/api/prompts/{name}/fr")
    await eventually(lambda: nadia.get(f"/api/flows/{drawn.id}/publications")["rows"][0]["state"] == "refused")
    await reopened(drawn)
    await page.get_by_role("button", name="Versions", exact=True).click()
    refused = page.get_by_role("dialog", name="Versions").locator("[data-publication=refused]")
    await expect(refused.get_by_role("list", name="À corriger d’abord")).to_contain_text("say :")
    await drawn.desk.picture("designer_refused", pictures)
    await page.keyboard.press("Escape")


def zone_of(nadia: Person) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(nadia.get("/api/tenant")["time_zone"])


async def test_two_who_draw_are_told_of_each_other(drawn, nadia):
    page = drawn.page
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = now["draft"]["steps"] | {"end": {"kind": "hang_up", "title": "Ailleurs"}}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": now["draft"] | {"steps": steps}, "revision": now["revision"]})
    await page.locator('.react-flow__node [data-step="end"]').click()
    await page.get_by_label("Titre").fill("Ici")
    conflict = page.get_by_role("alert").filter(has_text="Le vôtre n’est pas gardé")
    await expect(conflict).to_be_visible()
    await conflict.get_by_role("button", name="Garder le mien").click()
    await drawn.saved()
    assert drawn.draft["steps"]["end"]["title"] == "Ici"
