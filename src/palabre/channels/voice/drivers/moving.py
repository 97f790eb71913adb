"""Numbers that move from an old system, written into the dial plan: it decides by itself who is answered where, and
sends on whom nobody of ours has answered in time; none of us need be alive for it (decision 24)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from nats.aio.msg import Msg

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.actions import moving as moving_actions
from palabre.channels.voice.actions.dialling import view_of
from palabre.channels.voice.drivers.ari import AriError
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.moved_calls import MovedCalls
from palabre.channels.voice.drivers.rescue import LEFT_SECONDS_MAX, writings
from palabre.channels.voice.model.dialling import routes
from palabre.plumbing.engines.asterisk_dialplan import MOVING_FILE, MovedNumber, moving_text

log = logging.getLogger("palabre.voice")

CHANGED_SUBJECT = "live.*.moving_changed"  # request: nothing; answer: ok, or unavailable
CONTEXT = "moving"  # where the dial plan has calls to such numbers
UNLIMITED = "TIMEOUT(absolute)"
READ_SECONDS = 1.0


class Moving:
    def __init__(self, node: Driver) -> None:
        self._node, self._lock = node, asyncio.Lock()
        self._file = node.place.rescue_file.parent / MOVING_FILE if node.place.rescue_file else None
        self.calls = MovedCalls(node)
        self._timed: set[str] = set()  # lines that go back unless their flow begins

    async def listen(self) -> None:
        await self._node.services.bus.subscribe(CHANGED_SUBJECT, self._on_changed)

    async def _on_changed(self, message: Msg) -> None:
        answer = b"ok"
        try:
            await self.write()
        except Exception as error:  # the next minute does it
            log.warning("numbers that move not written", extra={"why": repr(error)[:200]})
            answer = b"unavailable"
        if message.reply:
            await message.respond(answer)

    async def watch(self) -> None:
        """What went where, read from the call record, until the socket is gone."""
        while True:
            try:
                await self.calls.read()
            except Exception as error:
                log.warning("moved calls not read", extra={"why": repr(error)[:200]})
            await asyncio.sleep(READ_SECONDS)

    async def write(self) -> None:
        """Rewrite the file when it differs, and have Asterisk read it."""
        if self._file is None:
            return
        async with self._lock:
            rows = await moving_actions.all_moves(self._node.services.database)
            self.calls.tenants |= {r["number"]: str(r["tenant"]) for r in rows}
            text = moving_text([n for n in map(self._number, rows) if n])
            if await asyncio.to_thread(self._written, text):
                await self._node.ari.ask("PUT", "asterisk", "modules", "pbx_config.so")
                log.info("numbers that move written", extra={"numbers": len(rows)})

    def _number(self, row: dict) -> MovedNumber | None:
        """None where its trunk is not known here: the number is then ours alone."""
        trunks, tenant = self._node.trunks, str(row["tenant"])
        way = trunks.row(str(row["trunk"]), tenant)
        if way is None:
            return None
        view = view_of(way | {"paused": False}, way["country"], {}, {})
        found = routes([view], row["old_number"] or row["number"], "", emergency=False)
        if not found or not found[0].dialled.lstrip("+").isalnum():
            return None
        return MovedNumber(
            row["number"], tuple(writings(row["number"])), row["share"], found[0].dialled, found[0].endpoint,
            row["return_seconds"], tuple(trunks.of_tenant(tenant)), way["calls_max"])  # fmt: skip

    def _written(self, text: str) -> bool:
        """False when it said so already. In place: the file belongs to the account Asterisk runs as."""
        if self._file.exists() and self._file.read_text() == text:
            return False
        self._file.write_text(text)
        return True

    # -- a call on its way in

    def arrives(self, channel: dict[str, Any]) -> None:
        if channel["dialplan"].get("context") == CONTEXT:
            self._timed.add(channel["id"])

    def left(self, line: str) -> None:
        self._timed.discard(line)

    async def begun(self, call: Call) -> None:
        """Its flow has the customer: she stays. Raises CustomerGone where she has gone back just now."""
        if call.line in self._timed:
            self._timed.discard(call.line)
            call.moving = True
            try:
                await self._node.ari.ask("POST", "channels", call.line, "variable", variable=UNLIMITED, value="0")
            except AriError as error:
                raise CustomerGone from error

    async def take(self, call: Call) -> bool:
        """A caller whose flow has failed her, to the old system. False: there is none for this number."""
        if not call.moving or not self._file or f"NUMBER={call.entry})" not in self._file.read_text():
            return False
        call.ended_by_us = call.ended_by_us or "failed"
        where = {"context": "there", "extension": "failed", "priority": "1"}
        await self._node.ari.try_ask("POST", "channels", call.line, "continue", **where)
        await asyncio.wait({call.gone}, timeout=LEFT_SECONDS_MAX)
        return call.has_left

