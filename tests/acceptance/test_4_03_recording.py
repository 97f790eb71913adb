"""Issue 4, point 3: recording whole. Rule, pause, search, listening on record, exports, keeping, voicemail."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import shutil
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from people import Person, Running, eventually, palabre
from switchboard import AtWork, Switchboard, talk
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, Telephone
from telephone_sound import RATE, share_of

BYE = {"kind": "hang_up"}
CALLER = "0199004403"
TALK_SECONDS = 1.2


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture
def caller(board):
    with Telephone(board.centre, hertz=CALLER_HERTZ) as one:
        yield one


@pytest.fixture
def awa(board, advisor):
    her = AtWork(board, advisor("awa", status=""))
    yield her
    her.phone.__exit__()


def raw(person, path: str) -> httpx.Response:
    """As a page that saves a file: headers and bytes."""
    return person.http.get(path)


def sides(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, RATE, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2).astype(int)


@pytest.fixture(scope="module")
def recorded(board, running, nadia):
    """One call by rule, paused in the middle by its advisor, then gone on: its row, and the pause as asked."""
    nadia.put(f"/api/recordings/rules/queue?subject={board.queue}", {"mode": "always"}, status=200)
    her = AtWork(board, running.advisor("awa"))
    line = board.straight()
    try:
        with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
            caller.rings_out(line.number, CALLER)
            conversation = talk(caller, her)
            at_desk = {"conversation": conversation, "recording": "on"}
            her.desk.until(lambda: her.desk.of("conversation", **at_desk))
            caller.until_more(TALK_SECONDS)
            path = f"/api/desk/conversations/{conversation}/recording"
            assert her.who.post(path, {"on": True}, status=200) == {"on": True}
            her.desk.until(lambda: her.desk.of("conversation", conversation=conversation, recording="paused"))
            caller.until_more(TALK_SECONDS)
            her.who.post(path, {"on": False}, status=200)
            her.desk.until(lambda: her.desk.of("conversation", **at_desk))
            caller.until_more(TALK_SECONDS)
            caller.hang_up()
        her.phone.until_over()
        her.ends_wrap_up(conversation)
    finally:
        her.close()
        nadia.ask("DELETE", f"/api/recordings/rules/queue?subject={board.queue}")
    found = eventually(lambda: [r for r in nadia.get("/api/recordings", queue=board.queue)["rows"]
                                if r["conversation"] == conversation])  # fmt: skip
    assert len(found) == 1, "one file per conversation"
    return found[0]


def test_each_party_is_on_its_own_side_and_the_pause_is_silence(recorded, claire, nadia):
    data = claire.get(f"/api/recordings/{recorded['id']}")
    card = claire.get(f"/api/recordings/{recorded['id']}/card")
    sound = sides(data)
    [pause] = [s for s in card["silences"] if s["why"] == "pause"]
    assert pause["until"] - pause["since"] >= TALK_SECONDS * 900
    margin = RATE // 4
    parts = {
        "before": sound[margin : pause["since"] * 8 - margin],
        "paused": sound[pause["since"] * 8 + margin : pause["until"] * 8 - margin],
        "after": sound[pause["until"] * 8 + margin : -margin],
    }
    for when in ("before", "after"):
        left, right = (parts[when][-RATE // 2 :, side] for side in (0, 1))
        assert share_of(left, CALLER_HERTZ) > 0.5 > 0.05 > share_of(left, ADVISOR_HERTZ), when
        assert share_of(right, ADVISOR_HERTZ) > 0.5 > 0.05 > share_of(right, CALLER_HERTZ), when
    assert np.abs(parts["paused"]).max() < 20, "neither side says anything of what was paused"
    assert abs(len(sound) / RATE - recorded["seconds"]) < 0.01
    drawn = card["peaks"]
    assert len(drawn) % 2 == 0 and max(drawn[::2]) > 20 and max(drawn[1::2]) > 20
    audit = nadia.get("/api/audit", subject=f"recording:{recorded['id']}")["rows"]
    assert ("voice.listen", claire.id) in [(a["verb"], a["person"]) for a in audit]


def test_it_plays_after_a_restore_and_lies_sealed_there_too(recorded, running, claire, folder):
    here, kept, data = claire.get(f"/api/recordings/{recorded['id']}"), folder / "kept_talk", folder / "restored_talk"
    made = palabre("backup", str(kept), "--data", str(running.data))
    assert made.returncode == 0, made.stderr
    key = str(running.data / "keys/master.key")
    done = palabre("restore", str(kept), "--data", str(data), "--master-key", key)
    assert done.returncode == 0, done.stderr
    again = Running("up", data, "--no-voice")
    try:
        there = Person(again.url, *running.sign_in_of("claire"))
        played = there.get(f"/api/recordings/{recorded['id']}")
        there.close()
    finally:
        again.stop()
    sound = sides(played)
    assert played == here and share_of(sound[-RATE:, 0], CALLER_HERTZ) > 0.5
    piece = sound[RATE // 2 : RATE].astype("<i2").tobytes()
    for place in (kept, data / "blobs"):
        files = [path.read_bytes() for path in place.rglob("*") if path.is_file()]
        assert files and not any(piece in one for one in files), f"in the clear in {place}"
    shutil.rmtree(data)
    shutil.rmtree(kept)


def test_it_lies_sealed_and_nowhere_in_the_clear(recorded, running, claire):
    """Neither the file nor a side of it, wherever something is kept."""
    data = claire.get(f"/api/recordings/{recorded['id']}")
    sound = np.frombuffer(data[44:], "<i2").reshape(-1, 2)
    loud = slice(at := int(np.abs(sound).min(axis=1).argmax()), at + 200)  # somewhere both speak
    forms = [sound[loud].tobytes(), sound[loud, 0].tobytes(), sound[loud, 1].tobytes()]
    assert all(any(form) and form in text for form, text in zip(
        forms, (data, sound[:, 0].tobytes(), sound[:, 1].tobytes()), strict=True))  # fmt: skip
    is_kept = False
    for path, text in everything_below(running.data):
        assert not any(form in text for form in forms), path
        is_kept |= "blobs" in path.parts and len(text) >= len(data)
    assert is_kept


def everything_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """But what goes away meanwhile."""
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file() and not path.is_symlink():
                yield path, path.read_bytes()


def test_recordings_are_found_marked_and_bounded(recorded, board, claire):
    def ids(**filters) -> list[str]:
        return [r["id"] for r in claire.get("/api/recordings", **filters)["rows"]]

    id, at = recorded["id"], recorded["began_at"]
    assert id in ids(queue=board.queue) and id in ids(number="99004403", since=at, until=at + 1)
    assert id in ids(advisor=board.people["awa"]) and id not in ids(advisor=board.people["claire"])
    assert id not in ids(until=at) and id not in ids(seconds_min=500) and id not in ids(held="true")
    assert len(claire.get("/api/recordings", limit=1)["rows"]) == 1
    claire.ask("GET", "/api/recordings?limit=100000", status=422)
    mark = claire.post(f"/api/conversations/{recorded['conversation']}/marks", {"at": at + 500, "note": "ici"})
    assert mark["id"] in [m["id"] for m in claire.get(f"/api/recordings/{id}/card")["marks"]]
    claire.ask("DELETE", f"/api/recordings/marks/{mark['id']}", status=204)


def test_exports_carry_their_hashes_and_are_on_record(recorded, claire, nadia):
    file = raw(claire, f"/api/recordings/{recorded['id']}/export")
    digest = hashlib.sha256(file.content)
    assert file.headers["X-SHA256"] == digest.hexdigest()
    assert base64.b64encode(digest.digest()).decode() in file.headers["Repr-Digest"]
    vcon = json.loads(raw(claire, f"/api/recordings/{recorded['id']}/vcon").content)
    [dialog] = vcon["dialog"]
    body = base64.urlsafe_b64decode(dialog["body"] + "=" * (-len(dialog["body"]) % 4))
    assert body == file.content and dialog["mediatype"] == "audio/wav"
    hashes = dict(one.split("-", 1) for one in dialog["content_hash"])
    for name, algorithm in (("sha512", hashlib.sha512), ("sha256", hashlib.sha256)):
        assert base64.urlsafe_b64decode(hashes[name] + "==") == algorithm(body).digest()
    assert [p["type"] for p in vcon["parties"]] == ["customer", "agent"] and dialog["parties"] == [0, 1]
    audit = nadia.get("/api/audit", subject=f"recording:{recorded['id']}")["rows"]
    verbs = [(a["verb"], a["codes"].get("form")) for a in audit]
    assert {("recordings.export", "wav"), ("recordings.export", "vcon")} <= set(verbs)


def test_what_the_law_keeps_is_erased_by_nobody_then_gone_for_good(recorded, claire, nadia):
    id = recorded["id"]
    nadia.put(f"/api/recordings/{id}/hold", {"on": True}, status=200)
    nadia.ask("DELETE", f"/api/recordings/{id}", status=409)
    claire.ask("DELETE", f"/api/recordings/{id}", status=403)
    nadia.put(f"/api/recordings/{id}/hold", {"on": False}, status=200)
    nadia.ask("DELETE", f"/api/recordings/{id}", status=204)
    claire.ask("GET", f"/api/recordings/{id}", status=410)
    assert id not in [r["id"] for r in claire.get("/api/recordings")["rows"]]
    verbs = [a["verb"] for a in nadia.get("/api/audit", subject=f"recording:{id}")["rows"]]
    assert {"recordings.hold", "recordings.lift_hold", "recordings.erase"} <= set(verbs)


def test_keeping_is_six_months_unless_the_tenant_says_otherwise(nadia, claire):
    assert nadia.get("/api/recordings/keeping") == {"days": 183}
    claire.ask("PUT", "/api/recordings/keeping", {"days": 30}, status=403)
    assert nadia.put("/api/recordings/keeping", {"days": 30}, status=200) == {"days": 30}
    nadia.put("/api/recordings/keeping", {"days": 183}, status=200)


def test_a_voice_message_is_left_played_called_back_and_done(board, caller, awa, claire, nadia):
    left = dict.fromkeys(("left", "empty", "failed"), "bye")
    steps = {"message": {"kind": "voicemail", "queue": board.queue, "silence_seconds": 2, "next": left}, "bye": BYE}
    line = board.number(steps)
    caller.rings_out(line.number, CALLER)
    caller.until_speech()  # the tone
    said = time.monotonic() + 2.5
    eventually(lambda: time.monotonic() > said)  # she speaks
    caller.hang_up()
    line.closed()

    def mine() -> list[dict]:
        return awa.who.get("/api/voice-messages", queue=board.queue, done="false")["rows"]

    [message] = eventually(mine)
    assert message["number"] == "" and message["seconds"] > 1, "a partner's people see no number"
    [seen] = [m for m in claire.get("/api/voice-messages")["rows"] if m["id"] == message["id"]]
    assert seen["number"] == "+33199004403"
    with wave.open(io.BytesIO(awa.who.get(f"/api/voice-messages/{message['id']}"))) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)
    assert share_of(heard[-RATE:], CALLER_HERTZ) > 0.5
    asked = awa.who.post(f"/api/voice-messages/{message['id']}/callback")
    assert asked["callback"] in [c["id"] for c in nadia.get("/api/callbacks", queue=board.queue)["rows"]]
    nadia.ask("DELETE", f"/api/callbacks/{asked['callback']}")
    assert awa.who.post(f"/api/voice-messages/{message['id']}/done", {"on": True}, status=200)["done_by"] == awa.who.id
    assert not mine()
    assert awa.who.post(f"/api/voice-messages/{message['id']}/done", {"on": False}, status=200)["done_at"] is None
    audit = [a["verb"] for a in nadia.get("/api/audit", subject=f"voice_message:{message['id']}")["rows"]]
    assert {"voicemail.listen", "voicemail.done", "voicemail.not_done"} <= set(audit)
