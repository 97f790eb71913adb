"""A caller who is answered, and listens."""

from __future__ import annotations

from voice_stage import CALLED, CALLER


async def called(stage):
    caller = await stage.outside.call(CALLED, CALLER)
    await caller.listen()
    return caller
