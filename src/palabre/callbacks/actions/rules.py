"""Under which rules a queue calls back."""

from __future__ import annotations

import secrets

import msgspec

from palabre.callbacks import store
from palabre.callbacks.problems import RulesImpossible
from palabre.foundations import limits
from palabre.foundations.ids import QueueId
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.rules import queues_in_force
from palabre.routing.problems import QueueUnknown
from palabre.tenants.actions.audit import record

DISTANCE_SECONDS_MIN, DISTANCE_SECONDS_MAX = 60, 86_400


class CallbackRules(msgspec.Struct, frozen=True):
    """`distances`: seconds between one try and the next, so that there is one try more. `promise_seconds`: by when
    she is told she will be reached. `open_seconds`: beyond it nobody is called any more. `page_key`: a web page asks
    with it; None: none may."""

    queue: QueueId
    distances: tuple[int, ...] = (300, 900)
    promise_seconds: int = limits.CALLBACK_PROMISE_SECONDS
    open_seconds: int = 12 * 3_600
    page_key: str | None = None
    version: int = 0


async def get_rules(tx: Transaction, queue: QueueId) -> CallbackRules:
    """The usual ones where nobody wrote any. Raises QueueUnknown."""
    row = await store.rules(tx, queue)
    if row is None:
        if queue not in {q.id for q in await queues_in_force(tx)}:
            raise QueueUnknown(queue=queue)
        return CallbackRules(queue)
    return CallbackRules(
        queue, tuple(row["distances"]), row["promise_seconds"], row["open_seconds"], row["page_key"], row["version"])


async def put_rules(
    tx: Transaction, queue: QueueId, *, distances: tuple[int, ...], promise_seconds: int, open_seconds: int, page: bool
) -> CallbackRules:
    """`page`: whether a web page may ask. Raises RulesImpossible, QueueUnknown."""
    tx.scope.require("callbacks.edit")
    before = await get_rules(tx, queue)
    if len(distances) >= limits.CALLBACK_TRIES_MAX or not all(
        DISTANCE_SECONDS_MIN <= d <= DISTANCE_SECONDS_MAX for d in distances
    ):
        raise RulesImpossible(field="distances")
    if not 60 <= open_seconds <= limits.CALLBACK_DAYS_MAX * 86_400:
        raise RulesImpossible(field="open_seconds")
    if not 60 <= promise_seconds <= open_seconds:
        raise RulesImpossible(field="promise_seconds")
    key = (before.page_key or secrets.token_urlsafe(16)) if page else None
    values = {"queue": queue, "distances": list(distances), "promise_seconds": promise_seconds,
              "open_seconds": open_seconds, "page_key": key}  # fmt: skip
    row = await store.put_rules(tx, values)
    assert row is not None
    await record(tx, "callbacks.put_rules", f"queue:{queue}", version=row["version"])
    return CallbackRules(queue, distances, promise_seconds, open_seconds, key, row["version"])
