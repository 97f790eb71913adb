"""Nothing of tenant A in any answer to tenant B, whatever B asks for by A's ids: generated from the route table.

A room that adds a kind of thing adds one line to `furnish`, so that its routes are asked for a real one.
"""

import re

import psycopg
import pytest
from samples import operations
from web_rig import PASSWORD

from palabre.conversations.actions.messages import receive_message
from palabre.conversations.actions.notes import add_note
from palabre.conversations.actions.records import open_conversation
from palabre.customers.actions import normalise_address
from palabre.flows.actions.flow_imports import upload
from palabre.flows.actions.flow_packages import export_package
from palabre.foundations.scope import Scope
from palabre.plumbing import parked
from palabre.plumbing.web import openapi
from palabre.processes import api
from palabre.tenants.model.permissions import ALL

MARK = "zèbre"  # in every name and text of A
DOCUMENT = openapi.document(api.document())
OPERATIONS = list(operations(DOCUMENT))
OPEN = {"plumbing_healthz", "plumbing_readyz", "tenants_begin_session"}
PUBLIC = OPEN | {
    "voice_web_call",
    "callbacks_ask_from_page",
    "callbacks_look_from_page",
    "callbacks_cancel_from_page",
    "tenants_look_at_invitation",
    "tenants_accept_invitation",
}
MAY_NAME = "flow:"
FLOW = {"languages": ["fr"], "start": "bye", "steps": {"bye": {"kind": "hang_up"}}}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

# A text of B's own may name anything; what it names is looked up when it counts, and not before.
MAY_ECHO = {"flows_save_draft", "flows_create_flow"}
# Fits no generated body, and is held by tests of its own room.
SPECIAL_BODIES = {"flows_keep_recording", "flows_declare_holiday", "flows_create_calendar", "flows_save_calendar"}


async def furnish(rig, admin, tenant) -> dict[str, str]:
    """One thing of each kind, by the name that paths and fields give it."""
    made = {}
    made["partner"] = (await admin.post("/api/partners", {"name": f"{MARK} partner"}))["id"]
    made["site"] = (await admin.post("/api/sites", {"name": f"{MARK} site"}))["id"]
    body = {"name": f"{MARK} person", "email": f"{MARK}@a.test", "roles": ["advisor"], "password": PASSWORD}
    made["person"] = made["advisor"] = (await admin.post("/api/people", body))["id"]
    made["skill"] = (await admin.post("/api/skills", {"name": f"{MARK} skill"}))["id"]
    ring = {"after_seconds": 0, "requirement": {"kind": "skill", "skill": made["skill"]}}
    queue = {"name": f"{MARK} queue", "channel": "voice", "rings": [ring]}
    made["queue"] = made["overflow"] = (await admin.post("/api/queues", queue))["id"]
    await admin.ask("PUT", f"/api/people/{made['person']}/abilities", {"skills": {made["skill"]: 5}})
    await admin.post("/api/routing/publish")
    phone = [{"kind": "phone", "value": "+33612345678"}]
    made["customer"] = (await admin.post("/api/customers", {"name": f"{MARK} customer", "addresses": phone}))["id"]
    made["token"] = (await admin.post("/api/me/tokens", {"name": f"{MARK} token", "permissions": []}))["id"]
    made["flow"] = (await admin.post("/api/flows", {"name": f"{MARK} flow", "draft": FLOW}))["id"]
    calendar = {"name": f"{MARK} calendar", "calendar": {"zone": "Europe/Paris", "week": {}}}
    made["calendar"] = (await admin.post("/api/calendars", calendar))["id"]
    made["widget"] = (await admin.post("/api/chat/widgets", {"name": f"{MARK} widget"}))["id"]
    made["number"] = (await admin.post("/api/numbers", {"number": "+33187654321", "name": MARK}))["number"]
    scope = Scope(tenant, person=made["person"], permissions=ALL)
    async with rig.services.database.transaction(scope) as tx:
        address = normalise_address("voice", "+33612345678", "FR")
        opened = await open_conversation(tx, channel="voice", address=address, entry=f"{MARK} entry")
        made["conversation"] = opened.conversation
        message, *_ = await receive_message(tx, opened.conversation, f"{MARK} message", provider_id=f"{MARK} 1")
        made["message"] = message.id
        await add_note(tx, opened.conversation, made["person"], f"{MARK} note")
        await parked.park(tx, "reporting", 1, 1, b"\x90", f"{MARK} reason", 3)
        made["entry"] = (await parked.page(tx, "open", None, 1))[0]["id"]
    made["imported"] = await brought_back(rig, scope, made["flow"])
    return made


