"""Issue 4, point 8: a tenant's trunks at a real operator, what is wrong with one, and by which a call goes."""

from __future__ import annotations

import secrets
import time

import pytest
from carrier import ACCOUNT, ANSWERS, PASSWORD
from people import eventually
from switchboard import AtWork, Line
from telephone import AT_WORK, Telephone
from trunk_calls import (
    FIRST,
    FIRST_HERTZ,
    HER_HERTZ,
    at,
    board,
    by_account,
    caller,
    calls_by,
    carrier,
    plan,
    state_of,
    to_outside,
    trunk,
)

__all__ = ["board", "caller", "carrier", "plan", "trunk"]

SILENT_SECONDS = 64 * 0.150  # RFC 3261: an INVITE without any answer is over after 64 × T1
NOWHERE = "10.255.255.77"  # of somebody's own network, that leads nowhere from here


def test_a_registered_trunk_says_what_is_wrong_then_carries_calls_both_ways(board, nadia, carrier, trunk, caller):
    id = trunk(**by_account(carrier, password="battery staple"))
    eventually(lambda: state_of(nadia, id) == "rejected")
    wrong = nadia.post(f"/api/trunks/{id}/test", {})
    assert (wrong["reach"], wrong["registration"], wrong["call"]) == ("answers", "rejected", "")
    nadia.put(f"/api/trunks/{id}", {"name": "Opérateur", **by_account(carrier)})
    eventually(lambda: state_of(nadia, id) == "registered")
    tried = nadia.post(f"/api/trunks/{id}/test", {"number": ANSWERS})
    assert (tried["reach"], tried["registration"], tried["call"]) == ("answers", "registered", "answered")
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.rings_out(line.number)
    caller.until_hears(HER_HERTZ)  # the far end echoes: she hears herself, so both ways carry
    shown = carrier.until_taken(ANSWERS)[1]
    assert shown == f"0{line.number[3:]}" or shown == ACCOUNT, "our number, written as this operator writes"
    caller.hang_up()
    # in: the operator calls what we registered as; it is a number of ours
    ours = f"+{ACCOUNT}"
    made = nadia.post("/api/numbers", {"number": ours, "flow": to_inside(board)})
    carrier.console(f"channel originate PJSIP/{ACCOUNT} application Echo")
    eventually(Line(board, ours).calls)
    nadia.ask("DELETE", f"/api/numbers/{made['id']}")
    rows = nadia.get("/api/trunks")["rows"]
    assert PASSWORD not in str(rows) and PASSWORD not in str(nadia.get("/api/audit"))


def to_inside(board) -> str:
    """A flow that only answers."""
    steps = {"bye": {"kind": "hang_up", "prompts": ["hello_voice"]}}
    draft = {"languages": ["fr"], "channels": ["voice"], "start": "bye", "steps": steps}
    flow = board.nadia.post("/api/flows", {"name": f"Entrée {secrets.token_hex(3)}", "draft": draft})["id"]
    board.nadia.post(f"/api/flows/{flow}/publish")
    return flow


@pytest.fixture
def first(board):
    """An operator whose trunk goes before the carrier's: one telephone that speaks by its own tone."""
    with Telephone(board.centre, address=FIRST, hertz=FIRST_HERTZ) as one:
        yield one


def test_one_that_says_nothing_is_left_in_time_tried_last_then_first_again(
    board, nadia, carrier, trunk, plan, caller, first
):
    before = trunk(**at(first, priority=1))
    beside = trunk(**by_account(carrier), priority=2)
    eventually(lambda: (state_of(nadia, before), state_of(nadia, beside)) == ("reachable", "registered"))
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    first.is_deaf, began = True, time.monotonic()  # it answers OPTIONS still, so nothing but a call tells
    caller.rings_out(line.number)
    caller.until_hears(HER_HERTZ, 2 * SILENT_SECONDS)
    assert SILENT_SECONDS - 0.5 < time.monotonic() - began < SILENT_SECONDS + 4
    caller.hang_up()
    assert state_of(nadia, before) == "reachable" and not first.calls
    caller.rings_out(line.number)  # the next one does not wait for it again
    caller.until_hears(HER_HERTZ, SILENT_SECONDS / 2)
    caller.hang_up()
    first.is_deaf = False
    assert nadia.post(f"/api/trunks/{before}/test", {"number": ANSWERS})["call"] == "answered"
    first.until_over()
    caller.rings_out(line.number)
    caller.until_hears(FIRST_HERTZ)  # it is back
    first.until_hears(HER_HERTZ)
    taken = len(carrier.taken())
    with Telephone(board.centre) as second:  # busy is whom she calls, not the way to her: nobody else is asked
        second.calls_number(line.number)
        second.until_over()
    assert len(carrier.taken()) == taken
    caller.hang_up()
    first.until_over()
    first.refuses_with = 503
    caller.rings_out(line.number)
    caller.until_hears(HER_HERTZ)
    assert len(carrier.taken()) == taken + 1


