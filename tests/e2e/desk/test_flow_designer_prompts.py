"""What a flow says is spoken into the browser, and into a telephone that is called."""

from __future__ import annotations

import io
import re
import time
import wave

import numpy as np
import pytest
from designer_rig import WIDE, says
from desk_rig import eventually
from ears import ADVISOR_HERTZ
from playwright.async_api import expect
from telephone import Telephone

HER_HERTZ = 735


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
