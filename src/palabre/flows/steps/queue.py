"""Ask for somebody, and keep the customer company until she comes."""
from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from palabre.channels.ports import CustomerGone, Prompt
from palabre.flows.actions.preferring import preferred_of
from palabre.flows.actions.visit import RunOver, StepFailed, Visit
from palabre.flows.actions.waiting import ENDED, GONE, TALKING, Seen, Watch
from palabre.flows.model.faults import Fault
from palabre.flows.model.preferred import Several, advisors_of, faults_of, variables_of
from palabre.flows.model.step import Prompts, Said, Seconds, Step, step
from palabre.flows.ports import kept_place
from palabre.flows.problems import RunTaken
from palabre.foundations.decision import World
from palabre.foundations.ids import ConversationId, QueueId
from palabre.foundations.problems import Busy, Problem
from palabre.plumbing.identity import now_ms
from palabre.plumbing.partition.follower import Follower
from palabre.routing.commands import CancelWorkItem, QueueWorkItem
from palabre.routing.model.views import position
from palabre.routing.model.waits import estimate
from palabre.routing.problems import CustomerGone as NobodyThere

log = logging.getLogger("palabre.flows")

REACHED_SECONDS_MAX = 10.0  # for an answer's facts to come by here
OWNER_SECONDS_MAX = 60.0    # of music while nobody owns the partition, were it before the conversation came to life
ASK_PAUSE_SECONDS = 0.5
MINUTE_MS = 60_000
LOST = ("abandoned", "short_abandoned")


