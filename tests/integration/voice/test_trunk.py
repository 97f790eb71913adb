"""A trunk by account: registered with digest at an operator that asks for it (a third Asterisk), called both ways."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest
from voice_stage import ACCOUNT, NUMBER, PROVIDER_ADDRESS, ivr, wait_for

from palabre.channels.voice.actions import trunks
from palabre.channels.voice.drivers.trunks import Trunks
from palabre.channels.voice.facts import CallArrived
from palabre.channels.voice.wiring import Ari
from palabre.plumbing.engines.asterisk import ARI_USER, Asterisk, AsteriskWish
from palabre.plumbing.engines.files import write_private

PASSWORD = "correct horse"
WRONG = "battery staple"
STRANGER = "127.0.0.5"
ASKS = f"""
[{ACCOUNT}]
type=endpoint
transport=udp
context=from-trunk
disallow=all
allow=alaw
auth={ACCOUNT}
aors={ACCOUNT}
media_address={PROVIDER_ADDRESS}
bind_rtp_to_media_address=yes
[{ACCOUNT}]
type=auth
auth_type=userpass
username={ACCOUNT}
password={PASSWORD}
[{ACCOUNT}]
type=aor
max_contacts=1
"""


class Provider(Asterisk):
    """An operator that knows us by our account alone, not by our address."""

    name = "Asterisk of an operator"

    def configure(self, wish: AsteriskWish) -> None:
        super().configure(wish)
        path = self.home / "etc/pjsip.conf"
        write_private(path, path.read_text() + ASKS, self.user)


@pytest.fixture(scope="module")
def provider(telephony) -> Iterator[Provider]:
    wish = AsteriskWish(
        app="provider", address=PROVIDER_ADDRESS, sip_port=telephony.provider_port, rtp=(17_500, 17_599)
    )
    made = Provider(telephony.folder / "provider", wish)
    try:
        made.start()
        yield made
    finally:
        made.stop()


async def until_state(held: Trunks, state: str, seconds_max: float = 15.0) -> None:
    async with asyncio.timeout(seconds_max):
        while (said := (await held.states())["provider"]) != state:
            assert said in ("unregistered", "registered", "rejected")
            await asyncio.sleep(0.1)


async def test_a_trunk_by_account_is_registered_and_carries_calls_both_ways(stage, provider):
    await stage.prompts()
    await stage.flow(ivr(stage))
    stage.accounts = (stage.account(WRONG),)
    async with stage.driver() as node:
        await until_state(node.trunks, "rejected")
    stage.accounts = (stage.account(PASSWORD),)  # corrected, and started again
    async with stage.driver() as node, Ari(provider.ari_url, provider.password, "provider", ARI_USER) as operator:
        await until_state(node.trunks, "registered")
        assert await trunks.states(stage.services, stage.tenant) == {"provider": "registered"}  # as administrators ask
        # in: to the contact that we registered
        inward = operator.expect(("StasisStart", "ChannelDestroyed"), "inward")
        await operator.ask(
            "POST", "channels", endpoint=f"PJSIP/{ACCOUNT}", app="provider", channelId="inward", callerId="0612345678")
        assert (await operator.within(inward, 10))["type"] == "StasisStart", "it was not answered"
        call = await wait_for(lambda: next(iter(node.calls), None))
        assert call.entry == NUMBER
        # out: the operator challenges our INVITE, and takes it with our answer
        outward = asyncio.get_running_loop().create_future()
        operator.listeners.append(
            lambda e: outward.set_result(e) if e["type"] == "StasisStart" and not outward.done() else None)
        dialled = {"endpoint": "PJSIP/0155555555@provider", "app": "palabre", "appArgs": "leg", "channelId": "leg-out"}
        await node.ari.ask("POST", "channels", callerId=NUMBER, **dialled)
        came = await asyncio.wait_for(outward, 10)
        assert came["channel"]["dialplan"]["exten"] == "0155555555" and came["args"][1] == ACCOUNT
        # somebody else, who is no trunk of ours, is challenged, and nothing of it is a call
        assert await invited(stage.telephony.centre.sip_port) == "SIP/2.0 401 Unauthorized"
        await node.ari.ask("DELETE", "channels", "leg-out")
        await operator.ask("DELETE", "channels", "inward")
        await stage.nothing_left()
    assert len([f for f in stage.facts if isinstance(f, CallArrived)]) == 1
    files = [p.read_text(errors="ignore") for p in (stage.telephony.centre.home / "etc").iterdir() if p.is_file()]
    assert not [text for text in files if PASSWORD in text], "the password stands in a file"


async def invited(port: int) -> str:
    """What a stranger's INVITE is answered, first line."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind((STRANGER, 0))
        stranger.setblocking(False)
        here = f"{STRANGER}:{stranger.getsockname()[1]}"
        await loop.sock_sendto(stranger, (
            f"INVITE sip:0140001000@127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP {here};branch=z9hG4bKx\r\n"
            f"From: <sip:{ACCOUNT}@{here}>;tag=x\r\nTo: <sip:0140001000@127.0.0.1>\r\nCall-ID: x@{STRANGER}\r\n"
            f"CSeq: 1 INVITE\r\nContact: <sip:x@{here}>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        ).encode(), ("127.0.0.1", port))  # fmt: skip
        answer = await asyncio.wait_for(loop.sock_recv(stranger, 4096), 5)
    return answer.decode().split("\r\n")[0]
