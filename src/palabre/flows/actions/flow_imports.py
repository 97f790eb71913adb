"""A package brought here: kept sealed and looked at, taken in one transaction, given back for thirty days."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterable
from typing import IO, Any

import msgspec

from palabre.flows.actions import flows as drafts
from palabre.flows.actions import prompts as library
from palabre.flows.actions.library import NAMED
from palabre.flows.actions.package_files import Read
from palabre.flows.model import packing
from palabre.flows.model.packing import Choice, Contents, Doing, FlowHere, Here, Item, Judged, Missing, PromptHere
from palabre.flows.problems import ImportChanged, ImportState, ImportUnknown, PackageTooLarge, PromptUnknown
from palabre.flows.store import flows as flow_rows
from palabre.flows.store import imports as store
from palabre.flows.store import prompts as prompt_rows
from palabre.foundations import limits
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.ids import FlowId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import BlobTooLarge
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record


class Chosen(msgspec.Struct, frozen=True):
    """What was done with one thing. `act`: make, change, fill, leave. `name`: as it is called here now."""

    kind: str
    was: str
    name: str
    act: str
    id: str = ""


class Left(msgspec.Struct, frozen=True):
    """Not given back. `why`: changed_since, published_since, in_use."""

    kind: str
    name: str
    why: str


class FlowImport(msgspec.Struct, frozen=True):
    """`state`: ready (a preview), applied, undone. `flow`: the name of what was exported. `items`, `missing`, `seen`:
    of a preview as things stand now, of another as it was applied. `undo_until`: ms, where it can be undone."""

    id: str
    file_name: str
    state: str
    flow: str
    created_at: Instant
    created_by: str | None
    applied_at: Instant | None
    applied_by: str | None
    undone_at: Instant | None
    undone_by: str | None
    undo_until: Instant | None
    items: list[Item] = []
    missing: list[Missing] = []
    seen: str = ""
    chosen: list[Chosen] = []
    left: list[Left] = []


def may_bring(scope: Scope) -> None:
    scope.require("flows.edit")
    scope.require("prompts.edit")


async def upload(services: Services, who: Scope, chunks: AsyncIterator[bytes], name: str) -> FlowImport:
    """Nothing changes by it. Raises PackageTooLarge, and what the file's reading refuses: then nothing is kept."""
    may_bring(who)
    try:
        blob = await services.blobs.put(who.tenant, chunks, kind="import", content_type="application/zip",
                                        bytes_max=limits.PACKAGE_BYTES_MAX)  # fmt: skip
    except BlobTooLarge:
        raise PackageTooLarge(what="bytes", most=limits.PACKAGE_BYTES_MAX) from None
    try:
        with await fetched(services, who.tenant, blob.id) as file:
            contents = (await asyncio.to_thread(Read, file)).contents
        id = new_id()
        async with services.database.transaction(who) as tx:
            row = {"id": id, "file_name": name[: limits.NAME_CHARACTERS_MAX], "blob": blob.id,
                   "contents": msgspec.to_builtins(contents), "now": now_ms(), "by": who.person}  # fmt: skip
            await store.insert(tx, row)
            await record(tx, "flows.bring_package", f"flow_import:{id}", bytes=blob.bytes)
            return await get_import(services, tx, id)
    except BaseException:
        await services.blobs.erase(who.tenant, blob.id)
        raise


async def fetched(services: Services, tenant: TenantId, blob: str) -> IO[bytes]:
    """In a file without a name; the caller closes it."""
    file = tempfile.TemporaryFile()
    try:
        async for chunk in services.blobs.get(tenant, blob):
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    return file


# -- looking


async def list_imports(tx: Transaction, *, after: str, limit: int) -> Page[FlowImport]:
    """The latest first, without their items."""
    may_bring(tx.scope)
    rows = await store.page(tx, key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, _shaped, "created_at", "id")


