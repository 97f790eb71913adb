"""Many advisors changed in one gesture, by a list or a sheet: shown first, refused line by line, undone as a whole."""

import psycopg
import pytest

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.routing import ports
from palabre.routing.actions.changes import begin_due
from palabre.routing.facts import Capacity, SkillsChanged

CALENDAR = "00000000-0000-7000-8000-0000000000ca"


@pytest.fixture
async def centre(admin, told, monkeypatch):
    """Awa, Ben and Cléa at no site, a site, two skills, a calendar."""

    async def hours(tx, calendar):
        return ((1, 2),)

    async def names(tx):
        return {CALENDAR: "Matin"}

    monkeypatch.setattr(ports, "_hours_of", [hours])
    monkeypatch.setattr(ports, "_names_of", [names])
    made = {"site": (await admin.post("/api/sites", {"name": "Dakar"}))["id"]}
    made["partner"] = (await admin.post("/api/partners", {"name": "Voix & Co"}))["id"]
    for name in ("Anglais", "Wolof"):
        made[name] = (await admin.post("/api/skills", {"name": name}))["id"]
    for name in ("awa", "ben", "clea"):
        body = {"name": name, "email": f"{name}@demo.test", "roles": ["advisor"]}
        made[name] = (await admin.post("/api/people", body))["id"]
    told()
    return made


async def advisors(admin):
    return {r["name"]: r for r in (await admin.get("/api/routing/advisors")).json()["rows"]}


async def previewed(admin, **body):
    return await admin.post("/api/routing/bulk-changes/preview", body)


SHEET = (
    "\ufeffE-mail;Nom;Site;Heures de contact;Appels;Chats;Anglais\r\n"
    "Awa@demo.test;Awa;Dakar;matin;;5;7\r\n"
    "nobody@demo.test;;Dakar;;;;\r\n"
    "ben@demo.test;;;;;;0\r\n"
    "clea@demo.test;;Nantes;;;;\r\n"
    "\r\n"
    "awa@demo.test;;;;;;9\r\n"
    "clea@demo.test;;;;;;11\r\n"
)


async def test_a_sheet_says_who_changes_and_which_lines_are_refused_why(admin, centre, told):
    shown = await previewed(admin, csv=SHEET)
    assert (shown["changed"], shown["unchanged"], shown["refused"]) == (1, 1, 4)
    (one,) = shown["changes"]
    after = {"site": centre["site"], "calendar": CALENDAR, "capacities": {"chat": 5}, "skills": {centre["Anglais"]: 7}}
    before = {"site": None, "calendar": None, "capacities": {"chat": 3}, "skills": {centre["Anglais"]: 0}}
    assert (one["person"], one["before"], one["after"]) == (centre["awa"], before, after)
    assert [(r["line"], r["reason"], r["what"]) for r in shown["refusals"]] == [
        (3, "person_unknown", ""), (5, "site_unknown", "Nantes"), (7, "person_twice", ""),
        (8, "level_out_of_bounds", "11")]  # fmt: skip
    assert told() == [] and (await advisors(admin))["awa"]["site"] is None, "nothing is done by looking"

    done = await admin.post("/api/routing/bulk-changes", {"csv": SHEET, "token": shown["token"]})
    (fact,) = told()
    assert (fact.advisor, fact.site, fact.skills) == (centre["awa"], centre["site"], ((centre["Anglais"], 7),))
    assert fact.capacities == (Capacity("chat", 5), Capacity("voice", 1)) and fact.contact_hours == ((1, 2),)
    changes = (await admin.get("/api/routing/bulk-changes")).json()["rows"]
    assert [(c["id"], c["advisors"], c["undone_at"]) for c in changes] == [(done["id"], 1, None)]
    undone = await admin.post(f"/api/routing/bulk-changes/{done['id']}/undo")
    assert undone["undone_at"] and not undone["left_alone"]
    (fact,) = told()
    assert (fact.site, fact.skills, fact.contact_hours) == (None, (), None)
    assert fact.capacities == (Capacity("chat", 3), Capacity("voice", 1))
    again = await admin.ask("POST", f"/api/routing/bulk-changes/{done['id']}/undo")
    assert again.status_code == 404


