"""`./palabre simulate --theory [--part] [--write]`: the production models against Erlang C and A over a grid.

`--write` makes docs/reference/theory.md and its picture from the whole grid. Some ten minutes of two processors.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

REFERENCE = Path(__file__).parents[4] / "docs/reference"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre simulate --theory", description=__doc__)
    parser.add_argument("--part", action="store_true", help="the part that CI runs")
    parser.add_argument("--write", action="store_true", help="docs/reference/theory.md and theory.svg")
    parser.add_argument("--processes", type=int, default=min(4, os.cpu_count() or 1), help="0: judge what is kept")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write replications there, and go on from it later")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    from palabre.simulation.model import theory

    began = time.perf_counter()
    rows = run(theory.PART if asked.part else theory.whole_grid(), asked.processes, asked.keep)
    far = [r for r in rows if r.far]
    if asked.write:
        (REFERENCE / "theory.svg").write_text(drawing(rows))
        (REFERENCE / "theory.md").write_text(page(rows))
    if asked.json:
        import msgspec

        print(json.dumps({"rows": msgspec.to_builtins(rows), "far": len(far), "leaning": theory.leaning(rows),
                          "scattering": theory.scattering(rows)}))  # fmt: skip
    else:
        print("\n".join(table(rows)))
        print(summary(rows) + f" {time.perf_counter() - began:.0f} s.")
    return 1 if far else 0


def run(cells: Sequence, processes: int, kept: Path | None = None) -> list:
    """Every cell once before any a second time, the quickest first, so that a run cut short has the most of them.
    `kept`: replications are written there as they come, and those that stand there are not made again; with no
    processes, what is there is judged: the error of a mean is that of as many replications as a cell has."""
    from palabre.simulation.model import theory

    found = _read(kept, cells)
    quickest = sorted(cells, key=lambda c: c.expected_calls / c.replications)
    most = max(cell.replications for cell in cells)
    rounds = [(cell, n) for n in range(most) for cell in quickest if n < cell.replications]
    asked = [(cell, n) for cell, n in rounds if n not in found[cell]]
    if processes and asked:
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            results = pool.map(theory.replicate, *zip(*asked, strict=True))
            for done, ((cell, n), one) in enumerate(zip(asked, results, strict=True), 1):
                found[cell][n] = one
                _write(kept, cell, n, one)
                if done % 20 == 0:
                    print(f"{done} of {len(asked)} replications", file=sys.stderr, flush=True)
    return theory.judge([(cell, [found[cell][n] for n in sorted(found[cell])]) for cell in cells if found[cell]])


def _name(cell) -> str:
    return f"{cell.n}/{cell.load}/{cell.patience}/{cell.calls}"


def _read(kept: Path | None, cells: Sequence) -> dict:
    found: dict = {cell: {} for cell in cells}
    by_name = {_name(cell): cell for cell in cells}
    for line in kept.read_text().splitlines() if kept and kept.exists() else ():
        name, n, one = json.loads(line)
        if name in by_name and n < by_name[name].replications:
            found[by_name[name]][n] = tuple(one)
    return found


def _write(kept: Path | None, cell, n: int, one: tuple) -> None:
    if kept:
        with kept.open("a") as file:
            file.write(json.dumps([_name(cell), n, one]) + "\n")


def table(rows: Sequence) -> list[str]:
    head = "   n  load patience  figure          theory   simulated     error   scatter  errors"
    return [head] + [
        f"{r.n:>4}{r.load:>6.2f}{r.patience:>9.0f}  {r.figure:<10}{r.theory:>12.5g}{r.mean:>12.5g}{r.error:>10.2g}"
        f"{r.scatter:>10.2g}{r.errors:>8.2f}" + ("  FAR" if r.far else "") for r in rows
    ]  # fmt: skip


def summary(rows: Sequence) -> str:
    from palabre.simulation.model.theory import leaning, scattering

    within, far = sum(abs(r.errors) <= 3 for r in rows), sum(r.far for r in rows)
    return (
        f"{len(rows)} figures: {within} within three standard errors, {far} beyond what so many figures allow "
        f"({rows[0].allowed if rows else 0:.2f}); lean of all together {leaning(rows):.2f}; variance of the "
        f"replications {scattering(rows):.2f} of what theory says.")  # fmt: skip


def drawing(rows: Sequence) -> str:
    from palabre.simulation.model.erlang import erlang_a, erlang_c
    from palabre.simulation.model.pictures import Line, Panel, picture
    from palabre.simulation.model.theory import HANDLE_SECONDS, PATIENCE_SECONDS

    def panel(title: str, figure: str, patience: float, ns: Sequence[int], logarithmic: bool = False) -> Panel:
        lines = []
        for n in ns:
            loads = [0.5 + k / 200 for k in range(97)]
            law = (
                (lambda rate, n=n: erlang_a(rate, HANDLE_SECONDS, n, patience)) if patience else
                (lambda rate, n=n: erlang_c(rate, HANDLE_SECONDS, n)))  # fmt: skip
            points = [(x, getattr(law(x * n / HANDLE_SECONDS), figure)) for x in loads]
            lines.append(Line(f"n {n}", [p for p in points if not logarithmic or p[1] >= 0.01]))
        dots = [(r.load, r.mean) for r in rows if r.figure == figure and r.patience == patience and r.n in ns]
        lines.append(Line("simulated", dots, dots=True))
        return Panel(title, "load per advisor", lines, 0.0, logarithmic)

    ns = (1, 20, 200)
    return picture(
        "Palabre's production routing and theory",
        "Lines: Erlang C and A. Circles: means of independent replications of the production models in virtual time.",
        [
            panel("Erlang C: share that waits", "waiting", 0.0, ns),
            panel("Erlang C: mean wait, seconds (logarithmic)", "wait", 0.0, ns, True),
            panel("Erlang A: share that waits, patience 120 s", "waiting", PATIENCE_SECONDS, ns),
            panel("Erlang A: share that leaves, patience 120 s", "abandoned", PATIENCE_SECONDS, ns),
        ])  # fmt: skip


def page(rows: Sequence) -> str:
    names = {"waiting": "share that waits", "wait": "mean wait, s", "abandoned": "share that leaves"}
    lines = [
        f"| {r.n} | {r.load:.2f} | {'none' if not r.patience else f'{r.patience:.0f} s'} | {names[r.figure]} | "
        f"{r.theory:.4g} | {r.mean:.4g} | {r.error:.2g} | "
        f"{f'{r.scatter:.2g}' if r.scatter else '–'} | {r.replications} | {r.errors:.2f} |" for r in rows
    ]  # fmt: skip
    return HEAD.format(summary=summary(rows), missing=_missing(rows)) + "\n".join(lines) + "\n"


def _missing(rows: Sequence) -> str:
    """Cells of the whole grid that this run has not: said on the page."""
    from palabre.simulation.model.theory import whole_grid

    there = {(r.n, r.load, r.patience) for r in rows}
    absent = [c for c in whole_grid() if (c.n, c.load, c.patience) not in there]
    told = ", ".join(f"n {c.n} at {c.load:.2f} {'with' if c.patience else 'without'} patience" for c in absent)
    return f"Of the whole grid this run has not: {told}." if absent else "This run has the whole grid."


HEAD = """# The production models against theory

