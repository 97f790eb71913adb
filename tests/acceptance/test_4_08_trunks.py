"""Issue 4, point 8: a tenant's trunks at a real operator, nothing dialled beyond the plan, guessers shut out."""

from __future__ import annotations

import hashlib
import re
import secrets
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
import pytest
from campaign_calls import run_campaign
from carrier import ACCOUNT, ANSWERS, BROKEN, ELSEWHERE, MOVED, PASSWORD, RTP, SENT_ON, Carrier
from people import eventually
from switchboard import AtWork, Line, Switchboard
from telephone import ADVISOR_HERTZ, AT_WORK, Telephone
from wire import Wire

GUESSER, STRANGER = "127.0.0.9", "127.0.0.10"
SILENT_SECONDS = 64 * 0.150  # RFC 3261: an INVITE without any answer is over after 64 × T1
FIRST, FIRST_HERTZ = "127.0.0.15", 750
NOWHERE = "10.255.255.77"  # of somebody's own network, that leads nowhere from here
HER_HERTZ = 560  # not the usual 440: the tone by which it rings in France would pass for her own, echoed
SECRET, LISTENED = "127.0.0.7", "127.0.0.16"  # an operator that speaks TLS, and somebody on the wire to it
PREMIUM = "0899701234"
OF_HER_PLACE = "+33199004711"  # a number of ours, by which the operator knows where she is


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture(scope="module")
def carrier(board):
    with tempfile.TemporaryDirectory(prefix="carrier-", ignore_cleanup_errors=True) as folder:
        made = Carrier(board.process("asterisk"), Path(folder) / "one")
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
def secret(board):
    """It asks for TLS and SRTP, by UDP for a password; what is said with it goes by `secret.wire`."""
    with tempfile.TemporaryDirectory(prefix="carrier-", ignore_cleanup_errors=True) as folder, Wire(
        LISTENED, SECRET, RTP
    ) as wire:
        believed = certificate(board.running.data / "asterisk/sip_keys", Path(folder), SECRET)
        made = Carrier(board.process("asterisk"), Path(folder) / "two", address=SECRET, tls=believed, ear=LISTENED)
        made.wire = wire
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture
def trunk(nadia):
    """`trunk(**fields)`: a new one, gone at the end."""
    made: list[str] = []

    def add(**fields) -> str:
        made.append(nadia.post("/api/trunks", {"name": f"t{secrets.token_hex(4)}", **fields})["id"])
        return made[-1]

    yield add
    for id in made:
        nadia.ask("DELETE", f"/api/trunks/{id}")


@pytest.fixture
def plan(nadia):
    """`plan(**changes)`: as it was at the end."""
    before = nadia.get("/api/dial-plan")
    yield lambda **changes: nadia.put("/api/dial-plan", before | changes)
    nadia.put("/api/dial-plan", before)


@pytest.fixture
def caller(board):
    with Telephone(board.centre, hertz=HER_HERTZ) as one:
        yield one


def state_of(nadia, id: str) -> str:
    return next(t["state"] for t in nadia.get("/api/trunks")["rows"] if t["id"] == id)


def calls_by(nadia, id: str) -> int:
    return next(t["calls"] for t in nadia.get("/api/trunks")["rows"] if t["id"] == id)


def to_outside(board, number: str):
    """A flow that sends its callers there."""
    exits = dict.fromkeys(("busy", "no_answer", "failed", "refused"), "bye")
    steps = {"out": {"kind": "transfer", "number": number, "seconds": 20.0, "next": exits}, "bye": {"kind": "hang_up"}}
    return board.number(steps)


def by_account(carrier, **more) -> dict:
    return {"kind": "registered", "host": carrier.address, "port": carrier.port, "account": ACCOUNT,
            "password": PASSWORD, "dial_format": "national", **more}  # fmt: skip


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


def by_secret(carrier, **more) -> dict:
    return {"kind": "address", "host": carrier.address, "port": carrier.tls_port, "transport": "tls",
            "encryption": "required", **more}  # fmt: skip


