"""What stands still: seen by those who may, tried again by its real reader, set aside with a reason, counted."""

import asyncio
import json

import pytest

from palabre.conversations import wiring as conversations
from palabre.conversations.actions.records import open_conversation
from palabre.conversations.facts import SegmentOpened
from palabre.customers.actions import normalise_address
from palabre.foundations.decision import codec_of
from palabre.plumbing import parked, settings
from palabre.plumbing.bus import Bus
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.partition import registry
from palabre.plumbing.postgres import Database
from palabre.plumbing.web.metrics import exposition, look_at_parked
from palabre.processes.command_line import doctor_checks
from palabre.processes.command_line import parked as command
from palabre.processes.rooms import ROOMS

pytestmark = pytest.mark.asyncio


async def put(rig, tenant, fact, why="RuntimeError: it did not fit") -> str:
    data = codec_of(ROOMS).encode_fact(fact) if not isinstance(fact, bytes) else fact
    async with rig.transaction(tenant) as tx:
        await parked.park(tx, "conversations", 1, 7, data, why, 3)
        rows = await parked.page(tx, "open", None, 100)
        return rows[-1]["id"]


async def conversation_of(rig, tenant) -> str:
    async with rig.transaction(tenant) as tx:
        address = normalise_address("voice", "+33612345678", "FR")
        return (await open_conversation(tx, channel="voice", address=address, entry="+33199001000")).conversation


async def test_a_parked_fact_is_mended_by_its_reader_or_stays_with_what_is_wrong_now(rig, nats):
    founded = await rig.found("Mairie", "awa@a.test", operator=True)
    browser = await rig.signed_in("awa@a.test")
    conversation = await conversation_of(rig, founded.tenant)
    good = await put(rig, founded.tenant, SegmentOpened(5, "1.5", conversation, "queue", "q"))
    bad = await put(rig, founded.tenant, b"\x93\xa9nothing.1\x01\x02")
    projector, bus = await Database.open(rig.dsn("projector"), size_max=2), await Bus.open(nats.url("core"), "test")
    reader = conversations.reader(projector, bus, ROOMS)
    async with rig.transaction(founded.tenant) as tx:
        await tx.execute("insert into reader (name, partition, number) values ('conversations', 1, 9)")
    try:

        async def look() -> None:
            while True:
                await reader.try_again()
                await asyncio.sleep(0.02)

        looking = asyncio.create_task(look())
        listed = (await browser.get("/api/parked")).json()
        assert [(r["id"], r["kind"], r["state"]) for r in listed["rows"]] == [
            (good, "conversations.SegmentOpened", "open"), (bad, "nothing", "open")]  # fmt: skip
        done, still = [await browser.post(f"/api/parked/{id}/retry") for id in (good, bad)]
    finally:
        looking.cancel()
        await bus.close()
        await projector.close()
    assert (done["state"], done["tries"]) == ("done", 4)
    assert still["state"] == "open" and still["tries"] == 4 and "ValidationError" in still["why"]
    async with rig.transaction(founded.tenant) as tx:
        assert await tx.one("select kind from segment where tenant = %(t)s", {"t": founded.tenant}) == {"kind": "queue"}
    refused = await browser.ask("POST", f"/api/parked/{good}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "tenants.parked_already_done")
    verbs = [e["verb"] for e in (await browser.get("/api/audit")).json()["rows"]]
    assert verbs.count("operations.retry_parked") == 2


async def test_what_is_set_aside_stays_listed_with_its_reason_and_is_counted(rig):
    founded = await rig.found("Mairie", "awa@a.test", operator=True)
    browser = await rig.signed_in("awa@a.test")
    id = await put(rig, founded.tenant, b"\x90")
    assert (await parked.counts(rig.services.database))["conversations"][0] == 1
    empty = await browser.ask("POST", f"/api/parked/{id}/set-aside", {"reason": "  "})
    assert empty.status_code == 422
    aside = await browser.post(f"/api/parked/{id}/set-aside", {"reason": "doublon du 3"})
    assert (aside["state"], aside["reason"]) == ("set_aside", "doublon du 3")
    assert (await browser.get("/api/parked")).json()["rows"] == []
    listed = (await browser.get("/api/parked", show="set_aside")).json()["rows"]
    assert [(r["id"], r["reason"]) for r in listed] == [(id, "doublon du 3")]
    assert await parked.counts(rig.services.database) == {}
    assert (await browser.get("/api/parked", show="nonsense")).status_code == 422
    assert "operations.set_aside_parked" in (await browser.get("/api/audit")).text
    assert "doublon" not in (await browser.get("/api/audit")).text


async def test_an_administrator_sees_and_an_operator_mends(rig):
    founded = await rig.found("Mairie", "awa@a.test")
    browser = await rig.signed_in("awa@a.test")
    id = await put(rig, founded.tenant, b"\x90")
    assert len((await browser.get("/api/parked")).json()["rows"]) == 1
    for path, body in ((f"{id}/retry", None), (f"{id}/set-aside", {"reason": "x"}), ("stream/retry", None)):
        assert (await browser.ask("POST", f"/api/parked/{path}", body)).status_code == 403


async def test_a_tenant_that_stands_still_is_shown_and_metrics_count_it(rig):
    founded = await rig.found("Mairie", "awa@a.test", operator=True)
    browser = await rig.signed_in("awa@a.test")
    assert (await browser.ask("POST", "/api/parked/stream/retry")).json()["code"] == "tenants.nothing_parked"
    router = await Database.open(rig.dsn("router"), size_max=1)
    try:
        await registry.park(router, founded.tenant, "outbox row 3: KeyError")
        assert (await browser.get("/api/parked")).json()["stream"]["why"] == "outbox row 3: KeyError"
        await look_at_parked(rig.services.database)
        told = exposition().decode()
        assert "palabre_parked_tenants 1.0" in told and founded.tenant not in told
        asking = asyncio.create_task(browser.post("/api/parked/stream/retry"))
        async with asyncio.timeout(5):
            while not (asked := await registry.asked(router, [founded.tenant])):
                await asyncio.sleep(0.02)
        assert asked == [(founded.tenant, "retry", "")]
        await registry.unpark(router, founded.tenant, "")
        assert (await asking) == {"stream": None}
    finally:
        await router.close()


async def test_the_command_lists_sets_aside_and_the_doctor_sees_it(rig, monkeypatch, capsys):
    founded = await rig.found("Mairie", "awa@a.test")
    id = await put(rig, founded.tenant, b"\x90")
    monkeypatch.setenv("PALABRE_DATABASE_URL_WEB", rig.dsn("web"))
    told = await asyncio.to_thread(doctor_checks._parked, settings.read())
    assert (told.ok, told.version) == (False, "1 of conversations")
    assert await asyncio.to_thread(command.main, ["list", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["id"] == id
    assert await asyncio.to_thread(command.main, ["set-aside", id, "--why", "doublon", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "set_aside"
    assert await asyncio.to_thread(command.main, []) == 0 and "nothing" in capsys.readouterr().err
    assert await asyncio.to_thread(command.main, ["--show", "set_aside"]) == 0
    assert "doublon" in capsys.readouterr().out
    with pytest.raises(EngineRefused, match="nothing that waits"):
        await asyncio.to_thread(command.main, ["retry", founded.tenant])
    assert (await asyncio.to_thread(doctor_checks._parked, settings.read())).ok
