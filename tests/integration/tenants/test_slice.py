"""The thin way through: a tenant, its administrator, a site, an advisor, a skill, a queue, and the rules published."""

import psycopg

from palabre.foundations.decision import codec_of
from palabre.routing.facts import AdvisorConfigured, RoutingRulesPublished
from palabre.routing.model.room import ROOM


def told(rig, tenant):
    """Facts that wait in the outbox of this tenant, decoded."""
    codec = codec_of([ROOM])
    with psycopg.connect(rig.dsn("superuser")) as connection:
        rows = connection.execute("select fact from palabre.outbox where tenant = %s order by id", (tenant,)).fetchall()
    return [codec.decode_fact(row[0]) for row in rows]


async def test_from_a_new_tenant_to_published_rules(rig):
    founded = await rig.found("Démo Télécom", "admin@demo.test")
    admin = await rig.signed_in("admin@demo.test")
    assert admin.me["partition"] == founded.partition and admin.me["tenant"]["name"] == "Démo Télécom"
    site = await admin.post("/api/sites", {"name": "Dakar", "kind": "telecentre"})
    person = await admin.post(
        "/api/people",
        {
            "name": "Awa Ndiaye",
            "email": "Awa@Demo.test",
            "roles": ["advisor"],
            "site": site["id"],
            "password": "un mot de passe à elle",
        },
    )
    skill = await admin.post("/api/skills", {"name": "Facturation"})
    abilities = await admin.ask("PUT", f"/api/people/{person['id']}/abilities", {"skills": {skill["id"]: 7}})
    assert abilities.json()["capacities"] == {"voice": 1, "chat": 3}, abilities.text
    ring = {"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill["id"], "level": 5}}
    queue = await admin.post("/api/queues", {"name": "Factures", "channel": "voice", "rings": [ring]})
    published = await admin.post("/api/routing/publish")
    assert published == {"version": 1, "source": 1, "warnings": []}
    configured, rules = told(rig, founded.tenant)[-2:]
    assert (
        isinstance(configured, AdvisorConfigured)
        and configured.skills == ((skill["id"], 7),)
        and configured.site == site["id"]
    )
    assert isinstance(rules, RoutingRulesPublished) and [q.queue for q in rules.queues] == [queue["id"]]
    advisor = await rig.signed_in("awa@demo.test", password="un mot de passe à elle")
    assert "desk.answer" in advisor.me["permissions"] and "people.edit" not in advisor.me["permissions"]
