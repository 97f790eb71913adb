"""Prompts by files: words, and a sound beside them. A sound is told apart by its bytes' hash."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.flows.actions.prompts import (
    Sayable,
    delete_prompt,
    prompts_named,
    put_back_recording,
    record_prompt,
    save_prompt,
)
from palabre.moving.actions.hands.work import Work
from palabre.moving.model.judging import Thing
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.postgres import Transaction

SOUND = "sound:"


class Prompts:
    """`file` of a thing is `sound:HASH:BLOB`, so that an undoing finds what sounded before."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        rows = await prompts_named(tx, sorted({key.rpartition("/")[0] for key in keys}))
        found = {f"{row.name}/{row.language}".casefold(): row for row in rows}
        return {key: await self._thing(tx, found[key]) for key in keys if key in found}

    async def _thing(self, tx: Transaction, row: Sayable) -> Thing:
        file = ""
        if row.recording:
            blob = await self._blobs.about(tx.scope.tenant, row.recording)
            file = f"{SOUND}{blob.sha256.hex()}:{row.recording}"
        return Thing(f"{row.name}/{row.language}", {"name": row.name, "language": row.language, "text": row.text,
                                                    "file": file})  # fmt: skip

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        name, language = (there.fields if there else fields)["name"], (there.fields if there else fields)["language"]
        had = there.fields if there else {"text": "", "file": ""}
        if there is None or fields.get("text", "") != had["text"]:
            await save_prompt(work.tx, name, language, fields.get("text", ""))
        file = fields.get("file", "")
        if file == had["file"]:
            return
        if sound := work.sounds.get(file.split(":")[1] if file.startswith(SOUND) else ""):
            await record_prompt(work.tx, self._blobs, name, language, sound)
        else:
            await put_back_recording(work.tx, name, language, file.split(":")[2] if file else None)

    async def take_away(self, work: Work, there: Thing) -> None:
        await delete_prompt(work.tx, there.fields["name"], there.fields["language"])
