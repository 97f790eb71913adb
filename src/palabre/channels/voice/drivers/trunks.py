"""Ways to operators in Asterisk: the installation's accounts and each tenant's trunks, pushed, and how they stand.

The rows are the truth; Asterisk holds them in memory only, their passwords too: all are said again when it starts anew.
"""

from __future__ import annotations

import asyncio
import logging

import msgspec
from nats.aio.msg import Msg

from palabre.channels.voice.actions import trunks as trunk_actions
from palabre.channels.voice.actions.dialling import view_of
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.model.dialling import routes
from palabre.channels.voice.model.trunks import REGISTRATION as SETTINGS
from palabre.channels.voice.model.trunks import pushed, shares
from palabre.channels.voice.ports import TrunkAccount
from palabre.plumbing.engines.asterisk_console import qualify, registrations

log = logging.getLogger("palabre.voice")

TRUNKS_SUBJECT = "live.*.trunks"  # request: nothing; answer: JSON, trunk → its state
CHANGED_SUBJECT = "live.*.trunk_changed"  # request: id of the row; answer: ok, or a code
REGISTERED, UNKNOWN = "registered", "unknown"
REGISTRATION = "registration"
PUSHED = (REGISTRATION, "identify", "endpoint", "aor", "auth")  # taken away in this order
WATCH_SECONDS = 10.0
FAILED_SECONDS = 60.0  # tried last for so long: who answers OPTIONS may still swallow calls, each for ten seconds


