"""Issue 4, point 1: lines at the advisor's side, by SIP and sound; who hears whom in each situation."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from people import Desk, eventually
from switchboard import AtWork, Switchboard, talk
from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, Telephone

PAUL_HERTZ, MUSIC_HERTZ, CLOSING_HERTZ = 880, 1330, 1170
BYE = {"kind": "hang_up"}
MOBILE, CUSTOMER = "+33612004711", "+33612004712"


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


@pytest.fixture(scope="module")
def outside(board, folder: Path):
    """Whatever number is dialled, where the operator's network leads."""
    port = int((folder / "shared/outside/sip_port").read_text())
    with Telephone(board.centre, port=port) as one:
        yield one


@pytest.fixture
def awa(board, advisor):
    her = AtWork(board, advisor("awa", status=""))
    yield her
    her.who.put("/api/desk/telephone", {"kind": "browser"})
    her.phone.__exit__()


@pytest.fixture
def paul(board, advisor):
    him = AtWork(board, advisor("paul", status=""))
    him.phone.sound.hertz = PAUL_HERTZ
    yield him
    him.phone.__exit__()


def tone(hertz: int) -> bytes:
    """A second of it."""
    out, at = io.BytesIO(), np.arange(16_000) / 16_000
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((9_000 * np.sin(2 * np.pi * hertz * at)).astype("<i2").tobytes())
    return out.getvalue()


def mine(her: AtWork, conversation: str) -> dict:
    found = her.desk.of("conversation", conversation=conversation)
    return found[0] if found else {}


def test_history_keys_mute_own_music_and_a_word_for_the_line(board, caller, awa, nadia, request):
    nadia.ask("PUT", "/api/voice/music", status=422, name="x")
    request.addfinalizer(lambda: nadia.http.delete("/api/voice/music"))
    uploaded = nadia.http.put("/api/voice/music", content=tone(MUSIC_HERTZ), params={"name": "à nous.wav"})
    assert uploaded.status_code == 200 and uploaded.json()["seconds"] == 1.0, uploaded.text
    line = board.straight()
    caller.rings_out(line.number, "0199004711")
    offer = awa.who.offered(channel="voice")
    assert awa.who.get(f"/api/conversations/{offer['conversation']}")["last_contacts"] == [], "a first contact"
    conversation = talk(caller, awa)
    post = lambda what, body: awa.who.post(f"/api/desk/conversations/{conversation}/{what}", body)
    post("keys", {"keys": "90817264#"})
    eventually(lambda: caller.sound.keys_heard == "90817264#")
    awa.who.ask("POST", f"/api/desk/conversations/{conversation}/keys", {"keys": "12x"}, status=422)
    post("mute", {"on": True})
    caller.until_silent_of(ADVISOR_HERTZ)
    awa.phone.until_hears(CALLER_HERTZ)
    awa.desk.until(lambda: mine(awa, conversation)["muted"])
    post("mute", {"on": False})
    caller.until_hears(ADVISOR_HERTZ)
    awa.hold(conversation, True)
    caller.until_hears(MUSIC_HERTZ)
    caller.until_more(1.2)  # it has ended by then, and begun again
    caller.until_hears(MUSIC_HERTZ)
    awa.phone.until_silent_of(CALLER_HERTZ)
    awa.hold(conversation, False)
    caller.until_hears(ADVISOR_HERTZ)
    awa.desk.until(lambda: mine(awa, conversation)["quality"])
    quality = mine(awa, conversation)["quality"]
    assert quality["word"] in ("good", "fair") and 3.6 <= quality["mos"] <= 4.41, quality
    looked_at = lambda: nadia.get(f"/api/conversations/{conversation}/lines")["rows"]
    eventually(lambda: {x["end"] for x in looked_at()} == {"customer", "advisor"})
    caller.hang_up()
    awa.phone.until_over()
    awa.who.put(f"/api/conversations/{conversation}/outcome", {"code": "solved"})
    awa.ends_wrap_up(conversation)
    line.closed()
    assert not [f for f in board.running.journal() if "90817264" in str(f)], "keys stand in no fact"
    lines = looked_at()
    assert {(x["end"], x["source"]) for x in lines} == {("customer", "server"), ("advisor", "server")}
    assert all(x["packets"] > 100 and x["codec"] == "alaw" and x["mos_least"] <= x["mos"] for x in lines), lines
    nadia.ask("DELETE", "/api/voice/music")
    again = board.straight()
    with Telephone(board.centre, hertz=CALLER_HERTZ) as second:
        second.rings_out(again.number, "0199004711")
        offer = awa.who.offered(channel="voice")
        before = awa.who.get(f"/api/conversations/{offer['conversation']}")["last_contacts"]
        assert [(c["id"], c["outcome"]) for c in before] == [(conversation, "solved")], "seen before she accepts"
    again.closed()


