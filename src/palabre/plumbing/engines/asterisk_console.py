"""What only Asterisk's console tells: whether our accounts with operators are registered."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from palabre.plumbing.engines.asterisk_programs import AsteriskProgram

CONSOLE_SECONDS_MAX = 5.0
# " operator/sip:203.0.113.7:5060      operator      Registered        (exp. 3595s)"
_STATES = "Registered|Rejected|Unregistered|Stopped"
_LINE = re.compile(rf"^\s*([a-z0-9_-]{{1,40}})/sips?:\S+\s+\S+\s+({_STATES})\b", re.MULTILINE)


def console(program: AsteriskProgram, run: Path) -> tuple[str, ...]:
    """The command line that runs one console command, its last word, in the Asterisk of this run folder."""
    return *program.command, "-C", str(run / "etc/asterisk.conf"), "-rx"


def qualify(console: Sequence[str], endpoint: str) -> None:
    """Ask this endpoint by OPTIONS now; by itself Asterisk waits up to half a minute. Blocks for 0.1 s."""
    if console:
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [*console, f"pjsip qualify {endpoint}"], capture_output=True, stdin=subprocess.DEVNULL,
                timeout=CONSOLE_SECONDS_MAX, check=False)  # fmt: skip


def registrations(console: Sequence[str]) -> dict[str, str] | None:
    """Trunk → registered, rejected, unregistered or stopped; None where no Asterisk answers. Blocks for 0.1 s."""
    if not console:
        return None
    command = [*console, "pjsip show registrations"]
    try:
        said = subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=CONSOLE_SECONDS_MAX, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if said.returncode else {name: state.lower() for name, state in _LINE.findall(said.stdout)}