def test_by_address_with_tls_and_srtp_and_by_the_next_trunk_where_one_fails(board, nadia, secret, trunk, plan, caller):
    ways = by_secret(secret)
    first = trunk(**ways, priority=1, dial_prefix="9", dial_format="digits")
    eventually(lambda: state_of(nadia, first) == "reachable")
    assert nadia.post(f"/api/trunks/{first}/test", {"number": ANSWERS})["call"] == "answered"
    assert secret.until_taken(f"933{ANSWERS[1:]}")
    # the first one says that it is broken: the same call goes by the second, and she hears herself there
    nadia.put(f"/api/trunks/{first}", {"name": "a", **ways, "priority": 1, "dial_format": "national"})
    trunk(**ways, priority=2, dial_format="international")
    line = to_outside(board, f"+33{BROKEN[1:]}")
    caller.rings_out(line.number)
    secret.until_taken(BROKEN)
    secret.until_taken(f"0033{BROKEN[1:]}")
    caller.until_over()
    eventually(lambda: state_of(nadia, first) == "reachable")
    # what is not the number of that tenant's own is not shown
    shown = nadia.ask("POST", "/api/trunks", {"name": "x", **ways, "shown_number": "+33155667788"}, status=403)
    assert shown["code"] == "voice.caller_id_not_ours"
    wide = nadia.ask("POST", "/api/trunks", {"name": "x", **ways, "addresses": ["0.0.0.0/0"]}, status=422)
    own = nadia.ask("POST", "/api/trunks", {"name": "x", **ways, "addresses": ["127.0.0.1"]}, status=422)
    assert (wide["details"]["reason"], own["details"]["reason"]) == ("too_wide", "our_own")
    with tempfile.TemporaryDirectory() as other:  # a certificate that names another address is not believed
        believed, secret.tls = secret.tls, certificate(
            board.running.data / "asterisk/sip_keys", Path(other), "127.0.0.99")
        secret.again()
        assert nadia.post(f"/api/trunks/{first}/test", {})["reach"] == "certificate"
        secret.tls = believed
        secret.again()
    gone = trunk(kind="address", host="127.0.0.8", port=5099)
    assert nadia.post(f"/api/trunks/{gone}/test", {})["reach"] in ("refused", "silent")
    lost = trunk(kind="registered", host="nowhere.invalid", account="x", password="y")
    assert nadia.post(f"/api/trunks/{lost}/test", {})["reach"] == "name_unknown"


def test_what_goes_by_srtp_is_heard_by_nobody_on_the_wire_and_no_call_goes_without(
    board, nadia, secret, trunk, plan, caller
):
    wanted = by_secret(secret)
    hidden = trunk(**wanted, priority=1)
    trunk(**by_account(secret), priority=2)
    eventually(lambda: state_of(nadia, hidden) == "reachable")
    speaks_by(board, secret, caller)
    for way in ("there", "back"):
        assert secret.wire.reads(way, HER_HERTZ) < 0.05, f"{way}: what she says can be read"
        assert secret.wire.bytes_beyond(way) == {10}, "each packet is signed (RFC 3711: 80 bits)"
    nadia.put(f"/api/trunks/{hidden}", {"name": "a", **wanted, "paused": True})
    speaks_by(board, secret, caller)
    for way in ("there", "back"):
        assert secret.wire.reads(way, HER_HERTZ) > 0.9, f"{way}: by the other trunk anybody hears it"
    nadia.put(f"/api/trunks/{hidden}", {"name": "a", **wanted})
    centre = (board.centre[0], tls_port(secret))
    line = Line(board, board.number({"bye": {"kind": "hang_up"}}).number)
    secret.calls(line.number, centre)
    eventually(line.calls)
    secret.secret = False
    try:
        secret.again()
        secret.calls(line.number, centre)
        nadia.put(f"/api/trunks/{hidden}", {"name": "a", **wanted})  # looked at anew
        eventually(lambda: state_of(nadia, hidden) == "reachable")
        assert nadia.post(f"/api/trunks/{hidden}/test", {"number": ANSWERS})["call"] == "failed"
    finally:
        secret.secret = True
        secret.again()
    assert len(line.calls()) == 1, "who offers sound without keys is not answered"


