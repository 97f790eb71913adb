"""Issue 3, point 1: the rules as those who plan meet them: what becomes of a customer at a closed door, whom she would
rather have, many advisors changed at once and taken back, hours, skills for a time, shares, rules that cannot be."""

from __future__ import annotations

import time
from typing import Any

import pytest
from people import eventually
from switchboard import AtWork, Switchboard
from telephone import CALLER_HERTZ, Telephone

EXITS = ("longest_wait", "closed", "full", "nobody")
BYE = {"kind": "hang_up"}
NEVER = {"zone": "Europe/Paris", "week": {}, "seasons": [], "days": []}
CHAT = {"wrap_up_seconds": 1.0, "offer_seconds": 20.0, "wait_seconds_max": 300.0}


class Centre:
    """Skills, queues and flows of a test's own, over HTTP; what it gave to advisors is as before at the end."""

    def __init__(self, running, nadia, visitor) -> None:
        self.running, self.nadia, self.visitor = running, nadia, visitor
        self.people = {p["email"].split("@")[0]: p["id"] for p in nadia.get("/api/people")["rows"]}
        self.before: dict[str, Any] = {}

    def name(self) -> str:
        return f"Règle {time.time_ns()}"

    def skill(self, **levels: int) -> str:
        """A new one, that these have."""
        made = self.nadia.post("/api/skills", {"name": self.name()})["id"]
        for key, level in levels.items():
            path = f"/api/people/{self.people[key]}/abilities"
            held = self.nadia.get(path)
            self.before.setdefault(path, held)
            self.nadia.put(path, {"skills": held["skills"] | {made: level}, "capacities": held["capacities"]})
        return made

    def queue(self, skill: str, *, channel: str = "chat", calendar: str | None = None, **options: Any) -> str:
        """In force."""
        rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
        asked = {"name": self.name(), "channel": channel, "rings": rings, "options": CHAT | options}
        made = self.nadia.post("/api/queues", asked | {"calendar": calendar})["id"]
        self.nadia.post("/api/routing/publish")
        return made

    def widget(self, queue: str, **step: Any) -> str:
        """A page whose visitors ask for somebody of the queue; each exit says its name."""
        for name in EXITS:
            self.nadia.put(f"/api/prompts/exit_{name}/fr", {"text": f"Sortie {name}."})
        steps = {name: BYE | {"prompts": [f"exit_{name}"]} for name in EXITS}
        steps["wait"] = {"kind": "queue", "queue": queue, "next": {name: name for name in EXITS}, **step}
        draft = {"languages": ["fr"], "channels": ["chat"], "start": "wait", "steps": steps}
        flow = self.nadia.post("/api/flows", {"name": self.name(), "draft": draft})["id"]
        self.nadia.post(f"/api/flows/{flow}/publish")
        key = self.nadia.post("/api/chat/widgets", {"name": self.name(), "origins": ["*"]})["key"]
        self.nadia.put(f"/api/flow-entries/chat/{key}", {"flow": flow})
        return key

    def comes(self, widget: str):
        one = self.visitor(widget)
        one.writes("Bonjour")
        return one

    def told(self, one, exit: str) -> None:
        one.until(lambda: f"Sortie {exit}." in one.texts("flow"))

    def facts(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        found = ({"at": f["at"], **f["fields"]} for f in self.running.journal() if f["fact"] == f"routing.{kind}.1")
        return [f for f in found if all(f.get(k) == v for k, v in fields.items())]

    def close(self) -> None:
        for path, held in self.before.items():
            self.nadia.put(path, {"skills": held["skills"], "capacities": held["capacities"]})


@pytest.fixture
def centre(running, nadia, visitor):
    made = Centre(running, nadia, visitor)
    yield made
    made.close()


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa", "paul")
    yield made
    made.close()


# -- what becomes of a customer at the door


def test_each_branch_of_the_queue_step_is_taken_by_a_chat(centre, nadia):
    never = nadia.post("/api/calendars", {"name": centre.name(), "calendar": NEVER})["id"]
    skill = centre.skill(awa=5)
    queues = {
        "nobody": centre.queue(centre.skill()),
        "closed": centre.queue(skill, calendar=never),
        "full": centre.queue(skill, length_max=0),
        "longest_wait": centre.queue(skill, wait_seconds_max=1.0),
    }
    here = {exit: centre.comes(centre.widget(queue)) for exit, queue in queues.items()}
    for exit, one in here.items():
        centre.told(one, exit)
        assert [t for t in one.texts("flow") if t.startswith("Sortie")] == [f"Sortie {exit}."]
    refused = {f["reason"] for f in centre.facts("WorkItemRefused") if f["queue"] in queues.values()}
    assert refused == {"nobody", "closed", "full"}, "counted apart, never hidden"


@pytest.mark.parametrize("exit", EXITS)
def test_each_branch_of_the_queue_step_is_taken_by_a_call(centre, board, advisor, nadia, exit):
    """It leads to a queue that somebody answers; every other branch hangs up."""
    options: dict[str, Any] = {"full": {"length_max": 0}, "longest_wait": {"wait_seconds_max": 1.0}}.get(exit, {})
    if exit == "closed":
        options["calendar"] = nadia.post("/api/calendars", {"name": centre.name(), "calendar": NEVER})["id"]
    skill = centre.skill() if exit == "nobody" else centre.skill(karim=5)
    queue = centre.queue(skill, channel="voice", **options)
    first = {"kind": "queue", "queue": queue, "next": dict.fromkeys(EXITS, "bye") | {exit: "other"}}
    line = board.number({"wait": first, "other": board.waits(), "bye": BYE})
    awa = advisor("awa")
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number, "0199004401")
        offer = awa.offered(channel="voice")
        assert offer["queue"] == board.queue
        caller.hang_up()
    line.closed()


