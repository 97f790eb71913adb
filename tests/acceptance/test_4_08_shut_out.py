"""Issue 4, point 8: guessers and strangers are shut out, and no operator sends a call elsewhere."""

from __future__ import annotations

import hashlib
import re
import secrets
import socket

from carrier import ACCOUNT, ANSWERS, ELSEWHERE, MOVED, SENT_ON
from people import eventually
from telephone import Telephone
from trunk_calls import HER_HERTZ, PREMIUM, board, by_account, caller, carrier, state_of, to_outside, trunk

__all__ = ["board", "caller", "carrier", "trunk"]

GUESSER, STRANGER = "127.0.0.9", "127.0.0.10"


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
