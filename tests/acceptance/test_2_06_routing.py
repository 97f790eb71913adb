"""Issue 2, point 6: whoever can and has waited longest is offered what is most urgent; measures as they are defined."""

from __future__ import annotations

import itertools
import time

import pytest
from people import Desk, Visitor, eventually, palabre

NUMBERS = itertools.count(1)


@pytest.fixture
def service(running, nadia, visitor):
    """`service(awa=7, paul=3, **options)`: a skill these people have, a queue that asks for it, a widget before it."""
    made = []

    def build(*, level: int = 1, rings: list | None = None, **options) -> Service:
        made.append(Service(running, nadia, visitor, level, rings, options))
        return made[-1]

    yield build
    for one in reversed(made):
        one.close()


class Service:
    def __init__(self, running, nadia, visitor, level, rings, options) -> None:
        self.nadia, self.visitor, n = nadia, visitor, next(NUMBERS)
        self.skill = nadia.post("/api/skills", {"name": f"Essai {time.time_ns()} {n}"})["id"]
        asked = {"kind": "skill", "skill": self.skill, "level": level}
        whole = [{"after_seconds": 0, "requirement": asked}]
        for seconds, less in rings or []:
            whole.append({"after_seconds": seconds, "requirement": asked | {"level": less}})
        defaults = {"wrap_up_seconds": 5.0, "offer_seconds": 10.0, "wait_seconds_max": 600.0}
        queue = {"name": f"Essai {n}", "channel": "chat", "rings": whole, "options": defaults | options}
        self.queue = nadia.post("/api/queues", queue)["id"]
        nadia.post("/api/routing/publish")
        self.people = {p["email"].split("@")[0]: p["id"] for p in nadia.get("/api/people")["rows"]}
        exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "end")
        steps = {"wait": {"kind": "queue", "queue": self.queue, "next": exits}, "end": {"kind": "hang_up"}}
        draft = {"languages": ["fr"], "start": "wait", "steps": steps}
        flow = nadia.post("/api/flows", {"name": f"Essai {n}", "draft": draft})
        nadia.post(f"/api/flows/{flow['id']}/publish")
        self.widget = nadia.post("/api/chat/widgets", {"name": f"Essai {n}", "origins": ["*"]})["key"]
        nadia.put(f"/api/flow-entries/chat/{self.widget}", {"flow": flow["id"]})
        self.before = {}

    def able(self, **levels: int) -> None:
        """These advisors have the skill at these levels, beside what they can already."""
        for key, level in levels.items():
            path = f"/api/people/{self.people[key]}/abilities"
            held = self.nadia.get(path)
            self.before.setdefault(key, held)
            self.nadia.put(path, {"skills": held["skills"] | {self.skill: level}, "capacities": held["capacities"]})

    def capacity(self, key: str, chats: int) -> None:
        path = f"/api/people/{self.people[key]}/abilities"
        held = self.nadia.get(path)
        self.nadia.put(path, {"skills": held["skills"], "capacities": held["capacities"] | {"chat": chats}})

    def customer(self) -> Visitor:
        """Waits in the queue, or is being offered."""
        one = self.visitor(self.widget)
        one.writes("Bonjour")
        one.until(lambda: one.state.get("state") in ("waiting", "talking", "closed"))
        return one

    def close(self) -> None:
        for key, held in self.before.items():
            told = {"skills": held["skills"], "capacities": held["capacities"]}
            self.nadia.put(f"/api/people/{self.people[key]}/abilities", told)


def nothing_offered(*advisors) -> None:
    """Long enough for an offer that should not come."""
    time.sleep(0.6)
    assert [a.desk.of("offer") for a in advisors] == [[] for _ in advisors]


def test_only_who_has_the_skill_at_its_level_is_asked(service, advisor):
    queue = service(level=5)
    queue.able(awa=4, paul=5)
    awa, paul = advisor("awa"), advisor("paul")
    queue.customer()
    assert paul.offered()["queue"] == queue.queue
    assert awa.desk.of("offer") == []


