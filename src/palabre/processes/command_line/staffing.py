"""`./palabre staffing FILE.csv [--json]`: the number that each row asks for, by Erlang B, C or A.
`./palabre staffing SCENARIO.json [--days 50] [--seed 1] [--fewest] [--json]`: several skills and channels, simulated.

Columns: model, lambda_per_timeunit, aht, servers, mean_patience, threshold, metric, and expected with tolerance where
the value is to be judged. `--fewest`: the advisors of each group and interval who reach every level, instead of those
that the scenario says. Figures, columns and fields: docs/reference/staffing.md. Exit code 1 where a row has no answer
or lies outside its tolerance.
"""

import argparse
import sys
import time
from pathlib import Path

import msgspec

from palabre.foundations.limits import STAFFING_DAYS_MAX

REFUSED = 2


def main(arguments: list[str]) -> int:
    from palabre.workforce.actions.staffing_file import answered, read_questions
    from palabre.workforce.problems import FileRefused

    parser = argparse.ArgumentParser(prog="./palabre staffing", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="csv, or a scenario in json")
    parser.add_argument("--days", type=_days, default=50, metavar="N", help="played, of a scenario: 50")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fewest", action="store_true", help="of a scenario: the fewest who reach every level")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    asked = parser.parse_args(arguments)
    if asked.file.suffix == ".json":
        return _play(asked)
    try:
        rows = [answered(row) for row in read_questions(asked.file)]
    except FileRefused as why:
        print(f"palabre: {asked.file}: {why}", file=sys.stderr)
        return REFUSED
    wrong = [r for r in rows if "refused" in r or r.get("within") is False]
    if asked.json:
        print(msgspec.json.encode({"file": asked.file.name, "rows": rows, "wrong": len(wrong)}).decode())
    else:
        print("\n".join(_table(rows)))
    return 1 if wrong else 0


def _table(rows: list[dict]):
    for n, row in enumerate(rows, 2):
        value = row.get("refused") or f"{row['value']:.10g}"
        judged = {True: "as expected", False: f"expected {row.get('expected')}"}.get(row.get("within"), "")
        yield f"{n:>5}  {row['model']:<18}{row['metric']:<26}{value:>16}  {judged}"


def _days(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= STAFFING_DAYS_MAX:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 2 to {STAFFING_DAYS_MAX}")
    return int(text)


def _play(asked: argparse.Namespace) -> int:
    from palabre.workforce.actions.staffing_scenario import read_scenario
    from palabre.workforce.problems import FileRefused, QuestionRefused

    try:
        scenario = read_scenario(asked.file)
        from palabre.workforce.model.multi_skill.staffing import Desk, days_of, fewest, told  # it compiles

        began = time.perf_counter()
        desk, days = Desk(scenario), days_of(scenario, asked.days, abs(asked.seed))
        staff = fewest(desk, days) if asked.fewest else scenario.staff()
        types, groups, events = told(desk, days, staff)
    except (FileRefused, QuestionRefused) as why:
        print(f"palabre: {asked.file}: {why}", file=sys.stderr)
        return REFUSED
    found = {"file": asked.file.name, "days": asked.days, "types": types, "groups": groups, "events": events,
             "seconds": round(time.perf_counter() - began, 3)}  # fmt: skip
    print(msgspec.json.encode(found).decode() if asked.json else "\n".join(_played(types, groups)))
    return 0


def _played(types: list, groups: list):
    for t in types:
        yield (f"{t.name:<18}{t.offered:>10,.0f} a day, {t.level:.1%} in time (±{t.level_error:.1%}), "
               f"{t.abandoned:.1%} abandoned, {t.wait_seconds:.0f} s of wait")  # fmt: skip
    for g in groups:
        yield f"{g.name:<18}occupied {g.occupancy:.0%}; there: {' '.join(map(str, g.advisors))}"
        if g.scheduled != g.advisors:
            yield f"{'':<18}on the schedule: {' '.join(map(str, g.scheduled))}"
