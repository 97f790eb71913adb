"""Issue 5, point 7: an agreement on work from home, asked for, answered with a reason, signed, reversible; its hours of
contact are obeyed."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from people import Advisor, Person, Running, eventually

PASSWORD = f"Baobab-{secrets.token_hex(6)}"
MINE, ALL = "/api/workforce/telework/mine", "/api/workforce/telework/agreements"
WEEK = list(range(7))
WHY = "The line at this address does not carry a call yet."


@pytest.fixture
def newcomer(running: Running, nadia: Person) -> Iterator[Callable[..., Person]]:
    """People of the tests' own: what they agree to binds nobody else."""
    made: list[tuple[Person, str]] = []
    numbers = itertools.count(1)

    def come(kind: type = Person, **more) -> Person:
        name = f"telework-{secrets.token_hex(4)}-{next(numbers)}"
        wanted = {"name": name, "email": f"{name}@example.test", "roles": ["advisor"], "password": PASSWORD, **more}
        id = nadia.post("/api/people", wanted)["id"]
        made.append((kind(running.url, wanted["email"], PASSWORD), id))
        return made[-1][0]

    yield come
    for one, id in made:
        one.leave() if isinstance(one, Advisor) else one.close()
        version = nadia.get(f"/api/people/{id}")["version"]
        nadia.patch(f"/api/people/{id}", {"version": version, "active": False})


def now(person: Person) -> datetime:
    return datetime.now(ZoneInfo(person.me["tenant"]["time_zone"]))


def terms(at: datetime, *, open_now: bool, **more) -> dict:
    """Any day, from today on; reached now, or at another hour of the same day only."""
    minute = at.hour * 60 + at.minute
    hours = (0, 1440) if open_now else (minute - 90, minute - 30) if minute >= 100 else (minute + 30, minute + 90)
    contact = [{"weekday": day, "begins": hours[0], "ends": hours[1]} for day in WEEK]
    return {"days": WEEK, "contact": contact, "starts_on": at.date().isoformat(), **more}


def agreed(person: Person, claire: Person, wanted: dict) -> dict:
    asked = person.post(MINE, {"days": [0, 3]})
    offered = claire.post(f"{ALL}/{asked['id']}/offer", wanted)
    return person.post(f"{MINE}/{asked['id']}/sign", {"terms_mark": offered["terms_mark"]})


def refusal(person: Person, path: str, body: dict | None, status: int) -> str:
    return person.post(path, body, status=status)["code"]


def test_asked_in_one_request_and_refused_only_with_a_reason(newcomer, claire):
    hers = newcomer()
    asked = hers.post(MINE, {"days": [3, 0], "words": "Deux jours, pour le trajet."})
    assert asked["phase"] == "asked" and asked["agreement"]["days"] == [0, 3]
    due = datetime.fromisoformat(asked["answer_due_on"]) - datetime.fromisoformat(asked["today"])
    assert due == timedelta(days=30)
    assert refusal(hers, MINE, {"days": [1]}, 409) == "workforce.agreement_open"
    rows = claire.get(ALL, show="asked", limit=200)["rows"]
    assert [one["agreement"]["words"] for one in rows if one["id"] == asked["id"]] == ["Deux jours, pour le trajet."]
    assert refusal(claire, f"{ALL}/{asked['id']}/refuse", {"words": " no  "}, 422) == "workforce.reason_missing"
    claire.post(f"{ALL}/{asked['id']}/refuse", {"words": WHY})
    [told] = hers.get(MINE)
    assert told["phase"] == "refused" and told["agreement"]["reason"] == WHY
    assert hers.post(MINE, {"days": [1]})["phase"] == "asked", "she may ask again"


def test_signed_by_both_and_nobody_signs_what_she_did_not_read(newcomer, claire):
    hers = newcomer()
    at = now(hers)
    asked = hers.post(MINE, {"days": [0]})
    path = f"{MINE}/{asked['id']}/sign"
    assert refusal(hers, path, {"terms_mark": "0" * 64}, 409) == "workforce.agreement_not_so", "nothing is offered"
    first = claire.post(f"{ALL}/{asked['id']}/offer", terms(at, open_now=True))
    better = claire.post(f"{ALL}/{asked['id']}/offer", terms(at, open_now=True, allowance_cents=250))
    assert refusal(hers, path, {"terms_mark": first["terms_mark"]}, 409) == "workforce.terms_changed"
    signed = hers.post(path, {"terms_mark": better["terms_mark"]})
    assert signed["phase"] == "adapting" and signed["agreement"]["terms"]["allowance_cents"] == 250
    assert signed["talk_due_on"] > signed["today"]
    late = claire.post(f"{ALL}/{asked['id']}/offer", terms(at, open_now=True), status=409)
    assert late["code"] == "workforce.agreement_not_so", "what is signed is changed by nobody alone"
    past = terms(at - timedelta(days=1), open_now=True)
    again = newcomer().post(MINE, {"days": [0]})
    refused = claire.post(f"{ALL}/{again['id']}/offer", past, status=422)
    assert refused["code"] == "workforce.terms_invalid" and refused["details"]["field"] == "starts_on"


