"""A flow with all that it leans on, as one JSON document that another installation can read."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from palabre.flows.actions.flows import create_flow, get_document, get_flow
from palabre.flows.actions.library import NAMED
from palabre.flows.actions.prompts import save_prompt
from palabre.flows.model.flow import read_flow
from palabre.flows.model.references import names_said, refer_anew, references
from palabre.flows.problems import FlowUnreadable, PackageUnreadable
from palabre.flows.store import prompts
from palabre.foundations import limits
from palabre.foundations.ids import FlowId
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

FORMAT = 1


class PromptKept(msgspec.Struct, frozen=True):
    """`sha256`, `bytes`: of its recording, '' and 0 where there is none; sound travels beside it."""

    name: str
    language: str
    text: str
    sha256: str = ""
    bytes: int = 0


class Reference(msgspec.Struct, frozen=True):
    """Something that must exist beside the flow. `name`: by which it is found elsewhere."""

    kind: str
    id: str
    name: str


class Package(msgspec.Struct, frozen=True):
    """`palabre_flow`: the format. `document`: as it was drawn, with the ids of where it comes from."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]
    document: dict[str, Any]
    prompts: Annotated[list[PromptKept], msgspec.Meta(max_length=2_000)] = []
    references: Annotated[list[Reference], msgspec.Meta(max_length=500)] = []
    palabre_flow: Annotated[int, msgspec.Meta(ge=FORMAT, le=FORMAT)] = FORMAT


class Imported(msgspec.Struct, frozen=True):
    """`missing`: what was found under no name here, its id left as it was. `prompts_kept`: names that had words here
    already, which stay. `unrecorded`: prompts whose recording is to be made or put here (`name language`)."""

    id: FlowId
    missing: list[Reference]
    prompts_made: int
    prompts_kept: list[str]
    unrecorded: list[str]


async def export_flow(tx: Transaction, services: Services, id: FlowId, version: int | None = None) -> Package:
    """The draft, or one of its versions. What cannot be read as a flow is exported all the same, without references."""
    tx.scope.require("flows.view")
    flow = await get_flow(tx, id)
    document = flow.draft if version is None else await get_document(tx, id, version)
    try:
        read = read_flow(document)
    except FlowUnreadable:
        return Package(flow.name, document)
    rows = await prompts.of_names(tx, names_said(read))
    kept = [await _kept(services, tx, row) for row in sorted(rows, key=lambda r: (r["name"], r["language"]))]
    names = await _names(tx, {kind for kind, _ in references(read)})
    found = [Reference(kind, ref, names.get(kind, {}).get(ref, "")) for kind, ref in references(read)]
    await record(tx, "flows.export_flow", f"flow:{id}", version=version)
    return Package(flow.name, document, kept, found)


async def _kept(services: Services, tx: Transaction, row: dict) -> PromptKept:
    if row["recording"] is None:
        return PromptKept(row["name"], row["language"], row["text"])
    digest, size = hashlib.sha256(), 0
    async for chunk in services.blobs.get(tx.scope.tenant, row["recording"]):
        digest.update(chunk)
        size += len(chunk)
    return PromptKept(row["name"], row["language"], row["text"], digest.hexdigest(), size)


async def import_flow(tx: Transaction, package: Package, name: str) -> Imported:
    """A draft of its own; nothing is published, no words that are here already are changed.

    Queues, hours and flows are found by their names. Raises PackageUnreadable, NameTaken.
    """
    tx.scope.require("flows.edit")
    try:
        read = read_flow(package.document)
    except FlowUnreadable as problem:
        raise PackageUnreadable(why=problem.details["why"]) from problem
    here = await _names(tx, {one.kind for one in package.references})
    by_name = {kind: {n.lower(): id for id, n in names.items()} for kind, names in here.items()}
    moved, missing = {}, []
    for one in package.references:
        found = by_name.get(one.kind, {}).get(one.name.lower()) if one.name else None
        if found is None and one.id not in here.get(one.kind, {}):
            missing.append(one)
        elif found is not None:
            moved[one.id] = found
    document = refer_anew(package.document, moved)
    made, kept, unrecorded = await _bring_prompts(tx, package.prompts, names_said(read))
    id = await create_flow(tx, name, document)
    await record(tx, "flows.import_flow", f"flow:{id}", prompts=made)
    return Imported(id, missing, made, kept, unrecorded)


async def _bring_prompts(
    tx: Transaction, brought: Iterable[PromptKept], wanted: set[str]
) -> tuple[int, list[str], list[str]]:
    """Words that are not here yet; how many, which stayed as they were, and which have no recording here."""
    brought = [one for one in brought if one.name in wanted]
    known = {(r["name"], r["language"]): r for r in await prompts.of_names(tx, {one.name for one in brought})}
    kept: list[str] = []
    for one in brought:
        row = known.get((one.name, one.language))
        if row is None:
            await save_prompt(tx, one.name, one.language, one.text[: limits.TEXT_CHARACTERS_MAX])
        elif row["text"] != one.text:
            kept.append(f"{one.name} {one.language}")
    silent = [
        f"{one.name} {one.language}" for one in brought
        if one.sha256 and not (known.get((one.name, one.language)) or {}).get("recording")
    ]  # fmt: skip
    return sum((one.name, one.language) not in known for one in brought), kept, silent


async def _names(tx: Transaction, kinds: Iterable[str]) -> dict[str, dict[str, str]]:
    """kind → id → name, of what flows refer to by name."""
    return {kind: await NAMED[kind](tx) for kind in sorted(set(kinds)) if kind in NAMED}
