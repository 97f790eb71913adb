"""Démo Télécom is made whole, once."""

from __future__ import annotations

import psycopg

from palabre.plumbing.secrets import master_key
from palabre.plumbing.settings import Settings
from palabre.processes.demo.seed import seed


async def test_the_demo_tenant_is_made_once(own_database, tmp_path):
    master_key(tmp_path / "master.key")
    settings = Settings(
        data=str(tmp_path),
        master_key_file=str(tmp_path / "master.key"),
        database_url=own_database.dsn("owner"),
        database_url_web=own_database.dsn("web"),
    )
    first = await seed(settings)
    assert await seed(settings) == first
    assert len([p for p in first["sign_ins"] if p["role"] == "advisor"]) == 6
    with psycopg.connect(own_database.dsn("superuser")) as connection:
        assert connection.execute("select count(*) from palabre.tenant").fetchone()[0] == 1
        assert connection.execute("select count(*) from palabre.queue").fetchone()[0] == 4
        campaigns = connection.execute("select state from palabre.calling_campaign").fetchall()
        assert campaigns == [("draft",)], "nobody is called before somebody starts it"
        assert connection.execute("select count(*) from palabre.calling_contact").fetchone()[0] == 40
        assert connection.execute("select count(*) from palabre.flow where published is not null").fetchone()[0] == 2
