"""The Asterisks of an installation, as their voice processes tell of themselves."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from palabre.channels.voice.store import dialling as dialling_rows
from palabre.channels.voice.store import nodes as store
from palabre.channels.voice.store import phones as phone_rows
from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database

SERVING, DRAINING, LOST = "serving", "draining", "lost"
LOST_MS = 12_000  # longer than a voice process needs to come back by itself
FORGOTTEN_MS = 86_400_000


class VoiceNodeView(msgspec.Struct):
    """`state`: serving, draining (takes no new call), lost (has not been heard). `calls`: up when it was last heard."""

    name: str
    state: str
    calls: int
    seen_at: int
    relay_url: str
    sip: tuple[str, int] = ("", 0)


async def arrive(database: Database, name: str, ari_url: str, sip: tuple[str, int]) -> None:
    """It serves again: whoever restarts one means it to work."""
    async with database.connection() as connection:
        await store.put_node(connection, {
            "name": name, "relay_url": ari_url, "host": sip[0], "port": sip[1], "now": now_ms()})


async def beat(database: Database, name: str, calls: int) -> list[VoiceNodeView]:
    """All of them, ours seen now."""
    async with database.connection() as connection:
        await store.see_node(connection, name, calls, now_ms())
        return await _all(connection)


async def nodes(database: Database) -> list[VoiceNodeView]:
    async with database.connection() as connection:
        return await _all(connection)


async def _all(connection) -> list[VoiceNodeView]:
    rows = await store.voice_nodes(connection, now_ms() - FORGOTTEN_MS, limits.PAGE_ROWS_MAX)
    now = now_ms()
    return [
        VoiceNodeView(
            r["name"], LOST if now - r["seen_at"] > LOST_MS else r["state"], r["calls"], r["seen_at"], r["relay_url"],
            (r["sip_host"], r["sip_port"]))
        for r in rows
    ]  # fmt: skip


async def drain(database: Database, name: str, on: bool) -> None:
    """It finishes its calls and takes no new one; or serves again. Raises NotFound."""
    async with database.connection() as connection:
        if not await store.drain_node(connection, name, DRAINING if on else SERVING):
            raise NotFound(what="voice_node")


class DialledUp(NamedTuple):
    """A call to the outside that rows hold as up. `kind`: of its destination; `answered_at`: milliseconds."""

    tenant: TenantId
    channel: str
    trunk: str
    kind: str
    answered_at: int | None


async def relay_of(database: Database, own: str) -> str:
    """ARI of the Asterisk that a telephone which comes now registers at: the least busy that serves; else `own`."""
    serving = [n for n in await nodes(database) if n.state == SERVING]
    return min(serving, key=lambda n: (n.calls, n.name)).relay_url if serving else own


async def node_for(database: Database, tenant: TenantId, person: str, session: str) -> str:
    """The Asterisk that has a call between telephones of ours, begun by her: where hers is registered, as long as that
    one is there, else the first that serves; '' where none is known."""
    async with database.transaction(Scope(tenant)) as tx:
        place = await phone_rows.place_of_person(tx, person, session, now_ms())
    alive = {n.name: n.state for n in await nodes(database) if n.state != LOST}
    serving = sorted(alive, key=lambda name: (alive[name] != SERVING, name))
    return place if place in alive else next(iter(serving), "")


async def dialled_on(database: Database, name: str) -> list[DialledUp]:
    async with database.connection() as connection:
        rows = await dialling_rows.dialled_on(connection, name)
    return [
        DialledUp(TenantId(str(r["tenant"])), r["channel"], r["trunk"], r["kind"], r["answered_at"]) for r in rows
    ]
