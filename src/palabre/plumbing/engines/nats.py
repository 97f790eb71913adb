"""NATS as a child of ours: one account and password per process, each with its own subjects.
It keeps nothing on disk.
"""

import json
import secrets
from pathlib import Path

from palabre.plumbing.engines.accounts import engine_user, own_reachable
from palabre.plumbing.engines.engine import Engine
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.nats_programs import find_program, usable_by
from palabre.plumbing.engines.ports import kept_port
from palabre.plumbing.engines.spawn import run, spawn

PAYLOAD_BYTES_MAX = 1_048_576
_ANSWERS = "_INBOX.>"
_FOLLOWS = ["facts.>", "last.>", "live.>", _ANSWERS]
# What each process may publish and hear. `command.>` is heard by core alone: nobody else can pose as an owner.
RIGHTS: dict[str, tuple[list[str], list[str]]] = {
    "front": (["command.>", "wake.outbox", "live.>", _ANSWERS], _FOLLOWS),
    "voice": (["command.>", "wake.outbox", "live.>", _ANSWERS], _FOLLOWS),
    "core": ([">"], [">"]),
}


class Nats(Engine):
    """One server under `home` on 127.0.0.1. Its port is chosen at the first start and kept in the folder."""

    name = "NATS"
    ready_seconds_max = 10.0

    def __init__(self, home: Path, *, program: Path | None = None) -> None:
        super().__init__(home)
        self.user = engine_user()
        self.program = program
        self.port = 0
        self.passwords = {name: secrets.token_urlsafe(24) for name in RIGHTS}

    def prepare(self) -> None:
        own_reachable(self.home, self.user)
        self.program = usable_by(self.user, self.program or find_program())
        self.port = kept_port(self.home / "port")
        write_private(self.home / "nats.conf", self._configuration(), self.user)

    def launch(self) -> None:
        for old in self.home.glob("*.ports"):
            old.unlink()
        self.child = spawn([self.program, "-c", self.home / "nats.conf"], self.log, user=self.user, folder="/")

    def is_ready(self) -> bool:
        """The server writes its addresses once it listens."""
        ports = self.home / f"{self.program.name}_{self.child.pid}.ports"
        try:
            return json.loads(ports.read_text())["nats"][0].endswith(f":{self.port}")
        except (FileNotFoundError, ValueError, KeyError, IndexError):
            return False

    def url(self, process: str) -> str:
        """Address with the account of `front`, `core` or `voice` in it."""
        return f"nats://{process}:{self.passwords[process]}@127.0.0.1:{self.port}"

    def version(self) -> str:
        return run([self.program, "--version"], user=self.user).stdout.strip().rsplit("v", 1)[-1]

    def _configuration(self) -> str:
        users = [
            {
                "user": name,
                "password": self.passwords[name],
                "permissions": {"publish": publish, "subscribe": subscribe},
            }
            for name, (publish, subscribe) in RIGHTS.items()
        ]
        return "\n".join(
            [
                f'listen: "127.0.0.1:{self.port}"',
                f'ports_file_dir: "{self.home}"',
                f"max_payload: {PAYLOAD_BYTES_MAX}",
                f"authorization: {{ users: {json.dumps(users)} }}",
                "",
            ]
        )
