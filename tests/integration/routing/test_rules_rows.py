"""Skills, queues and abilities in rows; what the partition is told of them, and when."""

import psycopg

from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.routing import ports
from palabre.routing.actions.rules import refresh_hours
from palabre.routing.actions.schedule import publish_due
from palabre.routing.facts import AdvisorConfigured, AdvisorRemoved, Capacity, RoutingRulesPublished

CALENDAR = "00000000-0000-7000-8000-0000000000ca"


def ring(skill, level=1, after=0):
    return {"after_seconds": after, "requirement": {"kind": "skill", "skill": skill, "level": level}}


async def a_skill(admin, name="Facturation"):
    return (await admin.post("/api/skills", {"name": name}))["id"]


async def a_queue(admin, name, skill, **more):
    return await admin.post("/api/queues", {"name": name, "channel": "voice", "rings": [ring(skill)], **more})


async def an_advisor(admin, name="awa", **more):
    return (
        await admin.post("/api/people", {"name": name, "email": f"{name}@demo.test", "roles": ["advisor"], **more})
    )["id"]


async def test_the_partition_is_told_of_each_change_of_an_advisor(admin, told):
    site = (await admin.post("/api/sites", {"name": "Dakar"}))["id"]
    person, skill = await an_advisor(admin), await a_skill(admin)
    usual = (Capacity("chat", 3), Capacity("voice", 1))
    (made,) = told()
    assert made == AdvisorConfigured(made.at, person, (), None, None, usual)
    await admin.ask("PUT", f"/api/people/{person}/abilities", {"skills": {skill: 7}, "capacities": {"voice": 1}})
    assert [(f.skills, f.capacities) for f in told()] == [(((skill, 7),), (Capacity("voice", 1),))]
    await admin.ask("PATCH", f"/api/people/{person}", {"version": 1, "site": site})
    assert [(f.site, f.skills) for f in told()] == [(site, ((skill, 7),))]
    await admin.ask("PATCH", f"/api/people/{person}", {"version": 2, "active": False})
    (removed,) = told()
    assert isinstance(removed, AdvisorRemoved) and removed.advisor == person
    await admin.ask("PATCH", f"/api/people/{person}", {"version": 3, "name": "Awa"})
    assert told() == []
    await admin.ask("PATCH", f"/api/people/{person}", {"version": 4, "active": True})
    assert [f.skills for f in told()] == [((skill, 7),)]


async def test_others_than_advisors_are_not_told(admin, told):
    await admin.post("/api/people", {"name": "s", "email": "s@demo.test", "roles": ["supervisor"]})
    assert told() == []


async def test_nothing_is_told_of_a_change_that_failed(admin, told):
    person = await an_advisor(admin)
    told()
    for body in ({"skills": {CALENDAR: 3}}, {"skills": {"x": 1}}, {"skills": {}, "capacities": {"voice": 21}}):
        assert (await admin.ask("PUT", f"/api/people/{person}/abilities", body)).status_code == 422
    assert (
        await admin.ask("PUT", f"/api/people/{person}/abilities", {"skills": {await a_skill(admin): 11}})
    ).status_code == 422
    assert told() == []


async def test_published_with_warnings_and_undone(admin, told):
    skill, rare = await a_skill(admin), await a_skill(admin, "Wolof")
    person = await an_advisor(admin)
    await admin.ask("PUT", f"/api/people/{person}/abilities", {"skills": {skill: 5}})
    first, told_first = await a_queue(admin, "Une", skill), told()
    assert not any(isinstance(f, RoutingRulesPublished) for f in told_first)
    assert await admin.post("/api/routing/publish") == {"version": 1, "source": 1, "warnings": []}
    second = await a_queue(admin, "Deux", rare)
    expected = [{"queue": second["id"], "reason": "nobody_has_this"}]
    assert (await admin.get("/api/routing/check")).json() == {"refused": None, "warnings": expected, "faults": []}
    assert (await admin.post("/api/routing/publish"))["warnings"] == expected
    undone = await admin.post("/api/routing/undo")
    assert (undone["version"], undone["source"]) == (3, 1)
    assert [(f.version, [q.queue for q in f.queues]) for f in told()] == [
        (1, [first["id"]]),
        (2, [first["id"], second["id"]]),
        (3, [first["id"]]),
    ]
    assert (await admin.ask("POST", "/api/routing/undo")).json()["code"] == "routing.nothing_to_undo"
    assert (await admin.post("/api/routing/publish"))["version"] == 4
    versions = (await admin.get("/api/routing/versions", limit=3)).json()
    assert [(v["version"], v["source"], v["queues"]) for v in versions["rows"]] == [(4, 4, 2), (3, 1, 1), (2, 2, 2)]
    assert (await admin.get("/api/routing/versions", after=versions["next"])).json()["rows"][0]["version"] == 1


