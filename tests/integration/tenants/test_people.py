"""People, partners, sites: who sees and changes whom, in code and in the database."""

import psycopg
import pytest
from web_rig import PASSWORD

from palabre.foundations.scope import Scope
from palabre.tenants.model.permissions import ALL


@pytest.fixture
async def stage(rig):
    """A tenant with two partners, each with a supervisor and an advisor, and one advisor of its own."""
    founded = await rig.found("Démo", "admin@demo.test")
    admin = await rig.signed_in("admin@demo.test")
    made = {"tenant": founded.tenant, "admin": admin}
    for name in ("north", "south"):
        partner = made[name] = await admin.post("/api/partners", {"name": name})
        made[f"{name}_site"] = await admin.post(
            "/api/sites", {"name": name, "kind": "partner", "partner": partner["id"]}
        )
        for role in ("partner_supervisor", "advisor"):
            body = {
                "name": f"{name} {role}",
                "email": f"{role}@{name}.test",
                "roles": [role],
                "partner": partner["id"],
                "password": PASSWORD,
            }
            made[f"{name}_{role}"] = await admin.post("/api/people", body)
    made["own"] = await admin.post(
        "/api/people", {"name": "Own", "email": "own@demo.test", "roles": ["supervisor"], "password": PASSWORD}
    )
    return made


def ids(answer):
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["rows"]}


async def test_a_partner_supervisor_sees_her_own_company_only(rig, stage):
    hers = await rig.signed_in("partner_supervisor@north.test")
    assert ids(await hers.get("/api/people")) == {stage["north_partner_supervisor"]["id"], stage["north_advisor"]["id"]}
    assert ids(await hers.get("/api/partners")) == {stage["north"]["id"]}
    assert ids(await hers.get("/api/sites")) == {stage["north_site"]["id"]}
    for stranger in ("south_advisor", "own"):
        assert (await hers.get(f"/api/people/{stage[stranger]['id']}")).status_code == 404
    names = (
        await hers.get("/api/people/names", id=[stage["south_advisor"]["id"], stage["north_advisor"]["id"]])
    ).json()
    assert [n["name"] for n in names] == ["north advisor"]


OWNER = {"person": "person", "partner": "id", "site": "partner", "audit": "partner"}  # else person
TABLES = ("person", "partner", "site", "session", "audit", "advisor", "advisor_skill", "advisor_capacity", "api_token")


async def test_the_database_holds_her_to_it_whatever_a_statement_forgets(rig, stage, subtests):
    admin, advisors = stage["admin"], [stage[f"{n}_advisor"]["id"] for n in ("north", "south")]
    skill = await admin.post("/api/skills", {"name": "S"})
    for advisor in advisors:
        await admin.ask(
            "PUT", f"/api/people/{advisor}/abilities", {"skills": {skill["id"]: 3}, "capacities": {"voice": 1}}
        )
    for name in ("north", "south"):
        browser = await rig.signed_in(f"partner_supervisor@{name}.test")
        await browser.post("/api/me/tokens", {"name": "t", "permissions": []})
    for table in TABLES:
        with subtests.test(table):
            seen = {name: await seen_in(table, rig, stage, name) for name in (None, "north", "south")}
            assert seen["north"] and seen["south"] and not seen["north"] & seen["south"]
            assert seen["north"] | seen["south"] <= seen[None] and (table == "site" or len(seen[None]) >= 2)


async def seen_in(table, rig, stage, name):
    """Whose rows are seen by somebody of this partner, or of none."""
    column = "id" if table == "person" else OWNER.get(table, "person")
    scope = Scope(stage["tenant"], partner=stage[name]["id"] if name else None, permissions=ALL)
    async with rig.services.database.transaction(scope) as tx:
        rows = await tx.all(f"select {column}::text as x from palabre.{table} where tenant is not null")
    return {row["x"] for row in rows}


