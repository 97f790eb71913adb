"""The roles, made once by an administrator of the cluster; the tables' own rights stand in the migrations.

owner      makes tables and the owners of functions (migrations only); sees no row, for row-level security is forced.
web        one tenant at a time, the one its transaction has set. · router, projector: named tables across tenants.
sign_in    and its like cannot log in: they own the few functions that look across tenants, each with its own policies.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql

LOGINS = ("owner", "web", "router", "projector")
FUNCTION_OWNERS = ("sign_in",)  # migrations make others of the kind by palabre.definer()
SCHEMA = "palabre"


def provision(administrator: str, database: str, passwords: Mapping[str, str]) -> None:
    """Roles, database and schema, where they are missing.
    Both addresses are an administrator's: in any database, in ours.
    """
    with psycopg.connect(administrator, autocommit=True) as connection:
        for role in LOGINS:
            rights = "createrole" if role == "owner" else "nocreaterole"
            _make_role(connection, role, f"login noinherit {rights} password {_literal(passwords[role])}")
        for role in FUNCTION_OWNERS:
            _make_role(connection, role, "nologin noinherit")
            # the owner may hand functions over to them, and inherits none of their sight (it is `noinherit`)
            connection.execute(f"grant {role} to owner with admin option")
        make_database(connection, psycopg.conninfo.conninfo_to_dict(database)["dbname"])
    with psycopg.connect(database) as connection:
        provision_schema(connection)


def make_database(connection: psycopg.Connection, name: str, template: str = "template0") -> None:
    """An empty database, or a copy of `template`, that belongs to owner; nothing when it exists."""
    if connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
        return
    statement = sql.SQL("create database {} owner owner template {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def provision_schema(connection: psycopg.Connection) -> None:
    """The schema all tables live in, found without naming it, closed to all but our roles."""
    owners = ", ".join(FUNCTION_OWNERS)
    # by name: in PostgreSQL 15 a role that inherits nothing has no right as the database's owner either
    connection.execute("alter schema public owner to owner")
    connection.execute("revoke all on schema public from public")
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("grant create on database {} to owner").format(database))  # ours or somebody else's
    connection.execute(f"create schema if not exists {SCHEMA} authorization owner")
    connection.execute(f"grant usage on schema {SCHEMA} to web, router, projector, {owners}")


def _make_role(connection: psycopg.Connection, role: str, options: str) -> None:
    exists = connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone()
    connection.execute(f"{'alter' if exists else 'create'} role {role} {options}")
    connection.execute(f"alter role {role} set search_path = {SCHEMA}")


def _literal(text: str) -> str:
    return sql.Literal(text).as_string(None)