def test_a_colleague_is_called_and_nobody_else_hears_it(board, awa, paul, caller):
    call = awa.who.post(f"/api/desk/colleagues/{paul.who.id}/call", status=201)["call"]
    awa.phone.until_speech()  # it rings at his desk
    ringing = paul.desk.until(lambda: paul.desk.of("internal", state="ringing"))[0]
    assert (ringing["call"], ringing["with_advisor"], ringing["incoming"]) == (call, awa.who.id, True)
    assert paul.phone.calls == 0, "his telephone is left in peace until he answers"
    line = board.straight()
    caller.rings_out(line.number, "0199004713")  # somebody waits, and is offered to neither
    paul.who.post(f"/api/desk/internal-calls/{call}/answer")
    awa.phone.until_hears(PAUL_HERTZ)
    paul.phone.until_hears(ADVISOR_HERTZ)
    assert not caller.hears(PAUL_HERTZ) and not caller.hears(ADVISOR_HERTZ)
    assert not awa.desk.of("offer") and awa.desk.entities["me"]["status"] == "internal_call"
    paul.who.post(f"/api/desk/internal-calls/{call}/end")
    awa.phone.until_over()
    paul.phone.until_over()
    awa.desk.until(lambda: not awa.desk.of("internal"))
    conversation = talk(caller, awa)  # free again: who waited is hers
    caller.hang_up()
    awa.ends_wrap_up(conversation)
    line.closed()
    second = awa.who.post(f"/api/desk/colleagues/{paul.who.id}/call", status=201)["call"]
    paul.desk.until(lambda: paul.desk.of("internal", call=second))
    paul.who.post(f"/api/desk/internal-calls/{second}/end")  # declined
    awa.desk.until(lambda: not awa.desk.of("internal") and awa.desk.entities["me"]["status"] == "available")


def test_a_number_called_from_the_desk_is_a_conversation_of_its_own(board, awa, outside, nadia):
    awa.who.ask("POST", "/api/desk/calls", {"number": "+33899700000"}, status=403)
    outside.sound.hertz = CALLER_HERTZ
    before = outside.calls
    awa.who.post("/api/desk/calls", {"number": "06 12 00 47 12"}, status=201)
    outside.until(lambda: outside.state == "talking")
    conversation = awa.who.accepts(channel="voice")
    outside.until_hears(ADVISOR_HERTZ)
    awa.phone.until_hears(CALLER_HERTZ)
    assert awa.desk.entities["me"]["own_call"]["outcome"] == "reached" and outside.calls == before + 1
    outside.hang_up()
    awa.ends_wrap_up(conversation)
    row = nadia.get(f"/api/conversations/{conversation}")
    assert row["address_value"] == CUSTOMER and row["customer"]
    verbs = [a["verb"] for a in nadia.get("/api/audit", limit=20)["rows"]]
    assert "voice.call_number" in verbs
    outside.answers = False
    awa.who.be("available")
    awa.who.post("/api/desk/calls", {"number": CUSTOMER}, status=201)
    outside.until(lambda: outside.state == "ringing")
    outside.hang_up()  # busy
    outside.answers = True
    awa.desk.until(lambda: awa.desk.entities["me"]["own_call"]["outcome"] == "busy")
    awa.desk.until(lambda: not awa.desk.entities["me"]["reserved_until"] and not awa.desk.of("offer"))