def test_a_full_trunk_is_passed_by_and_with_none_left_whoever_dials_is_told(
    board, nadia, carrier, trunk, plan, caller, first, advisor
):
    trunk(**at(first, priority=1, calls_max=1))
    beside = trunk(**by_account(carrier), priority=2, calls_max=1)
    eventually(lambda: state_of(nadia, beside) == "registered")
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.rings_out(line.number)
    caller.until_hears(FIRST_HERTZ)
    with Telephone(board.centre, hertz=HER_HERTZ) as second, Telephone(board.centre) as third:
        second.rings_out(line.number)
        second.until_hears(HER_HERTZ)  # the carrier echoes
        taken = len(carrier.taken())
        third.calls_number(line.number)
        third.until_over()
        awa = AtWork(board, advisor("awa", status=""))
        awa.who.post("/api/desk/calls", {"number": ANSWERS})
        awa.desk.until(lambda: (awa.desk.entities["me"]["own_call"] or {}).get("outcome") == "no_way_out")
        awa.phone.__exit__()
        assert (first.calls, len(carrier.taken())) == (1, taken)
        refused = nadia.get("/api/dial-plan/today")["refused"]
        assert sum(r["refusals"] for r in refused if r["code"] == "voice.no_way_out") >= 2
        second.hang_up()
        eventually(lambda: calls_by(nadia, beside) == 0)
        third.rings_out(line.number)  # room again
        third.hang_up()


def test_who_stands_behind_a_router_is_heard_and_hears_by_trunk_and_at_a_desk(
    board, nadia, trunk, plan, caller, advisor
):
    with Telephone(board.centre, address=FIRST, hertz=FIRST_HERTZ, believes=NOWHERE) as behind:
        trunk(**at(behind))
        line = to_outside(board, f"+33{ANSWERS[1:]}")
        caller.rings_out(line.number)
        caller.until_hears(FIRST_HERTZ)
        behind.until_hears(HER_HERTZ)
        caller.hang_up()
        behind.until_over()  # what is said to it within the call reaches it too
        behind.rings_out(board.straight().number)
        behind.until_music()
        behind.hang_up()
    awa = AtWork(board, advisor("awa", status=""))
    given = awa.who.post("/api/desk/telephone/credentials", status=201)
    with Telephone(board.centre, address=AT_WORK, hertz=FIRST_HERTZ, believes=NOWHERE) as hers:
        eventually(lambda: hers.registers(given["user"], given["password"]) == 200)
        awa.who.put("/api/desk/telephone", {"kind": "sip"}, status=200)
        waiting = board.straight()
        caller.rings_out(waiting.number)
        conversation = awa.who.accepts(channel="voice")
        caller.until_hears(FIRST_HERTZ)
        hers.until_hears(HER_HERTZ)
        awa.hang_up(conversation)
        hers.until_over()
        awa.ends_wrap_up(conversation)
        awa.who.put("/api/desk/telephone", {"kind": "browser"})
        awa.who.ask("DELETE", "/api/desk/telephone/credentials")
    awa.phone.__exit__()


@pytest.mark.seconds_max(120)
def test_when_asterisk_and_what_drives_it_die_at_once_trunks_stand_again_as_they_did(
    board, nadia, carrier, trunk, plan, caller
):
    """Asterisk keeps none of them in a file: all are said again to the new one. The last: others need what it kills."""
    id = trunk(**by_account(carrier))
    eventually(lambda: state_of(nadia, id) == "registered")
    killed = {name: board.kill(name) for name in ("voice", "asterisk")}
    eventually(lambda: all(board.process(name) not in (0, before) for name, before in killed.items()), 60)
    eventually(lambda: state_of(nadia, id) == "registered", 60)
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    eventually(lambda: reaches(caller, line), 30)


def reaches(caller: Telephone, line) -> bool:
    """In the midst of the start she may hear the apology."""
    try:
        caller.rings_out(line.number)
        caller.until_hears(HER_HERTZ, 4)
        return True
    except AssertionError:
        return False
    finally:
        caller.hang_up()