def speaks_by(board, carrier, caller) -> None:
    """A call to who answers there and echoes, for as long as the wire needs to judge."""
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.rings_out(line.number)
    caller.until_hears(HER_HERTZ)
    carrier.wire.forgets()
    eventually(carrier.wire.is_full)
    caller.hang_up()


def tls_port(carrier) -> int:
    """Where the centre listens for it."""
    said = (carrier.centre / "etc/pjsip.conf").read_text()
    return int(re.search(r"\[tls\][^\[]*?bind=\S+?:(\d+)", said)[1])


@pytest.fixture
def first(board):
    """An operator whose trunk goes before the carrier's: one telephone that speaks by its own tone."""
    with Telephone(board.centre, address=FIRST, hertz=FIRST_HERTZ) as one:
        yield one


def at(phone: Telephone, **more) -> dict:
    return {"kind": "address", "host": phone.address, "port": phone.port, **more}


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


def certificate(authority: Path, folder: Path, address: str) -> tuple[Path, Path]:
    """For this address, by the authority that this installation believes."""
    chain, key = folder / "chain.pem", folder / "own.key"
    asked, said = folder / "asked.csr", folder / "said.ext"
    said.write_text(f"subjectAltName=IP:{address}\nbasicConstraints=CA:false\n")
    made = ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            f"/CN={address}", "-keyout", str(key), "-out", str(asked)]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    signed = ["openssl", "x509", "-req", "-in", str(asked), "-CA", str(authority / "authority.pem"), "-CAkey",
              str(authority / "authority.key"), "-CAcreateserial", "-CAserial", str(folder / "serial"), "-days", "2",
              "-extfile", str(said), "-out", str(chain)]  # fmt: skip
    subprocess.run(signed, check=True, capture_output=True)
    return chain, key


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


def test_who_guesses_at_passwords_is_shut_out_with_an_end_and_may_be_let_in_again(board, nadia):
    with Stranger(GUESSER, board.centre) as guesser, Stranger(STRANGER, board.centre) as other:
        assert guesser.registers("p0123456789abcdef") == 401
        for _ in range(12):
            guesser.registers("p0123456789abcdef", guess=secrets.token_hex(4))
        row = eventually(lambda: [b for b in nadia.get("/api/sip-blocks")["rows"] if b["address"] == GUESSER])[0]
        assert row["until"] > row["since"]
        eventually(lambda: guesser.registers("p0123456789abcdef") == 403)
        assert other.registers("p0123456789abcdef") == 401, "nobody else is"
        nadia.ask("DELETE", "/api/sip-blocks", address=GUESSER)
        eventually(lambda: guesser.registers("p0123456789abcdef") == 401)
    assert not [b for b in nadia.get("/api/sip-blocks")["rows"] if b["address"] == GUESSER]


def test_a_stranger_calls_nobody_and_refer_leads_nowhere(board, nadia, carrier, trunk, caller):
    id = trunk(**by_account(carrier))
    eventually(lambda: state_of(nadia, id) == "registered")
    before = len(carrier.taken())
    name = f"trunk-{id.replace('-', '')[-16:]}"
    with Stranger(STRANGER, board.centre) as stranger:
        for who in ("outside", name, ACCOUNT, "awa"):
            assert stranger.asks("INVITE", f"+33{ANSWERS[1:]}", who) == 401, f"as {who}"
            assert stranger.asks("REFER", f"+33{ANSWERS[1:]}", who, **{"Refer-To": f"<sip:{PREMIUM}@x>"}) in (401, 405)
    line = board.number({"ask": {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "go"}],
                                 "seconds": 20.0, "next": dict.fromkeys(("go", "silence", "wrong"), "bye")},
                         "bye": {"kind": "hang_up"}})  # fmt: skip
    caller.rings_out(line.number)
    caller.until_speech()
    caller.sequence += 1
    wanted = {"Refer-To": f"<sip:{PREMIUM}@{carrier.address}>"}
    caller._request("REFER", caller._branch(), again=lambda: False, **wanted)
    caller.sound.press("1")  # she is still with us: her key is heard
    caller.until_over()
    line.closed()
    assert len(carrier.taken()) == before


