"""Issue 4, points 9 and 11: numbers that move from an old system, at two Asterisks: one is emptied, then lost."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest
from carrier import Carrier
from crowd import Crowd
from people import eventually
from second_asterisk import BALANCER, NAME, SECOND, SecondAsterisk, asterisks, balanced, nodes_of, refused
from switchboard import Switchboard
from telephone import CALLER_HERTZ, Telephone
from telephone_sound import share_of

OLD_ADDRESS = "127.0.0.17"
CALLERS, RETURN_SECONDS, NEXT_SECONDS_MAX = 20, 2, 4.0


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")  # a queue that nobody can serve keeps nobody
    yield made
    made.close()


@pytest.fixture(scope="module")
def old(board):
    """The exchange of before, and our way to it."""
    nadia = board.nadia
    with tempfile.TemporaryDirectory(prefix="old-", ignore_cleanup_errors=True) as folder:
        made, way = Carrier(board.process("asterisk"), Path(folder) / "one", address=OLD_ADDRESS), ""
        try:
            made.start()
            asked = {"name": "Central d’avant", "kind": "address", "host": OLD_ADDRESS, "port": made.port,
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


@pytest.fixture(scope="module")
def second(board):
    with tempfile.TemporaryDirectory(prefix="second-", ignore_cleanup_errors=True) as folder:
        made = SecondAsterisk(board, Path(folder) / "asterisk")
        try:
            made.start()
            yield made
        finally:
            made.kill()


@pytest.fixture(scope="module")
def balancer(second, missing):
    with balanced(second, missing) as there:
        yield there


@pytest.fixture
def number(board, old, second):
    """`number(share)`: a new one, that the old system shares."""

    def make(share: int):
        line = board.straight()
        line.id = next(r["id"] for r in board.nadia.get("/api/moving/numbers")["rows"] if r["number"] == line.number)
        wanted = {"trunk": old[1], "share": share, "return_seconds": RETURN_SECONDS}
        board.nadia.put(f"/api/moving/numbers/{line.id}", wanted)
        return line

    return make


def only_herself(caller: Telephone) -> None:
    """The old system echoes: nothing but her own tone, for a while."""
    caller.until_hears(CALLER_HERTZ)
    caller.until_more(0.5)
    assert share_of(caller.sound.heard, CALLER_HERTZ) > 0.8, "somebody else is heard too"


def left_at_the_second(board) -> int:
    return next(n["calls"] for n in asterisks(board) if n["name"] == NAME)


def test_the_same_callers_move_at_either_and_one_that_is_emptied_says_whom_it_still_has(
    board, old, second, balancer, number
):
    everybody = [f"06991{n:05}" for n in range(CALLERS)]
    shared = number(50)
    sides = []
    for centre in (board.centre, (SECOND, second.port)):
        before = len(old[0].taken())
        assert len(Crowd(centre, shared.number, everybody).call()) == CALLERS
        sides.append({shown for _, shown in old[0].taken()[before:]})
    assert sides[0] == sides[1] and 0 < len(sides[0]) < CALLERS
    today = lambda: next(r for r in board.nadia.get("/api/moving/numbers")["rows"] if r["id"] == shared.id)["today"]
    eventually(lambda: (today()["old"], today()["here"]) == (2 * len(sides[0]), 2 * (CALLERS - len(sides[0]))))
    line = number(0)
    with Telephone((SECOND, second.port), address=BALANCER, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number)
        only_herself(caller)
        asterisks(board, "drain", NAME)
        eventually(lambda: refused(line.number, (SECOND, second.port)))
        eventually(lambda: left_at_the_second(board) == 1)  # its machine may not be stopped yet
        for _ in range(2):  # whichever of the two Kamailio asks first
            with Telephone(balancer, address=BALANCER, hertz=CALLER_HERTZ) as other:
                other.rings_out(line.number)
                only_herself(other)
        only_herself(caller)
        caller.hang_up()
    eventually(lambda: left_at_the_second(board) == 0)
    asterisks(board, "serve", NAME)
    eventually(lambda: not refused(line.number, (SECOND, second.port)))


def test_with_its_voice_gone_callers_go_to_the_old_system_and_of_one_that_is_lost_to_the_other(
    board, second, balancer, number
):
    line = number(100)
    with Telephone((SECOND, second.port), address=BALANCER, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number)
        caller.until_music()
        caller.hang_up()
        second.kill("voice")
        began = time.monotonic()
        caller.rings_out(line.number)
        assert time.monotonic() - began < RETURN_SECONDS + 1
        only_herself(caller)
        caller.hang_up()
    second.kill()
    after = number(100)
    for _ in range(2):
        with Telephone(balancer, address=BALANCER, hertz=CALLER_HERTZ) as caller:
            began = time.monotonic()
            caller.rings_out(after.number)
            assert time.monotonic() - began < NEXT_SECONDS_MAX
            caller.until_music()
            caller.hang_up()
    assert eventually(lambda: len(after.calls()) == 2 and nodes_of(after)) == ["palabre"] * 2
