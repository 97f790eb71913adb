"""Calling campaigns: made, changed, run, paused at once, stopped for good; how one stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.numbers import numbers_of
from palabre.channels.voice.actions.outbound import plan_campaign_dial
from palabre.foundations import limits
from palabre.foundations.decision import World
from palabre.foundations.ids import CallingCampaignId, QueueId
from palabre.outbound.facts import CampaignSet
from palabre.outbound.model.pacing import MODES
from palabre.outbound.model.packs import PACKS, Pack
from palabre.outbound.model.rules import HOLIDAY, OUTCOMES, USUAL_RETRIES, Known, open_for, refusal_of
from palabre.outbound.model.state import CALLING, MET, NAMED, READY, RINGING, RUNNING, SAYING, SHOWN, WAITING, Campaign
from palabre.outbound.problems import CampaignImpossible, CampaignStopped, CampaignUnknown, ListUnknown
from palabre.outbound.store import campaigns as store
from palabre.outbound.store import contacts as contact_store
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.rules import queues_in_force
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant

VIEW, EDIT, RUN = "outbound.view", "outbound.edit", "outbound.run"
OPT_OUT_DIGIT = "9"
OPT_OUT = {
    "fr": "Pour ne plus être appelé, tapez {digit}.",
    "en": "To receive no more calls, press {digit}.",
    "ar": "كي لا نتصل بك مجددا، اضغط {digit}.",
}
NOT_WHILE_RUNNING = ("queue", "country")        # advisors are reserved, and people judged, by them: pause first
TEXTS = frozenset({"name", "message", "entry"})
SAID = frozenset({"message", "entry", "language"})
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]


class CampaignWanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`message`: who calls and why, said where nobody is there for her; the digit for no more calls is said after it.
    `retries`: seconds by outcome, 0 never again. `ceiling_permille`: never above the country's."""

    name: Name
    list: str
    queue: str
    mode: str = "progressive"
    country: str = "FR-2026"
    entry: Annotated[str, msgspec.Meta(max_length=30)] = ""
    language: Annotated[str, msgspec.Meta(max_length=10)] = "fr"
    ceiling_permille: int = 30
    ring_seconds: int = 25
    preview_seconds: int = 60
    lines_max: int = 50
    attempts_max: int = 4
    retries: dict[str, int] = {}
    message: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class CallingCampaign(CampaignWanted, kw_only=True):
    """`state`: draft, running, paused, stopped."""

    id: str
    state: str
    version: int
    created_at: int


class Progress(msgspec.Struct):
    """How it stands at this instant. Shares 0…1. `held`: contacts not dialled, by the rule that forbids it.

    `today`, `thirty_days`, `whole`: answered by a person, abandoned, their share. `spare`: how many more may be
    abandoned just now. `advisors`: of them `ready` with their audio up, `talking` or wrapping up.
    """

    state: str
    contacts: int
    waiting: int
    later: int
    over: int
    held: dict[str, int]
    outcomes: dict[str, int]
    supplied: int
    ringing: int
    greeted: int
    saying: int
    shown: int
    talking: int
    ready: int
    coming: int
    answer_rate: float
    ring_seconds: float
    handle_seconds: float
    threshold: float
    ceiling: float
    ceiling_article: str
    spare: int
    today: dict[str, float]
    thirty_days: dict[str, float]
    whole: dict[str, float]
    dialled: int
    answered: int


async def create_campaign(tx: Transaction, wanted: CampaignWanted) -> CallingCampaign:
    """A draft. Raises CampaignImpossible, ListUnknown."""
    tx.scope.require(EDIT)
    await _check(tx, wanted)
    id = new_id()
    values = {**msgspec.to_builtins(wanted), "id": id, "created_by": tx.scope.person, "now": now_ms()}
    await store.insert_campaign(tx, values)
    await record(tx, "outbound.create_campaign", f"campaign:{id}", mode=wanted.mode, country=wanted.country)
    return await get_campaign(tx, CallingCampaignId(id))


