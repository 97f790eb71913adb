"""Issue 4, point 11: rehearsal with robots on the real flows. Each call is a true one, SIP and sound on our wires."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from people import Person, eventually
from switchboard import EXITS, AtWork, Switchboard

PRESSED = {"silence": "bye", "wrong": "bye"}


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    yield made
    made.close()


def menu(board: Switchboard, **options: str) -> dict:
    keys = [{"key": str(n), "exit": exit} for n, exit in enumerate(options, 1)]
    return {"kind": "menu", "prompts": ["which_voice"], "options": keys, "next": options | PRESSED}


def rehearsed(nadia: Person, numbers: list[str], kind: str = "flows", seconds_max: float = 60.0, **more) -> list[dict]:
    """Calls of a rehearsal of these numbers, once all of it is over."""
    id = nadia.post("/api/moving/rehearsals", {"kind": kind, "numbers": numbers, **more})["id"]
    return over(nadia, id, seconds_max)


def over(nadia: Person, id: str, seconds_max: float = 60.0) -> list[dict]:
    def done() -> list[dict] | None:
        told = nadia.get(f"/api/moving/rehearsals/{id}")
        return told["calls"] if told["rehearsal"]["state"] == "done" else None

    return eventually(done, seconds_max)


def test_robots_go_every_way_through_a_flow_and_nobody_is_disturbed(board, nadia, running):
    line = board.number({
        "hello": {"kind": "say", "prompts": ["hello_voice"], "next": {"done": "which"}},
        "which": menu(board, person="wait", goodbye="bye"),
        "wait": board.waits(),
        "bye": {"kind": "hang_up", "prompts": ["end_voice"]},
    })  # fmt: skip
    board.able("awa")
    at_work = AtWork(board, running.advisor("awa"))
    try:
        calls = rehearsed(nadia, [line.number])
        assert not at_work.who.desk.of("offer"), "an advisor was offered a robot"
    finally:
        at_work.close()
    assert [(c["name"], c["keys"], c["came_to"], c["problems"]) for c in calls] == [
        ("person", "1", f"queue:{board.queue}", []), ("goodbye", "2", "hang_up", [])]  # fmt: skip
    for call in calls:
        assert [s["step"] for s in call["path"]][:2] == ["hello", "which"]
        assert call["heard"]["sounds"][0][0] < 5_000, "its first words were heard"
        assert [key for _, key in call["heard"]["pressed"]] == [call["keys"]]
    assert not line.calls(), "robots are no conversations of customers"


def test_what_is_wrong_is_named(board, nadia):
    mute = board.number({"which": menu(board, goodbye="bye") | {"prompts": [], "seconds": 2, "tries": 1},
                         "bye": {"kind": "hang_up"}})  # fmt: skip
    line = board.number({"which": menu(board, person="wait", goodbye="bye"), "wait": board.waits(),
                         "bye": {"kind": "hang_up", "prompts": ["end_voice"]}})  # fmt: skip
    script = f"/api/moving/rehearsal-scripts/{'0' * 8}-0000-7000-8000-{time.time_ns() % 10**12:012}"
    nadia.put(script, {"number": line.number, "name": "Doit joindre quelqu’un", "keys": "2", "expects": "queue"})
    nobody = f"+33199{time.time_ns() % 10**5 + 800_000:06}"
    nadia.post("/api/numbers", {"number": nobody})
    calls = rehearsed(nadia, [mute.number, line.number, nobody])
    found = {(c["number"], c["name"]): c["problems"] for c in calls}
    assert found[mute.number, "goodbye"][0] == "nothing_heard"
    assert found[nobody, ""] == ["no_flow"]
    assert found[line.number, "Doit joindre quelqu’un"] == ["other_end"]
    assert found[line.number, "person"] == []
    nadia.ask("DELETE", script, status=204)


def test_hours_are_asked_as_if_it_were_another_day(board, nadia):
    hours = nadia.post("/api/calendars", {"name": f"Jour {time.time_ns()}", "calendar": {
        "zone": "Europe/Paris", "week": {"monday": [{"begin": "09:00", "end": "18:00"}]}}})["id"]  # fmt: skip
    line = board.number({
        "open": {"kind": "business_hours", "calendar": hours, "next": {"open": "wait", "closed": "bye"}},
        "wait": {"kind": "queue", "queue": board.queue, "next": EXITS},
        "bye": {"kind": "hang_up", "prompts": ["end_voice"]},
    })  # fmt: skip
    [sunday] = rehearsed(nadia, [line.number], as_if="2027-01-03T10:00")
    [monday] = rehearsed(nadia, [line.number], as_if="2027-01-04T10:00")
    assert (sunday["came_to"], monday["came_to"]) == ("hang_up", f"queue:{board.queue}")


def test_each_number_is_called_once_stopped_and_called_again(board, nadia):
    lines = [board.number({"hello": {"kind": "say", "prompts": ["recorded_voice"] * 12, "next": {"done": "bye"}},
                           "bye": {"kind": "hang_up"}}) for _ in range(2)]  # fmt: skip
    wanted = [line.number for line in lines]
    calls = rehearsed(nadia, wanted, "calls")
    assert [(c["number"], c["problems"], c["heard"]["ended"]) for c in calls] == [(n, [], "robot") for n in wanted]
    id = nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": wanted})["id"]
    eventually(lambda: [c for c in nadia.get(f"/api/moving/rehearsals/{id}")["calls"] if c["state"] == "running"])
    nadia.post(f"/api/moving/rehearsals/{id}/stop")
    told = nadia.get(f"/api/moving/rehearsals/{id}")
    assert told["rehearsal"]["state"] == "stopped"
    assert {c["state"] for c in told["calls"]} <= {"stopped", "done"}
    again = nadia.post(f"/api/moving/rehearsals/{id}/again")["id"]
    assert [c["number"] for c in nadia.get(f"/api/moving/rehearsals/{again}")["calls"]] == wanted
    nadia.post(f"/api/moving/rehearsals/{again}/stop")


def test_who_may_not_change_voice_rehearses_nothing(board, running):
    awa = running.person("awa")
    awa.ask("POST", "/api/moving/rehearsals", {"kind": "calls"}, status=403)
    awa.ask("GET", "/api/moving/rehearsals", status=403)
    awa.close()


def test_killed_in_the_midst_a_call_is_told_as_interrupted_and_nothing_stays_running(board, nadia):
    """Last: the voice process of the shared demo starts anew."""
    line = board.number({"hello": {"kind": "say", "prompts": ["recorded_voice"] * 4, "next": {"done": "bye"}},
                         "bye": {"kind": "hang_up"}})  # fmt: skip
    id = nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": [line.number]})["id"]

    def talks() -> bool:
        heard = nadia.get(f"/api/moving/rehearsals/{id}")["calls"][0]["heard"]
        return bool(heard and heard["state"] == "talking")

    eventually(talks)
    board.kill("voice")
    assert [c["problems"] for c in over(nadia, id)] == [["interrupted"]]
    again = nadia.post(f"/api/moving/rehearsals/{id}/again")["id"]
    assert [c["problems"] for c in over(nadia, again)] == [[]], "it waits until the telephony is there again"
