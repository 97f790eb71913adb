"""Ask for somebody, and keep the customer company until she comes."""
from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar

import msgspec

from palabre.channels.ports import DIGITS, CustomerGone, Line, Prompt
from palabre.flows.actions.announcing import lately_announced, say_announcements
from palabre.flows.actions.preferring import preferred_of
from palabre.flows.actions.visit import RunOver, StepFailed, Visit
from palabre.flows.actions.waiting import ENDED, GONE, TALKING, Seen, Watch
from palabre.flows.model.faults import Fault
from palabre.flows.model.preferred import Several, advisors_of, faults_of, variables_of
from palabre.flows.model.step import HANDS_OVER, Prompts, QueueName, Said, Seconds, Step, step
from palabre.flows.model.waiting import PLACE, Comfort, Schedule, WaitKey, faults_of_keys, said_in
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
ANNOUNCED_SECONDS = 5.0     # who waits already hears an emergency announcement within it, and what is said just now
LOST = ("abandoned", "short_abandoned")


@step
class Queue(Step, tag="queue", frozen=True, kw_only=True):
    """A work item of `queue` (its id). Accepted: a person has the customer, and the run is over once she is done.

    `announce`: said every `announce_seconds` of wait; {position} is the place in the queue, which never gets worse.
    Where the customer reads, it is shown when the place has changed. `announce_wait` follows it where the estimated
    wait has proved better than a guess: {wait_minutes}, rounded up; where it has not, no number is said.
    `announce_first_seconds`: the first time it is said (0: after `announce_seconds`).
    `comfort`: messages within the wait, each at its own distances. `keys`: a digit typed while waiting leaves the
    queue by the exit it names, her place being kept for a `callback` step that follows.
    `preferred`: whom it waits for alone, for `preferred_seconds` (0: as the queue says) if she is at work and able; the
    first that is found of several.
    Exits: longest_wait (nobody accepted in the queue's longest wait), closed, full, nobody (who could ever take it).
    """

    queue: QueueName
    music: Annotated[str, msgspec.Meta(max_length=80)] = ""
    announce: Prompts = ()
    announce_wait: Prompts = ()
    announce_seconds: Seconds = 45.0
    priority_seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 0.0
    preferred: Several = ()
    preferred_seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 0.0
    announce_first_seconds: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 0.0
    comfort: Annotated[tuple[Comfort, ...], msgspec.Meta(max_length=20)] = ()
    keys: Annotated[tuple[WaitKey, ...], msgspec.Meta(max_length=12)] = ()

    exits: ClassVar[tuple[str, ...]] = ("longest_wait", "closed", "full", "nobody")
    exits_by: ClassVar[Mapping[str, Any]] = {"each": "keys"}
    unbounded: ClassVar[bool] = True
    reaches_out: ClassVar[str] = HANDS_OVER

    def all_exits(self) -> tuple[str, ...]:
        return (*self.exits, *dict.fromkeys(one.exit for one in self.keys))

    def said(self) -> Iterable[Said]:
        return (*self.announce, *self.announce_wait, *said_in(self.comfort))

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("queue", self.queue), *(("advisor", id) for id in advisors_of(self.preferred)))

    def looks_at(self) -> Iterable[str]:
        return variables_of(self.preferred)

    def faults(self) -> Iterable[Fault]:
        yield from faults_of(self.preferred)
        yield from faults_of_keys(self.keys, self.exits)

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
            told = await say_announcements(
                visit.services, visit.scope, visit.line, "queue", self.queue, list(visit.languages))
            await visit.line.wait_begin(music=self.music, language=visit.language)
            reply = await self._ask(visit, follower)
            if refused := reply.get("refused"):
                return refused if refused in self.exits else "nobody"
            await visit.remember(item=reply["item"], announced=" ".join(told))
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
        with Keys(visit.line, watch, bool(self.keys)) as keys:
            saying = Saying(self, visit, follower)
            while True:
                seen = watch.look()
                if seen.state == GONE:
                    raise RunOver("handed_over") if visit.run.state == "handed_over" else CustomerGone
                if seen.state == ENDED:
                    return self._exit(visit, seen)
                await self._mark(visit, seen)
                if seen.state == TALKING:
                    keys.ignore()
                    await watch.next(None)
                elif (exit := self._typed(keys.take())) and await self._leave(visit, follower, seen):
                    return exit
                elif not await watch.next(saying.wait()):
                    await watch.next(0, beside=saying.say(seen))

    def _typed(self, key: str) -> str:
        return next((one.exit for one in self.keys if one.key == key), "")

    async def _leave(self, visit: Visit, follower: Follower, seen: Seen) -> bool:
        """She would rather not wait; False where somebody has taken her just now."""
        item = follower.world["routing"].items.get(seen.item)
        command = CancelWorkItem(seen.item, "left_by_key", waiting_only=True)
        try:
            reply = await visit.services.commander.ask(visit.scope.tenant, command, id=f"{visit.key}:leave:{seen.item}")
        except Problem as problem:
            if problem.status == Busy.status:
                raise StepFailed(problem.code) from problem
            return False  # it has ended: the next look says how
        if reply and reply.get("talking"):
            return False
        if item:
            visit.bind("waiting_since", f"{self.queue} {item.since}")
        return True

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


