"""One PostgreSQL and one NATS that several nodes reach by TCP, as an organisation's own would be."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from palabre.plumbing.engines.nats import Nats
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres

PORT = 5432


class _Postgres(Postgres):
    """Beside its socket it listens where the nodes are."""

    networks = ("127.0.0.0/8",)

    def prepare(self) -> None:
        super().prepare()
        rules = self.data / "pg_hba.conf"
        ours = "".join(f"host all all {network} scram-sha-256\n" for network in self.networks)
        if ours not in (text := rules.read_text()):
            rules.write_text(text + ours)


class _Nats(Nats):
    address = "127.0.0.1"

    def _configuration(self) -> str:
        return super()._configuration().replace("127.0.0.1", self.address)


class SharedEngines:
    """`postgres_address`, `nats_address`: addresses of this machine that they listen on; the port of the first is free
    there. Use as a context."""

    def __init__(self, home: Path, postgres_address: str, nats_address: str, network: str, port: int = PORT) -> None:
        flags = {"fsync": "off", "max_connections": "300", "listen_addresses": postgres_address, "port": str(port)}
        self.postgres, self.nats = _Postgres(home / "postgres", flags=flags), _Nats(home / "nats")
        self.postgres.networks, self.nats.address = (network, "127.0.0.0/8"), nats_address
        self.postgres_port = port

    def __enter__(self) -> SharedEngines:
        self.nats.start()
        self.postgres.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.postgres.stop()
        self.nats.stop()

    def database_url(self, host: str, port: int, name: str = "") -> str:
        """As the superuser; `name`: how its sessions are called in PostgreSQL."""
        password = quote(self.postgres.passwords()[SUPERUSER], safe="")
        return f"postgresql://{SUPERUSER}:{password}@{host}:{port}/palabre" + (f"?application_name={name}" * bool(name))

    def nats_url(self, host: str, port: int) -> str:
        """As the account that may do everything: every role of a node speaks by it."""
        return f"nats://core:{self.nats.passwords['core']}@{host}:{port}"