async def brought_back(rig, scope, flow) -> str:
    """A's flow as a package, looked at and not applied."""

    async def pieces():
        while chunk := file.read(1 << 16):
            yield chunk

    _, file = await export_package(rig.services, scope, flow, None)
    with file:
        return (await upload(rig.services, scope, pieces(), f"{MARK}.zip")).id


def rows_of(rig, tenant) -> dict[str, list]:
    """All rows of a tenant in all tables that name one; what time alone moves left out."""
    moving = {"session", "outbox", "partition_tenant", "reader", "api_token"}
    query = """select table_name from information_schema.columns
               join information_schema.tables using (table_schema, table_name)
               where table_schema = 'palabre' and column_name = 'tenant' and table_type = 'BASE TABLE' order by 1"""
    with psycopg.connect(rig.dsn("superuser")) as connection:
        tables = [row[0] for row in connection.execute(query)]
        return {
            t: sorted(str(r) for r in connection.execute(f"select * from palabre.{t} where tenant = %s", (tenant,)))
            for t in tables
            if t not in moving
        }


async def answers(browser, operation, ids):
    """What the operation says to as much as can be asked, then to as little, then with filters."""
    for whole in (True, False):
        yield await browser.http.request(operation.method, operation.url(ids), json=operation.body(ids, whole=whole))
    if filters := operation.query(ids):
        yield await browser.http.request(operation.method, operation.url(ids), params=filters)


def asked_for(answer) -> set[str]:
    """Ids that stood in the filters: a figure says of what it is, were it of nothing."""
    return set(answer.request.url.params.values())


OF_THE_INSTALLATION = (
    ("GET", "/api/sip-blocks"), ("DELETE", "/api/sip-blocks?address=192.0.2.1"), ("GET", "/api/voice-nodes"),
    ("POST", "/api/voice-nodes/palabre/drain"),
)  # fmt: skip


async def ask_of_the_installation(port):
    """A tenant's administrator keeps her tenant, not the machines it shares with others."""
    administrator, keeper = await port.signed_in("a@a.test"), await port.signed_in("b@b.test")
    for method, path in OF_THE_INSTALLATION:
        body = {"on": False} if method == "POST" else None
        told = await administrator.http.request(method, path, json=body)
        assert (told.status_code, told.json()["code"]) == (403, "forbidden"), path
        assert (await keeper.http.request(method, path, json=body)).status_code in (200, 404), path


@pytest.mark.seconds_max(180)
async def test_no_answer_to_one_tenant_holds_anything_of_another(open_port):
    async with open_port() as port:
        await ask_everything(port)
        await ask_of_the_installation(port)


async def ask_everything(port):
    a, b = await port.found(f"{MARK} A", "a@a.test"), await port.found("B", "b@b.test", operator=True)
    admin = await port.signed_in("a@a.test")
    ids = await furnish(port, admin, a.tenant)
    before, faults, reached = rows_of(port, a.tenant), [], set()
    strange = set(UUID.findall(str(before))) | {a.tenant}
    stranger = await port.signed_in("b@b.test")
    for operation in OPERATIONS:
        if operation.id in OPEN:
            continue
        if (await stranger.get("/api/me")).status_code != 200:  # one of them signed her out
            stranger = await port.signed_in("b@b.test")
        async for answer in answers(stranger, operation, ids):
            if answer.status_code != 422:
                reached.add(operation.id)
            ids_told = (
                strange & set(UUID.findall(answer.text)) - asked_for(answer) if answer.status_code < 300 else set()
            )
            leaked = MARK in answer.text or ids_told
            if answer.status_code == 500 or (leaked and operation.id not in MAY_ECHO):
                faults.append(f"{operation} {answer.status_code} {answer.text[:200]}")
    assert not faults, "\n".join(faults)
    after = rows_of(port, a.tenant)
    assert {t for t in before if before[t] != after[t]} == set()
    named = [row for rows in rows_of(port, b.tenant).values() for row in rows if strange & set(UUID.findall(row))]
    assert not [row for row in named if MAY_NAME not in row], "\n".join(named)
    missed = {o.id for o in OPERATIONS} - reached - OPEN - SPECIAL_BODIES
    assert len(missed) < 0.15 * len(OPERATIONS), f"hardly asked anything: {sorted(missed)}"


async def test_nobody_signed_in_gets_nothing(open_port):
    async with open_port() as port:
        faults = []
        for operation in OPERATIONS:
            if operation.id in PUBLIC:
                continue
            body = operation.body({}, whole=True)
            answer = await port.browser().http.request(operation.method, operation.url({}), json=body)
            if answer.status_code not in (401, 404):
                faults.append(f"{operation} {answer.status_code} {answer.text[:200]}")
        assert not faults, "\n".join(faults)


def test_what_is_public_is_named_here():
    assert {o.id for o in OPERATIONS if o.public} == PUBLIC