class Trunks:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._up: dict[str, bool] = {}
        self._failed: dict[str, float] = {}  # endpoint → the loop's time at which a call by it went wrong
        self._rows: dict[str, dict] = {}  # endpoint → its row
        self._tenants: dict[str, frozenset[str]] = {}

    async def listen(self) -> None:
        """The front asks for administrators."""
        bus = self._node.services.bus
        await bus.subscribe(TRUNKS_SUBJECT, self._on_request)
        await bus.subscribe(CHANGED_SUBJECT, self._on_changed)

    async def _on_request(self, message: Msg) -> None:
        if message.reply:
            await message.respond(msgspec.json.encode(await self.states()))

    async def _on_changed(self, message: Msg) -> None:
        answer = b"ok"
        try:
            await self.replay(only=message.data.decode())
        except (AriError, AriGone, AriSilent) as error:
            log.warning("trunk not pushed", extra={"why": str(error)[:200]})
            answer = b"unavailable"
        if message.reply:
            await message.respond(answer)

    # -- who may be called by which

    def of_channel(self, name: str) -> str:
        """The endpoint of a channel: PJSIP/<endpoint>-0000001f. '' where it is no tenant's trunk."""
        endpoint = name.removeprefix("PJSIP/").rsplit("-", 1)[0]
        return endpoint if endpoint in self._rows else ""

    def tenants_of(self, endpoint: str) -> frozenset[str]:
        """Those whose numbers are called by it."""
        return self._tenants.get(endpoint, frozenset())

    def of_tenant(self, tenant: str) -> list[str]:
        """Endpoints by which this tenant's numbers are called."""
        return [endpoint for endpoint, tenants in self._tenants.items() if tenant in tenants]

    def row(self, id: str, tenant: str) -> dict | None:
        """As it was told to Asterisk."""
        found = (r for r in self._rows.values() if str(r["id"]) == id and str(r["tenant"]) == tenant)
        return next(found, None)

    def way_of(self, tenant: str, number: str) -> tuple[str, str] | None:
        """Number as it is dialled and endpoint, for a call that Asterisk makes without us: the tenant's first trunk."""
        rows = [r for r in self._rows.values() if str(r["tenant"]) == tenant]
        found = routes([view_of(r, r["country"], {}, {}) for r in rows], number, "", emergency=False)
        if found and found[0].dialled.lstrip("+").isalnum():
            return found[0].dialled, found[0].endpoint
        return None if rows else (number, self._node.place.trunk)

    def addresses(self) -> set[str]:
        """Of all operators, where they are written as addresses."""
        of_tenants = {a for r in self._rows.values() for a in (r["host"], *r["addresses"])}
        return of_tenants | {a.host for a in self._node.place.accounts} | set(self._node.place.operators)

    def country_of(self, endpoint: str) -> str:
        row = self._rows.get(endpoint)
        return row["country"] if row else self._node.place.country

    # -- how they stand

    def up(self) -> dict[str, bool]:
        """Endpoint → reachable, of those of which Asterisk has told; the others are tried."""
        since = asyncio.get_running_loop().time() - FAILED_SECONDS
        return self._up | {endpoint: False for endpoint, at in self._failed.items() if at > since}

    def failed(self, endpoint: str) -> None:
        """A call by it went wrong: tried last for a while, or until one goes well or it is changed."""
        self._failed[endpoint] = asyncio.get_running_loop().time()

    def worked(self, endpoint: str) -> None:
        """A call by it rang, or was answered."""
        self._failed.pop(endpoint, None)

    async def watch(self) -> None:
        """What Asterisk's own OPTIONS say, now and again. Until the socket is gone."""
        while True:
            await self.look()
            await asyncio.sleep(WATCH_SECONDS)

    async def look(self) -> None:
        for endpoint in self._rows:
            try:
                told = await self._ari.ask("GET", "endpoints", "PJSIP", endpoint)
            except (AriError, AriSilent):
                continue
            self._up[endpoint] = told["state"] != "offline"

    async def states(self) -> dict[str, str]:
        """Of each account: registered, rejected, unregistered, stopped; unknown where Asterisk does not tell. Of each
        trunk by address: reachable, unreachable."""
        told = await asyncio.to_thread(registrations, self._node.place.console) or {}
        await self.look()
        states = {a.name: told.get(a.name, UNKNOWN) for a in self._node.place.accounts}
        for endpoint, row in self._rows.items():
            reached = "reachable" if self._up.get(endpoint) else "unreachable"
            states[endpoint] = told.get(endpoint, UNKNOWN) if row["kind"] == "registered" else reached
        return states

    # -- telling Asterisk

    async def register(self) -> None:
        """After a start of ours or of Asterisk. What stands as it should is left alone; the rest is tried anew."""
        await self.replay()
        if not self._node.place.accounts:
            return
        states = await self.states()
        for account in self._node.place.accounts:
            try:
                await self._register(account, states[account.name])
            except (AriError, AriSilent) as error:
                log.error("trunk not registered", extra={"trunk": account.name, "why": str(error)[:200]})

    async def replay(self, *, only: str = "") -> None:
        """All tenants' trunks, or the one that changed. One that cannot be pushed keeps no other one from it."""
        rows = {r["endpoint"]: r for r in await trunk_actions.all_trunks(self._node.services)}
        for endpoint in self._rows.keys() - rows.keys():
            await self._take_away(endpoint)
        before, self._rows, self._tenants = self._rows, rows, shares(list(rows.values()))
        for endpoint, row in rows.items():
            if only and str(row["id"]) != only:
                continue
            try:
                await self._push(endpoint, row, changed=endpoint in before)
            except (AriError, AriSilent) as error:
                log.error("trunk not pushed", extra={"trunk": endpoint, "why": str(error)[:200]})
        await self.look()

    async def _push(self, endpoint: str, row: dict, *, changed: bool) -> None:
        """A changed one is taken away first: Asterisk keeps what a registration or an identification no longer says."""
        if changed:
            await self._take_away(endpoint)
        address = self._node.place.sip_address
        for kind, id, fields in pushed(endpoint, row, address=address, password=row["password"]):
            await self._ari.push(kind, id, **fields)
        await asyncio.to_thread(qualify, self._node.place.console, endpoint)

    async def _take_away(self, endpoint: str) -> None:
        for kind in PUSHED:
            await self._ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", kind, endpoint)
        self._up.pop(endpoint, None)
        self._failed.pop(endpoint, None)

    async def _register(self, account: TrunkAccount, state: str) -> None:
        name, server = account.name, f"{account.host}:{account.port}"
        await self._ari.push("auth", name, auth_type="userpass", username=account.user, password=account.password)
        if state not in (REGISTERED, UNKNOWN):
            await self._ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", REGISTRATION, name)
        await self._ari.push(
            REGISTRATION, name, transport="udp", outbound_auth=name, endpoint=name, contact_user=account.user,
            server_uri=f"sip:{server}", client_uri=f"sip:{account.user}@{server}", **SETTINGS)  # fmt: skip
