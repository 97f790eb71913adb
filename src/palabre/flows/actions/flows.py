"""Flows: a draft that people change, versions that answer customers, and one gesture back."""
from __future__ import annotations

from collections import OrderedDict
from typing import Any

import msgspec
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from palabre.channels.voice.actions.numbers import answered_by
from palabre.conversations.ports import is_trial
from palabre.flows.actions.library import library_for
from palabre.flows.model.faults import Fault
from palabre.flows.model.flow import Flow, read_flow
from palabre.flows.model.validation import flow_faults
from palabre.flows.problems import (
    DraftChanged,
    FlowInvalid,
    FlowNotPublished,
    FlowUnknown,
    FlowUnreadable,
    NameTaken,
    NothingToUndo,
)
from palabre.flows.store import flows as store
from palabre.flows.store import trials
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import FlowId, PersonId, TenantId
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record

FLOWS_KEPT = 256
_KEPT: OrderedDict[tuple[TenantId, FlowId, int], Flow] = OrderedDict()


class FlowSummary(msgspec.Struct, frozen=True):
    """`revision`: of the draft. `published`: the version that answers, None where none does."""

    id: FlowId
    name: str
    revision: int
    published: int | None
    changed_at: Instant


class FlowWhole(msgspec.Struct, frozen=True):
    id: FlowId
    name: str
    revision: int
    published: int | None
    changed_at: Instant
    draft: Any
    changed_by: PersonId | None = None


class FlowVersion(msgspec.Struct, frozen=True):
    """`previous`: what answered when it was published, where undo goes. `note`: what its author says of it."""

    version: int
    previous: int | None
    published_at: Instant
    published_by: PersonId | None = None
    note: str = ""


# -- drafts


async def create_flow(tx: Transaction, name: str, draft: Any, id: FlowId | None = None) -> FlowId:
    """A draft need not be right to be kept, only small enough. `id`: a new one that others name already."""
    tx.scope.require("flows.edit")
    _check_size(draft)
    id = id or FlowId(new_id())
    try:
        await store.insert(tx, id, _named(name), draft)
    except UniqueViolation:
        raise NameTaken() from None
    await record(tx, "flows.create_flow", f"flow:{id}")
    return id


async def save_draft(tx: Transaction, id: FlowId, draft: Any, *, revision: int, name: str | None = None) -> int:
    """The new revision. Raises DraftChanged when the draft is no longer at `revision`."""
    tx.scope.require("flows.edit")
    _check_size(draft)
    row = await _row(tx, id)
    try:
        saved = await store.save_draft(tx, id, draft, _named(name or row["name"]), revision)
    except UniqueViolation:
        raise NameTaken() from None
    if saved is None:
        now = await _row(tx, id)
        raise DraftChanged(revision=now["revision"], by=now["changed_by"], at=now["changed_at"])
    await record(tx, "flows.save_draft", f"flow:{id}", revision=saved)
    return saved


async def remove_draft(tx: Transaction, id: FlowId) -> bool:
    """A flow that never answered anybody; False where it did, or where something still names it."""
    tx.scope.require("flows.edit")
    row = await _row(tx, id, lock=True)
    if row["published"] is not None or await answered_by(tx, id):
        return False
    try:
        async with tx.connection.transaction():  # a savepoint
            await store.delete(tx, id)
    except ForeignKeyViolation:
        return False
    await record(tx, "flows.remove_draft", f"flow:{id}")
    return True


async def check_draft(tx: Transaction, id: FlowId, *, voices: frozenset[str] = frozenset()) -> list[Fault]:
    """What publication would refuse."""
    tx.scope.require("flows.view")
    row = await _row(tx, id)
    try:
        flow = read_flow(row["draft"])
    except FlowUnreadable as problem:
        return [Fault("flow_unreadable", what=str(problem.details["why"]))]
    return flow_faults(flow, await library_for(tx, flow, voices, id))


# -- versions


async def publish(tx: Transaction, id: FlowId, *, voices: frozenset[str] = frozenset(), note: str = "") -> int:
    """The draft becomes the version that answers; returns its number. Runs under way keep theirs.

    `voices`: languages in which a prompt need not be recorded.
    """
    tx.scope.require("flows.publish")
    await store.lock_publications(tx)
    row = await _row(tx, id, lock=True)
    return await put_in_service(tx, id, row["draft"], row["published"], tx.scope.person, voices=voices, note=note)


async def put_in_service(
    tx: Transaction, id: FlowId, document: Any, before: int | None, by: PersonId | None, *,
    voices: frozenset[str], note: str,
) -> int:  # fmt: skip
    """`document` answers from now on, where nothing is wrong with it. Raises FlowUnreadable, FlowInvalid."""
    await _refuse_faults(tx, read_flow(document), voices, id)
    version = await store.insert_version(tx, id, document, before, by, note)
    await store.point_at(tx, id, version)
    await record(tx, "flows.publish", f"flow:{id}", before=before, after=version)
    return version