async def change_campaign(tx: Transaction, id: CallingCampaignId, changes: dict[str, Any]) -> CallingCampaign:
    """Effective at once where it runs, but for NOT_WHILE_RUNNING. Its list stays. Raises as create_campaign,
    CampaignStopped."""
    tx.scope.require(EDIT)
    before = await get_campaign(tx, id)
    if before.state == "stopped":
        raise CampaignStopped(campaign=id)
    wanted = CampaignWanted(**{f: getattr(before, f) for f in CampaignWanted.__struct_fields__} | changes)
    changed = [f for f in CampaignWanted.__struct_fields__ if getattr(wanted, f) != getattr(before, f)]
    if before.state == "running" and (fixed := next((f for f in NOT_WHILE_RUNNING if f in changed), None)):
        raise CampaignImpossible(field=fixed, reason="running")
    await _check(tx, wanted)
    row = await store.update_campaign(tx, {**msgspec.to_builtins(wanted), "id": id, "now": now_ms()})
    after = shaped(row or {})
    await _put_on_record(tx, before, after, changed)
    if "country" in changed:
        await contact_store.look_again(tx, list=after.list)
    if row and SAID.intersection(changed):
        await _say_anew(tx, row)
    if after.state in ("running", "paused"):
        await _tell(tx, after)
    return after


async def _put_on_record(
    tx: Transaction, before: CallingCampaign, after: CallingCampaign, changed: Sequence[str]
) -> None:
    """Which fields, and of codes and numbers what they were; texts are not for the record."""
    shown = [f for f in changed if f not in TEXTS]
    await record(
        tx, "outbound.change_campaign", f"campaign:{after.id}", version=after.version, changed=[*changed],
        before={f: getattr(before, f) for f in shown}, after={f: getattr(after, f) for f in shown})  # fmt: skip


async def _say_anew(tx: Transaction, row: dict) -> None:
    """Who is supplied already, and not dialled yet, is called by the new words and number too."""
    for contact in await contact_store.taken_by(tx, str(row["id"]), limits.OUTBOUND_SUPPLY_MAX):
        await plan_campaign_dial(
            tx, str(contact["id"]), contact["number"], entry=row["entry"], language=row["language"],
            message=message_of(row), opt_out_digit=OPT_OUT_DIGIT)


def message_of(row: dict) -> str:
    """What is said where nobody is there for her, and the digit after it."""
    short = row["language"].split("-")[0]
    return f"{row['message'].strip()} {OPT_OUT.get(short, OPT_OUT['en']).format(digit=OPT_OUT_DIGIT)}"


async def _check(tx: Transaction, wanted: CampaignWanted) -> None:
    pack = PACKS.get(wanted.country)
    bounds = {"ring_seconds": (15, 60), "preview_seconds": (10, 600), "lines_max": (1, limits.OUTBOUND_LINES_UP_MAX),
              "attempts_max": (1, 20)}  # fmt: skip
    if pack is None:
        raise CampaignImpossible(field="country", reason="unknown")
    if wanted.mode not in MODES:
        raise CampaignImpossible(field="mode", reason="unknown")
    for field, (low, high) in bounds.items():
        if not low <= getattr(wanted, field) <= high:
            raise CampaignImpossible(field=field, reason="out_of_bounds", low=low, high=high)
    if not 0 <= wanted.ceiling_permille <= pack.ceiling_permille:
        raise CampaignImpossible(field="ceiling_permille", reason="above_the_law", high=pack.ceiling_permille)
    if not wanted.message.strip():
        raise CampaignImpossible(field="message", reason="missing")
    if bad := next((o for o, s in wanted.retries.items() if o not in OUTCOMES or not 0 <= s <= 90 * 86_400), None):
        raise CampaignImpossible(field="retries", reason=bad[:40])
    if wanted.entry and wanted.entry not in await numbers_of(tx):
        raise CampaignImpossible(field="entry", reason="not_ours")
    if wanted.queue not in {str(q.id) for q in await queues_in_force(tx)}:
        raise CampaignImpossible(field="queue", reason="unknown")
    if await store.get_list(tx, wanted.list) is None:
        raise ListUnknown(list=wanted.list)


async def run_campaign(tx: Transaction, id: CallingCampaignId, state: str) -> CallingCampaign:
    """`state`: running, paused, stopped (for good). The partition is told with this transaction: at once."""
    tx.scope.require(RUN)
    before = await get_campaign(tx, id)
    if before.state == "stopped" and state != "stopped":
        raise CampaignStopped(campaign=id)
    row = await store.set_state(tx, id, state, now_ms())
    if row is None:
        return before
    after = shaped(row)
    await record(tx, f"outbound.{state}", f"campaign:{id}", before=before.state)
    await _tell(tx, after)
    return after


