"""pjsip.conf: trunks by address, and the WebSocket transport that advisors' browsers come in by.

Advisors' endpoints are not written here: the voice process pushes them (PUT asterisk/config/dynamic/res_pjsip/…) with
transport=ws, context=from-advisor or from-web, webrtc=yes.
"""

import ipaddress
from typing import NamedTuple

RTP_TIMEOUT_SECONDS = 30
RTP_TIMEOUT_HOLD_SECONDS = 300
RTP_KEEPALIVE_SECONDS = 10  # a party alone in a bridge sends no RTP and would be cut by its peer's timeout
QUALIFY_SECONDS = 30
# RFC 3261, 17.1.1.1: T1 is what a way there and back takes; an INVITE without any answer is over after 64 of it: 9.6 s
# instead of 32, then the next trunk is tried
T1_MS = 150


class Trunk(NamedTuple):
    """A SIP operator. Calls come from `host` (or `match`), leave to host:port.

    `user`: our account there, where it asks for one; its password and our registration are pushed by the voice process:
    no password ever stands in a file of Asterisk's.
    """

    name: str
    host: str
    port: int = 5060
    match: tuple[str, ...] = ()
    codecs: str = "alaw,ulaw"
    language: str = "fr"
    user: str = ""
    qualify_seconds: int = 0  # OPTIONS that often; 0: never
    rtp_timeout_seconds: int = RTP_TIMEOUT_SECONDS


class Tls(NamedTuple):
    """Files in PEM; `authorities`: whom we believe when an operator shows its certificate."""

    port: int
    certificate: str
    key: str
    authorities: str


def pjsip(
    address: str, port: int, trunks: tuple[Trunk, ...], media_host: str = "", tls: Tls | None = None
) -> str:
    """`address`: what SIP listens on; `media_host`: told to the outside when we stand behind NAT."""
    # a WebSocket transport listens nowhere (Asterisk's HTTP server does), but the sound of its calls is bound where it
    # says: bound to loopback it reached browsers of this machine alone, and no relay
    external = f"external_media_address={media_host}\nexternal_signaling_address={media_host}\n" if media_host else ""
    return f"""[global]
type=global
endpoint_identifier_order=ip,username
user_agent=Palabre
[shut]
type=acl
acl=shut
[system]
type=system
timer_t1={T1_MS}
timer_b={64 * T1_MS}
[udp]
type=transport
protocol=udp
bind={address}:{port}
local_net=127.0.0.0/8
{external}[tcp]
type=transport
protocol=tcp
bind={address}:{port}
local_net=127.0.0.0/8
{external}{_tls(address, tls, external) if tls else ""}[ws]
type=transport
protocol=ws
bind=0.0.0.0
""" + "".join(_trunk(t, address) for t in trunks)


def _tls(address: str, tls: Tls, external: str) -> str:
    """An operator whose certificate is not its name's, or nobody's we know, is not spoken to."""
    return f"""[tls]
type=transport
protocol=tls
method=tlsv1_2
bind={address}:{tls.port}
cert_file={tls.certificate}
priv_key_file={tls.key}
ca_list_file={tls.authorities}
verify_server=yes
local_net=127.0.0.0/8
{external}"""


def _trunk(trunk: Trunk, address: str) -> str:
    name = trunk.name
    # on loopback the kernel would refuse packets from any other address of ours
    bound = f"media_address={address}\nbind_rtp_to_media_address=yes\n" if _is_loopback(address) else ""
    # the account stands in From, by which operators know it; the number shown stands in P-Asserted-Identity
    digest = f"outbound_auth={name}\nfrom_user={trunk.user}\n" if trunk.user else ""
    return f"""[{name}]
type=endpoint
transport=udp
identify_by=ip
allow_transfer=no
context=from-trunk
disallow=all
allow={trunk.codecs}
direct_media=no
rtp_symmetric=yes
dtmf_mode=rfc4733
trust_id_inbound=yes
send_pai=yes
{bound}{digest}rtp_timeout={trunk.rtp_timeout_seconds}
rtp_timeout_hold={max(trunk.rtp_timeout_seconds, RTP_TIMEOUT_HOLD_SECONDS if trunk.rtp_timeout_seconds > 10 else 0)}
rtp_keepalive={max(min(RTP_KEEPALIVE_SECONDS, trunk.rtp_timeout_seconds // 3), 1)}
language={trunk.language}
aors={name}
[{name}]
type=aor
contact=sip:{trunk.host}:{trunk.port}
qualify_frequency={trunk.qualify_seconds}
[{name}]
type=identify
endpoint={name}
{"".join(f"match={m}{chr(10)}" for m in trunk.match or (trunk.host,))}"""


def is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _is_loopback(address: str) -> bool:
    return is_address(address) and ipaddress.ip_address(address).is_loopback
