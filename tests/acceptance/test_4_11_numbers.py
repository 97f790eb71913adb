"""Issue 4, point 11: numbers moved from an old system by share, and sent back to it when nobody of ours answers.

The old system is a real second exchange behind a trunk of the tenant's: it answers and echoes, so that its callers hear
themselves and nothing of ours. Fastest first: the last tests stop and kill what the others need.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from carrier import SENT_BACK, Carrier
from crowd import Crowd
from people import eventually
from switchboard import Switchboard
from telephone import CALLER_HERTZ, Telephone
from telephone_sound import share_of

CALLERS, SHARE = 100, 30
RETURN_SECONDS = 2
OLD_ADDRESS = "127.0.0.11"


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")  # not at work: her queue takes callers all the same, and they wait
    yield made
    made.close()


@pytest.fixture(scope="module")
def old(board, nadia):
    """The exchange of before, and our way to it."""
    with tempfile.TemporaryDirectory(prefix="old-", ignore_cleanup_errors=True) as folder:
        made = Carrier(board.process("asterisk"), Path(folder) / "one", address=OLD_ADDRESS)
        way = ""
        try:
            made.start()
            asked = {"name": "Ancien central", "kind": "address", "host": OLD_ADDRESS, "port": made.port,
                     "dial_format": "national"}  # fmt: skip
            way = nadia.post("/api/trunks", asked)["id"]
            yield made, way
        finally:
            made.stop()
            for row in nadia.get("/api/moving/numbers")["rows"]:
                if row["moves"]:
                    nadia.ask("DELETE", f"/api/moving/numbers/{row['id']}", status=204)
            if way:
                nadia.ask("DELETE", f"/api/trunks/{way}", status=204)


@pytest.fixture
def number(board, old, nadia):
    """`number(share)`: a new one, that the old system shares."""

    def make(share: int, **more):
        line = board.straight()
        line.id = next(r["id"] for r in nadia.get("/api/moving/numbers")["rows"] if r["number"] == line.number)
        move(nadia, old, line, share, **more)
        return line

    return make


def move(nadia, old, line, share: int, **more) -> None:
    wanted = {"trunk": old[1], "share": share, "return_seconds": RETURN_SECONDS, **more}
    nadia.put(f"/api/moving/numbers/{line.id}", wanted)


def row_of(nadia, line) -> dict:
    return next(r for r in nadia.get("/api/moving/numbers")["rows"] if r["id"] == line.id)


def national(line) -> str:
    return f"0{line.number[3:]}"


@pytest.fixture
def caller(board):
    with Telephone(board.centre, hertz=CALLER_HERTZ) as one:
        yield one


def only_herself(caller: Telephone) -> None:
    """The old system echoes: nothing but her own tone, for a while."""
    caller.until_hears(CALLER_HERTZ)
    caller.until_more(0.5)
    assert share_of(caller.sound.heard, CALLER_HERTZ) > 0.8, "somebody else is heard too"


def test_all_with_the_old_system_then_all_here_then_undone(board, nadia, old, number, caller):
    line = number(0)
    caller.rings_out(line.number, "0612340001")
    only_herself(caller)
    assert old[0].until_taken(national(line)) == (national(line), "0612340001"), "the caller's number goes with her"
    caller.hang_up()
    assert not line.calls(), "nothing of her is kept here"
    eventually(lambda: row_of(nadia, line)["today"]["old"] == 1)
    move(nadia, old, line, 100)
    caller.rings_out(line.number, "0612340001")
    caller.until_music()
    caller.hang_up()
    eventually(lambda: row_of(nadia, line)["today"]["here"] == 1)
    nadia.post(f"/api/moving/numbers/{line.id}/undo")
    assert row_of(nadia, line)["share"] == 0
    caller.rings_out(line.number, "0612340001")
    only_herself(caller)
    caller.hang_up()
    assert len(line.calls()) == 1


def test_who_withholds_her_number_stays_until_all_are_here_and_costly_ways_back_are_refused(nadia, old, number, caller):
    line = number(99)
    caller.rings_out(line.number, withheld=True)
    only_herself(caller)
    caller.hang_up()
    wrong = {"trunk": old[1], "share": 50, "old_number": "0899701234"}
    refused = nadia.ask("PUT", f"/api/moving/numbers/{line.id}", wrong, status=403)
    assert refused["code"] == "voice.destination_closed"
    kept = nadia.ask("DELETE", f"/api/trunks/{old[1]}", status=422)
    assert kept["details"]["reason"] == "in_use"


def test_what_the_old_system_sends_back_is_ours_and_a_full_way_to_it_is_told(board, nadia, old, number, caller):
    line = number(0, old_number=SENT_BACK)
    old[0].sends_back(national(line), board.centre)
    caller.rings_out(line.number, "0612340007")
    eventually(line.calls)  # ours: it does not go round
    eventually(lambda: [row_of(nadia, line)["today"][s] for s in ("old", "here")] == [1, 1])
    assert len(line.calls()) == 1 and [n for n, _ in old[0].taken()].count(SENT_BACK) == 1
    caller.hang_up()
    way = next(t for t in nadia.get("/api/trunks")["rows"] if t["id"] == old[1])
    fields = ("name", "kind", "host", "port", "dial_format")
    nadia.put(f"/api/trunks/{old[1]}", {f: way[f] for f in fields} | {"calls_max": 1})
    try:
        full = number(0)
        caller.rings_out(full.number, "0612340008")
        only_herself(caller)
        with Telephone(board.centre) as second:
            second.calls_number(full.number, "0612340009")
            second.until_over()
            assert second.status == 503, "all lines taken: whoever sent her may try another way"
        caller.hang_up()
        eventually(lambda: row_of(nadia, full)["today"]["failures"] == {"full": 1})
    finally:
        nadia.put(f"/api/trunks/{old[1]}", {f: way[f] for f in fields})


def test_a_flow_that_fails_gives_its_callers_to_the_old_system_and_its_robots_to_nobody(board, nadia, old, caller):
    """Two steps that go round for ever: the run is ended as failed."""
    line = board.number({"one": {"kind": "set", "values": {"x": "1"}, "next": {"done": "two"}},
                         "two": {"kind": "set", "values": {"x": "2"}, "next": {"done": "one"}}})  # fmt: skip
    line.id = next(r["id"] for r in nadia.get("/api/moving/numbers")["rows"] if r["number"] == line.number)
    move(nadia, old, line, 100)
    caller.rings_out(line.number, "0612340011")
    assert old[0].until_taken(national(line))[1] == "0612340011"
    caller.hang_up()
    before = len(old[0].taken())
    id = nadia.post("/api/moving/rehearsals", {"kind": "flows", "numbers": [line.number]})["id"]

    def done() -> dict | None:
        told = nadia.get(f"/api/moving/rehearsals/{id}")
        return told if told["rehearsal"]["state"] == "done" else None

    assert "flow_failed" in eventually(done, 60)["calls"][0]["problems"]
    assert len(old[0].taken()) == before


def test_a_hundred_callers_by_share_the_same_ones_each_time(board, nadia, old, number):
    line = number(SHARE)
    first = everybody_calls(board, old, line)
    assert CALLERS * (1 - SHARE / 100) - 12 <= len(first) <= CALLERS * (1 - SHARE / 100) + 12
    eventually(lambda: sum(row_of(nadia, line)["today"][s] for s in ("here", "old")) == CALLERS)
    told = row_of(nadia, line)["today"]
    assert (told["here"], told["old"], told["returned"]) == (CALLERS - len(first), len(first), 0)
    move(nadia, old, line, 2 * SHARE)
    second = everybody_calls(board, old, line)
    assert second < first, "nobody who is here is sent back, and nobody else changes sides"


def everybody_calls(board, old, line) -> set[str]:
    """Numbers of those whom the old system took."""
    before = len(old[0].taken())
    everybody = [f"06990{n:05}" for n in range(CALLERS)]
    assert len(Crowd(board.centre, line.number, everybody).call()) == CALLERS
    return {shown for _, shown in old[0].taken()[before:]}


@contextmanager
def nobody_of_ours(board) -> Iterator[None]:
    """All our processes killed; the one that would start them again is stopped meanwhile."""
    parent = board.running.process.pid
    os.kill(parent, signal.SIGSTOP)
    try:
        for name in ("core", "voice"):
            asked = ["pgrep", "-P", str(parent), "-f", f"run {name}( |$)"]
            os.kill(int(subprocess.run(asked, capture_output=True, text=True).stdout.split()[0]), signal.SIGKILL)
        yield
    finally:
        os.kill(parent, signal.SIGCONT)


def test_a_voice_process_that_does_not_answer_is_waited_for_no_longer_than_said(board, nadia, number, old, caller):
    line = number(100)
    voice = board.process("voice")
    os.kill(voice, signal.SIGSTOP)
    try:
        began = time.monotonic()
        caller.rings_out(line.number, "0612340002")
        waited = time.monotonic() - began
        only_herself(caller)
    finally:
        os.kill(voice, signal.SIGCONT)
    assert RETURN_SECONDS - 0.2 < waited < RETURN_SECONDS + 2
    eventually(lambda: row_of(nadia, line)["today"]["why"] == {"silent": 1})
    caller.until_more(0.5)
    only_herself(caller)  # the process that woke up has left her where she is
    caller.hang_up()


def test_with_all_of_us_killed_calls_go_to_the_old_system_at_once(board, nadia, number, old, caller):
    line = number(100)
    with nobody_of_ours(board):
        began = time.monotonic()
        caller.rings_out(line.number, "0612340003")  # Asterisk may not have seen yet that we are gone
        assert time.monotonic() - began < RETURN_SECONDS + 1
        only_herself(caller)
        caller.hang_up()
        again = time.monotonic()
        caller.rings_out(line.number, "0612340004")
        assert time.monotonic() - again < 1
        only_herself(caller)
        caller.hang_up()
        assert old[0].until_taken(national(line))[1] == "0612340004"
    eventually(lambda: row_of(nadia, line)["today"]["returned"] == 2, 30)
    assert row_of(nadia, line)["today"]["why"]["away"] >= 1
    assert not line.calls(), "what the old system answered is no conversation of ours, nor reconstructed as one"
    eventually(lambda: serves(caller, line), 30)


def serves(caller: Telephone, line) -> bool:
    """Ours again: in the midst of the start she may be sent back once more."""
    try:
        caller.rings_out(line.number, "0612340003")
        caller.until_music(3)
        return True
    except AssertionError:
        return False
    finally:
        caller.hang_up()
