"""A worker replaced, a late word, a silence, a conversation that never opened."""
from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, nullcontext

import pytest
from psycopg import AsyncConnection, OperationalError

from palabre.channels.chat import actions as chat_actions
from palabre.channels.chat import jobs as chat_jobs
from palabre.conversations import jobs
from palabre.conversations.actions.messages import list_messages, receive_message, send_message
from palabre.conversations.actions.records import get_conversation
from palabre.conversations.commands import CloseConversation
from palabre.conversations.facts import ConversationOpened
from palabre.flows.actions.flows import entry_flow
from palabre.flows.actions.runs import begin_run
from palabre.foundations.problems import Refused
from palabre.plumbing.identity import new_id, now_ms
from palabre.processes import worker

END_WHO_WAITS = """select pg_terminate_backend(pid) from pg_locks
  where not granted and relation = 'palabre.conversation'::regclass"""


async def test_another_worker_goes_on_where_the_first_was_ended(rig):
    await rig.menu_flow()
    await rig.advisor_is("away")
    async with rig.front():
        async with rig.worker():
            customer = await rig.visitor()
            await customer.say("Bonjour")
            await customer.reads("Que voulez-vous")
        await customer.press("Facture")                     # nobody listens now
        async with rig.worker():
            await customer.is_told("waiting")
        await rig.advisor_is("available")
        await rig.accept()
        async with rig.worker():                            # while a person has the customer
            await customer.is_told("talking")
            item = next(iter(rig.follower.world["routing"].items))
            await rig.until_run(customer.conversation, "handed_over")
            await rig.finish(item)
            await rig.until_row(customer.conversation, lambda r: r["state"] == "closed")
        assert [t for t in customer.texts if t] == ["Bonjour", "Bienvenue", "Que voulez-vous ?", "Facture"]


async def test_a_chat_that_came_while_no_worker_was_there_is_answered(rig):
    await rig.menu_flow()
    async with rig.front():
        customer = await rig.visitor()
        await customer.say("Bonjour ?")
        await rig.until_row(customer.conversation or new_id(), lambda r: not r or r["state"] == "open")
        async with rig.worker():
            await customer.reads("Bienvenue")


async def test_a_chat_is_answered_though_the_database_went_away_when_its_flow_was_to_begin(rig):
    await rig.menu_flow()
    async with rig.front():
        customer = await rig.visitor()
        await customer.say("Bonjour ?")
        await rig.follower.until(lambda w: w["conversations"].conversations, 10)
        dsn = rig.database.dsn("superuser")
        async with await AsyncConnection.connect(dsn) as holds, await AsyncConnection.connect(dsn) as ends:
            await holds.execute("lock table palabre.conversation in access exclusive mode")
            async with rig.worker():
                async with asyncio.timeout(10):
                    while not (await (await ends.execute(END_WHO_WAITS)).fetchall()):
                        await asyncio.sleep(0.05)
                await holds.rollback()
                await customer.reads("Bienvenue")


async def test_a_message_sent_again_after_its_conversation_was_closed_begins_no_other(rig):
    await rig.menu_flow()
    async with rig.front(), rig.worker():
        customer = await rig.visitor()
        await customer.say("Bonjour", id="sent-twice")
        await customer.reads("Que voulez-vous")
        first = customer.conversation
        await customer.send("close")
        await rig.until_row(first, lambda r: r["state"] == "closed")
        await customer.say("Bonjour", id="sent-twice")
        await customer.send("beat")  # taken in order: once it is answered, the repeat has been dealt with
        await customer.until(lambda v: v.frames[-1]["kind"] == "beat")
        async with rig.transaction() as tx:
            rows = await tx.all("select 1 from conversation where tenant = %(tenant)s", {"tenant": rig.tenant})
        assert len(rows) == 1 and customer.conversation == first


async def test_a_held_message_survives_the_worker(rig, hardly_held):
    await rig.menu_flow()
    await rig.advisor_is("available")
    async with rig.front():
        async with rig.worker():
            customer = await rig.visitor()
            await customer.say("Bonjour")
            await customer.reads("Que voulez-vous")
            await customer.press("Facture")
            await rig.accept()
            await customer.is_told("talking")
        path = f"/api/conversations/{customer.conversation}/messages"
        await rig.call("POST", path, {"text": "Je suis là", "id": new_id()})
        async with rig.worker():
            await customer.reads("Je suis là")
        assert customer.texts.count("Je suis là") == 1


@pytest.mark.parametrize("first_is", ["there", "just killed"])
async def test_a_late_message_makes_its_conversation_live_again(rig, first_is):
    """Rows said open when it came; the owner had closed it: its word decides, and it is answered by whoever comes."""
    await rig.menu_flow()
    async with rig.front(), AsyncExitStack() as stack:
        first_worker = await stack.enter_async_context(AsyncExitStack())
        await first_worker.enter_async_context(rig.worker())
        customer = await rig.visitor()
        await customer.say("Bonjour")
        await customer.reads("Que voulez-vous")
        first = customer.conversation
        async with rig.transaction() as late:               # the row is locked: the reader cannot write the end yet
            await late.execute("select 1 from conversation where tenant = %(tenant)s and id = %(id)s for update",
                               {"tenant": rig.tenant, "id": first})
            await customer.send("close")
            await rig.follower.until(lambda w: first not in w["conversations"].conversations, 10)
            if first_is == "just killed":
                await first_worker.aclose()
            await receive_message(late, first, "Attendez !", provider_id=new_id())
        await rig.until_row(first, lambda r: r["lives"] == 2 and r["state"] == "open")
        await rig.follower.until(lambda w: first in w["conversations"].conversations, 10)
        if first_is == "just killed":
            await stack.enter_async_context(rig.worker())
        await customer.until(lambda v: [m["text"] for m in v.messages].count("Bienvenue") == 2)
        await customer.reads("Attendez !")
        assert customer.conversation == first


