"""A database that a test has used, made again as its migrations left it: no rows, numbers from their beginning."""

from __future__ import annotations

import time

import psycopg

# what migrations made; whoever changes it leaves a database that nobody uses again
CATALOGS = ("class", "attribute", "proc", "trigger", "constraint", "policy")
KEPT = "alembic_version"  # the only rows that migrations leave
OTHERS = """select pid, backend_type, state, query, pg_terminate_backend(pid) from pg_stat_activity
 where datname = current_database() and pid <> pg_backend_pid()"""
OTHERS_SECONDS_MAX = 10.0
EMPTY = f"""do $$
declare one record;
begin
  perform set_config('session_replication_role', 'replica', true);
  for one in select oid::regclass as name, relkind from pg_class
    where relnamespace = 'palabre'::regnamespace and relkind in ('r', 'S') and relname <> '{KEPT}'
  loop
    if one.relkind = 'S' then perform setval(one.name, 1, false);
    else execute 'delete from ' || one.name; end if;
  end loop;
end $$"""


def shape_of(connection: psycopg.Connection) -> list[tuple]:
    """The same as long as nobody has made, changed or dropped a table, function, trigger or policy."""
    sql = " union all ".join(f"select '{c}', count(*), max(xmin::text::bigint) from pg_{c}" for c in CATALOGS)
    return sorted(connection.execute(sql).fetchall())


def empty(connection: psycopg.Connection, shape: list[tuple]) -> bool:
    """As superuser, on its own. Whoever is still connected is thrown out. False where more than rows has changed."""
    deadline = time.monotonic() + OTHERS_SECONDS_MAX
    while others := connection.execute(OTHERS).fetchall():
        assert time.monotonic() < deadline, f"still there: {others}"
        time.sleep(0.005)
    if shape_of(connection) != shape:
        return False
    connection.execute(EMPTY)
    return True
