"""`./palabre measures FILE [--threshold 20] [--short-abandon 20] [--json]`: every measure of a call log, with its
definition. Columns: docs/reference/call_log.md.
"""

import argparse
import sys
from pathlib import Path

import msgspec

REFUSED = 2
SECONDS_MAX = 86_400


def seconds(text: str) -> float:
    """A duration as people type it, bounded."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= SECONDS_MAX:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to {SECONDS_MAX}")
    return found


def main(arguments: list[str]) -> int:
    from palabre.simulation.actions.log_file import read_log
    from palabre.simulation.model.log_measures import log_measures
    from palabre.simulation.problems import LogRefused

    parser = argparse.ArgumentParser(prog="./palabre measures", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="csv or csv.gz")
    parser.add_argument("--threshold", type=seconds, default=20.0, metavar="SECONDS", help="of the service levels: 20")
    parser.add_argument(
        "--short-abandon", type=seconds, default=20.0, metavar="SECONDS",
        help="who hangs up within it is a short abandon: 20; 5, 10 and 20 are told too")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    asked = parser.parse_args(arguments)
    try:
        found = log_measures(read_log(asked.file), asked.threshold, asked.short_abandon)
    except LogRefused as why:
        print(f"palabre: {asked.file}: {why}", file=sys.stderr)
        return REFUSED
    told = {"file": asked.file.name, **found}
    print(msgspec.json.encode(told).decode() if asked.json else "\n".join(_table(told)))
    return 0


def _table(told: dict):
    yield f"{told['file']}: {told['rows']:,} rows, {told['first_day']} to {told['last_day']}, {told['time_zone']}"
    yield from _figures("Measures of this log", told["measures"])
    yield from _figures("As Palabre measures, every hang-up abandoned", told["palabre"]["all"])
    words = "As Palabre measures, of those who entered the queue, abandons within 5 s apart"
    yield from _figures(words, told["palabre"]["in_queue"])
    yield "\nSet aside, or read with care"
    for kind, one in told["set_aside"].items():
        yield f"  {kind:<40}{one['count']:>10,}  {'':>8}  {one['treatment']}"


def _figures(title: str, figures: dict):
    yield f"\n{title}"
    for name, one in figures.items():
        yield f"  {name:<40}{one.shown:>10}  n {one.n:>6}  {one.definition}"
