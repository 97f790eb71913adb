"""What the checklist takes for a call of each number, and that none of thousands is left out."""

from __future__ import annotations

import msgspec
import pytest

from palabre.channels.voice.actions import moving as moves
from palabre.channels.voice.actions.numbers import add_number, list_numbers
from palabre.channels.voice.actions.trunks import save_trunk
from palabre.channels.voice.model.moving import Move
from palabre.channels.voice.model.trunks import TrunkWish
from palabre.channels.voice.store import moving as move_rows
from palabre.foundations import limits
from palabre.moving.actions import rehearsals
from palabre.moving.store import rehearsals as store
from palabre.plumbing.identity import new_id

NUMBER = "+33199600001"


async def called(tx, kind: str, at: int, problems: tuple[str, ...] = ()) -> str:
    """A rehearsal that is over, of one call; the call's id."""
    row = {"id": new_id(), "kind": kind, "as_if": None, "now": at, "by": None}
    call = {"id": new_id(), "place": 0, "number": NUMBER, "name": "", "flow": None, "version": None, "keys": "",
            "expects": "", "as_if": None, "state": "done", "problems": [*problems], "ended_at": at}  # fmt: skip
    await store.insert(tx, row, [call])
    return call["id"]


@pytest.mark.parametrize(
    ("calls", "taken"),
    [
        ([("flows", ())], None),
        ([("calls", ()), ("flows", ())], 0),
        ([("calls", ()), ("flows", ("nothing_heard",))], 1),
        ([("flows", ("nothing_heard",)), ("calls", ())], 1),
        ([("calls", ("nothing_heard",)), ("flows", ())], 0),
        ([("calls", ("nothing_heard",)), ("calls", ())], 1),
    ],
)
async def test_its_own_call_counts_and_what_went_wrong_since(centre, calls, taken):
    async with centre.transaction() as tx:
        made = [await called(tx, kind, 1000 + place, problems) for place, (kind, problems) in enumerate(calls)]
        found = (await rehearsals.last_of_numbers(tx)).get(NUMBER)
    assert (found.id if found else None) == (None if taken is None else made[taken])


async def test_no_number_is_left_out_where_there_are_more_than_a_page(centre):
    count = limits.PAGE_ROWS_MAX + 3
    async with centre.transaction() as tx:
        for place in range(count):
            await add_number(tx, f"+331997{place:05}")
        id = await rehearsals.begin(tx, "calls")
        assert (await rehearsals.get(tx, id)).calls == count
        calls = await rehearsals.calls_of(tx, id)
        told = [[row["number"] for row in rows] for rows in (await list_numbers(tx), await moves.list_moves(tx))]
    assert told == [sorted({call.number for call in calls})] * 2 and len(told[0]) == count


async def test_another_trunk_is_told_by_its_time_another_share_is_not_and_an_undo_is(centre):
    async with centre.transaction() as tx:
        number = (await add_number(tx, NUMBER))["id"]
        ways = [await way(centre, tx, name) for name in ("a", "b")]
        at, before = [], None
        for now, trunk, share in ((1000, ways[0], 10), (2000, ways[0], 20), (3000, ways[1], 20), (4000, ways[1], 30)):
            move = msgspec.to_builtins(Move(trunk, "", share, 5))
            step = {"id": new_id(), "number": number, "now": now, "by": None, "before": before, "after": move}
            await move_rows.put_step(tx, step)
            await move_rows.put_move(tx, number, {**move, "now": now, "by": None})
            at.append((await moves.list_moves(tx))[0]["trunk_at"])
            before = move
        assert at == [1000, 1000, 3000, 3000]
        await moves.undo_move(tx, number)
        assert (await moves.list_moves(tx))[0]["trunk_at"] > 4000


async def way(centre, tx, name: str) -> str:
    wish = TrunkWish(name=name, kind="address", host=f"{name}.example.test")
    return str((await save_trunk(centre.services, tx, wish))["id"])
