"""Work from home: asked for, answered with a reason, signed by both, ended by either, talked about each year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from psycopg.errors import UniqueViolation

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant
from palabre.workforce.model.telework import agreement as model
from palabre.workforce.model.telework.agreement import Agreement, Side
from palabre.workforce.model.telework.terms import Terms, check_terms
from palabre.workforce.problems import AgreementOpen, AgreementUnknown, TermsChanged
from palabre.workforce.store import telework as store

STATES = ("asked", "refused", "offered", "declined", "withdrawn", "signed")


class KeptAgreement(msgspec.Struct, frozen=True):
    """`phase`: asked, refused, offered, declined, withdrawn, to_come, adapting, running, ending, ended.

    `terms_mark`: of the terms offered; whoever signs gives it back, so that nobody signs what she did not read.
    `answer_due_on`, `talk_due_on`: null where none is due; a day that is past is late.
    """

    id: str
    person: PersonId
    phase: str
    agreement: Agreement
    terms_mark: str
    asked_at: Instant
    answer_due_on: date | None
    talk_due_on: date | None
    today: date


# -- hers


async def ask(tx: Transaction, days: tuple[int, ...], words: str) -> KeptAgreement:
    """Raises AgreementOpen."""
    tx.scope.require("workforce.telework.own")
    if not days or len(set(days)) < len(days):
        raise Invalid(field="days", reason="twice" if days else "none")
    today, person = await _today(tx), _herself(tx)
    mine = await store.agreements_of(tx, person, limits.AGREEMENTS_OF_A_PERSON_MAX)
    if any(_agreement(row).is_open(today) for row in mine):
        raise AgreementOpen(agreement=str(mine[0]["id"]))
    if len(mine) >= limits.AGREEMENTS_OF_A_PERSON_MAX:
        raise Invalid(field="days", reason="too_many")
    id, made = new_id(), Agreement("asked", today, tuple(sorted(days)), words.strip())
    try:
        await store.insert_agreement(tx, id, person, made.state, msgspec.to_builtins(made), now_ms())
    except UniqueViolation:
        raise AgreementOpen(agreement="") from None
    await record(tx, "workforce.ask_telework", f"telework_agreement:{id}", days=list(made.days))
    return await _found(tx, id, person, today)


async def my_agreements(tx: Transaction) -> list[KeptAgreement]:
    """Newest first."""
    tx.scope.require("workforce.telework.own")
    today = await _today(tx)
    rows = await store.agreements_of(tx, _herself(tx), limits.AGREEMENTS_OF_A_PERSON_MAX)
    return [_shaped(row, today) for row in rows]


async def sign(tx: Transaction, id: str, terms_mark: str) -> KeptAgreement:
    """Raises TermsChanged where other terms were offered since she read them."""

    def step(was: Agreement, today: date) -> Agreement:
        if was.state == "offered" and mark_of(was.terms) != terms_mark:
            raise TermsChanged()
        return model.sign(was, today)

    return await _mine(tx, id, "sign_telework", step, terms=terms_mark)


async def decline(tx: Transaction, id: str, words: str) -> KeptAgreement:
    return await _mine(tx, id, "decline_telework", lambda was, _: model.decline(was, words.strip()))


async def withdraw(tx: Transaction, id: str) -> KeptAgreement:
    return await _mine(tx, id, "withdraw_telework", lambda was, _: model.withdraw(was))


async def end_mine(tx: Transaction, id: str, words: str) -> KeptAgreement:
    return await _mine(tx, id, "end_telework", lambda was, day: model.end(was, "advisor", words.strip(), day))


async def keep_mine(tx: Transaction, id: str) -> KeptAgreement:
    return await _mine(tx, id, "keep_telework", lambda was, day: model.keep(was, "advisor", day))


# -- the employer's


async def list_agreements(tx: Transaction, states: tuple[str, ...], after: str, limit: int) -> Page[KeptAgreement]:
    """Those asked longest ago first; a partner's supervisor sees those of her own people."""
    tx.scope.require("workforce.telework.manage")
    today = await _today(tx)
    rows = await store.agreements(tx, list(states or STATES), key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, lambda row: _shaped(row, today), "asked_at", "id")


