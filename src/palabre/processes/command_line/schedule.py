"""`./palabre schedule solve FILE.json [--seconds 60] [--seed 1] [--json]`
`./palabre schedule check FILE.json ANSWER.json [--json]`
`./palabre schedule week FILE.json [--seconds 60] [--split PERCENT] [--json]`

`solve`: who works which shift on which day, at the least weight of wishes missed and cover missed, every rule kept;
the best so far and the bound are told on stderr while it works; Ctrl-C keeps the best so far. `check`: each rule that
an answer breaks, and what it weighs, by code that shares nothing with what makes it. `week`: a week of many people
from what is needed and their contracts, its pauses placed, every rule of its pack kept. Formats:
docs/reference/rosters.md, docs/reference/weeks.md. Exit code 0 a roster, 1 none (or an answer with breaches), 2
refused.
"""

import argparse
import os
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import msgspec

from palabre.foundations.limits import ROSTER_SECONDS_MAX

REFUSED, NONE = 2, 1
CORES_MAX = 2
GRACE_SECONDS = 1.0  # for a child to see that its time is over
LOOK_SECONDS = 0.2
ENOUGH = 1e-6


def seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 1 <= found <= ROSTER_SECONDS_MAX:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 1 to {ROSTER_SECONDS_MAX}")
    return found


