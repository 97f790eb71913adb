"""Trunks, dial plans and who is shut out, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, post, put
from litestar.params import Parameter

from palabre.channels.voice.actions import ceilings, dial_plans, emergencies, guard, nodes, trunks
from palabre.channels.voice.actions.dial_plans import DialPlan, DialUse
from palabre.channels.voice.actions.emergencies import EmergencyAddress, EmergencyView
from palabre.channels.voice.actions.guard import ShutOut
from palabre.channels.voice.actions.trunks import TrunkTest
from palabre.channels.voice.model.trunks import TrunkWish
from palabre.channels.voice.problems import PhoneUnavailable
from palabre.foundations import limits
from palabre.foundations.problems import Forbidden, Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page
from palabre.tenants.actions.audit import record

TAGS = ["voice"]
Short = Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARACTERS_MAX)]
Word = Annotated[str, msgspec.Meta(max_length=20)]


class TrunkWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`kind`: registered (by account) or address; `password`: never shown again, null leaves it as it is."""

    name: Short
    kind: Word
    host: Annotated[str, msgspec.Meta(max_length=255)]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 5060
    transport: Word = "udp"
    encryption: Word = "none"
    account: Annotated[str, msgspec.Meta(max_length=80)] = ""
    password: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    addresses: Annotated[list[Annotated[str, msgspec.Meta(max_length=64)]], msgspec.Meta(max_length=50)] = []
    priority: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 10
    calls_max: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    dial_format: Word = "e164"
    dial_prefix: Annotated[str, msgspec.Meta(max_length=10)] = ""
    shown_number: Annotated[str, msgspec.Meta(max_length=30)] = ""
    paused: bool = False


class Trunk(msgspec.Struct):
    """`state`: registered, rejected, unregistered, stopped, reachable, unreachable, unknown. `calls`: up now.
    One without id is the installation's own, shown by name and state alone."""

    id: str | None
    name: str
    state: str
    kind: str = "installation"
    host: str = ""
    port: int = 0
    transport: str = "udp"
    encryption: str = "none"
    account: str = ""
    has_password: bool = False
    addresses: list[str] = []
    priority: int = 0
    calls_max: int = 0
    dial_format: str = "e164"
    dial_prefix: str = ""
    shown_number: str = ""
    paused: bool = False
    calls: int = 0


class TestWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`number`: called once by this trunk, within the dial plan; '': none is."""

    number: Annotated[str, msgspec.Meta(max_length=30)] = ""


class VoiceNode(msgspec.Struct):
    """`state`: serving, draining, lost. `calls`: up; `seen_at`: ms."""

    name: str
    state: str
    calls: int
    seen_at: int


class DrainWanted(msgspec.Struct, forbid_unknown_fields=True):
    on: bool


@get("/api/trunks", tags=TAGS)
async def list_trunks(services: Services, who: Scope) -> Page[Trunk]:
    """Ways to operators in the order in which they are tried, and how each stands."""
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        rows = await trunks.list_trunks(tx)
    try:
        states = await trunks.states(services, who.tenant)
    except PhoneUnavailable:
        states = {}
    of_installation = [Trunk(None, n, s) for n, s in sorted(states.items()) if not n.startswith("trunk-")]
    return Page([_trunk(row, states) for row in rows] + of_installation)


@post("/api/trunks", tags=TAGS)
async def add_trunk(services: Services, who: Scope, data: TrunkWanted) -> Trunk:
    return await _save(services, who, data, "")


@put("/api/trunks/{trunk:uuid}", tags=TAGS)
async def change_trunk(services: Services, who: Scope, trunk: UUID, data: TrunkWanted) -> Trunk:
    return await _save(services, who, data, str(trunk))


async def _save(services: Services, who: Scope, data: TrunkWanted, id: str) -> Trunk:
    who.require("voice.edit")
    given = msgspec.structs.asdict(data)
    password = given.pop("password")
    wish = TrunkWish(**given | {"addresses": tuple(data.addresses)})
    async with services.database.transaction(who) as tx:
        row = await trunks.save_trunk(services, tx, wish, id=id, password=password)
    await trunks.tell(services, who.tenant, str(row["id"]))
    return _trunk(row | {"endpoint": "", "calls": 0}, {})


@delete("/api/trunks/{trunk:uuid}", tags=TAGS)
async def remove_trunk(services: Services, who: Scope, trunk: UUID) -> None:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        await trunks.remove_trunk(tx, str(trunk))
    await trunks.tell(services, who.tenant, str(trunk))


@post("/api/trunks/{trunk:uuid}/test", status_code=200, tags=TAGS)
async def test_trunk(services: Services, who: Scope, trunk: UUID, data: TestWanted) -> TrunkTest:
    """Does the operator answer, does it take our account, does a call by it reach somebody."""
    who.require("voice.edit")
    return await trunks.test_trunk(services, who.tenant, str(trunk), data.number)


def _trunk(row: dict, states: dict[str, str]) -> Trunk:
    kept = {f: row[f] for f in Trunk.__struct_fields__ if f in row}
    kept |= {"id": str(row["id"]), "state": states.get(row["endpoint"], "unknown"), "has_password": bool(row["secret"])}
    return Trunk(**kept)


# -- dial plan


@get("/api/dial-plan", tags=TAGS)
async def get_dial_plan(services: Services, who: Scope) -> DialPlan:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        return await dial_plans.get_plan(tx)


@put("/api/dial-plan", tags=TAGS)
async def put_dial_plan(services: Services, who: Scope, data: DialPlan) -> DialPlan:
    """What may be dialled from now on; calls that are up go on."""
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        await dial_plans.put_plan(tx, data)
        plan, standing = await dial_plans.get_plan(tx), await ceilings.standing(tx)
    await _tell_ceilings(services, who, standing)
    return plan


async def _tell_ceilings(services: Services, who: Scope, standing: ceilings.Standing) -> None:
    """Alarms of the former plan end at once; who has set the ceilings has seen how near they are."""
    for report in standing.reports(who.person):
        try:
            await services.commander.ask(who.tenant, report)
        except Problem:
            return  # the plan stands; voice looks again in some seconds


@get("/api/dial-plan/today", tags=TAGS)
async def dial_plan_today(services: Services, who: Scope) -> DialUse:
    """Calls up, money spent, what was refused."""
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        return await dial_plans.use_today(tx)


# -- who is shut out


@get("/api/sip-blocks", tags=TAGS)
async def list_shut_out(services: Services, who: Scope) -> Page[ShutOut]:
    """Addresses that guessed at passwords, newest first. Of the whole installation, so for who keeps it alone."""
    who.require("operations.repair")
    return Page(await guard.list_shut_out(services.database))


@delete("/api/sip-blocks", tags=TAGS)
async def lift(services: Services, who: Scope, address: Annotated[str, Parameter(max_length=64)]) -> None:
    """It may come again at once."""
    who.require("operations.repair")
    async with services.database.transaction(who) as tx:
        await guard.lift(services, tx, address)
    await guard.tell_lifted(services, who.tenant, address)


# -- Asterisks


@get("/api/voice-nodes", tags=TAGS)
async def list_voice_nodes(services: Services, who: Scope) -> Page[VoiceNode]:
    """The Asterisks of the installation: who serves, who is being emptied, who is lost. For who keeps it alone: their
    calls are those of all tenants."""
    who.require("operations.repair")
    return Page([VoiceNode(n.name, n.state, n.calls, n.seen_at) for n in await nodes.nodes(services.database)])


@post("/api/voice-nodes/{name:str}/drain", status_code=200, tags=TAGS)
async def drain_voice_node(services: Services, who: Scope, name: str, data: DrainWanted) -> None:
    """It finishes its calls and takes no new one."""
    who.require("operations.repair")
    await nodes.drain(services.database, name[:40], data.on)
    async with services.database.transaction(who) as tx:
        await record(tx, "voice.drain_node", f"voice_node:{name[:40]}", on=data.on)


# -- in an emergency


@get("/api/desk/emergency", tags=TAGS)
async def my_emergency(services: Services, who: Scope) -> EmergencyView:
    """The numbers for help, and the address that is given with such a call of hers."""
    who.require("desk.answer")
    async with services.database.transaction(who) as tx:
        return await emergencies.view(tx, _person(who))


@put("/api/desk/emergency", tags=TAGS)
async def put_my_address(services: Services, who: Scope, data: EmergencyAddress) -> EmergencyView:
    """Where she works when it is not at her site; empty: her site's again."""
    who.require("desk.answer")
    async with services.database.transaction(who) as tx:
        await emergencies.put_address(tx, emergencies.PERSON, _person(who), msgspec.structs.replace(data, number=""))
        return await emergencies.view(tx, _person(who))


@get("/api/sites/emergency", tags=TAGS)
async def site_addresses(services: Services, who: Scope) -> dict[str, EmergencyAddress]:
    """Of each site that has one."""
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        return await emergencies.site_addresses(tx)


@put("/api/sites/{site:uuid}/emergency", tags=TAGS)
async def put_site_address(services: Services, who: Scope, site: UUID, data: EmergencyAddress) -> None:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        await emergencies.put_address(tx, emergencies.SITE, str(site), data)


def _person(who: Scope) -> str:
    if who.person is None:
        raise Forbidden(permission="desk.answer")
    return who.person


routes = [
    list_trunks, add_trunk, change_trunk, remove_trunk, test_trunk, get_dial_plan, put_dial_plan, dial_plan_today,
    list_shut_out, lift, list_voice_nodes, drain_voice_node, my_emergency, put_my_address, site_addresses,
    put_site_address,
]  # fmt: skip
