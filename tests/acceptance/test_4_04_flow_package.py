"""Issue 4, point 4: a flow travels as one file, its sub-flow and its sounds with it, and is heard where it arrives."""

from __future__ import annotations

import io
import itertools
import json
import time
import uuid
import wave
import zipfile

import numpy as np
import pytest
from people import Person, palabre
from telephone import CALLER_HERTZ, Telephone

RATE, HELLO_HERTZ, THANKS_HERTZ = 8000, 750, 1250
NUMBERS = itertools.count(8801)
BYE = {"kind": "hang_up"}
EXITS = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")


def tone(hertz: int, seconds: float = 4.0) -> bytes:
    at = np.arange(round(RATE * seconds)) / RATE
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((9000 * np.sin(2 * np.pi * hertz * at)).astype("<i2").tobytes())
    return out.getvalue()


def record(person: Person, name: str, wav: bytes) -> None:
    answer = person.http.put(f"/api/prompts/{name}/fr/recording", content=wav)
    assert answer.is_success, answer.text


def token_of(person: Person) -> str:
    return person.post("/api/me/tokens", {"name": "paquets", "permissions": person.me["permissions"]})["token"]


class Drawn:
    """In the demo: a flow that says a tone, enters another that says another, then leads to a queue."""

    def __init__(self, nadia: Person) -> None:
        self.nadia, mark = nadia, f"{time.time_ns() % 10**9}"
        self.name, self.inner, self.queue = f"Accueil {mark}", f"Remerciements {mark}", f"File {mark}"
        self.hello, self.thanks = f"bonjour_{mark}", f"merci_{mark}"
        record(nadia, self.hello, tone(HELLO_HERTZ))
        record(nadia, self.thanks, tone(THANKS_HERTZ))
        inner = self.draw(self.inner, {"say": self.say(self.thanks, "back"), "back": {
            "kind": "come_back", "exit": "done"}})  # fmt: skip
        nadia.post(f"/api/flows/{inner}/publish", {})
        wait = {"kind": "queue", "title": "L’attente", "queue": make_queue(nadia, self.queue), "next": EXITS}
        self.id = self.draw(self.name, {
            "say": self.say(self.hello, "inner"), "wait": wait, "bye": BYE,
            "inner": {"kind": "sub_flow", "flow": inner, "next": {"done": "wait", "failed": "bye"}}})  # fmt: skip

    def say(self, prompt: str, following: str) -> dict:
        return {"kind": "say", "prompts": [prompt], "next": {"done": following}}

    def draw(self, name: str, steps: dict) -> str:
        draft = {"languages": ["fr"], "channels": ["voice"], "start": "say", "steps": steps}
        return self.nadia.post("/api/flows", {"name": name, "draft": draft})["id"]

    def package(self) -> bytes:
        answer = self.nadia.http.get(f"/api/flows/{self.id}/package")
        assert answer.headers["content-type"] == "application/zip" and "palabre.zip" in str(answer.headers)
        return answer.content


def make_queue(person: Person, name: str) -> str:
    skill = person.post("/api/skills", {"name": f"Savoir {time.time_ns()}"})["id"]
    rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
    made = person.post("/api/queues", {"name": name, "channel": "voice", "rings": rings})["id"]
    person.post("/api/routing/publish")
    return made


@pytest.fixture(scope="module")
def drawn(running, nadia) -> Drawn:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    return Drawn(nadia)


@pytest.fixture
def other(running) -> Person:
    """The administrator of a tenant with nothing in it."""
    made = palabre("tenant", "Ailleurs", "--administrator", f"{uuid.uuid4().hex[:8]}@ailleurs.example",
                   "--data", str(running.data), "--json")  # fmt: skip
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    return Person(running.url, told["sign_in"], told["password"])


def bring(person: Person, data: bytes, status: int = 201) -> dict:
    answer = person.http.post("/api/flow-imports", content=data, params={"name": "accueil.zip"})
    assert answer.status_code == status, answer.text
    return answer.json()


def apply(person: Person, made: dict, *choices: dict, status: int = 200) -> dict:
    asked = {"seen": made["seen"], "choices": list(choices)}
    return person.post(f"/api/flow-imports/{made['id']}/apply", asked, status=status)


