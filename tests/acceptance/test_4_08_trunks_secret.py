"""Issue 4, point 8: trunks by TLS and SRTP, and who listens on the wire."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from carrier import ANSWERS, BROKEN
from people import eventually
from switchboard import Line
from trunk_calls import (
    HER_HERTZ,
    board,
    by_account,
    by_secret,
    caller,
    certificate,
    plan,
    secret,
    state_of,
    to_outside,
    trunk,
)

__all__ = ["board", "caller", "plan", "secret", "trunk"]


def test_by_address_with_tls_and_srtp_and_by_the_next_trunk_where_one_fails(board, nadia, secret, trunk, plan, caller):
    ways = by_secret(secret)
    first = trunk(**ways, priority=1, dial_prefix="9", dial_format="digits")
    eventually(lambda: state_of(nadia, first) == "reachable")
    assert nadia.post(f"/api/trunks/{first}/test", {"number": ANSWERS})["call"] == "answered"
    assert secret.until_taken(f"933{ANSWERS[1:]}")
    # the first one says that it is broken: the same call goes by the second, and she hears herself there
    nadia.put(f"/api/trunks/{first}", {"name": "a", **ways, "priority": 1, "dial_format": "national"})
    trunk(**ways, priority=2, dial_format="international")
    line = to_outside(board, f"+33{BROKEN[1:]}")
    caller.rings_out(line.number)
    secret.until_taken(BROKEN)
    secret.until_taken(f"0033{BROKEN[1:]}")
    caller.until_over()
    eventually(lambda: state_of(nadia, first) == "reachable")
    # what is not the number of that tenant's own is not shown
    shown = nadia.ask("POST", "/api/trunks", {"name": "x", **ways, "shown_number": "+33155667788"}, status=403)
    assert shown["code"] == "voice.caller_id_not_ours"
    wide = nadia.ask("POST", "/api/trunks", {"name": "x", **ways, "addresses": ["0.0.0.0/0"]}, status=422)
    own = nadia.ask("POST", "/api/trunks", {"name": "x", **ways, "addresses": ["127.0.0.1"]}, status=422)
    assert (wide["details"]["reason"], own["details"]["reason"]) == ("too_wide", "our_own")
    with tempfile.TemporaryDirectory() as other:  # a certificate that names another address is not believed
        believed, secret.tls = secret.tls, certificate(
            board.running.data / "asterisk/sip_keys", Path(other), "127.0.0.99")
        secret.again()
        assert nadia.post(f"/api/trunks/{first}/test", {})["reach"] == "certificate"
        secret.tls = believed
        secret.again()
    gone = trunk(kind="address", host="127.0.0.8", port=5099)
    assert nadia.post(f"/api/trunks/{gone}/test", {})["reach"] in ("refused", "silent")
    lost = trunk(kind="registered", host="nowhere.invalid", account="x", password="y")
    assert nadia.post(f"/api/trunks/{lost}/test", {})["reach"] == "name_unknown"


def test_what_goes_by_srtp_is_heard_by_nobody_on_the_wire_and_no_call_goes_without(
    board, nadia, secret, trunk, plan, caller
):
    wanted = by_secret(secret)
    hidden = trunk(**wanted, priority=1)
    trunk(**by_account(secret), priority=2)
    eventually(lambda: state_of(nadia, hidden) == "reachable")
    speaks_by(board, secret, caller)
    for way in ("there", "back"):
        assert secret.wire.reads(way, HER_HERTZ) < 0.05, f"{way}: what she says can be read"
        assert secret.wire.bytes_beyond(way) == {10}, "each packet is signed (RFC 3711: 80 bits)"
    nadia.put(f"/api/trunks/{hidden}", {"name": "a", **wanted, "paused": True})
    speaks_by(board, secret, caller)
    for way in ("there", "back"):
        assert secret.wire.reads(way, HER_HERTZ) > 0.9, f"{way}: by the other trunk anybody hears it"
    nadia.put(f"/api/trunks/{hidden}", {"name": "a", **wanted})
    centre = (board.centre[0], tls_port(secret))
    line = Line(board, board.number({"bye": {"kind": "hang_up"}}).number)
    secret.calls(line.number, centre)
    eventually(line.calls)
    secret.secret = False
    try:
        secret.again()
        secret.calls(line.number, centre)
        nadia.put(f"/api/trunks/{hidden}", {"name": "a", **wanted})  # looked at anew
        eventually(lambda: state_of(nadia, hidden) == "reachable")
        assert nadia.post(f"/api/trunks/{hidden}/test", {"number": ANSWERS})["call"] == "failed"
    finally:
        secret.secret = True
        secret.again()
    assert len(line.calls()) == 1, "who offers sound without keys is not answered"


def speaks_by(board, carrier, caller) -> None:
    """A call to who answers there and echoes, for as long as the wire needs to judge."""
    line = to_outside(board, f"+33{ANSWERS[1:]}")
    caller.rings_out(line.number)
    caller.until_hears(HER_HERTZ)
    carrier.wire.forgets()
    eventually(carrier.wire.is_full)
    caller.hang_up()


def tls_port(carrier) -> int:
    """Where the centre listens for it."""
    said = (carrier.centre / "etc/pjsip.conf").read_text()
    return int(re.search(r"\[tls\][^\[]*?bind=\S+?:(\d+)", said)[1])
