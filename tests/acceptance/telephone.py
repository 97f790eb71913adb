"""A telephone by SIP and RTP over UDP, caller's or advisor's: speaks by a tone, presses keys, tells what it hears."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from telephone_sound import FRAME, HEARD_SHARE, RATE, Sound, music_of, share_of

OUTSIDE, AT_WORK = "127.0.0.2", "127.0.0.3"  # the operator's address, whose calls are taken; and the advisors'
CALLER_HERTZ, ADVISOR_HERTZ, MUSIC_HERTZ = 440, 620, 1000
AGAIN_SECONDS, SECONDS_MAX = 0.5, 12.0


class Telephone:
    """One call at a time. `state`: idle, ringing, talking, over; `status`: the SIP answer that ended an attempt.

    `answers`: what it does with a call that comes. Use as a context: it hangs up and closes. `believes`: where it
    takes itself to be, behind a router that translates addresses, and says so wherever it is asked.
    """

    refuses_with, is_deaf = 0, False  # the SIP status that calls get; deaf to calls, though not to whoever asks for it

    def __init__(
        self, centre: tuple[str, int], *, address: str = OUTSIDE, port: int = 0, hertz: int = 0, answers: bool = True,
        believes: str = "",
    ) -> None:  # fmt: skip
        self.centre, self.answers, self.address = centre, answers, address
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, port))
        self.port = self.socket.getsockname()[1]
        self.believed = believes or address
        self.sound = Sound(address)
        self.sound.hertz = hertz
        self.changed = threading.Condition()
        self.calls, self.registered, self.register_id = 0, 0, ""
        self._forget()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> Telephone:
        return self

    def __exit__(self, *_: object) -> None:
        if self.state in ("ringing", "talking"):
            self.hang_up(wait=False)
        self.sound.over.set()
        with contextlib.suppress(OSError):  # it is not connected, and whoever reads it wakes all the same:
            self.socket.shutdown(socket.SHUT_RDWR)  # else its port stays taken for as long as nothing comes
        self.socket.close()
        self.reader.join(2)  # on a busy machine it has still to wake, and until then the next finds the port taken

    def _forget(self) -> None:
        self.state, self.status, self.sequence, self.outgoing = "idle", 0, 1, False
        self.call_id, self.mine, self.theirs, self.target = "", "", "", ""
        self.cancelled = False
        self.invitation: dict[str, Any] = {}
        self.answered: set[str] = set()
        self.told: list[tuple[float, int]] = []  # each answer to its INVITE, and when it came

    @property
    def contact(self) -> str:
        return f"sip:phone@{self.believed}:{self.port}"

    # -- what its owner does

    def calls_number(self, number: str, caller: str = "0199004242", *, withheld: bool = False) -> None:
        """Begins a call; `until` tells what becomes of it."""
        self._forget()
        self.sound.forget()
        who = '"Anonymous" <sip:anonymous@anonymous.invalid>' if withheld else f"<sip:{caller}@{self.believed}>"
        self.call_id, self.outgoing, self.state = secrets.token_hex(8), True, "ringing"
        self.target = f"sip:{number}@{self.centre[0]}:{self.centre[1]}"
        self.mine, self.theirs = f"{who};tag={secrets.token_hex(4)}", f"<{self.target}>"
        self.branch = self._branch()
        more = {"Privacy": "id"} if withheld else {}
        self._request(
            "INVITE", self.branch, self._offer(), again=lambda: self.state == "ringing" and not self.status, **more
        )

    def rings_out(self, number: str, caller: str = "0199004242", *, withheld: bool = False) -> None:
        """Calls and waits until somebody or something answers."""
        self.calls_number(number, caller, withheld=withheld)
        self.until(lambda: self.state != "ringing")
        assert self.state == "talking", f"not answered: {self.status}"

    def presses(self, keys: str) -> None:
        """Returns when the last has left."""
        self.sound.press(keys)
        self._until_sound(lambda: not self.sound.keys, "keys not sent", SECONDS_MAX)

    def hang_up(self, *, wait: bool = True) -> None:
        if self.state == "talking":
            self.sequence += 1
            self.state = "over"
            self.sound.far = None
            self._request("BYE", self._branch(), again=lambda: wait and f"{self.sequence} BYE" not in self.answered)
        elif self.state == "ringing" and self.outgoing:
            self.cancelled = True
            self._request("CANCEL", self.branch, again=lambda: False)
        elif self.state == "ringing":
            self._answer(self.invitation, 486, "Busy Here")
        self.state = "over"

    def picks_up(self) -> None:
        self.state = "talking"
        self._answer(self.invitation, 200, "OK", self._offer())

    def registers(self, user: str, password: str) -> int:
        """As a desk telephone does, by digest; the last answer: 200, or how it is refused."""
        self.account, self.register_id = (user, password), secrets.token_hex(8)
        self.registered, self.register_sequence = 0, 1
        self._put(self._packed(self._register(), ""), self.centre)
        self.until(lambda: self.registered)
        return self.registered

    def _register(self, **more: str) -> list[str]:
        host, name = self.centre[0], f"<sip:{self.account[0]}@{self.centre[0]}>"
        return [
            f"REGISTER sip:{host} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.believed}:{self.port};branch={self._branch()};rport",
            "Max-Forwards: 70", f"From: {name};tag={self.own_tag}", f"To: {name}", f"Call-ID: {self.register_id}",
            f"CSeq: {self.register_sequence} REGISTER", f"Contact: <{self.contact}>", "Expires: 300",
            *(f"{k}: {v}" for k, v in more.items()),
        ]  # fmt: skip

    def _on_register_answer(self, code: int, message: dict[str, Any]) -> None:
        if code != 401 or self.register_sequence > 1:
            self.registered = code if code >= 200 else 0
            return
        asked = dict(re.findall(r'(\w+)="?([^",]+)"?', message["www-authenticate"]))
        self.register_sequence += 1
        (user, password), uri = self.account, f"sip:{self.centre[0]}"
        digest = lambda text: hashlib.md5(text.encode()).hexdigest()  # RFC 2617, as desk telephones do it
        count, own = "00000001", secrets.token_hex(4)
        secret = digest(f"{user}:{asked['realm']}:{password}")
        ours = f"{secret}:{asked['nonce']}:{count}:{own}:auth"
        asked_for = digest(f"REGISTER:{uri}")
        answer = hashlib.md5(f"{ours}:{asked_for}".encode()).hexdigest()
        given = f'Digest username="{user}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{uri}"'
        given += f', response="{answer}", algorithm=MD5, qop=auth, nc={count}, cnonce="{own}"'
        given += f', opaque="{asked["opaque"]}"' if "opaque" in asked else ""
        self._put(self._packed(self._register(Authorization=given), ""), self.centre)

    # -- what it hears

    def hears(self, hertz: int) -> bool:
        return share_of(self.sound.heard, hertz) > HEARD_SHARE

    def until_hears(self, hertz: int, seconds_max: float = SECONDS_MAX) -> None:
        self._until_sound(lambda: self.hears(hertz), f"{hertz} Hz not heard", seconds_max)

    def until_among(self, *tones: int, share: float = 0.12) -> None:
        """All of these, among whatever else is heard."""
        heard = lambda: all(share_of(self.sound.heard, hertz) > share for hertz in tones)
        self._until_sound(heard, f"{tones} Hz not all heard", SECONDS_MAX)

    def until_silent_of(self, hertz: int, seconds_max: float = SECONDS_MAX) -> None:
        self._until_sound(lambda: share_of(self.sound.heard, hertz) < 0.05, f"{hertz} Hz still heard", seconds_max)

    def until_more(self, seconds: float) -> None:
        """This much sound has come since, whatever the clock says."""
        wanted = self.sound.frames + seconds * RATE / FRAME
        self._until_sound(lambda: self.sound.frames >= wanted, f"less than {seconds} s of sound", SECONDS_MAX)

    def until_music(self, seconds_max: float = SECONDS_MAX) -> None:
        """Her own tone come back is none, though it stands on a semitone."""
        alone = lambda heard: music_of(heard) > 0.8 and share_of(heard, self.sound.hertz) < HEARD_SHARE
        self._until_sound(lambda: alone(self.sound.heard), "no music", seconds_max)

    def until_a_voice(self, seconds_max: float = SECONDS_MAX) -> None:
        """Neither silence nor music."""
        loud = lambda: len(self.sound.heard) and np.abs(self.sound.heard).max() > 1500
        self._until_sound(lambda: loud() and music_of(self.sound.heard) < 0.5, "no voice", seconds_max)

    def until_speech(self, seconds_max: float = SECONDS_MAX) -> None:
        """Anything but silence."""
        loud = lambda: len(self.sound.heard) and np.abs(self.sound.heard).max() > 1500
        self._until_sound(loud, "nothing heard", seconds_max)

    def _until_sound(self, test: Callable[[], Any], what: str, seconds_max: float) -> None:
        deadline = time.monotonic() + seconds_max
        while not test():
            assert time.monotonic() < deadline and self.state != "over", f"{what} in {seconds_max} s ({self.state})"
            time.sleep(0.02)

    def until(self, test: Callable[[], Any], seconds_max: float = SECONDS_MAX) -> None:
        with self.changed:
            assert self.changed.wait_for(test, seconds_max), f"not within {seconds_max} s: {self.state} {self.status}"

    def until_over(self, seconds_max: float = SECONDS_MAX) -> None:
        """The other side has hung up."""
        self.until(lambda: self.state == "over", seconds_max)

    # -- SIP

    def _branch(self) -> str:
        return f"z9hG4bK{secrets.token_hex(6)}"

    def _offer(self) -> str:
        return "\r\n".join((
            "v=0", f"o=- 1 1 IN IP4 {self.believed}", "s=-", f"c=IN IP4 {self.believed}", "t=0 0",
            f"m=audio {self.sound.port} RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-16", "a=ptime:20", "a=sendrecv", "",
        ))  # fmt: skip

    def invites_again(self, body: str = "") -> int:
        """Within the call, waiting for nothing. `body`: what is offered, its own description unless told. Its number,
        under which `answered` comes to hold it."""
        self.sequence += 1
        self._request("INVITE", self._branch(), body or self._offer(), again=lambda: False)
        return self.sequence

    def _request(
        self, method: str, branch: str, body: str = "", *, again: Callable[[], bool], sequence: int = 0, **more: str
    ) -> None:
        lines = [
            f"{method} {self.target} SIP/2.0", f"Via: SIP/2.0/UDP {self.believed}:{self.port};branch={branch};rport",
            "Max-Forwards: 70", f"From: {self.mine}", f"To: {self.theirs}", f"Call-ID: {self.call_id}",
            f"CSeq: {sequence or self.sequence} {method}", f"Contact: <{self.contact}>",
            *(f"{k}: {v}" for k, v in more.items()),
        ]  # fmt: skip
        data, to = self._packed(lines, body), self.centre
        self._put(data, to)
        if again():
            threading.Thread(target=self._repeat, args=(data, to, again), daemon=True).start()

    def _repeat(self, data: bytes, to: tuple[str, int], again: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS_MAX
        time.sleep(AGAIN_SECONDS)
        while again() and time.monotonic() < deadline:
            self._put(data, to)
            time.sleep(AGAIN_SECONDS)

    def _answer(self, asked: dict[str, Any], code: int, words: str, body: str = "") -> None:
        to = asked["to"] if "tag=" in asked["to"] else f"{asked['to']};tag={self.own_tag}"
        lines = [
            f"SIP/2.0 {code} {words}",
            *(f"Via: {v}" for v in asked["vias"]),
            f"From: {asked['from']}",
            f"To: {to}",
        ]
        lines += [f"Call-ID: {asked['call-id']}", f"CSeq: {asked['cseq']}", f"Contact: <{self.contact}>"]
        self._put(self._packed(lines, body), asked["source"])

    def _packed(self, lines: list[str], body: str) -> bytes:
        typed = ["Content-Type: application/sdp"] if body else []
        return "\r\n".join([*lines, *typed, f"Content-Length: {len(body)}", "", body]).encode()

    def _put(self, data: bytes, to: tuple[str, int]) -> None:
        try:
            self.socket.sendto(data, to)
        except OSError:
            pass

    def _read(self) -> None:
        while True:
            try:
                data, source = self.socket.recvfrom(65535)
                if source is None:
                    return  # put away
            except ConnectionError:
                continue  # nobody listened there just now
            except OSError:
                return
            with self.changed:
                self._take(parsed(data) | {"source": source})
                self.changed.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        if "call-id" not in message:
            return  # no SIP: sound meant for whoever had this port before
        if message["call-id"] == self.register_id and message["start"].startswith("SIP/2.0"):
            return self._on_register_answer(int(message["start"].split()[1]), message)
        if message["start"].startswith("SIP/2.0"):
            if message["call-id"] == self.call_id:
                self._on_answer(int(message["start"].split()[1]), message)
        else:
            self._on_request(message["start"].split()[0], message)

    def _on_answer(self, code: int, message: dict[str, Any]) -> None:
        self.answered.add(message["cseq"])
        if not message["cseq"].endswith("INVITE"):
            return
        self.status = code
        self.told.append((time.monotonic(), code))
        if code < 200:
            self._listen_to(message)  # early media, where there is any
            return
        self.theirs, acknowledged = message["to"], int(message["cseq"].split()[0])
        if code < 300:
            self.target = re.search(r"<([^>]+)>", message["contact"])[1]
            self._listen_to(message)
            self._request("ACK", self._branch(), again=lambda: False, sequence=acknowledged)
            if self.cancelled:  # answered in the same moment (RFC 3261 9.1): it is up, and has to be ended
                self.cancelled, self.sequence = False, self.sequence + 1
                self._request("BYE", self._branch(), again=lambda: False)
            self.state = "talking" if self.state == "ringing" else self.state
        else:
            branch = re.search(r"branch=([^;]+)", message["vias"][0])[1]
            self._request("ACK", branch, again=lambda: False, sequence=acknowledged)
            self.state = "over" if self.state == "ringing" else self.state  # a call is not over by what it is asked

    def _on_request(self, method: str, message: dict[str, Any]) -> None:
        if method == "INVITE":
            self._on_invite(message)
        elif method == "BYE" and message["call-id"] == self.call_id:
            self._answer(message, 200, "OK")
            self.state, self.sound.far = "over", None
        elif method == "CANCEL" and message["call-id"] == self.call_id:
            self._answer(message, 200, "OK")
            if self.state == "ringing":
                self._answer(self.invitation, 487, "Request Terminated")
                self.state = "over"
        elif method != "ACK":
            self._answer(message, 200 if method == "OPTIONS" else 481, "OK" if method == "OPTIONS" else "No Such Call")

    def _on_invite(self, message: dict[str, Any]) -> None:
        again = message["call-id"] == self.call_id
        if self.is_deaf:
            return
        if self.refuses_with:
            return self._answer(message, self.refuses_with, "No")
        if not again and self.state in ("ringing", "talking"):
            return self._answer(message, 486, "Busy Here")
        if not again:
            self._forget()
            self.sound.forget()
            self.calls += 1
            self.call_id = message["call-id"]
            self.mine, self.theirs = f"{message['to']};tag={self.own_tag}", message["from"]
            self.target, self.state = re.search(r"<([^>]+)>", message["contact"])[1], "ringing"
        self.invitation = message
        self._listen_to(message)
        if self.answers or self.state == "talking":
            self.picks_up()
        else:
            self._answer(message, 180, "Ringing")

    own_tag = secrets.token_hex(4)

    def _listen_to(self, message: dict[str, Any]) -> None:
        """Where the other side's description says that its ear is."""
        address, port = re.search(r"c=IN IP4 (\S+)", message["body"]), re.search(r"m=audio (\d+)", message["body"])
        if address and port:
            self.sound.far = (address[1], int(port[1]))
            event = re.search(r"rtpmap:(\d+) telephone-event/8000", message["body"])
            self.sound.keys_type = int(event[1]) if event else 101


def parsed(data: bytes) -> dict[str, Any]:
    head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    found: dict[str, Any] = {"start": start, "body": body, "vias": [], "contact": ""}
    for line in lines:
        name, _, value = line.partition(":")
        name = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact"}.get(name.lower(), name.lower())
        if name == "via":
            found["vias"].append(value.strip())
        else:
            found[name] = value.strip()
    return found
