"""Issue 4, point 8, NAT: a customer and an advisor, each at home behind a router that translates addresses.

(Browsers that reach nothing but a relay: tests/e2e/desk/test_relay_only.py.)
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import Advisor, Running, eventually
from robots.networks import Refused
from robots.routers import FORGETS_SECONDS, INSIDE, Street
from switchboard import Switchboard
from telephone import Telephone

CUSTOMERS, HERS = 0, 1
CUSTOMER_HERTZ, HER_HERTZ = 440, 620


@pytest.fixture(scope="module")
def street(missing) -> Iterator[Street]:
    if os.geteuid():
        missing("network namespaces: root alone makes them")
    made = Street(2)
    try:
        made.__enter__()
    except Refused as why:
        missing(f"routers: {why}")
    yield made
    made.__exit__()


@pytest.fixture(scope="module")
def board(street) -> Iterator[Switchboard]:
    """Of an installation that listens where these homes reach it: on loopback nobody is behind anything."""
    with tempfile.TemporaryDirectory(prefix="palabre-street-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        running = Running("demo", Path(folder) / "data", PALABRE_SIP_HOST=street.host)
        try:
            if not running.told["voice"]:
                pytest.fail("there is no telephony: ./palabre doctor says why")
            made = Switchboard(running, running.person("nadia"))
            made.centre = (street.host, running.told["sip"]["port"])
            made.able("awa")
            yield made
        finally:
            running.stop()


@pytest.fixture
def customer(board, street) -> Iterator[Telephone]:
    """Whose calls are taken, for the router before her is an operator's address."""
    board.nadia.post("/api/trunks", {"name": "Chez elle", "kind": "address", "host": street.public[CUSTOMERS]})
    with street.at_home(CUSTOMERS):
        one = Telephone(board.centre, address=INSIDE, hertz=CUSTOMER_HERTZ)
    with one:
        yield one


@pytest.fixture
def awa(board) -> Iterator[Advisor]:
    her = board.running.advisor("awa")
    yield her
    her.leave()


@pytest.fixture
def hers(board, street, awa) -> Iterator[Telephone]:
    """Her desk telephone at home, registered from there."""
    with street.at_home(HERS):
        one = Telephone(board.centre, address=INSIDE, hertz=HER_HERTZ)
    given = awa.post("/api/desk/telephone/credentials", status=201)
    with one:
        eventually(lambda: one.registers(given["user"], given["password"]) == 200)
        awa.put("/api/desk/telephone", {"kind": "sip"}, status=200)
        yield one


@pytest.mark.seconds_max(300)
def test_each_behind_a_router_of_her_own_both_are_heard_and_reached_long_after(board, street, customer, awa, hers):
    for home in (CUSTOMERS, HERS):
        address, port, own = street.seen(home)
        assert address == street.public[home] and port != own, "nothing translates"
    registered = time.monotonic()
    first = board.straight()
    customer.rings_out(first.number)
    conversation = awa.accepts(channel="voice")
    customer.until_hears(HER_HERTZ)
    hers.until_hears(CUSTOMER_HERTZ)
    assert customer.sound.far[0] == hers.sound.far[0] == street.host, "neither speaks with the other directly"
    awa.post(f"/api/desk/conversations/{conversation}/hold", {"on": True})
    customer.until_music()
    hers.until_silent_of(CUSTOMER_HERTZ)
    awa.post(f"/api/desk/conversations/{conversation}/hold", {"on": False})
    customer.until_hears(HER_HERTZ)
    hers.until_hears(CUSTOMER_HERTZ)
    awa.ends(conversation)
    customer.until_over()  # told to each through her router
    hers.until_over()
    awa.be("away")
    customer.rings_out(board.straight().number)
    while time.monotonic() < registered + FORGETS_SECONDS + 5:  # her router has forgotten her sign-in by then
        customer.until_more(2)
    customer.until_music()
    awa.be("available")
    conversation = awa.accepts(channel="voice")
    eventually(lambda: hers.calls == 2)
    customer.until_hears(HER_HERTZ)
    hers.until_hears(CUSTOMER_HERTZ)
    customer.hang_up()
    hers.until_over()
    awa.desk.until(lambda: awa.desk.of("conversation", conversation=conversation, state="wrap_up"))