async def get_import(services: Services, tx: Transaction, id: str) -> FlowImport:
    may_bring(tx.scope)
    row = await row_of(tx, id)
    if row["state"] == "ready":
        contents = msgspec.convert(row["contents"], Contents)
        judged = packing.judge(contents, await here_of(services, tx, contents))
        return msgspec.structs.replace(_shaped(row), flow=contents.flows[0].name, items=judged.items,
                                       missing=judged.missing, seen=judged.seen)  # fmt: skip
    left = [Left(one["kind"], one["name"], one["left"]) for one in row["done"] if one["left"]]
    return msgspec.structs.replace(_shaped(row), left=left, **_told(row))


def _told(row: dict) -> dict[str, Any]:
    told = row["told"]
    shapes = {"items": list[Item], "chosen": list[Chosen], "missing": list[Missing]}
    return {name: msgspec.convert(told[name], shape) for name, shape in shapes.items()}


def _shaped(row: dict) -> FlowImport:
    until = row["applied_at"] + limits.PACKAGE_UNDO_DAYS * 24 * HOUR if row["applied_at"] else None
    able = until and until > now_ms() and (row["state"] == "applied" or row["left_some"])
    same = {name: row[name] for name in ("id", "file_name", "state", "created_at", "created_by", "applied_at",
                                         "applied_by", "undone_at", "undone_by")}  # fmt: skip
    return FlowImport(**same, flow=row["told"].get("flow", ""), undo_until=until if able else None)


async def row_of(tx: Transaction, id: str, *, lock: bool = False) -> dict:
    row = await store.find(tx, id, lock=lock)
    if row is None:
        raise ImportUnknown()
    return row


async def here_of(services: Services, tx: Transaction, contents: Contents, *, lock: bool = False) -> Here:
    """What the package meets; `lock`: and nobody changes it before this transaction ends."""
    rows = await flow_rows.of_names(tx, [one.name for one in contents.flows], lock=lock)
    here = {row["name"].lower(): FlowHere(row["id"], row["name"], row["revision"], row["published"], row["draft"])
            for row in rows}  # fmt: skip
    said, named = packing.wanted(contents.flows)
    words = await prompt_rows.of_names(tx, said | {one.name for one in contents.prompts}, lock=lock)
    hashes = await services.blobs.hashes(tx, [row["recording"] for row in words if row["recording"]])
    spoken: dict[str, dict[str, PromptHere]] = {}
    for row in words:
        sound = hashes.get(row["recording"], "")
        spoken.setdefault(row["name"], {})[row["language"]] = PromptHere(row["text"], sound, row["recording"])
    kinds = {one.kind for one in contents.references} | {kind for kind, _ in named}
    return Here(here, spoken, {kind: await NAMED[kind](tx) for kind in sorted(kinds) if kind in NAMED})


async def hear(services: Services, who: Scope, id: str, name: str, language: str) -> bytes:
    """The sound of a prompt in a package that is looked at. Raises PromptUnknown, ImportState."""
    may_bring(who)
    async with services.database.transaction(who) as tx:
        row = await _in_state(tx, id, "ready")
    prompts = msgspec.convert(row["contents"], Contents).prompts
    sound = next((one.sound for one in prompts if (one.name, one.language) == (name, language)), "")
    if not sound:
        raise PromptUnknown(name=name[:40], language=language[:40])
    with await fetched(services, who.tenant, str(row["blob"])) as file:
        return (await asyncio.to_thread(Read, file)).sound(sound)


# -- taking


async def apply(services: Services, who: Scope, id: str, seen: str, choices: Iterable[Choice]) -> FlowImport:
    """All of it in one transaction; nothing is published by it. `seen`: of the preview that was looked at.

    Raises ImportState, ImportChanged, ImportUnchosen, ImportNameTaken, blobs.tenant_full.
    """
    may_bring(who)
    choices = list(choices)
    async with services.database.transaction(who) as tx:
        row = await _in_state(tx, id, "ready")
        contents, _, doing, here = await _planned(services, tx, row, seen, choices)
    put = await _put_sounds(services, who, str(row["blob"]), _sounds_wanted(contents, doing, here))
    try:
        async with services.database.transaction(who) as tx:
            row = await _in_state(tx, id, "ready", lock=True)
            contents, judged, doing, here = await _planned(services, tx, row, seen, choices, lock=True)
            done, chosen = await _take(tx, contents, doing, here, put)
            told = {"flow": contents.flows[0].name, "items": judged.items, "missing": judged.missing, "chosen": chosen}
            await store.set_applied(tx, id, msgspec.to_builtins(told), done, now_ms())
            await record(tx, "flows.apply_package", f"flow_import:{id}", things=len(done))
    except BaseException:
        await _forget_unnamed(services, who, put)
        raise
    await erase_file(services, who.tenant, id, str(row["blob"]))
    async with services.database.transaction(who) as tx:
        return await get_import(services, tx, id)


