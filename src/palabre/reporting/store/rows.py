"""Rows of the read tables, brought for a batch of facts and written back, with what they add to the roll-ups.

Role projector.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

import msgspec

from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.ledger import Ledger, Names
from palabre.reporting.model.rolls import Rolls
from palabre.reporting.model.rows import Contact, Home, Interval
from palabre.reporting.store import rolls

CONTACTS_MAX = 100_000  # that one batch may bring: its facts are 2,000 at most, conversations have a few items each

_COLUMNS = """item, conversation::text, queue::text, kind, arrived, queued, first, resumed, answered, ended,
  end_reason as "end", advisor::text, site::text, partner::text, offers, ring, talk, hold, wrap_up, ring_from,
  talk_from, hold_from, hold_segment, wrap_up_from"""
_CONTACTS = f"""select {_COLUMNS}
 from palabre.contact where tenant = %(tenant)s
  and (item = any(%(items)s) or conversation = any(%(conversations)s::uuid[])) order by queued, item limit %(most)s"""
_INTERVALS = """select advisor::text, begun, status, number, present, ringing, talking, holding, wrapping, site::text,
  partner::text, ended
 from palabre.advisor_interval where tenant = %(tenant)s and advisor = any(%(advisors)s::uuid[]) and ended is null"""
_HOMES = """select advisor::text, site::text, partner::text from palabre.advisor_home
 where tenant = %(tenant)s and advisor = any(%(advisors)s::uuid[])"""

_KEEP_CONTACT = """insert into palabre.contact (tenant, item, conversation, queue, kind, arrived, queued, first,
  resumed, answered, ended, end_reason, advisor, site, partner, offers, ring, talk, hold, wrap_up, ring_from, talk_from,
  hold_from, hold_segment, wrap_up_from)
 values (%(tenant)s, %(item)s, %(conversation)s, %(queue)s, %(kind)s, %(arrived)s, %(queued)s, %(first)s, %(resumed)s,
  %(answered)s, %(ended)s, %(end)s, %(advisor)s, %(site)s, %(partner)s, %(offers)s, %(ring)s, %(talk)s, %(hold)s,
  %(wrap_up)s, %(ring_from)s, %(talk_from)s, %(hold_from)s, %(hold_segment)s, %(wrap_up_from)s)
 on conflict (tenant, item) do update set conversation = excluded.conversation, answered = excluded.answered,
  ended = excluded.ended, end_reason = excluded.end_reason,
  advisor = excluded.advisor, site = excluded.site, partner = excluded.partner,
  offers = excluded.offers, ring = excluded.ring, talk = excluded.talk, hold = excluded.hold,
  wrap_up = excluded.wrap_up, ring_from = excluded.ring_from, talk_from = excluded.talk_from,
  hold_from = excluded.hold_from, hold_segment = excluded.hold_segment, wrap_up_from = excluded.wrap_up_from"""
_KEEP_INTERVAL = """insert into palabre.advisor_interval (tenant, advisor, number, begun, ended, status, present,
  ringing, talking, holding, wrapping, site, partner)
 values (%(tenant)s, %(advisor)s, %(number)s, %(begun)s, %(ended)s, %(status)s, %(present)s, %(ringing)s, %(talking)s,
  %(holding)s, %(wrapping)s, %(site)s, %(partner)s)
 on conflict (tenant, advisor, number) do update set ended = excluded.ended, status = excluded.status,
  present = excluded.present, ringing = excluded.ringing, talking = excluded.talking, holding = excluded.holding,
  wrapping = excluded.wrapping, site = excluded.site, partner = excluded.partner"""
_KEEP_HOME = """insert into palabre.advisor_home (tenant, advisor, site, partner)
 values (%(tenant)s, %(advisor)s, %(site)s, %(partner)s)
 on conflict (tenant, advisor) do update set site = excluded.site, partner = excluded.partner"""


async def bring(transaction: Transaction, names: Names) -> Ledger:
    """A ledger that holds what these names touch: contacts of the items and conversations, open intervals, homes."""
    ledger, tenant = Ledger(), transaction.scope.tenant
    wanted = {"tenant": tenant, "items": list(names.items), "conversations": list(names.conversations)}
    rows = await transaction.all(_CONTACTS, {**wanted, "most": CONTACTS_MAX})
    if len(rows) == CONTACTS_MAX:
        raise RuntimeError("a batch names more contacts than one transaction may hold")
    for row in rows:
        contact = Contact(**row)
        ledger.before[contact.item] = copy(contact)
        ledger.hold_contact(contact)
    advisors = names.advisors | {c.advisor for c in ledger.contacts.values() if c.advisor}
    if not advisors:
        return ledger
    for row in await transaction.all(_INTERVALS, {"tenant": tenant, "advisors": list(advisors)}):
        ledger.open[row["advisor"]] = Interval(**row)
    for row in await transaction.all(_HOMES, {"tenant": tenant, "advisors": list(advisors)}):
        ledger.homes[row["advisor"]] = Home(**row)
    return ledger


async def forget(transaction: Transaction, conversations: Iterable[str]) -> list[Contact]:
    """The contacts of these conversations, as they were, before they are folded anew."""
    found = await transaction.all(
        f"""delete from palabre.contact
         where tenant = %(tenant)s and conversation = any(%(conversations)s::uuid[]) returning {_COLUMNS}""",
        {"tenant": transaction.scope.tenant, "conversations": list(conversations)},
    )
    return [Contact(**row) for row in found]


async def keep(transaction: Transaction, ledger: Ledger) -> None:
    """Write what the fold changed. Ended intervals first: one open interval per advisor is a constraint."""
    intervals = sorted(ledger.changed_intervals.values(), key=lambda i: (i.ended is None, i.begun, i.number))
    await _each(transaction, _KEEP_CONTACT, ledger.changed_contacts.values())
    await _each(transaction, _KEEP_INTERVAL, intervals)
    await _each(transaction, _KEEP_HOME, ledger.changed_homes.values())
    await rolls.add(transaction, _rolled(ledger))


def _rolled(ledger: Ledger) -> Rolls:
    made = Rolls()
    made.change(ledger.before, ledger.changed_contacts.values())
    for contact in ledger.forgotten:
        made.add(contact, -1)
    for interval in ledger.changed_intervals.values():
        if interval.ended is not None:
            made.pass_time(interval)
    return made


async def _each(transaction: Transaction, sql: str, rows: Iterable[msgspec.Struct]) -> None:
    tenant = transaction.scope.tenant
    params = [{**msgspec.structs.asdict(row), "tenant": tenant} for row in rows]
    if params:
        async with transaction.connection.cursor() as cursor:
            await cursor.executemany(sql, params)