Made by `./palabre simulate --theory --write`; do not edit it here. `tests/simulation/test_routing_theory.py` runs a
part of the grid in CI, `tests/load/test_theory.py` the whole of it.

One queue, advisors alike, Poisson arrivals, exponential handling of mean 180 s: without patience theory is Erlang C,
with exponential patience of mean 120 s it is Erlang A (formulas and sources: `src/palabre/simulation/model/erlang.py`,
checked against published values). What is simulated is what runs in production: `decide` and `tick` of routing and
conversations, every offer, acceptance and hang-up; only time is virtual.

Each replication begins with an empty house, warms up for 20 handling times / (n (1 - √load)²) (20 handling times where
customers give up), and counts after that, each under a seed of its own: 6 of each; without patience 2 at loads of 0.95
and 0.98, where each warms up for 30,000 and 194,000 calls and counts half as many again. A run that was cut short has
fewer of some: the table says how many, and errors are those of so many.

How far a mean may lie is not estimated from so few replications but computed: the exact standard error of a mean of so
many customers, by Poisson's equation of the same chain (`src/palabre/simulation/model/erlang_errors.py`; for one
advisor it is Daley's formula). An estimated one fails where waits are rare: they come in clumps, most replications see
none, and where the mean happens to be low its estimated error is low too, so that sound figures looked four errors
away. What is rare is judged by the law of clumps, a Poisson number of exponential ones of the same mean and error: a
figure of so few clumps is as many errors apart as a normal value as improbable would be, and where theory has a
thousandth of a clump in the whole run, seeing none is no wonder and seeing some would be. So every cell is judged. That
the replications scatter as much as theory says is judged beside it. A single figure strays beyond three standard errors
27 times in 10,000: the bound allows for the number of figures (Bonferroni).

**{summary}** {missing}

![Lines of theory, circles of simulation: share that waits, mean wait and share that leaves by load](theory.svg)

| n | load | patience | figure | theory | simulated | standard error | of the replications | so many | errors apart |
|---:|---:|---|---|---:|---:|---:|---:|---:|---:|
"""