async def _forget_unnamed(services: Services, who: Scope, put: dict[str, str]) -> None:
    """A commit whose answer was lost may have come through: then rows name these sounds, and they stay."""
    async with services.database.transaction(who) as tx:
        named = await prompt_rows.named_recordings(tx, list(put.values()))
    for blob in set(put.values()) - named:
        await services.blobs.erase(who.tenant, blob)


async def _planned(
    services: Services, tx: Transaction, row: dict, seen: str, choices: list[Choice], *, lock: bool = False
) -> tuple[Contents, Judged, list[Doing], Here]:
    contents = msgspec.convert(row["contents"], Contents)
    here = await here_of(services, tx, contents, lock=lock)
    judged = packing.judge(contents, here)
    if judged.seen != seen:
        raise ImportChanged()
    others = [one.name_new.strip() for one in choices if one.way == "rename"]
    beside = {row["name"].lower(): FlowHere(row["id"], row["name"], 0, None, {})
              for row in await flow_rows.of_names(tx, others, lock=False)}  # fmt: skip
    words = {row["name"]: {} for row in await prompt_rows.of_names(tx, others)}
    for one in choices:
        if one.kind == "prompt" and one.way == "rename":
            library.check_name(one.name_new.strip(), "fr")
    taken = Here({**beside, **here.flows}, {**words, **here.prompts}, here.names)
    return contents, judged, packing.plan(contents, judged, choices, taken), here


def _sounds_wanted(contents: Contents, doing: list[Doing], here: Here) -> set[str]:
    """Hashes of what is not recorded here in the same place."""
    acts = {one.item.name: one for one in doing if one.item.kind == "prompt"}
    found = set()
    for one in contents.prompts:
        mine = here.prompts.get(one.name, {}).get(one.language)
        act = acts[one.name].act
        writes = act == "make" or (act in ("change", "fill") and (mine is None or act == "change"))
        if one.sound and writes and (acts[one.name].name != one.name or mine is None or mine.sound != one.sound):
            found.add(one.sound)
    return found


async def _put_sounds(services: Services, who: Scope, blob: str, wanted: set[str]) -> dict[str, str]:
    """Hash → blob of each: read and judged once more, sealed as any prompt's."""
    put: dict[str, str] = {}
    if not wanted:
        return put
    try:
        with await fetched(services, who.tenant, blob) as file:
            read = await asyncio.to_thread(Read, file)
            for sound in sorted(wanted):
                wav = await asyncio.to_thread(read.sound, sound)
                library.checked_wav(wav)
                made = await services.blobs.put(who.tenant, wav, kind="prompt", content_type="audio/wav",
                                                bytes_max=limits.PROMPT_BYTES_MAX)  # fmt: skip
                put[sound] = made.id
    except BaseException:
        for one in put.values():
            await services.blobs.erase(who.tenant, one)
        raise
    return put


