"""How our accounts with operators stand: asked of the process that holds them."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.problems import PhoneUnavailable
from palabre.foundations.ids import TenantId
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.services import Services

ANSWER_SECONDS_MAX = 8.0


async def states(services: Services, tenant: TenantId) -> dict[str, str]:
    """Trunk → registered, rejected, unregistered, stopped, unknown. Raises PhoneUnavailable."""
    try:
        answer = await services.bus.request(f"live.{tenant}.trunks", b"", ANSWER_SECONDS_MAX)
    except BusSilent:
        raise PhoneUnavailable() from None
    return msgspec.json.decode(answer, type=dict[str, str])
