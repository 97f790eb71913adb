"""Issue 4, point 11: a tenant's configuration as one file, carried to another tenant; a second time changes nothing."""

from __future__ import annotations

import io
import json
import shutil
import uuid
import wave
from pathlib import Path

import pytest
from people import Person, Running, palabre

NUMBER = "+33199001000"


def token_of(person: Person) -> str:
    asked = {"name": "configuration", "permissions": person.me["permissions"]}
    return person.post("/api/me/tokens", asked)["token"]


def config(running: Running, token: str, *arguments: str):
    return palabre("config", *arguments, "--url", running.url, PALABRE_TOKEN=token)


@pytest.fixture(scope="module")
def exported(running: Running, nadia: Person, folder: Path) -> dict:
    file = folder / "centre.json"
    done = config(running, token_of(nadia), "export", str(file))
    assert done.returncode == 0, done.stderr
    return {"things": of_the_demo(json.loads(file.read_text())["things"])}


def of_the_demo(things: dict) -> dict:
    """Its telephone number and its people with all they lean on: what tests made there beside is left out."""
    kept = {("numbers", NUMBER), ("entries", f"voice/{NUMBER}"), ("entries", "chat/demo-telecom"), ("tenant", "")}
    kept |= {("outcome_codes", code) for code in things["outcome_codes"]}
    kept |= {("people", email) for email in things["people"] if email.endswith("@demo-telecom.example")}
    size = 0
    while len(kept) > size:
        size = len(kept)
        for kind, found in things.items():
            kept |= {(kind, key) for key in found if key.startswith("@") and tuple(key[1:].split("/", 1)) in kept}
        text = json.dumps([things[kind][key] for kind, key in kept], ensure_ascii=False)
        kept |= {(kind, key) for kind, found in things.items() for key in found if f'"@{kind}/{key}"' in text}
        kept |= {("prompts", key) for key in things["prompts"] if f'"{key.split("/")[0]}"' in text}
    return {kind: {k: v for k, v in found.items() if (kind, k) in kept} for kind, found in things.items()}


@pytest.fixture(scope="module")
def other(running: Running) -> Person:
    """The administrator of a tenant of her own, with nothing in it."""
    made = palabre("tenant", "Autre centre", "--administrator", f"{uuid.uuid4().hex[:8]}@autre.example",
                   "--data", str(running.data), "--json")  # fmt: skip
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    return Person(running.url, told["sign_in"], told["password"])


def written(folder: Path, things: dict) -> str:
    file = folder / "wanted.json"
    file.write_text(json.dumps({"format": "palabre.config.1", "things": things}))
    if (folder / "centre.sounds").exists():
        shutil.copytree(folder / "centre.sounds", folder / "wanted.sounds", dirs_exist_ok=True)
    return str(file)


def as_another(exported: dict) -> dict:
    """The demo's, with people and a number of its own, and without who keeps the installation."""
    text = json.dumps(exported["things"]).replace("demo-telecom.example", "autre.example").replace(NUMBER, NUMBER + "7")
    things = json.loads(text.replace(NUMBER + "7", "+33199001077"))
    del things["people"]["nadia@autre.example"], things["abilities"]["@people/nadia@autre.example"]
    del things["tenant"], things["entries"]["chat/demo-telecom"]
    return things


def test_a_file_has_names_and_no_ids_nor_secrets(exported: dict, running: Running) -> None:
    text = json.dumps(exported)
    queues = exported["things"]["queues"]
    assert "Assistance" in queues and "@skills/Français" in json.dumps(queues["Assistance"], ensure_ascii=False)
    assert exported["things"]["entries"][f"voice/{NUMBER}"] == {"flow": "@flows/Accueil téléphonique"}
    assert running.told["sign_ins"][0]["password"] not in text and '"password"' not in text
    assert not [part for part in text.replace('"', " ").split() if is_id(part)]


