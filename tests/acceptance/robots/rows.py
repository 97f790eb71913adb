"""Reading and changing the rows of an installation from outside."""

from __future__ import annotations

from typing import Any

import psycopg


class Rows:
    """SQL on what `database()` of the heir connects to: autocommit, rows as dictionaries."""

    def database(self) -> psycopg.Connection:
        raise NotImplementedError

    def rows(self, sql: str, **params: Any) -> list[dict[str, Any]]:
        with self.database() as connection:
            connection.execute("set search_path to palabre")
            return connection.execute(sql, params or None).fetchall()

    def run(self, sql: str) -> None:
        with self.database() as connection:
            connection.execute(sql)
