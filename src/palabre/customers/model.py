"""Addresses made comparable, and what may join a customer: an address is a claim, and not a person."""

from __future__ import annotations

import re

import msgspec
import phonenumbers

from palabre.foundations import limits
from palabre.foundations.ids import CustomerId
from palabre.foundations.problems import Invalid
from palabre.tenants.model.words import email_key, fold

KINDS = {"voice": "phone", "sms": "phone", "phone": "phone", "email": "email", "chat": "visitor", "visitor": "visitor"}
VALUE_CHARACTERS_MAX = 254
WORDS_MAX = 40  # of one customer that she is found by
QUERY_WORDS_MAX = 5
_WITHHELD = frozenset("anonymous unknown unavailable restricted private withheld blocked hidden payphone".split())
_SIP = re.compile(r"(?i)^(?:<)?(?:sips?|tel):([^@;>]*)")
_NOT_DIGITS = re.compile(r"[^0-9]")
_LAST = "\U0010ffff"


class Address(msgspec.Struct, frozen=True):
    """`kind`: phone, email, visitor. `value`: normalised (E.164 for a phone), empty when withheld.

    `joins`: whether it may lead to a customer at all. Withheld, invalid and short numbers never do.
    """

    kind: str
    value: str
    joins: bool


class CustomerAddress(msgspec.Struct, frozen=True):
    """`verified`: proved, and not only presented."""

    kind: str
    value: str
    verified: bool = False


class Customer(msgspec.Struct, frozen=True):
    """`attributes`: what the organisation itself knows (customer number, plan). Instants in milliseconds."""

    id: CustomerId
    name: str
    language: str
    note: str
    attributes: dict[str, str]
    addresses: tuple[CustomerAddress, ...]
    created_at: int
    erased_at: int | None
    version: int


def normalise_address(channel: str, raw: str, country: str) -> Address:
    """The address that a channel presented. `country`: ISO code of where the tenant is called from ("" when
    unknown)."""
    kind = KINDS.get(channel, channel)
    if kind == "phone":
        return _phone(raw, country)
    if kind == "email":
        value = email_key(raw)
        return Address(
            kind,
            value[:VALUE_CHARACTERS_MAX],
            bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)) and len(value) <= 254,
        )
    value = raw.strip()
    return Address(kind, value[:VALUE_CHARACTERS_MAX], 8 <= len(value) <= VALUE_CHARACTERS_MAX)


def _phone(raw: str, country: str) -> Address:
    user = _SIP.match(raw.strip())
    text = (user.group(1) if user else raw.split("@")[0]).strip().strip('"')
    if not text or fold(text) in _WITHHELD:
        return Address("phone", "", False)
    if text.startswith("00") and country not in _OTHER_EXITS:
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return Address("phone", _NOT_DIGITS.sub("", text)[:20], False)
    if not phonenumbers.is_valid_number(number) or set(str(number.national_number)) == {"0"}:
        return Address("phone", _NOT_DIGITS.sub("", text)[:20], False)
    number.extension = None  # the same line, whoever answers there
    return Address("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), True)


_OTHER_EXITS = frozenset(
    "US CA JP AU SG KR HK BR CO".split()
)  # where 00 is not how one dials abroad: left to the library


def words_of(name: str, addresses: tuple[CustomerAddress, ...]) -> frozenset[str]:
    """What she is found by, from the beginning of each: words of her name, digits of numbers as dialled here or
    from abroad."""
    words = set(_split(fold(name)))
    for address in addresses:
        if address.kind == "phone":
            words |= _digits_of(address.value)
        elif address.kind == "email":
            words |= {address.value, *_split(fold(address.value.split("@")[0]))}
    return frozenset(sorted(words, key=len, reverse=True)[:WORDS_MAX])


def _digits_of(value: str) -> set[str]:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return set()
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return {value.lstrip("+"), _NOT_DIGITS.sub("", national)}


def query_words(q: str) -> list[tuple[str, str]]:
    """For each word asked, where its beginnings stand in byte order: from (included) to (excluded)."""
    digits = re.sub(r"[\s.+()/-]", "", q)
    if digits.isdecimal() and len(digits) >= 3:
        digits = digits[2:] if digits.startswith("00") else digits
        return [(digits, digits + _LAST)]
    if "@" in q:
        return [(email_key(q), email_key(q) + _LAST)]
    return [(word, word + _LAST) for word in _split(fold(q))[:QUERY_WORDS_MAX]]


def _split(folded: str) -> list[str]:
    return [word for word in re.split(r"[^\w]+", folded) if word]


def clean_customer(name: str, language: str, note: str, attributes: dict[str, str]) -> None:
    """Raises Invalid where a field is longer than a screen can use."""
    if len(name) > limits.NAME_CHARACTERS_MAX:
        raise Invalid(field="name", reason="length")
    if len(language) > 35:
        raise Invalid(field="language", reason="length")
    if len(note) > limits.TEXT_CHARACTERS_MAX:
        raise Invalid(field="note", reason="length")
    if len(attributes) > 50 or any(len(k) > 60 or len(v) > 500 for k, v in attributes.items()):
        raise Invalid(field="attributes", reason="length")