def test_the_longest_idle_is_asked_first(service, advisor):
    queue = service()
    queue.able(awa=5, paul=5)
    awa = advisor("awa")
    paul = advisor("paul")
    queue.customer()
    first = awa.accepts()
    queue.customer()
    second = paul.accepts()
    paul.ends(second)
    awa.ends(first)
    queue.customer()
    assert paul.offered(), "he was free again before her"
    assert awa.desk.of("offer") == []


def test_the_first_to_come_is_the_first_to_be_answered(service, advisor):
    queue = service()
    queue.able(awa=5)
    customers = [queue.customer() for _ in range(3)]
    awa = advisor("awa")
    for customer in customers:
        conversation = awa.accepts()
        customer.until(lambda customer=customer: customer.state.get("state") == "talking")
        awa.ends(conversation)


def test_an_advisor_takes_no_more_than_her_capacity(service, advisor):
    queue = service()
    queue.able(awa=5)
    queue.capacity("awa", 2)
    awa = advisor("awa")
    for _ in range(3):
        queue.customer()
    held = [awa.accepts(), awa.accepts()]
    nothing_offered(awa)
    awa.ends(held[0])
    assert awa.offered()


def test_an_offer_is_accepted_once_and_by_her_alone(service, advisor):
    queue = service()
    queue.able(awa=5)
    awa, paul = advisor("awa"), advisor("paul")
    queue.customer()
    offer = awa.offered()["offer"]
    path = f"/api/desk/offers/{offer}/accept"
    assert paul.http.post(path).status_code in (403, 404, 409)
    assert awa.http.post(path).status_code == 200
    again = awa.http.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "routing.offer_ended")


def test_one_who_does_not_answer_is_asked_to_confirm_and_another_gets_it(service, advisor):
    queue = service(offer_seconds=2.0)
    queue.able(awa=5, paul=5)
    awa, paul = advisor("awa"), advisor("paul")
    customer = queue.customer()
    awa.desk.until(lambda: [s for s in awa.desk.said if any("offer:" in key for key in s.get("set", ()))])
    conversation = paul.accepts()
    customer.until(lambda: customer.state.get("state") == "talking")
    awa.desk.until(lambda: awa.desk.entities["me"]["confirmed"] is False)
    queue.customer()
    awa.be("available")
    assert awa.offered(), "after one click she is asked again"
    paul.ends(conversation)


def test_one_who_declines_is_not_asked_again_while_another_is_there(service, advisor):
    queue = service()
    queue.able(awa=5, paul=5)
    awa, paul = advisor("awa"), advisor("paul")
    queue.customer()
    awa.post(f"/api/desk/offers/{awa.offered()['offer']}/decline", {"reason": "break"})
    assert paul.offered()
    awa.desk.until(lambda: not awa.desk.of("offer"))  # her own socket may tell it later than his


def test_a_status_takes_her_out_at_once(service, advisor):
    queue = service()
    queue.able(awa=5)
    awa = advisor("awa")
    awa.be("pause")
    queue.customer()
    nothing_offered(awa)
    awa.be("available")
    assert awa.offered()


def test_nobody_able_at_all_is_said_at_the_door(service):
    customer = service().customer()
    customer.until(lambda: customer.state.get("state") == "closed")


def test_the_longest_wait_is_a_promise(service, advisor):
    queue = service(wait_seconds_max=2.0)
    queue.able(awa=5)
    customer = queue.customer()
    began = time.monotonic()
    customer.until(lambda: customer.state.get("state") == "closed")
    assert 1.0 < time.monotonic() - began < 30.0, "not at once, and long before anybody else would end it"


