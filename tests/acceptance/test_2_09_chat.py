"""Issue 2, point 9: a chat widget any site embeds, which resumes, shows typing and the place in the queue."""

from __future__ import annotations

import gzip
import time

import httpx
import pytest
from people import ROOT, Visitor, eventually

WIDGET_BYTES_MAX = 25 * 1024
WIDGET = ROOT / "web/apps/welcome/dist/widget.js"


def begin(visitor: Visitor, text: str = "Bonjour, une question sur ma facture.") -> None:
    """Write, press the first button, wait in the queue."""
    visitor.writes(text)
    visitor.presses("1")
    visitor.until(lambda: visitor.state.get("state") == "waiting")


def test_the_widget_is_small_and_one_script_tag(running):
    if not WIDGET.exists():
        pytest.skip("the web faces are not built here: ./palabre test web builds them")
    answer = httpx.get(f"{running.url}/welcome/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and "javascript" in answer.headers["content-type"]
    assert len(gzip.compress(answer.content)) <= WIDGET_BYTES_MAX
    page = httpx.get(f"{running.url}/welcome/demo")
    assert page.status_code == 200


def test_a_visitor_and_an_advisor_talk_both_ways(visitor, advisor):
    awa, customer = advisor("awa"), visitor()
    begin(customer)
    conversation = awa.accepts(channel="chat")
    customer.until(lambda: customer.state.get("state") == "talking")
    assert customer.state["advisor"] == "Awa", "her first name, and no more"
    awa.writes(conversation, "Bonjour, je regarde.")
    customer.until(lambda: "Bonjour, je regarde." in customer.texts("advisor"))
    customer.writes("Merci !")
    rows = eventually(lambda: [m for m in messages(awa, conversation) if m["text"] == "Merci !"])
    assert len(rows) == 1
    awa.ends(conversation)
    customer.until(lambda: customer.state.get("state") == "closed")


def messages(person, conversation: str) -> list[dict]:
    return person.get(f"/api/conversations/{conversation}/messages")


def test_after_a_reload_it_goes_on_where_it_was(visitor, advisor):
    awa, before = advisor("awa"), visitor()
    begin(before)
    conversation = awa.accepts(channel="chat")
    before.until(lambda: before.state.get("state") == "talking")
    token = before.welcome["token"]
    before.socket.close()
    awa.writes(conversation, "Êtes-vous là ?")
    after = visitor(token=token)
    after.until(lambda: "Êtes-vous là ?" in after.texts("advisor") and after.state.get("state") == "talking")
    assert "Bonjour, une question sur ma facture." in after.texts("me"), "what was said before is there again"
    after.writes("Oui, je suis revenu.")
    eventually(lambda: [m for m in messages(awa, conversation) if m["text"] == "Oui, je suis revenu."])
    assert len(awa.desk.of("conversation", channel="chat")) == 1, "and it is the same conversation"


def test_a_page_that_knows_what_it_has_is_sent_the_rest_only(visitor, advisor):
    awa, before = advisor("awa"), visitor()
    begin(before)
    conversation = awa.accepts(channel="chat")
    held = before.until(lambda: before.of("flow"))[-1]["number"]
    before.socket.close()
    awa.writes(conversation, "La suite.")
    after = visitor(token=before.welcome["token"], conversation=conversation, last=held)
    after.until(lambda: "La suite." in after.texts("advisor"))
    assert min(m["number"] for m in after.messages.values()) > held


def test_what_is_sent_twice_counts_once(visitor, advisor):
    awa, customer = advisor("awa"), visitor()
    begin(customer)
    conversation = awa.accepts(channel="chat")
    id = customer.writes("Une seule fois")
    customer.writes("Une seule fois", id)
    customer.writes("Puis ceci")
    eventually(lambda: [m for m in messages(awa, conversation) if m["text"] == "Puis ceci"])
    assert [m["text"] for m in messages(awa, conversation)].count("Une seule fois") == 1


def test_each_sees_the_other_type(visitor, advisor):
    awa, customer = advisor("awa"), visitor()
    begin(customer)
    conversation = awa.accepts(channel="chat")
    awa.post(f"/api/conversations/{conversation}/typing", {"on": True})
    customer.until(lambda: any(t["on"] for t in customer.typing))
    customer.send(kind="typing", on=True)
    awa.desk.until(lambda: [s for s in awa.desk.said if s["kind"] == "typing" and s["who"] == "customer"])


def test_those_who_wait_see_their_place_and_it_gets_better(visitor, advisor):
    waiting = [visitor() for _ in range(3)]
    for place, one in enumerate(waiting, 1):
        begin(one)
        one.until(lambda one=one, place=place: one.state.get("position") == place)
    waiting[0].leaves()
    for place, one in enumerate(waiting[1:], 1):
        one.until(lambda one=one, place=place: one.state.get("position") == place)


def test_one_who_leaves_is_offered_to_nobody(visitor, advisor):
    customer = visitor()
    begin(customer)
    customer.leaves()
    awa = advisor("awa")
    time.sleep(0.5)  # nothing is to come: there is no condition to wait for
    assert awa.desk.of("offer") == []


def test_a_site_that_was_not_named_is_refused(nadia, running):
    name = {"name": "Site nommé", "origins": ["https://boutique.example"]}
    widget = nadia.post("/api/chat/widgets", name)
    stranger = Visitor(running.url, widget["key"], origin="https://ailleurs.example")
    stranger.until(lambda: stranger.closed_with == 4403)
    welcome = Visitor(running.url, widget["key"], origin="https://boutique.example")
    welcome.until(lambda: welcome.welcome)
    unknown = Visitor(running.url, "w-inconnu")
    unknown.until(lambda: unknown.closed_with == 4404)


def test_nonsense_closes_the_socket_and_nothing_else(running, visitor):
    customer = visitor()
    customer.until(lambda: customer.welcome)
    customer.socket.send("{not json")
    customer.until(lambda: customer.closed_with or [s for s in customer.said if s["kind"] == "refused"])
    assert httpx.get(f"{running.url}/readyz").status_code == 200


def test_its_page_is_where_the_demo_says(running):
    page = next(p for p in running.told["pages"] if p["key"] == "customer")
    assert httpx.get(page["url"]).status_code == 200
