"""`./palabre staffing FILE.csv [--json]`: the number that each row asks for, by Erlang B, C or A.

Columns: model, lambda_per_timeunit, aht, servers, mean_patience, threshold, metric, and expected with tolerance where
the value is to be judged. Which figures there are, and what each means: docs/reference/staffing.md. Exit code 1 where a
row has no answer or lies outside its tolerance.
"""

import argparse
import sys
from pathlib import Path

import msgspec

REFUSED = 2


def main(arguments: list[str]) -> int:
    from palabre.workforce.actions.staffing_file import answered, read_questions
    from palabre.workforce.problems import FileRefused

    parser = argparse.ArgumentParser(prog="./palabre staffing", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="csv")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    asked = parser.parse_args(arguments)
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
