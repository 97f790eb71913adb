"""What all engines share: prepared once, launched, looked at until ready, ended;
launched again by who supervises them.
"""

import signal
import subprocess
import time
from pathlib import Path

from palabre.plumbing.engines.problems import EngineEnded, EngineRefused
from palabre.plumbing.engines.spawn import end, last_line

LOOK_SECONDS = 0.01
RETRY_SECONDS = 0.1


class Engine:
    """One child process of ours and its folder `home`.
    Subclasses say how it is prepared, launched and recognised as ready.
    """

    name = "engine"
    stop_steps: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 5.0),)
    ready_seconds_max = 30.0

    def __init__(self, home: Path) -> None:
        self.home = home
        self.child: subprocess.Popen | None = None

    @property
    def log(self) -> Path:
        return self.home / "log"

    def prepare(self) -> None:
        """Everything that may take long and is done once: folders, copies, first files. May run in a thread."""

    def launch(self) -> None:
        """Start the child and return at once. From the main thread only (spawn.py says why)."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Does it answer? Cheap, asked every few milliseconds."""
        raise NotImplementedError

    def look(self) -> bool:
        """`is_ready`, but a child that left is told by EngineEnded."""
        if self.child is None or self.child.poll() is not None:
            raise EngineEnded(f"{self.name} left while starting ({last_line(self.log)}): read {self.log}")
        return self.is_ready()

    def start(self, seconds_max: float | None = None) -> float:
        """Prepare, launch and wait; returns the seconds it took.
        What left early is launched again until the time is up.
        """
        began = time.monotonic()
        self.prepare()
        deadline = time.monotonic() + (seconds_max or self.ready_seconds_max)
        self.launch()
        while True:
            try:
                if self.look():
                    return time.monotonic() - began
            except EngineEnded as left:
                # orphans of a killed predecessor may hold memory, a port or a file for a moment
                if time.monotonic() > deadline - self.ready_seconds_max + 10.0:
                    raise EngineRefused(str(left)) from None
                time.sleep(RETRY_SECONDS)
                self.launch()
            if time.monotonic() > deadline:
                self.stop()
                raise EngineRefused(f"{self.name} does not answer", f"read {self.log}")
            time.sleep(LOOK_SECONDS)

    def stop(self) -> int:
        """End the child, politely first; returns its exit code (0 when there was none)."""
        return end(self.child, *self.stop_steps) if self.child else 0
