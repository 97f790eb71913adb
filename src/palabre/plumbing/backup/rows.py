"""Rows by PostgreSQL's own tools: data alone, in one snapshot with their counts, sealed as they pass."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from palabre.plumbing.backup.manifest import BackupRefused, Kept
from palabre.plumbing.secrets import NotOpened
from palabre.plumbing.storage.sealing import Cut, Sealed, opened

PIECE_BYTES = 256 * 1024
ROWS_BYTES_MAX = 1 << 50
# what is true of the running processes alone, or lets somebody in
SCHEMA_VERSION = "alembic_version"
LEFT_OUT = (SCHEMA_VERSION, "router_process", "session", "sign_in_attempt", "blob_unsettled")

_TABLES = """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'palabre' and c.relkind in ('r', 'p') and not c.relispartition order by 1"""
_BLOBS = "select tenant::text, id::text from palabre.blob where erased_at is null order by tenant, id"


@contextmanager
def snapshot(dsn: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A transaction that sees one instant, and its name for others; `dsn`: of a role that sees every row."""
    with psycopg.connect(dsn) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local row_security = off")  # refused rather than counted short
        yield connection, connection.execute("select pg_export_snapshot()").fetchone()[0]


def tables(connection: psycopg.Connection, but: tuple[str, ...] = LEFT_OUT) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES) if name not in but]


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of each table that is kept. Raises BackupRefused where the role does not see all of them."""
    told = {}
    for name in tables(connection):
        count = sql.SQL("select count(*) from palabre.{}").format(sql.Identifier(name))
        try:
            told[name] = connection.execute(count).fetchone()[0]
        except psycopg.errors.InsufficientPrivilege:
            raise BackupRefused(
                "the role of PALABRE_DATABASE_URL does not see every row: give an administrator's address"
            ) from None
    return told


def partitions(connection: psycopg.Connection) -> dict[int, int]:
    return dict(connection.execute("select id, last_number from palabre.partition order by id").fetchall())


def blobs(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """(tenant, id) of every blob there is."""
    return connection.execute(_BLOBS).fetchall()


async def dump(tools: Path, dsn: str, named: str, key: bytes, bound_to: str, file: Path) -> Kept:
    """pg_dump of a snapshot, sealed into `file`. Raises BackupRefused with what PostgreSQL says."""
    without = [f"--exclude-table=palabre.{name}" for name in LEFT_OUT]
    process = await asyncio.create_subprocess_exec(
        tools / "pg_dump", "--format=custom", "--data-only", "--schema=palabre", f"--snapshot={named}", *without,
        env=_environment(dsn), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said = asyncio.create_task(process.stderr.read())
    sealed, digest, size = Sealed(key, bound_to, ROWS_BYTES_MAX), hashlib.sha256(), 0
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:  # noqa: ASYNC230
        async for frame in sealed.frames(_pieces(process.stdout)):
            await asyncio.to_thread(out.write, frame)
            digest.update(frame)
            size += len(frame)
        out.flush()
        await asyncio.to_thread(os.fsync, out.fileno())
    if await process.wait():
        raise BackupRefused(f"pg_dump failed: {_last(await said)}")
    return Kept(file.name, size, digest.hexdigest())


def empty(dsn: str) -> None:
    """What migrations put in by themselves goes: the backup has its own."""
    with psycopg.connect(dsn) as connection:
        names = [sql.Identifier("palabre", name) for name in tables(connection, but=(SCHEMA_VERSION,))]
        connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(names)))


def check(file: Path, kept: Kept) -> None:
    """Before anything is made of it. Raises BackupRefused for a file that is missing, cut or changed."""
    digest = hashlib.sha256()
    try:
        with open(file, "rb") as found:
            while piece := found.read(PIECE_BYTES):
                digest.update(piece)
    except OSError as why:
        raise BackupRefused(f"{file} cannot be read: {why}") from None
    if digest.hexdigest() != kept.sha256:
        raise BackupRefused(f"{file} was cut or changed")


async def load(tools: Path, dsn: str, key: bytes, bound_to: str, file: Path) -> None:
    """Back into empty tables, all or nothing. Raises BackupRefused for a file that was cut or changed."""
    process = await asyncio.create_subprocess_exec(
        tools / "pg_restore", "--data-only", "--disable-triggers", "--single-transaction", "--exit-on-error",
        f"--dbname={conninfo_to_dict(dsn)['dbname']}",
        env=_environment(dsn), stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said = asyncio.create_task(process.stderr.read())
    try:
        async for piece in opened(key, bound_to, _file(file)):
            process.stdin.write(piece)
            await process.stdin.drain()
    except (Cut, NotOpened):
        process.kill()
        raise BackupRefused(f"{file} was cut or changed") from None
    except ConnectionError:
        pass  # it left early, and says why
    process.stdin.close()
    if await process.wait():
        raise BackupRefused(f"pg_restore failed: {_last(await said)}")


async def _pieces(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while piece := await stream.read(PIECE_BYTES):
        yield piece


async def _file(path: Path) -> AsyncIterator[bytes]:
    with open(path, "rb") as file:  # noqa: ASYNC230
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece


def _environment(dsn: str) -> dict[str, str]:
    """The address by the environment: an argument would show the password to everybody on the machine."""
    told = conninfo_to_dict(dsn)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | {
        names[name]: str(value) for name, value in told.items() if name in names and value is not None
    }


def _last(text: bytes) -> str:
    lines = text.decode(errors="replace").strip().splitlines()
    return lines[0][:300] if lines else "it said nothing"