def there(person: Person) -> tuple:
    """All that it has of flows and prompts, each with its content."""
    flows = [person.get(f"/api/flows/{one['id']}") for one in person.get("/api/flows", limit=500)["rows"]]
    prompts = person.get("/api/prompts", limit=500)["rows"]
    return (sorted((one["name"], json.dumps(one["draft"], sort_keys=True), one["published"]) for one in flows),
            sorted((one["name"], one["language"], one["text"], one["sha256"]) for one in prompts))  # fmt: skip


def flow_named(person: Person, name: str) -> str:
    return next(one["id"] for one in person.get("/api/flows", limit=500)["rows"] if one["name"] == name)


def test_from_one_centre_to_another_by_command_and_heard_there(running, nadia, drawn, other, folder):
    file, token = str(folder / "accueil.palabre.zip"), token_of(other)
    at = ("--url", running.url)
    kept = palabre("flow", "export", drawn.name, file, *at, PALABRE_TOKEN=token_of(nadia))
    assert kept.returncode == 0, kept.stderr
    seen = palabre("flow", "import", file, *at, PALABRE_TOKEN=token)
    assert seen.returncode == 3 and f"+ flow/{drawn.inner}" in seen.stdout and f"+ prompt/{drawn.hello}" in seen.stdout
    assert f"? queue/{drawn.queue} is not here" in seen.stdout and "L’attente" in seen.stdout
    assert there(other) == ([], []) and not other.get("/api/flow-imports")["rows"], "a look leaves nothing"
    queue = make_queue(other, drawn.queue)
    done = palabre("flow", "import", file, "--apply", "--json", *at, PALABRE_TOKEN=token)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["state"], told["missing"]) == ("applied", [])
    for name in (drawn.inner, drawn.name):
        other.post(f"/api/flows/{flow_named(other, name)}/publish", {})
    came = other.get(f"/api/flows/{flow_named(other, drawn.name)}")["draft"]["steps"]
    assert came["wait"]["queue"] == queue, "found by its name"
    number = f"+33199{next(NUMBERS):06}"
    other.post("/api/numbers", {"number": number, "flow": flow_named(other, drawn.name)})
    with Telephone((running.told["sip"]["host"], running.told["sip"]["port"]), hertz=CALLER_HERTZ) as caller:
        caller.rings_out(number)
        caller.until_hears(HELLO_HERTZ)
        assert not caller.hears(THANKS_HERTZ)
        caller.until_hears(THANKS_HERTZ)
        assert not caller.hears(HELLO_HERTZ)
        caller.until_over()  # the queue has nobody
    undone = palabre("flow", "undo", told["id"], *at, PALABRE_TOKEN=token)
    assert undone.returncode == 3 and "published_since" in undone.stdout and "in_use" in undone.stdout, undone.stdout


def test_applied_and_given_back_as_if_nothing_had_been(drawn, other):
    made = bring(other, drawn.package())
    assert {item["state"] for item in made["items"]} == {"new"} and there(other) == ([], [])
    done = apply(other, made)
    assert len(there(other)[0]) == 2 and [one[3] for one in there(other)[1]] and done["undo_until"]
    undone = other.post(f"/api/flow-imports/{made['id']}/undo", {})
    assert (undone["state"], undone["left"], there(other)) == ("undone", [], ([], []))
    assert other.post(f"/api/flow-imports/{made['id']}/undo", {}, status=409)["code"] == "flows.import_state"
    verbs = [one["verb"] for one in other.get("/api/audit")["rows"]]
    assert {"flows.bring_package", "flows.apply_package", "flows.undo_package"} <= set(verbs)


