"""Issue 4, point 1: a call given to somebody else, or somebody asked first; who hears whom at each step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from people import eventually
from switchboard import AtWork, Switchboard, kinds, talk
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, Telephone

PAUL_HERTZ, OUTSIDE_HERTZ = 880, 1330
OUTSIDE_NUMBER = "+33140205050"


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("lea", "paul")
    yield made
    made.close()


@pytest.fixture
def caller(board):
    with Telephone(board.centre, hertz=CALLER_HERTZ) as one:
        yield one


@pytest.fixture
def lea(board, advisor):
    her = AtWork(board, advisor("lea", status=""))
    yield her
    her.phone.__exit__()


@pytest.fixture
def paul(board, advisor):
    """At his desk, and away until he is needed: the customer is Léa's."""
    him = AtWork(board, advisor("paul", status=""))
    him.who.be("away")
    him.phone.sound.hertz = PAUL_HERTZ
    yield him
    him.phone.__exit__()


@pytest.fixture
def call(board, caller, lea):
    line = board.straight()
    caller.rings_out(line.number, "0199004401")
    return Gestures(line, lea, talk(caller, lea))


class Gestures:
    """Of Léa, in her call."""

    def __init__(self, line: Any, lea: AtWork, conversation: str) -> None:
        self.line, self.lea, self.conversation = line, lea, conversation

    def post(self, what: str, body: Any = None, **more: Any) -> Any:
        return self.lea.who.post(f"/api/desk/conversations/{self.conversation}/{what}", body, **more)

    def seen(self, **wanted: Any) -> dict[str, Any]:
        """Her desk's own view of it, once it is so. `transfer`: the state of one under way, '' none."""

        def found() -> dict[str, Any] | None:
            mine = self.lea.desk.of("conversation", conversation=self.conversation)
            now = mine and mine[0] | {"transfer": (mine[0]["transfer"] or {"state": ""})["state"]}
            return now if now and all(now[k] == v for k, v in wanted.items()) else None

        return self.lea.desk.until(found)


def test_a_colleague_is_asked_joined_and_given_the_customer(board, caller, lea, paul, call):
    paul.who.be("available")
    there = {"to": "advisor", "id": paul.who.id, "name": "Paul Martin", "why": "", "free": 0, "waiting": 0}
    eventually(lambda: there in lea.who.get("/api/desk/destinations"))
    call.post("transfer", {"to": "advisor", "target": paul.who.id})
    offer = paul.who.offered(channel="voice")  # accepted, he finds the customer on hold
    paul.who.post(f"/api/desk/offers/{offer['offer']}/accept")
    refused = call.post("transfer", {"to": "number", "target": OUTSIDE_NUMBER}, status=409)
    assert refused["code"] == "voice.transfer_under_way"
    caller.until_silent_of(ADVISOR_HERTZ)
    roles = [(p["who"], p["role"], p["state"]) for p in call.seen(transfer="joined")["parties"]]
    assert roles == [("advisor", "holder", "up"), ("advisor", "second", "up")]
    lea.phone.until_hears(PAUL_HERTZ)
    paul.phone.until_hears(ADVISOR_HERTZ)
    assert not caller.hears(PAUL_HERTZ) and not caller.hears(ADVISOR_HERTZ)
    assert not paul.phone.hears(CALLER_HERTZ) and not lea.phone.hears(CALLER_HERTZ)
    assert call.post("swap") == {"aside": True}  # with the customer, while he hears music
    call.seen(state="talking", transfer="joined")
    caller.until_hears(ADVISOR_HERTZ)
    lea.phone.until_hears(CALLER_HERTZ)
    paul.phone.until_silent_of(ADVISOR_HERTZ)
    assert not paul.phone.hears(CALLER_HERTZ) and not caller.hears(PAUL_HERTZ)
    lea.hold(call.conversation, False)  # all three: their tones together are told apart in tests/integration/voice
    call.seen(state="talking", transfer="joined")
    call.post("transfer/complete")
    lea.phone.until_over()
    caller.until_silent_of(ADVISOR_HERTZ)
    paul.phone.until_silent_of(ADVISOR_HERTZ)
    caller.until_hears(PAUL_HERTZ)
    paul.phone.until_hears(CALLER_HERTZ)
    lea.ends_wrap_up(call.conversation)
    paul.hang_up(call.conversation)
    caller.until_over()
    paul.ends_wrap_up(call.conversation)
    row = call.line.closed()
    hers = [s["kind"] for s in sorted(row["segments"], key=lambda s: s["opened_at"]) if s["owner"] == lea.who.id]
    assert hers == ["ring", "talk", "hold", "consult", "talk", "wrap_up"], "never rewritten, none lost"
    his = [s["kind"] for s in sorted(row["segments"], key=lambda s: s["opened_at"]) if s["owner"] == paul.who.id]
    assert his == ["ring", "consult", "hold", "talk", "wrap_up"]
    assert row["closed_reason"] == "handled"