def test_an_operator_that_sends_a_call_elsewhere_is_not_followed(board, nadia, carrier, trunk, caller):
    trunk(**by_account(carrier))
    moved = to_outside(board, f"+33{MOVED[1:]}")
    caller.rings_out(moved.number)
    carrier.until_taken(MOVED)
    caller.until_over()  # 302: as good as not reached
    moved.closed()
    with Telephone(board.centre, hertz=HER_HERTZ) as other:
        sent = to_outside(board, f"+33{SENT_ON[1:]}")
        other.rings_out(sent.number)
        carrier.until_taken(SENT_ON)
        other.until_hears(HER_HERTZ)  # its REFER was refused, so it speaks with her still
        other.hang_up()
        sent.closed()
    assert not [n for n, _ in carrier.taken() if n.endswith(ELSEWHERE[-9:])]


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
        calling.does("stop")  # else she is kept again as soon as she has ended
        awa.who.post(f"/api/desk/internal-calls/{made['call']}/end")
        awa.phone.until_over()
        awa.phone.__exit__()


class Stranger:
    """Anybody's machine: asks at our SIP port and tells what it was answered."""

    def __init__(self, address: str, centre: tuple[str, int]) -> None:
        self.wire, self.centre = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), centre
        self.wire.bind((address, 0))
        self.wire.settimeout(5)
        self.here = f"{address}:{self.wire.getsockname()[1]}"

    def __enter__(self) -> Stranger:
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def asks(self, method: str, target: str, who: str, **more: str) -> int:
        return self._ask(method, f"sip:{target}@{self.centre[0]}", who, secrets.token_hex(6), 1, more)[0]

    def registers(self, who: str, guess: str = "") -> int:
        call = secrets.token_hex(6)
        status, said = self._ask("REGISTER", f"sip:{self.centre[0]}", who, call, 1, {"Expires": "60"})
        challenge = re.search(r'realm="([^"]+)".*?nonce="([^"]+)"|nonce="([^"]+)".*?realm="([^"]+)"', said)
        if not guess or status != 401 or not challenge:
            return status
        realm, nonce = challenge[1] or challenge[4], challenge[2] or challenge[3]
        opaque = re.search(r'opaque="([^"]*)"', said)
        uri = f"sip:{self.centre[0]}"
        one, two = (hashlib.md5(t.encode()).hexdigest() for t in (f"{who}:{realm}:{guess}", f"REGISTER:{uri}"))
        answer = hashlib.md5(f"{one}:{nonce}:00000001:ab:auth:{two}".encode()).hexdigest()
        digest = (f'Digest username="{who}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{answer}", '
                  f'algorithm=MD5, qop=auth, nc=00000001, cnonce="ab"' + (f', opaque="{opaque[1]}"' if opaque else ""))
        return self._ask("REGISTER", uri, who, call, 2, {"Authorization": digest, "Expires": "60"})[0]

    def _ask(self, method: str, uri: str, who: str, call: str, number: int, more: dict[str, str]) -> tuple[int, str]:
        lines = [
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self.here};branch=z9hG4bK{secrets.token_hex(6)};rport",
            f"From: <sip:{who}@{self.here}>;tag={call}", f"To: <sip:{who}@{self.centre[0]}>", f"Call-ID: {call}",
            f"CSeq: {number} {method}", f"Contact: <sip:{who}@{self.here}>", "Max-Forwards: 70",
            *(f"{k}: {v}" for k, v in more.items()), "Content-Length: 0", "", "",
        ]  # fmt: skip
        self.wire.sendto("\r\n".join(lines).encode(), self.centre)
        while True:
            said = self.wire.recv(4096).decode(errors="replace")
            if f"Call-ID: {call}" in said and f"CSeq: {number} {method}" in said:
                return int(said.split()[1]), said


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
