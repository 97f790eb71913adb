"""Numbers that are called no more, by files."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.moving.actions.hands.work import Work
from palabre.moving.model.judging import Thing
from palabre.outbound.actions import do_not_call
from palabre.plumbing.postgres import Transaction


class Unwanted:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        return {number: Thing(number, {"number": number}) for number in await do_not_call.known(tx, list(keys))}

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        await do_not_call.put(work.tx, [fields["number"]], source="csv", imported=work.imported)

    async def take_away(self, work: Work, there: Thing) -> None:
        await do_not_call.remove(work.tx, there.id)