def test_either_ends_it_with_notice_and_takes_that_back(newcomer, claire):
    hers = newcomer()
    made = agreed(hers, claire, terms(now(hers), open_now=True, adaptation_notice_days=7))
    mine, theirs = f"{MINE}/{made['id']}", f"{ALL}/{made['id']}"
    ending = hers.post(f"{mine}/end", {})
    assert ending["phase"] == "ending" and ending["agreement"]["ended_by"] == "advisor"
    days = datetime.fromisoformat(ending["agreement"]["ends_on"]) - datetime.fromisoformat(ending["today"])
    assert days == timedelta(days=7)
    assert refusal(claire, f"{theirs}/keep", None, 409) == "workforce.agreement_not_so", "hers to take back"
    assert hers.post(f"{mine}/keep")["phase"] == "adapting"
    assert refusal(claire, f"{theirs}/end", {"words": ""}, 422) == "workforce.reason_missing"
    assert claire.post(f"{theirs}/end", {"words": WHY})["agreement"]["reason"] == WHY
    assert claire.post(f"{theirs}/keep")["phase"] == "adapting"
    assert claire.post(f"{theirs}/talk", {"on": made["today"]})["agreement"]["talked_on"] == made["today"]


def test_only_she_and_those_who_answer_see_it(newcomer, claire, advisor):
    hers, other = newcomer(), newcomer()
    asked = hers.post(MINE, {"days": [0]})
    assert other.get(MINE) == []
    assert refusal(other, f"{MINE}/{asked['id']}/withdraw", None, 404) == "workforce.agreement_unknown"
    assert other.ask("GET", ALL, status=403)["code"] == "forbidden"
    both = newcomer(roles=["advisor", "supervisor"])
    own = both.post(MINE, {"days": [0]})
    answer = f"{ALL}/{own['id']}/refuse"
    assert refusal(both, answer, {"words": WHY}, 404) == "workforce.agreement_unknown", "nobody answers herself"
    assert claire.post(answer, {"words": WHY})["phase"] == "refused"


def test_a_partners_supervisor_sees_her_own_people_alone(running, newcomer, claire):
    hers = running.person("ousmane")
    partner = next(p["partner"] for p in hers.get("/api/people")["rows"] if p["partner"])
    there, elsewhere = newcomer(partner=partner), newcomer()
    ours = there.post(MINE, {"days": [0]})["id"]
    theirs = elsewhere.post(MINE, {"days": [0]})["id"]
    seen = {one["id"] for one in hers.get(ALL, show="asked", limit=200)["rows"]}
    assert ours in seen and theirs not in seen
    assert refusal(hers, f"{ALL}/{theirs}/refuse", {"words": WHY}, 404) == "workforce.agreement_unknown"
    hers.post(f"{ALL}/{ours}/refuse", {"words": WHY})
    hers.close()


def test_outside_her_hours_nothing_is_offered_unless_she_says_so_herself(newcomer, claire):
    stays, leaves = newcomer(Advisor), newcomer(Advisor)
    closed = terms(now(stays), open_now=False)
    agreed(stays, claire, closed)
    agreed(leaves, claire, closed)
    leaves.desk.until(lambda: leaves.desk.entities["me"]["status"] == "off_hours", 40)
    refused = leaves.post("/api/desk/status", {"status": "available"}, status=409)
    assert refused["code"] == "workforce.outside_contact_hours"
    assert refused["details"]["hours"] == [[closed["contact"][0]["begins"], closed["contact"][0]["ends"]]]
    eventually(lambda: stays.desk.entities["me"]["status"] == "off_hours", 40)
    stays.post("/api/desk/status", {"status": "available", "beyond": True})
    stays.desk.until(lambda: stays.desk.entities["me"]["status"] == "available")
    third = newcomer(Advisor)
    agreed(third, claire, closed)
    third.desk.until(lambda: third.desk.entities["me"]["status"] == "off_hours", 40)
    assert stays.desk.entities["me"]["status"] == "available", "the look that let the third go left her alone"


def test_within_her_hours_she_works_as_anybody(newcomer, claire):
    hers = newcomer(Advisor)
    agreed(hers, claire, terms(now(hers), open_now=True))
    hers.be("pause")
    hers.be("available")