def percent(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no share from 0 to 100")
    return found / 100


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre schedule", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    solve = verbs.add_parser("solve", help="make a roster")
    solve.add_argument("file", type=Path, metavar="FILE.json")
    solve.add_argument("--seconds", type=seconds, default=60.0, metavar="N")
    solve.add_argument("--seed", type=int, default=1)
    check = verbs.add_parser("check", help="each rule that an answer breaks, and what it weighs")
    check.add_argument("file", type=Path, metavar="FILE.json")
    check.add_argument("answer", type=Path, metavar="ANSWER.json")
    week = verbs.add_parser("week", help="a week of many people: shifts, pauses, names, shortages with their reasons")
    week.add_argument("file", type=Path, metavar="FILE.json")
    week.add_argument("--seconds", type=seconds, default=60.0, metavar="N", help="at most (60)")
    week.add_argument("--split", type=percent, metavar="PERCENT",
                      help="beside the same week where nobody works split days: so many do, at home first")  # fmt: skip
    for one in (solve, check, week):
        one.add_argument("--json", action="store_true", help="one JSON object on stdout")
    asked = parser.parse_args(arguments)
    from palabre.workforce.problems import FileRefused

    try:
        if asked.verb == "week":
            from palabre.processes.command_line import schedule_week

            return schedule_week.made(asked)
        return _solve(asked) if asked.verb == "solve" else _check(asked)
    except FileRefused as why:
        print(f"palabre: {why}", file=sys.stderr)
        return REFUSED


def _check(asked: argparse.Namespace) -> int:
    from palabre.workforce.actions.roster_file import read_answer, read_instance
    from palabre.workforce.model.rosters.validator import breaches, cost

    instance, assignment = read_instance(asked.file), read_answer(asked.answer)
    found = breaches(instance, assignment)
    whole = not any(b.rule == "shape" for b in found)
    told = {"objective": cost(instance, assignment) if whole else None, "breaches": found}
    if asked.json:
        print(msgspec.json.encode(told).decode())
    else:
        print("\n".join(f"{b.person}: {b.rule}, days {b.days[0]} to {b.days[1]}: {b.what}" for b in found))
        print(f"{len(found)} breaches, objective {told['objective']}")
    return NONE if found else 0


class Best:
    """The best roster of all children, and the highest bound."""

    def __init__(self) -> None:
        self.objective, self.bound, self.rows = float("inf"), 0.0, None
        self.is_exact, self.conflict, self.over = True, None, set()

    def hear(self, child: int, told: tuple) -> None:
        kind, *more = told
        if kind == "better":
            objective, bound, rows = more
            self.bound = max(self.bound, bound)
            if rows is not None and objective < self.objective:
                self.objective, self.rows = objective, rows
        elif kind == "over":
            self.over.add(child)
        elif kind == "conflict":
            self.conflict = more
        elif kind == "exact":
            self.is_exact = more[0]

    @property
    def is_optimal(self) -> bool:
        """Weights are whole numbers, so is what they sum up to."""
        return self.rows is not None and self.objective <= -(-(self.bound - 1e-4) // 1)


def _solve(asked: argparse.Namespace) -> int:
    from palabre.workforce.actions.roster_file import read_instance

    began = time.monotonic()
    instance = read_instance(asked.file)
    best, context = Best(), get_context("spawn")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    children = []
    for n in range(min(CORES_MAX, os.cpu_count() or 1)):
        ours, theirs = context.Pipe(duplex=False)
        left = asked.seconds - (time.monotonic() - began)
        child = context.Process(target=_work, args=(theirs, asked.file, left, asked.seed + n), daemon=True)
        child.start()
        theirs.close()
        children.append((child, ours))
    try:
        stopped = _listen(best, children, began + asked.seconds)
    except KeyboardInterrupt:
        stopped = "interrupted"
    finally:
        for child, pipe in children:
            child.kill()
            child.join()
            pipe.close()
    return _told(asked, instance, best, stopped, time.monotonic() - began)


def _listen(best: Best, children: list, until: float) -> str:
    """Why it ended: optimal, time, conflict, or lost, where every child died."""
    from multiprocessing.connection import wait

    open_pipes, said = {pipe: n for n, (_, pipe) in enumerate(children)}, ""
    while True:
        for pipe in wait(list(open_pipes), LOOK_SECONDS):
            try:
                best.hear(open_pipes[pipe], pipe.recv())
            except (EOFError, OSError):
                del open_pipes[pipe]
        line = f"{best.objective:g}, at least {best.bound:.1f}"
        if best.rows is not None and line != said:
            print(line, file=sys.stderr, flush=True)
            said = line
        if best.conflict:
            return "conflict"
        if best.is_optimal:
            return "optimal"
        if time.monotonic() > until + GRACE_SECONDS or len(best.over) == len(children):
            return "time"
        if not open_pipes:
            return "lost"


def _work(pipe, file: Path, seconds_left: float, seed: int) -> None:
    """A child: tells each better roster as it finds it."""
    until = time.monotonic() + seconds_left
    import signal

    import numpy as np

    from palabre.workforce.actions.roster_file import read_instance
    from palabre.workforce.model.rosters.conflicts import conflicting
    from palabre.workforce.model.rosters.master import Unsolved
    from palabre.workforce.model.rosters.search import Conflict, Search

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    instance = read_instance(file)

    def told(objective: float, bound: float, rows) -> None:
        pipe.send(("better", objective, bound, None if rows is None else [row.tolist() for row in rows]))

    search = Search(instance, lambda: until - time.monotonic(), told, np.random.default_rng(abs(seed)))
    pipe.send(("exact", search.is_exact))
    try:
        search.run()
        pipe.send(("better", search.best, search.bound, None))
    except Conflict as why:
        proven = search.pricers[why.person].is_exact
        rules = conflicting(instance, why.person) if proven else []
        pipe.send(("conflict", instance.staffs[why.person].id, rules, proven))
    except Unsolved as why:
        print(f"palabre: HiGHS ended: {why}; the best so far is kept", file=sys.stderr)
    pipe.send(("over",))


def _told(asked: argparse.Namespace, instance, best: Best, stopped: str, spent: float) -> int:
    if best.conflict:
        person, rules, proven = best.conflict
        why = f"no roster of {person} keeps her own rules" if proven else f"no roster of {person} was met"
        alone = f"; one of these would have to give way: {', '.join(rules)}" if rules else ""
        print(f"palabre: {asked.file}: {why}{alone}", file=sys.stderr)
        if asked.json:
            told = {"stopped": "conflict", "person": person, "rules": rules, "proven": proven}
            print(msgspec.json.encode(told).decode())
        return NONE
    if best.rows is None:
        print(f"palabre: {asked.file}: no roster yet after {spent:.0f} s: give more --seconds", file=sys.stderr)
        return NONE
    names = [shift.id for shift in instance.shifts]
    bound = min(best.objective, max(0.0, -(-(best.bound - 1e-4) // 1)))  # weights are whole numbers
    gap = (best.objective - bound) / best.objective if best.objective else 0.0
    told = {
        "file": asked.file.name, "objective": best.objective, "bound": bound,
        "gap": round(gap, 6), "stopped": stopped, "exact": best.is_exact, "seconds": round(spent, 2),
        "assignment": [[None if s < 0 else names[s] for s in row] for row in best.rows],
    }  # fmt: skip
    if asked.json:
        print(msgspec.json.encode(told).decode())
    else:
        for staff, row in zip(instance.staffs, told["assignment"], strict=True):
            print(f"{staff.id:<12}" + " ".join(f"{s or '-':<3}" for s in row))
        print(f"objective {best.objective:g}, at least {told['bound']:g} (gap {gap:.2%}), {stopped}, {spent:.1f} s")
    return 0
