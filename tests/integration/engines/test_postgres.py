"""PostgreSQL as our child: durable, private, each role sees what it should; 18 from the wheel, 15 from Debian."""

import os
import signal
import stat
import threading
from pathlib import Path

import psycopg
import pytest

from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.engines.postgres_programs import from_system, from_wheel
from palabre.plumbing.engines.problems import EngineRefused


def programs(version: str, missing) -> Path:
    for root in from_wheel() + from_system():
        if root.name.endswith(version):
            return root
    missing(f"PostgreSQL {version} is not on this machine")


@pytest.mark.parametrize("version", ["15", "18"])
def test_starts_migrates_and_folds_accents(engines_folder, version, missing):
    from palabre.plumbing.migrate import head, migrate

    engine = Postgres(engines_folder / f"postgres-{version}", root=programs(version, missing))
    engine.start()
    try:
        engine.provision()
        engine.provision()  # repeats harmlessly
        assert engine.version().startswith(version)
        assert migrate(engine.dsn("owner")) == head()
        with psycopg.connect(engine.dsn("web")) as connection:
            row = connection.execute("select lower('ÉTÉ'), to_tsvector('french', 'Été') = to_tsvector('french', 'été')")
            assert row.fetchone() == ("été", True)
    finally:
        assert engine.stop() == 0


def test_killed_under_load_nothing_acknowledged_is_lost(engines_folder):
    engine = Postgres(engines_folder / "postgres-killed")
    engine.start()
    try:
        engine.provision()
        with psycopg.connect(engine.dsn(SUPERUSER), autocommit=True) as connection:
            connection.execute("create table written (n int primary key)")
        address, acknowledged = engine.dsn(SUPERUSER), []

        def write():
            try:
                with psycopg.connect(address, autocommit=True) as connection:
                    for n in range(1_000_000):
                        connection.execute("insert into written values (%s)", (n,))
                        acknowledged.append(n)
            except psycopg.OperationalError:
                pass

        writer = threading.Thread(target=write)
        writer.start()
        while len(acknowledged) < 200:
            assert writer.is_alive()
        os.kill(engine.child.pid, signal.SIGKILL)
        engine.child.wait()
        engine.start()
        writer.join()
        assert engine.dsn(SUPERUSER) == address, "the address must stay the same"
        with psycopg.connect(address) as connection:
            there = {n for (n,) in connection.execute("select n from written")}
        assert set(acknowledged) <= there
    finally:
        engine.stop()


def test_no_port_and_a_private_socket(postgres):
    engine = postgres.engine
    assert stat.S_IMODE(os.stat(engine.sockets).st_mode) == 0o700
    assert len(f"{engine.sockets}/.s.PGSQL.5432") < 107
    assert stat.S_IMODE(os.stat(engine.passwords_file).st_mode) == 0o600
    with psycopg.connect(postgres.dsn(SUPERUSER, "postgres")) as connection:
        assert connection.execute("show listen_addresses").fetchone()[0] == ""
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(postgres.dsn("web", "postgres").replace(engine.passwords()["web"], "wrong"))


def test_the_owner_of_tables_sees_no_row_of_a_tenant(database):
    with psycopg.connect(database.dsn(SUPERUSER)) as connection:
        names = {n for (n,) in connection.execute("select rolname from pg_roles where rolsuper or rolbypassrls")}
        assert names == {SUPERUSER}
        unsecured = connection.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'"
            " where n.nspname = 'palabre' and c.relkind in ('r', 'p')"
            " and not (c.relrowsecurity and c.relforcerowsecurity)"
        ).fetchall()
        assert unsecured == []


def test_another_version_of_the_data_is_refused_in_one_line(engines_folder, postgres):
    other = next(r for r in from_wheel() + from_system() if r != from_wheel()[0])
    engine = Postgres(engines_folder / "postgres-other", root=other)
    engine.start()
    engine.stop()
    with pytest.raises(EngineRefused, match="was made by PostgreSQL") as refused:
        Postgres(engine.home, root=from_wheel()[0]).start()
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs engines as another account")
def test_a_folder_the_account_cannot_reach_is_refused_in_one_line(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EngineRefused, match="cannot be reached by the account") as refused:
        Postgres(closed / "data").start()
    assert "\n" not in str(refused.value)
    assert not (closed / "data").exists()
