"""A package given back: what it made goes, what it changed is as before. What somebody changed since, or what answers
customers by now, is left and told.
"""

from __future__ import annotations

from palabre.flows.actions import flows as drafts
from palabre.flows.actions import prompts as library
from palabre.flows.actions.flow_imports import FlowImport, get_import, may_bring, row_of
from palabre.flows.problems import ImportState, ImportUndoTooLate, PromptInUse
from palabre.flows.store import flows as flow_rows
from palabre.flows.store import imports as store
from palabre.flows.store import prompts as prompt_rows
from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import FlowId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

CHANGED, PUBLISHED, IN_USE = "changed_since", "published_since", "in_use"


async def undo(services: Services, tx: Transaction, id: str, *, changed_since: bool) -> FlowImport:
    """The whole of it in one transaction. `changed_since`: what somebody changed since too. Raises ImportState,
    ImportUndoTooLate."""
    may_bring(tx.scope)
    row = await row_of(tx, id, lock=True)
    if row["state"] == "ready" or (row["state"] == "undone" and not row["left_some"]):
        raise ImportState(state=row["state"])
    if now_ms() > row["applied_at"] + limits.PACKAGE_UNDO_DAYS * 24 * HOUR:
        raise ImportUndoTooLate(days=limits.PACKAGE_UNDO_DAYS)
    done = [await _one(tx, thing, changed_since) for thing in reversed(row["done"])]  # who says it before what is said
    await store.set_undone(tx, id, done[::-1], now_ms())
    left = sum(bool(one["left"]) for one in done)
    await record(tx, "flows.undo_package", f"flow_import:{id}", left=left, changed_since=changed_since)
    return await get_import(services, tx, id)


async def _one(tx: Transaction, thing: dict, force: bool) -> dict:
    if thing["undone"]:
        return thing
    left = await (_flow if thing["kind"] == "flow" else _prompt)(tx, thing, force)
    return thing | {"left": left, "undone": not left}


async def _flow(tx: Transaction, thing: dict, force: bool) -> str:
    id = FlowId(thing["id"])
    row = await flow_rows.find(tx, id, lock=True)
    if row is None:
        return ""  # somebody took it away already
    if not force and row["revision"] != thing["after"]["revision"]:
        return CHANGED
    if thing["before"] is None:
        if row["published"] is not None:
            return PUBLISHED
        return "" if await drafts.remove_draft(tx, id) else IN_USE
    if not force and row["published"] != thing["before"]["published"]:
        return PUBLISHED
    await drafts.save_draft(tx, id, thing["before"]["draft"], revision=row["revision"])
    return ""


async def _prompt(tx: Transaction, thing: dict, force: bool) -> str:
    name, language, before = thing["name"], thing["language"], thing["before"]
    rows = await prompt_rows.of_names(tx, [name], lock=True)
    row = next((row for row in rows if row["language"] == language), None)
    if row is None:
        return ""
    if not force and {"text": row["text"], "recording": row["recording"]} != thing["after"]:
        return CHANGED
    if before is None:
        try:
            await library.delete_prompt(tx, name, language)
        except PromptInUse:
            return IN_USE
        return ""
    await library.save_prompt(tx, name, language, before["text"])
    if row["recording"] != before["recording"]:
        await library.put_back_recording(tx, name, language, before["recording"])
    return ""
