"""What a caller says is understood, by real sound through Asterisk; who is heard meanwhile, and when nobody is."""

from __future__ import annotations

import asyncio
import json

import msgspec
import numpy as np
import pytest
from called import called
from odd_ears import HOWS, OddEar
from voice_stage import ivr, wait_for
from vosk_server import VoskServer, level_db

from palabre.processes.robots.hearing import CALLER_HERTZ, MUSIC_HERTZ, OUTSIDE_HERTZ

SALES, DIGITS = CALLER_HERTZ, OUTSIDE_HERTZ
SAYS = {SALES: "je voudrais les ventes", DIGITS: "quatre sept un un"}


@pytest.fixture
async def vosk():
    async with VoskServer(SAYS) as server:
        yield server


@pytest.fixture
def understanding(stage, vosk, monkeypatch):
    """A centre with a recogniser for French."""
    place = stage.place

    def placed():
        return msgspec.structs.replace(place(), recognisers=(("fr", vosk.url),))

    monkeypatch.setattr(stage, "place", placed)
    return stage


async def test_a_choice_is_spoken_over_the_menu_and_only_she_is_heard(understanding, vosk):
    stage = understanding
    options = [{"key": "1", "exit": "sales", "spoken": ["les ventes", "vendre"]},
               {"key": "2", "exit": "help", "spoken": ["de l'aide"]}]  # fmt: skip
    menu = {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options, "seconds": 10.0,
            "next": {"sales": "queue", "help": "bye", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=menu))
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: vosk.open, 10)
        before = len(vosk.heard[0])
        await wait_for(lambda: len(vosk.heard[0]) > before + 4_000, 5)  # our menu is said meanwhile
        menu_said = vosk.heard[0].copy()
        await caller.speak(SALES)
        await stage.until(lambda w: w["routing"].items, 10)
        await wait_for(lambda: not vosk.open, 5)  # nobody listens in the queue
        await caller.hang_up()
        await stage.nothing_left()
    assert vosk.configs == [{"sample_rate": 8000, "phrase_list": ["les ventes", "vendre", "de l'aide", "[unk]"]}]
    assert np.sqrt(np.mean(menu_said[-3_000:] ** 2)) < 0.005, "what we say ourselves is not listened to"
    assert level_db(vosk.heard[0][-1_600:], SALES) > -30 and level_db(vosk.heard[0][-1_600:], MUSIC_HERTZ) < -45
    assert len(vosk.heard) == 1


async def test_digits_are_spoken_and_a_secret_is_never_listened_to(understanding, vosk):
    stage = understanding
    asked = {"kind": "collect", "prompts": ["choose"], "variable": "order", "length_max": 4, "spoken": True,
             "next": {"collected": "card", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    card = {"kind": "collect", "prompts": ["card"], "secret": True, "length_max": 4, "seconds": 10.0, "tries": 1,
            "next": {"collected": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=asked, card=card))
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: vosk.open, 10)
        await caller.speak(DIGITS)
        row = await until_step(stage, "card")
        assert row["variables"]["order"] == "4711"
        await wait_for(lambda: not vosk.open, 5)
        await caller.window("secret", 1.0)  # she still speaks
        assert not vosk.open and len(vosk.heard) == 1
        await caller.fall_silent()
        await caller.press("1234")
        await stage.until(lambda w: w["routing"].items, 10)
        await caller.hang_up()
        await stage.nothing_left()
    assert len(vosk.heard) == 1
    assert "1234" not in json.dumps((await run_row(stage))["variables"])


async def run_row(stage) -> dict:
    return await stage.row("select step, variables from palabre.flow_run where tenant = %(tenant)s")


async def until_step(stage, step: str) -> dict:
    async with asyncio.timeout(10):
        while (row := await run_row(stage))["step"] != step:
            await asyncio.sleep(0.02)
    return row


async def test_a_recogniser_that_is_away_leaves_her_the_keys(understanding, vosk):
    stage = understanding
    await vosk._runner.cleanup()
    options = [{"key": "1", "exit": "sales", "spoken": ["les ventes"]}]
    menu = {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options,
            "next": {"sales": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=menu))
    async with stage.driver() as node:
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: node.counted["recognition_failed"], 10)
        await caller.press("1")
        await stage.until(lambda w: w["routing"].items, 10)
        await caller.hang_up()
        await stage.nothing_left()


def heard_by(stage, monkeypatch, url: str) -> None:
    place = stage.place
    monkeypatch.setattr(stage, "place", lambda: msgspec.structs.replace(place(), recognisers=(("fr", url),)))


@pytest.mark.parametrize("how", HOWS)
async def test_an_ear_that_fails_leaves_a_menu_its_keys(stage, monkeypatch, how):
    options = [{"key": "1", "exit": "sales", "spoken": ["les ventes"]}]
    menu = {"kind": "menu", "prompts": ["choose"], "tries": 1, "options": options,
            "next": {"sales": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=menu))
    async with OddEar(how) as ear:
        heard_by(stage, monkeypatch, ear.url)
        async with stage.driver() as node:
            await stage.advisor_available(status="away")
            caller = await called(stage)
            await wait_for(lambda: ear.connected or node.counted["recognition_failed"], 10)
            if how != "hangs":
                await wait_for(lambda: node.counted["recognition_failed"], 10)
            await caller.press("1")
            await stage.until(lambda w: w["routing"].items, 10)
            await caller.hang_up()
            await stage.nothing_left()


@pytest.mark.parametrize("how", HOWS)
async def test_an_ear_that_fails_leaves_a_sentence_to_the_keys_or_to_the_way_for_silence(stage, monkeypatch, how):
    asked = {"kind": "collect", "prompts": ["choose"], "variable": "city", "collects": "text", "spoken": True,
             "length_max": 4, "tries": 2, "seconds": 2.0,
             "next": {"collected": "queue", "silence": "queue", "wrong": "bye"}}  # fmt: skip
    await stage.prompts(choose="Dites votre ville.")
    await stage.flow(ivr(stage, choose=asked))
    async with OddEar(how) as ear:
        heard_by(stage, monkeypatch, ear.url)
        async with stage.driver() as node:
            await stage.advisor_available(status="away")
            typing = await called(stage)
            await wait_for(lambda: ear.connected or node.counted["recognition_failed"], 10)
            await typing.press("7511")
            await stage.until(lambda w: w["routing"].items, 10)
            assert (await run_row(stage))["variables"]["city"] == "7511"
            await typing.hang_up()
            await stage.nothing_left()
            if how not in ("away", "hangs"):
                return
            mute = await called(stage)
            await stage.until(lambda w: w["routing"].items, 30)  # both tries were asked, then the way for silence
            await mute.hang_up()
            await stage.nothing_left()


async def test_a_sentence_is_spoken(understanding, vosk):
    stage = understanding
    asked = {"kind": "collect", "prompts": ["choose"], "variable": "wish", "collects": "text", "spoken": True,
             "length_max": 40, "tries": 1,
             "next": {"collected": "queue", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    await stage.prompts()
    await stage.flow(ivr(stage, choose=asked))
    async with stage.driver():
        await stage.advisor_available(status="away")
        caller = await called(stage)
        await wait_for(lambda: vosk.open, 10)
        await caller.speak(SALES)
        await stage.until(lambda w: w["routing"].items, 15)
        assert (await run_row(stage))["variables"]["wish"] == SAYS[SALES]
        await caller.hang_up()
        await stage.nothing_left()
