"""Insults and threats: the tenant's rule, the report, and that what was recorded stays."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.store import lines as store
from palabre.channels.voice.store import recordings as recordings_rows
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, TenantId
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.tenants.actions.audit import record

PAUSE_MINUTES, PAUSE_MINUTES_MAX = 2, 60


class AbuseRule(msgspec.Struct):
    """`pause_minutes` granted afterwards, 0 none. `prompt` of the library said to the customer, '' our own words."""

    pause_minutes: int = PAUSE_MINUTES
    prompt: str = ""


async def rule(tx: Transaction) -> AbuseRule:
    row = await store.abuse_rule(tx)
    return AbuseRule(row["pause_minutes"], row["prompt"]) if row else AbuseRule()


async def rule_of(database: Database, tenant: TenantId) -> AbuseRule:
    async with database.transaction(Scope(tenant)) as tx:
        return await rule(tx)


async def change_rule(tx: Transaction, wanted: AbuseRule) -> None:
    if not 0 <= wanted.pause_minutes <= PAUSE_MINUTES_MAX:
        raise Invalid(field="pause_minutes", reason="out_of_range")
    await store.put_abuse_rule(tx, wanted.pause_minutes, wanted.prompt, now_ms())
    await record(tx, "voice.change_abuse_rule", f"abuse_rule:{tx.scope.tenant}", pause_minutes=wanted.pause_minutes)


async def keep_report(
    tx: Transaction, effect: EffectId, conversation: ConversationId, advisor: AdvisorId, pause_minutes: int
) -> None:
    """On record, and nothing of the conversation's recording is erased any more until somebody lifts it."""
    await store.insert_abuse(tx, {
        "effect": effect, "conversation": conversation, "advisor": advisor, "pause_minutes": pause_minutes,
        "now": now_ms()})  # fmt: skip
    await recordings_rows.hold_recordings(tx, conversation, now_ms())
    await record(tx, "voice.report_abuse", f"conversation:{conversation}", advisor=advisor)


async def hold_if_reported(tx: Transaction, conversation: ConversationId) -> None:
    """A recording has just been kept."""
    if await store.was_abuse(tx, conversation):
        await recordings_rows.hold_recordings(tx, conversation, now_ms())


async def see(tx: Transaction, effect: EffectId, person: str) -> None:
    if await store.see_abuse(tx, effect, person, now_ms()):
        await record(tx, "voice.see_abuse", f"abuse:{effect}")
