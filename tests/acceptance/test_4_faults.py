"""Issue 4, bad input and faults on the telephone: what is sent at the SIP port that no good telephone sends.

Malformed messages, calls never acknowledged, hang-ups in each step and a killed Asterisk are in test_2_08_voice.py.
"""

from __future__ import annotations

import secrets
import socket

import pytest
from people import eventually
from switchboard import Line, Switchboard, kinds
from telephone import CALLER_HERTZ, OUTSIDE, Telephone

MENU = {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "go"}], "seconds": 20.0}
FLOOD = 100


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


def menu(board: Switchboard) -> Line:
    exits = {"go": "wait", "silence": "bye", "wrong": "bye"}
    steps = {"menu": MENU | {"next": exits}, "wait": board.waits(), "bye": {"kind": "hang_up"}}
    return board.number(steps)


def test_a_flood_of_keys_harms_nobody(board):
    before = board.process("asterisk"), board.process("voice")
    line = menu(board)
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number, "0199004401")
        caller.until_speech()
        caller.sound.press("1" + "#5" * (FLOOD // 2))  # most of them while she waits
        eventually(lambda: "queue" in kinds(line.call()))
        caller.hang_up()
    assert kinds(line.closed()) == ["flow", "queue"]
    assert (board.process("asterisk"), board.process("voice")) == before


def test_a_codec_that_nobody_has_is_refused_and_the_next_call_goes_through(board):
    line = board.straight()
    body = f"v=0\r\no=- 1 1 IN IP4 {OUTSIDE}\r\ns=-\r\nc=IN IP4 {OUTSIDE}\r\nt=0 0\r\n"
    body += "m=audio 9000 RTP/AVP 96\r\na=rtpmap:96 nothing/8000\r\n"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((OUTSIDE, 0))
        wire.settimeout(10)
        port, host = wire.getsockname()[1], "{}:{}".format(*board.centre)
        heads = [
            f"INVITE sip:{line.number}@{host} SIP/2.0",
            f"Via: SIP/2.0/UDP {OUTSIDE}:{port};branch=z9hG4bK{secrets.token_hex(6)};rport",
            f"From: <sip:0199004402@{OUTSIDE}>;tag={secrets.token_hex(4)}", f"To: <sip:{line.number}@{host}>",
            f"Call-ID: {secrets.token_hex(8)}", "CSeq: 1 INVITE", f"Contact: <sip:x@{OUTSIDE}:{port}>",
            "Max-Forwards: 70", "Content-Type: application/sdp", f"Content-Length: {len(body)}", "", body,
        ]  # fmt: skip
        wire.sendto("\r\n".join(heads).encode(), board.centre)
        status = 100
        while status < 200:
            status = int(wire.recv(4096).split()[1])
    assert status == 488
    assert line.calls() == []
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number, "0199004403")
        caller.hang_up()
    assert "abandoned" in line.closed()["closed_reason"]
