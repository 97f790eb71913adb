"""Issue 2, point 8: the telephone, by SIP and sound from the trunk to an advisor; bad input; what is killed."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import wave

import numpy as np
import pytest
from malformed_sip import malformed
from people import Desk, eventually, palabre
from switchboard import AtWork, Line, Switchboard, kinds, talk
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, OUTSIDE, Telephone
from telephone_sound import RATE, share_of

BYE = {"kind": "hang_up", "prompts": ["end_voice"]}


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


@pytest.fixture
def awa(board, advisor):
    """At her desk with a telephone that answers."""
    her = AtWork(board, advisor("awa", status=""))
    yield her
    her.phone.__exit__()


def send_malformed(board: Switchboard) -> None:
    """They name the demo's number."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((OUTSIDE, 0))
        messages = malformed(wire.getsockname()[1])
        assert len(messages) == 20
        for message in messages * 3:
            wire.sendto(message, board.centre)


def test_twenty_malformed_messages_leave_the_next_call_working(board, awa):
    before = board.process("asterisk"), board.process("voice")
    assert all(before)
    send_malformed(board)
    works(board, awa)
    assert (board.process("asterisk"), board.process("voice")) == before, "nobody died of it"


def test_a_call_through_the_menu_to_an_advisor_held_and_ended_by_her(board, caller, awa, claire):
    menu = {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "go"}], "seconds": 20.0}
    steps = {
        "menu": menu | {"next": {"go": "wait", "silence": "bye", "wrong": "bye"}},
        "wait": board.waits(),
        "bye": BYE,
    }
    line = board.number(steps)
    caller.rings_out(line.number, "0199004301")
    caller.until_speech()
    caller.presses("1")
    conversation = talk(caller, awa)
    awa.hold(conversation, True)
    caller.until_silent_of(ADVISOR_HERTZ)
    caller.until_speech()  # music
    awa.phone.until_silent_of(CALLER_HERTZ)
    awa.hold(conversation, False)
    caller.until_hears(ADVISOR_HERTZ)
    awa.phone.until_hears(CALLER_HERTZ)
    awa.hang_up(conversation)
    caller.until_over()
    awa.phone.until_over()
    awa.who.put(f"/api/conversations/{conversation}/outcome", {"code": "solved"})
    awa.ends_wrap_up(conversation)
    row = line.closed()
    assert row["id"] == conversation and row["outcome"] == "solved"
    assert [k for k in kinds(row) if k != "ring"] == ["flow", "queue", "talk", "hold", "talk", "wrap_up"]
    assert {s["owner"] for s in row["segments"] if s["kind"] in ("ring", "talk", "hold", "wrap_up")} == {awa.who.id}
    facts = line.facts()
    told = palabre("trace", conversation, "--data", str(board.running.data))
    assert told.returncode == 0 and "ConversationClosed" in told.stdout, told
    assert not any("RecordingAllowed" in f["fact"] for f in facts)
    assert claire.get(f"/api/conversations/{conversation}/recordings")["rows"] == [], "off unless a flow allows it"


@pytest.mark.parametrize("refuses", [False, True], ids=["allowed", "refused"])
def test_a_recording_is_kept_only_where_the_caller_lets_it_be(board, caller, awa, claire, refuses):
    exits = {"allowed": "wait", "refused": "wait"}
    consent = {"kind": "record_consent", "prompts": ["recorded_voice"], "seconds": 0.5, "next": exits}
    line = board.number({"consent": consent, "wait": board.waits(), "bye": BYE})
    caller.rings_out(line.number, "0199004302")
    if refuses:
        caller.until_speech()
        caller.presses("2")
    conversation = talk(caller, awa)
    caller.until_more(1.5)
    caller.hang_up()
    awa.phone.until_over()
    awa.ends_wrap_up(conversation)
    assert line.closed()["closed_reason"] == "handled"
    facts = {f["fact"].split(".")[1]: f["fields"] for f in line.facts()}
    assert facts["RecordingAllowed"]["allowed"] is not refuses
    assert facts["ConnectRequested"].get("record", False) is not refuses
    path = f"/api/conversations/{conversation}/recordings"
    if refuses:
        assert claire.get(path)["rows"] == []
    else:
        check_recording(claire, board.nadia, eventually(lambda: claire.get(path)["rows"]))


