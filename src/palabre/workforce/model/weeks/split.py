"""The same week with other shares of people on split contracts at home: what two sequences a day are worth."""

from __future__ import annotations

import msgspec

from palabre.workforce.model.weeks.week import Week

SPLIT = " (split)"


def with_split(week: Week, share: float) -> Week:
    """Nobody split but this share of all people, who work at home first, spread evenly over the list."""
    contracts = {}
    for name, contract in week.contracts.items():
        contracts[name] = msgspec.structs.replace(contract, split=False)
        contracts[name + SPLIT] = msgspec.structs.replace(contract, split=True)
    many = round(share * len(week.people))
    at_home = [n for n, p in enumerate(week.people) if p.site == "home"]
    chosen = set(at_home if len(at_home) <= many else _spread(at_home, many))
    others = [n for n in range(len(week.people)) if n not in chosen]
    chosen |= set(_spread(others, many - len(chosen)))
    people = tuple(
        msgspec.structs.replace(p, contract=p.contract + SPLIT) if n in chosen else p for n, p in enumerate(week.people)
    )
    return msgspec.structs.replace(week, contracts=contracts, people=people)


def _spread(some: list[int], many: int) -> list[int]:
    return [some[n * len(some) // many] for n in range(many)] if many > 0 else []
