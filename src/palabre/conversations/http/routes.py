"""Conversations over HTTP: lists, detail, messages, notes, outcome, typing, timeline."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import Parameter
from msgspec import Meta

from palabre.conversations import ports
from palabre.conversations.actions import messages, notes, records
from palabre.conversations.http.access import check_read, check_write, people_seen
from palabre.conversations.http.answers import Contact, ConversationCard, Note, OutcomeCode, TimelineContact
from palabre.conversations.store import search
from palabre.customers.actions import search_customers
from palabre.foundations import limits
from palabre.foundations.ids import ConversationId, CustomerId, MessageId
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page, key_of, page_of
from palabre.tenants.actions.audit import record

Text = Annotated[str, Meta(max_length=limits.TEXT_CHARACTERS_MAX)]
Code = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[a-z0-9_.-]+$")]
# the framework keeps the name `state` for its own
State = Annotated[str | None, Parameter(query="state", pattern="^(opening|open|closed)$")]
LAST_CONTACTS = 3


class MessageBody(msgspec.Struct):
    """`id`: the page's own; the same request sent twice sends one message."""

    text: Text
    id: Annotated[str, Meta(max_length=64)] = ""


class NoteBody(msgspec.Struct):
    text: Text


class TypingBody(msgspec.Struct):
    on: bool = True


class OutcomeBody(msgspec.Struct):
    """`code` null takes it back. `note`: kept as a note of the conversation."""

    code: Code | None
    note: Text = ""


class CustomerBody(msgspec.Struct):
    customer: UUID


class OutcomeCodeBody(msgspec.Struct):
    labels: Annotated[dict[str, Annotated[str, Meta(max_length=limits.NAME_CHARACTERS_MAX)]], Meta(max_length=20)]
    position: int = 0
    retired: bool = False


@get("/")
async def list_conversations(
    services: Services,
    who: Scope,
    life: State = None,
    queue: str | None = None,
    advisor: str | None = None,
    channel: str | None = None,
    customer: UUID | None = None,
    q: str = "",
    after: Cursor = "",
    limit: Limit = limits.PAGE_ROWS,
) -> Page[Contact]:
    """Newest first. `state`: opening, open, closed. `q`: words of the customer's name, or part of an address."""
    filters = {
        "state": life,
        "queue": queue,
        "advisor": advisor,
        "channel": channel,
        "q": q[:200],
        "customer": str(customer) if customer else None,
    }
    async with services.database.transaction(who) as tx:
        filters["people"] = await people_seen(tx, who)
        filters["customers"] = await _customers(tx, who, q)
        rows = await search.listed(tx, filters, key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, lambda row: msgspec.convert(row, Contact), "opened_at", "id")


async def _customers(tx: Transaction, who: Scope, q: str) -> list[str]:
    if not q.strip() or "customers.view" not in who.permissions:
        return []
    return [c.id for c in (await search_customers(tx, q=q[:200], limit=limits.PAGE_ROWS)).rows]


@get("/{conversation:uuid}")
async def get_conversation(conversation: UUID, services: Services, who: Scope) -> ConversationCard:
    """Its row, segments, attachments, the customer's last three other contacts; `choices` made in the flow before."""
    id = ConversationId(str(conversation))
    async with services.database.transaction(who) as tx:
        row = await records.get_conversation(tx, id)
        await check_read(services, tx, who, id)
        past = await search.of_customer(tx, row["customer"], None, LAST_CONTACTS + 1) if row["customer"] else []
        card = {
            **row,
            "attachments": await notes.list_attachments(tx, id),
            "last_contacts": [p for p in past if p["id"] != id][:LAST_CONTACTS],
            **{name: await read(tx, id) for name, read in ports.details.items()},
        }
    return msgspec.convert(card, ConversationCard, from_attributes=True)


@get("/{conversation:uuid}/messages")
async def list_messages(
    conversation: UUID, services: Services, who: Scope, after: int = 0, limit: Limit = limits.PAGE_ROWS
) -> list[messages.Message]:
    """With a number greater than `after`, in order; the held come last. `after` 0: the last page of a long talk."""
    id = ConversationId(str(conversation))
    async with services.database.transaction(who) as tx:
        await records.get_conversation(tx, id)
        await check_read(services, tx, who, id)
        if after <= 0:
            last = await messages.last_messages(tx, id, limit)
            return last + [
                m for m in await messages.list_messages(tx, id, after_number=2**31 - 2, held=True) if m.number is None
            ]
        return await messages.list_messages(tx, id, after_number=after, limit=limit, held=True)


@post("/{conversation:uuid}/messages")
async def send_message(conversation: UUID, data: MessageBody, services: Services, who: Scope) -> messages.Message:
    """Held a few seconds (`held_until`), until then it can be undone; a closed tab changes nothing about it."""
    id = ConversationId(str(conversation))
    await check_write(services, who, id)
    async with services.database.transaction(who) as tx:
        row = await records.get_conversation(tx, id)
        return await messages.send_message(
            tx,
            id,
            who.person,
            data.text,
            hold_seconds=messages.HOLD_SECONDS.get(row["channel"], 0.0),
            provider_id=f"desk:{who.person}:{data.id}" if data.id else None,
        )


