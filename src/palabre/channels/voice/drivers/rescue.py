"""Rescue numbers, written into the dial plan: it sends callers there while none of us is there to serve them."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import phonenumbers

from palabre.channels.voice.actions import calls as call_actions
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.conversations.ports import is_trial
from palabre.plumbing.engines.asterisk_dialplan import EARLY_FILE, early_text, rescue_text

LEFT_SECONDS_MAX = 5.0

log = logging.getLogger("palabre.voice")


class Rescue:
    def __init__(self, node: Driver) -> None:
        self._node, self._file = node, node.place.rescue_file
        self._numbers: dict[str, str] = {}

    async def write(self) -> None:
        """Rewrite the file when it differs, and have Asterisk read it."""
        if self._file is None:
            return
        ways = await call_actions.rescue_ways(self._node.services.database)
        numbers = {w["number"]: w["rescue_number"] for w in ways}
        trunks, leads = self._node.trunks, {}
        for way in ways:
            if way["rescue_number"] and (lead := trunks.way_of(str(way["tenant"]), way["rescue_number"])):
                leads |= dict.fromkeys(writings(way["number"]), lead)
        free = await call_actions.free_numbers(self._node.services.database)
        early = early_text(w for number in free for w in writings(number))
        self._numbers = numbers
        files = (self._file, rescue_text(leads)), (self._file.with_name(EARLY_FILE), early)
        if any([await asyncio.to_thread(self._written, *one) for one in files]):
            await self._node.ari.try_ask("PUT", "asterisk", "modules", "pbx_config.so")
            log.info("rescue numbers written", extra={"numbers": len(numbers)})

    async def take(self, call: Call) -> bool:
        """A caller whose flow has failed her, to the rescue number of the number she called. False: it has none."""
        if is_trial(call.entry):  # nobody is there to be rescued
            return False
        if not self._numbers.get(call.entry):
            return await self._node.moving.take(call)
        call.ended_by_us = call.ended_by_us or "failed"
        self._node.counted["given_back"] += 1
        where = {"context": "rescue", "extension": call.entry, "priority": "1"}
        await self._node.ari.try_ask("POST", "channels", call.line, "continue", **where)
        await asyncio.wait({call.gone}, timeout=LEFT_SECONDS_MAX)
        return call.has_left

    def _written(self, file: Path, text: str) -> bool:
        """False when it said so already. In place: the file belongs to the account Asterisk runs as."""
        if file.exists() and file.read_text() == text:
            return False
        file.write_text(text)
        if owner := self._node.place.owner:
            os.chown(file, *owner)
        return True


def writings(number: str) -> set[str]:
    """The forms in which a trunk may present a number that was called."""
    parsed = phonenumbers.parse(number)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(c for c in national if c.isdigit())
    return {number, number[1:], f"00{number[1:]}", digits}
