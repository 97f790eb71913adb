"""Many callers at once from one socket, by SIP alone: each rings, is answered, and puts down; nobody hears anything."""

from __future__ import annotations

import re
import secrets
import socket
import time

from telephone import OUTSIDE

SECONDS_MAX, AGAIN_SECONDS, PACE_SECONDS = 20.0, 0.5, 0.008


class Crowd:
    """`callers` numbers call `number` of the centre; `call()` returns those who were answered, all having put down."""

    def __init__(self, centre: tuple[str, int], number: str, callers: list[str]) -> None:
        self.centre, self.number = centre, number
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        self.socket.bind((OUTSIDE, 0))
        self.socket.settimeout(PACE_SECONDS)
        self.here = "{}:{}".format(*self.socket.getsockname())
        self.ids = {f"{secrets.token_hex(6)}-{c}": c for c in callers}
        self.answered: dict[str, str] = {}  # call id -> its To, with the centre's tag
        self.over: set[str] = set()

    def call(self) -> set[str]:
        with self.socket:
            for id in self.ids:
                self._send(id, "INVITE", 1)
                self._take()
            self._until(lambda: self.ids.keys() - self.answered.keys(), "INVITE", 1, "not answered")
            self._until(lambda: self.ids.keys() - self.over, "BYE", 2, "still up")
        return {self.ids[id] for id in self.answered}

    def _until(self, left, method: str, sequence: int, what: str) -> None:
        """What is not answered is said again, as over UDP it must be."""
        began, again = time.monotonic(), time.monotonic() + AGAIN_SECONDS
        while left():
            assert time.monotonic() - began < SECONDS_MAX, f"{len(left())} {what}"
            self._take()
            if time.monotonic() > again:
                again += AGAIN_SECONDS
                for id in left():
                    self._send(id, method, sequence)

    def _take(self) -> None:
        while True:
            try:
                said = self.socket.recv(8192).decode(errors="replace")
            except OSError:
                return
            if not said.startswith("SIP/2.0 200"):
                assert not re.match(r"SIP/2.0 [3-6]", said), said.splitlines()[0]
                continue
            id, method = _head(said, "Call-ID"), _head(said, "CSeq").split()[1]
            if method == "INVITE":
                self.answered[id] = _head(said, "To")
                self._send(id, "ACK", 1)
                self._send(id, "BYE", 2)  # at once: an exchange has sound for some dozens
            else:
                self.over.add(id)

    def _send(self, id: str, method: str, sequence: int) -> None:
        caller, (host, port) = self.ids[id], self.centre
        body = f"v=0\r\no=- 1 1 IN IP4 {OUTSIDE}\r\ns=-\r\nc=IN IP4 {OUTSIDE}\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n"
        body = body if method == "INVITE" else ""
        to = self.answered.get(id, f"<sip:{self.number}@{host}>")
        branch = f"z9hG4bK{id}{method if method != 'INVITE' else ''}"
        lines = [
            f"{method} sip:{self.number}@{host}:{port} SIP/2.0", f"Via: SIP/2.0/UDP {self.here};branch={branch};rport",
            f"From: <sip:{caller}@{OUTSIDE}>;tag={caller}", f"To: {to}",
            f"Call-ID: {id}", f"CSeq: {sequence} {method}", f"Contact: <sip:{caller}@{self.here}>", "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if body else []), f"Content-Length: {len(body)}", "", body,
        ]  # fmt: skip
        self.socket.sendto("\r\n".join(lines).encode(), self.centre)


def _head(said: str, name: str) -> str:
    return re.search(rf"^{name}: *(.*?)\r$", said, re.MULTILINE | re.IGNORECASE)[1]
