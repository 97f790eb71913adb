"""Asterisk as our child: a caller whom nobody serves hears an apology and reaches the rescue number;
killed, it returns.
"""

import asyncio
import json
import os
import signal
import wave
from contextlib import asynccontextmanager

import aiohttp
import numpy as np
import pytest

from palabre.plumbing.engines import asterisk_config, asterisk_packages
from palabre.plumbing.engines.asterisk import ARI_USER, Asterisk
from palabre.plumbing.engines.asterisk_dialplan import rescue_text
from palabre.plumbing.engines.asterisk_files import MODULES
from palabre.plumbing.engines.problems import EngineRefused

CALLED, RESCUE = "0140001000", "0199"


class Driver:
    """The least that drives an Asterisk: requests by HTTP, events by socket."""

    def __init__(self, engine: Asterisk, http: aiohttp.ClientSession, socket) -> None:
        self.engine, self.http, self.socket, self.seen = engine, http, socket, []

    async def ask(self, method: str, path: str, **query):
        async with self.http.request(method, f"{self.engine.ari_url}/{path}", params=query) as answer:
            assert answer.status < 300, (answer.status, path, await answer.text())
            return await answer.json() if answer.content_type == "application/json" else None

    async def event(self, kind: str, fits=lambda e: True, seconds_max: float = 20.0) -> dict:
        async with asyncio.timeout(seconds_max):
            while True:
                event = json.loads((await self.socket.receive()).data)
                if event["type"] == kind and fits(event):
                    return event


@asynccontextmanager
async def driven(engine: Asterisk, app: str):
    sign_in = {"Authorization": aiohttp.encode_basic_auth(ARI_USER, engine.password)}
    async with aiohttp.ClientSession(headers=sign_in) as http:
        async with http.ws_connect(f"{engine.ari_url}/events?app={app}") as socket:
            yield Driver(engine, http, socket)


def loudness_db(path, seconds: float) -> float:
    with wave.open(str(path)) as recording:
        samples = np.frombuffer(recording.readframes(recording.getnframes()), "<i2") / 32768
    assert len(samples) > seconds * 8000
    return float(20 * np.log10(max(np.sqrt(np.mean(np.square(samples))), 1e-6)))


async def test_all_modules_run(asterisk):
    async with driven(asterisk.centre, "palabre") as centre:
        running = {m["name"] for m in await centre.ask("GET", "asterisk/modules") if m["status"] == "Running"}
    assert {f"{m}.so" for m in MODULES} <= running


async def test_nobody_drives_us_an_apology_then_the_rescue_number(asterisk):
    asterisk_config.write_rescue(
        asterisk.centre.home, {CALLED: (RESCUE, asterisk.TRUNK_OF_CENTRE)}, asterisk.centre.user
    )
    async with driven(asterisk.centre, "other") as centre:
        await centre.ask("PUT", "asterisk/modules/pbx_config.so")
    async with driven(asterisk.outside, "outside") as outside:
        endpoint = f"PJSIP/{CALLED}@{asterisk.TRUNK_OF_OUTSIDE}"
        await outside.ask("POST", "channels", endpoint=endpoint, app="outside", channelId="caller", timeout=10)
        await outside.event("StasisStart", lambda e: e["channel"]["id"] == "caller")
        await outside.ask("POST", "channels/caller/record", name="heard", format="wav", ifExists="overwrite")
        rescued = await outside.event("StasisStart", lambda e: e["channel"]["id"] != "caller")
        assert rescued["channel"]["dialplan"]["exten"] == RESCUE and rescued["args"][0] == "trunk"
        await outside.ask("POST", "recordings/live/heard/stop")
        await outside.event("RecordingFinished")
        assert loudness_db(asterisk.outside.home / "spool/recording/heard.wav", seconds=2) > -40
        await outside.ask("DELETE", "channels/caller")


async def test_a_call_enters_the_application_with_its_door_and_number(asterisk):
    record = asterisk.centre.home / "log/cel-custom/Master.csv"
    before = record.with_name("Master.csv.1")
    before.write_bytes(b"")
    if record.exists():
        record.rename(before)  # as the reader does with one that has grown long
    told = before.read_bytes()
    async with driven(asterisk.centre, "palabre") as centre, driven(asterisk.outside, "outside") as outside:
        endpoint = f"PJSIP/{CALLED}@{asterisk.TRUNK_OF_OUTSIDE}"
        query = {"endpoint": endpoint, "app": "outside", "channelId": "second", "callerId": '"A" <0612345678>'}
        await outside.ask("POST", "channels", **query)
        arrived = await centre.event("StasisStart")
        assert arrived["args"] == ["trunk", asterisk.TRUNK_OF_CENTRE, CALLED]
        assert arrived["channel"]["caller"]["number"] == "0612345678"
        await centre.ask("DELETE", f"channels/{arrived['channel']['id']}")
        await outside.event("ChannelDestroyed")
    async with asyncio.timeout(10):
        while not (record.exists() and "CHAN_END" in record.read_text()):
            await asyncio.sleep(0.02)
    assert "CHAN_START" in record.read_text() and before.read_bytes() == told, "a new file, from its first line"


async def test_killed_it_comes_back_where_it_was_and_keeps_its_call_record(asterisk):
    centre = asterisk.centre
    address = (centre.ari_url, centre.sip_port, centre.password)
    record = (centre.home / "log/cel-custom/Master.csv").read_text()
    assert CALLED in record and "CHAN_END" in record
    os.kill(centre.child.pid, signal.SIGKILL)
    centre.child.wait()
    centre.launch()
    async with asyncio.timeout(20):
        while not centre.look():
            await asyncio.sleep(0.02)
    assert (centre.ari_url, centre.sip_port, centre.password) == address
    async with driven(centre, "palabre") as again:
        assert await again.ask("GET", "channels") == []
    assert (centre.home / "log/cel-custom/Master.csv").read_text().startswith(record)


@pytest.mark.parametrize("number", ["01 40", "0140,1,System(ls)", "0140\nexten", ""])
def test_a_rescue_number_cannot_smuggle_a_dial_plan(number):
    with pytest.raises(EngineRefused):
        rescue_text({"0140001000": (number, "operator")})


def test_the_recorded_set_is_whole():
    packages = asterisk_packages.recorded()
    names = {p.file.split("_")[0] for p in packages}
    assert set(asterisk_packages.WANTED) <= names
    assert all(len(p.sha256) == 64 and p.bytes > 0 for p in packages)
    assert sum(p.bytes for p in packages) < 120_000_000
