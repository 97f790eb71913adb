"""Which passwords are taken. Length and rarity, no rules of capitals and digits (NIST SP 800-63B, 5.1.1.2)."""

from __future__ import annotations

from palabre.tenants.problems import PasswordRefused

CHARACTERS_MIN, CHARACTERS_MAX = 10, 256
_COMMON = frozenset(
    """
1234567890 12345678910 123456789a 0123456789 1q2w3e4r5t qwertyuiop azertyuiop password12 password123 password1234
passw0rd123 motdepasse motdepasse1 motdepasse12 motdepasse123 iloveyou12 administrator administrateur bienvenue1
bienvenue123 bonjour1234 welcome123 welcome1234 letmein1234 qwerty12345 azerty12345 azerty123456 palabre123 palabre1234
changeme123 changezmoi superviseur conseiller1 marseille13 casablanca1 francetelecom abcdefghij abcd123456 1111111111
""".split()
)


def check_password(password: str, *names: str) -> None:
    """Raises PasswordRefused. `names`: what it may not be made of (e-mail address, name)."""
    if len(password) < CHARACTERS_MIN:
        raise PasswordRefused(reason="too_short", characters_min=CHARACTERS_MIN)
    if len(password) > CHARACTERS_MAX:
        raise PasswordRefused(reason="too_long", characters_max=CHARACTERS_MAX)
    low = password.casefold()
    if low in _COMMON or len(set(low)) < 4:
        raise PasswordRefused(reason="too_common")
    if any(name and low == name.casefold() for name in names):
        raise PasswordRefused(reason="holds_name")
