"""Rules of recording as rows, how long recordings are kept, and which rule a call falls under."""

from __future__ import annotations

import logging

import msgspec

from palabre.channels.voice.facts import RecordingPausesBounded
from palabre.channels.voice.model.recording import MODES, PLACES, Rule, rule_for
from palabre.channels.voice.store import calls as calls_rows
from palabre.channels.voice.store import recordings as store
from palabre.foundations import limits
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.problems import Invalid, NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

log = logging.getLogger("palabre.voice")


class RecordingRule(msgspec.Struct):
    """`place`: tenant, number, flow or queue; `subject`: which one, '' the tenant. `mode`: never, consent (she was told
    and did not refuse), always (unless she refused). `whole`: flow and wait too, not talks alone."""

    place: str
    subject: str
    mode: str
    whole: bool


class Keeping(msgspec.Struct):
    """`days`: after it recordings and voice messages are erased, but for those kept for the law."""

    days: int


class Pauses(msgspec.Struct):
    """`seconds_max`: a pause that nobody ends ends then by itself."""

    seconds_max: int


async def rule_of_call(services: Services, tenant: TenantId, conversation: ConversationId, number: str) -> Rule:
    """Where nothing can be read nothing more than what she agreed to is recorded."""
    try:
        queue = _queue(services, await services.followers.of(tenant), conversation)
        async with services.database.single(Scope(tenant)) as tx:
            rules = {(r.place, r.subject): Rule(r.mode, r.whole) for r in await list_rules(tx)}
            by_flow = any(place == "flow" for place, _ in rules)
            line = await calls_rows.line_of(tx, conversation) if by_flow else None
    except Exception as error:
        log.warning("rules of recording not read", extra={"why": repr(error)[:200]})
        return Rule()
    of = {"number": number}
    if line and line["flow"]:
        of["flow"] = str(line["flow"])
    if queue:
        of["queue"] = queue
    return rule_for(rules, of)


def _queue(services: Services, follower, conversation: ConversationId) -> str:
    """That of the work item she was last sought an advisor for."""
    items = list(follower.world["routing"].conversations.get(conversation, ()))
    talking = [i for i in items if i.state == "talking"]
    return (talking or items)[-1].queue if items else ""


async def list_rules(tx: Transaction) -> list[RecordingRule]:
    return [RecordingRule(**row) for row in await store.recording_rules(tx, limits.RECORDING_RULES_MAX)]


async def put_rule(tx: Transaction, rule: RecordingRule) -> None:
    """One rule per place and subject; the last one said counts."""
    if rule.mode not in MODES or rule.place not in PLACES or (rule.place == "tenant") != (rule.subject == ""):
        raise Invalid(field="place" if rule.mode in MODES else "mode", reason="unknown")
    await store.put_recording_rule(tx, {**msgspec.structs.asdict(rule), "now": now_ms()})
    await record(tx, "recordings.rule", f"{rule.place}:{rule.subject}", mode=rule.mode, whole=rule.whole)


async def remove_rule(tx: Transaction, place: str, subject: str) -> None:
    if not await store.delete_recording_rule(tx, place, subject):
        raise NotFound(what="recording_rule")
    await record(tx, "recordings.remove_rule", f"{place}:{subject}")


async def get_keeping(tx: Transaction) -> Keeping:
    return Keeping(await store.recording_days(tx) or limits.RECORDING_DAYS)


async def put_keeping(tx: Transaction, days: int) -> Keeping:
    before = await get_keeping(tx)
    await store.put_recording_days(tx, days)
    await record(tx, "recordings.keep", f"tenant:{tx.scope.tenant}", before=before.days, after=days)
    return Keeping(days)


async def get_pauses(services: Services, tenant: TenantId) -> Pauses:
    return Pauses((await services.followers.of(tenant)).world["voice"].pause_seconds_max)


async def put_pauses(tx: Transaction, before: Pauses, seconds_max: int) -> Pauses:
    """The partition keeps it, for it ends them."""
    tx.tell(RecordingPausesBounded(now_ms(), seconds_max))
    await record(
        tx, "recordings.bound_pauses", f"tenant:{tx.scope.tenant}", before=before.seconds_max, after=seconds_max)
    return Pauses(seconds_max)
