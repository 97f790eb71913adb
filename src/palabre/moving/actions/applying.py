"""What a preview shows is done. All of it in one transaction; customers and do-not-call beyond a bound afterwards, by
batches, each with its rows in the same transaction: cut anywhere, it goes on with what is not done yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.foundations import limits
from palabre.foundations.problems import Problem
from palabre.moving.actions.hands.every import hands
from palabre.moving.actions.hands.work import Hand, Work
from palabre.moving.actions.package import Package, Sounds, fetched
from palabre.moving.actions.reading import MANY, keys_of, there_of
from palabre.moving.actions.uploads import erase_file
from palabre.moving.actions.working import Held
from palabre.moving.model.judging import Thing, merged
from palabre.moving.model.kinds import BY_NAME, KINDS, Kind
from palabre.moving.store import imports as store
from palabre.plumbing.identity import now_ms
from palabre.tenants.actions.audit import record

Row = dict[str, Any]
FEW = tuple(kind.name for kind in KINDS if kind.name not in MANY)
EVERY = tuple(kind.name for kind in KINDS)
ROWS_MAX = limits.MOVING_THINGS_MAX * len(KINDS)


class Stopped(Exception):
    """A row that cannot be done, and nothing of its transaction is."""

    def __init__(self, row: Row, problem: Problem) -> None:
        super().__init__(row["line"], problem.code)
        self.row, self.problem = row, problem


async def apply(held: Held) -> None:
    """From applying to applied; back to ready, nothing done, where a row cannot be."""
    file = await fetched(held.services, held.scope.tenant, str(held.row["blob"]))
    with file:
        package = Package(file, held.row["file_name"])
        try:
            await _whole(held, package)
        except Stopped as stopped:
            return await _failed(held, stopped)
        await _many(held)
    async with held.transaction() as tx:
        await store.set_state(tx, held.id, "applied", applied_at=now_ms(), holder="", held_until=0)
        await record(tx, "moving.applied", f"moving_import:{held.id}", rows=held.row["rows"])
    await erase_file(held.services, held.scope.tenant, held.id, str(held.row["blob"]))


async def _whole(held: Held, package: Package) -> None:
    """Everything, where it is little; else everything but the many."""
    async with held.transaction() as tx:
        for name, counts in held.row["counts"].items():
            if counts["new"] + counts["changed"]:
                tx.scope.require(BY_NAME[name].permission)
        little = held.row["rows"] <= limits.MOVING_AT_ONCE_MAX
        rows = await store.to_apply(tx, held.id, EVERY if little else FEW, ROWS_MAX)
        sounds = {row["fields"]["file"].split(":")[1]: row["fields"]["file"].split(":", 2)[2]
                  for row in rows if row["kind"] == "prompts" and row["fields"].get("file")}  # fmt: skip
        work = Work(held.services, tx, held.about, held.id, Sounds(package, sounds), [])
        for kind in KINDS:
            of_kind = [row for row in rows if row["kind"] == kind.name]
            if of_kind:
                await _rows(work, kind, of_kind)
        await held.keep(tx, len(rows))


async def _many(held: Held) -> None:
    while True:
        async with held.transaction() as tx:
            rows = await store.to_apply(tx, held.id, MANY, limits.MOVING_BATCH_ROWS)
            if not rows:
                return
            work = Work(held.services, tx, held.about, held.id, {}, [])
            for name in MANY:
                if of_kind := [row for row in rows if row["kind"] == name]:
                    await _rows(work, BY_NAME[name], of_kind, alone=True)
            await held.keep(tx, len(rows))


async def _rows(work: Work, kind: Kind, rows: Sequence[Row], *, alone: bool = False) -> None:
    """Of one kind. `alone`: a row that cannot be done is left with its reason; else all stop at it."""
    hand = hands(work.services)[kind.name]
    there = await hand.present(work.tx, [key for row in rows for key in keys_of(kind, row["fields"])])
    marks: dict[int, Row] = {}
    for row in rows:
        marks[row["position"]] = await _row(work, kind, hand, row, there_of(kind, row["fields"], there), alone)
    try:
        await work.finish()
    except Problem as problem:
        raise Stopped(rows[-1], problem) from None
    now = await hand.present(work.tx, [key for row in rows for key in keys_of(kind, row["fields"])])
    for row in rows:
        if thing := there_of(kind, row["fields"], now):
            marks[row["position"]] |= {"after": thing.fields, "thing": thing.id}
    await store.mark_applied(work.tx, work.imported, list(marks.values()), now_ms())


async def _row(work: Work, kind: Kind, hand: Hand, row: Row, there: Thing | None, alone: bool) -> Row:
    own = merged(kind, row["fields"], there) if there else dict(row["fields"])
    before = {n: there.fields.get(n, "") for n, v in own.items() if v != there.fields.get(n, "")} if there else {}
    if there and not there.active:
        before["active"] = "no"
    mark = {"position": row["position"], "before": before, "after": {}, "made": there is None,
            "thing": there.id if there else "", "reason": "", "what": ""}  # fmt: skip
    try:
        async with work.tx.connection.transaction():  # a savepoint
            if there is None or before:
                await hand.write(work, there, {**(there.fields if there else {}), **own})
    except Problem as problem:
        if not alone:
            raise Stopped(row, problem) from None
        mark |= {"reason": "refused", "what": problem.code}
    return mark


async def _failed(held: Held, stopped: Stopped) -> None:
    async with held.transaction() as tx:
        failure = {"kind": stopped.row["kind"], "line": str(stopped.row["line"]), "reason": "refused",
                   "what": stopped.problem.code}  # fmt: skip
        await store.set_state(tx, held.id, "ready", failure=failure, applied_by=None, holder="", held_until=0)
        await record(tx, "moving.not_applied", f"moving_import:{held.id}", line=stopped.row["line"],
                     code=stopped.problem.code)  # fmt: skip

