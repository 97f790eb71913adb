"""Issue 2, point 5: one record for every channel, segments with owners, the customer's timeline, careful addresses."""

from __future__ import annotations

import pytest
from people import eventually, palabre


@pytest.fixture
def talk(advisor, visitor):
    """Awa and a visitor, talking."""
    awa, customer = advisor("awa"), visitor()
    customer.writes("Bonjour, ma ligne est coupée.")
    customer.presses("1")
    return awa, customer, awa.accepts(channel="chat")


def test_a_conversation_is_its_segments_each_with_an_owner(talk, claire):
    awa, _, conversation = talk
    awa.ends(conversation)
    row = eventually(lambda: closed(claire, conversation))
    kinds = [s["kind"] for s in sorted(row["segments"], key=lambda s: s["opened_at"])]
    assert kinds[0] == "flow" and {"flow", "queue", "ring", "talk", "wrap_up"} <= set(kinds)
    owners = {s["kind"]: s["owner"] for s in row["segments"]}
    assert owners["talk"] == awa.id == owners["wrap_up"]
    assert all(s["closed_at"] >= s["opened_at"] for s in row["segments"])
    assert row["channel"] == "chat" and row["closed_at"] >= row["opened_at"]


def closed(person, conversation: str) -> dict | None:
    row = person.get(f"/api/conversations/{conversation}")
    done = row["state"] == "closed" and all(s["closed_at"] for s in row["segments"])
    return row if done else None


def test_notes_stay_among_colleagues(talk, claire):
    awa, customer, conversation = talk
    awa.post(f"/api/conversations/{conversation}/notes", {"text": "Client fidèle."})
    awa.writes(conversation, "Je regarde.")
    customer.until(lambda: "Je regarde." in customer.texts("advisor"))
    notes = claire.get(f"/api/conversations/{conversation}/notes")
    rows = notes["rows"] if isinstance(notes, dict) else notes
    assert [n["text"] for n in rows] == ["Client fidèle."] and rows[0]["author"] == awa.id
    assert not any("fidèle" in m["text"] for m in customer.messages.values())


def test_a_message_can_be_taken_back_before_it_leaves(talk):
    awa, customer, conversation = talk
    sent = awa.post(f"/api/conversations/{conversation}/messages", {"text": "Oups"})
    undone = awa.http.post(f"/api/conversations/{conversation}/messages/{sent['id']}/undo")
    if undone.status_code >= 300:
        assert undone.json()["code"] == "conversations.message_sent", "too late is said so"
        return
    awa.writes(conversation, "La suite")
    customer.until(lambda: "La suite" in customer.texts("advisor"))
    assert "Oups" not in customer.texts("advisor")


def test_an_outcome_is_one_of_those_that_were_made(talk):
    awa, _, conversation = talk
    codes = [c["code"] for c in rows_of(awa.get("/api/outcome-codes"))]
    assert "solved" in codes
    awa.put(f"/api/conversations/{conversation}/outcome", {"code": "solved", "note": "Réglé."})
    assert awa.get(f"/api/conversations/{conversation}")["outcome"] == "solved"
    awa.put(f"/api/conversations/{conversation}/outcome", {"code": "invented"}, status=422)


def rows_of(answer) -> list[dict]:
    return answer["rows"] if isinstance(answer, dict) else answer


def test_the_timeline_joins_what_one_customer_said_on_any_channel(talk, claire, running):
    awa, customer, first = talk
    token = customer.welcome["token"]
    awa.ends(first)
    customer.until(lambda: customer.state.get("state") == "closed")
    again = running.visitor(token=token)
    again.until(lambda: again.welcome)
    again.writes("C’est encore moi.")
    again.until(lambda: "C’est encore moi." in again.texts("me") and len(again.of("me")) == 1)  # a new conversation
    again.presses("1")
    second = awa.accepts(channel="chat")
    assert second != first
    person = claire.get(f"/api/conversations/{second}")["customer"]
    assert person == claire.get(f"/api/conversations/{first}")["customer"]
    told = [c["id"] for c in claire.get(f"/api/customers/{person}/timeline")["rows"]]
    assert told[:2] == [second, first], "newest first"
    assert [c["id"] for c in claire.get(f"/api/conversations/{second}")["last_contacts"]] == [first]
    again.leaves()


@pytest.mark.parametrize("number", ["anonymous", "3631", "12"])
def test_a_number_that_names_nobody_is_refused_as_an_address(nadia, number):
    body = {"name": "Personne", "addresses": [{"kind": "phone", "value": number}]}
    nadia.post("/api/customers", body, status=422)


def test_several_people_may_share_one_number(nadia):
    number = "+33612340099"
    for name in ("Anne Petit", "Luc Petit"):
        nadia.post("/api/customers", {"name": name, "addresses": [{"kind": "phone", "value": number}]})
    found = nadia.get("/api/customers", phone="06 12 34 00 99")["rows"]
    assert {c["name"] for c in found} >= {"Anne Petit", "Luc Petit"}


def test_a_customer_is_erased_and_no_sum_changes(talk, nadia, running):
    awa, customer, conversation = talk
    customer.writes("Je m’appelle Zénobie Unique.")
    customer.until(lambda: "Je m’appelle Zénobie Unique." in customer.texts("me"))  # after the end it would begin anew
    awa.ends(conversation)
    row = eventually(lambda: closed(nadia, conversation))
    before = [f for f in running.journal() if f["fields"].get("conversation") == conversation]
    nadia.post(f"/api/customers/{row['customer']}/erase")
    texts = [m["text"] or "" for m in rows_of(nadia.get(f"/api/conversations/{conversation}/messages"))]
    assert not any("Zénobie" in t for t in texts)
    after = [f for f in running.journal() if f["fields"].get("conversation") == conversation]
    assert after[: len(before)] == before and "Zénobie" not in str(after)


def test_an_advisor_reads_what_she_had_part_in_and_no_more(talk, running):
    _, _, conversation = talk
    lea = running.person("lea")
    assert lea.http.get(f"/api/conversations/{conversation}").status_code in (403, 404)
    assert conversation not in [c["id"] for c in lea.get("/api/conversations")["rows"]]


def test_lists_are_bounded_and_go_on_by_cursor(claire):
    page = claire.get("/api/conversations", limit=2)
    assert len(page["rows"]) == 2 and page["next"]
    following = claire.get("/api/conversations", limit=2, after=page["next"])["rows"]
    assert not {c["id"] for c in following} & {c["id"] for c in page["rows"]}
    assert claire.http.get("/api/conversations", params={"limit": 100_000}).status_code in (400, 422)


def test_a_story_is_told_by_a_command(talk, running):
    _, _, conversation = talk
    told = palabre("trace", conversation, "--data", str(running.data))
    assert told.returncode == 0 and "conversations/facts.py" in told.stdout and "OfferMade" in told.stdout
    unknown = palabre("trace", "01980000-0000-7000-8000-000000000000", "--data", str(running.data))
    assert unknown.returncode == 1 and "no fact names" in unknown.stderr
