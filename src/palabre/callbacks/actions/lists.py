"""Callbacks as an advisor sees those of her queues, and the supervisor's list as a file."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from palabre.callbacks import store
from palabre.callbacks.actions.requests import Callback, digits_of, shaped
from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, QueueId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing.actions.rules import queues_in_force
from palabre.routing.model.views import queues_of
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant

OWN, NUMBERS = "desk.answer", "customers.view"
_TIMES = ("requested_at", "due", "promised", "next_at", "ended_at")
COLUMNS = ("id", "number", "queue", "state", "asked_by", "requested_at", "due", "promised", "tries", "last_outcome",
           "next_at", "ended_at")  # fmt: skip


async def list_own(
    services: Services, who: Scope, *, state: str | None, number: str | None, after: str, limit: int
) -> Page[Callback]:
    """Of the queues whose work she can be offered, newest first. Numbers are for whoever may see customers, and for no
    partner's people; they search by none either."""
    if OWN not in who.permissions or who.person is None:
        raise Forbidden(permission=OWN)
    world = (await services.followers.of(who.tenant)).world
    queues = queues_of(world["routing"], AdvisorId(who.person))
    open_numbers = NUMBERS in who.permissions and who.partner is None
    digits = digits_of(number) if open_numbers else None
    key = key_of(after, tuple[int, str])
    async with services.database.transaction(who) as tx:
        rows = await store.page(
            tx, queue=None, queues=queues, state=state, digits=digits, key=key, limit=limit + 1)
    shape = shaped if open_numbers else _without_number
    return page_of(rows, limit, shape, "requested_at", "id")


def _without_number(row: dict) -> Callback:
    return shaped({**row, "number": "", "customer": None})


async def as_csv(tx: Transaction, *, queue: QueueId | None, state: str | None, number: str | None) -> str:
    """What the list shows, newest first, at most limits.CALLBACK_EXPORT_ROWS_MAX; times in the tenant's zone, nothing a
    spreadsheet would take for a formula. Put on record."""
    tx.scope.require("callbacks.view")
    names, zone = {q.id: q.name for q in await queues_in_force(tx)}, ZoneInfo((await get_tenant(tx)).time_zone)
    out = io.StringIO()
    out.write("\ufeff")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(COLUMNS)
    rows = await store.page(tx, queue=queue, queues=None, state=state, digits=digits_of(number), key=None,
                            limit=limits.CALLBACK_EXPORT_ROWS_MAX)  # fmt: skip
    for row in rows:
        told = {**row, "queue": names.get(QueueId(str(row["queue"])), str(row["queue"]))}
        lines.writerow([_cell(name, told[name], zone) for name in COLUMNS])
    known = queue in names or rows  # else the record would name a queue that is nobody's, or another tenant's
    await record(tx, "callbacks.export", f"queue:{queue}" if queue and known else "queues", rows=len(rows))
    return out.getvalue()


def _cell(name: str, value: object, zone: ZoneInfo) -> object:
    if name in _TIMES:
        return datetime.fromtimestamp(int(str(value)) / 1000, zone).isoformat(timespec="seconds") if value else ""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
