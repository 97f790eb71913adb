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
from palabre.channels.voice.drivers.moved_calls import told
from palabre.channels.voice.problems import NumberInvalid
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

QUIET_MS = 30_000  # a call that ended less long ago may still be ours to tell
READ_BYTES_MAX = 8_000_000
FILE_BYTES_MAX = 20_000_000  # beyond it Asterisk is given a new file; the one before is kept until the next time
CONTEXTS = ("from-trunk", "from-web")
# plumbing.engines.asterisk_files.CEL_COLUMNS
EVENT, AT, LINE, CALLER, CALLED, CONTEXT, COLUMNS = 0, 1, 2, 5, 6, 7, 9


class Position(msgspec.Struct):
    """How far the file was read, and calls whose end was not yet seen there.

    `inode`: of the file read last; where another one stands at its place now, it was set aside as `NAME.1`.
    """

    inode: int = 0
    offset: int = 0
    open: dict[str, tuple[int, str, str]] = {}  # line: (began ms, caller, called)


class CallRecord:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self._file, self._kept = node.place.call_record, node.place.state / "call-record.json"
        self._before = self._file.with_name(f"{self._file.name}.1")

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
        await asyncio.to_thread(self._set_aside, position)

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
        now = _status(self._file)
        if now and position.inode == now.st_ino and now.st_size < position.offset:
            position.offset, position.open = 0, {}  # somebody has emptied it
        if now and position.inode == now.st_ino:
            return self._part(self._file, position)
        before, ended = _status(self._before), {}
        if before and position.inode == before.st_ino:
            ended = self._part(self._before, position)
            if position.offset < before.st_size and not _over(self._before, position.offset):
                return ended  # the rest of it first: order matters
        elif position.inode:
            position.open = {}  # neither is what we read last
        if now:
            position.inode, position.offset = now.st_ino, 0
            ended |= self._part(self._file, position)
        return ended

    def _part(self, path: Path, position: Position) -> dict[str, tuple[int, str, str]]:
        with open(path, "rb") as file:
            file.seek(position.offset)
            data = file.read(READ_BYTES_MAX)
        data = data[: data.rfind(b"\n") + 1]
        ended, taken = self._calls(data.decode(errors="replace").splitlines(keepends=True), position)
        position.offset += sum(len(line.encode()) for line in taken)
        return ended

    def _set_aside(self, position: Position) -> None:
        """Asterisk opens the file for each line: what is renamed is written no more, and a new one begins.

        Only by us, who read it, and never before the one set aside last was read to its end.
        """
        status = _status(self._file)
        if status and status.st_size > FILE_BYTES_MAX and position.inode == status.st_ino:
            try:
                self._file.rename(self._before)
            except OSError as why:  # it belongs to somebody else's Asterisk
                log.warning("call record not set aside", extra={"why": str(why)[:200]})

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
            elif (words := told(cells)) and words[0] in ("old", "returned"):
                position.open.pop(line, None)  # the old system's, not ours
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


def _status(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _over(path: Path, offset: int) -> bool:
    """What is left of a file that nobody writes any more is half a line: a killed Asterisk's last word."""
    with open(path, "rb") as file:
        file.seek(offset)
        rest = file.read(READ_BYTES_MAX)
    return b"\n" not in rest and now_ms() - os.stat(path).st_mtime * 1000 > QUIET_MS


def _milliseconds(text: str) -> int:
    """CEL's epoch seconds with a fraction."""
    try:
        return round(float(text) * 1000)
    except ValueError:
        return 0
