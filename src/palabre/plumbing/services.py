"""What handlers, drivers and steps are given: the process's connections, opened once and closed together."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.plumbing.blobs import Blobs
from palabre.plumbing.bus import Bus
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets


class Services(msgspec.Struct):
    """`database` is the role web's. `settings`: plumbing.settings.Settings.

    `voices`: languages that the installation can synthesise.
    """

    settings: Any
    database: Database
    bus: Bus
    commander: Commander
    followers: Followers
    blobs: Blobs
    secrets: Secrets
    voices: frozenset[str] = frozenset()

    async def close(self) -> None:
        await self.followers.stop()
        await self.blobs.close()
        await self.bus.close()
        await self.database.close()
