"""A tenant's ways to operators: rows, their sealed passwords, how they stand, what is wrong with one."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.actions.dialling import endpoint_of
from palabre.channels.voice.model import trunks as model
from palabre.channels.voice.model.destinations import destination
from palabre.channels.voice.model.trunks import TrunkWish
from palabre.channels.voice.problems import CallerIdNotOurs, PhoneUnavailable, TrunkInvalid
from palabre.channels.voice.store import dialling as dialling_rows
from palabre.channels.voice.store import moving as moving_rows
from palabre.channels.voice.store import numbers as numbers_rows
from palabre.channels.voice.store import trunks as store
from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.tls import lan_addresses
from palabre.tenants.actions.audit import record

ANSWER_SECONDS_MAX = 8.0
TEST_SECONDS_MAX = 45.0
PURPOSE = "trunk"  # what a sealed password is bound to
OURS = ("127.0.0.1", "::1")


async def states(services: Services, tenant: TenantId) -> dict[str, str]:
    """Trunk → registered, rejected, unregistered, stopped, unknown, reachable, unreachable. Raises PhoneUnavailable."""
    try:
        answer = await services.bus.request(f"live.{tenant}.trunks", b"", ANSWER_SECONDS_MAX)
    except BusSilent:
        raise PhoneUnavailable() from None
    return msgspec.json.decode(answer, type=dict[str, str])


async def all_trunks(services: Services) -> list[dict]:
    """Of all tenants, each with its endpoint's name and its password opened: for the process that tells Asterisk."""
    async with services.database.connection() as connection:
        rows = await store.all_trunks(connection)
    for row in rows:
        sealed = row.pop("secret")
        row["endpoint"] = endpoint_of(str(row["id"]))
        opened = await services.secrets.open(TenantId(str(row["tenant"])), PURPOSE, bytes(sealed)) if sealed else b""
        row["password"] = opened.decode()
    return rows


async def list_trunks(tx: Transaction) -> list[dict]:
    rows = await dialling_rows.trunks(tx, limits.TRUNKS_MAX)
    busy = await dialling_rows.dialled_by_trunk(tx)
    return [row | {"endpoint": endpoint_of(str(row["id"])), "calls": busy.get(endpoint_of(str(row["id"])), 0)}
            for row in rows]  # fmt: skip


async def save_trunk(
    services: Services, tx: Transaction, wish: TrunkWish, *, id: str = "", password: str | None = None
) -> dict:
    """A new one, or (`id`) this one as it shall be. `password` None: as it was. Then `tell` the telephone part.

    Raises TrunkInvalid, CallerIdNotOurs, NotFound.
    """
    model.check(wish, (*OURS, *lan_addresses()))
    wish = msgspec.structs.replace(wish, shown_number=await _own(tx, wish.shown_number))
    tenant, known = tx.scope.tenant, await store.trunk(tx, id) if id else None
    if id and known is None:
        raise NotFound(what="trunk")
    if not id and len(await dialling_rows.trunks(tx, limits.TRUNKS_MAX)) >= limits.TRUNKS_MAX:
        raise TrunkInvalid(field="name", reason="too_many")
    if wish.kind == "registered" and not (password or (known and known["secret"])):
        raise TrunkInvalid(field="password", reason="missing")
    secret = known["secret"] if known else None
    if password is not None:
        secret = await services.secrets.seal(tenant, PURPOSE, password.encode(), tx) if password else None
    made = id or new_id()
    values = msgspec.structs.asdict(wish) | {"id": made, "secret": secret, "now": now_ms()}
    values["addresses"] = list(wish.addresses)
    if not await store.put_trunk(tx, values):
        raise TrunkInvalid(field="name", reason="taken")
    verb = "voice.change_trunk" if id else "voice.add_trunk"
    await record(tx, verb, f"trunk:{made}", transport=wish.transport, priority=wish.priority, paused=wish.paused)
    return (await store.trunk(tx, made)) or {}


async def _own(tx: Transaction, number: str) -> str:
    """A number that shall be shown, as it is kept; only one of the tenant's."""
    if not number:
        return ""
    wanted = destination(number, (await dialling_rows.home(tx))["country"]).number
    if wanted not in await numbers_rows.own_numbers(tx, limits.PAGE_ROWS_MAX):
        raise CallerIdNotOurs()
    return wanted


async def remove_trunk(tx: Transaction, id: str) -> None:
    if await moving_rows.moves_by(tx, id):
        raise TrunkInvalid(field="moving", reason="in_use")
    if not await store.delete_trunk(tx, id):
        raise NotFound(what="trunk")
    await record(tx, "voice.remove_trunk", f"trunk:{id}")


async def tell(services: Services, tenant: TenantId, id: str) -> None:
    """Have every telephone part know that this row changed, or went; the rows stand though none answers now."""
    try:
        await services.bus.request(f"live.{tenant}.trunk_changed", id.encode(), ANSWER_SECONDS_MAX)
    except BusSilent:
        pass  # it reads all of them when it comes


class TrunkTest(msgspec.Struct):
    """Codes that the screen has words for; '' where it was not tried."""

    reach: str  # answers, name_unknown, refused, silent, certificate, not_tls
    milliseconds: int
    registration: str  # as of `states`
    call: str = ""  # answered, busy, no_answer, failed, or a refusal's code


async def test_trunk(services: Services, tenant: TenantId, id: str, number: str) -> TrunkTest:
    """Ask the operator by OPTIONS, look at the registration, and where a number is given call it once.

    Raises PhoneUnavailable, NotFound.
    """
    wanted = msgspec.json.encode({"trunk": id, "number": number})
    try:
        answer = await services.bus.request(f"live.{tenant}.trunk_test", wanted, TEST_SECONDS_MAX)
    except BusSilent:
        raise PhoneUnavailable() from None
    if answer == b"unknown":
        raise NotFound(what="trunk")
    return msgspec.json.decode(answer, type=TrunkTest)
