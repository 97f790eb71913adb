"""What is wrong with a trunk, found out: is its name known, does somebody answer there, is its certificate believed, is
our account taken, and does one call by it reach somebody."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import ssl
from pathlib import Path

import msgspec
from nats.aio.msg import Msg

from palabre.channels.voice.actions.trunks import TrunkTest
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.transfers import OUTCOMES
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import new_id, now_ms

log = logging.getLogger("palabre.voice")

TEST_SUBJECT = "live.*.trunk_test"
ANSWER_SECONDS, RING_SECONDS = 3.0, 25
REGISTER_SECONDS = 5.0  # our registration begins within a second, and is challenged once


class TrunkProbe:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari

    async def listen(self) -> None:
        """One of the voice processes answers: a call is made once."""
        await self._node.services.bus.subscribe(TEST_SUBJECT, self._on_request, queue="trunk_test")

    async def _on_request(self, message: Msg) -> None:
        asked, tenant = json.loads(message.data), TenantId(message.subject.split(".")[1])
        row = self._node.trunks.row(asked["trunk"], tenant)
        if row is None:
            return await message.respond(b"unknown")
        self._node.spawn(self._answer(message, tenant, row, asked["number"]))

    async def _answer(self, message: Msg, tenant: TenantId, row: dict, number: str) -> None:
        began = now_ms()
        reach = await self.reach(row)
        found = TrunkTest(reach, now_ms() - began, await self._standing(row, reach == "answers"))
        if number:
            found.call = await self._call(tenant, row, number)
        await message.respond(msgspec.json.encode(found))

    async def _standing(self, row: dict, answers: bool) -> str:
        """How it stands; where it was changed just now, once the operator has said whether it takes our account."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + REGISTER_SECONDS
        while True:
            state = (await self._node.trunks.states()).get(row["endpoint"], "unknown")
            waits = row["kind"] == "registered" and answers and state == "unregistered"
            if not waits or loop.time() >= deadline:
                return state
            await asyncio.sleep(0.2)

    async def reach(self, row: dict) -> str:
        """answers, name_unknown, refused, silent, certificate, not_tls."""
        try:
            await asyncio.get_running_loop().getaddrinfo(row["host"], row["port"], type=socket.SOCK_STREAM)
        except OSError:
            return "name_unknown"
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await (self._by_udp(row) if row["transport"] == "udp" else self._by_stream(row))
        except ssl.SSLCertVerificationError:
            return "certificate"
        except ssl.SSLError:
            return "not_tls"
        except TimeoutError:
            return "silent"
        except OSError:
            return "refused"

    async def _by_udp(self, row: dict) -> str:
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET6 if ":" in row["host"] else socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.setblocking(False)
            if self._node.place.sip_address:
                wire.bind((self._node.place.sip_address, 0))
            await loop.sock_connect(wire, (row["host"], row["port"]))
            await loop.sock_sendall(wire, _options(row, *wire.getsockname()[:2]))
            await loop.sock_recv(wire, 4096)
        return "answers"

    async def _by_stream(self, row: dict) -> str:
        context = _context(self._node.place.authorities) if row["transport"] == "tls" else None
        reader, writer = await asyncio.open_connection(row["host"], row["port"], ssl=context)
        try:
            writer.write(_options(row, *writer.get_extra_info("sockname")[:2]))
            await reader.readuntil(b"\r\n")
        finally:
            writer.close()
        return "answers"

    async def _call(self, tenant: TenantId, row: dict, number: str) -> str:
        """Rings once, says a sentence and hangs up."""
        channel = f"far-test-{new_id()}"
        answered, ended = self._ari.expect("StasisStart", channel), self._ari.expect("ChannelDestroyed", channel)
        try:
            await self._node.outside.call(
                tenant, number, channel=channel, app_args="test", purpose="test", seconds=RING_SECONDS,
                trunk=row["endpoint"])  # fmt: skip
            await asyncio.wait({answered, ended}, return_when=asyncio.FIRST_COMPLETED, timeout=RING_SECONDS + 1)
            if not answered.done():
                return OUTCOMES.get(ended.result().get("cause", 0), "failed") if ended.done() else "no_answer"
            await self._said(channel)
            return "answered"
        except (NotPermitted, NumberInvalid) as refused:
            return refused.code
        except (AriError, AriGone, AriSilent) as error:
            log.warning("test call failed", extra={"trunk": row["endpoint"], "why": str(error)[:200]})
            return "failed"
        finally:
            answered.cancel()
            ended.cancel()
            if self._ari.connected:
                await self._ari.try_ask("DELETE", "channels", channel)

    async def _said(self, channel: str) -> None:
        """A tone: whoever picks up hears that the line carries sound. (Words need a voice; a tone never does.)"""
        playback = f"test-{channel}"
        over = self._ari.expect(("PlaybackFinished", "PlaybackFailed"), playback)
        media = "tone:dial;tonezone=fr"
        if await self._ari.try_ask("POST", "channels", channel, "play", playback, media=media):
            await asyncio.wait({over}, timeout=1.5)
        over.cancel()


def _context(authorities: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authorities and authorities.exists():
        context.load_verify_locations(str(authorities))
    return context


def _options(row: dict, host: str, port: int) -> bytes:
    """RFC 3261, 11: may we speak?"""
    branch, here = new_id(), f"{host}:{port}"
    way = row["transport"].upper()
    return (
        f"OPTIONS sip:{row['host']}:{row['port']} SIP/2.0\r\nVia: SIP/2.0/{way} {here};branch=z9hG4bK{branch};rport\r\n"
        f"From: <sip:palabre@{here}>;tag={branch[-8:]}\r\nTo: <sip:{row['host']}:{row['port']}>\r\n"
        f"Call-ID: {branch}\r\nCSeq: 1 OPTIONS\r\nContact: <sip:palabre@{here}>\r\nMax-Forwards: 70\r\n"
        "User-Agent: Palabre\r\nAccept: application/sdp\r\nContent-Length: 0\r\n\r\n"
    ).encode()
