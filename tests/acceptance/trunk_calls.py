"""A tenant's trunks at a real operator: who stands there, and how a call is made through them."""

from __future__ import annotations

import secrets
import subprocess
import tempfile
from pathlib import Path

import pytest
from carrier import ACCOUNT, PASSWORD, RTP, Carrier
from switchboard import Switchboard
from telephone import Telephone
from wire import Wire

HER_HERTZ = 560  # not the usual 440: the tone by which it rings in France would pass for her own, echoed
FIRST, FIRST_HERTZ = "127.0.0.15", 750
PREMIUM = "0899701234"
SECRET, LISTENED = "127.0.0.7", "127.0.0.16"  # an operator that speaks TLS, and somebody on the wire to it


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture(scope="module")
def carrier(board):
    with tempfile.TemporaryDirectory(prefix="carrier-", ignore_cleanup_errors=True) as folder:
        made = Carrier(board.process("asterisk"), Path(folder) / "one")
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
def secret(board):
    """It asks for TLS and SRTP, by UDP for a password; what is said with it goes by `secret.wire`."""
    with tempfile.TemporaryDirectory(prefix="carrier-", ignore_cleanup_errors=True) as folder, Wire(
        LISTENED, SECRET, RTP
    ) as wire:
        believed = certificate(board.running.data / "asterisk/sip_keys", Path(folder), SECRET)
        made = Carrier(board.process("asterisk"), Path(folder) / "two", address=SECRET, tls=believed, ear=LISTENED)
        made.wire = wire
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture
def trunk(nadia):
    """`trunk(**fields)`: a new one, gone at the end."""
    made: list[str] = []

    def add(**fields) -> str:
        made.append(nadia.post("/api/trunks", {"name": f"t{secrets.token_hex(4)}", **fields})["id"])
        return made[-1]

    yield add
    for id in made:
        nadia.ask("DELETE", f"/api/trunks/{id}")


@pytest.fixture
def plan(nadia):
    """`plan(**changes)`: as it was at the end."""
    before = nadia.get("/api/dial-plan")
    yield lambda **changes: nadia.put("/api/dial-plan", before | changes)
    nadia.put("/api/dial-plan", before)


@pytest.fixture
def caller(board):
    with Telephone(board.centre, hertz=HER_HERTZ) as one:
        yield one


def state_of(nadia, id: str) -> str:
    return next(t["state"] for t in nadia.get("/api/trunks")["rows"] if t["id"] == id)


def calls_by(nadia, id: str) -> int:
    return next(t["calls"] for t in nadia.get("/api/trunks")["rows"] if t["id"] == id)


def to_outside(board, number: str):
    """A flow that sends its callers there."""
    exits = dict.fromkeys(("busy", "no_answer", "failed", "refused"), "bye")
    steps = {"out": {"kind": "transfer", "number": number, "seconds": 20.0, "next": exits}, "bye": {"kind": "hang_up"}}
    return board.number(steps)


def by_account(carrier, **more) -> dict:
    return {"kind": "registered", "host": carrier.address, "port": carrier.port, "account": ACCOUNT,
            "password": PASSWORD, "dial_format": "national", **more}  # fmt: skip


def by_secret(carrier, **more) -> dict:
    return {"kind": "address", "host": carrier.address, "port": carrier.tls_port, "transport": "tls",
            "encryption": "required", **more}  # fmt: skip


def certificate(authority: Path, folder: Path, address: str) -> tuple[Path, Path]:
    """For this address, by the authority that this installation believes."""
    chain, key = folder / "chain.pem", folder / "own.key"
    asked, said = folder / "asked.csr", folder / "said.ext"
    said.write_text(f"subjectAltName=IP:{address}\nbasicConstraints=CA:false\n")
    made = ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            f"/CN={address}", "-keyout", str(key), "-out", str(asked)]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    signed = ["openssl", "x509", "-req", "-in", str(asked), "-CA", str(authority / "authority.pem"), "-CAkey",
              str(authority / "authority.key"), "-CAcreateserial", "-CAserial", str(folder / "serial"), "-days", "2",
              "-extfile", str(said), "-out", str(chain)]  # fmt: skip
    subprocess.run(signed, check=True, capture_output=True)
    return chain, key


def at(phone: Telephone, **more) -> dict:
    return {"kind": "address", "host": phone.address, "port": phone.port, **more}
