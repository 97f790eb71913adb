"""Issue 4, point 8: nothing is dialled beyond the plan, its ceilings and its prices."""

from __future__ import annotations

import httpx
import pytest
from carrier import ANSWERS
from people import eventually
from trunk_calls import HER_HERTZ, PREMIUM, board, by_account, caller, carrier, plan, to_outside, trunk

__all__ = ["board", "caller", "carrier", "plan", "trunk"]


def test_premium_far_and_satellite_are_not_dialled_and_ceilings_stop(board, nadia, carrier, trunk, plan, caller):
    trunk(**by_account(carrier))
    before = len(carrier.taken())
    for number in (PREMIUM, "+88216211111", "+442079460000"):
        wanted = {"number": "+33199000077", "rescue_number": number}
        assert nadia.ask("POST", "/api/numbers", wanted, status=403)["code"] == "voice.destination_closed"
    line = to_outside(board, PREMIUM)
    caller.calls_number(line.number)
    line.closed()
    refused = nadia.get("/api/dial-plan/today")["refused"]
    assert {"voice.destination_closed"} == {r["code"] for r in refused if r["kind"] == "premium"}
    assert len(carrier.taken()) == before, "nothing of it reached the operator"
    plan(calls_max=0)
    ordinary = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.calls_number(ordinary.number)
    ordinary.closed()
    assert len(carrier.taken()) == before
    help = to_outside(board, "112")
    caller.calls_number(help.number)
    assert carrier.until_taken("112"), "an emergency passes, whatever the ceiling"
    caller.hang_up()
    audit = [a for a in nadia.get("/api/audit")["rows"] if a["verb"] == "voice.refuse_dial"]
    assert audit and PREMIUM[1:] not in str(audit)


@pytest.mark.seconds_max(120)
def test_half_of_the_days_money_alarms_and_all_of_it_stops(board, nadia, carrier, trunk, plan, caller):
    trunk(**by_account(carrier))
    used = nadia.get("/api/dial-plan/today")["micros"]
    minute = 1_000_000
    plan(day_micros_max=used + 2 * minute, prices=[{"destination": "fixed", "call": minute, "minute": minute}])
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.rings_out(line.number)
    caller.until_hears(HER_HERTZ)
    caller.hang_up()
    line.closed()
    eventually(lambda: nadia.get("/api/dial-plan/today")["alarm"] == 50)
    before = len(carrier.taken())
    again = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.calls_number(again.number)
    again.closed()
    assert len(carrier.taken()) == before
    assert nadia.get("/api/dial-plan/today")["alarm"] == 100
    nadia.put("/api/dial-plan", nadia.get("/api/dial-plan") | {"day_micros_max": 20 * minute})
    assert nadia.get("/api/dial-plan/today")["alarm"] == 0, "what was come to of a ceiling that is raised is over"
    told = [a["codes"]["percent"] for a in nadia.get("/api/audit")["rows"] if a["verb"] == "voice.spending_alarm"]
    assert {50, 100} <= set(told)


def test_a_page_cannot_be_made_to_pump_calls(board, nadia, carrier, trunk):
    trunk(**by_account(carrier))
    before = len(carrier.taken())
    rules = {"distances": [900], "promise_seconds": 3600, "open_seconds": 7200, "page": True}
    page = nadia.put(f"/api/callbacks/rules/{board.queue}", rules)["page_key"]
    # a network of its own, which has asked for its day afterwards
    pump = httpx.Client(base_url=nadia.url, transport=httpx.HTTPTransport(local_address="127.0.88.1"))
    asked = lambda number: pump.post("/welcome/api/callbacks", json={"key": page, "number": number})
    for number in (PREMIUM, "+88216211111", "+442079460000", "112", "3949"):
        assert asked(number).status_code in (403, 422), number
    made = [asked(f"01990088{n:02}") for n in range(21)]
    refused = next(m.json() for m in made if m.status_code == 429)
    assert (refused["code"], refused["details"]["of"]) == ("callbacks.too_many", "network")
    for one in (m.json() for m in made if m.status_code == 201):
        nadia.ask("DELETE", f"/welcome/api/callbacks/{one['token']}", status=204)
    assert len(carrier.taken()) == before
