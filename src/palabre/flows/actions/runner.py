"""One run, step after step, each written before its effect; whatever fails, the customer is not left there."""
from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict

from palabre.channels.ports import CustomerGone, Line, Prompt
from palabre.conversations.actions.records import get_row
from palabre.flows.actions import nesting, prompts, runs, spoken_prompts
from palabre.flows.actions.announcing import say_announcements
from palabre.flows.actions.failing import apologise, code_of, tell_failure
from palabre.flows.actions.flows import entry_flow, published_version, read_version
from palabre.flows.actions.patience import STORE_RETRY_SECONDS, stored
from palabre.flows.actions.trying import stand_in
from palabre.flows.actions.visit import CameBack, Entered, RunOver, StepFailed, Visit
from palabre.flows.model.flow import Flow
from palabre.flows.model.subflows import FAILED
from palabre.flows.ports import Announced, announced
from palabre.flows.problems import FlowNotPublished, RunTaken, SubFlowUnavailable
from palabre.flows.store import runs as store
from palabre.flows.store.runs import Run
from palabre.foundations import limits
from palabre.foundations.clock import SECOND, after
from palabre.foundations.ids import ConversationId, FlowId, PersonId, RunId, TenantId
from palabre.foundations.problems import Invalid, NotFound, Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.flows")

END_RETRY_SECONDS_MAX = 5.0  # the end of a run is written however long it takes
STORE_SILENT_SECONDS_MAX = 30.0  # in the midst of a step; then the customer is told that it does not work
FLOWS_KEPT = 256


