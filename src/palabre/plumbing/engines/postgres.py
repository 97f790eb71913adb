"""PostgreSQL as a child of ours: scram passwords, a private unix socket, four roles. No TCP port, no extension."""

import json
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from palabre.plumbing.engines import postgres_roles
from palabre.plumbing.engines.accounts import engine_user, own, own_reachable
from palabre.plumbing.engines.engine import Engine
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.postgres_programs import find_programs, usable_by
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.engines.spawn import run, spawn

SUPERUSER = "superuser"
DATABASE = "palabre"
SOCKET_BASE_CHARACTERS_MAX = 60  # a unix socket's path has 107 bytes at most
FLAGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_line_prefix": "%m %u ",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a statement holds what customers said: it never goes to a log
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",  # nor does a refused row's content, which stands in DETAIL
}


class Postgres(Engine):
    """One cluster under `home`. After `start()` and `provision()`, `dsn(role)` is where that role connects."""

    name = "PostgreSQL"
    stop_steps = (
        (signal.SIGINT, 20.0),
        (signal.SIGQUIT, 5.0),
    )  # fast shutdown; else at once, with recovery at next start
    ready_seconds_max = 60.0

    def __init__(self, home: Path, *, root: Path | None = None, flags: Mapping[str, str] | None = None) -> None:
        """`root`: folder with bin/postgres (default: found); `flags`: settings of the server over ours."""
        super().__init__(home)
        self.user = engine_user()
        self.root = root
        self.flags = {**FLAGS, **(flags or {})}
        self.sockets = ""

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def passwords_file(self) -> Path:
        return self.home / "passwords.json"

    def prepare(self) -> None:
        own_reachable(self.home, self.user, 0o711 if self.user else 0o700)
        self.root = usable_by(self.user, self.root or find_programs())
        self._initialise()
        self._check_version()
        self.sockets = self._socket_folder()

    def launch(self) -> None:
        given = {**self.flags, "unix_socket_directories": self.sockets}
        flags = [x for name, value in given.items() for x in ("-c", f"{name}={value}")]
        command = [self.root / "bin/postgres", "-D", self.data, *flags]
        self.child = spawn(command, self.log, user=self.user, death=signal.SIGINT, folder="/")

    def is_ready(self) -> bool:
        """What the postmaster itself writes on line 8 of its pid file:
        no connection needed, the same in every version.
        """
        try:
            line = (self.data / "postmaster.pid").read_text().splitlines()
            return int(line[0]) == self.child.pid and line[7].strip() == "ready"
        except (FileNotFoundError, IndexError, ValueError):
            return False

    def provision(self) -> None:
        """Roles and database; repeats harmlessly. Needs the server up."""
        postgres_roles.provision(self.dsn(SUPERUSER, "postgres"), self.dsn(SUPERUSER), self.passwords())

    def stop(self) -> int:
        code = super().stop()
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
        return code

    def passwords(self) -> dict[str, str]:
        return json.loads(self.passwords_file.read_text())

    def dsn(self, role: str = "owner", database: str = DATABASE) -> str:
        """postgresql:// address of this role, password included; libpq, psycopg and SQLAlchemy read it."""
        password = quote(self.passwords()[role], safe="")
        return f"postgresql://{role}:{password}@/{database}?host={quote(self.sockets, safe='')}"

    def version(self) -> str:
        return self._tool("postgres", "--version").split()[-1]

    def _tool(self, name: str, *arguments: str | Path) -> str:
        done = run([self.root / "bin" / name, *arguments], user=self.user)
        if done.returncode:
            raise EngineRefused(f"PostgreSQL's {name} failed: {(done.stderr or done.stdout).strip()[-400:]}")
        return done.stdout.strip()

    def _initialise(self) -> None:
        """initdb under a temporary name, synced, then renamed: a cluster is there whole or not at all."""
        if (self.data / "PG_VERSION").exists():
            return
        names = (SUPERUSER, *postgres_roles.LOGINS)
        if not self.passwords_file.exists():
            write_private(self.passwords_file, json.dumps({n: secrets.token_urlsafe(24) for n in names}))
        part = self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        own(part, self.user)
        password = self.home / "password.part"
        write_private(password, self.passwords()[SUPERUSER], self.user)
        try:
            # collation C: the same order on every machine; ctype C.UTF-8: É folds to é, or search breaks
            self._tool(
                "initdb", "-D", part, "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8",
                "--lc-collate=C", "--lc-ctype=C.UTF-8", "--no-sync", "--no-instructions",
            )  # fmt: skip
        finally:
            password.unlink()
        os.sync()
        part.rename(self.data)

    def _check_version(self) -> None:
        have, want = self._tool("postgres", "--version").split()[-1], (self.data / "PG_VERSION").read_text().strip()
        if have.split(".")[0] != want:
            raise EngineRefused(
                f"{self.data} was made by PostgreSQL {want}, here is {have}", f"apt-get install postgresql-{want}"
            )

    def _socket_folder(self) -> str:
        """Short, private, ours; the same from start to start, never trusted when it is not ours."""
        mark, uid = self.home / "socket_folder", self.user.pw_uid if self.user else os.geteuid()
        if mark.exists() and _is_private_folder(mark.read_text(), uid):
            return mark.read_text()
        base = os.environ.get("XDG_RUNTIME_DIR") or ("/run" if os.access("/run", os.W_OK) else tempfile.gettempdir())
        usable = os.access(base, os.W_OK) and len(base) <= SOCKET_BASE_CHARACTERS_MAX
        folder = tempfile.mkdtemp(prefix="plb-", dir=base if usable else "/tmp")
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        mark.write_text(folder)
        return folder


def _is_private_folder(path: str, uid: int) -> bool:
    if not path or not os.path.isdir(path) or os.path.islink(path):
        return False
    there = os.lstat(path)
    return there.st_uid == uid and there.st_mode & 0o777 == 0o700
