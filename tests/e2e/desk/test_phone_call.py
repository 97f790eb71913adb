"""A telephone calls by the operator's trunk, an advisor answers in Chromium: who hears whom, what is recorded."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest_asyncio
from desk_rig import eventually
from ears import CALLER_HERTZ, until_heard

from palabre.processes.demo.network import network
from palabre.processes.robots import hearing

MENU_KEY = "1"  # 2 would refuse the recording
NUMBER_SHOWN = "0199004243"
PIECE_SECONDS = 0.25
PIECE = int(PIECE_SECONDS * hearing.RATE)


@pytest_asyncio.fixture(loop_scope="session")
async def outside(installation):
    """The telephone network: the second Asterisk of the demo."""
    made = await network(installation.data, installation.told, app="e2e")
    yield made
    await made.stop()


async def test_a_phone_caller_talks_with_an_advisor_in_chromium(seat, outside, nadia, told):
    awa = await seat("awa")
    await awa.be("available")
    customer = await outside.call(installation_number(nadia), NUMBER_SHOWN)
    try:
        await customer.listen()
        await customer.window("ivr")
        await choose(customer, awa)
        await awa.accept()
        conversation = awa.wire.of("conversation", channel="voice")[0]["conversation"]
        await customer.speak()
        await until_heard({"advisor": (awa.page, {CALLER_HERTZ})})
        await customer.window("talk")
        await awa.page.keyboard.press("F8")
        await awa.call_is("holding")
        await until_heard({"advisor": (awa.page, set())})
        await customer.window("hold")
        await awa.page.keyboard.press("F8")
        await awa.call_is("talking")
        told(f"phone, back: {await until_heard({'advisor': (awa.page, {CALLER_HERTZ})})}")
        await customer.window("back")
        await customer.stop_listening()
    finally:
        await customer.hang_up()
    await awa.page.get_by_role("region", name="Fin de traitement").wait_for()
    check_customer(customer, told)
    await check_recording(await recorded(nadia, conversation), told)


def installation_number(nadia) -> str:
    numbers = nadia.get("/api/numbers")["rows"]
    return next(one["number"] for one in numbers if one["name"] == "Accueil")


async def choose(customer, awa) -> None:
    """The key until it is taken: the menu listens while it speaks."""
    for _ in range(20):
        await customer.press(MENU_KEY)
        try:
            await awa.offer.wait_for(timeout=1_000)
            return
        except Exception:
            continue
    raise AssertionError("no offer")


def check_customer(customer, told) -> None:
    """She hears the advisor when they talk, music on hold, never herself."""
    wanted = {"talk": {hearing.ADVISOR_HERTZ}, "hold": {hearing.MUSIC_HERTZ}, "back": {hearing.ADVISOR_HERTZ}}
    tones = (hearing.CALLER_HERTZ, hearing.MUSIC_HERTZ, hearing.ADVISOR_HERTZ)
    for window, heard in wanted.items():
        for one in hearing.statements(window, "phone caller", customer.heard(window), tuple(heard), tones):
            told(str(one))
            assert one.true, one
    assert hearing.loudness_db(customer.heard("ivr")) > -40, "no voice in the IVR"


async def recorded(nadia, conversation: str) -> tuple[np.ndarray, np.ndarray, int]:
    """Left, right and rate of the one recording of this conversation, once it is there."""
    path = f"/api/conversations/{conversation}/recordings"
    rows = await eventually(lambda: nadia.get(path)["rows"], 15, "a recording")
    assert len(rows) == 1, rows
    with wave.open(io.BytesIO(nadia.get(f"/api/recordings/{rows[0]['id']}"))) as read:
        assert read.getnchannels() == 2
        samples = np.frombuffer(read.readframes(read.getnframes()), "<i2").reshape(-1, 2).astype(float) / 32_768
        return samples[:, 0], samples[:, 1], read.getframerate()


async def check_recording(stereo: tuple[np.ndarray, np.ndarray, int], told) -> None:
    """Customer left, advisor right, each alone on her side; in between a hold of which nothing is kept."""
    left, right, rate = stereo
    assert rate == hearing.RATE
    talking = [pieces(left, hearing.CALLER_HERTZ), pieces(right, hearing.ADVISOR_HERTZ)]
    wrong = [pieces(left, hearing.ADVISOR_HERTZ), pieces(right, hearing.CALLER_HERTZ)]
    music = [pieces(left, hearing.MUSIC_HERTZ), pieces(right, hearing.MUSIC_HERTZ)]
    told(f"recording {len(left) / rate:.1f} s: pieces with 440 Hz left {talking[0]}, 1,000 Hz right {talking[1]}")
    assert all(len(one) * PIECE_SECONDS >= 3 for one in talking), talking
    assert not any(wrong) and not any(music), (wrong, music)
    both = sorted(set(talking[0]) & set(talking[1]))
    silent = [n for n in range(both[0], both[-1]) if hearing.loudness_db(piece(left, n)) < hearing.ABSENT_DB
              and hearing.loudness_db(piece(right, n)) < hearing.ABSENT_DB]  # fmt: skip
    told(f"recording: silent pieces between the two talks (the hold): {silent}")
    assert len(silent) * PIECE_SECONDS >= 1, "the hold was cut out or recorded: it must be there, mute"


def piece(samples: np.ndarray, n: int) -> np.ndarray:
    return samples[n * PIECE : (n + 1) * PIECE]


def pieces(samples: np.ndarray, hertz: int) -> list[int]:
    """Those in which this tone is there."""
    return [n for n in range(len(samples) // PIECE) if hearing.level_db(piece(samples, n), hertz) > hearing.PRESENT_DB]
