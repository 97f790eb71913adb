"""Rows of runs: one execution of a flow, committed before each step's effect."""
from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg import OperationalError
from psycopg.types.json import Jsonb

from palabre.foundations.clock import Instant
from palabre.foundations.ids import ConversationId, CustomerId, FlowId, RunId, TenantId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction

UNAVAILABLE = OperationalError  # the database is away, or cut us off


class Frame(msgspec.Struct):
    """A flow that waits for the one it runs: at which step, with which variables."""

    flow: FlowId
    version: int
    step: str
    variables: dict[str, str]


class Run(msgspec.Struct):
    """As the row says. `awaited`: what the present step has begun outside. `flow`, `version`: those of its step.

    `frames`: flows that wait for that one, the outermost first. `path`: (flow, step) come by, in a trial alone.
    """

    id: RunId
    conversation: ConversationId
    flow: FlowId
    version: int
    channel: str
    entry: str
    step: str
    visit: int
    attempt: int
    variables: dict[str, str]
    awaited: dict[str, str]
    line_cursor: str
    state: str
    reason: str
    began_at: Instant
    frames: list[Frame] = []
    path: list[tuple[str, str]] = []


_COLUMNS = """id::text, conversation::text, flow::text, version, channel, entry, step, visit, attempt, variables,
 awaited, line_cursor, state, reason, began_at, frames, path"""


def _run(row: dict) -> Run:
    return msgspec.convert(row, Run)


async def insert(tx: Transaction, run: Run) -> None:
    await tx.execute(
        """insert into palabre.flow_run (tenant, id, conversation, flow, version, channel, entry, step, visit,
             variables, began_at, changed_at)
           values (%(tenant)s, %(id)s, %(conversation)s, %(flow)s, %(version)s, %(channel)s, %(entry)s, %(step)s,
                   %(visit)s, %(variables)s, %(began_at)s, %(began_at)s)""",
        {"tenant": tx.scope.tenant, "id": run.id, "conversation": run.conversation, "flow": run.flow,
         "version": run.version, "channel": run.channel, "entry": run.entry, "step": run.step, "visit": run.visit,
         "variables": Jsonb(run.variables), "began_at": run.began_at})


async def find(tx: Transaction, run: RunId) -> Run | None:
    row = await tx.one(f"select {_COLUMNS} from palabre.flow_run where tenant = %(tenant)s and id = %(id)s",
                       {"tenant": tx.scope.tenant, "id": run})
    return _run(row) if row else None


async def of_conversation(tx: Transaction, conversation: ConversationId) -> Run | None:
    """Its newest run."""
    row = await tx.one(
        f"""select {_COLUMNS} from palabre.flow_run where tenant = %(tenant)s and conversation = %(conversation)s
            order by id desc limit 1""",
        {"tenant": tx.scope.tenant, "conversation": conversation})
    return _run(row) if row else None


async def alone(tx: Transaction, conversation: ConversationId) -> None:
    """Until this transaction ends nobody else begins a run of this conversation: two workers hear that it opened."""
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended(%(tenant)s || %(conversation)s, 0))",
        {"tenant": tx.scope.tenant, "conversation": conversation})


async def count(tx: Transaction, conversation: ConversationId) -> int:
    row = await tx.one(
        """select count(*) as runs from palabre.flow_run
           where tenant = %(tenant)s and conversation = %(conversation)s""",
        {"tenant": tx.scope.tenant, "conversation": conversation})
    return row["runs"] if row else 0


async def take(tx: Transaction, run: RunId) -> Run | None:
    """Become the one that executes it: whoever did before fails at its next write. None when it has ended."""
    row = await tx.one(
        f"""update palabre.flow_run set attempt = attempt + 1, changed_at = %(now)s
            where tenant = %(tenant)s and id = %(id)s and state <> 'ended' returning {_COLUMNS}""",
        {"tenant": tx.scope.tenant, "id": run, "now": now_ms()})
    return _run(row) if row else None