async def undo_publication(tx: Transaction, id: FlowId, *, voices: frozenset[str] = frozenset()) -> int:
    """What answered before answers again; the draft stays as it is. Returns the version."""
    tx.scope.require("flows.publish")
    await store.lock_publications(tx)
    row = await _row(tx, id, lock=True)
    present = await store.version(tx, id, row["published"]) if row["published"] else None
    if present is None or present["previous"] is None:
        raise NothingToUndo(published=row["published"])
    before = await store.version(tx, id, present["previous"])
    assert before is not None
    await _refuse_faults(tx, read_flow(before["document"]), voices, id)
    await store.point_at(tx, id, before["version"])
    await record(tx, "flows.undo_publication", f"flow:{id}", before=row["published"], after=before["version"])
    return before["version"]


async def _refuse_faults(tx: Transaction, flow: Flow, voices: frozenset[str], id: FlowId) -> None:
    if faults := flow_faults(flow, await library_for(tx, flow, voices, id)):
        raise FlowInvalid(faults=[[f.code, f.where, f.what] for f in faults])


async def read_version(tx: Transaction, id: FlowId, version: int) -> Flow:
    """What is published never changes: the last ones read are kept. Raises FlowUnknown."""
    key = (tx.scope.tenant, id, version)
    if key in _KEPT:
        _KEPT.move_to_end(key)
        return _KEPT[key]
    row = await store.version(tx, id, version)
    if row is None:
        raise FlowUnknown(flow=id, version=version)
    document = read_flow(row["document"])
    if version > 0:  # not that of a trial
        _KEPT[key] = document
        if len(_KEPT) > FLOWS_KEPT:
            _KEPT.popitem(last=False)
    return document


async def published_version(tx: Transaction, id: FlowId) -> tuple[int, Flow]:
    """Number and document of what answers now. Raises FlowUnknown, FlowNotPublished."""
    row = await store.published(tx, id)
    if row is None:
        raise FlowUnknown(flow=id)
    if row["published"] is None:
        raise FlowNotPublished(flow=id)
    return row["published"], await read_version(tx, id, row["published"])


# -- reading


async def get_flow(tx: Transaction, id: FlowId) -> FlowWhole:
    tx.scope.require("flows.view")
    return FlowWhole(**await _row(tx, id))


async def list_flows(tx: Transaction, *, after: str, limit: int) -> Page[FlowSummary]:
    tx.scope.require("flows.view")
    key = key_of(after, tuple[str])
    return page_of(await store.page(tx, key[0] if key else "", limit + 1), limit, lambda r: FlowSummary(**r), "id")


async def list_versions(tx: Transaction, id: FlowId, *, after: str, limit: int) -> Page[FlowVersion]:
    """Newest first."""
    tx.scope.require("flows.view")
    key = key_of(after, tuple[int])
    rows = await store.versions(tx, id, key[0] if key else 2**31 - 1, limit + 1)
    return page_of(rows, limit, lambda r: FlowVersion(**r), "version")


async def get_document(tx: Transaction, id: FlowId, version: int) -> Any:
    tx.scope.require("flows.view")
    row = await store.version(tx, id, version) if version > 0 else None
    if row is None:
        raise FlowUnknown(flow=id, version=version)
    return row["document"]


# -- where flows answer


async def answer_entry(tx: Transaction, channel: str, entry: str, flow: FlowId | None) -> None:
    """The number, widget or mailbox `entry` is answered by `flow` from now on (None: by no flow)."""
    tx.scope.require("flows.publish")
    if flow is None:
        await store.delete_entry(tx, channel, entry)
    else:
        try:
            await store.set_entry(tx, channel, _named(entry), flow)
        except ForeignKeyViolation:
            raise FlowUnknown(flow=flow) from None
    await record(tx, "flows.answer_entry", f"flow:{flow or ''}", channel=channel)


async def entry_flow(tx: Transaction, channel: str, entry: str) -> FlowId | None:
    """The published flow that answers there; of a trial, the one that is tried."""
    if is_trial(entry):
        tried = await trials.of_key(tx, entry)
        return FlowId(tried["flow"]) if tried else None
    row = await store.entry(tx, channel, entry)
    return FlowId(row["flow"]) if row and row["published"] is not None else None


class Answered(msgspec.Struct, frozen=True):
    channel: str
    entry: str
    flow: FlowId


async def list_entries(tx: Transaction, *, after: str, limit: int) -> Page[Answered]:
    tx.scope.require("flows.view")
    key = key_of(after, tuple[str, str])
    rows = await store.entries(tx, key or ("", ""), limit + 1)
    return page_of(rows, limit, lambda r: Answered(**r), "channel", "entry")


async def _row(tx: Transaction, id: FlowId, *, lock: bool = False) -> dict:
    row = await store.find(tx, id, lock=lock)
    if row is None:
        raise FlowUnknown(flow=id)
    return row


def _named(name: str) -> str:
    name = name.strip()
    if not name or len(name) > limits.NAME_CHARACTERS_MAX:
        raise Invalid(field="name", reason="length")
    return name


def _check_size(draft: Any) -> None:
    if len(msgspec.json.encode(draft)) > limits.FLOW_BYTES_MAX:
        raise Invalid(field="draft", reason="too_large")