def test_her_own_number_is_called_once_and_kept_open_between_calls(board, caller, awa, outside):
    awa.who.ask("PUT", "/api/desk/telephone", {"kind": "number", "number": "0899701234"}, status=403)
    assert awa.who.put("/api/desk/telephone", {"kind": "number", "number": MOBILE})["number"] == MOBILE
    outside.sound.hertz, calls = ADVISOR_HERTZ, outside.calls
    for _ in range(2):
        line = board.straight()
        with Telephone(board.centre, hertz=CALLER_HERTZ) as one:
            one.rings_out(line.number, "0199004714")
            conversation = awa.who.accepts(channel="voice")
            one.until_hears(ADVISOR_HERTZ)
            outside.until_hears(CALLER_HERTZ)
            one.hang_up()
        awa.ends_wrap_up(conversation)
        line.closed()
        assert (outside.calls, outside.state) == (calls + 1, "talking"), "called once, open between calls"
        outside.until_silent_of(CALLER_HERTZ)
    awa.who.put("/api/desk/telephone", {"kind": "browser"})
    outside.until_over()
    assert awa.phone.calls == 0


def test_a_desk_telephone_by_digest_shown_its_password_once(board, caller, awa, nadia):
    awa.who.ask("PUT", "/api/desk/telephone", {"kind": "sip"}, status=409)
    given = awa.who.post("/api/desk/telephone/credentials", status=201)
    assert given["server"] == "{}:{}".format(*board.centre)
    with Telephone(board.centre, address=AT_WORK, hertz=PAUL_HERTZ) as desk:
        assert desk.registers(given["user"], "wrong-password") in (401, 403)
        assert desk.registers(given["user"], given["password"]) == 200
        told = awa.who.put("/api/desk/telephone", {"kind": "sip"})
        assert told == {"kind": "sip", "number": "", "sip_user": given["user"]}, "never again its password"
        line = board.straight()
        caller.rings_out(line.number, "0199004715")
        conversation = awa.who.accepts(channel="voice")
        caller.until_hears(PAUL_HERTZ)
        desk.until_hears(CALLER_HERTZ)
        assert awa.phone.calls == 0
        awa.hang_up(conversation)
        caller.until_over()
        desk.until_over()
        awa.ends_wrap_up(conversation)
        line.closed()
        awa.who.ask("DELETE", "/api/desk/telephone/credentials")
        eventually(lambda: desk.registers(given["user"], given["password"]) in (401, 403, 404))
    assert awa.who.get("/api/desk/telephone")["kind"] == "browser"


def test_an_insult_is_ended_recorded_told_and_followed_by_a_pause(board, caller, awa, claire, nadia):
    closing = {"content": tone(CLOSING_HERTZ), "headers": {"content-type": "audio/wav"}}
    assert nadia.http.put("/api/prompts/closing_voice/fr/recording", **closing).is_success
    nadia.put("/api/voice/abuse-rule", {"pause_minutes": 3, "prompt": "closing_voice"})
    consent = {"kind": "record_consent", "prompts": ["recorded_voice"], "seconds": 0.2,
               "next": {"allowed": "wait", "refused": "wait"}}  # fmt: skip
    line = board.number({"consent": consent, "wait": board.waits(), "bye": BYE})
    caller.rings_out(line.number, "0199004716")
    conversation = talk(caller, awa)
    caller.until_more(1.0)
    with Desk(claire) as wall:
        granted = awa.who.post(f"/api/desk/conversations/{conversation}/abuse")
        assert granted == {"pause_minutes": 3}
        awa.phone.until_over()  # at once
        told = wall.until(lambda: wall.entities["tiles"]["abuses"])[0]
        assert (told["conversation"], told["advisor"]) == (conversation, awa.who.id)
        caller.until_silent_of(ADVISOR_HERTZ)
        caller.until_hears(CLOSING_HERTZ)  # the tenant's own closing words, as they were recorded
        caller.until_over(20.0)
        claire.post(f"/api/desk/abuses/{told['abuse']}/seen")
        wall.until(lambda: not wall.entities["tiles"]["abuses"])
    assert awa.desk.entities["me"]["status"] == "pause"
    awa.ends_wrap_up(conversation)
    line.closed()
    held = lambda: claire.get("/api/recordings", held="true")["rows"]
    eventually(lambda: [r["held"] for r in held() if r["conversation"] == conversation] == [True])  # nothing erases it
    verbs = {a["verb"] for a in nadia.get("/api/audit", subject=f"conversation:{conversation}")["rows"]}
    assert "voice.report_abuse" in verbs
    nadia.put("/api/voice/abuse-rule", {"pause_minutes": 2, "prompt": ""})
