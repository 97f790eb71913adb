"""Issue 2, point 11: a demo that a newcomer believes: people, queues, a French IVR, a scripted call, robots."""

from __future__ import annotations

import json
import subprocess

import httpx
import pytest
from people import ROOT, Desk, Running, eventually

STORY = ("ConversationOpened", "FlowBegan", "WorkItemQueued", "OfferEnded", "ConnectRequested", "EffectEnded")


@pytest.fixture(scope="module")
def staffed(folder):
    """Machines answer, over the same wires as people."""
    made = Running("demo", folder / "staffed", "--robots")
    yield made
    made.stop()


def test_who_works_there_and_which_queues_they_serve(nadia):
    assert nadia.get("/api/tenant")["name"] == "Démo Télécom"
    people = nadia.get("/api/people")["rows"]
    assert len([p for p in people if "advisor" in p["roles"]]) >= 6
    queues = [q for q in nadia.get("/api/queues")["rows"] if q["channel"] == "voice"]
    assert {q["name"] for q in queues} >= {"Commercial", "Assistance", "Grands comptes"}
    vip = next(q for q in queues if q["name"] == "Grands comptes")
    assert vip["options"]["priority_seconds"] > 0, "the one of large accounts goes before"


def test_a_telephone_flow_in_french_answers_its_number(nadia, running):
    entries = {(e["channel"], e["entry"]): e for e in nadia.get("/api/flow-entries")["rows"]}
    flow = nadia.get(f"/api/flows/{entries['voice', running.told['number']]['flow']}")
    kinds = {step["kind"] for step in flow["draft"]["steps"].values()}
    assert flow["draft"]["languages"][0] == "fr" and flow["published"]
    assert {"say", "menu", "queue", "business_hours", "record_consent", "hang_up"} <= kinds


def test_a_page_for_customers_and_one_for_everybody_else(running):
    for page in running.told["pages"]:
        assert httpx.get(page["url"], follow_redirects=True).status_code == 200, page["key"]


def test_each_sign_in_that_is_printed_opens(running):
    for one in running.told["sign_ins"]:
        assert one["role"] in running.person(one["key"]).me["person"]["roles"]


@pytest.mark.seconds_max(400)
def test_a_scripted_call_is_answered_by_a_machine_at_a_desk(staffed):
    """From the SIP trunk to a robot's telephone and back, as the journal tells it."""
    if not staffed.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    with Desk(staffed.person("claire")) as wall:
        wall.until(lambda: len(wall.of("advisor", status="available", present=True)) >= 5, 60)
        call = subprocess.Popen(
            [str(ROOT / "palabre"), "demo", "call", "--data", str(staffed.data), "--for", "help", "--wait", "15",
             "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            wall.until(lambda: wall.of("advisor", activity="talking"), 90)
            said, wrong = call.communicate(timeout=180)
        finally:
            call.kill()
    assert call.returncode == 0, said + wrong
    line = json.loads(said)  # one line and nothing else
    assert line["result"] in ("hung_up", "left") and "answered" in {one["step"] for one in line["steps"]}, line
    heard = {one["during"]: one["what"] for one in line["heard"]}
    assert heard["welcome"] == "sound" and "sound" in {w for name, w in heard.items() if name != "welcome"}, line
    opened = [f for f in staffed.journal() if "ConversationOpened" in f["fact"] and f["fields"]["channel"] == "voice"]
    assert len(opened) == 1
    conversation = opened[0]["fields"]["conversation"]

    def story() -> list[str]:
        mine = [f["fact"].split(".")[1] for f in staffed.journal() if f["fields"].get("conversation") == conversation]
        return mine if "ConversationClosed" in mine and "WrapUpEnded" in mine else []

    told = eventually(story, 60)
    assert [fact for fact in STORY if fact not in told] == []


def test_a_machine_answers_a_chat_too(staffed):
    customer = staffed.visitor()
    customer.writes("Bonjour")
    customer.presses("1")
    customer.until(lambda: customer.of("advisor"), 40)
    assert customer.state["advisor"] in ("Paul", "Karim", "Inès", "Moussa")
    customer.leaves()
