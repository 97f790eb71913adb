"""PostgreSQL by psycopg 3: a pool per role, a transaction per action, the outbox written last.

A transaction begins by saying on whose behalf it runs; row-level security holds even where a statement forgets.
A connection commits each statement by itself outside of one: what asks once asks once, without a begin and an end.
`single` does so on somebody's behalf: its connections stand for a tenant until they are asked for another, and for that
reason are never those that others get.
"""

from __future__ import annotations

import asyncio
import re
import select
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from psycopg_pool.base import AttemptWithBackoff

from palabre.foundations.facts import Fact
from palabre.foundations.scope import Scope

_encode = msgspec.msgpack.Encoder().encode

# both in one round trip, which takes no parameters: hence what may stand in them is looked at
_BEGIN = "begin; select set_config('palabre.tenant', '{}', true), set_config('palabre.partner', '{}', true)"
_STAND = "select set_config('palabre.tenant', '{}', false), set_config('palabre.partner', '{}', false)"
_ID = re.compile(r"[0-9A-Za-z-]*")
_TELL = "insert into palabre.outbox (tenant, fact) select %(tenant)s, unnest(%(facts)s::bytea[])"

Params = dict[str, Any] | None
SINGLES_MAX = 4  # connections for single statements, beside those for transactions

# A node that is cut off says nothing: both ends of a line learn it within some five seconds, not after two hours, so
# that nobody waits for an answer, and no lock is held for somebody who is gone. Of no effect on a unix socket.
_CUT_CLIENT = {
    "connect_timeout": 5, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3,
    "tcp_user_timeout": 5_000,
}  # fmt: skip
_CUT_SERVER = (
    "-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=5000"
)

# After a cut the pool waits 1, 2, 4… seconds between its tries, longer than a caller's patience: here 0.1, 0.15, 0.22…
AttemptWithBackoff.INITIAL_DELAY = 0.1
AttemptWithBackoff.DELAY_BACKOFF = 1.5


class Transaction:
    """One transaction of one scope. Rows come back as dicts."""

    def __init__(self, scope: Scope, connection: psycopg.AsyncConnection) -> None:
        self.scope, self.connection = scope, connection
        self.told: list[Fact] = []

    async def execute(self, sql: str, params: Params = None) -> psycopg.AsyncCursor:
        return await self.connection.execute(sql, params)

    async def one(self, sql: str, params: Params = None) -> dict | None:
        return await (await self.connection.execute(sql, params)).fetchone()

    async def all(self, sql: str, params: Params = None) -> list[dict]:
        return await (await self.connection.execute(sql, params)).fetchall()

    def tell(self, fact: Fact) -> None:
        """The fact leaves with this transaction, whole or not at all; the owner of the partition numbers it."""
        self.told.append(fact)

    async def _flush(self) -> None:
        if self.told:
            facts = [_encode(f) for f in self.told]
            await self.connection.execute(_TELL, {"tenant": self.scope.tenant, "facts": facts})


class Single(Transaction):
    """Each statement is a transaction of its own, in one round trip."""

    def tell(self, fact: Fact) -> None:
        raise RuntimeError("a fact leaves with a transaction")


class Line:
    """A connection of one writer's own, never in a pool: each statement is a transaction, in one round trip.

    One statement at a time. After any error it is closed, and the next statement opens it anew.
    """

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool
        self._connection: psycopg.AsyncConnection | None = None

    async def one(self, sql: str, params: Params = None) -> dict | None:
        with _cancellable():
            try:
                if self._connection is None:
                    self._connection = await psycopg.AsyncConnection.connect(
                        self._pool.conninfo, prepare_threshold=0, **self._pool.kwargs
                    )
                return await (await self._connection.execute(sql, params)).fetchone()
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


