"""Prompts spoken on a telephone: a code says which one, and who may; what was spoken is kept when she says so."""
from __future__ import annotations

import hmac
import secrets

import msgspec

from palabre.channels.voice.actions import takes
from palabre.channels.voice.model.takes import TakeAsked
from palabre.flows.actions.prompts import check_name
from palabre.flows.store import prompts as store
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import in_peace
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

DIGITS = 8
CODE_MS = 15 * 60_000
ERASE_SECONDS = 10.0


class Code(msgspec.Struct, frozen=True):
    """Shown once; of 8 digits. `expires_at`: ms."""

    code: str
    expires_at: Instant


class Spoken(msgspec.Struct, frozen=True):
    """What a code lets its bearer speak, in whose name."""

    name: str
    language: str
    person: PersonId


async def issue_code(tx: Transaction, name: str, language: str) -> Code:
    tx.scope.require("prompts.edit")
    if tx.scope.person is None:
        raise Forbidden(permission="prompts.edit")
    check_name(name, language)
    made = Code("".join(secrets.choice("0123456789") for _ in range(DIGITS)), now_ms() + CODE_MS)
    await store.forget_codes(tx, now_ms())
    await store.insert_code(tx, _digest(tx.scope, made.code), name, language, tx.scope.person, made.expires_at)
    await record(tx, "flows.issue_prompt_code", f"prompt:{name}", language=language)
    return made


async def of_code(services: Services, scope: Scope, code: str) -> Spoken | None:
    """None where there is no such code, or its time is over."""
    async with services.database.transaction(scope) as tx:
        row = await store.code(tx, _digest(scope, code), now_ms())
    return msgspec.convert(row, Spoken) if row else None


async def keep_spoken(services: Services, scope: Scope, spoken: Spoken, wav: bytes, code: str = "") -> None:
    """It is the prompt's recording from now on; the code, where there was one, is spent. Not kept, nothing is left."""
    blob = await services.blobs.put(
        scope.tenant, wav, kind="prompt", content_type="audio/wav", bytes_max=limits.PROMPT_BYTES_MAX)
    try:
        async with services.database.transaction(msgspec.structs.replace(scope, person=spoken.person)) as tx:
            before = await store.set_recording(tx, spoken.name, spoken.language, blob.id)
            if code:
                await store.delete_code(tx, _digest(scope, code))
            await record(
                tx, "flows.record_prompt", f"prompt:{spoken.name}", language=spoken.language, before=before,
                after=blob.id)  # fmt: skip
    except BaseException:
        await in_peace(services.blobs.erase(scope.tenant, blob.id), ERASE_SECONDS)
        raise


# -- by a telephone that we call


async def call_to_speak(services: Services, who: Scope, name: str, language: str, number: str) -> str:
    """The id of the call; who asked alone may look at it. Raises NumberInvalid, DestinationClosed, PhoneUnavailable."""
    who.require("prompts.edit")
    if who.person is None:
        raise Forbidden(permission="prompts.edit")
    check_name(name, language)
    id = new_id()
    await takes.begin_take(services, who, TakeAsked(id, who.person, number, name, language))
    async with services.database.transaction(who) as tx:
        await record(tx, "flows.call_to_speak", f"prompt:{name}", language=language)
    return id


def _digest(scope: Scope, code: str) -> bytes:
    return hmac.digest(scope.tenant.encode(), code.encode(), "sha256")
