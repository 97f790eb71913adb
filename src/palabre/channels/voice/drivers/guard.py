"""Shuts out whoever guesses at SIP passwords: reads Asterisk's security log, tells Asterisk whom not to answer.

What comes through our own relay (browsers) comes from this machine and is spared; there a session or a ticket stands
before the first message. Rows keep who is shut out and until when; somebody may lift it sooner.
"""

from __future__ import annotations

import asyncio
import logging
import os

from nats.aio.msg import Msg

from palabre.channels.voice.actions import guard as guard_actions
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.model.guard import Failures, attempt
from palabre.plumbing.engines.asterisk_files import shut_text
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

LIFTED_SUBJECT = "live.*.sip_lifted"  # an address that may come again
READ_SECONDS, SWEEP_SECONDS = 0.5, 30.0
READ_BYTES_MAX = 1_000_000
LOG_BYTES_MAX = 20_000_000
LOOPBACK = ("127.0.0.1", "::1")


class Guard:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._failures, self._shut = Failures(), set[str]()
        self._at = -1  # read up to here; -1: from the end of what is there
        self._rest = b""

    async def listen(self) -> None:
        await self._node.services.bus.subscribe(LIFTED_SUBJECT, self._on_lifted)

    async def _on_lifted(self, message: Msg) -> None:
        await self.lift(message.data.decode())

    async def run(self) -> None:
        """Until the socket is gone."""
        self._shut.clear()
        next_sweep = 0.0
        loop = asyncio.get_running_loop()
        while True:
            try:
                if loop.time() >= next_sweep:
                    await self._sweep()
                    next_sweep = loop.time() + SWEEP_SECONDS
                for line in await asyncio.to_thread(self._news):
                    await self._judge(line)
            except (AriError, AriSilent, OSError) as error:
                log.warning("security log not followed", extra={"why": str(error)[:200]})
            except AriGone:
                return
            await asyncio.sleep(READ_SECONDS)

    def _news(self) -> list[str]:
        """Whole lines written since; the file is emptied when it has grown large: all of it was read."""
        path = self._node.place.security_log
        if path is None or not path.exists():
            return []
        size = path.stat().st_size
        if self._at < 0 or self._at > size:
            self._at, self._rest = (size if self._at < 0 else 0), b""
        with path.open("rb") as file:
            file.seek(self._at)
            read = file.read(READ_BYTES_MAX)
        self._at += len(read)
        *lines, self._rest = (self._rest + read).split(b"\n")
        if self._at >= LOG_BYTES_MAX and self._at == size:
            os.truncate(path, 0)
            self._at = 0
        return [line.decode(errors="replace") for line in lines]

    async def _judge(self, line: str) -> None:
        failed = attempt(line)
        if failed is None or failed.address in self._shut:
            return
        if self._failures.note(failed, now_ms(), (*LOOPBACK, *self._node.trunks.addresses())):
            until = await guard_actions.shut_out(self._node.services.database, failed.address)
            self._failures.forget(failed.address)
            log.warning("an address that guessed at passwords is shut out", extra={"until": until})
            self._node.counted["shut_out"] += 1
            await self._tell({*self._shut, failed.address})

    async def lift(self, address: str) -> None:
        self._failures.forget(address)
        await self._tell(self._shut - {address})

    async def _tell(self, wanted: set[str]) -> None:
        """Its list is a file; in place, for it belongs to the account Asterisk runs as."""
        path = self._node.place.shut_file
        if path is None or wanted == self._shut:
            return
        await asyncio.to_thread(path.write_text, shut_text(wanted))
        await self._ari.ask("PUT", "asterisk", "modules", "acl")
        self._shut = wanted

    async def _sweep(self) -> None:
        """As the rows say: whoever another node shut out too, and nobody whose time is over."""
        await self._tell(await guard_actions.shut_now(self._node.services.database))
