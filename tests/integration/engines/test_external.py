"""Engines that somebody else runs: an administrator's address makes the roles, a poor one is refused in one line."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

import psycopg
import pytest

from palabre.plumbing import settings
from palabre.plumbing.engines.external import ExternalPostgres
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.migrate import head, migrate


@pytest.fixture(scope="module")
def elsewhere(engines_folder):
    """A cluster without our roles, run by somebody else."""
    engine = Postgres(engines_folder / "elsewhere", flags={"fsync": "off"})
    engine.start()
    with psycopg.connect(engine.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("create database contact")
        connection.execute("create role guest login password 'guest'")
    yield engine
    engine.stop()


def test_an_administrators_address_is_enough(elsewhere, engines_folder):
    home = engines_folder / "external"
    home.mkdir()
    given = settings.read({"PALABRE_DATABASE_URL": elsewhere.dsn(SUPERUSER, "contact")})
    external = ExternalPostgres(given, home)
    external.provision()
    external.provision()
    assert migrate(external.dsn("owner")) == head()
    for role in ("web", "router", "projector"):
        with psycopg.connect(external.dsn(role)) as connection:
            assert connection.execute("select current_user").fetchone() == (role,)
    assert ExternalPostgres(given, home).dsn("web") == external.dsn("web"), "passwords are kept from start to start"
    assert (home / "passwords.json").stat().st_mode & 0o777 == 0o600


def test_an_address_that_may_not_make_roles_is_refused_in_one_line(elsewhere, engines_folder):
    poor = elsewhere.dsn(SUPERUSER, "contact").split("@")[1]
    given = settings.read({"PALABRE_DATABASE_URL": f"postgresql://guest:guest@{poor}"})
    with pytest.raises(EngineRefused, match="may not make roles") as refused:
        ExternalPostgres(given, engines_folder).provision()
    assert "\n" not in str(refused.value)


def test_an_address_where_nobody_answers_is_refused_in_one_line(engines_folder):
    given = settings.read({"PALABRE_DATABASE_URL": "postgresql://web:secret@127.0.0.1:1/x"})
    with pytest.raises(EngineRefused, match="does not answer") as refused:
        ExternalPostgres(given, engines_folder).provision()
    assert "\n" not in str(refused.value) and "secret" not in str(refused.value)


@pytest.mark.seconds_max(180)
def test_an_installation_stands_on_engines_run_by_others(elsewhere, engines_folder, nats, asterisk):
    """`up` with PostgreSQL, NATS and Asterisk by address: it starts none of them, and everything answers."""
    data = engines_folder / "by_address"
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PALABRE_")},
        "PALABRE_DATABASE_URL": elsewhere.dsn(SUPERUSER, "contact"),
        "PALABRE_NATS_URL": nats.url("core"),
        "PALABRE_ARI_URL": asterisk.centre.ari_url,
        "PALABRE_ARI_PASSWORD": asterisk.centre.password,
        "PALABRE_ASTERISK_FOLDER": str(asterisk.centre.home),
    }
    command = [sys.executable, "-m", "palabre.processes.command_line", "up", "--no-web", "--json"]
    with open(engines_folder / "by_address.err", "wb") as errors:
        child = subprocess.Popen(
            [*command, "--data", str(data), "--port", "0"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        line = child.stdout.readline()
        assert line, (engines_folder / "by_address.err").read_text()[-2000:]
        told = json.loads(line)
        assert told["voice"] is True
        with urllib.request.urlopen(f"{told['url']}/readyz", timeout=10) as answer:
            assert answer.status == 200
        assert not (data / "postgres/data").exists() and not list(data.glob("nats/*.conf")), (
            "an engine of ours was made"
        )
        deadline = time.monotonic() + 30
        while b"driving Asterisk" not in (data / "logs/voice.log").read_bytes():
            assert time.monotonic() < deadline, "the voice process does not drive the Asterisk it was given"
            time.sleep(0.05)
    finally:
        child.send_signal(signal.SIGINT)
        assert child.wait(60) == 0
