"""Lists of conversations: by state, queue, advisor, words; and a customer's timeline."""

from __future__ import annotations

from typing import Any

from palabre.conversations.store.conversations import COLUMNS
from palabre.plumbing.postgres import Transaction

# `people`: only what these took part in (None: all). `customers`: found by the words asked for; or part of an address.
_LIST = f"""select {COLUMNS} from conversation c where c.tenant = %(tenant)s
  and (%(state)s::text is null or c.state = %(state)s)
  and c.entry not like 'trial-%%'
  and (%(channel)s::text is null or c.channel = %(channel)s)
  and (%(customer)s::uuid is null or c.customer = %(customer)s)
  and (%(before_at)s::bigint is null or (c.opened_at, c.id) < (%(before_at)s, %(before_id)s::uuid))
  and (%(queue)s::text is null or exists (select from segment s where s.tenant = c.tenant and s.conversation = c.id
    and s.kind = 'queue' and s.owner = %(queue)s))
  and (%(advisor)s::text is null or exists (select from segment s where s.tenant = c.tenant and s.conversation = c.id
    and s.kind in ('ring', 'talk', 'hold', 'consult', 'wrap_up') and s.owner = %(advisor)s))
  and (%(people)s::text[] is null or exists (select from segment s where s.tenant = c.tenant and s.conversation = c.id
    and s.kind in ('ring', 'talk', 'hold', 'consult', 'wrap_up') and s.owner = any(%(people)s)))
  and (%(part)s::text is null or c.address_value like %(part)s or c.customer = any(%(customers)s::uuid[]))
order by c.opened_at desc, c.id desc limit %(limit)s"""

_TIMELINE = f"""select {COLUMNS} from conversation c where c.tenant = %(tenant)s and c.customer = %(customer)s
  and (%(before_at)s::bigint is null or (c.opened_at, c.id) < (%(before_at)s, %(before_id)s::uuid))
order by c.opened_at desc, c.id desc limit %(limit)s"""

_TIMELINE_MESSAGES = """select id::text, conversation::text, number, direction, author::text, kind, text, data, status,
  created_at, sent_at, delivered_at, read_at from (
    select m.*, row_number() over (partition by m.conversation order by m.number desc) as back from message m
    where m.tenant = %(tenant)s and m.conversation = any(%(ids)s::uuid[]) and m.number is not null) recent
where tenant = %(tenant)s and back <= %(limit)s order by conversation, number"""


def _page(cursor: tuple[int, str] | None) -> dict[str, Any]:
    return {"before_at": cursor[0] if cursor else None, "before_id": cursor[1] if cursor else None}


async def listed(tx: Transaction, filters: dict[str, Any], cursor: tuple[int, str] | None, limit: int) -> list[dict]:
    """Newest first. `filters`: state, channel, customer, queue, advisor, people, q with customers; None is any."""
    q = (filters.get("q") or "").strip() or None
    part = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" if q else None
    values = {name: filters.get(name) for name in ("state", "channel", "customer", "queue", "advisor", "people")}
    values |= {"part": part, "customers": filters.get("customers") or [], "limit": limit}
    return await tx.all(_LIST, {"tenant": tx.scope.tenant, **values, **_page(cursor)})


async def of_customer(tx: Transaction, customer: str, cursor: tuple[int, str] | None, limit: int) -> list[dict]:
    return await tx.all(_TIMELINE, {"tenant": tx.scope.tenant, "customer": customer, "limit": limit, **_page(cursor)})


async def recent_messages(tx: Transaction, conversations: list[str], limit: int) -> list[dict]:
    """The last `limit` messages of each conversation, in order."""
    return await tx.all(_TIMELINE_MESSAGES, {"tenant": tx.scope.tenant, "ids": conversations, "limit": limit})


_OF_HER = "select c.id from conversation c where c.tenant = %(tenant)s and c.customer = %(customer)s"


async def erase(tx: Transaction, customer: str) -> None:
    her = {"tenant": tx.scope.tenant, "customer": customer}
    await tx.execute(
        f"""update message set text = '', data = '{{}}', provider_id = null
        where tenant = %(tenant)s and conversation in ({_OF_HER})""",
        her,
    )
    await tx.execute(f"update note set text = '' where tenant = %(tenant)s and conversation in ({_OF_HER})", her)
    await tx.execute(
        """update conversation set address_value = '', single = false
        where tenant = %(tenant)s and customer = %(customer)s""",
        her,
    )