# -- whom she would rather have


def test_a_caller_is_given_to_who_had_her_last_and_to_her_account_manager(board, advisor, nadia, running):
    number = "0199004402"
    paul, awa = AtWork(board, advisor("paul", status="")), AtWork(board, advisor("awa", status=""))
    paul.who.be("away")
    plain = board.number({"wait": board.waits(), "bye": BYE})
    asked = {"last": [{"who": "last"}], "account_manager": [{"who": "account_manager"}, {"who": "last"}]}
    lines = {why: board.number({"wait": board.waits() | {"preferred": wanted, "preferred_seconds": 30}, "bye": BYE})
             for why, wanted in asked.items()}  # fmt: skip

    def segments(conversation: str) -> list[dict[str, Any]]:
        return nadia.get(f"/api/conversations/{conversation}")["segments"]

    def calls(line) -> tuple[str, str]:
        """Who was offered it first; the conversation."""
        with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
            caller.rings_out(line.number, number)
            her = eventually(lambda: next((a for a in (awa, paul) if a.desk.of("offer", channel="voice")), None))
            conversation = her.who.accepts(channel="voice")
            her.hang_up(conversation)
            caller.until_over()
            her.ends_wrap_up(conversation)
        eventually(lambda: any(s["kind"] == "wrap_up" and s["closed_at"] for s in segments(conversation)))
        return her.who.id, conversation

    try:
        who, conversation = calls(plain)
        assert who == awa.who.id, "she alone is there"
        customer = nadia.get(f"/api/conversations/{conversation}")["customer"]
        paul.who.be("available")  # idle only now, yet he has taken nothing: what decides is the wish
        nadia.put(f"/api/customers/{customer}/account-manager", {"person": paul.who.id})
        assert calls(lines["account_manager"])[0] == paul.who.id
        nadia.put(f"/api/customers/{customer}/account-manager", {"person": None})
        assert calls(lines["last"])[0] == paul.who.id, "he had her last, and has been idle for the shorter time"
        why = [f["fields"]["preferred_why"] for f in running.journal() if f["fact"] == "routing.WorkItemQueued.1"
               and f["fields"]["queue"] == board.queue and f["fields"].get("preferred") == paul.who.id]  # fmt: skip
        assert why == ["account_manager", "last"]
    finally:
        for her in (paul, awa):
            her.phone.__exit__()


def test_one_waits_for_a_named_advisor_for_the_time_of_the_step_and_no_longer(centre, advisor, nadia):
    queue = centre.queue(centre.skill(awa=5, paul=5))
    step = {"preferred": [{"who": "named", "advisor": centre.people["paul"]}], "preferred_seconds": 1.5}
    widget = centre.widget(queue, **step)
    path = f"/api/people/{centre.people['paul']}/abilities"
    held = nadia.get(path)
    centre.before.setdefault(path, held)
    nadia.put(path, {"skills": held["skills"], "capacities": held["capacities"] | {"chat": 1}})
    paul, awa = advisor("paul"), advisor("awa")
    centre.comes(widget)
    paul.accepts(queue=queue)  # awa is free, and for longer
    centre.comes(widget)
    offer = awa.offered(queue=queue)
    waited = centre.facts("WorkItemQueued", item=offer["item"])[0]
    ended = centre.facts("PreferenceEnded", item=offer["item"])[0]
    assert (waited["preferred"], waited["preferred_until"] - waited["at"]) == (paul.id, 1500), "he is busy"
    assert (ended["reason"], ended["at"] <= offer["made_at"]) == ("time_over", True), "then everybody"


