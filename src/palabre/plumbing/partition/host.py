"""The process that owns partitions: one writer each, one group commit for all of them, answers after the commit.

Loops: commands come by the bus; the outbox is looked at on a wake and every 250 ms; deadlines by the worlds' own clock;
one commit in flight carries everything decided meanwhile. A doubtful commit or a defect drops the state and rebuilds it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence

import msgspec
from nats.aio.msg import Msg

from palabre.foundations.decision import Room, codec_of
from palabre.foundations.problems import Busy, Invalid, Problem
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import now_ms
from palabre.plumbing.journal import Append, Doubtful, Journal
from palabre.plumbing.partition import outbox, registry
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.partition.wire import (
    BATCH_BYTES_MAX,
    Answer,
    Answers,
    Batch,
    CommandCodec,
    command_subject,
    encode,
    facts_subject,
    id_of,
    last_subject,
    refusal,
)
from palabre.plumbing.postgres import Database

log = logging.getLogger("palabre.router")

OUTBOX_SECONDS = 0.25
LEASE_SECONDS = 3.0
RENEW_SECONDS = 1.0
SNAPSHOT_FACTS = 20_000
COMMANDS_WAITING_MAX = 20_000  # beyond it: routing.busy
RETRY_SECONDS = 0.1


class Parked(Problem):
    code, status = "routing.parked", 503


class Host:
    """Owns every partition whose last owner's lease has run out (or was this very name)."""

    def __init__(self, name: str, database: Database, journal: Journal, bus: Bus, rooms: Sequence[Room]) -> None:
        self.name, self.database, self.journal, self.bus, self.rooms = name, database, journal, bus, tuple(rooms)
        self.codec, self.commands = codec_of(rooms), CommandCodec(rooms)
        self.owned: dict[int, Owned] = {}
        self._by_tenant: dict[str, Owned] = {}
        self._leave: dict[int, object] = {}
        self._dirty, self._outbox, self._timer = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._rebuilding: set[int] = set()
        self._waiting: dict[int, list[Msg]] = {}
        self._gone: set[int] = set()  # outbox rows committed while the outbox was being read
        self._tasks: set[asyncio.Future] = set()
        self.owning = asyncio.Event()  # set once every partition that may be claimed was
        self.commits = self.facts = 0

    async def run(self) -> None:
        """Until cancelled."""
        await self.bus.subscribe("wake.outbox", self._on_wake)
        await registry.renew(self.database, self.name, LEASE_SECONDS)
        await self._claim()
        self.owning.set()
        loops = (self._commit_loop, self._outbox_loop, self._deadline_loop, self._lease_loop, self._heartbeat_loop)
        async with asyncio.TaskGroup() as group:
            for loop in loops:
                group.create_task(loop())

    # -- coming to own

    async def _claim(self) -> None:
        for partition, tenant in await registry.claimable(self.database, self.name, LEASE_SECONDS):
            if partition in self.owned:
                continue
            owned = Owned(partition, tenant, self.rooms, self.codec)
            self.owned[partition] = self._by_tenant[tenant] = owned
            self._rebuilding.add(partition)
            await self._rebuild(owned)
            self._leave[partition] = await self.bus.subscribe(command_subject(partition), self._on_command)

    async def _rebuild(self, owned: Owned) -> None:
        """Newest snapshot and replay, under a new epoch; then what waited is decided."""
        self._rebuilding.add(owned.partition)
        while True:
            try:
                owned.restart(*await self.journal.take_over(owned.partition, self.name))
                await self._load(owned)
                break
            except Exception as error:
                log.error("partition not rebuilt", extra={"partition": owned.partition, "why": repr(error)[:300]})
                await asyncio.sleep(RETRY_SECONDS)
        self._rebuilding.discard(owned.partition)
        for message in self._waiting.pop(owned.partition, []):
            await self._on_command(message)
        self._outbox.set()
        self._timer.set()

    async def _load(self, owned: Owned) -> None:
        snapshot = await registry.snapshot(self.database, owned.partition)
        if snapshot is not None:
            try:
                owned.load(snapshot)
            except Exception as error:
                log.warning("snapshot set aside", extra={"partition": owned.partition, "why": repr(error)[:300]})
                owned.restart(owned.epoch, owned.committed)
        async for first, entries in self.journal.read_from(owned.partition, owned.world.number):
            owned.replay(first, entries)
        if owned.world.number != owned.committed:
            raise RuntimeError(f"journal ends at {owned.world.number}, partition says {owned.committed}")

    # -- commands

    async def _on_command(self, message: Msg) -> None:
        partition = int(message.subject.rsplit(".", 1)[1])
        owned = self.owned.get(partition)
        if owned is None:
            return  # the asker tries again and finds the new owner
        if partition in self._rebuilding:
            waiting = self._waiting.setdefault(partition, [])
            if len(waiting) < COMMANDS_WAITING_MAX:
                waiting.append(message)
            return
        refused: Answers = []
        for one in self.commands.split(message.data):
            if partition in self._rebuilding:
                break  # a defect among them: the rest is asked again
            try:
                self._decide(owned, one, message.reply)
            except msgspec.ValidationError as error:
                refused.append((id_of(one), refusal(Invalid(field="command", reason=str(error)[:200]))))
            except Problem as problem:
                refused.append((id_of(one), refusal(problem)))
            except Exception:
                log.exception("a command could not be decided", extra={"partition": partition})
                await self._mend(owned)
        if refused and message.reply:
            await self.bus.publish(message.reply, encode(refused))
        self._dirty.set()

    def _decide(self, owned: Owned, one: msgspec.Raw, inbox: str) -> None:
        id, deadline, command = self.commands.decode(one)
        if owned.parked:
            raise Parked(why=owned.parked)
        now = now_ms()
        if now > deadline or len(owned.answers) > COMMANDS_WAITING_MAX:
            raise Busy()
        owned.ask(id, command, now, (inbox, id))

    async def _mend(self, owned: Owned) -> None:
        """A defect left the world between two facts: what was decided before it is committed, the rest is rebuilt."""
        log.error("rebuilding", extra={"partition": owned.partition, "number": owned.committed})
        self._rebuilding.add(owned.partition)
        self._spawn(self._mend_later(owned))

    def _spawn(self, work: Coroutine) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _mend_later(self, owned: Owned) -> None:
        while owned.in_flight or owned.dirty:
            self._dirty.set()
            await asyncio.sleep(0.005)
        await self._rebuild(owned)

    # -- the outbox

    async def _on_wake(self, message: Msg) -> None:
        self._outbox.set()

    async def _outbox_loop(self) -> None:
        while True:
            try:
                async with asyncio.timeout(OUTBOX_SECONDS):  # wait_for of 3.11 may swallow a cancellation
                    await self._outbox.wait()
            except TimeoutError:
                pass
            self._outbox.clear()
            try:
                await self._move()
            except Exception as error:
                log.warning("outbox not read", extra={"why": repr(error)[:300]})
                await asyncio.sleep(RETRY_SECONDS)

    async def _move(self) -> None:
        tenants = [t for t, o in self._by_tenant.items() if o.partition not in self._rebuilding and not o.parked]
        if not tenants:
            return
        self._gone.clear()
        for transaction in await outbox.read(self.database, tenants):
            owned = self._by_tenant.get(transaction.tenant)
            if owned is None or owned.parked or owned.partition in self._rebuilding:
                continue
            row = transaction.rows[0]
            if row in owned.in_flight or row in owned.moving or row in self._gone:
                continue
            try:
                owned.receive(transaction.rows, [self.codec.decode_fact(f) for f in transaction.facts], now_ms())
            except Exception as error:
                await self._park(owned, transaction.rows[0], error)
        self._dirty.set()

    async def _park(self, owned: Owned, row: int, error: Exception) -> None:
        owned.parked = f"outbox row {row}: {type(error).__name__}"
        log.critical("tenant parked", extra={"partition": owned.partition, "row": row, "why": repr(error)[:300]})
        await registry.park(self.database, owned.tenant, owned.parked)
        await self._mend(owned)

    # -- deadlines

    async def _deadline_loop(self) -> None:
        while True:
            now = now_ms()
            nearest = now + 1000
            for owned in list(self.owned.values()):
                if owned.partition in self._rebuilding or owned.parked:
                    continue
                due = owned.world.deadline()
                if due is not None and due <= now:
                    try:
                        owned.tick(now)
                        self._dirty.set()
                    except Exception:
                        log.exception("a deadline could not be decided", extra={"partition": owned.partition})
                        await self._mend(owned)
                        continue
                    due = owned.world.deadline()
                if due is not None and due < nearest:
                    nearest = due
            self._timer.clear()
            try:
                async with asyncio.timeout(max(nearest - now_ms(), 1) / 1000):  # wait_for of 3.11 may swallow a cancellation
                    await self._timer.wait()
            except TimeoutError:
                pass

    # -- one commit in flight

    async def _commit_loop(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            await asyncio.sleep(0)  # what has already arrived joins this commit
            taken = [(o, *o.take()) for o in self.owned.values() if o.dirty]
            appends = [a for _, a, _, _ in taken if a]
            try:
                written = await self.journal.append(appends) if appends else set()
            except Doubtful as doubt:
                log.warning("doubtful commit", extra={"why": str(doubt)[:300]})
                await self._give_up([o for o, a, _, _ in taken if a])
                continue
            lost = [o for o, a, _, _ in taken if a and o.partition not in written]
            for owned, append, _, answers in taken:
                if owned not in lost:
                    await self._acknowledge(owned, append, answers)
            for owned in lost:
                self._forget(owned)
            self._timer.set()

    async def _acknowledge(self, owned: Owned, append: Append | None, answers: list) -> None:
        if append:
            first, owned.committed, owned.in_flight = append.past + 1, append.last, frozenset()
            self._gone.update(append.outbox)
            self.commits += 1
            self.facts += append.last - append.past
        told: dict[str, Answers] = {}
        for (inbox, id), raw in answers:
            if inbox:
                told.setdefault(inbox, []).append((id, Answer(raw)))
        for inbox, many in told.items():
            await self.bus.publish(inbox, encode(many))
        if append and append.last > append.past:
            entries = append.entries if len(append.entries) < BATCH_BYTES_MAX else b""
            await self.bus.publish(facts_subject(owned.partition), encode(Batch(first, append.last, entries)))
            if owned.committed - owned.snapshot_number >= SNAPSHOT_FACTS and not owned.dirty:
                await self._snapshot(owned)

    async def _snapshot(self, owned: Owned) -> None:
        owned.forget(now_ms())
        owned.snapshot_number = owned.committed
        try:
            await registry.save_snapshot(self.database, owned.partition, owned.committed, owned.dump())
        except Exception as error:
            log.warning("no snapshot", extra={"partition": owned.partition, "why": repr(error)[:300]})

    async def _give_up(self, doubtful: list[Owned]) -> None:
        """Nobody can tell whether it was written: rebuild before answering; those who asked try again with the same id."""
        for owned in doubtful:
            self._rebuilding.add(owned.partition)
        for owned in doubtful:
            await self._rebuild(owned)

    def _forget(self, owned: Owned) -> None:
        log.warning("fenced: another process owns it now", extra={"partition": owned.partition})
        self.owned.pop(owned.partition, None)
        self._by_tenant.pop(owned.tenant, None)
        leave = self._leave.pop(owned.partition, None)
        if leave:
            self._spawn(leave())  # type: ignore[operator]

    # -- leases, and the last number said aloud

    async def _lease_loop(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await registry.renew(self.database, self.name, LEASE_SECONDS)
                await self._claim()
            except Exception as error:
                log.warning("lease not renewed", extra={"why": repr(error)[:300]})

    async def _heartbeat_loop(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            for owned in list(self.owned.values()):
                await self.bus.publish(last_subject(owned.partition), encode(owned.committed))

    async def snapshot_all(self) -> None:
        """On a clean stop, so that the next start replays nothing."""
        for owned in self.owned.values():
            if (
                not owned.dirty
                and not owned.in_flight
                and owned.partition not in self._rebuilding
                and owned.committed > owned.snapshot_number
            ):
                await self._snapshot(owned)
