"""`./palabre replay FILE [--from DAY] [--to DAY] [--speed N] [--json]`: a call log through the production flows and
routing in virtual time, Palabre's measures beside the log's. Columns: docs/reference/call_log.md. Exit code 1: a law
of routing was broken.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

import msgspec

from palabre.processes.command_line.measures import REFUSED, seconds
from palabre.processes.command_line.replay_table import table

SPEED_MAX = 1_000_000
VIP_SECONDS_MAX = 60  # three times the target: more starves the others, so that routing caps it there


def day(text: str) -> int:
    """Midnight in milliseconds on the log's own clock."""
    try:
        return (date.fromisoformat(text) - date(1970, 1, 1)).days * 86_400_000
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 1999-02-01") from None


def main(arguments: list[str]) -> int:
    from palabre.simulation.actions.log_file import read_log
    from palabre.simulation.problems import LogRefused

    parsed = _parser().parse_args(arguments)
    began = time.monotonic()
    quiet = not sys.stderr.isatty()
    say = lambda words: None if quiet else print(f"{time.monotonic() - began:6.1f} s  {words}", file=sys.stderr)
    try:
        asked = _asked(parsed)
        watch = (lambda replayed: Desk(replayed, parsed.speed)) if parsed.speed else None
        found = _replayed(read_log(parsed.file), asked, watch, say)
    except LogRefused as why:
        print(f"palabre: {parsed.file}: {why}", file=sys.stderr)
        return REFUSED
    except ValueError as why:
        print(f"palabre: {why}", file=sys.stderr)
        return REFUSED
    told = {"file": parsed.file.name, **found}
    print(msgspec.json.encode(told).decode() if parsed.json else "\n".join(table(told)))
    return 1 if told["violations"] else 0


def _replayed(calls: list, asked, watch, say) -> dict:
    import palabre.flows.wiring  # noqa: F401  its steps
    from palabre.processes.rooms import ROOMS
    from palabre.simulation.actions.replay import replay

    return replay(calls, asked, ROOMS, watch=watch, say=say)


def _parser() -> argparse.ArgumentParser:
    from palabre.simulation.actions.replay import WHAT_IFS

    parser = argparse.ArgumentParser(prog="./palabre replay", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="csv or csv.gz")
    parser.add_argument("--from", type=day, dest="first", metavar="DAY", help="first day, yyyy-mm-dd: the log's first")
    parser.add_argument("--to", type=day, dest="last", metavar="DAY", help="last day: the log's last")
    parser.add_argument("--seed", type=int, default=7, help="of patience and service drawn: 7")
    parser.add_argument(
        "--vip-seconds", type=seconds, default=20.0, metavar="SECONDS", help="of priority: 20, at most 60")
    parser.add_argument(
        "--after-call", type=seconds, metavar="SECONDS", help="after each call, given: nothing is fitted")
    parser.add_argument(
        "--patience", choices=("beyond", "any"), default="beyond",
        help="of an answered customer: beyond the wait that she bore (the default), or any of the log's law")
    parser.add_argument(
        "--what-if", action="append", metavar="NAME=N", default=[],
        help=f"vip=SECONDS, rings=SECONDS, shares=PERCENT, on the first week; `none`; default {' '.join(WHAT_IFS)}")
    parser.add_argument(
        "--speed", type=float, default=0.0, metavar="N", help="N times as fast as the clock, with a board on stderr")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    return parser  # fmt: skip


def _asked(parsed: argparse.Namespace):
    from palabre.simulation.actions.replay import WHAT_IFS, Asked, changed
    from palabre.simulation.model.replay_rules import Choice

    what_ifs = tuple(w for w in parsed.what_if or WHAT_IFS if w != "none")
    for name in what_ifs:
        changed(Choice(0.0), name)
    if parsed.vip_seconds > VIP_SECONDS_MAX:
        raise ValueError(f"--vip-seconds is at most {VIP_SECONDS_MAX}: three times the target")
    if not 0 <= parsed.speed <= SPEED_MAX:
        raise ValueError(f"--speed is a number up to {SPEED_MAX:,}, such as 600")
    return Asked(
        parsed.seed, parsed.first, parsed.last, parsed.vip_seconds, parsed.after_call, what_ifs,
        parsed.patience == "beyond",
    )  # fmt: skip


class Desk:
    """A board on stderr while the replay runs at `speed` times the clock. It looks on: no figure depends on it."""

    def __init__(self, replayed, speed: float) -> None:
        self._world, self._speed = replayed.engine.world, speed
        self._begin, self._began, self._shown = replayed.engine.now, time.monotonic(), 0

    def batch(self, made, number, cause) -> None:
        pass

    def look(self, now: int) -> None:
        ahead = (now - self._begin) / 1000 / self._speed - (time.monotonic() - self._began)
        if ahead > 0:
            time.sleep(ahead)
        if now - self._shown >= self._speed * 1000:
            self._shown = now
            print(self._line(now), file=sys.stderr)

    def next_look(self, now: int) -> int | None:
        """Each second of the wall while somebody is here; else time goes on to what happens next."""
        return now + max(1, round(self._speed * 1000)) if self._world["routing"].items else None

    def _line(self, now: int) -> str:
        routing = self._world["routing"]
        waiting = [i for line in routing.lines.values() for i in line.values()]
        here = [a for a in routing.advisors.values() if a.status == "available"]
        longest = max((now - i.since for i in waiting), default=0) // 1000
        busy = sum(bool(a.units) for a in here)
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now / 1000))
        return f"{when}  waiting {len(waiting):3} (longest {longest:4} s)  advisors {len(here):3}, busy {busy:3}"
