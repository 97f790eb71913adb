"""Rows of numbers, lines, phones and recordings. Every statement names its tenant, but the definer functions."""

from __future__ import annotations

from typing import Any

import psycopg

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]

# -- looks across tenants, by the functions of migration 0006


async def find_number(connection: psycopg.AsyncConnection, number: str) -> Row | None:
    return await _one(connection, "select * from palabre.find_phone_number(%(number)s)", number=number)


async def find_trial(connection: psycopg.AsyncConnection, key: str) -> Row | None:
    """Of a flow that is tried: its tenant, its key as the number, its language."""
    return await _one(connection, "select *, null as flow from palabre.find_trial(%(key)s)", key=key)


async def is_free_until_answered(connection: psycopg.AsyncConnection, number: str) -> bool:
    """Across tenants, as find_number."""
    sql = "select palabre.number_is_free_until_answered(%(number)s) as free"
    row = await _one(connection, sql, number=number)
    return bool(row and row["free"])


async def find_web_entry(connection: psycopg.AsyncConnection, key: str) -> Row | None:
    return await _one(connection, "select * from palabre.find_web_entry(%(key)s)", key=key)


async def find_ticket(connection: psycopg.AsyncConnection, digest: bytes, now: int) -> Row | None:
    return await _one(
        connection, "select * from palabre.find_phone_ticket(%(digest)s, %(now)s)", digest=digest, now=now
    )


async def phones_alive(connection: psycopg.AsyncConnection, now: int) -> list[Row]:
    return await (await connection.execute("select * from palabre.phones_alive(%(now)s)", {"now": now})).fetchall()


async def rescue_ways(connection: psycopg.AsyncConnection) -> list[Row]:
    return await (await connection.execute("select * from palabre.rescue_ways()")).fetchall()


async def known_lines(connection: psycopg.AsyncConnection, node: str, lines: list[str]) -> set[str]:
    cursor = await connection.execute(
        "select known_lines as line from palabre.known_lines(%(node)s, %(lines)s)", {"node": node, "lines": lines}
    )
    return {row["line"] for row in await cursor.fetchall()}


async def _one(connection: psycopg.AsyncConnection, sql: str, **params: Any) -> Row | None:
    return await (await connection.execute(sql, params)).fetchone()


# -- numbers


