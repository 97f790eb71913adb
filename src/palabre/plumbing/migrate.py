"""Forward-only migrations: Alembic for order and bookkeeping, SQL for the bodies; one migrator at a time."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.pool import NullPool

ADVISORY_LOCK = 7_262_251  # "palabr" on a phone's keys
_FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def head() -> str:
    """The revision this code was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def migrate(owner_dsn: str) -> str:
    """Bring the schema to `head()` and return it. `owner_dsn`: libpq key-value string of a role that may create.

    Concurrent callers wait for one another by an advisory lock held on a connection of its own.
    """
    import psycopg

    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(owner_dsn), poolclass=NullPool
    )
    with psycopg.connect(owner_dsn, autocommit=True) as lock:
        lock.execute("select pg_advisory_lock(%s)", (ADVISORY_LOCK,))
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("create schema if not exists palabre"))
            connection.commit()
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    return head()


def present(dsn: str) -> str | None:
    """The revision the database is at, or None."""
    import psycopg

    with psycopg.connect(dsn) as connection:
        try:
            row = connection.execute("select version_num from palabre.alembic_version").fetchone()
        except psycopg.errors.UndefinedTable:
            return None
    return row[0] if row else None