def check_recording(claire, nadia, rows) -> None:
    assert len(rows) == 1
    with wave.open(io.BytesIO(claire.get(f"/api/recordings/{rows[0]['id']}"))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, RATE, 2)
        sides = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2).astype(int)
    left, right = (loudest(sides[:, side]) for side in (0, 1))
    assert share_of(left, CALLER_HERTZ) > 0.5 and share_of(left, ADVISOR_HERTZ) < 0.05, "the customer's side"
    assert share_of(right, ADVISOR_HERTZ) > 0.5 and share_of(right, CALLER_HERTZ) < 0.05, "the advisor's side"
    audit = nadia.get("/api/audit", subject=f"recording:{rows[0]['id']}")["rows"]
    assert [(a["verb"], a["person"]) for a in audit] == [("voice.listen", claire.id)]


def loudest(side: np.ndarray) -> np.ndarray:
    """The half second in which most is said."""
    parts = [side[at : at + RATE // 2] for at in range(0, max(len(side) - RATE // 2, 1), RATE // 8)]
    return max(parts, key=lambda part: np.abs(part).mean())


def test_a_number_that_nobody_has_is_told_so_and_hung_up(board, caller, nadia):
    before = nadia.get("/api/conversations", channel="voice")["rows"][:1]
    caller.rings_out("+33199009999")
    caller.until_speech()
    caller.until_over()
    assert nadia.get("/api/conversations", channel="voice")["rows"][:1] == before, "no conversation of anybody"


def test_who_withholds_her_number_is_a_conversation_joined_to_nobody(board, caller):
    line = board.number({"bye": BYE})
    for _ in range(2):
        caller.rings_out(line.number, withheld=True)
        caller.until_over()
    rows = eventually(lambda: [r for r in line.calls() if r["state"] == "closed"][1:] and line.calls())
    assert len(rows) == 2 and all(r["address_value"] in (None, "") for r in rows)
    customers = [r["customer"] for r in rows]
    assert customers == [None, None] or customers[0] != customers[1], "two callers, not one"
    for row in rows:
        assert board.nadia.get(f"/api/conversations/{row['id']}")["last_contacts"] == []


@pytest.mark.parametrize("pressed", ["", "9"], ids=["silence", "wrong digits"])
def test_silence_and_wrong_digits_end_where_the_flow_says(board, caller, pressed):
    asked = {"kind": "menu", "prompts": ["which_voice"], "on_wrong": ["again_voice"], "on_silence": ["again_voice"]}
    asked |= {"options": [{"key": "1", "exit": "go"}], "tries": 1 if pressed else 2, "seconds": 1.0}
    exits = {"go": "bye", "silence": "bye", "wrong": "wait"}
    line = board.number({"menu": asked | {"next": exits}, "wait": board.waits(), "bye": BYE})
    caller.rings_out(line.number, "0199004303")
    if pressed:
        caller.until_speech()
        caller.presses(pressed)
        eventually(lambda: "queue" in kinds(line.call()))
        caller.hang_up()
        assert kinds(line.closed()) == ["flow", "queue"]
    else:
        caller.until_over()
        assert kinds(line.closed()) == ["flow"]


def test_a_caller_gone_in_the_flow(board, caller):
    menu = {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "go"}], "seconds": 60.0}
    line = board.number({"menu": menu | {"next": {"go": "bye", "silence": "bye", "wrong": "bye"}}, "bye": BYE})
    caller.rings_out(line.number, "0199004304")
    caller.until_speech()
    caller.hang_up()
    row = line.closed()
    assert (kinds(row), row["closed_reason"]) == (["flow"], "abandoned")


def test_a_caller_gone_in_the_queue(board, caller):
    line = board.straight()
    caller.rings_out(line.number, "0199004305")
    eventually(lambda: "queue" in kinds(line.call()))
    caller.hang_up()
    row = line.closed()
    assert kinds(row)[-1] == "queue" and "abandoned" in row["closed_reason"]


def test_a_caller_gone_while_it_is_offered_leaves_her_free(board, caller, awa):
    line = board.straight()
    caller.rings_out(line.number, "0199004306")
    awa.who.offered(channel="voice")
    caller.hang_up()
    awa.desk.until(lambda: not awa.desk.of("offer"))
    row = line.closed()
    assert kinds(row)[-1] == "ring" and "abandoned" in row["closed_reason"]
    awa.desk.until(lambda: awa.desk.entities["me"]["status"] == "available")
    assert awa.phone.calls == 0
    works(board, awa)