async def _tell(tx: Transaction, campaign: CallingCampaign) -> None:
    zone = ZoneInfo((await get_tenant(tx)).time_zone)
    offset = datetime.fromtimestamp(now_ms() / 1000, UTC).astimezone(zone).utcoffset()
    tx.tell(CampaignSet(
        now_ms(), CallingCampaignId(campaign.id), QueueId(campaign.queue), campaign.state, campaign.mode,
        campaign.ceiling_permille, campaign.ring_seconds, campaign.preview_seconds, campaign.lines_max,
        round(offset.total_seconds() * 1000) if offset else 0))  # fmt: skip


async def get_campaign(tx: Transaction, id: CallingCampaignId) -> CallingCampaign:
    row = await store.campaign(tx, id)
    if row is None:
        raise CampaignUnknown(campaign=id)
    return shaped(row)


async def list_campaigns(tx: Transaction) -> list[CallingCampaign]:
    tx.scope.require(VIEW)
    return [shaped(r) for r in await store.campaigns(tx, limits.PAGE_ROWS_MAX)]


def shaped(row: dict) -> CallingCampaign:
    texts = ("id", "list", "queue")
    return CallingCampaign(**{f: str(row[f]) if f in texts else row[f] for f in CallingCampaign.__struct_fields__})


async def progress(tx: Transaction, world: World, id: CallingCampaignId) -> Progress:
    """Rows for what stands in lists, the partition for what is under way."""
    tx.scope.require(VIEW)
    row = await get_campaign(tx, id)
    counts = await store.counts(tx, id, row.list, now_ms())
    state, live = world["outbound"], world["outbound"].campaigns.get(id) or Campaign(_as_set(row))
    being = [a.state for _, a in state.attempts_of(id)]
    seats = [s.state for _, s in state.seats_of(id)]
    today, month, whole = live.tallies(max(world.now, now_ms()))
    return Progress(
        row.state, counts["contacts"], counts["waiting"], counts["later"], counts["over"],
        await store.refusals(tx, row.list), await store.outcomes(tx, id), len(live.supply), being.count(RINGING),
        being.count(WAITING), being.count(SAYING), being.count(SHOWN), being.count(MET),
        seats.count(READY) + seats.count(NAMED), seats.count(CALLING), live.learned.answer_rate,
        live.learned.ring_seconds, live.learned.handle_seconds, live.learned.threshold, row.ceiling_permille / 1000,
        PACKS[row.country].ceiling_article, live.spare(max(world.now, now_ms())), _tallied(today), _tallied(month),
        _tallied(whole), live.dialled, live.answered)  # fmt: skip


def _as_set(row: CallingCampaign) -> CampaignSet:
    return CampaignSet(0, CallingCampaignId(row.id), QueueId(row.queue), row.state, row.mode, row.ceiling_permille,
                       row.ring_seconds, row.preview_seconds, row.lines_max)  # fmt: skip


def _tallied(tally: Any) -> dict[str, float]:
    return {"persons": tally.persons, "abandoned": tally.abandoned, "share": round(tally.share, 5)}


class ZoneHours(msgspec.Struct):
    """Where people of the list are (IANA names by commas: all of them count), how many are still to be called there,
    and whether the country's hours let them be called now; `until`: ms, when that changes; `holiday`: why not."""

    zones: str
    contacts: int
    open: bool
    holiday: bool
    until: int


async def hours(tx: Transaction, id: CallingCampaignId) -> list[ZoneHours]:
    """By the clocks of those who are called, the most of them first."""
    tx.scope.require(VIEW)
    row = await get_campaign(tx, id)
    pack, now = PACKS[row.country], now_ms()
    return [_hours_in(pack, one["zone"], one["contacts"], now)
            for one in await store.zones(tx, row.list, limits.OUTBOUND_ZONES_SHOWN_MAX)]  # fmt: skip


def _hours_in(pack: Pack, zones: str, contacts: int, now: int) -> ZoneHours:
    at = Known(now, locals_at(zones, now), consent_at=now, zones=tuple(zones.split(",")))
    refused = refusal_of(pack, at)
    seconds = (refused.seconds or 0.0) if refused else open_for(pack, at)
    return ZoneHours(zones, contacts, refused is None, bool(refused and refused.rule == HOLIDAY),
                     now + round(seconds * 1000))  # fmt: skip


def locals_at(zones: str, now: int) -> tuple[datetime, ...]:
    """What the clocks of these zones say, each without its zone."""
    at = datetime.fromtimestamp(now / 1000, UTC)
    return tuple(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in zones.split(","))


def retries_of(row: dict) -> dict[str, int]:
    return {**USUAL_RETRIES, **row["retries"]}


def running(world: World) -> list[CallingCampaignId]:
    return [id for id, c in world["outbound"].campaigns.items() if c.rules.state == RUNNING]
