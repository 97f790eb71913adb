"""`./palabre rules check SCHEDULE.json --pack FR-2026 [--json]`, `./palabre rules list [--json]`

`check`: each breach of the pack's rules with its article, the person, from when to when, and by how much. `list`: the
packs with their rules. The file's format: docs/reference/rules.md. Exit code 0 no breach, 1 breaches, 2 refused.
"""

import argparse
import sys
from pathlib import Path

import msgspec

REFUSED = 2


def main(arguments: list[str]) -> int:
    from palabre.workforce.model.labour.packs import PACKS

    parser = argparse.ArgumentParser(prog="./palabre rules", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="each breach in a schedule")
    check.add_argument("file", type=Path, metavar="SCHEDULE.json")
    check.add_argument("--pack", choices=sorted(PACKS), default="FR-2026")
    listed = verbs.add_parser("list", help="the packs and their rules")
    for one in (check, listed):
        one.add_argument("--json", action="store_true", help="one JSON object on stdout")
    asked = parser.parse_args(arguments)
    return _check(asked) if asked.verb == "check" else _list(asked)


def _check(asked: argparse.Namespace) -> int:
    from palabre.workforce.actions.schedule_file import read_schedule
    from palabre.workforce.model.labour.packs import amended, whole
    from palabre.workforce.model.labour.validator import breaches
    from palabre.workforce.problems import FileRefused

    try:
        people, instants, amendments = read_schedule(asked.file)
    except FileRefused as why:
        print(f"palabre: {asked.file}: {why}", file=sys.stderr)
        return REFUSED
    pack = amended(whole(asked.pack), amendments)
    found = [b for person in people for b in breaches(person, pack, instants)]
    if asked.json:
        told = {"file": asked.file.name, "pack": asked.pack, "people": len(people), "breaches": found}
        print(msgspec.json.encode(told).decode())
    else:
        print("\n".join(_lines(found)) or f"{len(people)} people: no breach of {asked.pack}")
    return 1 if found else 0


def _lines(found: list):
    for b in found:
        confirm = " (to confirm)" if b.confirm else ""
        told = f"{b.value:g} {b.unit}, bound {b.bound:g}"
        when = f"{b.since:%Y-%m-%d %H:%M} to {b.until:%Y-%m-%d %H:%M}"
        yield f"{b.person:<16}{when}  {b.rule:<26}{told}  {b.article}{confirm}"


def _list(asked: argparse.Namespace) -> int:
    from palabre.workforce.model.labour.packs import PACKS, whole

    if asked.json:
        print(msgspec.json.encode([whole(name) for name in PACKS]).decode())
        return 0
    for name in PACKS:
        pack = whole(name)
        print(f"{name}: {pack.title}")
        for rule in pack.rules:
            also = "".join(f", {k} {v:g}" for k, v in rule.also.items())
            print(f"  {rule.name:<28}{rule.value:>8g}{also}  {rule.article}{' (to confirm)' if rule.confirm else ''}")
    return 0
