"""A flow made into a package: itself, the flows it enters and those that they enter, what they say, with the sound."""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from typing import IO

import msgspec

from palabre.flows.actions.flows import get_document, get_flow
from palabre.flows.actions.library import NAMED
from palabre.flows.actions.package_files import PROMPTS, REFERENCES, Written, told
from palabre.flows.model.flow import read_flow
from palabre.flows.model.packing import FlowPacked, PromptPacked, ReferencePacked, wanted
from palabre.flows.problems import FlowUnknown, PackageTooLarge
from palabre.flows.store import prompts
from palabre.foundations import limits
from palabre.foundations.ids import FlowId
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record


class Gathered(msgspec.Struct):
    """`flows`: the exported one first. `sounds`: path → blob."""

    flows: list[FlowPacked]
    prompts: list[PromptPacked]
    references: list[ReferencePacked]
    sounds: dict[str, str]


async def export_package(services: Services, who: Scope, id: FlowId, version: int | None) -> tuple[str, IO[bytes]]:
    """Its name, and the zip in a file without a name, which the caller closes. `version`: None for the draft.

    Raises FlowUnknown, FlowUnreadable (a draft that cannot be read enters nobody knows what), PackageTooLarge.
    """
    async with services.database.transaction(who) as tx:
        found = await _gathered(tx, id, version)
        await record(tx, "flows.export_package", f"flow:{id}", version=version, flows=len(found.flows))
    file = tempfile.TemporaryFile()
    try:
        await _write(services, who, found, file)
        file.seek(0)
        return found.flows[0].name, file
    except BaseException:
        file.close()
        raise


async def _gathered(tx: Transaction, id: FlowId, version: int | None) -> Gathered:
    tx.scope.require("flows.view")
    packed = await _with_those_it_enters(tx, id, version)
    said, named = wanted(packed)
    words, sounds = [], {}
    for row in sorted(await prompts.of_names(tx, said), key=lambda r: (r["name"], r["language"])):
        path = f"sounds/{row['name']}.{row['language']}.wav" if row["recording"] else ""
        words.append(PromptPacked(row["name"], row["language"], row["text"], path))
        if path:
            sounds[path] = row["recording"]
    own = {one.id for one in packed}
    names = {kind: await NAMED[kind](tx) for kind in sorted({kind for kind, _ in named}) if kind in NAMED}
    beside = [ReferencePacked(kind, ref, names.get(kind, {}).get(ref, "")) for kind, ref in sorted(named)
              if ref not in own]  # fmt: skip
    return Gathered(packed, words, beside, sounds)


async def _with_those_it_enters(tx: Transaction, id: FlowId, version: int | None) -> list[FlowPacked]:
    """Of each the version in which it is entered first: the one that is pinned, else what answers, else its draft."""
    whole = await get_flow(tx, id)
    document = whole.draft if version is None else await get_document(tx, id, version)
    found: dict[str, FlowPacked | None] = {id: FlowPacked(id, whole.name, document)}
    to_look = deque(_entered(document))
    while to_look:
        one, pinned = to_look.popleft()
        if one in found:
            continue
        found[one] = packed = await _packed(tx, FlowId(one), pinned)  # None: gone, and told as missing where it arrives
        if len(found) > limits.PACKAGE_FLOWS_MAX:
            raise PackageTooLarge(what="flows", most=limits.PACKAGE_FLOWS_MAX)
        if packed is not None:
            to_look.extend(_entered(packed.document))
    return [one for one in found.values() if one is not None]


def _entered(document: object) -> list[tuple[str, int | None]]:
    """(flow, version), None for the one that answers."""
    ran = (step.runs() for step in read_flow(document).steps.values())
    return [(run[0], run[1]) for run in ran if run is not None]


async def _packed(tx: Transaction, id: FlowId, pinned: int | None) -> FlowPacked | None:
    try:
        whole = await get_flow(tx, id)
        answering = pinned or whole.published
        return FlowPacked(id, whole.name, await get_document(tx, id, answering) if answering else whole.draft)
    except FlowUnknown:
        return None


async def _write(services: Services, who: Scope, found: Gathered, file: IO[bytes]) -> None:
    made = Written(file)
    paths = [f"flows/{at:03}.json" for at in range(1, len(found.flows) + 1)]
    for path, one in zip(paths, found.flows, strict=True):
        made.put(path, told(one))
    made.put(PROMPTS, told(found.prompts))
    made.put(REFERENCES, told(found.references))
    for path, blob in found.sounds.items():
        wav = bytearray()
        async for chunk in services.blobs.get(who.tenant, blob):
            wav += chunk
        await asyncio.to_thread(made.put, path, bytes(wav))
    await asyncio.to_thread(made.close, paths[0])
