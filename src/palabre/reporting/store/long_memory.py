"""The long memory: old days in Parquet, asked through DuckDB, which runs in a process of its own (`duck`).

The same question as PostgreSQL is asked gets the same rows. The process is started at the first question, started again
where it died, and ended when nobody has asked for a while or we end.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from palabre.foundations.clock import Instant
from palabre.foundations.ids import TenantId
from palabre.plumbing.blobs import Blobs
from palabre.reporting.model.rolls import ADDED, ALL, TIMES
from palabre.reporting.problems import LongMemoryUnavailable
from palabre.reporting.store import duck
from palabre.reporting.store.files import Kept
from palabre.reporting.store.reading import SHOWN, Found, Question, _summed, found

log = logging.getLogger("palabre.figures")

ANSWER_SECONDS_MAX = 25.0
IDLE_SECONDS = 300.0
FILE_BYTES_MAX = 256_000_000
FETCHED_AT_ONCE = 4  # files, in memory here until the process has them

_TEXT = ("level subject partner queue item conversation kind end_reason advisor site status").split()
_FLAG = ("first", "resumed", "present")
_WRITE = """copy (select * from read_csv('{{into}}', header = true, nullstr = '', delim = ',', quote = '"',
 escape = '"', columns = {{{{{columns}}}}}))
 to '{{out}}' (format parquet, compression zstd, row_group_size 60000, use_tmp_file false)"""


def statement(question: Question, *, times: bool) -> str:
    """As `reading` asks PostgreSQL; `$files` are of one tenant."""
    group = question.group or "''"
    bucket, days = "slot", ""
    if not question.quarters:
        bucket = "d.begin"
        days = "join (select unnest($begins) as begin, unnest($ends) as until) d on slot >= d.begin and slot < d.until"
    partner = "and partner = $partner" if question.partner else ""
    return f"""select {group} as grouped, {bucket} as bucket, {_summed(TIMES if times else SHOWN, not times)}
 from read_parquet($files) {days} where level = $level and list_contains($subjects, subject)
  and list_contains($queues, queue) {partner} and slot >= $begin and slot < $end group by 1, 2"""


def _parameters(question: Question, begin: Instant, end: Instant) -> dict[str, Any]:
    told: dict[str, Any] = {
        "level": question.level,
        "subjects": list(question.subjects),
        "queues": list(question.queues) or [ALL],
        "begin": begin,
        "end": end,
    }
    if question.partner:
        told["partner"] = question.partner
    if not question.quarters:
        told |= {"begins": list(question.begins), "ends": [*question.begins[1:], 2**62]}
    return told


def parquet_of(head: str) -> str:
    """The statement that writes a file of these columns (the head of a CSV)."""
    names = head.split(",")
    counted = ADDED if names[0] == "level" else ()
    return _WRITE.format(columns=", ".join(f"'{name}': '{_type(name, counted)}'" for name in names))


def _type(name: str, counted: Sequence[str]) -> str:
    if name in counted:
        return "BIGINT" if name.endswith("_sum") else "INTEGER"
    return "VARCHAR" if name in _TEXT else "BOOLEAN" if name in _FLAG else "BIGINT"


class LongMemory:
    """One child, one question at a time; callers wait in threads."""

    def __init__(self, megabytes: int) -> None:
        self._megabytes, self._lock = megabytes, threading.Lock()
        self._child: subprocess.Popen | None = None
        self._idle: threading.Timer | None = None

    async def quarters(
        self, blobs: Blobs, tenant: TenantId, kept: Sequence[Kept], question: Question, begin: Instant, end: Instant,
        *, times: bool = False,
    ) -> Found:  # fmt: skip
        """What these files hold of [begin, end)."""
        if not kept:
            return {}
        asked = {
            "ask": statement(question, times=times),
            "with": _parameters(question, begin, end),
            "files": [f"{tenant}/{one.blob}" for one in kept],
        }
        for _ in range(3):
            told = await asyncio.to_thread(self.ask, asked)
            if "missing" not in told:
                return found(told["rows"])
            await self._fetch(blobs, tenant, told["missing"])
        raise LongMemoryUnavailable()

    async def _fetch(self, blobs: Blobs, tenant: TenantId, names: Sequence[str]) -> None:
        """Several at a time: of one, most is waiting for its row and its file."""
        turns = asyncio.Semaphore(FETCHED_AT_ONCE)

        async def one(name: str) -> None:
            async with turns:
                data = await whole(blobs, tenant, name.rsplit("/", 1)[1])
                await asyncio.to_thread(self.ask, {"keep": name, "data": data})

        fetching = [asyncio.create_task(one(name)) for name in names]
        try:
            await asyncio.gather(*fetching)
        finally:
            for task in fetching:
                task.cancel()

    def wake(self) -> None:
        """It will be asked: it starts while other things are read, and its first question does not wait for that."""
        with self._lock, suppress(OSError):  # who asks is told
            self._running()

    async def parquet(self, csv: bytes) -> bytes:
        """A CSV with a head as Parquet."""
        head = csv[: csv.index(b"\n")].decode().strip()
        return (await asyncio.to_thread(self.ask, {"write": parquet_of(head), "data": csv}))["data"]

    async def write(self, sql: str, csv: bytes) -> bytes:
        """`sql`: copies {into}, a CSV, to {out}."""
        return (await asyncio.to_thread(self.ask, {"write": sql, "data": csv}))["data"]

    def ask(self, question: dict) -> dict:
        """Raises LongMemoryUnavailable: no answer in time, or what DuckDB said."""
        with self._lock:
            try:
                told = self._ask(question)
            except OSError as error:
                self._end()
                raise LongMemoryUnavailable(reason=type(error).__name__) from error
        if "error" in told:
            log.error("the long memory refuses", extra={"why": told["error"]})
            raise LongMemoryUnavailable()
        return told

    def _ask(self, question: dict) -> dict:
        child = self._running()
        watch = threading.Timer(ANSWER_SECONDS_MAX, child.kill)
        watch.start()
        try:
            duck.write(child.stdin, question)  # type: ignore[arg-type]
            told = duck.read(child.stdout)  # type: ignore[arg-type]
        finally:
            watch.cancel()
        if told is None:
            raise BrokenPipeError("the process ended")
        return told

    def _running(self) -> subprocess.Popen:
        if self._idle:
            self._idle.cancel()
        self._idle = threading.Timer(IDLE_SECONDS, self.close)
        self._idle.daemon = True
        self._idle.start()
        if self._child is None or self._child.poll() is not None:
            command = [sys.executable, "-m", duck.__name__, str(self._megabytes)]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )  # a session of its own: Ctrl+C is for us, whose end closes its pipe
        return self._child

    def close(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stdin.close()  # type: ignore[union-attr]
            child.kill()
            child.wait()
            child.stdout.close()  # type: ignore[union-attr]


async def whole(blobs: Blobs, tenant: TenantId, blob: str) -> bytes:
    data = bytearray()
    async for chunk in blobs.get(tenant, blob):
        data += chunk
        if len(data) > FILE_BYTES_MAX:
            raise LongMemoryUnavailable(reason="file_too_long")
    return bytes(data)


_OF_PROCESS: dict[int, LongMemory] = {}


def of_process(settings: Any) -> LongMemory:
    """The one of this process."""
    megabytes = getattr(settings, "reporting_memory_megabytes", 256)
    if megabytes not in _OF_PROCESS:
        _OF_PROCESS[megabytes] = LongMemory(megabytes)
    return _OF_PROCESS[megabytes]