def test_a_wrap_up_is_hers_and_can_be_made_longer_once(service, advisor):
    queue = service(wrap_up_seconds=30.0)
    queue.able(awa=5)
    queue.capacity("awa", 1)
    awa = advisor("awa")
    queue.customer()
    conversation = awa.accepts()
    awa.post(f"/api/desk/conversations/{conversation}/hang-up")
    mine = awa.desk.until(lambda: awa.desk.of("conversation", state="wrap_up"))[0]
    queue.customer()
    nothing_offered(awa)
    item = f"/api/desk/work-items/{mine['item']}/wrap-up"
    awa.post(f"{item}/extend")
    awa.desk.until(lambda: awa.desk.of("conversation", wrap_up_extended=True))
    assert awa.http.post(f"{item}/extend").json()["code"] == "routing.wrap_up_already_extended"
    assert awa.desk.of("conversation", wrap_up_extended=True)[0]["wrap_up_deadline"] > mine["wrap_up_deadline"]
    awa.post(f"{item}/end")
    assert awa.offered()


def test_a_desk_that_falls_silent_is_offered_nothing(service, advisor, claire):
    """Her socket is closed: another is asked after the silence, and she when she is back."""
    queue = service()
    queue.able(awa=5, paul=5)
    awa, paul = advisor("awa"), advisor("paul", status="")
    awa.desk.close()
    with Desk(claire) as wall:
        wall.until(lambda: wall.of("advisor", advisor=awa.id, present=False), 20)
    queue.customer()
    paul.be("available")
    assert paul.offered()


def test_a_more_pressed_queue_goes_first(service, advisor):
    """Seconds waited over target: a moment of one second comes before a longer moment of three hundred."""
    calm, pressed = service(target_seconds=300.0), service(target_seconds=1.0)
    calm.able(awa=5)
    pressed.able(awa=5)
    pressed.capacity("awa", 1)
    calm.customer()
    pressed.customer()
    awa = advisor("awa")
    assert awa.offered()["queue"] == pressed.queue


def test_rules_in_the_making_change_nothing_until_they_are_published(service, advisor, nadia):
    queue = service(level=1)
    queue.able(awa=3)
    version = nadia.get(f"/api/queues/{queue.queue}")["version"]
    hard = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": queue.skill, "level": 9}}]
    nadia.patch(f"/api/queues/{queue.queue}", {"version": version, "rings": hard})
    awa = advisor("awa")
    queue.customer()
    conversation = awa.accepts()
    awa.ends(conversation)
    nadia.post("/api/routing/publish")
    customer = queue.customer()
    customer.until(lambda: customer.state.get("state") == "closed", 10)
    assert awa.desk.of("offer") == []


def test_each_figure_says_what_it_is(service, advisor, claire):
    queue = service()
    queue.able(awa=5)
    awa = advisor("awa")
    queue.customer()
    awa.ends(awa.accepts())

    def figures() -> dict:
        told = claire.get("/api/reporting/today", queue=queue.queue, tz="Europe/Paris")
        return {m["key"]: m for m in told["measures"]}

    eventually(lambda: figures()["offered"]["value"] == 1)
    told = figures()
    assert told["service_level"]["value"] == 1.0 and told["service_level"]["n"] == 1
    defined = {d["key"]: d for d in claire.get("/api/reporting/definitions")}
    assert set(told) <= set(defined) and all(d["names"]["fr"] and d["definition"] for d in defined.values())


def test_the_journal_tells_why_without_a_name_in_it(running, service, advisor):
    queue = service()
    queue.able(awa=5)
    awa = advisor("awa")
    queue.customer()
    conversation = awa.accepts()
    awa.ends(conversation)
    facts = eventually(lambda: [f for f in running.journal() if "ConversationClosed" in f["fact"]
                                and f["fields"]["conversation"] == conversation]) and running.journal()
    numbers = [f["number"] for f in facts]
    assert numbers == list(range(1, len(numbers) + 1)), "gapless"
    told = palabre("trace", conversation, "--data", str(running.data)).stdout
    story = ("ConversationOpened", "WorkItemQueued", "OfferMade", "OfferEnded", "WrapUpStarted", "ConversationClosed")
    assert [fact for fact in story if fact not in told] == []
    whole = str(facts)
    assert "Awa" not in whole and "Bonjour" not in whole and "@" not in whole