@pytest.mark.parametrize(("preferred", "fault"), [
    ([{"who": "named"}], "advisor_missing"),
    ([{"who": "named", "advisor": "00000000-0000-7000-8000-000000000000"}], "advisor_unknown"),
    ([{"who": "somebody"}], "flow_unreadable"),
])  # fmt: skip
def test_a_flow_that_prefers_nobody_is_not_published(centre, nadia, preferred, fault):
    queue = nadia.get("/api/queues")["rows"][0]["id"]
    wait = {"kind": "queue", "queue": queue, "preferred": preferred, "next": dict.fromkeys(EXITS, "bye")}
    draft = {"languages": ["fr"], "channels": ["chat"], "start": "wait", "steps": {"wait": wait, "bye": BYE}}
    flow = nadia.post("/api/flows", {"name": centre.name(), "draft": draft})["id"]
    assert fault in {f["code"] for f in nadia.get(f"/api/flows/{flow}/draft/faults")}
    nadia.ask("POST", f"/api/flows/{flow}/publish", status=422)


# -- many at once, hours, skills for a time


def test_many_are_changed_by_a_sheet_seen_first_and_taken_back_in_one_gesture(centre, advisor, nadia):
    never, skill = centre.name(), centre.skill(awa=5, lea=5)
    nadia.post("/api/calendars", {"name": never, "calendar": NEVER})
    queue = centre.queue(skill)
    widget = centre.widget(queue)
    before = {r["name"]: r for r in nadia.get("/api/routing/advisors")["rows"]}
    awa = advisor("awa")
    lines = (f"awa@HOME;{never};;4", "lea@HOME;;Dakar;2", "x@y.z;;;1", "paul@HOME;;Nulle part;", "awa@HOME;;;9",
             "ines@HOME;;;99")  # fmt: skip
    sheet = "\n".join(("e-mail;heures de contact;site;tchats", *lines)).replace("HOME", "demo-telecom.example")
    shown = nadia.post("/api/routing/bulk-changes/preview", {"csv": sheet})
    assert (shown["changed"], shown["refused"]) == (2, 4)
    assert [(r["line"], r["reason"]) for r in shown["refusals"]] == [
        (4, "person_unknown"), (5, "site_unknown"), (6, "person_twice"), (7, "capacity_out_of_bounds")]  # fmt: skip
    assert {r["name"]: r for r in nadia.get("/api/routing/advisors")["rows"]} == before, "nothing is done by looking"
    done = nadia.post("/api/routing/bulk-changes", {"csv": sheet, "token": shown["token"]})
    eventually(lambda: centre.facts("AdvisorConfigured", advisor=awa.id)[-1]["contact_hours"] == [])
    one = centre.comes(widget)
    one.until(lambda: one.state.get("state") == "waiting")
    assert not awa.desk.of("offer", queue=queue), "outside her contact hours nothing is offered to her"
    undone = nadia.post(f"/api/routing/bulk-changes/{done['id']}/undo")
    assert (undone["advisors"], undone["left_alone"]) == (2, 0)
    assert awa.offered(queue=queue)
    assert {r["name"]: r for r in nadia.get("/api/routing/advisors")["rows"]} == before


def test_a_skill_is_given_for_a_time_from_an_instant_and_taken_back(centre, advisor, nadia):
    skill = centre.skill()
    widget = centre.widget(centre.queue(skill))
    awa = advisor("awa")
    centre.told(centre.comes(widget), "nobody")
    now = int(time.time() * 1000)
    body = {"people": [awa.id], "skills": {skill: 3}, "until": now + 3_600_000, "begins": now + 500}
    change = nadia.post("/api/routing/skill-changes", body)
    assert not change["begun"]

    def listed() -> list[dict[str, Any]]:
        return [r for r in nadia.get("/api/routing/skill-changes")["rows"] if r["id"] == change["id"]]

    assert eventually(lambda: listed()[0]["begun"])
    eventually(lambda: centre.facts("SkillsChanged", change=change["id"]))
    one = centre.comes(widget)
    awa.offered()
    one.leaves()
    eventually(lambda: not awa.desk.of("offer"))
    nadia.ask("DELETE", f"/api/routing/skill-changes/{change['id']}", status=204)
    assert listed() == []
    eventually(lambda: centre.facts("SkillChangeEnded", change=change["id"]))
    centre.told(centre.comes(widget), "nobody")


