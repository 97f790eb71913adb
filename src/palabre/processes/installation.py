"""One installation on one machine: engines, schema, our processes;
started in order, kept alive, ended in the other order.
"""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from palabre.plumbing.engines.asterisk import Asterisk
from palabre.plumbing.engines.external import ExternalAsterisk, ExternalNats, ExternalPostgres
from palabre.plumbing.engines.folders import programs
from palabre.plumbing.engines.nats import Nats
from palabre.plumbing.engines.ports import is_free, kept_port
from palabre.plumbing.engines.postgres import Postgres
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.settings import Settings
from palabre.plumbing.tls import lan_addresses
from palabre.processes.children import Process, Robots, compile_source, process_user
from palabre.processes.environments import environment_of_process
from palabre.processes.place import Place
from palabre.processes.supervise import Supervisor
from palabre.processes.voice_wish import asterisk_wish

Say = Callable[[str], None]
Seed = Callable[[Settings], Any]  # async; makes what is to be there, told in the announcement


class Installation:
    """`start()` returns what to tell people; `stop()` ends everything. Run both from the main thread's loop."""

    def __init__(
        self, place: Place, settings: Settings, say: Say, seed: Seed | None = None, *, robots: bool = False
    ) -> None:
        self.robots = robots
        self.place, self.settings, self.say, self.seed = place, settings, say, seed
        self.supervisor = Supervisor(say)
        self.asterisk: Asterisk | ExternalAsterisk | None = None

    async def start(self) -> dict[str, Any]:
        began = time.monotonic()
        self.place.claim()
        port = self._web_port()
        self._make_engines()
        await self._prepare_engines()
        await self.supervisor.start(*self._ours())
        await asyncio.to_thread(self._provision)
        self._complete_settings(port)
        seeded = await self.seed(self.settings) if self.seed else {}
        await self._start_processes("core", *(["voice"] if self.asterisk else []), "front")
        told = self._announcement(seeded, time.monotonic() - began)
        self.place.announce(told)
        if self.robots:
            await self.supervisor.start(Robots(self.place.folder("logs"), self.place.data))
        return told

    async def stop(self) -> None:
        await self.supervisor.stop()
        self.place.release()

    def _make_engines(self) -> None:
        given, folder = self.settings, self.place.folder
        own_postgres = folder("postgres", 0o711)
        self.postgres = ExternalPostgres(given, own_postgres) if given.database_url else Postgres(own_postgres)
        self.nats = ExternalNats(given.nats_url) if given.nats_url else Nats(folder("nats"))
        if given.voice:
            wish = asterisk_wish(given, self.place.data)
            ours = Asterisk(folder("asterisk", 0o755), wish, say=self.say)
            self.asterisk = ExternalAsterisk(given) if given.ari_url else ours

    def _ours(self) -> list:
        engines = (self.postgres, self.nats, self.asterisk)
        return [e for e in engines if isinstance(e, (Postgres, Nats, Asterisk))]

    async def _prepare_engines(self) -> None:
        """Together, for one waits for the disk and another for the network.
        Without an Asterisk we start all the same.
        """

        async def prepare(engine) -> None:
            try:
                await asyncio.to_thread(engine.prepare)
            except EngineRefused as why:
                if engine is not self.asterisk:
                    raise
                self.say(f"no telephony, every other channel works: {why}")
                self.asterisk = None

        await asyncio.gather(*(prepare(e) for e in self._ours()), asyncio.to_thread(compile_source))

    def _provision(self) -> None:
        from palabre.plumbing.migrate import migrate

        self.postgres.provision()
        migrate(self.postgres.dsn("owner"))

    def _complete_settings(self, port: int) -> None:
        """What was chosen or started here joins what was given from outside."""
        from palabre.plumbing.secrets import master_key

        keys = self.place.folder("keys")
        key_file = Path(self.settings.master_key_file or keys / "master.key")
        master_key(key_file)
        for folder in ("blobs", "logs"):
            self.place.folder(folder)
        if process_user() and not self.settings.master_key_file:
            os.chown(key_file, process_user().pw_uid, process_user().pw_gid)
        voice = {}
        if self.asterisk:
            home = self.settings.asterisk_folder or str(self.asterisk.home or "")
            voice = {"ari_url": self.asterisk.ari_url, "ari_password": self.asterisk.password, "asterisk_folder": home}
            voice["sip_port"] = self.asterisk.sip_port
        databases = {f"database_url_{r}": self.postgres.dsn(r) for r in ("web", "router", "projector")}
        own = {
            "data": str(self.place.data),
            "port": port,
            "master_key_file": str(key_file),
            "voice": bool(self.asterisk),
            "engines": self.settings.engines or str(programs()),  # their account would look under its own home
        }
        own |= {"nats_url": self.nats.url("core"), "database_url": self.postgres.dsn("owner")}
        if self._is_on_lan() and not self.settings.public_url:
            own["public_url"] = f"https://{(lan_addresses() or ['127.0.0.1'])[0]}:{port}"
        self.settings = msgspec.structs.replace(self.settings, **own, **databases, **voice)

    async def _start_processes(self, *names: str) -> None:
        home = self.place.folder("logs")
        made = [Process(n, home, self._environment(n), stop_seconds=self.settings.stop_seconds) for n in names]
        for process in made:
            process.prepare()
        await self.supervisor.start(*made)

    def _environment(self, name: str) -> dict[str, str]:
        return environment_of_process(name, msgspec.structs.replace(self.settings, nats_url=self.nats.url(name)))

    def _web_port(self) -> int:
        """The port asked for, refused when taken; 0: one of our own choice, kept."""
        host, port = self.settings.host, self.settings.port
        if port == 0:
            return kept_port(self.place.data / "port", address=host)
        if not is_free(port, address=host):
            raise EngineRefused(f"port {port} is taken", "choose another one with --port N (0: any free one)")
        return port

    def _announcement(self, seeded: dict[str, Any], seconds: float) -> dict[str, Any]:
        scheme = "https" if self.settings.tls_certificate else "http"
        url = self.settings.public_url or f"{scheme}://127.0.0.1:{self.settings.port}"
        told = {"ready": True, "url": url, "port": self.settings.port, "data": str(self.place.data), "pid": os.getpid()}
        told["seconds"] = round(seconds, 2)
        told["voice"] = bool(self.asterisk)
        if self.asterisk:
            told["sip"] = {"host": self.settings.sip_host, "port": self.asterisk.sip_port}
        if self._is_on_lan():
            told["lan"] = [f"https://{address}:{self.settings.port}" for address in lan_addresses()]
            told["authority"] = str(self.place.data / "tls/authority.pem")
        return told | seeded

    def _is_on_lan(self) -> bool:
        return bool(self.settings.tls_certificate) and self.settings.host == "0.0.0.0"
