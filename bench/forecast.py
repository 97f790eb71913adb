"""Forecasts: how far from what came, beside the floor; how often an interval holds; and a thousand queues at once.

    ./palabre bench forecast [--queues 1000] [--runs 5] [--json] [--quick]

Errors are of the last 30 days of the real bank's calls, one day ahead, by the half-hour: the peer is the mean of the
last four same weekdays, in the same run. Without that file they are of an invented centre and have no goal. Speed: as
many queues of thirteen months by the half-hour, fourteen days ahead, the choice of model and the intervals with it, on
all cores; the peer tells the same days by the floor alone.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tables so small lose by being shared out

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent))

import _machine  # noqa: E402
import numpy as np  # noqa: E402
from _machine import Others, Row  # noqa: E402

from palabre.workforce.actions.history_file import read_history  # noqa: E402
from palabre.workforce.model.forecasting.history import History, history  # noqa: E402
from palabre.workforce.model.forecasting.models import mean_of_four  # noqa: E402
from palabre.workforce.model.forecasting.report import ahead, judged  # noqa: E402

BANK = Path(os.environ.get("PALABRE_REAL_DATA") or ROOT.parent / "shared/data") / "bank_calls_5min.csv"
ORIGINS, GRAIN, DAYS, SLOTS, HORIZON = 30, "1800", 395, 28, 14
WAPE_MAX, FLOOR_RATIO, HELD, SECONDS_MAX = 5.5, 0.8, (87.0, 93.0), 60.0


def invented(seed: int) -> History:
    """A queue from eight to ten at night: its level wanders, its Mondays are full, on Sundays it is closed."""
    chance, level, rows = np.random.default_rng(seed), 0.0, []
    for n in range(DAYS):
        day = datetime(2025, 1, 1) + timedelta(n)
        level = 0.9 * level + chance.normal(0, 0.06)
        if day.weekday() == 6:
            continue
        mean = 40 * np.exp(level) * (1 + 0.5 * np.sin(np.arange(SLOTS) / 5)) * (1.3 if day.weekday() == 0 else 1.0)
        counts = chance.poisson(mean)
        rows += [(0, day + timedelta(hours=8, minutes=30 * slot), float(c)) for slot, c in enumerate(counts)]
    return history(rows, 1800)


def told(known: History) -> int:
    return len(ahead(known, HORIZON)["rows"])


def told_by_the_floor(known: History) -> int:
    return len(mean_of_four(known, np.array([date.weekday(known.days[-1] + timedelta(n + 1)) for n in range(HORIZON)])))


def main() -> int:
    parser = _machine.asking(__doc__, "one run, forty queues: shows that it works")
    parser.add_argument("--queues", type=int, default=1_000)
    asked = parser.parse_args()
    if asked.quick:
        asked.runs, asked.queues = 1, 40
    of_machine = _machine.machine()
    real = BANK.exists()
    known = read_history(BANK, 300) if real else invented(0)
    rows = {
        "error": Row("error one day ahead by the half-hour", "%", [], [], "mean of four", WAPE_MAX if real else None,
                     FLOOR_RATIO if real else None),
        "held": Row("what the 90 % interval held", "%", [], goal=HELD[0] if real else None, lower=False),
        "held_most": Row("the same, at most", "%", [], goal=HELD[1] if real else None),
        "seconds": Row(f"{asked.queues} queues, {HORIZON} days ahead", "s", [], [], "the floor alone",
                       None if asked.quick else SECONDS_MAX),
    }  # fmt: skip
    queues = [invented(seed) for seed in range(asked.queues)]
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        list(pool.map(told_by_the_floor, queues[:cores]))  # they are up
        for _ in range(asked.runs):
            found = judged(known, ORIGINS, 1)
            rows["error"].values.append(found["models"]["champion"]["wape"][GRAIN])
            rows["error"].peer_values.append(found["models"]["mean_of_four"]["wape"][GRAIN])
            for name in ("held", "held_most"):
                rows[name].values.append(found["coverage"][GRAIN])
            for kind, values in ((told_by_the_floor, rows["seconds"].peer_values), (told, rows["seconds"].values)):
                began = time.perf_counter()
                with Others() as others:
                    assert all(pool.map(kind, queues, chunksize=8))
                values.append(time.perf_counter() - began)
            rows["seconds"].others.append(others.share)
    source = BANK.name if real else "an invented centre"
    return _machine.report("forecast", of_machine, list(rows.values()), asked.json, source=source)


if __name__ == "__main__":
    sys.exit(main())
