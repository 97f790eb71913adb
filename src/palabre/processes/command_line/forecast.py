"""`./palabre forecast FILE.csv [--interval 300] [--horizon 1d] [--origins 30] [--zone ZONE] [--ahead] [--json]`

Each of the last days is forecast from its eve, the days of the horizon with it, by every model and by the one that
would have been chosen: how far each lay from what came (WAPE: sum of absolute errors over the sum of calls), by grain,
beside the floor, and how often the 90 % interval held. `--ahead`: the days to come too. Columns: start (local time, or
with an offset and --zone), calls; docs/reference/forecast.md.
"""

import argparse
import math
import os
import re
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from palabre.foundations.limits import FORECAST_HORIZON_DAYS_MAX, FORECAST_ORIGINS_MAX

REFUSED = 2
UNITS = {"d": 1, "w": 7}


def horizon(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([dw])", text)
    days = int(found[1]) * UNITS[found[2]] if found else 0
    if not 0 < days <= FORECAST_HORIZON_DAYS_MAX:
        raise argparse.ArgumentTypeError(f"{text!r}: days or weeks, 1d, 14d or 2w, up to {FORECAST_HORIZON_DAYS_MAX}d")
    return days


def bounded(least: int, most: int):
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
        return int(text)

    return number


def zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"there is no time zone {text!r}: Europe/Paris, Africa/Dakar…") from None


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre forecast", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="csv")
    parser.add_argument("--interval", type=bounded(60, 86_400), default=300, metavar="SECONDS")
    parser.add_argument("--horizon", type=horizon, default=1, metavar="DAYS", help="1d, 14d, 2w")
    parser.add_argument("--origins", type=bounded(1, FORECAST_ORIGINS_MAX), default=30, metavar="N")
    parser.add_argument("--zone", type=zone, metavar="ZONE", help="whose days they are, where times have an offset")
    parser.add_argument("--ahead", action="store_true", help="the forecast itself too")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tables so small lose by being shared out
    from palabre.workforce.actions.history_file import read_history
    from palabre.workforce.model.forecasting.report import ahead, judged
    from palabre.workforce.problems import FileRefused

    began = time.perf_counter()
    try:
        known = read_history(asked.file, asked.interval, asked.zone)
    except FileRefused as why:
        print(f"palabre: {asked.file}: {why}", file=sys.stderr)
        return REFUSED
    told = {"file": asked.file.name, "interval": asked.interval, "horizon_days": asked.horizon, "days": len(known.days),
            "notes": known.notes, **judged(known, asked.origins, asked.horizon)}  # fmt: skip
    if asked.ahead:
        told["ahead"] = ahead(known, asked.horizon)
    told["seconds"] = round(time.perf_counter() - began, 3)
    print(msgspec.json.encode(told).decode() if asked.json else "\n".join(_table(told)))
    return 0


def _table(told: dict):
    yield f"{told['file']}: {told['days']} days, {told['origins']} of them forecast from the eve, {told['seconds']} s"
    for note, count in told["notes"].items():
        yield f"  {note.replace('_', ' ')}: {count}"
    if not told["origins"]:
        yield "Too short a history to judge any model by: eight days at least; the forecast is the floor's."
    else:
        names = list(next(iter(told["models"].values()))["wape"])
        yield f"{'WAPE %':<18}" + "".join(f"{_grain(int(g)):>9}" for g in names)
        for model, one in sorted(told["models"].items(), key=lambda m: sum(m[1]["wape"].values())):
            label = f"{model}{' (floor)' if one['floor'] else ''}"
            yield f"{label:<22}"[:22] + "".join(f"{one['wape'][g]:>9.2f}" for g in names).removeprefix("    ")
        yield f"{'90 % interval held':<18}" + "".join(f"{told['coverage'][g]:>9.1f}" for g in names)
    for row in told.get("ahead", {}).get("rows", ()):
        yield f"  {row['start']}  {row['mean']:>10.1f}   {row['low']:.1f} to {row['high']:.1f}"


def _grain(seconds: int) -> str:
    return "a day" if seconds == 86_400 else f"{seconds // 60} min" if math.isfinite(seconds) else ""
