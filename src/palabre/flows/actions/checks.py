"""What can be decided about a collected value, a secret one too, by name. Higher rooms add theirs (a PIN, an order)."""
from __future__ import annotations

from collections.abc import Awaitable, Callable

from palabre.flows.actions.visit import Visit

Check = Callable[[Visit, str], Awaitable[bool]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a check. It may not keep, log or bind the value."""
    def add(function: Check) -> Check:
        if CHECKS.get(name, function) is not function:
            raise ValueError(f"two checks are called {name}")
        CHECKS[name] = function
        return function
    return add


@check("luhn")
async def luhn(visit: Visit, value: str) -> bool:
    """The control digit of cards and of SIREN numbers (ISO/IEC 7812-1, annex B)."""
    if not (value.isascii() and value.isdigit()) or len(value) < 2:
        return False
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(value))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