async def test_who_says_nothing_for_too_long_has_left(rig):
    await rig.menu_flow()
    async with rig.front(), rig.worker():
        customer = await rig.visitor()
        await customer.say("Bonjour")
        await customer.reads("Que voulez-vous")
        assert await chat_jobs.end_silent_of(rig.services, rig.tenant) == []
        later = now_ms() + 301_000                          # the socket says nothing either by then
        assert await chat_jobs.end_silent_of(rig.services, rig.tenant, later) == [customer.conversation]
        row = await rig.until_row(customer.conversation, lambda r: r["state"] == "closed")
        assert row["customer_left_at"]
        await customer.is_told("closed")


async def test_a_conversation_that_never_opened_is_repaired(rig):
    """Its fact was lost (a restored copy, a parked tenant): the owner knows nothing of it."""
    id = new_id()
    async with rig.transaction() as tx:
        await tx.execute(
            """insert into conversation (tenant, id, channel, entry, opened_at)
            values (%(tenant)s, %(id)s, 'chat', 'w_essai', %(at)s)""",
            {"tenant": rig.tenant, "id": id, "at": now_ms() - 40_000})
    async with rig.front():
        shown = (await rig.call("GET", "/api/conversations?state=opening", cookie="supervisor"))["rows"]
        assert [r["id"] for r in shown] == [id]
    assert await jobs.repair_due(rig.services) == 1
    row = await rig.row(id)
    assert (row["state"], row["closed_reason"], row["repaired"]) == ("closed", "never_opened", "opening")


async def test_an_opening_whose_fact_still_waits_is_left_alone(rig):
    id = new_id()
    async with rig.transaction() as tx:
        await tx.execute(
            """insert into conversation (tenant, id, channel, entry, opened_at)
            values (%(tenant)s, %(id)s, 'chat', 'w_essai', %(at)s)""",
            {"tenant": rig.tenant, "id": id, "at": now_ms() - 40_000})
    rig.stop_owner()
    async with rig.transaction() as tx:
        tx.tell(ConversationOpened(now_ms(), id, "chat", None, "w_essai"))
    await asyncio.sleep(0)
    assert await jobs.repair_due(rig.services) == 0
    assert (await rig.row(id))["state"] == "opening"


@pytest.mark.parametrize("left", [False, True])
async def test_what_was_still_held_at_the_end_leaves_with_it_unless_its_customer_has_left(live, left):
    rig = live
    await rig.menu_flow()
    await rig.advisor_is("available")
    customer = await rig.visitor()
    await customer.say("Bonjour")
    await customer.reads("Que voulez-vous")
    await customer.press("Facture")
    item = await rig.accept()
    async with rig.transaction() as tx:
        await send_message(tx, customer.conversation, rig.advisor, "C’est fait.", hold_seconds=3600)
    await (customer.send("close") if left else rig.finish(item))
    await rig.until_row(customer.conversation, lambda r: r["state"] == "closed")
    if not left:
        await customer.reads("C’est fait.")
    async with rig.transaction() as tx:
        told = await list_messages(tx, customer.conversation, held=True)
    assert [(m.status, m.number is None) for m in told if m.text == "C’est fait."] in (
        [[("queued", True)]] if left else [[("sent", False)], [("delivered", False)], [("read", False)]]
    )


@pytest.mark.parametrize("begun", [False, True])
async def test_a_chat_ends_where_no_flow_could_begin_and_not_where_the_run_of_another_worker_is_on_its_way(
    rig, monkeypatch, begun
):
    monkeypatch.setattr(worker, "AFTER_SECONDS", 0.0)
    await rig.menu_flow()
    async with rig.front():
        customer = await rig.visitor()
        await customer.say("Bonjour")
        await rig.follower.until(lambda w: w["conversations"].conversations, 10)
        await customer.until(lambda v: v.conversation)
        id = customer.conversation
        if begun:
            async with rig.transaction() as tx:
                flow = await entry_flow(tx, "chat", (await get_conversation(tx, id))["entry"])
                await begin_run(tx, conversation=id, flow=flow, channel="chat", entry="", language="fr")
                tx.told.clear()  # still in the outbox: nobody owns the partition for a moment
        await worker.Worker(rig.services)._leave_nobody_there(rig.follower, rig.tenant, id)
        with nullcontext() if begun else pytest.raises(Refused, match=r"conversations\.closed"):
            await rig.ask(CloseConversation(id, "asked"))


async def test_a_widget_is_told_of_its_conversation_though_its_rows_could_not_be_read_at_first(live, monkeypatch):
    read, tries = chat_actions.messages_since, []

    async def at_the_second_try(*asked):
        tries.append(asked)
        if len(tries) == 1:
            raise OperationalError("the database is being killed")
        return await read(*asked)

    await live.menu_flow()
    customer = await live.visitor()
    monkeypatch.setattr(chat_actions, "messages_since", at_the_second_try)
    await customer.say("Bonjour")
    await customer.reads("Que voulez-vous")
    kinds = [f["kind"] for f in customer.frames]
    assert kinds.index("conversation") < kinds.index("message")
    async with live.transaction() as tx:
        assert (await get_conversation(tx, customer.conversation))["state"] == "open"
