"""Issue 4, point 4: flows are drafted, compared, published now or later; they run one another, travel, are tried."""

from __future__ import annotations

import datetime
import itertools
import time
from zoneinfo import ZoneInfo

import pytest
from people import Visitor, eventually

NUMBERS = itertools.count(1)
BYE = {"kind": "hang_up"}


def text(words: str, following: str = "bye") -> dict:
    return {"kind": "say", "prompts": [{"say": "text", "value": words}], "next": {"done": following}}


def document(steps: dict, **more) -> dict:
    return {"languages": ["fr"], "channels": ["chat"], "start": next(iter(steps)), "steps": steps, **more}


class Written:
    def __init__(self, nadia, steps: dict, **more) -> None:
        self.nadia, self.name = nadia, f"Dessin {time.time_ns()}-{next(NUMBERS)}"
        self.id = nadia.post("/api/flows", {"name": self.name, "draft": document(steps, **more)})["id"]

    @property
    def whole(self) -> dict:
        return self.nadia.get(f"/api/flows/{self.id}")

    def save(self, steps: dict, **more) -> None:
        now = self.whole
        draft = now["draft"] | {"steps": steps, **more}
        self.nadia.put(f"/api/flows/{self.id}/draft", {"draft": draft, "revision": now["revision"]})

    def publish(self, note: str = "") -> int:
        return self.nadia.post(f"/api/flows/{self.id}/publish", {"note": note})["version"]

    def answers(self, visitor) -> Visitor:
        key = self.nadia.post("/api/chat/widgets", {"name": self.name, "origins": ["*"]})["key"]
        self.nadia.put(f"/api/flow-entries/chat/{key}", {"flow": self.id})
        one = visitor(key)
        one.writes("Bonjour")
        return one


def test_versions_are_kept_compared_and_taken_back(nadia):
    made = Written(nadia, {"a": text("Un"), "bye": BYE})
    assert made.publish("Première") == 1
    made.save({"a": text("Deux", "b"), "b": text("Plus"), "bye": BYE}, languages=["fr", "en"])
    told = nadia.get(f"/api/flows/{made.id}/comparison", before=1)
    assert [one["step"] for one in told["added"]] == ["b"] and not told["removed"]
    assert {field["path"] for field in told["changed"][0]["fields"]} == {"prompts", "next.done"}
    assert [field["path"] for field in told["settings"]] == ["languages"]
    nadia.post(f"/api/flows/{made.id}/restore", {"version": 1, "revision": made.whole["revision"]})
    assert made.whole["draft"]["steps"]["a"] == text("Un")
    assert [(one["version"], one["note"]) for one in nadia.get(f"/api/flows/{made.id}/versions")["rows"]] == [
        (1, "Première")]


def test_who_edits_is_told_and_a_later_save_is_not_lost_silently(nadia):
    made = Written(nadia, {"a": text("Un"), "bye": BYE})
    assert nadia.put(f"/api/flows/{made.id}/editing", {}) == [], "herself is nobody else"
    stale = {"draft": made.whole["draft"], "revision": made.whole["revision"]}
    made.save({"a": text("Deux"), "bye": BYE})
    refused = nadia.put(f"/api/flows/{made.id}/draft", stale, status=409)
    assert refused["code"] == "flows.draft_changed" and refused["details"]["by"]


def test_a_publication_to_come_is_said_in_the_tenants_time_and_comes_by_itself(nadia, visitor):
    made = Written(nadia, {"a": text("Avant"), "bye": BYE})
    made.publish()
    made.save({"a": text("Après"), "bye": BYE})
    zone = ZoneInfo(nadia.get("/api/tenant")["time_zone"])
    soon = datetime.datetime.now(zone) + datetime.timedelta(seconds=2)
    later = soon + datetime.timedelta(days=30)
    kept = nadia.post(f"/api/flows/{made.id}/publications", {"at": later.strftime("%Y-%m-%dT%H:%M")})
    refused = nadia.post(f"/api/flows/{made.id}/publications", {"at": "2027-02-30T08:00"}, status=422)
    assert refused["details"]["field"] == "at"
    nadia.ask("DELETE", f"/api/flow-publications/{kept['id']}")
    told = nadia.post(f"/api/flows/{made.id}/publications", {"at": soon.strftime("%Y-%m-%dT%H:%M:%S")})
    assert told["zone"] == zone.key and abs(told["at"] - soon.timestamp() * 1000) < 1000
    eventually(lambda: made.whole["published"] == 2, 30)
    states = [one["state"] for one in nadia.get(f"/api/flows/{made.id}/publications")["rows"]]
    assert states == ["published", "cancelled"]
    one = made.answers(visitor)
    one.until(lambda: "Après" in one.texts("flow"))


