"""From rows to the partition: who may be dialled in the next minutes, judged by every rule, in one transaction."""

from __future__ import annotations

from palabre.channels.voice.actions.outbound import plan_campaign_dial
from palabre.channels.voice.problems import NotPermitted, NumberInvalid
from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import CallingCampaignId, ContactId
from palabre.outbound.actions.campaigns import OPT_OUT_DIGIT, locals_at, message_of
from palabre.outbound.facts import ContactsSupplied
from palabre.outbound.model.packs import PACKS, Pack
from palabre.outbound.model.rules import OWN, SKIPS, Known, Refused, open_for, refusal_of
from palabre.outbound.store import campaigns as store
from palabre.outbound.store import contacts as contact_store
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction

DAY = 24 * HOUR
LOOK_BACK = 90 * DAY
LOOK_AGAIN_SECONDS = 3_600.0      # at what does not pass by itself
DIAL_PLAN = "dial_plan"
NO_ATTEMPTS = ("refusal", *SKIPS)  # rows of which no telephone rang
SAFETY_MS = 1_000                 # before hours end: a telephone rings a moment after it is asked to


async def supply(tx: Transaction, id: CallingCampaignId, wanted: int) -> list[ContactId]:
    """At most so many, supplied; those whom a rule forbids to dial are held back with its name, and looked at later."""
    row = await store.campaign(tx, id, lock=True)
    if row is None or row["state"] != "running":
        return []
    await contact_store.lock_numbers(tx)
    now, pack = now_ms(), PACKS[row["country"]]
    found = await contact_store.candidates(tx, str(row["list"]), now, limits.OUTBOUND_LOOKED_AT)
    past = await contact_store.attempts(tx, [c["number"] for c in found], now - LOOK_BACK)
    taken: list[tuple[ContactId, int]] = []
    numbers: set[str] = set()
    for contact in found:
        if len(taken) >= wanted:
            break
        if contact["number"] in numbers:
            continue
        refused = await _judged(tx, row, pack, contact, past, now)
        if isinstance(refused, int):
            taken.append((ContactId(str(contact["id"])), refused))
            numbers.add(contact["number"])
    if taken:
        await contact_store.take(tx, [c for c, _ in taken], id)
        tx.tell(ContactsSupplied(now, id, tuple(c for c, _ in taken), tuple(until for _, until in taken)))
    return [c for c, _ in taken]


async def _judged(
    tx: Transaction, row: dict, pack: Pack, contact: dict, past: list[dict], now: int
) -> int | None:
    """Until when she may be dialled, planned at the telephone; None where she is held back."""
    known = _known(contact, past, now)
    refused = refusal_of(pack, known)
    if refused is None:
        try:
            await plan_campaign_dial(
                tx, str(contact["id"]), contact["number"], entry=row["entry"], language=row["language"],
                message=message_of(row), opt_out_digit=OPT_OUT_DIGIT)
        except (NumberInvalid, NotPermitted):
            refused = Refused(DIAL_PLAN, OWN)
    if refused:
        seconds = min(refused.seconds or LOOK_AGAIN_SECONDS, 60 * 86_400.0)
        await contact_store.hold_back(tx, str(contact["id"]), refused.rule, now + round(seconds * 1000))
        return None
    return now + round(open_for(pack, known) * 1000) - SAFETY_MS


def _known(contact: dict, past: list[dict], now: int) -> Known:
    hers = [p for p in past if p["number"] == contact["number"]]
    return Known(
        now, locals_at(contact["zone"], now),
        do_not_call=contact["unwanted"], consent_at=contact["consent_at"],
        refused_at=max((p["at"] for p in hers if p["refused"]), default=None),
        attempts=tuple(p["at"] for p in hers if p["outcome"] not in NO_ATTEMPTS),
        zones=tuple(contact["zone"].split(",")))
