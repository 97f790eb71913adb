"""Call logs for tests: a hand-made twin of the bank's month, with its dirt, and where the real month stands."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
# real data stand beside the checkout, or where PALABRE_REAL_DATA says
DATA = Path(os.environ.get("PALABRE_REAL_DATA") or CHECKOUT.parent / "shared/data")
MONTH = DATA / "calls_1999_02.csv.gz"

HEADER = (
    "vru+line,call_id,customer_id,priority,type,date,vru_entry,vru_exit,vru_time,"
    "q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time,server"
)
# times as they come: an hour of one digit, a negative machine time, a day that ends after midnight, no server
TWIN = f"""{HEADER}
AA0101,1,0,0,PS,990201,7:02:47,7:02:56,9,0:00:00,0:00:00,0,AGENT,7:02:55,7:05:41,166,A07
AA0101,2,7,2,PS,990201,8:09:16,8:09:22,6,8:09:22,8:09:27,5,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0101,2,7,2,PS,990201,8:10:00,8:10:08,8,8:10:08,8:11:08,60,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0102,3,0,0,NW,990201,9:00:00,9:00:05,5,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0102,4,8,1,PS,990201,9:30:00,9:29:50,-10,9:29:50,9:30:20,30,AGENT,9:30:20,9:32:20,120,A07
AA0102,5,9,1,PS,990201,9:31:00,9:31:06,6,9:31:06,9:31:26,20,AGENT,9:31:26,9:31:26,0,NO_SERVER
AA0102,9,0,0,PS,990201,9:31:40,9:31:46,6,0:00:00,0:00:00,0,AGENT,9:31:46,9:33:46,120,A07
AA0102,6,0,2,PS,990202,13:13:33,13:13:42,9,13:13:42,13:14:12,30,PHANTOM,13:13:40,13:14:18,38,NO_SERVER
AA0103,7,0,0,IN,990202,23:58:00,23:58:10,10,23:58:10,23:59:10,60,AGENT,23:59:10,0:03:10,240,A08
AA0103,8,0,0,IN,990202,23:59:00,23:59:10,10,23:59:10,23:59:40,31,AGENT,23:59:40,0:01:40,121,A08
"""


def palabre(*arguments: object, seconds_max: float = 120) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "palabre.processes.command_line", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds_max, cwd=CHECKOUT)


def told(*arguments: object, seconds_max: float = 120) -> dict:
    """What a command says with `--json`."""
    done = palabre(*arguments, "--json", seconds_max=seconds_max)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@cache
def ten_days_replayed() -> dict:
    """A log whose truth is known, replayed: for every test that reads of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ten_days.csv"
        file.write_text(invented(10))
        return told("replay", file, "--after-call", "20", "--what-if", "none")


@cache
def two_weeks_replayed() -> dict:
    """The first two weeks of the real month, where it is on this machine; the whole month: tests/load."""
    return told("replay", MONTH, "--to", "1999-02-14", "--what-if", "none", seconds_max=170)


def clock(second: float) -> str:
    return f"{int(second) // 3600}:{int(second) // 60 % 60:02}:{int(second) % 60:02}"


def invented(days: int, *, servers: int = 3, per_hour: float = 45, after_call: float = 20, seed: int = 1) -> str:
    """A log whose truth is known: one pool, first come first served, services of 180 s and patiences of 150 s on
    average, both exponential, and so many seconds of work after each call. Some hang up before the queue."""
    chance, rows = random.Random(seed), [HEADER]
    for day in range(1, days + 1):
        at, free = 8 * 3600.0, [8 * 3600.0] * servers
        while (at := at + chance.expovariate(per_hour / 3600)) < 16 * 3600:
            service, patience = chance.expovariate(1 / 180), chance.expovariate(1 / 150)
            who = min(range(servers), key=lambda n: free[n])
            wait = max(0, round(free[who] - at))
            begun, kind = int(at), ("PS" if chance.random() < 0.7 else "NW", 2 if chance.random() < 0.3 else 0)
            if chance.random() < 0.05:
                rows.append(_row(day, begun, kind, "HANG"))
            elif wait > patience:
                rows.append(_row(day, begun, kind, "HANG", queue=int(patience)))
            else:
                free[who] = at + wait + round(service) + after_call
                rows.append(_row(day, begun, kind, "AGENT", wait or None, (begun + wait, round(service), f"A0{who}")))
    return "\n".join(rows) + "\n"


def _row(day: int, at: int, kind: tuple[str, int], outcome: str, queue: int | None = None, service=None) -> str:
    """`queue`: seconds in it; None: never entered. `service`: begin, seconds, server; None: there was none."""
    never = f"{clock(0)},{clock(0)},0"
    queued = never if queue is None else f"{clock(at)},{clock(at + queue)},{queue}"
    begun, lasted, server = service or (0, 0, "NO_SERVER")
    served = f"{clock(begun)},{clock(begun + lasted)},{lasted}" if service else never
    entered = f"AA0101,{day}{at},0,{kind[1]},{kind[0]},9903{day:02},{clock(at - 8)},{clock(at)},8"
    return f"{entered},{queued},{outcome},{served},{server}"
