"""A prompt spoken by telephone: by who was shown its code, kept when she says so, by nobody else."""
from __future__ import annotations

import msgspec
import psycopg
import pytest

from palabre.channels.ports import Taken
from palabre.flows.actions import prompts, spoken_prompts
from palabre.foundations.ids import PersonId
from palabre.plumbing.identity import new_id
from tests.integration.flows.conftest import GONE, tone

BYE = {"kind": "hang_up"}
STEPS = {"ask": {"kind": "record_prompt", "next": {"kept": "bye", "refused": "no", "given_up": "bye", "failed": "bye"}},
         "no": {"kind": "set", "values": {"refused": "yes"}, "next": {"done": "bye"}}, "bye": BYE}


async def code_for(centre, name: str) -> str:
    scope = msgspec.structs.replace(centre.scope, person=PersonId(new_id()))
    async with centre.web.transaction(scope) as tx:
        return (await spoken_prompts.issue_code(tx, name, "fr")).code


async def recording_of(centre, name: str) -> bytes | None:
    async with centre.web.transaction(centre.scope) as tx:
        rows = (await prompts.list_prompts(tx, after="", limit=50)).rows
    found = next((row.recording for row in rows if row.name == name), None)
    return b"".join([part async for part in centre.services.blobs.get(centre.tenant, found)]) if found else None


async def test_it_is_spoken_heard_back_done_again_and_kept_once(centre):
    await centre.flow(STEPS, channels=["voice"])
    code = await code_for(centre, "welcome")
    line = await centre.line("12345678" if code != "12345678" else "12345679", code, "2", "1")
    line.message = Taken(tone(1.0), 1.0, b"")
    await centre.begin(line)
    assert line.heard.count("collect secret fr: Tapez votre code.") == 2
    assert line.heard.count("message of 120 s") == 2 and "say fr: C’est gardé." in line.heard
    assert await recording_of(centre, "welcome") == tone(1.0)
    again = await centre.line(code, code, code)
    await centre.begin(again)
    assert (await centre.run_row(again.conversation))["variables"]["refused"] == "yes", "a code is spent"


async def test_silence_keeps_what_was(centre):
    await centre.flow(STEPS, channels=["voice"])
    line = await centre.line(await code_for(centre, "welcome"))
    line.message = Taken(b"", 0.0, b"")
    await centre.begin(line)
    assert await recording_of(centre, "welcome") is None and line.heard.count("message of 120 s") == 3


async def blobs_of(centre) -> int:
    async with centre.web.transaction(centre.scope) as tx:
        row = await tx.one(
            "select count(*) as n from palabre.blob where tenant = %(tenant)s and erased_at is null",
            {"tenant": centre.tenant})
    return row["n"]


async def test_put_down_before_it_is_kept_nothing_of_it_is_anywhere(centre):
    await centre.flow(STEPS, channels=["voice"])
    before, code = await blobs_of(centre), await code_for(centre, "welcome")
    line = await centre.line(code, GONE)
    line.message = Taken(tone(1.0), 1.0, b"")
    await centre.begin(line)
    assert line.heard.count("message of 120 s") == 1 and line.heard[-1].startswith("ask fr: Pour garder")
    assert await blobs_of(centre) == before and await recording_of(centre, "welcome") is None
    kept = await centre.line(code, "1")
    kept.message = Taken(tone(0.5), 0.5, b"")
    await centre.begin(kept)
    assert await recording_of(centre, "welcome") == tone(0.5), "and its code is good for another call"


async def test_what_cannot_be_written_as_hers_is_erased_again(centre):
    spoken, before = spoken_prompts.Spoken("welcome", "fr", PersonId("nobody")), await blobs_of(centre)
    with pytest.raises(psycopg.Error):
        await spoken_prompts.keep_spoken(centre.services, centre.scope, spoken, tone(0.2))
    assert await blobs_of(centre) == before and await recording_of(centre, "welcome") is None
