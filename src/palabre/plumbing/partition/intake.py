"""What comes to the owner: commands by the bus, facts of rows by the outbox, deadlines by the worlds' own clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import msgspec
from nats.aio.msg import Msg

from palabre.foundations.problems import Busy, Invalid, Problem
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import now_ms
from palabre.plumbing.partition import outbox
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.partition.ownership import RETRY_SECONDS, Ownership
from palabre.plumbing.partition.wire import Answers, CommandCodec, encode, id_of, refusal
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

OUTBOX_SECONDS = 0.25
IDLE_MS = 1000
COMMANDS_WAITING_MAX = 20_000  # beyond it: routing.busy


class Parked(Problem):
    code, status = "routing.parked", 503


def heed() -> None:
    """End where this task was asked to: on its way a cancellation may get lost, in a TaskGroup of Python 3.11 whose own
    tasks fail at that moment, or in `wait_for`; a loop that goes on after any error would then go on for ever."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Until it is set, or the time is up; it is cleared."""
    heed()
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()


class Commands:
    def __init__(self, ownership: Ownership, codec: CommandCodec, bus: Bus, dirty: Callable[[], None]) -> None:
        self._ownership, self._codec, self._bus, self._dirty = ownership, codec, bus, dirty

    async def on_command(self, message: Msg) -> None:
        partition = int(message.subject.rsplit(".", 1)[1])
        owned = self._ownership.by_partition.get(partition)
        if owned is None:
            return await self._bus.publish(message.reply, b"")  # nobody here: the asker soon finds the new owner
        if not self._ownership.lease.stands():
            self._ownership.lease.asked_for.set()
            return self._ownership.keep_waiting(partition, message)
        if self._ownership.asleep(partition):
            return self._ownership.keep_waiting(partition, message)
        refused: Answers = []
        for one in self._codec.split(message.data):
            if partition in self._ownership.rebuilding:
                break  # a defect among them: the rest is asked again
            if problem := self._decide(owned, one, message.reply):
                refused.append((id_of(one), refusal(problem)))
        if refused and message.reply:
            await self._bus.publish(message.reply, encode(refused))
        self._dirty()

    def _decide(self, owned: Owned, one: msgspec.Raw, inbox: str) -> Problem | None:
        """What it was refused with; None when decided (the answer follows the commit) or a defect came to light."""
        try:
            id, deadline, command = self._codec.decode(one)
            if owned.parked:
                return Parked(why=owned.parked)
            now = now_ms()
            if now > deadline or len(owned.answers) > COMMANDS_WAITING_MAX:
                return Busy()
            owned.ask(id, command, now, (inbox, id))
        except msgspec.ValidationError as error:
            return Invalid(field="command", reason=str(error)[:200])
        except Problem as problem:
            return problem
        except Exception:
            log.exception("a command could not be decided", extra={"partition": owned.partition})
            self._ownership.mend(owned)
        return None


class Outbox:
    """Looked at on a wake and every 250 ms; each transaction whole, in the order of its first row."""

    def __init__(self, ownership: Ownership, database: Database, dirty: Callable[[], None]) -> None:
        self._ownership, self._database, self._dirty = ownership, database, dirty
        self._gone: set[int] = set()  # rows committed while the outbox was being read
        self.wake = asyncio.Event()

    async def on_wake(self, message: Msg) -> None:
        self.wake.set()

    def committed(self, rows: list[int]) -> None:
        self._gone.update(rows)

    async def run(self) -> None:
        while True:
            await wait(self.wake, OUTBOX_SECONDS)
            try:
                await self._ownership.look_at_wishes()
                await self.move()
            except Exception as error:
                log.warning("outbox not read", extra={"why": repr(error)[:300]})
                await asyncio.sleep(RETRY_SECONDS)

    async def move(self) -> None:
        """Facts told by rows join the next group commit, which deletes the rows."""
        tenants = [o.tenant for o in self._ownership.awake()]
        if not tenants:
            return
        self._gone.clear()
        epochs = {o.tenant: o.epoch for o in self._ownership.awake()}
        for told in await outbox.read(self._database, tenants):
            owned = self._ownership.by_tenant.get(told.tenant)
            if owned is None or owned.parked or self._ownership.asleep(owned.partition):
                continue
            if owned.epoch != epochs.get(told.tenant):
                continue  # rebuilt while we read: a commit in doubt may have moved what we read
            if told.rows[0] in owned.in_flight or told.rows[0] in owned.moving or told.rows[0] in self._gone:
                continue
            try:
                owned.receive(told.rows, [self._ownership.codec.decode_fact(f) for f in told.facts], now_ms())
            except Exception as error:
                await self._ownership.park(owned, told.rows[0], error)
        self._dirty()


class Deadlines:
    def __init__(self, ownership: Ownership, dirty: Callable[[], None]) -> None:
        self._ownership, self._dirty = ownership, dirty
        self.wake = asyncio.Event()

    async def run(self) -> None:
        while True:
            now = now_ms()
            nearest = min((self._tick(owned, now) for owned in self._ownership.awake()), default=now + IDLE_MS)
            await wait(self.wake, max(min(nearest, now + IDLE_MS) - now_ms(), 1) / 1000)

    def _tick(self, owned: Owned, now: int) -> int:
        """Decide what is due; when to look again."""
        if now < owned.quiet_until:
            return owned.quiet_until
        due = owned.world.deadline()
        if due is not None and due <= now:
            try:
                owned.tick(now)
                self._dirty()
            except Exception:
                log.exception("a deadline could not be decided", extra={"partition": owned.partition})
                self._ownership.mend(owned)
                return now + IDLE_MS
            due = owned.world.deadline()
        return now + IDLE_MS if due is None else due
