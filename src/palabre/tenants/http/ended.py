"""Tell the gateways that sessions ended, so that their desk sockets close at once and not at the next look."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palabre.foundations.ids import TenantId
from palabre.plumbing.services import Services


async def tell_ended(services: Services, tenant: TenantId, sessions: Sequence[str]) -> None:
    """On `live.<tenant>.sessions_ended`: a JSON list of session ids. Best effort: gateways look for themselves
    each minute."""
    if sessions:
        await services.bus.publish(f"live.{tenant}.sessions_ended", msgspec.json.encode(list(sessions)))
