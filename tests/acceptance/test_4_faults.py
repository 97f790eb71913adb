"""Issue 4, bad input and faults on the telephone: what is sent at the SIP port that no good telephone sends.

Malformed messages, calls never acknowledged, hang-ups in each step and a killed Asterisk are in test_2_08_voice.py.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from people import Desk, eventually
from switchboard import AtWork, Line, Switchboard, kinds, talk
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, OUTSIDE, Telephone, parsed
from torture_sip import ANSWERED, REFUSED, Case, Maker

MENU = {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "go"}], "seconds": 20.0}
FLOOD, STORM, RACES = 100, 100, 8
DISK_MB = 240  # of which two hundred have to be free
TOLD_SECONDS_MAX = 90.0  # who records looks each minute


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


def test_a_caller_who_gives_up_in_the_very_moment_of_the_answer_leaves_nothing(board):
    line = board.straight()
    with Telephone(board.centre) as caller:
        for i in range(RACES):  # from before the first answer to after the last
            caller.calls_number(line.number, "0199004407")
            time.sleep(0.03 * i)
            caller.hang_up(wait=False)
            caller.until(lambda: caller.status >= 200)
    calls = eventually(lambda: all(row["state"] == "closed" for row in line.calls()) and (line.calls() or [None]))
    assert len(calls) <= RACES


@pytest.fixture
def awa(board, advisor):
    her = AtWork(board, advisor("awa", status=""))
    yield her
    her.phone.__exit__()


def offers(phone: Telephone) -> list[str]:
    """What may be offered within a call: hold by SDP in both ways, another codec, none that we have, a fax. The other
    codec ends one storm in two: Asterisk's own race (asterisk/asterisk#2059), of which no other call may feel anything.
    """
    own = phone._offer()
    fax = own[: own.index("m=audio")] + "m=image 9 udptl t38\r\na=T38FaxVersion:0\r\n"
    return [
        own, own.replace("sendrecv", "sendonly"), own.replace("sendrecv", "inactive"), fax,
        own.replace("AVP 8", "AVP 0").replace("8 PCMA", "0 PCMU"),
        own.replace("AVP 8", "AVP 96").replace("8 PCMA", "96 nothing"),
    ]  # fmt: skip


def test_held_by_her_own_telephone_and_a_storm_of_offers_that_no_other_call_feels(board, awa):
    before = board.process("asterisk"), board.process("voice")
    line, waiting = board.straight(), board.straight()
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller, Telephone(board.centre) as other:
        caller.rings_out(line.number, "0199004404")
        conversation = talk(caller, awa)
        other.rings_out(waiting.number, "0199004405")
        other.until_music()
        offered = offers(caller)
        settled(caller, offered[1])
        awa.phone.until_silent_of(CALLER_HERTZ)
        settled(caller, offered[0])
        caller.until_hears(ADVISOR_HERTZ)
        awa.phone.until_hears(CALLER_HERTZ)
        for i in range(STORM):  # at fifty a second, none waits for the answer of the one before
            caller.invites_again(offered[i % len(offered)])
            time.sleep(0.02)
        other.until_more(0.4)
        assert other.state == "talking"
        other.until_music()
        caller.hang_up(wait=False)
        awa.phone.until_over()
        other.hang_up()
    awa.ends_wrap_up(conversation)
    assert line.closed()["closed_reason"] == "handled" and "abandoned" in waiting.closed()["closed_reason"]
    assert (board.process("asterisk"), board.process("voice")) == before


def settled(phone: Telephone, offer: str) -> None:
    """Offered until it is taken: another one may be under way (491, RFC 3261 14.1)."""

    def taken() -> bool:
        asked = phone.invites_again(offer)
        phone.until(lambda: f"{asked} INVITE" in phone.answered)
        return phone.status == 200

    eventually(taken)


@pytest.fixture
def small_disk(running, missing):
    """What Asterisk records on is a disk of its own, of which `fill` leaves nothing. As it was at the end."""
    if os.geteuid():
        missing("a disk of its own: root alone mounts one")
    folder = running.data / "asterisk/spool/recording"
    before = folder.stat()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "palabre-test", folder],
                          capture_output=True, text=True)  # fmt: skip
    if done.returncode:
        missing(f"mount: {done.stderr.strip()}")
    try:
        os.chown(folder, before.st_uid, before.st_gid)
        folder.chmod(before.st_mode & 0o7777)
        yield folder / "ballast"
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:  # no space left on device
        while file.write(b"\0" * 1_000_000):
            pass
    assert shutil.disk_usage(ballast.parent).free == 0


@pytest.mark.seconds_max(300)
def test_a_disk_that_fills_in_a_recorded_talk_leaves_them_talking_and_supervisors_are_told(board, awa, small_disk):
    claire = board.running.person("claire")
    rule = f"/api/recordings/rules/queue?subject={board.queue}"
    board.nadia.put(rule, {"mode": "always"}, status=200)
    line = board.straight()
    troubles = lambda: [t for e in list(desk.entities.values()) for t in e.get("recording_troubles", ())]
    try:
        with Desk(claire) as desk, Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
            assert not troubles()
            caller.rings_out(line.number, "0199004408")
            conversation = talk(caller, awa)
            awa.desk.until(lambda: awa.desk.of("conversation", conversation=conversation, recording="on"))
            fill(small_disk)
            desk.until(troubles, TOLD_SECONDS_MAX)
            assert [t["why"] for t in troubles()] == ["disk_full"]
            caller.until_more(0.5)
            assert caller.hears(ADVISOR_HERTZ) and awa.phone.hears(CALLER_HERTZ), "the talk goes on"
            caller.hang_up()
            awa.phone.until_over()
            awa.ends_wrap_up(conversation)
            assert line.closed()["closed_reason"] == "handled"
            small_disk.unlink()
            desk.until(lambda: not troubles(), TOLD_SECONDS_MAX)
    finally:
        board.nadia.ask("DELETE", rule)


def exchange(board: Switchboard, case: Case, wire: socket.socket) -> int:
    """The first answer to it that is final, 0 where none comes soon; what it has begun is ended at once."""
    deadline = time.monotonic() + (2.0 if case.wanted == ANSWERED else 0.15)
    while (left := deadline - time.monotonic()) > 0:
        wire.settimeout(left)
        try:
            answer = parsed(wire.recv(65_535))
        except (TimeoutError, ConnectionError):
            return 0
        status = re.match(r"SIP/2.0 (\d+)", answer["start"])
        if status and int(status[1]) >= 200 and answer.get("call-id") == case.call_id:
            if int(status[1]) < 300 and answer["cseq"].endswith("INVITE"):
                end(wire, answer)
            return int(status[1])
    return 0


def end(wire: socket.socket, answer: dict) -> None:
    """Acknowledged and over: the number is nobody's, and says so to whoever listens."""
    host, port = wire.getsockname()
    transport, number = answer["vias"][0].split()[0], int(answer["cseq"].split()[0])
    for method, count in (("ACK", number), ("BYE", number + 1)):
        lines = [
            f"{method} {re.search('<([^>]+)>', answer['contact'])[1]} SIP/2.0",
            f"Via: {transport} {host}:{port};branch=z9hG4bK{secrets.token_hex(6)};rport", "Max-Forwards: 70",
            f"From: {answer['from']}", f"To: {answer['to']}", f"Call-ID: {answer['call-id']}",
            f"CSeq: {count} {method}", "Content-Length: 0", "", "",
        ]  # fmt: skip
        wire.send("\r\n".join(lines).encode())


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_the_torture_messages_of_rfc_4475(board, transport):
    """By the operator: whatever is lawful is answered, nothing that is not is granted, and the next call works."""
    before = board.process("asterisk"), board.process("voice")
    kind = socket.SOCK_DGRAM if transport == "UDP" else socket.SOCK_STREAM
    found: dict[str, tuple[str, int]] = {}
    with socket.socket(socket.AF_INET, kind) as first:
        first.bind((OUTSIDE, 0))
        maker = Maker(OUTSIDE, first.getsockname()[1], board.centre[0], "nobody", transport)
        for case in maker.valid() + maker.invalid():
            with socket.socket(socket.AF_INET, kind) as wire:
                wire.bind((OUTSIDE, 0))
                wire.connect(board.centre)
                port = str(wire.getsockname()[1]).encode()
                wire.send(case.data.replace(b":%d" % maker.port, b":" + port))
                found[case.name] = case.wanted, exchange(board, case, wire)
    print(found)
    silent = [name for name, (wanted, status) in found.items() if wanted == ANSWERED and not status]
    granted = [name for name, (wanted, status) in found.items() if wanted == REFUSED and 200 <= status < 300]
    assert (silent, granted) == ([], [])
    line = board.straight()
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number, "0199004406")
        caller.until_music()
        caller.hang_up()
    line.closed()
    assert (board.process("asterisk"), board.process("voice")) == before
