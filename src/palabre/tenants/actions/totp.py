"""Six digits from a phone (RFC 6238), each used once, and recovery codes for the day the phone is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
from collections.abc import Sequence

import msgspec
import pyotp
import segno

from palabre.foundations import limits
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import new_token, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.secrets import Secrets
from palabre.tenants.actions import passwords
from palabre.tenants.actions.audit import record
from palabre.tenants.model.people import require_no_more_than
from palabre.tenants.problems import CodeWrong, PasswordWrong, TotpAlreadyEnabled, TotpNotBegun
from palabre.tenants.store import people as store

PURPOSE = "totp"
STEP_SECONDS = 30
_DRIFT_STEPS = (0, -1, 1)  # a phone half a minute off still fits


class Enrolment(msgspec.Struct, frozen=True):
    """Shown once. `uri`: otpauth://…; `svg`: the same as a picture to scan; `secret`: the same to type."""

    uri: str
    svg: str
    secret: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Shown once; each opens one sign-in in the place of six digits."""

    codes: list[str]


async def begin(tx: Transaction, secrets: Secrets, tenant_name: str, password: str) -> Enrolment:
    """A new secret, in force only once `confirm` has seen a code of it."""
    person = await _self(tx)
    await _require_password(person, password)
    if person["totp_enabled_at"]:
        raise TotpAlreadyEnabled()
    secret = base64.b32encode(hashlib.sha256(new_token().encode()).digest()[:20]).decode()
    sealed = await secrets.seal(tx.scope.tenant, PURPOSE, secret.encode(), tx)
    await store.set_totp(tx, person["id"], sealed, None, [])
    uri = pyotp.TOTP(secret).provisioning_uri(name=person["email"], issuer_name=f"Palabre {tenant_name}")
    picture = io.BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", scale=4, xmldecl=False)
    await record(tx, "tenants.begin_totp", f"person:{person['id']}")
    return Enrolment(uri, picture.getvalue().decode(), secret)


async def confirm(tx: Transaction, secrets: Secrets, code: str) -> RecoveryCodes:
    person = await _self(tx)
    if person["totp_sealed"] is None or person["totp_enabled_at"]:
        raise TotpNotBegun()
    if not await _spend_code(tx, secrets, person, code):
        raise CodeWrong()
    codes = [_recovery_code() for _ in range(limits.RECOVERY_CODES)]
    await store.set_totp(tx, person["id"], person["totp_sealed"], now_ms(), [_recovery_hash(c) for c in codes])
    await record(tx, "tenants.enable_totp", f"person:{person['id']}")
    return RecoveryCodes(codes)


async def disable(tx: Transaction, password: str) -> None:
    person = await _self(tx)
    await _require_password(person, password)
    await store.set_totp(tx, person["id"], None, None, [])
    await record(tx, "tenants.disable_totp", f"person:{person['id']}")


async def passwords_alone(tx: Transaction, people: Sequence[str]) -> int:
    """How many of these open with a password and nothing beside it; who has no password yet is none of them."""
    tx.scope.require("people.view")
    return await store.count_passwords_alone(tx, people)


async def disable_of(tx: Transaction, person: str) -> None:
    """An administrator helps somebody who lost both her phone and her codes."""
    tx.scope.require("people.edit")
    found = await store.read_person(tx, person, lock=True)
    if found is None:
        raise NotFound(what="person")
    require_no_more_than(tx.scope, found)
    await store.set_totp(tx, person, None, None, [])
    await record(tx, "tenants.disable_totp", f"person:{person}")


async def spend(tx: Transaction, secrets: Secrets, person: dict, code: str) -> bool:
    """Whether this code, or recovery code, opens now; it will not open again. `person`: locked, from `read_secrets`."""
    if await _spend_code(tx, secrets, person, code):
        return True
    wanted = _recovery_hash(code)
    if not any(hmac.compare_digest(wanted, bytes(known)) for known in person["recovery_hashes"]):
        return False
    await store.use_recovery(tx, person["id"], wanted)
    return True


async def _spend_code(tx: Transaction, secrets: Secrets, person: dict, code: str) -> bool:
    digits = "".join(c for c in code if c in "0123456789")
    if len(digits) != 6:
        return False
    plain = await secrets.open(tx.scope.tenant, PURPOSE, bytes(person["totp_sealed"]), tx)
    otp, now_step = pyotp.TOTP(plain.decode()), now_ms() // 1000 // STEP_SECONDS
    for step in (now_step + drift for drift in _DRIFT_STEPS):
        if step > person["totp_step"] and hmac.compare_digest(otp.generate_otp(step), digits):
            await store.use_totp_step(tx, person["id"], step)
            return True
    return False


async def _self(tx: Transaction) -> dict:
    person = await store.read_secrets(tx, tx.scope.person or "")
    if person is None:
        raise NotFound(what="person")
    return person


async def _require_password(person: dict, password: str) -> None:
    if not await passwords.fits(password, person["password_hash"] or passwords.NOBODY):
        raise PasswordWrong()


def _recovery_code() -> str:
    """Sixteen letters and digits, 80 bits, without 0, 1, 8, 9 (base 32)."""
    text = base64.b32encode(hashlib.sha256(new_token().encode()).digest()[:10]).decode().lower()
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


def _recovery_hash(code: str) -> bytes:
    return hashlib.sha256("".join(c for c in code.lower() if c.isalnum()).encode()).digest()
