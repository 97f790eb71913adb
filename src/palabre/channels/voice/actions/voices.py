"""How the voices that an installation was given stand, as the voice processes tell."""

from __future__ import annotations

import msgspec

from palabre.foundations.ids import TenantId
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.services import Services

LOOK_SECONDS = 2.0


class VoiceTold(msgspec.Struct, frozen=True):
    """`kind`: piper, url. `why` it does not speak, '' while it does: missing (no such program or model, nobody at its
    address), slow, silent, refused (it answers an error), not_sound. `since`: ms. `node`: the Asterisk where.
    """

    language: str
    kind: str
    why: str = ""
    since: int = 0
    node: str = ""


async def voices(services: Services, tenant: TenantId) -> list[VoiceTold]:
    """Of the first Asterisk where one fails, else of any; [] where none was given, or no telephony is there."""
    try:
        answer = await services.bus.request(f"live.{tenant}.voices", b"", LOOK_SECONDS)
    except BusSilent:
        return []
    return msgspec.json.decode(answer, type=list[VoiceTold])
