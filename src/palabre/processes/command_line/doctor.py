"""`./palabre doctor [--json]`: what works on this machine, and the command that mends what does not."""

import argparse
import json
import sys


def main(arguments: list[str]) -> int:
    from palabre.processes.command_line import doctor_checks as checks

    parser = argparse.ArgumentParser(prog="./palabre doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--data", metavar="DIR", help="data folder to look at")
    asked = parser.parse_args(arguments)
    found = checks.all_checks(asked.data or "")
    needed = [c for c in found if not c.ok and c.needed]
    if asked.json:
        print(json.dumps({"ok": not needed, "parts": [c._asdict() for c in found]}, ensure_ascii=False))
    else:
        for check in found:
            _print(check)
    return 1 if needed else 0


def _print(check) -> None:
    state = "ok" if check.ok else ("missing" if check.needed else "absent")
    colour = {"ok": "32", "missing": "31", "absent": "33"}[state]
    shown = f"\033[{colour}m{state:<8}\033[0m" if sys.stdout.isatty() else f"{state:<8}"
    print(f"{shown}{check.part:<22}{check.version}" + (f"   → {check.mend}" if not check.ok and check.mend else ""))
