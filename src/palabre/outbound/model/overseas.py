"""French numbers of overseas, as people there write them: 0692… is +262, not +33, and rings by another clock.

Their codes begin national numbers like those of the mainland (plan de numérotation, ARCEP decision 2018-0881, annex 1),
and libphonenumber knows them only under a region of their own.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

FRENCH = ("FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM")
REGIONS = {
    "590": "GP", "690": "GP", "691": "GP", "594": "GF", "694": "GF", "596": "MQ", "696": "MQ", "697": "MQ",
    "262": "RE", "263": "RE", "692": "RE", "693": "RE", "269": "YT", "639": "YT", "508": "PM", "708": "PM",
}  # fmt: skip
_NATIONAL = re.compile(r"(?:\+33|0033|33)?0?([1-9]\d{8})")
_SAINT_PIERRE = re.compile(r"0?(508|708)(\d{6})")


def overseas_number(plain: str, country: str) -> PhoneNumber | None:
    """Of digits and their usual company, in a French `country`; None where it is of the mainland, or no such number.

    Also +33 before an overseas number, by which nobody there is reached.
    """
    digits = re.sub(r"[ ().\-/]", "", plain)
    found = _NATIONAL.fullmatch(digits) if country in FRENCH else None
    region = REGIONS.get(found[1][:3]) if found else None
    if found is None or region is None:
        return None
    short = _SAINT_PIERRE.fullmatch(found[1])  # six digits of its own behind a code of three
    for national in (f"0{found[1]}", *((short[2],) if short else ())):
        try:
            parsed = phonenumbers.parse(national, region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return parsed
    return None
