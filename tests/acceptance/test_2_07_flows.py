"""Issue 2, point 7: flows as data: published, undone, refused where they would fail; hours of every kind; secrets."""

from __future__ import annotations

import datetime
import itertools
import subprocess
import time
from zoneinfo import ZoneInfo

import pytest
from people import Visitor, eventually

NUMBERS = itertools.count(1)
BYE = {"kind": "hang_up"}
PIN = "48151623"


class Written:
    """A flow of a test's own and the widget it answers."""

    def __init__(self, nadia, visitor, steps: dict, *, start: str = "", texts: dict[str, str], publish: bool = True):
        self.nadia, self.visitor, n = nadia, visitor, f"{time.time_ns()}-{next(NUMBERS)}"
        for name, text in texts.items():
            nadia.put(f"/api/prompts/{name}/fr", {"text": text})
        self.draft = {"languages": ["fr"], "channels": ["chat"], "start": start or next(iter(steps)), "steps": steps}
        self.id = nadia.post("/api/flows", {"name": f"Essai {n}", "draft": self.draft})["id"]
        self.widget = nadia.post("/api/chat/widgets", {"name": f"Essai {n}", "origins": ["*"]})["key"]
        if publish:
            self.publish()

    def publish(self) -> None:
        self.nadia.post(f"/api/flows/{self.id}/publish")
        self.nadia.put(f"/api/flow-entries/chat/{self.widget}", {"flow": self.id})

    def save(self, steps: dict) -> None:
        revision = self.nadia.get(f"/api/flows/{self.id}")["revision"]
        self.draft = self.draft | {"steps": steps}
        self.nadia.put(f"/api/flows/{self.id}/draft", {"draft": self.draft, "revision": revision})

    def comes(self) -> Visitor:
        one = self.visitor(self.widget)
        one.writes("Bonjour")
        return one

    def told(self, count: int = 1) -> list[str]:
        one = self.comes()
        one.until(lambda: len(one.of("flow")) >= count)
        return one.texts("flow")


@pytest.fixture
def flow(nadia, visitor):
    """`flow({step: …}, name="words of a prompt")`."""

    def write(steps: dict, *, start: str = "", publish: bool = True, **texts: str) -> Written:
        return Written(nadia, visitor, steps, start=start, texts=texts, publish=publish)

    return write


def say(prompt: str, following: str = "bye") -> dict:
    return {"kind": "say", "prompts": [prompt], "next": {"done": following}}


WORDS = {"where": "De quelle ville ?", "teranga": "Teranga !", "elsewhere": "Vous écrivez de {city}."}


def ask_city(following: str) -> dict:
    exits = {"collected": following, "silence": "bye", "wrong": "bye"}
    asked = {"variable": "city", "collects": "text", "length_max": 40, "next": exits}
    return {"kind": "collect", "prompts": ["where"], **asked}


def test_a_flow_speaks_asks_remembers_and_branches(flow):
    case = {"when": {"variable": "city", "test": "equals", "value": "Dakar"}, "exit": "dakar"}
    which = {"kind": "branch", "cases": [case], "next": {"dakar": "here", "otherwise": "there"}}
    steps = {"ask": ask_city("which"), "which": which, "here": say("teranga"), "there": say("elsewhere"), "bye": BYE}
    made = flow(steps, **WORDS)
    for city, answer in (("Dakar", "Teranga !"), ("Thiès", "Vous écrivez de Thiès.")):
        one = made.comes()
        one.until(lambda one=one: "De quelle ville ?" in one.texts("flow"))
        one.writes(city)
        one.until(lambda one=one, answer=answer: answer in one.texts("flow"))
        one.until(lambda one=one: one.state.get("state") == "closed")


def test_a_menu_is_buttons_and_takes_a_wrong_answer(flow):
    options = [{"key": "1", "exit": "yes", "label": "label_yes"}, {"key": "2", "exit": "no", "label": "label_no"}]
    exits = {"yes": "fine", "no": "bye", "silence": "bye", "wrong": "bye"}
    menu = {"kind": "menu", "prompts": ["sure"], "options": options, "on_wrong": ["again"], "next": exits}
    words = {"sure": "Sûr ?", "again": "Je n’ai pas compris.", "label_yes": "Oui", "label_no": "Non", "fine": "Bien."}
    made = flow({"menu": menu, "fine": say("fine"), "bye": BYE}, **words)
    one = made.comes()
    shown = one.until(lambda: [m for m in one.of("flow") if m["data"].get("options")])[-1]
    assert [o["label"] for o in shown["data"]["options"]] == ["Oui", "Non"]
    one.writes("peut-être")
    one.until(lambda: any("pas compris" in t for t in one.texts("flow")))
    one.presses("1")
    one.until(lambda: "Bien." in one.texts("flow"))


