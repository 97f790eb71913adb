"""Issue 4, point 8: help is called from the desk, as the place where she is."""

from __future__ import annotations

import time

from campaign_calls import run_campaign
from carrier import ANSWERS
from people import eventually
from switchboard import AtWork
from telephone import ADVISOR_HERTZ, Telephone
from trunk_calls import FIRST, HER_HERTZ, at, board, caller, carrier, plan, state_of, trunk

__all__ = ["board", "caller", "carrier", "plan", "trunk"]

OF_HER_PLACE = "+33199004711"  # a number of ours, by which the operator knows where she is


def test_the_desk_says_which_address_is_given_in_an_emergency(running, nadia):
    awa = running.person("awa")
    assert {"112", "15", "17", "18"} <= set(awa.get("/api/desk/emergency")["numbers"])
    site = next(p["site"] for p in nadia.get("/api/people")["rows"] if p["id"] == awa.id)
    if site:
        nadia.put(f"/api/sites/{site}/emergency", {"address": "12 rue de la Paix, 75002 Paris"})
        said = awa.get("/api/desk/emergency")
        assert (said["address"], said["given"]) == ("12 rue de la Paix, 75002 Paris", "site")
    said = awa.put("/api/desk/emergency", {"address": "3 chemin des Vignes, 34000 Montpellier"})
    assert (said["address"], said["given"]) == ("3 chemin des Vignes, 34000 Montpellier", "person")
    said = awa.put("/api/desk/emergency", {"address": ""})
    assert said["given"] == ("site" if site else "")


def her_place(nadia, key: str) -> str:
    """Her site; one is made for who has none."""
    her = next(p for p in nadia.get("/api/people")["rows"] if p["email"].startswith(f"{key}@"))
    if her["site"]:
        return her["site"]
    made = nadia.post("/api/sites", {"name": f"Site {time.time_ns()}", "kind": "office", "partner": her["partner"]})
    nadia.patch(f"/api/people/{her['id']}", {"version": her["version"], "site": made["id"]})
    return made["id"]


def test_help_is_called_from_the_desk_whatever_she_is_doing_and_as_the_place_where_she_is(
    board, nadia, carrier, trunk, plan, advisor, caller
):
    id = trunk(kind="address", host=carrier.address, port=carrier.port, dial_format="national")
    eventually(lambda: state_of(nadia, id) == "reachable")
    plan(calls_max=0)
    awa, place = AtWork(board, advisor("awa", status="")), her_place(nadia, "awa")
    nadia.post("/api/numbers", {"number": OF_HER_PLACE})
    try:
        nadia.put(f"/api/sites/{place}/emergency", {"address": "12 rue de la Paix, Paris", "number": OF_HER_PLACE})
        awa.who.be("away")
        assert awa.who.ask("POST", "/api/desk/calls", {"number": ANSWERS}, status=409)["code"] == "routing.advisor_busy"
        taken = len(carrier.taken())
        made = awa.who.post("/api/desk/calls", {"number": "1 12"})
        assert made["help"]
        eventually(lambda: len(carrier.taken()) > taken)
        shown = carrier.until_taken("112")[1]
        assert shown.endswith(OF_HER_PLACE[-9:]), f"help finds her place by the number that it is shown, not by {shown}"
        awa.phone.until_hears(ADVISOR_HERTZ)  # the far end echoes
        awa.desk.until(lambda: awa.desk.of("internal", call=made["call"], help="112", state="talking"))
        assert awa.phone.calls == 1 and awa.desk.entities["me"]["status"] == "away"
        awa.who.post(f"/api/desk/internal-calls/{made['call']}/end")
        awa.phone.until_over()
        awa.who.be("available")
        waiting = board.straight()
        caller.rings_out(waiting.number)
        talk = awa.who.accepts(channel="voice")
        eventually(lambda: awa.phone.calls == 2)  # before that it is the first that is over
        awa.phone.until_hears(HER_HERTZ)
        assert awa.who.post("/api/desk/calls", {"number": "15"})["help"]  # beside her customer, who waits
        assert carrier.until_taken("15")
        awa.phone.until_hears(ADVISOR_HERTZ)
        caller.until_music()
        awa.hang_up(talk)
        awa.ends_wrap_up(talk)
    finally:
        awa.phone.__exit__()
        nadia.put(f"/api/sites/{place}/emergency", {"address": ""})
    assert "112" not in str([a for a in nadia.get("/api/audit")["rows"] if a["verb"] == "voice.call_for_help"])


def test_help_is_called_by_who_answers_no_queue_and_by_who_is_kept_for_a_campaign(
    board, nadia, carrier, trunk, advisor
):
    id = trunk(kind="address", host=carrier.address, port=carrier.port, dial_format="national")
    eventually(lambda: state_of(nadia, id) == "reachable")
    moussa = AtWork(board, advisor("moussa", status="away"))
    her = f"/api/people/{moussa.who.id}/abilities"
    held = nadia.get(her)
    nadia.put(her, {"skills": {}, "capacities": held["capacities"]})
    try:
        taken = len(carrier.taken())
        made = moussa.who.post("/api/desk/calls", {"number": "112"})
        eventually(lambda: [n for n, _ in carrier.taken()[taken:]] == ["112"])
        moussa.phone.until_hears(ADVISOR_HERTZ)
        moussa.who.post(f"/api/desk/internal-calls/{made['call']}/end")
        moussa.phone.until_over()
    finally:
        nadia.put(her, {"skills": held["skills"], "capacities": held["capacities"]})
        moussa.phone.__exit__()
    with Telephone(board.centre, address=FIRST, answers=False) as called:
        theirs = trunk(**at(called), priority=1)
        awa = AtWork(board, advisor("awa", status=""))
        calling = run_campaign(nadia, board.queue, 1, ring_seconds=60)
        called.until(lambda: called.state == "ringing")
        awa.desk.until(lambda: awa.desk.of("calling"))
        nadia.put(f"/api/trunks/{theirs}", {"name": "Pris", **at(called), "paused": True})  # help is not at that end
        kept, taken = awa.phone.call_id, len(carrier.taken())
        made = awa.who.post("/api/desk/calls", {"number": "112"})
        assert made["help"]
        eventually(lambda: [n for n, _ in carrier.taken()[taken:]] == ["112"])
        awa.desk.until(lambda: awa.desk.of("internal", call=made["call"], state="talking"))
        assert awa.phone.call_id != kept, "another call than the line she was kept on"
        awa.phone.until_hears(ADVISOR_HERTZ)
        helped = awa.phone.call_id
        calling.does("stop")
        awa.who.post(f"/api/desk/internal-calls/{made['call']}/end")
        # while the customer still rings she is kept for her again at once: over, whatever rings by now
        awa.phone.until(lambda: awa.phone.state == "over" or awa.phone.call_id != helped)
        awa.phone.__exit__()
