"""Around a draft: who has it before her, how two documents differ, and going back to a version."""
from __future__ import annotations

from typing import Any

import msgspec

from palabre.flows.actions.flows import get_document, get_flow, save_draft
from palabre.flows.actions.library import offered_flows
from palabre.flows.model.comparison import Comparison, compare
from palabre.flows.model.variables import Declared
from palabre.flows.store import designing as store
from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.ids import FlowId, PersonId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction

GONE_SECONDS = 40  # an editor that was not heard of for so long is elsewhere; it says so every 15 s


class Editor(msgspec.Struct, frozen=True):
    person: PersonId
    since: Instant


class Callable(msgspec.Struct, frozen=True):
    """A published flow as another may run it. `exits`: by which it comes back. `given`, `returned`: its variables."""

    id: FlowId
    name: str
    version: int
    exits: tuple[str, ...]
    given: dict[str, Declared]
    returned: dict[str, Declared]


async def tell_editing(tx: Transaction, id: FlowId) -> list[Editor]:
    """She has this draft before her; who else has. Nobody is kept out: who saves later is told (DraftChanged)."""
    tx.scope.require("flows.edit")
    await get_flow(tx, id)
    now = now_ms()
    if tx.scope.person is not None:
        await store.seen(tx, id, tx.scope.person, now, now - GONE_SECONDS * SECOND)
    rows = await store.editors(tx, id, now - GONE_SECONDS * SECOND)
    return [Editor(**row) for row in rows if row["person"] != tx.scope.person]


async def leave_editing(tx: Transaction, id: FlowId) -> None:
    tx.scope.require("flows.edit")
    if tx.scope.person is not None:
        await store.leave(tx, id, tx.scope.person)


async def compare_versions(tx: Transaction, id: FlowId, before: int | None, after: int | None) -> Comparison:
    """None: the draft."""
    tx.scope.require("flows.view")

    async def document(version: int | None) -> Any:
        return (await get_flow(tx, id)).draft if version is None else await get_document(tx, id, version)

    return compare(await document(before), await document(after))


async def restore_version(tx: Transaction, id: FlowId, version: int, *, revision: int) -> int:
    """The draft is what that version was; returns the draft's revision. Raises FlowUnknown, DraftChanged."""
    return await save_draft(tx, id, await get_document(tx, id, version), revision=revision)


async def callable_flows(tx: Transaction) -> list[Callable]:
    """By name."""
    tx.scope.require("flows.view")
    return [
        Callable(
            FlowId(one.flow), one.name, one.version, one.exits,
            {name: d for name, d in one.declares.items() if d.way == "given"},
            {name: d for name, d in one.declares.items() if d.way == "returned"})
        for one in await offered_flows(tx) if one.exits
    ]  # fmt: skip