@step
class Queue(Step, tag="queue", frozen=True, kw_only=True):
    """A work item of `queue` (its id). Accepted: a person has the customer, and the run is over once she is done.

    `announce`: said every `announce_seconds` of wait; {position} is the place in the queue, which never gets worse.
    Where the customer reads, it is shown when the place has changed. `announce_wait` follows it where the estimated
    wait has proved better than a guess: {wait_minutes}, rounded up; where it has not, no number is said.
    `preferred`: whom it waits for alone, for `preferred_seconds` (0: as the queue says) if she is at work and able; the
    first that is found of several.
    Exits: longest_wait (nobody accepted in the queue's longest wait), closed, full, nobody (who could ever take it).
    """

    queue: str
    music: Annotated[str, msgspec.Meta(max_length=80)] = ""
    announce: Prompts = ()
    announce_wait: Prompts = ()
    announce_seconds: Seconds = 45.0
    priority_seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 0.0
    preferred: Several = ()
    preferred_seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 0.0

    exits: ClassVar[tuple[str, ...]] = ("longest_wait", "closed", "full", "nobody")
    unbounded: ClassVar[bool] = True

    def said(self) -> Iterable[Said]:
        return (*self.announce, *self.announce_wait)

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("queue", self.queue), *(("advisor", id) for id in advisors_of(self.preferred)))

    def looks_at(self) -> Iterable[str]:
        return variables_of(self.preferred)

    def faults(self) -> Iterable[Fault]:
        return faults_of(self.preferred)

    async def run(self, visit: Visit) -> str:
        follower = await visit.services.followers.of(visit.scope.tenant)
        with Watch(follower, visit.run.conversation) as watch:
            try:
                return await self._seek(visit, watch, follower)
            except (CustomerGone, RunOver, RunTaken):
                raise
            except Exception:
                await self._give_up(visit)
                raise

    async def _seek(self, visit: Visit, watch: Watch, follower: Follower) -> str:
        if "item" not in visit.run.awaited:
            await visit.line.wait_begin(music=self.music, language=visit.language)
            reply = await self._ask(visit, follower)
            if refused := reply.get("refused"):
                return refused if refused in self.exits else "nobody"
            await visit.remember(item=reply["item"])
            await follower.reached(int(reply["item"].rsplit(".", 1)[1]), REACHED_SECONDS_MAX)
        elif watch.look().state not in (TALKING, GONE):
            await visit.line.wait_begin(music=self.music, language=visit.language)
        return await self._wait(visit, watch, follower)

    async def _ask(self, visit: Visit, follower: Follower) -> dict:
        """The reply to one command, whose id stays the same however often it is sent."""
        conversation, deadline = visit.run.conversation, now_ms() + OWNER_SECONDS_MAX * 1000
        await self._alive(follower, conversation)
        since = await kept_place(visit.services, visit.scope, conversation, QueueId(self.queue))
        preferred, why = await preferred_of(visit, self.preferred)
        command = QueueWorkItem(
            conversation, self.queue, "first", self.priority_seconds, visit.run.began_at, since=since,
            preferred=preferred, preferred_why=why or "named", preferred_seconds=self.preferred_seconds)
        while True:
            try:
                return await visit.services.commander.ask(visit.scope.tenant, command, id=visit.key)
            except Problem as problem:
                if problem.code == NobodyThere.code:
                    raise CustomerGone from problem
                if problem.status != Busy.status or now_ms() > deadline:
                    raise StepFailed(problem.code) from problem
            await asyncio.sleep(ASK_PAUSE_SECONDS)

    async def _alive(self, follower: Follower, conversation: ConversationId) -> None:
        """Rows have opened it, the owner gives it life. Without one its customer waits as anybody whose owner is away:
        her call is written, and whoever takes the partition over finds it."""

        def is_known(world: World) -> bool:
            state = world["conversations"]
            return conversation in state.conversations or conversation in state.closed

        try:
            await follower.until(is_known, OWNER_SECONDS_MAX)
        except TimeoutError as error:
            raise StepFailed(Busy.code) from error
        if conversation not in follower.world["conversations"].conversations:
            raise CustomerGone

    async def _give_up(self, visit: Visit) -> None:
        """The flow goes on without her: nobody may be sought for it any longer."""
        if item := visit.run.awaited.get("item"):
            try:
                await visit.services.commander.ask(visit.scope.tenant, CancelWorkItem(item), id=f"{visit.key}:cancel")
            except Problem as problem:
                log.warning("work item not cancelled", extra={"item": item, "why": problem.code})

    async def _wait(self, visit: Visit, watch: Watch, follower: Follower) -> str:
        while True:
            seen = watch.look()
            if seen.state == GONE:
                raise RunOver("handed_over") if visit.run.state == "handed_over" else CustomerGone
            if seen.state == ENDED:
                return self._exit(visit, seen)
            await self._mark(visit, seen)
            if seen.state == TALKING:
                await watch.next(None)
            elif not await watch.next(self.announce_seconds if self.said() else None):
                await watch.next(0, beside=self._announce(visit, follower, seen))

    def _exit(self, visit: Visit, seen: Seen) -> str:
        if seen.reason in LOST:
            raise CustomerGone
        unseen_end_of_a_talk = not seen.reason and visit.run.state == "handed_over"
        if seen.reason in ("handled", "transferred") or unseen_end_of_a_talk:
            raise RunOver("handed_over")
        return seen.reason if seen.reason in self.exits else "longest_wait"

    async def _mark(self, visit: Visit, seen: Seen) -> None:
        """The row says who has the customer; a work item that was interrupted has a successor."""
        state = "handed_over" if seen.state == TALKING else "running"
        if visit.run.state != state or visit.run.awaited.get("item") != seen.item:
            visit.run.state = state
            await self._remember(visit, item=seen.item or "")

    async def _remember(self, visit: Visit, **awaited: str) -> None:
        """Whoever waits goes on waiting while the database is away; the row is mended at the next change."""
        try:
            await visit.remember(**awaited)
        except StepFailed as why:
            log.warning("wait not written", extra={"run": visit.run.id, "why": str(why)})

    async def _announce(self, visit: Visit, follower: Follower, seen: Seen) -> None:
        """What cannot be said is left out: waiting goes on."""
        try:
            await self._tell_place(visit, follower, seen)
        except (CustomerGone, RunTaken):
            raise
        except Exception as error:
            log.warning("place not told", extra={"run": visit.run.id, "why": type(error).__name__})

    async def _tell_place(self, visit: Visit, follower: Follower, seen: Seen) -> None:
        best = int(visit.run.awaited.get("position", "0"))
        place = position(follower.world["routing"], seen.item)
        told = min(place, best) if best else place
        if not place or (visit.written and told == best):
            return
        if told != best:
            await self._remember(visit, position=str(told))
        visit.bind("position", str(told))
        prompts = [*await visit.prompts(self.announce), *await self._wait_prompts(visit, follower, seen)]
        if prompts:
            await visit.line.wait_say(prompts, language=visit.language)

    async def _wait_prompts(self, visit: Visit, follower: Follower, seen: Seen) -> list[Prompt]:
        """The estimated wait, where it is good enough to be told."""
        item = follower.world["routing"].items.get(seen.item)
        told = estimate(follower.world, item, now_ms()) if item and self.announce_wait else None
        if told is None or not told.said:
            return []
        visit.bind("wait_minutes", str(max(1, math.ceil(told.ms / MINUTE_MS))))
        return await visit.prompts(self.announce_wait)