async def save(tx: Transaction, run: Run, deadline: Instant | None) -> bool:
    """Write where it stands; False where another process has taken it."""
    row = await tx.one(
        """update palabre.flow_run set flow = %(flow)s, version = %(version)s, frames = %(frames)s, path = %(path)s,
             step = %(step)s, visit = %(visit)s, variables = %(variables)s,
             awaited = %(awaited)s, line_cursor = %(line_cursor)s, deadline = %(deadline)s, state = %(state)s,
             reason = %(reason)s, changed_at = %(now)s
           where tenant = %(tenant)s and id = %(id)s and attempt = %(attempt)s and state <> 'ended'
           returning 1 as one""",
        {"tenant": tx.scope.tenant, "id": run.id, "attempt": run.attempt, "step": run.step, "visit": run.visit,
         "flow": run.flow, "version": run.version, "path": Jsonb(run.path),
         "frames": Jsonb(msgspec.to_builtins(run.frames)),
         "variables": Jsonb(run.variables), "awaited": Jsonb(run.awaited), "line_cursor": run.line_cursor,
         "deadline": deadline, "state": run.state, "reason": run.reason, "now": now_ms()})
    return row is not None


async def keep(tx: Transaction, runs: Sequence[Run]) -> None:
    """Say that they are executed still; what another process has taken is its own to keep."""
    ids, attempts = [r.id for r in runs], [r.attempt for r in runs]
    await tx.execute(
        """update palabre.flow_run r set changed_at = %(now)s
           from unnest(%(ids)s::uuid[], %(attempts)s::int[]) as k(id, attempt)
           where r.tenant = %(tenant)s and r.id = k.id and r.attempt = k.attempt and r.state <> 'ended'""",
        {"tenant": tx.scope.tenant, "ids": ids, "attempts": attempts, "now": now_ms()})


async def left_alone(tx: Transaction, channel: str, before: Instant, rows_max: int) -> list[ConversationId]:
    """Whose run nobody has kept since `before`, oldest first."""
    rows = await tx.all(
        """select conversation::text as conversation from palabre.flow_run
           where tenant = %(tenant)s and channel = %(channel)s and state <> 'ended' and changed_at < %(before)s
           order by changed_at limit %(rows_max)s""",
        {"tenant": tx.scope.tenant, "channel": channel, "before": before, "rows_max": rows_max})
    return [ConversationId(r["conversation"]) for r in rows]


async def end(tx: Transaction, run: RunId, reason: str, attempt: int | None) -> Run | None:
    """End it; None when it had ended, or where `attempt` is given and no longer the present one."""
    row = await tx.one(
        f"""update palabre.flow_run set state = 'ended', reason = %(reason)s, deadline = null, changed_at = %(now)s
            where tenant = %(tenant)s and id = %(id)s and state <> 'ended'
              and (%(attempt)s::int is null or attempt = %(attempt)s)
            returning {_COLUMNS}""",
        {"tenant": tx.scope.tenant, "id": run, "reason": reason, "attempt": attempt, "now": now_ms()})
    return _run(row) if row else None


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """What she typed or said to any flow."""
    await tx.execute(
        """update palabre.flow_run set variables = '{}', frames = '[]', line_cursor = ''
           where tenant = %(tenant)s and state = 'ended' and conversation in (
             select c.id from palabre.conversation c where c.tenant = %(tenant)s and c.customer = %(customer)s)""",
        {"tenant": tx.scope.tenant, "customer": customer})


async def unfinished(database: Database, channel: str, rows_max: int) -> list[tuple[TenantId, RunId, ConversationId]]:
    """Of all tenants, oldest first."""
    async with database.connection() as connection:
        found = await connection.execute(
            """select tenant::text as tenant, id::text as id, conversation::text as conversation
               from palabre.open_runs(%(channel)s, %(rows_max)s)""",
            {"channel": channel, "rows_max": rows_max})
        rows = await found.fetchall()
    return [(TenantId(r["tenant"]), RunId(r["id"]), ConversationId(r["conversation"])) for r in rows]