async def _take(
    tx: Transaction, contents: Contents, doing: list[Doing], here: Here, put: dict[str, str]
) -> tuple[list[dict], list[Chosen]]:
    """Prompts before those who say them. Returns what undoing needs, and what was done with each item."""
    done: list[dict] = []
    by_key = {(one.item.kind, one.item.name): one for one in doing}
    for one in contents.prompts:
        done += await _take_prompt(tx, one, by_key["prompt", one.name], here, put)
    moved, chosen = packing.found_here(contents, here), []
    for one in contents.flows:
        if by_key["flow", one.name].act == "make":
            moved[one.id] = new_id()
    renamed = {one.item.name: one.name for one in doing if one.item.kind == "prompt" and one.name != one.item.name}
    for one in contents.flows:
        done += await _take_flow(tx, one, by_key["flow", one.name], here, moved, renamed)
    ids = {("flow", one.name): moved[one.id] for one in contents.flows}
    for one in doing:
        key = (one.item.kind, one.item.name)
        chosen.append(Chosen(*key, one.name, one.act, ids.get(key, "")))
    return done, chosen


async def _take_prompt(tx: Transaction, one, doing: Doing, here: Here, put: dict[str, str]) -> list[dict]:
    mine = here.prompts.get(one.name, {}).get(one.language) if doing.name == one.name else None
    if doing.act == "leave" or (mine is not None and doing.act != "change"):
        return []
    if mine is not None and (mine.text, mine.sound) == (one.text, one.sound):
        return []
    recording = put.get(one.sound, mine.recording if mine and one.sound == mine.sound else None)
    await library.save_prompt(tx, doing.name, one.language, one.text)
    if recording != (mine.recording if mine else None):
        await library.put_back_recording(tx, doing.name, one.language, recording)
    before = {"text": mine.text, "recording": mine.recording} if mine else None
    return [{"kind": "prompt", "name": doing.name, "language": one.language, "before": before, "left": "",
             "after": {"text": one.text, "recording": recording}, "undone": False}]  # fmt: skip


async def _take_flow(tx: Transaction, one, doing: Doing, here: Here, moved: dict, renamed: dict) -> list[dict]:
    document = packing.fitted(one.document, moved, renamed)
    told = {"kind": "flow", "name": doing.name, "left": "", "undone": False}
    if doing.act == "make":
        id = await drafts.create_flow(tx, doing.name, document, FlowId(moved[one.id]))
        return [told | {"id": id, "before": None, "after": {"revision": 1}}]
    if doing.act != "change":
        return []
    mine = here.flows[one.name.lower()]
    revision = await drafts.save_draft(tx, FlowId(mine.id), document, revision=mine.revision)
    before = {"draft": mine.draft, "published": mine.published}
    return [told | {"id": mine.id, "before": before, "after": {"revision": revision}}]


async def _in_state(tx: Transaction, id: str, *states: str, lock: bool = False) -> dict:
    row = await row_of(tx, id, lock=lock)
    if row["state"] not in states:
        raise ImportState(state=row["state"])
    return row


# -- letting go


async def discard(services: Services, who: Scope, id: str) -> None:
    """A preview that nobody wants: its file goes too. Raises ImportState."""
    may_bring(who)
    async with services.database.transaction(who) as tx:
        row = await _in_state(tx, id, "ready", lock=True)
        await store.set_discarded(tx, id)
        await record(tx, "flows.discard_package", f"flow_import:{id}")
    await erase_file(services, who.tenant, id, str(row["blob"]))


async def erase_file(services: Services, tenant: TenantId, id: str, blob: str) -> None:
    """Named until it is gone: cut in between, `let_go` finds it."""
    await services.blobs.erase(tenant, blob)
    async with services.database.transaction(Scope(tenant)) as tx:
        await store.forget_file(tx, id)


async def let_go(services: Services, tenant: TenantId, at_once: int = 100) -> int:
    """What nobody needs any more; how many."""
    now = now_ms()
    async with services.database.transaction(Scope(tenant)) as tx:
        rows = await store.over(tx, now - limits.PACKAGE_UNDO_DAYS * 24 * HOUR,
                                now - limits.PACKAGE_PREVIEW_HOURS * HOUR, at_once)  # fmt: skip
        for row in rows:
            if row["state"] == "ready":
                await store.set_discarded(tx, row["id"])
            elif row["state"] in ("applied", "undone") and not row["blob"]:
                await store.forget_before(tx, row["id"])
    for row in rows:
        if row["blob"]:
            await erase_file(services, tenant, row["id"], row["blob"])
    return len(rows)
