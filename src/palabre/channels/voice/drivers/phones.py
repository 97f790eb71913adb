"""Advisors' and web callers' telephones in Asterisk: provisioned by push configuration, watched for their registration.

The rows are the truth; Asterisk holds them in memory only, so all are said again whenever it starts anew.

"""

from __future__ import annotations

import logging

from nats.aio.msg import Msg

from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.phone import FOR_EVER, Phone, aor_of, endpoint_of, page_of, ring_seconds
from palabre.channels.voice.store import across as across_rows
from palabre.channels.voice.store import lines as lines_rows
from palabre.channels.voice.store import phones as store
from palabre.foundations.ids import AdvisorId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.tenants.actions.sessions import over, signed_out

log = logging.getLogger("palabre.voice")
PROVISION_SUBJECT = "live.*.phone"  # request: id of the row; answer: ok, or a code
CHOSEN_SUBJECT = "live.*.telephone"  # request: id of a person whose choice has changed; answer: ok
ENDED_SUBJECT = "live.*.sessions_ended"  # told by the front after a sign-out; the sweep sees the others
PLACE_SUBJECT = "live.*.phone_at"  # told by the node it registered at: telephone, node, or '' where it has gone


class Phones:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._phones: dict[str, Phone] = {}

    def of(self, id: str) -> Phone | None:
        return self._phones.get(id)

    def of_advisor(self, tenant: TenantId, advisor: AdvisorId, session: str = "") -> Phone | None:
        """Her telephone of this sign-in, the one that registered last; one with a fixed address counts as registered.

        Where that sign-in has none, her plain telephone, which stands where it stands. Never another browser of hers:
        it answers by itself, and nobody may sit there. `session` '': a program accepted, any of hers will do.
        The one that she has chosen goes before all others, as long as it is there.
        """
        hers = [
            p
            for p in self._phones.values()
            if p.tenant == tenant and p.person == advisor and p.registered and p.expires_at > now_ms()
        ]
        if chosen := [p for p in hers if p.chosen]:
            return max(chosen, key=lambda p: (p.registered_at, p.id))
        here = [p for p in hers if p.session == session]
        elsewhere = [p for p in hers if not session or p.kind == "sip"]
        return max(here or elsewhere, key=lambda p: (p.registered_at, p.id), default=None)

    # -- provisioning

    async def listen(self) -> None:
        """The front asks us to provision what it has just written."""
        await self._node.services.bus.subscribe(PROVISION_SUBJECT, self._on_request)
        await self._node.services.bus.subscribe(ENDED_SUBJECT, self._on_ended)
        await self._node.services.bus.subscribe(PLACE_SUBJECT, self._on_place)
        await self._node.services.bus.subscribe(CHOSEN_SUBJECT, self._on_chosen)

    async def _on_chosen(self, message: Msg) -> None:
        answer = b"ok"
        try:
            await self.choose(TenantId(message.subject.split(".")[1]), AdvisorId(message.data.decode()))
        except (AriError, AriGone, AriSilent, OSError) as error:
            log.warning("telephone not chosen", extra={"why": str(error)[:200]})
            answer = b"unavailable"
        if message.reply:
            await message.respond(answer)

    async def choose(self, tenant: TenantId, person: AdvisorId) -> None:
        """As her rows say: one of hers rings first, and what was taken away is no telephone any more."""
        async with self._node.services.database.transaction(Scope(tenant)) as tx:
            row = await lines_rows.telephone_choice(tx, person)
            lasting = await store.lasting_phone(tx, person, now_ms())
        self._choose(tenant, person, row["kind"] if row else "browser", row["number"] if row else "")
        for phone in [p for p in self._phones.values() if p.tenant == tenant and p.person == person and p.lasting]:
            if lasting is None or phone.id != lasting["id"]:
                phone.expires_at = min(phone.expires_at, now_ms() - 1)
        await self._take_away()

    def _choose(self, tenant: TenantId, person: AdvisorId, kind: str, number: str) -> None:
        own = f"own-{person}"
        known = self._phones.get(own)
        if kind == "number":
            if known is None or known.number != number:
                self._let_go(tenant, person)
                # no credentials: it is called from outside; it counts as there, and is never asked who it is
                self._phones[own] = Phone(
                    tenant, own, "number", person, number, "number", FOR_EVER, registered=True, chosen=True)
        elif known:
            del self._phones[own]
            self._let_go(tenant, person)
        for phone in self._phones.values():
            if phone.tenant == tenant and phone.person == person and phone.lasting:
                phone.chosen = kind == "sip"

    def _let_go(self, tenant: TenantId, person: AdvisorId) -> None:
        self._node.spawn(self._node.kept_lines.let_go(tenant, person))

    async def ring(
        self, phone: Phone, channel: str, *, app_args: str, caller_id: str, variables: dict[str, str]
    ) -> dict:
        """Ask Asterisk to call it; await StasisStart or ChannelDestroyed of `channel`. The channel as it is now, or {}.

        Raises as Ari.ask, and for somebody's own number NotPermitted and NumberInvalid.
        """
        seconds = ring_seconds(phone)
        if phone.kind == "number":
            await self._node.outside.call(
                phone.tenant, phone.number or "", channel=channel, app_args=app_args, purpose="own_phone",
                seconds=int(seconds), advisor=phone.person or "")  # fmt: skip
            return {}
        return await self._ari.ask(
            "POST", "channels", endpoint=self.endpoint_of(phone.id), app=self._ari.app, appArgs=app_args,
            channelId=channel, callerId=caller_id, timeout=int(seconds), body={"variables": variables})  # fmt: skip

    async def _on_ended(self, message: Msg) -> None:
        try:
            await self.withdraw(TenantId(message.subject.split(".")[1]))
        except Exception as error:  # the next sweep does it
            log.warning("phones not withdrawn", extra={"why": repr(error)[:200]})

    async def _on_request(self, message: Msg) -> None:
        tenant, id = message.subject.split(".")[1], message.data.decode()
        answer = b"ok"
        try:
            async with self._node.services.database.transaction(Scope(TenantId(tenant))) as tx:
                row = await store.phone(tx, id)
            if row is None:
                answer = b"unknown"
            elif id not in self._phones:
                await self._provision(row)
                await self._told_meanwhile(self._phones[id])
        except (AriError, AriGone, AriSilent) as error:
            log.warning("phone not provisioned", extra={"phone": id, "why": str(error)[:200]})
            answer = b"unavailable"
        if message.reply:
            await message.respond(answer)

    async def _told_meanwhile(self, phone: Phone) -> None:
        """While our Asterisk was told of it, it may have registered at another one, or been chosen: who told that was
        not heard, for we knew no such telephone yet; the rows know."""
        async with self._node.services.database.transaction(Scope(phone.tenant)) as tx:
            row = await store.phone(tx, phone.id)
        node = row["node"] if row else ""
        if node and node != self._node.place.name and not phone.registered:
            phone.registered, phone.node, phone.address, phone.registered_at = True, node, f"at {node}", now_ms()
        if phone.lasting and phone.person:
            await self.choose(phone.tenant, phone.person)

    async def replay(self) -> None:
        """Everything that has not expired, after a start of ours or of Asterisk."""
        async with self._node.services.database.connection() as connection:
            rows = await across_rows.phones_alive(connection, now_ms())
            choices = await lines_rows.telephone_choices(connection)
        for row in rows:
            await self._provision(row)
        for row in choices:
            self._choose(TenantId(str(row["tenant"])), AdvisorId(str(row["person"])), row["kind"], row["number"])
        await self._look_at_registrations()

    async def _provision(self, row: dict) -> None:
        secret = await self._node.services.secrets.open(TenantId(str(row["tenant"])), "phone", bytes(row["secret"]))
        phone = Phone(
            TenantId(str(row["tenant"])),
            row["id"],
            row["kind"],
            str(row["person"]) if row["person"] else None,  # type: ignore[arg-type]
            row["number"],
            row["contact"],
            row["expires_at"],
            str(row["session"] or ""),
            registered=bool(row["contact"]),
            registered_at=row["created_at"] if row["contact"] else 0,
            lasting=row["lasting"],
        )
        await self._push(phone, secret.decode())
        if phone.person and not phone.contact:
            # hers alone: subscribed to all endpoints, every event of every call, each digit too, would come twice
            await self._ari.ask(
                "POST", "applications", self._ari.app, "subscription", eventSource=f"endpoint:PJSIP/{phone.id}"
            )
        before = self._phones.get(phone.id)
        if not before and not phone.contact and (row["node"] or self._node.place.name) != self._node.place.name:
            phone.registered, phone.node, phone.registered_at = True, row["node"], row["created_at"]
        phone.chosen = before.chosen if before else False
        if before and not phone.contact:
            phone.registered, phone.address, phone.registered_at, phone.node = (
                before.registered, before.address, before.registered_at, before.node)  # fmt: skip
        self._phones[phone.id] = phone

    async def _push(self, phone: Phone, password: str) -> None:
        push = self._ari.push
        await push("auth", phone.id, auth_type="userpass", username=phone.id, password=password)
        await push("aor", phone.id, **aor_of(phone))
        await push("endpoint", phone.id, **endpoint_of(phone, self._node.place.sip_address))

    async def lend(self, phone: Phone, password: str) -> None:
        """One without a row, a robot's: gone with this process."""
        await self._push(phone, password)
        self._phones[phone.id] = phone

    async def take_back(self, id: str) -> None:
        if self._phones.pop(id, None) and self._ari.connected:
            for kind in ("endpoint", "aor", "auth"):
                await self._ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", kind, id)

    async def sweep(self) -> None:
        """Take away what has expired, and what its person could not ask for any more; not while she talks on it."""
        for tenant in {p.tenant for p in self._phones.values()}:
            await self.withdraw(tenant)

    async def withdraw(self, tenant: TenantId) -> None:
        """Telephones live no longer than their sign-in (a program's: than any sign-in of its person); one that somebody
        talks on, until she has ended."""
        hers = [p for p in self._phones.values() if p.tenant == tenant and p.person and not p.lasting]
        if hers:
            async with self._node.services.database.transaction(Scope(tenant)) as tx:
                people = await signed_out(tx, sorted({p.person for p in hers if p.person}))
                sessions = await over(tx, sorted({p.session for p in hers if p.session}))
                await store.end_phones(tx, people, sessions, now_ms())
            for phone in hers:
                if phone.kind == "number":
                    self._let_go(tenant, phone.person) if phone.person in people else None
                elif phone.person in people or phone.session in sessions:
                    phone.expires_at = min(phone.expires_at, now_ms() - 1)
            await self._node.listening.signed_out({p.id for p in hers if p.expires_at < now_ms()})
        await self._take_away()

    async def _take_away(self) -> None:
        in_use = {leg.phone for c in self._node.calls for leg in c.legs.values()} | self._node.listening.phones
        for phone in [p for p in self._phones.values() if p.expires_at < now_ms() and p.id not in in_use]:
            for kind in ("endpoint", "aor", "auth"):
                await self._ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", kind, phone.id)
            self._phones.pop(phone.id, None)

    # -- registrations

    async def _look_at_registrations(self) -> None:
        """Who is there already; contacts are not listed with their address, so the next event tells it."""
        for endpoint in await self._ari.ask("GET", "endpoints", "PJSIP"):
            phone = self._phones.get(endpoint["resource"])
            if phone and not phone.contact and endpoint["state"] == "online":
                phone.registered = True
                phone.registered_at = phone.registered_at or now_ms()

    # -- at another Asterisk

    def endpoint_of(self, id: str) -> str:
        """What is dialled to ring it: here, or by the Asterisk it is registered at."""
        phone = self._phones.get(id)
        return f"PJSIP/{id}@node-{phone.node}" if phone and phone.node else f"PJSIP/{id}"

    async def _tell_place(self, phone: Phone, node: str) -> None:
        async with self._node.services.database.transaction(Scope(phone.tenant)) as tx:
            await store.place_phone(tx, phone.id, node, self._node.place.name)
        said = f"{phone.id} {self._node.place.name} {node}"
        await self._node.services.bus.publish(f"live.{phone.tenant}.phone_at", said.encode())

    async def _on_place(self, message: Msg) -> None:
        id, teller, node = (*message.data.decode().split(" "), "")[:3]
        phone = self._phones.get(id)
        if phone is None or phone.contact or teller == self._node.place.name:
            return
        if node:
            phone.registered, phone.node, phone.address, phone.registered_at = True, node, f"at {node}", now_ms()
        elif phone.node == teller:
            phone.registered = False

    def forget_node(self, name: str) -> None:
        """Its Asterisk is lost: whoever was registered there is nowhere, until she comes here."""
        for phone in self._phones.values():
            if phone.node == name:
                phone.registered, phone.node, phone.address = False, "", ""

    def on_event(self, event: Event) -> None:
        """ContactStatusChange: `uri` tells one page from the next one of the same browser."""
        phone = self._phones.get(event.get("endpoint", {}).get("resource", ""))
        contact = event.get("contact_info") or {}
        if phone is None or phone.contact or not contact:
            return
        address, gone = contact.get("uri", ""), contact.get("contact_status") in ("Removed", "Unreachable")
        if gone:
            if address == phone.address and not phone.node:
                phone.registered = False
                self._node.spawn(self._tell_place(phone, ""))
            return
        new_page, returning = page_of(phone, address) != page_of(phone, phone.address), not phone.registered
        phone.address, phone.registered, phone.node = address, True, ""
        if new_page or returning:  # a refreshed registration tells nothing
            phone.registered_at = now_ms()
            self._node.spawn(self._tell_place(phone, self._node.place.name))
            if phone.person:
                self._node.spawn(self._node.legs.returned(phone, new_page))
            if new_page:
                self._node.spawn(self._node.listening.returned(phone))

    def of_channel(self, name: str) -> Phone | None:
        """Whose telephone a channel is: PJSIP/<id>-0000001f."""
        return self._phones.get(name.removeprefix("PJSIP/").rsplit("-", 1)[0])
