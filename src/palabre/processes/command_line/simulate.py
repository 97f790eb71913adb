"""`./palabre simulate`: the production models in virtual time. Parameters, a scenario (JSON), or a day's seed.

    ./palabre simulate --calls-per-hour 240 --handle-seconds 180 --advisors 15 --days 3 --seed 7 --json
    ./palabre simulate --scenario A.json --picture day.svg
    ./palabre simulate --compare A.json B.json --replications 20
    ./palabre simulate --replay-seed 41          a simulated day of the tests again, with what broke a law in it
    ./palabre simulate --theory --part           against Erlang C and A, see --theory --help

docs/reference/simulation.md says every field. Exit code 1: a law was broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

REFUSED = 2
CHECKED_WORK = 1_000_000  # calls x advisors that are checked unless --check or --no-check says otherwise: some seconds


def main(arguments: list[str]) -> int:
    from palabre.foundations.problems import Problem

    if "--theory" in arguments:
        from palabre.processes.command_line import simulate_theory

        return simulate_theory.main([a for a in arguments if a != "--theory"])
    asked = _parser().parse_args(arguments)
    try:
        if asked.replay_seed is not None:
            return _replay_seed(asked)
        if asked.compare:
            return _compare(asked)
        return _simulate(asked)
    except Problem as why:
        told = str(why) or ", ".join(f"{k} {v}" for k, v in why.details.items())
        print(f"palabre: {why.code}: {told}", file=sys.stderr)
        return REFUSED
    except OSError as why:
        print(f"palabre: {why.filename}: {why.strerror}", file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./palabre simulate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say = parser.add_argument
    say("--scenario", type=Path, metavar="FILE", help="queues, advisors, arrivals and manners in one JSON file")
    say("--calls-per-hour", type=_above(0), metavar="N", help="Poisson arrivals")
    say("--arrivals", type=Path, metavar="FILE", help="instead: a call log, counts (csv), a forecast (json)")
    say("--handle-seconds", type=_above(0), metavar="S", help="mean handling time, exponential")
    say("--service", metavar="TIMES", help="instead: lognormal:MEAN:DEVIATION, constant:S, exponential:S, file:PATH")
    say("--advisors", type=_whole(1, 100_000), metavar="N")
    say("--patience-seconds", type=_above(0), metavar="S", help="mean patience, exponential; without: endless")
    say("--patience", metavar="TIMES", help="instead, as --service")
    say("--breaks", metavar="EVERY:SECONDS", help="each advisor pauses about so often, so long")
    say("--callbacks", metavar="SHARE:SECONDS[:ANSWER]",
        help="so many would rather be called back where the announced wait is so long; so many dials are answered, 0.7")
    say("--skills", type=_whole(1, 100), default=1, metavar="N", help="queues, each advisor answers two of them; 1")
    say("--days", type=_above(0, 400), metavar="D", help="measured, after the warm-up; 1")
    say("--warm-up-seconds", type=_above(-1, 30 * 86_400), metavar="S", help="default: as theory says it needs")
    say("--seed", type=_whole(0, 2**63 - 1), metavar="N")
    say("--threshold", type=_above(0, 86_400), default=20.0, metavar="S", help="of the service levels; 20")
    say("--check", action="store_true", help="checkers of every law from beginning to end; default: of the first calls")
    say("--no-check", action="store_true", help="none: as fast as it goes")
    say("--measures", action="store_true", help="also reporting's own measures, by queue")
    say("--compare", nargs=2, type=Path, metavar=("A.json", "B.json"), help="paired difference under common chance")
    say("--replications", type=_whole(2, 1000), default=10, metavar="N", help="of --compare; 10")
    say("--picture", type=Path, metavar="FILE.svg")
    say("--save", type=Path, metavar="FILE.json", help="this very simulation, for --scenario")
    say("--replay-seed", type=_whole(0, 2**63 - 1), metavar="N", help="of a simulated day with whims and faults")
    say("--minutes", type=_above(0, 1440), default=45.0, help="of that day; 45")
    say("--json", action="store_true", help="one JSON object on stdout")
    return parser


def _above(least: float, most: float = 1e9):
    def read(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = least
        if not least < found <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number above {least:g} and up to {most:g}")
        return found

    return read


def _whole(least: int, most: int):
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return read


# -- one scenario


def _simulate(asked: argparse.Namespace) -> int:
    from palabre.simulation.model.simulation import Simulation

    scenario = _scenario(asked)
    if asked.save:
        import msgspec

        asked.save.write_bytes(msgspec.json.format(msgspec.json.encode(scenario), indent=1))
    simulation = Simulation(
        scenario, check=not asked.no_check, measure=asked.measures or bool(asked.picture) or asked.scenario is not None)
    clocks = _play(simulation, asked.check, asked.no_check)
    told = _told(simulation, asked, clocks)
    if asked.picture:
        from palabre.simulation.model.pictures import day_picture

        asked.picture.write_text(day_picture(simulation, asked.threshold))
    print(json.dumps(told) if asked.json else "\n".join(_lines(told)))
    return 1 if any(told["violations"].values()) else 0


def _scenario(asked: argparse.Namespace):
    import msgspec

    from palabre.simulation.actions.files import read_scenario
    from palabre.simulation.model.scenario import checked

    if asked.scenario:
        found = read_scenario(asked.scenario)
        own = {"days": asked.days, "seed": asked.seed, "warm_up_seconds": asked.warm_up_seconds}
        return checked(msgspec.structs.replace(found, **{k: v for k, v in own.items() if v is not None}))
    return _plain(asked)


def _plain(asked: argparse.Namespace):
    import msgspec

    from palabre.simulation.actions.files import read_arrivals, times_of
    from palabre.simulation.model.erlang import settling_seconds
    from palabre.simulation.model.scenario import Breaks, checked, plain
    from palabre.simulation.problems import ScenarioRefused

    if not (asked.advisors and (asked.calls_per_hour or asked.arrivals) and (asked.handle_seconds or asked.service)):
        raise ScenarioRefused("--scenario FILE, or --calls-per-hour (or --arrivals), --handle-seconds and --advisors")
    service = times_of(asked.service) if asked.service else None
    patience = times_of(asked.patience) if asked.patience else None
    handle = asked.handle_seconds or service.mean or sum(service.values) / max(1, len(service.values))
    warm = asked.warm_up_seconds
    if warm is None:
        given_up = asked.patience_seconds or (patience is not None and patience.kind != "none")
        rate = (asked.calls_per_hour or 0) / 3600
        warm = 0.0 if asked.arrivals else settling_seconds(rate, handle, asked.advisors, given_up)
    breaks = None
    if asked.breaks:
        every, _, lasts = asked.breaks.partition(":")
        try:
            breaks = msgspec.convert({"every_seconds": float(every), "seconds": float(lasts)}, Breaks)
        except (ValueError, msgspec.ValidationError):
            raise ScenarioRefused(f"--breaks {asked.breaks}: EVERY:SECONDS") from None
    callbacks = _callbacks(asked.callbacks) if asked.callbacks else None
    made = plain(
        asked.calls_per_hour or 0.0, handle, asked.advisors, patience_seconds=asked.patience_seconds or 0.0,
        skills=asked.skills, days=asked.days or 1.0, seed=1 if asked.seed is None else asked.seed,
        warm_up_seconds=round(min(warm, 30 * 86_400.0), 3), service=service, patience=patience, breaks=breaks,
        callbacks=callbacks)
    if asked.arrivals:
        arrivals = [a for q in made.queues[:1] for a in read_arrivals(asked.arrivals, q.id)]
        made = checked(msgspec.structs.replace(made, arrivals=tuple(arrivals)))
    return made


def _callbacks(text: str):
    import msgspec

    from palabre.simulation.model.scenario import Callbacks
    from palabre.simulation.problems import ScenarioRefused

    try:
        share, seconds, *answer = map(float, text.split(":"))
        given = dict(zip(("answer_share",), answer, strict=bool(answer)))
        return msgspec.convert({"share": share, "announced_seconds": seconds, **given}, Callbacks)
    except (ValueError, msgspec.ValidationError):
        raise ScenarioRefused(f"--callbacks {text}: SHARE:SECONDS[:ANSWER], shares from 0 to 1") from None


def _play(simulation, whole: bool, none: bool) -> dict[str, float]:
    """Seconds of the wall, of the processor and of virtual time, with the checkers and without."""
    began, busy = time.perf_counter(), time.process_time()
    clocks = {"checked_wall": 0.0, "checked_virtual": 0.0, "checked_calls": 0, "checked_busy": 0.0}
    if whole:
        simulation.finish()
    elif not none:
        enough = CHECKED_WORK // (simulation.advisors + 50)
        while simulation.customers.come < enough and simulation.engine.now < simulation.end:
            simulation.play(simulation.engine.now + 60_000)
    if not none:
        clocks["checked_wall"], clocks["checked_busy"] = time.perf_counter() - began, time.process_time() - busy
        clocks["checked_virtual"], clocks["checked_calls"] = simulation.seconds, simulation.customers.come
    if not whole:
        simulation.stop_checking()
        simulation.finish()
    clocks["wall"], clocks["busy"] = time.perf_counter() - began, time.process_time() - busy
    clocks["virtual"] = simulation.seconds
    return clocks


def _told(simulation, asked: argparse.Namespace, clocks: dict[str, float]) -> dict:
    from palabre.simulation.model.checkers.names import LAWS

    scenario, found = simulation.scenario, simulation.checkers
    rest = clocks["virtual"] - clocks["checked_virtual"], clocks["wall"] - clocks["checked_wall"]
    plainly, slowly = _ratio(*rest), _ratio(clocks["checked_virtual"], clocks["checked_wall"])
    told = {
        "name": scenario.name, "seed": simulation.seed, "days": scenario.days, "advisors": simulation.advisors,
        "warm_up_seconds": scenario.warm_up_seconds, **simulation.figures(),
        "clock_ratio": plainly if rest[0] > 0.1 * clocks["virtual"] else slowly,
        "clock_ratio_checked": slowly, "clock_ratio_unchecked": plainly,
        "processor_ratio_checked": _ratio(clocks["checked_virtual"], clocks["checked_busy"]),
        "processor_ratio_unchecked": _ratio(rest[0], clocks["busy"] - clocks["checked_busy"]),
        "checked_calls": clocks["checked_calls"], "all_calls": simulation.customers.come,
        "violations": {**dict.fromkeys(LAWS, 0), **found.violations} if found else {},
        "examples": [str(e) for e in found.laws.examples[:5]] if found else [],
        "refused_commands": dict(simulation.engine.refused), "facts": simulation.engine.facts,
    }  # fmt: skip
    if asked.calls_per_hour and asked.handle_seconds and asked.skills == 1 and not (
        asked.service or asked.breaks or asked.callbacks
    ):
        told["theory"] = _theory(asked)
    if simulation.measures is not None:
        told["threshold_seconds"] = asked.threshold
        told["measures"] = _measures(simulation, asked.threshold)
    return told


def _ratio(virtual: float, wall: float) -> float | None:
    return round(virtual / wall, 1) if wall > 0 and virtual > 0 else None


def _theory(asked: argparse.Namespace) -> dict:
    from palabre.simulation.model.erlang import erlang_a, erlang_c

    rate, handle, n = asked.calls_per_hour / 3600, asked.handle_seconds, asked.advisors
    patient = not asked.patience_seconds
    if patient and rate * handle >= n:
        return {"model": "Erlang C", "note": "the load is more than the advisors can do: the queue grows without end"}
    found = erlang_c(rate, handle, n) if patient else erlang_a(rate, handle, n, asked.patience_seconds)
    return {
        "model": "Erlang C" if patient else "Erlang A", "waiting_probability": found.waiting,
        "wait_seconds_mean": found.wait, "abandoned_share": found.abandoned, "occupancy": found.occupancy}


def _measures(simulation, threshold: float) -> dict:
    queues = [None, *(q.id for q in simulation.scenario.queues if len(simulation.scenario.queues) > 1)]
    return {
        queue or "all": {
            f.key: {"value": f.value, "n": f.n, "unit": f.unit}
            for f in simulation.measures.figures(
                simulation.end, simulation.begin, simulation.end, queue=queue, threshold_seconds=threshold)}
        for queue in queues
    }  # fmt: skip


def _lines(told: dict):
    plain = {k: v for k, v in told.items() if not isinstance(v, dict | list)}
    for key, value in plain.items():
        theory = told.get("theory", {}).get(key)
        shown = f"{value:.6g}" if isinstance(value, float) else value
        yield f"{key:<26}{shown}" + (f"    (theory {theory:.6g})" if isinstance(theory, float) else "")
    broken = {k: n for k, n in told["violations"].items() if n}
    laws = len(told["violations"])
    yield f"{'violations':<26}{broken or (f'none of {laws} laws' if laws else 'not checked')}"
    yield from (f"  {example}" for example in told["examples"])
    for queue, figures in told.get("measures", {}).items():
        yield f"\n{queue}"
        for key, one in figures.items():
            shown = "-" if one["value"] is None else f"{one['value']:.6g}"
            yield f"  {key:<28}{shown:>12}  {one['unit']:<8} n {one['n']}"


# -- two scenarios


def _compare(asked: argparse.Namespace) -> int:
    from palabre.simulation.actions.files import read_pair
    from palabre.simulation.model.comparison import compare

    pair = read_pair(*asked.compare)
    found = compare(*pair, replications=asked.replications, seed=asked.seed, threshold_seconds=asked.threshold)
    told = {"a": str(asked.compare[0]), "b": str(asked.compare[1]), **found}
    if asked.picture:
        from palabre.simulation.model.pictures import comparison_picture

        asked.picture.write_text(comparison_picture(told))
    print(json.dumps(told) if asked.json else "\n".join(_compared(told)))
    return 0


def _compared(told: dict):
    yield f"{told['a']} and {told['b']}: {told['replications']} pairs of days from seed {told['seed']}, common chance"
    yield f"{'measure':<30}{'a':>12}{'b':>12}{'b - a':>12}    95 %"
    for key, one in told["measures"].items():
        numbers = "".join(f"{one[k]:>12.5g}" for k in ("a", "b", "difference"))
        low, high = one["interval"]
        yield f"{key:<30}{numbers}    {low:.5g} to {high:.5g}{'' if low <= 0 <= high else '  *'}"


# -- a day of the tests


def _replay_seed(asked: argparse.Namespace) -> int:
    from palabre.simulation.model.days.day import judged

    began = time.perf_counter()
    told = judged(asked.replay_seed, asked.minutes, asked.advisors or 25)
    told["seconds"] = round(time.perf_counter() - began, 3)
    print(json.dumps(told) if asked.json else "\n".join(f"{k:<12}{v}" for k, v in told.items()))
    return 1 if told["violations"] or told["crash"] else 0