@post("/{conversation:uuid}/messages/{message:uuid}/undo", status_code=200)
async def undo_message(conversation: UUID, message: UUID, services: Services, who: Scope) -> dict[str, str]:
    """{text} for the composer. 409 conversations.message_already_sent when too late."""
    async with services.database.transaction(who) as tx:
        return {"text": await messages.undo_message(tx, MessageId(str(message)), who.person or "")}  # type: ignore[arg-type]


@get("/{conversation:uuid}/notes")
async def list_notes(conversation: UUID, services: Services, who: Scope) -> list[Note]:
    id = ConversationId(str(conversation))
    async with services.database.transaction(who) as tx:
        await check_read(services, tx, who, id)
        return msgspec.convert(await notes.list_notes(tx, id), list[Note])


@post("/{conversation:uuid}/notes")
async def add_note(conversation: UUID, data: NoteBody, services: Services, who: Scope) -> Note:
    id = ConversationId(str(conversation))
    async with services.database.transaction(who) as tx:
        await check_read(services, tx, who, id)
        note = await notes.add_note(tx, id, who.person, data.text)  # type: ignore[arg-type]
        await record(tx, "conversations.add_note", f"conversation:{id}", note=note["id"])
        return msgspec.convert(note, Note)


@post("/{conversation:uuid}/typing", status_code=204)
async def typing(conversation: UUID, data: TypingBody, services: Services, who: Scope) -> None:
    """Told to the customer, kept nowhere."""
    id = ConversationId(str(conversation))
    await check_write(services, who, id)
    told = {"conversation": id, "who": "advisor", "author": who.person, "on": data.on}
    await services.bus.publish(f"live.{who.tenant}.typing", msgspec.json.encode(told))


@put("/{conversation:uuid}/outcome", status_code=204)
async def set_outcome(conversation: UUID, data: OutcomeBody, services: Services, who: Scope) -> None:
    id = ConversationId(str(conversation))
    async with services.database.transaction(who) as tx:
        await check_read(services, tx, who, id)
        await notes.set_outcome(tx, id, who.person, data.code)
        if data.note.strip():
            await notes.add_note(tx, id, who.person, data.note)  # type: ignore[arg-type]
        await record(tx, "conversations.set_outcome", f"conversation:{id}", code=data.code)


@put("/{conversation:uuid}/customer", status_code=204)
async def set_customer(conversation: UUID, data: CustomerBody, services: Services, who: Scope) -> None:
    """Several customers may share an address: the advisor says who it is."""
    id, customer = ConversationId(str(conversation)), CustomerId(str(data.customer))
    who.require("customers.edit")
    async with services.database.transaction(who) as tx:
        await check_read(services, tx, who, id)
        await records.set_customer(tx, id, customer)
        await record(tx, "conversations.set_customer", f"conversation:{id}", customer=customer)


@get("/api/customers/{customer:uuid}/timeline", tags=["conversations"])
async def timeline(
    customer: UUID, services: Services, who: Scope, after: Cursor = "", limit: Limit = 20
) -> Page[TimelineContact]:
    """All her conversations on all channels, newest first, with segments, last messages, notes, attachments."""
    who.require("customers.view")
    async with services.database.transaction(who) as tx:
        rows = await records.timeline(
            tx, CustomerId(str(customer)), cursor=key_of(after, tuple[int, str]), limit=limit + 1
        )
    return page_of(rows, limit, lambda row: msgspec.convert(row, TimelineContact), "opened_at", "id")


@get("/api/outcome-codes", tags=["conversations"])
async def list_outcome_codes(services: Services, who: Scope, retired: bool = False) -> list[OutcomeCode]:
    async with services.database.transaction(who) as tx:
        return msgspec.convert(await notes.list_outcome_codes(tx, retired=retired), list[OutcomeCode])


@put("/api/outcome-codes/{code:str}", status_code=204, tags=["conversations"])
async def put_outcome_code(code: str, data: OutcomeCodeBody, services: Services, who: Scope) -> None:
    who.require("conversations.outcomes.edit")
    code = msgspec.convert(code, Code)
    async with services.database.transaction(who) as tx:
        await notes.put_outcome_code(tx, code, data.labels, position=data.position, retired=data.retired)
        await record(tx, "conversations.edit_outcome_code", f"outcome_code:{code}", retired=data.retired)


routes = [
    Router(
        "/api/conversations",
        tags=["conversations"],
        route_handlers=[
            list_conversations,
            get_conversation,
            list_messages,
            send_message,
            undo_message,
            list_notes,
            add_note,
            typing,
            set_outcome,
            set_customer,
        ],
    ),
    timeline,
    list_outcome_codes,
    put_outcome_code,
]
