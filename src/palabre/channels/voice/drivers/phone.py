"""One telephone: whose it is, how long it rings, and what Asterisk is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.foundations.ids import AdvisorId, TenantId

FOR_EVER = 1 << 60
RING_SECONDS, RING_OUTSIDE_SECONDS = 12.0, 30.0  # a softphone answers by itself; her own mobile is in a pocket
RTP_SECONDS, RTP_HOLD_SECONDS, KEEPALIVE_SECONDS = 15, 60, 5
QUALIFY_SECONDS_MAX = 8  # for its answer
QUALIFY_SECONDS = 25  # a desk telephone's: routers forget after half a minute by which way it came (RFC 4787, 4.3)


@dataclass(eq=False)
class Phone:
    tenant: TenantId
    id: str
    kind: str
    person: AdvisorId | None
    number: str | None
    contact: str
    expires_at: int
    session: str = ""  # the sign-in it belongs to; '' a program's, or a web caller's
    registered: bool = False
    address: str = ""  # contact URI it registered last
    registered_at: int = 0
    node: str = ""  # the other Asterisk it is registered at; '' ours
    lasting: bool = False  # a desk telephone's: outlives sign-ins
    chosen: bool = False  # her calls ring here, wherever she is signed in


def page_of(phone: Phone, address: str) -> str:
    """A page has one name for as long as it stands (sip:NAME@its socket), and keeps its call on another socket."""
    return address.split("@")[0] if phone.kind == "browser" else address


def ring_seconds(phone: Phone | None) -> float:
    return RING_OUTSIDE_SECONDS if phone and phone.kind == "number" else RING_SECONDS


def aor_of(phone: Phone) -> dict[str, str]:
    fields = {"max_contacts": "1", "remove_existing": "yes", "minimum_expiration": "30", "default_expiration": "120"}
    if phone.kind == "sip" and not phone.contact:
        fields |= {"qualify_frequency": str(QUALIFY_SECONDS), "qualify_timeout": str(QUALIFY_SECONDS_MAX)}
    return fields | ({"contact": phone.contact} if phone.contact else {})


def endpoint_of(phone: Phone, address: str) -> dict[str, str]:
    fields = {
        "auth": phone.id,
        "aors": phone.id,
        "disallow": "all",
        "direct_media": "no",
        "dtmf_mode": "rfc4733",
        "context": "from-web" if phone.kind in ("caller", "robot") else "from-advisor",
        "language": "fr",
        "rtp_timeout": str(RTP_SECONDS),
        "rtp_timeout_hold": str(RTP_HOLD_SECONDS),
        "rtp_keepalive": str(KEEPALIVE_SECONDS),
    }
    if phone.kind in ("sip", "robot"):
        bound = {"media_address": address, "bind_rtp_to_media_address": "yes"} if address else {}
        # behind a router it tells addresses of its own network: it is answered and rung where it is seen to be
        behind = {"rtp_symmetric": "yes", "force_rport": "yes", "rewrite_contact": "no" if phone.contact else "yes"}
        return fields | {"transport": "udp", "allow": "alaw,ulaw"} | behind | bound
    return fields | {"transport": "ws", "webrtc": "yes", "dtls_auto_generate_cert": "yes", "allow": "opus,ulaw"}
