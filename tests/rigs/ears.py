"""Who hears whom in browsers: each person's microphone is a tone, and each page tells the level of every tone it hears.

Imports nothing of palabre.
"""

from __future__ import annotations

import asyncio
import math
import struct
import time
import wave
from pathlib import Path

from playwright.async_api import Page

SCRIPT = (Path(__file__).parent / "browser_ears.js").read_text()
CALLER_HERTZ, ADVISOR_HERTZ, MUSIC_HERTZ = 440, 1000, 620
TONES = (CALLER_HERTZ, MUSIC_HERTZ, ADVISOR_HERTZ)
HEARD_DB, ABSENT_DB, SPEECH_DB = -25.0, -45.0, -40.0
WINDOW_SECONDS = 0.35  # of one measurement: two in a row do not share a sample
RATE, TONE_SECONDS, AMPLITUDE = 48_000, 10, 0.25


def write_tone(path: Path, hertz: int, *, rate: int = RATE) -> Path:
    """A wav that loops without a click."""
    step = 2 * math.pi * hertz / rate
    samples = [int(AMPLITUDE * 32_767 * math.sin(step * n)) for n in range(rate * TONE_SECONDS)]
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


async def levels(page: Page) -> dict[str, float]:
    """dB of each tone, and of anything (`any`)."""
    return await page.evaluate("tones => testEars.levels(tones)", list(TONES))


def wrong(found: dict[str, float], heard: set[int]) -> list[str]:
    """What is not as it must be: tones of `heard` there, all others not."""
    told = []
    for hertz in TONES:
        level = found[str(hertz)]
        if not (level > HEARD_DB if hertz in heard else level < ABSENT_DB):
            told.append(f"{hertz} Hz at {level} dB must be {'heard' if hertz in heard else 'absent'}")
    return told


async def until_heard(
    who: dict[str, tuple[Page, set[int]]], seconds_max: float = 15.0, *, what: str = ""
) -> dict[str, dict[str, float]]:
    """Until each hears exactly what is named, twice in a row. Gives the levels of the last time.

    `who`: {"advisor": (page, {440}), "caller": (page, set())}.
    """
    began, good, last = time.monotonic(), 0, {}
    while good < 2:
        last = {name: await levels(page) for name, (page, _) in who.items()}
        faults = {name: wrong(last[name], heard) for name, (_, heard) in who.items()}
        good = 0 if any(faults.values()) else good + 1
        assert good or time.monotonic() - began < seconds_max, f"{what} after {seconds_max} s: {faults}, {last}"
        await asyncio.sleep(WINDOW_SECONDS if good == 1 else 0.05)
    return last


async def until_spoken_to(page: Page, seconds_max: float = 15.0) -> dict[str, float]:
    """Until there is a voice, or anything, that is none of the tones."""
    began = time.monotonic()
    while True:
        found = await levels(page)
        if found["any"] > SPEECH_DB and not wrong(found, set()):
            return found
        assert time.monotonic() - began < seconds_max, f"no voice within {seconds_max} s: {found}"
        await asyncio.sleep(0.05)
