"""Telephones of several Asterisks: where one that registered elsewhere is rung, as this voice process knows it."""

from __future__ import annotations

import asyncio

from palabre.channels.voice.actions.phones import provision
from palabre.channels.voice.store import lines as lines_rows
from palabre.channels.voice.store import phones as store
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms

ELSEWHERE, TELEPHONE = "palabre-b", "d0123456789abcdef"


async def test_what_is_told_of_a_telephone_while_it_is_made_known_here_is_not_lost(stage):
    """It registers at the other one, and is chosen, between the first word of it and the last."""
    services, tenant, her = stage.services, stage.tenant, stage.advisor
    await stage.sign_in(her)
    async with stage.driver() as node:
        begun, slow, push = asyncio.Event(), asyncio.Event(), node.ari.push

        async def late(kind: str, id: str, **fields: str) -> None:
            begun.set()
            await slow.wait()
            await push(kind, id, **fields)

        node.ari.push = late
        async with services.database.transaction(Scope(tenant)) as tx:
            sealed = await services.secrets.seal(tenant, "phone", b"correct horse", tx)
            await store.insert_phone(tx, {
                "id": TELEPHONE, "kind": "sip", "person": her, "secret": sealed, "now": now_ms(),
                "expires_at": now_ms() + 60_000, "lasting": True})  # fmt: skip
        told = asyncio.create_task(provision(services, tenant, TELEPHONE))
        await asyncio.wait_for(begun.wait(), 5)
        async with services.database.transaction(Scope(tenant)) as tx:
            await store.place_phone(tx, TELEPHONE, ELSEWHERE, ELSEWHERE)
            await lines_rows.put_telephone_choice(tx, her, "sip", "", now_ms())
        await services.bus.publish(f"live.{tenant}.phone_at", f"{TELEPHONE} {ELSEWHERE} {ELSEWHERE}".encode())
        assert await services.bus.request(f"live.{tenant}.telephone", str(her).encode(), 5.0) == b"ok"
        slow.set()
        await told
        found = node.phones.of_advisor(tenant, her, "a sign-in with a browser of its own")
        assert found and found.id == TELEPHONE and found.chosen
        assert node.phones.endpoint_of(TELEPHONE) == f"PJSIP/{TELEPHONE}@node-{ELSEWHERE}"
