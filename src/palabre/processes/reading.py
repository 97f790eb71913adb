"""Reading an installation's journal from outside: each fact with its number, oldest first."""

import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from palabre.foundations.decision import codec_of
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId
from palabre.plumbing import archive, settings
from palabre.plumbing.engines.external import ExternalPostgres
from palabre.plumbing.engines.folders import default_data
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.postgres import Database
from palabre.processes.rooms import ROOMS

# a conversation's story is told by these of a fact's fields; advisors, queues and customers would draw in others'
# stories
MOST = 2**62
FOLLOWED = frozenset({"conversation", "item", "offer", "effect", "segment", "run"})


_BEGINNING = """select coalesce((select min(last_number - facts) from palabre.journal where partition = p.id),
 p.last_number) + 1 as first from palabre.partition p where p.id = %(partition)s"""


class Told(NamedTuple):
    partition: int
    number: int
    fact: Fact
    cause: str

    @property
    def tag(self) -> str:
        return str(type(self.fact).__struct_config__.tag)

    @property
    def file(self) -> str:
        return type(self.fact).__module__.replace(".", "/") + ".py"

    def fields(self) -> dict[str, Any]:
        return {k: v for k, v in msgspec.structs.asdict(self.fact).items() if k != "at" and v not in (None, "")}

    def as_json(self) -> str:
        told = {"partition": self.partition, "number": self.number, "fact": self.tag, "at": self.fact.at}
        return json.dumps(told | {"cause": self.cause, "fields": self.fields()}, default=str)


def projector_dsn(data: str) -> str:
    """Of PALABRE_DATABASE_URL_PROJECTOR, else of the installation in this folder (default:
    the demo, then the real one).
    """
    read = settings.read(**({"data": data} if data else {}))
    if read.database_url_projector and not data:
        return read.database_url_projector
    return _own_dsn("projector", [Path(read.data)] if read.data else [default_data("demo"), default_data("main")])


def router_dsn(data: str) -> str:
    """As the role router, which sees who owns what."""
    return _role_dsn("router", data)


def owner_dsn(data: str) -> str:
    """Of the PostgreSQL of PALABRE_DATABASE_URL, else of the installation in this folder (default: the real one)."""
    read = settings.read(**({"data": data} if data else {}))
    place = Path(read.data) if read.data else default_data("main")
    if read.database_url:
        return ExternalPostgres(read, place / "postgres").dsn("owner")
    return _own_dsn("owner", [place])


def administrator_dsn(data: str) -> str:
    """Of whoever sees every row: PALABRE_DATABASE_URL, else the superuser of the installation in this folder."""
    read = settings.read(**({"data": data} if data else {}))
    if read.database_url:
        return read.database_url
    return _own_dsn(SUPERUSER, [Path(read.data) if read.data else default_data("main")])


def web_dsn(data: str) -> str:
    """As the role web, which every face has."""
    return _role_dsn("web", data)


def _role_dsn(role: str, data: str) -> str:
    """Of PALABRE_DATABASE_URL_<ROLE> or PALABRE_DATABASE_URL, else of the installation in this folder (default: the
    demo, then the real one).
    """
    read = settings.read(**({"data": data} if data else {}))
    told = getattr(read, f"database_url_{role}")
    if told and not data:
        return told
    place = Path(read.data) if read.data else default_data("main")
    if read.database_url:
        return ExternalPostgres(read, place / "postgres").dsn(role)
    return _own_dsn(role, [place] if read.data else [default_data("demo"), default_data("main")])


def data_folder(data: str) -> Path:
    """Of the installation that `owner_dsn` speaks of."""
    read = settings.read(**({"data": data} if data else {}))
    return Path(read.data) if read.data else default_data("main")


def snapshot_fits(partition: int, state: bytes) -> bool:
    """Does this release's code open it? One it cannot open is worth nothing once the journal before it is gone."""
    trial = Owned(partition, TenantId(""), ROOMS, codec_of(ROOMS))
    trial.restart(0, MOST)
    try:
        trial.load(state)
    except Exception:
        return False
    return True


def _own_dsn(role: str, places: list[Path]) -> str:
    for place in places:
        mark = place / "postgres/socket_folder"
        if mark.exists() and os.path.isdir(mark.read_text()):
            engine = Postgres(place / "postgres")
            engine.sockets = mark.read_text()
            return engine.dsn(role)
    raise EngineRefused(f"nothing runs on {places[0]}", "./palabre up (or demo), or name its folder with --data DIR")


async def partitions(database: Database) -> list[int]:
    async with database.connection() as connection:
        rows = await (await connection.execute("select id from palabre.partition order by id")).fetchall()
    return [row["id"] for row in rows]


async def told(database: Database, partition: int, past: int = 0) -> AsyncIterator[Told]:
    codec = codec_of(ROOMS)
    async for first, data in PostgresJournal(database).read_from(partition, past):
        number = first
        for entry in codec.decode_entries(data):
            for fact in entry.facts:
                if number > past:
                    yield Told(partition, number, fact, entry.cause)
                number += 1


async def beginning(database: Database, partition: int) -> int:
    """The first number its journal still holds (or would hold next): 1 while nothing was archived."""
    async with database.connection() as connection:
        row = await (await connection.execute(_BEGINNING, {"partition": partition})).fetchone()
    return row["first"] if row else 1


def archived(file: Path) -> Iterator[Told]:
    """The facts of an archive's file. Raises ArchiveRefused."""
    codec, (head, _) = codec_of(ROOMS), archive.check(file)
    for batch in archive.batches(file):
        number = batch.last - batch.facts
        for entry in codec.decode_entries(batch.entries):
            for fact in entry.facts:
                number += 1
                yield Told(head.partition, number, fact, entry.cause)


async def story(database: Database, conversation: str) -> list[Told]:
    """All facts of this conversation: those that name it, and those that name what belongs to it."""
    found: list[Told] = []
    for partition in await partitions(database):
        ids = {conversation}
        async for one in told(database, partition):
            theirs = {str(v) for k, v in one.fields().items() if k in FOLLOWED}
            if theirs & ids:
                ids |= theirs
                found.append(one)
    return found