class FlowRunner:
    """Runs flows over lines. One per process; `begin` and `resume` last as long as the run needs its line.

    Both may be cancelled (the process stops): the run is then resumed by the next one.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._running: dict[RunId, tuple[TenantId, Run]] = {}
        self._flows: OrderedDict[tuple[TenantId, FlowId, int], Flow] = OrderedDict()

    async def begin(self, tenant: TenantId, conversation: ConversationId, flow: str | None, line: Line) -> None:
        """Run the flow that answers this conversation. `flow` None: the one named for the conversation's entry.

        ConversationOpened has been told before. Where no flow is published, the customer hears an apology.
        """
        scope = Scope(tenant)
        try:
            run, said = await stored(lambda: self._begin(scope, conversation, flow, line))
        except (Problem, store.UNAVAILABLE) as why:
            log.error("no flow answers", extra={"tenant": tenant, "conversation": conversation, "why": code_of(why)})
            await apologise(self._services, scope, line, "fr")
            return
        await self._execute(scope, run, line, said)

    async def resume(
        self, tenant: TenantId, conversation: ConversationId, line: Line, *, begins: bool = True
    ) -> None:
        """Enter the present step of a conversation's run again; begin one where there is none yet, unless told not to.

        Nothing when the run has ended. Any other process that still executed it lets go at its next write.
        """
        scope = Scope(tenant)

        async def take() -> tuple[Run | None, Run | None]:
            async with self._services.database.transaction(scope) as tx:
                found = await store.of_conversation(tx, conversation)
                return found, await store.take(tx, found.id) if found else None

        found, run = await stored(take)
        if found is None:
            if begins:
                await self.begin(tenant, conversation, None, line)
        elif run is not None:
            line.cursor = run.line_cursor
            await self._execute(scope, run, line)

    async def write_run(
        self, tenant: TenantId, conversation: ConversationId, flow: str | None, channel: str, language: str
    ) -> bool:
        """A new run of a conversation, to be entered by `resume`; one that is still open ends.

        `flow` None: the one named for the conversation's entry. False where none can begin.
        """

        async def write() -> None:
            async with self._services.database.transaction(Scope(tenant)) as tx:
                await store.alone(tx, conversation)
                found = await store.of_conversation(tx, conversation)
                if found is not None and found.state != "ended":
                    await runs.end_run(tx, found.id, "transferred")  # it had her last, and has not said so yet
                entry = (await get_row(tx, conversation))["entry"]
                chosen = FlowId(flow) if flow else await entry_flow(tx, channel, entry)
                if chosen is None:
                    raise FlowNotPublished(channel=channel)
                await runs.begin_run(
                    tx, conversation=conversation, flow=chosen, channel=channel, entry=entry, language=language
                )

        try:
            await stored(write)
        except (Problem, store.UNAVAILABLE) as why:
            log.error("no flow answers", extra={"tenant": tenant, "conversation": conversation, "why": code_of(why)})
            return False
        return True

    async def abandon(self, tenant: TenantId, run: RunId, reason: str = "customer_gone") -> None:
        """End a run whose customer is no longer there, whoever executed it. Idempotent."""
        async with self._services.database.transaction(Scope(tenant)) as tx:
            await runs.end_run(tx, run, reason)

    async def prompt(self, tenant: TenantId, name: str, language: str) -> list[Prompt]:
        """Of the library, for a driver that has no run."""
        async with self._services.database.transaction(Scope(tenant)) as tx:
            return await prompts.resolve(tx, [name], [language], {})

    async def keep_prompt(self, tenant: TenantId, person: str, name: str, language: str, wav: bytes) -> None:
        """Spoken by one of ours into a telephone that we called."""
        spoken = spoken_prompts.Spoken(name, language, PersonId(person))
        await spoken_prompts.keep_spoken(self._services, Scope(tenant), spoken, wav)

    async def unfinished(self, channel: str) -> list[tuple[TenantId, RunId, ConversationId]]:
        """Of all tenants: what a driver that starts again resumes or abandons. Oldest first, at most 10,000."""
        return await store.unfinished(self._services.database, channel, 10_000)

    async def look_after(self, tenant: TenantId, channel: str) -> list[ConversationId]:
        """Say which runs are executed here; the conversations whose run nobody has kept for a while: resume those.

        Asked every few seconds, `limits.RUN_ALONE_SECONDS` apart at most, by each process that executes runs.
        """
        mine = [run for of, run in self._running.values() if of == tenant]
        async with self._services.database.transaction(Scope(tenant)) as tx:
            if mine:
                await store.keep(tx, mine)
            return await store.left_alone(tx, channel, now_ms() - limits.RUN_ALONE_SECONDS * SECOND, limits.PAGE_ROWS)

    def executes(self, conversation: ConversationId) -> bool:
        return any(run.conversation == conversation for _, run in self._running.values())

    # -- one run

    async def _begin(
        self, scope: Scope, conversation: ConversationId, flow: str | None, line: Line
    ) -> tuple[Run, Announced | None]:
        """And what is announced to her who comes in just now."""
        async with self._services.database.transaction(scope) as tx:
            await store.alone(tx, conversation)
            if (found := await store.of_conversation(tx, conversation)) is not None:
                return await store.take(tx, found.id) or found, None
            entry = (await get_row(tx, conversation))["entry"]
            chosen = FlowId(flow) if flow else await entry_flow(tx, line.channel, entry)
            if chosen is None:
                raise FlowNotPublished(channel=line.channel)
            run = await runs.begin_run(
                tx, conversation=conversation, flow=chosen, channel=line.channel, entry=entry, language=line.language
            )
            return run, await announced(tx, "entry", entry, [run.variables["language"]])

    async def _execute(self, scope: Scope, run: Run, line: Line, said: Announced | None = None) -> None:
        """Who comes in just now hears first what is announced."""
        if run.state == "ended":
            return
        self._running[run.id] = (scope.tenant, run)
        try:
            if run.visit == 1 and run.attempt <= 1 and not run.awaited:
                language = run.variables.get("language", "fr")
                await say_announcements(self._services, scope, line, "entry", run.entry, [language], said)
            reason = await self._steps(scope, run, line)
        except RunOver as over:
            reason = over.reason
        except CustomerGone:
            reason = "customer_gone"
        except RunTaken:
            log.warning("run taken by another process", extra={"tenant": scope.tenant, "run": run.id})
            return
        finally:
            self._running.pop(run.id, None)
        await self._end(scope, run, reason)

    async def _steps(self, scope: Scope, run: Run, line: Line) -> str:
        """Until the run is over; returns why. Raises CustomerGone, RunTaken."""
        try:
            flow = await self._flow(scope, run.flow, run.version)
            visit = Visit(self._services, scope, flow, run, line, lambda: self._save(scope, run))
            failed: set[int] = set()  # depths whose flow has gone to its `on_error` already
            while True:
                try:
                    await self._next(scope, visit, await self._visited(visit))
                except RunOver as over:
                    return over.reason
                except Entered as entered:
                    await self._next(scope, visit, await self._enter(scope, visit, entered))
                except CameBack as back:
                    if not run.frames:  # nobody ran it as a sub-flow: it ends here
                        await line.hang_up("flow")
                        return "hung_up"
                    await self._next(scope, visit, await self._back(scope, visit, back.exit))
                except StepFailed as why:
                    tell_failure(scope, run, why)
                    if str(why) in ("too_many_steps", "store_silent"):
                        raise
                    await self._next(scope, visit, await self._recover(scope, visit, failed, why))
        except (StepFailed, Problem, store.UNAVAILABLE) as why:
            if isinstance(why, RunTaken):
                raise
            await apologise(self._services, scope, line, run.variables.get("language", "fr"))
            return "failed"

    async def _enter(self, scope: Scope, visit: Visit, entered: Entered) -> str:
        """The first step of the sub-flow; where it cannot be run, what follows `failed`."""
        id = FlowId(entered.flow)

        async def read() -> tuple[int, Flow]:
            async with self._services.database.transaction(scope) as tx:
                if entered.version is None:
                    return await published_version(tx, id)
                return entered.version, await read_version(tx, id, entered.version)

        try:
            version, document = await stored(read)
            return nesting.enter(visit, id, version, document, entered.given)
        except (FlowNotPublished, NotFound, Invalid, SubFlowUnavailable) as why:
            log.warning("sub-flow not run", extra={"tenant": scope.tenant, "run": visit.run.id, "why": code_of(why)})
            return visit.flow.steps[visit.run.step].next[FAILED]

    async def _back(self, scope: Scope, visit: Visit, exit: str) -> str:
        frame = visit.run.frames[-1]
        return nesting.come_back(visit, await self._flow(scope, frame.flow, frame.version), exit)

    async def _recover(self, scope: Scope, visit: Visit, failed: set[int], why: StepFailed) -> str:
        """`on_error` of its flow, once; then the exit `failed` of who runs it; then nothing is left."""
        depth = len(visit.run.frames)
        if visit.flow.on_error is not None and depth not in failed:
            failed.add(depth)
            return visit.flow.on_error
        if not depth:
            raise why
        failed.discard(depth)
        return await self._back(scope, visit, FAILED)

    async def _visited(self, visit: Visit) -> str:
        """Do the present step; the name of the next one. Where the store is silent for a moment in the midst of it, the
        step is entered again, as after a restart: the line's cursor goes back to where it began."""
        until = asyncio.get_running_loop().time() + STORE_SILENT_SECONDS_MAX
        while True:
            try:
                return await self._visited_once(visit)
            except store.UNAVAILABLE as error:
                if asyncio.get_running_loop().time() > until:
                    raise StepFailed("store_silent") from error
            await asyncio.sleep(STORE_RETRY_SECONDS)
            visit.line.cursor = visit.run.line_cursor

    async def _visited_once(self, visit: Visit) -> str:
        step = visit.flow.steps[visit.run.step]
        try:
            async with asyncio.timeout(None if step.unbounded else limits.STEP_SECONDS_MAX):
                return step.next[await (stand_in(visit, step) if visit.trial and step.reaches_out else step.run(visit))]
        except (CustomerGone, RunTaken, RunOver, Entered, CameBack, StepFailed, store.UNAVAILABLE):
            raise
        except Exception as error:  # a step of any room: whatever it is, the customer goes on by `on_error`
            raise StepFailed(code_of(error)) from error

    async def _next(self, scope: Scope, visit: Visit, step: str) -> None:
        run = visit.run
        run.step, run.visit, run.awaited, run.line_cursor = step, run.visit + 1, {}, visit.line.cursor
        run.state = "running"
        if visit.trial:
            run.path = [*run.path, (run.flow, step)]
        if run.visit > limits.RUN_VISITS_MAX:
            raise StepFailed("too_many_steps")
        await self._save(scope, run)

    async def _save(self, scope: Scope, run: Run) -> None:
        async def write() -> None:
            async with self._services.database.single(scope) as tx:
                if not await store.save(tx, run, after(now_ms(), limits.STEP_SECONDS_MAX)):
                    raise RunTaken(run=run.id)

        try:
            await stored(write)
        except store.UNAVAILABLE as error:
            raise StepFailed("store_silent") from error

    async def _end(self, scope: Scope, run: Run, reason: str) -> None:
        pause = STORE_RETRY_SECONDS
        while True:
            try:
                async with self._services.database.transaction(scope) as tx:
                    await runs.end_run(tx, run.id, reason, attempt=run.attempt)
                return
            except store.UNAVAILABLE:
                await asyncio.sleep(pause)
                pause = min(pause * 2, END_RETRY_SECONDS_MAX)

    # -- what it leans on

    async def _flow(self, scope: Scope, flow: FlowId, version: int) -> Flow:
        key = (scope.tenant, flow, version)

        async def read() -> Flow:
            async with self._services.database.transaction(scope) as tx:
                return await read_version(tx, flow, version)

        if key not in self._flows:
            self._flows[key] = await stored(read)
        self._flows.move_to_end(key)
        while len(self._flows) > FLOWS_KEPT:
            self._flows.popitem(last=False)
        return self._flows[key]