async def test_a_partner_cannot_write_outside_itself(rig, stage):
    scope = Scope(stage["tenant"], partner=stage["north"]["id"], permissions=ALL)
    statements = [
        f"update palabre.person set name = 'x' where tenant is not null and id = '{stage['south_advisor']['id']}'",
        f"update palabre.site set name = 'x' where tenant is not null and id = '{stage['south_site']['id']}'",
    ]
    async with rig.services.database.transaction(scope) as tx:
        for statement in statements:
            assert (await tx.execute(statement)).rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with rig.services.database.transaction(scope) as tx:
            await tx.execute(f"update palabre.person set partner = '{stage['south']['id']}' where tenant is not null")


async def test_names_of_a_partner_are_seen_only_where_agreed(rig, stage):
    supervisor, person = await rig.signed_in("own@demo.test"), stage["north_advisor"]["id"]
    assert (await supervisor.get(f"/api/people/{person}")).json()["name"] == ""
    assert (await supervisor.get("/api/people/names", id=person)).json()[0]["name"] == ""
    assert "north" not in (await supervisor.get("/api/people")).text
    agreed = await stage["admin"].ask(
        "PATCH", f"/api/partners/{stage['north']['id']}", {"version": 1, "names_visible": True}
    )
    assert agreed.status_code == 200
    assert (await supervisor.get(f"/api/people/{person}")).json()["name"] == "north advisor"


MISFITS = [
    ({"email": "ADMIN@demo.test"}, "tenants.email_taken"),
    ({"email": "nothing"}, "invalid"),
    ({"name": ""}, "invalid"),
    ({"roles": ["operator"]}, "tenants.roles_not_granted"),
    ({"roles": []}, "invalid"),
    ({"language": "xx"}, "invalid"),
    ({"site": "00000000-0000-7000-8000-000000000000"}, "invalid"),
    ({"password": "court"}, "tenants.password_refused"),
    ({"site": "not an id"}, "invalid"),
    ({"name": "a\u0000"}, None),
    ({"name": "x" * 201}, "invalid"),
    ({"roles": "advisor"}, "invalid"),
]


async def test_people_who_do_not_fit(rig, stage, subtests):
    for number, (body, code) in enumerate(MISFITS):
        with subtests.test(str(body)):
            person = {"name": "N", "email": f"n{number}@demo.test", "roles": ["advisor"], **body}
            answer = await stage["admin"].ask("POST", "/api/people", person)
            assert (answer.status_code, code) == (201, None) or (
                answer.json()["code"] == code and 400 <= answer.status_code < 500
            ), answer.text


async def test_an_edit_never_overwrites_another(rig, stage):
    path = f"/api/people/{stage['own']['id']}"
    assert (await stage["admin"].ask("PATCH", path, {"version": 1, "name": "Une"})).json()["version"] == 2
    late = await stage["admin"].ask("PATCH", path, {"version": 1, "name": "Autre"})
    assert late.json() == {"code": "tenants.changed_meanwhile", "details": {"version": 2}, "reference": None}
    assert (await stage["admin"].get(path)).json()["name"] == "Une"


async def test_the_last_administrator_stays(rig, stage):
    me = stage["admin"].me["person"]
    for change in ({"active": False}, {"roles": ["supervisor"]}):
        answer = await stage["admin"].ask("PATCH", f"/api/people/{me['id']}", {"version": me["version"], **change})
        assert answer.json()["code"] == "tenants.last_administrator"


async def test_an_administrator_cannot_take_over_an_operator(rig):
    founded = await rig.found("Démo", "keeper@demo.test", operator=True)
    keeper = await rig.signed_in("keeper@demo.test")
    body = {"name": "B", "email": "b@demo.test", "roles": ["administrator"], "password": PASSWORD}
    await keeper.post("/api/people", body)
    other = await rig.signed_in("b@demo.test")
    for method, path, sent in (
        ("POST", "password", {"password": "une phrase à lui donner"}),
        ("POST", "sign-out", None),
        ("POST", "totp/disable", None),
    ):
        answer = await other.ask(method, f"/api/people/{founded.administrator}/{path}", sent)
        assert answer.json()["code"] == "tenants.roles_not_granted", path
    assert (
        await other.ask("PATCH", f"/api/people/{founded.administrator}", {"version": 1, "active": False})
    ).status_code == 403


