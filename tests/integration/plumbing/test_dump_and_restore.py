"""docs/operating, "Back up, and come back": the commands as they stand there, over a running socket."""

import subprocess

import psycopg

from palabre.foundations.scope import Scope
from palabre.plumbing.engines.postgres_programs import find_programs
from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Database


def run(program: str, *arguments: str) -> None:
    done = subprocess.run([find_programs() / "bin" / program, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr


async def test_a_dump_put_over_a_new_installation_brings_everything_back(postgres, own_database, tmp_path):
    """Rows, rights and row-level security; while both clusters' processes run."""
    tenant, other = new_id(), new_id()
    with psycopg.connect(own_database.dsn("superuser")) as connection:
        for one in (tenant, other):
            connection.execute("insert into palabre.tenant (tenant, name, created_at) values (%s, %s, 0)", (one, one))
            connection.execute("select palabre.create_partition(%s)", (one,))
    file = str(tmp_path / "palabre.dump")
    run("pg_dump", "-Fc", "-f", file, own_database.dsn("superuser"))
    fresh = postgres.fresh()
    web = await Database.open(fresh.dsn("web"), size_max=1)
    try:
        run("pg_restore", "--clean", "--if-exists", "--single-transaction", "-d", fresh.dsn("superuser"), file)
        async with web.transaction(Scope(tenant)) as tx:
            rows = await tx.all("select name from tenant where tenant = %(tenant)s or true", {"tenant": tenant})
            assert [row["name"] for row in rows] == [tenant], "its own row, and no other's"
            told = await tx.one("select partition from palabre.stream_of(%(tenant)s)", {"tenant": tenant})
            assert told and told["partition"]
    finally:
        await web.close()
        with psycopg.connect(postgres.dsn("superuser", "postgres"), autocommit=True) as connection:
            connection.execute(f"drop database {fresh.name} with (force)")  # it is no test's any more
