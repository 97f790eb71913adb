"""Predictive dialling by real SIP: `pytest tests/load/test_predictive_calling.py --seconds 240`.

Eight telephones at work, and a crowd of which half answer. At no instant are more than 3 % of those whom a person
answered abandoned, by day, by thirty days, by campaign; whoever is met is met within two seconds of her greeting; more
is dialled than there are advisors ready, or it would not be predictive.
"""

from __future__ import annotations

import itertools
import random
import time

import pytest
from called_people import CalledPeople, Does
from campaign_calls import run_campaign
from people import Advisor, Person, eventually
from robots.installation import Installation
from telephone import AT_WORK, Telephone

PASSWORD = "une phrase de passe longue"
ADVISORS, CONTACTS_A_SECOND, CEILING = 8, 6.0, 0.03
SECONDS_MAX = 1_800.0
GREETING_MS = 2_000
STILL_SECONDS_MAX = 60.0


def furnish(nadia: Person) -> tuple[str, list[str]]:
    """A queue, and who serves it."""
    skill = nadia.post("/api/skills", {"name": "Campagnes"})["id"]
    rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
    rules = {"wrap_up_seconds": 1, "offer_seconds": 15, "wait_seconds_max": 600}
    queue = nadia.post("/api/queues", {"name": "Campagnes", "channel": "voice", "rings": rings, "options": rules})["id"]
    nadia.post("/api/routing/publish")
    made = []
    for n in range(ADVISORS):
        body = {"name": f"Appels {n}", "email": f"appels{n}@demo-telecom.example", "roles": ["advisor"],
                "password": PASSWORD}  # fmt: skip
        person = nadia.post("/api/people", body)["id"]
        nadia.put(f"/api/people/{person}/abilities", {"skills": {skill: 5}, "capacities": {"voice": 1}})
        made.append(body["email"])
    return queue, made


def behaviour(dice: random.Random):
    """By the share of people who are at home; the others are busy, away, or no more."""

    def does(number: str) -> Does:
        ringing = dice.uniform(0.5, 4.0)
        if dice.random() < 0.5:
            return Does(200, ringing, dice.uniform(2.0, 8.0))
        return Does(dice.choice((486, 480, 480, 404)), ringing)

    return does


@pytest.fixture
def installation():
    with Installation() as made:
        yield made


@pytest.fixture
def at_work(installation):
    nadia = Person(installation.url, *installation.sign_in("nadia"))
    queue, emails = furnish(nadia)
    centre = (installation.told["sip"]["host"], installation.told["sip"]["port"])
    people, phones = [], []
    for email in emails:
        phones.append(Telephone(centre, address=AT_WORK))
        people.append(Advisor(installation.url, email, PASSWORD, status=""))
        people[-1].post("/api/desk/phone", {"kind": "sip", "contact": phones[-1].contact})
        people[-1].be("available")
    yield nadia, queue, people
    for one in people:
        one.leave()
    for phone in phones:
        phone.__exit__()


def test_no_instant_is_above_the_ceiling(installation, at_work, pytestconfig):
    nadia, queue, _ = at_work
    seconds = min(pytestconfig.getoption("--seconds"), SECONDS_MAX)
    dice = random.Random(pytestconfig.getoption("--seed"))
    plan = nadia.get("/api/dial-plan")
    nadia.put("/api/dial-plan", plan | {"calls_max": 200, "day_micros_max": 10**11})
    port = int((installation.data / "outside/sip_port").read_text())
    with CalledPeople(behaviour(dice), port=port) as crowd:
        calling = run_campaign(nadia, queue, round(seconds * CONTACTS_A_SECOND), mode="predictive")
        beyond, worst, until = 0, 0.0, time.monotonic() + seconds
        while time.monotonic() < until:
            told = calling.progress
            for span in ("today", "thirty_days", "whole"):
                worst = max(worst, told[span]["share"])
            beyond = max(beyond, told["ringing"] + told["greeted"] - told["ready"])
            time.sleep(0.25)
        calling.does("stop")
        told = eventually(lambda: _still(calling), STILL_SECONDS_MAX)
    facts = [f["fields"] for f in installation.journal() if "ContactReached" in f["fact"]]
    late = [f for f in facts if f["waited_ms"] > GREETING_MS]
    shares = {span: told[span] for span in ("today", "thirty_days", "whole")}
    print(f"{len(crowd.called)} called, {shares['whole']}, worst share at any instant {worst:.2%}, "
          f"most beyond the ready {beyond}, {told['outcomes']}")  # fmt: skip
    assert all(share["share"] <= CEILING for share in shares.values()) and worst <= CEILING, shares
    assert facts and not late, late[:3]
    assert beyond > 0 or seconds < 120, "nobody was dialled beyond those who were ready"
    doubled = [n for n, found in itertools.groupby(sorted(crowd.called)) if len(list(found)) > 1]
    assert not doubled, f"called twice within the time: {doubled[:3]}"


def _still(calling) -> dict | None:
    told = calling.progress
    return told if not any(told[k] for k in ("ringing", "greeted", "saying", "talking", "ready", "coming")) else None
