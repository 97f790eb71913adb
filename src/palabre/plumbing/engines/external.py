"""PostgreSQL, NATS and Asterisk that somebody else runs: the same faces as our own, without a child."""

import json
import secrets
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from palabre.plumbing.engines import postgres_roles
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.settings import Settings


class ExternalPostgres:
    """By PALABRE_DATABASE_URL: an administrator's (roles are then made by us),
    or the owner's with the roles' own beside.
    """

    name = "PostgreSQL"

    def __init__(self, settings: Settings, home: Path) -> None:
        self.administrator = settings.database_url
        given = {role: getattr(settings, f"database_url_{role}") for role in ("web", "router", "projector")}
        self.given = {role: url for role, url in given.items() if url}
        self.passwords_file = home / "passwords.json"

    def provision(self) -> None:
        """Makes roles and schema where the address may; refused in one line where it may not and they are missing."""
        if len(self.given) == 3:
            return
        passwords = self._passwords()
        try:
            with psycopg.connect(self.administrator, connect_timeout=10) as connection:
                row = connection.execute("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")
                may = row.fetchone()[0]
        except psycopg.OperationalError as why:
            reason = str(why).strip().splitlines()[-1]
            raise EngineRefused(
                f"PostgreSQL at PALABRE_DATABASE_URL does not answer ({reason})", "correct it"
            ) from None
        if not may:
            raise EngineRefused(
                "the role of PALABRE_DATABASE_URL may not make roles",
                "give an administrator's address once, or PALABRE_DATABASE_URL_WEB, _ROUTER and _PROJECTOR",
            )
        postgres_roles.provision(self.administrator, self.administrator, passwords)

    def dsn(self, role: str = "owner") -> str:
        if len(self.given) == 3:
            return self.given.get(role, self.administrator)
        return with_account(self.administrator, role, self._passwords()[role])

    def _passwords(self) -> dict[str, str]:
        if not self.passwords_file.exists():
            made = {role: secrets.token_urlsafe(24) for role in postgres_roles.LOGINS}
            write_private(self.passwords_file, json.dumps(made))
        return json.loads(self.passwords_file.read_text())


class ExternalNats:
    """By PALABRE_NATS_URL: its own administrator gives the accounts their rights (nats.RIGHTS shows which)."""

    name = "NATS"

    def __init__(self, address: str) -> None:
        self.address = address

    def url(self, process: str) -> str:
        return self.address


class ExternalAsterisk:
    """By PALABRE_ARI_URL: configured by its own administrator from our generator's files."""

    name = "Asterisk"
    home: Path | None = None

    def __init__(self, settings: Settings) -> None:
        self.ari_url, self.password = settings.ari_url.rstrip("/"), settings.ari_password
        self.sip_port = settings.sip_port


def with_account(url: str, user: str, password: str) -> str:
    """The same address for another account."""
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@", 1)[-1]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{host}"))
