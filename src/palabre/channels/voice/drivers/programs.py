"""A program that speaks: text in, sound out, for a bounded time and so much sound; never left behind."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence

SOUND_BYTES_MAX = 40_000_000
MISSING, SILENT, REFUSED, NOT_SOUND, SLOW = "missing", "silent", "refused", "not_sound", "slow"


class VoiceFailed(Exception):
    """`why`: missing (no such program or model, nobody at this address), silent (no answer in time), refused (it
    answered an error), not_sound (what it answered is none that we read), slow (the sound came, but too late)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def said_by(
    command: Sequence[str], text: bytes, seconds_max: float, environment: Mapping[str, str] | None = None
) -> bytes:
    """What it writes until it ends well. Raises VoiceFailed."""
    try:
        child = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=dict(environment) if environment else None)  # fmt: skip
    except OSError as error:
        raise VoiceFailed(MISSING) from error
    try:
        async with asyncio.timeout(seconds_max):
            raw = await _talked(child, text)
            await child.wait()
    except TimeoutError:
        raise VoiceFailed(SILENT) from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await asyncio.shield(child.wait())
    if child.returncode or not raw:
        raise VoiceFailed(REFUSED)
    return raw


async def _talked(child: asyncio.subprocess.Process, text: bytes) -> bytes:
    assert child.stdin and child.stdout
    with contextlib.suppress(ConnectionError):  # it does not read what it is told; how it ends says why
        child.stdin.write(text)
        await child.stdin.drain()
        child.stdin.close()
    raw = bytearray()
    while part := await child.stdout.read(65_536):
        raw += part
        if len(raw) > SOUND_BYTES_MAX:
            raise VoiceFailed(NOT_SOUND)
    return bytes(raw)
