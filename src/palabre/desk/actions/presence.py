"""Presence kept for all advisors whose desks are here, and for those who were signed in when this gateway began."""

from __future__ import annotations

import asyncio
import logging

from palabre.desk.actions.tenant_desk import TenantDesk
from palabre.desk.model.presence import Seen, lively, wanted
from palabre.foundations.decision import Command
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, TenantId
from palabre.foundations.problems import Problem
from palabre.plumbing.partition.commander import Commander
from palabre.routing.facts import AdvisorSignedOut, OfferEnded, OfferShown

log = logging.getLogger("palabre.desk")

LATE_SECONDS = 3.0  # between two sweeps: then it was we who were away, and nobody is silent for that
AGAIN_SECONDS = 2.0  # after a command that did not help, and for a follower that lags behind its answer


class Presence:
    """Of one tenant. `seen` by advisor."""

    def __init__(self, tenant: TenantId, commander: Commander) -> None:
        self.tenant, self._commander = tenant, commander
        self.loop = asyncio.get_running_loop()
        self.seen: dict[str, Seen] = {}
        self._quiet_until: dict[str, float] = {}
        self._tasks: set[asyncio.Task] = set()
        self._swept = self.loop.time()

    def begin(self, desk: TenantDesk) -> None:
        """The roll call: who is signed in has the time of presence to come (back) to this gateway."""
        self.desk, now = desk, self.loop.time()
        for id, advisor in desk.board.world["routing"].advisors.items():
            if advisor.signed_in:
                self.seen.setdefault(id, Seen(heard=now, gone=now))

    def opened(self, advisor: str) -> None:
        now = self.loop.time()
        seen = self.seen.setdefault(advisor, Seen(heard=now))
        seen.sockets, seen.heard, seen.ponged, seen.unshown, seen.left = seen.sockets + 1, now, now, 0, False
        self.consider(advisor)

    def closed(self, advisor: str, heard_at: float) -> None:
        seen = self.seen[advisor]
        seen.heard = max(seen.heard, heard_at)
        seen.sockets -= 1
        if not seen.sockets:
            seen.gone = self.loop.time()

    def ponged(self, advisor: str) -> None:
        if seen := self.seen.get(advisor):
            seen.heard = seen.ponged = self.loop.time()
            self.consider(advisor)

    def spoke(self, advisor: str) -> None:
        """The page itself said something: it paints."""
        if seen := self.seen.get(advisor):
            seen.heard, seen.unshown = self.loop.time(), 0

    def signed_out(self, advisor: str) -> None:
        """By herself: her open page does not sign her in again."""
        if seen := self.seen.get(advisor):
            seen.left = True

    def has_left(self, advisor: str) -> bool:
        """She signed out herself, and has opened no page here since."""
        seen = self.seen.get(advisor)
        return seen is not None and seen.left

    def follow(self, fact: Fact) -> None:
        if isinstance(fact, AdvisorSignedOut) and fact.reason == "asked":
            self.signed_out(fact.advisor)  # by whichever gateway she asked
        elif isinstance(fact, OfferEnded) and fact.reason == "not_shown" and (seen := self.seen.get(fact.advisor)):
            seen.withdrawn, seen.unshown = self.loop.time(), seen.unshown + 1
        elif isinstance(fact, OfferShown):
            offer = self.desk.board.world["routing"].offers.get(fact.offer)
            if offer and (seen := self.seen.get(offer.advisor)):
                seen.unshown = 0

    def here(self) -> list[tuple[str, float]]:
        """(advisor, seconds since she was heard) of every desk here that is alive: for the other gateways."""
        now = self.loop.time()
        return [(id, now - s.heard) for id, s in self.seen.items() if s.sockets and lively(s, now)]

    def told(self, advisors: list[tuple[str, float]]) -> None:
        """By another gateway: whom it hears."""
        now = self.loop.time()
        for id, silence in advisors:
            seen = self.seen.setdefault(id, Seen(heard=now - silence, gone=now))
            seen.heard, seen.elsewhere = max(seen.heard, now - silence), now

    def call_anew(self) -> None:
        """The bus was away: who is at another gateway has the time of presence to be named again."""
        now = self.loop.time()
        for seen in self.seen.values():
            if not seen.sockets:
                seen.heard = seen.elsewhere = now

    def _forgive(self) -> None:
        """What this process slept through counts as nobody's silence."""
        now, before = self.loop.time(), self._swept
        self._swept = now
        if now - before > LATE_SECONDS:
            for seen in self.seen.values():
                seen.heard = min(seen.heard + now - before, now)

    def sweep(self) -> None:
        """Every second: silences, and whoever is signed in without a desk here."""
        self._forgive()
        for id, advisor in self.desk.board.world["routing"].advisors.items():
            if advisor.signed_in and id not in self.seen:
                self.seen[id] = Seen(heard=self.loop.time(), gone=self.loop.time())
        for advisor in list(self.seen):
            self.consider(advisor)

    def consider(self, id: str) -> None:
        now, advisor = self.loop.time(), self.desk.board.world["routing"].advisors.get(id)
        seen = self.seen[id]
        if advisor is None or advisor.removed:
            return
        if not advisor.signed_in and not seen.sockets:
            del self.seen[id]
            return
        command = wanted(AdvisorId(id), seen, advisor, now, self.desk.board.world)
        if command is not None and self._quiet_until.get(id, 0.0) <= now:
            self._quiet_until[id] = now + AGAIN_SECONDS
            task = asyncio.create_task(self._ask(id, command))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _ask(self, id: str, command: Command) -> None:
        try:
            await self._commander.ask(self.tenant, command, seconds_max=AGAIN_SECONDS)
        except Problem as problem:
            log.warning("presence not changed", extra={"command": type(command).__name__, "why": problem.code})
        except Exception as error:  # where the partition is could not be looked up: the next sweep asks again
            log.warning("presence not asked", extra={"command": type(command).__name__, "why": repr(error)[:300]})
        else:
            self._quiet_until[id] = self.loop.time() + 0.2  # its fact is on its way to this follower
