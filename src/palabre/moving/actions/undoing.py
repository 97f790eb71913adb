"""The same way back: the last row first. What it made is taken away, what it changed is put back; what somebody changed
since, or still uses, is told and left. Cut anywhere, it goes on with what is not undone yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.foundations import limits
from palabre.foundations.problems import Problem
from palabre.moving.actions.applying import EVERY, FEW, ROWS_MAX
from palabre.moving.actions.hands.every import hands
from palabre.moving.actions.hands.work import Hand, Left, Work
from palabre.moving.actions.reading import MANY, keys_of, there_of
from palabre.moving.actions.working import Held
from palabre.moving.model.judging import Thing
from palabre.moving.model.kinds import BY_NAME, KINDS, Kind
from palabre.moving.store import imports as store
from palabre.plumbing.identity import now_ms
from palabre.tenants.actions.audit import record

Row = dict[str, Any]


async def undo(held: Held) -> None:
    """From undoing to undone, `left_rows` told."""
    little = held.row["rows"] <= limits.MOVING_AT_ONCE_MAX
    while not little and await _some(held, MANY, limits.MOVING_BATCH_ROWS):
        pass
    await _some(held, EVERY if little else FEW, ROWS_MAX)
    async with held.transaction() as tx:
        left = await store.count(tx, held.id, "left")
        await store.set_state(tx, held.id, "undone", undone_at=now_ms(), left_rows=left, holder="", held_until=0)
        await record(tx, "moving.undone", f"moving_import:{held.id}", rows=held.row["rows"], left=left)


async def _some(held: Held, kinds: Sequence[str], limit: int) -> int:
    """In one transaction; how many."""
    async with held.transaction() as tx:
        rows = await store.to_undo(tx, held.id, kinds, limit)
        work = Work(held.services, tx, held.about, held.id, {}, [])
        for kind in reversed(KINDS):
            of_kind = [row for row in rows if row["kind"] == kind.name]
            if of_kind:
                tx.scope.require(BY_NAME[kind.name].permission)
                await _rows(work, kind, of_kind, held.row["force"])
        await held.keep(tx, len(rows))
        return len(rows)


async def _rows(work: Work, kind: Kind, rows: Sequence[Row], force: bool) -> None:
    hand = hands(work.services)[kind.name]
    keys = [key for row in rows for key in keys_of(kind, row["after"] or row["fields"])]
    there = await hand.present(work.tx, keys)
    marks: dict[int, Row] = {}
    while True:  # what another row leans on is free once that one is gone
        trying = [row for row in rows if marks.get(row["position"], row | {"left_reason": "in_use"})["left_reason"]
                  == "in_use"]  # fmt: skip
        for row in trying:
            marks[row["position"]] = await _row(
                work, kind, hand, row, there_of(kind, row["after"] or row["fields"], there), force)
        still = sum(1 for row in trying if marks[row["position"]]["left_reason"] == "in_use")
        if still in (0, len(trying)):
            break
    await work.finish()
    await store.mark_undone(work.tx, work.imported, list(marks.values()))


async def _row(work: Work, kind: Kind, hand: Hand, row: Row, there: Thing | None, force: bool) -> Row:
    def left(reason: str, what: str = "") -> Row:
        return {"position": row["position"], "undone": "left", "left_reason": reason, "what": what}

    done = {"position": row["position"], "undone": "undone", "left_reason": "", "what": ""}
    if there is None or (row["made"] and not there.active):
        return done  # somebody took it away already
    if not force and changed_since(row, there):
        return left("changed_since")
    try:
        async with work.tx.connection.transaction():  # a savepoint
            if row["made"]:
                await hand.take_away(work, there)
            elif row["before"].get("active") == "no":
                await _back(work, hand, row, there)
                await hand.take_away(work, await _again(work, kind, hand, row) or there)
            else:
                await _back(work, hand, row, there)
    except Left as why:
        return left(why.reason, why.what)
    except Problem as problem:
        return left("in_use", problem.code)
    return done


async def _back(work: Work, hand: Hand, row: Row, there: Thing) -> None:
    before = {name: value for name, value in row["before"].items() if name != "active"}
    if before:
        await hand.write(work, there, {**there.fields, **before})


async def _again(work: Work, kind: Kind, hand: Hand, row: Row) -> Thing | None:
    keys = keys_of(kind, row["after"] or row["fields"])
    return there_of(kind, row["after"] or row["fields"], await hand.present(work.tx, keys))


def changed_since(row: Row, there: Thing) -> bool:
    """Whether what this import wrote is not what stands there now."""
    names = row["after"] if row["made"] else [name for name in row["before"] if name != "active"]
    return any(row["after"].get(name, "") != there.fields.get(name, "") for name in names)