def is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def test_carried_to_another_tenant_and_a_second_time_nothing(running, other, exported, folder) -> None:
    token, wanted = token_of(other), as_another(exported)
    file = written(folder, wanted)
    planned = config(running, token, "plan", file)
    assert planned.returncode == 3 and "+ queues/Assistance" in planned.stdout, planned.stderr
    assert not other.get("/api/queues")["rows"], "a plan changes nothing"
    done = config(running, token, "apply", file)
    assert done.returncode == 0, done.stderr
    again = config(running, token, "plan", file)
    assert (again.returncode, again.stdout) == (0, ""), again.stdout
    assert {q["name"] for q in other.get("/api/queues")["rows"]} == set(wanted["queues"])
    wanted["queues"]["Assistance"]["options"]["target_seconds"] = 45.0
    changed = config(running, token, "apply", written(folder, wanted))
    assert changed.returncode == 0 and changed.stdout.startswith("~ queues/Assistance options"), changed.stdout
    queue = next(q for q in other.get("/api/queues")["rows"] if q["name"] == "Assistance")
    assert queue["options"]["target_seconds"] == 45.0 and queue["version"] == 2
    assert "queue" in str(other.get("/api/audit")["rows"][:3]), "audited as if by her screen"


@pytest.mark.parametrize(
    ("things", "why"),
    (
        ({"queue": {}}, "there is no such kind"),
        ({"queues": {"Un": {"colour": "red"}}}, "colour is no field"),
        ({"numbers": {"+33199001088": {"flow": "@flows/Nulle part"}}}, "@flows/Nulle part is not there"),
    ),
)
def test_a_file_that_cannot_be_is_refused_before_anything_changes(running, other, folder, things, why) -> None:
    token = token_of(other)
    before = other.get("/api/audit")["rows"]
    refused = config(running, token, "apply", written(folder, things))
    assert refused.returncode == 2 and why in refused.stderr and "Traceback" not in refused.stderr
    assert other.get("/api/audit")["rows"] == before


def test_a_file_of_another_form_and_no_token(running, other, folder) -> None:
    strange = folder / "strange.json"
    strange.write_text('{"format": "excel", "things": {}}')
    assert "of the form excel" in config(running, token_of(other), "plan", str(strange)).stderr
    assert "PALABRE_TOKEN is empty" in config(running, "", "export").stderr
    assert config(running, "wrong", "export").returncode == 2


def recorded(person: Person, name: str, level: int) -> str:
    """Its sound alone, without words; the hash of it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes((0, level)) * 4000)
    answer = person.http.put(f"/api/prompts/{name}/fr/recording", content=out.getvalue())
    assert answer.is_success, answer.text
    return next(one["sha256"] for one in person.get("/api/prompts", limit=500)["rows"] if one["name"] == name)


def sounds_of(person: Person) -> dict[str, str]:
    return {one["name"]: one["sha256"] for one in person.get("/api/prompts", limit=500)["rows"] if one["recording"]}


def test_a_prompt_that_is_sound_alone_is_carried_with_its_sound(running, nadia, other, folder) -> None:
    name = f"son_{uuid.uuid4().hex[:8]}"
    sound = recorded(nadia, name, 16)
    file, theirs = folder / "sons.json", token_of(other)
    assert config(running, token_of(nadia), "export", str(file), "--only", "prompts").returncode == 0
    prompts = json.loads(file.read_text())["things"]["prompts"]
    assert prompts[f"{name}/fr"] == {"text": "", "sound": sound}
    assert (folder / "sons.sounds" / f"{name}.fr.wav").read_bytes().startswith(b"RIFF")
    file.write_text(json.dumps({"format": "palabre.config.1", "things": {"prompts": {
        f"{name}/fr": prompts[f"{name}/fr"]}}}))  # fmt: skip
    planned = config(running, theirs, "plan", str(file))
    assert (planned.returncode, planned.stdout) == (3, f"+ prompts/{name}/fr\n"), planned.stderr
    assert name not in sounds_of(other), "a plan changes nothing"
    assert config(running, theirs, "apply", str(file)).returncode == 0
    assert sounds_of(other)[name] == sound
    again = config(running, theirs, "plan", str(file))
    assert (again.returncode, again.stdout) == (0, ""), again.stdout
    recorded(other, name, 32)
    changed = config(running, theirs, "plan", str(file))
    assert changed.returncode == 3 and changed.stdout.startswith(f"~ prompts/{name}/fr sound: "), changed.stdout
    (folder / "sons.sounds" / f"{name}.fr.wav").rename(folder / "away.wav")
    refused = config(running, theirs, "apply", str(file))
    assert refused.returncode == 2 and f"{name}.fr.wav is not there" in refused.stderr
    assert sounds_of(other)[name] != sound, "nothing was changed by a file that is not whole"
    (folder / "away.wav").rename(folder / "sons.sounds" / f"{name}.fr.wav")
    assert config(running, theirs, "apply", str(file)).returncode == 0
    assert sounds_of(other)[name] == sound
