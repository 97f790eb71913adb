"""`./palabre schedule week`: HiGHS works in a child that tells each better plan, so that its end loses nothing."""

import argparse
import os
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

NONE = 1
GRACE_SECONDS = 5.0  # for a child to see that its time is over, or that it is asked to stop
LOOK_SECONDS = 0.2


def made(asked: argparse.Namespace) -> int:
    from palabre.workforce.actions.week_file import read_week

    week = read_week(asked.file)
    shares: list[float | None] = [None] if asked.split is None else [0.0, asked.split]
    told = []
    for share in shares:
        one = _one(asked, week, share)
        if one is None:
            return NONE
        told.append(one)
    if asked.split is not None:
        before, after = (one["cover"] for one in told)
        told[-1]["compared"] = {"split_percent": asked.split * 100, "without": before, "with": after}
    _print(told[-1], asked)
    return 0


def of(week, share: float | None):
    from palabre.workforce.model.weeks.split import with_split

    return week if share is None else with_split(week, share)


def _one(asked: argparse.Namespace, week, share: float | None) -> dict[str, Any] | None:
    """Made and told; None where it cannot be, which is said."""
    from palabre.workforce.model.weeks.classes import kinds, lines_of
    from palabre.workforce.model.weeks.naming import named
    from palabre.workforce.model.weeks.told import told_of
    from palabre.workforce.model.weeks.week import Conflict

    began, week = time.monotonic(), of(week, share)
    try:
        classes = kinds(week)
    except Conflict as why:
        print(f"palabre: {asked.file}: {why}", file=sys.stderr)
        return None
    plan, stopped = _solved(asked, share, began)
    if plan is None:
        print(f"palabre: {asked.file}: no week yet ({stopped}): give more --seconds", file=sys.stderr)
        return None
    assignment = named(week, classes, lines_of(classes), plan)
    told = {"file": asked.file.name, "stopped": stopped, **told_of(week, classes, plan, assignment)}
    return told | {"seconds": round(time.monotonic() - began, 2)}


def _solved(asked: argparse.Namespace, share: float | None, began: float) -> tuple[Any, str]:
    """The best plan heard, and why it ended: optimal, time, interrupted, or lost where the child died."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    stop = context.Event()
    left = asked.seconds - (time.monotonic() - began)
    child = context.Process(target=_work, args=(theirs, stop, asked.file, share, left), daemon=True)
    child.start()
    theirs.close()
    best, stopped, until = None, "", began + asked.seconds + GRACE_SECONDS
    try:
        while not stopped:
            try:
                best, stopped = _heard(ours, best, until)
            except KeyboardInterrupt:
                if stop.is_set():
                    stopped = "interrupted"
                stop.set()
                until = min(until, time.monotonic() + GRACE_SECONDS)
    finally:
        child.kill()
        child.join()
        ours.close()
    return best, "interrupted" if stop.is_set() else stopped


def _heard(pipe, best, until: float) -> tuple[Any, str]:
    while time.monotonic() < until:
        if not pipe.poll(LOOK_SECONDS):
            continue
        try:
            plan, over = pipe.recv()
        except (EOFError, OSError):
            return best, "lost"
        best = plan
        print(
            f"{plan.objective:.2f} hours short, at least {plan.bound:.2f}, gap {plan.gap:.2%}",
            file=sys.stderr,
            flush=True,
        )
        if over:
            return best, plan.stopped
    return best, "time"


def _work(pipe, stop, file: Path, share: float | None, seconds_left: float) -> None:
    """The child: tells each better plan as it finds it."""
    until = time.monotonic() + seconds_left
    import signal

    from palabre.workforce.actions.week_file import read_week
    from palabre.workforce.model.weeks.solve import solve

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent asks it to stop
    left = lambda: 0.0 if stop.is_set() else until - time.monotonic()
    plan, _ = solve(of(read_week(file), share), left, lambda plan: pipe.send((plan, False)))
    pipe.send((plan, True))


def _print(told: dict[str, Any], asked: argparse.Namespace) -> None:
    if asked.json:
        print(msgspec.json.encode(told).decode())
        return
    cover = told["cover"]
    print(f"{cover['hours_short']:.1f} of {cover['hours_needed']:.1f} hours short ({cover['share_short']:.1%}), "
          f"{cover['intervals_short']} of {cover['intervals']} intervals "
          f"({cover['share_intervals_short']:.1%})")  # fmt: skip
    for one in told["shortages"][:20]:
        since, until = (f"{one[k] // 60:02}:{one[k] % 60:02}" for k in ("since", "until"))
        at = f"day {one['day']} {since}-{until}"
        print(
            f"  {one['group']:<16} {at}  {one['heads']:g} of {one['wanted']:g} heads, "
            f"{one['hours']:g} h: {one['reason']}"
        )
    print(f"fairness (Jain, least contract) {told['fairness']['jain_least']:.3f}; gap {told['gap']:.2%} to the bound "
          f"{told['bound']:.2f}; {told['stopped']}, {told['seconds']:.1f} s")  # fmt: skip
    if "compared" in told:
        c = told["compared"]
        print(f"{c['split_percent']:g} % on split days: intervals short from "
              f"{c['without']['share_intervals_short']:.1%} to "
              f"{c['with']['share_intervals_short']:.1%}, hours short from {c['without']['share_short']:.1%} to "
              f"{c['with']['share_short']:.1%}")  # fmt: skip
