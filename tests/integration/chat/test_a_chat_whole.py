"""A customer writes, a machine answers, a person takes over: the corridor of a chat, on real parts."""
from __future__ import annotations

from palabre.plumbing.identity import new_id


async def test_from_first_word_to_the_end(live, hardly_held):
    await live.menu_flow()
    await live.advisor_is("away")
    customer = await live.visitor()
    await customer.say("Bonjour, ma facture")
    await customer.reads("Bienvenue")
    asked = await customer.reads("Que voulez-vous")
    assert [o["label"] for o in asked["data"]["options"]] == ["Facture", "Internet"]

    await customer.press("Facture")
    told = await customer.is_told("waiting")
    assert told["position"] == 1
    await live.advisor_is("available")
    item = await live.accept()
    assert (await customer.is_told("talking"))["advisor"] == "Awa"

    path = f"/api/conversations/{customer.conversation}"
    shown = await live.call("GET", f"{path}/messages")
    assert [m["text"] for m in shown if m["direction"] == "in"] == ["Bonjour, ma facture", "Facture"]
    sent = await live.call("POST", f"{path}/messages", {"text": "Bonjour, je regarde", "id": new_id()})
    assert sent["status"] == "queued" and sent["number"] is None
    answer = await customer.reads("je regarde")
    assert answer["from"] == "advisor"
    await customer.send("read", number=answer["number"], seen=True)

    await live.finish(item)
    await live.until_row(customer.conversation, lambda r: r["state"] == "closed")
    assert await customer.is_told("closed")
    detail = await live.call("GET", path, cookie="supervisor")
    assert [s["kind"] for s in detail["segments"]] == ["flow", "queue", "ring", "talk"]
    assert all(s["closed_at"] for s in detail["segments"])
    read = next(m for m in await live.call("GET", f"{path}/messages") if m["direction"] == "out" and m["author"])
    assert read["status"] == "read"