CONTRADICTIONS = [
    ({"rings": []}, "routing.rules_contradictory"),
    ({"channel": "telepathy"}, "invalid"),
    ({"rings": [{"after_seconds": 5, "requirement": {"kind": "all"}}]}, "routing.rules_contradictory"),
    ({"rings": [{"after_seconds": 0, "requirement": {"kind": "any"}}]}, "routing.rules_contradictory"),
    ({"rings": [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": CALENDAR}}]}, "invalid"),
    ({"rings": [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": "x"}}]}, "invalid"),
    ({"rings": [{"after_seconds": 0, "requirement": {"kind": "magic"}}]}, "invalid"),
    ({"options": {"target_seconds": 0}}, "invalid"),
    ({"options": {"units": 0}}, "invalid"),
    ({"name": ""}, "invalid"),
]


async def test_queues_that_contradict_themselves(admin, subtests):
    usual = {"name": "Q", "channel": "voice", "rings": [{"after_seconds": 0, "requirement": {"kind": "all"}}]}
    for change, code in CONTRADICTIONS:
        with subtests.test(str(change)):
            answer = await admin.ask("POST", "/api/queues", usual | change)
            assert answer.status_code == 422 and answer.json()["code"] == code, answer.text


async def test_a_circle_of_overflow_is_refused_as_a_whole(admin, told):
    skill = await a_skill(admin)
    one = await a_queue(admin, "Une", skill)
    two = await a_queue(admin, "Deux", skill, options={"overflow": one["id"]})
    await admin.ask("PATCH", f"/api/queues/{one['id']}", {"version": 1, "options": {"overflow": two["id"]}})
    refused = await admin.ask("POST", "/api/routing/publish")
    assert refused.json()["details"]["reason"] == "overflow_circle"
    assert (await admin.get("/api/routing/check")).json()["refused"]["reason"] == "overflow_circle"
    assert not told() and not (await admin.get("/api/routing/versions")).json()["rows"]


async def test_what_is_used_stays(admin):
    skill = await a_skill(admin)
    one = await a_queue(admin, "Une", skill)
    two = await a_queue(admin, "Deux", skill, options={"overflow": one["id"]})
    used = await admin.ask("PATCH", f"/api/skills/{skill}", {"version": 1, "active": False})
    assert used.json()["code"] == "routing.skill_in_use" and set(used.json()["details"]["queues"]) == {
        one["id"],
        two["id"],
    }
    used = await admin.ask("PATCH", f"/api/queues/{one['id']}", {"version": 1, "active": False})
    assert used.json() == {"code": "routing.queue_in_use", "details": {"queues": [two["id"]]}, "reference": None}
    assert (await admin.ask("POST", "/api/skills", {"name": "FACTURATION"})).json()["code"] == "routing.name_taken"


async def test_hours_are_compiled_when_published_and_again_when_the_calendar_changes(
    rig, demo, admin, told, monkeypatch
):
    hours = ((1_000, 2_000),)

    async def hours_of(tx, calendar):
        assert calendar == CALENDAR
        return hours

    monkeypatch.setattr(ports, "_hours_of", [hours_of])
    await a_queue(admin, "Une", await a_skill(admin), calendar=CALENDAR)
    await admin.post("/api/routing/publish")
    hours = ((1_000, 2_000), (5_000, 6_000))
    async with rig.transaction(demo) as tx:
        await refresh_hours(tx, CALENDAR)
        await refresh_hours(tx, "00000000-0000-7000-8000-0000000000cb")
    assert [(f.version, f.queues[0].open) for f in told()] == [(1, ((1_000, 2_000),)), (2, hours)]


async def test_an_advisor_reads_the_rules_and_changes_nothing(rig, admin):
    await an_advisor(admin, password="le mot de passe d'Awa")
    hers, skill = await rig.signed_in("awa@demo.test", password="le mot de passe d'Awa"), await a_skill(admin)
    assert (await hers.get("/api/queues")).status_code == 200
    for method, path, body in (
        ("POST", "/api/skills", {"name": "x"}),
        ("POST", "/api/routing/publish", None),
        ("POST", "/api/routing/undo", None),
        ("PUT", f"/api/people/{hers.me['person']['id']}/abilities", {"skills": {skill: 10}}),
    ):
        assert (await hers.ask(method, path, body)).json()["code"] == "forbidden", path


async def test_scheduled_rules_are_the_drafts_of_then_and_in_force_at_their_instant(rig, admin, demo, told):
    first = await a_queue(admin, "Une", await a_skill(admin))
    at = now_ms() + 3_600_000
    scheduled = await admin.post("/api/routing/scheduled", {"at": at})
    other = await admin.post("/api/routing/scheduled", {"at": at + 1})
    assert (await admin.ask("POST", "/api/routing/scheduled", {"at": now_ms() - 1})).json()["code"] == "invalid"
    assert [w["reason"] for w in scheduled["warnings"]] == ["nobody_has_this"]
    assert (await admin.ask("DELETE", f"/api/routing/scheduled/{other['id']}")).status_code == 204
    assert (await admin.ask("DELETE", f"/api/routing/scheduled/{other['id']}")).status_code == 404
    await admin.ask("PATCH", f"/api/queues/{first['id']}", {"version": 1, "name": "Deux"})
    async with rig.services.database.transaction(Scope(demo)) as tx:
        assert await publish_due(tx) == 0
    with psycopg.connect(rig.dsn("superuser"), autocommit=True) as connection:
        connection.execute("update palabre.rules_scheduled set at = 1 where state = 'waiting'")
    told()
    async with rig.services.database.transaction(Scope(demo)) as tx:
        assert (await publish_due(tx), await publish_due(tx)) == (1, 0)
    (published,) = told()
    assert [q.queue for q in published.queues] == [first["id"]]
    rows = (await admin.get("/api/routing/scheduled")).json()["rows"]
    assert [(r["state"], r["version"]) for r in rows] == [("cancelled", None), ("published", 1)]


async def test_one_fact_changes_many_advisors_for_a_time_or_for_good(admin, told):
    skill, people = await a_skill(admin), [await an_advisor(admin, name) for name in ("awa", "ben")]
    told()
    until = now_ms() + 60_000
    change = await admin.post("/api/routing/skill-changes", {"people": people, "skills": {skill: 4}, "until": until})
    (fact,) = told()
    assert (set(fact.advisors), fact.skills, fact.until) == (set(people), ((skill, 4),), until)
    assert (await admin.get(f"/api/people/{people[0]}/abilities")).json()["skills"] == {}
    assert [r["id"] for r in (await admin.get("/api/routing/skill-changes")).json()["rows"]] == [change["id"]]
    assert (await admin.ask("DELETE", f"/api/routing/skill-changes/{change['id']}")).status_code == 204
    assert [(f.change, f.reason) for f in told()] == [(change["id"], "cancelled")]
    await admin.post("/api/routing/skill-changes", {"people": people, "skills": {skill: 6}})
    assert [f.until for f in told()] == [0]
    assert (await admin.get(f"/api/people/{people[1]}/abilities")).json()["skills"] == {skill: 6}
    for wrong in ({"people": [CALENDAR]}, {"skills": {CALENDAR: 1}}, {"skills": {skill: 11}}, {"until": 5}):
        body = {"people": people, "skills": {skill: 1}, **wrong}
        assert (await admin.ask("POST", "/api/routing/skill-changes", body)).status_code == 422
    assert told() == []


async def test_contact_hours_come_from_a_calendar_and_again_when_it_changes(rig, admin, demo, told, monkeypatch):
    hours = [(1, 2)]

    async def compiled(tx, calendar):
        return tuple(hours)

    monkeypatch.setattr(ports, "_hours_of", [compiled])
    person = await an_advisor(admin)
    told()
    await admin.ask("PUT", f"/api/people/{person}/contact-hours", {"calendar": CALENDAR})
    assert [f.contact_hours for f in told()] == [((1, 2),)]
    assert (await admin.get(f"/api/people/{person}/contact-hours")).json() == {"calendar": CALENDAR}
    hours.append((5, 9))
    async with rig.services.database.transaction(Scope(demo)) as tx:
        await refresh_hours(tx, CALENDAR)
    assert [f.contact_hours for f in told()] == [((1, 2), (5, 9))]
    await admin.ask("PUT", f"/api/people/{person}/contact-hours", {"calendar": None})
    assert [f.contact_hours for f in told()] == [None]


async def test_fairness_shares_and_days_are_published(admin, told):
    site = (await admin.post("/api/sites", {"name": "Dakar"}))["id"]
    options = {"shares": [{"kind": "site", "id": site, "share": 0.7}], "fairness": "least_occupied"}
    queue = await a_queue(admin, "Une", await a_skill(admin), options=options)
    await admin.post("/api/routing/publish")
    published = next(f for f in told() if isinstance(f, RoutingRulesPublished))
    assert [(s.kind, s.id, s.share) for s in published.queues[0].shares] == [("site", site, 0.7)]
    assert len(published.days) == 60 and published.days[0] <= now_ms() < published.days[1]
    beyond = {**options, "shares": [{"kind": "site", "id": site, "share": 0.7}, {"kind": "site", "share": 0.4}]}
    answer = await admin.ask("PATCH", f"/api/queues/{queue['id']}", {"version": 1, "options": beyond})
    assert answer.json()["details"]["reason"] == "shares_beyond_the_whole"
