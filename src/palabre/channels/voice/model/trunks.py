"""What a trunk is told to Asterisk as, whether a trunk can be what somebody wrote, whose calls come by it. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence

import msgspec

from palabre.channels.voice.problems import TrunkInvalid

KINDS = ("registered", "address")
TRANSPORTS = ("udp", "tcp", "tls")
ENCRYPTIONS = ("none", "optional", "required")
FORMATS = ("e164", "digits", "international", "national")
QUALIFY_SECONDS, RTP_SECONDS, RTP_HOLD_SECONDS, KEEPALIVE_SECONDS = 30, 30, 300, 10
NETWORK_BITS_MIN = {4: 24, 6: 48}  # a wider network would be half the world's
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,45}")
_ACCOUNT = re.compile(r"[A-Za-z0-9._+\-]{0,80}")


class TrunkWish(msgspec.Struct, frozen=True):
    """`account`: by which the operator knows us; `addresses`: whence its calls come, besides its host."""

    name: str
    kind: str
    host: str
    port: int = 5060
    transport: str = "udp"
    encryption: str = "none"
    account: str = ""
    addresses: tuple[str, ...] = ()
    priority: int = 10
    calls_max: int = 0
    dial_format: str = "e164"
    dial_prefix: str = ""
    shown_number: str = ""
    paused: bool = False


def check(wish: TrunkWish, ours: Sequence[str]) -> None:
    """Raises TrunkInvalid. `ours`: addresses of this machine's own, that browsers' relayed calls come from."""
    for field, value, among in (
        ("kind", wish.kind, KINDS), ("transport", wish.transport, TRANSPORTS),
        ("encryption", wish.encryption, ENCRYPTIONS), ("dial_format", wish.dial_format, FORMATS),
    ):  # fmt: skip
        if value not in among:
            raise TrunkInvalid(field=field, reason="unknown")
    if not wish.name.strip():
        raise TrunkInvalid(field="name", reason="missing")
    if not _HOST.fullmatch(wish.host):
        raise TrunkInvalid(field="host", reason="not_a_host")
    if not _ACCOUNT.fullmatch(wish.account) or (wish.kind == "registered" and not wish.account):
        raise TrunkInvalid(field="account", reason="missing" if not wish.account else "characters")
    if not re.fullmatch(r"[0-9*#]{0,10}", wish.dial_prefix):
        raise TrunkInvalid(field="dial_prefix", reason="characters")
    if wish.encryption != "none" and wish.transport != "tls":
        raise TrunkInvalid(field="encryption", reason="keys_would_be_readable")  # RFC 4568: SDES asks for TLS
    for address in (*wish.addresses, *([wish.host] if wish.kind == "address" else [])):
        _check_address(address, ours)


def _check_address(address: str, ours: Sequence[str]) -> None:
    try:
        network = ipaddress.ip_network(address, strict=False)
    except ValueError:
        if re.fullmatch(r"[0-9./:]+", address):
            raise TrunkInvalid(field="addresses", reason="not_an_address") from None
        return  # a name: looked up by Asterisk
    if network.prefixlen < NETWORK_BITS_MIN[network.version]:
        raise TrunkInvalid(field="addresses", reason="too_wide")
    if any(ipaddress.ip_address(o) in network for o in ours if ipaddress.ip_address(o).version == network.version):
        raise TrunkInvalid(field="addresses", reason="our_own")


def pushed(endpoint: str, row: Mapping, *, address: str, password: str) -> list[tuple[str, str, dict[str, str]]]:
    """(kind, id, fields) for Asterisk, in order. `address`: ours where it is loopback: packets must come from there."""
    host = f"[{row['host']}]" if ":" in row["host"] else row["host"]
    transport = "" if row["transport"] == "udp" else f";transport={row['transport']}"
    server = f"{host}:{row['port']}"
    said: list[tuple[str, str, dict[str, str]]] = []
    if row["account"] and password:
        auth = {"auth_type": "userpass", "username": row["account"], "password": password}
        said.append(("auth", endpoint, auth))
    contact = {"contact": f"sip:{server}{transport}", "qualify_frequency": str(QUALIFY_SECONDS), "qualify_timeout": "3"}
    said.append(("aor", endpoint, contact))
    said.append(("endpoint", endpoint, _endpoint(endpoint, row, address, bool(password))))
    matches = [*row["addresses"], *([row["host"]] if row["kind"] == "address" else [])]
    if matches:
        said.append(("identify", endpoint, {"endpoint": endpoint, "match": ",".join(matches)}))
    if row["kind"] == "registered" and password:
        said.append(("registration", endpoint, {
            "outbound_auth": endpoint, "endpoint": endpoint, "contact_user": row["account"],
            "server_uri": f"sip:{server}{transport}", "client_uri": f"sip:{row['account']}@{server}",
            "transport": row["transport"], **REGISTRATION}))  # fmt: skip
    return said


REGISTRATION = {
    "line": "yes",  # calls that come to our registration are its trunk's, whatever address they come from
    "expiration": "600",
    "retry_interval": "30",
    "forbidden_retry_interval": "120",
    "fatal_retry_interval": "120",
    "auth_rejection_permanent": "no",  # somebody corrects a password at the operator's too
    "max_random_initial_delay": "1",
}


def _endpoint(endpoint: str, row: Mapping, address: str, has_password: bool) -> dict[str, str]:
    fields = {
        "transport": row["transport"], "context": "from-trunk", "disallow": "all", "allow": "alaw,ulaw",
        "aors": endpoint, "identify_by": "ip", "allow_transfer": "no", "allow_subscribe": "no", "direct_media": "no",
        "rtp_symmetric": "yes", "force_rport": "yes", "rewrite_contact": "yes", "dtmf_mode": "rfc4733",
        "trust_id_inbound": "yes", "send_pai": "yes", "language": "fr", "rtp_timeout": str(RTP_SECONDS),
        "rtp_timeout_hold": str(RTP_HOLD_SECONDS), "rtp_keepalive": str(KEEPALIVE_SECONDS),
    }  # fmt: skip
    if row["encryption"] != "none":
        fields |= {"media_encryption": "sdes"}
        fields |= {"media_encryption_optimistic": "yes"} if row["encryption"] == "optional" else {}
    if row["account"]:
        fields |= {"from_user": row["account"]} | ({"outbound_auth": endpoint} if has_password else {})
    return fields | ({"media_address": address, "bind_rtp_to_media_address": "yes"} if address else {})


def shares(rows: Sequence[Mapping]) -> dict[str, frozenset[str]]:
    """Endpoint → tenants whose numbers may be called by it: its own, and others' who name one of its addresses."""
    places = {r["endpoint"]: {*r["addresses"], *([r["host"]] if r["kind"] == "address" else [])} for r in rows}
    return {
        r["endpoint"]: frozenset(
            {str(r["tenant"]), *(str(o["tenant"]) for o in rows if places[o["endpoint"]] & places[r["endpoint"]])})
        for r in rows
    }  # fmt: skip
