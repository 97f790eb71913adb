"""Drafts, versions and undo; prompts, calendars and entries: over the public port, as a browser asks."""
import io
import wave

import pytest
from web_rig import open_web_rig

from palabre.flows import wiring as flows
from palabre.plumbing.blobs import Blobs
from palabre.tenants.actions.people import create_person, hash_new_password

PASSWORD = "une phrase de passe longue"
HELLO = {"kind": "say", "prompts": ["hello"], "next": {"done": "bye"}}


def document(*prompts: str) -> dict:
    return {"languages": ["fr"], "start": "hello",
            "steps": {"hello": {**HELLO, "prompts": list(prompts)}, "bye": {"kind": "hang_up"}}}


def wav(seconds: float = 0.2, channels: int = 1) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\1\0" * channels * round(8000 * seconds))
    return made.getvalue()


@pytest.fixture
async def rig(own_database, nats, tmp_path):
    async with open_web_rig(own_database, nats, tmp_path, routes=flows.routes) as made:
        made.services.blobs = Blobs(made.services.database, made.services.secrets, tmp_path / "blobs")
        made.founded = await made.found("Une", "admin@une.test")
        yield made


@pytest.fixture
async def admin(rig):
    return await rig.signed_in("admin@une.test")


async def put(browser, path: str, body=None, status: int = 200) -> dict:
    answer = await browser.ask("PUT", path, body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else {}


async def record(browser, name: str = "hello", data: bytes | None = None, status: int = 200) -> dict:
    answer = await browser.http.put(f"/api/prompts/{name}/fr/recording", content=data or wav())
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_missing_prompt_is_refused_then_published_then_undone(admin):
    await put(admin, "/api/prompts/hello/fr", {"text": "Bonjour."}, 204)
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": document("hello")}))["id"]
    refused = await admin.ask("POST", f"/api/flows/{flow}/publish")
    assert refused.status_code == 422
    assert refused.json()["code"] == "flows.flow_invalid"
    assert refused.json()["details"]["faults"] == [["recording_missing", "hello", "hello fr"]]
    assert (await admin.get(f"/api/flows/{flow}/draft/faults")).json() == [
        {"code": "recording_missing", "where": "hello", "what": "hello fr"}]

    assert (await record(admin))["seconds"] == 0.2
    assert await admin.post(f"/api/flows/{flow}/publish") == {"version": 1}
    assert (await admin.ask("POST", f"/api/flows/{flow}/undo")).json()["code"] == "flows.nothing_to_undo"

    second = document("hello", "hello")
    assert await put(admin, f"/api/flows/{flow}/draft", {"draft": second, "revision": 1}) == {"revision": 2}
    assert await admin.post(f"/api/flows/{flow}/publish") == {"version": 2}
    assert await admin.post(f"/api/flows/{flow}/undo") == {"version": 1}
    now = (await admin.get(f"/api/flows/{flow}")).json()
    assert (now["published"], now["revision"], now["draft"]) == (1, 2, second)     # the draft is kept to be mended
    assert (await admin.get(f"/api/flows/{flow}/versions/1")).json()["document"] == document("hello")
    assert [v["version"] for v in (await admin.get(f"/api/flows/{flow}/versions")).json()["rows"]] == [2, 1]
    assert await admin.post(f"/api/flows/{flow}/publish") == {"version": 3}
    assert await admin.post(f"/api/flows/{flow}/undo") == {"version": 1}


async def test_two_people_who_save_one_draft(admin):
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": {}}))["id"]
    await put(admin, f"/api/flows/{flow}/draft", {"draft": document("a"), "revision": 1})
    late = await put(admin, f"/api/flows/{flow}/draft", {"draft": document("b"), "revision": 1}, 409)
    assert (late["code"], late["details"]["revision"]) == ("flows.draft_changed", 2)
    assert late["details"]["by"] and late["details"]["at"]
    taken = await admin.ask("POST", "/api/flows", {"name": "ACCUEIL", "draft": {}})
    assert taken.json()["code"] == "flows.name_taken"


async def test_a_prompt_that_is_said_cannot_be_deleted(admin):
    await record(admin)
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": document("hello")}))["id"]
    await admin.post(f"/api/flows/{flow}/publish")
    refused = await admin.ask("DELETE", "/api/prompts/hello/fr")
    assert (refused.status_code, refused.json()["code"]) == (409, "flows.prompt_in_use")
    await put(admin, "/api/prompts/other/fr", {"text": "x"}, 204)
    assert (await admin.ask("DELETE", "/api/prompts/other/fr")).status_code == 204
    assert [p["name"] for p in (await admin.get("/api/prompts")).json()["rows"]] == ["hello"]


@pytest.mark.parametrize(("data", "reason"), [(b"MP3 or so", "not_wav"), (wav(channels=3), "channels")])
async def test_what_is_no_recording_is_refused(admin, data, reason):
    assert (await record(admin, data=data, status=422))["details"]["reason"] == reason


async def test_a_recording_is_heard_again(admin):
    await record(admin)
    heard = await admin.get("/api/prompts/hello/fr/recording")
    assert (heard.status_code, heard.content, heard.headers["content-type"]) == (200, wav(), "audio/wav")


async def test_a_recording_too_large_is_cut_off(admin):
    answer = await admin.http.put("/api/prompts/hello/fr/recording", content=b"RIFF" + b"\0" * 20_000_100)
    assert answer.status_code in (413, 422)


async def test_a_holiday_in_one_gesture(admin):
    week = {day: [{"begin": "09:00", "end": "12:00"}, {"begin": "14:00", "end": "24:00"}]
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}
    calendar = {"zone": "Africa/Casablanca", "week": week}
    id = (await admin.post("/api/calendars", {"name": "Ouverture", "calendar": calendar}))["id"]
    before = (await admin.get(f"/api/calendars/{id}/hours", days=5)).json()["open"]
    day = (await admin.post(f"/api/calendars/{id}/holidays", {"date": "2031-07-30", "name": "Fête du Trône"}))["days"]
    assert day == [{"date": "2031-07-30", "periods": [], "name": "Fête du Trône"}]
    assert (await admin.get(f"/api/calendars/{id}")).json()["calendar"]["days"] == day
    assert (await admin.ask("DELETE", f"/api/calendars/{id}/holidays/2031-07-30")).json()["days"] == []
    after = (await admin.get(f"/api/calendars/{id}/hours", days=5)).json()["open"]
    assert set(map(tuple, after[1:-1])) <= set(map(tuple, before)), "the ends move with the clock, not what is between"
    assert len(before) >= 10 and abs(len(after) - len(before)) <= 1


@pytest.mark.parametrize(("calendar", "code"), [
    ({"zone": "Mars/Olympus", "week": {}}, "flows.zone_unknown"),
    ({"zone": "Europe", "week": {}}, "flows.zone_unknown"),
    ({"zone": "../../etc/passwd", "week": {}}, "flows.zone_unknown"),
    ({"zone": "Europe/Paris", "week": {"monday": [{"begin": "10:00", "end": "09:00"}]}}, "flows.calendar_invalid"),
    ({"zone": "Europe/Paris", "week": {"monday": [{"begin": "9h", "end": "12h"}]}}, "invalid"),
])
async def test_calendars_that_cannot_be(admin, calendar, code):
    answer = await admin.ask("POST", "/api/calendars", {"name": "x", "calendar": calendar})
    assert answer.status_code in (400, 422) and answer.json()["code"] == code


async def test_an_entry_is_answered_by_a_flow(admin, rig):
    await record(admin)
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": document("hello")}))["id"]
    await put(admin, "/api/flow-entries/voice/+33140001000", {"flow": flow}, 204)
    assert (await admin.get("/api/flow-entries")).json()["rows"] == [
        {"channel": "voice", "entry": "+33140001000", "flow": flow}]
    unknown = "0199cccc-0000-7000-8000-000000000001"
    assert (await put(admin, "/api/flow-entries/voice/1", {"flow": unknown}, 404))["code"] == "flows.flow_unknown"
    await put(admin, "/api/flow-entries/voice/+33140001000", {"flow": None}, 204)
    assert (await admin.get("/api/flow-entries")).json()["rows"] == []


async def test_the_schema_is_published(admin):
    schema = (await admin.get("/api/flows/schema")).json()
    assert schema["$schema"].endswith("2020-12/schema") and "Menu" in schema["$defs"]


async def test_nothing_of_one_tenant_is_seen_or_changed_by_another(rig, admin):
    await record(admin)
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": document("hello")}))["id"]
    calendar = (await admin.post("/api/calendars", {"name": "x", "calendar": {"zone": "UTC", "week": {}}}))["id"]
    await rig.found("Autre", "admin@autre.test")
    other = await rig.signed_in("admin@autre.test")
    for path in ("flows", "prompts", "calendars", "flow-entries"):
        assert (await other.get(f"/api/{path}")).json()["rows"] == []
    for path in (f"flows/{flow}", f"flows/{flow}/versions/1", f"calendars/{calendar}", "prompts/hello/fr/recording"):
        assert (await other.get(f"/api/{path}")).status_code == 404, path
    assert (await other.ask("POST", f"/api/flows/{flow}/publish")).status_code == 404
    assert (await other.ask("POST", f"/api/calendars/{calendar}/holidays", {"date": "2031-01-01"})).status_code == 404


async def test_an_advisor_changes_nothing(rig, admin):
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": {}}))["id"]
    async with rig.transaction(rig.founded.tenant) as tx:
        await create_person(tx, name="Awa", email="awa@une.test", roles=["advisor"],
                            password_hash=await hash_new_password(PASSWORD, "awa@une.test", "Awa"))
    awa = await rig.signed_in("awa@une.test")
    asked = [("GET", "/api/flows", None), ("POST", "/api/flows", {"name": "x", "draft": {}}),
             ("PUT", f"/api/flows/{flow}/draft", {"draft": {}, "revision": 1}),
             ("POST", f"/api/flows/{flow}/publish", None),
             ("POST", f"/api/flows/{flow}/undo", None), ("PUT", "/api/prompts/x/fr", {"text": ""}),
             ("DELETE", "/api/prompts/x/fr", None), ("PUT", "/api/flow-entries/voice/1", {"flow": flow}),
             ("POST", "/api/calendars", {"name": "x", "calendar": {"zone": "UTC", "week": {}}})]
    for method, path, body in asked:
        assert (await awa.ask(method, path, body)).status_code == 403, path
    assert (await awa.http.put("/api/prompts/x/fr/recording", content=wav())).status_code == 403


async def test_every_change_is_audited(admin):
    await record(admin)
    flow = (await admin.post("/api/flows", {"name": "Accueil", "draft": document("hello")}))["id"]
    await admin.post(f"/api/flows/{flow}/publish")
    verbs = {a["verb"] for a in (await admin.get("/api/audit")).json()["rows"]}
    assert {"flows.record_prompt", "flows.create_flow", "flows.publish"} <= verbs
