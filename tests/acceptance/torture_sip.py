"""The cases of RFC 4475 (SIP torture test messages), made by ourselves; the names are the RFC's own.

A valid one is to be answered, whatever is thought of it; an invalid one may be refused or passed over, never granted.
Those of section 3.1.1 that are answers (unreason, noreason) are valid and answered by nobody.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

BOUNDARY = "7a9cbec02ceef655"
# what the RFC itself lets a liberal receiver take (3.1.2.10 to 3.1.2.16, 3.2.1), and three in which pjproject is more
# liberal than it asks: doubled single heads, two lengths, a length beyond a datagram's end
TAKEN = {"lwsstart", "trws", "escruri", "baddate", "badaspec", "baddn", "badbranch", "multi01", "mcl01", "clerr"}
ANSWERED, SILENT, REFUSED, EITHER = "answered", "silent", "refused", "either"  # EITHER: refused or taken


@dataclass
class Case:
    name: str
    data: bytes
    wanted: str

    @property
    def call_id(self) -> str:
        return f"{self.name}.torture"


class Maker:
    """Messages of one sender. `number`: one that nobody has, so that no case becomes a conversation."""

    def __init__(self, address: str, port: int, centre: str, number: str, transport: str = "UDP") -> None:
        self.address, self.port, self.centre, self.number, self.transport = address, port, centre, number, transport
        self.sdp = f"v=0\r\no=mhandley 29739 7272939 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\n"
        self.sdp += "m=audio 49217 RTP/AVP 8\r\n"

    def message(
        self, name: str, *, method: str = "INVITE", start: str = "", body: str | None = None,
        drop: tuple[str, ...] = (), more: tuple[str, ...] = (), **changed: str,
    ) -> bytes:  # fmt: skip
        """A good one but for `changed` heads (underscores for hyphens), those to `drop` and lines to add."""
        body = body if body is not None else self.sdp if method == "INVITE" else ""
        to = f"sip:{self.number}@{self.centre}"
        heads = {
            "Via": f"SIP/2.0/{self.transport} {self.address}:{self.port};branch=z9hG4bK{secrets.token_hex(6)};rport",
            "Max-Forwards": "70", "From": f"<sip:caller@{self.address}>;tag={secrets.token_hex(4)}", "To": f"<{to}>",
            "Call-ID": f"{name}.torture", "CSeq": f"9 {method}",
            "Contact": f"<sip:caller@{self.address}:{self.port};transport={self.transport.lower()}>",
        }  # fmt: skip
        if body:
            heads["Content-Type"] = "application/sdp"
        heads["Content-Length"] = str(len(body.encode()))
        heads |= {key.replace("_", "-"): value for key, value in changed.items()}
        lines = [f"{key}: {value}" for key, value in heads.items() if key not in drop]
        return "\r\n".join([start or f"{method} {to} SIP/2.0", *lines, *more, "", body]).encode()

    def tortuous(self) -> bytes:
        """Short forms, folded lines, odd spaces and escapes, all of them lawful (3.1.1.1)."""
        lines = [
            f"INVITE sip:{self.number}@{self.centre};unknownparam SIP/2.0", "TO :",
            f" sip:{self.number}@{self.centre} ", f'from   : "J Rosenberg \\\\\\""       <sip:j@{self.address}>',
            "  ;", "  tag = 98asjd8", "MaX-fOrWaRdS: 0068", "Call-ID: wsinv.torture", "Content-Length   : 0",
            "cseq: 0009", "  INVITE", "s :", f"Via  : SIP  /   2.0 /{self.transport}",
            f"    {self.address}:{self.port};branch=z9hG4bK{secrets.token_hex(4)};rport",
            "NewFangledHeader:   newfangled value", " continued newfangled value",
                "Unknownheaderwithunusualvalue: ;;,,;;,;",
            f'm:"Quoted string \\"\\"" <sip:caller@{self.address}:{self.port}> ; newparam =', "      newvalue ;",
            "  secondparam ; q = 0.33", "", "",
        ]  # fmt: skip
        return "\r\n".join(lines).encode()

    def valid(self) -> list[Case]:
        make, here, to = self.message, self.address, f"sip:{self.number}@{self.centre}"
        odd = "!interesting-Method0123456789_*+`.%indeed'~"
        long = "x" * 1_000
        parts = f"--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nHello\r\n--{BOUNDARY}\r\n"
        parts += f"Content-Type: application/octet-stream\r\n\r\n\x01\x02\x7f\r\n--{BOUNDARY}--\r\n"
        vias = tuple(f"Via: SIP/2.0/{t} t{i}.example.com;branch=z9hG4bK{i}" for i, t in enumerate(
            ("SCTP", "TLS", "UNKNOWN", "TCP")))  # fmt: skip
        asked = [
            ("wsinv", self.tortuous()),
            ("intmeth", make("intmeth", method=odd, From=f'"=)(" <sip:x;@{here}>;tag=1')),
            ("esc01", make("esc01", start=f"INVITE sip:sips%3Auser%40example.com@{self.centre} SIP/2.0")),
            ("escnull", make("escnull", method="REGISTER", To=f"<sip:null-%00-null@{self.centre}>")),
            ("esc02", make("esc02", method="RE%47IST%45R")),
            ("lwsdisp", make("lwsdisp", method="OPTIONS", From=f"caller<sip:caller@{here}>;tag=323")),
            ("longreq", make("longreq", method="OPTIONS", From=f'"{long}" <sip:x@{here}>;tag=1', Unknown=long)),
            ("dblreq", make("dblreq", method="REGISTER") + make("dblreq.second")),
            ("semiuri", make("semiuri", method="OPTIONS", start=f"OPTIONS sip:u;p=u%40e.net@{self.centre} SIP/2.0")),
            ("transports", make("transports", method="OPTIONS", more=vias)),
            ("mpart01", make("mpart01", method="MESSAGE", body=parts,
                Content_Type=f"multipart/mixed;boundary={BOUNDARY}")),
            ("insuf", make("insuf", drop=("Call-ID", "From"), CSeq="193942 INVITE")),
            ("unkscm", make("unkscm", method="OPTIONS", start="OPTIONS nobodyKnowsThisScheme:totallyopaque SIP/2.0")),
            ("novelsc", make("novelsc", method="OPTIONS", start="OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0")),
            ("bext01", make("bext01", method="OPTIONS", more=("Require: nothingSupportsThis",))),
            ("invut", make("invut", body="<x/>", Content_Type="application/unknownformat")),
            ("zeromf", make("zeromf", method="OPTIONS", Max_Forwards="0")),
            ("multi01", make("multi01", method="OPTIONS", more=(f"From: <sip:b@{here}>;tag=2", f"To: <{to}>"))),
            ("sdp01", make("sdp01", more=("Accept: text/nobodyKnowsThis",))),
            ("inv2543", make("inv2543", method="OPTIONS", drop=("Max-Forwards",))),
        ]  # fmt: skip
        # these may be refused or passed over: both are lawful
        unheard = {"insuf", "esc02", "unkscm", "novelsc", "dblreq"}
        wanted = dict.fromkeys(unheard, REFUSED) | dict.fromkeys(TAKEN, EITHER)
        cases = [Case(name, data, wanted.get(name, ANSWERED)) for name, data in asked]
        head = make("unreason", method="OPTIONS").split(b"\r\n", 1)[1]
        answers = [("unreason", "SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e".encode()), ("noreason", b"SIP/2.0 100 ")]
        return cases + [Case(name, line + b"\r\n" + head, SILENT) for name, line in answers]

    def invalid(self) -> list[Case]:
        make, here, to = self.message, self.address, f"sip:{self.number}@{self.centre}"
        many = "36893488147419103232"
        made = {
            "badinv01": make("badinv01", To=f'"Mr. J. User <sip:j@{here}> ;;,;,,', Contact=';;;, "" <> ;,"'),
            "clerr": make("clerr", Content_Length="9999"), "ncl": make("ncl", Content_Length="-999"),
            "scalar02": make("scalar02", method="REGISTER", CSeq=f"{many} REGISTER", Max_Forwards="300",
                Expires="1" * 60),
            "scalarlg": b"SIP/2.0 503 Service Unavailable\r\n" + make(
                "scalarlg", CSeq=f"{many} INVITE", Retry_After="949302838503028349304023988").split(b"\r\n", 1)[1],
            "quotbal": make("quotbal", To=f'"Mr. J. User <{to}>'),
            "ltgtruri": make("ltgtruri", start=f"INVITE <{to}> SIP/2.0"),
            "lwsruri": make("lwsruri", start=f"INVITE {to}; lr SIP/2.0"),
            "lwsstart": make("lwsstart", start=f"INVITE  {to}  SIP/2.0"),
            "trws": make("trws", method="OPTIONS", start=f"OPTIONS {to} SIP/2.0  "),
            "escruri": make("escruri", start=f"INVITE {to}?Route=%3Csip:example.com%3E SIP/2.0"),
            "baddate": make("baddate", method="OPTIONS", more=("Date: Fri, 01 Jan 2010 16:00:00 EST",)),
            "regbadct": make("regbadct", method="REGISTER", Contact=f"sip:user@{here}?Route=%3Csip:a%3E"),
            "badaspec": make("badaspec", method="OPTIONS", To=f'"Watson, Thomas" < {to} >'),
            "baddn": make("baddn", method="OPTIONS", From=f"Bell, Alexander <sip:a.g.bell@{here}>;tag=43"),
            "badvers": make("badvers", method="OPTIONS", start=f"OPTIONS {to} SIP/7.0"),
            "mismatch01": make("mismatch01", method="OPTIONS", CSeq="8 INVITE"),
            "mismatch02": make("mismatch02", method="NEWMETHOD", CSeq="8 INVITE"),
            "bigcode": b"SIP/2.0 4294967301 better not break the receiver\r\n" + make("bigcode").split(b"\r\n", 1)[1],
            "badbranch": make("badbranch", method="OPTIONS",
                Via=f"SIP/2.0/{self.transport} {here}:{self.port};branch=z9hG4bK"),
            "unksm2": make("unksm2", method="REGISTER", To="<isbn:2983792873>", From="<isbn:2983792873>;tag=1"),
            "regaut01": make("regaut01", method="REGISTER",
                more=("Authorization: NoOneKnowsThisScheme opaque-data=here",)),
            "mcl01": make("mcl01", method="OPTIONS", more=("Content-Length: 5",)),
            "bcast": b"SIP/2.0 200 OK\r\n" + make("bcast", Via="SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1").split(
                b"\r\n", 1)[1],
            "cparam01": make("cparam01", method="REGISTER", Contact=f"sip:+19725552222@{here};unknownparam"),
            "cparam02": make("cparam02", method="REGISTER", Contact=f"<sip:+19725552222@{here};unknownparam>"),
            "regescrt": make("regescrt", method="REGISTER",
                Contact=f"<sip:user@{here}?Route=%3Csip:sip.example.com%3E>"),
        }  # fmt: skip
        return [Case(name, data, EITHER if name in TAKEN else REFUSED) for name, data in made.items()]