async def test_people_are_paged_in_the_order_of_their_names(rig, stage):
    for i, name in enumerate(("Élodie", "eve", "Zoé", "awa", "محمد")):
        await stage["admin"].post("/api/people", {"name": name, "email": f"p{i}@demo.test", "roles": ["advisor"]})
    seen, after = [], ""
    while True:
        page = (await stage["admin"].get("/api/people", limit=2, after=after)).json()
        seen += [p["name"] for p in page["rows"]]
        if not (after := page["next"]):
            break
    assert [n for n in seen if n in ("Élodie", "eve", "Zoé", "awa", "محمد")] == ["awa", "Élodie", "eve", "Zoé", "محمد"]
    assert len(seen) == len(set(seen)) == 11
    assert [p["name"] for p in (await stage["admin"].get("/api/people", q="ÉLO")).json()["rows"]] == ["Élodie"]
    assert (await stage["admin"].get("/api/people", limit=501)).status_code == 422


async def test_every_change_is_in_the_audit_without_names(rig, stage):
    admin = stage["admin"]
    await admin.ask(
        "PATCH", f"/api/people/{stage['own']['id']}", {"version": 1, "name": "Secrète", "roles": ["advisor"]}
    )
    rows = (await admin.get("/api/audit", limit=500)).json()["rows"]
    assert {
        "tenants.create_tenant",
        "tenants.create_person",
        "tenants.create_partner",
        "tenants.create_site",
        "tenants.sign_in",
    } <= {r["verb"] for r in rows}
    assert rows[0]["verb"] == "tenants.edit_person" and rows[0]["codes"]["changed"] == ["name", "roles"]
    assert (rows[0]["codes"]["before"], rows[0]["codes"]["after"]) == (
        {"roles": ["supervisor"]},
        {"roles": ["advisor"]},
    )
    text = (await admin.get("/api/audit", limit=500)).text
    assert "Secr" not in text and "@" not in text and "north" not in text
    only = (await admin.get("/api/audit", subject=f"person:{stage['own']['id']}")).json()["rows"]
    assert [r["verb"] for r in only] == ["tenants.edit_person", "tenants.create_person"]


async def test_the_audit_is_only_added_to(rig, stage):
    for statement in ("update palabre.audit set verb = 'x'", "delete from palabre.audit"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with rig.transaction(stage["tenant"]) as tx:
                await tx.execute(f"{statement} where tenant is not null")


async def test_the_owner_role_founds_and_sees_nothing(rig, stage):
    async with rig.admin.transaction(Scope(stage["tenant"])) as tx:
        for table in ("tenant", "person", "audit"):
            assert (await tx.one(f"select count(*) as n from palabre.{table} where tenant is not null"))["n"] == 0


async def test_preferences_are_kept_and_bounded(rig, stage):
    admin = stage["admin"]
    me = (await admin.ask("PATCH", "/api/me", {"language": "ar", "theme": "dark", "keys": {"accept": "F2"}})).json()
    assert (me["language"], me["preferences"]) == ("ar", {"theme": "dark", "keys": {"accept": "F2"}})
    assert (await admin.ask("PATCH", "/api/me", {"theme": None})).json()["preferences"] == {"keys": {"accept": "F2"}}
    assert (await admin.ask("PATCH", "/api/me", {"keys": {"x": "y" * 30_000}})).status_code == 422


async def test_the_tenant_itself(rig, stage):
    admin = stage["admin"]
    changed = await admin.ask("PATCH", "/api/tenant", {"version": 1, "country": "MA", "time_zone": "Africa/Casablanca"})
    assert changed.json()["country"] == "MA"
    for bad in ({"country": "XX"}, {"time_zone": "Mars/Olympus"}, {"name": " "}):
        assert (await admin.ask("PATCH", "/api/tenant", {"version": 2, **bad})).status_code == 422
    assert (
        await (await rig.signed_in("own@demo.test")).ask("PATCH", "/api/tenant", {"version": 2, "name": "x"})
    ).status_code == 403