def test_conflicts_are_told_and_each_is_chosen_for(running, drawn, other, folder):
    apply(other, bring(other, drawn.package()))
    mine = flow_named(other, drawn.name)
    whole = other.get(f"/api/flows/{mine}")
    draft = whole["draft"] | {"steps": {"say": BYE}}
    other.put(f"/api/flows/{mine}/draft", {"draft": draft, "revision": whole["revision"]})
    record(other, drawn.hello, tone(2000, 1))
    own = there(other)
    made = bring(other, drawn.package())
    told = {(item["kind"], item["name"]): item for item in made["items"]}
    assert told["flow", drawn.inner]["state"] == told["prompt", drawn.thanks]["state"] == "same"
    assert (told["flow", drawn.name]["state"], told["flow", drawn.name]["steps_added"]) == ("conflict", 3)
    assert told["prompt", drawn.hello]["languages"][0]["sound"] == "other"
    assert apply(other, made, status=409)["code"] == "flows.import_unchosen" and there(other) == own

    flow, prompt = {"kind": "flow", "name": drawn.name}, {"kind": "prompt", "name": drawn.hello}
    taken = apply(other, made, flow | {"way": "rename", "name_new": drawn.inner}, prompt | {"way": "mine"}, status=409)
    assert taken["code"] == "flows.import_name_taken" and there(other) == own
    apply(other, made, flow | {"way": "rename", "name_new": "Accueil venu"},
          prompt | {"way": "rename", "name_new": "bonjour_venu"})  # fmt: skip
    came = other.get(f"/api/flows/{flow_named(other, 'Accueil venu')}")["draft"]
    assert came["steps"]["say"]["prompts"] == ["bonjour_venu"]
    assert set(own[0]) < set(there(other)[0]) and set(own[1]) < set(there(other)[1]), "mine stayed"
    other.post(f"/api/flow-imports/{made['id']}/undo", {})
    assert there(other) == own

    file = folder / "conflits.palabre.zip"
    file.write_bytes(drawn.package())
    asked = ("flow", "import", str(file), "--apply", "--url", running.url)
    refused = palabre(*asked, PALABRE_TOKEN=token_of(other))
    assert refused.returncode == 2 and f"prompt/{drawn.hello} is here with other content" in refused.stderr
    assert there(other) == own
    done = palabre(*asked, "--conflicts", "theirs", PALABRE_TOKEN=token_of(other))
    assert done.returncode == 0, done.stderr
    assert {one[0]: one[3] for one in there(other)[1]} == {
        one["name"]: one["sha256"] for one in drawn.nadia.get("/api/prompts", limit=500)["rows"]
        if one["name"] in (drawn.hello, drawn.thanks)}  # fmt: skip

    stale = bring(other, drawn.package())
    record(other, drawn.thanks, tone(2000, 1))
    assert apply(other, stale, status=409)["code"] == "flows.import_changed"
    other.ask("DELETE", f"/api/flow-imports/{stale['id']}", status=204)
    other.get(f"/api/flow-imports/{stale['id']}", status=404)


def remade(data: bytes, *, add: dict | None = None, **manifest) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        held = {info.filename: old.read(info) for info in old.infolist()} | (add or {})
        held["manifest.json"] = json.dumps(json.loads(held["manifest.json"]) | manifest).encode()
        for name, part in held.items():
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


BAD = {
    "flows.package_broken": (422, lambda good: good[: len(good) // 2]),
    "flows.package_path_unsafe": (422, lambda good: remade(good, add={"../../etc/cron.d/x": b"x"})),
    "flows.package_hash_wrong": (422, lambda good: remade(good, add={"prompts.json": b"[]"})),
    "flows.package_newer": (422, lambda good: remade(good, version=2)),
    "flows.package_foreign": (422, lambda good: remade(good, format="other")),
    "flows.package_too_large": (413, lambda good: remade(good, add={"prompts.json": b" " * 250_000_000})),
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_one_is_refused_by_name_and_changes_nothing(drawn, other, code):
    status, spoil = BAD[code]
    refused = bring(other, spoil(drawn.package()), status)
    assert refused["code"] == code and refused["details"] is not None
    assert there(other) == ([], []) and not other.get("/api/flow-imports")["rows"]
    assert "flow_import" not in str(other.get("/api/audit")["rows"])


@pytest.mark.parametrize("told", (True, False), ids=("told before", "found while it comes"))
def test_more_than_a_package_may_be_is_refused(other, told):
    whole = b"0" * 100_000_001
    pieces = (whole[at : at + 1_000_000] for at in range(0, len(whole), 1_000_000))
    refused = other.http.post("/api/flow-imports", content=whole if told else pieces)
    assert (refused.status_code, refused.json()["code"]) == (413, "flows.package_too_large"), refused.text
    assert refused.json()["details"] == {"what": "bytes", "most": 100_000_000}


def test_who_may_not_draw_may_not_bring(drawn, claire):
    data = drawn.package()
    assert claire.http.post("/api/flow-imports", content=data).status_code == 403
    claire.get("/api/flow-imports", status=403)
