"""Telephone numbers: as they come, as they are kept (E.164), and which of them may be called."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.problems import NumberInvalid, NumberTaken
from palabre.channels.voice.store import across as across_rows
from palabre.channels.voice.store import numbers as store
from palabre.conversations.ports import is_trial
from palabre.foundations import limits
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Database, Transaction

CALLED = re.compile(r"\+?[0-9]{3,15}")
COSTLY = frozenset(
    {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PAGER, PhoneNumberType.UAN}
)


def called_number(raw: str, country: str) -> str:
    """The number a trunk says was called, as E.164. Raises NumberInvalid for what is not a number."""
    raw = raw.strip()
    if not CALLED.fullmatch(raw):
        raise NumberInvalid(number=raw[:20])
    try:
        parsed = phonenumbers.parse(raw, country)
    except NumberParseException:
        raise NumberInvalid(number=raw[:20]) from None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def callable_number(raw: str, country: str, *, abroad: bool = True) -> str:
    """A number that a flow or a rescue may call: valid, and not one that costs whoever calls it more than a call.

    `abroad`: numbers of other countries too; not where strangers choose what we dial (toll fraud).
    """
    try:
        parsed = phonenumbers.parse(raw.strip()[:30], country)
    except NumberParseException:
        raise NumberInvalid(number=raw[:20]) from None
    if not phonenumbers.is_valid_number(parsed) or phonenumbers.number_type(parsed) in COSTLY:
        raise NumberInvalid(number=raw[:20])
    if not abroad and parsed.country_code != phonenumbers.country_code_for_region(country):
        raise NumberInvalid(number=raw[:20])
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


async def numbers_of(tx: Transaction) -> list[str]:
    """The tenant's own, which a call may show; the first of them is shown where none is asked for."""
    return await store.own_numbers(tx, limits.PAGE_ROWS_MAX)


async def find_number(database: Database, number: str) -> dict | None:
    """tenant, number, flow, language, free (until answered) of who answers it, across tenants; None: nobody."""
    async with database.connection() as connection:
        return await (across_rows.find_trial if is_trial(number) else across_rows.find_number)(connection, number)


async def is_free_until_answered(database: Database, number: str) -> bool:
    """Whether who calls it is charged only once an advisor has her."""
    async with database.connection() as connection:
        return await across_rows.is_free_until_answered(connection, number)


async def add_number(
    tx: Transaction,
    number: str,
    *,
    country: str = "FR",
    name: str = "",
    flow: str | None = None,
    language: str = "fr",
    rescue_number: str | None = None,
    web_calls: bool = False,
    free_until_answered: bool = False,
) -> dict:
    """A number answered by this tenant. `web_calls`: pages may call it too, by the key that comes back as `web_key`.
    `free_until_answered`: flow and wait are early media, the call is answered once an advisor has it."""
    values = {
        "id": new_id(),
        "number": called_number(number, country),
        "name": name[: limits.NAME_CHARACTERS_MAX],
        "flow": flow,
        "language": language,
        "rescue_number": await check_number(tx, rescue_number, "rescue") if rescue_number else None,
        "web_key": secrets.token_urlsafe(16) if web_calls else None,
        "free_until_answered": free_until_answered,
        "now": now_ms(),
    }
    if not await store.insert_number(tx, values):
        raise NumberTaken(number=values["number"])
    return {k: v for k, v in values.items() if k != "now"}


async def list_numbers(tx: Transaction) -> list[dict]:
    return await every(tx, store.numbers)


async def every(tx: Transaction, page: Callable[[Transaction, str, int], Awaitable[list[dict]]]) -> list[dict]:
    """Rows of all numbers, page by page (tx, after, limit) and by `number`: a centre may have thousands."""
    found: list[dict] = []
    while len(found) < limits.PHONE_NUMBERS_MAX:
        rows = await page(tx, found[-1]["number"] if found else "", limits.PAGE_ROWS_MAX)
        found += rows
        if len(rows) < limits.PAGE_ROWS_MAX:
            break
    return found


async def numbers_among(tx: Transaction, numbers: list[str]) -> list[dict]:
    """Of these (E.164), those that this tenant answers."""
    return await store.numbers_among(tx, numbers)


async def answered_by(tx: Transaction, flow: str) -> bool:
    """Whether a number names this flow."""
    return await store.names_flow(tx, flow)


async def set_number(
    tx: Transaction, id: str, *, name: str, flow: str | None, language: str, rescue_number: str | None,
    free_until_answered: bool,
) -> dict:  # fmt: skip
    """The whole of it, in the place of what there was. Raises NotFound, NumberInvalid."""
    rescue = await check_number(tx, rescue_number, "rescue") if rescue_number else None
    values = {"name": name[: limits.NAME_CHARACTERS_MAX], "flow": flow, "language": language, "rescue_number": rescue,
              "free_until_answered": free_until_answered}  # fmt: skip
    row = await store.set_number(tx, id, values)
    if row is None:
        raise NotFound(what="phone_number")
    return row


async def change_number(
    tx: Transaction,
    id: str,
    *,
    country: str = "FR",
    name: str | None = None,
    flow: str | None = None,
    language: str | None = None,
    rescue_number: str | None = None,
    free_until_answered: bool | None = None,
) -> dict:
    rescue = await check_number(tx, rescue_number, "rescue") if rescue_number else None
    row = await store.update_number(tx, id, {"name": name, "flow": flow, "language": language, "rescue_number": rescue,
                                              "free_until_answered": free_until_answered})  # fmt: skip
    if row is None:
        raise NotFound(what="phone_number")
    return row


async def remove_number(tx: Transaction, id: str) -> None:
    if not await store.delete_number(tx, id):
        raise NotFound(what="phone_number")
