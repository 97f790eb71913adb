"""Our accounts with operators: registered by digest, and how they stand. Their passwords live in Asterisk's memory."""

from __future__ import annotations

import asyncio
import logging

import msgspec
from nats.aio.msg import Msg

from palabre.channels.voice.drivers.ari import AriError, AriSilent
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.ports import TrunkAccount
from palabre.plumbing.engines.asterisk_console import registrations

log = logging.getLogger("palabre.voice")

TRUNKS_SUBJECT = "live.*.trunks"  # request: nothing; answer: JSON, trunk → its state
REGISTERED, UNKNOWN = "registered", "unknown"
REGISTRATION = "registration"
SETTINGS = {
    "transport": "udp",
    "line": "yes",  # calls that come to our registration are its trunk's, whatever address they come from
    "expiration": "600",
    "retry_interval": "30",
    "forbidden_retry_interval": "120",
    "fatal_retry_interval": "120",
    "auth_rejection_permanent": "no",  # somebody corrects a password at the operator's too
    "max_random_initial_delay": "1",
}


class Trunks:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._up: dict[str, bool] = {}

    async def listen(self) -> None:
        """The front asks for administrators."""
        await self._node.services.bus.subscribe(TRUNKS_SUBJECT, self._on_request)

    async def _on_request(self, message: Msg) -> None:
        if message.reply:
            await message.respond(msgspec.json.encode(await self.states()))

    def up(self) -> dict[str, bool]:
        """Endpoint → reachable, of those of which Asterisk has told; the others are tried."""
        return dict(self._up)

    async def states(self) -> dict[str, str]:
        """Of each account: registered, rejected, unregistered, stopped; unknown where Asterisk does not tell."""
        told = await asyncio.to_thread(registrations, self._node.place.console)
        return {a.name: (told or {}).get(a.name, UNKNOWN) for a in self._node.place.accounts}

    async def register(self) -> None:
        """After a start of ours or of Asterisk. What stands as it should is left alone; the rest is tried anew."""
        if not self._node.place.accounts:
            return
        states = await self.states()
        for account in self._node.place.accounts:
            try:
                await self._register(account, states[account.name])
            except (AriError, AriSilent) as error:
                log.error("trunk not registered", extra={"trunk": account.name, "why": str(error)[:200]})

    async def _register(self, account: TrunkAccount, state: str) -> None:
        name, server = account.name, f"{account.host}:{account.port}"
        await self._ari.push("auth", name, auth_type="userpass", username=account.user, password=account.password)
        if state not in (REGISTERED, UNKNOWN):
            await self._ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", REGISTRATION, name)
        await self._ari.push(
            REGISTRATION, name, outbound_auth=name, endpoint=name, contact_user=account.user,
            server_uri=f"sip:{server}", client_uri=f"sip:{account.user}@{server}", **SETTINGS)  # fmt: skip
