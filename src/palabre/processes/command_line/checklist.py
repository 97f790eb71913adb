"""`./palabre checklist --url https://… [--json]`

What stands between this centre and its first day, as the screen tells it: red must be mended, amber should be (a
number that no robot has called since its flow changed is red: `./palabre rehearse`). The token is read from
PALABRE_TOKEN. Exit code 0 where nothing is red and people have answered for their points, 1 else, 2 refused.
"""

import argparse
import json

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.command_line.rehearse import tenants_api

GREEN, RED = "green", "red"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./palabre checklist", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", required=True, metavar="URL", help="of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args(arguments)
    api = tenants_api(asked.url)
    from palabre.processes.configuration.exchange import Refused

    try:
        told = api.ask("GET", "/api/moving/checklist")
    except Refused as why:
        raise EngineRefused(str(why)) from None
    red = [c for c in told["checks"] if c["state"] == RED]
    open_points = [t for t in told["ticks"] if not t["done"]]
    print(json.dumps(told, ensure_ascii=False) if asked.json else "\n".join(_lines(told)))
    return 1 if red or open_points else 0


def _lines(told: dict):
    for check in told["checks"]:
        values = "".join(f", {k} {v}" for k, v in check["values"].items())
        subject = check["name"] or check["subject"]
        yield f"{check['state']:<8}{check['group']:<12}{check['code']:<22}{subject:<28}{check['why']}{values}"
    for tick in told["ticks"]:
        yield f"{GREEN if tick['done'] else RED:<8}{'yours':<12}{tick['point']:<22}{tick['words']:<28}{tick['note']}"
    red = sum(c["state"] == RED for c in told["checks"])
    yield f"{len(told['checks'])} checks, {red} red; {sum(not t['done'] for t in told['ticks'])} of yours are open"