class Database:
    """A pool of one role. `wake`: called with the tenant after a commit that told facts."""

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self.pool = pool
        self._lines: list[Line] = []
        self._beside: list[asyncio.Task] = []
        self._singles: AsyncConnectionPool | None = None
        self._opening = asyncio.Lock()
        self._stands: WeakKeyDictionary[psycopg.AsyncConnection, Scope] = WeakKeyDictionary()
        self.wake: Callable[[str], Awaitable[None]] | None = None

    @classmethod
    async def open(
        cls, dsn: str, *, size_max: int = 8, seconds_max: float = 30.0, derived: bool = False
    ) -> Database:
        """Waits until the database answers, `seconds_max` at most. `derived`: nothing is written but what is read from
        the journal again, in one transaction with how far: a commit needs no flush of its own, and what a crash takes
        of the last moments comes back in its order."""
        pool = AsyncConnectionPool(
            dsn,
            min_size=1,
            max_size=size_max,
            open=False,
            timeout=10.0,
            max_lifetime=1800.0,
            check=_check,
            kwargs={
                "autocommit": True,
                "row_factory": dict_row,
                "options": f"-c search_path=palabre -c statement_timeout=30000 "
                f"-c idle_in_transaction_session_timeout=30000 {_CUT_SERVER}"
                + (" -c synchronous_commit=off" if derived else ""),
                **_CUT_CLIENT,
            },
            reconnect_timeout=60.0,
        )
        await pool.open(wait=True, timeout=seconds_max)
        return cls(pool)

    def keep_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run as long as this database is open."""
        self._beside.append(asyncio.create_task(work))

    async def close(self) -> None:
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        for line in self._lines:
            await line.close()
        if self._singles:
            await self._singles.close()
        await self.pool.close()

    def line(self) -> Line:
        """Closed with this database."""
        self._lines.append(Line(self.pool))
        return self._lines[-1]

    @asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        async with self.connection() as connection:
            transaction = Transaction(scope, connection)
            try:
                await connection.execute(_for(_BEGIN, scope), prepare=False)
                yield transaction
                await transaction._flush()
            except BaseException:
                with suppress(psycopg.Error):  # where it was the connection that broke, there is nothing to undo
                    await connection.rollback()
                raise
            await connection.commit()
        if transaction.told and self.wake:
            await self.wake(scope.tenant)

    @asynccontextmanager
    async def single(self, scope: Scope) -> AsyncIterator[Single]:
        """For what one statement does, or several that need not see the same moment; row-level security as ever."""
        with _cancellable() as look:
            async with (await self._single_pool()).connection() as connection:
                look()
                if self._stands.get(connection) != scope:
                    self._stands.pop(connection, None)
                    await connection.execute(_for(_STAND, scope), prepare=False)
                    self._stands[connection] = scope
                yield Single(scope, connection)

    async def _single_pool(self) -> AsyncConnectionPool:
        async with self._opening:
            if self._singles is None:
                made = AsyncConnectionPool(
                    self.pool.conninfo, min_size=0, max_size=SINGLES_MAX, open=False, timeout=self.pool.timeout,
                    max_lifetime=self.pool.max_lifetime, check=_check, kwargs=self.pool.kwargs,
                    reconnect_timeout=self.pool.reconnect_timeout,
                )  # fmt: skip
                await made.open()
                self._singles = made
        return self._singles

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[psycopg.AsyncConnection]:
        """A bare connection, for roles that look across tenants (router, projector) and for definer functions."""
        with _cancellable() as look:
            async with self.pool.connection() as connection:
                look()
                yield connection


def _for(text: str, scope: Scope) -> str:
    ids = scope.tenant, scope.partner or ""
    if not all(map(_ID.fullmatch, ids)):
        raise ValueError("not the id of a tenant and of a partner")
    return text.format(*ids)


async def _check(connection: psycopg.AsyncConnection) -> None:
    """Before it is used. One that the other end has closed, or whose line is cut, has something to read: only then is
    the server asked, for that costs as much as most statements."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        await AsyncConnectionPool.check_connection(connection)


@contextmanager
def _cancellable() -> Iterator[Callable[[], None]]:
    """A task that was cancelled while it waited for the database ends cancelled.

    The pool waits by `wait_for`, which in Python 3.11 loses a cancellation that meets its wake, and a statement cut
    short may answer with an error of its own: a loop that goes on after errors would then never stop.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0

    def look() -> None:
        if task and task.cancelling() > before:
            raise asyncio.CancelledError

    try:
        yield look
    except Exception:
        look()
        raise
    look()
