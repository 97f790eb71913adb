"""Whether this node can record: room on its disk, files that are written and kept. If not, supervisors are told."""

from __future__ import annotations

import logging
import shutil

from palabre.channels.voice.commands import ReportRecordingTrouble
from palabre.channels.voice.drivers.driver import Driver
from palabre.foundations import limits

log = logging.getLogger("palabre.voice")


class RoomToRecord:
    """`why`: '' while all is well."""

    def __init__(self, node: Driver) -> None:
        self._node, self.why, self._told = node, "", False

    def is_full(self) -> bool:
        try:
            return shutil.disk_usage(self._node.place.recordings).free < limits.RECORDING_FREE_BYTES_MIN
        except OSError:
            return False  # not there yet: Asterisk makes it

    async def look(self) -> None:
        """Each minute, and before a recording fails for it."""
        if self.is_full():
            await self.trouble("disk_full")
        elif self.why == "disk_full":
            await self.well()
        elif not self._told:
            self._tell()  # what a process before this one had said may be over

    async def well(self) -> None:
        """One was kept."""
        if self.why and not self.is_full():
            self.why = ""
            self._tell()

    async def trouble(self, why: str) -> None:
        if self.why != why:
            self.why = why
            log.error("recording is in trouble", extra={"why": why})
            self._tell()

    def _tell(self) -> None:
        """Every tenant that is followed here."""
        self._told = True
        command = ReportRecordingTrouble(self._node.place.name, self.why)
        for tenant, _ in self._node.worlds():
            self._node.spawn(self._node.insist(tenant, command))
