"""Memory and descriptors of an installation's processes while it is loaded, and what is left of its calls."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

from robots.installation import MARKS, Installation

LOOK_SECONDS = 2.0
OURS = ("supervisor", "front", "core", "voice")
SAMPLES_MIN = 8  # on each side of a comparison; with less nothing is said
YOUNG_SECONDS = (8.0, 25.0)  # the age at which two restarts of a process are compared
WARM_SECONDS = 45.0  # until then a process that is not killed still fills its pools and caches
GROWTH_SHARE_MAX, GROWTH_MEGABYTES_MAX, GROWTH_DESCRIPTORS_MAX = 0.10, 8.0, 8


class Sample(NamedTuple):
    """`at`: seconds of the day; `age`: of the process, s."""

    at: float
    age: float
    megabytes: float
    descriptors: int


@dataclass
class Pulse:
    """`samples`: of each process by name, as they came. `watch()` until it is cancelled."""

    at: Installation
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    async def watch(self, began: float) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            pids = {name: self.at.pids(name) for name in MARKS} | {"supervisor": [self.at.process.pid]}
            for name, found in pids.items():
                for pid in found:
                    if one := sample(pid, time.monotonic() - began):
                        self.samples.setdefault(name, []).append(one)

    def grown(self, begin: float, calm: float, end: float) -> list[str]:
        """What grew: from restart to restart in the day from `begin` to `calm`, and by itself from then to `end`."""
        wrong = []
        for name in OURS:
            young, old = self._restarts(name, begin, calm), self._rest(name, calm, end)
            wrong += _compared(f"{name}, restarted", *young) + _compared(f"{name}, left in peace", *old)
        return wrong

    def _restarts(self, name: str, begin: float, calm: float) -> tuple[list[Sample], list[Sample]]:
        low, high = YOUNG_SECONDS if name != "supervisor" else (WARM_SECONDS, float("inf"))
        young = [s for s in self.samples.get(name, []) if begin <= s.at < calm and low <= s.age < high]
        third = (calm - begin) / 3
        return [s for s in young if s.at < begin + third], [s for s in young if s.at >= calm - third]

    def _rest(self, name: str, calm: float, end: float) -> tuple[list[Sample], list[Sample]]:
        old = [s for s in self.samples.get(name, []) if calm + WARM_SECONDS <= s.at < end and s.age >= WARM_SECONDS]
        third = len(old) // 3
        return old[:third], old[len(old) - third :]

    def told(self) -> dict[str, tuple[float, int]]:
        """Of each, the last megabytes and descriptors."""
        return {name: (round(s[-1].megabytes, 1), s[-1].descriptors) for name, s in self.samples.items()}


def _compared(who: str, before: list[Sample], after: list[Sample]) -> list[str]:
    if min(len(before), len(after)) < SAMPLES_MIN:
        return []
    memory = median(s.megabytes for s in before), median(s.megabytes for s in after)
    files = median(s.descriptors for s in before), median(s.descriptors for s in after)
    wrong = []
    if memory[1] - memory[0] > max(GROWTH_MEGABYTES_MAX, GROWTH_SHARE_MAX * memory[0]):
        wrong.append(f"{who}: {memory[0]:.1f} MB became {memory[1]:.1f}")
    if files[1] - files[0] > GROWTH_DESCRIPTORS_MAX:
        wrong.append(f"{who}: {files[0]:.0f} descriptors became {files[1]:.0f}")
    return wrong


def sample(pid: int, at: float) -> Sample | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        age = uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK")
        megabytes = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        return Sample(at, age, megabytes, len(os.listdir(f"/proc/{pid}/fd")))
    except OSError:  # just gone
        return None


def left_in_exchange(at: Installation) -> list[str]:
    """Channels and bridges that Asterisk still holds; none where there is no telephony."""
    home = at.data / "asterisk"
    if not (home / "ari_port").exists():
        return []
    who = base64.b64encode(f"palabre:{(home / 'ari_password').read_text()}".encode()).decode()
    found = []
    for kind in ("channels", "bridges"):
        address = f"http://127.0.0.1:{(home / 'ari_port').read_text().strip()}/ari/{kind}"
        request = urllib.request.Request(address, headers={"Authorization": f"Basic {who}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            found += [f"{kind}: {x['id']} {x.get('state', '')}" for x in json.loads(answer.read())]
    return found


def doubled(at: Installation) -> list[str]:
    """Each process once, and no child of the supervisor that nobody buried."""
    wrong = [f"{name}: {len(pids)} processes" for name in MARKS if len(pids := at.pids(name)) > 1]
    for pid in at.children():
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                wrong.append(f"a dead child of the supervisor: {pid}")
        except OSError:
            continue
    return wrong
