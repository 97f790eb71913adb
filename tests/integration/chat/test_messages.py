"""Messages of advisors: held, undone, sent once; who may read and write them."""
from __future__ import annotations

import asyncio

from palabre.conversations import jobs
from palabre.plumbing.identity import new_id, now_ms


async def talking(live):
    """A customer with her advisor."""
    await live.menu_flow()
    await live.advisor_is("available")
    customer = await live.visitor()
    await customer.say("Bonjour")
    await customer.reads("Que voulez-vous")
    await customer.press("Facture")
    item = await live.accept()
    await customer.is_told("talking")
    return customer, item, f"/api/conversations/{customer.conversation}"


async def test_a_message_is_held_three_seconds_and_can_be_undone(live):
    customer, _, path = await talking(live)
    held = await live.call("POST", f"{path}/messages", {"text": "Une bêtise", "id": new_id()})
    assert 2_500 < held["held_until"] - held["created_at"] < 3_500
    assert (await live.call("GET", f"{path}/messages"))[-1]["status"] == "queued"
    assert await live.call("POST", f"{path}/messages/{held['id']}/undo") == {"text": "Une bêtise"}
    kept = await live.call("POST", f"{path}/messages", {"text": "Le bon mot", "id": new_id()})
    await customer.reads("Le bon mot")
    assert "Une bêtise" not in customer.texts
    refused = await live.call("POST", f"{path}/messages/{kept['id']}/undo", status=409)
    assert refused["code"] == "conversations.message_already_sent"


async def test_the_same_request_twice_sends_one_message(live, hardly_held):
    customer, _, path = await talking(live)
    same = {"text": "Je regarde", "id": new_id()}
    first, second = await asyncio.gather(*(live.call("POST", f"{path}/messages", same) for _ in range(2)))
    assert first["id"] == second["id"]
    await customer.reads("Je regarde")
    assert customer.texts.count("Je regarde") == 1


async def test_many_workers_release_a_message_once(live, hardly_held):
    customer, _, path = await talking(live)
    for n in range(5):
        await live.call("POST", f"{path}/messages", {"text": f"mot {n}", "id": new_id()})
    deadline = now_ms() + 20_000
    while now_ms() < deadline and sum("mot" in t for t in customer.texts) < 5:
        await asyncio.gather(*(jobs.release_due(live.services) for _ in range(6)))
        await asyncio.sleep(0.02)
    assert [t for t in customer.texts if "mot" in t] == [f"mot {n}" for n in range(5)]
    sent = [f for _, f in live.facts if type(f).__name__ == "MessageSent" and f.author]
    assert len(sent) == 5


async def test_nobody_reads_or_writes_what_is_not_hers(live):
    customer, _, path = await talking(live)
    for method, end, body in (("GET", "", None), ("GET", "/messages", None), ("GET", "/notes", None),
                              ("POST", "/messages", {"text": "x"}), ("POST", "/notes", {"text": "x"}),
                              ("POST", "/typing", {"on": True}), ("PUT", "/outcome", {"code": None})):
        answer = await live.call(method, path + end, body, cookie="other", status=403)
        assert answer["code"] == "conversations.not_taking_part", end
        await live.call(method, path + end, body, cookie="nobody", status=401)
    assert (await live.call("GET", "/api/conversations", cookie="other"))["rows"] == []
    mine = (await live.call("GET", "/api/conversations"))["rows"]
    assert [r["id"] for r in mine] == [customer.conversation]
    assert [r["id"] for r in (await live.call("GET", "/api/conversations?state=open", cookie="supervisor"))["rows"]]
    held = await live.call("POST", f"{path}/messages", {"text": "à moi", "id": new_id()})
    await live.call("POST", f"{path}/messages/{held['id']}/undo", cookie="other", status=404)


async def test_notes_outcome_and_the_timeline_of_the_customer(live):
    customer, item, path = await talking(live)
    labels = {"labels": {"fr": "Facture", "en": "Bill"}}
    await live.call("PUT", "/api/outcome-codes/billing", labels, cookie="administrator")
    await live.call("PUT", "/api/outcome-codes/billing", labels, status=403)
    assert (await live.call("PUT", f"{path}/outcome", {"code": "nothing"}, status=422))["code"] == (
        "conversations.outcome_unknown")
    await live.call("POST", f"{path}/notes", {"text": "Demande un geste"})
    await live.call("PUT", f"{path}/outcome", {"code": "billing", "note": "Geste accordé"})
    await live.finish(item)
    row = await live.until_row(customer.conversation, lambda r: r["state"] == "closed")
    timeline = await live.call("GET", f"/api/customers/{row['customer']}/timeline")
    (shown,) = timeline["rows"]
    assert shown["outcome"] == "billing"
    assert [n["text"] for n in shown["notes"]] == ["Demande un geste", "Geste accordé"]
    assert [s["kind"] for s in shown["segments"]] == ["flow", "queue", "ring", "talk"]
    assert "Bonjour" in [m["text"] for m in shown["messages"]]

    await customer.say("J’ai oublié quelque chose")
    await customer.until(lambda v: v.conversation != shown["id"])
    detail = await live.call("GET", f"/api/conversations/{customer.conversation}", cookie="supervisor")
    assert detail["previous"] == shown["id"] and [c["id"] for c in detail["last_contacts"]] == [shown["id"]]
