"""What the dial plan did with calls to numbers that move, read from the call record: nobody of ours was asked."""

from __future__ import annotations

import asyncio
import csv
import os
from pathlib import Path

import msgspec

from palabre.channels.voice.actions import moving as moving_actions
from palabre.channels.voice.actions.moving import MovedCall
from palabre.channels.voice.drivers.driver import Driver
from palabre.foundations.ids import TenantId
from palabre.plumbing.engines.asterisk_dialplan import MOVED_EVENT

READ_BYTES_MAX = 4_000_000
EVENT, AT, LINE, EXTRA = 0, 1, 2, 8  # plumbing.engines.asterisk_files.CEL_COLUMNS
FAILED = "failed"


class Place(msgspec.Struct):
    """How far the record was read: which file, which byte of it."""

    inode: int = 0
    offset: int = 0


class MovedCalls:
    """`tenants`: number → whose it is, of all that move or moved since we started."""

    def __init__(self, node: Driver) -> None:
        self._node, self.tenants = node, dict[str, str]()
        self._file, self._kept = node.place.call_record, node.place.state / "moved-calls.json"
        self._before = self._file.with_name(f"{self._file.name}.1")
        self._place: Place | None = None

    async def read(self) -> None:
        """What was told since. Told again after a crash, it counts once."""
        place, rows = await asyncio.to_thread(self._news)
        if self._place == place:
            return
        calls = [c for c in map(self._call, rows) if c]
        if calls:
            await moving_actions.keep_calls(self._node.services.database, self._node.place.name, calls)
        self._place = place
        await asyncio.to_thread(self._keep, place)

    def _news(self) -> tuple[Place, list[str]]:
        """Whole lines beyond our place; the rest of a file that was set aside before the new one."""
        place = self._place or self._known()
        now, before = _status(self._file), _status(self._before)
        if before and place.inode == before.st_ino and place.offset < before.st_size:
            return _part(self._before, place)
        if now is None:
            return place, []
        if place.inode != now.st_ino or place.offset > now.st_size:
            place = Place(now.st_ino, 0)
        return _part(self._file, place)

    def _call(self, row: str) -> MovedCall | None:
        cells = cells_of(row)
        words = told(cells)
        if len(words) != 3 or words[1] not in self.tenants:
            return None
        side, number, why = words
        made = MovedCall(TenantId(self.tenants[number]), cells[LINE], number, round(float(cells[AT]) * 1000))
        return (msgspec.structs.replace(made, failure=why.lower()) if side == FAILED
                else msgspec.structs.replace(made, side=side, why=why))  # fmt: skip

    def _known(self) -> Place:
        try:
            return msgspec.json.decode(self._kept.read_bytes(), type=Place)
        except (FileNotFoundError, msgspec.DecodeError):
            return Place()

    def _keep(self, place: Place) -> None:
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        part = Path(f"{self._kept}.part")
        part.write_bytes(msgspec.json.encode(place))
        part.rename(self._kept)


def cells_of(row: str) -> list[str]:
    return [*next(csv.reader([row.rstrip("\n")]), []), *[""] * (EXTRA + 1)]


def told(cells: list[str]) -> list[str]:
    """Side, number, why, where a line of the record is the dial plan's: {"extra": "here +33… share"}; else nothing."""
    if cells[EVENT] != MOVED_EVENT:
        return []
    try:
        return str(msgspec.json.decode(cells[EXTRA], type=dict[str, str]).get("extra", "")).split()
    except msgspec.DecodeError:
        return []


def _part(path: Path, place: Place) -> tuple[Place, list[str]]:
    with open(path, "rb") as file:
        file.seek(place.offset)
        data = file.read(READ_BYTES_MAX)
    data = data[: data.rfind(b"\n") + 1]
    return Place(place.inode, place.offset + len(data)), data.decode(errors="replace").splitlines()


def _status(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None
