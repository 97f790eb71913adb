"""Names and addresses made comparable."""

from __future__ import annotations

import re
import unicodedata

from palabre.foundations import limits
from palabre.foundations.problems import Invalid

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+|[^@\s]{1,64}@localhost")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Without case, accents, or the marks that vowel an Arabic word: what lists sort by and searches compare."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _SPACES.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def clean_name(text: str, field: str = "name") -> str:
    """Trimmed, one line, between one and NAME_CHARACTERS_MAX characters."""
    name = _SPACES.sub(" ", "".join(c for c in text if unicodedata.category(c) != "Cc" or c.isspace())).strip()
    if not name or len(name) > limits.NAME_CHARACTERS_MAX:
        raise Invalid(field=field, reason="length")
    return name


def clean_email(text: str) -> tuple[str, str]:
    """The address as written, and the key that sign-in compares."""
    email = unicodedata.normalize("NFC", text.strip())
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Invalid(field="email", reason="not_an_address")
    return email, email_key(email)


def email_key(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()
