"""Whoever an operator's network leads to, as many at once as are called, each by SIP as she does; no sound."""

from __future__ import annotations

import heapq
import itertools
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from telephone import OUTSIDE, parsed

WORDS = {180: "Ringing", 200: "OK", 404: "Not Found", 480: "Temporarily Unavailable", 486: "Busy Here",
         487: "Request Terminated"}  # fmt: skip


class Does(NamedTuple):
    """After `seconds` of ringing, the answer (0: none ever); `talks`: seconds after which she hangs up, 0 never."""

    answer: int = 200
    seconds: float = 0.2
    talks: float = 0.0


class Leg:
    def __init__(self, number: str, invite: dict[str, Any]) -> None:
        self.number, self.invite, self.tag = number, invite, secrets.token_hex(4)
        self.last, self.state = "", "ringing"


class CalledPeople:
    """`does`: from a number (E.164) to what its owner does. Use as a context."""

    def __init__(self, does: Callable[[str], Does], *, address: str = OUTSIDE, port: int = 0) -> None:
        self.does, self.address = does, address
        self.legs: dict[str, Leg] = {}  # by the call's id
        self.changed, self.over = threading.Condition(), False
        self.socket, self.ear = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        self.socket.bind((address, port))
        self.ear.bind((address, 0))
        self.port = self.socket.getsockname()[1]
        self.due: list[tuple[float, int, Callable[[], None]]] = []
        self.order = itertools.count()
        for work in (self._read, self._keep_time):
            threading.Thread(target=work, daemon=True).start()

    def __enter__(self) -> CalledPeople:
        return self

    def __exit__(self, *_: object) -> None:
        with self.changed:
            for leg in self.legs.values():
                self._bye(leg)
            self.over = True
            self.changed.notify_all()
        for one in (self.socket, self.ear):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is not connected, and its reader wakes all the same
            one.close()

    @property
    def called(self) -> list[str]:
        """Numbers, in the order of their calls."""
        with self.changed:
            return [leg.number for leg in self.legs.values()]

    # -- time

    def _later(self, seconds: float, work: Callable[[], None]) -> None:
        heapq.heappush(self.due, (time.monotonic() + seconds, next(self.order), work))
        self.changed.notify_all()

    def _keep_time(self) -> None:
        with self.changed:
            while not self.over:
                if self.due and self.due[0][0] <= time.monotonic():
                    heapq.heappop(self.due)[2]()
                else:
                    self.changed.wait(self.due[0][0] - time.monotonic() if self.due else None)

    # -- SIP

    def _read(self) -> None:
        while True:
            try:
                data, source = self.socket.recvfrom(65535)
            except ConnectionError:
                continue
            except OSError:
                return
            if source is None:
                return
            with self.changed:
                if self.over:
                    return
                self._take(parsed(data) | {"source": source})
                self.changed.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        if "call-id" not in message or message["start"].startswith("SIP/2.0"):
            return
        method, uri = message["start"].split()[:2]
        leg = self.legs.get(message["call-id"])
        if method == "OPTIONS":
            self._say(message, 200, "probe")
        elif method == "INVITE" and leg is None:
            number = re.match(r"sip:([^@;]+)", uri)[1]
            leg = self.legs[message["call-id"]] = Leg(number, message)
            self._ring(leg, self.does(number))
        elif leg and method == "INVITE":
            leg.invite = message
            self._put(leg.last or self._packed(message, 180, leg.tag), message)
        elif leg and method != "ACK":
            self._say(message, 200, leg.tag)
            if method == "BYE":
                leg.state = "over"
            elif method == "CANCEL" and leg.state == "ringing":
                self._end(leg, 487)

    def _ring(self, leg: Leg, does: Does) -> None:
        self._say(leg.invite, 180, leg.tag)
        if does.answer:
            self._later(does.seconds, lambda: self._answer(leg, does))

    def _answer(self, leg: Leg, does: Does) -> None:
        if leg.state != "ringing":
            return
        if does.answer != 200:
            return self._end(leg, does.answer)
        leg.state = "talking"
        leg.last = self._packed(leg.invite, 200, leg.tag, self._offer())
        self._put(leg.last, leg.invite)
        if does.talks:
            self._later(does.talks, lambda: self._bye(leg))

    def _end(self, leg: Leg, code: int) -> None:
        leg.state = "over"
        leg.last = self._packed(leg.invite, code, leg.tag)
        self._put(leg.last, leg.invite)

    def _bye(self, leg: Leg) -> None:
        if leg.state != "talking":
            return
        leg.state, here = "over", f"{self.address}:{self.port}"
        target = re.search(r"<([^>]+)>", leg.invite["contact"])[1]
        self._put("\r\n".join((
            f"BYE {target} SIP/2.0", f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{secrets.token_hex(6)}",
            "Max-Forwards: 70", f"From: {leg.invite['to']};tag={leg.tag}", f"To: {leg.invite['from']}",
            f"Call-ID: {leg.invite['call-id']}", "CSeq: 1 BYE", "Content-Length: 0", "", "")), leg.invite)  # fmt: skip

    def _offer(self) -> str:
        return "\r\n".join((
            "v=0", f"o=- 1 1 IN IP4 {self.address}", "s=-", f"c=IN IP4 {self.address}", "t=0 0",
            f"m=audio {self.ear.getsockname()[1]} RTP/AVP 8", "a=rtpmap:8 PCMA/8000", ""))  # fmt: skip

    def _say(self, asked: dict[str, Any], code: int, tag: str) -> None:
        self._put(self._packed(asked, code, tag), asked)

    def _packed(self, asked: dict[str, Any], code: int, tag: str, body: str = "") -> str:
        to = asked["to"] if "tag=" in asked["to"] else f"{asked['to']};tag={tag}"
        typed = ["Content-Type: application/sdp"] if body else []
        return "\r\n".join((
            f"SIP/2.0 {code} {WORDS[code]}", *(f"Via: {v}" for v in asked["vias"]), f"From: {asked['from']}",
            f"To: {to}", f"Call-ID: {asked['call-id']}", f"CSeq: {asked['cseq']}",
            f"Contact: <sip:people@{self.address}:{self.port}>", *typed, f"Content-Length: {len(body)}", "",
            body))  # fmt: skip

    def _put(self, text: str, asked: dict[str, Any]) -> None:
        try:
            self.socket.sendto(text.encode(), asked["source"])
        except OSError:
            pass
