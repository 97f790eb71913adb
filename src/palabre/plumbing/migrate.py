"""Forward-only migrations: Alembic for order and bookkeeping, SQL for the bodies; one migrator at a time.

Alembic is imported where one migrates: every process asks for `head()` as it starts, and half a second counts there.
"""

from __future__ import annotations

import re
from pathlib import Path

ADVISORY_LOCK = 7_262_251  # "palabr" on a phone's keys
_FOLDER = Path(__file__).parent / "migrations"


_REVISION = re.compile(r"""^(down_)?revision = ["'](\w+)""", re.MULTILINE)


def head() -> str:
    """The revision this code was written for: the one that no other follows."""
    texts = [file.read_text() for file in (_FOLDER / "versions").glob("*.py")]
    named = [found.groups() for text in texts for found in _REVISION.finditer(text)]
    [last] = {name for down, name in named if not down} - {name for down, name in named if down}
    return last


def migrate(owner_dsn: str, revision: str = "head") -> str:
    """Bring the schema to Alembic's head and return it. `owner_dsn`: libpq key-value string of a role that may create;
    `revision`: an earlier one, for a backup of then.

    Concurrent callers wait for one another by an advisory lock held on a connection of its own.
    """
    import psycopg
    import sqlalchemy
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy.pool import NullPool

    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(owner_dsn), poolclass=NullPool
    )
    with psycopg.connect(owner_dsn, autocommit=True) as lock:
        lock.execute("select pg_advisory_lock(%s)", (ADVISORY_LOCK,))
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("create schema if not exists palabre"))
            connection.commit()
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(_FOLDER))
            command.upgrade(config, revision)
            connection.commit()
    return ScriptDirectory.from_config(config).get_current_head() or ""


def is_known(revision: str) -> bool:
    """Whether this code has the migration; a backup of a later release names one it has not."""
    return any(_FOLDER.joinpath("versions").glob(f"{revision}.py"))


def present(dsn: str) -> str | None:
    """The revision the database is at, or None."""
    import psycopg

    with psycopg.connect(dsn) as connection:
        try:
            row = connection.execute("select version_num from palabre.alembic_version").fetchone()
        except psycopg.errors.UndefinedTable:
            return None
    return row[0] if row else None
