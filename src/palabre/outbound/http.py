"""Calling campaigns over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, Router, delete, get, post, put
from litestar.params import QueryParameter

from palabre.foundations import limits
from palabre.foundations.ids import CallingCampaignId, ContactId, ConversationId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.outbound.actions import campaigns, contacts, do_not_call, lists
from palabre.outbound.actions.campaigns import CallingCampaign, CampaignWanted, Progress, ZoneHours
from palabre.outbound.actions.contacts import Card
from palabre.outbound.actions.do_not_call import DoNotCall
from palabre.outbound.actions.lists import CallingList, Contact, Import, Report
from palabre.outbound.model.packs import PACKS, Pack
from palabre.outbound.problems import FileUnreadable
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page

Text = Annotated[str | None, QueryParameter(max_length=30)]
State = Annotated[str | None, QueryParameter(name="state", max_length=20)]
FileName = Annotated[str, QueryParameter(max_length=200)]


class ListWanted(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]


class NumberWanted(msgspec.Struct, forbid_unknown_fields=True):
    number: Annotated[str, msgspec.Meta(min_length=3, max_length=40)]


class Disposition(msgspec.Struct, forbid_unknown_fields=True):
    """`code`: done, refused, do_not_call, machine, fax, wrong_number, call_again (then `again_at`, ms)."""

    code: Annotated[str, msgspec.Meta(max_length=30)]
    again_at: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0


class Skip(msgspec.Struct, forbid_unknown_fields=True):
    """`reason`: later, unfit (of no use to her), wrong_data; '' none."""

    reason: Annotated[str, msgspec.Meta(max_length=30)] = ""


class Undone(msgspec.Struct):
    """`removed`: not dialled yet, gone; `dialled`: these stay."""

    removed: int
    dialled: int


# -- campaigns


@get("/outbound/countries")
async def list_countries(who: Scope) -> list[Pack]:
    """The packs of rules, each with its articles and the day from which it holds."""
    who.require(campaigns.VIEW)
    return list(PACKS.values())


@get("/outbound/campaigns")
async def list_calling_campaigns(services: Services, who: Scope) -> list[CallingCampaign]:
    async with services.database.transaction(who) as tx:
        return await campaigns.list_campaigns(tx)


@post("/outbound/campaigns")
async def create_calling_campaign(services: Services, who: Scope, data: CampaignWanted) -> CallingCampaign:
    """A draft: nobody is dialled before it is started."""
    async with services.database.transaction(who) as tx:
        return await campaigns.create_campaign(tx, data)


@get("/outbound/campaigns/{campaign:uuid}")
async def get_calling_campaign(services: Services, who: Scope, campaign: UUID) -> CallingCampaign:
    who.require(campaigns.VIEW)
    async with services.database.transaction(who) as tx:
        return await campaigns.get_campaign(tx, CallingCampaignId(str(campaign)))


@put("/outbound/campaigns/{campaign:uuid}")
async def change_calling_campaign(
    services: Services, who: Scope, campaign: UUID, data: CampaignWanted
) -> CallingCampaign:
    """Holds at once where it runs."""
    changes: dict[str, Any] = {f: getattr(data, f) for f in data.__struct_fields__ if f != "list"}
    async with services.database.transaction(who) as tx:
        return await campaigns.change_campaign(tx, CallingCampaignId(str(campaign)), changes)


@post("/outbound/campaigns/{campaign:uuid}/{gesture:str}", status_code=200)
async def run_calling_campaign(services: Services, who: Scope, campaign: UUID, gesture: str) -> CallingCampaign:
    """`gesture`: start, pause, stop. Nobody new is dialled from this moment; what rings is still met."""
    state = {"start": "running", "pause": "paused", "stop": "stopped"}.get(gesture)
    if state is None:
        raise NotFound(what="gesture")
    async with services.database.transaction(who) as tx:
        return await campaigns.run_campaign(tx, CallingCampaignId(str(campaign)), state)


@get("/outbound/campaigns/{campaign:uuid}/progress")
async def calling_campaign_progress(services: Services, who: Scope, campaign: UUID) -> Progress:
    """How it stands now: pace, abandonment against its ceiling, why contacts are not dialled."""
    world = (await services.followers.of(who.tenant)).world
    async with services.database.transaction(who) as tx:
        return await campaigns.progress(tx, world, CallingCampaignId(str(campaign)))


@get("/outbound/campaigns/{campaign:uuid}/hours")
async def calling_campaign_hours(services: Services, who: Scope, campaign: UUID) -> list[ZoneHours]:
    """May people be called now, by the clock where they are?"""
    async with services.database.transaction(who) as tx:
        return await campaigns.hours(tx, CallingCampaignId(str(campaign)))


@get("/outbound/campaigns/{campaign:uuid}/results.csv", media_type=MediaType.TEXT)
async def export_calling_results(services: Services, who: Scope, campaign: UUID) -> Response[str]:
    """One line an attempt. It is put on record (audit)."""
    async with services.database.transaction(who) as tx:
        text = await contacts.results_csv(tx, CallingCampaignId(str(campaign)))
    return Response(
        text, media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="palabre-campaign.csv"'},
    )  # fmt: skip


# -- lists


@get("/outbound/lists")
async def list_calling_lists(services: Services, who: Scope) -> list[CallingList]:
    async with services.database.transaction(who) as tx:
        return await lists.list_lists(tx)


@post("/outbound/lists")
async def create_calling_list(services: Services, who: Scope, data: ListWanted) -> CallingList:
    async with services.database.transaction(who) as tx:
        return await lists.create_list(tx, lists.checked_name(data.name))


@get("/outbound/lists/{calling_list:uuid}/contacts")
async def list_contacts(
    services: Services, who: Scope, calling_list: UUID, being: State = None, refusal: Text = None, number: Text = None,
    limit: Limit = limits.PAGE_ROWS, after: Cursor = "",
) -> Page[Contact]:  # fmt: skip
    """In the order of the file; `refusal`: those held back by this rule."""
    async with services.database.transaction(who) as tx:
        return await lists.list_contacts(
            tx, str(calling_list), state=being, refusal=refusal, number=number, after=after, limit=limit)


@get("/outbound/lists/{calling_list:uuid}/imports")
async def list_imports(services: Services, who: Scope, calling_list: UUID) -> list[Import]:
    async with services.database.transaction(who) as tx:
        return await lists.list_imports(tx, str(calling_list))


@post("/outbound/lists/{calling_list:uuid}/imports", request_max_body_size=limits.OUTBOUND_FILE_BYTES_MAX + 1,
      status_code=200)  # fmt: skip
async def import_contacts(
    request: Request, services: Services, who: Scope, calling_list: UUID, name: FileName = "", dry: bool = True
) -> Report:
    """The body is the file. `dry`: only looked at, and nothing is taken; so it is unless said otherwise."""
    who.require(campaigns.EDIT)
    data = await _bounded(request.stream())
    async with services.database.transaction(who) as tx:
        if dry:
            return (await lists.look_at(tx, data, list=str(calling_list)))[0]
        return await lists.import_file(tx, str(calling_list), data, name)


@delete("/outbound/imports/{imported:uuid}", status_code=200)
async def undo_import(services: Services, who: Scope, imported: UUID) -> Undone:
    async with services.database.transaction(who) as tx:
        return Undone(**await lists.undo_import(tx, str(imported)))


# -- numbers that are called no more


@get("/outbound/do-not-call")
async def list_do_not_call(
    services: Services, who: Scope, number: Text = None, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[DoNotCall]:
    async with services.database.transaction(who) as tx:
        return await do_not_call.list_numbers(tx, number=number, after=after, limit=limit)


@post("/outbound/do-not-call")
async def add_do_not_call(services: Services, who: Scope, data: NumberWanted) -> DoNotCall:
    """Holds at once, also for who is about to be dialled."""
    who.require("outbound.opt_out")
    async with services.database.transaction(who) as tx:
        return await do_not_call.add(tx, data.number, source="person" if who.person else "api")


@delete("/outbound/do-not-call/{number:str}")
async def remove_do_not_call(services: Services, who: Scope, number: str) -> None:
    async with services.database.transaction(who) as tx:
        await do_not_call.remove(tx, number[:20])


@get("/outbound/do-not-call/imports")
async def list_do_not_call_imports(services: Services, who: Scope) -> list[Import]:
    async with services.database.transaction(who) as tx:
        return await lists.list_imports(tx, None)


@post("/outbound/do-not-call/imports", request_max_body_size=limits.OUTBOUND_FILE_BYTES_MAX + 1, status_code=200)
async def import_do_not_call(
    request: Request, services: Services, who: Scope, name: FileName = "", dry: bool = True
) -> Report:
    """As for contacts."""
    who.require(campaigns.EDIT)
    data = await _bounded(request.stream())
    async with services.database.transaction(who) as tx:
        if dry:
            return (await lists.look_at(tx, data, list=None))[0]
        return await do_not_call.import_file(tx, data, name)


async def _bounded(chunks: AsyncIterator[bytes]) -> bytes:
    whole = bytearray()
    async for chunk in chunks:
        whole += chunk
        if len(whole) > limits.OUTBOUND_FILE_BYTES_MAX:
            raise FileUnreadable(reason="too_long", most=limits.OUTBOUND_FILE_BYTES_MAX)
    return bytes(whole)


# -- the advisor's


@get("/outbound/contacts/{contact:uuid}")
async def get_contact_card(services: Services, who: Scope, contact: UUID) -> Card:
    """Whom she is about to call."""
    return await contacts.card_of(services, who, ContactId(str(contact)))


@post("/outbound/contacts/{contact:uuid}/dial", status_code=204)
async def dial_contact(services: Services, who: Scope, contact: UUID) -> None:
    await contacts.dial(services, who, ContactId(str(contact)))


@post("/outbound/contacts/{contact:uuid}/skip", status_code=204)
async def skip_contact(services: Services, who: Scope, contact: UUID, data: Skip | None = None) -> None:
    await contacts.skip(services, who, ContactId(str(contact)), data.reason if data else "")


@get("/outbound/conversations/{conversation:uuid}")
async def get_conversation_card(services: Services, who: Scope, conversation: UUID) -> Card:
    """Whom she has called; 404 where nobody of a campaign."""
    return await contacts.card_of_conversation(services, who, ConversationId(str(conversation)))


@put("/outbound/conversations/{conversation:uuid}/disposition", status_code=204)
async def dispose_contact(services: Services, who: Scope, conversation: UUID, data: Disposition) -> None:
    """What became of it, in the talk or in the wrap-up."""
    await contacts.dispose(services, who, ConversationId(str(conversation)), data.code, data.again_at)


routes = [
    Router("/api", tags=["outbound"], route_handlers=[
        list_countries, list_calling_campaigns, create_calling_campaign, get_calling_campaign, change_calling_campaign,
        run_calling_campaign, calling_campaign_progress, calling_campaign_hours, export_calling_results,
        list_calling_lists, create_calling_list, list_contacts, list_imports, import_contacts, undo_import,
        list_do_not_call, add_do_not_call, remove_do_not_call, list_do_not_call_imports, import_do_not_call,
        get_contact_card, dial_contact, skip_contact, get_conversation_card, dispose_contact]),
]  # fmt: skip