def test_what_would_fail_before_a_customer_is_refused_before_it_is_published(flow, nadia):
    wrong = {
        "a step nobody reaches": ({"a": BYE, "b": BYE}, "a"),
        "an exit that leads nowhere": ({"a": {"kind": "say", "prompts": ["hello"], "next": {}}}, "a"),
        "a step that is not there": ({"a": say("hello", "z")}, "a"),
        "a prompt without words": ({"a": say("never_written"), "bye": BYE}, "a"),
        "a secret that would be kept": ({"where": ask_city("bye") | {"secret": True}, "bye": BYE}, "where"),
    }
    for what, (steps, start) in wrong.items():
        made = flow(steps, start=start, publish=False, hello="Bonjour", **WORDS)
        answer = nadia.http.post(f"/api/flows/{made.id}/publish")
        assert answer.status_code == 422, what
        faults = answer.json()["details"]["faults"]
        assert faults and all(code and where is not None for code, where, _ in faults), what
    schema = nadia.get("/api/flows/schema")
    kinds = {"say", "menu", "collect", "set", "branch", "business_hours", "queue", "transfer", "hang_up"}
    assert all(f'"{kind}"' in str(schema).replace("'", '"') for kind in kinds)


def test_a_draft_is_heard_by_nobody_and_a_publication_is_undone_in_one_gesture(flow, nadia):
    made = flow({"a": say("version_1"), "bye": BYE}, version_1="Première", version_2="Seconde")
    assert made.told() == ["Première"]
    made.save({"a": say("version_2"), "bye": BYE})
    assert made.told() == ["Première"]
    made.publish()
    assert made.told() == ["Seconde"]
    nadia.post(f"/api/flows/{made.id}/undo")
    assert made.told() == ["Première"]


def test_two_who_write_one_draft_do_not_overwrite_each_other(flow, nadia):
    made = flow({"a": say("hello"), "bye": BYE}, hello="Bonjour")
    revision = nadia.get(f"/api/flows/{made.id}")["revision"]
    body = {"draft": made.draft, "revision": revision}
    nadia.put(f"/api/flows/{made.id}/draft", body)
    refused = nadia.put(f"/api/flows/{made.id}/draft", body, status=409)
    assert refused["code"] == "flows.draft_changed"


def test_a_secret_is_found_in_no_store(flow, running, tmp_path):
    made = flow({"pin": {"kind": "collect", "prompts": ["pin"], "secret": True, "length_max": 12,
                         "next": {"collected": "thanks", "silence": "bye", "wrong": "bye"}},
                 "thanks": say("thanks"), "bye": BYE}, pin="Votre code secret ?", thanks="Merci bien.")  # fmt: skip
    one = made.comes()
    question = one.until(lambda: [s["message"] for s in one.said if s["kind"] == "secret" and s["message"]])[-1]
    one.send(kind="secret", id=f"secret-{time.monotonic_ns()}", message=question, value=PIN)
    one.until(lambda: "Merci bien." in one.texts("flow"))
    assert not any(PIN in str(s) for s in one.said), "not even on the customer's own screen"
    eventually(lambda: one.state.get("state") == "closed")
    found = subprocess.run(["grep", "-rlaF", PIN, str(running.data)], capture_output=True, text=True)
    assert found.stdout == "", "rows, journal, write-ahead log, logs, bus"
    said = subprocess.run(["grep", "-rlaF", "Merci bien.", str(running.data)], capture_output=True, text=True)
    assert said.stdout, "the search finds what is kept"


# -- hours: what `business_hours` and queues go by


def calendar(nadia, zone: str, by_day: dict, **more) -> str:
    periods = {day: [{"begin": b, "end": e} for b, e in spans] for day, spans in by_day.items()}
    body = {"name": f"Essai {next(NUMBERS)}", "calendar": {"zone": zone, "week": periods, **more}}
    return nadia.post("/api/calendars", body)["id"]


