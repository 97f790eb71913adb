"""What a number is to whoever pays for calling it: its class. Data of numbering plans; no I/O.

Types and lengths come from libphonenumber's metadata; what it does not say stands here, with its source.
"""

from __future__ import annotations

import re

import msgspec
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from palabre.channels.voice.problems import NumberInvalid

EMERGENCY, FIXED, MOBILE, FREEPHONE, SHARED, SPECIAL, PREMIUM, SHORT, INTERNATIONAL, SATELLITE = CLASSES = (
    "emergency", "fixed", "mobile", "freephone", "shared", "special", "premium", "short", "international", "satellite",
)  # fmt: skip
ORDINARY = (FIXED, MOBILE, FREEPHONE)  # open by default, in the tenant's own countries

# ITU-T E.164 list of country codes: global mobile satellite, Inmarsat, international networks, personal numbers;
# and the three shared codes of which one is premium rate
SATELLITE_PREFIXES = ("+870", "+881", "+882", "+883", "+878")
PREMIUM_PREFIXES = ("+979", "+808")
# one numbering plan, told apart by the metadata: whoever calls one at home calls the other at home
TOGETHER = {"MA": ("EH",), "NO": ("SJ",), "FI": ("AX",), "IT": ("VA",), "AU": ("CC", "CX")}
# beyond libphonenumber's: what each country's plan gives to emergencies (FR: ARCEP decision 2018-0881 annex 1)
EMERGENCY_MORE = {
    "FR": ("112", "15", "17", "18", "114", "115", "116000", "116117", "119", "191", "196", "197"),
    "BE": ("112", "100", "101"), "CH": ("112", "117", "118", "144", "1414"), "LU": ("112", "113"),
    "MA": ("112", "15", "150", "19", "177"), "DZ": ("112", "14", "17", "1021", "1548"),
    "TN": ("112", "190", "197", "198"),
    "SN": ("112", "15", "17", "18"), "CI": ("110", "111", "170", "180", "185"), "GB": ("112", "999"),
    "DE": ("112", "110"), "ES": ("112", "061", "062", "080", "091"), "IT": ("112", "113", "115", "118"),
    "US": ("911",), "CA": ("911",),
}  # fmt: skip
KINDS = {
    PhoneNumberType.FIXED_LINE: FIXED, PhoneNumberType.MOBILE: MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE: MOBILE,
    PhoneNumberType.VOIP: FIXED, PhoneNumberType.TOLL_FREE: FREEPHONE, PhoneNumberType.SHARED_COST: SHARED,
    PhoneNumberType.PREMIUM_RATE: PREMIUM,
}  # fmt: skip
SHORT_DIGITS_MAX = 6
WRITTEN = re.compile(r"\+?[0-9][0-9 ().\-/\u00a0\u202f]*")


class Destination(msgspec.Struct, frozen=True):
    """`number`: E.164, or the digits as dialled where short. `region`: ISO code, '' of no country."""

    number: str
    kind: str
    region: str


def emergency_numbers(country: str) -> tuple[str, ...]:
    return EMERGENCY_MORE.get(country, ("112",))


def is_emergency(digits: str, country: str) -> bool:
    return digits in emergency_numbers(country) or (
        len(digits) <= SHORT_DIGITS_MAX and bool(country) and phonenumbers.is_emergency_number(digits, country)
    )


def destination(raw: str, country: str) -> Destination:
    """Of a number as somebody writes it in `country`. Raises NumberInvalid."""
    written = raw.strip()[:30]
    if not WRITTEN.fullmatch(written):  # no extension, no parameter, no letter that a keypad would turn into a digit
        raise NumberInvalid(number=raw[:20])
    digits = "".join(c for c in written if c.isdigit())
    if len(digits) <= SHORT_DIGITS_MAX and not written.startswith("+"):
        return _short(digits, written, country)
    try:
        parsed = phonenumbers.parse(written, country or None)
    except NumberParseException:
        raise NumberInvalid(number=raw[:20]) from None
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_possible_number(parsed):
        raise NumberInvalid(number=raw[:20])
    if number.startswith(SATELLITE_PREFIXES):  # by prefix alone: the metadata knows few of their ranges
        return Destination(number, SATELLITE, "")
    if number.startswith(PREMIUM_PREFIXES):
        return Destination(number, PREMIUM, "")
    if not phonenumbers.is_valid_number(parsed):
        raise NumberInvalid(number=raw[:20])
    kind = KINDS.get(phonenumbers.number_type(parsed), SPECIAL)
    return Destination(number, kind, phonenumbers.region_code_for_number(parsed) or "")


def _short(digits: str, written: str, country: str) -> Destination:
    if is_emergency(digits, country):
        return Destination(digits, EMERGENCY, country)
    if len(digits) < 2:
        raise NumberInvalid(number=written[:20])
    return Destination(digits, SHORT, country)


def at_home(region: str, countries: tuple[str, ...]) -> bool:
    return any(region == c or region in TOGETHER.get(c, ()) for c in countries)
