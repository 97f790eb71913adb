"""`./palabre rehearse --url https://… [--number +33…] [--calls] [--as-if 2026-12-25T10:00] [--json]`

Robots call the numbers as customers do and go every way through their flows; nobody is disturbed. `--calls`: each
number once, its first words alone. Each call is told as it ends. The token is of who may change voice (her page, API
tokens), read from PALABRE_TOKEN. Ctrl-C stops the calls that are up. Exit code 0 all well, 1 a call met something
wrong, 2 refused.
"""

import argparse
import json
import os
import sys
import time

from palabre.plumbing.engines.problems import EngineRefused

LOOK_SECONDS, PROBLEMS = 0.5, 1
ENDED = ("done", "stopped")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./palabre rehearse", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", required=True, metavar="URL", help="of the installation")
    parser.add_argument("--number", action="append", default=[], metavar="NUMBER", help="this one; may be repeated")
    parser.add_argument("--calls", action="store_true", help="each number once, its first words")
    parser.add_argument("--as-if", default="", metavar="TIME", help="by the tenant's clock: hours are asked as of then")
    parser.add_argument("--json", action="store_true", help="one JSON object a call")
    asked = parser.parse_args(arguments)
    api = tenants_api(asked.url)
    from palabre.processes.configuration.exchange import Refused

    wanted = {"kind": "calls" if asked.calls else "flows", "numbers": asked.number or None, "as_if": asked.as_if}
    try:
        id = api.ask("POST", "/api/moving/rehearsals", wanted)["id"]
        return _watched(api, f"/api/moving/rehearsals/{id}", asked.json)
    except Refused as why:
        raise EngineRefused(str(why)) from None


def tenants_api(url: str):
    """One tenant's, by the token that the environment holds."""
    from palabre.processes.configuration.exchange import Api

    token = os.environ.get("PALABRE_TOKEN", "")
    if not token:
        raise EngineRefused("PALABRE_TOKEN is empty", "make an API token on your page, and give it as PALABRE_TOKEN")
    return Api(url, token)


def _watched(api, path: str, as_json: bool) -> int:
    """Until all is over; who interrupts stops what is up."""
    seen: set[str] = set()
    try:
        while True:
            told = api.ask("GET", path)
            for call in told["calls"]:
                if call["state"] in ENDED and call["id"] not in seen:
                    seen.add(call["id"])
                    print(json.dumps(call, ensure_ascii=False) if as_json else _line(call), flush=True)
            rehearsal = told["rehearsal"]
            if rehearsal["state"] in ENDED:
                break
            print(f"{rehearsal['over']} of {rehearsal['calls']} calls", end="\r", file=sys.stderr, flush=True)
            time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        api.ask("POST", f"{path}/stop")
        raise
    print(f"{rehearsal['calls']} calls, {rehearsal['wrong']} with something wrong", file=sys.stderr)
    return PROBLEMS if rehearsal["wrong"] or rehearsal["state"] != "done" else 0


def _line(call: dict) -> str:
    keys = f" {call['keys']}" if call["keys"] else ""
    well = "well" if call["state"] == "done" else "stopped"
    told = ", ".join(call["problems"]) or well
    return f"{call['number']:<16}{call['name'] or 'call'}{keys}: {call['came_to'] or 'nowhere'}: {told}"
