"""The public socket: who may come in, how fast, what is kept once, what is never kept."""
from __future__ import annotations

import asyncio
import json

import psycopg
import pytest
import websockets
from chat_visitor import KEY, Visitor

from palabre.foundations import limits
from palabre.plumbing.identity import new_id

CARD = "4970101234567893"


async def test_a_message_sent_twice_is_one(live):
    await live.menu_flow()
    customer = await live.visitor()
    for _ in range(3):
        await customer.say("Bonjour", id="client-0001")
    await customer.reads("Que voulez-vous")
    again = await live.visitor(customer.token)
    await again.say("Bonjour", id="client-0001")
    await again.say("Encore", id="client-0002")
    await again.reads("Encore")
    async with live.transaction() as tx:
        found = await tx.all("select text from message where tenant = %(tenant)s and direction = 'in' order by number",
                             {"tenant": live.tenant})
    assert [f["text"] for f in found] == ["Bonjour", "Encore"]


async def test_two_tabs_at_the_same_instant_open_one_conversation(live):
    await live.menu_flow()
    first = await live.visitor()
    await first.until(lambda v: v.token)
    tabs = [first, *[await live.visitor(first.token) for _ in range(4)]]
    await asyncio.gather(*(tab.say(f"message {n}") for n, tab in enumerate(tabs)))
    for tab in tabs:
        await tab.until(lambda v: sum(m["from"] == "me" for m in v.messages) == 5)
    assert len({tab.conversation for tab in tabs}) == 1
    assert [m["number"] for m in tabs[0].messages] == [m["number"] for m in tabs[1].messages]


async def test_it_resumes_after_a_cut_from_the_last_number(live):
    await live.menu_flow()
    customer = await live.visitor()
    await customer.say("Bonjour")
    await customer.reads("Que voulez-vous")
    await customer.leave()
    before, customer.frames = len(customer.messages), []
    other = await live.visitor(customer.token)
    await other.until(lambda v: v.messages)
    await other.say("Une autre page")
    await other.reads("Une autre page")
    await customer.connect()
    await customer.reads("Une autre page")
    assert len([f for f in customer.frames if f["kind"] == "message"]) == len(customer.messages) - before
    numbers = [m["number"] for m in customer.messages]
    assert numbers == sorted(set(numbers))
    await customer.leave()


async def test_a_token_of_nobody_is_a_new_visitor(live):
    await live.menu_flow()
    customer = await live.visitor("not-a-token-of-ours")
    await customer.until(lambda v: v.frames)
    assert customer.frames[0]["token"] and customer.frames[0]["token"] != "not-a-token-of-ours"
    async with await psycopg.AsyncConnection.connect(live.database.dsn("superuser")) as connection:
        kept = await (await connection.execute("select token_hash from palabre.chat_visitor")).fetchall()
    assert all(customer.token.encode() not in bytes(k[0]) for k in kept)


@pytest.mark.parametrize(("origin", "code"), [
    ("https://site.test", None), ("https://elsewhere.test", 4403), ("null", 4403), ("https://site.test.evil", 4403)])
async def test_only_named_sites_may_embed_it(live, origin, code):
    customer = Visitor(live)
    try:
        await customer.connect(Origin=origin)
        if code:
            await customer.until(lambda v: v.closed == code)
        else:
            await customer.until(lambda v: v.frames)
    finally:
        await customer.leave()


async def test_an_unknown_key_is_told_so(live):
    customer = Visitor(live)
    await customer.connect(key="w_nobody")
    await customer.until(lambda v: v.closed == 4404)


@pytest.mark.parametrize(
    "data", ["", "{}", "[]", '{"kind":"message","id":"12345678","text":"x"}', "x" * 40_000, '{"kind":'])
async def test_what_is_not_the_protocol_ends_the_socket(live, data):
    async with websockets.connect(f"ws://127.0.0.1:{live.port}/chat-ws/{KEY}") as socket:
        await socket.send(data)
        with pytest.raises(websockets.ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 5)
        assert socket.close_code in (4400, 1009)


async def test_nonsense_after_hello_is_refused_and_the_talk_goes_on(live):
    await live.menu_flow()
    customer = await live.visitor()
    await customer.send("message", id="12345678", text="x" * (limits.CHAT_MESSAGE_CHARACTERS_MAX + 1))
    await customer.until(lambda v: any(f["kind"] == "refused" for f in v.frames))
    await customer.say("   ")
    await customer.until(lambda v: any(f.get("code") == "conversations.message_empty" for f in v.frames))
    await customer.say("Bonjour")
    await customer.reads("Bienvenue")


async def test_who_writes_too_fast_is_told_to_wait(live):
    await live.menu_flow()
    customer = await live.visitor()
    for n in range(limits.CHAT_MESSAGES_BURST + 3):
        await customer.say(f"{n}")
    await customer.until(lambda v: any(f.get("code") == "chat.too_fast" for f in v.frames))
    await customer.until(lambda v: sum(m["from"] == "me" for m in v.messages) >= limits.CHAT_MESSAGES_BURST)


async def test_too_many_sockets_of_one_network_are_refused(live, monkeypatch):
    monkeypatch.setattr(limits, "CHAT_SOCKETS_PER_NETWORK", 2)
    first, second = await live.visitor(), await live.visitor()
    await second.until(lambda v: v.frames)
    third = await live.visitor()
    await third.until(lambda v: v.closed == 4429)
    await first.leave()
    await asyncio.sleep(0)
    fourth = Visitor(live)
    for _ in range(50):
        await fourth.connect()
        await fourth.until(lambda v: v.frames or v.closed)
        if fourth.frames:
            break
    assert fourth.frames
    await fourth.leave()
    assert second.closed is None


async def test_a_secret_is_in_no_row_fact_or_list(live):
    await live.flow(
        {"card": {"kind": "collect", "prompts": ["card"], "secret": True, "check": "luhn", "length_min": 16,
                  "length_max": 16,
                  "next": {"collected": "bye", "silence": "lost", "wrong": "lost", "rejected": "lost"}},
         "lost": {"kind": "hang_up", "prompts": ["lost"]},
         "bye": {"kind": "hang_up", "prompts": ["thanks"]}},
        card="Votre carte ?", thanks="Merci, c’est noté", lost="Perdu")
    customer = await live.visitor()
    await customer.say("Je veux payer")
    await customer.reads("Votre carte")
    await customer.until(lambda v: any(f["kind"] == "secret" and f["message"] for f in v.frames))
    await customer.say(CARD)                      # into the ordinary field: masked all the same
    await customer.reads("c’est noté")
    assert [m["type"] for m in customer.messages if m["from"] == "me"] == ["text", "secret"]
    assert CARD not in json.dumps(customer.frames)
    async with await psycopg.AsyncConnection.connect(live.database.dsn("superuser")) as connection:
        tables = await (await connection.execute(
            "select tablename from pg_tables where schemaname = 'palabre'")).fetchall()
        for (table,) in tables:
            rows = await (await connection.execute(f'select t::text from palabre."{table}" t')).fetchall()
            assert rows is not None and not [r for r in rows if CARD in r[0] or CARD.encode().hex() in r[0]], table


async def test_a_secret_that_nobody_awaits_is_refused(live):
    await live.menu_flow()
    customer = await live.visitor()
    await customer.say("Bonjour")
    asked = await customer.reads("Que voulez-vous")
    await customer.send("secret", id=new_id(), message=asked["id"], value=CARD)
    await customer.until(lambda v: any(f.get("code") == "chat.secret_not_awaited" for f in v.frames))