async def numbers(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        "select * from palabre.phone_number where tenant = %(tenant)s order by number limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def insert_number(tx: Transaction, values: Row) -> bool:
    """False when the number is somebody's already."""
    cursor = await tx.execute(
        """insert into palabre.phone_number
             (tenant, id, number, name, flow, language, rescue_number, web_key, free_until_answered, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(name)s, %(flow)s, %(language)s, %(rescue_number)s, %(web_key)s,
             %(free_until_answered)s, %(now)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def update_number(tx: Transaction, id: str, values: Row) -> Row | None:
    return await tx.one(
        """update palabre.phone_number set name = coalesce(%(name)s, name), flow = coalesce(%(flow)s::uuid, flow),
             language = coalesce(%(language)s, language), rescue_number = coalesce(%(rescue_number)s, rescue_number),
             free_until_answered = coalesce(%(free_until_answered)s, free_until_answered)
           where tenant = %(tenant)s and id = %(id)s returning *""",
        {"tenant": tx.scope.tenant, "id": id, **values},
    )


async def delete_number(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.phone_number where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )
    return cursor.rowcount == 1


# -- lines


async def insert_line(tx: Transaction, values: Row) -> bool:
    """False when this channel of this Asterisk has its conversation already."""
    cursor = await tx.execute(
        """insert into palabre.call_line (tenant, conversation, node, line, number, arrived_at, reconstructed)
           values (%(tenant)s, %(conversation)s, %(node)s, %(line)s, %(number)s, %(now)s, %(reconstructed)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def line_of(tx: Transaction, conversation: str) -> Row | None:
    return await tx.one(
        """select l.*, coalesce(n.language, 'fr') as language, n.flow from palabre.call_line l
           left join palabre.phone_number n on n.tenant = l.tenant and n.number = l.number
           where l.tenant = %(tenant)s and l.conversation = %(conversation)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


# -- phones


async def insert_phone(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.phone
             (tenant, id, kind, person, session, number, contact, secret, ticket, network, created_at, expires_at,
              lasting)
           values (%(tenant)s, %(id)s, %(kind)s, %(person)s, %(session)s, %(number)s, %(contact)s, %(secret)s,
             %(ticket)s, %(network)s, %(now)s, %(expires_at)s, %(lasting)s)""",
        {
            "tenant": tx.scope.tenant,
            "person": None,
            "session": None,
            "number": None,
            "contact": "",
            "ticket": None,
            "network": None,
            "lasting": False,
            **values,
        },
    )


async def phone(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.phone where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )


async def phone_of_person(
    tx: Transaction, person: str, session: str | None, kind: str, contact: str, until: int
) -> Row | None:
    """Her newest credentials in this sign-in that hold beyond `until`."""
    return await tx.one(
        """select * from palabre.phone where tenant = %(tenant)s and person = %(person)s
             and session is not distinct from %(session)s::uuid and kind = %(kind)s and not lasting
             and contact = %(contact)s and expires_at > %(until)s order by created_at desc limit 1""",
        {"tenant": tx.scope.tenant, "person": person, "session": session, "kind": kind, "contact": contact,
         "until": until},
    )  # fmt: skip


async def web_calls_since(tx: Transaction, network: bytes, since: int) -> int:
    row = await tx.one(
        """select count(*)::int as calls from palabre.phone
           where tenant = %(tenant)s and network = %(network)s and created_at > %(since)s""",
        {"tenant": tx.scope.tenant, "network": network, "since": since},
    )
    return row["calls"] if row else 0


async def end_phones(tx: Transaction, people: list[str], sessions: list[str], now: int) -> None:
    """The credentials of these people, and those made in these sign-ins, are worth nothing from now on."""
    await tx.execute(
        """update palabre.phone set expires_at = %(now)s
           where tenant = %(tenant)s and expires_at > %(now)s and not lasting
             and (person = any(%(people)s::uuid[]) or session = any(%(sessions)s::uuid[]))""",
        {"tenant": tx.scope.tenant, "people": people, "sessions": sessions, "now": now},
    )


async def forget_phones(tx: Transaction, before: int) -> None:
    await tx.execute(
        "delete from palabre.phone where tenant = %(tenant)s and expires_at < %(before)s",
        {"tenant": tx.scope.tenant, "before": before},
    )


# -- recordings


async def insert_recording(tx: Transaction, values: Row) -> bool:
    """False when this conversation's recording is kept already."""
    cursor = await tx.execute(
        """insert into palabre.recording
             (tenant, id, conversation, effect, blob, seconds, sha256, sha512, bytes, peaks, silences, began_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(effect)s, %(blob)s, %(seconds)s, %(sha256)s, %(sha512)s,
             %(bytes)s, %(peaks)s, %(silences)s::jsonb, %(began_at)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def recording(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.recording where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def recording_of_effect(tx: Transaction, effect: str) -> Row | None:
    return await tx.one(
        "select id from palabre.recording where tenant = %(tenant)s and effect = %(effect)s limit 1",
        {"tenant": tx.scope.tenant, "effect": effect},
    )


async def recordings_of(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select id, conversation, seconds, began_at from palabre.recording
           where tenant = %(tenant)s and conversation = %(conversation)s and erased_at is null
           order by began_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


_ADVISORS = "('talk', 'hold', 'consult')"
_SEARCH = f"""select r.id, r.conversation, r.seconds, r.began_at, c.customer, c.address_value as number, c.entry,
    r.held_at is not null as held, r.erased_at, r.bytes,
    coalesce((select array_agg(distinct s.owner) from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind = 'queue'), '{{}}') as queues,
    coalesce((select array_agg(distinct s.owner) from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind in {_ADVISORS}), '{{}}') as advisors
  from palabre.recording r join palabre.conversation c on c.tenant = r.tenant and c.id = r.conversation
  where r.tenant = %(tenant)s
    and (%(recording)s::uuid is null or r.id = %(recording)s::uuid)
    and (%(recording)s::uuid is not null or r.erased_at is null)
    and (%(conversation)s::uuid is null or r.conversation = %(conversation)s::uuid)
    and (%(since)s::bigint is null or r.began_at >= %(since)s)
    and (%(until)s::bigint is null or r.began_at < %(until)s)
    and (%(seconds_min)s::float8 is null or r.seconds >= %(seconds_min)s)
    and (%(held)s::boolean is null or (r.held_at is not null) = %(held)s)
    and (%(number)s::text is null or c.address_value like '%%' || %(number)s || '%%')
    and (%(queue)s::text is null or exists (select from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind = 'queue' and s.owner = %(queue)s))
    and (%(advisor)s::text is null or exists (select from palabre.segment s where s.tenant = r.tenant
      and s.conversation = r.conversation and s.kind in {_ADVISORS} and s.owner = %(advisor)s))
    and (%(before_at)s::bigint is null or (r.began_at, r.id) < (%(before_at)s, %(before_id)s::uuid))
  order by r.began_at desc, r.id desc limit %(limit)s"""
_SEARCHED = ("recording", "conversation", "since", "until", "seconds_min", "held", "number", "queue", "advisor")


async def search_recordings(tx: Transaction, filters: Row, before: tuple[int, str] | None, limit: int) -> list[Row]:
    """Newest first; None is any."""
    at, id = before or (None, None)
    values = {name: filters.get(name) for name in _SEARCHED}
    return await tx.all(
        _SEARCH, {"tenant": tx.scope.tenant, "before_at": at, "before_id": id, "limit": limit, **values})


async def pieces_of(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select kind, owner, opened_at, closed_at from palabre.segment
           where tenant = %(tenant)s and conversation = %(conversation)s order by opened_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


async def hold_recording(tx: Transaction, id: str, at: int | None) -> None:
    await tx.execute(
        "update palabre.recording set held_at = %(at)s where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id, "at": at},
    )


async def recordings_due(tx: Transaction, before: int, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.recording where tenant = %(tenant)s and began_at < %(before)s
             and erased_at is null and held_at is null order by began_at limit %(limit)s for update skip locked""",
        {"tenant": tx.scope.tenant, "before": before, "limit": limit},
    )


async def recordings_of_customer(tx: Transaction, customer: str, limit: int) -> list[Row]:
    return await tx.all(
        """select r.* from palabre.recording r
           join palabre.conversation c on c.tenant = r.tenant and c.id = r.conversation
           where r.tenant = %(tenant)s and c.customer = %(customer)s and r.erased_at is null and r.held_at is null
           order by r.began_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "customer": customer, "limit": limit},
    )


async def erase_recording(tx: Transaction, id: str, now: int) -> None:
    await tx.execute(
        """update palabre.recording set erased_at = %(now)s, peaks = '', silences = '[]'
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "now": now},
    )


async def recordings_gone(tx: Transaction, limit: int) -> list[Row]:
    """Erased, but for their bytes."""
    return await tx.all(
        """select id, blob from palabre.recording where tenant = %(tenant)s and erased_at is not null
             and blob is not null limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def drop_blob(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.recording set blob = null where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def recording_marks(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select id, at, person, note from palabre.recording_mark
           where tenant = %(tenant)s and conversation = %(conversation)s order by at, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


async def insert_mark(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.recording_mark (tenant, id, conversation, at, person, note, created_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(at)s, %(person)s, %(note)s, %(now)s)""",
        {"tenant": tx.scope.tenant, **values},
    )


async def delete_mark(tx: Transaction, id: str, person: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.recording_mark where tenant = %(tenant)s and id = %(id)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "id": id, "person": person},
    )
    return cursor.rowcount == 1


async def recording_rules(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select place, subject, mode, whole from palabre.recording_rule where tenant = %(tenant)s
           order by place, subject limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def put_recording_rule(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.recording_rule (tenant, place, subject, mode, whole, changed_at)
           values (%(tenant)s, %(place)s, %(subject)s, %(mode)s, %(whole)s, %(now)s)
           on conflict (tenant, place, subject)
             do update set mode = excluded.mode, whole = excluded.whole, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def delete_recording_rule(tx: Transaction, place: str, subject: str) -> bool:
    cursor = await tx.execute(
        """delete from palabre.recording_rule
           where tenant = %(tenant)s and place = %(place)s and subject = %(subject)s""",
        {"tenant": tx.scope.tenant, "place": place, "subject": subject},
    )
    return cursor.rowcount == 1


async def recording_days(tx: Transaction) -> int | None:
    row = await tx.one(
        "select days from palabre.recording_keeping where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return row["days"] if row else None


async def put_recording_days(tx: Transaction, days: int) -> None:
    await tx.execute(
        """insert into palabre.recording_keeping (tenant, days) values (%(tenant)s, %(days)s)
           on conflict (tenant) do update set days = excluded.days""",
        {"tenant": tx.scope.tenant, "days": days},
    )


# -- customers we call


async def own_number(tx: Transaction, number: str) -> Row | None:
    """Number and language: this one of the tenant's, else its first."""
    return await tx.one(
        """select number, language from palabre.phone_number where tenant = %(tenant)s
           order by number <> %(number)s, created_at, number limit 1""",
        {"tenant": tx.scope.tenant, "number": number},
    )


async def insert_outbound(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.outbound_call (tenant, id, number, entry, language, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(entry)s, %(language)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def put_outbound(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.outbound_call
             (tenant, id, number, entry, language, message, opt_out_digit, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(entry)s, %(language)s, %(message)s, %(digit)s, %(now)s)
           on conflict (tenant, id) do update set number = excluded.number, entry = excluded.entry,
             language = excluded.language, message = excluded.message, opt_out_digit = excluded.opt_out_digit""",
        {"tenant": tx.scope.tenant, **values},
    )


async def outbound(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.outbound_call where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def insert_attempt(tx: Transaction, values: Row) -> bool:
    """False when it was begun before."""
    cursor = await tx.execute(
        """insert into palabre.outbound_attempt (tenant, effect, id, node, conversation, attempted_at)
           values (%(tenant)s, %(effect)s, %(id)s, %(node)s, %(conversation)s, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def attempt(tx: Transaction, effect: str) -> Row | None:
    return await tx.one(
        "select * from palabre.outbound_attempt where tenant = %(tenant)s and effect = %(effect)s",
        {"tenant": tx.scope.tenant, "effect": effect},
    )


async def erase_outbound(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.outbound_call set number = '' where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


# -- what is dialled outside


async def dial_plan(tx: Transaction) -> Row:
    """Locked: whoever asks for a call counts after whoever asked before."""
    await tx.execute(
        "insert into palabre.dial_plan (tenant) values (%(tenant)s) on conflict do nothing",
        {"tenant": tx.scope.tenant},
    )
    row = await tx.one(
        """select d.*, t.country, t.time_zone from palabre.dial_plan d join palabre.tenant t on t.tenant = d.tenant
           where d.tenant = %(tenant)s for update of d""",
        {"tenant": tx.scope.tenant},
    )
    return row or {}


async def dial_plan_seen(tx: Transaction) -> Row | None:
    """As it is written; None: the usual one."""
    return await tx.one("select * from palabre.dial_plan where tenant = %(tenant)s", {"tenant": tx.scope.tenant})


async def home(tx: Transaction) -> Row:
    row = await tx.one(
        "select country, time_zone from palabre.tenant where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )
    return row or {"country": "", "time_zone": "UTC"}


async def dial_rates(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        "select * from palabre.dial_rate where tenant = %(tenant)s order by destination limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def dial_use(tx: Transaction, day: str, now: int) -> Row:
    """calls up, micros of this day: of those ended, and of those up as they stand (a minute at least)."""
    row = await tx.one(
        """select count(*)::int as calls, (coalesce(sum(d.call_micros + d.minute_micros
             * greatest(60000, %(now)s - d.began_at) / 60000), 0) + coalesce((select e.micros from palabre.dial_day e
               where e.tenant = %(tenant)s and e.day = %(day)s::date), 0))::bigint as micros
           from palabre.dialled d where d.tenant = %(tenant)s and d.ended_at is null""",
        {"tenant": tx.scope.tenant, "day": day, "now": now},
    )
    return row or {"calls": 0, "micros": 0}


async def dialled_by_trunk(tx: Transaction) -> dict[str, int]:
    rows = await tx.all(
        """select trunk, count(*)::int as calls from palabre.dialled
           where tenant = %(tenant)s and ended_at is null group by trunk""",
        {"tenant": tx.scope.tenant},
    )
    return {r["trunk"]: r["calls"] for r in rows}


async def insert_dialled(tx: Transaction, values: Row) -> None:
    """A repeat finds the first."""
    await tx.execute(
        """insert into palabre.dialled (tenant, channel, node, trunk, purpose, kind, beginning, began_at, seen_at,
             call_micros, minute_micros)
           values (%(tenant)s, %(channel)s, %(node)s, %(trunk)s, %(purpose)s, %(kind)s, %(beginning)s, %(now)s,
             %(now)s, %(call)s, %(minute)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def update_dialled(tx: Transaction, channel: str, trunk: str, answered_at: int | None, now: int) -> None:
    await tx.execute(
        """update palabre.dialled set trunk = %(trunk)s, answered_at = coalesce(answered_at, %(answered)s),
             seen_at = %(now)s where tenant = %(tenant)s and channel = %(channel)s and ended_at is null""",
        {"tenant": tx.scope.tenant, "channel": channel, "trunk": trunk, "answered": answered_at, "now": now},
    )


async def end_dialled(tx: Transaction, channel: str, answered_at: int | None, now: int) -> Row | None:
    """The call as it was; None: it has ended before."""
    return await tx.one(
        """update palabre.dialled set ended_at = %(now)s, answered_at = coalesce(answered_at, %(answered)s)
           where tenant = %(tenant)s and channel = %(channel)s and ended_at is null returning *""",
        {"tenant": tx.scope.tenant, "channel": channel, "answered": answered_at, "now": now},
    )


async def add_to_day(tx: Transaction, day: str, seconds: int, micros: int) -> None:
    await tx.execute(
        """insert into palabre.dial_day as d (tenant, day, calls, seconds, micros)
           values (%(tenant)s, %(day)s::date, 1, %(seconds)s, %(micros)s)
           on conflict (tenant, day) do update set calls = d.calls + 1, seconds = d.seconds + excluded.seconds,
             micros = d.micros + excluded.micros""",
        {"tenant": tx.scope.tenant, "day": day, "seconds": seconds, "micros": micros},
    )


async def mark_day(tx: Transaction, day: str, *, alarmed: bool, stopped: bool, now: int) -> list[str]:
    """alarmed, stopped: those that were not marked before."""
    before = await tx.one(
        "select alarmed_at, stopped_at from palabre.dial_day where tenant = %(tenant)s and day = %(day)s::date",
        {"tenant": tx.scope.tenant, "day": day},
    )
    wanted = {"alarmed": alarmed, "stopped": stopped}
    fresh = [what for what, is_so in wanted.items() if is_so and not (before and before[f"{what}_at"])]
    if fresh:
        await tx.execute(
            """insert into palabre.dial_day as d (tenant, day, alarmed_at, stopped_at)
               values (%(tenant)s, %(day)s::date, %(alarmed)s, %(stopped)s) on conflict (tenant, day) do update
               set alarmed_at = coalesce(d.alarmed_at, excluded.alarmed_at),
                 stopped_at = coalesce(d.stopped_at, excluded.stopped_at)""",
            {"tenant": tx.scope.tenant, "day": day, "alarmed": now if alarmed else None,
             "stopped": now if stopped else None},
        )  # fmt: skip
    return fresh


async def count_refusal(tx: Transaction, values: Row) -> bool:
    """True where it is the first of its kind that day."""
    row = await tx.one(
        """insert into palabre.dial_refusal as r (tenant, day, code, kind, purpose, last_at)
           values (%(tenant)s, %(day)s::date, %(code)s, %(kind)s, %(purpose)s, %(now)s)
           on conflict (tenant, day, code, kind, purpose) do update set refusals = r.refusals + 1,
             last_at = excluded.last_at returning refusals""",
        {"tenant": tx.scope.tenant, **values},
    )
    return bool(row) and row["refusals"] == 1


async def refusals(tx: Transaction, day: str, limit: int) -> list[Row]:
    return await tx.all(
        """select code, kind, purpose, refusals, last_at from palabre.dial_refusal
           where tenant = %(tenant)s and day = %(day)s::date order by last_at desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "day": day, "limit": limit},
    )


async def own_numbers(tx: Transaction, limit: int) -> list[str]:
    """The first of them first."""
    rows = await tx.all(
        """select number from palabre.phone_number where tenant = %(tenant)s
           order by created_at, number limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit},
    )
    return [r["number"] for r in rows]


async def trunks(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        "select * from palabre.trunk where tenant = %(tenant)s order by priority, created_at, id limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )


async def dialled_on(connection: psycopg.AsyncConnection, node: str) -> list[Row]:
    """Calls that this node has up, of all tenants, as rows say."""
    return await (await connection.execute("select * from palabre.dialled_on(%(node)s)", {"node": node})).fetchall()


# -- trunks


async def all_trunks(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants, with their country."""
    return await (await connection.execute("select * from palabre.all_trunks()")).fetchall()


async def trunk(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.trunk where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )


async def put_trunk(tx: Transaction, values: Row) -> bool:
    """False when another one has this name."""
    cursor = await tx.execute(
        """insert into palabre.trunk as t (tenant, id, name, kind, host, port, transport, encryption, account, secret,
             addresses, priority, calls_max, dial_format, dial_prefix, shown_number, paused, created_at)
           select %(tenant)s, %(id)s, %(name)s, %(kind)s, %(host)s, %(port)s, %(transport)s, %(encryption)s,
             %(account)s, %(secret)s, %(addresses)s, %(priority)s, %(calls_max)s, %(dial_format)s, %(dial_prefix)s,
             %(shown_number)s, %(paused)s, %(now)s
           where not exists (select from palabre.trunk o where o.tenant = %(tenant)s and o.name = %(name)s
             and o.id <> %(id)s)
           on conflict (tenant, id) do update set name = excluded.name, kind = excluded.kind, host = excluded.host,
             port = excluded.port, transport = excluded.transport, encryption = excluded.encryption,
             account = excluded.account, secret = excluded.secret, addresses = excluded.addresses,
             priority = excluded.priority, calls_max = excluded.calls_max, dial_format = excluded.dial_format,
             dial_prefix = excluded.dial_prefix, shown_number = excluded.shown_number, paused = excluded.paused,
             version = t.version + 1""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def delete_trunk(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.trunk where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": id}
    )
    return cursor.rowcount == 1


# -- of the installation: addresses shut out of the SIP port


async def times_shut(connection: psycopg.AsyncConnection, address: str) -> int:
    row = await _one(connection, "select times from palabre.sip_block where address = %(address)s", address=address)
    return row["times"] if row else 0


async def put_shut(connection: psycopg.AsyncConnection, values: Row) -> None:
    await connection.execute(
        """insert into palabre.sip_block as b (address, failures, since, until, times)
           values (%(address)s, %(failures)s, %(now)s, %(until)s, %(times)s)
           on conflict (address) do update set failures = excluded.failures, since = excluded.since,
             until = excluded.until, times = excluded.times, lifted_at = null""",
        values,
    )


async def shut_out(connection: psycopg.AsyncConnection, now: int, limit: int) -> list[Row]:
    cursor = await connection.execute(
        """select * from palabre.sip_block where until > %(now)s and lifted_at is null
           order by since desc limit %(limit)s""",
        {"now": now, "limit": limit},
    )
    return await cursor.fetchall()


async def lift_shut(connection: psycopg.AsyncConnection, address: str, now: int) -> bool:
    cursor = await connection.execute(
        """update palabre.sip_block set lifted_at = %(now)s, times = 0
           where address = %(address)s and until > %(now)s and lifted_at is null""",
        {"address": address, "now": now},
    )
    return cursor.rowcount == 1


# -- dial plans as people see them


async def put_dial_plan(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """update palabre.dial_plan set countries = %(countries)s, classes = %(classes)s, opened = %(opened)s,
             closed = %(closed)s, calls_max = %(calls_max)s, day_micros_max = %(day_micros_max)s,
             call_seconds_max = %(call_seconds_max)s, currency = %(currency)s, version = version + 1
           where tenant = %(tenant)s""",
        {"tenant": tx.scope.tenant, **values},
    )


async def put_dial_rates(tx: Transaction, rows: list[Row]) -> None:
    """Exactly these."""
    tenant = {"tenant": tx.scope.tenant}
    await tx.execute("delete from palabre.dial_rate where tenant = %(tenant)s", tenant)
    for row in rows:
        await tx.execute(
            """insert into palabre.dial_rate (tenant, destination, call_micros, minute_micros)
               values (%(tenant)s, %(destination)s, %(call)s, %(minute)s) on conflict do nothing""",
            tenant | row,
        )


async def dial_day(tx: Transaction, day: str) -> Row | None:
    return await tx.one(
        "select * from palabre.dial_day where tenant = %(tenant)s and day = %(day)s::date",
        {"tenant": tx.scope.tenant, "day": day},
    )


# -- where people are found


async def emergency_address_of(tx: Transaction, person: str) -> Row | None:
    """Her own before her site's."""
    return await tx.one(
        """select e.kind, e.address, e.number from palabre.emergency_address e
           left join palabre.person p on p.tenant = e.tenant and p.id = %(person)s
           where e.tenant = %(tenant)s and ((e.kind = 'person' and e.subject = %(person)s)
             or (e.kind = 'site' and e.subject = p.site)) order by e.kind limit 1""",
        {"tenant": tx.scope.tenant, "person": person},
    )


async def emergency_addresses(tx: Transaction, kind: str, limit: int) -> list[Row]:
    return await tx.all(
        """select subject, address, number from palabre.emergency_address
           where tenant = %(tenant)s and kind = %(kind)s order by subject limit %(limit)s""",
        {"tenant": tx.scope.tenant, "kind": kind, "limit": limit},
    )


async def site_exists(tx: Transaction, site: str) -> bool:
    row = await tx.one(
        "select id from palabre.site where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": site}
    )
    return row is not None


async def put_emergency_address(tx: Transaction, values: Row) -> None:
    given = {"tenant": tx.scope.tenant, **values}
    if not values["address"]:
        await tx.execute(
            """delete from palabre.emergency_address
               where tenant = %(tenant)s and kind = %(kind)s and subject = %(subject)s""",
            given,
        )
        return
    await tx.execute(
        """insert into palabre.emergency_address (tenant, kind, subject, address, number, changed_at)
           values (%(tenant)s, %(kind)s, %(subject)s, %(address)s, %(number)s, %(now)s)
           on conflict (tenant, kind, subject) do update set address = excluded.address, number = excluded.number,
             changed_at = excluded.changed_at""",
        given,
    )


# -- quality of lines


async def put_quality(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.line_quality as q (tenant, conversation, line, line_end, advisor, source, codec, mos,
             rating, word, mos_least, packets, lost_share, jitter_ms, round_trip_ms, began_at, seen_at)
           select %(tenant)s, c.id, %(line)s, %(end)s, %(advisor)s, %(source)s, %(codec)s, %(mos)s, %(rating)s,
             %(word)s, %(mos)s, %(packets)s, %(lost_share)s, %(jitter_ms)s, %(round_trip_ms)s, %(now)s, %(now)s
           from palabre.conversation c where c.tenant = %(tenant)s and c.id = %(conversation)s
           on conflict (tenant, conversation, line) do update set codec = excluded.codec, mos = excluded.mos,
             rating = excluded.rating, word = excluded.word, mos_least = least(q.mos_least, excluded.mos),
             packets = excluded.packets, lost_share = excluded.lost_share, jitter_ms = excluded.jitter_ms,
             round_trip_ms = excluded.round_trip_ms, seen_at = excluded.seen_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def qualities(tx: Transaction, conversation: str, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.line_quality where tenant = %(tenant)s and conversation = %(conversation)s
           order by began_at, line limit %(limit)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "limit": limit},
    )


# -- which telephone an advisor's calls ring at


async def telephone_choices(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants, but browsers."""
    return await (await connection.execute("select * from palabre.telephone_choices()")).fetchall()


async def telephone_choice(tx: Transaction, person: str) -> Row | None:
    return await tx.one(
        "select * from palabre.telephone_choice where tenant = %(tenant)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "person": person},
    )


async def put_telephone_choice(tx: Transaction, person: str, kind: str, number: str, now: int) -> None:
    await tx.execute(
        """insert into palabre.telephone_choice (tenant, person, kind, number, changed_at)
           values (%(tenant)s, %(person)s, %(kind)s, %(number)s, %(now)s)
           on conflict (tenant, person) do update set kind = excluded.kind, number = excluded.number,
             changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "person": person, "kind": kind, "number": number, "now": now},
    )


async def lasting_phone(tx: Transaction, person: str, now: int) -> Row | None:
    return await tx.one(
        """select * from palabre.phone where tenant = %(tenant)s and person = %(person)s and lasting
             and expires_at > %(now)s order by created_at desc limit 1""",
        {"tenant": tx.scope.tenant, "person": person, "now": now},
    )


async def end_lasting_phones(tx: Transaction, person: str, now: int) -> list[str]:
    """Ids of those that held until now."""
    rows = await tx.all(
        """update palabre.phone set expires_at = %(now)s where tenant = %(tenant)s and person = %(person)s and lasting
             and expires_at > %(now)s returning id""",
        {"tenant": tx.scope.tenant, "person": person, "now": now},
    )
    return [row["id"] for row in rows]


# -- music while waiting


async def hold_musics(connection: psycopg.AsyncConnection) -> list[Row]:
    """Of all tenants: which file each one's customers hear."""
    return await (await connection.execute("select * from palabre.hold_musics()")).fetchall()


async def hold_music(tx: Transaction) -> Row | None:
    return await tx.one(
        "select * from palabre.hold_music where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )


async def put_hold_music(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.hold_music (tenant, blob, name, seconds, sha256, changed_at)
           values (%(tenant)s, %(blob)s, %(name)s, %(seconds)s, %(sha256)s, %(now)s)
           on conflict (tenant) do update set blob = excluded.blob, name = excluded.name, seconds = excluded.seconds,
             sha256 = excluded.sha256, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, **values},
    )


async def delete_hold_music(tx: Transaction) -> Row | None:
    return await tx.one(
        "delete from palabre.hold_music where tenant = %(tenant)s returning *", {"tenant": tx.scope.tenant}
    )


# -- insults


async def abuse_rule(tx: Transaction) -> Row | None:
    return await tx.one(
        "select * from palabre.abuse_rule where tenant = %(tenant)s", {"tenant": tx.scope.tenant}
    )


async def put_abuse_rule(tx: Transaction, pause_minutes: int, prompt: str, now: int) -> None:
    await tx.execute(
        """insert into palabre.abuse_rule (tenant, pause_minutes, prompt, changed_at)
           values (%(tenant)s, %(pause_minutes)s, %(prompt)s, %(now)s)
           on conflict (tenant) do update set pause_minutes = excluded.pause_minutes, prompt = excluded.prompt,
             changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "pause_minutes": pause_minutes, "prompt": prompt, "now": now},
    )


async def insert_abuse(tx: Transaction, values: Row) -> None:
    await tx.execute(
        """insert into palabre.abuse_report (tenant, effect, conversation, advisor, reported_at, pause_minutes)
           values (%(tenant)s, %(effect)s, %(conversation)s, %(advisor)s, %(now)s, %(pause_minutes)s)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


async def see_abuse(tx: Transaction, effect: str, person: str, now: int) -> bool:
    cursor = await tx.execute(
        """update palabre.abuse_report set seen_at = %(now)s, seen_by = %(person)s
           where tenant = %(tenant)s and effect = %(effect)s and seen_at is null""",
        {"tenant": tx.scope.tenant, "effect": effect, "person": person, "now": now},
    )
    return cursor.rowcount == 1


async def hold_recordings(tx: Transaction, conversation: str, now: int) -> None:
    """Kept until somebody lifts it, whatever the retention says."""
    await tx.execute(
        """update palabre.recording set held_at = coalesce(held_at, %(now)s)
           where tenant = %(tenant)s and conversation = %(conversation)s and erased_at is null""",
        {"tenant": tx.scope.tenant, "conversation": conversation, "now": now},
    )


async def was_abuse(tx: Transaction, conversation: str) -> bool:
    row = await tx.one(
        "select effect from palabre.abuse_report where tenant = %(tenant)s and conversation = %(conversation)s limit 1",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )
    return row is not None


async def insert_transfer_number(tx: Transaction, row: dict) -> None:
    await tx.execute(
        """insert into palabre.transfer_number (tenant, id, conversation, advisor, number, created_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(advisor)s, %(number)s, %(now)s)""",
        {"tenant": tx.scope.tenant, **row},
    )


async def transfer_number(tx: Transaction, transfer: str) -> str:
    row = await tx.one(
        "select number from palabre.transfer_number where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": transfer},
    )
    return row["number"] if row else ""


# -- several Asterisks


async def put_node(connection: psycopg.AsyncConnection, values: Row) -> None:
    await connection.execute(
        """insert into palabre.voice_node as n (name, relay_url, sip_host, sip_port, started_at, seen_at)
           values (%(name)s, %(relay_url)s, %(host)s, %(port)s, %(now)s, %(now)s)
           on conflict (name) do update set relay_url = excluded.relay_url, sip_host = excluded.sip_host,
             sip_port = excluded.sip_port, started_at = excluded.started_at,
             seen_at = excluded.seen_at""",
        values,
    )


async def place_phone(tx: Transaction, id: str, node: str, teller: str) -> None:
    """Where it is registered; '' nowhere, unless another node has it meanwhile."""
    await tx.execute(
        """update palabre.phone set node = nullif(%(node)s, '') where tenant = %(tenant)s and id = %(id)s
             and (%(node)s <> '' or node = %(teller)s)""",
        {"tenant": tx.scope.tenant, "id": id, "node": node, "teller": teller},
    )


async def see_node(connection: psycopg.AsyncConnection, name: str, calls: int, now: int) -> None:
    await connection.execute(
        "update palabre.voice_node set calls = %(calls)s, seen_at = %(now)s where name = %(name)s",
        {"name": name, "calls": calls, "now": now},
    )


async def voice_nodes(connection: psycopg.AsyncConnection, since: int, limit: int) -> list[Row]:
    cursor = await connection.execute(
        "select * from palabre.voice_node where seen_at > %(since)s order by name limit %(limit)s",
        {"since": since, "limit": limit},
    )
    return await cursor.fetchall()


async def drain_node(connection: psycopg.AsyncConnection, name: str, state: str) -> bool:
    cursor = await connection.execute(
        "update palabre.voice_node set state = %(state)s where name = %(name)s", {"name": name, "state": state}
    )
    return cursor.rowcount == 1
