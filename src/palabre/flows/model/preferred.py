"""Whom a step that asks for somebody would rather have, as the flow says it."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec

from palabre.flows.model.faults import Fault
from palabre.flows.model.step import Words
from palabre.flows.model.text import variables_in

WHO = ("last", "named", "account_manager")


class Preferred(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`who`: last (who talked last with this customer, within `within_days`), named (`advisor`: her id, or {variable}
    that holds one), account_manager (of this customer)."""

    who: Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(WHO)})$")]
    advisor: Words = ""
    within_days: Annotated[float, msgspec.Meta(gt=0, le=400)] = 30.0


Several = Annotated[tuple[Preferred, ...], msgspec.Meta(max_length=3)]


def variables_of(several: Sequence[Preferred]) -> Iterator[str]:
    for one in several:
        yield from variables_in(one.advisor)


def advisors_of(several: Sequence[Preferred]) -> Iterator[str]:
    """Ids named in the flow itself."""
    return (one.advisor for one in several if one.advisor and not any(variables_in(one.advisor)))


def faults_of(several: Sequence[Preferred]) -> Iterator[Fault]:
    for one in several:
        if (one.who == "named") != bool(one.advisor):
            yield Fault("advisor_missing" if one.who == "named" else "advisor_not_asked_for", what=one.who)
    if len({(one.who, one.advisor) for one in several}) < len(several):
        yield Fault("preferred_twice")
