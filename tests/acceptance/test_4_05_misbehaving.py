"""Issue 4, point 5: another system that is slow, silent, endless, huge, wrong or away is an exit that callers hear, in
bounded time; each exit answers by a tone of its own."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from misbehaving import Misbehaving, own_certificate
from switchboard import Switchboard
from telephone import Telephone
from test_4_01_lines import tone

BYE = {"kind": "hang_up"}
STEP_SECONDS = 1.0
HEARD_SECONDS_MAX = 20  # of a step that gives up after one; those that never end would never be heard
HERTZ = {"ok": 520, "timeout": 610, "unreachable": 730, "refused": 860, "not_found": 990, "unavailable": 1130,
         "bad_answer": 1290, "in_doubt": 1460}  # fmt: skip
EXPECTED = {
    "/ok": "ok", "/hang": "timeout", "/slow": "timeout", "/trickle": "timeout", "/headers": "unreachable",
    "/huge": "bad_answer", "/endless": "bad_answer", "/broken": "bad_answer", "/page": "bad_answer",
    "/elsewhere": "bad_answer", "/redirect": "bad_answer", "/inside": "bad_answer", "/short": "unreachable",
    "/noise": "unreachable", "/gone": "not_found", "/forbidden": "refused", "/failed": "unavailable",
    "/busy": "unavailable",
}  # fmt: skip
AT_ONCE = 6


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    for name, hertz in HERTZ.items():
        sound = {"content": tone(hertz), "headers": {"content-type": "audio/wav"}}
        assert nadia.http.put(f"/api/prompts/exit_{name}/fr/recording", **sound).is_success
    yield made
    made.close()


@pytest.fixture
def world() -> Iterator[Misbehaving]:
    made = Misbehaving()
    yield made
    made.stop()


def line_to(board: Switchboard, url: str):
    """One that asks there, and says by its tone how it went."""
    told = {name: {"kind": "say", "prompts": [f"exit_{name}"], "next": {"done": "bye"}} for name in HERTZ}
    ask = {"kind": "http_request", "url": url, "seconds": STEP_SECONDS, "answers": {"state": "state"},
           "next": {name: name for name in HERTZ}}  # fmt: skip
    return board.number({"ask": ask, **told, "bye": BYE})


def exit_heard(board: Switchboard, number: str, caller: str) -> str:
    """By its tone."""
    with Telephone(board.centre, hertz=0) as phone:
        phone.rings_out(number, caller)
        heard: list[str] = []
        phone._until_sound(lambda: heard.extend(n for n, hertz in HERTZ.items() if phone.hears(hertz)) or heard,
                           "no exit is heard", HEARD_SECONDS_MAX)  # fmt: skip
        phone.until_over(20)
    return heard[0]


def test_each_way_to_answer_badly_has_its_exit_in_bounded_time(board, world):
    lines = {path: line_to(board, f"{world.url}{path}") for path in EXPECTED}
    callers = {path: f"01990055{n:02}" for n, path in enumerate(EXPECTED, 20)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        went = dict(zip(EXPECTED, pool.map(
            lambda path: exit_heard(board, lines[path].number, callers[path]), EXPECTED), strict=True))  # fmt: skip
    assert went == EXPECTED
    assert sorted(world.asked) == sorted(EXPECTED), "each was asked once, and no redirect was followed"


def test_nobody_there_or_nobody_to_believe(board, tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{free.getsockname()[1]}/"  # bound, and nobody listens
        unbelieved = Misbehaving(own_certificate(tmp_path))
        try:
            for url in (away, f"{unbelieved.url}/ok", "http://169.254.169.254/", "http://no-such-name.invalid/"):
                assert exit_heard(board, line_to(board, url).number, "0199005545") == "unreachable", url
            assert unbelieved.asked == [], "nothing was asked of who cannot be believed"
        finally:
            unbelieved.stop()


def test_a_robot_tells_which_way_it_went(board, nadia, world):
    """A rehearsal says what a caller would have heard: the exit by its name, in the path it went."""
    line = line_to(board, f"{world.url}/hang")
    flow = next(n for n in nadia.get("/api/numbers")["rows"] if n["number"] == line.number)["flow"]
    id = nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": [line.number]})["id"]
    deadline = time.monotonic() + 60
    while (whole := nadia.get(f"/api/moving/rehearsals/{id}"))["rehearsal"]["state"] != "done":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    (call,) = whole["calls"]
    assert call["flow"] == flow and [step["step"] for step in call["path"]][:2] == ["ask", "timeout"], call["path"]