async def refuse(tx: Transaction, id: str, reason: str) -> KeptAgreement:
    """Raises ReasonMissing."""
    return await _managed(tx, id, "refuse_telework", lambda was, _: model.refuse(was, reason.strip()))


async def offer(tx: Transaction, id: str, terms: Terms) -> KeptAgreement:
    """The employer's signature: whoever offers is named in the audit. Raises TermsInvalid."""

    def step(was: Agreement, today: date) -> Agreement:
        check_terms(terms, today)
        return model.offer(was, terms)

    return await _managed(tx, id, "offer_telework", step, terms=mark_of(terms))


async def end(tx: Transaction, id: str, reason: str) -> KeptAgreement:
    """Raises ReasonMissing."""
    return await _managed(tx, id, "end_telework", lambda was, day: model.end(was, "employer", reason.strip(), day))


async def keep(tx: Transaction, id: str) -> KeptAgreement:
    return await _managed(tx, id, "keep_telework", lambda was, day: model.keep(was, "employer", day))


async def note_talk(tx: Transaction, id: str, on: date) -> KeptAgreement:
    """They talked that day about her workload and how it goes."""
    return await _managed(tx, id, "note_telework_talk", lambda was, day: model.talk(was, on, day), on=on.isoformat())


# -- what they share


def mark_of(terms: Terms | None) -> str:
    """The same for the same terms; '' where none are offered."""
    return sha256(msgspec.json.encode(terms, order="deterministic")).hexdigest() if terms else ""


Step = Callable[[Agreement, date], Agreement]


async def _mine(tx: Transaction, id: str, verb: str, step: Step, **codes: Any) -> KeptAgreement:
    tx.scope.require("workforce.telework.own")
    return await _step(tx, id, _herself(tx), "advisor", verb, step, codes)


async def _managed(tx: Transaction, id: str, verb: str, step: Step, **codes: Any) -> KeptAgreement:
    tx.scope.require("workforce.telework.manage")
    return await _step(tx, id, None, "employer", verb, step, codes)


async def _step(
    tx: Transaction, id: str, person: PersonId | None, side: Side, verb: str, step: Step, codes: dict[str, Any]
) -> KeptAgreement:
    today, row = await _today(tx), await store.agreement(tx, id, person)
    if row is None:
        raise AgreementUnknown(agreement=id)
    if side == "employer" and str(row["person"]) == tx.scope.person:
        raise AgreementUnknown(agreement=id)  # nobody answers herself
    was = _agreement(row)
    made = step(was, today)
    await store.update_agreement(tx, id, made.state, msgspec.to_builtins(made), now_ms())
    await record(tx, f"workforce.{verb}", f"telework_agreement:{id}", side=side, before=was.phase(today),
                 after=made.phase(today), **codes)  # fmt: skip
    return await _found(tx, id, person, today)


async def _found(tx: Transaction, id: str, person: PersonId | None, today: date) -> KeptAgreement:
    row = await store.agreement(tx, id, person)
    assert row is not None
    return _shaped(row, today)


def _shaped(row: dict[str, Any], today: date) -> KeptAgreement:
    of = _agreement(row)
    return KeptAgreement(
        str(row["id"]), PersonId(str(row["person"])), of.phase(today), of, mark_of(of.terms), row["asked_at"],
        of.answer_due_on(), of.talk_due_on(today), today)  # fmt: skip


def _agreement(row: dict[str, Any]) -> Agreement:
    return msgspec.convert(row["document"], Agreement)


def _herself(tx: Transaction) -> PersonId:
    if tx.scope.person is None:
        raise Invalid(field="person", reason="none")
    return tx.scope.person


async def _today(tx: Transaction) -> date:
    return datetime.fromtimestamp(now_ms() / 1000, ZoneInfo((await get_tenant(tx)).time_zone)).date()
