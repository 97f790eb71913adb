"""Customers on real rows: joined by addresses, shared ones picked by a person, found, edited, erased (PAINS 10)."""

import asyncio

import psycopg
import pytest

from palabre.customers import ports
from palabre.customers.actions import customers_of, find_or_create_customer, normalise_address


@pytest.fixture
async def demo(rig):
    founded = await rig.found("Démo", "admin@demo.test", country="SN")
    return founded.tenant


@pytest.fixture
async def admin(rig, demo):
    return await rig.signed_in("admin@demo.test")


def phone(raw="77 123 45 67"):
    return normalise_address("voice", raw, "SN")


async def arrive(rig, tenant, address):
    async with rig.transaction(tenant) as tx:
        return await find_or_create_customer(tx, address)


async def test_one_number_one_customer_however_it_is_written(rig, demo):
    first = await arrive(rig, demo, phone())
    assert first and first == await arrive(rig, demo, phone("+221771234567")) == await arrive(
        rig, demo, phone("00221 77 123 45 67")
    )
    assert first != await arrive(rig, demo, phone("77 123 45 68"))


@pytest.mark.parametrize("raw", ["anonymous", "", "15", "1212", "+22177"])
async def test_withheld_short_and_invalid_numbers_join_nothing(rig, demo, raw):
    assert await arrive(rig, demo, phone(raw)) is None and await arrive(rig, demo, phone(raw)) is None
    with psycopg.connect(rig.dsn("superuser")) as connection:
        assert connection.execute("select count(*) from palabre.customer").fetchone() == (0,)


async def test_first_calls_at_the_same_moment_make_one_customer(rig, demo):
    made = await asyncio.gather(*(arrive(rig, demo, phone()) for _ in range(8)))
    assert len(set(made)) == 1 and made[0]


async def test_two_tenants_never_share_a_customer(rig, demo):
    other = await rig.found("Autre", "admin@autre.test")
    assert await arrive(rig, demo, phone()) != await arrive(rig, other.tenant, phone())


async def test_several_may_share_an_address_and_a_person_picks(rig, demo, admin):
    shared = [{"kind": "phone", "value": "33 821 00 00"}]
    one = await admin.post("/api/customers", {"name": "Awa", "addresses": shared})
    two = await admin.post("/api/customers", {"name": "Moussa", "addresses": shared})
    address = phone("33 821 00 00")
    assert await arrive(rig, demo, address) is None
    async with rig.transaction(demo) as tx:
        assert await customers_of(tx, address) == [one["id"], two["id"]]
    page = (await admin.get("/api/customers", phone="+221 33 821 00 00")).json()
    assert {c["name"] for c in page["rows"]} == {"Awa", "Moussa"}
    gone = await admin.ask("DELETE", f"/api/customers/{two['id']}/addresses?kind=phone&value=%2B221338210000")
    assert gone.json()["addresses"] == [] and await arrive(rig, demo, address) == one["id"]


async def test_found_by_the_beginnings_of_words_and_numbers(rig, admin):
    for name, number in (("Évelyne N'Diaye", "77 123 45 67"), ("Eve Sow", "77 123 99 99"), ("محمد", "78 000 00 01")):
        await admin.post("/api/customers", {"name": name, "addresses": [{"kind": "phone", "value": number}]})
    for q, names in (
        ("eve", ["Eve Sow", "Évelyne N'Diaye"]),
        ("EVE sow", ["Eve Sow"]),
        ("velyne", []),
        ("77 123 4", ["Évelyne N'Diaye"]),
        ("+221 77", ["Eve Sow", "Évelyne N'Diaye"]),
        ("محم", ["محمد"]),
        ("!!", []),
        ("zzz", []),
    ):
        assert [c["name"] for c in (await admin.get("/api/customers", q=q)).json()["rows"]] == names, q


async def test_search_uses_the_index_under_row_level_security(rig, demo):
    async with rig.transaction(demo) as tx:
        await tx.execute("set local enable_seqscan = off")
        plan = await tx.all("""explain select customer from palabre.customer_word
                               where tenant = palabre.tenant() and word >= 'eve' and word < 'evf'""")
    text = " ".join(row["QUERY PLAN"] for row in plan)
    assert "Index" in text and "Index Cond" in text and "word >=" in text.split("Index Cond")[1]