@pytest.mark.parametrize(("sheet", "reason"), [
    ("Nom;Site\nAwa;Dakar\n", "nobody_named"), ("e-mail;Klingon\na@b.c;1\n", "column_unknown"),
    ("e-mail,site,site\na@b.c,,\n", "column_twice"), ("e-mail\n" + "a@b.c\n" * 5001, "too_many_lines"),
    ("e-mail;site\n\"" + "x" * 140_000 + "\";y\n", "not_a_sheet"),
])  # fmt: skip
async def test_a_sheet_that_is_not_understood_is_refused_as_a_whole(admin, centre, sheet, reason):
    answer = await admin.ask("POST", "/api/routing/bulk-changes/preview", {"csv": sheet})
    assert (answer.status_code, answer.json()["details"]["reason"]) == (422, reason)


async def test_a_list_changes_place_and_undoing_leaves_alone_who_was_changed_since(admin, centre, told):
    people = [centre["awa"], centre["ben"], centre["clea"]]
    body = {"people": people, "change": {"site": centre["site"], "partner": centre["partner"]}}
    shown = await previewed(admin, **body)
    assert shown["changed"] == 3
    stale = await admin.ask("POST", "/api/routing/bulk-changes", {**body, "token": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "routing.bulk_changed_meanwhile")
    done = await admin.post("/api/routing/bulk-changes", {**body, "token": shown["token"]})
    assert {(f.site, f.partner) for f in told()} == {(centre["site"], centre["partner"])}
    person = (await admin.get(f"/api/people/{centre['ben']}")).json()
    assert person["version"] == 2, "whoever edits her meanwhile is told"
    await admin.ask("PATCH", f"/api/people/{centre['ben']}", {"version": 2, "site": None})
    undone = await admin.post(f"/api/routing/bulk-changes/{done['id']}/undo")
    assert undone["left_alone"] == 1
    assert {n: (r["site"], r["partner"]) for n, r in (await advisors(admin)).items()} == {
        "awa": (None, None), "ben": (None, centre["partner"]), "clea": (None, None)}  # fmt: skip


async def test_a_partners_person_is_an_advisor_and_no_more(admin, centre):
    body = {"name": "dora", "email": "dora@demo.test", "roles": ["advisor", "supervisor"]}
    dora = (await admin.post("/api/people", body))["id"]
    change = {"people": [dora, centre["awa"]], "change": {"partner": centre["partner"]}}
    shown = await previewed(admin, **change)
    assert (shown["changed"], [r["reason"] for r in shown["refusals"]]) == (1, ["not_for_a_partner"])


async def test_what_the_sheet_says_changes_nothing_when_given_back(admin, centre):
    await admin.post("/api/skills", {"name": "=CMD()"})
    change = {"people": [centre["awa"]], "change": {"site": centre["site"], "skills": {centre["Wolof"]: 4}}}
    shown = await previewed(admin, **change)
    await admin.post("/api/routing/bulk-changes", {**change, "token": shown["token"]})
    for language in ("fr", "en", "ar"):
        sheet = (await admin.get("/api/routing/advisors.csv", language=language)).text
        assert "'=CMD()" in sheet.splitlines()[0], "no formula"
        back = await previewed(admin, csv=sheet.replace("'=CMD()", ""))
        assert (back["changed"], back["unchanged"], back["refused"]) == (0, 3, 0)


async def test_who_may_not_change_advisors(rig, admin, centre):
    await admin.post("/api/people", {"name": "sup", "email": "sup@demo.test", "roles": ["supervisor"]})
    people = {r["email"]: r["id"] for r in (await admin.get("/api/people")).json()["rows"]}
    for person in (people["sup@demo.test"], centre["awa"]):
        await admin.post(f"/api/people/{person}/password", {"password": "correct horse battery"})
    change = {"people": [centre["ben"]], "change": {"skills": {centre["Wolof"]: 4}}}
    awa = rig.browser()
    await awa.sign_in("awa@demo.test", "correct horse battery")
    assert (await awa.ask("POST", "/api/routing/bulk-changes/preview", change)).status_code == 403
    supervisor = rig.browser()
    await supervisor.sign_in("sup@demo.test", "correct horse battery")
    assert (await supervisor.ask("POST", "/api/routing/bulk-changes/preview", change)).status_code == 200
    moved = {**change, "change": {"site": centre["site"]}}
    assert (await supervisor.ask("POST", "/api/routing/bulk-changes/preview", moved)).status_code == 403


async def test_a_change_of_skills_begins_when_it_was_asked_to(rig, admin, demo, centre, told, monkeypatch):
    now = now_ms()
    body = {"people": [centre["awa"]], "skills": {centre["Wolof"]: 4}, "until": now + 120_000, "begins": now + 60_000}
    change = await admin.post("/api/routing/skill-changes", body)
    gone = await admin.post("/api/routing/skill-changes", body)
    assert told() == []
    listed = (await admin.get("/api/routing/skill-changes")).json()["rows"]
    assert [(r["id"], r["begun"]) for r in listed] == [(change["id"], False), (gone["id"], False)]
    assert (await admin.ask("DELETE", f"/api/routing/skill-changes/{gone['id']}")).status_code == 204
    assert told() == [], "the partition never knew of it"
    monkeypatch.setattr("palabre.routing.actions.changes.now_ms", lambda: now + 60_001)
    for n in (1, 0):
        async with rig.services.database.transaction(Scope(demo)) as tx:
            assert await begin_due(tx) == n
    (fact,) = told()
    assert isinstance(fact, SkillsChanged) and (fact.change, fact.until) == (change["id"], now + 120_000)
    late = {**body, "begins": now + 130_000}
    assert (await admin.ask("POST", "/api/routing/skill-changes", late)).status_code == 422


async def test_a_draft_is_judged_as_it_is_being_written(admin, centre):
    everybody = {"after_seconds": 0, "requirement": {"kind": "all"}}
    rare = {"kind": "skill", "skill": centre["Wolof"], "level": 9}
    rings = [{**everybody, "requirement": rare}, {**everybody, "after_seconds": 30}]
    draft = {"name": "Q", "channel": "voice", "rings": rings}
    told = await admin.post("/api/routing/check", draft)
    assert (told["faults"], told["warnings"], told["able"], told["taking"]) == ([], [], [0, 3], 3)
    told = await admin.post("/api/routing/check", {**draft, "rings": draft["rings"][:1]})
    assert [w["reason"] for w in told["warnings"]] == ["nobody_has_this"]
    one = await admin.post("/api/queues", {"name": "Une", "channel": "voice", "rings": [everybody]})
    two = {"name": "Deux", "channel": "voice", "rings": [everybody], "options": {"overflow": one["id"]}}
    two = await admin.post("/api/queues", two)
    body = {**draft, "id": one["id"], "rings": [everybody], "options": {"overflow": two["id"]}}
    told = await admin.post("/api/routing/check", body)
    circle = [one["id"], two["id"], one["id"]]
    assert told["faults"] == [{"queue": one["id"], "reason": "overflow_circle", "circle": circle}]
    await admin.ask("PATCH", f"/api/queues/{one['id']}", {"version": 1, "options": {"overflow": two["id"]}})
    whole = (await admin.get("/api/routing/check")).json()
    assert {f["queue"] for f in whole["faults"]} == set(circle), "each is shown where it is"
    shapeless = {**draft, "rings": [{**everybody, "requirement": {"kind": "any", "parts": []}}]}
    assert [f["reason"] for f in (await admin.post("/api/routing/check", shapeless))["faults"]] == ["requirement_empty"]


async def test_a_customer_has_an_account_manager(admin, centre):
    customer = (await admin.post("/api/customers", {"name": "Mme Diallo"}))["id"]
    path = f"/api/customers/{customer}/account-manager"
    assert (await admin.get(path)).json() == {"person": None}
    await admin.ask("PUT", path, {"person": centre["awa"]})
    assert (await admin.get(path)).json() == {"person": centre["awa"]}
    for wrong, status in ((path, 422), (path.replace(customer, CALENDAR), 404)):
        person = CALENDAR if status == 422 else centre["awa"]
        assert (await admin.ask("PUT", wrong, {"person": person})).status_code == status
    await admin.ask("PUT", path, {"person": None})
    assert (await admin.get(path)).json() == {"person": None}


PEOPLE = """insert into palabre.person (tenant, id, email, email_key, name, name_key, roles, created_at)
 select %(tenant)s, gen_random_uuid(), e, e, e, e, '{advisor}', 1
 from (select 'many' || n || '@demo.test' as e from generate_series(1, %(number)s) n) one"""
SESSIONS = """insert into palabre.session (tenant, id, person, token_hash, csrf, created_at, seen_at, idle_until, until)
 select tenant, gen_random_uuid(), id, convert_to(id::text, 'UTF8'), 'x', 1, 1, %(until)s, %(until)s
 from palabre.person where tenant = %(tenant)s and email_key like 'many%%'"""


async def test_hundreds_are_changed_and_undone_whole(rig, admin, demo, centre, told):
    """A sheet of 300 lines there and back; then all go to a partner, which ends their sessions and nobody else's."""
    number, values = 300, {"tenant": demo, "number": 300, "until": now_ms() + 600_000}
    with psycopg.connect(rig.dsn("superuser")) as connection:
        connection.execute(PEOPLE, values)
        connection.execute(SESSIONS, values)
    before = (await admin.get("/api/routing/advisors.csv", language="en")).text
    heading, *lines = before.splitlines()
    assert heading.split(";")[-2:] == ["Anglais", "Wolof"]
    many = [line.split(";") for line in lines if line.startswith("many")]
    moved = [[*one[:2], "Dakar", *one[3:6], "5", str(n % 10 + 1), "2"] for n, one in enumerate(many)]
    sheet = "\r\n".join([heading, *(";".join(one) for one in moved)])
    shown = await previewed(admin, csv=sheet)
    assert (shown["changed"], shown["refused"], len(shown["changes"])) == (number, 0, limits.BULK_SHOWN_MAX)
    done = await admin.post("/api/routing/bulk-changes", {"csv": sheet, "token": shown["token"]})
    facts = {fact.advisor: fact for fact in told()}
    assert len(facts) == number and {f.site for f in facts.values()} == {centre["site"]}
    assert {f.capacities for f in facts.values()} == {(Capacity("chat", 5), Capacity("voice", 1))}
    assert sorted(dict(f.skills)[centre["Anglais"]] for f in facts.values()) == sorted([*range(1, 11)] * 30)
    undone = await admin.post(f"/api/routing/bulk-changes/{done['id']}/undo")
    assert (undone["advisors"], undone["left_alone"]) == (number, 0) and len(told()) == number
    assert (await admin.get("/api/routing/advisors.csv", language="en")).text == before, "each has what she had"

    people = {"people": sorted(facts), "change": {"partner": centre["partner"]}}
    shown = await previewed(admin, **people)
    await admin.post("/api/routing/bulk-changes", {**people, "token": shown["token"]})
    with psycopg.connect(rig.dsn("superuser")) as connection:
        left = connection.execute("select count(*) from palabre.session where tenant = %s", (demo,)).fetchone()
        placed = connection.execute(
            "select count(*) from palabre.person where tenant = %s and partner = %s", (demo, centre["partner"])
        ).fetchone()
    assert (left[0], placed[0]) == (1, number), "the administrator's"
