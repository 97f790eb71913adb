"""The worker: runs the flows of chats, sends held messages, ends silent chats, repairs what never opened."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from palabre.callbacks import wiring as _callbacks  # noqa: F401  its step, and the places it keeps
from palabre.channels.chat import wiring as chat
from palabre.channels.chat.actions import language_of
from palabre.channels.voice.wiring import jobs as voice_jobs
from palabre.conversations import wiring as conversations
from palabre.conversations.actions.records import get_conversation
from palabre.conversations.commands import CloseConversation
from palabre.conversations.facts import ConversationOpened, ConversationReopened
from palabre.flows.actions.flows import entry_flow
from palabre.flows.actions.patience import UNAVAILABLE
from palabre.flows.actions.runs import begin_run, count_runs
from palabre.flows.wiring import FlowRunner
from palabre.flows.wiring import jobs as flow_jobs
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.problems import Busy, Problem
from palabre.foundations.scope import Scope
from palabre.information.wiring import jobs as information_jobs
from palabre.moving.wiring import jobs as moving_jobs
from palabre.outbound.wiring import jobs as outbound_jobs
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services
from palabre.plumbing.settings import Settings
from palabre.processes.opening import services
from palabre.processes.runner import Life
from palabre.processes.sweeping import sweep_blobs
from palabre.routing.wiring import jobs as routing_jobs
from palabre.voicemail import wiring as voicemail
from palabre.workforce import wiring as workforce

log = logging.getLogger("palabre.worker")

CHANNEL = "chat"
LOOK_AFTER_SECONDS = 2.0
LOOK_SECONDS = 1.0  # new tenants
ROWS_SECONDS_MAX = 10.0  # for the reader to write a new life into the row
POLL_SECONDS = 0.05
AFTER_SECONDS = 2.0  # for the facts of a run's end to come by
AGAIN_SECONDS = 1.0  # between two tries while the database or the owner is away


async def main(settings: Settings, life: Life) -> None:
    async with services(settings) as made:
        worker = Worker(made)
        task = asyncio.create_task(worker.run())
        await worker.following.wait()
        life.ready()
        stopping = asyncio.create_task(life.stopping())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Worker:
    """One task per chat that a flow has; a task that is cut is taken up again by the next worker."""

    def __init__(self, services: Services) -> None:
        self._services, self._runner = services, FlowRunner(services)
        self._runs: dict[ConversationId, asyncio.Task] = {}
        self._tenants: set[TenantId] = set()
        self._checks: set[asyncio.Task] = set()
        self.following = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for job in (
                    *conversations.jobs, *chat.jobs, *routing_jobs, *outbound_jobs, *flow_jobs, *voice_jobs,
                    *voicemail.jobs, *information_jobs, *moving_jobs, *workforce.jobs,
                ):  # fmt: skip
                    group.create_task(job(self._services))
                group.create_task(self._follow())
                group.create_task(self._look_after())
                group.create_task(sweep_blobs(self._services))
        finally:
            tasks = [*self._runs.values(), *self._checks]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            try:
                for tenant in await self._services.followers.tenants():
                    if tenant not in self._tenants:
                        await self._take_up(tenant)
                self.following.set()
            except Exception as error:
                log.warning("tenants not followed", extra={"why": repr(error)[:300]})
            await asyncio.sleep(LOOK_SECONDS)

    async def _look_after(self) -> None:
        """Another worker may have died with runs in its hands: nobody else would go on with them."""
        while True:
            await asyncio.sleep(LOOK_AFTER_SECONDS)
            for tenant in list(self._tenants):
                try:
                    await self._resume_left_alone(tenant)
                except Exception as error:
                    log.warning("runs not looked after", extra={"tenant": tenant, "why": repr(error)[:300]})

    async def _resume_left_alone(self, tenant: TenantId) -> None:
        alive = (await self._services.followers.of(tenant)).world["conversations"].conversations
        if not any(c.channel == CHANNEL for c in alive.values()):
            return
        for conversation in await self._runner.look_after(tenant, CHANNEL):
            task = self._runs.get(conversation)
            if task and self._runner.executes(conversation):  # another took it, and left it: anew at the next look
                task.cancel()
            elif conversation in alive:
                self._start(tenant, conversation)

    async def _take_up(self, tenant: TenantId) -> None:
        """Listen, then go on with what was under way and begin what nobody has begun."""
        follower = await self._services.followers.of(tenant)
        follower.subscribe(lambda number, fact: self._on_fact(tenant, fact))
        self._tenants.add(tenant)
        alive, flows = follower.world["conversations"].conversations, follower.world["flows"].runs
        for owner, run, conversation in await self._runner.unfinished(CHANNEL):
            if owner == tenant and conversation not in alive:
                await self._runner.abandon(tenant, run)
        for id, conversation in list(alive.items()):
            if conversation.channel == CHANNEL and (id in flows or not conversation.segments):
                self._start(tenant, id)

    def _on_fact(self, tenant: TenantId, fact: Fact) -> None:
        if isinstance(fact, ConversationOpened) and fact.channel == CHANNEL and not fact.reconstructed:
            self._start(tenant, fact.conversation)
        elif isinstance(fact, ConversationReopened) and fact.channel == CHANNEL:
            self._start(tenant, fact.conversation, again=True)

    def _start(self, tenant: TenantId, conversation: ConversationId, *, again: bool = False) -> None:
        before = self._runs.get(conversation)
        if before and not before.done() and not again:
            return
        task = asyncio.create_task(self._live(tenant, conversation, before, again))
        self._runs[conversation] = task
        task.add_done_callback(lambda done: self._forget(conversation, done))

    def _forget(self, conversation: ConversationId, task: asyncio.Task) -> None:
        if self._runs.get(conversation) is task:
            del self._runs[conversation]
        if not task.cancelled() and (error := task.exception()):
            log.error("a chat's flow stopped", extra={"conversation": conversation, "why": repr(error)[:300]})

    async def _live(
        self, tenant: TenantId, conversation: ConversationId, before: asyncio.Task | None, again: bool
    ) -> None:
        """Its flow, whatever the database does meanwhile: where no run was begun yet, nobody else would think of it."""
        if before:
            await asyncio.wait({before})
        follower = await self._services.followers.of(tenant)
        while True:
            try:
                return await self._answer(follower, tenant, conversation, again)
            except (UNAVAILABLE, TimeoutError) as error:
                log.warning("a chat's flow waits", extra={"conversation": conversation, "why": type(error).__name__})
            await asyncio.sleep(AGAIN_SECONDS)
            if conversation not in follower.world["conversations"].conversations:
                return

    async def _answer(
        self, follower: Follower, tenant: TenantId, conversation: ConversationId, again: bool
    ) -> None:
        row = await self._row(tenant, conversation, again)
        if row["repaired"] == "superseded":
            return await self._close(tenant, conversation, "superseded")
        if row["lives"] > 1 and not await self._begin_again(tenant, row):
            return await self._close(tenant, conversation, "refused")
        key, language = f"{conversation}:{row['lives']}", row["language"]
        line = chat.ChatLine(self._services, follower, tenant, conversation, key, language)
        try:
            await self._runner.resume(tenant, conversation, line)
        finally:
            line.close()
        self._after(self._leave_nobody_there(follower, tenant, conversation))

    async def _row(self, tenant: TenantId, conversation: ConversationId, again: bool) -> dict:
        """Its row, once the reader has written that it lives again (it is asked for what lives)."""
        async with asyncio.timeout(ROWS_SECONDS_MAX):
            while True:
                async with self._services.database.transaction(Scope(tenant)) as tx:
                    row = {**await get_conversation(tx, conversation), "language": await language_of(tx, conversation)}
                if row["state"] != "closed" and (not again or row["lives"] > 1):
                    return row
                await asyncio.sleep(POLL_SECONDS)

    async def _begin_again(self, tenant: TenantId, row: dict) -> bool:
        """A run for this life, where neither another worker nor a try whose answer was lost has begun it."""
        async with self._services.database.transaction(Scope(tenant)) as tx:
            if await count_runs(tx, row["id"]) >= row["lives"]:
                return True
            flow = await entry_flow(tx, CHANNEL, row["entry"])
            if flow is None:
                return False
            await begin_run(
                tx, conversation=row["id"], flow=flow, channel=CHANNEL, entry=row["entry"], language=row["language"]
            )
            return True

    def _after(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _leave_nobody_there(self, follower: Follower, tenant: TenantId, conversation: ConversationId) -> None:
        """Where no flow could begin, the apology was the last word: the conversation ends too."""
        await asyncio.sleep(AFTER_SECONDS)
        alive = follower.world["conversations"].conversations.get(conversation)
        again = conversation in self._runs               # it lives again, and somebody is about to answer
        if not alive or alive.segments or again or conversation in follower.world["flows"].runs:
            return
        if not await self._was_begun(tenant, conversation):
            await self._close(tenant, conversation, "refused")

    async def _was_begun(self, tenant: TenantId, conversation: ConversationId) -> bool:
        """By any worker: its fact may still wait for an owner, while a partition changes hands."""
        while True:
            try:
                async with self._services.database.transaction(Scope(tenant)) as tx:
                    row = await get_conversation(tx, conversation)
                    return await count_runs(tx, conversation) >= row["lives"]
            except (UNAVAILABLE, TimeoutError):
                await asyncio.sleep(AGAIN_SECONDS)

    async def _close(self, tenant: TenantId, conversation: ConversationId, reason: str) -> None:
        while True:
            try:
                await self._services.commander.ask(tenant, CloseConversation(conversation, reason))
                return
            except (Busy, UNAVAILABLE):  # nobody else asks for it
                await asyncio.sleep(AGAIN_SECONDS)
            except Problem as problem:
                return log.info("not closed", extra={"conversation": conversation, "code": problem.code})