async def test_pages_follow_one_another(rig, demo, admin):
    for i in range(5):
        await arrive(rig, demo, phone(f"77 123 45 0{i}"))
    seen, after = [], ""
    while True:
        page = (await admin.get("/api/customers", limit=2, after=after)).json()
        seen += [c["id"] for c in page["rows"]]
        if not (after := page["next"]):
            break
    assert len(seen) == len(set(seen)) == 5 and seen == sorted(seen, reverse=True)


async def test_edits_are_found_and_do_not_overwrite(rig, admin):
    made = await admin.post("/api/customers", {"name": "Awa"})
    path = f"/api/customers/{made['id']}"
    edited = await admin.ask(
        "PATCH", path, {"version": 1, "name": "Fatou", "attributes": {"plan": "fibre"}, "language": "wo"}
    )
    assert edited.json()["attributes"] == {"plan": "fibre"} and edited.json()["version"] == 2
    assert (await admin.ask("PATCH", path, {"version": 1, "name": "X"})).json()["code"] == "customers.changed_meanwhile"
    assert (
        not (await admin.get("/api/customers", q="awa")).json()["rows"]
        and (await admin.get("/api/customers", q="fatou")).json()["rows"]
    )
    for bad in ({"name": "x" * 201}, {"attributes": {"a": "x" * 501}}, {"note": "x" * 10_001}):
        assert (await admin.ask("PATCH", path, {"version": 2, **bad})).status_code == 422
    refused = await admin.ask("POST", f"{path}/addresses", {"kind": "phone", "value": "anonymous"})
    assert refused.json() == {"code": "customers.address_refused", "details": {"kind": "phone"}, "reference": None}


async def test_erasing_leaves_an_id_and_no_trace(rig, demo, admin, monkeypatch):
    told = []

    async def erase(tx, customer):
        told.append(customer)

    monkeypatch.setattr(ports, "erasers", [erase])
    monkeypatch.setattr("palabre.customers.actions.erasers", ports.erasers)
    body = {
        "name": "Fatou Effacée",
        "note": "allergie aux arachides",
        "attributes": {"carte": "4970-1234"},
        "addresses": [{"kind": "phone", "value": "77 123 45 67"}, {"kind": "email", "value": "fatou@effacee.test"}],
    }
    made = await admin.post("/api/customers", body)
    assert (await admin.ask("POST", f"/api/customers/{made['id']}/erase")).status_code == 204
    assert told == [made["id"]]
    after = (await admin.get(f"/api/customers/{made['id']}")).json()
    assert (
        after["id"] == made["id"]
        and after["erased_at"]
        and not (after["name"] or after["note"] or after["attributes"] or after["addresses"])
    )
    with psycopg.connect(rig.dsn("superuser")) as connection:
        tables = [r[0] for r in connection.execute("select tablename from pg_tables where schemaname = 'palabre'")]
        everything = " ".join(str(connection.execute(f"select * from palabre.{t}").fetchall()) for t in tables)
    for trace in ("Fatou", "fatou", "arachides", "4970", "771234567"):
        assert trace not in everything, trace
    assert await arrive(rig, demo, phone()) != made["id"]
    for method, path, sent in (("PATCH", "", {"version": 2, "name": "X"}), ("POST", "/erase", None)):
        assert (await admin.ask(method, f"/api/customers/{made['id']}{path}", sent)).json()[
            "code"
        ] == "customers.erased"


async def test_an_advisor_edits_and_does_not_erase(rig, admin):
    await admin.post(
        "/api/people", {"name": "A", "email": "a@demo.test", "roles": ["advisor"], "password": "le mot de passe d'Awa"}
    )
    made = await admin.post("/api/customers", {"name": "Moussa"})
    hers = await rig.signed_in("a@demo.test", password="le mot de passe d'Awa")
    assert (
        await hers.ask("PATCH", f"/api/customers/{made['id']}", {"version": 1, "note": "rappeler"})
    ).status_code == 200
    assert (await hers.ask("POST", f"/api/customers/{made['id']}/erase")).json()["details"] == {
        "permission": "customers.erase"
    }