def test_an_outside_number_is_asked_and_let_go_then_given_the_customer(board, caller, lea, call, folder: Path):
    port = int((folder / "shared/outside/sip_port").read_text())
    with Telephone(board.centre, port=port, hertz=OUTSIDE_HERTZ) as far:
        refused = call.post("transfer", {"to": "number", "target": "+1 900 555 0100"}, status=403)
        assert refused["code"] == "voice.destination_closed"
        call.seen(transfer="", state="talking")
        call.post("transfer", {"to": "number", "target": OUTSIDE_NUMBER})
        far.until(lambda: far.state == "talking")
        call.seen(transfer="joined", state="holding")
        far.until_hears(ADVISOR_HERTZ)
        lea.phone.until_hears(OUTSIDE_HERTZ)
        assert not far.hears(CALLER_HERTZ) and not caller.hears(OUTSIDE_HERTZ)
        call.post("transfer/cancel")
        far.until_over()
        caller.until_hears(ADVISOR_HERTZ)
        lea.phone.until_hears(CALLER_HERTZ)
        call.post("transfer", {"to": "number", "target": OUTSIDE_NUMBER, "blind": True})
        lea.phone.until_over()
        far.until(lambda: far.state == "talking")
        caller.until_hears(OUTSIDE_HERTZ)
        far.until_hears(CALLER_HERTZ)
        lea.ends_wrap_up(call.conversation)
        assert call.line.call()["state"] != "closed", "they talk on without anybody of ours"
        far.hang_up()
        caller.until_over()
    row = call.line.closed()
    assert kinds(row)[-1] == "wrap_up" and OUTSIDE_NUMBER not in str(call.line.facts()), "no number in any fact"


def test_given_back_to_a_flow_and_to_a_queue_and_nobody_waits_in_silence(board, caller, lea, paul, call):
    to_queue = board.number({"wait": board.waits(), "bye": {"kind": "hang_up"}})
    flow = next(n["flow"] for n in board.nadia.get("/api/numbers")["rows"] if n["number"] == to_queue.number)
    call.post("transfer", {"to": "flow", "target": flow, "blind": True})
    lea.phone.until_over()
    lea.who.be("away")
    lea.ends_wrap_up(call.conversation)
    caller.until_speech()  # music
    paul.who.be("available")
    assert paul.who.accepts(channel="voice") == call.conversation
    caller.until_hears(PAUL_HERTZ)
    lea.who.be("available")
    eventually(lambda: any(d["to"] == "queue" and d["id"] == board.queue and d["free"] == 1
                           for d in paul.who.get("/api/desk/destinations")))  # fmt: skip
    path = f"/api/desk/conversations/{call.conversation}/transfer"
    paul.who.post(path, {"to": "queue", "target": board.queue, "blind": True})
    paul.phone.until_over()
    assert lea.who.accepts(channel="voice") == call.conversation
    caller.until_hears(ADVISOR_HERTZ)
    caller.hang_up()
    lea.phone.until_over()
    for one in (lea, paul):
        one.ends_wrap_up(call.conversation)
    assert call.line.closed()["closed_reason"] == "handled"