# -- shares, and rules that cannot be


def test_a_share_tells_what_was_asked_attained_and_attainable(centre, advisor, nadia):
    sites = {s["name"]: s["id"] for s in nadia.get("/api/sites")["rows"]}
    places = {r["name"]: r["site"] for r in nadia.get("/api/routing/advisors")["rows"]}
    awa = advisor("awa")
    assert places["Awa Diop"] == sites["Dakar"]
    asked = {"Paris": 0.7, "Dakar": 0.3}
    shares = [{"kind": "site", "id": sites[name], "share": share} for name, share in asked.items()]
    queue = centre.queue(centre.skill(awa=5), shares=shares, share_window_seconds=600)
    centre.comes(centre.widget(queue))
    awa.accepts(queue=queue)
    ours = lambda: [q for q in nadia.get("/api/routing/shares") if q["queue"] == queue and q["n"]]
    told = eventually(ours)[0]
    found = {s["id"]: (s["asked"], s["attained"], s["attainable"]) for s in told["shares"]}
    assert (told["n"], told["window_seconds"]) == (1, 600)
    assert found == {sites["Paris"]: (0.7, 0.0, 0.0), sites["Dakar"]: (0.3, 1.0, 1.0)}, "a wish makes nobody wait"


def test_what_contradicts_itself_is_refused_with_its_rule_and_what_is_impossible_is_warned_of(centre, nadia):
    everybody = [{"after_seconds": 0, "requirement": {"kind": "all"}}]
    draft = {"name": centre.name(), "channel": "chat", "rings": everybody}
    for change, reason in (
        ({"rings": [*everybody, *everybody]}, "rings_out_of_order"),
        ({"rings": [{"after_seconds": 5, "requirement": {"kind": "all"}}]}, "first_ring_not_at_once"),
        ({"options": {"shares": [{"kind": "site", "share": 0.7}, {"kind": "site", "share": 0.7}]}}, "share_twice"),
    ):
        refused = nadia.ask("POST", "/api/queues", draft | change, status=422)
        assert (refused["code"], refused["details"]["reason"]) == ("routing.rules_contradictory", reason)
        assert [f["reason"] for f in nadia.post("/api/routing/check", draft | change)["faults"]] == [reason]
    rare = {"kind": "skill", "skill": centre.skill(), "level": 9}
    told = nadia.post("/api/routing/check", draft | {"rings": [{"after_seconds": 0, "requirement": rare}]})
    assert ([w["reason"] for w in told["warnings"]], told["able"]) == (["nobody_has_this"], [0])

    one = nadia.post("/api/queues", draft)
    other = nadia.post("/api/queues", draft | {"name": centre.name(), "options": {"overflow": one["id"]}})
    nadia.patch(f"/api/queues/{one['id']}", {"version": 1, "options": {"overflow": other["id"]}})
    try:
        checked = nadia.get("/api/routing/check")
        assert {f["queue"]: f["reason"] for f in checked["faults"]} == dict.fromkeys(
            (one["id"], other["id"]), "overflow_circle")  # fmt: skip
        assert checked["faults"][0]["circle"][0] == checked["faults"][0]["circle"][-1]
        for path, body in (("publish", None), ("scheduled", {"at": int(time.time() * 1000) + 3_600_000})):
            refused = nadia.ask("POST", f"/api/routing/{path}", body, status=422)
            assert refused["details"]["reason"] == "overflow_circle"
    finally:
        nadia.patch(f"/api/queues/{one['id']}", {"version": 2, "options": {}})
        nadia.patch(f"/api/queues/{other['id']}", {"version": 1, "active": False})
        nadia.patch(f"/api/queues/{one['id']}", {"version": 3, "active": False})


def test_rules_are_published_by_version_scheduled_cancelled_and_undone(nadia):
    first = nadia.post("/api/routing/publish")
    planned = nadia.post("/api/routing/scheduled", {"at": int(time.time() * 1000) + 3_600_000})
    nadia.ask("DELETE", f"/api/routing/scheduled/{planned['id']}", status=204)
    state = next(p["state"] for p in nadia.get("/api/routing/scheduled")["rows"] if p["id"] == planned["id"])
    assert state == "cancelled"
    second = nadia.post("/api/routing/publish")
    undone = nadia.post("/api/routing/undo")
    assert (second["version"], undone["version"], undone["source"]) == (
        first["version"] + 1, first["version"] + 2, first["version"])  # fmt: skip
    assert nadia.get("/api/routing/versions")["rows"][0]["version"] == undone["version"]
    nadia.post("/api/routing/publish")
