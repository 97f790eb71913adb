"""Issue 2, point 2: engines that `up` starts, four roles, rows seen by their tenant alone, tenants added meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from people import Person, Running, palabre

ROLES = ("owner", "web", "router", "projector")


@pytest.fixture(scope="module")
def up(folder):
    made = Running("up", folder / "up", "--no-voice")
    yield made
    made.stop()


def found(up: Running, name: str, email: str, *more: str) -> dict:
    done = palabre("tenant", name, "--administrator", email, "--json", "--data", str(up.data), *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def tenants(up):
    wanted = (("Alpha", "chef@alpha.example"), ("Bêta", "chef@beta.example"))
    return [found(up, *one) for one in wanted]


def dsn(data: Path, role: str) -> str:
    folder = data / "postgres"
    password = json.loads((folder / "passwords.json").read_text())[role]
    return f"postgresql://{role}:{password}@/palabre?host={quote((folder / 'socket_folder').read_text(), safe='')}"


@pytest.mark.seconds_max(300)
def test_it_starts_empty_for_real_use_and_a_tenant_is_added_while_it_runs(up, tenants):
    assert "sign_ins" not in up.told and up.told["ready"]
    for one in tenants:
        chief = Person(up.url, one["sign_in"], one["password"])
        assert set(chief.me["person"]["roles"]) == {"administrator"}
        assert len(chief.get("/api/people")["rows"]) == 1
        chief.post("/api/skills", {"name": "Français", "kind": "language"})
        chief.post("/api/routing/publish")
    there = ["--language", "ar", "--country", "MA", "--time-zone", "Africa/Casablanca"]
    told = palabre("tenant", "Gamma", "--administrator", "chef@gamma.example", "--data", str(up.data), *there)
    assert told.returncode == 0 and "password" in told.stdout and "shown once" in told.stdout


def test_a_tenant_is_refused_in_one_line(up, tenants):
    for more, why in ((["--country", "XX"], "country"), (["--time-zone", "Mars/Olympe"], "time_zone")):
        done = palabre("tenant", "Delta", "--administrator", "d@delta.example", "--data", str(up.data), *more)
        assert done.returncode == 2 and why in done.stderr and len(done.stderr.splitlines()) == 1
    done = palabre("tenant", "Delta", "--administrator", "d", "--data", str(up.data))
    assert done.returncode == 2 and "email" in done.stderr
    nowhere = palabre("tenant", "Delta", "--administrator", "d@delta.example", "--data", str(up.data) + "-not-there")
    assert nowhere.returncode == 2 and "nothing runs" in nowhere.stderr


def test_the_rows_of_a_tenant_are_seen_by_it_alone(up, tenants):
    alpha, beta = (one["tenant"] for one in tenants)
    with psycopg.connect(dsn(up.data, "web")) as connection:
        count = "select count(*), count(*) filter (where tenant = %s) from palabre.person"
        assert connection.execute(count, (alpha,)).fetchone() == (0, 0), "nobody in particular sees nothing"
        connection.execute("select set_config('palabre.tenant', %s, true)", (alpha,))
        assert connection.execute(count, (alpha,)).fetchone() == (1, 1)
        assert connection.execute(count, (beta,)).fetchone() == (1, 0)
        with pytest.raises(psycopg.Error), connection.transaction():
            insert = "insert into palabre.site (tenant, id, name) values (%s, gen_random_uuid(), 'x')"
            connection.execute(insert, (beta,))


def test_every_table_of_tenants_forces_it(up, tenants):
    sql = """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
             where n.nspname = 'palabre' and c.relkind in ('r', 'p')
               and not (c.relrowsecurity and c.relforcerowsecurity)"""
    with psycopg.connect(dsn(up.data, "owner")) as connection:
        assert connection.execute(sql).fetchall() == []


def test_four_roles_and_none_of_them_goes_around_it(up):
    sql = "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = any(%s) order by 1"
    with psycopg.connect(dsn(up.data, "owner")) as connection:
        rows = connection.execute(sql, (list(ROLES),)).fetchall()
    assert rows == [(role, False, False) for role in sorted(ROLES)]
    with psycopg.connect(dsn(up.data, "web")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create table palabre.mine (a int)")


def test_the_doctor_says_what_works(up):
    done = palabre("doctor", "--json", "--data", str(up.data))
    parts = {p["part"]: p for p in json.loads(done.stdout)["parts"]}
    assert {"python", "postgresql", "nats", "asterisk", "chromium"} <= set(parts)
    assert all(p["ok"] or p["mend"] for p in parts.values()), "what is missing is said with what mends it"
    assert parts["postgresql"]["ok"] and parts["nats"]["ok"]


def test_a_guessed_password_opens_nothing(up):
    password = json.loads((up.data / "postgres/passwords.json").read_text())["web"]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn(up.data, "web").replace(password, "guess"))