def hours(nadia, id: str, days: int = 60) -> list[tuple[datetime.datetime, datetime.datetime]]:
    spans = nadia.get(f"/api/calendars/{id}/hours", days=days)["open"]
    return [tuple(datetime.datetime.fromtimestamp(at / 1000, datetime.UTC) for at in span) for span in spans]


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def week(spans: list[tuple[str, str]], days: tuple[str, ...] = DAYS) -> dict[str, list[tuple[str, str]]]:
    return dict.fromkeys(days, spans)


def test_several_periods_a_day_and_midnight_at_its_end(nadia):
    zone = ZoneInfo("Africa/Dakar")
    id = calendar(nadia, zone.key, week([("08:30", "12:00"), ("14:00", "24:00")]))
    whole = hours(nadia, id, 3)[1:-1]
    assert {(b.astimezone(zone).strftime("%H:%M"), e.astimezone(zone).strftime("%H:%M")) for b, e in whole} == {
        ("08:30", "12:00"), ("14:00", "00:00")}  # fmt: skip


def test_a_weekend_is_whatever_days_it_is(nadia):
    worked_days = ("sunday", "monday", "tuesday", "wednesday", "thursday")
    zone = ZoneInfo("Asia/Riyadh")
    id = calendar(nadia, zone.key, week([("08:00", "16:00")], worked_days))
    worked = {begin.astimezone(zone).weekday() for begin, _ in hours(nadia, id, 14)}
    assert worked == {6, 0, 1, 2, 3}


def test_a_holiday_is_declared_the_evening_before_and_a_flow_knows_it_at_once(nadia, flow):
    zone = ZoneInfo("Africa/Dakar")
    id = calendar(nadia, zone.key, week([("00:00", "24:00")]))
    steps = {"hours": {"kind": "business_hours", "calendar": id, "next": {"open": "yes", "closed": "no"}},
             "yes": say("is_open"), "no": say("is_closed"), "bye": BYE}  # fmt: skip
    made = flow(steps, is_open="Ouvert", is_closed="Fermé")
    assert made.told() == ["Ouvert"]
    today = datetime.datetime.now(zone).date().isoformat()
    nadia.post(f"/api/calendars/{id}/holidays", {"date": today, "name": "Fête"})
    assert made.told() == ["Fermé"]
    nadia.ask("DELETE", f"/api/calendars/{id}/holidays/{today}")
    assert made.told() == ["Ouvert"]


def test_a_season_has_its_own_hours(nadia):
    zone = ZoneInfo("Africa/Casablanca")
    first = datetime.datetime.now(zone).date() + datetime.timedelta(days=5)
    last = first + datetime.timedelta(days=6)
    season = {"name": "Ramadan", "first": first.isoformat(), "last": last.isoformat(),
              "week": {day: [{"begin": "09:00", "end": "15:00"}] for day in DAYS}}  # fmt: skip
    id = calendar(nadia, zone.key, week([("08:00", "18:00")]), seasons=[season])
    for begin, _ in hours(nadia, id, 20)[1:]:
        local = begin.astimezone(zone)
        assert local.strftime("%H:%M") == ("09:00" if first <= local.date() <= last else "08:00")


@pytest.mark.parametrize("zone", ["Europe/Paris", "Africa/Casablanca"])
def test_the_wall_clock_decides_on_any_day(nadia, zone):
    """Both clock changes and Morocco's are held minute by minute by properties; here: what is told is the wall's."""
    id = calendar(nadia, zone, week([("01:00", "04:00")]))
    for begin, end in hours(nadia, id)[1:-1]:
        assert (begin.astimezone(ZoneInfo(zone)).hour, end.astimezone(ZoneInfo(zone)).hour) == (1, 4)


def test_a_run_goes_on_where_it_was_when_its_process_is_killed(flow, running):
    """A step that waits for an answer is entered again, and the answer counts."""
    made = flow({"ask": ask_city("there"), "there": say("elsewhere"), "bye": BYE}, **WORDS)
    one = made.comes()
    one.until(lambda: "De quelle ville ?" in one.texts("flow"))
    kill_role(running, "core")
    one.writes("Mbour")
    one.until(lambda: "Vous écrivez de Mbour." in one.texts("flow"), 40)
    assert one.texts("flow").count("Vous écrivez de Mbour.") == 1


def kill_role(running, role: str) -> None:
    children = f"/proc/{running.process.pid}/task/{running.process.pid}/children"
    for pid in open(children).read().split():
        words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
        if role.encode() in words and b"run" in words:
            subprocess.run(["kill", "-9", pid], check=True)
            return
    raise AssertionError(f"no process runs {role}")