class Keys:
    """Digits typed within the wait, where the step asks for them: each wakes the watch."""

    def __init__(self, line: Line, watch: Watch, wanted: bool) -> None:
        self._line, self._watch = line, watch
        self._wanted = wanted and DIGITS in line.capabilities
        self._next: asyncio.Task[str] | None = None

    def __enter__(self) -> Keys:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.ignore()

    def _listen(self) -> None:
        if self._wanted:
            self._next = asyncio.create_task(self._line.wait_key())
            self._next.add_done_callback(self._typed)

    def _typed(self, key: asyncio.Task[str]) -> None:
        if not key.cancelled():
            self._watch.wake()

    def take(self) -> str:
        """The digit typed since, '' none. Raises CustomerGone."""
        if self._next is None or not self._next.done():
            return ""
        key = self._next.result()
        self._listen()
        return key

    def ignore(self) -> None:
        if self._next:
            self._next.cancel()
            if self._next.done() and not self._next.cancelled():
                self._next.exception()  # that she left is told by whoever watches
            self._next = None


class Saying:
    """What one who waits is told: her place, comfort messages, what is announced to all meanwhile."""

    def __init__(self, step: Queue, visit: Visit, follower: Follower) -> None:
        self._step, self._visit, self._follower = step, visit, follower
        first = step.announce_first_seconds or step.announce_seconds
        place = (first, step.announce_seconds) if step.announce or step.announce_wait else None
        self._schedule = Schedule(place, step.comfort, _now())
        self._announced = set(visit.run.awaited.get("announced", "").split())

    def wait(self) -> float:
        """Seconds until there may be something to say."""
        wait = self._schedule.wait(_now())
        return ANNOUNCED_SECONDS if wait is None else min(ANNOUNCED_SECONDS, wait)

    async def say(self, seen: Seen) -> None:
        """What cannot be said is left out: waiting goes on."""
        try:
            if await self._say_announcements():
                return
            await self._say_due(seen)
        except (CustomerGone, RunTaken, RunOver):
            raise
        except Exception as error:
            log.warning("not told", extra={"run": self._visit.run.id, "why": type(error).__name__})

    async def _say_due(self, seen: Seen) -> None:
        index = self._schedule.due(_now())
        if index is None:
            return
        try:
            if index == PLACE:
                await self._tell_place(seen)
            else:
                await self._tell(await self._visit.prompts(self._step.comfort[index].prompts))
        finally:
            self._schedule.said(index, _now())

    async def _tell(self, prompts: Sequence[Prompt]) -> None:
        """What cannot be said now is left out: nobody loses her place for it."""
        if not prompts:
            return
        try:
            await self._visit.line.wait_say(prompts, language=self._visit.language)
        except Problem as problem:
            log.error("not said in the wait", extra={"tenant": self._visit.scope.tenant, "why": problem.code})

    async def _say_announcements(self) -> bool:
        """Those made since she came: who is already here hears them too, and goes on waiting."""
        visit = self._visit
        found = await lately_announced(
            visit.services, visit.scope, [("entry", visit.run.entry), ("queue", self._step.queue)],
            list(visit.languages), visit.run.began_at, ANNOUNCED_SECONDS)
        fresh = [(id, prompt) for id, prompt in found if id not in self._announced]
        if fresh:
            self._announced |= {id for id, _ in fresh}
            await self._step._remember(visit, announced=" ".join(sorted(self._announced)))
            await self._tell([prompt for _, prompt in fresh])
        return bool(fresh)

    async def _tell_place(self, seen: Seen) -> None:
        visit = self._visit
        best = int(visit.run.awaited.get("position", "0"))
        place = position(self._follower.world["routing"], seen.item)
        told = min(place, best) if best else place
        if not place or (visit.written and told == best):
            return
        if told != best:
            await self._step._remember(visit, position=str(told))
        visit.bind("position", str(told))
        await self._tell([*await visit.prompts(self._step.announce), *await self._wait_prompts(seen)])

    async def _wait_prompts(self, seen: Seen) -> list[Prompt]:
        """The estimated wait, where it is good enough to be told."""
        world = self._follower.world
        item = world["routing"].items.get(seen.item)
        told = estimate(world, item, now_ms()) if item and self._step.announce_wait else None
        if told is None or not told.said:
            return []
        self._visit.bind("wait_minutes", str(max(1, math.ceil(told.ms / MINUTE_MS))))
        return await self._visit.prompts(self._step.announce_wait)


def _now() -> float:
    return asyncio.get_running_loop().time()
