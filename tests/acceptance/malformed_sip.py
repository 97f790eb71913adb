"""Twenty datagrams that no telephone should send: cut short, of wrong lengths, with bad heads, huge, binary."""

from __future__ import annotations

import secrets

from telephone import OUTSIDE

BODY = f"v=0\r\no=- 1 1 IN IP4 {OUTSIDE}\r\ns=-\r\nc=IN IP4 {OUTSIDE}\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n"


def _invite(port: int, *, body: str = BODY, drop: str = "", **changed: str) -> bytes:
    """A good one but for `changed` heads (underscores for hyphens) and the one to `drop`."""
    heads = {
        "Via": f"SIP/2.0/UDP {OUTSIDE}:{port};branch=z9hG4bK{secrets.token_hex(6)};rport",
        "Max-Forwards": "70",
        "From": f"<sip:0199004242@{OUTSIDE}>;tag={secrets.token_hex(4)}",
        "To": "<sip:+33199001000@127.0.0.1>",
        "Call-ID": secrets.token_hex(8),
        "CSeq": "1 INVITE",
        "Contact": f"<sip:0199004242@{OUTSIDE}:{port}>",
        "Content-Type": "application/sdp",
        "Content-Length": str(len(body)),
    }
    start = changed.pop("start", "INVITE sip:+33199001000@127.0.0.1 SIP/2.0")
    heads |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [start, *(f"{name}: {value}" for name, value in heads.items() if name != drop), "", body]
    return "\r\n".join(lines).encode()


def malformed(port: int) -> list[bytes]:
    """`port`: of whoever sends them."""
    good = _invite(port)
    return [
        b"", b"\r\n\r\n", b"\0" * 512, secrets.token_bytes(1400), b"INVITE", good[:60],
        good[: good.find(b"Call-ID") + 9],
        _invite(port, Content_Length="99999"), _invite(port, Content_Length="-1"), _invite(port, Content_Length="many"),
        _invite(port, drop="Call-ID"), _invite(port, drop="Via"), _invite(port, drop="From"),
        _invite(port, CSeq="99999999999999999999 INVITE"), _invite(port, CSeq="1 BYE"),
        _invite(port, Via="SIP/2.0/UDP " + "[" * 300), _invite(port, From="<sip:" + "%" * 500 + "@\x01>;tag="),
        _invite(port, start="INVITE sip:+33199001000@127.0.0.1 SIP/7.0"),
        _invite(port, Subject="x" * 60_000), b"SIP/2.0 -200 \xff\xfe\r\n" + good[good.find(b"\r\n") + 2 :],
    ]  # fmt: skip
