"""Issue 4, point 11: a checklist before a centre goes live, which calls every number."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator

import pyotp
import pytest
from people import eventually
from switchboard import Switchboard


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    yield made
    made.close()


def told(nadia, subject: str) -> dict[str, tuple[str, str]]:
    checks = nadia.get("/api/moving/checklist")["checks"]
    return {c["code"]: (c["state"], c["why"]) for c in checks if c["subject"] == subject}


def calls_all(nadia, *numbers: str) -> None:
    id = nadia.post("/api/moving/rehearsals", {"kind": "calls", "numbers": [*numbers]})["id"]
    eventually(lambda: nadia.get(f"/api/moving/rehearsals/{id}")["rehearsal"]["state"] == "done", 60)


def test_each_number_is_red_until_a_robot_has_called_it_and_again_when_its_flow_is_another(board, nadia):
    line = board.number({"hello": {"kind": "say", "prompts": ["recorded_voice"] * 3, "next": {"done": "bye"}},
                         "bye": {"kind": "hang_up"}})  # fmt: skip
    mute = board.number({"which": {"kind": "menu", "prompts": [], "options": [{"key": "1", "exit": "one"}],
                                   "seconds": 1, "tries": 1,
                                   "next": {"one": "bye", "silence": "bye", "wrong": "bye"}},
                         "bye": {"kind": "hang_up"}})  # fmt: skip
    nobody = f"+33199{time.time_ns() % 10**5 + 700_000:06}"
    nadia.post("/api/numbers", {"number": nobody})
    assert told(nadia, nobody)["answers"] == ("red", "no_flow")
    assert told(nadia, line.number)["called"] == ("red", "never_called")
    calls_all(nadia, line.number, mute.number)
    assert told(nadia, line.number)["called"] == ("green", "called")
    assert told(nadia, mute.number)["called"] == ("red", "call_wrong")
    flow = next(n for n in nadia.get("/api/numbers")["rows"] if n["number"] == line.number)["flow"]
    id = nadia.get("/api/moving/rehearsals")["rows"][0]["id"]
    calls = {c["number"]: c for c in nadia.get(f"/api/moving/rehearsals/{id}")["calls"]}
    assert not calls[line.number]["stale"]
    nadia.post(f"/api/flows/{flow}/publish")
    assert told(nadia, line.number)["called"] == ("amber", "published_since")
    calls = {c["number"]: c for c in nadia.get(f"/api/moving/rehearsals/{id}")["calls"]}
    assert calls[line.number]["stale"] and not calls[mute.number]["stale"]
    again = nadia.post(f"/api/moving/rehearsals/{id}/again")["id"]
    eventually(lambda: nadia.get(f"/api/moving/rehearsals/{again}")["rehearsal"]["state"] == "done", 60)
    assert told(nadia, line.number)["called"] == ("green", "called")


def test_one_way_that_is_good_hides_none_that_is_not_and_another_day_proves_nothing(board, nadia):
    """The way that ends in silence is called first, the good one last."""
    line = board.number({
        "which": {"kind": "menu", "prompts": ["recorded_voice"], "seconds": 2, "tries": 1,
                  "options": [{"key": "1", "exit": "one"}, {"key": "2", "exit": "two"}],
                  "next": {"one": "mute", "two": "good", "silence": "bye", "wrong": "bye"}},
        "mute": {"kind": "menu", "prompts": [], "options": [{"key": "9", "exit": "nine"}], "seconds": 8, "tries": 1,
                 "next": {"nine": "bye", "silence": "bye", "wrong": "bye"}},
        "good": {"kind": "say", "prompts": ["recorded_voice"] * 2, "next": {"done": "bye"}},
        "bye": {"kind": "hang_up"}})  # fmt: skip
    id = nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": [line.number]})["id"]
    whole = eventually(lambda: (r := nadia.get(f"/api/moving/rehearsals/{id}"))["rehearsal"]["state"] == "done" and r,
                       120)  # fmt: skip
    judged = {one["keys"]: bool(one["problems"]) for one in whole["calls"]}
    assert {True, False} == set(judged.values()), judged
    assert told(nadia, line.number)["called"] == ("red", "call_wrong")
    other = board.straight()
    as_if = {"kind": "calls", "numbers": [other.number], "as_if": "2027-01-01T10:00"}
    id = nadia.post("/api/moving/rehearsals", as_if)["id"]
    eventually(lambda: nadia.get(f"/api/moving/rehearsals/{id}")["rehearsal"]["state"] == "done", 60)
    assert told(nadia, other.number)["called"] == ("red", "never_called")


def test_a_way_with_keys_or_another_flow_makes_no_number_green(board, nadia):
    """Same version of another flow: the robot has never heard what answers now."""
    steps = {"hello": {"kind": "say", "prompts": ["recorded_voice"] * 2, "next": {"done": "bye"}},
             "bye": {"kind": "hang_up"}}  # fmt: skip
    line, other = board.number(steps), board.number(steps)
    id = nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": [line.number]})["id"]
    whole = eventually(lambda: (r := nadia.get(f"/api/moving/rehearsals/{id}"))["rehearsal"]["state"] == "done" and r,
                       120)  # fmt: skip
    assert not whole["rehearsal"]["wrong"], whole
    assert told(nadia, line.number)["called"] == ("red", "never_called")
    calls_all(nadia, line.number)
    assert told(nadia, line.number)["called"] == ("green", "called")
    rows = {n["number"]: n for n in nadia.get("/api/numbers")["rows"]}
    nadia.ask("PATCH", f"/api/numbers/{rows[line.number]['id']}", {"flow": rows[other.number]["flow"]})
    assert told(nadia, line.number)["called"] == ("amber", "other_flow_since")


def test_queues_lines_and_places_are_judged_as_they_stand(board, nadia):
    assert told(nadia, board.queue)["queue"] == ("red", "nobody_able")
    board.able("awa")
    eventually(lambda: told(nadia, board.queue)["queue"] == ("amber", "one_able"))
    checks = nadia.get("/api/moving/checklist")["checks"]
    assert {c["group"] for c in checks} == {"numbers", "flows", "queues", "people", "lines", "safety", "rules"}
    for group in {c["group"] for c in checks}:
        states = [c["state"] for c in checks if c["group"] == group]
        assert states == sorted(states, key=["red", "amber", "green"].index), "the gravest first"


def test_people_answer_for_what_no_program_sees(nadia, running):
    path = "/api/moving/checklist/points"
    nadia.put(f"{path}/staff_trained", {"done": True, "note": "Le 3 mai"})
    own = nadia.post(path, {"words": "=Affiches posées"})["point"]
    ticks = {t["point"]: t for t in nadia.get("/api/moving/checklist")["ticks"]}
    assert ticks["staff_trained"]["done"] and ticks["staff_trained"]["changed_by"] == nadia.id
    assert not ticks[own]["done"]
    rows = [*csv.reader(io.StringIO(nadia.get("/api/moving/checklist.csv").decode()))]
    assert ["'=Affiches posées"] == [r[2] for r in rows if r[1] == own]
    assert "moving.tick" in {a["verb"] for a in nadia.get("/api/audit")["rows"]}
    nadia.put(f"{path}/staff_trained", {"done": False})
    nadia.ask("DELETE", f"{path}/{own}", status=204)
    nadia.ask("PUT", f"{path}/{own}", {"done": True}, status=404)
    awa = running.person("awa")
    awa.ask("GET", "/api/moving/checklist", status=403)
    awa.close()


def test_call_every_number_calls_each_that_is_there(board, nadia):
    """Asked for all, no number is left out: each is called, or nobody would answer it."""
    mine = {board.straight().number, board.straight().number}
    id = nadia.post("/api/moving/rehearsals", {"kind": "calls"})["id"]
    try:
        called = [c["number"] for c in nadia.get(f"/api/moving/rehearsals/{id}")["calls"]]
        assert sorted(called) == sorted(n["number"] for n in nadia.get("/api/numbers")["rows"]) and mine <= {*called}
    finally:
        nadia.post(f"/api/moving/rehearsals/{id}/stop")


def test_room_on_the_disk_and_administrators_with_a_password_alone_are_told(running, nadia):
    checks = {c["code"]: c for c in nadia.get("/api/moving/checklist")["checks"]}
    assert checks["disk"]["values"]["mb"] > 0
    before = checks["second_factor"]["values"]["count"]
    assert before >= 1 and checks["second_factor"]["why"] == "passwords_alone"
    password = running.sign_in_of("nadia")[1]
    secret = nadia.post("/api/me/totp", {"password": password})["secret"]
    nadia.post("/api/me/totp/confirm", {"code": pyotp.TOTP(secret).now()})
    try:
        checks = {c["code"]: c for c in nadia.get("/api/moving/checklist")["checks"]}
        assert checks["second_factor"]["values"]["count"] == before - 1
    finally:
        nadia.ask("POST", "/api/me/totp/disable", {"password": password}, status=204)