def test_a_flow_runs_another_gives_it_a_value_and_takes_one_back(nadia, visitor):
    case = {"when": {"variable": "number", "test": "starts_with", "value": "9"}, "exit": "vip"}
    called = Written(nadia, {
        "which": {"kind": "branch", "cases": [case], "next": {"vip": "rank", "otherwise": "other"}},
        "rank": {"kind": "set", "values": {"rank": "or"}, "next": {"done": "known"}},
        "known": {"kind": "come_back", "exit": "known"}, "other": {"kind": "come_back", "exit": "unknown"}},
        declares={"number": {"type": "digits", "way": "given"}, "rank": {"way": "returned"}})  # fmt: skip
    called.publish()
    offered = next(one for one in nadia.get("/api/flows/callable") if one["id"] == called.id)
    assert (offered["exits"], list(offered["given"]), list(offered["returned"])) == (
        ["known", "unknown"], ["number"], ["rank"])  # fmt: skip
    exits = {"known": "said", "unknown": "bye", "failed": "bye"}
    run = {"kind": "sub_flow", "flow": called.id, "give": {"number": "912"}, "take": {"rank": "rank"}, "next": exits}
    made = Written(nadia, {"who": run, "said": text("Rang {rank}"), "bye": BYE})
    made.publish()
    one = made.answers(visitor)
    one.until(lambda: "Rang or" in one.texts("flow"))
    called.save(called.whole["draft"]["steps"] | {"other": {"kind": "come_back", "exit": "elsewhere"}})
    refused = nadia.http.post(f"/api/flows/{called.id}/publish")
    assert "caller_not_wired" in {code for code, _, _ in refused.json()["details"]["faults"]}


def test_typed_variables_are_judged_before_publication(nadia):
    wrong = {"a": {"kind": "set", "values": {"age": "douze"}, "next": {"done": "bye"}}, "bye": BYE}
    made = Written(nadia, wrong, declares={"age": {"type": "number"}})
    faults = nadia.get(f"/api/flows/{made.id}/draft/faults")
    assert faults == [{"code": "value_unfit", "where": "a", "what": "age"}]
    made.save(wrong | {"a": wrong["a"] | {"values": {"age": "12"}}})
    assert made.publish() == 1


def test_a_flow_travels_as_json_with_its_prompts(nadia):
    name = f"voyage_{time.time_ns()}"
    nadia.put(f"/api/prompts/{name}/fr", {"text": "Bon voyage"})
    made = Written(nadia, {"a": {"kind": "say", "prompts": [name], "next": {"done": "bye"}}, "bye": BYE})
    package = nadia.get(f"/api/flows/{made.id}/export")
    assert [(one["name"], one["text"]) for one in package["prompts"]] == [(name, "Bon voyage")]
    brought = nadia.post("/api/flows/import", {"package": package, "name": f"{made.name} bis"})
    assert (brought["missing"], brought["prompts_made"]) == ([], 0)
    assert nadia.get(f"/api/flows/{brought['id']}")["draft"] == made.whole["draft"]
    refused = nadia.http.post("/api/flows/import", json={"package": package | {"document": {"steps": 3}}})
    assert refused.json()["code"] == "flows.package_unreadable"


@pytest.fixture
def tried(nadia, visitor):
    """A draft with a queue, begun as a trial: (flow, trial, its visitor)."""
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "said")
    queues = {one["name"]: one["id"] for one in nadia.get("/api/queues")["rows"]}
    queue = {"kind": "queue", "title": "L’accueil", "queue": queues["Commercial"], "next": exits}
    made = Written(nadia, {"a": text("Essayons", "queue"), "queue": queue, "said": text("Dommage"), "bye": BYE})
    trial = nadia.post(f"/api/flows/{made.id}/trial", {})
    return made, trial, visitor(trial["key"])


def test_a_draft_is_tried_by_the_real_runner_and_counts_nowhere(nadia, tried, running):
    made, trial, one = tried
    one.writes("Bonjour")
    one.until(lambda: any("L’accueil" in words for words in one.texts("flow")))
    seen = nadia.get(f"/api/flows/{made.id}/trial", since=trial["begun_at"])
    assert (seen["state"], seen["step"]) == ("running", "queue")
    one.presses("4")
    one.until(lambda: "Dommage" in one.texts("flow"))
    one.until(lambda: one.state.get("state") == "closed")
    seen = nadia.get(f"/api/flows/{made.id}/trial", since=trial["begun_at"])
    assert [step for _, step in seen["path"]] == ["queue", "said", "bye"] and seen["reason"] == "hung_up"
    listed = nadia.get("/api/conversations", limit=500)["rows"]
    assert not any(row["entry"] == trial["key"] for row in listed)
    assert not any(row["key"] == trial["key"] for row in nadia.get("/api/chat/widgets"))
    assert made.whole["published"] is None
    told = [fact for fact in running.journal() if seen["conversation"] in str(fact)]
    assert told, "its life is in the journal, under an entry that says what it is"
    assert not [fact for fact in told if "WorkItem" in str(fact) or "OfferMade" in str(fact)], "nobody was sought"
