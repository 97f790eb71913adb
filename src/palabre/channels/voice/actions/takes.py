"""Prompts spoken into a telephone that we call: begun, looked at, kept or discarded in the process that calls."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.model.takes import ENDED, Take, TakeAsked, TakeDone
from palabre.channels.voice.problems import PhoneUnavailable, TakeGone, TakesBusy
from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.services import Services

BEGIN_SECONDS, LOOK_SECONDS, KEEP_SECONDS = 5.0, 2.0, 15.0
PURPOSE = "prompt"
LOST = "lost"


async def begin_take(services: Services, who: Scope, asked: TakeAsked) -> None:
    """Raises NumberInvalid, DestinationClosed before anything is dialled; PhoneUnavailable, TakesBusy."""
    async with services.database.transaction(who) as tx:
        number = await check_number(tx, asked.number, PURPOSE)
    wanted = msgspec.json.encode(msgspec.structs.replace(asked, number=number))
    try:
        answer = await services.bus.request(f"live.{who.tenant}.take_call", wanted, BEGIN_SECONDS)
    except BusSilent:
        raise PhoneUnavailable() from None
    if answer == b"busy":
        raise TakesBusy()
    if answer != b"ok":
        raise PhoneUnavailable()


async def look_at_take(services: Services, who: Scope, id: str) -> Take:
    """One that nobody has any more is ended, lost."""
    answer = await _ask(services, who, id, "look")
    return msgspec.json.decode(answer, type=Take) if answer else Take(ENDED, LOST)


async def keep_take(services: Services, who: Scope, id: str) -> Take:
    """Raises TakeGone where there is nothing to keep."""
    answer = await _ask(services, who, id, "keep", seconds=KEEP_SECONDS)
    if not answer:
        raise TakeGone()
    return msgspec.json.decode(answer, type=Take)


async def discard_take(services: Services, who: Scope, id: str) -> None:
    """Its call ends and its sound is nowhere. Idempotent."""
    await _ask(services, who, id, "discard")


async def sound_of_take(services: Services, who: Scope, id: str) -> bytes:
    """A wav. Raises TakeGone."""
    wav = b""
    while len(wav) < limits.PROMPT_BYTES_MAX:
        part = await _ask(services, who, id, "sound", offset=len(wav))
        if not part:
            break
        wav += part
    if not wav:
        raise TakeGone()
    return wav


async def _ask(
    services: Services, who: Scope, id: str, do: str, *, offset: int = 0, seconds: float = LOOK_SECONDS
) -> bytes:
    """b'' where nobody has this call, or there is nothing of it."""
    asked = msgspec.json.encode(TakeDone(id, who.person or "", do, offset))
    try:
        return await services.bus.request(f"live.{who.tenant}.take_do", asked, seconds)
    except BusSilent:
        return b""
