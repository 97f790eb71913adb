"""The data folder of one installation: claimed by one launcher at a time, reachable by the engines' account."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

from palabre.plumbing.engines.accounts import engine_user, own, own_reachable
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.folders import default_data
from palabre.plumbing.engines.problems import EngineRefused

RUNNING = "running.json"


class Place:
    """`claim()` it, and `release()` it at the end.
    Folders under it belong to the engines' account when root runs us.
    """

    def __init__(self, data: str, purpose: str) -> None:
        self.data = Path(data).absolute() if data else default_data(purpose)
        self.user = engine_user()
        self._lock = None

    def claim(self) -> None:
        """Refused in one line where the folder cannot be used, or another palabre holds it."""
        own_reachable(self.data, self.user, 0o711 if self.user else 0o700)
        try:
            self._lock = open(self.data / "lock", "a+")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except PermissionError:
            raise EngineRefused(f"{self.data} belongs to somebody else", "choose another one with --data DIR") from None
        except BlockingIOError:
            self._lock.seek(0)
            holder = self._lock.read().strip()
            what = f"another palabre (process {holder}) runs on {self.data}"
            raise EngineRefused(what, f"stop it with kill {holder}, or choose another folder with --data DIR") from None
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    def release(self) -> None:
        (self.data / RUNNING).unlink(missing_ok=True)
        if self._lock:
            self._lock.truncate(0)
            self._lock.close()

    def folder(self, name: str, mode: int = 0o700) -> Path:
        return own(self.data / name, self.user, mode)

    def announce(self, running: dict[str, Any]) -> None:
        """What other commands (`demo call`, `trace`) need to find us: addresses, sign-ins, the launcher's pid."""
        write_private(self.data / RUNNING, json.dumps(running, indent=1), self.user)


def running(data: Path) -> dict[str, Any]:
    """What the launcher of this folder announced; refused where none runs."""
    try:
        told = json.loads((data / RUNNING).read_text())
        os.kill(told["pid"], 0)
        return told
    except (OSError, ValueError, KeyError):
        raise EngineRefused(f"nothing runs on {data}", "./palabre demo, or name its folder with --data DIR") from None