def test_a_caller_gone_while_her_telephone_rings_stops_it(board, caller, advisor):
    awa = AtWork(board, advisor("awa", status=""), answers=False)
    line = board.straight()
    caller.rings_out(line.number, "0199004307")
    offer = awa.who.offered(channel="voice")
    awa.who.post(f"/api/desk/offers/{offer['offer']}/accept")
    awa.phone.until(lambda: awa.phone.state == "ringing")
    caller.hang_up()
    awa.phone.until_over()
    eventually(lambda: line.call()["customer_left_at"])
    if awa.desk.of("conversation"):
        awa.ends_wrap_up(offer["conversation"])
    line.closed()
    awa.phone.answers = True
    works(board, awa)
    awa.phone.__exit__()


def works(board: Switchboard, her: AtWork) -> None:
    """A new caller reaches her, and both hear each other."""
    line = board.straight()
    with Telephone(board.centre, hertz=CALLER_HERTZ) as one:
        one.rings_out(line.number, "0199004399")
        conversation = talk(one, her)
        one.hang_up()
    her.ends_wrap_up(conversation)
    assert line.closed()["closed_reason"] == "handled"


def test_callers_with_another_program_for_a_telephone(board, missing):
    """SIPp speaks SIP by its own rules: five at once."""
    if not shutil.which("sipp"):
        missing("sipp: apt-get install sip-tester")
    line = board.straight()
    host, port = board.centre
    asked = ["sipp", "-sn", "uac", "-s", line.number, "-i", OUTSIDE, "-m", "5", "-r", "5", "-d", "500", "-nostdin"]
    done = subprocess.run([*asked, f"{host}:{port}"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout[-2000:]
    rows = eventually(lambda: [r for r in line.calls() if r["state"] == "closed"][4:] and line.calls())
    assert len(rows) == 5 and all("abandoned" in r["closed_reason"] for r in rows)


def test_calls_that_nobody_acknowledged_end_by_themselves(board):
    """A malformed message may still be a call: one whose caller never says another word, nor leaves."""
    demo = Line(board, board.running.told["number"])
    if not demo.calls():
        send_malformed(board)
    rows = eventually(lambda: [r for r in demo.calls() if r["state"] == "closed"], 45)
    rows = eventually(lambda: all(r["state"] == "closed" for r in demo.calls()) and demo.calls(), 10)
    assert {r["closed_reason"] for r in rows} == {"abandoned"}


def test_the_voice_process_killed_in_a_talk_that_goes_on(board, caller, awa):
    line = board.straight()
    caller.rings_out(line.number, "0199004308")
    conversation = talk(caller, awa)
    killed = board.kill("voice")
    caller.sound.heard = awa.phone.sound.heard = np.zeros(0, dtype=np.int32)
    caller.until_hears(ADVISOR_HERTZ)
    awa.phone.until_hears(CALLER_HERTZ)
    eventually(lambda: board.process("voice") not in (0, killed))
    awa.hold(conversation, True)
    caller.until_silent_of(ADVISOR_HERTZ)
    awa.hold(conversation, False)
    caller.until_hears(ADVISOR_HERTZ)
    caller.hang_up()
    awa.phone.until_over()
    awa.ends_wrap_up(conversation)
    row = line.closed()
    assert row["closed_reason"] == "handled" and len(line.calls()) == 1
    assert [k for k in kinds(row) if k not in ("flow", "ring")] == ["queue", "talk", "hold", "talk", "wrap_up"]
    works(board, awa)


def test_asterisk_killed_in_a_talk_ends_it_as_cut_and_she_gets_work_again(board, caller, awa):
    line = board.straight()
    caller.rings_out(line.number, "0199004309")
    conversation = talk(caller, awa)
    killed = board.kill("asterisk")
    eventually(lambda: line.call()["customer_left_at"], 30)
    awa.ends_wrap_up(conversation)
    row = line.closed()
    left = [f["fields"] for f in line.facts() if "CustomerLeft" in f["fact"]]
    assert [f["reason"] for f in left] == ["cut"], "not as if she had hung up"
    assert {"talk", "wrap_up"} <= set(kinds(row))
    eventually(lambda: board.process("asterisk") not in (0, killed), 30)
    awa.phone.hang_up(wait=False)  # who puts a dead line down
    works(board, awa)


def test_nothing_of_all_this_is_left(board, claire):
    with Desk(claire) as wall:
        wall.until(lambda: not wall.of("advisor", activity="talking"))
    opened = board.nadia.get("/api/conversations", channel="voice", limit=100)["rows"]
    assert [r for r in opened if r["state"] != "closed"] == []
