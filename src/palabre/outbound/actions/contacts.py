"""What an advisor sees of whom she calls, and what she says became of it."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.outbound import forget_number
from palabre.customers.actions import get_customer
from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, CallingCampaignId, ContactId, ConversationId, CustomerId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.outbound.actions import do_not_call
from palabre.outbound.actions.campaigns import VIEW, get_campaign
from palabre.outbound.commands import DialShown, SkipShown
from palabre.outbound.facts import ContactDisposed
from palabre.outbound.model.rules import SKIP_REASONS
from palabre.outbound.problems import CampaignImpossible, ContactUnknown
from palabre.outbound.store import contacts as store
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant

DAY_MS = 86_400_000
DISPOSITIONS = ("done", "refused", "do_not_call", "machine", "fax", "wrong_number", "call_again")
MACHINES = ("machine", "fax")     # no person has answered
COLUMNS = ("at", "number", "name", "outcome", "disposition", "attempts", "state", "advisor", "conversation", "contact")


class Card(msgspec.Struct):
    """`number`: '' for a partner's people. `more`: what else the list says of her. `message`: why she is called, in
    the words that are said where nobody is there for her. `attempts`: calls made before, `outcome`: of the last."""

    contact: str
    campaign: str
    campaign_name: str
    name: str
    number: str
    more: dict[str, str]
    attempts: int
    outcome: str
    disposition: str
    consent_at: int | None
    consent_source: str
    mode: str
    message: str


async def card_of(services: Services, who: Scope, contact: ContactId) -> Card:
    """Hers while she reads, dials or talks; a supervisor's always. Raises ContactUnknown."""
    async with services.database.transaction(who) as tx:
        row = await store.get(tx, contact)
        if row is None or not row["campaign"]:
            raise ContactUnknown(contact=contact)
        await _may_see(services, who, ContactId(str(row["id"])))
        return await _card(tx, row)


async def card_of_conversation(services: Services, who: Scope, conversation: ConversationId) -> Card:
    async with services.database.transaction(who) as tx:
        return await _card(tx, await _of(services, tx, who, conversation))


async def _of(services: Services, tx: Transaction, who: Scope, conversation: ConversationId) -> dict:
    """The contact of a conversation: told by the stream at once, by its row when the talk is over."""
    world = (await services.followers.of(who.tenant)).world
    live = world["outbound"].talks.get(conversation)
    row = await (store.get(tx, live) if live else store.of_conversation(tx, conversation))
    if row is None or not row["campaign"]:
        raise ContactUnknown()
    await _may_see(services, who, ContactId(str(row["id"])), conversation)
    return {**row, "conversation": conversation}


async def _may_see(
    services: Services, who: Scope, contact: ContactId, conversation: ConversationId | None = None
) -> None:
    if VIEW in who.permissions:
        return
    who.require("desk.answer")
    world = (await services.followers.of(who.tenant)).world
    attempt = world["outbound"].attempts.get(contact)
    if attempt and attempt.advisor == who.person:
        return
    routing = world["routing"].advisors.get(AdvisorId(str(who.person)))
    items = [*routing.talks.values(), *routing.wrap_ups.values()] if routing else []
    if conversation is None or conversation not in {i.conversation for i in items}:
        raise Forbidden(permission=VIEW)


async def _card(tx: Transaction, row: dict) -> Card:
    campaign = await get_campaign(tx, CallingCampaignId(str(row["campaign"])))
    number = row["number"] if tx.scope.partner is None else ""
    return Card(str(row["id"]), campaign.id, campaign.name, row["name"], number, row["more"], row["attempts"],
                row["outcome"], row["disposition"], row["consent_at"], row["consent_source"],
                campaign.mode, campaign.message)  # fmt: skip


async def dial(services: Services, who: Scope, contact: ContactId) -> None:
    """Raises NotShown."""
    who.require("desk.answer")
    await services.commander.ask(who.tenant, DialShown(contact, AdvisorId(str(who.person))))


async def skip(services: Services, who: Scope, contact: ContactId, reason: str = "") -> None:
    """`reason`: one of rules.SKIP_REASONS, '' none given. Raises NotShown, CampaignImpossible."""
    who.require("desk.answer")
    if reason and reason not in SKIP_REASONS:
        raise CampaignImpossible(field="reason", reason="unknown")
    await services.commander.ask(who.tenant, SkipShown(contact, AdvisorId(str(who.person)), reason))


async def dispose(services: Services, who: Scope, conversation: ConversationId, code: str, again_at: int) -> None:
    """`again_at`: ms, for call_again. Refused and do_not_call are kept beyond the campaign. Raises ContactUnknown,
    CampaignImpossible."""
    who.require("desk.answer")
    now = now_ms()
    if code not in DISPOSITIONS:
        raise CampaignImpossible(field="code", reason="unknown")
    if code == "call_again" and not now < again_at <= now + limits.OUTBOUND_AGAIN_DAYS_MAX * DAY_MS:
        raise CampaignImpossible(field="again_at", reason="out_of_bounds")
    async with services.database.transaction(who) as tx:
        row = await _of(services, tx, who, conversation)
        machine_again = now + 14_400_000 if code == "machine" else 0
        await store.dispose(tx, str(row["id"]), code, again_at if code == "call_again" else machine_again)
        if code == "refused":
            await store.note_refusal(tx, {
                "contact": row["id"], "campaign": row["campaign"], "number": row["number"], "at": now,
                "conversation": conversation})  # fmt: skip
        if code == "do_not_call" and row["number"]:
            await do_not_call.put(tx, [row["number"]], source="advisor", campaign=str(row["campaign"]))
        await record(tx, "outbound.dispose", f"conversation:{conversation}", code=code)
        campaign, person = CallingCampaignId(str(row["campaign"])), code not in MACHINES
        tx.tell(ContactDisposed(now, campaign, ContactId(str(row["id"])), conversation, person))


async def results_csv(tx: Transaction, campaign: CallingCampaignId) -> str:
    """One line an attempt, in order of time, at most limits.OUTBOUND_EXPORT_ROWS_MAX; put on record."""
    tx.scope.require(VIEW)
    await get_campaign(tx, campaign)
    zone = ZoneInfo((await get_tenant(tx)).time_zone)
    rows = await store.results(tx, campaign, None, limits.OUTBOUND_EXPORT_ROWS_MAX)
    out = io.StringIO()
    out.write("\ufeff")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for row in rows:
        at = datetime.fromtimestamp(row["at"] / 1000, zone).isoformat(timespec="seconds")
        lines.writerow([at, *(_cell(row[c]) for c in COLUMNS[1:])])
    await record(tx, "outbound.export", f"campaign:{campaign}", rows=len(rows))
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """Her numbers and names are forgotten, here and at the telephone; on the do-not-call list she stays."""
    known = await get_customer(tx, customer)
    numbers = [a.value for a in known.addresses if a.kind == "phone"]
    for row in await store.erase_number(tx, numbers):
        await forget_number(tx, str(row["id"]))
