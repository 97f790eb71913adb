"""Asterisk's call record (CEL as CSV), the black box: calls that came without us are entered as *reconstructed*."""

from __future__ import annotations

import asyncio
import csv
import logging
import os
from pathlib import Path

import msgspec

from palabre.channels.voice.actions import calls as call_actions
from palabre.channels.voice.actions.numbers import called_number, find_number
from palabre.channels.voice.drivers.arrivals import OURS
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.problems import NumberInvalid
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

QUIET_MS = 30_000  # a call that ended less long ago may still be ours to tell
READ_BYTES_MAX = 8_000_000
CONTEXTS = ("from-trunk", "from-web")
# plumbing.engines.asterisk_files.CEL_COLUMNS
EVENT, AT, LINE, CALLER, CALLED, CONTEXT, COLUMNS = 0, 1, 2, 5, 6, 7, 9


class Position(msgspec.Struct):
    """How far the file was read, and calls whose end was not yet seen there. `inode`: another file begins anew."""

    inode: int = 0
    offset: int = 0
    open: dict[str, tuple[int, str, str]] = {}  # line: (began ms, caller, called)


class CallRecord:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._file, self._kept = node.place.call_record, node.place.state / "call-record.json"

    async def read(self) -> None:
        """Enter what happened without us. Safe to repeat: a line has one conversation."""
        position = self._position()
        ended = await asyncio.to_thread(self._read, position)
        lines = [line for line in ended if not line.startswith(OURS)]
        known = (
            await call_actions.known_lines(self._node.services.database, self._node.place.name, lines)
            if lines
            else set()
        )
        for line in lines:
            if line not in known:
                await self._enter(line, *ended[line])
        self._keep(position)

    async def _enter(self, line: str, at: int, caller: str, called: str) -> None:
        try:
            number = called_number(called, self._node.place.country)
        except NumberInvalid:
            return
        entry = await find_number(self._node.services.database, number)
        if entry is None:
            return
        try:
            await call_actions.open_call(
                self._node.services.database,
                TenantId(str(entry["tenant"])),
                conversation=call_actions.new_conversation(),
                node=self._node.place.name,
                line=line,
                number=number,
                caller=caller,
                arrived_at=at,
                reconstructed=True,
            )
            self._node.counted["reconstructed"] += 1
            log.info("call reconstructed", extra={"line": line})
        except call_actions.CallKnown:
            pass

    def _read(self, position: Position) -> dict[str, tuple[int, str, str]]:
        """Calls whose end is in the part not read yet; moves the position. Half a line at the end waits."""
        try:
            status = os.stat(self._file)
        except FileNotFoundError:
            return {}
        if status.st_ino != position.inode or status.st_size < position.offset:
            position.inode, position.offset, position.open = status.st_ino, 0, {}
        with open(self._file, "rb") as file:
            file.seek(position.offset)
            data = file.read(READ_BYTES_MAX)
        data = data[: data.rfind(b"\n") + 1]
        ended, taken = self._calls(data.decode(errors="replace").splitlines(keepends=True), position)
        position.offset += sum(len(line.encode()) for line in taken)
        return ended

    def _calls(self, rows: list[str], position: Position) -> tuple[dict[str, tuple[int, str, str]], list[str]]:
        ended: dict[str, tuple[int, str, str]] = {}
        taken = []
        for row in rows:
            cells = [*next(csv.reader([row.rstrip("\n")]), []), *[""] * COLUMNS]
            event, instant, line = cells[EVENT], _milliseconds(cells[AT]), cells[LINE]
            if event == "CHAN_END" and line in position.open and instant > now_ms() - QUIET_MS:
                break
            taken.append(row)
            if event == "CHAN_START" and cells[CONTEXT] in CONTEXTS:
                position.open[line] = (instant, cells[CALLER], cells[CALLED])
            elif event == "CHAN_END" and line in position.open:
                ended[line] = position.open.pop(line)
        return ended, taken

    def _position(self) -> Position:
        try:
            return msgspec.json.decode(self._kept.read_bytes(), type=Position)
        except (FileNotFoundError, msgspec.DecodeError):
            return Position()

    def _keep(self, position: Position) -> None:
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        part = Path(f"{self._kept}.part")
        part.write_bytes(msgspec.json.encode(position))
        part.rename(self._kept)


def _milliseconds(text: str) -> int:
    """CEL's epoch seconds with a fraction."""
    try:
        return round(float(text) * 1000)
    except ValueError:
        return 0
